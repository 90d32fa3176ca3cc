//! What a scenario expects of its results, and whether it holds, with three possible verdicts.

use crate::kernel::math::{count, from_length};
use crate::scenario::file::{Expected, Limit};
use crate::scenario::named::Item;
use crate::scenario::problem::did_you_mean;
use crate::scenario::{Place, Problem, Problems, Scenario, Spanned};
use crate::statistics::interval::{Estimate, Method};
use crate::statistics::measure::{Measure, Unit};
use crate::statistics::strata::proportion;

use super::{Experiment, LEVEL, Outcome};

/// A bound on a measure of the results.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The measure's name.
    pub measure: String,
    /// Where it stands in the scenario.
    pub place: Place,
    /// What the measure, and with it the bounds, are counted in.
    pub unit: Unit,
    /// The greatest value that is good.
    pub at_most: Option<f64>,
    /// The least value that is good.
    pub at_least: Option<f64>,
    /// The share of rollouts that must keep the bounds; if absent, the mean must.
    pub share: Option<f64>,
    /// How sure a verdict must be.
    pub confidence: f64,
}

/// Whether an expectation holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does, at the confidence asked for.
    Met,
    /// It does not, at the confidence asked for.
    Missed,
    /// These replications do not tell.
    Undecided,
}

impl Verdict {
    /// Its name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Undecided => "undecided",
        }
    }

    /// Of two that must both be met.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Missed, _) | (_, Self::Missed) => Self::Missed,
            (Self::Met, Self::Met) => Self::Met,
            (Self::Undecided, Self::Met | Self::Undecided) | (Self::Met, Self::Undecided) => {
                Self::Undecided
            }
        }
    }
}

/// An expectation judged.
#[derive(Clone, Debug)]
pub struct Judgment {
    /// What was expected.
    pub expectation: Expectation,
    /// Whether it holds.
    pub verdict: Verdict,
    /// What the verdict stands on: the measure's estimate at the confidence asked for, or the share
    /// of replications that kept the bounds.
    pub estimate: Estimate,
    /// How many replications say something about it.
    pub replications: u64,
}

impl Judgment {
    /// How many replications in all would probably decide it, if it is undecided: an interval
    /// narrows with their root, a bound on what was never seen with their number.
    pub fn would_decide(&self) -> Option<u64> {
        let Expectation { at_most, at_least, share, .. } = self.expectation;
        let Estimate { value: Some(value), low, high, method } = self.estimate else { return None };
        let bounds = if share.is_some() { [share, None] } else { [at_most, at_least] };
        let factor = |bound: f64| {
            let end = if bound < value { low } else { high };
            let times = (end? - value).abs() / (bound - value).abs();
            Some(if method == Method::ZeroBound { times } else { times * times })
        };
        let factor = bounds.into_iter().flatten().filter_map(factor).fold(0.0, f64::max);
        // As narrow as that is a matter of luck; a tenth more is not.
        let wanted = count(self.replications) * factor * 1.1;
        let undecided = self.verdict == Verdict::Undecided && factor > 1.0;
        (undecided && wanted < MOST_WANTED).then(|| whole(wanted))
    }
}

/// More replications than anybody waits for.
const MOST_WANTED: f64 = 1e7;

#[expect(clippy::cast_possible_truncation, reason = "below the most that is wanted")]
#[expect(clippy::cast_sign_loss, reason = "a count is never negative")]
fn whole(value: f64) -> u64 {
    value.ceil() as u64
}

/// The expectations of a scenario.
///
/// # Errors
/// Every name that is no measure of this scenario, and every bound of another unit.
pub fn expectations(scenario: &Scenario) -> Result<Vec<Expectation>, Problems> {
    let measures = Experiment::new(scenario).measures();
    let mut problems = Problems { sources: scenario.sources.clone(), ..Problems::default() };
    let read =
        scenario.expected.iter().filter_map(|item| expectation(item, &measures, &mut problems));
    let read = read.collect();
    if problems.is_empty() { Ok(read) } else { Err(problems) }
}

fn expectation(
    item: &Item<Expected>,
    known: &[Measure],
    problems: &mut Problems,
) -> Option<Expectation> {
    let name = item.name.value.as_str();
    let Some(measure) = known.iter().find(|known| known.name == name) else {
        let names: Vec<&str> = known.iter().map(|known| known.name.as_str()).collect();
        problems.push(unknown(&item.name, &names));
        return None;
    };
    if let Some(share) = item.value.share.as_ref().filter(|_| measure.is_pooled()) {
        let message = format!("no rollout has a `{name}` of its own");
        let problem = Problem::new(&share.place, message, "of all rollouts together");
        problems.push(problem.help(format!("write `{}`", name.replace("pooled_", ""))));
    }
    let unit = measure.unit;
    let mut bound = |limit: &Option<Spanned<Limit>>| {
        limit.as_ref().and_then(|limit| in_unit(limit, unit, problems))
    };
    Some(Expectation {
        measure: name.into(),
        place: item.name.place.clone(),
        unit,
        at_most: bound(&item.value.at_most),
        at_least: bound(&item.value.at_least),
        share: item.value.share.as_ref().map(|share| share.value.get()),
        confidence: item.value.confidence.as_ref().map_or(LEVEL, |level| level.value.get()),
    })
}

/// A measure that is not there: the nearest, of what could be meant.
fn unknown(name: &Spanned<String>, known: &[&str]) -> Problem {
    // All causes of all waves are too many to list; those alike are enough.
    let few: Vec<&str> = known.iter().copied().filter(|known| !known.contains("cause.")).collect();
    let help = crate::scenario::nearest(&name.value, known)
        .map_or_else(|| did_you_mean(&name.value, &few), |near| format!("did you mean `{near}`?"));
    let message = format!("`{}` is no measure of this scenario", name.value);
    Problem::new(&name.place, message, "not a measure").help(help)
}

/// A bound in the unit of its measure: seconds, or a number.
fn in_unit(limit: &Spanned<Limit>, unit: Unit, problems: &mut Problems) -> Option<f64> {
    let (value, label, help) = match (limit.value, unit) {
        (Limit::Length(length), Unit::Seconds) => return Some(from_length(length) / 1_000.0),
        (Limit::Number(share), Unit::Share) if share <= 1.0 => return Some(share),
        (Limit::Number(number), Unit::Count) => return Some(number),
        (Limit::Number(_), Unit::Seconds) => (limit, "a number", "write \"4h\" or \"90m\""),
        (Limit::Number(_), Unit::Share) => (limit, "above 1", "a share lies between 0 and 1: 0.05"),
        (Limit::Length(_), Unit::Share) => (limit, "a length of time", "a share is a number: 0.05"),
        (Limit::Length(_), Unit::Count) => (limit, "a length of time", "a count is a number: 12"),
    };
    problems.push(Problem::new(&value.place, "the bound is of another unit", label).help(help));
    None
}

/// Judges expectations by an outcome, each at its own confidence.
pub fn judge(outcome: &Outcome, expectations: &[Expectation]) -> Vec<Judgment> {
    expectations.iter().map(|expectation| judged(outcome, expectation)).collect()
}

fn judged(outcome: &Outcome, expectation: &Expectation) -> Judgment {
    let (estimate, replications, verdict) = match expectation.share {
        None => {
            let summary = outcome.summary_at(&expectation.measure, expectation.confidence);
            let estimate = summary.as_ref().map_or(NOTHING, |summary| summary.estimate);
            let most = expectation.at_most.map(|bound| at_most(&estimate, bound));
            let least = expectation.at_least.map(|bound| at_least(&estimate, bound));
            let both = most.into_iter().chain(least).fold(Verdict::Met, Verdict::and);
            // A quantile of a sample may be infinite although that of all rollouts is not.
            let pooled = summary.as_ref().is_some_and(|summary| summary.measure.is_pooled());
            let is_open = pooled && estimate.method == Method::NotReached;
            let both = if is_open { Verdict::Undecided } else { both };
            (estimate, summary.map_or(0, |summary| summary.replications), both)
        }
        Some(share) => {
            let values = outcome.values(&expectation.measure).into_iter();
            let kept = |value| if keeps(value, expectation) { 1.0 } else { 0.0 };
            let kept: Vec<Option<f64>> = values.map(|value| value.map(kept)).collect();
            let estimate = proportion(&kept, &outcome.shocks.strata, expectation.confidence);
            (estimate, kept.iter().flatten().count() as u64, at_least(&estimate, share))
        }
    };
    Judgment { expectation: expectation.clone(), verdict, estimate, replications }
}

const NOTHING: Estimate = Estimate { value: None, low: None, high: None, method: Method::None };

fn keeps(value: f64, expectation: &Expectation) -> bool {
    expectation.at_most.is_none_or(|most| value <= most)
        && expectation.at_least.is_none_or(|least| value >= least)
}

fn at_most(estimate: &Estimate, bound: f64) -> Verdict {
    // A mean over replications of which one never got there is infinite for certain.
    if estimate.method == Method::NotReached {
        return Verdict::Missed;
    }
    match (estimate.low, estimate.high) {
        (_, Some(high)) if high <= bound => Verdict::Met,
        (Some(low), _) if low > bound => Verdict::Missed,
        (None | Some(_), None | Some(_)) => Verdict::Undecided,
    }
}

fn at_least(estimate: &Estimate, bound: f64) -> Verdict {
    if estimate.method == Method::NotReached {
        return Verdict::Met;
    }
    match (estimate.low, estimate.high) {
        (Some(low), _) if low >= bound => Verdict::Met,
        (_, Some(high)) if high < bound => Verdict::Missed,
        (None | Some(_), None | Some(_)) => Verdict::Undecided,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, Source};

    const BASE: &str = "horizon = '1d'\nreplications = 60\n[policy.p]\n\
        network = 'microsoft-hosted'\ngroups = ['g']\n[group.g]\n[wave.w]\ngroup = 'g'\nusers = 5\n\
        [failures]\nintuneEnrollFailed = 0.3\n[expect]\n";

    fn scenario(expect: &str) -> Scenario {
        let source = Source { name: "a.toml".into(), text: format!("{BASE}{expect}") };
        scenario::load(source, &[], &()).expect("the scenario is good")
    }

    fn verdict(expect: &str) -> (Verdict, f64) {
        let scenario = scenario(expect);
        let expectations = expectations(&scenario).expect("there are such measures");
        let outcome = Experiment::new(&scenario).run(&()).expect("nobody stops it");
        let judged = judge(&outcome, &expectations);
        (judged[0].verdict, judged[0].estimate.value.unwrap_or(f64::NAN))
    }

    #[test]
    fn a_verdict_needs_the_whole_interval_on_one_side() {
        for (expect, wanted) in [
            // Three attempts that each fail with 0.3: 2.7 % fail.
            ("failure_rate = { at_most = 0.2 }", Verdict::Met),
            ("failure_rate = { at_most = 0.001 }", Verdict::Missed),
            ("failure_rate = { at_most = 0.027 }", Verdict::Undecided),
            ("failure_rate = { at_least = 0.001, at_most = 0.2 }", Verdict::Met),
            ("failure_rate = { at_least = 0.1, at_most = 0.2 }", Verdict::Missed),
            ("'time_to_ready.p50' = { at_most = '3h' }", Verdict::Met),
            ("'time_to_ready.p50' = { at_least = '3h' }", Verdict::Missed),
            // Some rollout has a Cloud PC that fails: the mean over rollouts is infinite.
            ("'time_to_ready.max' = { at_most = '5d' }", Verdict::Missed),
            ("'time_to_ready.max' = { at_least = '5m' }", Verdict::Met),
            // Of all Cloud PCs 2.7 % fail: this sample has no 99 %, and says nothing of all others.
            ("'time_to_ready.pooled_p99' = { at_most = '5d' }", Verdict::Undecided),
            ("'time_to_ready.pooled_p99' = { at_least = '5m' }", Verdict::Undecided),
            ("'time_to_ready.pooled_p50' = { at_most = '3h' }", Verdict::Met),
            // About 87 % of rollouts have no failure.
            ("'wave.w.failed' = { at_most = 0, share = 0.5 }", Verdict::Met),
            ("'wave.w.failed' = { at_most = 0, share = 0.87 }", Verdict::Undecided),
            ("'wave.w.failed' = { at_most = 0, share = 0.99 }", Verdict::Missed),
            ("requested = { at_most = 5, at_least = 5 }", Verdict::Met),
        ] {
            assert_eq!(verdict(expect).0, wanted, "{expect}: {:?}", verdict(expect));
        }
    }

    #[test]
    fn a_surer_verdict_needs_a_wider_interval() {
        let at = |confidence: &str| {
            let scenario =
                scenario(&format!("failure_rate = {{ at_most = 1, confidence = {confidence} }}\n"));
            let expectations = expectations(&scenario).expect("there is such a measure");
            let outcome = Experiment::new(&scenario).run(&()).expect("nobody stops it");
            judge(&outcome, &expectations)[0].estimate.high.expect("it has an interval")
        };
        assert!(at("0.5") < at("0.95") && at("0.95") < at("0.999"));
    }

    #[test]
    fn what_cannot_be_expected_is_told_with_its_place() {
        for (expect, told) in [
            ("failure_rat = { at_most = 0.1 }", "did you mean `failure_rate`?"),
            ("'subnet.x.peak' = { at_most = 1 }", "no measure of this scenario"),
            ("failure_rate = { at_most = 5 }", "a share lies between 0 and 1"),
            ("failure_rate = { at_most = '5m' }", "a share is a number"),
            ("'time_to_ready.p50' = { at_most = 5 }", "write \"4h\""),
            ("failed = { at_most = '5m' }", "a count is a number"),
            (
                "'time_to_ready.pooled_p95' = { at_most = '5h', share = 0.9 }",
                "write `time_to_ready.p95`",
            ),
        ] {
            let problems = expectations(&scenario(expect)).expect_err(expect);
            let text = problems.render(false);
            assert!(text.contains(told) && text.contains("--> a.toml:13:"), "{expect}: {text}");
        }
    }
}
