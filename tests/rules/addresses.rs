//! Addresses: who takes one, when, how many there are, and what happens without.

use crate::{BLOCKED_AT_FIRST, ONE_ADDRESS, holds, read, run};

#[test]
fn a_cloud_pc_takes_one_address_with_its_network_interface_and_keeps_it() {
    holds(&["IP-01", "STEP-3"]);
    assert_eq!(run(&[]).addresses(), ["+6m cpc held w-00001/1, 1 in use"]);
}

#[test]
fn three_failed_attempts_hold_three_addresses_each_for_three_hours() {
    holds(&["IP-02", "IP-03", "IP-04", "IP-05", "CLEAN-01", "CLEAN-02", "CON-04", "RETRY-03"]);
    let told = run(&[&["failures.endpointCheckFailed=1"]]);
    let ends: Vec<String> =
        told.detail.attempts.iter().map(|attempt| attempt.ended.to_string()).collect();
    assert_eq!(ends, ["+15m", "+34m", "+53m"]);
    assert_eq!(
        told.addresses(),
        [
            "+6m cpc held w-00001/1, 1 in use",
            "+25m cpc held w-00001/2, 2 in use",
            "+44m cpc held w-00001/3, 3 in use",
            "+3h15m cpc cleaned_up w-00001/1, 2 in use",
            "+3h34m cpc cleaned_up w-00001/2, 1 in use",
            "+3h53m cpc cleaned_up w-00001/3, 0 in use",
        ]
    );
}

#[test]
fn a_cloud_pc_that_gets_ready_gives_back_only_the_address_of_its_failed_attempt() {
    holds(&["IP-02", "IP-03"]);
    assert_eq!(
        run(&[&[BLOCKED_AT_FIRST]]).addresses(),
        [
            "+6m cpc held w-00001/1, 1 in use",
            "+25m cpc held w-00001/2, 2 in use",
            "+3h15m cpc cleaned_up w-00001/1, 1 in use",
        ]
    );
}

#[test]
fn counted_from_the_last_failure_all_addresses_return_together() {
    holds(&["IP-04", "CLEAN-02"]);
    let told = run(&[&["failures.endpointCheckFailed=1", "cleanup.clock=after_final"]]);
    assert_eq!(
        told.addresses()[3..],
        [
            "+3h53m cpc cleaned_up w-00001/1, 2 in use",
            "+3h53m cpc cleaned_up w-00001/2, 1 in use",
            "+3h53m cpc cleaned_up w-00001/3, 0 in use",
        ]
    );
}

#[test]
fn counted_from_the_end_of_provisioning_success_starts_the_three_hours_too() {
    holds(&["IP-04"]);
    let told = run(&[&[BLOCKED_AT_FIRST, "cleanup.clock=after_final"]]);
    assert_eq!(told.cloud_pcs(), ["w-00001 provisioned +1h4m"]);
    assert_eq!(told.addresses()[2..], ["+4h4m cpc cleaned_up w-00001/1, 1 in use"]);
}

#[test]
fn a_retry_by_hand_before_the_first_clean_up_makes_it_six_addresses() {
    holds(&["IP-05", "RETRY-06"]);
    let fails = ["failures.endpointCheckFailed=1"];
    let soon = run(&[&fails, &["admin.retry_failed.after=30m"]]);
    assert_eq!(
        soon.addresses(),
        [
            "+6m cpc held w-00001/1, 1 in use",
            "+25m cpc held w-00001/2, 2 in use",
            "+44m cpc held w-00001/3, 3 in use",
            "+1h28m cpc held w-00001/4, 4 in use",
            "+1h47m cpc held w-00001/5, 5 in use",
            "+2h6m cpc held w-00001/6, 6 in use",
            "+3h15m cpc cleaned_up w-00001/1, 5 in use",
            "+3h34m cpc cleaned_up w-00001/2, 4 in use",
            "+3h53m cpc cleaned_up w-00001/3, 3 in use",
            "+4h37m cpc cleaned_up w-00001/4, 2 in use",
            "+4h56m cpc cleaned_up w-00001/5, 1 in use",
            "+5h15m cpc cleaned_up w-00001/6, 0 in use",
        ]
    );
    let late = run(&[&fails, &["admin.retry_failed.after=3h"]]);
    assert_eq!(late.measure("subnet.cpc.peak"), Some(3.0), "the first three have returned by then");
}

#[test]
fn as_many_get_ready_as_a_subnet_has_addresses_beyond_azures_five_and_those_in_use() {
    holds(&["IP-06", "IP-08", "CON-29", "IP-19"]);
    let table = [
        ("'10.0.0.0/29'", 0, "3"),
        ("'10.0.0.0/29'", 2, "1"),
        ("'10.0.0.0/28'", 0, "11"),
        ("'10.0.0.0/28'", 4, "7"),
        ("['10.0.0.0/29', '10.0.1.0/29']", 0, "6"),
        ("['10.0.0.0/28', '10.0.1.0/29']", 1, "13"),
    ];
    for (prefix, in_use, ready) in table {
        let (prefix, in_use) =
            (format!("subnet.cpc.prefix={prefix}"), format!("subnet.cpc.in_use={in_use}"));
        let told = run(&[&[&prefix, &in_use, "wave.w.users=20"]]);
        let is_ready = |line: &&String| line.ends_with(" provisioned +45m");
        let found = told.cloud_pcs().iter().filter(is_ready).count();
        assert_eq!(found.to_string(), ready, "{prefix} {in_use}");
        assert_eq!(told.measure("failed"), told.measure("ready").map(|ready| 20.0 - ready));
    }
}

#[test]
fn a_subnet_is_a_slash_29_at_least_and_a_slash_8_at_most() {
    holds(&["IP-07"]);
    let table = [("10.0.0.0/29", true), ("10.0.0.0/30", false), ("10.0.0.0/8", true)];
    for (prefix, good) in table.into_iter().chain([("10.0.0.0/7", false)]) {
        assert_eq!(read(&[&[&format!("subnet.cpc.prefix={prefix}")]]).is_ok(), good, "{prefix}");
    }
}

#[test]
fn without_a_free_address_an_attempt_is_denied_and_holds_nothing() {
    holds(&["IP-19"]);
    let told = run(&[&["subnet.cpc.prefix=10.0.0.0/29", "subnet.cpc.in_use=3"]]);
    assert_eq!(
        told.attempts(),
        [
            "w-00001/1 +1m to +7m30s on anc: noEnoughIpAddress in attach_network",
            "w-00001/2 +12m30s to +19m on anc: noEnoughIpAddress in attach_network",
            "w-00001/3 +24m to +30m30s on anc: noEnoughIpAddress in attach_network",
        ]
    );
    assert_eq!(
        told.addresses(),
        [
            "+6m cpc denied w-00001/1, 0 in use",
            "+17m30s cpc denied w-00001/2, 0 in use",
            "+29m cpc denied w-00001/3, 0 in use",
        ],
        "nothing to clean up"
    );
}

#[test]
fn an_address_that_has_returned_is_there_for_the_next() {
    holds(&["IP-03", "CLEAN-03", "IP-19"]);
    let told = run(&[
        &ONE_ADDRESS,
        &[BLOCKED_AT_FIRST, "retry.attempts=1"],
        &["wave.a={ group = 'all', users = 1, at = '+3h' }"],
        &["wave.b={ group = 'all', users = 1, at = '+4h' }"],
    ]);
    assert_eq!(
        told.addresses(),
        [
            "+6m cpc held w-00001/1, 1 in use",
            "+3h6m cpc denied a-00001/1, 1 in use",
            "+3h15m cpc cleaned_up w-00001/1, 0 in use",
            "+4h6m cpc held b-00001/1, 1 in use",
        ]
    );
}
