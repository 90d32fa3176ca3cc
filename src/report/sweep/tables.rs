//! The tables of a sweep: every measure of every case, what the cases are, what mattered.

use serde::Serialize;
use serde_json::{Map, Value};

use super::super::csv::{SUMMARY, row, safe, summaries, table};
use super::super::json::{self, RESULTS_VERSION, measured, pretty};
use super::super::number::plain;
use super::Swept;

/// One row per case and measure: `summary.csv`.
pub fn summary(swept: Swept<'_>) -> String {
    table(SUMMARY.split(','), |out| {
        for (number, case) in swept.cases.iter().enumerate() {
            summaries(out, &number.to_string(), &case.summaries, swept.level);
        }
    })
}

/// One row per case: its levels, its replications and its fingerprint: `cases.csv`.
pub fn cases(swept: Swept<'_>) -> String {
    let paths = swept.factors.iter().flat_map(|factor| factor.paths.clone());
    let header = ["case".into()].into_iter().chain(paths);
    let header = header
        .chain(["replications", "precise", "events", "strata", "fingerprint"].map(String::from));
    table(header, |out| {
        for (number, case) in swept.cases.iter().enumerate() {
            let levels = swept.factors.iter().zip(&swept.levels[number]);
            let levels = levels.flat_map(|(factor, &level)| factor.levels[level].iter());
            let mut cells = vec![number.to_string()];
            cells.extend(levels.map(|level| safe(level)));
            cells.extend([
                case.replications.to_string(),
                if case.is_precise { "yes" } else { "no" }.to_string(),
                case.events.to_string(),
                case.shocks.strata.len().to_string(),
                format!("{:032x}", case.fingerprint),
            ]);
            row(out, &cells);
        }
    })
}

/// One row per response and factor: `effects.csv`; shares of the variance between cases.
pub fn effects(swept: Swept<'_>) -> String {
    let header = "response,factor,first,first_low,first_high,total,total_low,total_high,level";
    table(header.split(','), |out| {
        for (response, name) in swept.responses.iter().enumerate() {
            let found = swept.effects(response).unwrap_or_default();
            for (factor, effect) in swept.factors.iter().zip(found) {
                let parts = [effect.first, effect.total].map(|p| [p.value, p.low, p.high]);
                let numbers = parts.iter().flatten().map(|&share| plain(share));
                let mut cells = vec![name.clone(), factor.name()];
                cells.extend(numbers.chain([plain(swept.level)]));
                row(out, &cells);
            }
        }
    })
}

#[derive(Serialize)]
struct Report<'a> {
    scenario: &'a str,
    question: Option<&'a str>,
    seed: u64,
    version: &'a str,
    results_version: u32,
    level: f64,
    responses: &'a [String],
    skipped: usize,
    cases: Vec<CaseReport<'a>>,
    effects: Vec<EffectReport<'a>>,
}

#[derive(Serialize)]
struct CaseReport<'a> {
    case: usize,
    levels: Map<String, Value>,
    replications: u64,
    precise: bool,
    fingerprint: String,
    measures: Vec<json::Measured<'a>>,
}

#[derive(Serialize)]
struct EffectReport<'a> {
    response: &'a str,
    factor: String,
    first: [f64; 3],
    total: [f64; 3],
}

/// The value at each path that a case replaces.
fn levels(swept: Swept<'_>, case: usize) -> Map<String, Value> {
    let factors = swept.factors.iter().zip(&swept.levels[case]);
    let pairs = factors.flat_map(|(factor, &level)| {
        let values = factor.levels[level].iter().map(|value| Value::String(value.clone()));
        factor.paths.iter().cloned().zip(values)
    });
    pairs.collect()
}

/// The whole sweep as one JSON value: `summary.json`, the same as `--format json`.
pub fn json(swept: Swept<'_>) -> String {
    let names: Vec<String> = (0..swept.cases.len()).map(|number| number.to_string()).collect();
    let cases = swept.cases.iter().enumerate().map(|(number, case)| CaseReport {
        case: number,
        levels: levels(swept, number),
        replications: case.replications,
        precise: case.is_precise,
        fingerprint: format!("{:032x}", case.fingerprint),
        measures: case.summaries.iter().map(|s| measured(&names[number], s)).collect(),
    });
    let effects = swept.responses.iter().enumerate().flat_map(|(response, name)| {
        let found = swept.effects(response).unwrap_or_default();
        swept.factors.iter().zip(found).map(move |(factor, effect)| {
            let [first, total] =
                [effect.first, effect.total].map(|part| [part.value, part.low, part.high]);
            EffectReport { response: name, factor: factor.name(), first, total }
        })
    });
    pretty(&Report {
        scenario: &swept.heading.name,
        question: swept.heading.question.as_deref(),
        seed: swept.heading.seed,
        version: env!("CARGO_PKG_VERSION"),
        results_version: RESULTS_VERSION,
        level: swept.level,
        responses: swept.responses,
        skipped: swept.skipped,
        cases: cases.collect(),
        effects: effects.collect(),
    })
}
