//! Health checks: when they come, the address they borrow, and what an admin's retry changes.

use crate::{holds, run};

/// Nobody asks for a Cloud PC, so that only checks touch the subnet.
const NOBODY: &str = "group.all.licenses_per_user=0";
/// All else as by default: every six hours, for half an hour, with an address.
const FROM_ONE: &str = "connection.anc.health_check={ phase = '1h' }";
const FULL: &str = "subnet.cpc.in_use=11";

#[test]
fn a_check_comes_every_six_hours_from_its_phase_and_takes_half_an_hour() {
    holds(&["ANC-04", "ANC-05", "CON-01"]);
    let told = run(&[&[NOBODY, FROM_ONE]]);
    assert_eq!(
        told.checks(),
        ["+1h30m anc passed", "+7h30m anc passed", "+13h30m anc passed", "+19h30m anc passed"]
    );
    let hourly = "connection.anc.health_check={ interval = '1h', phase = '20m', duration = '5m' }";
    let ends = (0..4).map(|hour| match hour {
        0 => "+25m anc passed".to_string(),
        _ => format!("+{hour}h25m anc passed"),
    });
    assert_eq!(run(&[&[NOBODY, hourly, "horizon=4h"]]).checks(), ends.collect::<Vec<_>>());
}

#[test]
fn a_check_borrows_one_address_for_as_long_as_it_runs() {
    holds(&["ANC-06", "IP-17", "ANC-05"]);
    let told = run(&[&[NOBODY, FROM_ONE, "horizon=8h"]]);
    assert_eq!(
        told.addresses(),
        [
            "+1h cpc borrowed anc, 1 in use",
            "+1h30m cpc returned anc, 0 in use",
            "+7h cpc borrowed anc, 1 in use",
            "+7h30m cpc returned anc, 0 in use",
        ]
    );
}

#[test]
fn a_check_that_finds_no_address_fails_and_blocks_the_connection() {
    holds(&["ANC-06", "ANC-12", "IP-17", "RETRY-07"]);
    let told = run(&[&[FULL, FROM_ONE, "wave.w.at=+2h", "horizon=8h"]]);
    let found = "resourceAvailabilityCheckNoSubnetIP";
    assert_eq!(told.checks(), ["+1h30m", "+7h30m"].map(|at| format!("{at} anc failed {found}")));
    assert_eq!(told.addresses(), [""; 0], "it took none");
    assert_eq!(
        told.attempts(),
        [
            "w-00001/1 +2h1m to +2h1m on none: canaryCheckUnpass in gate",
            "w-00001/2 +2h6m to +2h6m on none: canaryCheckUnpass in gate",
            "w-00001/3 +2h11m to +2h11m on none: canaryCheckUnpass in gate",
        ]
    );
}

#[test]
fn a_check_that_needs_no_address_passes_on_a_full_subnet() {
    holds(&["ANC-06", "ANC-12"]);
    let needs_none = "connection.anc.health_check.borrows_address=false";
    let told = run(&[&[FULL, FROM_ONE, needs_none, "wave.w.at=+2h", "retry.attempts=1"]]);
    assert_eq!(told.checks()[0], "+1h30m anc passed");
    assert_eq!(
        told.attempts(),
        ["w-00001/1 +2h1m to +2h7m30s on anc: noEnoughIpAddress in attach_network"]
    );
}

#[test]
fn addresses_that_others_take_for_a_while_fail_the_check_that_starts_then() {
    holds(&["ANC-06", "COND-01"]);
    let full = "condition.full={ what = 'no_address', subnet = 'cpc', until = '+1h1ms' }";
    let told = run(&[&[NOBODY, FROM_ONE, full, "horizon=8h"]]);
    assert_eq!(
        told.checks(),
        ["+1h30m anc failed resourceAvailabilityCheckNoSubnetIP", "+7h30m anc passed"]
    );
    assert_eq!(told.addresses()[0], "+7h cpc borrowed anc, 1 in use");
}

#[test]
fn an_admin_retries_a_failed_check_and_the_six_hours_count_from_there() {
    holds(&["ANC-09", "CON-01", "ANC-04"]);
    let failed = |at: &str| format!("{at} anc failed simDeclaredByScenario");
    let passed = |at: &str| format!("{at} anc passed");
    let table = [
        // Failed at 1h30m, retried at 2h30m.
        ("+2h", "1h", vec!["+1h30m"], vec!["+3h", "+9h", "+15h", "+21h"]),
        // Retried in vain at 2h30m, and again at 4h.
        ("+4h", "1h", vec!["+1h30m", "+3h"], vec!["+4h30m", "+10h30m", "+16h30m", "+22h30m"]),
        // The next of the six-hourly ones comes first.
        ("+2h", "10h", vec!["+1h30m"], vec!["+7h30m", "+13h30m", "+19h30m"]),
    ];
    for (until, after, fails, passes) in table {
        let dns = "condition.dns={ what = 'health_check_fails', check = 'dns' }";
        let until = format!("condition.dns.until={until}");
        let after = format!("admin.recheck.after={after}");
        let told = run(&[&[NOBODY, FROM_ONE, dns, &until, &after]]);
        let expected = fails.into_iter().map(failed).chain(passes.into_iter().map(passed));
        assert_eq!(told.checks(), expected.collect::<Vec<_>>(), "{until} {after}");
    }
}

#[test]
fn without_an_admin_a_failed_connection_waits_for_its_next_check() {
    holds(&["ANC-04", "ANC-09", "ANC-12"]);
    let dns = "condition.dns={ what = 'health_check_fails', check = 'dns', until = '+2h' }";
    let told = run(&[&[NOBODY, FROM_ONE, dns, "horizon=1d"]]);
    assert_eq!(told.checks()[1], "+7h30m anc passed");
    assert_eq!(told.measure("connection.anc.unhealthy_share"), Some(0.25), "6 hours of 24");
}
