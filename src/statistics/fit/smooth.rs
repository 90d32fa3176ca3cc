//! The laws without a longest length: estimates with intervals.
//!
//! Location and form are sought as logarithms, on which the likelihood is nearly a parabola.
//! Intervals come from the observed information there, with Student's t for the normal quantile,
//! and are exact for the exponential law unless lengths are censored at random.

use crate::kernel::math::{self, exp, lgamma, log, sqrt};
use crate::statistics::special::student_t_quantile;

use super::candidate::Candidate;
use super::newton::{Covariance, Peak, Search, maximize};
use super::sample::Sample;
use super::{Estimates, Parameter};

/// A law of location and form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Lognormal,
    Gamma,
    Weibull,
}

/// What a scenario takes as a form.
const SIGMAS: (f64, f64) = (1e-6, 10.0);
const SHAPES: (f64, f64) = (1e-3, 1e6);
/// A millisecond and ten thousand years, in seconds.
const LOCATIONS: (f64, f64) = (1e-3, 3.2e11);
/// The share of lengths below the last percentile that is told.
pub(super) const P95: f64 = 0.95;

impl Kind {
    /// The law at the logarithms of location and form.
    fn at(self, logs: [f64; 2]) -> Candidate {
        let [location, form] = logs.map(exp);
        match self {
            Self::Lognormal => Candidate::Lognormal { median: location, sigma: form },
            Self::Gamma => Candidate::Gamma { mean: location, shape: form },
            Self::Weibull => Candidate::Weibull { scale: location, shape: form },
        }
    }

    fn names(self) -> [&'static str; 2] {
        match self {
            Self::Lognormal => ["median", "sigma"],
            Self::Gamma => ["mean", "shape"],
            Self::Weibull => ["scale", "shape"],
        }
    }

    fn forms(self) -> (f64, f64) {
        match self {
            Self::Lognormal => SIGMAS,
            Self::Gamma | Self::Weibull => SHAPES,
        }
    }

    /// Near the top: as if what is censored had ended, but for the mean.
    fn start(self, sample: &Sample) -> [f64; 2] {
        let sums = &sample.sums;
        let spread = sqrt(sums.squares / sums.events).max(1e-6);
        match self {
            Self::Lognormal => [sums.mean_log, log(spread)],
            Self::Gamma => {
                // Of Minka's approximation the first term: the form from both means.
                let apart = (log(sums.ended / sums.events) - sums.mean_log).max(1e-9);
                [log(sums.total / sums.events), log(0.5 / apart)]
            }
            Self::Weibull => {
                let shape = 1.28 / spread;
                [weibull_scale(sample, shape), log(shape)]
            }
        }
    }

    /// The logarithm of the likelihood, from sums where they are enough.
    fn log_likelihood(self, logs: [f64; 2], sample: &Sample) -> f64 {
        let sums = &sample.sums;
        let [location, log_form] = logs;
        let form = exp(log_form);
        let tails = || {
            let law = self.at(logs);
            sample.censored().iter().map(|&x| law.log_above(x)).sum::<f64>()
        };
        let log_jacobian = sums.events * sums.mean_log;
        match self {
            Self::Lognormal => {
                let off = sums.mean_log - location;
                let squares = (sums.squares + sums.events * off * off) / (form * form);
                -sums.events * (log_form + HALF_LOG_2PI) - 0.5 * squares - log_jacobian + tails()
            }
            Self::Gamma => {
                let off = sums.mean_log - location;
                // Apart from the exponent, so that great forms do not cancel.
                let ratio = sums.ended / exp(location) - sums.events;
                let at_mean = form * log_form - form - lgamma(form);
                sums.events * (at_mean + form * off) - form * ratio - log_jacobian + tails()
            }
            Self::Weibull => {
                let power = |x: &f64| exp(form * (log(*x) - location));
                let powers: f64 = sample.ended().iter().chain(sample.censored()).map(power).sum();
                let off = sums.mean_log - location;
                sums.events * (log_form + form * off) - log_jacobian - powers
            }
        }
    }

    /// The estimates alone.
    pub(super) fn peak(self, sample: &Sample) -> Peak {
        let spread = sqrt(sample.sums.squares / sample.sums.events).clamp(1e-6, 1.0);
        let (low, high) = self.forms();
        let search = Search {
            start: self.start(sample),
            difference: [1e-3 * spread, 1e-3],
            bounds: [(log(LOCATIONS.0), log(LOCATIONS.1)), (log(low), log(high))],
        };
        maximize(|logs| self.log_likelihood(logs, sample), &search)
    }

    /// The law with intervals at a level; `None` if its likelihood has no top.
    pub(super) fn likeliest(self, sample: &Sample, level: f64) -> Option<Estimates> {
        let peak = self.peak(sample);
        let candidate = self.at(peak.at);
        let covariance = peak.covariance?;
        let t = student_t_quantile(f64::midpoint(level, 1.0), sample.sums.events - 2.0);
        let wald = Wald { kind: self, at: peak.at, covariance, t };
        let [location, form] = self.names();
        Some(Estimates {
            candidate,
            parameters: vec![
                Parameter { is_length: true, ..wald.of(location, |[l, _]| l) },
                Parameter { is_length: false, ..wald.of(form, |[_, f]| f) },
            ],
            mean: wald.of("mean", |logs| log(self.at(logs).mean())),
            p50: wald.of("p50", |logs| log(self.at(logs).quantile(0.5))),
            p95: wald.of("p95", |logs| log(self.at(logs).quantile(P95))),
        })
    }
}

const HALF_LOG_2PI: f64 = 0.918_938_533_204_672_7;

/// The logarithm of the scale that is best at a shape.
fn weibull_scale(sample: &Sample, shape: f64) -> f64 {
    // In units of the greatest length, so that no power is out of range.
    let greatest = sample.range().map_or(1.0, |(_, greatest)| greatest);
    let all = sample.ended().iter().chain(sample.censored());
    let powers: f64 = all.map(|x| exp(shape * log(x / greatest))).sum();
    log(greatest) + log(powers / sample.sums.events) / shape
}

/// Intervals around a peak, symmetric in the logarithm.
struct Wald {
    kind: Kind,
    at: [f64; 2],
    covariance: Covariance,
    t: f64,
}

impl Wald {
    /// The interval of what is the exponential of a function of location and form.
    fn of(&self, name: &'static str, log_of: impl Fn([f64; 2]) -> f64) -> Parameter {
        const STEP: f64 = 1e-4;
        let [a, b] = self.at;
        let slope = [
            (log_of([a + STEP, b]) - log_of([a - STEP, b])) / (2.0 * STEP),
            (log_of([a, b + STEP]) - log_of([a, b - STEP])) / (2.0 * STEP),
        ];
        let (center, width) = (log_of(self.at), self.t * sqrt(self.covariance.of(slope).max(0.0)));
        let ends = (exp(center - width), exp(center + width));
        debug_assert!(ends.0 <= ends.1, "{:?}: {name} has an interval", self.kind);
        Parameter { name, is_length: true, value: exp(center), interval: Some(ends) }
    }
}

/// The exponential law: its mean is the time at risk for each that ended, and that time a gamma
/// variable of as many lengths as ended.
pub(super) fn exponential(sample: &Sample, level: f64) -> Estimates {
    let events = sample.sums.events;
    let mean = sample.sums.total / events;
    let miss = (1.0 - level) / 2.0;
    let [low, high] = [1.0 - miss, miss].map(|p| events / math::gamma(p, events));
    let of = |name, factor: f64| Parameter {
        name,
        is_length: true,
        value: mean * factor,
        interval: Some((mean * low * factor, mean * high * factor)),
    };
    Estimates {
        candidate: Candidate::Exponential { mean },
        parameters: vec![of("mean", 1.0)],
        mean: of("mean", 1.0),
        p50: of("p50", math::exponential(0.5)),
        p95: of("p95", math::exponential(P95)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::testing::units;
    use statrs::function::gamma::digamma;

    fn close(found: f64, wanted: f64, relative: f64) {
        assert!((found / wanted - 1.0).abs() < relative, "{found} instead of {wanted}");
    }

    fn law(kind: Kind, sample: &Sample) -> Candidate {
        kind.likeliest(sample, 0.95).unwrap().candidate
    }

    fn lengths(n: usize) -> Sample {
        let law = Candidate::Gamma { mean: 1_500.0, shape: 2.0 };
        Sample::new(units(3, n).into_iter().map(|u| law.quantile(u)).collect(), vec![])
    }

    /// Remission of leukemia under 6-MP in weeks (Freireich and others 1963).
    fn remissions() -> Sample {
        let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(f64::from);
        let censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(f64::from);
        Sample::new(ended.into(), censored.into())
    }

    #[test]
    fn estimates_are_the_closed_forms_where_there_are_some() {
        let sample = lengths(80);
        let sums = sample.sums;
        let Candidate::Lognormal { median, sigma } = law(Kind::Lognormal, &sample) else {
            panic!("it has a top");
        };
        close(median, exp(sums.mean_log), 1e-6);
        close(sigma, sqrt(sums.squares / 80.0), 1e-6);
        let Candidate::Gamma { mean, shape } = law(Kind::Gamma, &sample) else {
            panic!("it has a top");
        };
        close(mean, sums.ended / 80.0, 1e-6);
        close(log(shape) - digamma(shape), log(sums.ended / 80.0) - sums.mean_log, 1e-6);
    }

    #[test]
    fn published_estimates_of_censored_lengths_are_found() {
        // Lawless, Statistical Models and Methods for Lifetime Data (1982), on the same data.
        let Candidate::Weibull { scale, shape } = law(Kind::Weibull, &remissions()) else {
            panic!("it has a top");
        };
        close(shape, 1.353_734_5, 1e-6);
        close(scale, 33.765_151, 1e-6);
        close(exponential(&remissions(), 0.95).mean.value, 359.0 / 9.0, 1e-12);
    }

    #[test]
    fn nothing_beside_an_estimate_is_likelier() {
        let kinds = [Kind::Lognormal, Kind::Gamma, Kind::Weibull];
        let samples = [lengths(30), remissions()];
        for (sample, kind) in samples.iter().flat_map(|s| kinds.map(|kind| (s, kind))) {
            let peak = kind.peak(sample);
            // By the densities and tails themselves, not by the sums.
            let value = |logs: [f64; 2]| kind.at(logs).log_likelihood(sample);
            let top = value(peak.at);
            assert!((top - peak.value).abs() < 1e-9 * top.abs(), "{kind:?}: {top} {peak:?}");
            for (a, b) in [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)] {
                let aside = [peak.at[0] + 1e-3 * f64::from(a), peak.at[1] + 1e-3 * f64::from(b)];
                assert!(value(aside) < top, "{kind:?} {a} {b}");
            }
        }
    }

    #[test]
    fn the_interval_of_a_median_is_that_of_a_mean_of_logarithms() {
        let sample = lengths(50);
        let found = Kind::Lognormal.likeliest(&sample, 0.95).unwrap();
        let Some((low, high)) = found.parameters[0].interval else { panic!("it has an interval") };
        let error = sqrt(sample.sums.squares / 50.0 / 50.0);
        close(log(high / low), 2.0 * student_t_quantile(0.975, 48.0) * error, 1e-4);
    }

    #[test]
    fn a_smaller_level_makes_a_narrower_interval() {
        let width = |level: f64| {
            let found = exponential(&remissions(), level);
            found.mean.interval.map(|(low, high)| high - low).unwrap()
        };
        assert!(width(0.8) < width(0.95) && width(0.95) < width(0.99));
    }
}
