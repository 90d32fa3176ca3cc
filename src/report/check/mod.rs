//! What a check of scenarios found: for people, for machines, and for CI.

mod github;
mod json;
mod junit;
mod markdown;
mod text;

use crate::experiment::comparison::Comparison;
use crate::experiment::expectation::{Judgment, Verdict};

use super::comparison::sentence;
use super::heading::Heading;
use super::number::{level, plural};
use super::verdict::{expected, found};

pub use github::github;
pub use json::json;
pub use junit::junit;
pub use markdown::{cut_at, markdown};
pub use text::text;

/// A place in a file, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Position {
    /// The place of a byte of a text.
    pub fn of(text: &str, byte: usize) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { line: before.matches('\n').count() + 1, column }
    }
}

/// How alike a run must be to its baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Level {
    /// Event by event.
    Exact,
    /// No measure moved beyond noise, and by more than this share of what it was.
    Tolerance(f64),
}

/// A run against its baseline.
#[derive(Clone, Debug)]
pub struct Against {
    /// The baseline as A, the run as B.
    pub comparison: Comparison,
    /// How alike they must be.
    pub level: Level,
    /// What else must be said about the baseline.
    pub note: Option<String>,
}

/// What became of a scenario.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Its file, as named.
    pub file: String,
    /// Which run.
    pub heading: Heading,
    /// Its fingerprint.
    pub fingerprint: u128,
    /// Its expectations, each with its place; none where the command line made it.
    pub judgments: Vec<(Judgment, Option<Position>)>,
    /// Against its baseline, where there is one.
    pub against: Option<Against>,
}

impl Against {
    /// Whether they are too different.
    pub fn is_exceeded(&self) -> bool {
        match self.level {
            Level::Exact => !self.comparison.is_same(),
            Level::Tolerance(margin) => !self.comparison.beyond(margin).is_empty(),
        }
    }

    /// The verdict in a few words.
    pub fn verdict(&self) -> String {
        let comparison = &self.comparison;
        let margin = match self.level {
            Level::Exact => 0.0,
            Level::Tolerance(margin) => margin,
        };
        let [moved, beyond] = [0.0, margin].map(|margin| !comparison.beyond(margin).is_empty());
        match (moved, beyond) {
            (_, true) => "changed beyond noise".into(),
            (true, false) => format!("changed within the margin of {}", level(margin)),
            (false, false) if comparison.is_same() => "same".into(),
            (false, false) => "changed within noise".into(),
        }
    }

    fn told(&self) -> String {
        let note = self.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        let sentence = sentence(&self.comparison);
        format!("{}{note}: {sentence} (A is the baseline, B this run)", self.verdict())
    }
}

impl Checked {
    /// Whether everything holds.
    pub fn is_good(&self) -> bool {
        self.judgments.iter().all(|(judgment, _)| judgment.verdict == Verdict::Met)
            && self.against.as_ref().is_none_or(|against| !against.is_exceeded())
    }
}

/// One thing that was checked, in words that every format shares.
struct Point {
    verdict: &'static str,
    is_good: bool,
    what: String,
    told: String,
    position: Option<Position>,
}

/// Everything checked of a scenario.
fn points(checked: &Checked) -> Vec<Point> {
    let judged = checked.judgments.iter().map(|(judgment, position)| Point {
        verdict: judgment.verdict.name(),
        is_good: judgment.verdict == Verdict::Met,
        what: expected(&judgment.expectation),
        told: found(judgment) + &more(judgment),
        position: *position,
    });
    let against = checked.against.iter().map(|against| Point {
        verdict: if against.is_exceeded() { "missed" } else { "met" },
        is_good: !against.is_exceeded(),
        what: "baseline".into(),
        told: against.told(),
        position: None,
    });
    judged.chain(against).collect()
}

/// How many replications say it, and how many would decide it.
fn more(judgment: &Judgment) -> String {
    let replications = plural(judgment.replications, "replication");
    let told = found(judgment);
    let said =
        if told.contains("replication") { String::new() } else { format!(", {replications}") };
    match judgment.would_decide() {
        Some(wanted) => format!("{said}; -r {wanted} would probably decide"),
        None => said,
    }
}

/// How many points of all have each verdict.
fn totals(all: &[Checked]) -> [(&'static str, u64); 3] {
    let verdicts: Vec<&str> = all.iter().flat_map(points).map(|point| point.verdict).collect();
    ["met", "missed", "undecided"]
        .map(|verdict| (verdict, verdicts.iter().filter(|known| **known == verdict).count() as u64))
}

/// The totals in a line.
fn summed(all: &[Checked]) -> String {
    totals(all).map(|(verdict, n)| format!("{n} {verdict}")).join(", ")
}
