//! `sweep`: its cases, its tables and figures, its refusals.

use std::fs;

use crate::program::{Desk, HELLO, contents};

/// Two factors of two levels each, and something that fails.
const GRID: &str = r#"
replications = 8
horizon = "1d"
[failures]
intuneEnrollFailed = 0.3
[sweep]
"retry.attempts" = [1, 3]
"wave.first.users" = [5, 10]
"#;

fn grid(more: &str) -> Desk {
    Desk::with(&format!("{GRID}{more}{HELLO}"))
}

#[test]
fn a_sweep_has_the_same_bytes_with_any_number_of_threads() {
    let desk = grid("");
    for threads in [1, 2, 7] {
        desk.ends(&format!("sweep scenario.toml -j {threads} -o out{threads}"), 0);
    }
    let without_clock = |threads: u32| {
        let mut files = contents(&desk.path(&format!("out{threads}")));
        files.retain(|(name, _)| name != "wall_clock.json");
        files
    };
    let one = without_clock(1);
    assert!(one == without_clock(2) && one == without_clock(7));
    let names: Vec<&str> = one.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "cases.csv",
            "effects-failure_rate.png",
            "effects-failure_rate.svg",
            "effects-time_to_ready.p95.png",
            "effects-time_to_ready.p95.svg",
            "effects.csv",
            "heat-failure_rate.png",
            "heat-failure_rate.svg",
            "heat-time_to_ready.p95.png",
            "heat-time_to_ready.p95.svg",
            "manifest.json",
            "scenario.toml",
            "summary.csv",
            "summary.json",
        ]
    );
}

#[test]
fn a_case_is_the_run_with_its_levels_set() {
    let desk = grid("");
    desk.ends("sweep scenario.toml -o swept", 0);
    let cases = desk.read("swept/cases.csv");
    assert!(cases.starts_with("case,retry.attempts,wave.first.users,replications,precise,events,"));
    let last = cases.lines().last().expect("there are cases");
    assert!(last.starts_with("3,3,10,8,yes,"), "{last}");
    let fingerprint = last.rsplit(',').next().expect("it ends with the fingerprint");
    let sets = "--set retry.attempts=3 --set wave.first.users=10";
    let (alone, _) = desk.ends(&format!("run scenario.toml {sets} -o alone"), 0);
    assert!(alone.contains(fingerprint), "{fingerprint} is not in {alone}");
    let row = |folder: &str, case: &str| {
        let table = desk.read(&format!("{folder}/summary.csv"));
        let start = format!("{case},failure_rate,");
        let row = table.lines().find(|line| line.starts_with(&start));
        row.expect("each case has every measure").trim_start_matches(case).to_string()
    };
    assert_eq!(row("swept", "3"), row("alone", "base"));
}

#[test]
fn the_whole_sweep_at_once_needs_wider_intervals() {
    let desk = grid("");
    let width = |confidence: &str| {
        let options = format!("--confidence {confidence} --of time_to_ready.mean_of_ready");
        let (json, _) = desk.ends(&format!("sweep scenario.toml {options} --format json"), 0);
        let report: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
        let measures = report["cases"][3]["measures"].as_array().expect("there are measures");
        let mean = measures.iter().find(|m| m["measure"] == "time_to_ready.mean_of_ready");
        let mean = mean.expect("it is one of them");
        mean["high"].as_f64().expect("high") - mean["low"].as_f64().expect("low")
    };
    let ratio = width("whole") / width("each");
    // Student's t with 7 degrees of freedom at 98.75 % and at 95 %: 3.335 and 2.365.
    assert!((1.40..1.42).contains(&ratio), "{ratio}");
}

#[test]
fn a_sweep_stops_each_case_when_it_is_precise() {
    let desk = grid("");
    let options = "--of failure_rate --precision abs=0.04 --most 80";
    let (text, _) = desk.ends(&format!("sweep scenario.toml {options} -o out"), 0);
    let cases = desk.read("out/cases.csv");
    let column = |at: usize| -> Vec<String> {
        let rows = cases.lines().skip(1);
        rows.map(|row| row.split(',').nth(at).expect("it is long").to_string()).collect()
    };
    assert_eq!(column(4), ["no", "yes", "yes", "yes"], "{text}");
    assert_eq!(column(3)[0], "80", "a rate of 0.3 of five users needs more than the cap");
    assert!(column(3)[1..].iter().all(|n| n != "80"), "{cases}");
    assert!(text.contains("1 case at the cap and less precise than asked"), "{text}");
}

#[test]
fn an_estimate_runs_nothing() {
    let desk = grid("");
    let (text, _) = desk.ends("sweep scenario.toml --estimate -j 2", 0);
    assert!(text.starts_with("4 cases with 32 replications: about 1s on 2 threads\n"), "{text}");
    assert!(fs::metadata(desk.path("output")).is_err());
}

#[test]
fn what_cannot_be_swept_is_refused_with_what_would_be_right() {
    let desk = grid("");
    desk.write("plain.toml", HELLO.as_bytes());
    for (arguments, told) in [
        ("sweep plain.toml", "it has no [sweep]"),
        ("sweep scenario.toml --of failure_rat", "did you mean `failure_rate`?"),
        ("sweep scenario.toml --precision 5%", "write rel=5%"),
        ("sweep scenario.toml --precision rel=-5%", "write rel=5%"),
        ("sweep scenario.toml --precision abs=nan", "write rel=5%"),
        ("sweep scenario.toml --most 5", "--precision"),
        ("sweep scenario.toml --set sweep.x=[1]", "unknown key `x` at the top level"),
        ("sweep scenario.toml --set sweep.horizon=[1d,2w]", "error"),
        ("run scenario.toml --set sweep.horizon=[1]", "`horizon` must be a length of time"),
        ("run scenario.toml --set expect.failure_rat={at_most=0.1}", "did you mean `failure_rate`"),
    ] {
        let (out, err) = desk.ends(arguments, 2);
        assert!(err.contains(told) && out.is_empty(), "{arguments}: {err}");
    }
}

#[test]
fn hostile_levels_harm_neither_a_spreadsheet_nor_a_figure() {
    let more = "question = [\"=cmd()\", \"<script>\\u001b[31m\"]\n";
    let desk = Desk::with(
        &GRID
            .replace("\"retry.attempts\" = [1, 3]\n", more)
            .replace("horizon = \"1d\"", "horizon = \"1d\"\nquestion = \"\""),
    );
    let scenario = desk.read("scenario.toml");
    desk.write("scenario.toml", format!("{scenario}{HELLO}").as_bytes());
    let (text, _) = desk.ends("sweep scenario.toml -o out", 0);
    assert!(!text.contains('\u{1b}'), "{text:?}");
    assert!(desk.read("out/cases.csv").contains("\n0,'=cmd(),5,"));
    let svg = desk.read("out/heat-failure_rate.svg");
    assert!(!svg.contains("<script>") && !svg.contains('\u{1b}'));
}

#[test]
fn rare_shocks_of_a_sweep_are_told_and_effects_are_not_taken_from_weighted_replications() {
    let rare =
        "[condition.out]\nwhat = \"endpoint_blocked\"\nendpoint = \"intune\"\nprobability = 0.01\n";
    let desk = grid(rare);
    let (text, _) = desk.ends("sweep scenario.toml --of failure_rate -r 100 -o out", 0);
    assert!(text.contains("In 4 cases: rare shocks have replications of their own"), "{text}");
    assert!(text.contains("not told, since rare shocks have replications of their own"), "{text}");
    assert!(desk.read("out/cases.csv").lines().nth(1).is_some_and(|row| row.contains(",2,")));
    assert_eq!(desk.read("out/effects.csv").lines().count(), 1, "only the header");
    let (text, _) = desk.ends("sweep scenario.toml --of failure_rate -o few", 0);
    assert!(text.contains("In 4 cases: too few replications for rare shocks"), "{text}");
}
