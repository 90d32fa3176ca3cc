//! Cloud PCs and their attempts, counted anew from the rows.

use std::collections::BTreeMap;

use cloudpc_sim::record::recorder::{AttemptRow, CloudPcRow, Detail};
use cloudpc_sim::{Outcome, Scenario, SimTime};

/// Measures of the statuses, with Graph's names of those they count.
const STATUSES: [(&str, &[&str]); 7] = [
    ("ready", &["provisioned", "provisionedWithWarnings"]),
    ("pending", &["pendingProvision"]),
    ("in_grace", &["inGracePeriod"]),
    ("ended", &["deprovisioning"]),
    ("provisioning", &["provisioning"]),
    ("not_provisioned", &["notProvisioned"]),
    ("failed", &["failed"]),
];

/// Nobody is lost and nobody counts twice: each one requested has one status.
pub(crate) fn everyone_has_one_status(scenario: &Scenario, outcome: &Outcome) {
    let end = SimTime::ZERO + scenario.horizon;
    for (i, detail) in outcome.details() {
        assert_eq!(detail.cloud_pcs.len() as u64, scenario.tenant.cloud_pcs());
        let requested: Vec<_> = detail.cloud_pcs.iter().filter(|pc| pc.requested <= end).collect();
        let mut counted = 0;
        for (measure, names) in STATUSES {
            let counts = |pc: &CloudPcRow| names.contains(&status(pc, outcome));
            let found = requested.iter().filter(|pc| counts(pc)).count();
            assert_eq!(value(outcome, i, measure), count(found), "{measure}");
            counted += found;
        }
        assert_eq!(counted, requested.len(), "the statuses add up to the requests");
        assert_eq!(value(outcome, i, "requested"), count(counted));
        for code in &outcome.layout.causes {
            let failed = detail.attempts.iter().filter(|row| row.cause == Some(code)).count();
            assert_eq!(value(outcome, i, &format!("cause.{code}.attempts")), count(failed));
        }
    }
}

/// The status that measures count: one whom a policy targets is on its way before it shows.
fn status(pc: &CloudPcRow, outcome: &Outcome) -> &'static str {
    let waves = &outcome.layout;
    let wave = waves.waves.iter().position(|name| *name == pc.wave).expect("it is a wave");
    if pc.status == "notProvisioned" && waves.targeted[wave] { "provisioning" } else { pc.status }
}

fn value(outcome: &Outcome, replication: usize, measure: &str) -> Option<f64> {
    let place = outcome.measures.iter().position(|m| m.name == measure).expect("it is a measure");
    outcome.replications[replication].values[place]
}

fn count(n: usize) -> Option<f64> {
    u32::try_from(n).ok().map(f64::from)
}

/// Each Cloud PC's attempts follow each other, end as its status says, and are not too many.
pub(crate) fn attempts_are_in_order(scenario: &Scenario, detail: &Detail) {
    let tenant = &scenario.tenant;
    let retries = tenant.admin.retry_failed.as_ref().map_or(0, |retry| u16::from(retry.at_most));
    let most = u16::from(tenant.retry.attempts) * (1 + retries);
    let mut ended: BTreeMap<&str, Vec<&AttemptRow>> = BTreeMap::new();
    for row in &detail.attempts {
        ended.entry(&row.cloud_pc).or_default().push(row);
    }
    assert!(detail.attempts.is_sorted_by_key(|row| row.ended), "rows come as attempts end");
    for pc in &detail.cloud_pcs {
        assert!(pc.attempts <= most, "{}: {} attempts of {most}", pc.name, pc.attempts);
        one_cloud_pc(pc, &ended.remove(pc.name.as_str()).unwrap_or_default());
    }
    assert!(ended.is_empty(), "attempts of nobody: {ended:?}");
}

fn one_cloud_pc(pc: &CloudPcRow, rows: &[&AttemptRow]) {
    let running = usize::from(pc.attempts) - rows.len();
    assert!(running <= 1 && (running == 0 || pc.status == "provisioning"), "{pc:?}");
    let mut free = pc.requested;
    for (row, number) in rows.iter().zip(1..) {
        assert_eq!(row.attempt, number, "{}: attempts are numbered without gaps", pc.name);
        assert!(free <= row.started && row.started <= row.ended, "{}: {row:?}", pc.name);
        free = row.ended;
        one_attempt(row);
    }
    let (last, earlier) = rows.split_last().map_or((None, rows), |(last, rows)| (Some(last), rows));
    assert!(earlier.iter().all(|row| row.cause.is_some()), "{}: ready ends it", pc.name);
    let ready = last.filter(|row| row.cause.is_none());
    assert_eq!(pc.ready, ready.map(|row| row.ended), "ready when the last attempt ends so");
    let warns = ready.map(|row| !row.warnings.is_empty());
    match pc.status {
        "provisioned" => assert_eq!(warns, Some(false), "{pc:?}"),
        "provisionedWithWarnings" => assert_eq!(warns, Some(true), "{pc:?}"),
        "failed" => {
            assert!(pc.cause.is_some() && pc.cause == last.and_then(|row| row.cause), "{pc:?}");
        }
        "notProvisioned" => assert_eq!(pc.attempts, 0, "{pc:?}"),
        status => assert!(status == "provisioning" && ready.is_none(), "{pc:?}"),
    }
}

/// The stages done are the first ones, one after the other, up to the one that failed.
fn one_attempt(row: &AttemptRow) {
    let ends: Vec<SimTime> = row.stage_ends.iter().map_while(|end| *end).collect();
    assert_eq!(ends.len(), row.stage_ends.iter().flatten().count(), "no stage is skipped: {row:?}");
    assert!(ends.is_sorted(), "{row:?}");
    let within = |end: &SimTime| row.started <= *end && *end <= row.ended;
    assert!(ends.iter().all(within), "{row:?}");
    assert_eq!(row.failed_stage.is_some(), row.cause.is_some(), "{row:?}");
    let done = match row.failed_stage {
        None => {
            assert_eq!(ends.last(), Some(&row.ended), "{row:?}");
            STAGES.len()
        }
        Some("gate") => 0,
        Some(stage) => STAGES.iter().position(|known| *known == stage).expect("it is a stage"),
    };
    assert_eq!(ends.len(), done, "{row:?}");
}

/// The stages after the gate.
const STAGES: [&str; 8] = [
    "allocate_capacity",
    "create_vm",
    "attach_network",
    "join_entra",
    "enroll_intune",
    "primary_user",
    "configure",
    "assign_user",
];
