//! Two cases compared pair by pair under common random numbers: B less A, and how sure that is.
//!
//! The same replication of both cases draws the same random words for the same purposes, so that
//! most of what chance does cancels in their difference. How much is told with every difference:
//! the *variance factor*, by how many times independent replications would have to be more.
//!
//! # Which interval when
//!
//! | the pairs | interval | chance under no difference |
//! | --- | --- | --- |
//! | vary smoothly | Student's t over the differences | t |
//! | are yes or no, few differ | exact: share that differs (Clopper-Pearson) by its direction | McNemar's exact test |
//! | are numbers, few differ | share that differs by the mean where they do (t) | sign test |
//! | are numbers, fewer than five differ | none | sign test |
//! | all agree | a bound on the share that would differ | 1 |
//!
//! Student's t needs a sample that is large for its skewness (Sugden, Smith and Jones), and at
//! least ten pairs that differ where not all do, or 25 of yes and no.

mod ends;
#[cfg(test)]
mod tests;
pub mod unpaired;

use super::interval::{miss, unseen_probability, upper};
use super::skewness::Sums;
use super::special::{student_t_quantile, student_t_tails};
use crate::kernel::math::{count, sqrt};
use ends::{among_differing, binomial, sign_test};

/// Pairs drawn under the same circumstances, in a row; the weights are the probabilities of these
/// circumstances in either case and add to 1 over all strata.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stratum {
    /// Its probability in A.
    pub weight_a: f64,
    /// Its probability in B.
    pub weight_b: f64,
    /// How many pairs it has.
    pub pairs: usize,
}

impl Stratum {
    /// The only stratum of so many pairs.
    pub fn all(pairs: usize) -> Self {
        Self { weight_a: 1.0, weight_b: 1.0, pairs }
    }
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// A number.
    Number,
    /// 1 where something happened, 0 where not.
    YesOrNo,
}

/// Where the interval of a difference comes from, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Student's t over the differences of pairs.
    PairedT,
    /// Welch's t over independent replications.
    WelchT,
    /// The exact binomial law of what differs.
    Binomial,
    /// The share of pairs that differ, times their mean difference.
    DifferingPairs,
    /// All pairs agree: a bound on what was not seen.
    Agreement,
    /// The difference is the same in all pairs.
    Constant,
    /// So few differ, or so unevenly, that no interval can be trusted.
    TooSkewed,
    /// Fewer than two replications.
    TooFew,
    /// Nothing to compare.
    Nothing,
}

impl Basis {
    /// The name in a table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PairedT => "paired_t",
            Self::WelchT => "welch_t",
            Self::Binomial => "binomial",
            Self::DifferingPairs => "differing_pairs",
            Self::Agreement => "agreement",
            Self::Constant => "constant",
            Self::TooSkewed => "too_skewed",
            Self::TooFew => "too_few",
            Self::Nothing => "none",
        }
    }
}

/// B less A.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The estimate.
    pub value: Option<f64>,
    /// The ends of its interval.
    pub ends: Option<(f64, f64)>,
    /// Where they come from, or why there are none.
    pub basis: Basis,
    /// The chance of a difference at least as clear if there was none; 1 if nothing differs.
    pub chance: Option<f64>,
    /// What pairs say beyond that; none of independent replications.
    pub pairs: Option<Pairs>,
}

/// What pairs say beyond their mean difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pairs {
    /// How many there are.
    pub number: u64,
    /// In how many B is higher.
    pub higher: u64,
    /// In how many B is lower.
    pub lower: u64,
    /// The correlation of A and B; none where one of them does not vary.
    pub correlation: Option<f64>,
    /// Variance of the difference of independent replications, in that of pairs; infinite where
    /// pairs leave no variance, none where nothing varies.
    pub variance_factor: Option<f64>,
}

impl Difference {
    fn bare(value: Option<f64>, basis: Basis) -> Self {
        Self { value, ends: None, basis, chance: None, pairs: None }
    }

    /// Whether the interval lies beyond this on one side of zero.
    pub fn is_beyond(&self, margin: f64) -> bool {
        self.ends.is_some_and(|(low, high)| low > margin || high < -margin)
    }
}

/// The difference of the means of two cases, `b` less `a`, from pairs stratum by stratum.
///
/// # Panics
/// If the slices differ in length, or the strata have not as many pairs.
pub fn paired(a: &[f64], b: &[f64], strata: &[Stratum], nature: Nature, level: f64) -> Difference {
    assert_eq!(a.len(), b.len(), "a pair of each replication");
    assert_eq!(strata.iter().map(|s| s.pairs).sum::<usize>(), a.len(), "strata hold all pairs");
    if a.is_empty() {
        return Difference::bare(None, Basis::Nothing);
    }
    let pairs = Weighted::of(a, b, strata);
    let moments = Moments::of(&pairs);
    let [higher, lower] = [pairs.count(|d| d > 0.0), pairs.count(|d| d < 0.0)];
    let number = a.len() as u64;
    let (correlation, variance_factor) = (moments.correlation(), moments.variance_factor());
    let told = Pairs { number, higher, lower, correlation, variance_factor };
    let judged = judge(&pairs, &moments, told, nature, level);
    Difference { value: Some(moments.center), pairs: Some(told), ..judged }
}

fn judge(
    pairs: &Weighted,
    moments: &Moments,
    told: Pairs,
    nature: Nature,
    level: f64,
) -> Difference {
    if told.higher + told.lower == 0 {
        return agreement(pairs, nature, level);
    }
    if pairs.strata.iter().any(|stratum| stratum.len() < 2) || !moments.center.is_finite() {
        return Difference::bare(None, Basis::TooFew);
    }
    let signs = sign_test(told.higher, told.lower);
    if moments.is_constant() {
        let ends = Some((moments.center, moments.center));
        return Difference { ends, chance: Some(signs), ..Difference::bare(None, Basis::Constant) };
    }
    let only = (pairs.strata.len() == 1).then(|| pairs.strata[0].as_slice());
    let Some(only) = only.filter(|only| !allows_student(only, nature)) else {
        return moments.student(level);
    };
    let (ends, basis) = match nature {
        Nature::YesOrNo => (Some(binomial(told, level)), Basis::Binomial),
        Nature::Number => match among_differing(only, told.number, level) {
            Some(ends) => (Some(ends), Basis::DifferingPairs),
            None => (None, Basis::TooSkewed),
        },
    };
    Difference { ends, chance: Some(signs), ..Difference::bare(None, basis) }
}

/// What to say when all pairs agree: the share of replications that would differ has a bound.
fn agreement(pairs: &Weighted, nature: Nature, level: f64) -> Difference {
    let most = pairs.most_unseen(level);
    let ends = match nature {
        Nature::YesOrNo => Some((-most, most)),
        Nature::Number => None,
    };
    Difference { ends, chance: Some(1.0), ..Difference::bare(None, Basis::Agreement) }
}

/// Whether a sample is large enough for its skewness, and not made of a few that differ among
/// many that do not.
fn allows_student(differences: &[Pair], nature: Nature) -> bool {
    let differing = differences.iter().filter(|p| p.difference().abs() > 0.0).count();
    let enough = match nature {
        Nature::Number => differences.len().min(10),
        Nature::YesOrNo => 25,
    };
    differing >= enough
        && is_even_enough(&differences.iter().map(Pair::difference).collect::<Vec<_>>())
}

/// Whether Student's t may be trusted with a sample of this skewness. A small sample tells little
/// about its law's, so that it is refused only if clearly skewed.
pub(super) fn is_even_enough(values: &[f64]) -> bool {
    let n = count(values.len() as u64);
    let center = values.iter().sum::<f64>() / n;
    let sums = Sums::of(values.iter().map(|value| value - center));
    if values.len() < 3 || sums.squares <= 0.0 {
        return true;
    }
    let skewness = sums.skewness();
    skewness * skewness <= ((n - 28.0) / 25.0).max(1.0)
}

/// A pair with its weights.
#[derive(Clone, Copy, Debug)]
struct Pair {
    a: f64,
    b: f64,
}

impl Pair {
    fn difference(&self) -> f64 {
        self.b - self.a
    }
}

/// Pairs by stratum, times their weights.
struct Weighted {
    strata: Vec<Vec<Pair>>,
    weights: Vec<(f64, f64)>,
}

impl Weighted {
    fn of(a: &[f64], b: &[f64], strata: &[Stratum]) -> Self {
        let mut from = 0;
        let taken = strata.iter().map(|stratum| {
            let range = from..from + stratum.pairs;
            from = range.end;
            let pairs = a[range.clone()].iter().zip(&b[range]);
            pairs.map(|(a, b)| Pair { a: a * stratum.weight_a, b: b * stratum.weight_b }).collect()
        });
        let strata_of_pairs = taken.collect();
        let weights = strata.iter().map(|s| (s.weight_a, s.weight_b)).collect();
        Self { strata: strata_of_pairs, weights }
    }

    fn count(&self, is: fn(f64) -> bool) -> u64 {
        self.strata.iter().flatten().filter(|pair| is(pair.difference())).count() as u64
    }

    /// The greatest share of replications that may differ though none did.
    fn most_unseen(&self, level: f64) -> f64 {
        let each = 1.0 - miss(level) / count(self.strata.len() as u64);
        let strata = self.strata.iter().zip(&self.weights);
        strata.fold(0.0, |most, (pairs, (a, b))| {
            most + a.max(*b) * unseen_probability(pairs.len() as u64, each)
        })
    }
}

/// Mean difference, and variances of the means that it is made of.
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    center: f64,
    a: f64,
    b: f64,
    both: f64,
    difference: f64,
    /// Sum over strata of the squared variance in its degrees of freedom.
    squares: f64,
    /// How large the values of a pair are together.
    size: f64,
}

/// What is left of a difference of such a share of the values says nothing but how they were rounded.
const ROUNDING: f64 = 1e-12;

impl Moments {
    fn of(pairs: &Weighted) -> Self {
        pairs.strata.iter().fold(Self::default(), |sum, stratum| sum.and(stratum))
    }

    fn and(self, pairs: &[Pair]) -> Self {
        let n = count(pairs.len() as u64);
        let mean = |of: fn(&Pair) -> f64| pairs.iter().map(of).sum::<f64>() / n;
        let (a, b, d) = (mean(|p| p.a), mean(|p| p.b), mean(Pair::difference));
        let per = n * (n - 1.0).max(1.0);
        let over = |of: &dyn Fn(&Pair) -> f64| pairs.iter().map(of).sum::<f64>() / per;
        let difference = over(&|p| (p.difference() - d) * (p.difference() - d));
        Self {
            center: self.center + d,
            a: self.a + over(&|p| (p.a - a) * (p.a - a)),
            b: self.b + over(&|p| (p.b - b) * (p.b - b)),
            both: self.both + over(&|p| (p.a - a) * (p.b - b)),
            difference: self.difference + difference,
            squares: self.squares + difference * difference / (n - 1.0).max(1.0),
            size: self.size + mean(|p| p.a.abs() + p.b.abs()),
        }
    }

    /// Whether the difference is the same in all pairs, but for what rounding left of it.
    fn is_constant(&self) -> bool {
        sqrt(self.difference) <= ROUNDING * self.size
    }

    fn correlation(&self) -> Option<f64> {
        let spread = sqrt(self.a) * sqrt(self.b);
        (spread > 0.0).then(|| (self.both / spread).clamp(-1.0, 1.0))
    }

    fn variance_factor(&self) -> Option<f64> {
        let independent = self.a + self.b;
        (independent > 0.0).then(|| {
            if self.difference > 0.0 { independent / self.difference } else { f64::INFINITY }
        })
    }

    /// Student's t with Satterthwaite's degrees of freedom: one less than pairs in one stratum.
    fn student(&self, level: f64) -> Difference {
        let freedom = self.difference * self.difference / self.squares;
        student(self.center, self.difference, freedom, level, Basis::PairedT)
    }
}

/// The interval of Student's t and its chance.
fn student(center: f64, variance: f64, freedom: f64, level: f64, basis: Basis) -> Difference {
    let error = sqrt(variance);
    let half = student_t_quantile(upper(level), freedom) * error;
    Difference {
        ends: Some((center - half, center + half)),
        chance: Some(student_t_tails(center / error, freedom)),
        ..Difference::bare(Some(center), basis)
    }
}
