//! A comparison as one JSON value.

use serde::Serialize;
use serde_json::{Value, json};

use super::sentence::{sentence, verdict};
use super::table::is_better;
use super::{Case, Compared};
use crate::experiment::comparison::{Aspect, Pairing, Row};
use crate::experiment::difference::Fired;
use crate::report::heading::Heading;
use crate::report::json::{RESULTS_VERSION, number, pretty};

#[derive(Serialize)]
struct Report<'a> {
    verdict: &'static str,
    sentence: String,
    a: Value,
    b: Value,
    version: &'static str,
    results_version: u32,
    pairing: &'static str,
    pairs: Option<u64>,
    replications_that_differ: Option<u64>,
    first_difference: Value,
    level: f64,
    together: &'static str,
    measures: Vec<Value>,
    only_a: &'a [String],
    only_b: &'a [String],
}

/// The comparison as one JSON value; all differences are B less A.
pub fn json(compared: Compared<'_>) -> String {
    let comparison = compared.comparison;
    let [a, b] = compared.cases;
    let (pairing, pairs) = match comparison.pairing {
        Pairing::Common(n) => ("common random numbers", Some(n)),
        Pairing::Independent => ("independent", None),
    };
    pretty(&Report {
        verdict: verdict(comparison).as_str(),
        sentence: sentence(comparison),
        a: case(a),
        b: case(b),
        version: env!("CARGO_PKG_VERSION"),
        results_version: RESULTS_VERSION,
        pairing,
        pairs,
        replications_that_differ: pairs.map(|_| comparison.parted_in),
        first_difference: parting(compared),
        level: comparison.level,
        together: "holm",
        measures: comparison.rows.iter().map(measure).collect(),
        only_a: &comparison.only[0],
        only_b: &comparison.only[1],
    })
}

fn case(case: &Case) -> Value {
    let heading = &case.heading;
    json!({
        "case": case.label,
        "set": heading.replaced,
        "seed": heading.seed,
        "replications": heading.replications,
        "fingerprint": format!("{:032x}", case.fingerprint),
    })
}

fn parting(compared: Compared<'_>) -> Value {
    let comparison = compared.comparison;
    let Some((parting, replication)) = compared.parting.zip(comparison.parted) else {
        return Value::Null;
    };
    let [a, b] = compared.cases.map(|case| &case.heading);
    json!({
        "replication": replication,
        "event": parting.number,
        "a": parting.left.as_ref().map(|left| fired(left, a)),
        "b": parting.right.as_ref().map(|right| fired(right, b)),
    })
}

fn fired(fired: &Fired, heading: &Heading) -> Value {
    json!({
        "what": fired.kind.name(),
        "whom": fired.whom,
        "attempt": fired.attempt,
        "time": heading.iso(fired.at),
        "outcome": format!("{:016x}", fired.outcome),
    })
}

fn measure(row: &Row) -> Value {
    let difference = &row.difference;
    let pairs = difference.pairs;
    let better = is_better(row).map(|better| if better { "better" } else { "worse" });
    json!({
        "measure": row.name,
        "aspect": match row.aspect {
            Aspect::Value => "value",
            Aspect::NotReached => "not_reached",
        },
        "unit": row.unit.name(),
        "a": number(row.means[0]),
        "b": number(row.means[1]),
        "difference": number(difference.value),
        "low": number(difference.ends.map(|ends| ends.0)),
        "high": number(difference.ends.map(|ends| ends.1)),
        "method": difference.basis.as_str(),
        "chance": number(difference.chance),
        "moved": row.moved,
        "direction": better,
        "left_out": row.left_out,
        "pairs_higher": pairs.map(|p| p.higher),
        "pairs_lower": pairs.map(|p| p.lower),
        "correlation": number(pairs.and_then(|p| p.correlation)),
        "variance_factor": number(pairs.and_then(|p| p.variance_factor)),
    })
}
