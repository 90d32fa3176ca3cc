//! Formats of a check: nothing of a name gets out of its place.

use cloudpc_sim::experiment::expectation::{Judgment, expectations, judge};
use cloudpc_sim::report::check::{Checked, Position, cut_at, github, junit, markdown, text};
use cloudpc_sim::report::heading::Heading;
use cloudpc_sim::statistics::interval::Method;
use cloudpc_sim::{Experiment, Source, scenario};
use resvg::usvg::roxmltree::Document;

const BASE: &str = "horizon = '1d'\nreplications = 60\n[policy.p]\n\
    network = 'microsoft-hosted'\ngroups = ['g']\n[group.g]\n[wave.w]\ngroup = 'g'\nusers = 5\n\
    [failures]\nintuneEnrollFailed = 0.3\n[expect]\nfailure_rate = { at_most = 0.2 }\n\
    'wave.w.failed' = { at_most = 0.001 }\n  attempts_per_cloud_pc = { at_most = 1.38 }\n";

/// A scenario with one expectation of each verdict.
fn checked(file: &str) -> Checked {
    let source = Source { name: file.into(), text: BASE.into() };
    let scenario = scenario::load(source, &[], &()).expect("it is good");
    let experiment = Experiment::new(&scenario);
    let outcome = experiment.run(&()).expect("nobody stops it");
    let judged = judge(&outcome, &expectations(&scenario).expect("there are such measures"));
    let at = |j: &Judgment| Some(Position::of(BASE, j.expectation.place.span.start));
    let heading = Heading {
        name: file.into(),
        question: None,
        start: scenario.start,
        horizon: scenario.horizon,
        seed: 1,
        replications: 60,
        replaced: vec![],
    };
    let judgments = judged.into_iter().map(|j| (j.clone(), at(&j))).collect();
    let fingerprint = outcome.fingerprint();
    Checked { file: file.into(), heading, fingerprint, judgments, against: None }
}

#[test]
fn each_verdict_is_told_with_what_it_stands_on() {
    let all = [checked("a.toml")];
    let told = text(&all);
    for part in ["mmet ", "mmissed ", "mundecided", "-r ", " would probably decide", "60 repl"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(told.ends_with("1 met, 1 missed, 1 undecided\n"), "{told}");
    assert!(!all[0].is_good());
}

#[test]
fn annotations_stand_at_the_line_of_the_expectation() {
    let told = github(&[checked("dir/a,b:c%.toml")]);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 3, "a miss, one undecided, the totals: {told}");
    let file = "file=dir/a%2Cb%3Ac%25.toml";
    assert!(
        lines[0].starts_with(&format!("::error {file},line=14,col=1,title=missed%3A ")),
        "{told}"
    );
    assert!(lines[1].starts_with(&format!("::warning {file},line=15,col=3,")), "{told}");
    assert!(lines[0].contains(" %25"), "percent signs are escaped: {told}");
}

#[test]
fn markdown_is_one_table_that_no_name_breaks_and_is_cut_knowingly() {
    let all: Vec<Checked> = vec![checked("a|b<script>\n[x](y)@you.toml"); 50];
    let whole = markdown(&all);
    let rows = whole.lines().filter(|line| {
        line.starts_with("| ✅") || line.starts_with("| ❌") || line.starts_with("| ❔")
    });
    let cells = |row: &str| row.replace("\\|", "").matches('|').count();
    let rows: Vec<&str> = rows.collect();
    assert_eq!(rows.len(), 150);
    assert!(rows.iter().all(|row| cells(row) == 5 && !row.contains('<')), "{}", rows[0]);
    let verdicts = ["missed", "undecided", "met"].map(|verdict| {
        let has = |row: &&&str| row.contains(&format!(" {verdict} |"));
        rows.iter().skip_while(|row| !has(row)).take_while(has).count()
    });
    assert_eq!(verdicts, [50, 50, 50], "what fails stands first, and then what nobody knows");
    let cut = cut_at(&all, 8_192);
    assert!(cut.len() <= 8_192 && cut.contains(" of 150 rows are left out here"), "{cut}");
    assert!(cut.starts_with(&whole[..200]), "the beginning is the same");
}

#[test]
fn junit_has_a_suite_for_each_scenario_and_a_case_for_each_point() {
    let xml = junit(&[checked("a<b>&\"]]>\u{1b}[31m\u{0}\u{ffff}.toml"), checked("b.toml")]);
    let document = Document::parse(&xml).expect("it is XML");
    let suites: Vec<_> = document.descendants().filter(|n| n.has_tag_name("testsuite")).collect();
    assert_eq!(suites.len(), 2);
    assert_eq!(suites[0].attribute("tests"), Some("3"));
    assert_eq!(suites[0].attribute("failures"), Some("2"), "what is undecided is a failure");
    let failures = document.descendants().filter(|n| n.has_tag_name("failure"));
    let types: Vec<_> = failures.filter_map(|n| n.attribute("type")).collect();
    assert_eq!(types, ["missed", "undecided", "missed", "undecided"]);
    assert!(!document.descendants().any(|n| n.has_tag_name("skipped")));
    assert!(!xml.contains('\u{1b}') && !xml.contains('\u{0}'));
}

#[test]
fn a_place_is_counted_from_one_in_characters() {
    let text = "a\né= b\n";
    for (byte, line, column) in [(0, 1, 1), (2, 2, 1), (6, 2, 4), (8, 3, 1), (99, 3, 1)] {
        assert_eq!(Position::of(text, byte), Position { line, column }, "{byte}");
    }
}

#[test]
fn what_is_undecided_says_how_many_replications_would_decide_it() {
    let mut judgment = checked("a.toml").judgments.remove(2).0;
    // To be 0.04 : 0.07 as wide takes 60 times 3.0625, and a tenth more.
    (judgment.estimate.value, judgment.estimate.high) = (Some(1.34), Some(1.41));
    assert_eq!(judgment.would_decide(), Some(203));
    // A bound on what was never seen narrows with the number itself.
    judgment.estimate.method = Method::ZeroBound;
    assert_eq!(judgment.would_decide(), Some(116));
    judgment.estimate.value = Some(1.379_999_9);
    assert_eq!(judgment.would_decide(), None, "more than anybody waits for");
    judgment.estimate.value = None;
    assert_eq!(judgment.would_decide(), None);
}
