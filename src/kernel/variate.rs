//! Distributions as data, and their samplers: one word in, one length out, by inverse CDF.
//!
//! Every sampler is monotone in its word, so draws stay aligned when a parameter changes.

use super::math;
use super::stream::{Slot, Words};
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
            Self::Empirical(lengths) => lengths[math::pick(lengths.len(), word)],
            Self::Exponential { .. }
            | Self::Lognormal { .. }
            | Self::Gamma { .. }
            | Self::Weibull { .. } => math::to_length(self.quantile_ms(math::unit(word))),
        }
    }

    /// The quantile in milliseconds of a law that has no longest length.
    fn quantile_ms(&self, u: f64) -> f64 {
        match self {
            Self::Exponential { mean } => math::times(*mean, math::exponential(u)),
            Self::Lognormal { median, sigma } => math::times(*median, math::lognormal(u, *sigma)),
            Self::Gamma { mean, shape } => math::times(*mean, math::gamma_of_mean_one(u, *shape)),
            Self::Weibull { scale, shape } => math::times(*scale, math::weibull(u, *shape)),
            Self::Fixed(_)
            | Self::Uniform { .. }
            | Self::Triangular { .. }
            | Self::Empirical(_) => {
                unreachable!("a law with a longest length is sampled directly")
            }
        }
    }

    /// The shortest length a draw can have; a law without one comes as near as one likes.
    pub fn shortest(&self) -> SimDuration {
        match self {
            Self::Fixed(length) => *length,
            Self::Uniform { min, .. } | Self::Triangular { min, .. } => *min,
            Self::Empirical(lengths) => lengths.first().copied().unwrap_or(SimDuration::ZERO),
            Self::Exponential { .. }
            | Self::Lognormal { .. }
            | Self::Gamma { .. }
            | Self::Weibull { .. } => SimDuration::ZERO,
        }
    }

    /// The mean length, to the millisecond.
    pub fn mean(&self) -> SimDuration {
        match self {
            Self::Fixed(length) => *length,
            Self::Uniform { min, max } => math::mean_of(&[*min, *max]),
            Self::Triangular { min, mode, max } => math::mean_of(&[*min, *mode, *max]),
            Self::Exponential { mean } | Self::Gamma { mean, .. } => *mean,
            Self::Lognormal { median, sigma } => {
                math::to_length(math::times(*median, math::mean_of_lognormal(*sigma)))
            }
            Self::Weibull { scale, shape } => {
                math::to_length(math::times(*scale, math::mean_of_weibull(*shape)))
            }
            Self::Empirical(lengths) => math::mean_of(lengths),
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

/// A distribution made ready for many draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampler {
    law: Distribution,
    /// For the laws whose quantiles are dear.
    table: Option<math::Table>,
}

impl From<Distribution> for Sampler {
    fn from(law: Distribution) -> Self {
        let table = law.longest().is_none().then(|| math::Table::new(|u| law.quantile_ms(u)));
        Self { law, table }
    }
}

impl Sampler {
    /// The law it draws from.
    pub fn law(&self) -> &Distribution {
        &self.law
    }

    /// The longest length a draw can have, where there is one.
    pub fn longest(&self) -> Option<SimDuration> {
        self.law.longest()
    }

    /// Whether every draw gives the same.
    pub fn is_fixed(&self) -> bool {
        matches!(self.law, Distribution::Fixed(_))
    }

    /// The length at one random word.
    pub fn sample(&self, word: u64) -> SimDuration {
        let tabulated = self.table.as_ref().and_then(|table| table.at(word));
        tabulated.map_or_else(|| self.law.sample(word), math::to_length)
    }

    /// The length drawn for one purpose; a fixed one needs no word, which costs a block of them.
    pub fn draw(&self, words: &mut Words<'_>, slot: Slot) -> SimDuration {
        match self.law {
            Distribution::Fixed(length) => length,
            Distribution::Uniform { .. }
            | Distribution::Triangular { .. }
            | Distribution::Exponential { .. }
            | Distribution::Lognormal { .. }
            | Distribution::Gamma { .. }
            | Distribution::Weibull { .. }
            | Distribution::Empirical(_) => self.sample(words.word(slot)),
        }
    }
}

/// A probability, compared with a word as an integer: outcomes are nested in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chance(u128);

impl Chance {
    /// Never.
    pub const NEVER: Self = Self(0);
    /// Always.
    pub const ALWAYS: Self = Self(1 << 64);

    /// The chance of `p`; `None` unless `p` lies in [0, 1].
    pub fn new(p: f64) -> Option<Self> {
        (0.0..=1.0).contains(&p).then(|| Self(math::threshold(p)))
    }

    /// Whether no word is a hit.
    pub fn is_never(self) -> bool {
        self == Self::NEVER
    }

    /// So many times as likely, and at most certain.
    ///
    /// # Panics
    /// If the factor is negative or not a number.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        assert!(factor >= 0.0, "a probability has no negative multiple");
        Self(math::threshold(math::product(self.probability(), factor).min(1.0)))
    }

    /// Whether this word is a hit.
    pub fn hits(self, word: u64) -> bool {
        u128::from(word) < self.0
    }

    /// The probability, exactly as words are compared with it.
    pub fn probability(self) -> f64 {
        math::share_below(self.0)
    }

    /// A uniform word turned into a uniform one among the hits, in the same order.
    ///
    /// # Panics
    /// If nothing is a hit.
    pub fn hit(self, word: u64) -> u64 {
        assert!(!self.is_never(), "some word is a hit");
        math::below(self.0, word)
    }

    /// A uniform word turned into a uniform one among the others, in the same order.
    ///
    /// # Panics
    /// If everything is a hit.
    pub fn miss(self, word: u64) -> u64 {
        let misses = Self::ALWAYS.0 - self.0;
        assert!(misses > 0, "some word is no hit");
        u64::MAX - math::below(misses, u64::MAX - word)
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
            assert!(law.mean().ms().abs_diff(math::to_length(mean).ms()) <= 1, "{law:?}");
        }
    }

    #[test]
    fn a_sampler_gives_what_its_law_gives() {
        for (law, _) in laws().into_iter().chain(steep().map(|law| (law, 0.0))) {
            let sampler = Sampler::from(law.clone());
            for word in even_words(50_000) {
                let (exact, found) = (law.sample(word).ms(), sampler.sample(word).ms());
                assert!(exact.abs_diff(found) <= 1 + exact / 100_000, "{law:?}: {found}, {exact}");
            }
        }
    }

    /// Laws whose quantiles turn sharply.
    fn steep() -> [Distribution; 4] {
        let day = MINUTE * 1_440;
        [
            Distribution::Lognormal { median: day, sigma: 3.0 },
            Distribution::Gamma { mean: day, shape: 0.3 },
            Distribution::Gamma { mean: day, shape: 200.0 },
            Distribution::Weibull { scale: day, shape: 0.5 },
        ]
    }

    #[test]
    fn each_sampler_is_monotone_in_its_word() {
        for (law, _) in laws().into_iter().chain(steep().map(|law| (law, 0.0))) {
            let sampler = Sampler::from(law.clone());
            let lengths: Vec<_> = even_words(50_000).map(|w| sampler.sample(w)).collect();
            assert!(lengths.is_sorted(), "{law:?}");
            assert!(law.longest().is_none_or(|most| *lengths.last().unwrap() <= most));
            assert!(law.shortest() <= lengths[0], "{law:?}");
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
        assert!((rare.times(2.0).probability() - 0.02).abs() < 1e-15 && rare < rare.times(1.01));
        assert!(often.times(60.0).hits(u64::MAX), "nothing is more than certain");
        let back = [0.0, 0.02, 1.0].map(|p| (Chance::new(p).unwrap().probability() - p).abs());
        assert!(back.iter().all(|off| *off < 1e-15), "{back:?}");
        assert!(Chance::new(-1e-18).is_none() && Chance::new(f64::NAN).is_none());
        assert_eq!(Chance::new(1.0), Some(Chance::ALWAYS));
    }

    #[test]
    fn a_forced_word_is_uniform_among_the_hits_or_among_the_others() {
        for p in [1e-9, 0.01, 0.5, 0.999] {
            let chance = Chance::new(p).unwrap();
            assert!((chance.probability() / p - 1.0).abs() < 1e-4);
            let (hits, misses): (Vec<u64>, Vec<u64>) =
                even_words(1_000).map(|w| (chance.hit(w), chance.miss(w))).unzip();
            assert!(hits.iter().all(|&w| chance.hits(w)) && hits.is_sorted());
            assert!(!misses.iter().any(|&w| chance.hits(w)) && misses.is_sorted());
            for i in [0, 250, 999] {
                let at = math::count(i as u64) / 1_000.0;
                let hit = (math::unit(hits[i]) / p - at).abs();
                let miss = ((math::unit(misses[i]) - p) / (1.0 - p) - at).abs();
                assert!(hit < 1.1e-3 && miss < 1.1e-3, "{p}: {i}");
            }
        }
        assert_eq!(Chance::ALWAYS.hit(9), 9);
        assert_eq!(Chance::NEVER.miss(9), 9);
    }
}
