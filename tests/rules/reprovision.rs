//! Cloud PCs that an admin reprovisions.

use crate::{FAR, ONE_ADDRESS, holds, refused, run};

const AGAIN: &str = "change.again={ what = 'reprovision', at = '+2h' }";
const EDIT: &str =
    "change.edit={ what = 'edit_policy', policy = 'all', connections = ['far'], at = '+1h' }";
const READY: [&str; 2] = ["+1m provisioning", "+45m provisioned"];

#[test]
fn a_reprovisioned_cloud_pc_is_created_anew_by_the_policy_of_now() {
    holds(&["LIC-09", "LIC-21", "IP-11"]);
    let told = run(&[&FAR, &[EDIT, AGAIN]]);
    assert_eq!(
        told.statuses("w-00001")[1..],
        ["+45m provisioned", "+2h provisioning", "+2h44m provisioned"]
    );
    assert_eq!(
        told.attempts(),
        ["w-00001/1 +1m to +45m on anc: ready", "w-00001/2 +2h to +2h44m on far: ready"]
    );
    assert_eq!(
        told.addresses(),
        [
            "+6m cpc held w-00001/1, 1 in use",
            "+2h5m far held w-00001/2, 1 in use",
            "+5h cpc cleaned_up w-00001/1, 0 in use",
        ]
    );
}

#[test]
fn reprovisioning_takes_two_addresses_until_clean_up() {
    holds(&["IP-11", "LIC-21"]);
    let two = [
        "+6m cpc held w-00001/1, 1 in use",
        "+2h5m cpc held w-00001/2, 2 in use",
        "+5h cpc cleaned_up w-00001/1, 1 in use",
    ];
    assert_eq!(run(&[&[AGAIN]]).addresses(), two);
    assert_eq!(run(&[&[AGAIN, "cleanup.clock=after_final"]]).addresses(), two);
    let full = run(&[&ONE_ADDRESS, &[AGAIN]]);
    assert_eq!(
        full.addresses()[1..],
        [
            "+2h5m cpc denied w-00001/2, 1 in use",
            "+2h16m30s cpc denied w-00001/3, 1 in use",
            "+2h28m cpc denied w-00001/4, 1 in use",
            "+5h cpc cleaned_up w-00001/1, 0 in use",
        ]
    );
    assert_eq!(full.cloud_pcs(), ["w-00001 failed +45m"], "what it had is gone all the same");
}

#[test]
fn a_failed_cloud_pc_can_be_reprovisioned() {
    holds(&["RETRY-05", "LIC-21"]);
    let fails = "condition.blocked={ what = 'endpoint_blocked', until = '+1h' }";
    let told = run(&[&[fails, AGAIN]]);
    assert_eq!(told.attempts().len(), 4);
    assert_eq!(told.attempts()[3], "w-00001/4 +2h to +2h44m on anc: ready");
    assert_eq!(
        told.statuses("w-00001")[1..],
        ["+53m failed", "+2h provisioning", "+2h44m provisioned",]
    );
    // The admin does not wait for the retry that is due at +4h53m, which then is none.
    let due = run(&[&[fails, AGAIN, "admin.retry_failed.after=4h"]]);
    assert_eq!(due.attempts(), told.attempts());
    let by_hand = run(&[&[fails, "change.again={ what = 'retry', at = '+2h' }"]]);
    assert_eq!(by_hand.attempts(), told.attempts());
    let both = ["admin.retry_failed.after=4h", "change.retry={ what = 'retry', at = '+2h' }"];
    assert_eq!(run(&[&[fails, AGAIN], &both]).attempts(), told.attempts(), "once, not twice");
}

#[test]
fn the_policy_that_targets_the_user_now_counts_for_a_failed_one_too() {
    holds(&["LIC-21", "LIC-08"]);
    let fails = "condition.blocked={ what = 'endpoint_blocked', until = '+1h' }";
    let other = "policy.other={ connections = ['far'], groups = ['all'] }";
    let out = "change.out={ what = 'unassign_policy', policy = 'all', at = '+90m' }";
    let told = run(&[&FAR, &[fails, other, out, AGAIN]]);
    assert_eq!(told.attempts()[3], "w-00001/4 +2h to +2h44m on far: ready");
    let nobody = run(&[&[fails, out, AGAIN, "retry.attempts=1"]]);
    assert_eq!(nobody.attempts()[1], "w-00001/2 +2h to +2h on none: simPolicyNotFound in gate");
}

#[test]
fn only_a_failed_or_provisioned_cloud_pc_is_reprovisioned() {
    holds(&["LIC-21"]);
    let during = run(&[&[AGAIN, "change.again.at=+30m"]]);
    assert_eq!(during.statuses("w-00001"), READY);
    let leaves = "change.leaves={ what = 'remove_license', at = '+1h' }";
    let in_grace = run(&[&[AGAIN, leaves]]);
    assert_eq!(in_grace.statuses("w-00001")[2..], ["+1h inGracePeriod"]);
    let pending = run(&[&[AGAIN, "licenses.available=0"]]);
    assert_eq!(pending.statuses("w-00001"), ["+1m pendingProvision"]);
    let never = "change.again={ what = 'reprovision', at = '+2h', while = 'inGracePeriod' }";
    assert!(refused(&[&[never]]).contains("`reprovision` does nothing while `inGracePeriod`"));
}

#[test]
fn who_loses_the_license_just_when_reprovisioned_fails_at_the_gate() {
    holds(&["LIC-12", "LIC-21"]);
    let leaves = "change.leaves={ what = 'remove_license', at = '+2h' }";
    let told = run(&[&[AGAIN, leaves, "retry.attempts=1"]]);
    assert_eq!(told.attempts()[1], "w-00001/2 +2h to +2h on none: licenseNotFound in gate");
    assert_eq!(told.statuses("w-00001")[2..], ["+2h provisioning", "+2h failed"]);
}

#[test]
fn after_a_failed_setting_the_admin_reprovisions() {
    holds(&["CON-10", "RETRY-05"]);
    let warned = "warnings.diskAllocation=1";
    let those = "change.again={ what = 'reprovision', while = 'provisionedWithWarnings', \
                 at = '+2h' }";
    let told = run(&[&[warned, those]]);
    assert_eq!(
        told.statuses("w-00001")[1..],
        ["+45m provisionedWithWarnings", "+2h provisioning", "+2h44m provisionedWithWarnings",]
    );
    assert_eq!(run(&[&[those]]).statuses("w-00001"), READY);
    let retry = "change.again={ what = 'retry', at = '+2h' }";
    assert_eq!(run(&[&[warned, retry]]).attempts().len(), 1, "there is no retry of it");
    let said = refused(&[&[warned, those, "change.again.what=retry"]]);
    assert!(said.contains("`retry` does nothing while `provisionedWithWarnings`"), "{said}");
}
