//! Two cases, measure by measure: which of them moved, and which moved beyond noise.
//!
//! What never differs is no question. Among the measures that differ in some replication, those
//! beyond noise are named so that all names are right together at the level (Holm).

use std::collections::BTreeMap;

use crate::kernel::digest::combine;
use crate::kernel::math::count;
use crate::statistics::family::holm;
use crate::statistics::measure::Unit;
use crate::statistics::paired::unpaired::unpaired;
use crate::statistics::paired::{Basis, Difference, Nature, Stratum, paired};

/// The values of one measure, one per replication, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The measure's name.
    pub name: String,
    /// Its unit.
    pub unit: Unit,
    /// What a value is.
    pub nature: Nature,
    /// The values: infinite where not reached, none where the measure has no meaning.
    pub values: Vec<Option<f64>>,
}

/// What a comparison must know of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The master seed.
    pub seed: u64,
    /// The fingerprint of each replication, in order.
    pub fingerprints: Vec<u128>,
    /// The measures, in order.
    pub columns: Vec<Column>,
    /// The strata of its replications, in a row.
    pub strata: Vec<Part>,
}

/// Replications in a row that stand for what happens with a known probability.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What strikes in them.
    pub name: String,
    /// Its probability.
    pub weight: f64,
    /// How many they are.
    pub replications: usize,
}

/// Why two cases cannot be compared: replications with rare shocks stand for other shares of all
/// that may happen in one than in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherStrata;

impl Sample {
    /// The fingerprint of the case: of its replications in order.
    pub fn fingerprint(&self) -> u128 {
        combine(self.fingerprints.iter().copied())
    }
}

/// How the replications of two cases belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// By their numbers, up to this: they have the same random words.
    Common(u64),
    /// Not at all: their seeds differ.
    Independent,
}

/// What of a measure is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Its values, where both cases have finite ones.
    Value,
    /// The share of replications in which it was not reached.
    NotReached,
}

/// One measure of both.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its unit; of what was not reached, a share.
    pub unit: Unit,
    /// What of it.
    pub aspect: Aspect,
    /// Its means in A and in B.
    pub means: [Option<f64>; 2],
    /// B less A.
    pub difference: Difference,
    /// How many replications were left out, because a case did not reach a value in them or has
    /// none.
    pub left_out: u64,
    /// Whether it moved beyond noise, as one of all.
    pub moved: bool,
}

impl Row {
    /// Whether it differs in any replication.
    pub fn differs(&self) -> bool {
        !matches!(self.difference.basis, Basis::Agreement | Basis::Nothing)
    }
}

/// Two cases compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// How their replications belong together.
    pub pairing: Pairing,
    /// The first replication whose events differ, of paired ones.
    pub parted: Option<u64>,
    /// How many paired replications have events that differ.
    pub parted_in: u64,
    /// The measures, in order. A wave's that only repeats that of all waves is left out.
    pub rows: Vec<Row>,
    /// Measures that only A has, and those that only B has.
    pub only: [Vec<String>; 2],
    /// The confidence level of each interval, and of all names together.
    pub level: f64,
}

impl Comparison {
    /// Compares two cases, B less A.
    ///
    /// # Errors
    /// If rare shocks have strata, but not the same in both.
    pub fn of(a: &Sample, b: &Sample, level: f64) -> Result<Self, OtherStrata> {
        let common = a.fingerprints.len().min(b.fingerprints.len());
        let is_paired = a.seed == b.seed;
        let strata = common_strata(a, b, common)?;
        let both = shared(a, b);
        let mut rows: Vec<Row> = both
            .iter()
            .flat_map(|&columns| {
                if is_paired { of_pairs(columns, &strata, level) } else { apart(columns, level) }
            })
            .collect();
        name_moved(&mut rows, level);
        let parted: Vec<u64> = (0..)
            .zip(a.fingerprints.iter().zip(&b.fingerprints))
            .filter_map(|(number, (a, b))| (is_paired && a != b).then_some(number))
            .collect();
        Ok(Self {
            pairing: if is_paired { Pairing::Common(common as u64) } else { Pairing::Independent },
            parted: parted.first().copied(),
            parted_in: parted.len() as u64,
            rows,
            only: [lacking(a, b), lacking(b, a)],
            level,
        })
    }

    /// The measures that moved beyond noise, and by more than this share of what they are in A.
    pub fn beyond(&self, margin: f64) -> Vec<&Row> {
        let allowed = |row: &Row| row.means[0].map_or(0.0, |mean| margin * mean.abs());
        let rows = self.rows.iter().filter(|row| row.moved);
        rows.filter(|row| row.difference.is_beyond(allowed(row))).collect()
    }

    /// Whether every event of all paired replications is the same.
    pub fn is_same(&self) -> bool {
        self.pairing != Pairing::Independent && self.parted_in == 0
    }

    /// The measures that differ in any replication.
    pub fn differing(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.differs())
    }

    /// A measure's values, by its name.
    pub fn row(&self, name: &str, aspect: Aspect) -> Option<&Row> {
        self.rows.iter().find(|row| row.name == name && row.aspect == aspect)
    }
}

/// The measures of both, without those of waves that say nothing of their own.
fn shared<'a>(a: &'a Sample, b: &'a Sample) -> Vec<[&'a Column; 2]> {
    let of_b: BTreeMap<&str, &Column> = b.columns.iter().map(|c| (c.name.as_str(), c)).collect();
    let both = a.columns.iter().filter_map(|c| of_b.get(c.name.as_str()).map(|&d| [c, d]));
    let both: Vec<[&Column; 2]> = both.collect();
    let by_name: BTreeMap<&str, [&Column; 2]> =
        both.iter().map(|&pair| (pair[0].name.as_str(), pair)).collect();
    let repeats = |pair: &[&Column; 2]| {
        let own = pair[0].name.strip_prefix("wave.").and_then(|rest| rest.split_once('.'));
        let whole = own.and_then(|(_, name)| by_name.get(name));
        whole.is_some_and(|whole| {
            whole[0].values == pair[0].values && whole[1].values == pair[1].values
        })
    };
    both.iter().filter(|pair| !repeats(pair)).copied().collect()
}

/// The names that one has and the other lacks.
fn lacking(one: &Sample, other: &Sample) -> Vec<String> {
    let names: std::collections::BTreeSet<&str> =
        other.columns.iter().map(|c| c.name.as_str()).collect();
    let own = one.columns.iter().filter(|c| !names.contains(c.name.as_str()));
    own.map(|c| c.name.clone()).collect()
}

/// A measure by pairs: the finite ones and, where some are not finite, how many are not.
fn of_pairs([a, b]: [&Column; 2], strata: &[Stratum], level: f64) -> Vec<Row> {
    let common = strata.iter().map(|stratum| stratum.pairs).sum();
    let pairs: Vec<_> = a.values.iter().zip(&b.values).take(common).collect();
    let present = Pairs::of(&pairs, strata, |(a, b)| a.zip(**b));
    let is_finite = |(a, b): &(f64, f64)| a.is_finite() && b.is_finite();
    let finite = Pairs::of(&pairs, strata, |(a, b)| a.zip(**b).filter(is_finite));
    let left_out = (common - finite.values.len()) as u64;
    let value = row(b, Aspect::Value, finite.difference(b.nature, level), left_out);
    if finite.values.len() == present.values.len() {
        return vec![value];
    }
    let missed = present.values.iter().map(|&(a, b)| (never(a), never(b))).collect();
    let missed = Pairs { values: missed, strata: present.strata };
    let left_out = (common - missed.values.len()) as u64;
    vec![value, row(b, Aspect::NotReached, missed.difference(Nature::YesOrNo, level), left_out)]
}

/// Pairs of values with the strata they belong to; strata without any are left out.
struct Pairs {
    values: Vec<(f64, f64)>,
    strata: Vec<Stratum>,
}

impl Pairs {
    fn of<T>(all: &[T], strata: &[Stratum], value: impl Fn(&T) -> Option<(f64, f64)>) -> Self {
        let (mut values, mut kept, mut rest) = (vec![], vec![], all);
        for stratum in strata {
            let (own, after) = rest.split_at(stratum.pairs);
            let before = values.len();
            values.extend(own.iter().filter_map(&value));
            kept.push(Stratum { pairs: values.len() - before, ..*stratum });
            rest = after;
        }
        kept.retain(|stratum| stratum.pairs > 0);
        let all = |of: fn(&Stratum) -> f64| kept.iter().map(of).sum::<f64>();
        let (all_a, all_b) = (all(|s| s.weight_a), all(|s| s.weight_b));
        for stratum in &mut kept {
            stratum.weight_a /= all_a;
            stratum.weight_b /= all_b;
        }
        Self { values, strata: kept }
    }

    fn difference(&self, nature: Nature, level: f64) -> ([Option<f64>; 2], Difference) {
        let (a, b): (Vec<f64>, Vec<f64>) = self.values.iter().copied().unzip();
        if self.strata.is_empty() {
            return (means([&a, &b]), paired(&a, &b, &[Stratum::all(0)], nature, level));
        }
        let mean = |values: &[f64], weight: fn(&Stratum) -> f64| {
            let mut rest = values;
            let of_stratum = |stratum: &Stratum| {
                let (own, after) = rest.split_at(stratum.pairs);
                rest = after;
                weight(stratum) * own.iter().sum::<f64>() / count(own.len() as u64)
            };
            self.strata.iter().map(of_stratum).sum::<f64>()
        };
        let means = [mean(&a, |s| s.weight_a), mean(&b, |s| s.weight_b)].map(Some);
        (means, paired(&a, &b, &self.strata, nature, level))
    }
}

/// The strata of pairs: one of all, or those that both cases have.
fn common_strata(a: &Sample, b: &Sample, common: usize) -> Result<Vec<Stratum>, OtherStrata> {
    if a.strata.len() <= 1 && b.strata.len() <= 1 {
        return Ok(vec![Stratum::all(common)]);
    }
    let alike = |(a, b): (&Part, &Part)| a.name == b.name && a.replications == b.replications;
    let same = a.strata.len() == b.strata.len() && a.strata.iter().zip(&b.strata).all(alike);
    if !same || a.seed != b.seed {
        return Err(OtherStrata);
    }
    let both = a.strata.iter().zip(&b.strata);
    let stratum = |(a, b): (&Part, &Part)| Stratum {
        weight_a: a.weight,
        weight_b: b.weight,
        pairs: a.replications,
    };
    Ok(both.map(stratum).collect())
}

/// A measure of independent replications, likewise.
fn apart(columns: [&Column; 2], level: f64) -> Vec<Row> {
    let present = columns.map(|c| c.values.iter().flatten().copied().collect::<Vec<f64>>());
    let finite = [0, 1].map(|i| {
        present[i].iter().copied().filter(|value: &f64| value.is_finite()).collect::<Vec<f64>>()
    });
    let difference = |values: [&[f64]; 2], nature| {
        (means(values), unpaired(values[0], values[1], nature, level))
    };
    let left_out = |used: &[Vec<f64>; 2]| {
        [0, 1].map(|i| columns[i].values.len() - used[i].len()).iter().sum::<usize>() as u64
    };
    let of = columns[1];
    let value = difference([&finite[0], &finite[1]], of.nature);
    let value = row(of, Aspect::Value, value, left_out(&finite));
    if finite == present {
        return vec![value];
    }
    let missed = [0, 1].map(|i| present[i].iter().map(|v| never(*v)).collect::<Vec<f64>>());
    let missed = difference([&missed[0], &missed[1]], Nature::YesOrNo);
    vec![value, row(of, Aspect::NotReached, missed, left_out(&present))]
}

fn row(
    column: &Column,
    aspect: Aspect,
    (means, difference): ([Option<f64>; 2], Difference),
    left_out: u64,
) -> Row {
    let unit = if aspect == Aspect::NotReached { Unit::Share } else { column.unit };
    Row { name: column.name.clone(), unit, aspect, means, difference, left_out, moved: false }
}

fn means(values: [&[f64]; 2]) -> [Option<f64>; 2] {
    values.map(|v| {
        let mean = v.iter().sum::<f64>() / count(v.len() as u64);
        Some(mean).filter(|mean| mean.is_finite())
    })
}

fn never(value: f64) -> f64 {
    if value.is_finite() { 0.0 } else { 1.0 }
}

/// Names those that moved beyond noise, all of them together at the level.
fn name_moved(rows: &mut [Row], level: f64) {
    let chance = |row: &Row| row.difference.chance.filter(|_| row.differs());
    let chances: Vec<Option<f64>> = rows.iter().map(chance).collect();
    for (row, named) in rows.iter_mut().zip(holm(&chances, level)) {
        row.moved = named && row.difference.is_beyond(0.0);
    }
}
