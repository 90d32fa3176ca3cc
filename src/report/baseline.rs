//! A baseline: what a scenario's replications gave when it was last accepted, as JSON.
//!
//! Values are written as texts, one line a measure, since they must be read as they were written.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::json::{RESULTS_VERSION, pretty};
use super::number::plain;
use super::sample::{column, value};
use crate::experiment::comparison::{Column, Part, Sample};
use crate::statistics::measure::Measure;

const ABSENT: &str = "-";

#[derive(Deserialize, Serialize)]
struct File {
    version: String,
    results_version: u32,
    scenario: String,
    seed: u64,
    fingerprint: String,
    fingerprints: String,
    strata: Vec<Stratum>,
    measures: Map<String, Value>,
}

#[derive(Deserialize, Serialize)]
struct Stratum {
    name: String,
    weight: String,
    replications: usize,
}

/// A baseline that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    /// The version of the program that wrote it.
    pub version: String,
    /// The version of its results.
    pub results_version: u32,
    /// What the replications gave.
    pub sample: Sample,
}

/// The bytes of a baseline of a scenario of this name.
pub fn write(scenario: &str, sample: &Sample) -> String {
    let hex: Vec<String> = sample.fingerprints.iter().map(|one| format!("{one:032x}")).collect();
    let stratum = |part: &Part| Stratum {
        name: part.name.clone(),
        weight: format!("{}", part.weight),
        replications: part.replications,
    };
    let values = |column: &Column| (column.name.clone(), Value::String(written(&column.values)));
    pretty(&File {
        version: env!("CARGO_PKG_VERSION").into(),
        results_version: RESULTS_VERSION,
        scenario: scenario.into(),
        seed: sample.seed,
        fingerprint: format!("{:032x}", sample.fingerprint()),
        fingerprints: hex.join(" "),
        strata: sample.strata.iter().map(stratum).collect(),
        measures: sample.columns.iter().map(values).collect(),
    })
}

/// One value for each replication, or one for all of them.
fn written(values: &[Option<f64>]) -> String {
    let texts: Vec<String> =
        values.iter().map(|value| value.map_or(ABSENT.into(), plain)).collect();
    match texts.first() {
        Some(first) if texts.iter().all(|text| text == first) => first.clone(),
        Some(_) | None => texts.join(" "),
    }
}

/// Reads a baseline of these measures; none if it is no baseline.
pub fn read(bytes: &[u8], measures: &[Measure]) -> Option<Baseline> {
    let file: File = serde_json::from_slice(bytes).ok()?;
    let hex = file.fingerprints.split(' ').map(|hex| u128::from_str_radix(hex, 16).ok());
    let fingerprints: Vec<u128> = hex.collect::<Option<_>>()?;
    let known = measures.iter().filter_map(|m| Some((m, file.measures.get(&m.name)?)));
    let columns = known.map(|(measure, texts)| {
        Some(column(measure, values(texts.as_str()?, fingerprints.len())?))
    });
    let columns: Vec<Column> = columns.collect::<Option<_>>()?;
    let part = |s: Stratum| {
        let weight: f64 = s.weight.parse().ok()?;
        let is_share = (0.0..=1.0).contains(&weight);
        is_share.then_some(Part { name: s.name, weight, replications: s.replications })
    };
    let strata: Vec<Part> = file.strata.into_iter().map(part).collect::<Option<_>>()?;
    let in_strata =
        strata.iter().try_fold(0_usize, |sum, part| sum.checked_add(part.replications))?;
    let sample = Sample { seed: file.seed, fingerprints, columns, strata };
    let whole = in_strata == sample.fingerprints.len();
    let results_version = file.results_version;
    whole.then_some(Baseline { version: file.version, results_version, sample })
}

fn values(text: &str, replications: usize) -> Option<Vec<Option<f64>>> {
    let one = |text| if text == ABSENT { Some(None) } else { value(text).ok().map(Some) };
    let all: Vec<Option<f64>> =
        text.split(' ').map(|text| one(text).map(Option::flatten)).collect::<Option<_>>()?;
    match all.as_slice() {
        [same] => Some(vec![*same; replications]),
        all if all.len() == replications => Some(all.to_vec()),
        _ => None,
    }
}
