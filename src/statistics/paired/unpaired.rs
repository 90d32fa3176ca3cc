//! Two cases whose replications are independent of each other: Welch's t, and Fisher's exact test.

use super::ends::exact;
use super::{Basis, Difference, Nature, is_even_enough, student};
use crate::kernel::math::{count, exp, lgamma};
use crate::statistics::interval::upper;

/// The difference of the means of two independent samples, `b` less `a`.
pub fn unpaired(a: &[f64], b: &[f64], nature: Nature, level: f64) -> Difference {
    if a.is_empty() || b.is_empty() {
        return Difference::bare(None, Basis::Nothing);
    }
    let [of_a, of_b] = [a, b].map(Sample::of);
    let center = of_b.mean - of_a.mean;
    let judged = judge([a, b], [of_a, of_b], nature, level);
    Difference { value: Some(center), ..judged }
}

fn judge(values: [&[f64]; 2], samples: [Sample; 2], nature: Nature, level: f64) -> Difference {
    let [a, b] = samples;
    let center = b.mean - a.mean;
    if nature == Nature::YesOrNo {
        return yes_or_no(values.map(hits), level);
    }
    if values.iter().any(|sample| sample.len() < 2) || !center.is_finite() {
        return Difference::bare(None, Basis::TooFew);
    }
    let variance = a.of_mean() + b.of_mean();
    if variance <= 0.0 {
        return constant(center, values.map(|sample| sample.len() as u64));
    }
    if !values.into_iter().all(is_even_enough) {
        return Difference::bare(None, Basis::TooSkewed);
    }
    let squares = [a, b].map(|s| s.of_mean() * s.of_mean() / (s.n - 1.0));
    let freedom = variance * variance / (squares[0] + squares[1]);
    student(center, variance, freedom, level, Basis::WelchT)
}

/// Neither varies: they agree, or differ by the same always.
fn constant(center: f64, n: [u64; 2]) -> Difference {
    if center.abs() > 0.0 {
        let chance = fisher([(0, n[0]), (n[1], n[1])]);
        let ends = Some((center, center));
        return Difference {
            ends,
            chance: Some(chance),
            ..Difference::bare(None, Basis::Constant)
        };
    }
    Difference { chance: Some(1.0), ..Difference::bare(None, Basis::Agreement) }
}

/// Each share with half of what may be missed, and Fisher's chance.
fn yes_or_no(cases: [(u64, u64); 2], level: f64) -> Difference {
    let [a, b] = cases.map(|(hits, trials)| exact(hits, trials, upper(level)));
    let agree = cases.iter().all(|c| c.0 == 0) || cases.iter().all(|c| c.0 == c.1);
    let basis = if agree { Basis::Agreement } else { Basis::Binomial };
    let ends = Some((b.0 - a.1, b.1 - a.0));
    Difference { ends, chance: Some(fisher(cases)), ..Difference::bare(None, basis) }
}

/// The chance, twice that of its side, that shares lie so far apart if they are the same.
pub(super) fn fisher([a, b]: [(u64, u64); 2]) -> f64 {
    let (hits, all) = (a.0 + b.0, a.1 + b.1);
    let ways = |k: u64, n: u64| {
        lgamma(count(n) + 1.0) - lgamma(count(k) + 1.0) - lgamma(count(n - k) + 1.0)
    };
    let chance = |k: u64| exp(ways(k, b.1) + ways(hits - k, a.1) - ways(hits, all));
    let (least, most) = (hits.saturating_sub(a.1), hits.min(b.1));
    let below: f64 = (least..=b.0).map(chance).sum();
    let above: f64 = (b.0..=most).map(chance).sum();
    (2.0 * below.min(above)).min(1.0)
}

fn hits(values: &[f64]) -> (u64, u64) {
    (values.iter().filter(|v| **v > 0.5).count() as u64, values.len() as u64)
}

#[derive(Clone, Copy)]
struct Sample {
    n: f64,
    mean: f64,
    variance: f64,
}

impl Sample {
    fn of(values: &[f64]) -> Self {
        let n = count(values.len() as u64);
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        Self { n, mean, variance: squares / (n - 1.0).max(1.0) }
    }

    /// The variance of the mean.
    fn of_mean(&self) -> f64 {
        self.variance / self.n
    }
}
