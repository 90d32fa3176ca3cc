//! The uniform law: its ends are parameters, so no curvature tells how sure they are.
//!
//! The least length that ended is the best lower end. The best upper end is the greatest length,
//! or lies beyond those that had not ended. An interval holds every end whose likelihood is not too
//! much smaller than the best, by the factor that is exact without censored lengths: with `n`
//! lengths an end is further out than the range times `t` with probability `(1 + t)^(1 - n)`.

use crate::kernel::math::{count, exp, log};

use super::candidate::Candidate;
use super::sample::Sample;
use super::{Estimates, Parameter};

const HALVINGS: u32 = 100;
/// An end is sought no further out than so many times the range.
const FURTHEST: f64 = 1e6;

/// The best upper end: where one more length at risk would outweigh those that lasted as long.
fn upper_end(sample: &Sample) -> Option<f64> {
    best_above(*sample.ended().first()?, sample)
}

fn best_above(min: f64, sample: &Sample) -> Option<f64> {
    let (_, greatest) = sample.range()?;
    let at_risk = || sample.censored().iter().filter(|&&c| c > min);
    let all = sample.sums.events + count(at_risk().count() as u64);
    // Falls with the end; the likelihood rises as long as it exceeds the number of lengths.
    let pull = |max: f64| at_risk().map(|c| (max - min) / (max - c)).sum::<f64>();
    let is_open = sample.censored().last().is_some_and(|&last| last >= greatest);
    if !is_open && pull(greatest) <= all {
        return Some(greatest);
    }
    let range = greatest - min;
    let beyond = |out: f64| pull(greatest + out) <= all;
    first_true(beyond, range).map(|out| greatest + out)
}

/// The least distance from which on a condition holds, by bisection of its logarithm; it must
/// hold further out if it holds nearer.
fn first_true(holds: impl Fn(f64) -> bool, range: f64) -> Option<f64> {
    let (mut near, mut far) = (log(range * 1e-12), log(range * FURTHEST));
    if !holds(exp(far)) {
        return None;
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(near, far);
        if holds(exp(middle)) { far = middle } else { near = middle }
    }
    Some(exp(far))
}

/// The law with intervals of its ends at a level.
pub(super) fn likeliest(sample: &Sample, level: f64) -> Option<Estimates> {
    let (min, max) = (*sample.ended().first()?, upper_end(sample)?);
    let candidate = Candidate::Uniform { min, max };
    let events = sample.sums.events;
    let top = candidate.log_likelihood(sample);
    let drop = -log(1.0 - level) * events / (events - 1.0);
    let is_far = |min, max| log_likelihood(min, max, sample) < top - drop;
    let range = max - min;
    let low =
        first_true(|out| is_far(min - out, best_above(min - out, sample).unwrap_or(max)), range);
    let high = first_true(|out| is_far(min, max + out), range)?;
    let lower_max = first_true(|out| is_far(min, max - out), range).unwrap_or(0.0);
    let greatest = sample.range()?.1;
    let end = |name, value, ends| Parameter { name, is_length: true, value, interval: Some(ends) };
    let told = |name, value| Parameter { name, is_length: true, value, interval: None };
    Some(Estimates {
        candidate,
        parameters: vec![
            end("min", min, ((min - low?).max(0.0), min)),
            end("max", max, ((max - lower_max).max(greatest), max + high)),
        ],
        mean: told("mean", candidate.mean()),
        p50: told("p50", candidate.quantile(0.5)),
        p95: told("p95", candidate.quantile(0.95)),
    })
}

/// Of any two ends; those that exclude a length are impossible.
fn log_likelihood(min: f64, max: f64, sample: &Sample) -> f64 {
    let greatest = sample.range().map_or(max, |(_, greatest)| greatest);
    if max < greatest {
        return f64::NEG_INFINITY;
    }
    let law = Candidate::Uniform { min, max };
    let tails: f64 = sample.censored().iter().map(|&c| law.log_above(c)).sum();
    tails - sample.sums.events * log(max - min)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(sample: &Sample) -> [(f64, (f64, f64)); 2] {
        let found = likeliest(sample, 0.95).unwrap();
        [0, 1].map(|i| (found.parameters[i].value, found.parameters[i].interval.unwrap()))
    }

    #[test]
    fn without_censoring_the_extremes_are_best_and_the_interval_is_exact() {
        let sample = Sample::new((10..=30).map(f64::from).collect(), vec![]);
        let [(min, (low, _)), (max, (_, high))] = ends(&sample);
        assert!((min - 10.0).abs() < 1e-12 && (max - 30.0).abs() < 1e-12);
        // (1 + t)^-20 = 0.05.
        let out = 20.0 * (exp(-log(0.05) / 20.0) - 1.0);
        assert!((low - (10.0 - out)).abs() < 1e-6 && (high - (30.0 + out)).abs() < 1e-6);
    }

    #[test]
    fn what_had_not_ended_moves_the_end_out() {
        // Of four equally long lengths two end evenly before 10, two last longer than 10: the
        // best end is where (max - 10) / max = 2 / 4 with the least length at nearly 0.
        let sample = Sample::new(vec![1e-9, 5.0], vec![10.0, 10.0]);
        let max = upper_end(&sample).unwrap();
        assert!((max - 20.0).abs() < 1e-6, "{max}");
        let early = Sample::new(vec![1.0, 5.0, 9.0], vec![0.5, 0.7]);
        let max = upper_end(&early).unwrap();
        assert!((max - 9.0).abs() < 1e-12, "what was censored before all others says nothing");
    }

    #[test]
    fn no_end_lies_before_zero() {
        let sample = Sample::new(vec![1.0, 40.0, 80.0], vec![]);
        let [(_, (low, _)), _] = ends(&sample);
        assert!(low.abs() < 1e-12, "{low}");
    }
}
