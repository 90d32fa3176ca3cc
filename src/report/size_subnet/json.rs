//! A subnet's size as one JSON value.

use serde::Serialize;
use serde_json::Value;

use crate::experiment::sizing::breaking::{Breaking, Failures};
use crate::experiment::sizing::filling::Peak;
use crate::kernel::math::count;
use crate::report::json::{RESULTS_VERSION, number, pretty};
use crate::report::{number, shocks};

use super::climb::{self, ClimbRow};
use super::{Part, Report, answer};

#[derive(Serialize)]
struct Answer<'a> {
    scenario: &'a str,
    question: Option<&'a str>,
    seed: u64,
    replications: u64,
    horizon_s: Value,
    version: &'a str,
    results_version: u32,
    at_most: Value,
    confidence: Value,
    rare_shocks_left_to_chance: Vec<String>,
    subnets: Vec<SizedSubnet<'a>>,
}

#[derive(Serialize)]
struct SizedSubnet<'a> {
    subnet: &'a str,
    now: Now<'a>,
    ways: Vec<WayRow>,
    prefixes: Vec<PrefixRow>,
    enough: Enough,
    insatiable_replications: u64,
    climb: Option<ClimbRow>,
    peak: Option<PeakRow>,
    breaking: Option<BreakingRow>,
    conclusion: String,
}

#[derive(Serialize)]
struct Now<'a> {
    prefix_lengths: &'a [u8],
    in_use: u64,
    usable: u64,
}

#[derive(Serialize)]
struct WayRow {
    way: &'static str,
    addresses: Option<u64>,
    prefix: Option<u8>,
}

#[derive(Serialize)]
struct Enough {
    addresses: Option<u64>,
    prefix: Option<u8>,
    usable: Option<u64>,
}

#[derive(Serialize)]
struct PrefixRow {
    prefix: u8,
    usable: u64,
    none_free: Value,
    low: Value,
    high: Value,
    at_most: Value,
    method: &'static str,
}

#[derive(Serialize)]
struct PeakRow {
    replication: u64,
    at_s: Value,
    in_use: u64,
    ready: u64,
    under_way: u64,
    lingering: u64,
    leaked: u64,
    health_checks: u64,
}

#[derive(Serialize)]
struct BreakingRow {
    seats_hold: Option<u64>,
    seats_break: Option<u64>,
    failures: &'static str,
    failures_hold: Value,
    failures_break: Value,
}

/// A probability that may be very small; `null` if absent.
pub(super) fn small(value: Option<f64>) -> Value {
    let number = value.and_then(|value| number::small(value).parse().ok());
    number.and_then(serde_json::Number::from_f64).map_or(Value::Null, Value::Number)
}

/// The whole answer as one JSON value.
pub fn json(report: Report<'_>) -> String {
    let heading = report.heading;
    pretty(&Answer {
        scenario: &heading.name,
        question: heading.question.as_deref(),
        seed: heading.seed,
        replications: heading.replications,
        horizon_s: number(Some(count(heading.horizon.ms()) / 1_000.0)),
        version: env!("CARGO_PKG_VERSION"),
        results_version: RESULTS_VERSION,
        at_most: small(Some(report.target.at_most)),
        confidence: number(Some(report.target.confidence)),
        rare_shocks_left_to_chance: left_to_chance(report),
        subnets: report.parts().map(subnet).collect(),
    })
}

/// Of climbs none: each is climbed by itself.
fn left_to_chance(report: Report<'_>) -> Vec<String> {
    if report.is_climbed() { vec![] } else { shocks::names(report.shocks) }
}

fn subnet(part: Part<'_>) -> SizedSubnet<'_> {
    let prefix_of = |addresses: Option<u64>| addresses.and_then(|n| part.subnet.smallest_with(n));
    let ways = part.ways().into_iter().map(|way| WayRow {
        way: way.name,
        addresses: way.addresses,
        prefix: prefix_of(way.addresses),
    });
    let prefix = part.prefix();
    SizedSubnet {
        subnet: &part.subnet.name,
        now: Now {
            prefix_lengths: &part.subnet.prefix_lengths,
            in_use: part.subnet.in_use,
            usable: part.subnet.usable,
        },
        ways: ways.collect(),
        prefixes: part.prefixes().into_iter().map(|prefix| row(&part, prefix)).collect(),
        enough: Enough {
            addresses: part.sizing.enough,
            prefix,
            usable: prefix.map(|prefix| part.subnet.usable_as(prefix)),
        },
        insatiable_replications: part.sizing.insatiable,
        climb: part.sizing.climbed.as_ref().map(climb::row),
        peak: part.sizing.peak.as_ref().map(peak),
        breaking: part.breaking.map(breaking),
        conclusion: answer::conclusion(&part).replace('\n', " "),
    }
}

fn row(part: &Part<'_>, prefix: u8) -> PrefixRow {
    let risk = part.risk_of(prefix);
    PrefixRow {
        prefix,
        usable: part.subnet.usable_as(prefix),
        none_free: small(risk.estimate.value),
        low: small(risk.estimate.low),
        high: small(risk.estimate.high),
        at_most: small(Some(risk.at_most)),
        method: risk.estimate.method.as_str(),
    }
}

fn peak(peak: &Peak) -> PeakRow {
    PeakRow {
        replication: peak.replication,
        at_s: number(Some(count(peak.at.ms()) / 1_000.0)),
        in_use: peak.in_use.total(),
        ready: peak.in_use.ready,
        under_way: peak.in_use.under_way,
        lingering: peak.in_use.lingering,
        leaked: peak.in_use.leaked,
        health_checks: peak.in_use.checks,
    }
}

fn breaking(breaking: &Breaking) -> BreakingRow {
    let (failures, edge) = match breaking.failures {
        Failures::Multiplied(edge) => ("multiplied", edge),
        Failures::Added(code, edge) => (code, edge),
    };
    BreakingRow {
        seats_hold: breaking.seats.map(|edge| edge.holds),
        seats_break: breaking.seats.and_then(|edge| edge.breaks),
        failures,
        failures_hold: number(Some(edge.holds)),
        failures_break: number(edge.breaks),
    }
}
