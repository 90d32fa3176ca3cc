//! Cloud PCs that are there when the simulation starts: what becomes of them.

use crate::{HOSTED, holds, refused, run};

const DAYS: &str = "horizon=10d";

#[test]
fn a_ready_one_keeps_its_address_and_what_follows_its_losses_is_as_ever() {
    holds(&["LIC-11", "IP-14"]);
    let ready = "initial.old={ group = 'all', cloud_pcs = 2, status = 'provisioned' }";
    let loss = "change.loss={ what = 'remove_license', wave = 'old', users = 1, at = '+1d' }";
    let told = run(&[&[DAYS, ready, loss]]);
    assert_eq!(
        told.addresses()[..2],
        ["+0s cpc kept old-00001/1, 1 in use", "+0s cpc kept old-00002/1, 2 in use",]
    );
    let left = ["+0s provisioned", "+1d inGracePeriod", "+8d deprovisioning", "+8d10m simDeleted"];
    let kept = ["+0s provisioned"];
    let [first, second] = ["old-00001", "old-00002"].map(|name| told.statuses(name));
    assert!((first == left && second == kept) || (first == kept && second == left));
    // The newcomer of the wave finds the third address.
    assert_eq!(told.addresses()[2], "+6m cpc held w-00001/1, 3 in use");
}

#[test]
fn one_in_grace_leaves_when_its_grace_ends() {
    holds(&["LIC-11", "LIC-13", "CLEAN-09"]);
    let grace = "initial.old={ group = 'all', cloud_pcs = 1, status = 'inGracePeriod', \
                 grace_ends = '+2d' }";
    let told = run(&[&[DAYS, grace]]);
    let expected = ["+0s inGracePeriod", "+2d deprovisioning", "+2d10m simDeleted"];
    assert_eq!(told.statuses("old-00001")[1..], expected);
    assert_eq!(told.addresses()[2], "+2d3h cpc cleaned_up old-00001/1, 1 in use");
    let back = "change.back={ what = 'give_license', wave = 'old', at = '+1d' }";
    let told = run(&[&[DAYS, grace, back]]);
    assert_eq!(told.statuses("old-00001")[1..], ["+0s inGracePeriod", "+1d provisioned"]);
}

#[test]
fn a_failed_one_holds_its_addresses_until_clean_up_and_an_admin_may_retry_it() {
    holds(&["IP-03", "CLEAN-02", "RETRY-05"]);
    let failed = "initial.old={ group = 'all', cloud_pcs = 1, status = 'failed', addresses = 2, \
                  cleanup_due = '+40m' }";
    let told = run(&[&[DAYS, failed]]);
    assert_eq!(
        told.addresses()[..5],
        [
            "+0s cpc left old-00001/2, 1 in use",
            "+0s cpc left old-00001/3, 2 in use",
            "+6m cpc held w-00001/1, 3 in use",
            "+40m cpc cleaned_up old-00001/2, 2 in use",
            "+40m cpc cleaned_up old-00001/3, 1 in use",
        ]
    );
    assert_eq!(told.statuses("old-00001"), ["+0s failed"]);
    let told = run(&[&[DAYS, failed, "admin.retry_failed={ after = '1h' }"]]);
    let expected = ["+0s failed", "+1h provisioning", "+1h44m provisioned"];
    assert_eq!(told.statuses("old-00001"), expected);
    let unsaid = failed.replace(", cleanup_due = '+40m'", "");
    let told = run(&[&[DAYS, &unsaid]]);
    assert_eq!(told.addresses()[3], "+3h cpc cleaned_up old-00001/2, 2 in use");
}

#[test]
fn one_that_is_ready_or_under_way_may_still_hold_addresses_of_failed_attempts() {
    holds(&["IP-03", "CLEAN-02"]);
    let ready = "initial.old={ group = 'all', cloud_pcs = 1, status = 'provisioned', \
                 addresses = 1, cleanup_due = '+2h' }";
    let told = run(&[&[DAYS, ready]]);
    let expected = [
        "+0s cpc kept old-00001/2, 1 in use",
        "+0s cpc left old-00001/1, 2 in use",
        "+6m cpc held w-00001/1, 3 in use",
        "+2h cpc cleaned_up old-00001/1, 2 in use",
    ];
    assert_eq!(told.addresses(), expected);
    let under_way = "initial.old={ group = 'all', cloud_pcs = 1, status = 'provisioning', \
                     attempt = 3, addresses = 2 }";
    let told = run(&[&[DAYS, under_way]]);
    let held = ["+0s cpc left old-00001/1, 1 in use", "+0s cpc left old-00001/2, 2 in use"];
    assert_eq!(told.addresses()[..2], held);
    assert_eq!(
        told.addresses().last().map(String::as_str),
        Some("+3h cpc cleaned_up old-00001/2, 2 in use")
    );
    assert_eq!(told.statuses("old-00001"), ["+0s provisioning", "+44m provisioned"]);
}

#[test]
fn one_under_way_begins_its_stage_anew_and_has_the_attempts_that_are_left() {
    holds(&["RETRY-01"]);
    let under_way = "initial.old={ group = 'all', cloud_pcs = 1, status = 'provisioning', \
                     attempt = 3, stage = 'enroll_intune' }";
    let told = run(&[&[DAYS, under_way]]);
    // Enrolls for 6 minutes, then 7, 8 and 9.
    assert_eq!(told.statuses("old-00001"), ["+0s provisioning", "+30m provisioned"]);
    assert_eq!(told.addresses()[0], "+0s cpc held old-00001/3, 1 in use");
    let fails = "condition.blocked={ what = 'endpoint_blocked', endpoint = 'intune' }";
    let told = run(&[&[DAYS, under_way, fails]]);
    assert_eq!(told.statuses("old-00001").last().map(String::as_str), Some("+6m failed"));
}

#[test]
fn one_that_waits_gets_the_next_free_license() {
    holds(&["LIC-14"]);
    let there = [
        "licenses.available=1",
        "wave.w.at=+5d",
        "initial.holder={ group = 'all', cloud_pcs = 1, status = 'inGracePeriod', \
         grace_ends = '+1d' }",
        "initial.waits={ group = 'all', cloud_pcs = 1, status = 'pendingProvision' }",
    ];
    let told = run(&[&[DAYS], &there]);
    let expected = ["+0s pendingProvision", "+1d1m provisioning", "+1d45m provisioned"];
    assert_eq!(told.statuses("waits-00001"), expected);
    let first = ["licenses.available=1", "wave.w.at=+5d", there[3]];
    let told = run(&[&[DAYS], &first]);
    let expected = ["+0s pendingProvision", "+1m provisioning", "+45m provisioned"];
    assert_eq!(told.statuses("waits-00001"), expected, "one is free");
}

#[test]
fn times_to_ready_are_those_of_newcomers() {
    holds(&["LIC-14"]);
    let ready = "initial.old={ group = 'all', cloud_pcs = 5, status = 'provisioned' }";
    let told = run(&[&[DAYS, ready]]);
    let value = |name: &str| told.measure(name).expect("there is one");
    for (name, wanted) in [
        ("requested", 6.0),
        ("ready", 6.0),
        ("ever_ready", 6.0),
        ("time_to_ready.max", 45.0 * 60.0),
        ("attempts_per_cloud_pc", 1.0 / 6.0),
    ] {
        assert!((value(name) - wanted).abs() < 1e-9, "{name}: {}", value(name));
    }
}

#[test]
fn a_second_cloud_pc_of_one_that_was_there_has_nothing_behind_it() {
    holds(&["LIC-17"]);
    let sets = [
        "license.small={ available = 3 }",
        "license.large={ available = 3 }",
        "group.all={ license = 'small', licensing = 'group' }",
        "subnet.cpc.prefix=10.0.0.0/27",
        "initial.old={ group = 'all', cloud_pcs = 1, status = 'provisioned', addresses = 2 }",
        "change.swap={ what = 'resize', wave = 'old', at = '+1d', to = 'large', by = 'group', \
         keep_source = true, target_after = '2h' }",
    ];
    let told = run(&[&[DAYS], &sets]);
    let old: Vec<_> = told.cloud_pcs().into_iter().filter(|pc| pc.starts_with("old-")).collect();
    assert_eq!(old.len(), 2, "{old:?}");
    assert_eq!(told.measure("wave.old.ever_ready"), Some(2.0));
    assert_eq!(told.measure("wave.old.attempts_per_cloud_pc"), Some(0.5));
}

#[test]
fn who_cannot_be_there_is_refused() {
    holds(&["IP-01", "LIC-14"]);
    for (initial, told) in [
        ("group = 'all', cloud_pcs = 1, status = 'resizing'", "must be `provisioned` or"),
        ("group = 'all', cloud_pcs = 0, status = 'failed'", "out of range"),
        ("group = 'al', cloud_pcs = 1, status = 'failed'", "did you mean `all`?"),
        ("group = 'all', cloud_pcs = 1, status = 'inGracePeriod'", "needs `grace_ends`"),
        ("group = 'all', cloud_pcs = 1, status = 'failed', grace_ends = '+1d'", "says nothing"),
        ("group = 'all', cloud_pcs = 1, status = 'failed', addresses = 4", "at most 3"),
        ("group = 'all', cloud_pcs = 1, status = 'provisioned', addresses = 3", "at most 2"),
        ("group = 'all', cloud_pcs = 1, status = 'provisioning', addresses = 1", "at most 0"),
        ("group = 'all', cloud_pcs = 1, status = 'provisioned', cleanup_due = '+1h'", "nothing"),
        ("group = 'all', cloud_pcs = 1, status = 'provisioning', connection = 'anc'", "choose"),
        ("group = 'all', cloud_pcs = 1, status = 'provisioning', attempt = 4", "from 1 to 3"),
        ("group = 'all', cloud_pcs = 1, status = 'provisioning', stage = 'enrol'", "is no stage"),
        (
            "group = 'all', cloud_pcs = 1, status = 'provisioning', stage = 'sync_device'",
            "is no stage",
        ),
        ("group = 'all', cloud_pcs = 12, status = 'provisioned'", "12 of 11 usable"),
        ("group = 'all', cloud_pcs = 1, status = 'failed', connection = 'x'", "there is no"),
        ("group = 'all', cloud_pcs = 1, status = 'failed', policy = 'x'", "there is no"),
        (
            "group = 'all', cloud_pcs = 1, status = 'failed', policy = 'other'",
            "not one of the group",
        ),
    ] {
        let other = "policy.other={ network = 'microsoft-hosted', groups = [] }";
        let text = refused(&[&[other, &format!("initial.old={{ {initial} }}")]]);
        assert!(text.contains(told), "{initial}: {text}");
    }
    let hosted = "initial.old={ group = 'all', cloud_pcs = 1, status = 'failed', addresses = 1 }";
    assert!(refused(&[&[HOSTED, hosted]]).contains("at most 0"));
    let there = "initial.old={ group = 'all', cloud_pcs = 1, status = 'failed' }";
    let text = refused(&[&["retry.attempts=0", there]]);
    assert!(text.contains("retry.attempts=0") && !text.contains("initial"), "{text}");
    let many = "initial.old={ group = 'all', cloud_pcs = 10000000, status = 'provisioned' }";
    assert!(refused(&[&[HOSTED, many]]).contains("too many Cloud PCs"));
    let there = "initial.w={ group = 'all', cloud_pcs = 1, status = 'provisioned' }";
    assert!(refused(&[&[there]]).contains("is the name of a wave, too"));
    let there = "initial.old={ group = 'all', cloud_pcs = 2, status = 'provisioned' }";
    assert!(refused(&[&[there, "licenses.available=1"]]).contains("2 of 1 with this one"));
}
