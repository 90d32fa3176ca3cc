//! The settings after core provisioning, whose failures are warnings.

use crate::{holds, run};

const ALL_FAIL: [&str; 7] = [
    "warnings.startMenuPowerIcons=1",
    "warnings.windowsReset=1",
    "warnings.localAdministrator=1",
    "warnings.teamsOptimization=1",
    "warnings.timeZoneRedirection=1",
    "warnings.diskAllocation=1",
    "warnings.highRiskPorts=1",
];

#[test]
fn seven_failed_settings_leave_a_ready_cloud_pc_with_seven_warnings_in_order() {
    holds(&["POST-01", "POST-02", "STEP-7", "STEP-8", "CON-11", "CON-17"]);
    let told = run(&[&ALL_FAIL, &["policy.all.local_admin=true"]]);
    assert_eq!(
        told.attempts(),
        ["w-00001/1 +1m to +45m on anc: ready without startMenuPowerIcons windowsReset \
          localAdministrator teamsOptimization timeZoneRedirection diskAllocation highRiskPorts"]
    );
    assert_eq!(told.cloud_pcs(), ["w-00001 provisionedWithWarnings +45m"]);
    assert_eq!(told.measure("failed"), Some(0.0));
    assert_eq!(told.measure("ready"), Some(1.0), "ready with warnings is ready");
    assert_eq!(told.measure("ready_with_warnings"), Some(1.0));
}

#[test]
fn each_setting_fails_alone() {
    holds(&["POST-02"]);
    for set in ALL_FAIL {
        let told = run(&[&[set, "policy.all.local_admin=true"]]);
        let code = set.trim_start_matches("warnings.").trim_end_matches("=1");
        assert_eq!(told.detail.cloud_pcs[0].warnings, [code]);
    }
}

#[test]
fn only_a_policy_that_makes_local_administrators_can_fail_to() {
    holds(&["POST-04", "PROV-05"]);
    let two_policies = [
        "group.admins={}",
        "policy.admins={ connections = ['anc'], groups = ['admins'], local_admin = true }",
        "wave.a={ group = 'admins', users = 1 }",
        "warnings.localAdministrator=1",
    ];
    assert_eq!(
        run(&[&two_policies]).cloud_pcs(),
        ["w-00001 provisioned +45m", "a-00001 provisionedWithWarnings +45m"]
    );
}

#[test]
fn nothing_applies_a_failed_setting_again() {
    holds(&["POST-03"]);
    let told = run(&[&["warnings.diskAllocation=1", "admin.retry_failed.after=1h", "horizon=20d"]]);
    assert_eq!(told.attempts(), ["w-00001/1 +1m to +45m on anc: ready without diskAllocation"]);
    assert_eq!(told.cloud_pcs(), ["w-00001 provisionedWithWarnings +45m"]);
}
