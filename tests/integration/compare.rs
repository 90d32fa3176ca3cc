//! `compare`: files and folders say the same, what differs is named, and what cannot be is refused.

use std::fs;

use serde_json::Value;

use crate::program::{Desk, HELLO, said};

/// Sixty seats whose attempts fail now and then, on a subnet that retries can exhaust.
const TIGHT: &str = r#"
horizon = "1d"
start = "2026-03-02T08:00"
replications = 40
[subnet.cpc]
prefix = "10.20.0.0/26"
[connection.anc]
join = "entra"
subnet = "cpc"
[policy.everyone]
connections = ["anc"]
groups = ["staff"]
[group.staff]
[wave.first]
group = "staff"
users = 55
[failures]
intuneEnrollFailed = 0.02
"#;

const WORSE: &str = "failures.intuneEnrollFailed=0.1";

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("the answer is JSON")
}

fn measure<'v>(answer: &'v Value, name: &str) -> &'v Value {
    let all = answer["measures"].as_array().expect("a list");
    all.iter().find(|m| m["measure"] == name && m["aspect"] == "value").expect(name)
}

#[test]
fn folders_and_scenarios_say_the_same_at_any_number_of_threads() {
    let desk = Desk::with(TIGHT);
    desk.ends("run scenario.toml -o a", 0);
    desk.ends(&format!("run scenario.toml -o b --set {WORSE}"), 0);
    let (of_files, _) = desk.ends(&format!("compare scenario.toml --set-b {WORSE} -j 1"), 0);
    let (of_threads, _) = desk.ends(&format!("compare scenario.toml --set-b {WORSE} -j 3"), 0);
    assert_eq!(of_files, of_threads);
    let (of_folders, _) = desk.ends("compare a b", 0);
    let (mixed, _) = desk.ends("compare scenario.toml b", 0);
    let beyond_labels = |text: &str| -> Vec<String> {
        let unlabeled = |line: &&str| !line.starts_with("A: ") && !line.starts_with("B: ");
        text.lines().filter(unlabeled).map(String::from).collect()
    };
    assert_eq!(beyond_labels(&of_files), beyond_labels(&of_folders));
    assert_eq!(beyond_labels(&of_files), beyond_labels(&mixed));
    // Without its table a folder is simulated again.
    fs::remove_file(desk.path("a/replications.csv")).expect("it was written");
    assert_eq!(desk.ends("compare a b", 0).0, of_folders);
}

#[test]
fn what_moved_is_told_first_and_where_the_events_part() {
    let desk = Desk::with(TIGHT);
    let (told, _) = desk.ends(&format!("compare scenario.toml --set-b {WORSE}"), 0);
    let first = told.lines().next().unwrap_or_default();
    assert!(first.starts_with("B is worse: "), "{told}");
    assert!(told.contains("\nB: scenario with failures.intuneEnrollFailed=0.1: 40 rep"), "{told}");
    assert!(told.contains("The events differ in 39 of 40 replications, first in repl"), "{told}");
    assert!(told.contains("in B it fails by intuneEnrollFailed, in A it does not"), "{told}");
    assert!(told.contains(" starts at 2026-03-02 08:"), "civil time: {told}");
    let attempts = told.lines().find(|line| line.contains("cause.intuneEnrollFailed.attempts"));
    assert!(attempts.is_some_and(|row| row.trim_start().starts_with("+ ")), "{told}");
}

#[test]
fn the_same_twice_is_the_same_and_still_ends_well() {
    let desk = Desk::with(HELLO);
    let (told, _) = desk.ends("compare scenario.toml scenario.toml", 0);
    assert!(told.starts_with("A and B are the same, event by event.\n"), "{told}");
    assert!(told.contains("No measure differs in 100 pairs: at most 3.0 % of rollouts"), "{told}");
    let answer = json(&desk.ends("compare scenario.toml scenario.toml --format json", 0).0);
    assert_eq!((&answer["verdict"], &answer["first_difference"]), (&"same".into(), &Value::Null));
}

#[test]
fn json_holds_the_differences_and_their_variance_factors() {
    let desk = Desk::with(TIGHT);
    let command = format!("compare scenario.toml --set-b {WORSE} --format json");
    let answer = json(&desk.ends(&command, 0).0);
    assert_eq!(answer["pairing"], "common random numbers");
    assert_eq!((&answer["pairs"], &answer["verdict"]), (&40.into(), &"worse".into()));
    let attempts = measure(&answer, "cause.intuneEnrollFailed.attempts");
    let number = |key: &str| attempts[key].as_f64().expect(key);
    // 55 seats fail 0.08 of their attempts more often: 4.4, and a little for retries.
    assert!((4.0..6.0).contains(&number("difference")), "{attempts}");
    assert!(number("low") < number("difference") && number("difference") < number("high"));
    assert!(number("variance_factor") > 1.0, "the dice are nested");
    assert_eq!((&attempts["moved"], &attempts["direction"]), (&true.into(), &"worse".into()));
    let first = &answer["first_difference"];
    assert_eq!(first["a"]["what"], "attempt starts");
    assert_eq!(first["a"]["whom"], first["b"]["whom"]);
    assert!(answer["measures"].as_array().is_some_and(|all| {
        all.iter().all(|m| !m["measure"].as_str().unwrap_or_default().starts_with("wave."))
    }));
}

#[test]
fn other_seeds_are_no_pairs_and_other_numbers_of_replications_share_some() {
    let desk = Desk::with(TIGHT);
    desk.ends("run scenario.toml -o a", 0);
    desk.ends("run scenario.toml --seed 2 -o b", 0);
    let (told, _) = desk.ends("compare a b", 0);
    assert!(told.contains("The seeds differ, so the replications are independent"), "{told}");
    assert!(!told.contains("The events differ"), "{told}");
    let (told, _) = desk.ends(&format!("compare a scenario.toml -r 25 --set-b {WORSE}"), 0);
    assert!(told.contains("25 pairs under common random numbers"), "{told}");
}

#[test]
fn measures_of_one_side_only_are_named() {
    let desk = Desk::with(TIGHT);
    let (told, _) = desk
        .ends("compare scenario.toml --set-b wave.more.group=staff --set-b wave.more.users=1", 0);
    assert!(told.contains("Only B has wave.more.requested and "), "{told}");
}

#[test]
fn what_cannot_be_compared_is_refused_with_its_reason() {
    let desk = Desk::with(TIGHT);
    desk.ends("run scenario.toml -r 2 -o a", 0);
    desk.ends("run scenario.toml -r 2 -o altered", 0);
    let table = desk.read("altered/replications.csv");
    desk.write("altered/replications.csv", table.replacen(",55,", ",54,", 1).as_bytes());
    fs::create_dir(desk.path("empty")).expect("the folder is ours");
    for (arguments, reason) in [
        ("compare scenario.toml", "<B>"),
        ("compare a a --set retry.attempts=2", "a folder is compared as it was run"),
        ("compare a --set-b retry.attempts=2", "a folder is compared as it was run"),
        ("compare a a -r 3", "a folder is compared as it was run"),
        ("compare a altered", "altered/replications.csv: this is not the table of the run"),
        ("compare a empty", "empty: no manifest.json in it"),
        ("compare a nowhere.toml", "nowhere.toml"),
        ("compare scenario.toml --set-b retry.attemps=2", "attemps"),
        ("compare scenario.toml --set-b retry.attempts", "assigns nothing"),
    ] {
        let (out, err) = desk.ends(arguments, 2);
        assert!(out.is_empty() && err.contains(reason), "{arguments}: {err}");
    }
}

#[test]
fn one_replication_is_too_few_and_says_so() {
    let desk = Desk::with(TIGHT);
    let (told, _) = desk.ends(&format!("compare scenario.toml --set-b {WORSE} -r 1"), 0);
    assert!(told.starts_with("Nothing moves beyond noise"), "{told}");
    assert!(told.contains("too few to say"), "{told}");
}

#[test]
fn a_hostile_file_name_is_shown_harmlessly() {
    let desk = Desk::new();
    desk.write("a\u{1b}[31m,b.toml", HELLO.as_bytes());
    let mut command = desk.command("compare");
    let output = command.args(["a\u{1b}[31m,b.toml", "--set-b", "wave.first.users=9", "-r", "3"]);
    let (told, _) = said(&output.output().expect("the program starts"), 0);
    assert!(!told.contains('\u{1b}') && told.contains("\\u{1b}[31m,b"), "{told}");
}
