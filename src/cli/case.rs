//! What a comparison is told to compare: a scenario file, a case of its sweep, or the folder that
//! a run wrote.

use std::path::{Path, PathBuf};

use cloudpc_sim::Experiment;
use cloudpc_sim::experiment::comparison::Sample;
use cloudpc_sim::report::comparison::Case;
use cloudpc_sim::report::sample;
use cloudpc_sim::scenario::printable;

use super::exit::Failure;
use super::progress::Progress;
use super::saved;
use super::scenario::{self, Loaded};

/// Where a case comes from.
pub(super) enum From {
    /// A scenario file, with everything replaced.
    File { path: PathBuf, sets: Vec<String> },
    /// A case of the sweep of such a file, by what stands behind the `#`.
    Case { path: PathBuf, number: String, sets: Vec<String> },
    /// The folder of a run.
    Folder(PathBuf),
}

impl From {
    /// What a name on the command line means. What exists is meant by its own name, with or without
    /// a `#` in it.
    pub(super) fn named(path: &Path, sets: Vec<String>) -> Self {
        if path.is_dir() {
            return Self::Folder(path.to_path_buf());
        }
        match path.to_str().filter(|_| !path.exists()).and_then(numbered) {
            Some((file, number)) => {
                Self::Case { path: file.into(), number: number.to_string(), sets }
            }
            None => Self::File { path: path.to_path_buf(), sets },
        }
    }

    /// Reads it, and simulates nothing.
    pub(super) fn open(&self) -> Result<Opened, Failure> {
        match self {
            Self::File { path, sets } => {
                let loaded = scenario::load(path, sets)?;
                Ok(Opened { label: loaded.name.clone(), loaded, levels: vec![], known: None })
            }
            Self::Case { path, number, sets } => of_sweep(scenario::load(path, sets)?, number),
            Self::Folder(folder) => {
                let saved = saved::open(folder)?;
                let known = saved.sample()?;
                let label = printable(&folder.display().to_string());
                Ok(Opened { label, loaded: saved.loaded, levels: vec![], known })
            }
        }
    }
}

/// A file and what stands behind its last `#`: a number, or what was to be one if the file exists.
fn numbered(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once('#').filter(|(file, number)| is_number(number) || Path::new(file).exists())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit())
}

/// The case of a sweep with this number, counted as `sweep` does: without what it skips.
fn of_sweep(whole: Loaded, number: &str) -> Result<Opened, Failure> {
    let shown = &whole.source.name;
    let Some(design) = &whole.design else {
        return Err(Failure::input(format!(
            "{shown}: it has no [sweep], and so no case `{}`",
            printable(number)
        )));
    };
    let found = Some(number).filter(|number| is_number(number));
    let found = found
        .and_then(|number| number.parse().ok())
        .and_then(|at: usize| Some((at, design.cases.get(at)?)));
    let Some((at, case)) = found else {
        let last = design.cases.len().saturating_sub(1);
        return Err(Failure::input(format!(
            "{shown}: there is no case `{}`; those of its sweep go from 0 to {last}",
            printable(number)
        )));
    };
    let levels = design.assignments(case).iter().map(|level| printable(level)).collect();
    let (label, scenario) = (format!("{}#{at}", whole.name), case.scenario.clone());
    Ok(Opened { label, levels, loaded: Loaded { scenario, ..whole }, known: None })
}

/// A case that has been read.
pub(super) struct Opened {
    pub(super) label: String,
    pub(super) loaded: Loaded,
    /// What its sweep puts into it, as `PATH=VALUE`.
    levels: Vec<String>,
    /// What an earlier run has found.
    known: Option<Sample>,
}

impl Opened {
    /// How many replications are still to be simulated.
    pub(super) fn to_simulate(&self) -> u64 {
        if self.known.is_some() { 0 } else { self.loaded.scenario.replications }
    }

    /// What is known of it, simulated now where it is not; none if stopped.
    pub(super) fn sample(&self, threads: Option<usize>, progress: &Progress) -> Option<Sample> {
        if let Some(known) = &self.known {
            return Some(known.clone());
        }
        let scenario = &self.loaded.scenario;
        let experiment = Experiment { threads, ..Experiment::new(scenario) };
        experiment.run(progress).map(|outcome| sample::of(&outcome, scenario.seed))
    }

    /// What a report says about it.
    pub(super) fn case(&self, sets: &[String], sample: &Sample) -> Case {
        Case {
            label: self.label.clone(),
            heading: self.loaded.heading(&[sets, &self.levels].concat()),
            fingerprint: sample.fingerprint(),
        }
    }
}
