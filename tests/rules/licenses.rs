//! Licenses: who takes one, who waits for one, and when one that comes by a group is there.

use crate::defaults::{stand, triangular};
use crate::{HOSTED, holds, run, told::Told};

/// One license; its holder leaves at +1h, others come later.
const ONE: &str = "licenses.available=1";
const LEAVES: &str = "change.leaves={ what = 'remove_license', wave = 'w', at = '+1h' }";
const TWENTY_DAYS: &str = "horizon=20d";

fn joiner(name: &str, at: &str) -> String {
    format!("wave.{name}={{ group = 'all', users = 1, at = '{at}' }}")
}

#[test]
fn a_joiner_waits_until_the_grace_period_of_the_leaver_is_over() {
    holds(&["LIC-14", "IP-14"]);
    let told = run(&[&[ONE, LEAVES, TWENTY_DAYS, &joiner("b", "+2h")]]);
    assert_eq!(
        told.statuses("b-00001"),
        ["+2h1m pendingProvision", "+7d1h1m provisioning", "+7d1h45m provisioned"]
    );
    assert_eq!(
        told.addresses(),
        [
            "+6m cpc held w-00001/1, 1 in use",
            "+7d1h6m cpc held b-00001/1, 2 in use",
            "+7d4h cpc cleaned_up w-00001/1, 1 in use",
        ],
        "the address of the leaver comes back three hours after the license"
    );
    let stays = run(&[&[ONE, TWENTY_DAYS, &joiner("b", "+2h")]]);
    assert_eq!(stays.statuses("b-00001"), ["+2h1m pendingProvision"]);
}

/// With the license of the leaver free at +5h.
fn freed_at_five(sets: &[&str]) -> Told {
    let ends = "change.ends={ what = 'end_grace', at = '+5h' }";
    run(&[&[ONE, LEAVES, ends, TWENTY_DAYS], sets])
}

#[test]
fn a_grace_period_that_is_ended_early_frees_its_license_at_once() {
    holds(&["LIC-13", "LIC-14"]);
    let told = freed_at_five(&[&joiner("b", "+2h")]);
    assert_eq!(told.statuses("b-00001")[..2], ["+2h1m pendingProvision", "+5h1m provisioning"]);
    let back = "change.back={ what = 'give_license', at = '+4h' }";
    let told = freed_at_five(&[&joiner("b", "+2h"), back]);
    assert_eq!(told.statuses("b-00001"), ["+2h1m pendingProvision"], "it was repaired before");
}

#[test]
fn whoever_asked_first_goes_first() {
    holds(&["LIC-14"]);
    let told = freed_at_five(&[&joiner("late", "+3h"), &joiner("early", "+2h")]);
    assert_eq!(told.statuses("early-00001")[1], "+5h1m provisioning");
    assert_eq!(told.statuses("late-00001"), ["+3h1m pendingProvision"]);
    let together = freed_at_five(&["wave.b={ group = 'all', users = 2, at = '+2h' }"]);
    assert_eq!(together.statuses("b-00001")[1], "+5h1m provisioning");
    assert_eq!(together.statuses("b-00002"), ["+2h1m pendingProvision"]);
    // Who is pending has waited longer than who comes when the license is already given.
    let comes = freed_at_five(&[&joiner("late", "+4h59m30s"), &joiner("early", "+2h")]);
    assert_eq!(comes.statuses("early-00001")[1], "+5h1m provisioning");
    assert_eq!(comes.statuses("late-00001"), ["+5h30s pendingProvision"]);
}

#[test]
fn who_stops_waiting_leaves_the_license_to_the_next() {
    holds(&["LIC-14"]);
    let [early, late] = [joiner("early", "+2h"), joiner("late", "+3h")];
    for (at, starts) in [("+4h", "+5h1m"), ("+5h30s", "+5h1m30s")] {
        let gives_up =
            format!("change.out={{ what = 'remove_license', wave = 'early', at = '{at}' }}");
        let told = freed_at_five(&[&early, &late, &gives_up]);
        assert_eq!(
            told.statuses("early-00001"),
            ["+2h1m pendingProvision".to_string(), format!("{at} notProvisioned")]
        );
        assert_eq!(told.statuses("late-00001")[1], format!("{starts} provisioning"), "{at}");
    }
}

#[test]
fn who_buys_licenses_serves_who_waits() {
    holds(&["LIC-14"]);
    let buys = "change.buys={ what = 'set_licenses', available = 2, at = '+3h' }";
    let [b, c] = [joiner("b", "+2h"), joiner("c", "+2h30m")];
    let told = run(&[&[ONE, buys, &b, &c]]);
    assert_eq!(told.statuses("b-00001")[1], "+3h1m provisioning");
    assert_eq!(told.statuses("c-00001"), ["+2h31m pendingProvision"]);
    let fewer = run(&[&[ONE, buys, "change.buys.available=0", &b]]);
    assert_eq!(fewer.statuses("w-00001").len(), 2, "nobody loses what is taken");
    assert_eq!(fewer.statuses("b-00001"), ["+2h1m pendingProvision"]);
}

#[test]
fn groups_with_a_license_of_their_own_take_nothing_from_the_others() {
    holds(&["LIC-14"]);
    let own = [
        "license.big={ available = 1 }",
        "group.big={ license = 'big' }",
        "policy.all.groups=['all', 'big']",
        "wave.g={ group = 'big', users = 2, at = '+2h' }",
    ];
    let told = run(&[&own, &[ONE, &joiner("b", "+3h")]]);
    assert_eq!(told.statuses("g-00001")[0], "+2h1m provisioning");
    assert_eq!(told.statuses("g-00002"), ["+2h1m pendingProvision"]);
    assert_eq!(told.statuses("b-00001"), ["+3h1m pendingProvision"]);
}

#[test]
fn a_failed_cloud_pc_keeps_its_license() {
    holds(&["CON-26", "LIC-14"]);
    let fails = "condition.blocked={ what = 'endpoint_blocked', until = '+1h' }";
    let told = run(&[&[ONE, fails, &joiner("b", "+2h")]]);
    assert_eq!(told.statuses("w-00001"), ["+1m provisioning", "+53m failed"]);
    assert_eq!(told.statuses("b-00001"), ["+2h1m pendingProvision"]);
    let removed = run(&[&[ONE, fails, &joiner("b", "+2h"), LEAVES, "change.leaves.at=+4h"]]);
    assert_eq!(removed.statuses("b-00001")[1], "+4h1m provisioning");
    // Given back, the license is not there for a retry: another has it.
    let back = "change.back={ what = 'give_license', wave = 'w', at = '+5h' }";
    let retry = "change.retry={ what = 'retry', wave = 'w', at = '+6h' }";
    let once = ["retry.attempts=1", "change.leaves.at=+4h"];
    let told = run(&[&[ONE, fails, &joiner("b", "+2h"), LEAVES, back, retry], &once]);
    assert_eq!(told.attempts()[2], "w-00001/2 +6h to +6h on none: licenseNotFound in gate");
}

/// When the only user's first attempt starts.
fn starts(sets: &[&str]) -> String {
    run(&[sets]).detail.attempts[0].started.to_string()
}

#[test]
fn a_license_that_comes_through_a_group_takes_a_while() {
    holds(&["LIC-03", "PROV-07"]);
    let by_group = ["group.all.licensing=group", "timing.group_licensing=12m"];
    assert_eq!(starts(&by_group), "+13m");
    stand("entra", &[("timing.group_licensing", &triangular("1m", "3m", "10m"), "LIC-03")]);
}

#[test]
fn a_dynamic_group_takes_hours_to_notice_its_members() {
    holds(&["LIC-05"]);
    let dynamic = ["group.all.membership=dynamic", "timing.dynamic_group=2h"];
    assert_eq!(starts(&dynamic), "+2h1m");
    for (licensing, then) in [("12m", "+2h1m"), ("3h", "+3h1m")] {
        let licensing = format!("timing.group_licensing={licensing}");
        let both = [dynamic[0], dynamic[1], "group.all.licensing=group", &licensing];
        assert_eq!(starts(&both), then, "both must be effective");
    }
    let many = ["wave.w.users=20000", "horizon=60d", HOSTED, dynamic[0]];
    let told = run(&[&many]);
    let within = |minutes: u64| {
        let begun = told.detail.attempts.iter().map(|row| row.started.ms() / 60_000 - 1);
        begun.filter(|begun| *begun < minutes).count()
    };
    // Three standard deviations around half, 95 in 100, and the half in 100 of the tail.
    assert!((9_788..=10_212).contains(&within(30)), "within 30 minutes: {}", within(30));
    assert!((18_908..=19_092).contains(&within(360)), "within six hours: {}", within(360));
    let later = 20_000 - within(1_440);
    assert!((73..=134).contains(&later), "later than a day: {later}");
}

#[test]
fn a_synchronized_group_waits_for_entra_connect() {
    holds(&["LIC-06"]);
    let synced = [
        "group.all.membership=synced",
        "connect={ interval = '30m', phase = '10m' }",
        "connect.cycle={ fixed = '3m', per_1000_changes = '0s' }",
    ];
    let [group, connect, cycle] = synced;
    // Cycles start at 10 and 40 minutes past the hour and end three minutes later.
    for (at, then) in [("+0s", "+14m"), ("+10m", "+14m"), ("+10m1s", "+44m")] {
        let at = format!("wave.w.at={at}");
        assert_eq!(starts(&[group, connect, cycle, &at]), then, "{at}");
    }
    let licensing = ["group.all.licensing=group", "timing.group_licensing=20m"];
    assert_eq!(starts(&[group, connect, cycle, licensing[0], licensing[1]]), "+21m");
}

#[test]
fn a_change_is_effective_at_its_instant_whatever_the_group() {
    holds(&["LIC-06"]);
    let away = "change.away={ what = 'remove_from_group', at = '+30h' }";
    for membership in ["assigned", "dynamic", "synced"] {
        let membership = format!("group.all.membership={membership}");
        let told = run(&[&[&membership, away, "horizon=2d"]]);
        let last = told.statuses("w-00001").pop();
        assert_eq!(last.as_deref(), Some("+1d6h inGracePeriod"), "{membership}");
    }
}
