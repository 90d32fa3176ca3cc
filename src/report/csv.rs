//! Tables of a run as CSV: RFC 4180, UTF-8, LF; absent is empty; instants are civil ISO times.

use csv::{Terminator, Writer, WriterBuilder};

use super::heading::Heading;
use super::number::{plain, plain_or_empty};
use crate::experiment::{LEVEL, Outcome};
use crate::kernel::time::SimTime;
use crate::provisioning::stage::Stage;
use crate::record::recorder::{AttemptRow, CloudPcRow, ResourceRow};

/// The name of the only case of a run.
pub const CASE: &str = "base";

/// One row per measure: `summary.csv`.
pub fn summary(outcome: &Outcome) -> String {
    let header = "case,measure,unit,estimate,low,high,level,method,replications,p5,p50,p95";
    table(header.split(','), |out| {
        for s in &outcome.summaries {
            let (e, spread) = (&s.estimate, &s.spread);
            row(
                out,
                &[
                    CASE.into(),
                    s.measure.name.clone(),
                    s.measure.unit.name().into(),
                    plain_or_empty(e.value),
                    plain_or_empty(e.low),
                    plain_or_empty(e.high),
                    plain(LEVEL),
                    e.method.as_str().into(),
                    s.replications.to_string(),
                    plain_or_empty(spread.p5),
                    plain_or_empty(spread.p50),
                    plain_or_empty(spread.p95),
                ],
            );
        }
    })
}

/// One row per replication, one column per measure: `replications.csv`.
pub fn replications(outcome: &Outcome) -> String {
    let first = ["case", "replication", "fingerprint", "events"];
    let names = outcome.measures.iter().map(|m| m.name.as_str());
    table(first.into_iter().chain(names), |out| {
        for (i, one) in outcome.replications.iter().enumerate() {
            let fingerprint = format!("{:032x}", one.fingerprint);
            let fixed = [CASE.to_string(), i.to_string(), fingerprint, one.events.to_string()];
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
    let or_empty = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
    [
        replication.to_string(),
        heading.iso(one.at),
        one.kind.into(),
        one.resource.clone(),
        one.change.into(),
        one.owner.clone().unwrap_or_default(),
        or_empty(one.attempt.map(u64::from)),
        or_empty(one.in_use),
        one.findings.join(" "),
    ]
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

const IN_MEMORY: &str = "writing whole rows into memory does not fail";
