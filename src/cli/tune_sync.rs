//! `tune-sync`: how far apart replication and Entra Connect may be before hybrid join times out.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use cloudpc_sim::experiment::LEVEL;
use cloudpc_sim::experiment::tune_sync::{
    Asked, Cell, Design, Found, Per, Refusal, Target, boundaries, design,
};
use cloudpc_sim::report::json::CaseFingerprint;
use cloudpc_sim::report::tune_sync::{self as report, Tuned};
use cloudpc_sim::{Experiment, Watch};

use super::exit::Failure;
use super::files;
use super::options::{Format, Options, confidence, share};
use super::output::{self, Content, Folder};
use super::progress::Progress;
use super::scenario::{Loaded, told};
use super::{Talk, answer, tell};

/// Find the intervals of Entra Connect and site links that keep hybrid join in time
///
/// Tries every combination of intervals, and of sites whose domain controller Entra Connect reads,
/// with the same random numbers. Says how likely attempts time out and Cloud PCs are lost, when all
/// are ready, and how far each interval may go.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  cloudpc-sim tune-sync scenarios/tune-sync.toml\n  cloudpc-sim \
                        tune-sync scenarios/tune-sync.toml --connect 30m,60m \
                        --link hq-weu=15m,30m,45m,60m --at-most 1%"
)]
pub(super) struct Args {
    #[command(flatten)]
    options: Options,
    /// Intervals of Entra Connect; those allowed of 30m,60m,90m,120m and the scenario's own if not
    /// given
    #[arg(long, value_name = "INTERVALS")]
    connect: Option<String>,
    /// Intervals of a site link; of every other on the way 15m,30m,60m,120m,180m and its own, or
    /// 15m,60m,180m and its own if there are several
    #[arg(long = "link", value_name = "NAME=INTERVALS")]
    links: Vec<String>,
    /// Sites whose domain controller Entra Connect may read; all that it can if not given
    #[arg(long, value_name = "SITES")]
    connect_site: Option<String>,
    /// The share that may time out, such as 0.1% or 0.001
    #[arg(long, value_name = "P", default_value = "0.1%", value_parser = share)]
    at_most: f64,
    /// How sure that must be, of each combination by itself
    #[arg(long, value_name = "C", default_value_t = LEVEL, value_parser = confidence)]
    confidence: f64,
    /// Of whom: first attempts, or Cloud PCs after all their attempts
    #[arg(long, value_name = "WHOM", default_value = "attempt")]
    per: Whom,
    /// A folder for tables and figures; none are written if not given
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Whom {
    Attempt,
    CloudPc,
}

pub(super) fn run(args: &Args, talk: Talk) -> Result<(), Failure> {
    let loaded = args.options.load()?;
    let design = designed(args, &loaded)?;
    if let Some(folder) = &args.output {
        // A bad folder should fail before the run, not after.
        files::create_folder(folder)?;
    }
    let per = match args.per {
        Whom::Attempt => Per::Attempt,
        Whom::CloudPc => Per::CloudPc,
    };
    let target = Target { per, at_most: args.at_most, confidence: args.confidence };
    let replications = design.cells.iter().map(|cell: &Cell| cell.scenario.replications).sum();
    let progress = Progress::new(replications, talk);
    let found = design.run(target, args.options.replaced.threads, &progress);
    let found = found.filter(|_| !progress.is_stopped());
    let seconds = progress.finish();
    let Some(found) = found else { return Err(interrupted(&progress, design.cells.len())) };
    let tuned = Tuned {
        heading: &loaded.heading(&args.options.replaced.sets),
        readings: &design.readings,
        own: &design.own,
        found: &found,
        boundaries: &boundaries(&found),
        target,
        shocks: &Experiment::new(&loaded.scenario).shocks(),
    };
    if let Some(path) = &args.output {
        let sets = args.options.replaced.all();
        let manifest = output::manifest(&loaded, sets, fingerprints(&found), vec![]);
        let contents = contents(&loaded, tuned);
        Folder { path, contents, manifest, seconds }.write(|| progress.is_stopped())?;
    }
    answer::print(&match args.format {
        Format::Text => report::screen(tuned),
        Format::Json => report::json(tuned),
    })?;
    say_more(args.output.as_deref(), &found, seconds, talk);
    Ok(())
}

fn designed(args: &Args, loaded: &Loaded) -> Result<Design, Failure> {
    let asked = Asked {
        connect: args.connect.clone(),
        links: args.links.clone(),
        sites: args.connect_site.clone(),
    };
    let source = loaded.scenario.sources.first().cloned().unwrap_or_default();
    let beside = files::Folder::beside(&args.options.scenario);
    let designed = design(source, &args.options.replaced.all(), &beside, &asked);
    designed.map_err(|refusal| match refusal {
        Refusal::Problems(problems) => Failure::Input(told(&problems)),
        Refusal::Nothing(why) => {
            Failure::input(format!("{}: {why}", args.options.scenario.display()))
        }
    })
}

fn fingerprints(found: &[Found]) -> Vec<CaseFingerprint> {
    let one = |(number, cell): (usize, &Found)| CaseFingerprint {
        case: number.to_string(),
        events: cell.played.events,
        fingerprint: format!("{:032x}", cell.played.fingerprint),
    };
    found.iter().enumerate().map(one).collect()
}

/// Every file of an answer.
fn contents<'a>(loaded: &'a Loaded, tuned: Tuned<'a>) -> Vec<Content<'a>> {
    let mut contents: Vec<Content<'a>> = vec![
        output::of_scenario(loaded),
        ("tune-sync.csv".into(), Box::new(move || report::table(tuned).into())),
        ("tune-sync.json".into(), Box::new(move || report::json(tuned).into())),
    ];
    contents.extend(output::of_figures(report::figures(tuned)));
    contents
}

fn say_more(folder: Option<&Path>, found: &[Found], seconds: f64, talk: Talk) {
    if let Some(folder) = folder.filter(|_| talk >= Talk::Normal) {
        tell(&format!("Tables and figures: {}", folder.display()));
    }
    if talk == Talk::Verbose {
        let events: u64 = found.iter().map(|cell| cell.played.events).sum();
        tell(&format!("Simulated {events} events in {seconds:.3} s"));
    }
}

fn interrupted(progress: &Progress, cells: usize) -> Failure {
    let done = progress.done_so_far();
    Failure::Interrupted(format!(
        "interrupted after {done} replications of {cells} combinations; nothing was written\n\
         To get by with fewer, name fewer intervals, or run it again with a smaller -r"
    ))
}
