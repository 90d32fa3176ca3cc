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
}
