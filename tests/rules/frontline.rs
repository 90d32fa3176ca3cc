//! Frontline licenses, which belong to the tenant and not to users.

use crate::{FAR, holds, refused, run, told::Told};

const DEDICATED: &str = "license.fl={ available = 1, kind = 'frontline_dedicated' }";
const SHARED: &str = "license.fl={ available = 2, kind = 'frontline_shared' }";
const OF_THE_GROUP: &str = "group.all.license=fl";

/// So many users, with this license.
fn run_with(license: &str, users: u32, sets: &[&str]) -> Told {
    let users = format!("wave.w.users={users}");
    run(&[&[license, OF_THE_GROUP, "horizon=20d", &users], sets])
}

fn lines(statuses: &[&str]) -> Vec<String> {
    statuses.iter().zip(1..).map(|(status, n)| format!("w-0000{n} {status}")).collect()
}

#[test]
fn a_dedicated_license_is_good_for_three_cloud_pcs_and_a_shared_one_for_one() {
    holds(&["FL-01", "FL-02"]);
    let [ready, none] = ["provisioned +45m", "notProvisioned"];
    let dedicated = run_with(DEDICATED, 4, &[]);
    assert_eq!(dedicated.cloud_pcs(), lines(&[ready, ready, ready, none]));
    assert_eq!(dedicated.statuses("w-00004"), [""; 0], "not even Pending");
    let shared = run_with(SHARED, 3, &[]);
    assert_eq!(shared.cloud_pcs(), lines(&[ready, ready, none]));
    let enterprise = run_with("license.fl={ available = 1 }", 2, &[]);
    assert_eq!(enterprise.cloud_pcs(), lines(&[ready, "pendingProvision"]));
}

#[test]
fn a_dedicated_cloud_pc_keeps_its_address_though_only_one_is_in_use() {
    holds(&["IP-15", "FL-01"]);
    let told = run_with(DEDICATED, 3, &[]);
    assert_eq!(
        told.addresses(),
        [
            "+6m cpc held w-00001/1, 1 in use",
            "+6m cpc held w-00002/1, 2 in use",
            "+6m cpc held w-00003/1, 3 in use",
        ],
        "for twenty days"
    );
}

#[test]
fn who_leaves_the_group_has_a_grace_period_in_dedicated_mode_only() {
    holds(&["FL-05"]);
    let leaves = "change.leaves={ what = 'remove_from_group', at = '+1h' }";
    let dedicated = run_with(DEDICATED, 1, &[leaves]);
    assert_eq!(dedicated.statuses("w-00001")[2..4], ["+1h inGracePeriod", "+7d1h deprovisioning"]);
    let shared = run_with(SHARED, 1, &[leaves]);
    assert_eq!(shared.statuses("w-00001").len(), 2, "the Cloud PC is there for the others");
    let unassigned = "change.leaves={ what = 'unassign_policy', policy = 'all', at = '+1h' }";
    let shared = run_with(SHARED, 1, &[unassigned]);
    assert_eq!(shared.statuses("w-00001")[2..], ["+1h deprovisioning", "+1h10m notProvisioned"]);
    assert_eq!(shared.addresses()[1], "+4h cpc cleaned_up w-00001/1, 0 in use");
}

#[test]
fn a_shared_cloud_pc_keeps_its_license_though_a_user_loses_it() {
    holds(&["FL-01", "CON-26"]);
    let fails = "condition.blocked={ what = 'endpoint_blocked', until = '+1h' }";
    let leaves = "change.leaves={ what = 'remove_license', wave = 'w', at = '+2h' }";
    let others = "wave.b={ group = 'all', users = 2, at = '+90m' }";
    let told = run_with(SHARED, 1, &[fails, leaves, others]);
    assert_eq!(told.statuses("b-00001")[0], "+1h31m provisioning");
    assert_eq!(told.statuses("b-00002"), [""; 0]);
    let retry = "change.retry={ what = 'retry', wave = 'w', at = '+3h' }";
    let told = run_with(SHARED, 1, &[fails, leaves, others, retry]);
    assert_eq!(told.statuses("w-00001")[1..3], ["+53m failed", "+3h provisioning"]);
    assert_eq!(told.attempts()[4], "w-00001/4 +3h to +3h44m on anc: ready");
}

#[test]
fn who_got_none_gets_one_when_another_has_gone() {
    holds(&["FL-02", "FL-05"]);
    let leaves = "change.leaves={ what = 'remove_from_group', wave = 'w', at = '+2h' }";
    let two = "wave.b={ group = 'all', users = 3, at = '+1h' }";
    let told = run_with(DEDICATED, 1, &[leaves, two]);
    assert_eq!(told.statuses("b-00002")[0], "+1h1m provisioning");
    assert_eq!(told.statuses("b-00003")[0], "+7d2h1m provisioning");
}

#[test]
fn over_the_limit_nobody_is_provisioned_until_there_are_fewer() {
    holds(&["FL-06"]);
    let told = run_with(
        DEDICATED,
        2,
        &[
            "license.fl.available=2",
            "loss.grace_period=1h",
            "wave.x={ group = 'all', users = 1 }",
            "wave.y={ group = 'all', users = 1 }",
            "wave.b={ group = 'all', users = 1, at = '+2h' }",
            // Four are there when only three may be.
            "change.fewer={ what = 'set_licenses', license = 'fl', available = 1, at = '+1h' }",
            "change.x={ what = 'remove_license', wave = 'x', at = '+3h' }",
            "change.y={ what = 'remove_license', wave = 'y', at = '+5h' }",
        ],
    );
    assert_eq!(told.statuses("w-00001").len(), 2, "nobody loses a Cloud PC");
    assert_eq!(told.statuses("x-00001")[3], "+4h deprovisioning");
    assert_eq!(told.statuses("b-00001")[0], "+6h1m provisioning", "three were as many as may be");
}

#[test]
fn frontline_cloud_pcs_are_neither_resized_nor_moved() {
    holds(&["FL-08", "LIC-19"]);
    let resize = "change.c={ what = 'resize', at = '+2h' }";
    let moved = "change.c={ what = 'move', to_connection = 'far', at = '+2h' }";
    for license in [DEDICATED, SHARED] {
        let said = refused(&[&[license, OF_THE_GROUP, resize]]);
        assert!(said.contains("Frontline Cloud PCs cannot be resized"), "{said}");
        let said = refused(&[&FAR, &[license, OF_THE_GROUP, moved]]);
        assert!(said.contains("Frontline Cloud PCs cannot be moved"), "{said}");
        let said = refused(&[&[license, resize, "change.c.to=fl"]]);
        assert!(said.contains("nothing can be resized to a Frontline license"), "{said}");
    }
}
