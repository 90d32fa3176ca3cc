//! Distributions as data, and their samplers: one word in, one length out, by inverse CDF.
//!
//! Every sampler is monotone in its word, so draws stay aligned when a parameter changes.

use super::math;
use super::time::SimDuration;

/// How long something takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same length.
    Fixed(SimDuration),
    /// Any length from `min` to `max` alike.
    Uniform {
        /// Least length.
        min: SimDuration,
        /// Greatest length.
        max: SimDuration,
    },
    /// Rising from `min` to `mode`, falling to `max`.
    Triangular {
        /// Least length.
        min: SimDuration,
        /// Most likely length.
        mode: SimDuration,
        /// Greatest length.
        max: SimDuration,
    },
    /// Memoryless.
    Exponential {
        /// Mean length.
        mean: SimDuration,
    },
    /// The logarithm is normal.
    Lognormal {
        /// Median length.
        median: SimDuration,
        /// Standard deviation of the logarithm; positive.
        sigma: f64,
    },
    /// Gamma.
    Gamma {
        /// Mean length.
        mean: SimDuration,
        /// Shape; positive.
        shape: f64,
    },
    /// Weibull.
    Weibull {
        /// Scale: the length that 63.2 % stay below.
        scale: SimDuration,
        /// Shape; positive.
        shape: f64,
    },
    /// One of the observed lengths, each alike; never empty, ascending.
    Empirical(Vec<SimDuration>),
}

impl Distribution {
    /// The length at one random word.
    pub fn sample(&self, word: u64) -> SimDuration {
        match self {
            Self::Fixed(length) => *length,
            Self::Uniform { min, max } => *min + math::spread(*max - *min, word),
            Self::Triangular { min, mode, max } => {
                *min + math::triangular_length(*mode - *min, *max - *min, word)
            }
            Self::Exponential { mean } => math::scaled(*mean, math::exponential(math::unit(word))),
            Self::Lognormal { median, sigma } => {
                math::scaled(*median, math::lognormal(math::unit(word), *sigma))
            }
            Self::Gamma { mean, shape } => math::gamma_length(*mean, *shape, word),
            Self::Weibull { scale, shape } => {
                math::scaled(*scale, math::weibull(math::unit(word), *shape))
            }
            Self::Empirical(lengths) => lengths[math::pick(lengths.len(), word)],
        }
    }

    /// The longest length a draw can have, where there is one.
    pub fn longest(&self) -> Option<SimDuration> {
        match self {
            Self::Fixed(length) => Some(*length),
            Self::Uniform { max, .. } | Self::Triangular { max, .. } => Some(*max),
            Self::Empirical(lengths) => lengths.last().copied(),
            Self::Exponential { .. }
            | Self::Lognormal { .. }
            | Self::Gamma { .. }
            | Self::Weibull { .. } => None,
        }
    }
}

/// A probability, compared with a word as an integer: outcomes are nested in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chance(u128);

impl Chance {
    /// Never.
    pub const NEVER: Self = Self(0);

    /// The chance of `p`; `None` unless `p` lies in [0, 1].
    pub fn new(p: f64) -> Option<Self> {
        (0.0..=1.0).contains(&p).then(|| Self(math::threshold(p)))
    }

    /// Whether no word is a hit.
    pub fn is_never(self) -> bool {
        self == Self::NEVER
    }

    /// Whether this word is a hit.
    pub fn hits(self, word: u64) -> bool {
        u128::from(word) < self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: SimDuration = SimDuration::from_minutes(1);

    fn laws() -> Vec<(Distribution, f64)> {
        let (min, mode, max) = (MINUTE, MINUTE * 2, MINUTE * 6);
        let minute = 60_000.0;
        vec![
            (Distribution::Fixed(MINUTE), minute),
            (Distribution::Uniform { min, max }, 3.5 * minute),
            (Distribution::Triangular { min, mode, max }, 3.0 * minute),
            (Distribution::Exponential { mean: MINUTE }, minute),
            (Distribution::Lognormal { median: MINUTE, sigma: 0.5 }, 1.133_148_453 * minute),
            (Distribution::Gamma { mean: MINUTE, shape: 2.5 }, minute),
            (Distribution::Weibull { scale: MINUTE, shape: 2.0 }, 0.886_226_925 * minute),
            (Distribution::Empirical(vec![MINUTE, MINUTE * 3]), 2.0 * minute),
        ]
    }

    /// Words spread evenly over all 2^64, so that a mean over them is a numerical integral.
    fn even_words(n: u64) -> impl Iterator<Item = u64> {
        (0..n).map(move |i| (u64::MAX / n) * i + u64::MAX / (2 * n))
    }

    #[test]
    fn each_law_has_its_mean() {
        for (law, mean) in laws() {
            let n = 20_000;
            let total: u64 = even_words(n).map(|w| law.sample(w).ms()).sum();
            let found = math::count(total) / math::count(n);
            assert!((found / mean - 1.0).abs() < 2e-3, "{law:?}: {found} instead of {mean}");
        }
    }

    #[test]
    fn each_sampler_is_monotone_in_its_word() {
        for (law, _) in laws() {
            let lengths: Vec<_> = even_words(3_000).map(|w| law.sample(w)).collect();
            assert!(lengths.is_sorted(), "{law:?}");
            assert!(law.longest().is_none_or(|most| *lengths.last().unwrap() <= most));
        }
    }

    #[test]
    fn extreme_words_and_parameters_stay_in_range() {
        let wild = [
            Distribution::Lognormal { median: SimDuration::LONGEST, sigma: 50.0 },
            Distribution::Weibull { scale: SimDuration::LONGEST, shape: 1e-3 },
            Distribution::Gamma { mean: SimDuration::LONGEST, shape: 1e-3 },
            Distribution::Triangular { min: MINUTE, mode: MINUTE, max: MINUTE },
            Distribution::Uniform { min: SimDuration::ZERO, max: SimDuration::LONGEST },
        ];
        for law in wild {
            for word in [0, 1, u64::MAX / 2, u64::MAX] {
                assert!(law.sample(word) <= SimDuration::LONGEST, "{law:?} at {word}");
            }
        }
    }

    #[test]
    fn outcomes_are_nested_in_the_probability() {
        let (rare, often) = (Chance::new(0.01).unwrap(), Chance::new(0.02).unwrap());
        assert!(even_words(1_000).all(|w| !rare.hits(w) || often.hits(w)));
        assert_eq!(even_words(1_000).filter(|&w| rare.hits(w)).count(), 10);
        assert!(Chance::new(1.0).unwrap().hits(u64::MAX) && !Chance::NEVER.hits(0));
        assert!(Chance::new(-1e-18).is_none() && Chance::new(f64::NAN).is_none());
    }
}
