//! `check`: scenarios judged by what they expect and by their baselines, for CI.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use cloudpc_sim::experiment::LEVEL;
use cloudpc_sim::experiment::comparison::{Comparison, OtherStrata, Sample};
use cloudpc_sim::experiment::expectation::{Expectation, judge};
use cloudpc_sim::report::baseline::{self, Baseline};
use cloudpc_sim::report::check::{self, Against, Checked, Position};
use cloudpc_sim::report::{json, sample};
use cloudpc_sim::scenario::printable;
use cloudpc_sim::{Experiment, Outcome, Watch};

use super::exit::Failure;
use super::options::Replaced;
use super::progress::Progress;
use super::scenario::{self, Loaded};
use super::{Talk, answer, files, tell};

const MOST_BASELINE: u64 = 256 << 20;

/// Judge scenarios by their [expect] and by baselines, for CI
///
/// Exits with 0 if everything holds, with 1 if an expectation is missed or undecided or a baseline is
/// exceeded, and with 2 if nothing could be checked.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  cloudpc-sim check scenarios/expectations.toml\n  cloudpc-sim \
                        check scenarios/*.toml --baseline baselines --update-baseline\n  \
                        cloudpc-sim check scenarios/*.toml --baseline baselines --format github \
                        --junit check.xml"
)]
pub(super) struct Args {
    /// Scenario files
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    #[command(flatten)]
    replaced: Replaced,
    /// A folder with a baseline of each scenario
    #[arg(long, value_name = "DIR")]
    baseline: Option<PathBuf>,
    /// Write the baselines instead of comparing with them
    #[arg(long, requires = "baseline")]
    update_baseline: bool,
    /// What decides about a baseline: the same events, or no measure moved beyond noise
    #[arg(long, value_name = "LEVEL", default_value = "tolerance", requires = "baseline")]
    level: Level,
    /// By which share of what it was a measure may move beyond noise, such as 0.02
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = margin)]
    margin: f64,
    /// How to print the answer: for people, machines, annotations or a job summary
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Also write the answer as JUnit XML into this file
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Level {
    Exact,
    Tolerance,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
    Github,
    Markdown,
}

fn margin(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "write a share from 0 to 1, such as 0.02".into())
}

/// A scenario to be checked, and its baseline.
struct Subject {
    loaded: Loaded,
    baseline: Option<Baseline>,
}

pub(super) fn run(args: &Args, talk: Talk) -> Result<(), Failure> {
    let subjects = args.subjects()?;
    if let Some(file) = &args.junit {
        files::create_folder(parent(file))?;
    }
    let replications = subjects.iter().map(|subject| subject.loaded.scenario.replications).sum();
    let progress = Progress::new(replications, talk);
    let outcomes = subjects.iter().map(|subject| args.simulate(&subject.loaded, &progress));
    let outcomes = outcomes.collect::<Option<Vec<Outcome>>>().filter(|_| !progress.is_stopped());
    progress.finish();
    let outcomes = outcomes
        .ok_or_else(|| Failure::Interrupted("interrupted; nothing was judged or written".into()))?;
    let both = subjects.iter().zip(&outcomes);
    let checked = both.map(|(subject, outcome)| args.checked(subject, outcome));
    let checked: Vec<Checked> = checked.collect::<Result<_, _>>()?;
    args.write(&subjects, &outcomes, &checked, talk)?;
    answer::print(&match args.format {
        Format::Text => check::text(&checked),
        Format::Json => check::json(&checked),
        Format::Github => check::github(&checked),
        Format::Markdown => check::markdown(&checked),
    })?;
    if checked.iter().all(Checked::is_good) { Ok(()) } else { Err(Failure::Missed) }
}

impl Args {
    /// Every scenario, read with its baseline; each must have something to be checked.
    fn subjects(&self) -> Result<Vec<Subject>, Failure> {
        let mut names = BTreeSet::new();
        let mut subjects = vec![];
        for path in &self.scenarios {
            let loaded = scenario::load(path, &self.replaced.all())?;
            if self.baseline.is_some() && !names.insert(loaded.name.clone()) {
                return Err(Failure::input(format!(
                    "two scenarios are named {}, so they would share a baseline; check them apart",
                    loaded.name
                )));
            }
            if loaded.expectations.is_empty() && self.baseline.is_none() {
                return Err(Failure::input(format!(
                    "{}: nothing to check: it has no [expect], and no --baseline is given",
                    printable(&path.display().to_string())
                )));
            }
            let baseline = self.baseline_of(&loaded)?;
            subjects.push(Subject { loaded, baseline });
        }
        Ok(subjects)
    }

    /// The baseline to compare with, which must be there.
    fn baseline_of(&self, loaded: &Loaded) -> Result<Option<Baseline>, Failure> {
        let Some(folder) = self.baseline.as_ref().filter(|_| !self.update_baseline) else {
            return Ok(None);
        };
        let path = folder.join(file_name(loaded));
        let shown = printable(&path.display().to_string());
        if !path.exists() {
            return Err(Failure::input(format!(
                "{shown}: there is no such baseline; --update-baseline writes it"
            )));
        }
        let bytes = files::read(&path, MOST_BASELINE, "a baseline")?;
        let measures = Experiment::new(&loaded.scenario).measures_of_one();
        let baseline = baseline::read(&bytes, &measures);
        let not_one = || {
            Failure::input(format!("{shown}: this is no baseline; --update-baseline writes one"))
        };
        baseline.map(Some).ok_or_else(not_one)
    }

    fn simulate(&self, loaded: &Loaded, progress: &Progress) -> Option<Outcome> {
        let experiment =
            Experiment { threads: self.replaced.threads, ..Experiment::new(&loaded.scenario) };
        experiment.run(progress)
    }

    fn checked(&self, subject: &Subject, outcome: &Outcome) -> Result<Checked, Failure> {
        let loaded = &subject.loaded;
        let judgments = judge(outcome, &loaded.expectations).into_iter();
        let position = |expectation: &Expectation| {
            let place = &expectation.place;
            (place.source == 0).then(|| Position::of(&loaded.source.text, place.span.start))
        };
        let judgments = judgments.map(|one| (one.clone(), position(&one.expectation))).collect();
        let now = sample::of(outcome, loaded.scenario.seed);
        let against = subject.baseline.as_ref().map(|known| self.against(known, &now)).transpose();
        let against = against.map_err(|OtherStrata| {
            Failure::input(format!(
                "{}: rare shocks have other strata than in its baseline; --update-baseline writes \
                 it anew",
                loaded.source.name
            ))
        })?;
        Ok(Checked {
            file: loaded.source.name.clone(),
            heading: loaded.heading(&self.replaced.sets),
            fingerprint: outcome.fingerprint(),
            judgments,
            against,
        })
    }

    fn against(&self, known: &Baseline, now: &Sample) -> Result<Against, OtherStrata> {
        let comparison = Comparison::of(&known.sample, now, LEVEL)?;
        let level = match self.level {
            Level::Exact => check::Level::Exact,
            Level::Tolerance => check::Level::Tolerance(self.margin),
        };
        let other = known.results_version != json::RESULTS_VERSION;
        let (version, results) = (printable(&known.version), known.results_version);
        let note = other.then(|| {
            format!("the baseline is of version {version} with results version {results}")
        });
        Ok(Against { comparison, level, note })
    }

    /// JUnit's file and new baselines, where asked for.
    fn write(
        &self,
        subjects: &[Subject],
        outcomes: &[Outcome],
        checked: &[Checked],
        talk: Talk,
    ) -> Result<(), Failure> {
        if let Some(path) = &self.junit {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            let name = name.ok_or_else(|| Failure::input("--junit: name a file to write"))?;
            files::write(parent(path), &name, check::junit(checked).as_bytes())?;
        }
        let Some(folder) = self.baseline.as_ref().filter(|_| self.update_baseline) else {
            return Ok(());
        };
        files::create_folder(folder)?;
        for (subject, outcome) in subjects.iter().zip(outcomes) {
            let loaded = &subject.loaded;
            let sample = sample::of(outcome, loaded.scenario.seed);
            let text = baseline::write(&loaded.file_name, &sample);
            files::write(folder, &file_name(loaded), text.as_bytes())?;
        }
        if talk >= Talk::Normal {
            tell(&format!("Baselines: {}", folder.display()));
        }
        Ok(())
    }
}

fn file_name(loaded: &Loaded) -> String {
    format!("{}.json", loaded.name)
}

fn parent(file: &Path) -> &Path {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}
