//! `sweep`: every case of a scenario's `[sweep]`, and what mattered.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use cloudpc_sim::experiment::LEVEL;
use cloudpc_sim::experiment::precision::{Precision, Width};
use cloudpc_sim::experiment::sweep::{CaseOutcome, Sweep};
use cloudpc_sim::report::chart::Kind;
use cloudpc_sim::report::json::CaseFingerprint;
use cloudpc_sim::report::number::{length, plural};
use cloudpc_sim::report::sweep::{self as report, Factor, Swept};
use cloudpc_sim::scenario::duration;
use cloudpc_sim::scenario::sweep::{Axis, Case};
use cloudpc_sim::scenario::{nearest, printable};
use cloudpc_sim::statistics::interval::{Promise, level_for};
use cloudpc_sim::{Experiment, Watch};

use super::exit::Failure;
use super::options::{Format, Options};
use super::output::{self, CASES, Content, Folder};
use super::progress::{Clock, Progress};
use super::scenario::Loaded;
use super::{Talk, answer, files, tell};

/// Replications after which a case stops although it is less precise than asked.
const MOST_REPLICATIONS: u64 = 10_000;
/// What a sweep is about where neither the command line nor `[expect]` says.
const RESPONSES: [&str; 2] = ["failure_rate", "time_to_ready.p95"];
/// Cases that are tried for an estimate of the time.
const TRIED: usize = 12;

/// Simulate every case of a scenario's [sweep] and say what mattered
///
/// Cases share their random numbers, so that they differ by what is varied and by nothing else.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  cloudpc-sim sweep scenarios/sync-grid.toml\n  cloudpc-sim sweep \
                        scenarios/sync-grid.toml --of failure_rate --precision rel=10%"
)]
pub(super) struct Args {
    #[command(flatten)]
    options: Options,
    /// A measure that the sweep is about; those of [expect] if not given, or `failure_rate` and
    /// `time_to_ready.p95`
    #[arg(long = "of", value_name = "MEASURE")]
    responses: Vec<String>,
    /// Stop each case when half of each interval is at most rel=5% of the estimate, or at most
    /// abs=0.001, or abs=2m
    #[arg(long, value_name = "rel=P|abs=X", value_parser = width)]
    precision: Option<Width>,
    /// With --precision: replications after which a case stops anyhow
    #[arg(long, value_name = "N", default_value_t = MOST_REPLICATIONS, requires = "precision")]
    most: u64,
    /// What the intervals hold for at 95 %: each case by itself, or the whole sweep at once
    #[arg(long, value_name = "WHAT", default_value = "each")]
    confidence: Confidence,
    /// Say how long it will take, and run nothing
    #[arg(long)]
    estimate: bool,
    /// The folder for tables and figures; output/NAME-sweep if not given
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// How to print the summary
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Confidence {
    Each,
    Whole,
}

impl Confidence {
    fn promise(self) -> Promise {
        match self {
            Self::Each => Promise::Each,
            Self::Whole => Promise::Whole,
        }
    }
}

/// A width as `rel=5%`, `abs=0.001` or `abs=2m`.
fn width(text: &str) -> Result<Width, String> {
    let positive = |number: &f64| number.is_finite() && *number > 0.0;
    let (how, much) = text.split_once('=').unwrap_or(("", text));
    let number = |text: &str| text.parse().ok().filter(positive);
    let seconds = || {
        let length = duration::length(much).ok()?;
        number(&(length.ms() / 1_000).to_string())
    };
    let found = match how {
        "rel" => match much.strip_suffix('%') {
            Some(percent) => number(percent.trim()).map(|p| Width::Relative(p / 100.0)),
            None => number(much).map(Width::Relative),
        },
        "abs" => number(much).or_else(seconds).map(Width::Absolute),
        _ => None,
    };
    found.ok_or_else(|| "write rel=5%, abs=0.001 or, of a length of time, abs=2m".into())
}

pub(super) fn run(args: &Args, talk: Talk) -> Result<(), Failure> {
    let loaded = args.options.load()?;
    let Some(design) = &loaded.design else { return Err(no_sweep(&args.options.scenario)) };
    let responses = responses(args, &loaded)?;
    let sweep = Sweep {
        cases: &design.cases,
        responses: &responses,
        level: level_for(design.cases.len(), LEVEL, args.confidence.promise()),
        precision: args.precision.map(|width| Precision { width, most: args.most }),
        threads: args.options.replaced.threads,
    };
    if args.estimate {
        return estimate(&sweep);
    }
    let default = || PathBuf::from("output").join(format!("{}-sweep", loaded.name));
    let folder = args.output.clone().unwrap_or_else(default);
    // A bad folder should fail before the run, not after.
    files::create_folder(&folder)?;
    let progress = Progress::new(replications(&sweep), talk);
    let outcomes = sweep.run(&progress).filter(|_| !progress.is_stopped());
    let seconds = progress.finish();
    let Some(outcomes) = outcomes else {
        return Err(interrupted(&progress, design.cases.len()));
    };
    let factors: Vec<Factor> = design.axes.iter().map(factor).collect();
    let levels: Vec<Vec<usize>> = design.cases.iter().map(|case| case.levels.clone()).collect();
    let swept = Swept {
        heading: &loaded.heading(&args.options.replaced.sets),
        factors: &factors,
        levels: &levels,
        skipped: design.skipped,
        cases: &outcomes,
        responses: &responses,
        level: sweep.level,
    };
    let manifest =
        output::manifest(&loaded, args.options.replaced.all(), fingerprints(&outcomes), vec![]);
    let contents = contents(&loaded, swept);
    Folder { path: &folder, contents, manifest, seconds }.write(|| progress.is_stopped())?;
    answer::print(&match args.format {
        Format::Text => report::screen(swept),
        Format::Json => report::json(swept),
    })?;
    say_more(&folder, &outcomes, seconds, talk);
    Ok(())
}

fn say_more(folder: &Path, outcomes: &[CaseOutcome], seconds: f64, talk: Talk) {
    if talk >= Talk::Normal {
        tell(&format!("Tables and figures: {}", folder.display()));
    }
    if talk == Talk::Verbose {
        let events: u64 = outcomes.iter().map(|case| case.events).sum();
        tell(&format!("Simulated {events} events in {seconds:.3} s"));
    }
}

fn no_sweep(scenario: &Path) -> Failure {
    Failure::input(format!(
        "{}: it has no [sweep], so there is nothing to vary\nAdd what to vary and over what, such \
         as:\n  [sweep]\n  \"retry.pause\" = [\"5m\", \"30m\", \"2h\"]",
        scenario.display()
    ))
}

/// The measures that the sweep is about, which every case has.
fn responses(args: &Args, loaded: &Loaded) -> Result<Vec<String>, Failure> {
    let nothing = Experiment::new(&loaded.scenario).measures();
    let known: Vec<&str> = nothing.iter().map(|measure| measure.name.as_str()).collect();
    if let Some(name) = args.responses.iter().find(|name| !known.contains(&name.as_str())) {
        let near = nearest(name, &known).map(|near| format!("; did you mean `{near}`?"));
        let (name, near) = (printable(name), near.unwrap_or_default());
        let text = format!("`{name}` is no measure of this scenario{near}");
        return Err(Failure::input(text));
    }
    let mut expected: Vec<String> = vec![];
    for expectation in &loaded.expectations {
        if !expected.contains(&expectation.measure) {
            expected.push(expectation.measure.clone());
        }
    }
    let asked = [args.responses.clone(), expected].into_iter().find(|names| !names.is_empty());
    Ok(asked.unwrap_or_else(|| RESPONSES.map(String::from).to_vec()))
}

/// How many replications there will be, or at most.
fn replications(sweep: &Sweep<'_>) -> u64 {
    let of_case = |case: &Case| case.scenario.replications;
    match sweep.precision {
        None => sweep.cases.iter().map(of_case).sum(),
        Some(precision) => precision.most.saturating_mul(sweep.cases.len() as u64),
    }
}

/// Runs a replication of some cases on one thread and tells how long all will take.
fn estimate(sweep: &Sweep<'_>) -> Result<(), Failure> {
    let step = sweep.cases.len().div_ceil(TRIED);
    let tried: Vec<_> = sweep.cases.iter().step_by(step).collect();
    let clock = Clock::now();
    for case in &tried {
        Experiment::new(&case.scenario).run_one(0);
    }
    let each = clock.seconds() / f64::from(u32::try_from(tried.len()).unwrap_or(1));
    let threads = sweep.threads.unwrap_or_else(super::progress::processors);
    let all = replications(sweep);
    let share = f64::from(u32::try_from(threads).unwrap_or(1));
    let seconds = each * f64::from(u32::try_from(all).unwrap_or(u32::MAX)) / share;
    let at_most = if sweep.precision.is_some() { "at most " } else { "" };
    answer::print(&format!(
        "{} with {at_most}{}: {at_most}about {} on {}\nTried: replication 0 of {}, {:.1} ms each\n",
        plural(sweep.cases.len() as u64, "case"),
        plural(all, "replication"),
        length(seconds.max(1.0)),
        plural(threads as u64, "thread"),
        plural(tried.len() as u64, "case"),
        1_000.0 * each,
    ))
}

fn factor(axis: &Axis) -> Factor {
    let seconds = || {
        let lengths = axis.lengths()?;
        let seconds = |ms: u64| f64::from(u32::try_from(ms / 1_000).unwrap_or(u32::MAX));
        Some((Kind::Duration, lengths.iter().map(|length| seconds(length.ms())).collect()))
    };
    let numbers = axis.numbers().map(|numbers| (Kind::Mean, numbers));
    let shown = |texts: &Vec<String>| texts.iter().map(|text| printable(text)).collect();
    Factor {
        paths: shown(&axis.paths),
        levels: axis.levels.iter().map(shown).collect(),
        positions: numbers.or_else(seconds),
    }
}

fn fingerprints(outcomes: &[CaseOutcome]) -> Vec<CaseFingerprint> {
    let one = |(number, case): (usize, &CaseOutcome)| CaseFingerprint {
        case: number.to_string(),
        events: case.events,
        fingerprint: format!("{:032x}", case.fingerprint),
    };
    outcomes.iter().enumerate().map(one).collect()
}

/// Every file of a sweep.
fn contents<'a>(loaded: &'a Loaded, swept: Swept<'a>) -> Vec<Content<'a>> {
    let mut contents: Vec<Content<'a>> = vec![
        output::of_scenario(loaded),
        ("summary.csv".into(), Box::new(move || report::summary(swept).into())),
        ("summary.json".into(), Box::new(move || report::json(swept).into())),
        (CASES.into(), Box::new(move || report::cases(swept).into())),
        ("effects.csv".into(), Box::new(move || report::effects_table(swept).into())),
    ];
    contents.extend(output::of_figures(report::figures(swept)));
    contents
}

fn interrupted(progress: &Progress, cases: usize) -> Failure {
    let done = progress.done_so_far();
    Failure::Interrupted(format!(
        "interrupted after {done} replications of {cases} cases; nothing was written\n\
         To get by with fewer, take fewer levels, or run it again with a smaller -r"
    ))
}
