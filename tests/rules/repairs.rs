//! Conditions that are repaired: by an admin who has noticed them, or at an instant.

use crate::hybrid::HYBRID;
use crate::{BLOCKED_AT_FIRST, holds, run};

const BLOCKED: &str = "condition.blocked.what=endpoint_blocked";

/// `+45m blocked`, for each repair.
fn repairs(told: &crate::told::Told) -> Vec<String> {
    told.detail.repairs.iter().map(|(at, name)| format!("{at} {name}")).collect()
}

#[test]
fn a_condition_is_repaired_so_long_after_it_first_failed_an_attempt() {
    holds(&["COND-02"]);
    let told = run(&[&[BLOCKED, "admin.repair.after=30m"]]);
    assert_eq!(repairs(&told), ["+45m blocked"]);
    // The third attempt has begun at +39m and joins at +48m.
    assert_eq!(told.attempts()[2], "w-00001/3 +39m to +1h23m on anc: ready");
    let late = run(&[&[BLOCKED, "admin.repair.after=33m"]]);
    assert_eq!(repairs(&late), ["+48m blocked"]);
    assert_eq!(late.attempts()[2], "w-00001/3 +39m to +1h23m on anc: ready", "just in time");
    let later = run(&[&[BLOCKED, "admin.repair.after=34m"]]);
    assert_eq!(later.cloud_pcs(), ["w-00001 failed"]);
    assert_eq!(run(&[&[BLOCKED]]).detail.repairs, [], "nobody repairs anything by itself");
}

#[test]
fn what_nobody_has_noticed_is_not_repaired() {
    holds(&["COND-02"]);
    let repair = "admin.repair.after=30m";
    let from = "condition.blocked.from=+2h";
    assert_eq!(run(&[&[BLOCKED, from, repair]]).detail.repairs, []);
    let met = "wave.b={ group = 'all', users = 1, at = '+10h' }";
    let told = run(&[&[BLOCKED, from, repair, met]]);
    assert_eq!(repairs(&told), ["+10h45m blocked"], "from the failure on, not from its beginning");
    let two = "wave.b={ group = 'all', users = 1, at = '+10m' }";
    let told = run(&[&[BLOCKED, repair, two]]);
    assert_eq!(repairs(&told), ["+45m blocked"], "once, after the first of all failures");
    let other = "condition.other={ what = 'intune_outage' }";
    let told = run(&[&[BLOCKED, repair, other]]);
    assert_eq!(repairs(&told)[0], "+45m blocked", "the other one has failed nobody yet");
}

#[test]
fn a_health_check_that_fails_tells_the_admin_too() {
    holds(&["COND-02"]);
    let told = run(&[&[
        "connection.anc.health_check={ phase = '1h' }",
        "condition.dns={ what = 'health_check_fails', check = 'dns' }",
        "admin.repair.after=2h",
        "wave.w.at=+4h",
        "admin.retry_failed.after=4h",
    ]]);
    assert_eq!(repairs(&told), ["+3h30m dns"], "two hours after the check has ended");
    assert_eq!(
        told.checks()[..2],
        ["+1h30m anc failed simDeclaredByScenario", "+7h30m anc passed"]
    );
    assert_eq!(told.attempts()[0], "w-00001/1 +4h1m to +4h1m on none: canaryCheckUnpass in gate");
    assert_eq!(told.attempts()[3], "w-00001/4 +8h11m to +8h55m on anc: ready");
}

/// The link that every device has to pass does not replicate, until somebody repairs it.
const LINK_DOWN: &str = "condition.link={ what = 'site_link_down', site_link = 'hq-weu' }";

/// A first attempt that is over at its limit, and a second one that is in time: its certificate is
/// written at minute 148, passes the link at 170 and is exported at 203.
const SECOND_IN_TIME: [&str; 2] = [
    "w-00001/1 +1m to +1h51m on anc: simHybridJoinTimeout in sync_device",
    "w-00001/2 +1h56m to +4h22m on anc: ready",
];

#[test]
fn a_repaired_site_link_helps_the_device_that_waits_for_it() {
    holds(&["COND-02", "REP-06"]);
    let told = run(&[&HYBRID, &[LINK_DOWN, "admin.repair.after=50m"]]);
    assert_eq!(repairs(&told), ["+2h41m link"], "fifty minutes after the limit of the first one");
    assert_eq!(told.attempts(), SECOND_IN_TIME);
    let journeys = told.journeys();
    assert_eq!(journeys.len(), 2, "the changed way stands in the place of the one it was");
    assert_eq!(journeys[1], "w-00001/2 from +2h28m over hq-weu at +2h50m, there +2h51m30s");
    let as_written = LINK_DOWN.replace(" }", ", until = '+161m' }");
    assert_eq!(
        run(&[&HYBRID, &[&as_written]]).attempts(),
        SECOND_IN_TIME,
        "as if it had been known"
    );
    let too_late = run(&[&HYBRID, &[LINK_DOWN, "admin.repair.after=60m"]]);
    assert_ne!(too_late.attempts()[1], SECOND_IN_TIME[1], "at 171 the tick is over");
}

#[test]
fn a_check_that_warns_of_slow_synchronization_tells_what_is_in_the_way() {
    holds(&["COND-02", "CON-05"]);
    let check = "connection.anc.health_check={ phase = '20m', interval = '30d' }";
    let told = run(&[&HYBRID, &[LINK_DOWN, check, "admin.repair.after=1h"]]);
    assert_eq!(repairs(&told), ["+1h50m link"], "an hour after the check has ended");
    assert_eq!(told.checks()[0], "+50m anc warning azureAdDeviceSyncCheckLongSyncCircle");
}

#[test]
fn two_repairs_during_one_attempt_leave_it_one_end() {
    holds(&["COND-02", "COND-01"]);
    let twin = "condition.twin={ what = 'endpoint_blocked' }";
    let told = run(&[&[BLOCKED, twin, "admin.repair.after=30m"]]);
    assert_eq!(repairs(&told), ["+45m blocked", "+45m twin"]);
    assert_eq!(told.attempts()[2], "w-00001/3 +39m to +1h23m on anc: ready");
}

#[test]
fn a_repair_at_an_instant_is_an_end_of_the_condition() {
    holds(&["COND-01"]);
    let repair = "change.repair={ what = 'repair', condition = 'blocked', at = '+20m' }";
    assert_eq!(run(&[&[BLOCKED, repair]]).attempts(), run(&[&[BLOCKED_AT_FIRST]]).attempts());
}
