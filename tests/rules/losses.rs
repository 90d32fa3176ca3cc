//! What an attempt under way makes of the loss of its license, its policy or its user.

use crate::{FAR, HOSTED, holds, run};

/// The attempts of the only user after something at one instant and something at another.
fn attempts(losses: &[(&str, &str)], sets: &[&str]) -> Vec<String> {
    let change = |((what, at), n): (&(&str, &str), usize)| {
        format!("change.c{n}={{ what = {what}, at = '{at}' }}")
    };
    let changes: Vec<String> = losses.iter().zip(1..).map(change).collect();
    let changes: Vec<&str> = changes.iter().map(String::as_str).collect();
    run(&[&changes, sets]).attempts()
}

const LICENSE: &str = "'remove_license'";
const GIVEN: &str = "'give_license'";
const POLICY: &str = "'unassign_policy', policy = 'all'";
const ONCE: &str = "retry.attempts=1";
const AS_IF_NOTHING_HAD_BEEN: [&str; 1] = ["w-00001/1 +1m to +45m on anc: ready"];

#[test]
fn a_license_removed_during_provisioning_fails_the_attempt() {
    holds(&["LIC-12", "CON-22"]);
    assert_eq!(
        attempts(&[(LICENSE, "+7m")], &[]),
        [
            "w-00001/1 +1m to +10m on anc: licenseNotFound in join_entra",
            "w-00001/2 +15m to +15m on none: licenseNotFound in gate",
            "w-00001/3 +20m to +20m on none: licenseNotFound in gate",
        ]
    );
    let told = run(&[&["change.c={ what = 'remove_license', at = '+7m' }"]]);
    assert_eq!(told.statuses("w-00001"), ["+1m provisioning", "+20m failed"]);
    assert_eq!(
        told.addresses(),
        ["+6m cpc held w-00001/1, 1 in use", "+3h10m cpc cleaned_up w-00001/1, 0 in use"]
    );
    let hosted = attempts(&[(LICENSE, "+7m")], &[HOSTED, ONCE]);
    assert_eq!(hosted, ["w-00001/1 +1m to +10m on none: licenseNotFound in join_entra"]);
}

#[test]
fn a_loss_is_noticed_when_the_next_stage_begins() {
    holds(&["CON-22", "LIC-12"]);
    let table = [
        ("+1m1s", "+3m on anc: licenseNotFound in create_vm"),
        ("+5m", "+6m on anc: licenseNotFound in attach_network"),
        ("+6m", "+6m on anc: licenseNotFound in attach_network"),
        ("+6m1s", "+10m on anc: licenseNotFound in join_entra"),
        ("+9m59s", "+10m on anc: licenseNotFound in join_entra"),
        ("+10m", "+10m on anc: licenseNotFound in join_entra"),
        ("+10m1s", "+15m on anc: licenseNotFound in enroll_intune"),
        ("+27m", "+28m on anc: licenseNotFound in configure"),
        ("+30m", "+36m on anc: licenseNotFound in assign_user"),
        ("+36m1s", "+45m on anc: ready"),
    ];
    for (at, end) in table {
        let told = attempts(&[(LICENSE, at)], &[ONCE]);
        assert_eq!(told, [format!("w-00001/1 +1m to {end}")], "{at}");
    }
    let early = run(&[&["change.c={ what = 'remove_license', at = '+5m' }", ONCE]]);
    assert_eq!(early.addresses(), [""; 0], "it never asks for one");
    assert_eq!(attempts(&[(LICENSE, "+1m")], &[]), [""; 0], "it never begins");
}

#[test]
fn a_scenario_may_have_a_loss_noticed_at_once() {
    holds(&["CON-22"]);
    let at_once = ["loss.noticed=at_once", ONCE];
    let table = [
        ("+7m", "+7m on anc: licenseNotFound in attach_network"),
        ("+40m", "+40m on anc: licenseNotFound in assign_user"),
        ("+45m", "+45m on anc: licenseNotFound in assign_user"),
    ];
    for (at, end) in table {
        assert_eq!(attempts(&[(LICENSE, at)], &at_once), [format!("w-00001/1 +1m to {end}")]);
    }
    let back = attempts(&[(LICENSE, "+7m"), (GIVEN, "+8m")], &["loss.noticed=at_once"]);
    assert_eq!(
        back,
        [
            "w-00001/1 +1m to +7m on anc: licenseNotFound in attach_network",
            "w-00001/2 +12m to +56m on anc: ready",
        ]
    );
}

#[test]
fn what_is_given_back_before_it_is_noticed_was_never_lost() {
    holds(&["CON-22", "LIC-12"]);
    let regained = attempts(&[(LICENSE, "+7m"), (GIVEN, "+8m")], &[]);
    assert_eq!(regained, AS_IF_NOTHING_HAD_BEEN);
    let before_its_address = attempts(&[(LICENSE, "+4m"), (GIVEN, "+5m")], &[]);
    assert_eq!(before_its_address, AS_IF_NOTHING_HAD_BEEN);
    let twice = [(LICENSE, "+7m"), (GIVEN, "+8m"), (LICENSE, "+12m"), (GIVEN, "+13m")];
    assert_eq!(attempts(&twice, &[]), AS_IF_NOTHING_HAD_BEEN);
    let again = attempts(&twice[..3], &[ONCE]);
    assert_eq!(again, ["w-00001/1 +1m to +15m on anc: licenseNotFound in enroll_intune"]);
    let late = attempts(&[(LICENSE, "+7m"), (GIVEN, "+17m")], &[]);
    assert_eq!(
        late[1..],
        [
            "w-00001/2 +15m to +15m on none: licenseNotFound in gate",
            "w-00001/3 +20m to +1h4m on anc: ready",
        ]
    );
}

#[test]
fn an_attempt_that_fails_first_fails_in_its_own_way() {
    holds(&["CON-22", "LIC-12"]);
    let told = attempts(&[(LICENSE, "+12m")], &["failures.endpointCheckFailed=1"]);
    assert_eq!(
        told[..2],
        [
            "w-00001/1 +1m to +15m on anc: endpointCheckFailed in join_entra",
            "w-00001/2 +20m to +20m on none: licenseNotFound in gate",
        ]
    );
    let sooner = attempts(&[(LICENSE, "+7m")], &["failures.endpointCheckFailed=1", ONCE]);
    assert_eq!(sooner, ["w-00001/1 +1m to +10m on anc: licenseNotFound in join_entra"]);
}

#[test]
fn a_policy_unassigned_during_provisioning_fails_the_attempt() {
    holds(&["LIC-12", "CON-09", "CON-22"]);
    let gone = [
        "w-00001/1 +1m to +10m on anc: simPolicyNotFound in join_entra",
        "w-00001/2 +15m to +15m on none: simPolicyNotFound in gate",
        "w-00001/3 +20m to +20m on none: simPolicyNotFound in gate",
    ];
    assert_eq!(attempts(&[(POLICY, "+7m")], &[]), gone);
    assert_eq!(attempts(&[("'remove_from_group'", "+7m")], &[]), gone);
    let back = "'assign_policy', policy = 'all', group = 'all'";
    assert_eq!(attempts(&[(POLICY, "+7m"), (back, "+8m")], &[]), AS_IF_NOTHING_HAD_BEEN);
    let other = "policy.other={ connections = ['far'], groups = ['all'] }";
    let told = attempts(&[(POLICY, "+7m")], &[FAR[0], FAR[1], FAR[2], other]);
    assert_eq!(told, [gone[0], "w-00001/2 +15m to +59m on far: ready"]);
}

#[test]
fn a_user_deleted_during_provisioning_fails_the_attempt() {
    holds(&["LIC-12", "CON-22"]);
    let deleted = [
        "w-00001/1 +1m to +10m on anc: userNotFound in join_entra",
        "w-00001/2 +15m to +15m on none: userNotFound in gate",
        "w-00001/3 +20m to +20m on none: userNotFound in gate",
    ];
    assert_eq!(attempts(&[("'delete_user'", "+7m")], &[]), deleted);
    let both = attempts(&[(LICENSE, "+7m"), ("'delete_user'", "+8m")], &[ONCE]);
    assert_eq!(both, deleted[..1], "who is gone has no license, but the user is missed first");
    let licensed = attempts(&[("'delete_user'", "+7m"), (GIVEN, "+8m")], &[ONCE]);
    assert_eq!(licensed, deleted[..1]);
}

#[test]
fn only_a_lost_license_is_worth_a_retry_where_the_scenario_says_stop() {
    holds(&["LIC-12", "RETRY-04"]);
    for (what, tried) in [(LICENSE, 3), (POLICY, 1), ("'delete_user'", 1)] {
        let told = attempts(&[(what, "+7m")], &["retry.non_retriable=stop"]);
        assert_eq!(told.len(), tried, "{what}");
    }
}
