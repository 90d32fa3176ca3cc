//! How likely a quantity exceeds each number: a staircase that falls, with its band.

use super::interval::{Estimate, proportion, upper_bound};

/// How likely a quantity exceeds a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Risk {
    /// The number from which on this holds, up to the next step.
    pub from: u64,
    /// The probability, with a two-sided interval where it was seen and a bound where it was not.
    pub estimate: Estimate,
    /// What the probability does not exceed at the level of the curve: one-sided.
    pub at_most: f64,
}

/// How likely a quantity exceeds each number.
///
/// Each step holds at the level of the curve by itself, not all of them together. The steps may
/// come from anywhere: one is answered with by what it bounds, not by how.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskCurve {
    /// The steps in order, the first from zero.
    pub steps: Vec<Risk>,
}

impl RiskCurve {
    /// The curve of one value of each replication; `beyond` further ones exceed every number.
    pub fn of_values(values: &[u64], beyond: u64, level: f64) -> Self {
        let mut ascending = values.to_vec();
        ascending.sort_unstable();
        let all = ascending.len() as u64 + beyond;
        let mut numbers: Vec<u64> = std::iter::once(0).chain(ascending.iter().copied()).collect();
        numbers.dedup();
        let step = |from: u64| {
            let kept = ascending.partition_point(|&value| value <= from);
            let hits = all - kept as u64;
            let at_most = upper_bound(hits, all, level);
            Risk { from, estimate: proportion(hits, all, level), at_most }
        };
        Self { steps: numbers.into_iter().map(step).collect() }
    }

    /// The curve of these steps, no bound less than that of a greater number: who exceeds the
    /// greater one exceeds the lesser one, too.
    pub fn falling(mut steps: Vec<Risk>) -> Self {
        let mut most = 0.0;
        for step in steps.iter_mut().rev() {
            most = f64::max(most, step.at_most);
            step.at_most = most;
        }
        Self { steps }
    }

    /// How likely the quantity exceeds a number.
    ///
    /// # Panics
    /// If the curve has no step from zero on.
    pub fn at(&self, number: u64) -> &Risk {
        let after = self.steps.partition_point(|step| step.from <= number);
        &self.steps[after.checked_sub(1).expect("the first step begins at zero")]
    }

    /// The least number that is exceeded with at most this probability, at the level of the curve;
    /// none if it does not bound any so far.
    ///
    /// Of replications, that is the order statistic which bounds the quantile.
    pub fn enough(&self, at_most: f64) -> Option<u64> {
        self.steps.iter().find(|step| step.at_most <= at_most).map(|step| step.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::math::count;
    use crate::statistics::interval::Method;
    use crate::statistics::quantile::Quantile;
    use crate::statistics::testing::wholes;

    #[test]
    fn a_curve_falls_at_every_value_and_bounds_what_was_never_exceeded() {
        let curve = RiskCurve::of_values(&[7, 3, 7, 5], 0, 0.95);
        let seen = |number| curve.at(number).estimate.value.unwrap();
        for (number, share) in
            [(0, 1.0), (2, 1.0), (3, 0.75), (4, 0.75), (6, 0.5), (7, 0.0), (99, 0.0)]
        {
            assert!((seen(number) - share).abs() < 1e-12, "{number}");
        }
        assert_eq!(curve.steps.iter().map(|s| s.from).collect::<Vec<_>>(), [0, 3, 5, 7]);
        assert_eq!(curve.at(7).estimate.method, Method::ZeroBound);
        assert!(curve.steps.is_sorted_by(|a, b| a.at_most > b.at_most || a.at_most >= 1.0));
    }

    #[test]
    fn no_bound_is_less_than_that_of_a_greater_number() {
        let step = |from, at_most| Risk { from, estimate: proportion(0, 1, 0.95), at_most };
        let steps = vec![step(0, 1.0), step(3, 0.01), step(4, 0.02), step(9, 0.005)];
        let curve = RiskCurve::falling(steps);
        assert_eq!(
            curve.steps.iter().map(|s| s.at_most).collect::<Vec<_>>(),
            [1.0, 0.02, 0.02, 0.005]
        );
        assert_eq!((curve.enough(0.01), curve.enough(0.02)), (Some(9), Some(3)));
    }

    #[test]
    fn what_exceeds_every_number_is_never_answered() {
        let values: Vec<u64> = (0..400).collect();
        let curve = RiskCurve::of_values(&values, 0, 0.95);
        assert_eq!(curve.enough(0.01), Some(399));
        assert_eq!(RiskCurve::of_values(&values, 1, 0.95).enough(0.01), None);
        assert_eq!(RiskCurve::of_values(&[0; 400], 0, 0.95).enough(0.01), Some(0));
        assert_eq!(RiskCurve::of_values(&values[..298], 0, 0.95).enough(0.01), None);
    }

    #[test]
    fn the_answer_is_the_order_statistic_that_bounds_the_quantile() {
        for (repetition, n) in [299, 300, 473, 1_000, 2_000].into_iter().enumerate() {
            let mut values = wholes(repetition as u64, n, 500);
            let found = RiskCurve::of_values(&values, 0, 0.95).enough(0.01);
            values.sort_unstable();
            let rank = Quantile::per_mille(990).upper_rank(n, 0.95);
            assert_eq!(found, rank.map(|rank| values[rank - 1]), "{n}");
        }
    }

    #[test]
    fn the_answer_truly_meets_its_target_as_often_as_it_says() {
        // Of values uniform below 100,000, the share above v is 1 - (v + 1) / 100,000.
        let truly = |answer: u64| 1.0 - count(answer + 1) / 1e5 <= 0.05;
        let right = (0..500).filter(|&repetition| {
            let curve = RiskCurve::of_values(&wholes(repetition, 100, 100_000), 0, 0.95);
            truly(curve.enough(0.05).unwrap())
        });
        // Rank 99 of 100 is too low with probability 3.7 %: 481 are right, three standard deviations
        // either way. The ranks beside it would be right in 441 and in 497.
        assert!((469..=494).contains(&right.count()));
    }
}
