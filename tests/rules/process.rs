//! From the trigger to the last step: who gets a Cloud PC, when, and through which stages.

use cloudpc_sim::provisioning::stage::Stage;

use crate::{BLOCKED_AT_FIRST, HOSTED, holds, read, run};

#[test]
fn provisioning_starts_by_itself_when_a_user_is_both_licensed_and_targeted() {
    holds(&["PROV-01", "PROV-07"]);
    let told = run(&[&["wave.w.at=+10m", "timing.reaction=4m"]]);
    assert_eq!(told.attempts(), ["w-00001/1 +14m to +58m on anc: ready"]);
    assert_eq!(told.detail.cloud_pcs[0].requested.to_string(), "+10m");
}

#[test]
fn each_license_of_a_user_brings_one_cloud_pc_and_no_license_none() {
    holds(&["PROV-02", "PROV-04", "CON-15"]);
    let licenses =
        |n: &str| run(&[&["wave.w.users=2", &format!("group.all.licenses_per_user={n}")]]);
    let two = licenses("2");
    let ready = |name: &str| format!("{name} provisioned +45m");
    let names = ["w-00001-1", "w-00001-2", "w-00002-1", "w-00002-2"];
    assert_eq!(two.cloud_pcs(), names.map(ready), "never a second for the same pair");
    assert_eq!(two.attempts().len(), 4);
    let none = licenses("0");
    assert!(none.cloud_pcs().is_empty() && none.attempts().is_empty());
    for measure in ["requested", "not_provisioned", "failed", "subnet.cpc.peak"] {
        assert_eq!(none.measure(measure), Some(0.0), "{measure}");
    }
}

#[test]
fn a_group_without_a_policy_is_listed_and_never_provisioned() {
    holds(&["PROV-03"]);
    let told = run(&[&["group.others={}", "wave.o={ group = 'others', users = 2 }"]]);
    assert_eq!(
        told.cloud_pcs(),
        ["w-00001 provisioned +45m", "o-00001 notProvisioned", "o-00002 notProvisioned"]
    );
    assert_eq!(told.attempts().len(), 1);
    assert_eq!(told.measure("wave.o.not_provisioned"), Some(2.0));
}

#[test]
fn the_steps_follow_each_other_in_their_documented_order() {
    holds(&["STEP-0", "STEP-1", "STEP-2", "STEP-3", "STEP-4", "STEP-5", "STEP-6", "STEP-7"]);
    holds(&["STEP-8", "ASG-01", "MDM-01"]);
    let names = Stage::ALL.map(|stage| stage.sheet().name);
    assert_eq!(
        names.join(" "),
        "gate allocate_capacity create_vm attach_network join_entra join_domain register_device \
         sync_device detect_device complete_registration enroll_intune primary_user configure \
         assign_user"
    );
    let told = run(&[]);
    let [attempt] = told.detail.attempts.as_slice() else { panic!("there is one attempt") };
    let ends: Vec<_> = attempt.stage_ends.iter().flatten().map(ToString::to_string).collect();
    assert_eq!(attempt.started.to_string(), "+1m");
    assert_eq!(ends, ["+3m", "+6m", "+10m", "+15m", "+21m", "+28m", "+36m", "+45m"]);
    assert_eq!(told.cloud_pcs(), ["w-00001 provisioned +45m"], "ready when the user is assigned");
}

#[test]
fn a_step_that_fails_ends_the_attempt_and_those_after_it_are_not_reached() {
    holds(&["STEP-0", "STEP-4", "STEP-5"]);
    let told = run(&[&["failures.endpointCheckFailed=1", "retry.attempts=1"]]);
    let ends = told.detail.attempts[0].stage_ends;
    let ends: Vec<_> = ends.iter().flatten().map(ToString::to_string).collect();
    assert_eq!(ends, ["+3m", "+6m", "+10m"]);
}

/// Everything that can be wrong on the customer's side of the network.
const CUSTOMERS_TROUBLE: [&str; 5] = [
    "condition.deny.what=azure_policy_deny",
    "condition.blocked.what=endpoint_blocked",
    "condition.intune={ what = 'endpoint_blocked', endpoint = 'intune' }",
    "condition.dns={ what = 'health_check_fails', check = 'dns' }",
    "condition.full={ what = 'no_address', subnet = 'cpc' }",
];

#[test]
fn the_microsoft_hosted_network_knows_no_address_no_denial_and_no_health() {
    holds(&["CORE-02", "CORE-03", "STEP-3", "PROV-05"]);
    let side_by_side = [
        HOSTED,
        "group.others={}",
        "policy.others={ connections = ['anc'], groups = ['others'] }",
        "wave.o={ group = 'others', users = 1, at = '+1h' }",
        "connection.anc.health_check={ phase = '0s' }",
        "retry.attempts=1",
    ];
    let told = run(&[&CUSTOMERS_TROUBLE, &side_by_side]);
    assert_eq!(
        told.attempts(),
        [
            "w-00001/1 +1m to +45m on none: ready",
            "o-00001/1 +1h1m to +1h1m on none: canaryCheckUnpass in gate",
        ],
        "the one policy's network is the other's trouble"
    );
    assert_eq!(told.addresses(), [""; 0]);
    assert_eq!(told.measure("subnet.cpc.peak"), Some(0.0));
}

#[test]
fn a_policy_needs_a_network_and_groups() {
    holds(&["PROV-05"]);
    for (policy, told) in [
        ("groups = ['all']", "network"),
        ("connections = ['anc']", "groups"),
        ("network = 'microsoft-hosted', connections = ['anc'], groups = ['all']", "network"),
    ] {
        let refused = read(&[&[&format!("policy.all={{ {policy} }}")]]).expect_err(policy);
        assert!(refused.render(false).contains(told), "{policy}: {}", refused.render(false));
    }
}

#[test]
fn a_region_that_is_not_supported_is_refused() {
    holds(&["ANC-18"]);
    let unsupported = "condition.c={ what = 'region_unsupported', region = 'weu' }";
    let refused = read(&[&["connection.anc.region=weu", unsupported]]).expect_err("it cannot be");
    let told = refused.render(false);
    assert!(told.contains("a region that Windows 365 does not offer"), "{told}");
}

#[test]
fn cloud_pcs_are_created_in_the_region_of_their_connection() {
    holds(&["ANC-18", "CORE-05"]);
    let weu = "connection.anc.region=weu";
    let other = "connection.other={ join = 'entra', subnet = 'cpc', region = 'neu' }";
    let full = |region: &str| {
        format!("condition.c={{ what = 'region_without_capacity', region = '{region}' }}")
    };
    let first = |region: &str| run(&[&[weu, other, &full(region)]]).attempts().remove(0);
    assert_eq!(
        first("weu"),
        "w-00001/1 +1m to +3m on anc: simCapacityUnavailable in allocate_capacity"
    );
    assert_eq!(first("neu"), "w-00001/1 +1m to +45m on anc: ready");
}

#[test]
fn a_hybrid_join_takes_the_place_of_the_entra_join_and_is_never_mixed_with_it() {
    holds(&["CORE-03", "STEP-4"]);
    let told = run(&[&["connection.anc.join=hybrid"]]);
    let ends = told.detail.attempts[0].stage_ends;
    let later = Stage::ALL.into_iter().skip(1).zip(ends);
    let reached: Vec<_> = later.filter_map(|(stage, end)| end.map(|_| stage)).collect();
    assert!(!reached.contains(&Stage::JoinEntra), "{reached:?}");
    assert!(reached.contains(&Stage::JoinDomain) && reached.contains(&Stage::SyncDevice));
    let mixed = [
        "connection.other={ join = 'hybrid', subnet = 'cpc' }",
        "policy.all.connections=['anc', 'other']",
    ];
    let refused = read(&[&mixed]).expect_err("a policy joins in one way");
    assert!(refused.render(false).contains("the connections of [policy.all] join differently"));
}

#[test]
fn a_status_follows_only_where_microsoft_says_so() {
    holds(&["STATUS-01", "ASG-01"]);
    let fails = ["failures.endpointCheckFailed=1", "retry.attempts=1"];
    let retried = [BLOCKED_AT_FIRST, "retry.attempts=1", "admin.retry_failed.after=1h"];
    let warned = ["warnings.teamsOptimization=1"];
    let table: [(&[&str], &str, &str); 10] = [
        (&[], "59s", "notProvisioned"),
        (&[], "1m", "provisioning"),
        (&[], "44m59s", "provisioning"),
        (&[], "45m", "provisioned"),
        (&warned, "45m", "provisionedWithWarnings"),
        (&fails, "14m59s", "provisioning"),
        (&fails, "15m", "failed"),
        (&retried, "1h14m59s", "failed"),
        (&retried, "1h15m", "provisioning"),
        (&retried, "1h59m", "provisioned"),
    ];
    for (sets, horizon, status) in table {
        let told = run(&[sets, &[&format!("horizon={horizon}")]]);
        assert_eq!(told.detail.cloud_pcs[0].status, status, "{sets:?} at +{horizon}");
    }
}
