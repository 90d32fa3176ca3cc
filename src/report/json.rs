//! A run as JSON: `summary.json`, the same as `--format json`, and `manifest.json`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Run;
use super::csv::CASE;
use super::number::plain;
use super::shocks::{Part, not_covered, parts};
use crate::experiment::LEVEL;
use crate::experiment::expectation::Judgment;
use crate::statistics::interval::unseen_probability;
use crate::statistics::measure::Summary;

/// Raised whenever results change on purpose for the same scenario and seed.
pub const RESULTS_VERSION: u32 = 3;

#[derive(Serialize)]
struct Report<'a> {
    scenario: &'a str,
    question: Option<&'a str>,
    start: String,
    horizon_s: Value,
    seed: u64,
    replications: u64,
    version: &'a str,
    results_version: u32,
    fingerprint: String,
    level: f64,
    cannot_exclude_below: Value,
    strata: Vec<Part>,
    rare_shocks_not_covered: Vec<String>,
    measures: Vec<Measured<'a>>,
    expectations: Vec<Judged<'a>>,
}

/// What became of an expectation, for machines.
#[derive(Debug, Serialize)]
pub struct Judged<'a> {
    measure: &'a str,
    unit: &'a str,
    at_most: Value,
    at_least: Value,
    share: Value,
    confidence: f64,
    verdict: &'a str,
    estimate: Value,
    low: Value,
    high: Value,
    method: &'a str,
    replications: u64,
}

/// An expectation's verdict with what it stands on.
pub fn judged(judgment: &Judgment) -> Judged<'_> {
    let Judgment { expectation, verdict, estimate, replications } = judgment;
    Judged {
        measure: &expectation.measure,
        unit: expectation.unit.name(),
        at_most: number(expectation.at_most),
        at_least: number(expectation.at_least),
        share: number(expectation.share),
        confidence: expectation.confidence,
        verdict: verdict.name(),
        estimate: number(estimate.value),
        low: number(estimate.low),
        high: number(estimate.high),
        method: estimate.method.as_str(),
        replications: *replications,
    }
}

/// A measure across replications, for machines.
#[derive(Serialize)]
pub(super) struct Measured<'a> {
    case: &'a str,
    measure: &'a str,
    unit: &'a str,
    estimate: Value,
    low: Value,
    high: Value,
    method: &'a str,
    replications: u64,
    p5: Value,
    p50: Value,
    p95: Value,
    p50_low: Value,
    p50_high: Value,
    p95_low: Value,
    p95_high: Value,
    affected: Option<u64>,
    wanted: Option<u64>,
}

/// The summary of a run as one JSON value.
pub fn summary(run: Run<'_>) -> String {
    let Run { outcome, heading, .. } = run;
    let report = Report {
        scenario: &heading.name,
        question: heading.question.as_deref(),
        start: heading.start.to_string(),
        horizon_s: number(Some(crate::kernel::math::from_length(heading.horizon) / 1_000.0)),
        seed: heading.seed,
        replications: heading.replications,
        version: env!("CARGO_PKG_VERSION"),
        results_version: RESULTS_VERSION,
        fingerprint: format!("{:032x}", outcome.fingerprint()),
        level: LEVEL,
        cannot_exclude_below: number(Some(unseen_probability(heading.replications, LEVEL))),
        strata: parts(&outcome.shocks),
        rare_shocks_not_covered: not_covered(&outcome.shocks),
        measures: outcome.summaries.iter().map(|s| measured(CASE, s)).collect(),
        expectations: run.judgments.iter().map(judged).collect(),
    };
    pretty(&report)
}

pub(super) fn measured<'a>(case: &'a str, s: &'a Summary) -> Measured<'a> {
    Measured {
        case,
        measure: &s.measure.name,
        unit: s.measure.unit.name(),
        estimate: number(s.estimate.value),
        low: number(s.estimate.low),
        high: number(s.estimate.high),
        method: s.estimate.method.as_str(),
        replications: s.replications,
        p5: number(s.spread.p5),
        p50: number(s.spread.p50),
        p95: number(s.spread.p95),
        p50_low: number(s.p50_ends.low),
        p50_high: number(s.p50_ends.high),
        p95_low: number(s.p95_ends.low),
        p95_high: number(s.p95_ends.high),
        affected: s.affected,
        wanted: s.wanted,
    }
}

/// What identifies a run and its results.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    /// Version of the program.
    pub version: String,
    /// Version of the results it computes.
    pub results_version: u32,
    /// The scenario's file, by its name.
    pub scenario: String,
    /// SHA-256 of the scenario file's bytes.
    pub scenario_sha256: String,
    /// Entries replaced on the command line.
    pub set: Vec<String>,
    /// The master seed.
    pub seed: u64,
    /// Replications, from number 0.
    pub replications: u64,
    /// What parts of all that may happen the replications stand for, in order.
    pub strata: Vec<Part>,
    /// Fingerprint of each case.
    pub fingerprints: Vec<CaseFingerprint>,
    /// Parameters that differ from their documented or assumed default.
    pub differs_from_default: Vec<Parameter>,
    /// The files of this folder that belong to the run.
    pub files: Vec<FileDigest>,
}

/// The fingerprint of a case.
#[derive(Clone, Debug, Serialize)]
pub struct CaseFingerprint {
    /// The case.
    pub case: String,
    /// Events fired in all its replications.
    pub events: u64,
    /// The hash over them.
    pub fingerprint: String,
}

/// A parameter of the scenario.
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    /// Its path in the scenario.
    pub path: String,
    /// Its value, as TOML.
    pub value: String,
    /// Its default, as TOML.
    pub default: String,
    /// What the default stands on.
    pub ground: String,
}

/// A file of the output folder.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct FileDigest {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: usize,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// The manifest as JSON.
pub fn manifest(manifest: &Manifest) -> String {
    pretty(manifest)
}

/// What a manifest says about its run, as far as it must be known to simulate it again.
#[derive(Clone, Debug, Deserialize)]
pub struct Origin {
    /// Version of the program.
    pub version: String,
    /// Version of the results it computed.
    pub results_version: u32,
    /// The scenario's file, by its name.
    pub scenario: String,
    /// Replications, from number 0.
    pub replications: u64,
    /// The files of the folder.
    pub files: Vec<FileDigest>,
}

/// Reads a manifest; none if it is none.
pub fn origin(manifest: &[u8]) -> Option<Origin> {
    serde_json::from_slice(manifest).ok()
}

/// The files that a manifest names; none if it is no manifest, or names anything but plain files.
pub fn files_of(manifest: &[u8]) -> Vec<String> {
    let manifest: Value = serde_json::from_slice(manifest).unwrap_or_default();
    let files = manifest["files"].as_array().into_iter().flatten();
    let names = files.filter_map(|file| file["name"].as_str());
    names.filter(|name| !name.contains(['/', '\\', ':'])).map(String::from).collect()
}

/// Any value as JSON for people and machines, with a line feed at its end.
///
/// # Panics
/// Never: plain data becomes JSON.
pub fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("plain data becomes JSON");
    text.push('\n');
    text
}

/// A number rounded as in CSV; `null` if absent, `"inf"` where not reached.
pub(super) fn number(value: Option<f64>) -> Value {
    let Some(value) = value else { return Value::Null };
    let text = plain(value);
    text.parse()
        .ok()
        .and_then(serde_json::Number::from_f64)
        .map_or(Value::String(text), Value::Number)
}
