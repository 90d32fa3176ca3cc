//! Quantiles by rank: the value of rank `ceil(q n)`, and the ranks that bound the true one.

use super::interval::miss;
use super::special::incomplete_beta;
use crate::kernel::math::count;

/// Which quantile, in thousandths, so that its rank is computed in whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantile(u16);

impl Quantile {
    /// The value that `thousandths` of 1,000 do not exceed.
    ///
    /// # Panics
    /// If that is more than 1,000.
    pub const fn per_mille(thousandths: u16) -> Self {
        assert!(thousandths <= 1_000, "a quantile lies between 0 and 1");
        Self(thousandths)
    }

    /// How many thousandths.
    pub(super) fn thousandths(self) -> f64 {
        f64::from(self.0)
    }

    /// The rank among `n` values, counted from 1; `None` of none.
    pub fn rank(self, n: usize) -> Option<usize> {
        // By quotient and remainder: `n` thousandfold might not fit.
        let q = usize::from(self.0);
        let rank = n / 1_000 * q + (n % 1_000 * q).div_ceil(1_000);
        (n > 0).then_some(rank.max(1))
    }

    /// The value at that rank of an ascending slice; `None` of none.
    pub fn of<T: Copy + PartialOrd>(self, ascending: &[T]) -> Option<T> {
        debug_assert!(ascending.is_sorted(), "ranks are counted from the least value");
        self.rank(ascending.len()).map(|rank| ascending[rank - 1])
    }

    /// The least rank among `n` independent values whose value is at least the true quantile
    /// with probability `level`, whatever the law; `None` if even the greatest is not.
    pub fn upper_rank(self, n: usize, level: f64) -> Option<usize> {
        let miss = miss(level);
        // The value of a rank falls short when so many values lie below the quantile.
        let short = |rank| self.chance_below(rank, n);
        if n == 0 || short(n) > miss {
            return None;
        }
        let (mut too_low, mut enough) = (0, n);
        while enough - too_low > 1 {
            let middle = usize::midpoint(too_low, enough);
            if short(middle) > miss {
                too_low = middle;
            } else {
                enough = middle;
            }
        }
        Some(enough)
    }

    /// The greatest rank whose value is at most the true quantile with probability `level`.
    pub fn lower_rank(self, n: usize, level: f64) -> Option<usize> {
        Self(1_000 - self.0).upper_rank(n, level).map(|rank| n + 1 - rank)
    }

    /// Two ranks whose values enclose the true quantile with probability `level`, each side
    /// missing it half as often as both; `None` if there are too few values.
    pub fn rank_interval(self, n: usize, level: f64) -> Option<(usize, usize)> {
        let each = f64::midpoint(level, 1.0);
        self.lower_rank(n, each).zip(self.upper_rank(n, each))
    }

    /// The chance that at least `rank` of `n` values lie below the true quantile.
    fn chance_below(self, rank: usize, n: usize) -> f64 {
        let q = count(u64::from(self.0)) / 1_000.0;
        incomplete_beta(q, count(rank as u64), count((n - rank + 1) as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::testing::units;
    use statrs::distribution::{Binomial, DiscreteCDF};

    const MEDIAN: Quantile = Quantile::per_mille(500);
    const P95: Quantile = Quantile::per_mille(950);
    const P99: Quantile = Quantile::per_mille(990);

    #[test]
    fn the_rank_is_q_times_n_rounded_up_in_whole_numbers() {
        for (thousandths, n, rank) in [
            (500, 1, 1),
            (500, 2, 1),
            (500, 3, 2),
            (950, 20, 19),
            (950, 21, 20),
            (950, 100, 95),
            (290, 100, 29),
            (70, 100, 7),
            (999, 1_000, 999),
            (999, 1_001, 1_000),
            (0, 5, 1),
            (1_000, 5, 5),
        ] {
            assert_eq!(Quantile::per_mille(thousandths).rank(n), Some(rank), "{thousandths} {n}");
        }
        assert_eq!(P95.rank(usize::MAX / 1_000 * 1_000), Some(usize::MAX / 1_000 * 950));
    }

    #[test]
    fn a_quantile_is_one_of_the_values_and_none_of_none() {
        assert_eq!(MEDIAN.of(&[10, 20, 30, 40]), Some(20));
        assert_eq!(P95.of(&[7]), Some(7));
        assert_eq!(P95.of::<u64>(&[]), None);
        assert_eq!((P95.rank(0), P95.rank_interval(0, 0.95)), (None, None));
    }

    #[test]
    fn one_sided_ranks_are_the_published_ones() {
        for (n, rank) in [(298, None), (299, Some(299)), (1_000, Some(996))] {
            assert_eq!(P99.upper_rank(n, 0.95), rank, "{n}");
        }
        for (n, rank) in [(58, None), (59, Some(59))] {
            assert_eq!(P95.upper_rank(n, 0.95), rank, "{n}");
        }
    }

    #[test]
    fn rank_intervals_are_the_binomial_ones() {
        for (n, ranks) in [(5, None), (6, Some((1, 6))), (10, Some((2, 9))), (100, Some((40, 61)))]
        {
            assert_eq!(MEDIAN.rank_interval(n, 0.95), ranks, "{n}");
        }
        for (q, n) in [(MEDIAN, 37), (P95, 200), (P99, 1_234), (Quantile::per_mille(50), 90)] {
            let law = Binomial::new(f64::from(q.0) / 1_000.0, n as u64).unwrap();
            let (low, high) = q.rank_interval(n, 0.95).unwrap();
            let (low, high) = (low as u64, high as u64);
            assert!(law.cdf(low - 1) <= 0.025 && law.cdf(low) > 0.025, "{q:?} of {n}: {low}");
            assert!(law.sf(high - 1) <= 0.025 && law.sf(high - 2) > 0.025, "{q:?} of {n}: {high}");
        }
    }

    #[test]
    fn rank_intervals_enclose_the_true_quantile_as_often_as_they_say() {
        let (n, repetitions) = (80, 3_000);
        let (low, high) = P95.rank_interval(n, 0.90).unwrap();
        let enclosed = (0..repetitions).filter(|&repetition| {
            let mut values = units(repetition, n);
            values.sort_by(f64::total_cmp);
            (values[low - 1]..=values[high - 1]).contains(&0.95)
        });
        assert!((2_700..2_950).contains(&enclosed.count()));
    }
}
