//! `compare` of cases of a sweep: each is its scenario with its levels set, named as `sweep` does.

use serde_json::Value;

use crate::program::{Desk, HELLO};

/// Two factors, the second of two that go together, and a combination that is left out.
const GRID: &str = r#"
replications = 12
horizon = "1d"
[failures]
intuneEnrollFailed = 0.3
[sweep]
"wave.first.users" = [5, 10, 15]
"retry.attempts" = [1, 3]
"retry.pause" = ["5m", "2h"]
together = [["retry.attempts", "retry.pause"]]
"#;
const SKIPPING: &str = "where = [\"wave.first.users != 10\"]\n";

fn grid(more: &str) -> Desk {
    let desk = Desk::with(&format!("{GRID}{more}{HELLO}"));
    let plain = GRID.split("[sweep]").next().unwrap_or_default();
    desk.write("plain.toml", format!("{plain}{HELLO}").as_bytes());
    desk
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("the answer is JSON")
}

#[test]
fn cases_say_what_two_scenarios_with_the_levels_set_say() {
    let desk = grid("");
    let of = |users: u32, tries: u32, pause: &str, which: &str| {
        let set = |path: &str, value: &str| format!("--set-{which} {path}={value} ");
        set("wave.first.users", &users.to_string())
            + &set("retry.attempts", &tries.to_string())
            + &set("retry.pause", pause)
    };
    let [a, b] = [of(5, 3, "2h", "a"), of(15, 1, "5m", "b")];
    let files = json(&desk.ends(&format!("compare plain.toml {a} {b} --format json"), 0).0);
    for threads in [1, 3] {
        let command = format!("compare scenario.toml#1 scenario.toml#4 -j {threads} --format json");
        let cases = json(&desk.ends(&command, 0).0);
        for entry in ["measures", "sentence", "pairs", "first_difference"] {
            assert_eq!(cases[entry], files[entry], "{entry}");
        }
        assert_eq!(cases["a"]["fingerprint"], files["a"]["fingerprint"]);
        assert_eq!(cases["b"]["fingerprint"], files["b"]["fingerprint"]);
        assert_ne!(cases["a"]["fingerprint"], cases["b"]["fingerprint"]);
        assert_eq!(cases["b"]["case"], "scenario#4");
        assert_eq!(
            cases["b"]["set"],
            Value::from(vec!["wave.first.users=15", "retry.attempts=1", "retry.pause=5m"])
        );
    }
}

#[test]
fn a_case_has_the_number_and_the_fingerprint_that_the_sweep_gave_it() {
    for (more, count) in [("", 6), (SKIPPING, 4)] {
        let desk = grid(more);
        let swept = json(&desk.ends("sweep scenario.toml --format json", 0).0);
        let cases = swept["cases"].as_array().expect("a list");
        assert_eq!(cases.len(), count);
        let last = cases.len() - 1;
        let command = format!("compare scenario.toml#0 scenario.toml#{last} --format json");
        let compared = json(&desk.ends(&command, 0).0);
        for (which, case) in [("a", &cases[0]), ("b", &cases[last])] {
            assert_eq!(compared[which]["fingerprint"], case["fingerprint"], "{more}");
        }
    }
}

#[test]
fn what_a_sweep_skips_has_no_number() {
    let desk = grid(SKIPPING);
    // With 10 users it would have numbers 2 and 3, and with 15 users 4 and 5.
    let (told, _) = desk.ends("compare scenario.toml#2 scenario.toml#0", 0);
    let first = "A: scenario#2 with wave.first.users=15 retry.attempts=1 retry.pause=5m: 12 rep";
    assert!(told.contains(first), "{told}");
    let (_, err) = desk.ends("compare scenario.toml#4 scenario.toml#0", 2);
    assert!(err.contains("scenario.toml: there is no case `4`; those of its sweep go from 0 to 3"));
}

#[test]
fn a_case_takes_replacements_as_its_sweep_does() {
    let desk = grid("");
    let swept = json(&desk.ends("sweep scenario.toml -r 3 --seed 7 --format json", 0).0);
    let command = "compare scenario.toml#2 scenario.toml#3 -r 3 --seed 7 --format json";
    let compared = json(&desk.ends(command, 0).0);
    for (which, case) in [("a", 2), ("b", 3)] {
        assert_eq!(compared[which]["fingerprint"], swept["cases"][case]["fingerprint"]);
    }
    // A case is compared with anything else, such as itself after a change, or a folder.
    let change = "compare scenario.toml#2 --set-b failures.intuneEnrollFailed=0.4";
    let (told, _) = desk.ends(change, 0);
    assert!(told.contains("\nB: scenario#2 with failures.intuneEnrollFailed=0.4 wave."), "{told}");
    desk.ends("run plain.toml -o ran --set wave.first.users=5 --set retry.attempts=1", 0);
    let (told, _) = desk.ends("compare ran scenario.toml#0 --set-b retry.pause=5m", 0);
    assert!(told.contains("\nA: ran: 12 rep"), "{told}");
}

#[test]
fn a_case_that_is_none_is_refused_with_its_reason() {
    let desk = grid("");
    let far = "99999999999999999999999";
    for (case, reason) in [
        ("scenario.toml#6", "there is no case `6`; those of its sweep go from 0 to 5"),
        (&format!("scenario.toml#{far}"), &format!("there is no case `{far}`; those of its")),
        ("plain.toml#0", "plain.toml: it has no [sweep], and so no case `0`"),
        ("scenario.toml#", "scenario.toml: there is no case ``; those of its sweep go from 0"),
        ("scenario.toml#-1", "there is no case `-1`; those of its sweep go from 0 to 5"),
        ("scenario.toml#+1", "there is no case `+1`; those of its sweep go from 0 to 5"),
        ("scenario.toml#x", "there is no case `x`; those of its sweep go from 0 to 5"),
        ("nowhere.toml#0", "nowhere.toml: "),
        ("#0", ": "),
    ] {
        let (out, err) = desk.ends(&format!("compare {case} plain.toml"), 2);
        assert!(out.is_empty() && err.contains(reason), "{case}: {err}");
    }
}

#[test]
fn what_exists_is_meant_by_its_own_name() {
    let desk = grid("");
    for name in ["odd#name.toml", "a#1"] {
        desk.write(name, desk.read("scenario.toml").as_bytes());
    }
    // A file whose name looks like a case is that file, and its own cases come after another sign.
    let (told, _) = desk.ends("compare a#1 odd#name.toml", 0);
    assert!(told.starts_with("A and B are the same") && told.contains("\nA: a#1: 12 "), "{told}");
    let (told, _) = desk.ends("compare odd#name.toml#0 a#1#0", 0);
    assert!(told.starts_with("A and B are the same"), "{told}");
    assert!(told.contains("\nA: odd#name#0 with wave.first.users=5 "), "{told}");
    std::fs::create_dir(desk.path("scenario.toml#0")).expect("the folder is ours");
    let (_, err) = desk.ends("compare scenario.toml#0 scenario.toml", 2);
    assert!(err.contains("scenario.toml#0: no manifest.json in it"), "{err}");
}

#[test]
fn the_help_shows_how_to_name_a_case() {
    let (help, _) = Desk::new().ends("compare --help", 0);
    for part in ["FILE#3", "scenarios/sync-grid.toml#0 scenarios/sync-grid.toml#3"] {
        assert!(help.contains(part), "{help}");
    }
}

#[test]
fn the_folder_of_a_sweep_is_no_run_to_compare() {
    let desk = grid("");
    desk.ends("sweep scenario.toml -r 2 -o swept", 0);
    let (_, err) = desk.ends("compare swept swept", 2);
    assert!(err.contains("a sweep wrote it; name two cases by the sweep's file"), "{err}");
}
