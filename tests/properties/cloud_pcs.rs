//! Cloud PCs and their attempts, counted anew from the rows.

use std::collections::BTreeMap;

use cloudpc_sim::provisioning::stage::{Join, Stage};
use cloudpc_sim::record::recorder::{AttemptRow, CloudPcRow, Detail};
use cloudpc_sim::{Outcome, Scenario, SimTime};

/// Measures of the statuses, with Graph's names of those they count.
const STATUSES: [(&str, &[&str]); 8] = [
    ("ready", &["provisioned", "provisionedWithWarnings"]),
    ("pending", &["pendingProvision"]),
    ("in_grace", &["inGracePeriod"]),
    ("ended", &["deprovisioning", "simDeleted"]),
    ("changing", &["resizing", "resizePendingLicense", "restoring", "movingRegion"]),
    ("provisioning", &["provisioning"]),
    ("not_provisioned", &["notProvisioned"]),
    ("failed", &["failed"]),
];

/// Nobody is lost and nobody counts twice: each one requested has one status.
pub(crate) fn everyone_has_one_status(scenario: &Scenario, outcome: &Outcome) {
    let end = SimTime::ZERO + scenario.horizon;
    for (i, detail) in outcome.details() {
        let second = |pc: &&CloudPcRow| pc.name.ends_with("-second");
        let seconds = detail.cloud_pcs.iter().filter(second).count();
        assert!(seconds == 0 || scenario.tenant.makes_seconds(), "whence do they come?");
        assert_eq!((detail.cloud_pcs.len() - seconds) as u64, scenario.tenant.cloud_pcs());
        let requested: Vec<_> = detail.cloud_pcs.iter().filter(|pc| pc.requested <= end).collect();
        let mut counted = 0;
        for (measure, names) in STATUSES {
            let counts = |pc: &CloudPcRow| names.contains(&pc.status);
            let found = requested.iter().filter(|pc| counts(pc)).count();
            let told = value(outcome, i, measure).expect("a status is counted");
            match measure {
                "not_provisioned" => assert!(told <= count(found), "some may be on their way"),
                "provisioning" => assert!(told >= count(found), "some may not have begun"),
                _ => assert!((told - count(found)).abs() < 0.5, "{measure}"),
            }
            counted += found;
        }
        assert_eq!(counted, requested.len(), "the statuses add up to the requests");
        assert_eq!(value(outcome, i, "requested"), Some(count(counted)));
        let told: f64 = STATUSES.iter().filter_map(|(measure, _)| value(outcome, i, measure)).sum();
        assert_eq!(Some(told), value(outcome, i, "requested"), "so do the measures");
        if nobody_waits(scenario) {
            let on_its_way = |pc: &&&CloudPcRow| {
                pc.status == "provisioning"
                    || (pc.status == "notProvisioned" && is_targeted(pc, scenario))
            };
            let found = requested.iter().filter(on_its_way).count();
            assert_eq!(value(outcome, i, "provisioning"), Some(count(found)));
        }
        for code in &outcome.layout.causes {
            let failed = detail.attempts.iter().filter(|row| row.cause == Some(code)).count();
            assert_eq!(value(outcome, i, &format!("cause.{code}.attempts")), Some(count(failed)));
        }
        computers_are_left_as_told(scenario, detail, value(outcome, i, "leftover.ad_computers"));
    }
}

/// Nobody lacks a license, and nobody's right to a Cloud PC changes.
fn nobody_waits(scenario: &Scenario) -> bool {
    let tenant = &scenario.tenant;
    tenant.changes.is_empty() && tenant.licenses.iter().all(|license| license.available.is_none())
}

/// One whom a policy targets is on its way before it shows.
fn is_targeted(pc: &CloudPcRow, scenario: &Scenario) -> bool {
    let mut waves = scenario.tenant.waves.iter();
    let wave = waves.find(|wave| wave.name == pc.wave).expect("it is a wave");
    !scenario.tenant.groups[usize::from(wave.group)].policies.is_empty()
}

/// Whether devices on a connection join a domain.
fn is_hybrid(scenario: &Scenario, connection: Option<&String>) -> bool {
    join_on(scenario, connection).is_hybrid()
}

fn join_on(scenario: &Scenario, connection: Option<&String>) -> Join {
    let mut all = scenario.tenant.connections.iter();
    let found = connection.map(|name| all.find(|c| c.name == *name).expect("it is a connection"));
    found.map_or(Join::Entra, |connection| connection.join)
}

/// Computers stay in Active Directory of attempts that failed after the domain join, of machines
/// that went, and of health checks: one per connection, or one per check.
fn computers_are_left_as_told(scenario: &Scenario, detail: &Detail, told: Option<f64>) {
    let joined = |stage: &str| {
        let mut later = Stage::ALL.iter().skip_while(|s| **s <= Stage::JoinDomain);
        later.any(|later| later.sheet().name == stage)
    };
    let late = |row: &&AttemptRow| row.failed_stage.is_some_and(joined);
    let failed = detail.attempts.iter().filter(late);
    let failed = failed.filter(|row| is_hybrid(scenario, row.connection.as_ref())).count();
    let left = count(failed + removed_machines(scenario, detail));
    let hybrid = scenario.tenant.connections.iter().filter(|c| c.join.is_hybrid());
    let checks = hybrid.map(|connection| {
        let ended = detail
            .resources
            .iter()
            .filter(|row| row.resource == connection.name && row.kind == "connection");
        // One more may be under way.
        if connection.check.new_computer { ended.count() + 1 } else { 1 }
    });
    let told = told.expect("computers are counted");
    assert!(
        left <= told && told <= left + count(checks.sum()),
        "{left} of attempts, {told} in all"
    );
}

/// Machines on hybrid connections that an admin or the end of grace removed.
fn removed_machines(scenario: &Scenario, detail: &Detail) -> usize {
    let mut status: BTreeMap<&str, &str> = BTreeMap::new();
    let mut removed = 0;
    for row in &detail.statuses {
        let before = status.insert(&row.cloud_pc, row.status);
        let was_ready = before.is_some_and(|before| READY.contains(&before));
        if row.status == "deprovisioning" || (was_ready && row.status == "provisioning") {
            let made = detail.attempts.iter().rfind(|attempt| {
                attempt.cloud_pc == row.cloud_pc
                    && attempt.cause.is_none()
                    && attempt.ended <= row.at
            });
            let made = made.expect("a machine that goes was made");
            removed += usize::from(is_hybrid(scenario, made.connection.as_ref()));
        }
    }
    removed
}

const READY: [&str; 2] = ["provisioned", "provisionedWithWarnings"];

fn value(outcome: &Outcome, replication: usize, measure: &str) -> Option<f64> {
    let place = outcome.measures.iter().position(|m| m.name == measure).expect("it is a measure");
    outcome.replications[replication].values[place]
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).expect("a few"))
}

/// Each Cloud PC's attempts follow each other, end as its status says, and are not too many.
pub(crate) fn attempts_are_in_order(scenario: &Scenario, outcome: &Outcome, detail: &Detail) {
    let most = outcome.layout.most_attempts;
    let mut ended: BTreeMap<&str, Vec<&AttemptRow>> = BTreeMap::new();
    for row in &detail.attempts {
        ended.entry(&row.cloud_pc).or_default().push(row);
        one_attempt(row, join_on(scenario, row.connection.as_ref()));
    }
    assert!(detail.attempts.is_sorted_by_key(|row| row.ended), "rows come as attempts end");
    for pc in &detail.cloud_pcs {
        assert!(u64::from(pc.attempts) <= most, "{}: {} attempts of {most}", pc.name, pc.attempts);
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
    }
    let first_ready = rows.iter().find(|row| row.cause.is_none());
    assert_eq!(pc.ready, first_ready.map(|row| row.ended), "ready when an attempt first ends so");
    let last = rows.last().filter(|_| running == 0);
    assert_eq!(pc.cause, last.and_then(|row| row.cause), "{pc:?}");
    let warns = last.filter(|row| row.cause.is_none()).map(|row| !row.warnings.is_empty());
    match pc.status {
        "provisioned" => assert_eq!(warns, Some(false), "{pc:?}"),
        "provisionedWithWarnings" => assert_eq!(warns, Some(true), "{pc:?}"),
        "inGracePeriod"
        | "resizing"
        | "resizePendingLicense"
        | "movingRegion"
        | "deprovisioning"
        | "simDeleted" => assert!(warns.is_some(), "{pc:?}"),
        "failed" => assert!(pc.cause.is_some(), "{pc:?}"),
        "pendingProvision" => assert!(pc.cause.is_none(), "{pc:?}"),
        status => assert!(["notProvisioned", "provisioning"].contains(&status), "{pc:?}"),
    }
}

/// The stages done are the first ones of its route, one after the other, up to the one that failed.
fn one_attempt(row: &AttemptRow, join: Join) {
    let route = &Stage::route(join)[1..];
    let failed = row.failed_stage.map(|name| {
        Stage::ALL.into_iter().find(|stage| stage.sheet().name == name).expect("it is a stage")
    });
    let mut ends: Vec<SimTime> = vec![];
    for (stage, end) in Stage::ALL[1..].iter().zip(row.stage_ends) {
        let done = route.contains(stage) && failed.is_none_or(|failed| *stage < failed);
        assert_eq!(end.is_some(), done, "{stage:?} of {row:?}");
        ends.extend(end);
    }
    assert!(ends.is_sorted(), "{row:?}");
    let within = |end: &SimTime| row.started <= *end && *end <= row.ended;
    assert!(ends.iter().all(within), "{row:?}");
    assert_eq!(row.failed_stage.is_some(), row.cause.is_some(), "{row:?}");
    let on_route = |failed: Stage| failed == Stage::Gate || route.contains(&failed);
    assert!(failed.is_none_or(on_route), "{row:?}");
    assert!(failed.is_some() || ends.last() == Some(&row.ended), "{row:?}");
}
