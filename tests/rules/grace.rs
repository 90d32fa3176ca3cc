//! The grace period of a ready Cloud PC: what begins it, what ends it, what it leaves.

use std::collections::BTreeSet;

use crate::{FAR, holds, run, told::Told};

/// The only user's license is taken away an hour after the request.
const LEAVES: &str = "change.leaves={ what = 'remove_license', at = '+1h' }";
const TWENTY_DAYS: &str = "horizon=20d";
const READY: [&str; 2] = ["+1m provisioning", "+45m provisioned"];
const GRACE: &str = "+1h inGracePeriod";
const GONE: [&str; 2] = ["+7d1h deprovisioning", "+7d1h10m simDeleted"];
const HELD: &str = "+6m cpc held w-00001/1, 1 in use";

/// What becomes of the only user's Cloud PC after the loss of the license and these changes.
fn after(changes: &[&str]) -> Told {
    run(&[&[LEAVES, TWENTY_DAYS], changes])
}

#[test]
fn a_ready_cloud_pc_that_is_no_longer_targeted_enters_its_grace_period() {
    holds(&["LIC-11", "LIC-15", "TIME-05"]);
    let without_policy = [GONE[0], "+7d1h10m notProvisioned"];
    let table = [
        ("what = 'remove_license'", GONE),
        ("what = 'delete_user'", GONE),
        ("what = 'remove_from_group'", without_policy),
        ("what = 'unassign_policy', policy = 'all'", without_policy),
        ("what = 'unassign_policy', policy = 'all', group = 'all'", without_policy),
    ];
    for (what, then) in table {
        let told = run(&[&[TWENTY_DAYS, &format!("change.loss={{ {what}, at = '+1h' }}")]]);
        assert_eq!(told.statuses("w-00001"), [&READY[..], &[GRACE], &then].concat(), "{what}");
    }
}

#[test]
fn who_loses_it_when_the_last_stage_ends_is_ready_first() {
    holds(&["LIC-11", "CON-22"]);
    for at in ["+36m1s", "+44m59s", "+45m"] {
        let told = run(&[&[LEAVES, &format!("change.leaves.at={at}")]]);
        let expected = [READY[0], READY[1], "+45m inGracePeriod"];
        assert_eq!(told.statuses("w-00001"), expected, "{at}");
    }
}

#[test]
fn a_cloud_pc_whose_grace_period_ends_is_deleted_and_cleaned_up() {
    holds(&["LIC-11", "CLEAN-09", "IP-14", "TIME-05"]);
    let told = after(&[]);
    assert_eq!(told.addresses(), [HELD, "+7d4h cpc cleaned_up w-00001/1, 0 in use"]);
    assert_eq!(told.attempts(), ["w-00001/1 +1m to +45m on anc: ready"]);
    assert_eq!(told.cloud_pcs(), ["w-00001 simDeleted +45m"]);
    let slow = ["cleanup.after=5h", "loss.grace_period=2d", "timing.deprovisioning=25m"];
    let told = after(&slow);
    assert_eq!(told.statuses("w-00001")[3..], ["+2d1h deprovisioning", "+2d1h25m simDeleted"]);
    assert_eq!(told.addresses(), [HELD, "+2d6h cpc cleaned_up w-00001/1, 0 in use"]);
    let locked = after(&["condition.lock={ what = 'delete_lock', from = '+7d2h' }"]);
    assert_eq!(locked.addresses()[1], "+7d4h cpc leaked w-00001/1, 1 in use");
}

#[test]
fn what_is_repaired_within_seven_days_is_as_before() {
    holds(&["LIC-13", "IP-14"]);
    let table = [
        ("what = 'remove_license'", "what = 'give_license'"),
        ("what = 'remove_from_group'", "what = 'add_to_group'"),
        (
            "what = 'unassign_policy', policy = 'all'",
            "what = 'assign_policy', policy = 'all', group = 'all'",
        ),
    ];
    for (loss, repair) in table {
        let loss = format!("change.loss={{ {loss}, at = '+1h' }}");
        let repair = format!("change.repair={{ {repair}, at = '+7d59m59s' }}");
        let told = run(&[&[TWENTY_DAYS, &loss, &repair]]);
        let expected = [READY[0], READY[1], GRACE, "+7d59m59s provisioned"];
        assert_eq!(told.statuses("w-00001"), expected, "{repair}");
        assert_eq!(told.addresses(), [HELD], "{repair}");
        assert_eq!(told.attempts().len(), 1, "{repair}");
    }
    let back = "change.back={ what = 'give_license', at = '+3h' }";
    let warned = after(&[back, "warnings.diskAllocation=1"]);
    assert_eq!(warned.statuses("w-00001")[2..], [GRACE, "+3h provisionedWithWarnings"]);
}

#[test]
fn what_is_repaired_when_the_grace_period_ends_comes_too_late() {
    holds(&["LIC-13", "LIC-21", "CLEAN-09"]);
    let told = after(&["change.back={ what = 'give_license', at = '+7d1h' }"]);
    assert_eq!(
        told.statuses("w-00001")[2..],
        [
            GRACE,
            "+7d1h deprovisioning",
            "+7d1h10m notProvisioned",
            "+7d1h11m provisioning",
            "+7d1h55m provisioned",
        ]
    );
    assert_eq!(
        told.addresses(),
        [HELD, "+7d1h16m cpc held w-00001/2, 2 in use", "+7d4h cpc cleaned_up w-00001/1, 1 in use",]
    );
}

#[test]
fn only_what_was_lost_can_be_repaired_and_all_of_it_must_be() {
    holds(&["LIC-11", "LIC-13"]);
    let other = after(&["change.back={ what = 'add_to_group', at = '+3h' }"]);
    assert_eq!(other.statuses("w-00001")[2..], [GRACE, GONE[0], GONE[1]]);
    let second = "change.second={ what = 'remove_from_group', at = '+2h' }";
    let licensed = "change.licensed={ what = 'give_license', at = '+3h' }";
    let half = after(&[second, licensed]);
    let expected = [GRACE, GONE[0], "+7d1h10m notProvisioned"];
    assert_eq!(half.statuses("w-00001")[2..], expected, "the first loss began it");
    let whole = after(&[second, licensed, "change.back={ what = 'add_to_group', at = '+4h' }"]);
    assert_eq!(whole.statuses("w-00001")[2..], [GRACE, "+4h provisioned"]);
}

#[test]
fn a_second_grace_period_lasts_as_long_as_the_first() {
    holds(&["LIC-11", "LIC-13"]);
    let told = after(&[
        "change.back={ what = 'give_license', at = '+3d' }",
        "change.again={ what = 'remove_license', at = '+4d' }",
    ]);
    let expected = [
        GRACE,
        "+3d provisioned",
        "+4d inGracePeriod",
        "+11d deprovisioning",
        "+11d10m simDeleted",
    ];
    assert_eq!(told.statuses("w-00001")[2..], expected);
}

#[test]
fn an_admin_may_end_the_grace_period() {
    holds(&["LIC-13", "CLEAN-09"]);
    let told = after(&["change.ends={ what = 'end_grace', at = '+2h' }"]);
    assert_eq!(told.statuses("w-00001")[2..], [GRACE, "+2h deprovisioning", "+2h10m simDeleted"]);
    assert_eq!(told.addresses(), [HELD, "+5h cpc cleaned_up w-00001/1, 0 in use"]);
    let early = after(&["change.ends={ what = 'end_grace', at = '+59m' }"]);
    assert_eq!(early.statuses("w-00001")[2..], [GRACE, GONE[0], GONE[1]], "it has not begun");
}

#[test]
fn whom_another_policy_targets_gets_another_cloud_pc_in_the_end() {
    holds(&["LIC-08", "LIC-11"]);
    let other = "policy.other={ connections = ['far'], groups = ['all'] }";
    let unassigned = "change.u={ what = 'unassign_policy', policy = 'all', at = '+1h' }";
    let told = run(&[&FAR, &[TWENTY_DAYS, other, unassigned]]);
    assert_eq!(
        told.statuses("w-00001")[2..],
        [
            GRACE,
            "+7d1h deprovisioning",
            "+7d1h10m notProvisioned",
            "+7d1h11m provisioning",
            "+7d1h55m provisioned",
        ]
    );
    assert_eq!(told.attempts()[1], "w-00001/2 +7d1h11m to +7d1h55m on far: ready");
}

#[test]
fn each_user_may_have_a_lifetime_from_the_request() {
    holds(&["LIC-11"]);
    let wave = ["wave.w.users=2", "wave.w.over=30m"];
    let told = run(&[&wave, &["change.leaves={ what = 'remove_license', per_user = '2h' }"]]);
    assert_eq!(told.statuses("w-00001")[2], "+2h inGracePeriod");
    assert_eq!(told.statuses("w-00002")[2], "+2h15m inGracePeriod");
}

/// Who of ten users is in a grace period in the end.
fn leavers(change: &str) -> BTreeSet<String> {
    let leaves = format!("change.leaves={{ what = 'remove_license', {change} }}");
    let hosted = crate::HOSTED;
    let told = run(&[&[hosted, "wave.w.users=10", &leaves]]);
    let in_grace = told.detail.cloud_pcs.iter().filter(|row| row.status == "inGracePeriod");
    in_grace.map(|row| row.name.clone()).collect()
}

#[test]
fn who_leaves_among_few_leaves_among_more() {
    holds(&["LIC-11"]);
    let [three, five] = [3, 5].map(|n| leavers(&format!("at = '+1h', users = {n}")));
    assert_eq!((three.len(), five.len()), (3, 5));
    assert!(three.is_subset(&five), "{three:?} {five:?}");
    for (share, users) in [("0.24", 2), ("0.25", 3), ("0.349", 3), ("1", 10)] {
        let left = leavers(&format!("at = '+1h', share = {share}"));
        assert_eq!(left.len(), users, "{share} of ten");
        assert!(users > 3 || left.is_subset(&five), "{share}");
    }
    assert_eq!(leavers("at = '+44m', while = 'provisioned'").len(), 0);
    assert_eq!(leavers("at = '+46m', while = 'provisioned'").len(), 10);
}
