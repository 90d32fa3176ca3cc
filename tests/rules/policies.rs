//! Policies that are assigned, edited and deleted while users come and go.

use crate::{BLOCKED_AT_FIRST, FAR, holds, read, refused, run};

/// A second policy, which brings users elsewhere; its name comes first, its assignment does not.
const AWAY: &str = "policy.aaa={ connections = ['far'], groups = ['all'] }";
const UNASSIGNED: &str = "policy.aaa={ connections = ['far'], groups = [] }";

#[test]
fn of_several_policies_the_first_assigned_one_is_honored() {
    holds(&["LIC-08"]);
    let told = run(&[&FAR, &[AWAY]]);
    assert_eq!(told.attempts(), ["w-00001/1 +1m to +45m on anc: ready"], "not the first by name");
    // No policy targets the group at first; then the last of the scenario does, then the first.
    let late = [
        UNASSIGNED,
        "group.late={}",
        "wave.l={ group = 'late', users = 1, at = '+1h' }",
        "change.second={ what = 'assign_policy', policy = 'all', group = 'late', at = '+20m' }",
        "change.first={ what = 'assign_policy', policy = 'aaa', group = 'late', at = '+10m' }",
    ];
    assert_eq!(run(&[&FAR, &late]).attempts()[1], "l-00001/1 +1h1m to +1h45m on far: ready");
    let gone = "change.gone={ what = 'unassign_policy', policy = 'aaa', at = '+30m' }";
    let told = run(&[&FAR, &late, &[gone]]);
    assert_eq!(told.attempts()[1], "l-00001/1 +1h1m to +1h45m on anc: ready");
    let back =
        "change.back={ what = 'assign_policy', policy = 'aaa', group = 'late', at = '+40m' }";
    let told = run(&[&FAR, &late, &[gone, back]]);
    assert_eq!(told.attempts()[1], "l-00001/1 +1h1m to +1h45m on anc: ready", "it is second now");
}

#[test]
fn all_licenses_of_a_user_are_served_by_one_policy() {
    holds(&["LIC-01", "PROV-02", "LIC-08"]);
    let told = run(&[&FAR, &[AWAY, "group.all.licenses_per_user=2"]]);
    assert_eq!(
        told.attempts(),
        ["w-00001-1/1 +1m to +45m on anc: ready", "w-00001-2/1 +1m to +45m on anc: ready"]
    );
    let leaves = "change.leaves={ what = 'remove_license', at = '+1h' }";
    let told = run(&[&["group.all.licenses_per_user=2", leaves]]);
    assert_eq!(told.statuses("w-00001-1")[2], "+1h inGracePeriod");
    assert_eq!(told.statuses("w-00001-2")[2], "+1h inGracePeriod");
}

#[test]
fn a_user_who_is_added_later_gets_a_cloud_pc_too() {
    holds(&["PROV-01", "LIC-03", "LIC-05"]);
    let told = run(&[&["wave.b={ group = 'all', users = 1, at = '+3h' }"]]);
    assert_eq!(told.attempts()[1], "b-00001/1 +3h1m to +3h45m on anc: ready");
    let out = "change.out={ what = 'remove_from_group', at = '+30s' }";
    let back = "change.back={ what = 'add_to_group', at = '+2h' }";
    assert_eq!(run(&[&[out]]).attempts(), [""; 0]);
    assert_eq!(run(&[&[out, back]]).attempts(), ["w-00001/1 +2h1m to +2h45m on anc: ready"]);
}

#[test]
fn a_policy_that_is_assigned_later_serves_who_is_there_and_who_comes() {
    holds(&["PROV-01", "PROV-03", "LIC-08"]);
    let group = "group.late={}";
    let two = "wave.l={ group = 'late', users = 2, over = '4h' }";
    let assigned =
        "change.a={ what = 'assign_policy', policy = 'all', group = 'late', at = '+1h' }";
    let told = run(&[&[group, two, assigned]]);
    assert_eq!(told.statuses("l-00001"), ["+1h1m provisioning", "+1h45m provisioned"]);
    assert_eq!(told.statuses("l-00002"), ["+2h1m provisioning", "+2h45m provisioned"]);
    let between = run(&[&[group, two, assigned, "change.a.at=+20s"]]);
    assert_eq!(between.statuses("l-00001")[0], "+1m20s provisioning");
    let licensed = ["group.late.licensing=group", "timing.group_licensing=90m"];
    let told = run(&[&[group, two, assigned], &licensed]);
    assert_eq!(told.statuses("l-00001")[0], "+1h31m provisioning", "the license comes last");
    assert_eq!(told.statuses("l-00002")[0], "+3h31m provisioning");
}

#[test]
fn an_edited_policy_leaves_existing_cloud_pcs_as_they_are() {
    holds(&["LIC-09", "LIC-21", "STATUS-01"]);
    let edit = "change.edit={ what = 'edit_policy', policy = 'all', connections = ['far'], \
                at = '+2h' }";
    let later = "wave.b={ group = 'all', users = 1, at = '+3h' }";
    let told = run(&[&FAR, &[edit, later]]);
    assert_eq!(told.statuses("w-00001"), ["+1m provisioning", "+45m provisioned"]);
    assert_eq!(
        told.attempts(),
        ["w-00001/1 +1m to +45m on anc: ready", "b-00001/1 +3h1m to +3h45m on far: ready"]
    );
}

#[test]
fn an_attempt_keeps_what_it_read_and_the_next_one_reads_again() {
    holds(&["LIC-09"]);
    let edit = "change.edit={ what = 'edit_policy', policy = 'all', connections = ['far'], \
                image = 'custom', at = '+5m' }";
    let image = "timing.custom_image=10m";
    let told = run(&[&FAR, &[edit, image, BLOCKED_AT_FIRST]]);
    assert_eq!(
        told.attempts(),
        [
            "w-00001/1 +1m to +15m on anc: endpointCheckFailed in join_entra",
            "w-00001/2 +20m to +1h14m on far: ready",
        ]
    );
    let good = run(&[&FAR, &[edit, image]]);
    assert_eq!(good.attempts(), ["w-00001/1 +1m to +45m on anc: ready"]);
    let twice = "change.twice={ what = 'edit_policy', policy = 'all', image = 'gallery', \
                 at = '+6m' }";
    let told = run(&[&FAR, &[edit, twice, image, BLOCKED_AT_FIRST]]);
    assert_eq!(told.attempts()[1], "w-00001/2 +20m to +1h4m on far: ready", "both edits count");
}

#[test]
fn a_policy_is_deleted_only_while_no_group_is_assigned_to_it() {
    holds(&["LIC-10", "CON-09"]);
    let delete = "change.d={ what = 'delete_policy', policy = 'all', at = '+7m' }";
    let unassign =
        |at: &str| format!("change.u={{ what = 'unassign_policy', policy = 'all', at = '{at}' }}");
    let why = "[policy.all] cannot be deleted yet";
    assert!(refused(&[&[delete]]).contains(why));
    assert!(refused(&[&[delete, &unassign("+7m1s")]]).contains(why));
    assert!(read(&[&[delete, &unassign("+6m59s")]]).is_ok());
    let from_one = "change.u={ what = 'unassign_policy', policy = 'all', group = 'all', \
                    at = '+1m30s' }";
    let two = ["group.late={}", "policy.all.groups=['all', 'late']"];
    assert!(refused(&[&two, &[delete, from_one]]).contains("assigned to `late`"));
    let told = run(&[&[delete, &unassign("+6m59s"), "retry.attempts=1"]]);
    assert_eq!(
        told.attempts(),
        ["w-00001/1 +1m to +10m on anc: simPolicyNotFound in join_entra"],
        "to unassign it is enough"
    );
    let again = "change.a={ what = 'assign_policy', policy = 'all', group = 'all', at = '+8m' }";
    assert!(refused(&[&[delete, &unassign("+6m"), again]]).contains("gone by then"));
}
