//! `plan`: what arithmetic says about a scenario before anything is simulated.

use std::path::PathBuf;

use cloudpc_sim::experiment::arithmetic::{arithmetic, warning};
use cloudpc_sim::report::number::plural;
use cloudpc_sim::report::plan::{self, Plan};

use super::exit::Failure;
use super::options::Format;
use super::{answer, scenario};

/// Say by arithmetic alone whether a plan can work
///
/// Counts addresses, device objects against their limit, time to ready, licenses, waves and health
/// checks, and warns of what speaks against the plan. Draws nothing and answers at once.
#[derive(clap::Args)]
#[command(after_help = "Example: cloudpc-sim plan scenarios/hybrid-450.toml")]
pub(super) struct Args {
    /// The scenario file
    scenario: PathBuf,
    /// Replace an entry of the file, such as retry.pause=10m
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let loaded = scenario::load(&args.scenario, &args.sets)?;
    let heading = loaded.heading(&args.sets);
    let found = arithmetic(&loaded.scenario);
    let plan = Plan { heading: &heading, found: &found };
    if args.format == Format::Json {
        return answer::print(&plan::document(plan));
    }
    let warnings = warning::placed(&loaded.scenario, &found.warnings);
    answer::print(&format!("{}\n{}", plan::screen(plan), warnings.render(true)))?;
    answer::print(&format!("{}\n", sentence(found.warnings.len())))
}

fn sentence(warnings: usize) -> String {
    let next = "`cloudpc-sim run` shows what queues, retries and chance make of it.";
    match warnings {
        0 => format!("By arithmetic nothing speaks against this plan; {next}"),
        n => format!("{} by arithmetic; {next}", plural(n as u64, "warning")),
    }
}
