//! Laws fitted to observed lengths by maximum likelihood, where some had not ended yet.
//!
//! | law | greatest likelihood | interval around it | parameters that count |
//! | --- | --- | --- | --- |
//! | exponential | time at risk / how many ended | gamma law of the time at risk | 1 |
//! | log-normal, gamma, Weibull | Newton's steps on logarithms | observed information, Student's t | 2 |
//! | uniform | the extremes, or beyond what had not ended | relative likelihood | 4: each end twice |
//! | triangular | compass search from several modes | relative likelihood, rather wide | 5: each end twice |
//!
//! What is told of up to [`redraw::MOST_REDRAWN`] lengths is corrected by samples drawn from the
//! likeliest law and fitted again ([`redraw`]): estimates lose their bias and intervals their error
//! in small samples. Of more lengths both matter little. Where too few ended, nothing is corrected.
//! Criterion, distance and its chance are those of the likeliest law.
//!
//! The laws with a longest length are fitted and told, but never put first: their ends are what was
//! seen, so no draw would ever be longer than what was seen, and Akaike's criterion does not hold
//! where ends are estimated. Who knows the ends writes such a law without any fit.
//!
//! A fixed length is no candidate: a single other length refutes it, and where all lengths are the
//! same it is the answer without any fit. The empirical law has no parameters to fit; it is offered
//! beside the others ([`sample::slices`]).
//!
//! A length that had not ended tells only that it lasts longer (right censoring), and it must be
//! the clock or the observer that ended the observation, not something that the length depends on.

pub mod candidate;
mod distance;
pub mod family;
mod newton;
pub mod redraw;
pub mod sample;
mod smooth;
mod triangular;
mod uniform;

use crate::kernel::variate::Distribution;

use candidate::Candidate;
use family::Family;
use redraw::Redraws;
use sample::Sample;

/// So many lengths must have ended before anything is fitted.
pub const LEAST: usize = 5;
/// Below so many that ended, laws can hardly be told apart.
pub const FEW: usize = 30;
/// Laws whose criteria differ by less than this are not told apart.
pub const ALIKE: f64 = 2.0;

/// A number that was estimated.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// As a scenario names it.
    pub name: &'static str,
    /// Whether it is a length in seconds, or a number.
    pub is_length: bool,
    /// The estimate.
    pub value: f64,
    /// Between which bounds the truth lies at the level asked for.
    pub interval: Option<(f64, f64)>,
}

/// A law with what follows from it, all with intervals where there are any.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimates {
    /// The law.
    pub candidate: Candidate,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Its mean.
    pub mean: Parameter,
    /// Its median.
    pub p50: Parameter,
    /// What 95 % of lengths stay below.
    pub p95: Parameter,
}

impl Estimates {
    /// Everything that is estimated: parameters, mean, median, p95.
    pub(super) fn figures(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().chain([&self.mean, &self.p50, &self.p95])
    }

    fn figures_mut(&mut self) -> impl Iterator<Item = &mut Parameter> {
        self.parameters.iter_mut().chain([&mut self.mean, &mut self.p50, &mut self.p95])
    }

    /// The same of another law of the family, with these parameters.
    fn of(mut self, law: Candidate, parameters: &[f64]) -> Self {
        let follow = [law.mean(), law.quantile(0.5), law.quantile(smooth::P95)];
        let values = parameters.iter().copied().chain(follow);
        self.figures_mut().zip(values).for_each(|(figure, value)| figure.value = value);
        Self { candidate: law, ..self }
    }
}

/// A law fitted to a sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The law and what follows from it.
    pub estimates: Estimates,
    /// The logarithm of the greatest likelihood, lengths in seconds.
    pub log_likelihood: f64,
    /// Akaike's criterion, corrected for small samples; less is better. `None` if there are too few
    /// lengths for it.
    pub aicc: Option<f64>,
    /// Kolmogorov and Smirnov's distance from the Kaplan-Meier curve.
    pub distance: f64,
    /// How often samples of this law would be at least as far from what is fitted to them. `None`
    /// if no samples were drawn, or too many had too few that ended: then the estimates are those of
    /// the greatest likelihood, else without their bias.
    pub chance: Option<f64>,
}

impl Fit {
    /// Whether there is a length that none of its law exceeds.
    pub fn is_bounded(&self) -> bool {
        self.estimates.candidate.family().is_bounded()
    }
}

/// A law that could not be fitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// Which.
    pub family: Family,
    /// Why.
    pub why: String,
}

/// All laws fitted to a sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Fits {
    /// The best first; those with a longest length follow those without.
    pub fits: Vec<Fit>,
    /// What could not be fitted.
    pub unfit: Vec<Unfit>,
}

/// Why nothing can be fitted to a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hopeless {
    /// So few lengths ended.
    TooFew(usize),
    /// All that ended are the same.
    AllEqual,
}

/// As many values an empirical law is written with.
pub const SLICES: u32 = 20;

/// Whether an empirical law is written with all of the lengths.
pub fn is_short(sample: &Sample) -> bool {
    sample.censored().is_empty() && sample.len() <= SLICES as usize
}

/// The lengths themselves as a law: all of them if they are few, else the means of equal parts of
/// their Kaplan-Meier curve. `None` if the longest had not ended.
pub fn empirical(sample: &Sample) -> Option<Distribution> {
    let values = if is_short(sample) {
        sample.ended().to_vec()
    } else {
        sample::slices(&sample.curve(), SLICES)?
    };
    Some(Distribution::Empirical(values.into_iter().map(candidate::length).collect()))
}

/// Fits every law to a sample, with intervals at a level between 0 and 1.
///
/// # Errors
/// Why nothing can be fitted.
pub fn fit(sample: &Sample, level: f64, seed: u64) -> Result<Fits, Hopeless> {
    if sample.ended().len() < LEAST {
        return Err(Hopeless::TooFew(sample.ended().len()));
    }
    if sample.distinct() == 1 {
        return Err(Hopeless::AllEqual);
    }
    let (mut fits, mut unfit) = (vec![], vec![]);
    for family in Family::ALL {
        match fit_one(family, sample, level, seed) {
            Ok(fit) => fits.push(fit),
            Err(why) => unfit.push(why),
        }
    }
    let aicc = |fit: &Fit| fit.aicc.unwrap_or(f64::INFINITY);
    fits.sort_by(|a, b| a.is_bounded().cmp(&b.is_bounded()).then(aicc(a).total_cmp(&aicc(b))));
    Ok(Fits { fits, unfit })
}

/// Fits one law to a sample that [`fit`] has hope for.
///
/// # Errors
/// Why it cannot be fitted.
pub fn fit_one(family: Family, sample: &Sample, level: f64, seed: u64) -> Result<Fit, Unfit> {
    let likeliest = family.estimates(sample, level);
    let likeliest = likeliest.ok_or_else(|| Unfit { family, why: family.why_unfit().into() })?;
    let law = likeliest.candidate;
    let log_likelihood = law.log_likelihood(sample);
    let distance = distance::distance(&law, &sample.curve());
    let redraws = Redraws::of(&likeliest, sample, level, seed);
    let improved = redraws.as_ref().map(|redraws| redraws.improved(&likeliest, sample, level));
    Ok(Fit {
        estimates: improved.unwrap_or(likeliest),
        log_likelihood,
        aicc: aicc(log_likelihood, family.freedom(), sample.sums.events),
        distance,
        chance: redraws.map(|redraws| redraws.chance(distance)),
    })
}

/// Akaike's criterion with Hurvich and Tsai's correction; a censored length adds next to nothing
/// to what is known of the form, so only those that ended count.
fn aicc(log_likelihood: f64, k: f64, events: f64) -> Option<f64> {
    let left = events - k - 1.0;
    (left > 0.0).then(|| 2.0 * (k - log_likelihood) + 2.0 * k * (k + 1.0) / left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::testing::units;

    /// So many lengths of a law, without censoring.
    fn drawn(law: &Candidate, repetition: u64, n: usize) -> Sample {
        let ended = units(repetition, n).into_iter().map(|u| law.quantile(u)).collect();
        Sample::new(ended, vec![])
    }

    #[test]
    fn the_law_that_made_many_lengths_comes_first() {
        for law in [
            Candidate::Exponential { mean: 1_200.0 },
            Candidate::Lognormal { median: 1_500.0, sigma: 0.8 },
            Candidate::Gamma { mean: 1_800.0, shape: 4.0 },
            Candidate::Weibull { scale: 1_800.0, shape: 3.0 },
        ] {
            let fits = fit(&drawn(&law, 1, 500), 0.95, 1).unwrap();
            let best = &fits.fits[0];
            assert_eq!(best.estimates.candidate.family(), law.family(), "{fits:?}");
            assert!(best.chance.unwrap() > 0.02 && fits.unfit.is_empty(), "{best:?}");
            let last = fits.fits[4..].iter().all(Fit::is_bounded);
            assert!(last && fits.fits.len() == 6, "{fits:?}");
        }
    }

    #[test]
    fn what_no_law_can_be_fitted_to_is_told() {
        let sample = |ended: &[f64], censored: &[f64]| Sample::new(ended.into(), censored.into());
        for (sample, why) in [
            (sample(&[], &[]), Hopeless::TooFew(0)),
            (sample(&[], &[3.0; 40]), Hopeless::TooFew(0)),
            (sample(&[1.0, 2.0, 3.0, 4.0], &[9.0]), Hopeless::TooFew(4)),
            (sample(&[60.0; 30], &[9.0]), Hopeless::AllEqual),
        ] {
            assert_eq!(fit(&sample, 0.95, 1), Err(why));
        }
    }

    #[test]
    fn odd_samples_are_fitted_without_a_fault() {
        let most = 3.15e9;
        for (ended, censored) in [
            (vec![60.0, 60.0, 60.0, 60.0, 60.001], vec![]),
            (vec![0.001, 0.001, 0.002, most, most], vec![most; 3]),
            ((1..40).map(f64::from).collect(), vec![1e6; 400]),
            (vec![1.0, 2.0, 3.0, 4.0, 5.0], vec![0.5; 50]),
            ((0..200).map(|i| 3_600.0 + f64::from(i) * 1e-3).collect(), vec![]),
        ] {
            let sample = Sample::new(ended, censored);
            let fits = fit(&sample, 0.95, 1).unwrap();
            assert_eq!(fits.fits.len() + fits.unfit.len(), Family::ALL.len());
            for fit in &fits.fits {
                let Estimates { candidate, parameters, mean, .. } = &fit.estimates;
                let are_fine = parameters.iter().chain([mean]).all(is_fine);
                assert!(are_fine, "{candidate:?}: {parameters:?}");
                assert!(fit.log_likelihood.is_finite(), "{candidate:?}");
            }
        }
    }

    fn is_fine(parameter: &Parameter) -> bool {
        let value = parameter.value;
        let (low, high) = parameter.interval.unwrap_or((value, value));
        value.is_finite() && low <= value && value <= high
    }

    #[test]
    fn where_too_few_ended_intervals_of_the_likelihood_stay() {
        let sample = Sample::new([1.0, 2.0, 3.0, 4.0, 5.0].into(), vec![100.0; 50]);
        for fit in fit(&sample, 0.95, 1).unwrap().fits {
            let all_told = fit.estimates.parameters.iter().all(|one| one.interval.is_some());
            assert!(fit.chance.is_none() && all_told, "{fit:?}");
        }
    }

    #[test]
    fn a_small_sample_has_no_criterion_where_it_has_too_many_parameters() {
        assert_eq!(aicc(-10.0, 4.0, 5.0), None);
        assert_eq!(aicc(-10.0, 2.0, 13.0), Some(24.0 + 1.2));
    }

    #[test]
    fn few_lengths_are_written_as_they_are_and_many_in_short() {
        let values = |n: i32, censored: Vec<f64>| {
            let sample = Sample::new((1..=n).map(f64::from).collect(), censored);
            match empirical(&sample) {
                Some(Distribution::Empirical(values)) => values.len(),
                _ => 0,
            }
        };
        assert_eq!([values(7, vec![]), values(100, vec![]), values(9, vec![4.5])], [7, 20, 20]);
        assert_eq!(values(9, vec![10.0]), 0, "the longest had not ended");
    }
}
