//! The laws that may have made the lengths, with their parameters.

use crate::kernel::math::{
    self, count, erfc, exp, gamma_below, gamma_fraction, lgamma, log, log1p, sqrt,
};
use crate::kernel::time::SimDuration;
use crate::kernel::variate::Distribution;

use super::family::Family;
use super::sample::Sample;

/// A law and its parameters; lengths in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Candidate {
    /// Memoryless.
    Exponential {
        /// Mean length.
        mean: f64,
    },
    /// The logarithm is normal.
    Lognormal {
        /// Median length.
        median: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Gamma.
    Gamma {
        /// Mean length.
        mean: f64,
        /// Shape.
        shape: f64,
    },
    /// Weibull.
    Weibull {
        /// The length that 63.2 % stay below.
        scale: f64,
        /// Shape.
        shape: f64,
    },
    /// Any length between two alike.
    Uniform {
        /// Least length.
        min: f64,
        /// Greatest length.
        max: f64,
    },
    /// Rising from `min` to `mode`, falling to `max`.
    Triangular {
        /// Least length.
        min: f64,
        /// Most likely length.
        mode: f64,
        /// Greatest length.
        max: f64,
    },
}

const LOG_2PI: f64 = 1.837_877_066_409_345_5;
const SQRT_2: f64 = std::f64::consts::SQRT_2;

impl Candidate {
    /// Its family.
    pub fn family(&self) -> Family {
        match self {
            Self::Exponential { .. } => Family::Exponential,
            Self::Lognormal { .. } => Family::Lognormal,
            Self::Gamma { .. } => Family::Gamma,
            Self::Weibull { .. } => Family::Weibull,
            Self::Uniform { .. } => Family::Uniform,
            Self::Triangular { .. } => Family::Triangular,
        }
    }

    /// The probability density at a length, per second.
    pub fn density(&self, x: f64) -> f64 {
        exp(self.log_density(x))
    }

    fn log_density(&self, x: f64) -> f64 {
        match *self {
            Self::Exponential { mean } => -log(mean) - x / mean,
            Self::Lognormal { median, sigma } => {
                let z = log(x / median) / sigma;
                -log(x * sigma) - 0.5 * (LOG_2PI + z * z)
            }
            Self::Gamma { mean, shape } => {
                let scaled = x / mean * shape;
                shape * log(scaled) - scaled - lgamma(shape) - log(x)
            }
            Self::Weibull { scale, shape } => {
                let power = shape * log(x / scale);
                log(shape / x) + power - exp(power)
            }
            Self::Uniform { min, max } => {
                if (min..=max).contains(&x) {
                    -log(max - min)
                } else {
                    f64::NEG_INFINITY
                }
            }
            Self::Triangular { min, mode, max } => {
                let height = if x <= mode && mode > min {
                    (x - min) / (mode - min)
                } else {
                    (max - x) / (max - mode)
                };
                if (min..=max).contains(&x) {
                    log(2.0 * height / (max - min))
                } else {
                    f64::NEG_INFINITY
                }
            }
        }
    }

    /// The logarithm of the probability that a length is greater.
    pub(super) fn log_above(&self, x: f64) -> f64 {
        match *self {
            Self::Exponential { mean } => -x / mean,
            Self::Lognormal { median, sigma } => log_above_normal(log(x / median) / sigma),
            Self::Gamma { mean, shape } => log_above_gamma(x / mean * shape, shape),
            Self::Weibull { scale, shape } => -exp(shape * log(x / scale)),
            Self::Uniform { .. } | Self::Triangular { .. } => log(1.0 - self.below(x)),
        }
    }

    /// The probability that a length is at most this one.
    pub fn below(&self, x: f64) -> f64 {
        match *self {
            Self::Exponential { .. } | Self::Weibull { .. } => -math::expm1(self.log_above(x)),
            Self::Lognormal { median, sigma } => 0.5 * erfc(-log(x / median) / sigma / SQRT_2),
            Self::Gamma { mean, shape } => gamma_below(x / mean * shape, shape),
            Self::Uniform { min, max } => ((x - min) / (max - min)).clamp(0.0, 1.0),
            Self::Triangular { min, mode, max } => {
                let x = x.clamp(min, max);
                if x <= mode && mode > min {
                    (x - min) * (x - min) / ((max - min) * (mode - min))
                } else {
                    1.0 - (max - x) * (max - x) / ((max - min) * (max - mode))
                }
            }
        }
    }

    /// The length that this share stays below.
    pub fn quantile(&self, share: f64) -> f64 {
        match *self {
            Self::Exponential { mean } => mean * math::exponential(share),
            Self::Lognormal { median, sigma } => median * math::lognormal(share, sigma),
            Self::Gamma { mean, shape } => mean * math::gamma_of_mean_one(share, shape),
            Self::Weibull { scale, shape } => scale * math::weibull(share, shape),
            Self::Uniform { min, max } => min + share * (max - min),
            Self::Triangular { min, mode, max } => {
                let (width, left) = (max - min, mode - min);
                if share * width < left {
                    min + sqrt(share * width * left)
                } else {
                    max - sqrt((1.0 - share) * width * (max - mode))
                }
            }
        }
    }

    /// The mean length.
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Exponential { mean } | Self::Gamma { mean, .. } => mean,
            Self::Lognormal { median, sigma } => median * math::mean_of_lognormal(sigma),
            Self::Weibull { scale, shape } => scale * math::mean_of_weibull(shape),
            Self::Uniform { min, max } => f64::midpoint(min, max),
            Self::Triangular { min, mode, max } => (min + mode + max) / 3.0,
        }
    }

    /// How likely a sample is, as a logarithm: densities of what ended, chances of what had not.
    pub(super) fn log_likelihood(&self, sample: &Sample) -> f64 {
        let density: f64 = sample.ended().iter().map(|&x| self.log_density(x)).sum();
        density + sample.censored().iter().map(|&x| self.log_above(x)).sum::<f64>()
    }

    /// The law as a scenario takes it: lengths and numbers with as many digits as say something.
    pub fn distribution(&self) -> Distribution {
        match *self {
            Self::Exponential { mean } => Distribution::Exponential { mean: length(mean) },
            Self::Lognormal { median, sigma } => {
                Distribution::Lognormal { median: length(median), sigma: four_digits(sigma) }
            }
            Self::Gamma { mean, shape } => {
                Distribution::Gamma { mean: length(mean), shape: four_digits(shape) }
            }
            Self::Weibull { scale, shape } => {
                Distribution::Weibull { scale: length(scale), shape: four_digits(shape) }
            }
            Self::Uniform { min, max } => {
                Distribution::Uniform { min: length(min), max: length(max) }
            }
            Self::Triangular { min, mode, max } => {
                Distribution::Triangular { min: length(min), mode: length(mode), max: length(max) }
            }
        }
    }
}

/// The logarithm of the upper tail of the standard normal law.
fn log_above_normal(z: f64) -> f64 {
    // Further out the tail itself is no number any more; the first terms of its series are exact.
    const FAR: f64 = 35.0;
    if z < FAR {
        return log(0.5 * erfc(z / SQRT_2));
    }
    let square = z * z;
    -0.5 * (square + LOG_2PI) - log(z) + log1p(-1.0 / square)
}

/// The logarithm of the upper tail of the gamma law with scale 1.
fn log_above_gamma(x: f64, shape: f64) -> f64 {
    if x < shape + 1.0 {
        return log1p(-gamma_below(x, shape));
    }
    shape * log(x) - x - lgamma(shape) + log(gamma_fraction(x, shape))
}

/// A length as it is worth writing: to the second from ten minutes on, to a tenth from ten
/// seconds on, else to the millisecond.
pub fn length(seconds: f64) -> SimDuration {
    let unit = match seconds {
        s if s >= 600.0 => 1_000,
        s if s >= 10.0 => 100,
        _ => 1,
    };
    math::to_length(seconds * 1_000.0 / count(unit)) * unit
}

fn four_digits(number: f64) -> f64 {
    format!("{number:.3e}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Continuous, ContinuousCDF};
    use statrs::distribution::{Exp, Gamma, LogNormal, Normal, Triangular, Uniform, Weibull};

    type Oracle = (Candidate, Box<dyn Fn(f64) -> f64>, Box<dyn Fn(f64) -> f64>);

    fn oracle<D: Continuous<f64, f64> + ContinuousCDF<f64, f64> + Copy + 'static>(
        candidate: Candidate,
        law: D,
    ) -> Oracle {
        (candidate, Box::new(move |x| law.ln_pdf(x)), Box::new(move |x| law.sf(x)))
    }

    fn all() -> Vec<Oracle> {
        vec![
            oracle(Candidate::Exponential { mean: 4.0 }, Exp::new(0.25).unwrap()),
            oracle(
                Candidate::Lognormal { median: 4.0, sigma: 0.7 },
                LogNormal::new(log(4.0), 0.7).unwrap(),
            ),
            oracle(Candidate::Gamma { mean: 4.0, shape: 2.5 }, Gamma::new(2.5, 0.625).unwrap()),
            oracle(Candidate::Gamma { mean: 4.0, shape: 0.4 }, Gamma::new(0.4, 0.1).unwrap()),
            oracle(Candidate::Weibull { scale: 4.0, shape: 1.7 }, Weibull::new(1.7, 4.0).unwrap()),
            oracle(Candidate::Uniform { min: 1.0, max: 9.0 }, Uniform::new(1.0, 9.0).unwrap()),
            oracle(
                Candidate::Triangular { min: 1.0, mode: 4.0, max: 9.0 },
                Triangular::new(1.0, 9.0, 4.0).unwrap(),
            ),
        ]
    }

    #[test]
    fn densities_and_tails_are_those_of_statrs() {
        for (candidate, log_density, above) in all() {
            for x in [1.5, 2.0, 3.9, 4.5, 6.0, 8.5] {
                let found = candidate.log_density(x);
                assert!((found - log_density(x)).abs() < 1e-9, "{candidate:?} at {x}: {found}");
                let tail = exp(candidate.log_above(x));
                assert!((tail - above(x)).abs() < 1e-9, "{candidate:?} at {x}: {tail}");
                let together = tail + candidate.below(x);
                assert!((together - 1.0).abs() < 1e-12, "{candidate:?} at {x}: {together}");
            }
        }
    }

    #[test]
    fn a_quantile_has_its_share_below_it() {
        for (candidate, ..) in all() {
            for share in [1e-6, 0.05, 0.3, 0.5, 0.77, 0.95, 0.999_99] {
                let back = candidate.below(candidate.quantile(share));
                assert!((back - share).abs() < 1e-10, "{candidate:?} at {share}: {back}");
            }
        }
    }

    #[test]
    fn tails_have_logarithms_where_they_are_no_numbers_any_more() {
        let near = log_above_normal(34.999_999);
        assert!((near - log_above_normal(35.000_001)).abs() < 1e-3, "{near}");
        let normal = Normal::standard();
        assert!((log_above_normal(8.0) - log(normal.sf(8.0))).abs() < 1e-9);
        // The tail of an exponential law is that of the gamma law with shape 1.
        for x in [1.0, 50.0, 5_000.0] {
            assert!((log_above_gamma(x, 1.0) + x).abs() < 1e-9 * x, "{x}");
        }
        for z in [1e3, 1e8] {
            assert!(log_above_normal(z).is_finite() && log_above_gamma(z, 3.0).is_finite());
        }
    }

    #[test]
    fn what_a_scenario_takes_has_as_many_digits_as_say_something() {
        for (seconds, written) in [
            (4_321.678, "1h12m2s"),
            (599.96, "10m"),
            (75.04, "1m15s"),
            (12.345_6, "12s300ms"),
            (9.876_54, "9s877ms"),
            (0.001, "1ms"),
        ] {
            assert_eq!(length(seconds).to_string(), written, "{seconds}");
        }
        let law = Candidate::Weibull { scale: 60.0, shape: 1.234_56 }.distribution();
        let scale = SimDuration::from_minutes(1);
        assert_eq!(law, Distribution::Weibull { scale, shape: 1.235 });
    }
}
