//! Laws fitted to observed lengths: as text, JSON and figures.

mod figures;
mod json;
mod sentence;
mod text;

use crate::statistics::fit::candidate::length;
use crate::statistics::fit::sample::Sample;
use crate::statistics::fit::{Fit, Fits, Parameter, is_short};

use super::number;

pub use figures::figures;
pub use json::json;
pub use text::text;

/// Fits to report on.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// File and column that the lengths come from.
    pub source: &'a str,
    /// The lengths.
    pub sample: &'a Sample,
    /// How many rows were left out.
    pub left_out: u64,
    /// The laws, the best first; never empty.
    pub fits: &'a Fits,
    /// At which confidence intervals are.
    pub level: f64,
    /// The seed of the samples that distances are compared with.
    pub seed: u64,
    /// The key of `[timing]` that the lengths are for.
    pub stage: Option<&'a str>,
    /// How a scenario spells them.
    pub spelled: &'a Spelled,
}

/// Laws as a scenario spells them.
#[derive(Clone, Debug)]
pub struct Spelled {
    /// Each fitted law, in the order of [`Fits::fits`].
    pub laws: Vec<String>,
    /// The lengths themselves; `None` if the longest had not ended.
    pub empirical: Option<String>,
}

impl<'a> Report<'a> {
    fn best(&self) -> &'a Fit {
        &self.fits.fits[0]
    }

    /// By how much a law's criterion exceeds the best one's; `None` of too few lengths.
    fn behind(&self, fit: &Fit) -> Option<f64> {
        Some(fit.aicc? - self.best().aicc?)
    }

    /// The key of `[timing]`, or what stands for it.
    /// Whether the empirical law is all of the lengths.
    fn is_verbatim(&self) -> bool {
        is_short(self.sample)
    }

    fn key(&self) -> &'a str {
        self.stage.unwrap_or("STAGE")
    }
}

/// A length for people: to the second from a minute on, to the minute from an hour on.
fn people(seconds: f64) -> String {
    match seconds {
        s if s < 60.0 => length(s).to_string(),
        s if s < 3_600.0 => length(s.round()).to_string(),
        s => number::length(s),
    }
}

/// A parameter's value or bound for people.
fn value(parameter: &Parameter, value: f64) -> String {
    match parameter.is_length {
        true => people(value),
        false if value < 0.1 => format!("{value:.4}"),
        false => format!("{value:.2}"),
    }
}

/// A value with its interval: `24m (21m to 28m)`.
fn with_interval(parameter: &Parameter) -> String {
    let told = value(parameter, parameter.value);
    match parameter.interval {
        Some((low, high)) => {
            format!("{told} ({} to {})", value(parameter, low), value(parameter, high))
        }
        None => told,
    }
}
