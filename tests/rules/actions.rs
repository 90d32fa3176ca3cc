//! What admins do to Cloud PCs that are ready: resize and move them.

use crate::defaults::stand;
use crate::{FAR, HOSTED, holds, read, refused, run, told::Told};

const READY: [&str; 2] = ["+1m provisioning", "+45m provisioned"];
const HELD: &str = "+6m cpc held w-00001/1, 1 in use";
const BIG: &str = "license.big={ available = 1 }";
const RESIZED: &str = "change.resized={ what = 'resize', to = 'big', at = '+2h' }";
const SEVENTEEN: &str = "timing.resizing=17m";

/// What becomes of a resize at +2h.
fn resized(sets: &[&str]) -> Told {
    run(&[&[BIG, RESIZED, SEVENTEEN, "horizon=20d"], sets])
}

#[test]
fn a_resize_keeps_its_user_out_and_its_network_interface() {
    holds(&["LIC-19", "IP-12", "TIME-04"]);
    let told = resized(&[]);
    assert_eq!(told.statuses("w-00001")[2..], ["+2h resizing", "+2h17m provisioned"]);
    assert_eq!(told.addresses(), [HELD]);
    assert_eq!(told.attempts().len(), 1);
    let warned = resized(&["warnings.diskAllocation=1"]);
    assert_eq!(warned.statuses("w-00001")[3], "+2h17m provisionedWithWarnings");
    let law = r#"{ dist = "uniform", min = "15m", max = "20m" }"#;
    stand("entra", &[("timing.resizing", law, "TIME-04")]);
    let many = run(&[&[HOSTED, "wave.w.users=40", "change.r={ what = 'resize', at = '+2h' }"]]);
    let ends = many.detail.statuses.iter().rev().take(40);
    let ends: Vec<u64> = ends.map(|row| row.at.ms() / 1_000 - 7_200).collect();
    assert!(ends.iter().all(|s| (900..=1_200).contains(s)), "{ends:?}");
    assert!(ends[0] - ends[39] > 240, "they spread: {ends:?}");
}

#[test]
fn a_resize_needs_a_free_license_and_may_be_repeated() {
    holds(&["LIC-19"]);
    let none = "license.big.available=0";
    assert_eq!(resized(&[none]).statuses("w-00001"), READY);
    let bought = [
        "change.buys={ what = 'set_licenses', license = 'big', available = 1, at = '+3h' }",
        "change.again={ what = 'resize', to = 'big', at = '+4h' }",
    ];
    let told = resized(&[none, bought[0], bought[1]]);
    assert_eq!(told.statuses("w-00001")[2..], ["+4h resizing", "+4h17m provisioned"]);
    let two = resized(&["wave.w.users=2"]);
    assert_eq!(two.statuses("w-00001").len(), 4);
    assert_eq!(two.statuses("w-00002"), READY, "the lower number got the only one");
}

#[test]
fn the_license_of_the_old_size_is_free_when_the_resize_is_done() {
    holds(&["LIC-14", "LIC-19"]);
    let joiner = ["licenses.available=1", "wave.b={ group = 'all', users = 1, at = '+1h' }"];
    let told = resized(&joiner);
    assert_eq!(told.statuses("b-00001")[..2], ["+1h1m pendingProvision", "+2h18m provisioning"]);
    let same = run(&[&joiner, &[SEVENTEEN, "change.same={ what = 'resize', at = '+2h' }"]]);
    assert_eq!(same.statuses("w-00001")[2], "+2h resizing", "it needs no other license");
    assert_eq!(same.statuses("b-00001"), ["+1h1m pendingProvision"]);
}

#[test]
fn only_a_provisioned_cloud_pc_without_gpu_is_resized() {
    holds(&["LIC-19"]);
    assert_eq!(resized(&["change.resized.at=+30m"]).statuses("w-00001"), READY);
    let pending = resized(&["licenses.available=0"]);
    assert_eq!(pending.statuses("w-00001"), ["+1m pendingProvision"]);
    let leaves = "change.leaves={ what = 'remove_license', at = '+1h' }";
    let told = resized(&[leaves]);
    assert_eq!(told.statuses("w-00001")[2..4], ["+1h inGracePeriod", "+7d1h deprovisioning"]);
    let failed = resized(&["failures.endpointCheckFailed=1"]);
    assert_eq!(failed.statuses("w-00001"), ["+1m provisioning", "+53m failed"]);
    let gpu = refused(&[&[BIG, RESIZED, "policy.all.gpu=true"]]);
    assert!(gpu.contains("Cloud PCs with a GPU cannot be resized"), "{gpu}");
}

/// What becomes of a resize by the licenses of groups.
fn by_group(sets: &[&str]) -> Told {
    resized(&[&["change.resized.by=group"], sets].concat())
}

const PENDING: &str = "+2h resizePendingLicense";
const IN_TWO_HOURS: &str = "change.resized.target_after=2h";
const KEPT: &str = "change.resized.keep_source=true";

#[test]
fn a_resize_by_group_waits_two_days_for_its_license() {
    holds(&["LIC-16", "CON-12"]);
    let comes = by_group(&[IN_TWO_HOURS]);
    let expected = [PENDING, "+4h resizing", "+4h17m provisioned"];
    assert_eq!(comes.statuses("w-00001")[2..], expected);
    let never = [PENDING, "+2d2h inGracePeriod", "+9d2h deprovisioning", "+9d2h10m simDeleted"];
    assert_eq!(by_group(&[]).statuses("w-00001")[2..], never);
    let kept = by_group(&[KEPT]);
    assert_eq!(kept.statuses("w-00001")[2..], [PENDING, "+2d2h provisioned"]);
    assert_eq!(kept.cloud_pcs().len(), 1);
    let just = by_group(&["change.resized.target_after=48h"]);
    assert_eq!(just.statuses("w-00001")[3], "+2d2h resizing");
    let late = by_group(&["change.resized.target_after=2881m"]);
    assert_eq!(late.statuses("w-00001")[2..], never);
    let none = by_group(&[IN_TWO_HOURS, "license.big.available=0"]);
    assert_eq!(none.statuses("w-00001")[2..], never, "nor does it come where none is free");
}

#[test]
fn a_source_license_that_stays_brings_a_second_cloud_pc() {
    holds(&["LIC-17", "CON-12"]);
    let told = by_group(&[KEPT, IN_TWO_HOURS]);
    assert_eq!(told.statuses("w-00001")[2..], [PENDING, "+4h resizing", "+4h17m provisioned"]);
    assert_eq!(told.statuses("w-00001-second"), ["+4h18m provisioning", "+5h2m provisioned"]);
    assert_eq!(told.addresses(), [HELD, "+4h23m cpc held w-00001-second/1, 2 in use"]);
    let joiner = ["licenses.available=1", "wave.b={ group = 'all', users = 1, at = '+1h' }"];
    let waits = by_group(&[&[KEPT, IN_TWO_HOURS], &joiner[..]].concat());
    assert_eq!(waits.statuses("b-00001"), ["+1h1m pendingProvision"], "it was never free");
}

#[test]
fn a_second_cloud_pc_shares_the_fate_of_its_user() {
    holds(&["LIC-17", "LIC-11"]);
    let both = [KEPT, IN_TWO_HOURS];
    let leaves = "change.leaves={ what = 'remove_license', at = '+8h' }";
    let told = by_group(&[&both[..], &[leaves]].concat());
    assert_eq!(told.statuses("w-00001")[5], "+8h inGracePeriod");
    assert_eq!(told.statuses("w-00001-second")[2], "+8h inGracePeriod");
    let lives = "change.leaves={ what = 'remove_license', per_user = '8h' }";
    let told = by_group(&[&both[..], &[lives]].concat());
    assert_eq!(told.statuses("w-00001-second")[2], "+8h inGracePeriod");
    let during = "change.leaves={ what = 'remove_from_group', at = '+4h5m' }";
    let told = by_group(&[&both[..], &[during]].concat());
    assert_eq!(told.statuses("w-00001")[4..6], ["+4h17m provisioned", "+4h17m inGracePeriod"]);
    assert_eq!(told.statuses("w-00001-second"), [""; 0], "who has left gets no second one");
}

const MOVED: &str = "change.moved={ what = 'move', to_connection = 'far', at = '+2h' }";

#[test]
fn a_move_takes_a_new_address_at_its_start_and_leaves_the_old_one_at_its_end() {
    holds(&["IP-13", "LIC-23", "TIME-05"]);
    let told = run(&[&FAR, &[MOVED]]);
    assert_eq!(told.statuses("w-00001")[2..], ["+2h movingRegion", "+6h provisioned"]);
    assert_eq!(
        told.addresses(),
        [HELD, "+2h far held w-00001/1, 1 in use", "+9h cpc cleaned_up w-00001/1, 0 in use",]
    );
    stand(
        "entra",
        &[("timing.moving", "\"4h\"", "TIME-05"), ("timing.deprovisioning", "\"10m\"", "TIME-05")],
    );
    let back = "change.back={ what = 'move', to_connection = 'anc', at = '+7h' }";
    let told = run(&[&FAR, &[MOVED, back, "policy.all.connections=['anc', 'far']"]]);
    assert_eq!(
        told.addresses()[2..],
        [
            "+7h cpc held w-00001/1, 2 in use",
            "+9h cpc cleaned_up w-00001/1, 1 in use",
            "+14h far cleaned_up w-00001/1, 0 in use",
        ]
    );
}

#[test]
fn a_move_to_a_full_subnet_does_not_begin() {
    holds(&["IP-13", "LIC-23"]);
    let told = run(&[&FAR, &[MOVED, "subnet.far.in_use=3"]]);
    assert_eq!(told.statuses("w-00001"), READY);
    assert_eq!(told.addresses(), [HELD, "+2h far denied w-00001/1, 0 in use"]);
    let while_it_runs = run(&[&FAR, &[MOVED, "change.moved.at=+30m"]]);
    assert_eq!(while_it_runs.statuses("w-00001"), READY, "nor does one of what is not ready");
    assert_eq!(while_it_runs.addresses(), [HELD]);
}

#[test]
fn who_leaves_during_a_move_is_looked_at_when_it_is_done() {
    holds(&["LIC-11", "LIC-23", "CLEAN-09"]);
    let leaves = "change.leaves={ what = 'remove_license', at = '+3h' }";
    let told = run(&[&FAR, &[MOVED, leaves, "horizon=20d"]]);
    assert_eq!(
        told.statuses("w-00001")[2..5],
        ["+2h movingRegion", "+6h provisioned", "+6h inGracePeriod"]
    );
    assert_eq!(told.addresses()[3], "+7d9h far cleaned_up w-00001/1, 0 in use");
}

#[test]
fn a_move_is_for_a_hundred_at_most_and_does_not_change_the_join() {
    holds(&["LIC-23", "ALT-07"]);
    let users = |n: u32| format!("wave.w.users={n}");
    assert!(read(&[&FAR, &[MOVED, &users(100)]]).is_ok());
    let said = refused(&[&FAR, &[MOVED, &users(101)]]);
    assert!(said.contains("up to 101 Cloud PCs cannot be moved in one go"), "{said}");
    assert!(read(&[&FAR, &[MOVED, &users(101), "change.moved.users=100"]]).is_ok());
    let said = refused(&[&FAR, &[MOVED, "connection.far.join=hybrid"]]);
    assert!(said.contains("a move does not change how Cloud PCs join"), "{said}");
}

#[test]
fn a_changed_policy_reaches_existing_cloud_pcs_when_an_admin_applies_it() {
    holds(&["ALT-07", "LIC-09"]);
    let edit = "change.edit={ what = 'edit_policy', policy = 'all', connections = ['far'], \
                at = '+1h' }";
    assert_eq!(run(&[&FAR, &[edit]]).addresses(), [HELD]);
    let told = run(&[&FAR, &[edit, MOVED]]);
    assert_eq!(told.cloud_pcs(), ["w-00001 provisioned +45m"]);
    assert_eq!(told.detail.cloud_pcs[0].connection.as_deref(), Some("far"));
}
