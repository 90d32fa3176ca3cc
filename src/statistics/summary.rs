//! One measure across replications: what a single rollout may look like.

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
        let mut ascending = values.to_vec();
        ascending.sort_by(f64::total_cmp);
        let at = |thousandths| Quantile::per_mille(thousandths).of(&ascending);
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
}
