//! Intervals and chances from pairs of which few differ, by the binomial law.

use super::Pairs;
use crate::kernel::math::{count, sqrt};
use crate::statistics::interval::{clopper_pearson, miss, upper};
use crate::statistics::special::{incomplete_beta, student_t_quantile};

/// Fewer values than this say too little about the size of a difference.
const LEAST: usize = 5;

/// The chance that so many pairs or more lie to one side if each differing pair goes either way:
/// the sign test, of yes and no McNemar's exact one.
pub(super) fn sign_test(higher: u64, lower: u64) -> f64 {
    let (most, all) = (higher.max(lower), higher + lower);
    if all == 0 {
        return 1.0;
    }
    (2.0 * incomplete_beta(0.5, count(most), count(all - most) + 1.0)).min(1.0)
}

/// The difference of two shares: the share of pairs that differ, by which way they do, each with
/// half of what may be missed.
pub(super) fn binomial(pairs: Pairs, level: f64) -> (f64, f64) {
    let each = upper(level);
    let differing = pairs.higher + pairs.lower;
    let share = exact(differing, pairs.number, each);
    let (low, high) = exact(pairs.higher, differing, each);
    product(share, (2.0 * low - 1.0, 2.0 * high - 1.0))
}

/// The mean difference of numbers: the share of pairs that differ, by their mean where they do.
pub(super) fn among_differing(
    pairs: &[super::Pair],
    number: u64,
    level: f64,
) -> Option<(f64, f64)> {
    let differing: Vec<f64> =
        pairs.iter().map(super::Pair::difference).filter(|d| d.abs() > 0.0).collect();
    if differing.len() < LEAST {
        return None;
    }
    let each = upper(level);
    let n = count(differing.len() as u64);
    let center = differing.iter().sum::<f64>() / n;
    let squares: f64 = differing.iter().map(|d| (d - center) * (d - center)).sum();
    let half = student_t_quantile(upper(each), n - 1.0) * sqrt(squares / (n - 1.0) / n);
    let share = exact(differing.len() as u64, number, each);
    Some(product(share, (center - half, center + half)))
}

/// The exact binomial interval, its ends at none and all among them.
pub(super) fn exact(hits: u64, trials: u64, level: f64) -> (f64, f64) {
    let tail = miss(level) / 2.0;
    let beyond = |misses: u64| crate::statistics::interval::unseen_probability(misses, 1.0 - tail);
    match (hits, trials - hits) {
        (0, none) => (0.0, beyond(none)),
        (all, 0) => (1.0 - beyond(all), 1.0),
        (hits, _) => clopper_pearson(count(hits), count(trials), level),
    }
}

/// Between what a share of something lies that lies between two ends of any sign.
fn product((least, most): (f64, f64), (low, high): (f64, f64)) -> (f64, f64) {
    ((least * low).min(most * low), (least * high).max(most * high))
}
