//! What a report says about its run before any result.

use anstyle::Style;
use jiff::SignedDuration;
use jiff::civil::DateTime;

use crate::kernel::time::{SimDuration, SimTime};

/// The run that a report is about.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The scenario's name: its file's, without folder and ending.
    pub name: String,
    /// The question it answers.
    pub question: Option<String>,
    /// Civil time of instant zero.
    pub start: DateTime,
    /// How long each replication lasts.
    pub horizon: SimDuration,
    /// The master seed.
    pub seed: u64,
    /// How many replications.
    pub replications: u64,
    /// Entries of the scenario that were replaced for this run, as `path=value`.
    pub replaced: Vec<String>,
}

const BOLD: Style = Style::new().bold();

impl Heading {
    /// What every screen opens with: the question, and what of the scenario was replaced.
    pub(super) fn opening(&self) -> String {
        let question = self.question.as_ref().unwrap_or(&self.name);
        let shown: String = question.chars().filter(|c| !c.is_control()).collect();
        let replaced = self.replaced.iter().map(|set| format!("with {set}\n"));
        format!("{BOLD}{shown}{BOLD:#}\n{}", replaced.collect::<String>())
    }

    /// The civil time of an instant; the last civil time there is, if it lies beyond.
    pub fn civil(&self, at: SimTime) -> DateTime {
        let ms = i64::try_from(at.ms()).unwrap_or(i64::MAX);
        self.start.saturating_add(SignedDuration::from_millis(ms))
    }

    /// The civil time in ISO 8601, to the millisecond.
    pub fn iso(&self, at: SimTime) -> String {
        self.civil(at).strftime("%Y-%m-%dT%H:%M:%S%.3f").to_string()
    }
}
