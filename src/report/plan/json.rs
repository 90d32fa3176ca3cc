//! A plan's arithmetic as one JSON value; lengths of time in seconds.

use serde::Serialize;
use serde_json::{Value, json};

use super::super::json::pretty;
use super::Plan;
use crate::experiment::arithmetic::Part;
use crate::experiment::arithmetic::capacity::{Capacity, Seats};
use crate::experiment::arithmetic::checks::Checks;
use crate::experiment::arithmetic::device_object::DeviceObject;
use crate::experiment::arithmetic::entitlement::{Demand, WaveEnd};
use crate::experiment::arithmetic::readiness::Readiness;
use crate::experiment::arithmetic::span::Span;
use crate::experiment::arithmetic::warning::Warning;
use crate::kernel::math::from_length;
use crate::kernel::time::{SimDuration, SimTime};
use crate::provisioning::tenancy::license::Kind;

#[derive(Serialize)]
struct Document<'a> {
    scenario: &'a str,
    question: Option<&'a str>,
    horizon_s: f64,
    version: &'a str,
    subnets: Vec<Value>,
    device_objects: Vec<Value>,
    time_to_ready: Vec<Value>,
    licenses: Vec<Value>,
    waves: Vec<Value>,
    health_checks: Vec<Value>,
    conditions_and_changes_not_counted: usize,
    warnings: Vec<Value>,
}

/// All of it.
pub fn document(plan: Plan<'_>) -> String {
    let found = plan.found;
    pretty(&Document {
        scenario: &plan.heading.name,
        question: plan.heading.question.as_deref(),
        horizon_s: seconds(plan.heading.horizon),
        version: env!("CARGO_PKG_VERSION"),
        subnets: found.capacities.iter().map(subnet).collect(),
        device_objects: found.device_objects.iter().map(object).collect(),
        time_to_ready: found.readiness.iter().map(ready).collect(),
        licenses: found.licenses.iter().map(license).collect(),
        waves: found.waves.iter().map(wave).collect(),
        health_checks: found.checks.iter().map(checks).collect(),
        conditions_and_changes_not_counted: found.not_counted,
        warnings: found.warnings.iter().map(warning).collect(),
    })
}

fn seconds(length: SimDuration) -> f64 {
    from_length(length) / 1_000.0
}

fn since_start(time: SimTime) -> f64 {
    seconds(time.since(SimTime::ZERO))
}

fn subnet(capacity: &Capacity) -> Value {
    let seats = |all: &[Seats]| -> Vec<Value> {
        all.iter().map(|s| json!({ "wave": s.wave, "cloud_pcs": s.cloud_pcs })).collect()
    };
    let prefix = |addresses| capacity.smallest_prefix(addresses);
    json!({
        "subnet": capacity.subnet,
        "prefixes": capacity.prefixes,
        "in_use": capacity.in_use,
        "usable": capacity.usable,
        "cloud_pcs": capacity.seats(),
        "by_wave": seats(&capacity.first),
        "by_alternate": seats(&capacity.alternate),
        "health_checks": capacity.checks,
        "attempts_each": capacity.each,
        "everybody": { "addresses": capacity.needed(), "prefix": prefix(capacity.needed()) },
        "everybody_twice":
            { "addresses": capacity.recovery(), "prefix": prefix(capacity.recovery()) },
        "every_attempt_fails":
            { "addresses": capacity.worst(), "prefix": prefix(capacity.worst()) },
        "rules": ["PROV-02", "IP-01", "ALT-01", "IP-06", "IP-08", "IP-17", "IP-10", "IP-11", "IP-05",
            "IP-09"],
    })
}

fn span(span: Span) -> Value {
    json!({
        "least_s": seconds(span.least),
        "mean_s": seconds(span.mean),
        "most_s": span.most.map(seconds),
    })
}

fn parts(parts: &[Part]) -> Vec<Value> {
    let part =
        |part: &Part| json!({ "part": part.says, "length": span(part.span), "rules": part.rules });
    parts.iter().map(part).collect()
}

fn object(object: &DeviceObject) -> Value {
    json!({
        "connection": object.connection,
        "parts": parts(&object.parts),
        "total": span(object.total()),
        "timeout_s": seconds(object.timeout),
        "timeout_chance_low": object.chance.map(|(low, _)| low),
        "timeout_chance_high": object.chance.map(|(_, high)| high),
        "too_long_alone": object.too_long_alone,
        "rules": ["ID-01", "ID-05", "REP-06"],
    })
}

fn ready(readiness: &Readiness) -> Value {
    json!({
        "groups": readiness.groups,
        "connection": readiness.connection,
        "parts": parts(&readiness.parts),
        "total": span(readiness.total()),
        "rules": ["TIME-01"],
    })
}

fn license(demand: &Demand) -> Value {
    let kind = match demand.kind {
        Kind::Enterprise => "enterprise",
        Kind::FrontlineDedicated => "frontline_dedicated",
        Kind::FrontlineShared => "frontline_shared",
    };
    json!({
        "license": demand.license,
        "kind": kind,
        "users": demand.users,
        "cloud_pcs": demand.cloud_pcs,
        "available": demand.available,
        "carried": demand.carried(),
        "short": demand.short(),
        "rules": ["LIC-01", "LIC-14", "FL-01", "FL-02"],
    })
}

fn wave(end: &WaveEnd) -> Value {
    json!({
        "wave": end.wave,
        "group": end.group,
        "last_request_s": since_start(end.last),
        "ready_by_s": end.ready.map(since_start),
        "rules": ["PROV-01", "TIME-01"],
    })
}

fn checks(checks: &Checks) -> Value {
    json!({
        "connection": checks.connection,
        "interval_s": seconds(checks.interval),
        "fewest": checks.fewest,
        "most": checks.most,
        "failure": checks.failure,
        "any_fails": checks.any_fails(),
        "rules": ["ANC-04", "ANC-10"],
    })
}

fn warning(warning: &Warning) -> Value {
    json!({
        "message": warning.message,
        "label": warning.label,
        "help": warning.help,
        "paths": warning.paths,
        "rules": warning.rules,
    })
}
