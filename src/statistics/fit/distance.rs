//! How far a fitted law is from the lengths, and how far it would be from lengths of its own.
//!
//! The distance is Kolmogorov and Smirnov's, between the law and the Kaplan-Meier curve up to the
//! last length that ended. A law that was fitted to the lengths is nearer to them than the tables
//! of that statistic suppose; so its chance comes from samples drawn from the law itself, censored
//! as the lengths were and fitted again.

use crate::kernel::math::{count, from_length, unit};
use crate::kernel::stream::{Slot, StreamId, Streams, family};
use crate::kernel::variate::Sampler;

use super::candidate::Candidate;
use super::sample::{Sample, Step};

/// As many samples are drawn: a chance is told to half a percent.
pub const DRAWS: u64 = 199;
/// No chance is told of more lengths: drawing and fitting them again would take long, and of so
/// many lengths no simple law is the true one.
pub const MOST_TESTED: usize = 500;

/// The greatest distance between a law and a curve.
pub(super) fn distance(candidate: &Candidate, curve: &[Step]) -> f64 {
    let at = |step: &Step| {
        let above = 1.0 - candidate.below(step.at);
        (above - step.before).abs().max((above - step.after).abs())
    };
    curve.iter().map(at).fold(0.0, f64::max)
}

/// How often samples of the law itself are at least so far from what is fitted to them.
pub(super) fn chance(candidate: &Candidate, found: f64, sample: &Sample, seed: u64) -> Option<f64> {
    if sample.len() > MOST_TESTED {
        return None;
    }
    let draw = Draw {
        sampler: candidate.distribution().into(),
        censoring: sample.censoring(),
        family: family("calibrate", candidate.family().name()),
    };
    let mut as_far = 0;
    for number in 0..DRAWS {
        let drawn = draw.sample(&Streams::new(seed, number), sample.len());
        // A sample that nothing can be fitted to is as far as can be.
        let is_far = drawn.is_none_or(|drawn| {
            let fitted = candidate.family().best(&drawn);
            fitted.is_none_or(|fitted| distance(&fitted, &drawn.curve()) >= found)
        });
        as_far += u64::from(is_far);
    }
    Some(count(as_far + 1) / count(DRAWS + 1))
}

/// Samples of a law, censored like another sample.
struct Draw {
    sampler: Sampler,
    /// The law of censoring; what it leaves over is never censored.
    censoring: Vec<Step>,
    family: u64,
}

const LENGTH: Slot = Slot(0);
const CENSORED: Slot = Slot(1);

impl Draw {
    /// So many lengths; `None` if too few of them end.
    fn sample(&self, streams: &Streams, n: usize) -> Option<Sample> {
        let (mut ended, mut censored) = (vec![], vec![]);
        for member in 0..u32::try_from(n).ok()? {
            let mut words = streams.open(StreamId { family: self.family, member, part: 0 }, 0);
            let ms = from_length(self.sampler.sample(words.word(LENGTH))).max(1.0);
            let length = ms / 1_000.0;
            let until = self.censored_at(words.word(CENSORED));
            match until.filter(|until| *until < length) {
                Some(until) => censored.push(until),
                None => ended.push(length),
            }
        }
        let sample = Sample::new(ended, censored);
        (sample.distinct() > 1 && sample.ended().len() >= super::LEAST).then_some(sample)
    }

    fn censored_at(&self, word: u64) -> Option<f64> {
        let share = unit(word);
        let reached = self.censoring.partition_point(|step| 1.0 - step.after < share);
        self.censoring.get(reached).map(|step| step.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::fit::candidate::Family;
    use crate::statistics::testing::units;

    #[test]
    fn the_distance_is_that_of_kolmogorov_and_smirnov() {
        let law = Candidate::Uniform { min: 0.0, max: 1.0 };
        for (ended, wanted) in
            [(vec![0.5], 0.5), (vec![0.1, 0.2], 0.8), (vec![0.25, 0.75], 0.25), (vec![0.9], 0.9)]
        {
            let found = distance(&law, &Sample::new(ended.clone(), vec![]).curve());
            assert!((found - wanted).abs() < 1e-12, "{ended:?}: {found} instead of {wanted}");
        }
    }

    #[test]
    fn a_true_law_is_as_often_far_as_its_chance_says() {
        let truth = Candidate::Exponential { mean: 600.0 };
        let (repetitions, limit) = (200, 0.2);
        let seldom = (0..repetitions).filter(|repetition| {
            let ended: Vec<f64> =
                units(*repetition, 25).into_iter().map(|u| truth.quantile(u)).collect();
            let sample = Sample::new(ended, vec![]);
            let fitted = Family::Exponential.best(&sample).unwrap();
            let found = distance(&fitted, &sample.curve());
            chance(&fitted, found, &sample, *repetition).unwrap() <= limit
        });
        // A fifth of 200, less or more by three standard errors. With the tables for a law that
        // was not fitted it would be one in a hundred.
        let seldom = seldom.count();
        assert!((23..=57).contains(&seldom), "{seldom}");
    }

    #[test]
    fn samples_are_censored_as_the_lengths_were() {
        let law = Candidate::Exponential { mean: 100.0 };
        let units = units(9, 400);
        let (lengths, until) = units.split_at(200);
        let (mut ended, mut censored) = (vec![], vec![]);
        for (length, until) in lengths.iter().zip(until) {
            let (length, until) = (law.quantile(*length), law.quantile(*until));
            if until < length { censored.push(until) } else { ended.push(length) }
        }
        let sample = Sample::new(ended, censored);
        let draw = Draw {
            sampler: law.distribution().into(),
            censoring: sample.censoring(),
            family: family("calibrate", "test"),
        };
        let share =
            |sample: &Sample| count(sample.censored().len() as u64) / count(sample.len() as u64);
        let drawn = draw.sample(&Streams::new(1, 1), 2_000).unwrap();
        assert!(
            (share(&drawn) - share(&sample)).abs() < 0.06,
            "{} {}",
            share(&drawn),
            share(&sample)
        );
    }

    #[test]
    fn no_chance_is_told_of_very_many_lengths() {
        let sample = Sample::new((1..=501).map(f64::from).collect(), vec![]);
        let law = Candidate::Exponential { mean: 1_000.0 };
        assert_eq!(chance(&law, 0.1, &sample, 1), None);
    }
}
