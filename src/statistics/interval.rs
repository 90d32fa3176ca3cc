//! Estimates with intervals: means and proportions over replications.

use super::special::{beta_quantile, student_t_quantile};
use crate::kernel::math::{count, exp, log, sqrt};

/// What is known of a quantity, and between which bounds the truth lies at the level asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate; infinite if a replication never reached it, `None` of nothing.
    pub value: Option<f64>,
    /// Lower end of the interval.
    pub low: Option<f64>,
    /// Upper end of the interval; alone absent where nothing bounds the quantity.
    pub high: Option<f64>,
    /// Where the interval comes from, or why there is none.
    pub method: Method,
}

/// Where an interval comes from, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Student's t over replications.
    T,
    /// The exact binomial interval, one trial a replication.
    ClopperPearson,
    /// The exact binomial interval at the number of independent Cloud PCs the sample is worth.
    KornGraubard,
    /// Student's t or its stand-in for the share of Cloud PCs at or below a quantile, mapped back.
    Woodruff,
    /// Strata whose intervals come from different methods, put together.
    Stratified,
    /// Multilevel splitting: the mean of independent climbs; without a value, only a bound.
    Splitting,
    /// No replication differed: a distribution-free bound on what was not seen.
    ZeroBound,
    /// Some replication's value is infinite, and so is the mean.
    NotReached,
    /// Too few replications: an estimate without an interval.
    TooFew,
    /// No value at all: "0 of 0".
    None,
}

impl Method {
    /// The name in a table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::T => "t",
            Self::ClopperPearson => "clopper_pearson",
            Self::KornGraubard => "korn_graubard",
            Self::Woodruff => "woodruff",
            Self::Stratified => "stratified",
            Self::Splitting => "splitting",
            Self::ZeroBound => "zero_bound",
            Self::NotReached => "not_reached",
            Self::TooFew => "too_few",
            Self::None => "none",
        }
    }
}

/// What can be said of a measure before any replication; none is ever negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Fixed by the scenario: replications that agree are certainty.
    Constant,
    /// Random, and never above this finite number.
    Bounded(f64),
    /// Random, and as great as it likes.
    Free,
}

impl Kind {
    /// The number it never exceeds.
    pub(super) fn most(self) -> f64 {
        match self {
            Self::Bounded(most) => most,
            Self::Constant | Self::Free => f64::INFINITY,
        }
    }
}

/// The mean of one value of each replication.
///
/// # Panics
/// If a value is not a number between zero and the bound of its kind.
pub fn mean(values: &[f64], level: f64, kind: Kind) -> Estimate {
    let range = 0.0..=kind.most();
    assert!(values.iter().all(|v| range.contains(v)), "a measure lies between 0 and its bound");
    let Some(&first) = values.first() else { return Estimate::bare(None, Method::None) };
    let replications = values.len() as u64;
    let center = values.iter().sum::<f64>() / count(replications);
    if center.is_infinite() {
        return Estimate::bare(Some(center), Method::NotReached);
    }
    if values.iter().all(|v| (first..=first).contains(v)) {
        return unanimous(first, replications, level, kind);
    }
    let squares: f64 = values.iter().map(|v| (v - center) * (v - center)).sum();
    let error = sqrt(squares / count(replications - 1) / count(replications));
    student(center, error, replications, level, kind.most())
}

/// The share of replications in which something happened.
///
/// # Panics
/// If there are more hits than trials.
pub fn proportion(hits: u64, trials: u64, level: f64) -> Estimate {
    assert!(hits <= trials, "a replication is one trial");
    if trials == 0 {
        return Estimate::bare(None, Method::None);
    }
    let value = count(hits) / count(trials);
    if hits == 0 || hits == trials {
        return unanimous(value, trials, level, Kind::Bounded(1.0));
    }
    let ends = clopper_pearson(count(hits), count(trials), level);
    Estimate::with_interval(value, ends, Method::ClopperPearson)
}

/// The greatest probability that something seen in none of these replications may still have.
pub fn unseen_probability(replications: u64, level: f64) -> f64 {
    1.0 - exp(log(miss(level)) / count(replications))
}

/// What the probability of something seen in `hits` of `trials` does not exceed: the exact
/// binomial bound, one-sided.
///
/// # Panics
/// If there are more hits than trials.
pub fn upper_bound(hits: u64, trials: u64, level: f64) -> f64 {
    assert!(hits <= trials, "a replication is one trial");
    match hits {
        0 if trials > 0 => unseen_probability(trials, level),
        _ if hits == trials => 1.0,
        _ => beta_quantile(level, count(hits) + 1.0, count(trials - hits)),
    }
}

/// The least number of replications in which something must stay unseen to have at most this
/// probability.
pub fn least_replications(at_most: f64, level: f64) -> u64 {
    least(u64::MAX >> 1, |n| n > 0 && unseen_probability(n, level) <= at_most)
}

/// In how many of these replications something may be seen that has at most this probability; none
/// if the replications are too few.
pub fn most_hits(replications: u64, at_most: f64, level: f64) -> Option<u64> {
    least(replications, |hits| upper_bound(hits, replications, level) > at_most).checked_sub(1)
}

/// The least number up to `most` from which on something holds, or `most`.
fn least(most: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut below, mut enough) = (0, most);
    while below < enough {
        let middle = u64::midpoint(below, enough);
        if holds(middle) {
            enough = middle;
        } else {
            below = middle + 1;
        }
    }
    enough
}

impl Estimate {
    /// What independent climbs found; a bound alone, if they allow no estimate.
    pub fn by_climbs(value: Option<f64>, (low, high): (f64, f64)) -> Self {
        let low = (value.is_some() || low > 0.0).then_some(low);
        Self { value, low, high: Some(high), method: Method::Splitting }
    }

    /// The same for a quantity so many times as large.
    pub(super) fn times(self, factor: f64) -> Self {
        let scale = |end: Option<f64>| end.map(|e| e * factor);
        Self { value: scale(self.value), low: scale(self.low), high: scale(self.high), ..self }
    }

    pub(super) fn bare(value: Option<f64>, method: Method) -> Self {
        Self { value, low: None, high: None, method }
    }

    pub(super) fn with_interval(value: f64, (low, high): (f64, f64), method: Method) -> Self {
        Self { value: Some(value), low: Some(low), high: Some(high), method }
    }
}

/// What to say when all replications agree.
///
/// A different value may have gone unseen, at most as often as [`unseen_probability`]; the mean
/// lies where that share of it, taken to either end of the range, can move it.
pub(super) fn unanimous(common: f64, replications: u64, level: f64, kind: Kind) -> Estimate {
    let at_an_end = common <= 0.0 || common >= kind.most();
    let bounded = kind.most().is_finite();
    if replications == 1 && !(bounded && at_an_end) {
        return Estimate::bare(Some(common), Method::TooFew);
    }
    let unseen = unseen_probability(replications, level);
    let low = common * (1.0 - unseen);
    match kind {
        Kind::Constant => Estimate::with_interval(common, (common, common), Method::T),
        Kind::Bounded(most) => {
            let high = (low + most * unseen).clamp(common, most);
            Estimate::with_interval(common, (low, high), Method::ZeroBound)
        }
        Kind::Free => {
            Estimate { low: Some(low), ..Estimate::bare(Some(common), Method::ZeroBound) }
        }
    }
}

/// Student's t interval, cut to where the quantity can be.
pub(super) fn student(
    center: f64,
    error: f64,
    replications: u64,
    level: f64,
    most: f64,
) -> Estimate {
    let half = student_t_quantile(upper(level), count(replications - 1)) * error;
    let ends = ((center - half).max(0.0), (center + half).min(most));
    Estimate::with_interval(center, ends, Method::T)
}

/// The exact binomial interval; neither hits nor misses are zero, both may be fractions.
pub(super) fn clopper_pearson(hits: f64, trials: f64, level: f64) -> (f64, f64) {
    let tail = miss(level) / 2.0;
    let misses = trials - hits;
    let low = beta_quantile(tail, hits, misses + 1.0);
    (low, beta_quantile(1.0 - tail, hits + 1.0, misses))
}

/// What a confidence level is a promise about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// Each interval for itself: of many, some will miss.
    Each,
    /// All intervals of a sweep together (Bonferroni).
    Whole,
}

/// The level at which each of so many intervals is to be taken.
pub fn level_for(intervals: usize, level: f64, promise: Promise) -> f64 {
    match promise {
        Promise::Each => level,
        Promise::Whole => 1.0 - miss(level) / count(intervals.max(1) as u64),
    }
}

/// How often an interval of this level may miss.
pub(super) fn miss(level: f64) -> f64 {
    assert!(level > 0.0 && level < 1.0, "a level lies between 0 and 1");
    1.0 - level
}

/// The quantile at the upper end of an interval that misses alike on both sides.
pub(super) fn upper(level: f64) -> f64 {
    1.0 - miss(level) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::ratio::ratio;
    use crate::statistics::testing::{Row, assert_is, row, share_covering, units};
    use statrs::distribution::{Binomial, Discrete};

    const INFINITE: f64 = f64::INFINITY;

    #[test]
    fn a_mean_says_what_its_values_allow() {
        let (free, rate, fixed) = (Kind::Free, Kind::Bounded(1.0), Kind::Constant);
        let table: [(&[f64], Kind, Row); 18] = [
            (&[], free, (None, None, None, Method::None)),
            (&[7.0], free, (Some(7.0), None, None, Method::TooFew)),
            (&[7.0], fixed, (Some(7.0), None, None, Method::TooFew)),
            (&[0.0], free, (Some(0.0), None, None, Method::TooFew)),
            (&[0.3], rate, (Some(0.3), None, None, Method::TooFew)),
            (&[0.0], rate, row(0.0, 0.0, 0.95, Method::ZeroBound)),
            (&[1.0], rate, row(1.0, 0.05, 1.0, Method::ZeroBound)),
            (&[1.0, INFINITE], free, (Some(INFINITE), None, None, Method::NotReached)),
            (&[INFINITE], free, (Some(INFINITE), None, None, Method::NotReached)),
            (&[500.0, 500.0], fixed, row(500.0, 500.0, 500.0, Method::T)),
            (&[0.0, 0.0], fixed, row(0.0, 0.0, 0.0, Method::T)),
            (&[0.0, -0.0], rate, row(0.0, 0.0, 0.776_393, Method::ZeroBound)),
            (&[1.0, 1.0], rate, row(1.0, 0.223_607, 1.0, Method::ZeroBound)),
            (&[8.0, 8.0], Kind::Bounded(10.0), row(8.0, 1.788_854, 9.552_786, Method::ZeroBound)),
            (&[8.0, 8.0], free, (Some(8.0), Some(1.788_854), None, Method::ZeroBound)),
            (&[1.0, 2.0, 3.0, 4.0, 5.0], free, row(3.0, 1.036_757, 4.963_243, Method::T)),
            (&[0.0, 1.0], rate, row(0.5, 0.0, 1.0, Method::T)),
            (&[0.0, 1.0], free, row(0.5, 0.0, 6.853_102, Method::T)),
        ];
        for (values, kind, wanted) in table {
            assert_is(mean(values, 0.95, kind), wanted);
        }
    }

    #[test]
    fn a_proportion_has_the_exact_binomial_interval() {
        assert_is(proportion(0, 0, 0.95), (None, None, None, Method::None));
        for (hits, trials, low, high) in [
            (10, 100, 0.049_004_689, 0.176_222_598),
            (1, 20, 0.001_265_090, 0.248_732_763),
            (19, 20, 0.751_267_237, 0.998_734_910),
            (1, 2, 0.012_579_117, 0.987_420_883),
        ] {
            let value = count(hits) / count(trials);
            let wanted = row(value, low, high, Method::ClopperPearson);
            assert_is(proportion(hits, trials, 0.95), wanted);
        }
    }

    #[test]
    fn none_seen_is_bounded_as_published_by_every_estimator() {
        for (replications, percent) in [
            (10, 25.9),
            (30, 9.50),
            (59, 4.95),
            (100, 2.95),
            (299, 0.997),
            (1_000, 0.299),
            (2_995, 0.100),
        ] {
            let clean = usize::try_from(replications).unwrap();
            let (none, some) = (vec![0; clean], vec![2_000; clean]);
            let of_ratio = ratio(&none, &some, 0.95);
            assert!((of_ratio.high.unwrap() * 100.0 / percent - 1.0).abs() < 2e-3, "{of_ratio:?}");
            let high = of_ratio.high.unwrap();
            assert_is(of_ratio, row(0.0, 0.0, high, Method::ZeroBound));
            assert_is(proportion(0, replications, 0.95), row(0.0, 0.0, high, Method::ZeroBound));
            let mirror = row(1.0, 1.0 - high, 1.0, Method::ZeroBound);
            assert_is(proportion(replications, replications, 0.95), mirror);
            assert_is(ratio(&some, &some, 0.95), mirror);
            let of_mean = mean(&vec![0.0; clean], 0.95, Kind::Bounded(60.0));
            assert_is(of_mean, row(0.0, 0.0, 60.0 * high, Method::ZeroBound));
        }
        assert!(unseen_probability(298, 0.95) > 0.01 && unseen_probability(299, 0.95) < 0.01);
    }

    #[test]
    fn replications_and_hits_that_are_enough_are_the_published_ones() {
        for (at_most, level, replications) in
            [(0.05, 0.95, 59), (0.01, 0.95, 299), (0.01, 0.99, 459), (0.001, 0.95, 2_995)]
        {
            assert_eq!(least_replications(at_most, level), replications, "{at_most} {level}");
            assert_eq!(most_hits(replications, at_most, level), Some(0));
            assert_eq!(most_hits(replications - 1, at_most, level), None);
        }
        assert_eq!(least_replications(1e-6, 0.95), 2_995_731);
        // Where the rank 996 of 1,000 bounds the 99th percentile, four may exceed it.
        for (replications, hits) in [(0, None), (473, Some(1)), (1_000, Some(4)), (3_000, Some(20))]
        {
            assert_eq!(most_hits(replications, 0.01, 0.95), hits, "{replications}");
        }
        assert!(upper_bound(7, 7, 0.95) >= 1.0 && upper_bound(0, 0, 0.95) >= 1.0);
    }

    #[test]
    fn t_and_clopper_pearson_cover_as_often_as_they_say() {
        let of_t = share_covering(4_000, 0.5, |i| mean(&units(i, 10), 0.95, Kind::Bounded(1.0)));
        assert!((0.94..0.96).contains(&of_t), "t: {of_t}");
        let of_hits = share_covering(4_000, 0.04, |i| {
            let hits = units(i, 60).into_iter().filter(|u| *u < 0.04).count();
            proportion(hits as u64, 60, 0.95)
        });
        assert!((0.95..0.99).contains(&of_hits), "Clopper-Pearson: {of_hits}");
    }

    #[test]
    fn a_one_sided_zero_bound_costs_at_most_half_as_many_misses_again() {
        for truth in [0.049, 0.052, 0.055, 0.059] {
            let law = Binomial::new(truth, 60).unwrap();
            let covered = (0..=60).filter(|&hits| {
                let found = proportion(hits, 60, 0.95);
                found.low.unwrap() <= truth && truth <= found.high.unwrap()
            });
            let coverage: f64 = covered.map(|hits| law.pmf(hits)).sum();
            assert!((0.925..0.96).contains(&coverage), "{truth}: {coverage}");
        }
    }

    #[test]
    fn a_whole_sweep_costs_wider_intervals() {
        assert!((level_for(100, 0.95, Promise::Each) - 0.95).abs() < 1e-15);
        let whole = level_for(100, 0.95, Promise::Whole);
        // The published price of 100 cells with 99 degrees of freedom: 1.984 becomes 3.600.
        for (level, quantile) in [(0.95, 1.984), (whole, 3.600)] {
            assert!((student_t_quantile(upper(level), 99.0) - quantile).abs() < 1e-3, "{level}");
        }
        assert!((level_for(0, 0.9, Promise::Whole) - 0.9).abs() < 1e-15);
    }

    #[test]
    #[should_panic(expected = "a measure lies between 0 and its bound")]
    fn what_is_not_a_number_is_refused() {
        mean(&[1.0, f64::NAN], 0.95, Kind::Free);
    }
}
