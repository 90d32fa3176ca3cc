//! `explain`: one Cloud PC's life, why it went so, and how it would have gone otherwise.

use std::path::PathBuf;

use cloudpc_sim::Experiment;
use cloudpc_sim::experiment::Told;
use cloudpc_sim::report::explain::{self, Explanation};
use cloudpc_sim::report::heading::Heading;
use cloudpc_sim::scenario::{nearest, printable};

use super::exit::Failure;
use super::scenario::Loaded;
use super::{answer, saved};

/// Tell one Cloud PC's life, why it failed or waited, and what would have helped
///
/// Reads the folder that `run` wrote and simulates one replication of it again. Without a Cloud PC,
/// prints the first ten of each status and cause.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  cloudpc-sim explain --from output/rollout-2000\n  \
                        cloudpc-sim explain main-00017 --from output/rollout-2000\n  \
                        cloudpc-sim explain main-00017 --from output/rollout-2000 --replication 3")]
pub(super) struct Args {
    /// Its name, as in `cloud_pcs.csv`
    #[arg(value_name = "CLOUD_PC")]
    cloud_pc: Option<String>,
    /// The folder that a run wrote
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// The replication, from 0
    #[arg(long, value_name = "N", default_value_t = 0)]
    replication: u64,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let saved = saved::open(&args.from)?;
    let told = saved.tell(args.replication)?;
    let Some(name) = &args.cloud_pc else { return answer::print(&explain::menu(&told.detail)) };
    let heading = saved.loaded.heading(&[]);
    answer::print(&explained(&saved.loaded, &heading, told, name)?)
}

/// The life of a Cloud PC in replication 0 of a scenario.
pub(super) fn of(loaded: &Loaded, heading: &Heading, name: &str) -> Result<String, Failure> {
    explained(loaded, heading, saved::tell(loaded, 0)?, name)
}

fn explained(
    loaded: &Loaded,
    heading: &Heading,
    told: Told,
    name: &str,
) -> Result<String, Failure> {
    let names: Vec<String> = told.detail.cloud_pcs.iter().map(|pc| pc.name.clone()).collect();
    let diagnosis = Experiment::new(&loaded.scenario).diagnose(told, name);
    let diagnosis = diagnosis.ok_or_else(|| unknown(name, &names))?;
    let tenant = &loaded.scenario.tenant;
    Ok(explain::screen(Explanation { heading, tenant, diagnosis: &diagnosis }))
}

fn unknown(name: &str, names: &[String]) -> Failure {
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let near = nearest(name, &known).map(|near| format!("; did you mean `{near}`?"));
    let near = near.unwrap_or_default();
    let range = match known.as_slice() {
        [] => "\nNobody asks for one".to_string(),
        [first, .., last] => format!("\nThere are {first} to {last}"),
        [one] => format!("\nThere is only {one}"),
    };
    Failure::input(format!("there is no Cloud PC `{}`{near}{range}", printable(name)))
}
