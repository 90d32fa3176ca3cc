//! `size-subnet`: the smallest prefix that is enough, with what it hinges on.

use std::path::{Path, PathBuf};

use cloudpc_sim::experiment::sizing::breaking::{Size, TRIALS};
use cloudpc_sim::experiment::sizing::{Sizing, Target};
use cloudpc_sim::report::size_subnet::{self, Report, Sized};
use cloudpc_sim::report::{chart, number};
use cloudpc_sim::{Experiment, Scenario, Tenant, Watch, scenario};

use super::exit::Failure;
use super::options::{Format, Options};
use super::progress::Progress;
use super::{Talk, answer, files, tell};

/// Find the smallest subnet that is enough, at a confidence
///
/// Simulates with addresses in plenty, so that one experiment answers every size.
#[derive(clap::Args)]
#[command(
    after_help = "Example: cloudpc-sim size-subnet scenarios/retry-storm.toml --at-most 0.01"
)]
pub(super) struct Args {
    #[command(flatten)]
    options: Options,
    /// The subnet to size, all others being as large as they are; all subnets if not given
    #[arg(long, value_name = "NAME")]
    subnet: Option<String>,
    /// The probability up to which an attempt or a health check may find no free address
    #[arg(long, value_name = "P", default_value = "0.01", value_parser = share)]
    at_most: f64,
    /// The confidence that it is at most that, of each subnet by itself
    #[arg(long, value_name = "C", default_value = "0.95", value_parser = share)]
    confidence: f64,
    /// A folder for the whole curve of the risk, as table and figure
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// More replications than this are not run unless asked for.
const MOST_UNASKED: u64 = 3_000;

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| *share > 0.0 && *share < 1.0);
    share.ok_or_else(|| "write a number between 0 and 1, such as 0.01 for 1 %".into())
}

pub(super) fn run(args: &Args, talk: Talk) -> Result<(), Failure> {
    let loaded = args.options.load()?;
    let scenario = &loaded.scenario;
    let subnets = chosen(&scenario.tenant, args.subnet.as_deref())?;
    let target = Target { at_most: args.at_most, confidence: args.confidence };
    let replications = replications(scenario, args.options.replaced.replications, target)?;
    args.output.as_deref().map_or(Ok(()), files::create_folder)?;
    if talk >= Talk::Normal {
        tell(&announcement(replications, target));
    }
    let threads = args.options.replaced.threads;
    let experiment = Experiment { replications, threads, ..Experiment::new(scenario) };
    let progress = Progress::new(replications, talk);
    let sized = sized(&experiment, &subnets, target, &progress);
    progress.finish();
    let sized = sized.filter(|_| !progress.is_stopped());
    let sized =
        sized.ok_or_else(|| Failure::Interrupted("interrupted; nothing is known".into()))?;
    let mut heading = loaded.heading(&args.options.replaced.sets);
    heading.replications = replications;
    let report = Report { heading: &heading, tenant: &scenario.tenant, target, sized: &sized };
    args.output.as_deref().map_or(Ok(()), |folder| write(folder, report))?;
    answer::print(&match args.format {
        Format::Text => size_subnet::text(report),
        Format::Json => size_subnet::json(report),
    })
}

/// The subnets to size.
fn chosen(tenant: &Tenant, name: Option<&str>) -> Result<Vec<u16>, Failure> {
    let all = || (0..).zip(&tenant.subnets);
    let meant = all().filter(|(_, subnet)| name.is_none_or(|name| subnet.name == name));
    let meant: Vec<u16> = meant.map(|(index, _)| index).collect();
    if !meant.is_empty() {
        return Ok(meant);
    }
    let Some(name) = name.filter(|_| !tenant.subnets.is_empty()) else {
        return Err(Failure::input("the scenario has no subnet to size"));
    };
    let names: Vec<&str> = tenant.subnets.iter().map(|subnet| subnet.name.as_str()).collect();
    let nearest = scenario::nearest(name, &names);
    let hint = nearest.map_or_else(
        || format!("there are {}", names.join(", ")),
        |name| format!("did you mean `{name}`?"),
    );
    let name = scenario::printable(name);
    Err(Failure::input(format!("--subnet: the scenario has no subnet `{name}`; {hint}")))
}

/// How many replications to run: as many as the target needs, more if the scenario has more.
fn replications(scenario: &Scenario, asked: Option<u64>, target: Target) -> Result<u64, Failure> {
    let needed = target.replications();
    let need = format!(
        "{} are needed to show a probability of at most {} at {} confidence",
        number::plural(needed, "replication"),
        number::level(target.at_most),
        number::level(target.confidence)
    );
    match asked {
        Some(asked) if asked < needed => Err(Failure::input(format!("-r {asked}: {need}"))),
        Some(asked) => Ok(asked),
        None if needed > MOST_UNASKED => {
            Err(Failure::input(format!("{need}; to run so many, add -r {needed}")))
        }
        None => Ok(needed.max(scenario.replications)),
    }
}

fn announcement(replications: u64, target: Target) -> String {
    let (needed, n) = (target.replications(), number::plural(replications, "replication"));
    let least = if replications == needed {
        "the least".to_string()
    } else {
        format!("of which {} would be the least", number::whole(needed))
    };
    format!(
        "Simulating {n}, {least} to show a probability of at most {} at {} confidence",
        number::level(target.at_most),
        number::level(target.confidence)
    )
}

/// Sizes the subnets and finds where each size breaks.
fn sized(
    experiment: &Experiment<'_>,
    subnets: &[u16],
    target: Target,
    progress: &Progress,
) -> Option<Vec<Sized>> {
    let sizings = experiment.size(subnets, target, progress)?;
    let one = |sizing: Sizing| {
        let subnet = &experiment.tenant.subnets[usize::from(sizing.subnet)];
        let prefix = sizing.enough.and_then(|n| subnet.smallest_with(n));
        let Some(prefix) = prefix.filter(|_| sizing.is_reached) else {
            return Some(Sized { sizing, breaking: None });
        };
        progress.expect_more(TRIALS * experiment.replications);
        let usable = subnet.usable_as(prefix);
        let size = Size { subnets, sizing: &sizing, usable, target };
        let breaking = Some(experiment.breaking(size, progress)?);
        Some(Sized { sizing, breaking })
    };
    sizings.into_iter().map(one).collect()
}

fn write(folder: &Path, report: Report<'_>) -> Result<(), Failure> {
    for (name, table) in size_subnet::csv(report) {
        files::write(folder, &format!("risk-{name}.csv"), table.as_bytes())?;
    }
    for (name, figure) in size_subnet::figure(report) {
        let svg = chart::svg(&figure);
        files::write(folder, &format!("risk-{name}.svg"), svg.as_bytes())?;
        files::write(folder, &format!("risk-{name}.png"), &chart::png(&svg))?;
    }
    Ok(())
}
