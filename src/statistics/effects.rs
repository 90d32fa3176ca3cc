//! What mattered: shares of the variance between the cases of a complete grid, by factor.
//!
//! The variance between case means has a part that is only noise of the replications. A product of
//! two different replications has none of it, since they are independent: every sum of squares here
//! is the mean of such products over all pairs of replications, and so right on average. Common
//! random numbers between the cases make it steadier; the pairs do not mind them.

use super::interval::upper;
use super::special::student_t_quantile;
use crate::kernel::math::{count, sqrt};

/// A share of the variance between cases, with an interval by the jackknife over replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What a factor explains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// By itself, the others averaged over.
    pub first: Part,
    /// By itself and in concert with others.
    pub total: Part,
}

/// The effect of each factor of a complete grid: `values[case][replication]`, the last factor
/// fastest; `sizes` are the levels of each factor. `None` where nothing differs beyond noise, or
/// with fewer than three replications.
///
/// # Panics
/// If there are not as many cases as combinations, or cases of different replications.
pub fn effects(sizes: &[usize], values: &[Vec<f64>], level: f64) -> Option<Vec<Effect>> {
    assert_eq!(values.len(), sizes.iter().product::<usize>(), "a case for each combination");
    let replications = values.first().map_or(0, Vec::len);
    assert!(values.iter().all(|case| case.len() == replications), "replications go in step");
    if replications < 3 {
        return None;
    }
    let column = |r: usize| values.iter().map(|case| case[r]).collect::<Vec<f64>>();
    let columns: Vec<Vec<f64>> = (0..replications).map(column).collect();
    let whole = sum(&columns);
    let squares: Vec<Vec<f64>> = columns.iter().map(|c| components(sizes, c)).collect();
    let all = unbiased(&components(sizes, &whole), &sum(&squares), replications);
    if all[0] <= 0.0 {
        return None;
    }
    let without = |r: usize| {
        let rest = minus(&whole, &columns[r]);
        let rest_squares = minus(&sum(&squares), &squares[r]);
        unbiased(&components(sizes, &rest), &rest_squares, replications - 1)
    };
    let jackknife: Vec<Vec<f64>> = (0..replications).map(without).collect();
    let part = |share: &dyn Fn(&[f64]) -> f64| {
        let each: Vec<f64> = jackknife.iter().map(|left_out| share(left_out)).collect();
        interval(share(&all), &each, level)
    };
    let effect = |i: usize| Effect {
        first: part(&|c: &[f64]| c[1 + 2 * i] / c[0]),
        total: part(&|c: &[f64]| 1.0 - c[2 + 2 * i] / c[0]),
    };
    Some((0..sizes.len()).map(effect).collect())
}

/// Sums of squares over cases: in all; then of each factor the one between its levels, and the one
/// between combinations of the others.
fn components(sizes: &[usize], cases: &[f64]) -> Vec<f64> {
    let mean = cases.iter().sum::<f64>() / count(cases.len() as u64);
    let mut found = vec![cases.iter().map(|y| (y - mean) * (y - mean)).sum()];
    for (i, &size) in sizes.iter().enumerate() {
        let stride: usize = sizes[i + 1..].iter().product();
        let level = |case: usize| case / stride % size;
        let others = |case: usize| case / (stride * size) * stride + case % stride;
        found.push(between(cases, mean, size, level));
        found.push(between(cases, mean, cases.len() / size, others));
    }
    found
}

/// The sum of squares, over cases, of the deviation of each case's group mean.
fn between(cases: &[f64], mean: f64, groups: usize, group: impl Fn(usize) -> usize) -> f64 {
    let mut sums = vec![0.0; groups];
    for (case, y) in cases.iter().enumerate() {
        sums[group(case)] += y;
    }
    let each = count((cases.len() / groups) as u64);
    sums.iter().map(|sum| sum / each - mean).map(|d| d * d * each).sum()
}

/// From the components of the sum of replications and the sum of their components to the mean over
/// pairs of different replications.
fn unbiased(of_sum: &[f64], sum_of: &[f64], replications: usize) -> Vec<f64> {
    let pairs = count((replications * (replications - 1)) as u64);
    of_sum.iter().zip(sum_of).map(|(whole, own)| (whole - own) / pairs).collect()
}

fn interval(value: f64, left_out: &[f64], level: f64) -> Part {
    let n = count(left_out.len() as u64);
    let mean = left_out.iter().sum::<f64>() / n;
    let squares: f64 = left_out.iter().map(|v| (v - mean) * (v - mean)).sum();
    let half = student_t_quantile(upper(level), n - 1.0) * sqrt((n - 1.0) / n * squares);
    let inside = |v: f64| v.clamp(0.0, 1.0);
    Part { value: inside(value), low: inside(value - half), high: inside(value + half) }
}

fn sum(columns: &[Vec<f64>]) -> Vec<f64> {
    let add =
        |sum: Vec<f64>, column: &Vec<f64>| sum.iter().zip(column).map(|(a, b)| a + b).collect();
    let zero = vec![0.0; columns.first().map_or(0, Vec::len)];
    columns.iter().fold(zero, add)
}

fn minus(whole: &[f64], part: &[f64]) -> Vec<f64> {
    whole.iter().zip(part).map(|(a, b)| a - b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::testing::units;

    /// A grid of additive delays with noise shared by all cases and noise of each.
    fn grid(levels: &[&[f64]], product: f64, noise: f64, replications: usize) -> Vec<Vec<f64>> {
        seeded(levels, product, noise, (0, replications))
    }

    fn seeded(
        levels: &[&[f64]],
        product: f64,
        noise: f64,
        (seed, replications): (u64, usize),
    ) -> Vec<Vec<f64>> {
        let all = levels.iter().map(|l| l.len()).product();
        let case = |mut number: usize| {
            let stream = 1_000 * (seed + 1) + number as u64;
            let mut y = 0.0;
            let mut together = product;
            for level in levels.iter().rev() {
                y += level[number % level.len()];
                together *= level[number % level.len()];
                number /= level.len();
            }
            let own = units(stream, replications);
            let common = units(7 + 1_000_000 * seed, replications);
            let values = own.iter().zip(&common).map(|(a, b)| (a - 0.5) * noise + b * 5.0);
            values.map(|n| y + together + n).collect()
        };
        (0..all).map(case).collect()
    }

    fn is(part: Part, wanted: f64) {
        assert!((part.value - wanted).abs() < 1e-9, "{part:?}, wanted {wanted}");
    }

    #[test]
    fn additive_delays_explain_their_own_variance() {
        // Two levels a and -a have variance a squared: 36 + 9 + 4, a grid of 2 by 2 by 2.
        let levels: [&[f64]; 3] = [&[-6.0, 6.0], &[-3.0, 3.0], &[-2.0, 2.0]];
        let found = effects(&[2, 2, 2], &grid(&levels, 0.0, 0.0, 4), 0.95).unwrap();
        for (effect, share) in found.iter().zip([36.0, 9.0, 4.0].map(|v| v / 49.0)) {
            is(effect.first, share);
            is(effect.total, share);
        }
    }

    #[test]
    fn what_only_acts_in_concert_is_in_the_total_alone() {
        // Nothing but the product of two factors around zero, beside a third that does nothing.
        let levels: [&[f64]; 2] = [&[-1.0, 1.0], &[-1.0, 1.0]];
        let mut values = grid(&levels, 3.0, 0.0, 4);
        for (case, value) in values.iter_mut().enumerate() {
            let sum = [-2.0, 0.0, 0.0, 2.0][case];
            for v in value {
                *v -= sum;
            }
        }
        let found = effects(&[2, 2], &values, 0.95).unwrap();
        for effect in found {
            is(effect.first, 0.0);
            is(effect.total, 1.0);
        }
    }

    #[test]
    fn noise_is_not_taken_for_an_effect() {
        let levels: [&[f64]; 2] = [&[-1.0, 1.0], &[0.0; 6]];
        let found = effects(&[2, 6], &grid(&levels, 0.0, 10.0, 40), 0.95).unwrap();
        assert!(found[0].first.value > 0.8 && found[0].first.low > 0.5, "{found:?}");
        assert!(found[1].total.low <= 0.0, "{found:?}");
        assert!(effects(&[2], &[vec![1.0; 9], vec![1.0; 9]], 0.95).is_none());
    }

    #[test]
    fn sums_of_squares_are_right_on_average_however_strong_the_noise() {
        // Six levels that do nothing; noise of variance 75 leaves 75/10 on a mean of ten, and five
        // times that in a naive sum of squares.
        let levels: [&[f64]; 2] = [&[-1.0, 1.0], &[0.0; 6]];
        let one = |seed: u64| {
            let values = seeded(&levels, 0.0, 30.0, (seed, 10));
            let columns: Vec<Vec<f64>> =
                (0..10).map(|r| values.iter().map(|case| case[r]).collect()).collect();
            let own: Vec<Vec<f64>> = columns.iter().map(|c| components(&[2, 6], c)).collect();
            unbiased(&components(&[2, 6], &sum(&columns)), &sum(&own), 10)
        };
        let all: Vec<Vec<f64>> = (0..400).map(one).collect();
        for (at, wanted) in [(1, 12.0), (3, 0.0)] {
            let mean = all.iter().map(|c| c[at]).sum::<f64>() / 400.0;
            let squares: f64 = all.iter().map(|c| (c[at] - mean) * (c[at] - mean)).sum();
            let error = sqrt(squares / 400.0 / 399.0);
            assert!((mean - wanted).abs() < 4.0 * error && error < 2.0, "{at}: {mean} +- {error}");
        }
    }
}
