//! Laws fitted to observed lengths: as text, JSON and figures.

mod figures;
mod json;
mod sentence;
mod text;

use crate::kernel::math::{count, to_length};
use crate::statistics::fit::candidate::length;
use crate::statistics::fit::redraw::DRAWS;
use crate::statistics::fit::sample::Sample;
use crate::statistics::fit::{Fit, Fits, Parameter, is_short};

use super::number;

pub use figures::figures;
pub use json::json;
pub use text::text;

/// A law whose criterion is lower by more is much the better one.
const MUCH: f64 = 10.0;

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

    /// The likeliest law with a longest length, and how it is spelled, if its criterion is lower
    /// than the best one's by more than this.
    fn bounded_ahead(&self, by: f64) -> Option<(&'a Fit, &'a str)> {
        let laws = self.fits.fits.iter().zip(&self.spelled.laws);
        let bounded = laws.filter(|(fit, _)| fit.is_bounded());
        let mut ahead = bounded.filter(|(fit, _)| self.behind(fit).is_some_and(|b| b < -by));
        ahead.next().map(|(fit, spelled)| (fit, spelled.as_str()))
    }

    /// Whether the empirical law is all of the lengths.
    fn is_verbatim(&self) -> bool {
        is_short(self.sample)
    }

    /// The key of `[timing]`, or what stands for it.
    fn key(&self) -> &'a str {
        self.stage.unwrap_or("STAGE")
    }
}

/// A length for people with about three digits: to the second from ten seconds on, to the minute
/// from an hour on.
fn people(seconds: f64) -> String {
    match seconds {
        s if s < 1e-9 => "0s".into(),
        s if s < 0.999_5 => format!("{}ms", number::significant(s * 1_000.0)),
        s if s < 9.995 => format!("{s:.2}s"),
        s if s < 3_599.5 => length(s.round()).to_string(),
        s => number::length(s),
    }
}

/// Lengths for people that are told to the millisecond where they would otherwise look alike, below
/// an hour.
fn told_apart(lengths: &[f64]) -> Vec<String> {
    let told: Vec<String> = lengths.iter().map(|&seconds| people(seconds)).collect();
    let alike = |(at, &seconds): (usize, &f64)| {
        let others = lengths.iter().zip(&told);
        others.filter(|(_, text)| **text == told[at]).any(|(&other, _)| other - seconds >= 0.001)
    };
    let is_long = lengths.iter().any(|&seconds| seconds >= 3_600.0);
    if is_long || !lengths.iter().enumerate().any(alike) {
        return told;
    }
    lengths.iter().map(|seconds| to_length(seconds * 1_000.0).to_string()).collect()
}

/// A value with its interval: `24m (21m to 28m)`.
fn with_interval(parameter: &Parameter) -> String {
    let (low, high) = parameter.interval.unwrap_or((parameter.value, parameter.value));
    let values = [parameter.value, low, high];
    let told = if parameter.is_length {
        told_apart(&values)
    } else {
        values.map(number::significant).to_vec()
    };
    match parameter.interval {
        Some(_) => format!("{} ({} to {})", told[0], told[1], told[2]),
        None => told[0].clone(),
    }
}

/// The chance of a distance for people; an upper bound where no draw was as far.
fn chance(chance: f64, at_most: &str) -> String {
    let percent = 100.0 * chance;
    if is_bound(chance) { format!("{at_most}{percent:.2} %") } else { format!("{percent:.1} %") }
}

/// Whether a chance is the least that so many draws can tell.
fn is_bound(chance: f64) -> bool {
    chance * count(DRAWS + 1) < 1.5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_told_with_about_three_digits() {
        for (seconds, told) in [
            (0.0, "0s"),
            (0.000_4, "0.400ms"),
            (0.052, "52.0ms"),
            (0.999_9, "1.00s"),
            (9.876_5, "9.88s"),
            (9.999, "10s"),
            (52.2, "52s"),
            (59.7, "1m"),
            (120.6, "2m1s"),
            (156.0, "2m36s"),
            (3_599.8, "1h00m"),
            (3_700.0, "1h02m"),
        ] {
            assert_eq!(people(seconds), told, "{seconds}");
        }
    }

    #[test]
    fn lengths_that_would_look_alike_are_told_to_the_millisecond() {
        assert_eq!(told_apart(&[60.0, 60.005]), ["1m", "1m5ms"]);
        assert_eq!(told_apart(&[60.2, 61.0]), ["1m", "1m1s"]);
        assert_eq!(told_apart(&[60.0, 60.0]), ["1m", "1m"]);
    }

    #[test]
    fn small_parameters_keep_their_digits() {
        let parameter = |is_length| Parameter {
            name: "sigma",
            is_length,
            value: 0.000_012_34,
            interval: Some((0.000_01, 0.000_02)),
        };
        assert_eq!(with_interval(&parameter(false)), "0.0000123 (0.0000100 to 0.0000200)");
    }

    #[test]
    fn a_chance_that_no_draw_reached_is_a_bound() {
        let least = 1.0 / count(DRAWS + 1);
        assert_eq!(chance(least, "<= "), format!("<= {:.2} %", 100.0 * least));
        assert_eq!(chance(2.0 * least, "<= "), format!("{:.1} %", 200.0 * least));
        assert_eq!(chance(0.97, "at most "), "97.0 %");
    }
}
