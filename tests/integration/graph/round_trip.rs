//! What was exported, imported again; and what an earlier instant has to do with the whole run.

use std::collections::{BTreeMap, BTreeSet};

use cloudpc_sim::exports::{Exports, Import, Names};
use cloudpc_sim::provisioning::initial::Standing;
use cloudpc_sim::provisioning::tenancy::change::Deed;
use cloudpc_sim::record::recorder::{AttemptRow, CloudPcRow};
use cloudpc_sim::{Experiment, Scenario, SimDuration, SimTime, scenario};

use super::{Case, cases};

/// Status, policy and connection.
type Kind = (String, Option<String>, Option<String>);

const WAIT: [&str; 2] = ["notProvisioned", "pendingProvision"];

fn imported(case: &Case) -> Import {
    let mut exports = Exports::default();
    for (name, text) in case.files() {
        exports.add(name, text.into_bytes()).unwrap_or_else(|why| panic!("{}: {why}", case.name));
    }
    exports.scenario(Names::Kept).unwrap_or_else(|why| panic!("{}: {why}", case.name))
}

/// How many Cloud PCs of each kind the run itself has: from its rows, not from its export.
fn counted(case: &Case) -> BTreeMap<Kind, u64> {
    let detail = &case.told.detail;
    let attempts = detail.attempts.iter().chain(&detail.unfinished);
    let last: BTreeMap<&str, &AttemptRow> =
        attempts.map(|row| (row.cloud_pc.as_str(), row)).collect();
    let mut counts = BTreeMap::new();
    let now = SimTime::ZERO + case.at;
    let is_listed = |pc: &&CloudPcRow| pc.requested <= now && pc.status != "simDeleted";
    for pc in detail.cloud_pcs.iter().filter(is_listed) {
        let waits = WAIT.contains(&pc.status);
        let policy = if waits {
            targeting(case, &pc.wave)
        } else {
            // Those that were there before have no attempt of the run.
            let last = last.get(pc.name.as_str()).map(|row| row.policy);
            last.or_else(|| targeting(case, &pc.wave))
        };
        let policies = &case.scenario.tenant.policies;
        let policy = policy.map(|index| policies[usize::from(index)].name.clone());
        let connection = pc.connection.clone().filter(|_| !waits);
        *counts.entry((pc.status.to_string(), policy, connection)).or_insert(0) += 1;
    }
    counts
}

/// The policy by which a wave's users get a Cloud PC.
fn targeting(case: &Case, wave: &str) -> Option<u16> {
    let tenant = &case.scenario.tenant;
    let wave = tenant.waves.iter().find(|known| known.name == wave).expect("it is a wave");
    tenant.groups[usize::from(wave.group)].policies.first().copied()
}

/// Whether it stays the same policy all the time.
fn is_constant(case: &Case) -> bool {
    case.scenario.tenant.changes.iter().all(|change| match change.deed {
        Deed::AssignPolicy { .. } | Deed::UnassignPolicy { .. } | Deed::EditPolicy { .. } => false,
        Deed::ToUsers { .. } | Deed::SetLicenses { .. } | Deed::StartSyncCycle { .. } => true,
    })
}

/// How many Cloud PCs the simulation of an import starts with, by how they stand and their policy.
fn there(scenario: &Scenario) -> BTreeMap<(&'static str, String), u64> {
    let mut counts = BTreeMap::new();
    for wave in &scenario.tenant.waves {
        let Some(initial) = &wave.initial else { continue };
        let status = match initial.standing {
            Standing::Ready { .. } => "ready",
            Standing::InGrace { .. } => "in grace",
            Standing::Failed => "failed",
            Standing::Provisioning { .. } => "under way",
            Standing::Pending => "waiting",
        };
        let policy = scenario.tenant.policies[usize::from(initial.policy)].name.clone();
        *counts.entry((status, policy)).or_insert(0) += u64::from(wave.users);
    }
    counts
}

/// What a simulation can start with, of what was read: nobody comes back from being deprovisioned.
fn begins(read: &BTreeMap<Kind, u64>) -> BTreeMap<(&'static str, String), u64> {
    let mut counts = BTreeMap::new();
    for ((status, policy, _), count) in read {
        let status = match status.as_str() {
            "failed" => "failed",
            "inGracePeriod" => "in grace",
            "pendingProvision" => "waiting",
            "notProvisioned" | "provisioning" => "under way",
            "deprovisioning" => continue,
            _ => "ready",
        };
        let policy = policy.clone().expect("every Cloud PC of a run has a policy");
        *counts.entry((status, policy)).or_insert(0) += count;
    }
    counts
}

#[test]
fn an_export_imports_into_the_same_counts_per_status_policy_and_connection() {
    let mut seen = BTreeSet::new();
    for case in cases().filter(is_constant) {
        let import = imported(&case);
        let read: BTreeMap<Kind, u64> = import
            .initial
            .iter()
            .map(|one| {
                seen.insert(one.status.clone());
                ((one.status.clone(), one.policy.clone(), one.connection.clone()), one.count)
            })
            .collect();
        assert_eq!(read, counted(&case), "{} at {}", case.name, case.at);
        let source = scenario::Source { name: "again".into(), text: import.scenario };
        let again = scenario::load(source, &[], &());
        let again = again.unwrap_or_else(|bad| panic!("{}: {}", case.name, bad.render(false)));
        assert_eq!(there(&again), begins(&read), "{} at {}", case.name, case.at);
    }
    for status in [
        "notProvisioned",
        "pendingProvision",
        "provisioning",
        "provisioned",
        "provisionedWithWarnings",
        "failed",
        "inGracePeriod",
    ] {
        assert!(seen.contains(status), "{status} was never exported");
    }
}

#[test]
fn grace_ends_when_it_ends_in_the_run_also_after_the_import() {
    let mut in_grace = 0;
    for case in cases() {
        let ends: u64 = imported(&case).initial.iter().map(|one| one.grace_ends.len() as u64).sum();
        let rows = &case.told.detail.cloud_pcs;
        let graces = rows.iter().filter(|pc| pc.status == "inGracePeriod").count() as u64;
        assert_eq!(ends, graces, "{}", case.name);
        in_grace += graces;
    }
    assert!(in_grace > 10, "{in_grace}");
}

#[test]
fn an_earlier_instant_is_the_beginning_of_the_whole_replication() {
    for name in ["rare-outage", "leavers-and-joiners", "hybrid-450", "death-spiral"] {
        let path = crate::program::root().join(format!("scenarios/{name}.toml"));
        let text = std::fs::read_to_string(path).expect("it can be read");
        let case = Case::new(name, &text, None);
        let experiment = Experiment::new(&case.scenario);
        let last = case.scenario.replications - 1;
        for (number, hours) in [(0, 3), (last, 1), (last, 20)] {
            let at = SimDuration::from_hours(hours);
            let (whole, begun) = (experiment.tell(number), experiment.tell_until(number, at));
            let now = SimTime::ZERO + at;
            let before: Vec<_> = whole.detail.statuses.iter().filter(|row| row.at <= now).collect();
            let told = format!("{name} {number} {at}");
            assert_eq!(
                format!("{before:?}"),
                format!("{:?}", ref_all(&begun.detail.statuses)),
                "{told}"
            );
            let ended: Vec<_> =
                whole.detail.attempts.iter().filter(|row| row.ended <= now).collect();
            assert_eq!(
                format!("{ended:?}"),
                format!("{:?}", ref_all(&begun.detail.attempts)),
                "{told}"
            );
        }
    }
}

fn ref_all<T>(all: &[T]) -> Vec<&T> {
    all.iter().collect()
}

#[test]
fn who_waits_is_listed_with_the_policy_that_targets_the_group_by_now() {
    let text = r#"
        horizon = "3d"
        [policy.first]
        network = "microsoft-hosted"
        groups = ["g"]
        [policy.second]
        network = "microsoft-hosted"
        groups = []
        [group.g]
        license = "few"
        [license.few]
        available = 0
        [wave.w]
        group = "g"
        users = 3
        [change.first-goes]
        what = "unassign_policy"
        policy = "first"
        group = "g"
        at = "+1d"
        [change.second-comes]
        what = "assign_policy"
        policy = "second"
        group = "g"
        at = "+2d"
    "#;
    for (hours, policy) in [(12, Some("first")), (36, None), (60, Some("second"))] {
        let case = Case::new("changes", text, Some(SimDuration::from_hours(hours)));
        let import = imported(&case);
        let told: Vec<_> = import.initial.iter().map(|i| (i.policy.as_deref(), i.count)).collect();
        assert_eq!(told, [(policy, 3)], "{hours}");
    }
}

#[test]
fn odd_names_stay_what_they_are() {
    let wave = "д".repeat(32);
    let text = format!(
        r#"
        horizon = "1d"
        [subnet."日本-東"]
        prefix = "10.0.0.0/24"
        [connection."Ñandú_1"]
        join = "entra"
        subnet = "日本-東"
        region = "we\"st</script>\u0007 ' = 1"
        [policy."ａ-ß"]
        connections = ["Ñandú_1"]
        groups = ["g"]
        [group.g]
        licenses_per_user = 2
        [wave."{wave}"]
        group = "g"
        users = 3
        "#
    );
    let case = Case::new("odd", &text, None);
    let files = case.files();
    for pc in super::listed(&files["graph-cloudpcs.json"]) {
        assert_eq!(pc["onPremisesConnectionName"], "Ñandú_1");
        assert_eq!(pc["provisioningPolicyName"], "ａ-ß");
        assert_eq!(pc["deviceRegionName"], "we\"st</script>\u{7} ' = 1");
        let name = pc["displayName"].as_str().expect("a text");
        assert!(name.starts_with('д') && name.chars().count() <= 64, "{name}");
    }
    let import = imported(&case);
    let counts: Vec<_> = import.initial.iter().map(|one| one.count).collect();
    assert_eq!(counts, [6]);
}
