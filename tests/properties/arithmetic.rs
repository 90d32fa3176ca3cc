//! What arithmetic says before a run bounds what the run finds.

use cloudpc_sim::experiment::arithmetic::checks::Checks;
use cloudpc_sim::experiment::arithmetic::device_object::DeviceObject;
use cloudpc_sim::experiment::arithmetic::{Arithmetic, arithmetic};
use cloudpc_sim::provisioning::tenant::{Network, Tenant};
use cloudpc_sim::{Outcome, Scenario};
use proptest::prelude::*;

use crate::generate::{Text, scenario};
use crate::{config, load, run};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_run_goes_beyond_what_arithmetic_allows(Text(text) in scenario()) {
        let scenario = load(&text, &[]);
        // What changes and edits do is not counted.
        if scenario.tenant.changes.is_empty() {
            let outcome = run(&scenario, 1);
            let found = arithmetic(&scenario);
            peaks_stay_below_the_worst_case(&found, &outcome);
            nobody_is_ready_before_the_least(&scenario, &found, &outcome);
            checks_are_as_many(&scenario, &found, &outcome);
            nobody_is_late_where_nobody_can_be(&scenario, &found, &outcome);
        }
    }
}

#[test]
fn shipped_scenarios_stay_within_what_arithmetic_allows() {
    let (mut compared, mut close) = (0, 0.0_f64);
    for path in std::fs::read_dir("scenarios").expect("there are scenarios") {
        let path = path.expect("it can be listed").path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let scenario = load(&text, &["replications=2".into()]);
        if !scenario.tenant.changes.is_empty() || scenario.tenant.cloud_pcs() > 3_000 {
            continue;
        }
        let outcome = run(&scenario, 2);
        let found = arithmetic(&scenario);
        close = close.max(peaks_stay_below_the_worst_case(&found, &outcome));
        nobody_is_ready_before_the_least(&scenario, &found, &outcome);
        compared += 1;
    }
    assert!(compared >= 20, "most of them: {compared}");
    assert!(close > 0.95, "some scenario comes near its worst case: {close}");
}

/// How near the highest peak comes to its bound, as a share.
fn peaks_stay_below_the_worst_case(found: &Arithmetic, outcome: &Outcome) -> f64 {
    let mut close = 0.0_f64;
    for capacity in &found.capacities {
        let worst = cloudpc_sim::kernel::math::count(capacity.worst().max(1));
        for peak in outcome.values(&format!("subnet.{}.peak", capacity.subnet)) {
            let peak = peak.expect("a peak is always counted");
            assert!(peak <= worst, "{}: {peak} of at most {worst}", capacity.subnet);
            close = close.max(peak / worst);
        }
    }
    close
}

/// Of waves with one connection or none: others may be ready by another way, and who is under way
/// at the start has less before it.
fn nobody_is_ready_before_the_least(scenario: &Scenario, found: &Arithmetic, outcome: &Outcome) {
    for (_, detail) in outcome.details() {
        for pc in &detail.cloud_pcs {
            let Some(group) = group_with_one_way(&scenario.tenant, &pc.wave) else { continue };
            let takes = found.readiness.iter().find(|r| r.groups.contains(&group));
            let least = takes.expect("a group with a policy takes some time").total().least;
            let early = pc.ready.filter(|ready| *ready < pc.requested + least);
            assert_eq!(early, None, "{} is ready before {least} have passed", pc.name);
        }
    }
}

fn group_with_one_way(tenant: &Tenant, wave: &str) -> Option<String> {
    let wave = tenant.waves.iter().find(|w| w.name == wave && w.initial.is_none())?;
    let group = &tenant.groups[usize::from(wave.group)];
    let one_way = match &tenant.policies[usize::from(*group.policies.first()?)].network {
        Network::MicrosoftHosted { .. } => true,
        Network::Connections(connections) => connections.len() == 1,
    };
    one_way.then(|| group.name.clone())
}

/// Every check ends before the next begins, if checks have a longest length; the last may not have
/// ended.
fn checks_are_as_many(scenario: &Scenario, found: &Arithmetic, outcome: &Outcome) {
    // An inactive connection is not checked; an admin has one checked once more.
    if scenario.tenant.admin.recheck.is_some() || !scenario.tenant.conditions.is_empty() {
        return;
    }
    for (checks, connection) in found.checks.iter().zip(&scenario.tenant.connections) {
        let is_bounded = connection.check.duration.law().longest().is_some();
        let fewest = if is_bounded { checks.fewest.saturating_sub(1) } else { 0 };
        for (_, detail) in outcome.details() {
            let ends = |row: &&cloudpc_sim::record::recorder::ResourceRow| {
                row.kind == "connection" && row.resource == checks.connection && row.since.is_some()
            };
            let ended = detail.resources.iter().filter(ends).count() as u64;
            let range = fewest..=checks.most;
            assert!(range.contains(&ended), "{}: {ended} of {range:?}", checks.connection);
        }
    }
}

fn nobody_is_late_where_nobody_can_be(scenario: &Scenario, found: &Arithmetic, outcome: &Outcome) {
    let fails = |checks: &Checks| checks.failure > 0.0;
    let disturbed = !scenario.tenant.conditions.is_empty() || found.checks.iter().any(fails);
    if disturbed || found.device_objects.iter().any(DeviceObject::may_be_late) {
        return;
    }
    for (_, detail) in outcome.details() {
        for row in &detail.attempts {
            let late = row.cause == Some("simHybridJoinTimeout");
            assert!(!late, "{} is late although the latest fits", row.cloud_pc);
        }
    }
}
