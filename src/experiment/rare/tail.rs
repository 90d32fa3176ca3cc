//! The tail of a score: how likely each number is exceeded, how sure that is, and what speaks
//! against it.

use std::collections::BTreeSet;

use crate::kernel::math::count;
use crate::statistics::skewed::Skewed;

use super::course::Course;
use super::pilot::Stage;

/// More than this share of runs that found nothing, and nothing more is said than a bound.
const MOST_EXTINCT: f64 = 0.1;
/// Fewer moves accepted than this share, and copies stay copies.
const LEAST_ACCEPTED: f64 = 0.05;
/// Halves of the runs that differ by more standard errors than these, once in 400 by chance.
const MOST_APART: f64 = 3.0;

/// Runs whose standard deviation is more means than this have a longer tail than they show.
const MOST_UNEVEN: f64 = 1.0;

/// What speaks against an estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Doubt {
    /// In this share of runs, more than a tenth, no particle got so far.
    Extinct(f64),
    /// Above one of the levels only this share of moves, less than one in twenty, was accepted.
    Stuck(f64),
    /// The first half of the runs and the second differ by so many standard errors, more than
    /// three.
    HalvesDiffer(f64),
    /// The runs' standard deviation is so many means, more than one: a longer tail than they show
    /// is likely, and the interval may miss it. More particles or moves help.
    Uneven(f64),
}

impl Doubt {
    /// Its name in a table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Extinct(_) => "extinct",
            Self::Stuck(_) => "stuck",
            Self::HalvesDiffer(_) => "halves_differ",
            Self::Uneven(_) => "uneven",
        }
    }

    /// Whether it leaves no interval, only a bound.
    pub fn forbids_interval(self) -> bool {
        match self {
            Self::Extinct(_) | Self::Stuck(_) | Self::HalvesDiffer(_) => true,
            Self::Uneven(_) => false,
        }
    }
}

/// How likely a number is exceeded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Risk {
    /// The number.
    pub number: u64,
    /// The mean over runs: unbiased.
    pub probability: f64,
    /// Between which bounds it lies at the level asked for, each end missed alike; absent where a
    /// doubt forbids it, and where all runs agree.
    pub interval: Option<(f64, f64)>,
    /// What it does not exceed at the level asked for: one-sided; where a doubt forbids the
    /// interval, that of the highest level below which is free of doubt.
    pub at_most: f64,
    /// What speaks against it.
    pub doubt: Option<Doubt>,
    /// How many replications plain counting needs for the same standard error; infinite where the
    /// runs do not differ.
    pub counted: f64,
}

/// What happened above a level, over all runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StageReport {
    /// The level.
    pub level: u64,
    /// The share of runs that reached it.
    pub reached: f64,
    /// The share of moves that were accepted there; of none, none.
    pub accepted: Option<f64>,
    /// The share of streams that a move redraws.
    pub redrawn: f64,
}

/// What independent runs found.
#[derive(Clone, Debug)]
pub struct Tail {
    stages: Vec<Stage>,
    courses: Vec<Course>,
    accepted: Vec<Option<f64>>,
    moves: u64,
}

impl Tail {
    pub(super) fn new(stages: Vec<Stage>, courses: Vec<Course>, moves: u64) -> Self {
        let accepted = (0..stages.len()).map(|at| accepted(&courses, at, moves)).collect();
        Self { stages, courses, accepted, moves }
    }

    /// Independent runs.
    pub fn runs(&self) -> u64 {
        self.courses.len() as u64
    }

    /// How many replications were simulated, without those of the pilot.
    pub fn replications(&self) -> u64 {
        self.courses.iter().map(|course| course.replications(self.moves)).sum()
    }

    /// The scores before the first level, of all runs, ascending: of independent replications like
    /// any other.
    pub fn first_scores(&self) -> Vec<u64> {
        let mut scores: Vec<u64> = self.courses.iter().flat_map(Course::first).copied().collect();
        scores.sort_unstable();
        scores
    }

    /// The greatest score that came up.
    pub fn greatest(&self) -> u64 {
        self.courses.iter().flat_map(Course::scores).max().unwrap_or(0)
    }

    /// The estimates of each run for "a number is exceeded": independent, each unbiased.
    pub fn values(&self, number: u64) -> Vec<f64> {
        self.courses.iter().map(|course| course.exceeds(&self.stages, number)).collect()
    }

    /// How likely a number is exceeded, with an interval and a bound at a level of confidence
    /// between one half and one.
    pub fn at(&self, number: u64, level: f64) -> Risk {
        let found = self.by_itself(number, level);
        if found.interval.is_some() {
            return found;
        }
        // Who exceeds the number exceeds what is below it.
        let below = self.stages.iter().rev().map(|stage| stage.level).filter(|&l| l < number);
        let free = below.map(|l| self.by_itself(l, level)).find(|risk| risk.interval.is_some());
        Risk { at_most: free.map_or(1.0, |risk| risk.at_most), ..found }
    }

    /// How likely every score that came up is exceeded, in rising order, from the first level on.
    ///
    /// Each holds at the level of confidence by itself, not all of them together; between two of
    /// them the lower one's holds.
    pub fn curve(&self, level: f64) -> Vec<Risk> {
        let first = self.stages.first().map_or(0, |stage| stage.level);
        let scores: BTreeSet<u64> = self.courses.iter().flat_map(Course::scores).collect();
        let from = std::iter::once(first).chain(scores.range(first + 1..).copied());
        from.map(|number| self.at(number, level)).collect()
    }

    /// What happened above each level.
    pub fn stages(&self) -> Vec<StageReport> {
        let report = |(at, stage): (usize, &Stage)| StageReport {
            level: stage.level,
            reached: self.share(|course| course.accepted.len() > at),
            accepted: self.accepted[at],
            redrawn: count(stage.redrawn) / 18_446_744_073_709_551_616.0,
        };
        self.stages.iter().enumerate().map(report).collect()
    }

    /// What the runs say of a number, and of no other.
    fn by_itself(&self, number: u64, level: f64) -> Risk {
        let values = self.values(number);
        let sample = Skewed::of(&values);
        let doubt = self.doubt(number, &values, &sample);
        // Runs that all agree know of no error, which is not to have none.
        let kept = doubt.is_none_or(|doubt| !doubt.forbids_interval()) && sample.deviation > 0.0;
        let (low, high) = sample.interval(level);
        let probability = sample.mean;
        let variance = sample.error() * sample.error();
        Risk {
            number,
            probability,
            interval: kept.then_some((low.max(0.0), high.min(1.0))),
            at_most: sample.at_most(level).min(1.0),
            doubt,
            counted: probability * (1.0 - probability) / variance,
        }
    }

    /// The weightiest doubt.
    fn doubt(&self, number: u64, values: &[f64], sample: &Skewed) -> Option<Doubt> {
        let extinct = share(values, |value| *value <= 0.0);
        let reached = self.stages.partition_point(|stage| stage.level <= number);
        let stuck = self.accepted[..reached].iter().flatten().copied().reduce(f64::min);
        let (apart, uneven) = (halves_apart(values, sample), sample.deviation / sample.mean);
        if extinct > MOST_EXTINCT {
            Some(Doubt::Extinct(extinct))
        } else if let Some(least) = stuck.filter(|&least| least < LEAST_ACCEPTED) {
            Some(Doubt::Stuck(least))
        } else if apart > MOST_APART {
            Some(Doubt::HalvesDiffer(apart))
        } else {
            (uneven > MOST_UNEVEN).then_some(Doubt::Uneven(uneven))
        }
    }

    fn share(&self, is_meant: impl Fn(&Course) -> bool) -> f64 {
        share(&self.courses, is_meant)
    }
}

/// The share of moves accepted above a level, in the runs that reached it.
fn accepted(courses: &[Course], at: usize, moves: u64) -> Option<f64> {
    let there = courses.iter().filter_map(|course| course.accepted.get(at));
    let tried = there.clone().count() as u64 * moves * courses.first()?.particles();
    (tried > 0).then(|| count(there.sum()) / count(tried))
}

fn share<T>(all: &[T], is_meant: impl Fn(&T) -> bool) -> f64 {
    count(all.iter().filter(|one| is_meant(one)).count() as u64) / count(all.len() as u64)
}

/// By how many standard errors the means of the two halves differ.
fn halves_apart(values: &[f64], all: &Skewed) -> f64 {
    let (first, second) = values.split_at(values.len() / 2);
    let means = [first, second].map(|half| half.iter().sum::<f64>() / count(half.len() as u64));
    // The error of all runs, not of each half: the half without the great values must not judge
    // them. The mean of a half has twice the variance of that of all, and the difference four times.
    let error = 2.0 * all.error();
    if error > 0.0 { (means[0] - means[1]).abs() / error } else { 0.0 }
}
