//! What every command that simulates a scenario can be asked.

use std::path::PathBuf;

use clap::ValueEnum;

use super::exit::Failure;
use super::scenario::{self, Loaded};

/// A scenario, and what of it the command line replaces.
#[derive(clap::Args, Clone)]
pub(super) struct Options {
    /// The scenario file
    pub(super) scenario: PathBuf,
    #[command(flatten)]
    pub(super) replaced: Replaced,
}

/// What of a scenario the command line replaces.
#[derive(clap::Args, Clone)]
pub(super) struct Replaced {
    /// How many replications; the scenario's if not given
    #[arg(short, long, value_name = "N")]
    pub(super) replications: Option<u64>,
    /// The master seed; the scenario's if not given
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How many threads; all processors if not given. Results are the same with any number
    #[arg(short = 'j', long, value_name = "N", value_parser = threads)]
    pub(super) threads: Option<usize>,
    /// Replace an entry of the file, such as retry.pause=10m
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(super) sets: Vec<String>,
}

impl Options {
    /// The scenario with everything replaced.
    pub(super) fn load(&self) -> Result<Loaded, Failure> {
        scenario::load(&self.scenario, &self.replaced.all())
    }
}

impl Replaced {
    /// All assignments, those of the options among them.
    pub(super) fn all(&self) -> Vec<String> {
        let replications = self.replications.map(|n| format!("replications={n}"));
        let seed = self.seed.map(|n| format!("seed={n}"));
        self.sets.iter().cloned().chain(replications).chain(seed).collect()
    }
}

/// A number of threads that a system can be expected to grant.
fn threads(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|n| (1..=1_024).contains(n));
    number.ok_or_else(|| "write a whole number from 1 to 1024".into())
}

/// How to print an answer.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

/// A share as a number or in percent.
pub(super) fn share(text: &str) -> Result<f64, String> {
    let percent = text.strip_suffix('%').map(|percent| percent.trim().parse::<f64>());
    let number = percent.map_or_else(|| text.parse(), |number| number.map(|p| p / 100.0));
    let found = number.ok().filter(|share| (0.0..1.0).contains(share));
    found.ok_or_else(|| "write a share from 0 to below 1, such as 0.1% or 0.001".into())
}

/// A level of confidence, likewise.
pub(super) fn confidence(text: &str) -> Result<f64, String> {
    let found = share(text).ok().filter(|level| (0.5..=0.999_999).contains(level));
    found.ok_or_else(|| "write a level from 0.5 to 0.999999, such as 0.95 or 99%".into())
}
