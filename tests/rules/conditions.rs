//! States of the environment and transient failures: where they strike, when they show.

use cloudpc_sim::provisioning::stage;

use crate::{holds, run};

#[test]
fn what_lies_in_the_environment_fails_every_attempt_alike() {
    holds(&["FAIL-02", "RETRY-01", "MDM-02", "CORE-05", "IP-19"]);
    let table = [
        ("'azure_policy_deny'", "requestDisallowedByPolicy in attach_network", "6m30s"),
        (
            "'region_without_capacity', region = 'weu'",
            "simCapacityUnavailable in allocate_capacity",
            "2m",
        ),
        ("'no_address', subnet = 'cpc'", "noEnoughIpAddress in attach_network", "6m30s"),
        ("'endpoint_blocked'", "endpointCheckFailed in join_entra", "14m"),
        (
            "'endpoint_blocked', endpoint = 'intune'",
            "intuneEnroll_NetworkConnectivityIssue in enroll_intune",
            "20m",
        ),
        ("'intune_outage'", "intuneEnrollFailed in enroll_intune", "44m"),
        (
            "'intune_restriction'",
            "intuneEnroll_BlockedByEnrollmentRestriction in enroll_intune",
            "20m",
        ),
    ];
    for (what, failure, length) in table {
        let what = format!("condition.c={{ what = {what} }}");
        let told = run(&[&[&what, "connection.anc.region=weu"]]);
        let lengths = told.detail.attempts.iter().map(|row| row.ended.since(row.started));
        assert_eq!(lengths.map(|l| l.to_string()).collect::<Vec<_>>(), [length; 3], "{what}");
        let attempts = told.attempts();
        assert!(attempts.iter().all(|line| line.ends_with(&format!(": {failure}"))), "{what}");
        assert_eq!(told.cloud_pcs(), ["w-00001 failed"]);
    }
}

/// The end of the first attempt, by failure or by being ready.
fn first_end(sets: &[&str]) -> String {
    run(&[sets, &["retry.attempts=1"]]).attempts().remove(0)
}

#[test]
fn a_condition_strikes_the_stage_that_begins_while_it_holds() {
    holds(&["COND-01"]);
    // Joining begins at +10m and would end at +15m.
    let table = [
        ("+0s", "+10m", false),
        ("+0s", "+10m1ms", true),
        ("+10m", "+10m1ms", true),
        ("+10m1ms", "+1d", false),
        ("+10m", "+1d", true),
    ];
    for (from, until, strikes) in table {
        let blocked = format!(
            "condition.c={{ what = 'endpoint_blocked', from = '{from}', until = '{until}' }}"
        );
        let struck = "w-00001/1 +1m to +15m on anc: endpointCheckFailed in join_entra";
        let let_through = "w-00001/1 +1m to +45m on anc: ready";
        let expected = if strikes { struck } else { let_through };
        assert_eq!(first_end(&[&blocked]), expected, "{from} {until}");
    }
}

#[test]
fn an_address_is_denied_only_while_others_hold_them_all() {
    holds(&["COND-01", "IP-19"]);
    // The address is asked for at +6m.
    for (from, until, denied) in
        [("+0s", "+6m", false), ("+6m", "+6m1ms", true), ("+6m1ms", "+1h", false)]
    {
        let full = "condition.c={ what = 'no_address', subnet = 'cpc' }";
        let (from, until) =
            (format!("condition.c.from={from}"), format!("condition.c.until={until}"));
        let end = first_end(&[full, &from, &until]);
        assert_eq!(end.contains("+7m30s on anc: noEnoughIpAddress"), denied, "{from}: {end}");
    }
}

#[test]
fn each_transient_failure_shows_at_its_own_time() {
    holds(&["FAIL-01", "CORE-05", "MDM-02", "MDM-03", "MDM-06", "STEP-2", "TIME-01"]);
    let table = [
        ("simCapacityUnavailable", "allocate_capacity", "+3m"),
        ("simVmDeploymentTimeout", "create_vm", "+1h3m"),
        ("internalError", "create_vm", "+6m"),
        ("endpointCheckFailed", "join_entra", "+15m"),
        ("scriptDownloadFailed", "join_entra", "+15m"),
        ("cmdAgentMSIDownloadFailed", "join_entra", "+15m"),
        ("rdAgentPackageDownloadFailed", "join_entra", "+15m"),
        ("intuneEnrollFailed", "enroll_intune", "+45m"),
        ("intuneEnroll_NetworkConnectivityIssue", "enroll_intune", "+21m"),
        ("intuneEnroll_DelayedEffectivenessOfIntuneLicense", "enroll_intune", "+21m"),
    ];
    let dice = stage::causes().filter(|(_, cause)| cause.origin == stage::Origin::Dice);
    assert!(dice.map(|(_, cause)| cause.code).eq(table.map(|(code, ..)| code)));
    for (code, stage, ends) in table {
        let expected = format!("w-00001/1 +1m to {ends} on anc: {code} in {stage}");
        assert_eq!(first_end(&[&format!("failures.{code}=1")]), expected);
    }
}

#[test]
fn a_failure_holds_an_address_only_if_it_came_after_the_network_interface() {
    holds(&["IP-01", "IP-03", "STEP-3"]);
    let table = [
        ("simCapacityUnavailable", None),
        ("simVmDeploymentTimeout", None),
        ("endpointCheckFailed", Some("+3h15m")),
        ("intuneEnrollFailed", Some("+3h45m")),
    ];
    for (code, returns) in table {
        let told = run(&[&[&format!("failures.{code}=1"), "retry.attempts=1"]]);
        let expected: Vec<String> = returns.map_or(vec![], |at| {
            vec![
                "+6m cpc held w-00001/1, 1 in use".into(),
                format!("{at} cpc cleaned_up w-00001/1, 0 in use"),
            ]
        });
        assert_eq!(told.addresses(), expected, "{code}");
    }
}

#[test]
fn an_enrollment_gives_up_after_half_an_hour_or_as_long_as_the_scenario_says() {
    holds(&["MDM-06"]);
    let outage = "condition.outage={ what = 'intune_outage', until = '+16m' }";
    let failed =
        |ends| format!("w-00001/1 +1m to {ends} on anc: intuneEnrollFailed in enroll_intune");
    assert_eq!(first_end(&[outage]), failed("+45m"), "though it ends a minute after it struck");
    assert_eq!(first_end(&[outage, "timing.enrollment_timeout=50m"]), failed("+1h5m"));
}

#[test]
fn every_cause_has_a_code_and_says_whether_a_retry_can_help() {
    holds(&["FAIL-01"]);
    let causes: Vec<_> = stage::causes().map(|(_, cause)| cause).collect();
    assert_eq!(causes.len(), 14);
    let not: Vec<_> = causes.iter().filter(|c| !c.retriable).map(|c| c.code).collect();
    assert_eq!(not, ["requestDisallowedByPolicy", "intuneEnroll_BlockedByEnrollmentRestriction"]);
}

#[test]
fn nothing_fails_that_nobody_asked_for() {
    holds(&["CON-24", "CON-25"]);
    let told = run(&[&[
        "subnet.cpc.prefix=10.0.0.0/23",
        "connection.anc.health_check={}",
        "wave.w={ group = 'all', users = 500, over = '4d' }",
        "horizon=5d",
    ]]);
    assert_eq!(told.measure("ready"), Some(500.0));
    assert_eq!(told.measure("ready_with_warnings"), Some(0.0));
    assert!(told.detail.attempts.iter().all(|row| row.attempt == 1 && row.cause.is_none()));
    assert!(told.checks().len() >= 19 && told.checks().iter().all(|row| row.ends_with(" passed")));
}
