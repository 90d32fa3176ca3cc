//! Whether fits recover the laws that made the lengths: synthetic samples with a known truth.

use cloudpc_sim::kernel::math::{self, count, exp, sqrt, unit};
use cloudpc_sim::kernel::stream::{Slot, StreamId, Streams};
use cloudpc_sim::statistics::fit::candidate::Candidate;
use cloudpc_sim::statistics::fit::sample::Sample;
use cloudpc_sim::statistics::fit::{Estimates, LEAST, Parameter, fit_one};

const LEVEL: f64 = 0.95;

/// The laws to recover; lengths in seconds.
pub(crate) const TRUTHS: [Candidate; 6] = [
    Candidate::Exponential { mean: 1_200.0 },
    Candidate::Lognormal { median: 1_500.0, sigma: 0.5 },
    Candidate::Gamma { mean: 1_800.0, shape: 2.5 },
    Candidate::Weibull { scale: 1_800.0, shape: 1.5 },
    Candidate::Uniform { min: 600.0, max: 2_400.0 },
    Candidate::Triangular { min: 300.0, mode: 900.0, max: 2_400.0 },
];

/// How samples are drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Design {
    /// Lengths of a sample.
    pub(crate) lengths: u32,
    /// The share of them that is censored, in the mean.
    pub(crate) censored: f64,
    /// How many samples.
    pub(crate) samples: u64,
}

/// How one quantity of one law was recovered.
#[derive(Clone, Debug)]
pub(crate) struct Recovery {
    /// The quantity.
    pub(crate) quantity: &'static str,
    /// Its mean estimate less the truth, in standard deviations of a single estimate.
    pub(crate) bias: f64,
    /// How often its interval encloses the truth; `None` if it has none.
    pub(crate) held: Option<f64>,
    /// Of how many samples.
    pub(crate) samples: u64,
}

/// What the estimates of a law are, and what they should be.
fn quantities(estimates: &Estimates, truth: &Candidate) -> Vec<(Parameter, f64)> {
    let own = match *truth {
        Candidate::Exponential { mean } => vec![mean],
        Candidate::Lognormal { median, sigma } => vec![median, sigma],
        Candidate::Gamma { mean, shape } => vec![mean, shape],
        Candidate::Weibull { scale, shape } => vec![scale, shape],
        Candidate::Uniform { min, max } => vec![min, max],
        Candidate::Triangular { min, mode, max } => vec![min, mode, max],
    };
    let follow = [(&estimates.mean, truth.mean()), (&estimates.p95, truth.quantile(0.95))];
    let follow = follow.into_iter().filter(|(one, _)| one.name != estimates.parameters[0].name);
    let follow = follow.map(|(one, truth)| (one.clone(), truth));
    estimates.parameters.iter().cloned().zip(own).chain(follow).collect()
}

/// Draws samples of a law, fits each and tells how that went.
pub(crate) fn measure(truth: &Candidate, design: Design) -> Vec<Recovery> {
    let rate = censoring_rate(truth, design.censored);
    let samples =
        (0..design.samples).map(|number| (number, sample(truth, design.lengths, rate, number)));
    // What the program refuses to fit is no estimate.
    let fitted: Vec<_> = samples
        .filter(|(_, sample)| sample.ended().len() >= LEAST)
        .filter_map(|(number, sample)| fit_one(truth.family(), &sample, LEVEL, number).ok())
        .map(|fit| quantities(&fit.estimates, truth))
        .collect();
    let of = |index: usize| -> Recovery {
        let column: Vec<&(Parameter, f64)> = fitted.iter().map(|row| &row[index]).collect();
        let n = count(column.len() as u64);
        let center = column.iter().map(|(one, _)| one.value).sum::<f64>() / n;
        let square = |value: f64| (value - center) * (value - center);
        let spread = sqrt(column.iter().map(|(one, _)| square(one.value)).sum::<f64>() / n);
        let (first, truth_of) = column[0];
        let holds = |one: &Parameter| {
            one.interval.is_some_and(|(low, high)| low <= *truth_of && *truth_of <= high)
        };
        let held = column.iter().filter(|(one, _)| holds(one)).count();
        Recovery {
            quantity: first.name,
            bias: (center - truth_of) / spread,
            held: first.interval.map(|_| count(held as u64) / n),
            samples: column.len() as u64,
        }
    };
    (0..fitted[0].len()).map(of).collect()
}

/// The rate of exponential censoring by which so great a share is censored.
fn censoring_rate(truth: &Candidate, share: f64) -> f64 {
    let censored = |rate: f64| {
        let at = |i: u32| 1.0 - exp(-rate * truth.quantile((f64::from(i) + 0.5) / 200.0));
        (0..200).map(at).sum::<f64>() / 200.0
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if censored(middle) < share { low = middle } else { high = middle }
    }
    low
}

fn sample(truth: &Candidate, lengths: u32, rate: f64, number: u64) -> Sample {
    let streams = Streams::new(20_260_302, number);
    let (mut ended, mut censored) = (vec![], vec![]);
    for member in 0..lengths {
        let mut words = streams.open(StreamId { family: 1, member, part: 0 }, 0);
        let length = truth.quantile(unit(words.word(Slot(0))));
        let until = math::exponential(unit(words.word(Slot(1)))) / rate;
        if until < length { censored.push(until) } else { ended.push(length) }
    }
    Sample::new(ended, censored)
}
