//! What a health check finds, when it looks, and which results leave a connection usable.

use cloudpc_sim::provisioning::condition::kind::Key;
use cloudpc_sim::provisioning::condition::table::KINDS;
use cloudpc_sim::provisioning::network::health_check::CHECKS;

use crate::{holds, run, told::Told};

/// A check from +1h to +1h30m that meets these conditions, and a user who comes at +2h, when
/// they are over.
fn checked(conditions: &[String]) -> Told {
    let conditions: Vec<&str> = conditions.iter().map(String::as_str).collect();
    let check = "connection.anc.health_check={ phase = '1h' }";
    run(&[&conditions, &[check, "connection.anc.region=weu", "wave.w.at=+2h", "retry.attempts=1"]])
}

fn condition(name: &str, what: &str) -> String {
    format!("condition.{name}={{ what = {what}, until = '+1h1m' }}")
}

fn check_fails(check: &str) -> String {
    condition(check, &format!("'health_check_fails', check = '{check}'"))
}

const READY: &str = "w-00001/1 +2h1m to +2h45m on anc: ready";
const BLOCKED: &str = "w-00001/1 +2h1m to +2h1m on none: canaryCheckUnpass in gate";

#[test]
fn a_check_finds_what_is_wrong_under_its_published_name() {
    holds(&["ANC-06", "ANC-11", "ANC-12", "ANC-16", "FAIL-01", "CON-08"]);
    let table = [
        ("'azure_policy_deny'", "failed resourceAvailabilityCheckAzurePolicyViolation"),
        ("'no_address', subnet = 'cpc'", "failed resourceAvailabilityCheckNoSubnetIP"),
        ("'endpoint_blocked'", "failed endpointConnectivityCheckCloudPcUrlNotAllowListed"),
        (
            "'endpoint_blocked', endpoint = 'intune'",
            "failed endpointConnectivityCheckIntuneUrlNotAllowListed",
        ),
        (
            "'intune_restriction'",
            "failed resourceAvailabilityCheckIntuneDefaultWindowsRestrictionViolation",
        ),
        (
            "'intune_restriction', restriction = 'custom'",
            "warning resourceAvailabilityCheckIntuneCustomWindowsRestrictionViolation",
        ),
        ("'missing_roles'", "failed permissionCheckNoWindows365NetworkInterfaceContributorRole"),
        (
            "'resource_group_locked'",
            "failed resourceAvailabilityCheckResourceGroupLockedForReadonly",
        ),
        ("'resource_group_missing'", "failed resourceAvailabilityCheckResourceGroupInvalid"),
        ("'subscription_disabled'", "failed resourceAvailabilityCheckSubscriptionDisabled"),
        ("'intune_tenant_moving'", "passed"),
        ("'intune_license_missing'", "passed"),
        ("'mdm_discovery_url_wrong'", "passed"),
        ("'client_push'", "passed"),
        ("'region_without_capacity', region = 'weu'", "passed"),
        ("'intune_outage'", "passed"),
        ("'delete_lock'", "passed"),
    ];
    for (what, found) in table {
        let told = checked(&[condition("c", what)]);
        assert_eq!(told.checks()[0], format!("+1h30m anc {found}"), "{what}");
        let usable = !found.starts_with("failed");
        assert_eq!(told.attempts(), [if usable { READY } else { BLOCKED }], "{what}");
    }
}

#[test]
fn only_a_failed_check_closes_a_connection_a_warning_or_information_does_not() {
    holds(&["ANC-11", "ANC-12", "HC-01", "CON-07"]);
    let table = [
        ("device_sync", "warning"),
        ("intune_custom_restriction", "warning"),
        ("language_pack", "warning"),
        ("udp_connection", "warning"),
        ("single_sign_on", "informational"),
    ];
    for check in CHECKS.each_ref().map(|check| check.name) {
        let mild = table.iter().find(|(name, _)| *name == check).map(|(_, health)| *health);
        let told = checked(&[check_fails(check)]);
        let found = format!("+1h30m anc {} simDeclaredByScenario", mild.unwrap_or("failed"));
        assert_eq!(told.checks()[0], found, "{check}");
        let then = if mild.is_some() { READY } else { BLOCKED };
        assert_eq!(told.attempts(), [then], "{check}");
    }
}

#[test]
fn the_worst_result_of_a_check_decides() {
    holds(&["HC-01"]);
    let table = [
        (["single_sign_on", "device_sync"], "warning"),
        (["device_sync", "single_sign_on"], "warning"),
        (["device_sync", "dns"], "failed"),
        (["dns", "single_sign_on"], "failed"),
    ];
    for (checks, health) in table {
        let told = checked(&checks.map(check_fails));
        assert!(told.checks()[0].starts_with(&format!("+1h30m anc {health} ")), "{checks:?}");
    }
}

#[test]
fn a_check_tells_each_finding_once() {
    holds(&["ANC-06"]);
    let blocked = |name| condition(name, "'endpoint_blocked'");
    let told = checked(&[blocked("a"), condition("p", "'azure_policy_deny'"), blocked("b")]);
    assert_eq!(
        told.checks()[0],
        "+1h30m anc failed endpointConnectivityCheckCloudPcUrlNotAllowListed \
         resourceAvailabilityCheckAzurePolicyViolation"
    );
}

#[test]
fn a_check_looks_when_it_starts_and_counts_when_it_ends() {
    holds(&["HC-02", "COND-01"]);
    let table = [
        ("+0s", "+1h", "passed"),
        ("+0s", "+1h1ms", "failed"),
        ("+1h", "+1h1ms", "failed"),
        ("+1h1ms", "+1h31m", "passed"),
    ];
    for (from, until, health) in table {
        let dns = "condition.dns={ what = 'health_check_fails', check = 'dns' }";
        let (from, until) =
            (format!("condition.dns.from={from}"), format!("condition.dns.until={until}"));
        let told = checked(&[dns.into(), from.clone(), until]);
        assert!(told.checks()[0].starts_with(&format!("+1h30m anc {health}")), "{from}");
    }
}

#[test]
fn what_ails_the_domain_leaves_a_microsoft_entra_join_alone() {
    holds(&["ANC-16"]);
    for kind in KINDS.iter().filter(|kind| kind.hybrid && kind.keys == [Key::Connection]) {
        let ails = condition("c", &format!("'{}'", kind.word));
        let told = checked(&[ails]);
        assert_eq!(told.checks()[0], "+1h30m anc passed", "{}", kind.word);
        assert_eq!(told.attempts(), [READY], "{}", kind.word);
        let forever = format!("condition.c={{ what = '{}' }}", kind.word);
        let told = run(&[&[&forever]]);
        assert_eq!(told.attempts(), ["w-00001/1 +1m to +45m on anc: ready"], "{}", kind.word);
    }
}

#[test]
fn a_check_may_fail_for_no_lasting_reason() {
    holds(&["CON-25", "ANC-12"]);
    let flaky = "connection.anc.health_check={ phase = '1h', failure = 1 }";
    let told = run(&[&[flaky, "wave.w.at=+2h", "horizon=3h", "retry.attempts=1"]]);
    assert_eq!(told.checks(), ["+1h30m anc failed internalServerUnknownError"]);
    assert_eq!(told.attempts(), [BLOCKED]);
}
