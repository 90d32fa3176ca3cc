//! A check as one JSON value.

use serde_json::{Value, json};

use super::{Against, Checked, Level, Position, totals};
use crate::experiment::expectation::Judgment;
use crate::report::comparison::sentence;
use crate::report::json::{RESULTS_VERSION, judged, pretty};

/// Every scenario with its verdicts.
pub fn json(all: &[Checked]) -> String {
    let [met, missed, undecided] = totals(all).map(|(_, n)| n);
    pretty(&json!({
        "good": all.iter().all(Checked::is_good),
        "met": met,
        "missed": missed,
        "undecided": undecided,
        "version": env!("CARGO_PKG_VERSION"),
        "results_version": RESULTS_VERSION,
        "scenarios": all.iter().map(scenario).collect::<Vec<_>>(),
    }))
}

fn scenario(checked: &Checked) -> Value {
    json!({
        "file": checked.file,
        "good": checked.is_good(),
        "seed": checked.heading.seed,
        "replications": checked.heading.replications,
        "set": checked.heading.replaced,
        "fingerprint": format!("{:032x}", checked.fingerprint),
        "expectations": checked.judgments.iter().map(expectation).collect::<Vec<_>>(),
        "baseline": checked.against.as_ref().map(baseline),
    })
}

fn expectation((judgment, position): &(Judgment, Option<Position>)) -> Value {
    json!({
        "line": position.map(|at| at.line),
        "column": position.map(|at| at.column),
        "would_decide": judgment.would_decide(),
        "judged": judged(judgment),
    })
}

fn baseline(against: &Against) -> Value {
    let comparison = &against.comparison;
    let (level, margin) = match against.level {
        Level::Exact => ("exact", None),
        Level::Tolerance(margin) => ("tolerance", Some(margin)),
    };
    let beyond = comparison.beyond(margin.unwrap_or(0.0));
    let beyond: Vec<&str> = beyond.iter().map(|row| row.name.as_str()).collect();
    json!({
        "verdict": against.verdict(),
        "level": level,
        "margin": margin,
        "exceeded": against.is_exceeded(),
        "same_events": comparison.is_same(),
        "beyond_noise": beyond,
        "sentence": sentence(comparison),
        "note": against.note,
    })
}
