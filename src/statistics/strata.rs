//! Strata: groups of replications whose probability is known exactly, and estimates over them.
//!
//! A shared shock that comes once in a hundred rollouts is absent from most samples, and no
//! interval from such a sample is honest. Where the scenario states its probability, some
//! replications are run under the condition that it comes and the others that it does not; each
//! group says what it can of its own world, and the known weights put the worlds together.
//!
//! # How strata combine
//!
//! Inside a stratum every estimator decides as it does without strata. With weights `w`, estimates
//! `m` and intervals from `l` to `u` the whole has the estimate `sum w m`, and its interval reaches
//! down by the root of `sum (w (m - l))^2` and up by the root of `sum (w (u - m))^2`: the *method
//! of variance estimates recovery* (Zou and Donner). Satterthwaite's degrees of freedom would serve
//! Student's t alone; this takes any interval, also the lopsided ones of rare failures and the
//! bounds of what was never seen. For t it is never narrower, since the square of t's quantile is
//! convex in the reciprocal of the degrees of freedom.
//!
//! A ratio is that of expectations, so a stratum counts by its weight times the mean of its
//! denominators; a measure without meaning in some replications counts by the share in which it
//! had one. Those factors are taken as known.

use std::ops::Range;

use super::interval::{self, Estimate, Kind, Method};
use super::ratio;
use super::skewness::Sums;
use crate::kernel::math::{count, sqrt};

/// Consecutive replications that stand for a part of all worlds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stratum {
    /// The probability of that part.
    pub weight: f64,
    /// How many replications, at least one.
    pub replications: usize,
}

/// The only stratum of replications that are all alike.
pub fn undivided(replications: usize) -> Vec<Stratum> {
    vec![Stratum { weight: 1.0, replications }]
}

/// How much each replication counts, in order: on average one, and exactly one in one stratum.
pub fn weights(strata: &[Stratum]) -> Vec<f64> {
    let total: f64 = strata.iter().map(|s| s.weight).sum();
    let all: usize = strata.iter().map(|s| s.replications).sum();
    let of = |s: &Stratum| {
        let each = s.weight / total * (count(all as u64) / count(s.replications as u64));
        std::iter::repeat_n(each, s.replications)
    };
    strata.iter().flat_map(of).collect()
}

/// The mean of a value of each replication, over those that have one.
///
/// # Panics
/// If there are not as many values as replications, or one is outside of its kind.
pub fn mean(values: &[Option<f64>], strata: &[Stratum], level: f64, kind: Kind) -> Estimate {
    over(strata, values.len(), kind.most(), |range| {
        let (part, share) = present(&values[range]);
        (share, interval::mean(&part, level, kind))
    })
}

/// The share of replications in which something happened: whose value is 1 instead of 0.
///
/// # Panics
/// If there are not as many values as replications.
pub fn proportion(values: &[Option<f64>], strata: &[Stratum], level: f64) -> Estimate {
    over(strata, values.len(), 1.0, |range| {
        let (part, share) = present(&values[range]);
        let hits = part.iter().filter(|&&v| v > 0.5).count();
        (share, interval::proportion(hits as u64, part.len() as u64, level))
    })
}

/// Failures among all requested; replication `i` had `failures[i]` of `requested[i]`.
///
/// # Panics
/// If the slices differ in length, do not match the strata, or more failed than were requested.
pub fn ratio(failures: &[u64], requested: &[u64], strata: &[Stratum], level: f64) -> Estimate {
    over(strata, failures.len(), 1.0, |range| {
        let (x, n) = (&failures[range.clone()], &requested[range]);
        let size = count(n.iter().sum()) / count(n.len() as u64);
        (size, ratio::ratio(x, n, level))
    })
}

/// How many replications samples so skewed want before Student's t may be trusted, as many times
/// those there are as in the stratum that wants most; `None` if there are enough.
pub(super) fn wanted(
    strata: &[Stratum],
    deviations: impl Fn(Range<usize>) -> Vec<f64>,
) -> Option<u64> {
    let all: usize = strata.iter().map(|s| s.replications).sum();
    let (mut start, mut most) = (0, 0.0);
    for stratum in strata {
        let range = start..start + stratum.replications;
        start = range.end;
        let here = Sums::of(deviations(range).into_iter()).wanted().unwrap_or(0.0);
        most = f64::max(most, here / count(stratum.replications as u64));
    }
    (most > 1.0).then(|| whole_up(most * count(all as u64)))
}

#[expect(clippy::cast_possible_truncation, reason = "about 25 times the replications there are")]
#[expect(clippy::cast_sign_loss, reason = "a number of replications is never negative")]
fn whole_up(replications: f64) -> u64 {
    replications.ceil() as u64
}

/// The values there are, and in which share of replications.
fn present(values: &[Option<f64>]) -> (Vec<f64>, f64) {
    let there: Vec<f64> = values.iter().flatten().copied().collect();
    let share = count(there.len() as u64) / count(values.len() as u64);
    (there, share)
}

/// What the strata say together of a quantity between 0 and `most`. Of each one is told its size
/// beyond its probability, and its estimate.
fn over(
    strata: &[Stratum],
    replications: usize,
    most: f64,
    one: impl Fn(Range<usize>) -> (f64, Estimate),
) -> Estimate {
    let mut start = 0;
    let mut parts = vec![];
    for stratum in strata {
        let range = start..start + stratum.replications;
        start = range.end;
        let (size, estimate) = one(range);
        parts.push((stratum.weight * size, estimate));
    }
    assert_eq!(start, replications, "every replication belongs to one stratum");
    combine(&parts, most)
}

/// What weighted estimates of a quantity between 0 and `most` say together; one stays as it is.
pub(super) fn combine(parts: &[(f64, Estimate)], most: f64) -> Estimate {
    let [(_, only)] = parts else { return several(parts, most) };
    *only
}

fn several(parts: &[(f64, Estimate)], most: f64) -> Estimate {
    let known = || parts.iter().filter_map(|(w, e)| Some((*w, e.value?, e)));
    let total: f64 = known().map(|(w, ..)| w).sum();
    let least = known().map(|(_, m, _)| m).fold(f64::INFINITY, f64::min);
    let greatest = known().map(|(_, m, _)| m).fold(0.0, f64::max);
    if total <= 0.0 {
        return Estimate::bare(None, Method::None);
    }
    if greatest.is_infinite() {
        return Estimate::bare(Some(greatest), Method::NotReached);
    }
    // Parts that agree are not to be moved by rounding.
    let value = (known().map(|(w, m, _)| w / total * m).sum::<f64>()).clamp(least, greatest);
    if most.is_infinite() && known().any(|(.., e)| e.method == Method::TooFew) {
        return Estimate::bare(Some(value), Method::TooFew);
    }
    let root = |distance: &dyn Fn(f64, &Estimate) -> Option<f64>| -> Option<f64> {
        let squares = known().map(|(w, m, e)| distance(m, e).map(|d| w / total * d).map(|d| d * d));
        squares.sum::<Option<f64>>().map(sqrt)
    };
    // What a single replication says nothing about still lies within its range.
    let down = root(&|m, e| Some(m - e.low.unwrap_or(0.0)));
    let up = root(&|m, e| Some(e.high.or(Some(most).filter(|m| m.is_finite()))? - m));
    Estimate {
        value: Some(value),
        low: down.map(|d| (value - d).max(0.0)),
        high: up.map(|u| (value + u).min(most)),
        method: together(known().map(|(.., e)| e.method), greatest - least),
    }
}

/// The method of several whose estimates lie so far apart: theirs, if they share one that means
/// the same for all of them.
fn together(mut methods: impl Iterator<Item = Method>, apart: f64) -> Method {
    let first = methods.next().unwrap_or(Method::None);
    // A bound on what no replication showed is no such thing where strata differ.
    let shared = first != Method::TooFew && !(first == Method::ZeroBound && apart > 0.0);
    if shared && methods.all(|m| m == first) { first } else { Method::Stratified }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::testing::{assert_is, row, share_covering, units, wholes};

    const FREE: Kind = Kind::Free;
    const RATE: Kind = Kind::Bounded(1.0);

    fn strata(parts: &[(f64, usize)]) -> Vec<Stratum> {
        parts.iter().map(|&(weight, replications)| Stratum { weight, replications }).collect()
    }

    #[test]
    fn one_stratum_changes_nothing() {
        let one = undivided(40);
        let rates: Vec<f64> = units(3, 40);
        let values: Vec<Option<f64>> = rates.iter().copied().map(Some).collect();
        assert_eq!(mean(&values, &one, 0.95, RATE), interval::mean(&rates, 0.95, RATE));
        let (failed, asked) = (wholes(4, 40, 20), vec![20; 40]);
        assert_eq!(ratio(&failed, &asked, &one, 0.9), ratio::ratio(&failed, &asked, 0.9));
        let hits: Vec<Option<f64>> = (0..40).map(|i| Some(f64::from(u8::from(i < 3)))).collect();
        assert_eq!(proportion(&hits, &one, 0.95), interval::proportion(3, 40, 0.95));
        assert_eq!(weights(&one), [1.0; 40]);
    }

    #[test]
    fn strata_combine_by_their_weights_and_recover_their_distances() {
        let two = strata(&[(0.9, 4), (0.1, 2)]);
        let values: Vec<_> = [1.0, 2.0, 3.0, 4.0, 10.0, 20.0].map(Some).into();
        let [a, b] = [&values[..4], &values[4..]].map(|part| present(part).0);
        let [a, b] = [interval::mean(&a, 0.95, FREE), interval::mean(&b, 0.95, FREE)];
        let far = |end: fn(&Estimate) -> f64| {
            let each = [0.9 * (end(&a) - 2.5), 0.1 * (end(&b) - 15.0)];
            sqrt(each[0] * each[0] + each[1] * each[1])
        };
        let (low, high) = (3.75 - far(|e| e.low.unwrap()), 3.75 + far(|e| e.high.unwrap()));
        assert_is(mean(&values, &two, 0.95, FREE), row(3.75, low.max(0.0), high, Method::T));
        assert_eq!(
            weights(&two),
            [0.9 * 1.5; 4].into_iter().chain([0.1 * 3.0; 2]).collect::<Vec<_>>()
        );
    }

    #[test]
    fn what_strata_cannot_say_is_said() {
        let (even, rare) = (strata(&[(0.5, 2), (0.5, 2)]), strata(&[(0.99, 3), (0.01, 1)]));
        let inf = f64::INFINITY;
        let some =
            |values: &[f64]| -> Vec<Option<f64>> { values.iter().copied().map(Some).collect() };
        let none = mean(&[None; 4], &even, 0.95, FREE);
        assert_is(none, (None, None, None, Method::None));
        let never = mean(&some(&[1.0, 2.0, 3.0, inf]), &even, 0.95, FREE);
        assert_is(never, (Some(inf), None, None, Method::NotReached));
        let single = mean(&some(&[1.0, 2.0, 3.0, 9.0]), &rare, 0.95, FREE);
        assert_is(single, (Some(2.07), None, None, Method::TooFew));
        // A single rate, though, lies between 0 and 1.
        let single = mean(&some(&[0.0, 0.0, 0.0, 0.5]), &rare, 0.95, RATE);
        let clean = 0.99 * interval::unseen_probability(3, 0.95);
        let high = 0.005 + sqrt(clean * clean + 0.005 * 0.005);
        assert_is(single, row(0.005, 0.0, high, Method::Stratified));
        // A measure that exists in one stratum alone is that stratum's.
        let half = [Some(1.0), Some(3.0), None, None];
        assert_is(mean(&half, &even, 0.95, FREE), {
            let alone = interval::mean(&[1.0, 3.0], 0.95, FREE);
            (alone.value, alone.low, alone.high, Method::T)
        });
    }

    #[test]
    fn zeros_and_ones_of_strata_are_bounded_together() {
        let two = strata(&[(0.9, 30), (0.1, 10)]);
        let hits = |n: usize| -> Vec<Option<f64>> {
            (0..40).map(|i| Some(f64::from(u8::from(i >= n)))).collect()
        };
        let [clean, shocked] = [30, 10].map(|r| interval::unseen_probability(r, 0.95));
        let (a, b) = (0.9 * clean, 0.1 * shocked);
        let none = proportion(&hits(40), &two, 0.95);
        assert_is(none, row(0.0, 0.0, sqrt(a * a + b * b), Method::ZeroBound));
        let shock_only = proportion(&hits(30), &two, 0.95);
        assert_is(shock_only, row(0.1, 0.1 - b, 0.1 + a, Method::Stratified));
    }

    #[test]
    fn a_stratum_of_a_ratio_counts_by_its_requests() {
        let two = strata(&[(0.5, 2), (0.5, 2)]);
        let found = ratio(&[1, 1, 30, 30], &[10, 10, 90, 90], &two, 0.95);
        assert!((found.value.unwrap() - 15.5 / 50.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn a_rare_shock_is_covered_with_strata_and_not_without() {
        // One rollout in a hundred loses about 30 % of its Cloud PCs, the others about 1 %.
        let truth = 0.99 * 0.01 + 0.01 * 0.3;
        let rate = |u: f64, shocked: bool| if shocked { 0.6 * u } else { 0.02 * u };
        let known = strata(&[(0.99, 60), (0.01, 20)]);
        let split = share_covering(2_000, truth, |i| {
            let each = units(i, 80).into_iter().enumerate();
            let values: Vec<_> = each.map(|(at, u)| Some(rate(u, at >= 60))).collect();
            mean(&values, &known, 0.95, RATE)
        });
        let blind = share_covering(2_000, truth, |i| {
            let (which, size) = (units(i, 80), units(i + 2_000, 80));
            let each = which.into_iter().zip(size);
            let values: Vec<_> = each.map(|(w, u)| rate(u, w < 0.01)).collect();
            interval::mean(&values, 0.95, RATE)
        });
        assert!((0.94..0.965).contains(&split) && blind < 0.7, "split {split}, blind {blind}");
    }
}
