//! The families of laws that are fitted.

use super::candidate::Candidate;
use super::sample::Sample;
use super::smooth::{self, Kind};
use super::{Estimates, triangular, uniform};

/// A law without its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Memoryless.
    Exponential,
    /// The logarithm is normal.
    Lognormal,
    /// Gamma.
    Gamma,
    /// Weibull.
    Weibull,
    /// Any length between two alike.
    Uniform,
    /// Rising, then falling.
    Triangular,
}

impl Family {
    /// All that have parameters to fit, in the order in which equals are told.
    pub const ALL: [Self; 6] = [
        Self::Exponential,
        Self::Lognormal,
        Self::Gamma,
        Self::Weibull,
        Self::Uniform,
        Self::Triangular,
    ];

    /// Its name as a scenario spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exponential => "exponential",
            Self::Lognormal => "lognormal",
            Self::Gamma => "gamma",
            Self::Weibull => "weibull",
            Self::Uniform => "uniform",
            Self::Triangular => "triangular",
        }
    }

    /// Whether there is a length that none exceeds.
    pub fn is_bounded(self) -> bool {
        matches!(self, Self::Uniform | Self::Triangular)
    }

    /// How many parameters Akaike's criterion counts.
    ///
    /// An end that is as far as the extreme value counts twice: the likelihood at it exceeds that
    /// at the true end by 1 in the mean, where a smooth parameter gains a half.
    pub(super) fn freedom(self) -> f64 {
        match self {
            Self::Exponential => 1.0,
            Self::Lognormal | Self::Gamma | Self::Weibull => 2.0,
            Self::Uniform => 4.0,
            Self::Triangular => 5.0,
        }
    }

    /// The law with these parameters, in the order in which a scenario names them; `None` if there
    /// are more or fewer.
    pub(super) fn law(self, parameters: &[f64]) -> Option<Candidate> {
        Some(match (self, parameters) {
            (Self::Exponential, &[mean]) => Candidate::Exponential { mean },
            (Self::Lognormal, &[median, sigma]) => Candidate::Lognormal { median, sigma },
            (Self::Gamma, &[mean, shape]) => Candidate::Gamma { mean, shape },
            (Self::Weibull, &[scale, shape]) => Candidate::Weibull { scale, shape },
            (Self::Uniform, &[min, max]) => Candidate::Uniform { min, max },
            (Self::Triangular, &[min, mode, max]) => Candidate::Triangular { min, mode, max },
            _ => return None,
        })
    }

    /// The law of this family at its highest likelihood, with what the likelihood tells of intervals;
    /// `None` if it has no top.
    pub(super) fn estimates(self, sample: &Sample, level: f64) -> Option<Estimates> {
        match self {
            Self::Triangular => triangular::estimates(sample, level),
            Self::Exponential | Self::Lognormal | Self::Gamma | Self::Weibull | Self::Uniform => {
                self.likeliest(sample, level)
            }
        }
    }

    /// The same without the intervals that take long.
    pub(super) fn likeliest(self, sample: &Sample, level: f64) -> Option<Estimates> {
        match self {
            Self::Exponential => Some(smooth::exponential(sample, level)),
            Self::Lognormal => Kind::Lognormal.likeliest(sample, level),
            Self::Gamma => Kind::Gamma.likeliest(sample, level),
            Self::Weibull => Kind::Weibull.likeliest(sample, level),
            Self::Uniform => uniform::likeliest(sample, level),
            Self::Triangular => triangular::likeliest(sample),
        }
    }

    /// Why it has none.
    pub(super) fn why_unfit(self) -> &'static str {
        match self {
            Self::Triangular => "not fitted to so many lengths, for which its search takes long",
            Self::Exponential | Self::Lognormal | Self::Gamma | Self::Weibull | Self::Uniform => {
                "its likelihood rises up to what a scenario can say"
            }
        }
    }
}
