//! Hybrid join from the domain to Microsoft Entra ID: stages, the limit, whose fault what is.
//!
//! An attempt that starts at minute 1 joins its domain from 10 to 21, so that its limit is minute
//! 111. Its device writes its certificate at 33, leaves its site at 34.5, passes the link at 50, is
//! with Entra Connect at 51.5, imported at 70, exported at 83, noticed at 97, registered at 112,
//! enrolled at 118; the Cloud PC is ready at 142.

use cloudpc_sim::provisioning::stage::Stage;

use crate::{holds, run, told::Told};

/// Makes the scenario of one user one of hybrid join, with a domain controller of its own site.
pub(crate) const HYBRID: [&str; 10] = [
    "connection.anc.join=hybrid",
    "connection.anc.ad_site=WEU",
    "directory.intrasite_delay=90s",
    "directory.site_link.hq-weu={ sites = ['HQ', 'WEU'], interval = '1h', phase = '50m' }",
    "connect={ interval = '30m', phase = '10m', \
     cycle = { fixed = '13m', per_1000_changes = '0s' } }",
    "timing.join_domain=11m",
    "timing.register_device=12m",
    "timing.detect_device=14m",
    "timing.complete_registration=15m",
    "timing.join_failure=16m",
];

/// Brings the machine into the site of Entra Connect.
pub(crate) const ONE_SITE: &str = "connection.anc.ad_site=HQ";

/// What the scenario of one hybrid user tells after these assignments.
pub(crate) fn hybrid(sets: &[&str]) -> Told {
    run(&[&HYBRID, sets])
}

/// The three attempts of a user, whose failures show at the limit.
fn at_the_limit(failure: &str) -> Vec<String> {
    let attempts = [("+1m", "+1h51m"), ("+1h56m", "+3h46m"), ("+3h51m", "+5h41m")].into_iter();
    let row = |(n, (from, to))| format!("w-00001/{n} {from} to {to} on anc: {failure}");
    (1..).zip(attempts).map(row).collect()
}

#[test]
fn a_hybrid_attempt_passes_its_stages_in_order() {
    holds(&["STEP-0", "STEP-4b", "STEP-4c", "JOIN-01", "JOIN-04", "JOIN-05", "ID-07"]);
    let told = hybrid(&[]);
    let [attempt] = told.detail.attempts.as_slice() else { panic!("there is one attempt") };
    let ends = Stage::ALL.iter().skip(1).zip(attempt.stage_ends);
    let ends = ends.filter_map(|(stage, end)| Some(format!("{} {}", stage.sheet().name, end?)));
    assert_eq!(
        ends.collect::<Vec<_>>(),
        [
            "allocate_capacity +3m",
            "create_vm +6m",
            "attach_network +10m",
            "join_domain +21m",
            "register_device +33m",
            "sync_device +1h23m",
            "detect_device +1h37m",
            "complete_registration +1h52m",
            "enroll_intune +1h58m",
            "primary_user +2h5m",
            "configure +2h13m",
            "assign_user +2h22m",
        ]
    );
    assert_eq!(told.attempts(), ["w-00001/1 +1m to +2h22m on anc: ready"]);
}

#[test]
fn a_domain_join_that_is_refused_fails_every_attempt_under_its_own_code() {
    holds(&["STEP-4b", "FAIL-02", "ANC-16"]);
    let table = [
        ("join_credentials_wrong", "domainJoin_AccountNameOrPasswordIncorrect"),
        ("join_password_expired", "domainJoin_AccountNameOrPasswordIncorrect"),
        ("join_account_locked", "domainJoin_AccountLockedOut"),
        ("join_account_disabled", "domainJoin_AccountDisabled"),
        ("join_quota_exceeded", "domainJoin_AccountQuotaExceeded"),
        ("join_access_denied", "joinDomainFailed"),
        ("ou_not_found", "joinDomainFailed"),
        ("domain_controller_unreachable", "domainJoin_NetworkConnectivityIssue"),
        ("dns_failing", "domainJoin_DomainNotExistOrCouldNotBeContacted"),
    ];
    for (what, code) in table {
        let told = hybrid(&[&format!("condition.c={{ what = '{what}', connection = 'anc' }}")]);
        let attempts = ["1 +1m to +26m", "2 +31m to +56m", "3 +1h1m to +1h26m"];
        let row = |attempt| format!("w-00001/{attempt} on anc: {code} in join_domain");
        assert_eq!(told.attempts(), attempts.map(row), "{what}");
        assert_eq!(told.addresses()[0], "+6m cpc held w-00001/1, 1 in use", "{what}");
        assert_eq!(told.measure("leftover.ad_computers"), Some(0.0), "{what}");
    }
}

#[test]
fn a_computer_without_a_certificate_is_left_out() {
    holds(&["JOIN-03", "SYNC-03"]);
    // Its account is there at +22m30s, its certificate only at +34m30s.
    let told = hybrid(&[ONE_SITE, "connect.phase=25m"]);
    assert_eq!(told.journeys(), ["w-00001/1 from +33m, there +34m30s"]);
    assert_eq!(told.end_of(Stage::SyncDevice), "+1h8m", "by the cycle at +55m");
}

#[test]
fn a_device_object_that_is_seen_too_late_fails_the_attempt_at_its_limit() {
    holds(&["ID-01", "ID-05", "CON-02", "STEP-4c"]);
    // It is seen at +97m, 76 minutes after the domain join.
    let table = [
        ("76m", "+2h22m on anc: ready"),
        ("75m59s", "+1h36m59s on anc: simHybridJoinTimeout in detect_device"),
        ("1h", "+1h21m on anc: simHybridJoinTimeout in sync_device"),
    ];
    for (timeout, end) in table {
        let timeout = format!("hybrid_join.timeout={timeout}");
        let told = hybrid(&[&timeout, "retry.attempts=1"]);
        assert_eq!(told.attempts(), [format!("w-00001/1 +1m to {end}")], "{timeout}");
    }
    let told = hybrid(&["timing.detect_device=28m"]);
    assert_eq!(told.attempts(), ["w-00001/1 +1m to +2h36m on anc: ready"], "after 90 minutes");
    let told = hybrid(&["timing.detect_device=28m1ms", "retry.attempts=1"]);
    let late = "w-00001/1 +1m to +1h51m on anc: simHybridJoinTimeout in detect_device";
    assert_eq!(told.attempts(), [late]);
}

#[test]
fn the_five_hours_are_three_attempts_or_what_a_scenario_says() {
    holds(&["ID-03", "ID-04", "CON-02", "RETRY-01"]);
    let ten_minutes = [
        "condition.down.what=connect_down",
        "timing.allocate_capacity=1m",
        "timing.create_vm=2m",
        "timing.attach_network=3m",
        "timing.join_domain=4m",
        "timing.reaction=0s",
        "retry.pause=0s",
    ];
    let told = run(&[&HYBRID, &ten_minutes]);
    let ends: Vec<_> = told.detail.attempts.iter().map(|row| row.ended.to_string()).collect();
    assert_eq!(ends, ["+1h40m", "+3h20m", "+5h"]);
    let told = hybrid(&["condition.down.what=connect_down", "hybrid_join.timeout=5h"]);
    let first = "w-00001/1 +1m to +5h21m on anc: simHybridJoinTimeout in sync_device";
    assert_eq!(told.attempts()[0], first);
}

#[test]
fn without_a_service_connection_point_an_attempt_fails_at_its_limit() {
    holds(&["CORE-01", "JOIN-02", "ID-01", "FAIL-02"]);
    let missing = "condition.scp={ what = 'scp_missing', forest = 'contoso.com' }";
    let told = hybrid(&[missing, "connection.anc.forest=contoso.com"]);
    assert_eq!(told.attempts(), at_the_limit("simScpMissing in register_device"));
    assert_eq!(told.journeys(), [""; 0], "no certificate was written");
    let elsewhere = [
        "connection.anc.forest=fabrikam.com",
        "connection.other={ join = 'hybrid', subnet = 'cpc', forest = 'contoso.com' }",
        "connection.other.health_check={ interval = '30d', phase = '29d' }",
        missing,
    ];
    assert_eq!(hybrid(&elsewhere).attempts(), ["w-00001/1 +1m to +2h22m on anc: ready"]);
}

#[test]
fn the_registration_task_runs_again_every_hour() {
    holds(&["JOIN-01", "JOIN-02"]);
    for (until, written) in [("+33m", "+33m"), ("+33m1ms", "+1h33m"), ("+1h33m1ms", "+2h33m")] {
        let missing = format!("condition.scp={{ what = 'scp_missing', until = '{until}' }}");
        let told = hybrid(&[ONE_SITE, &missing, "hybrid_join.timeout=5h"]);
        assert_eq!(told.end_of(Stage::RegisterDevice), written, "{until}");
    }
}

#[test]
fn an_organizational_unit_out_of_scope_fails_every_attempt_at_its_limit() {
    holds(&["FAIL-05", "ID-01", "FAIL-02", "CORE-01"]);
    let scope = "condition.ou={ what = 'ou_out_of_scope', connection = 'anc' }";
    let told = hybrid(&[scope]);
    assert_eq!(told.attempts(), at_the_limit("simHybridJoinTimeout in sync_device"));
    assert_eq!(told.journeys().len(), 3, "the devices do their part");
    assert!(told.cycles().iter().all(|row| row.ends_with(" delta, 0 exported")));
}

#[test]
fn a_federated_device_does_not_wait_for_entra_connect() {
    holds(&["JOIN-06", "STEP-4c"]);
    let federated = ["connection.anc.device_identity=federated", "federation.registration=17m"];
    let told = run(&[&HYBRID, &federated, &["condition.down.what=connect_down"]]);
    assert_eq!(told.end_of(Stage::SyncDevice), "+50m", "17 minutes after its task has run");
    assert_eq!(told.attempts(), ["w-00001/1 +1m to +1h49m on anc: ready"]);
    assert_eq!(told.journeys(), [""; 0]);
}

#[test]
fn while_ad_fs_is_down_a_federated_device_waits_for_entra_connect_if_it_can() {
    holds(&["JOIN-07", "JOIN-06", "JOIN-01"]);
    let by_itself = "+1h49m on anc: ready";
    let by_connect = "+2h22m on anc: ready";
    // The task runs again at 93 and needs 17 minutes: there at 110, noticed at 124, too late.
    let unnoticed = "+1h51m on anc: simHybridJoinTimeout in detect_device";
    let never = "+1h51m on anc: simHybridJoinTimeout in sync_device";
    let table = [
        ("+33m", "true", "17m", by_itself),
        ("+33m1ms", "true", "17m", by_connect),
        ("+33m", "false", "17m", by_itself),
        ("+33m1ms", "false", "17m", unnoticed),
        ("+33m1ms", "false", "4m", "+2h36m on anc: ready"),
        ("+33m1ms", "false", "19m", never),
        ("+93m1ms", "false", "4m", never),
    ];
    for (until, fallback, registration, end) in table {
        let down = format!("condition.fs={{ what = 'adfs_down', until = '{until}' }}");
        let federation =
            format!("federation={{ fallback = {fallback}, registration = '{registration}' }}");
        let identity = "connection.anc.device_identity=federated";
        let told = run(&[&HYBRID, &[identity, &down, &federation, "retry.attempts=1"]]);
        let rows = [format!("w-00001/1 +1m to {end}")];
        assert_eq!(told.attempts(), rows, "{until} {fallback} {registration}");
    }
}

#[test]
fn what_the_customer_leaves_undone_for_hybrid_join_fails_hybrid_attempts_only() {
    holds(&["CORE-01", "CORE-03"]);
    let beside = [
        "connection.entra={ join = 'entra', subnet = 'cpc' }",
        "connection.entra.health_check={ interval = '30d', phase = '29d' }",
        "policy.entra={ connections = ['entra'], groups = ['entra'] }",
        "group.entra={}",
        "wave.e={ group = 'entra', users = 1 }",
        "retry.attempts=1",
    ];
    for what in ["scp_missing", "ou_out_of_scope", "connect_disabled", "connect_staging"] {
        let told = run(&[&HYBRID, &beside, &[&format!("condition.c.what={what}")]]);
        let ends: Vec<_> = told.cloud_pcs();
        assert_eq!(ends, ["w-00001 failed", "e-00001 provisioned +45m"], "{what}");
    }
}
