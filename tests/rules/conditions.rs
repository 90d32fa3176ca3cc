//! States of the environment and transient failures: where they strike, when they show.

use cloudpc_sim::provisioning::stage;

use crate::hybrid::{ONE_SITE, hybrid};
use crate::{holds, read, run};

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
        ("'missing_roles'", "CreateNic_ArmAuthorizationFailed in attach_network", "6m30s"),
        ("'resource_group_locked'", "simResourceGroupLocked in attach_network", "6m30s"),
        ("'resource_group_missing'", "CreateNic_ResourceGroupNotFound in attach_network", "6m30s"),
        (
            "'subscription_disabled'",
            "CreateNic_ReadOnlyDisabledSubscription in attach_network",
            "6m30s",
        ),
        ("'intune_tenant_moving'", "intuneEnroll_TenantUnderAccountMove in enroll_intune", "20m"),
        (
            "'intune_license_missing'",
            "intuneEnroll_InvalidIntuneSubscriptionOrLicense in enroll_intune",
            "20m",
        ),
        (
            "'mdm_discovery_url_wrong'",
            "intuneEnroll_MdmDiscoveryUrlMisconfigured in enroll_intune",
            "20m",
        ),
        ("'client_push'", "intuneEnroll_BlockedByGroupPolicyOrConfigMgr in enroll_intune", "20m"),
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

/// The ends of attempts in a table of what fails them: each ends alike.
fn three_alike(failure: &str, ends: [(&str, &str); 3]) -> Vec<String> {
    let row = |(n, (from, to))| format!("w-00001/{n} {from} to {to} on anc: {failure}");
    (1..).zip(ends).map(row).collect()
}

#[test]
fn azure_refuses_the_network_interface_under_a_code_for_each_reason() {
    holds(&["ANC-19", "CON-14", "STEP-3", "FAIL-02"]);
    let table = [
        ("azure_policy_deny", "requestDisallowedByPolicy"),
        ("missing_roles", "CreateNic_ArmAuthorizationFailed"),
        ("resource_group_locked", "simResourceGroupLocked"),
        ("resource_group_missing", "CreateNic_ResourceGroupNotFound"),
        ("subscription_disabled", "CreateNic_ReadOnlyDisabledSubscription"),
    ];
    let ends = [("+1m", "+7m30s"), ("+12m30s", "+19m"), ("+24m", "+30m30s")];
    for (what, code) in table {
        let condition = format!("condition.c={{ what = '{what}', connection = 'anc' }}");
        let told = run(&[&[&condition]]);
        assert_eq!(told.attempts(), three_alike(&format!("{code} in attach_network"), ends));
        assert_eq!(told.addresses(), [""; 0], "{what}: no address is taken");
        let stopped = run(&[&[&condition, "retry.non_retriable=stop"]]);
        assert_eq!(stopped.attempts().len(), 1, "{what}: no retry mends it");
    }
}

#[test]
fn an_image_at_fault_fails_every_attempt_under_its_own_code() {
    holds(&["CORE-07", "TIME-03", "FAIL-02"]);
    let table = [
        ("disk_too_large", "imageDiskSizeOverMatch"),
        ("not_supported", "imageNotSupportedFail"),
        ("no_tpm", "imageNotSupportTPM"),
        ("size_does_not_fit", "CpuOrRamNotFitImageOS"),
    ];
    let custom = ["policy.all.image=custom", "timing.custom_image=10m", "timing.join_failure=16m"];
    let fault = |fault: &str| format!("condition.c={{ what = 'image_fault', fault = '{fault}' }}");
    let ends = [("+1m", "+16m"), ("+21m", "+36m"), ("+41m", "+56m")];
    for (name, code) in table {
        let told = run(&[&custom, &[&fault(name)]]);
        assert_eq!(told.attempts(), three_alike(&format!("{code} in create_vm"), ends), "{name}");
        assert_eq!(hybrid(&[custom[0], custom[1], &fault(name)]).attempts(), told.attempts());
    }
    let joined = |stage| format!("domainJoin_AlreadyCloudDomainJoined in {stage}");
    let ends = [("+1m", "+36m"), ("+41m", "+1h16m"), ("+1h21m", "+1h56m")];
    let told = run(&[&custom, &[&fault("domain_joined")]]);
    assert_eq!(told.attempts(), three_alike(&joined("join_entra"), ends));
    let told = hybrid(&[custom[0], custom[1], &fault("domain_joined")]);
    assert_eq!(told.attempts(), three_alike(&joined("join_domain"), ends));
    assert!(read(&[&[&fault("no_tpm")]]).is_err(), "an image of the gallery has no fault");
}

#[test]
fn where_only_signed_scripts_run_every_deployment_times_out() {
    holds(&["CORE-06"]);
    let signed = "condition.c={ what = 'all_signed', connection = 'anc' }";
    // The policy applies once the machine is in the domain: each attempt has its address by then.
    let ends = [("+1m", "+1h10m"), ("+1h15m", "+2h24m"), ("+2h29m", "+3h38m")];
    let failure = "simVmDeploymentTimeout in join_domain";
    assert_eq!(hybrid(&[signed]).attempts(), three_alike(failure, ends));
    let everywhere = run(&[&["condition.c.what=all_signed"]]);
    let ready = ["w-00001/1 +1m to +45m on anc: ready"];
    assert_eq!(everywhere.attempts(), ready, "it has no domain whose policies would apply");
}

#[test]
fn a_client_that_is_pushed_fails_enrollment() {
    holds(&["FAIL-04", "MDM-02"]);
    let pushed = "condition.c={ what = 'client_push', connection = 'anc' }";
    let ends = [("+1m", "+1h58m"), ("+2h3m", "+3h58m"), ("+4h3m", "+5h58m")];
    let failure = "intuneEnroll_BlockedByGroupPolicyOrConfigMgr in enroll_intune";
    let told = hybrid(&[pushed]);
    let found = told.attempts();
    assert_eq!(found[0], three_alike(failure, ends)[0]);
    assert!(found.len() == 3 && found.iter().all(|row| row.ends_with(failure)), "{found:?}");
    let two = [
        "connection.other={ join = 'hybrid', subnet = 'cpc' }",
        "connection.other.health_check={ interval = '30d', phase = '29d' }",
        "policy.all.connections=['other']",
    ];
    let elsewhere = hybrid(&[pushed, two[0], two[1], two[2]]);
    assert!(elsewhere.attempts()[0].ends_with(" on other: ready"));
}

#[test]
fn the_admin_repairs_what_has_failed_an_attempt_or_a_check_and_nothing_else() {
    holds(&["COND-02"]);
    let wrong = "condition.c.what=join_credentials_wrong";
    let repairs = |sets: &[&str]| {
        let told = hybrid(&[&[ONE_SITE, wrong, "admin.repair.after=34m"], sets].concat());
        let repairs = told.detail.repairs.iter().map(|(at, name)| format!("{name} {at}"));
        (repairs.collect::<Vec<_>>(), told.attempts())
    };
    // The first attempt fails at +26m, and the third joins at +1h10m.
    let refused = "on anc: domainJoin_AccountNameOrPasswordIncorrect in join_domain";
    let (repaired, attempts) = repairs(&[]);
    assert_eq!(repaired, ["c +1h"]);
    let ends = [
        format!("w-00001/1 +1m to +26m {refused}"),
        format!("w-00001/2 +31m to +56m {refused}"),
        "w-00001/3 +1h1m to +2h52m on anc: ready".into(),
    ];
    assert_eq!(attempts, ends);
    let nobody = "group.all.licenses_per_user=0";
    assert_eq!(repairs(&[nobody]).0, [""; 0], "nobody has noticed");
    let check = "connection.anc.health_check={ phase = '1h' }";
    assert_eq!(repairs(&[nobody, check]).0, ["c +2h4m"], "the check ends at +1h30m");
    let over = "condition.c.until=+20m";
    let (repaired, attempts) = repairs(&[over, "admin.repair.after=1m"]);
    assert_eq!((repaired.len(), attempts.len()), (1, 2), "it was over before the second");
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
        ("intuneEnroll_BlockedByGroupPolicyOrConfigMgr", "enroll_intune", "+21m"),
    ];
    let met = stage::Stage::route(stage::Join::Entra);
    let dice = stage::causes()
        .filter(|(stage, cause)| cause.origin == stage::Origin::Dice && met.contains(stage));
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
    assert_eq!(causes.len(), 39);
    let not = causes.iter().filter(|cause| !cause.retriable).map(|cause| cause.code);
    assert_eq!(
        not.collect::<Vec<_>>(),
        [
            "userNotFound",
            "simPolicyNotFound",
            "imageDiskSizeOverMatch",
            "CpuOrRamNotFitImageOS",
            "imageNotSupportTPM",
            "imageNotSupportedFail",
            "requestDisallowedByPolicy",
            "CreateNic_ArmAuthorizationFailed",
            "CreateNic_ResourceGroupNotFound",
            "CreateNic_ReadOnlyDisabledSubscription",
            "simResourceGroupLocked",
            "domainJoin_AccountQuotaExceeded",
            "domainJoin_AccountNameOrPasswordIncorrect",
            "domainJoin_AccountDisabled",
            "domainJoin_AlreadyCloudDomainJoined",
            "simScpMissing",
            "intuneEnroll_BlockedByEnrollmentRestriction",
            "intuneEnroll_InvalidIntuneSubscriptionOrLicense",
            "intuneEnroll_MdmDiscoveryUrlMisconfigured",
        ]
    );
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
