//! How large a sample must be for its skewness before Student's t may be trusted.

use crate::kernel::math::{count, sqrt};

/// Fewer replications show no skewness worth the name.
const LEAST: f64 = 30.0;

/// Sums over deviations that themselves sum to about zero.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sums {
    /// How many deviations.
    n: u64,
    /// The sum of their squares.
    pub(super) squares: f64,
    cubes: f64,
}

impl Sums {
    pub(super) fn of(deviations: impl Iterator<Item = f64>) -> Self {
        let nothing = Self { n: 0, squares: 0.0, cubes: 0.0 };
        deviations.fold(nothing, |sums, e| Self {
            n: sums.n + 1,
            squares: sums.squares + e * e,
            cubes: sums.cubes + e * e * e,
        })
    }

    /// The skewness of the law behind at least three values, of which some differ.
    pub(super) fn skewness(&self) -> f64 {
        let r = count(self.n);
        let variance = self.squares / r;
        let plain = self.cubes / r / (variance * sqrt(variance));
        plain * sqrt(r * (r - 1.0)) / (r - 2.0)
    }

    /// How many replications a sample so skewed wants (Sugden, Smith and Jones); `None` where
    /// nothing varies or fewer than three do.
    pub(super) fn wanted(&self) -> Option<f64> {
        if self.n < 3 || self.squares <= 0.0 || !self.cubes.is_finite() {
            return None;
        }
        let skewness = self.skewness();
        Some((28.0 + 25.0 * skewness * skewness).max(LEAST))
    }

    /// Whether the sample is large enough for its skewness.
    pub(super) fn allow_student(&self) -> bool {
        self.wanted().is_some_and(|wanted| count(self.n) >= wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_wants_28_and_25_times_its_squared_skewness() {
        // One of ten at 9, the others at -1: moments 9 and 72, skewness (8/3) sqrt(90)/8.
        let lone = Sums::of((0..10).map(|i| if i == 0 { 9.0 } else { -1.0 }));
        let skewness = 8.0 / 3.0 * sqrt(90.0) / 8.0;
        assert!((lone.wanted().unwrap() - (28.0 + 25.0 * skewness * skewness)).abs() < 1e-9);
        let even = Sums::of((0..40).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 }));
        assert_eq!((even.wanted(), even.allow_student()), (Some(30.0), true));
        for few in [&[][..], &[1.0, -1.0], &[0.0; 50]] {
            assert_eq!(Sums::of(few.iter().copied()).wanted(), None);
        }
    }
}
