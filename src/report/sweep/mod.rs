//! A sweep: its cases as a table, what mattered, and where each response is best.

mod figures;
mod tables;
mod text;

use crate::experiment::sweep::CaseOutcome;
use crate::statistics::effects::{Effect, effects};
use crate::statistics::interval::Method;
use crate::statistics::measure::Summary;

use super::chart::Kind;
use super::heading::Heading;
use super::verdict::writer;

pub use figures::all as figures;
pub use tables::{cases, effects as effects_table, json, summary};
pub use text::screen;

/// One factor, or several in lockstep, for people.
#[derive(Clone, Debug)]
pub struct Factor {
    /// The paths that are varied.
    pub paths: Vec<String>,
    /// Of each level, the value at each path.
    pub levels: Vec<Vec<String>>,
    /// Where each level lies on an axis of lengths of time, in seconds, or of numbers; none if the
    /// levels are names.
    pub positions: Option<(Kind, Vec<f64>)>,
}

impl Factor {
    /// All paths.
    pub fn name(&self) -> String {
        self.paths.join(", ")
    }

    /// A level, by its number.
    pub fn level(&self, number: usize) -> String {
        self.levels[number].join(", ")
    }
}

/// A sweep to report on.
#[derive(Clone, Copy, Debug)]
pub struct Swept<'a> {
    /// Which scenario.
    pub heading: &'a Heading,
    /// What was varied.
    pub factors: &'a [Factor],
    /// Of each case, its level of each factor.
    pub levels: &'a [Vec<usize>],
    /// How many combinations were left out.
    pub skipped: usize,
    /// What each case found.
    pub cases: &'a [CaseOutcome],
    /// The measures that the sweep is about.
    pub responses: &'a [String],
    /// The level of all intervals.
    pub level: f64,
}

impl Swept<'_> {
    /// A case in words: `connect.interval = 30m, retry.attempts = 2`.
    fn told(self, case: usize) -> String {
        let factors = self.factors.iter().zip(&self.levels[case]);
        let one = |(factor, &level): (&Factor, &usize)| -> String {
            let pairs = factor.paths.iter().zip(&factor.levels[level]);
            pairs.map(|(path, value)| format!("{path} = {value}")).collect::<Vec<_>>().join(", ")
        };
        factors.map(one).collect::<Vec<_>>().join(", ")
    }

    /// What each factor explains of a response; `None` where that cannot be told.
    fn effects(self, response: usize) -> Option<Vec<Effect>> {
        // Replications that stand for more or less than their share are no plain sample.
        let is_plain = self.cases.iter().all(|case| !case.shocks.are_stratified());
        if self.skipped > 0 || self.cases.len() < 2 || !is_plain {
            return None;
        }
        let steps = self.cases.iter().map(|case| case.responses[response].len()).min()?;
        let column = |case: &CaseOutcome| -> Option<Vec<f64>> {
            let values = case.responses[response].iter().take(steps);
            values.map(|value| value.filter(|v| v.is_finite())).collect()
        };
        let values: Option<Vec<Vec<f64>>> = self.cases.iter().map(column).collect();
        let sizes: Vec<usize> = self.factors.iter().map(|factor| factor.levels.len()).collect();
        effects(&sizes, &values?, self.level)
    }
}

/// An estimate with its interval, as it stands in a cell.
fn cell(summary: Option<&Summary>) -> String {
    let Some(summary) = summary else { return "-".into() };
    let write = writer(summary.measure.unit);
    let Some(value) = summary.estimate.value else { return "0 of 0".into() };
    match (summary.estimate.low, summary.estimate.high) {
        _ if summary.estimate.method == Method::NotReached => "not reached".into(),
        (Some(low), Some(high)) if low < high => {
            format!("{} [{}, {}]", write(value), write(low), write(high))
        }
        (Some(_) | None, _) => write(value),
    }
}
