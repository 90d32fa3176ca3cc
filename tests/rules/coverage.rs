//! The coverage page: everything it names exists, and the committed page is what is printed.

use std::collections::BTreeSet;
use std::fs;

use cloudpc_sim::provisioning::rules::coverage::{DOCUMENTS, Model, Row};
use cloudpc_sim::provisioning::rules::{find, why_not_modeled};
use cloudpc_sim::report::coverage;

use crate::written::{File, files, root};

fn rows() -> impl Iterator<Item = &'static Row> {
    DOCUMENTS.into_iter().flat_map(|(_, rows)| rows)
}

fn models() -> impl Iterator<Item = (&'static Row, Model)> {
    rows().filter_map(|row| row.model.map(|model| (row, model)))
}

/// The rules that a test, given as `file::function`, holds; `None` if there is no such test.
fn held_by<'a>(files: &'a [File], test: &str) -> Option<Vec<&'a str>> {
    let (module, name) = test.split_once("::")?;
    let file = files.iter().find(|file| file.module == module)?;
    let written = file.tests().find(|written| written.name == name)?;
    Some(written.held().collect())
}

#[test]
fn both_documents_are_covered_from_end_to_end() {
    let counts = DOCUMENTS.map(|(key, rows)| (key, rows.len()));
    assert_eq!(counts, [("S0", 19), ("S1", 27)], "S0 has 19 sections about errors");
    let headings: BTreeSet<_> = DOCUMENTS[0].1.iter().map(|row| row.heading).collect();
    assert_eq!(headings.len(), 19);
}

#[test]
fn every_row_has_rules_and_a_scenario_and_a_test_or_a_reason() {
    for row in rows() {
        let heading = row.heading;
        assert!(!row.rules.is_empty(), "{heading}: which rules?");
        for id in row.rules {
            assert!(find(id).is_some(), "{heading}: {id} is no rule");
            assert_eq!(why_not_modeled(id).is_none(), row.model.is_some(), "{heading}: {id}");
        }
        let shown = row.model.is_none_or(|m| !m.scenarios.is_empty() && !m.tests.is_empty());
        assert!(shown, "{heading}: {}: no scenario or no test", row.says);
    }
    assert!(DOCUMENTS[0].1.iter().all(|row| row.model.is_some()), "every error is modeled");
}

#[test]
fn every_scenario_and_test_that_a_row_names_is_there() {
    let files = files();
    let is_scenario = |name: &str| root().join(format!("scenarios/{name}.toml")).is_file();
    let mut missing: BTreeSet<&str> = BTreeSet::new();
    for (_, model) in models() {
        missing.extend(model.scenarios.iter().filter(|name| !is_scenario(name)));
        missing.extend(model.tests.iter().filter(|name| held_by(&files, name).is_none()));
    }
    assert!(missing.is_empty(), "named by a row, and not there: {missing:#?}");
}

#[test]
fn a_test_that_a_row_names_holds_one_of_its_rules() {
    let files = files();
    for (row, model) in models() {
        for test in model.tests {
            let held = held_by(&files, test).expect("a row names a test that is there");
            let fits = row.rules.iter().any(|id| held.contains(id));
            assert!(fits, "{}: {test} holds none of {:?}", row.heading, row.rules);
        }
    }
}

#[test]
fn the_committed_page_is_what_is_printed() {
    let committed = fs::read_to_string(root().join("COVERAGE.md")).unwrap_or_default();
    assert!(
        committed == coverage::page(),
        "COVERAGE.md is old; update it by\n  cargo run -- rules --markdown > COVERAGE.md"
    );
}
