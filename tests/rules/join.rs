//! The domain join: what it needs, who refuses it, the quota of its account, what its checks do.

use crate::hybrid::{HYBRID, ONE_SITE, hybrid};
use crate::{holds, read, run, told::Told};

/// A check from +2m to +6m, every four hours.
const EARLY_CHECK: &str =
    "connection.anc.health_check={ phase = '2m', interval = '4h', duration = '4m' }";

#[test]
fn what_belongs_to_hybrid_join_is_refused_elsewhere() {
    holds(&["ANC-02", "CORE-03"]);
    for key in [
        "forest=contoso.com",
        "ad_site=WEU",
        "join_quota=10",
        "device_identity=federated",
        "health_check.new_computer=true",
    ] {
        let set = format!("connection.anc.{key}");
        assert!(read(&[&HYBRID, &[&set]]).is_ok(), "{key}");
        let refused = read(&[&[&set]]).expect_err(key).render(false);
        assert!(refused.contains("is for Microsoft Entra hybrid join only"), "{refused}");
    }
    let mixed = [
        "connection.entra={ join = 'entra', subnet = 'cpc' }",
        "policy.all.connections=['anc', 'entra']",
    ];
    let refused = read(&[&HYBRID, &mixed]).expect_err("one policy joins one way").render(false);
    assert!(refused.contains("join differently"), "{refused}");
}

#[test]
fn an_account_joins_as_many_computers_as_its_quota_and_gets_none_back() {
    holds(&["FAIL-03", "STEP-4b"]);
    let told = hybrid(&[
        "connection.anc.join_quota=2",
        "wave.w.users=3",
        "wave.late={ group = 'all', users = 1, at = '+10h' }",
        "condition.down={ what = 'connect_down', until = '+2h' }",
        "retry.attempts=1",
        "cleanup.after=1h",
    ]);
    let refused = "on anc: domainJoin_AccountQuotaExceeded in join_domain";
    assert_eq!(
        told.attempts(),
        [
            format!("w-00003/1 +1m to +26m {refused}"),
            "w-00001/1 +1m to +1h51m on anc: simHybridJoinTimeout in sync_device".into(),
            "w-00002/1 +1m to +1h51m on anc: simHybridJoinTimeout in sync_device".into(),
            format!("late-00001/1 +10h1m to +10h26m {refused}"),
        ],
        "clean-up has come meanwhile, and no computer is gone"
    );
}

#[test]
fn a_join_that_is_refused_for_another_reason_does_not_count() {
    holds(&["FAIL-03"]);
    let wrong = "condition.c={ what = 'join_credentials_wrong', until = '+20m' }";
    let told = hybrid(&[ONE_SITE, wrong, "connection.anc.join_quota=1"]);
    let credentials = "domainJoin_AccountNameOrPasswordIncorrect in join_domain";
    assert_eq!(told.attempts()[0], format!("w-00001/1 +1m to +26m on anc: {credentials}"));
    assert_eq!(told.attempts()[1], "w-00001/2 +31m to +2h22m on anc: ready");
}

#[test]
fn without_a_quota_an_account_joins_any_number() {
    holds(&["FAIL-03"]);
    let told = hybrid(&["wave.w.users=11"]);
    assert_eq!(told.measure("ready"), Some(11.0));
}

#[test]
fn the_first_check_of_a_connection_counts_against_the_quota_or_every_one_does() {
    holds(&["FAIL-03", "ANC-07", "ANC-08", "CON-13"]);
    let checks = |new: &str, quota: &str| {
        let told = hybrid(&[ONE_SITE, EARLY_CHECK, new, quota, "group.all.licenses_per_user=0"]);
        let results = told.checks();
        let results = results.iter().map(|row| row.split_once(" anc ").expect("its").1.to_string());
        results.collect::<Vec<_>>()
    };
    let [new, reused] =
        ["true", "false"].map(|new| format!("connection.anc.health_check.new_computer={new}"));
    let all_pass = vec!["passed".to_string(); 6];
    let one = "connection.anc.join_quota=1";
    let failed = "failed adJoinCheckAccountQuotaExceeded".to_string();
    assert_eq!(checks(&reused, one), all_pass);
    assert_eq!(checks("connection.anc.region=weu", one), all_pass, "as by default");
    assert_eq!(checks(&new, "connection.anc.join_quota=6"), all_pass);
    let then_fail = [vec!["passed".to_string(); 2], vec![failed.clone(); 4]].concat();
    assert_eq!(checks(&new, "connection.anc.join_quota=2"), then_fail);
    assert_eq!(checks(&reused, "connection.anc.join_quota=0"), vec![failed; 6]);
}

#[test]
fn a_check_leaves_less_of_the_quota_to_cloud_pcs() {
    holds(&["FAIL-03", "ANC-07"]);
    let told = |quota: u32| {
        let quota = format!("connection.anc.join_quota={quota}");
        hybrid(&[EARLY_CHECK, &quota, "horizon=4h", "retry.attempts=1"]).cloud_pcs()
    };
    assert_eq!(told(1), ["w-00001 failed"], "the check was first, at +2m");
    assert_eq!(told(2), ["w-00001 provisioned +2h22m"]);
}

/// What checks and attempts that fail at their limit leave in the domain.
fn computers(sets: &[&str]) -> Option<f64> {
    let told: Told = run(&[&HYBRID, sets]);
    told.measure("leftover.ad_computers")
}

#[test]
fn every_check_of_a_connection_uses_the_same_computer_or_each_a_new_one() {
    holds(&["ANC-07", "ANC-08", "CON-13"]);
    let nobody = "group.all.licenses_per_user=0";
    assert_eq!(computers(&[nobody]), Some(0.0), "no check yet");
    assert_eq!(computers(&[nobody, EARLY_CHECK]), Some(1.0));
    let new = "connection.anc.health_check.new_computer=true";
    assert_eq!(computers(&[nobody, EARLY_CHECK, new]), Some(6.0), "in 24 hours");
    let unreachable = "condition.c.what=domain_controller_unreachable";
    assert_eq!(computers(&[nobody, EARLY_CHECK, new, unreachable]), Some(0.0), "none joined");
}

/// A check from +1h to +1h30m, whose result stands when a user comes.
fn checked(sets: &[&str]) -> Told {
    let check = "connection.anc.health_check={ phase = '1h', interval = '10h' }";
    run(&[&HYBRID, &[ONE_SITE, check, "retry.attempts=1"], sets])
}

#[test]
fn a_check_warns_of_a_device_later_than_an_hour_and_provisioning_fails_after_ninety_minutes() {
    holds(&["CON-05", "CON-06", "ANC-11"]);
    let slow = |length: &str| {
        let cycle = format!(
            "connect={{ interval = '1h', allowed_interval = '1h', phase = '10m', \
                             cycle = {{ fixed = '{length}', per_1000_changes = '0s' }} }}"
        );
        // Both begin after the check: with a start at +3h10m in time, and too late for it.
        let waves = ["wave.w.at=+155m", "wave.late={ group = 'all', users = 1, at = '+160m' }"];
        checked(&[&cycle, waves[0], waves[1]])
    };
    // A device of +1h would be exported with the cycle from +1h10m.
    assert_eq!(slow("50m").checks()[0], "+1h30m anc passed", "after exactly an hour");
    let told = slow("50m1s");
    assert_eq!(told.checks()[0], "+1h30m anc warning azureAdDeviceSyncCheckLongSyncCircle");
    assert_eq!(
        told.attempts(),
        [
            "late-00001/1 +2h41m to +4h31m on anc: simHybridJoinTimeout in sync_device",
            "w-00001/1 +2h36m to +4h59m1s on anc: ready",
        ],
        "64 minutes after its join, and more than 90"
    );
}

#[test]
fn devices_that_do_not_come_cost_a_warning_and_every_attempt_but_never_the_connection() {
    holds(&["CON-06", "CON-02", "ID-01", "ANC-11"]);
    let sync = "simHybridJoinTimeout in sync_device";
    let never = "azureAdDeviceSyncCheckDeviceNotFound";
    let stopped = "azureAdDeviceSyncCheckConnectDisabled";
    let scp = ("azureAdDeviceSyncCheckScpNotConfigured", "simScpMissing in register_device");
    let table = [
        ("scp_missing", scp.0, scp.1),
        ("ou_out_of_scope", never, sync),
        ("connect_suspended", stopped, sync),
        ("connect_disabled", stopped, sync),
        ("connect_staging", stopped, sync),
        ("connect_down", stopped, sync),
    ];
    for (what, found, failure) in table {
        let told = checked(&[&format!("condition.c.what={what}"), "wave.w.at=+2h", "retry={}"]);
        assert_eq!(told.checks()[0], format!("+1h30m anc warning {found}"), "{what}");
        let expected = ["1 +2h1m to +3h51m", "2 +3h56m to +5h46m", "3 +5h51m to +7h41m"];
        let expected = expected.map(|row| format!("w-00001/{row} on anc: {failure}"));
        assert_eq!(told.attempts(), expected, "{what}: each waits out its limit");
        assert_eq!(told.measure("connection.anc.unhealthy_share"), Some(0.0), "{what}");
    }
}

#[test]
fn what_keeps_computers_from_joining_fails_the_check_under_its_published_name() {
    holds(&["ANC-16", "STEP-4b", "CORE-06"]);
    let table = [
        ("dns_failing", "dnsCheckFqdnNotFound"),
        ("domain_controller_unreachable", "adJoinCheckServerNotOperational"),
        ("join_credentials_wrong", "adJoinCheckIncorrectCredentials"),
        ("join_password_expired", "adJoinCheckCredentialsExpired"),
        ("join_account_locked", "adJoinCheckAccountLockedOrDisabled"),
        ("join_account_disabled", "adJoinCheckAccountLockedOrDisabled"),
        ("join_quota_exceeded", "adJoinCheckAccountQuotaExceeded"),
        ("join_access_denied", "adJoinCheckAccessDenied"),
        ("ou_not_found", "adJoinCheckOrganizationalUnitNotFound"),
        ("all_signed", "internalServerErrorVMDeploymentTimeout"),
    ];
    for (what, found) in table {
        let told = checked(&[&format!("condition.c.what={what}"), "wave.w.at=+2h"]);
        assert_eq!(told.checks()[0], format!("+1h30m anc failed {found}"), "{what}");
        let gate = "w-00001/1 +2h1m to +2h1m on none: canaryCheckUnpass in gate";
        assert_eq!(told.attempts(), [gate], "{what}");
    }
}
