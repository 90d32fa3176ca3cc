//! One measure across replications: what a single rollout may look like.

use super::law::Law;
use super::quantile::Quantile;
use super::strata::{Stratum, proportion, weights};

/// The 5th, 50th and 95th percentile; `None` of no values, infinite where a value that was not
/// reached stands at that rank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// One rollout in twenty is at or below this.
    pub p5: Option<f64>,
    /// The median.
    pub p50: Option<f64>,
    /// One rollout in twenty is above this.
    pub p95: Option<f64>,
}

impl Spread {
    /// The spread of `values`, one of each replication, in any order.
    pub fn of(values: &[f64]) -> Self {
        Self::weighted(values.iter().map(|&value| (value, 1.0)))
    }

    /// The spread of values that each count as much as their weight says.
    pub fn weighted(values: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let law = Law::of(values);
        let at = |thousandths| law.quantile(Quantile::per_mille(thousandths));
        Self { p5: at(50), p50: at(500), p95: at(950) }
    }
}

/// Between which values a percentile over all rollouts lies, each end absent where there are too
/// few replications to say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ends {
    /// The lower end.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

impl Ends {
    /// The ends for a quantile of a value of each replication, whatever its law.
    ///
    /// Replications that are all alike give two of their values, by rank. In strata, the share of
    /// rollouts at or below the quantile has an interval, which the weighted values map back.
    pub fn of(quantile: Quantile, values: &[Option<f64>], strata: &[Stratum], level: f64) -> Self {
        if strata.len() > 1 {
            return Self::stratified(quantile, values, strata, level).unwrap_or_default();
        }
        let mut ascending: Vec<f64> = values.iter().flatten().copied().collect();
        ascending.sort_by(f64::total_cmp);
        let (n, each) = (ascending.len(), f64::midpoint(level, 1.0));
        let at = |rank: usize| ascending[rank - 1];
        Self {
            low: quantile.lower_rank(n, each).map(at),
            high: quantile.upper_rank(n, each).map(at),
        }
    }

    fn stratified(
        quantile: Quantile,
        values: &[Option<f64>],
        strata: &[Stratum],
        level: f64,
    ) -> Option<Self> {
        let weighted = values.iter().zip(weights(strata));
        let law = Law::of(weighted.filter_map(|(value, weight)| Some(((*value)?, weight))));
        let middle = law.quantile(quantile)?;
        let below = |v: f64| if v <= middle { 1.0 } else { 0.0 };
        let shares: Vec<Option<f64>> = values.iter().map(|v| v.map(below)).collect();
        let share = proportion(&shares, strata, level);
        let (low, high) = law.ends(quantile, share.value?, (share.low?, share.high?));
        Some(Self { low, high })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEVER: f64 = f64::INFINITY;

    #[test]
    fn a_spread_is_three_of_the_values_in_any_order() {
        let hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        for (values, wanted) in [
            (hundred.as_slice(), [5.0, 50.0, 95.0].map(Some)),
            (&[3.0], [3.0; 3].map(Some)),
            (&[NEVER, 1.0], [1.0, 1.0, NEVER].map(Some)),
            (&[2.0, NEVER, NEVER, 1.0, NEVER], [1.0, NEVER, NEVER].map(Some)),
            (&[], [None; 3]),
        ] {
            let [p5, p50, p95] = wanted;
            assert_eq!(Spread::of(values), Spread { p5, p50, p95 });
        }
    }

    #[test]
    fn equal_weights_give_the_value_at_the_rank() {
        for n in 1..=400_u16 {
            let values: Vec<f64> = (1..=n).map(f64::from).collect();
            let found = Spread::of(&values);
            let at = |q| Quantile::per_mille(q).of(&values);
            assert_eq!(found, Spread { p5: at(50), p50: at(500), p95: at(950) }, "{n}");
        }
    }

    #[test]
    fn a_heavy_value_fills_the_middle_and_a_light_one_the_end() {
        let found = Spread::weighted([(3.0, 0.04), (1.0, 0.06), (2.0, 0.9)]);
        assert_eq!(found, Spread { p5: Some(1.0), p50: Some(2.0), p95: Some(2.0) });
        let found = Spread::weighted([(3.0, 0.06), (1.0, 0.04), (2.0, 0.9)]);
        assert_eq!(found, Spread { p5: Some(2.0), p50: Some(2.0), p95: Some(3.0) });
    }
}
