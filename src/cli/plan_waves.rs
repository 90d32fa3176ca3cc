//! `plan-waves`: the fastest schedule of a group's users that meets what is expected.

use cloudpc_sim::experiment::wave_plan::{Task, search};
use cloudpc_sim::provisioning::tenant::Wave;
use cloudpc_sim::report::wave_plan::{self as report, Planned};
use cloudpc_sim::scenario::replan::{Hours, Replanned};
use cloudpc_sim::scenario::week::{Day, TimeOfDay, time_of_day};
use cloudpc_sim::scenario::{duration, nearest, printable};
use cloudpc_sim::{Experiment, SimDuration, Watch};

use super::exit::Failure;
use super::files::Folder;
use super::options::{Format, Options};
use super::progress::Progress;
use super::scenario::{Loaded, told};
use super::{Talk, answer};

/// Find the fastest schedule of a group's users in waves that meets [expect]
///
/// Tries equal waves on a grid of instants within given hours of the week, the fastest first, and
/// prints the schedule as tables to paste. Exit code 1 if none meets what is expected.
#[derive(clap::Args)]
#[command(
    after_help = "Example: cloudpc-sim plan-waves scenarios/stagger-waves.toml --days mon-fri \
                        --between 08:00-18:00 --every 2h --size-step 50"
)]
pub(super) struct Args {
    #[command(flatten)]
    options: Options,
    /// The group whose waves are planned; the only one with waves if not given
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// The days on which waves may begin, such as mon-fri or tue,thu
    #[arg(long, value_name = "DAYS", default_value = "mon-fri", value_parser = days)]
    days: Days,
    /// The times of day between which waves may begin
    #[arg(long, value_name = "FROM-TO", default_value = "08:00-18:00", value_parser = times)]
    between: Times,
    /// The distance of the grid's instants
    #[arg(long, value_name = "LENGTH", default_value = "1h", value_parser = step)]
    every: SimDuration,
    /// Waves have this many users, or a multiple of it; a twentieth of all if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    size_step: Option<u64>,
    /// How long the users of a wave take to arrive; as long as the first wave's if not given
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    over: Option<SimDuration>,
    /// How many waves there may be
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=200))]
    most_waves: u64,
    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone)]
struct Days(Vec<Day>);

#[derive(Clone, Copy)]
struct Times(TimeOfDay, TimeOfDay);

fn days(text: &str) -> Result<Days, String> {
    let day = |name: &str| Day::ALL.iter().position(|day| day.as_str() == name.trim());
    let part = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        (first <= last).then(|| Day::ALL[first..=last].to_vec())
    };
    let parts: Option<Vec<Vec<Day>>> = text.split(',').map(part).collect();
    let days = parts.map(|parts| Days(parts.concat()));
    days.ok_or_else(|| "write mon-fri, or tue,thu".into())
}

fn times(text: &str) -> Result<Times, String> {
    let times = || {
        let (from, to) = text.split_once('-')?;
        Some(Times(time_of_day(from.trim())?, time_of_day(to.trim())?))
    };
    times().filter(|t| t.0 < t.1).ok_or_else(|| "write 08:00-18:00".into())
}

fn length(text: &str) -> Result<SimDuration, String> {
    duration::length(text).map_err(|why| why.help.unwrap_or(why.label))
}

fn step(text: &str) -> Result<SimDuration, String> {
    let least = SimDuration::from_minutes(1);
    length(text).and_then(|step| if step < least { Err("at least 1m".into()) } else { Ok(step) })
}

pub(super) fn run(args: &Args, talk: Talk) -> Result<(), Failure> {
    let loaded = args.options.load()?;
    if loaded.expectations.is_empty() {
        return Err(Failure::input(format!(
            "{}: it has no [expect], so every schedule would do\nAdd what must hold, such as:\n  \
             [expect]\n  failure_rate = {{ at_most = 0.01 }}",
            args.options.scenario.display()
        )));
    }
    let group = group(args, &loaded)?;
    let wanted = task(args, &loaded, &group)?;
    let sets = args.options.replaced.all();
    let beside = Folder::beside(&args.options.scenario);
    let replanned = Replanned { source: &loaded.source, sets: &sets, group: &group };
    let progress = Progress::new(0, talk);
    let found = search(
        &wanted,
        |waves| replanned.with(waves, &beside),
        args.options.replaced.threads,
        &progress,
    );
    progress.finish();
    let found = found.map_err(|problems| Failure::Input(told(&problems)))?;
    let Some(found) = found.filter(|_| !progress.is_stopped()) else {
        return Err(Failure::Interrupted("interrupted; no schedule was found yet".into()));
    };
    let heading = loaded.heading(&args.options.replaced.sets);
    let shocks = Experiment::new(&loaded.scenario).shocks();
    let planned =
        Planned { heading: &heading, group: &group, task: &wanted, found: &found, shocks: &shocks };
    answer::print(&match args.format {
        Format::Text => report::screen(planned),
        Format::Json => report::json(planned),
    })?;
    if found.best.is_some() { Ok(()) } else { Err(Failure::Missed) }
}

/// The group to plan, which has waves.
fn group(args: &Args, loaded: &Loaded) -> Result<String, Failure> {
    let tenant = &loaded.scenario.tenant;
    let name = |wave: &Wave| tenant.groups[usize::from(wave.group)].name.clone();
    let mut with_waves: Vec<String> = tenant.waves.iter().map(name).collect();
    with_waves.sort();
    with_waves.dedup();
    let known: Vec<&str> = with_waves.iter().map(String::as_str).collect();
    match &args.group {
        Some(asked) if known.contains(&asked.as_str()) => Ok(asked.clone()),
        Some(asked) => {
            let near = nearest(asked, &known).map(|near| format!("; did you mean `{near}`?"));
            let (asked, near) = (printable(asked), near.unwrap_or_default());
            Err(Failure::input(format!("no wave brings users into `{asked}`{near}")))
        }
        None if known.len() == 1 => Ok(with_waves.swap_remove(0)),
        None => {
            let text = format!("which group? Write --group with one of: {}", known.join(", "));
            Err(Failure::input(text))
        }
    }
}

fn task(args: &Args, loaded: &Loaded, group: &str) -> Result<Task, Failure> {
    let scenario = &loaded.scenario;
    let groups = &scenario.tenant.groups;
    let of_group = |wave: &&Wave| groups[usize::from(wave.group)].name == group;
    let waves: Vec<&Wave> = scenario.tenant.waves.iter().filter(of_group).collect();
    let users: u64 = waves.iter().map(|wave| u64::from(wave.users)).sum();
    let Times(from, to) = args.between;
    let hours = Hours { days: args.days.0.clone(), from, to, every: args.every };
    let starts = hours.starts(scenario.start, scenario.horizon);
    if starts.is_empty() {
        return Err(Failure::input(
            "no wave could begin: none of these hours lies between the start and the horizon",
        ));
    }
    Ok(Task {
        name: group.into(),
        users,
        size_step: args.size_step.unwrap_or_else(|| users.div_ceil(20)).max(1),
        over: args.over.unwrap_or_else(|| waves.first().map_or(SimDuration::ZERO, |w| w.over)),
        starts,
        most_waves: args.most_waves,
    })
}
