//! The least, the mean and the most that a length of time can be.

use std::iter::Sum;
use std::ops::Add;

use crate::kernel::math::{from_length, mean_of, to_length};
use crate::kernel::time::SimDuration;
use crate::kernel::variate::{Distribution, Sampler};

/// Points of each law for the mean of the longer of two.
const POINTS: u64 = 200;

/// The least, the mean and the most of a length of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// No draw is shorter.
    pub least: SimDuration,
    /// The mean.
    pub mean: SimDuration,
    /// No draw is longer; absent where there is no longest.
    pub most: Option<SimDuration>,
}

impl Span {
    /// Always the same length.
    pub fn exactly(length: SimDuration) -> Self {
        Self { least: length, mean: length, most: Some(length) }
    }

    /// That of a law.
    pub fn of(sampler: &Sampler) -> Self {
        let law = sampler.law();
        Self { least: law.shortest(), mean: law.mean(), most: law.longest() }
    }

    /// The wait for the next of ticks with these gaps between them, from any time alike.
    pub fn wait(gaps: &[SimDuration]) -> Self {
        let square = |gap: &SimDuration| from_length(*gap) * from_length(*gap);
        let all: f64 = gaps.iter().copied().map(from_length).sum();
        let mean = if all > 0.0 { gaps.iter().map(square).sum::<f64>() / (2.0 * all) } else { 0.0 };
        Self { least: SimDuration::ZERO, mean: to_length(mean), most: gaps.iter().max().copied() }
    }

    /// The longer of two independent lengths.
    pub fn longer(a: &Sampler, b: &Sampler) -> Self {
        let points = |sampler: &Sampler| -> Vec<SimDuration> {
            let step = u64::MAX / POINTS;
            (0..POINTS).map(|i| sampler.sample(step * i + step / 2)).collect()
        };
        let [of_a, of_b] = [a, b].map(points);
        let of_one = |x: &SimDuration| mean_of(&of_b.iter().map(|y| *x.max(y)).collect::<Vec<_>>());
        let mean = mean_of(&of_a.iter().map(of_one).collect::<Vec<_>>());
        let [a, b] = [a, b].map(Self::of);
        let most = a.most.zip(b.most).map(|(a, b)| a.max(b));
        Self { least: a.least.max(b.least), mean, most }
    }

    /// A law of this least and most, all between alike; the mean if there is no most.
    pub fn spread(self) -> Sampler {
        let max = self.most.unwrap_or(self.mean).max(self.least);
        Distribution::Uniform { min: self.least, max }.into()
    }
}

impl Add for Span {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            least: self.least + other.least,
            mean: self.mean + other.mean,
            most: self.most.zip(other.most).map(|(a, b)| a + b),
        }
    }
}

impl Sum for Span {
    fn sum<I: Iterator<Item = Self>>(spans: I) -> Self {
        spans.fold(Self::exactly(SimDuration::ZERO), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(n: u64) -> SimDuration {
        SimDuration::from_minutes(n)
    }

    #[test]
    fn the_wait_for_uneven_ticks_has_the_mean_of_renewal_theory() {
        // (30² + 90²) / (2 · 120) = 37.5 minutes.
        let wait = Span::wait(&[minutes(30), minutes(90)]);
        let mean = SimDuration::from_secs(2_250);
        assert_eq!(wait, Span { least: minutes(0), mean, most: Some(minutes(90)) });
        assert_eq!(Span::wait(&[minutes(30)]).mean, minutes(15));
    }

    #[test]
    fn the_longer_of_two_uniform_lengths_has_a_mean_of_two_thirds() {
        let hour: Sampler = Distribution::Uniform { min: minutes(0), max: minutes(60) }.into();
        let longer = Span::longer(&hour, &hour);
        assert!(longer.mean.ms().abs_diff(minutes(40).ms()) < 2_000, "{longer:?}");
        assert_eq!((longer.least, longer.most), (minutes(0), Some(minutes(60))));
    }

    #[test]
    fn a_sum_without_a_longest_summand_has_no_most() {
        let endless = Sampler::from(Distribution::Exponential { mean: minutes(5) });
        let sum: Span = [Span::exactly(minutes(1)), Span::of(&endless)].into_iter().sum();
        assert_eq!(sum, Span { least: minutes(1), mean: minutes(6), most: None });
    }
}
