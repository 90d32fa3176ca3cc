//! Clean-up under a delete lock, and what clean-up never removes.

use crate::hybrid::hybrid;
use crate::{BLOCKED_AT_FIRST, holds, run, told::Told};

/// One attempt that fails at +15m, and a lock at +3h15m, when clean-up comes.
fn locked(sets: &[&str]) -> Told {
    run(&[&[BLOCKED_AT_FIRST, "retry.attempts=1"], sets])
}

const HELD: &str = "+6m cpc held w-00001/1, 1 in use";
const LEAKED: &str = "+3h15m cpc leaked w-00001/1, 1 in use";
const TILL_FOUR: &str = "condition.lock={ what = 'delete_lock', until = '+4h' }";

#[test]
fn under_a_lock_an_address_leaks_and_does_not_return_by_itself_when_the_lock_has_gone() {
    holds(&["ANC-20", "IP-18", "CLEAN-07"]);
    let told = locked(&[TILL_FOUR, "horizon=20d"]);
    assert_eq!(told.addresses(), [HELD, LEAKED]);
    assert_eq!(told.measure("leftover.leaked_addresses"), Some(1.0));
}

#[test]
fn the_admin_deletes_what_leaked_but_not_before_the_lock_has_gone() {
    holds(&["ANC-20", "IP-18", "CLEAN-07"]);
    let forever = "condition.lock.what=delete_lock";
    let table = [
        (TILL_FOUR, "2h", Some("+5h15m")),
        (TILL_FOUR, "30m", Some("+4h")),
        (forever, "30m", None),
    ];
    for (lock, after, returns) in table {
        let told = locked(&[lock, &format!("admin.delete_leaked.after={after}")]);
        let returned = returns.map(|at| format!("{at} cpc cleaned_up w-00001/1, 0 in use"));
        let expected = [HELD, LEAKED].map(String::from).into_iter().chain(returned);
        assert_eq!(told.addresses(), expected.collect::<Vec<_>>(), "{lock} {after}");
    }
}

#[test]
fn a_lock_strikes_only_the_clean_up_that_comes_while_it_holds() {
    holds(&["ANC-20", "COND-01", "CLEAN-07"]);
    let lock = |from: &str, until: &str| {
        format!("condition.lock={{ what = 'delete_lock', from = '{from}', until = '{until}' }}")
    };
    let table = [
        (lock("+0s", "+3h15m"), false),
        (lock("+0s", "+3h15m1ms"), true),
        (lock("+3h15m", "+4h"), true),
        (lock("+3h15m1ms", "+4h"), false),
    ];
    for (lock, leaks) in table {
        let leaked = locked(&[&lock]).measure("leftover.leaked_addresses");
        assert_eq!(leaked, Some(if leaks { 1.0 } else { 0.0 }), "{lock}");
    }
}

#[test]
fn a_second_lock_leaks_the_same_address_again_but_it_counts_once() {
    holds(&["IP-18"]);
    let again = "condition.again={ what = 'delete_lock', from = '+3h50m', until = '+6h' }";
    let told = locked(&[TILL_FOUR, again, "admin.delete_leaked.after=30m"]);
    assert_eq!(
        told.addresses(),
        [
            HELD,
            LEAKED,
            "+4h cpc leaked w-00001/1, 1 in use",
            "+6h cpc cleaned_up w-00001/1, 0 in use",
        ]
    );
    assert_eq!(told.measure("leftover.leaked_addresses"), Some(1.0));
}

#[test]
fn clean_up_removes_the_interface_and_leaves_the_network_security_group() {
    holds(&["CLEAN-03", "CLEAN-04", "CLEAN-05", "CLEAN-06"]);
    let told = locked(&["subnet.unused.prefix=10.1.0.0/28"]);
    assert_eq!(told.addresses(), [HELD, "+3h15m cpc cleaned_up w-00001/1, 0 in use"]);
    assert_eq!(told.measure("leftover.nsgs"), Some(1.0), "one, of the subnet that was used");
    assert_eq!(told.measure("leftover.ad_computers"), Some(0.0), "Entra join creates none");
    assert_eq!(told.measure("leftover.leaked_addresses"), Some(0.0));
}

#[test]
fn computer_accounts_are_disabled_and_stay() {
    holds(&["CLEAN-05", "CLEAN-06", "CON-18", "ANC-07"]);
    let left = |sets: &[&str]| {
        let told = hybrid(&[&["horizon=20d"], sets].concat());
        told.measure("leftover.ad_computers")
    };
    assert_eq!(left(&[]), Some(0.0), "that of a ready Cloud PC is in use");
    let down = "condition.c.what=connect_down";
    assert_eq!(left(&[down]), Some(3.0), "one of each attempt, long after clean-up");
    assert_eq!(left(&[down, "cleanup.after=10d", "horizon=1d"]), Some(3.0), "and before");
    assert_eq!(left(&["condition.c.what=join_access_denied"]), Some(0.0), "none was made");
    assert_eq!(left(&["condition.c.what=azure_policy_deny"]), Some(0.0));
    let lock = "condition.lock.what=delete_lock";
    assert_eq!(left(&[down, lock]), Some(3.0), "a lock changes nothing in the domain");
    let checked = "connection.anc.health_check={ phase = '1h', interval = '10h' }";
    assert_eq!(left(&[down, checked]), Some(4.0), "and one of the health checks");
}
