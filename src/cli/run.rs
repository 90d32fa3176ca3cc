//! `run`: replications of one scenario, their summary on the screen and in a folder.

use std::path::PathBuf;

use cloudpc_sim::experiment::expectation::judge;
use cloudpc_sim::report::json::CaseFingerprint;
use cloudpc_sim::report::shocks::parts;
use cloudpc_sim::report::{Run, csv, json, text};
use cloudpc_sim::{Experiment, Outcome, Scenario, Watch};

use super::exit::Failure;
use super::export::{Export, Exported};
use super::options::{Format, Options};
use super::output::{self, Folder};
use super::progress::Progress;
use super::scenario::Loaded;
use super::{Talk, answer, explain, files, tell};

/// Simulate a scenario and say what to expect
///
/// Prints a summary, and writes tables and figures into a folder.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  cloudpc-sim run scenarios/rollout-2000.toml -r 200 --set \
                  subnet.cpc-weu.prefix=10.20.0.0/22\n  cloudpc-sim run \
                  scenarios/rollout-2000.toml --export graph --at 6h -o out\n\nWhat --export \
                  graph writes, Excel and Power BI open with Get Data > From JSON, and PowerShell \
                  with\n  (Get-Content out/graph-cloudpcs.json -Raw -Encoding utf8 | \
                  ConvertFrom-Json).value | Group-Object status")]
pub(super) struct Args {
    #[command(flatten)]
    options: Options,
    /// The folder for tables and figures; output/NAME if not given
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// How many replications to tell row by row: all, none, or the first K
    /// (the first if not given, or none where that would be millions of rows)
    #[arg(long, value_name = "all|none|K")]
    detail: Option<Detail>,
    /// Also tell the life of this Cloud PC in replication 0, such as main-00017
    #[arg(long, value_name = "CLOUD_PC", conflicts_with = "format")]
    explain: Option<String>,
    #[command(flatten)]
    export: Export,
    /// How to print the summary
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy)]
enum Detail {
    All,
    First(u64),
}

impl std::str::FromStr for Detail {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Self::All),
            "none" => Ok(Self::First(0)),
            k => {
                k.parse().map(Self::First).map_err(|_| "write all, none, or a whole number".into())
            }
        }
    }
}

pub(super) fn run(args: Args, talk: Talk) -> Result<(), Failure> {
    let sets = args.options.replaced.all();
    let loaded = args.options.load()?;
    let heading = loaded.heading(&args.options.replaced.sets);
    let detailed = detailed(args.detail, &loaded.scenario)?;
    let explained = args.explain.as_deref().map(|name| explain::of(&loaded, &heading, name));
    let explained = explained.transpose()?;
    let exported = args.export.files(&loaded, &args.options.replaced.sets)?;
    let folder = args.output.unwrap_or_else(|| PathBuf::from("output").join(&loaded.name));
    // A bad folder should fail before the run, not after.
    files::create_folder(&folder)?;
    let progress = Progress::new(heading.replications, talk);
    let (outcome, seconds) = simulate(&loaded, detailed, args.options.replaced.threads, &progress)?;
    let judgments = judge(&outcome, &loaded.expectations);
    let tenant = &loaded.scenario.tenant;
    let run = Run { heading: &heading, tenant, outcome: &outcome, judgments: &judgments };
    let screen = match args.format {
        Format::Text => text::screen(run),
        Format::Json => json::summary(run),
    };
    let fingerprint = CaseFingerprint {
        case: csv::CASE.into(),
        events: outcome.events(),
        fingerprint: format!("{:032x}", outcome.fingerprint()),
    };
    let manifest = output::manifest(&loaded, sets, vec![fingerprint], parts(&outcome.shocks));
    let Exported { contents: more, says } = exported;
    let contents = output::of_run(&loaded, run).into_iter().chain(more).collect();
    let writing = Folder { path: &folder, contents, manifest, seconds };
    writing.write(|| progress.is_stopped())?;
    answer::print(&screen)?;
    answer::print(&explained.map(|text| format!("\n{text}")).unwrap_or_default())?;
    if talk >= Talk::Normal {
        tell(&format!("Tables and figures: {}", folder.display()));
        if let Some(says) = says {
            tell(&format!("For readers of Microsoft Graph: graph-*.json in it, {says}"));
        }
        if let Some(design) = &loaded.design {
            let cases = design.cases.len();
            tell(&format!(
                "The {cases} cases of its sweep were not run: cloudpc-sim sweep runs them"
            ));
        }
    }
    if talk == Talk::Verbose {
        let events = outcome.events();
        tell(&format!("Simulated {events} events in {seconds:.3} s"));
    }
    Ok(())
}

/// How many replications to tell in detail.
fn detailed(asked: Option<Detail>, scenario: &Scenario) -> Result<u64, Failure> {
    let most = output::most_details(scenario);
    let asked = match asked {
        None => return Ok(most.min(1)),
        Some(Detail::All) => scenario.replications,
        Some(Detail::First(k)) => k.min(scenario.replications),
    };
    if asked <= most {
        return Ok(asked);
    }
    let fits = if most == 0 { "none".to_string() } else { most.to_string() };
    Err(Failure::input(format!("--detail would write millions of rows; at most --detail {fits}")))
}

fn simulate(
    loaded: &Loaded,
    detailed: u64,
    threads: Option<usize>,
    progress: &Progress,
) -> Result<(Outcome, f64), Failure> {
    let scenario = &loaded.scenario;
    let experiment = Experiment { detailed, threads, ..Experiment::new(scenario) };
    let outcome = experiment.run(progress).filter(|_| !progress.is_stopped());
    let seconds = progress.finish();
    outcome.map(|outcome| (outcome, seconds)).ok_or_else(|| {
        let done = progress.done_so_far();
        let text = format!(
            "interrupted after {done} of {} replications; nothing was written\n\
             To get by with fewer, run it again with -r {}",
            scenario.replications,
            done.max(1)
        );
        Failure::Interrupted(text)
    })
}
