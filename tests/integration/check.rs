//! `check`: exit codes, baselines, and what CI reads.

use resvg::usvg::roxmltree::Document;
use serde_json::Value;

use crate::program::{Desk, HELLO, contents, said};

/// An enrollment in three fails, and 2.7 % of the Cloud PCs: as expected.
fn expecting() -> String {
    let expected = "[failures]\nintuneEnrollFailed = 0.3\n[expect]\n\
                    failure_rate = { at_most = 0.2 }\n";
    format!("replications = 60\n{HELLO}{expected}")
}

#[test]
fn the_exit_code_says_whether_everything_holds() {
    let desk = Desk::with(&expecting());
    desk.write("hello.toml", HELLO.as_bytes());
    for (arguments, code, says) in [
        ("check scenario.toml", 0, "1 met, 0 missed, 0 undecided"),
        ("check scenario.toml --set expect.failure_rate.at_most=0.001", 1, "1 missed"),
        ("check scenario.toml --set expect.failure_rate.at_most=0.027", 1, "1 undecided"),
        ("check hello.toml", 2, "hello.toml: nothing to check: it has no [expect]"),
        ("check scenario.toml hello.toml", 2, "nothing to check"),
        ("check nowhere.toml", 2, "nowhere.toml"),
        ("check", 2, "SCENARIO"),
        ("check scenario.toml --update-baseline", 2, "--baseline"),
        ("check scenario.toml --baseline none", 2, "there is no such baseline; --update-baseline"),
        ("check scenario.toml --margin 2", 2, "a share from 0 to 1"),
        ("check scenario.toml scenario.toml --baseline b --update-baseline", 2, "two scenarios"),
        ("check scenario.toml --set expect.failure_rat.at_most=0.1", 2, "failure_rat"),
    ] {
        let (out, err) = desk.ends(arguments, code);
        assert!(out.contains(says) || err.contains(says), "{arguments}: {out}{err}");
        assert!(code != 2 || out.is_empty(), "{arguments}: {out}");
    }
    assert!(!desk.path("b").exists(), "what is refused writes nothing");
}

#[test]
fn a_baseline_knows_the_same_from_noise_and_from_more() {
    let desk = Desk::with(&expecting());
    let (_, told) = desk.ends("check scenario.toml --baseline b --update-baseline", 0);
    assert!(told.contains("Baselines: b"), "{told}");
    let written = contents(&desk.path("b"));
    assert_eq!(
        written.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["scenario.json"]
    );
    desk.ends("check scenario.toml --baseline b --update-baseline -j 3", 0);
    assert_eq!(contents(&desk.path("b")), written, "the same bytes again");
    let worse = "--set failures.intuneEnrollFailed=0.4";
    let some = "--set failures.intuneEnrollFailed=0.35";
    let little = "--set failures.intuneEnrollFailed=0.305";
    for (more, code, says) in [
        ("", 0, "baseline: same: A and B are the same, event by event."),
        ("--level exact", 0, "baseline: same"),
        (little, 0, "baseline: changed within noise"),
        (&format!("{little} --level exact"), 1, "missed    baseline: changed within noise"),
        (worse, 1, "missed    baseline: changed beyond noise"),
        (&format!("{some} --margin 0.2"), 1, "changed beyond noise"),
        (&format!("{some} --margin 0.5"), 0, "changed within the margin of 50 %"),
        ("-r 30", 0, "baseline: same"),
        ("--seed 2", 0, "baseline: changed within noise"),
    ] {
        let (out, _) = desk.ends(&format!("check scenario.toml --baseline b {more}"), code);
        assert!(out.contains(says), "{more}: {out}");
    }
    desk.write("b/scenario.json", b"{}");
    let (_, err) = desk.ends("check scenario.toml --baseline b", 2);
    assert!(err.contains("this is no baseline; --update-baseline writes one"), "{err}");
}

#[test]
fn ci_gets_annotations_and_a_junit_file_at_the_line_of_the_expectation() {
    let desk = Desk::with(&expecting());
    let missed = expecting().replace("at_most = 0.2", "at_most = 0.001");
    desk.write("bad, really.toml", missed.as_bytes());
    let line =
        missed.lines().position(|line| line.starts_with("failure_rate")).expect("it is there");
    let mut command = desk.command("check --format github --junit reports/check.xml scenario.toml");
    let output = command.arg("bad, really.toml").output().expect("the program starts");
    let (out, _) = said(&output, 1);
    let start = format!("::error file=bad%2C really.toml,line={},col=1,title=missed%3A ", line + 1);
    assert!(out.starts_with(&start), "{out}");
    let xml = desk.read("reports/check.xml");
    let document = Document::parse(&xml).expect("it is XML");
    let suites: Vec<_> =
        document.descendants().filter(|node| node.has_tag_name("testsuite")).collect();
    let attribute = |name| suites.iter().map(|s| s.attribute(name)).collect::<Vec<_>>();
    assert_eq!(attribute("name"), [Some("scenario.toml"), Some("bad, really.toml")]);
    assert_eq!(attribute("failures"), [Some("0"), Some("1")]);
}

#[test]
fn json_and_markdown_hold_every_verdict() {
    let desk = Desk::with(&expecting());
    let (out, _) = desk.ends("check scenario.toml --format json", 0);
    let answer: Value = serde_json::from_str(&out).expect("the answer is JSON");
    let judged = &answer["scenarios"][0]["expectations"][0]["judged"];
    assert_eq!((&answer["good"], &answer["met"]), (&true.into(), &1.into()));
    assert_eq!((&judged["measure"], &judged["verdict"]), (&"failure_rate".into(), &"met".into()));
    let (out, _) = desk.ends("check scenario.toml --format markdown", 0);
    assert!(out.contains("| ✅ met | scenario.toml:"), "{out}");
}
