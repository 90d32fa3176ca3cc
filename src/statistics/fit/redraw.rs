//! What samples drawn from a fitted law tell of the fit, each censored as the lengths were and
//! fitted again: how far such samples are from their law, by how much estimates are off in the
//! mean, and by how much at most.
//!
//! A law that was fitted is nearer to the lengths than the tables of Kolmogorov and Smirnov
//! suppose, so the chance of a distance comes from here. Estimates at the greatest likelihood are
//! biased where lengths are few; they are corrected by the factor, or at the ends of a law by the
//! distance, by which they are off when the law is known. Intervals turn the errors of the fitted
//! samples around: each error is measured by how sure its own fit is, and so hardly depends on the
//! truth (the parametric bootstrap-t of Efron and Tibshirani, An Introduction to the Bootstrap
//! 1993, section 12.5). Without censoring those of log-normal, Weibull and uniform laws do not
//! depend on it at all: but for the chance of the draws the intervals of their parameters and
//! percentiles are exact.

use crate::kernel::math::{count, exp, log, portion, unit};
use crate::kernel::stream::{Slot, StreamId, Streams, family};

use super::Estimates;
use super::candidate::Candidate;
use super::distance::distance;
use super::family::Family;
use super::sample::{Sample, Step};

/// As many samples are drawn: a chance is told to a quarter of a percent.
pub const DRAWS: u64 = 399;
/// Nothing is drawn for more lengths: fitting them again would take long, the bias of estimates is
/// small beside their error, and no simple law is the true one of so many.
pub const MOST_REDRAWN: usize = 500;
/// No more samples than this may be without a fit. Those are mostly the ones of which too few ended,
/// and so those with the longest estimates: without them the others would tell of a shorter law.
const MOST_UNFIT: usize = 8;
/// The greatest level at which so many samples tell an interval.
pub const MOST_SURE: f64 = 0.995;

/// Samples of a fitted law, fitted again.
pub(super) struct Redraws {
    fitted: Vec<Again>,
    /// How many could not be fitted, hardly any.
    unfit: usize,
}

/// Between which bounds a figure lies, if that can be told.
type Interval = Option<(f64, f64)>;

/// One of them.
struct Again {
    estimates: Estimates,
    distance: f64,
}

impl Redraws {
    /// Of a law that was fitted to a sample; `None` if it is too large, or some cannot be fitted.
    pub(super) fn of(found: &Estimates, sample: &Sample, level: f64, seed: u64) -> Option<Self> {
        if sample.len() > MOST_REDRAWN {
            return None;
        }
        let law = &found.candidate;
        let name = law.family().name();
        let source =
            Source { law, censoring: sample.censoring(), family: family("calibrate", name) };
        let again = |number| {
            let drawn = source.sample(&Streams::new(seed, number), sample.len())?;
            let estimates = law.family().likeliest(&drawn, level)?;
            let distance = distance(&estimates.candidate, &drawn.curve());
            Some(Again { estimates, distance })
        };
        let all: Vec<Option<Again>> = (0..DRAWS).map(again).collect();
        let unfit = all.iter().filter(|one| one.is_none()).count();
        let fitted = all.into_iter().flatten().collect();
        (unfit <= MOST_UNFIT).then_some(Self { fitted, unfit })
    }

    /// How often samples of the law itself are at least so far from what is fitted to them; what
    /// nothing can be fitted to is as far as can be.
    pub(super) fn chance(&self, found: f64) -> f64 {
        let as_far = self.fitted.iter().filter(|again| again.distance >= found).count();
        count((self.unfit + as_far + 1) as u64) / count(DRAWS + 1)
    }

    /// Estimates without their bias, with intervals at a level.
    pub(super) fn improved(&self, found: &Estimates, sample: &Sample, level: f64) -> Estimates {
        let family = found.candidate.family();
        let scale = Scale::of(found);
        let unbiased = (0..found.parameters.len()).map(|index| self.unbiased(scale, found, index));
        let values = match scale {
            Scale::Logarithm => unbiased.collect(),
            Scale::Ends => enclosing(unbiased.collect(), sample),
        };
        let Some(law) = family.law(&values) else { return found.clone() };
        let mut improved = found.clone().of(law, &values);
        for (index, figure) in improved.figures_mut().enumerate() {
            let interval = self.interval(found, index, level);
            let with_value =
                |(low, high): (f64, f64)| (low.max(0.0).min(figure.value), high.max(figure.value));
            figure.interval = interval.or(figure.interval).map(with_value);
        }
        improved
    }

    /// The interval of a figure, if these samples tell one that holds.
    ///
    /// Errors of a triangular law's parameters depend on where its mode is, which is hardly known, and
    /// p95 leans on them: of that law these samples tell the mean.
    fn interval(&self, found: &Estimates, index: usize, level: f64) -> Interval {
        let is_triangular = found.candidate.family() == Family::Triangular;
        let is_told = !is_triangular || index == found.parameters.len();
        is_told.then(|| self.turned(found, index, level))?
    }

    /// A parameter less what its estimates are off in the mean.
    fn unbiased(&self, scale: Scale, found: &Estimates, index: usize) -> f64 {
        let value = |estimates: &Estimates| estimates.parameters[index].value;
        let sum = |of: &dyn Fn(&Estimates) -> f64| -> f64 {
            self.fitted.iter().map(|again| of(&again.estimates)).sum()
        };
        let (here, total) = (value(found), sum(&value));
        let n = count(self.fitted.len() as u64);
        match scale {
            Scale::Logarithm => here * here * n / total,
            Scale::Ends => here + (here * n - total) * reach(found) / sum(&reach),
        }
    }

    /// What the errors of these samples leave of a figure; `None` at a level above [`MOST_SURE`].
    fn turned(&self, found: &Estimates, index: usize, level: f64) -> Interval {
        let scale = Scale::of(found);
        let (place, unsure) = scale.place(found, index)?;
        let error = |again: &Again| {
            let (drawn, unsure) = scale.place(&again.estimates, index)?;
            Some((drawn - place) / unsure)
        };
        let mut errors: Vec<f64> = self.fitted.iter().filter_map(error).collect();
        errors.sort_by(f64::total_cmp);
        // A level in decimals is not exactly what it says.
        let cut = portion(errors.len() as u64 + 1, (1.0 - level) / 2.0 + 1e-12);
        let cut = usize::try_from(cut).ok()?;
        let (least, most) = (errors.get(cut.checked_sub(1)?)?, errors.get(errors.len() - cut)?);
        Some((scale.length(place - most * unsure), scale.length(place - least * unsure)))
    }
}

/// On what the error of an estimate hardly depends on the truth.
#[derive(Clone, Copy)]
enum Scale {
    /// On the logarithm, in widths of the interval around the greatest likelihood.
    Logarithm,
    /// On the length itself, in distances between both ends of the law.
    Ends,
}

impl Scale {
    fn of(estimates: &Estimates) -> Self {
        if estimates.candidate.family().is_bounded() { Self::Ends } else { Self::Logarithm }
    }

    /// Where a figure stands, and how unsure it is.
    fn place(self, estimates: &Estimates, index: usize) -> Option<(f64, f64)> {
        let figure = estimates.figures().nth(index)?;
        match self {
            Self::Logarithm => {
                figure.interval.map(|(low, high)| (log(figure.value), log(high / low)))
            }
            Self::Ends => Some((figure.value, reach(estimates))),
        }
    }

    fn length(self, place: f64) -> f64 {
        match self {
            Self::Logarithm => exp(place),
            Self::Ends => place,
        }
    }
}

/// From one end of a law to the other.
fn reach(estimates: &Estimates) -> f64 {
    let law = &estimates.candidate;
    law.quantile(1.0) - law.quantile(0.0)
}

/// Ends moved out to the lengths that they must enclose, none before zero, a mode between them.
fn enclosing(mut values: Vec<f64>, sample: &Sample) -> Vec<f64> {
    let (least, greatest) = sample.range().unwrap_or_default();
    let least = sample.ended().first().copied().unwrap_or(least);
    if let [min, modes @ .., max] = values.as_mut_slice() {
        (*min, *max) = (min.clamp(0.0, least), max.max(greatest));
        for mode in modes {
            *mode = mode.clamp(*min, *max);
        }
    }
    values
}

/// Samples of a law, censored like another sample.
struct Source<'a> {
    law: &'a Candidate,
    /// The law of censoring; what it leaves over is never censored.
    censoring: Vec<Step>,
    family: u64,
}

const LENGTH: Slot = Slot(0);
const CENSORED: Slot = Slot(1);

impl Source<'_> {
    /// So many lengths; `None` if too few of them end.
    fn sample(&self, streams: &Streams, n: usize) -> Option<Sample> {
        let (mut ended, mut censored) = (vec![], vec![]);
        for member in 0..u32::try_from(n).ok()? {
            let mut words = streams.open(StreamId { family: self.family, member, part: 0 }, 0);
            let length = self.law.quantile(unit(words.word(LENGTH))).max(f64::MIN_POSITIVE);
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
    use crate::kernel::math::sqrt;
    use crate::statistics::special::student_t_quantile;
    use crate::statistics::testing::units;
    use statrs::distribution::{ChiSquared, ContinuousCDF};

    #[test]
    fn a_true_law_is_as_often_far_as_its_chance_says() {
        let truth = Candidate::Exponential { mean: 600.0 };
        let (repetitions, limit) = (200, 0.2);
        let seldom = (0..repetitions).filter(|repetition| {
            let ended: Vec<f64> =
                units(*repetition, 25).into_iter().map(|u| truth.quantile(u)).collect();
            let sample = Sample::new(ended, vec![]);
            let fitted = Family::Exponential.likeliest(&sample, 0.95).unwrap();
            let found = distance(&fitted.candidate, &sample.curve());
            Redraws::of(&fitted, &sample, 0.95, *repetition).unwrap().chance(found) <= limit
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
        let source = Source {
            law: &law,
            censoring: sample.censoring(),
            family: family("calibrate", "test"),
        };
        let share =
            |sample: &Sample| count(sample.censored().len() as u64) / count(sample.len() as u64);
        let drawn = source.sample(&Streams::new(1, 1), 2_000).unwrap();
        assert!(
            (share(&drawn) - share(&sample)).abs() < 0.06,
            "{} {}",
            share(&drawn),
            share(&sample)
        );
    }

    fn improved(family: Family, sample: &Sample) -> Estimates {
        let found = family.likeliest(sample, 0.95).unwrap();
        Redraws::of(&found, sample, 0.95, 1).unwrap().improved(&found, sample, 0.95)
    }

    #[test]
    fn ten_lengths_of_a_lognormal_law_have_the_intervals_of_the_textbooks() {
        let logs = [5.0, 5.2, 5.3, 5.9, 6.0, 6.1, 6.4, 6.5, 7.2, 7.4];
        let sample = Sample::new(logs.map(exp).into(), vec![]);
        let found = improved(Family::Lognormal, &sample);
        let (n, squares) = (10.0, sample.sums.squares);
        let law = ChiSquared::new(n - 1.0).unwrap();
        let sigma = [0.975, 0.025].map(|share| sqrt(squares / law.inverse_cdf(share)));
        let width = student_t_quantile(0.975, n - 1.0) * sqrt(squares / (n - 1.0) / n);
        let median = [-width, width].map(|width| exp(sample.sums.mean_log + width));
        for (figure, wanted) in found.parameters.iter().zip([median, sigma]) {
            let (low, high) = figure.interval.unwrap();
            // A percentile of 399 errors is off by a tenth of a standard error or two.
            let off = [low / wanted[0] - 1.0, high / wanted[1] - 1.0];
            assert!(off.iter().all(|off| off.abs() < 0.08), "{figure:?}: {wanted:?}");
        }
        // What a sample's own deviation is short of sigma in the mean (c4 of ten is 0.9727).
        let unbiased = sqrt(squares / (n - 1.0)) / 0.9727;
        assert!((found.parameters[1].value / unbiased - 1.0).abs() < 0.03, "{found:?}");
    }

    #[test]
    fn the_ends_of_a_uniform_law_move_out_by_a_gap() {
        let sample = Sample::new((20..=40).map(f64::from).collect(), vec![]);
        let found = improved(Family::Uniform, &sample);
        for (figure, wanted) in found.parameters.iter().zip([19.0, 41.0]) {
            assert!((figure.value - wanted).abs() < 0.15, "{figure:?}");
        }
        let one = &found.parameters[1];
        let (low, high) = one.interval.unwrap();
        assert!(40.0 <= low && low < one.value && one.value < high && high < 46.0, "{one:?}");
    }

    #[test]
    fn no_end_is_moved_into_the_lengths_or_before_zero() {
        let sample = Sample::new(vec![2.0, 5.0, 9.0], vec![12.0]);
        assert_eq!(enclosing(vec![-1.0, 11.0], &sample), [0.0, 12.0]);
        assert_eq!(enclosing(vec![3.0, 1.0, 30.0], &sample), [2.0, 2.0, 30.0]);
    }

    #[test]
    fn nothing_is_corrected_where_samples_often_have_too_few_that_ended() {
        let sample =
            |ended: i32| Sample::new((1..=ended).map(f64::from).collect(), vec![100.0; 50]);
        let redraws = |sample: &Sample| {
            let found = Family::Exponential.likeliest(sample, 0.95).unwrap();
            Redraws::of(&found, sample, 0.95, 1)
        };
        assert!(redraws(&sample(5)).is_none(), "of five that ended half of the samples have fewer");
        assert!(redraws(&sample(20)).is_some(), "of twenty hardly any has so few");
    }

    #[test]
    fn nothing_is_drawn_for_very_many_lengths() {
        let sample = Sample::new((1..=501).map(f64::from).collect(), vec![]);
        let found = Family::Exponential.likeliest(&sample, 0.95).unwrap();
        assert!(Redraws::of(&found, &sample, 0.95, 1).is_none());
    }
}
