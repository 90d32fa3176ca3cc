//! What a comparison is told to compare: a scenario file, or the folder that a run wrote.

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
    /// The folder of a run.
    Folder(PathBuf),
}

impl From {
    /// What a name on the command line means.
    pub(super) fn named(path: &Path, sets: Vec<String>) -> Self {
        if path.is_dir() {
            return Self::Folder(path.to_path_buf());
        }
        Self::File { path: path.to_path_buf(), sets }
    }

    /// Reads it, and simulates nothing.
    pub(super) fn open(&self) -> Result<Opened, Failure> {
        match self {
            Self::File { path, sets } => {
                let loaded = scenario::load(path, sets)?;
                Ok(Opened { label: loaded.name.clone(), loaded, known: None })
            }
            Self::Folder(folder) => {
                let saved = saved::open(folder)?;
                let known = saved.sample()?;
                let label = printable(&folder.display().to_string());
                Ok(Opened { label, loaded: saved.loaded, known })
            }
        }
    }
}

/// A case that has been read.
pub(super) struct Opened {
    pub(super) label: String,
    pub(super) loaded: Loaded,
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
            heading: self.loaded.heading(sets),
            fingerprint: sample.fingerprint(),
        }
    }
}
