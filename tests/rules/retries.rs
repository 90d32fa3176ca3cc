//! Attempts in a row, the pause between them, and the admin who starts them anew.

use cloudpc_sim::record::recorder::AttemptRow;

use crate::{BLOCKED_AT_FIRST, holds, run};

const FAILS: &str = "failures.endpointCheckFailed=1";

/// The attempts of one Cloud PC that fail to reach an endpoint, by start and end.
fn failed(times: &[&str]) -> Vec<String> {
    let line = |(time, n): (&&str, usize)| {
        format!("w-00001/{n} {time} on anc: endpointCheckFailed in join_entra")
    };
    times.iter().zip(1..).map(line).collect()
}

#[test]
fn three_attempts_five_minutes_apart_and_then_it_has_failed_for_good() {
    holds(&["RETRY-01", "RETRY-02", "RETRY-03", "CON-03", "CON-19"]);
    let told = run(&[&[FAILS, "horizon=20d"]]);
    assert_eq!(told.attempts(), failed(&["+1m to +15m", "+20m to +34m", "+39m to +53m"]));
    assert_eq!(told.cloud_pcs(), ["w-00001 failed"]);
}

/// How long after its start each stage of an attempt ended.
fn minutes(attempt: &AttemptRow) -> Vec<u64> {
    let ends = attempt.stage_ends.iter().flatten();
    ends.map(|end| end.since(attempt.started).ms() / 60_000).collect()
}

#[test]
fn an_attempt_starts_from_nothing_and_the_one_that_succeeds_is_the_last() {
    holds(&["RETRY-01", "RETRY-03"]);
    let second = run(&[&[BLOCKED_AT_FIRST]]);
    assert_eq!(second.cloud_pcs(), ["w-00001 provisioned +1h4m"]);
    let [first, again] = second.detail.attempts.as_slice() else { panic!("there are two") };
    assert_eq!(again.started.to_string(), "+20m");
    assert_eq!(minutes(again), [2, 5, 9, 14, 20, 27, 35, 44], "every stage anew");
    assert_eq!(minutes(first), [2, 5, 9]);
    let third = run(&[&["condition.blocked={ what = 'endpoint_blocked', until = '+30m' }"]]);
    assert_eq!(third.cloud_pcs(), ["w-00001 provisioned +1h23m"]);
}

#[test]
fn a_scenario_may_ask_for_other_attempts_and_another_pause() {
    holds(&["RETRY-01", "RETRY-02"]);
    let one = run(&[&[FAILS, "retry.attempts=1"]]);
    assert_eq!(one.attempts(), failed(&["+1m to +15m"]));
    let four = run(&[&[FAILS, "retry.attempts=4", "retry.pause=0s"]]);
    let times = ["+1m to +15m", "+15m to +29m", "+29m to +43m", "+43m to +57m"];
    assert_eq!(four.attempts(), failed(&times));
}

#[test]
fn what_is_not_retriable_is_retried_all_the_same_unless_the_scenario_says_stop() {
    holds(&["RETRY-04", "CON-19", "FAIL-01"]);
    let stop = "retry.non_retriable=stop";
    let table = [
        ("condition.no.what=azure_policy_deny", "retry.non_retriable=retry", 3),
        ("condition.no.what=azure_policy_deny", stop, 1),
        ("condition.no.what=intune_restriction", stop, 1),
        (FAILS, stop, 3),
    ];
    for (cause, then, attempts) in table {
        let told = run(&[&[cause, then]]);
        assert_eq!(told.attempts().len(), attempts, "{cause} {then}");
        assert_eq!(told.cloud_pcs(), ["w-00001 failed"]);
    }
    let fails = "condition.no.what=azure_policy_deny";
    let default = run(&[&[fails]]).attempts();
    assert_eq!(default, run(&[&[fails, "retry.non_retriable=retry"]]).attempts());
}

#[test]
fn a_retry_by_hand_brings_three_more_attempts() {
    holds(&["RETRY-05", "RETRY-06"]);
    let times = [
        "+1m to +15m",
        "+20m to +34m",
        "+39m to +53m",
        "+1h53m to +2h7m",
        "+2h12m to +2h26m",
        "+2h31m to +2h45m",
        "+3h45m to +3h59m",
        "+4h4m to +4h18m",
        "+4h23m to +4h37m",
    ];
    let hand = [FAILS, "admin.retry_failed.after=1h"];
    assert_eq!(run(&[&hand]).attempts(), failed(&times[..6]), "once, where it does not say");
    for (at_most, attempts) in [(0, 3), (1, 6), (2, 9)] {
        let told = run(&[&hand, &[&format!("admin.retry_failed.at_most={at_most}")]]);
        assert_eq!(told.attempts(), failed(&times[..attempts]), "at most {at_most}");
        assert_eq!(told.cloud_pcs(), ["w-00001 failed"]);
    }
}

#[test]
fn a_retry_by_hand_that_succeeds_ends_it() {
    holds(&["RETRY-05", "STATUS-01"]);
    let blocked = "condition.blocked={ what = 'endpoint_blocked', until = '+1h' }";
    let told = run(&[&[blocked, "admin.retry_failed={ after = '1h', at_most = 5 }"]]);
    assert_eq!(told.cloud_pcs(), ["w-00001 provisioned +2h37m"]);
    assert_eq!(told.attempts().len(), 4);
}

#[test]
fn a_closed_gate_costs_an_attempt_that_takes_no_time() {
    holds(&["RETRY-07", "CON-19", "STEP-0", "ANC-12"]);
    let told = run(&[
        &["connection.anc.health_check={ phase = '0s' }"],
        // The check at +6h finds it repaired; its result stands from +6h30m.
        &["condition.dns={ what = 'health_check_fails', check = 'dns', until = '+6h' }"],
        &["wave.w.at=+6h22m"],
    ]);
    assert_eq!(
        told.attempts(),
        [
            "w-00001/1 +6h23m to +6h23m on none: canaryCheckUnpass in gate",
            "w-00001/2 +6h28m to +6h28m on none: canaryCheckUnpass in gate",
            "w-00001/3 +6h33m to +7h17m on anc: ready",
        ]
    );
    let blocked = &told.detail.attempts[0];
    assert_eq!(blocked.stage_ends, [None; 13], "nothing is created");
}
