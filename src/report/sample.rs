//! What a comparison must know of a case, as tables hold it: rounded as `replications.csv` is, so
//! that a case compares alike whether simulated now or read from a folder.

use super::number::plain;
use crate::experiment::Outcome;
use crate::experiment::comparison::{Column, Part, Sample};
use crate::kernel::math::count;
use crate::statistics::measure::Measure;
use crate::statistics::strata::Stratum;

/// What an experiment found.
pub fn of(outcome: &Outcome, seed: u64) -> Sample {
    let fingerprints = outcome.replications.iter().map(|r| r.fingerprint).collect();
    let column = |(i, measure): (usize, &Measure)| {
        let values = outcome.replications.iter().map(|r| r.values[i].map(rounded));
        column(measure, values.collect())
    };
    let columns = outcome.measures.iter().enumerate().map(column).collect();
    let shocks = &outcome.shocks;
    let part = |(i, stratum): (usize, &Stratum)| Part {
        name: shocks.name_of(i),
        weight: stratum.weight,
        replications: stratum.replications,
    };
    let strata = shocks.strata.iter().enumerate().map(part).collect();
    Sample { seed, fingerprints, columns, strata }
}

/// What `replications.csv` holds of these measures; none if it is no such table.
pub fn from_csv(bytes: &[u8], measures: &[Measure], seed: u64) -> Option<Sample> {
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers().ok()?.clone();
    let at = |name: &str| headers.iter().position(|header| header == name);
    let places: Vec<(usize, &Measure)> =
        measures.iter().map(|m| at(&m.name).map(|at| (at, m))).collect::<Option<_>>()?;
    let of_fingerprint = at("fingerprint")?;
    let (of_stratum, of_weight) = (at("stratum")?, at("weight")?);
    let mut strata: Vec<Part> = vec![];
    let mut fingerprints = vec![];
    let mut columns: Vec<Column> = places.iter().map(|(_, m)| column(m, vec![])).collect();
    for row in reader.into_records() {
        let row = row.ok()?;
        let name = row.get(of_stratum)?;
        let weight: f64 = row.get(of_weight)?.parse().ok()?;
        match strata.last_mut().filter(|part| part.name == name) {
            Some(part) => part.replications += 1,
            None => strata.push(Part { name: name.into(), weight, replications: 1 }),
        }
        fingerprints.push(u128::from_str_radix(row.get(of_fingerprint)?, 16).ok()?);
        for (column, (at, _)) in columns.iter_mut().zip(&places) {
            column.values.push(value(row.get(*at)?).ok()?);
        }
    }
    // In the table a replication's weight is 1 on average.
    for part in &mut strata {
        part.weight *= count(part.replications as u64) / count(fingerprints.len() as u64);
    }
    (!fingerprints.is_empty()).then_some(Sample { seed, fingerprints, columns, strata })
}

pub(super) fn column(measure: &Measure, values: Vec<Option<f64>>) -> Column {
    Column { name: measure.name.clone(), unit: measure.unit, nature: measure.nature(), values }
}

/// What stands where a value should.
#[derive(Debug)]
pub(super) struct NoValue;

/// A value as a table has it: absent is empty. No measure is negative or anything but a number.
pub(super) fn value(text: &str) -> Result<Option<f64>, NoValue> {
    match text {
        "" => Ok(None),
        "inf" => Ok(Some(f64::INFINITY)),
        number => match number.parse::<f64>() {
            Ok(value) if value.is_finite() && value.is_sign_positive() => Ok(Some(value)),
            Ok(_) | Err(_) => Err(NoValue),
        },
    }
}

/// A number as [`plain`] writes it.
fn rounded(value: f64) -> f64 {
    if value.is_finite() { plain(value).parse().unwrap_or(value) } else { value }
}
