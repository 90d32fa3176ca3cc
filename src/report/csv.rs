//! Tables of a run as CSV: RFC 4180, UTF-8, LF; absent is empty; instants are civil ISO times.

use csv::{Terminator, Writer, WriterBuilder};

use super::heading::Heading;
use super::number::{plain, plain_or_empty};
use crate::experiment::{LEVEL, Outcome};
use crate::kernel::time::SimTime;
use crate::provisioning::stage::Stage;
use crate::record::recorder::{AttemptRow, CloudPcRow, ResourceRow};
use crate::statistics::measure::Summary;

/// The name of the only case of a run.
pub const CASE: &str = "base";

/// The columns of `summary.csv`.
pub(super) const SUMMARY: &str = "case,measure,unit,estimate,low,high,level,method,replications,p5,p50,p95,p50_low,p50_high,\
     p95_low,p95_high,affected,wanted";

/// One row per measure: `summary.csv`.
pub fn summary(outcome: &Outcome) -> String {
    table(SUMMARY.split(','), |out| summaries(out, CASE, &outcome.summaries, LEVEL))
}

/// The rows of one case.
pub(super) fn summaries(out: &mut Writer<Vec<u8>>, case: &str, summaries: &[Summary], level: f64) {
    for s in summaries {
        let (e, spread) = (&s.estimate, &s.spread);
        row(
            out,
            &[
                case.into(),
                s.measure.name.clone(),
                s.measure.unit.name().into(),
                plain_or_empty(e.value),
                plain_or_empty(e.low),
                plain_or_empty(e.high),
                plain(level),
                e.method.as_str().into(),
                s.replications.to_string(),
                plain_or_empty(spread.p5),
                plain_or_empty(spread.p50),
                plain_or_empty(spread.p95),
                plain_or_empty(s.p50_ends.low),
                plain_or_empty(s.p50_ends.high),
                plain_or_empty(s.p95_ends.low),
                plain_or_empty(s.p95_ends.high),
                whole_or_empty(s.affected),
                whole_or_empty(s.wanted),
            ],
        );
    }
}

/// One row per replication, one column per measure: `replications.csv`.
pub fn replications(outcome: &Outcome) -> String {
    let first = ["case", "replication", "fingerprint", "events", "stratum", "weight"];
    let (shocks, weights) = (&outcome.shocks, outcome.weights());
    let names = outcome.measures.iter().map(|m| m.name.as_str());
    table(first.into_iter().chain(names), |out| {
        for (i, one) in outcome.replications.iter().enumerate() {
            let fingerprint = format!("{:032x}", one.fingerprint);
            let stratum = shocks.name_of(shocks.stratum_of(i as u64));
            let (events, weight) = (one.events.to_string(), plain(weights[i]));
            let fixed = [CASE.to_string(), i.to_string(), fingerprint, events, stratum, weight];
            let values = one.values.iter().map(|&v| plain_or_empty(v));
            row(out, &fixed.into_iter().chain(values).collect::<Vec<_>>());
        }
    })
}

/// One row per Cloud PC of the replications told in detail: `cloud_pcs.csv`.
pub fn cloud_pcs(outcome: &Outcome, heading: &Heading) -> String {
    let header = "replication,cloud_pc,wave,status,requested,ready,time_to_ready_s,attempts,cause,\
                  warnings,connection";
    table(header.split(','), |out| {
        for (i, detail) in outcome.details() {
            for pc in &detail.cloud_pcs {
                row(out, &cloud_pc(i, pc, heading));
            }
        }
    })
}

fn cloud_pc(replication: usize, pc: &CloudPcRow, heading: &Heading) -> [String; 11] {
    let seconds = pc.ready.map(|ready| seconds(ready) - seconds(pc.requested));
    [
        replication.to_string(),
        pc.name.clone(),
        pc.wave.clone(),
        pc.status.into(),
        heading.iso(pc.requested),
        iso_or_empty(pc.ready, heading),
        plain_or_empty(seconds),
        pc.attempts.to_string(),
        pc.cause.unwrap_or_default().into(),
        pc.warnings.join(" "),
        pc.connection.clone().unwrap_or_default(),
    ]
}

/// One row per attempt that ended: `attempts.csv`.
pub fn attempts(outcome: &Outcome, heading: &Heading) -> String {
    let header =
        "replication,cloud_pc,attempt,connection,started,ended,failed_stage,cause,warnings";
    let stages = Stage::ALL[1..].iter().map(|stage| format!("{}_ended", stage.sheet().name));
    let columns = header.split(',').map(String::from).chain(stages);
    table(columns, |out| {
        for (i, detail) in outcome.details() {
            for one in &detail.attempts {
                row(out, &attempt(i, one, heading));
            }
        }
    })
}

fn attempt(replication: usize, one: &AttemptRow, heading: &Heading) -> Vec<String> {
    let mut cells = vec![
        replication.to_string(),
        one.cloud_pc.clone(),
        one.attempt.to_string(),
        one.connection.clone().unwrap_or_default(),
        heading.iso(one.started),
        heading.iso(one.ended),
        one.failed_stage.unwrap_or_default().into(),
        one.cause.unwrap_or_default().into(),
        one.warnings.join(" "),
    ];
    cells.extend(one.stage_ends.iter().map(|&end| iso_or_empty(end, heading)));
    cells
}

/// One row per change of a Cloud PC's status: `statuses.csv`.
pub fn statuses(outcome: &Outcome, heading: &Heading) -> String {
    table("replication,time,cloud_pc,status".split(','), |out| {
        for (i, detail) in outcome.details() {
            for one in &detail.statuses {
                let cells = [i.to_string(), heading.iso(one.at), one.cloud_pc.clone()];
                row(out, &[&cells[..], &[one.status.to_string()]].concat());
            }
        }
    })
}

/// One row per change of an address or of a connection's health: `resources.csv`.
pub fn resources(outcome: &Outcome, heading: &Heading) -> String {
    let header = "replication,time,kind,resource,change,owner,attempt,addresses_in_use,findings";
    table(header.split(','), |out| {
        for (i, detail) in outcome.details() {
            for one in &detail.resources {
                row(out, &resource(i, one, heading));
            }
        }
    })
}

fn resource(replication: usize, one: &ResourceRow, heading: &Heading) -> [String; 9] {
    [
        replication.to_string(),
        heading.iso(one.at),
        one.kind.into(),
        one.resource.clone(),
        one.change.into(),
        one.owner.clone().unwrap_or_default(),
        whole_or_empty(one.attempt.map(u64::from)),
        whole_or_empty(one.in_use),
        one.error_types().join(" "),
    ]
}

fn whole_or_empty(n: Option<u64>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

fn iso_or_empty(at: Option<SimTime>, heading: &Heading) -> String {
    at.map(|at| heading.iso(at)).unwrap_or_default()
}

fn seconds(at: SimTime) -> f64 {
    crate::kernel::math::count(at.ms()) / 1_000.0
}

pub(super) fn table<S: AsRef<[u8]>>(
    header: impl IntoIterator<Item = S>,
    fill: impl FnOnce(&mut Writer<Vec<u8>>),
) -> String {
    let mut out = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(vec![]);
    out.write_record(header).expect(IN_MEMORY);
    fill(&mut out);
    String::from_utf8(out.into_inner().expect(IN_MEMORY)).expect("only UTF-8 was written")
}

pub(super) fn row(out: &mut Writer<Vec<u8>>, cells: &[String]) {
    out.write_record(cells).expect(IN_MEMORY);
}

/// A text of somebody else's that no spreadsheet takes for a formula.
pub(super) fn safe(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text.to_string() }
}

const IN_MEMORY: &str = "writing whole rows into memory does not fail";
