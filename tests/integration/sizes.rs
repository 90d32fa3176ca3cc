//! The smallest and the largest that a scenario may ask for.

use crate::program::{Desk, HELLO};

#[test]
fn a_million_users_are_simulated() {
    let desk = Desk::with(&HELLO.replace("users = 10", "users = 1_000_000\nover = \"5d\""));
    let (out, _) = desk.ends("run scenario.toml -r 1 --detail none -o out", 0);
    assert!(out.contains("1,000,000"), "{out}");
}

#[test]
fn ten_years_are_simulated() {
    let ten_years = format!(
        r#"
horizon = "3650d"
[subnet.s]
prefix = "10.0.0.0/24"
[connection.c]
join = "entra"
subnet = "s"
[policy.p]
connections = ["c"]
groups = ["more"]
[group.more]
[wave.last]
group = "more"
users = 10
at = "+3600d"
{HELLO}"#
    );
    let (out, _) = Desk::with(&ten_years).ends("run scenario.toml -r 2 -o out", 0);
    assert!(out.contains("3650d"), "{out}");
}

#[test]
fn what_always_fails_fails_always() {
    let desk = Desk::with(&format!("[failures]\nintuneEnrollFailed = 1\n{HELLO}"));
    desk.ends("run scenario.toml -r 5 -o out", 0);
    let summary = desk.read("out/summary.csv");
    assert!(summary.contains("\nbase,failed,count,10,"), "{summary}");
    assert!(summary.contains("\nbase,failure_rate,share,1,"), "{summary}");
}

#[test]
fn nobody_is_said_aloud() {
    let no_users = HELLO.replace("users = 10", "users = 0");
    let no_licenses = HELLO.replace("[group.staff]", "[group.staff]\nlicenses_per_user = 0");
    for scenario in [no_users, no_licenses] {
        let desk = Desk::with(&scenario);
        let (out, _) = desk.ends("run scenario.toml -r 3 --detail all -o out", 0);
        assert!(out.contains("0 of 0"), "{out}");
        assert!(desk.read("out/summary.csv").contains("\nbase,failure_rate,share,,,,"));
    }
}

#[test]
fn what_would_take_forever_is_refused_before_the_run() {
    let desk = Desk::with(HELLO);
    for (arguments, told) in [
        ("--set wave.first.users=1000000000000", "at most 10000000 in all waves"),
        ("-r 0", "from 1 to 100000"),
        ("-r 1000000000", "from 1 to 100000"),
        ("-r -1", "unexpected argument '-1' found"),
        ("-j 0", "from 1 to 1024"),
        ("-j 1000000000", "from 1 to 1024"),
        ("--set wave.first.users=10000000 --detail 2", "millions of rows; at most --detail none"),
        ("--detail some", "write all, none, or a whole number"),
    ] {
        let (out, err) = desk.ends(&format!("run scenario.toml -o out {arguments}"), 2);
        assert!(err.contains(told), "{arguments}: {err}");
        assert_eq!(out, "");
        assert!(!desk.path("out").exists(), "{arguments}");
    }
}

#[test]
fn any_number_of_threads_will_do() {
    let desk = Desk::with(HELLO);
    for threads in [1, 7, 64] {
        desk.ends(&format!("run scenario.toml -r 3 -j {threads} -o out"), 0);
    }
}
