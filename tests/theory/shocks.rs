//! Rare shocks that are forced, and weighed by their probabilities, come out as if left to chance.
//!
//! Four health checks of a day fail each with chance q, independently. They strike at all with
//! chance 1 - (1 - q)^4; experiments of 700 replications stratify by that, and force them in more
//! than a quarter of those. Weighed, they must fail 4 q times on average, and the third of them with chance q, though
//! it is the first to fail, or comes after another, or before one.

use cloudpc_sim::Experiment;
use cloudpc_sim::kernel::math::count;
use cloudpc_sim::record::recorder::Detail;

use crate::{CONNECTED, Comparison, assert_agree, load, run};

const Q: f64 = 0.01;
const REPLICATIONS: u64 = 700;
/// Checks at +1h, +7h, +13h and +19h, which are over at once.
const SETS: [&str; 4] = [
    "horizon=1d",
    "connection.all.health_check.phase=1h",
    "connection.all.health_check.duration=0s",
    "connection.all.health_check.failure=0.01",
];

/// A weighed mean over the replications of an experiment.
fn weighed(seed: usize, of: impl Fn(&Detail) -> bool, what: impl Fn(&Detail) -> usize) -> f64 {
    let scenario = load(&[&CONNECTED, &SETS], &[format!("seed={seed}")]);
    let experiment = Experiment {
        replications: REPLICATIONS,
        detailed: REPLICATIONS,
        ..Experiment::new(&scenario)
    };
    let outcome = run(&experiment);
    assert_eq!(outcome.shocks.strata[1].replications, 188);
    let weights = outcome.weights();
    let found = outcome.details().filter(|(_, detail)| of(detail));
    let sum: f64 = found.map(|(i, detail)| weights[i] * count(what(detail) as u64)).sum();
    sum / 700.0
}

fn failed(detail: &Detail) -> impl Iterator<Item = &str> {
    let checks = detail.resources.iter().filter(|row| row.kind == "connection");
    checks.map(|row| row.change)
}

#[test]
fn forced_checks_fail_as_often_as_theory_says() {
    let number = |detail: &Detail| failed(detail).filter(|&change| change == "failed").count();
    let third = |detail: &Detail| failed(detail).nth(2) == Some("failed");
    let numbers: Vec<f64> = (0..40).map(|seed| weighed(seed, |_| true, number)).collect();
    let thirds: Vec<f64> = (100..500).map(|seed| weighed(seed, third, |_| 1)).collect();
    assert_agree(&[
        Comparison::of_mean("failed checks", 4.0 * Q, &numbers),
        Comparison::of_mean("the third check", Q, &thirds),
    ]);
}
