//! Of license, user and membership, each of which may go while an attempt is under way, one is the
//! cause of its failure.
//!
//! Independent exponential times with rates that add up to R end first at the rate R, and each of
//! them is the first with the chance of its part of R, whenever that is. L(r) is the Laplace
//! transform of the attempt's length, the chance that a time with rate r outlasts it. So
//!
//! - noticed at once, the first loss counts, with chance r / R (1 - L(R));
//! - noticed where the next stage would begin, all losses of a stage are weighed: that of the user
//!   counts most, then that of the license. If all but one stage take no time, the user's counts
//!   with chance 1 - L(r1), the license's with L(r1) - L(r1 + r2), the third with what is left.

use crate::removals::{AT_ONCE, CAUSES, Length, NEXT_STAGE, NONE, Row, shares};
use crate::{Comparison, assert_agree, assert_differ};

/// The chances of the three causes.
fn of_causes(row: &Row, noticed: &str) -> [f64; 3] {
    let rates = row.lives.map(Row::rate);
    let total = rates.iter().sum();
    if noticed == AT_ONCE {
        return rates.map(|rate| rate / total * (1.0 - row.transform(total)));
    }
    let outlives = [rates[0], rates[0] + rates[1], total].map(|rate| row.transform(rate));
    [1.0 - outlives[0], outlives[0] - outlives[1], outlives[1] - outlives[2]]
}

const SEVERAL: Row = Row {
    lives: [Some(9.0), Some(5.0), Some(6.0)],
    stages: [Length::Gamma(3.0, 2.0), Length::Uniform(0.0, 2.0)],
};
/// With one stage only: what is lost meanwhile is weighed at its end.
const WEIGHED: Row = Row { stages: [Length::Gamma(4.0, 2.0), NONE], ..SEVERAL };

fn compare_causes(seed: usize, row: &Row, told: &str, theory: [f64; 3]) -> Vec<Comparison> {
    let outcome = row.simulate(seed, 0, &[told, "replications=300"]);
    let one = |i: usize| Comparison::of_mean(CAUSES[i], theory[i], &shares(&outcome, i));
    (0..3).map(one).collect()
}

#[test]
fn of_several_losses_the_first_or_the_weightiest_counts() {
    for (seed, row, noticed) in [(0, SEVERAL, AT_ONCE), (3, WEIGHED, NEXT_STAGE)] {
        let theory = of_causes(&row, noticed);
        for i in 0..3 {
            // Shares of one whole depend on each other, so each cause has words of its own.
            assert_agree(&compare_causes(seed + i, &row, noticed, theory)[i..=i]);
        }
    }
    let otherwise = of_causes(&WEIGHED, NEXT_STAGE);
    assert_differ(&compare_causes(6, &WEIGHED, AT_ONCE, otherwise));
}
