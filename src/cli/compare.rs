//! `compare`: two of anything, pair by pair.

use std::path::PathBuf;

use cloudpc_sim::experiment::LEVEL;
use cloudpc_sim::experiment::comparison::{Comparison, OtherStrata, Sample};
use cloudpc_sim::experiment::difference::first_difference;
use cloudpc_sim::report::comparison::{self, Compared};
use cloudpc_sim::{Experiment, Watch};

use super::case::{From, Opened};
use super::exit::Failure;
use super::options::{Format, Replaced};
use super::progress::Progress;
use super::{Talk, answer};

/// Say what differs between two scenarios or runs, and what of it is more than noise
///
/// A and B are scenario files, folders that `run` wrote, or cases of a sweep: FILE#3 is the case that
/// `sweep FILE` numbers 3. The same replication of both has the same random words, so that what chance
/// does cancels in their difference. Exits with 0 whether or not they differ.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  cloudpc-sim compare scenarios/hybrid-same-site.toml --set-b \
                  connect.interval=60m\n  cloudpc-sim compare output/before output/after\n  \
                  cloudpc-sim compare scenarios/sync-grid.toml#0 scenarios/sync-grid.toml#3")]
pub(super) struct Args {
    /// A scenario file, a case of its sweep as FILE#NUMBER, or a folder that a run wrote
    #[arg(value_name = "A")]
    a: PathBuf,
    /// The other; A itself if something is replaced on one side only
    #[arg(value_name = "B", required_unless_present_any = ["set_a", "set_b"])]
    b: Option<PathBuf>,
    #[command(flatten)]
    replaced: Replaced,
    /// Replace an entry of A only
    #[arg(long, value_name = "PATH=VALUE")]
    set_a: Vec<String>,
    /// Replace an entry of B only
    #[arg(long, value_name = "PATH=VALUE")]
    set_b: Vec<String>,
    /// How to print the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

pub(super) fn run(args: &Args, talk: Talk) -> Result<(), Failure> {
    let shown = [&args.set_a, &args.set_b].map(|own| [&args.replaced.sets[..], own].concat());
    let cases = args.cases()?;
    let progress = Progress::new(cases.iter().map(Opened::to_simulate).sum(), talk);
    let threads = args.replaced.threads;
    let samples = cases.iter().map(|case| case.sample(threads, &progress));
    let samples = samples.collect::<Option<Vec<Sample>>>().filter(|_| !progress.is_stopped());
    progress.finish();
    let samples = samples.ok_or_else(|| {
        Failure::Interrupted("interrupted; nothing was compared\nFewer replications: -r N".into())
    })?;
    let comparison = Comparison::of(&samples[0], &samples[1], LEVEL);
    let comparison = comparison.map_err(|OtherStrata| {
        Failure::input(
            "rare shocks have strata in one that the other has not; compare them with the same seed \
             and replications, and with the same conditions and health checks",
        )
    })?;
    let experiments = [0, 1].map(|i| Experiment::new(&cases[i].loaded.scenario));
    let parted = comparison.parted;
    let parting =
        parted.and_then(|number| first_difference(&experiments[0], &experiments[1], number));
    let [a, b] = [0, 1].map(|i| cases[i].case(&shown[i], &samples[i]));
    let compared = Compared { cases: [&a, &b], comparison: &comparison, parting: parting.as_ref() };
    answer::print(&match args.format {
        Format::Text => comparison::screen(compared),
        Format::Json => comparison::json(compared),
    })
}

impl Args {
    /// Both, read.
    fn cases(&self) -> Result<[Opened; 2], Failure> {
        let second = self.b.as_ref().unwrap_or(&self.a);
        let named = |path: &PathBuf, own: &[String]| {
            From::named(path, [&self.replaced.all()[..], own].concat())
        };
        let both = [named(&self.a, &self.set_a), named(second, &self.set_b)];
        let own = [&self.set_a, &self.set_b];
        for (case, own) in both.iter().zip(own) {
            self.check(case, own, &both)?;
        }
        let [a, b] = both;
        Ok([a.open()?, b.open()?])
    }

    /// A folder is compared as it was run.
    fn check(&self, case: &From, own: &[String], both: &[From; 2]) -> Result<(), Failure> {
        let From::Folder(folder) = case else { return Ok(()) };
        let only_folders = both.iter().all(|case| matches!(case, From::Folder(_)));
        if own.is_empty() && (!only_folders || self.replaced.all().is_empty()) {
            return Ok(());
        }
        Err(Failure::input(format!(
            "{}: a folder is compared as it was run; to replace anything, name the scenario file",
            folder.display()
        )))
    }
}
