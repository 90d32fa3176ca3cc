//! The mean of a skewed sample: Student's t with the skewness taken out.
//!
//! P. Hall, "On the removal of skewness by transformation", Journal of the Royal Statistical
//! Society B 54 (1992): a cubic, increasing transformation of the t ratio is symmetric to the
//! next order; its inverse turns the symmetric bounds into those of the mean. Of 60 log-normal
//! values with a standard deviation of 0.9 means, 95 % bounds of plain t hold 90 times of 100 from
//! above, these 94 times.

use super::interval::upper;
use super::skewness::Sums;
use super::special::student_t_quantile;
use crate::kernel::math::{count, exp, log, sqrt};

/// A sample's mean and what its bounds are made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Skewed {
    size: f64,
    /// The mean.
    pub mean: f64,
    /// The standard deviation of one value.
    pub deviation: f64,
    /// The skewness of one value.
    pub skewness: f64,
}

impl Skewed {
    /// Of at least three independent values.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn of(values: &[f64]) -> Self {
        assert!(values.len() > 2, "a skewness needs three values");
        let size = count(values.len() as u64);
        let mean = values.iter().sum::<f64>() / size;
        let sums = Sums::of(values.iter().map(|value| value - mean));
        let variance = sums.squares / size;
        let skewness = if variance > 0.0 { sums.skewness() } else { 0.0 };
        Self { size, mean, deviation: sqrt(variance * size / (size - 1.0)), skewness }
    }

    /// The standard error of the mean.
    pub fn error(&self) -> f64 {
        self.deviation / sqrt(self.size)
    }

    /// Between which bounds the true mean lies, each missed alike.
    pub fn interval(&self, level: f64) -> (f64, f64) {
        let t = student_t_quantile(upper(level), self.size - 1.0);
        (self.bound(t), self.bound(-t))
    }

    /// What the true mean does not exceed, one-sided.
    pub fn at_most(&self, level: f64) -> f64 {
        self.bound(-student_t_quantile(level, self.size - 1.0))
    }

    /// The true mean at which the transformed ratio is `t`.
    fn bound(&self, t: f64) -> f64 {
        let Self { size, mean, deviation, skewness } = *self;
        let symmetric = t / sqrt(size);
        let cube = skewness * (symmetric - skewness / (6.0 * size));
        // Nearly symmetric: the limit, which the quotient would only lose digits on.
        let ratio = if skewness.abs() < 1e-6 {
            symmetric
        } else {
            3.0 * (cube_root(1.0 + cube) - 1.0) / skewness
        };
        mean - deviation * ratio
    }
}

fn cube_root(x: f64) -> f64 {
    let root = if x.abs() > 0.0 { exp(log(x.abs()) / 3.0) } else { 0.0 };
    root.copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::math::lognormal;
    use crate::statistics::interval::{Kind, mean};
    use crate::statistics::testing::units;

    #[test]
    fn moments_are_those_worked_out_by_hand() {
        let found = Skewed::of(&[1.0, 2.0, 3.0, 10.0]);
        // Deviations -3, -2, -1, 6: squares add up to 50, cubes to 180.
        let skewness = 45.0 / (12.5 * 12.5_f64.sqrt()) * 12.0_f64.sqrt() / 2.0;
        let wanted = [4.0, (50.0_f64 / 3.0).sqrt(), skewness, (50.0_f64 / 12.0).sqrt()];
        for (found, wanted) in
            [found.mean, found.deviation, found.skewness, found.error()].into_iter().zip(wanted)
        {
            assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
        }
    }

    #[test]
    fn a_symmetric_sample_has_the_interval_of_student() {
        let values: Vec<f64> = (1..=9).map(f64::from).collect();
        let (low, high) = Skewed::of(&values).interval(0.95);
        let student = mean(&values, 0.95, Kind::Free);
        assert!((low - student.low.unwrap()).abs() < 1e-9);
        assert!((high - student.high.unwrap()).abs() < 1e-9);
    }

    #[test]
    fn a_sample_skewed_to_the_right_moves_both_ends_up() {
        let values = [1.0, 1.1, 1.2, 1.3, 1.5, 1.6, 2.0, 3.0, 5.0, 9.0];
        let (low, high) = Skewed::of(&values).interval(0.95);
        let student = mean(&values, 0.95, Kind::Free);
        assert!(low > student.low.unwrap() && high > student.high.unwrap() && low < 2.67);
        let mirrored: Vec<f64> = values.iter().map(|v| 10.0 - v).collect();
        let (mirrored_low, mirrored_high) = Skewed::of(&mirrored).interval(0.95);
        assert!((mirrored_low - 10.0 + high).abs() < 1e-9);
        assert!((mirrored_high - 10.0 + low).abs() < 1e-9);
    }

    #[test]
    fn a_sample_without_spread_is_its_mean() {
        let (low, high) = Skewed::of(&[2.0; 5]).interval(0.9);
        assert!((low - 2.0).abs() + (high - 2.0).abs() < 1e-15);
    }

    /// Log-normal values of mean one, whose standard deviation is 0.9 means.
    fn lognormals(repetition: u64) -> Vec<f64> {
        let sigma = sqrt(log(1.81));
        let one = |u| exp(-sigma * sigma / 2.0) * lognormal(u, sigma);
        units(repetition, 60).into_iter().map(one).collect()
    }

    #[test]
    fn bounds_hold_nearly_as_often_as_they_say_where_those_of_student_do_not() {
        let repetitions = 2_000;
        let mut held = [0.0_f64; 3];
        for repetition in 0..repetitions {
            let values = lognormals(repetition);
            let found = Skewed::of(&values);
            let (low, high) = found.interval(0.95);
            let student = mean(&values, 0.90, Kind::Free).high.unwrap();
            let holds = [low <= 1.0 && 1.0 <= high, found.at_most(0.95) >= 1.0, student >= 1.0];
            held = std::array::from_fn(|i| held[i] + f64::from(u8::from(holds[i])));
        }
        let held = held.map(|n| n / count(repetitions));
        let [both, at_most, student] = held;
        assert!((0.925..0.96).contains(&both), "{held:?}");
        assert!((0.92..0.955).contains(&at_most) && student < 0.915, "{held:?}");
    }
}
