//! `size-subnet`: the smallest prefix that is enough, with what it hinges on.

use std::path::{Path, PathBuf};

use cloudpc_sim::experiment::rare::Effort;
use cloudpc_sim::experiment::sizing::breaking::{Size, TRIALS};
use cloudpc_sim::experiment::sizing::climbing::Climbing;
use cloudpc_sim::experiment::sizing::{Sizing, Target};
use cloudpc_sim::report::size_subnet::{self, Report, Sized};
use cloudpc_sim::report::{chart, number};
use cloudpc_sim::{Experiment, Scenario, Tenant, Watch, scenario};

use super::exit::Failure;
use super::options::{Format, Options, confidence, share};
use super::progress::Progress;
use super::{Talk, answer, files, tell};

/// Find the smallest subnet that is enough, at a confidence
///
/// Simulates with addresses in plenty, so that one experiment answers every size. What is too rare
/// to be counted is climbed to, by multilevel splitting; where such a size breaks is not searched.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  cloudpc-sim size-subnet scenarios/retry-storm.toml --at-most \
                        0.01\n  cloudpc-sim size-subnet scenarios/expectations.toml --at-most 1e-6"
)]
pub(super) struct Args {
    #[command(flatten)]
    options: Options,
    /// The subnet to size, all others being as large as they are; all subnets if not given
    #[arg(long, value_name = "NAME")]
    subnet: Option<String>,
    /// The probability up to which an attempt or a health check may find no free address
    #[arg(long, value_name = "P", default_value = "0.01", value_parser = some_share)]
    at_most: f64,
    /// The confidence that it is at most that, of each subnet by itself
    #[arg(long, value_name = "C", default_value = "0.95", value_parser = confidence)]
    confidence: f64,
    /// Replications that climb together in each of 60 climbs, where the target is too rare to be
    /// counted; 300 if not given
    #[arg(long, value_name = "N", value_parser = particles)]
    particles: Option<u64>,
    /// A folder for the whole curve of the risk, as table and figure
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// More replications than this are not run unless asked for: the search where a size breaks runs
/// them twenty times more, which together is about the work of climbing.
const MOST_UNASKED: u64 = 10_000;

/// Nothing rarer is climbed to: floats and patience end.
const RAREST: f64 = 1e-12;

/// How a target is shown to be met.
#[derive(Clone, Copy)]
enum Way {
    /// By so many plain replications.
    Counting(u64),
    /// By climbs.
    Climbing(Effort),
}

/// A share above nothing, as a number or in percent.
fn some_share(text: &str) -> Result<f64, String> {
    let found = share(text).ok().filter(|share| *share > 0.0);
    found.ok_or_else(|| "write a share above 0 and below 1, such as 1% or 0.01".into())
}

fn particles(text: &str) -> Result<u64, String> {
    let number = text.parse().ok().filter(|n| (30..=100_000).contains(n));
    number.ok_or_else(|| "write a whole number from 30 to 100000".into())
}

pub(super) fn run(args: &Args, talk: Talk) -> Result<(), Failure> {
    let loaded = args.options.load()?;
    let scenario = &loaded.scenario;
    let subnets = chosen(&scenario.tenant, args.subnet.as_deref())?;
    let target = Target { at_most: args.at_most, confidence: args.confidence };
    let way = way(scenario, args, target)?;
    args.output.as_deref().map_or(Ok(()), files::create_folder)?;
    if talk >= Talk::Normal {
        tell(&announcement(way, target));
    }
    let threads = args.options.replaced.threads;
    let experiment = Experiment { threads, ..Experiment::new(scenario) };
    let progress = Progress::new(0, talk);
    let sized = match way {
        Way::Counting(replications) => {
            progress.expect_more(replications);
            let experiment = Experiment { replications, ..experiment };
            sized(&experiment, &subnets, target, &progress)
        }
        Way::Climbing(effort) => climbed(&experiment, &subnets, (target, effort), &progress),
    };
    progress.finish();
    let sized = sized.filter(|_| !progress.is_stopped());
    let sized =
        sized.ok_or_else(|| Failure::Interrupted("interrupted; nothing is known".into()))?;
    let mut heading = loaded.heading(&args.options.replaced.sets);
    heading.replications = match way {
        Way::Counting(replications) => replications,
        Way::Climbing(_) => simulated(&sized),
    };
    let replications = heading.replications;
    let shocks = Experiment { replications, ..Experiment::new(scenario) }.shocks();
    let report = Report {
        heading: &heading,
        tenant: &scenario.tenant,
        target,
        shocks: &shocks,
        sized: &sized,
    };
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

/// How many replications to run: as many as the target needs, more if the scenario has more; or to
/// climb, if that is more than is reasonable unasked.
fn way(scenario: &Scenario, args: &Args, target: Target) -> Result<Way, Failure> {
    let asked = args.options.replaced.replications;
    if target.at_most < RAREST {
        let rarest = number::level(RAREST);
        let text = format!("--at-most: nothing rarer than {rarest} can be shown");
        return Err(Failure::input(text));
    }
    let needed = target.replications();
    let need = format!(
        "{} are needed to show a probability of at most {} at {} confidence",
        number::plural(needed, "replication"),
        number::level(target.at_most),
        number::level(target.confidence)
    );
    match asked {
        Some(asked) if asked < needed && needed > MOST_UNASKED => {
            let text = format!("-r {asked}: {need}; without -r it is climbed to by splitting");
            Err(Failure::input(text))
        }
        Some(asked) if asked < needed => Err(Failure::input(format!("-r {asked}: {need}"))),
        None if needed > MOST_UNASKED.max(scenario.replications) => {
            let effort = Effort::default();
            let particles = args.particles.unwrap_or(effort.particles);
            Ok(Way::Climbing(Effort { particles, ..effort }))
        }
        Some(_) | None if args.particles.is_some() => Err(Failure::input(
            "--particles: nothing is climbed to, since the target is shown by plain replications",
        )),
        Some(asked) => Ok(Way::Counting(asked)),
        None => Ok(Way::Counting(needed.max(scenario.replications))),
    }
}

fn announcement(way: Way, target: Target) -> String {
    let needed = target.replications();
    let replications = match way {
        Way::Counting(replications) => replications,
        Way::Climbing(effort) => return climbing(effort, target, needed),
    };
    let n = number::plural(replications, "replication");
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

fn climbing(effort: Effort, target: Target, needed: u64) -> String {
    format!(
        "Climbing to a probability of at most {} at {} confidence by multilevel splitting: {} of \
         {}; counting needs {}",
        number::level(target.at_most),
        number::level(target.confidence),
        number::plural(effort.runs, "climb"),
        number::plural(effort.particles, "replication"),
        number::plural(needed, "replication"),
    )
}

/// Sizes the subnets by climbing for each.
fn climbed(
    experiment: &Experiment<'_>,
    subnets: &[u16],
    (target, effort): (Target, Effort),
    progress: &Progress,
) -> Option<Vec<Sized>> {
    let one = |&subnet: &u16| {
        let climbing = Climbing::new(experiment, subnets, subnet, target, effort);
        let plans = climbing.plan(progress)?;
        progress.expect_more(plans.iter().map(|plan| plan.piloted + plan.replications).sum());
        let sizing = climbing.size(&plans, progress)?;
        Some(Sized { sizing, breaking: None })
    };
    subnets.iter().map(one).collect()
}

/// Replications of all climbs.
fn simulated(sized: &[Sized]) -> u64 {
    sized.iter().filter_map(|sized| sized.sizing.climbed.as_ref()).map(|c| c.replications).sum()
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
