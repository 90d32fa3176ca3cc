//! `plan-waves`: answers known by hand, and its refusals.

use crate::program::Desk;

/// Every attempt fails at minute 10 with an address taken at minute 4, held until 3h10m; a subnet
/// of eleven. A wave of eleven may follow another after 3h06m.
const FULL: &str = r#"
start = "2026-03-02T08:00"
horizon = "5d"
replications = 60
[subnet.cpc]
prefix = "10.0.0.0/28"
[connection.anc]
join = "entra"
subnet = "cpc"
health_check = { interval = "30d", phase = "29d" }
[policy.all]
connections = ["anc"]
groups = ["staff"]
[group.staff]
[wave.main]
group = "staff"
users = 22
[retry]
attempts = 1
[condition.blocked]
what = "endpoint_blocked"
[timing]
reaction = "1m"
allocate_capacity = "1m"
create_vm = "2m"
attach_network = "1m"
join_entra = "5m"
[expect]
"subnet.cpc.exhausted_share" = { at_most = 0.05 }
"#;

fn plan(arguments: &str, code: i32) -> serde_json::Value {
    let desk = Desk::with(FULL);
    let arguments = format!("plan-waves scenario.toml --format json {arguments}");
    let (json, _) = desk.ends(&arguments, code);
    serde_json::from_str(&json).expect("it is JSON")
}

fn starts(report: &serde_json::Value) -> Vec<(String, u64)> {
    let waves = report["waves"].as_array().expect("there is a list");
    let told = |wave: &serde_json::Value| {
        let begins = wave["begins"].as_str().expect("it begins").to_string();
        (begins, wave["users"].as_u64().expect("it has users"))
    };
    waves.iter().map(told).collect()
}

#[test]
fn a_wave_waits_until_the_addresses_of_the_one_before_are_back() {
    let waves = |begins: [&str; 2]| begins.map(|at| (format!("2026-03-{at}:00.000"), 11)).to_vec();
    for (arguments, begins) in [
        ("--size-step 11", ["02T08:00", "02T12:00"]),
        ("--size-step 11 --every 30m", ["02T08:00", "02T11:30"]),
        // Exactly when the last address is back: what frees comes before what asks.
        ("--size-step 11 --every 6m", ["02T08:00", "02T11:06"]),
        ("--size-step 11 --between 09:00-12:00", ["02T09:00", "03T09:00"]),
        ("--size-step 11 --days tue,fri --between 08:00-10:00", ["03T08:00", "06T08:00"]),
    ] {
        let report = plan(arguments, 0);
        assert_eq!(starts(&report), waves(begins), "{arguments}: {report}");
        assert_eq!(report["limited_by"][0]["verdict"], "missed", "{report}");
        assert_eq!(report["limited_by"][0]["measure"], "subnet.cpc.exhausted_share");
    }
}

#[test]
fn what_is_printed_can_be_pasted_and_keeps_its_promise() {
    let desk = Desk::with(FULL);
    let (text, _) = desk.ends("plan-waves scenario.toml --size-step 11", 0);
    let pasted = &text[text.find("[wave.staff-1]").expect("tables to paste")..];
    let pasted = &pasted[..pasted.find("22 users in 2 waves of 11").expect("then a sentence")];
    let own = "[wave.main]\ngroup = \"staff\"\nusers = 22\n";
    desk.write("planned.toml", FULL.replace(own, pasted).as_bytes());
    let (screen, _) = desk.ends("run planned.toml", 0);
    assert!(screen.contains("met       subnet.cpc.exhausted_share at most 5.0 %"), "{screen}");
    desk.write("all.toml", FULL.as_bytes());
    let (screen, _) = desk.ends("run all.toml", 0);
    assert!(screen.contains("missed    subnet.cpc.exhausted_share at most 5.0 %"), "{screen}");
}

#[test]
fn where_no_schedule_is_good_the_slowest_is_told_and_the_code_is_1() {
    let desk = Desk::with(FULL);
    let (text, _) = desk.ends("plan-waves scenario.toml --size-step 12", 1);
    assert!(text.contains("No schedule of equal waves on this grid"), "{text}");
    assert!(starts(&plan("--size-step 12", 1)).is_empty());
}

#[test]
fn what_cannot_be_planned_is_refused_with_what_would_be_right() {
    let desk = Desk::with(FULL);
    let plain = FULL.split("[expect]").next().expect("it has a first part");
    desk.write("plain.toml", plain.as_bytes());
    let of_wave = FULL.replace("\"subnet.cpc.exhausted_share\"", "\"wave.main.failed\"");
    desk.write("of_wave.toml", of_wave.as_bytes());
    for (arguments, told) in [
        ("plain.toml", "it has no [expect]"),
        ("scenario.toml --group stuff", "did you mean `staff`?"),
        ("scenario.toml --days mo-fr", "write mon-fri"),
        ("scenario.toml --between 18:00-08:00", "write 08:00-18:00"),
        ("scenario.toml --every 0s", "at least 1m"),
        ("scenario.toml --size-step 0", "0 is not in 1.."),
        ("scenario.toml --days sat --set horizon=1d", "no wave could begin"),
        ("of_wave.toml", "`wave.main.failed` is no measure of this scenario"),
    ] {
        let (out, err) = desk.ends(&format!("plan-waves {arguments}"), 2);
        assert!(err.contains(told) && out.is_empty(), "{arguments}: {err}");
    }
}

#[test]
fn what_too_few_replications_cannot_decide_is_not_told_as_impossible() {
    let desk = Desk::with(&FULL.replace("at_most = 0.05", "at_most = 0.5"));
    let (out, _) = desk.ends("plan-waves scenario.toml -r 2", 1);
    assert!(out.contains("is shown to meet every expectation, nor is it shown that none"), "{out}");
    assert!(out.contains("would probably decide the slowest"), "{out}");
    assert!(!out.contains("A longer horizon"), "{out}");
}
