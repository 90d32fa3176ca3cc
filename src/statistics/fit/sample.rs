//! Observed lengths, some of which had not ended when they were last seen.

use crate::kernel::math::{count, log};

/// Lengths in seconds, all positive.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Those that ended, ascending.
    ended: Vec<f64>,
    /// Right-censored: how long those had lasted that had not ended yet, ascending.
    censored: Vec<f64>,
    /// Sums over the ended ones and all of them, which laws ask for again and again.
    pub(super) sums: Sums,
}

/// What the likelihoods need of a sample.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sums {
    /// How many ended.
    pub(super) events: f64,
    /// Total of all lengths, censored ones among them.
    pub(super) total: f64,
    /// Total of the ended ones.
    pub(super) ended: f64,
    /// Mean logarithm of the ended ones.
    pub(super) mean_log: f64,
    /// Squares of logarithms of the ended ones around that mean.
    pub(super) squares: f64,
}

/// A step of the Kaplan-Meier curve: at a length at which something ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The length.
    pub at: f64,
    /// The share that lasts at least as long.
    pub before: f64,
    /// The share that lasts longer.
    pub after: f64,
}

impl Sample {
    /// A sample of lengths in seconds, in any order.
    ///
    /// # Panics
    /// If a length is not a positive number.
    pub fn new(mut ended: Vec<f64>, mut censored: Vec<f64>) -> Self {
        let is_length = |length: &f64| *length > 0.0 && length.is_finite();
        assert!(ended.iter().chain(&censored).all(is_length), "lengths are positive");
        ended.sort_by(f64::total_cmp);
        censored.sort_by(f64::total_cmp);
        let events = count(ended.len() as u64);
        let total = ended.iter().sum::<f64>();
        let mean_log = ended.iter().map(|&x| log(x)).sum::<f64>() / events.max(1.0);
        let square = |x: f64| (log(x) - mean_log) * (log(x) - mean_log);
        let sums = Sums {
            events,
            total: total + censored.iter().sum::<f64>(),
            ended: total,
            mean_log,
            squares: ended.iter().map(|&x| square(x)).sum(),
        };
        Self { ended, censored, sums }
    }

    /// The lengths that ended, ascending, in seconds.
    pub fn ended(&self) -> &[f64] {
        &self.ended
    }

    /// How long those had lasted that had not ended, ascending, in seconds.
    pub fn censored(&self) -> &[f64] {
        &self.censored
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ended.len() + self.censored.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The shortest and the longest, censored ones among them; `None` of none.
    pub fn range(&self) -> Option<(f64, f64)> {
        let firsts = [self.ended.first(), self.censored.first()];
        let lasts = [self.ended.last(), self.censored.last()];
        let low = firsts.into_iter().flatten().copied().reduce(f64::min)?;
        Some((low, lasts.into_iter().flatten().copied().fold(low, f64::max)))
    }

    /// How many different lengths ended.
    pub(super) fn distinct(&self) -> usize {
        1 + self.ended.windows(2).filter(|two| two[0] < two[1]).count()
    }

    /// The Kaplan-Meier curve: without censored lengths the shares as observed.
    ///
    /// What is censored at a length had not ended at it.
    pub fn curve(&self) -> Vec<Step> {
        product_limit(&self.ended, &self.censored)
    }

    /// The same of the instants of censoring, which ends hide: from which law those are drawn.
    pub(super) fn censoring(&self) -> Vec<Step> {
        product_limit(&self.censored, &self.ended)
    }
}

fn product_limit(events: &[f64], others: &[f64]) -> Vec<Step> {
    let all = events.len() + others.len();
    let (mut steps, mut share, mut done) = (vec![], 1.0, 0);
    for same in events.chunk_by(|a, b| a >= b) {
        let at = same[0];
        let gone = done + others.partition_point(|&other| other < at);
        let left = count((all - gone) as u64);
        let before = share;
        share *= 1.0 - count(same.len() as u64) / left;
        done += same.len();
        steps.push(Step { at, before, after: share });
    }
    steps
}

/// The least length by which this share has ended; `None` if so many never do.
pub fn length_at(curve: &[Step], share: f64) -> Option<f64> {
    // Shares are sums of many parts, each of them rounded.
    let reached = curve.iter().find(|step| 1.0 - step.after >= share - 1e-12);
    reached.map(|step| step.at)
}

/// The mean of a curve that comes down to nothing; `None` of one that does not.
pub fn mean_of(curve: &[Step]) -> Option<f64> {
    let last = curve.last().filter(|step| step.after < 1e-12);
    last.map(|_| curve.iter().map(|step| step.at * (step.before - step.after)).sum())
}

/// So many lengths, each the mean of an equal part of the curve, from the shortest on: the
/// empirical law in short, with the same mean. `None` if the curve does not come down to nothing.
pub fn slices(curve: &[Step], parts: u32) -> Option<Vec<f64>> {
    mean_of(curve)?;
    let width = 1.0 / f64::from(parts);
    let part = |number: u32| {
        let (high, low) = (1.0 - width * f64::from(number), 1.0 - width * f64::from(number + 1));
        let within = |step: &Step| (step.before.min(high) - step.after.max(low)).max(0.0);
        let weight: f64 = curve.iter().map(within).sum();
        curve.iter().map(|step| step.at * within(step)).sum::<f64>() / weight
    };
    Some((0..parts).map(part).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_censoring_the_curve_is_the_share_that_is_longer() {
        let sample = Sample::new(vec![3.0, 1.0, 2.0, 2.0], vec![]);
        let steps: Vec<_> = sample.curve().iter().map(|s| (s.at, s.before, s.after)).collect();
        assert_eq!(steps, [(1.0, 1.0, 0.75), (2.0, 0.75, 0.25), (3.0, 0.25, 0.0)]);
        assert_eq!(length_at(&sample.curve(), 0.5), Some(2.0));
        assert_eq!(mean_of(&sample.curve()), Some(2.0));
        assert_eq!(sample.range(), Some((1.0, 3.0)));
    }

    #[test]
    fn the_curve_of_censored_lengths_is_that_of_the_textbooks() {
        // Remission of leukemia under 6-MP in weeks (Freireich and others 1963), the usual example
        // of the product-limit estimate.
        let ended = vec![6.0, 6.0, 6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0];
        let censored = vec![6.0, 9.0, 10.0, 11.0, 17.0, 19.0, 20.0, 25.0, 32.0, 32.0, 34.0, 35.0];
        let curve = Sample::new(ended, censored).curve();
        let shares = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448];
        assert_eq!(curve.len(), shares.len());
        for (step, share) in curve.iter().zip(shares) {
            assert!((step.after - share).abs() < 5e-4, "{step:?}: {share}");
        }
        assert_eq!(length_at(&curve, 0.5), Some(23.0));
        assert_eq!(
            (length_at(&curve, 0.9), mean_of(&curve), slices(&curve, 4)),
            (None, None, None)
        );
    }

    #[test]
    fn slices_keep_the_mean() {
        let sample = Sample::new((1..=100).map(f64::from).collect(), vec![]);
        let slices = slices(&sample.curve(), 20).unwrap();
        assert!((slices[0] - 3.0).abs() < 1e-9 && (slices[19] - 98.0).abs() < 1e-9, "{slices:?}");
        let mean = slices.iter().sum::<f64>() / 20.0;
        assert!((mean - 50.5).abs() < 1e-9, "{mean}");
    }
}
