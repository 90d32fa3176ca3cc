//! `tune-sync` for machines: a row for each combination, and everything as JSON.

use serde::Serialize;
use serde_json::{Map, Value};

use super::super::csv::{row, safe, table as csv};
use super::super::json::{RESULTS_VERSION, number, pretty};
use super::super::number::{plain, plain_or_empty};
use super::super::shocks;
use super::Tuned;
use crate::experiment::tune_sync::{Boundary, Found, Per};
use crate::kernel::math::from_length;
use crate::kernel::time::SimDuration;
use crate::statistics::interval::Estimate;

const HEADER: &str = "combination,connect_site,connect_interval_s,site_links,\
    paper,paper_low,paper_high,paper_method,\
    first,first_low,first_high,first_method,all,all_low,all_high,all_method,\
    lost,lost_low,lost_high,lost_method,attempts,attempts_low,attempts_high,attempts_method,\
    level,median_ready_s,p95_ready_s,feeds_back,target,replications,fingerprint";

/// One row per combination: `tune-sync.csv`.
pub fn table(tuned: Tuned<'_>) -> String {
    csv(HEADER.split(','), |out| {
        for (combination, cell) in tuned.found.iter().enumerate() {
            row(out, &cells(tuned, combination, cell));
        }
    })
}

fn cells(tuned: Tuned<'_>, combination: usize, cell: &Found) -> Vec<String> {
    let reading = &tuned.readings[cell.reading];
    let links = reading.links.iter().zip(&cell.links);
    let links: Vec<String> =
        links.map(|(name, &every)| format!("{name}={}", plain(seconds(every)))).collect();
    let mut cells = vec![
        combination.to_string(),
        safe(&reading.site),
        plain(seconds(cell.connect)),
        safe(&links.join(" ")),
    ];
    let bounds = |e: Estimate| [e.value, e.low, e.high].map(plain_or_empty);
    let paper = cell.paper.estimate().map_or_else(Default::default, bounds);
    cells.extend(paper.into_iter().chain([cell.paper.method().into()]));
    let played = &cell.played;
    for estimate in [played.first, played.every, played.lost, played.attempts] {
        cells.extend(bounds(estimate).into_iter().chain([estimate.method.as_str().into()]));
    }
    cells.extend([
        plain(tuned.target.confidence),
        plain_or_empty(played.median.p50),
        plain_or_empty(played.p95.p50),
        if cell.feeds_back { "yes" } else { "no" }.into(),
        cell.verdict.name().into(),
        played.replications.to_string(),
        format!("{:032x}", played.fingerprint),
    ]);
    cells
}

fn seconds(length: SimDuration) -> f64 {
    from_length(length) / 1_000.0
}

#[derive(Serialize)]
struct Report<'a> {
    scenario: &'a str,
    question: Option<&'a str>,
    seed: u64,
    version: &'a str,
    results_version: u32,
    per: &'a str,
    at_most: f64,
    confidence: f64,
    rare_shocks_not_covered: Vec<String>,
    combinations: Vec<Combination<'a>>,
    boundaries: Vec<Limit<'a>>,
}

#[derive(Serialize)]
struct Combination<'a> {
    connect_site: &'a str,
    connect_interval_s: Value,
    site_links_s: Map<String, Value>,
    paper: Share<'a>,
    first: Share<'a>,
    all: Share<'a>,
    lost: Share<'a>,
    attempts: Share<'a>,
    median_ready_s: Value,
    p95_ready_s: Value,
    feeds_back: bool,
    target: &'a str,
    replications: u64,
    fingerprint: String,
}

#[derive(Serialize)]
struct Share<'a> {
    estimate: Value,
    low: Value,
    high: Value,
    method: &'a str,
}

#[derive(Serialize)]
struct Limit<'a> {
    connect_site: &'a str,
    of: &'a str,
    others_s: Vec<Value>,
    largest_s: Value,
    next_combination: Option<usize>,
    beyond_s: Vec<Value>,
}

/// Everything as one JSON value.
pub fn json(tuned: Tuned<'_>) -> String {
    let target = tuned.target;
    pretty(&Report {
        scenario: &tuned.heading.name,
        question: tuned.heading.question.as_deref(),
        seed: tuned.heading.seed,
        version: env!("CARGO_PKG_VERSION"),
        results_version: RESULTS_VERSION,
        per: match target.per {
            Per::Attempt => "attempt",
            Per::CloudPc => "cloud-pc",
        },
        at_most: target.at_most,
        confidence: target.confidence,
        rare_shocks_not_covered: shocks::names(tuned.shocks),
        combinations: tuned.found.iter().map(|cell| combination(tuned, cell)).collect(),
        boundaries: tuned.boundaries.iter().map(|boundary| limit(tuned, boundary)).collect(),
    })
}

fn combination<'a>(tuned: Tuned<'a>, cell: &'a Found) -> Combination<'a> {
    let reading = &tuned.readings[cell.reading];
    let links = reading.links.iter().cloned().zip(cell.links.iter().map(|&every| length(every)));
    let played = &cell.played;
    let paper = cell.paper.estimate();
    Combination {
        connect_site: &reading.site,
        connect_interval_s: length(cell.connect),
        site_links_s: links.collect(),
        paper: Share {
            estimate: number(paper.and_then(|p| p.value)),
            low: number(paper.and_then(|p| p.low)),
            high: number(paper.and_then(|p| p.high)),
            method: cell.paper.method(),
        },
        first: share(played.first),
        all: share(played.every),
        lost: share(played.lost),
        attempts: share(played.attempts),
        median_ready_s: number(played.median.p50),
        p95_ready_s: number(played.p95.p50),
        feeds_back: cell.feeds_back,
        target: cell.verdict.name(),
        replications: played.replications,
        fingerprint: format!("{:032x}", played.fingerprint),
    }
}

fn share(estimate: Estimate) -> Share<'static> {
    Share {
        estimate: number(estimate.value),
        low: number(estimate.low),
        high: number(estimate.high),
        method: estimate.method.as_str(),
    }
}

fn limit<'a>(tuned: Tuned<'a>, boundary: &Boundary) -> Limit<'a> {
    let reading = &tuned.readings[boundary.reading];
    Limit {
        connect_site: &reading.site,
        of: reading.links.get(boundary.axis).map_or("connect", String::as_str),
        others_s: boundary.others.iter().map(|&every| length(every)).collect(),
        largest_s: boundary.largest.map_or(Value::Null, length),
        next_combination: boundary.next,
        beyond_s: boundary.beyond.iter().map(|&every| length(every)).collect(),
    }
}

fn length(length: SimDuration) -> Value {
    number(Some(seconds(length)))
}
