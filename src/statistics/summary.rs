//! One measure across replications: what a single rollout may look like.

use super::law::Law;
use super::quantile::Quantile;

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
