//! The law of weighted values: which shares of them lie where.

use super::quantile::Quantile;

/// Values in ascending order, each with how much it counts.
#[derive(Clone, Debug)]
pub struct Law {
    values: Vec<f64>,
    /// How much the values up to each one count together.
    up_to: Vec<f64>,
}

impl Law {
    /// The law of values in any order, each with a positive weight.
    pub fn of(values: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut pairs: Vec<(f64, f64)> = values.into_iter().collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut sum = 0.0;
        let mut add = |weight: f64| {
            sum += weight;
            sum
        };
        let up_to = pairs.iter().map(|&(_, weight)| add(weight)).collect();
        Self { values: pairs.into_iter().map(|(value, _)| value).collect(), up_to }
    }

    /// The least value that with all below it counts for at least the quantile's share: of equal
    /// weights that of [`Quantile::rank`]. `None` of no values.
    pub fn quantile(&self, quantile: Quantile) -> Option<f64> {
        let per_mille = quantile.thousandths();
        let total = self.up_to.last()?;
        // Multiplied instead of divided, so that weights of one count exactly.
        let at = self.up_to.partition_point(|sum| sum * 1_000.0 < per_mille * total);
        Some(self.values[at.min(self.values.len() - 1)])
    }

    /// Where the interval of a quantile ends, from the interval of the share at or below it: as far
    /// from the quantile's share as that interval reaches, mapped back to values. An end is absent
    /// where the interval is cut off by 0 or 1.
    ///
    /// Many values may be equal, so the share at or below a quantile can be far above the
    /// quantile's own; distances are right for both.
    pub(super) fn ends(
        &self,
        quantile: Quantile,
        share: f64,
        (low, high): (f64, f64),
    ) -> (Option<f64>, Option<f64>) {
        let asked = quantile.thousandths() / 1_000.0;
        let down = self.at_share(asked - (share - low)).filter(|_| low > 0.0);
        let up = self.at_share(asked + (high - share)).filter(|_| high < 1.0 || share >= 1.0);
        (down, up)
    }

    /// The least value that with all below it counts for at least this share; the greatest one
    /// for shares above 1. `None` of no values.
    fn at_share(&self, share: f64) -> Option<f64> {
        let total = self.up_to.last()?;
        let at = self.up_to.partition_point(|&sum| sum < share * total);
        Some(self.values[at.min(self.values.len() - 1)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_of_shares_becomes_one_of_values() {
        let hundred = Law::of((1..=100).map(|i| (f64::from(i), 1.0)));
        let half = Quantile::per_mille(500);
        assert_eq!(hundred.ends(half, 0.5, (0.4, 0.625)), (Some(40.0), Some(63.0)));
        assert_eq!(hundred.ends(half, 0.5, (0.0, 1.0)), (None, None));
        // All values are the same: whatever the share may be, the quantile is theirs.
        let same = Law::of([(7.0, 1.0); 10]);
        assert_eq!(same.ends(half, 1.0, (0.74, 1.0)), (Some(7.0), Some(7.0)));
        assert_eq!((Law::of([]).quantile(half), Law::of([]).at_share(0.5)), (None, None));
    }
}
