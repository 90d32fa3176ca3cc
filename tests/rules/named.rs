//! Every rule that the model acts on is held by a test.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cloudpc_sim::provisioning::rules::RULES;

/// Rules that no test could hold the model to, each with the reason.
const NOT_ACTED_ON: [(&str, &str); 7] = [
    ("ANC-03", "connections are made before a run begins, never in one"),
    ("ANC-14", "no connection changes in a run"),
    ("ANC-21", "recorded deployments are not counted in this version"),
    ("IP-09", "advice to whoever plans a subnet"),
    ("IP-20", "addresses are counted, and nothing tells one from another"),
    ("CLEAN-09", "no Cloud PC is deleted in this version"),
    ("CON-26", "no license is withdrawn, and nothing counts active Cloud PCs, in this version"),
];

/// This folder's files by name.
fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    let read = |path: &Path| fs::read_to_string(path).expect("it can be read");
    paths.map(|path| (path.display().to_string(), read(&path))).collect()
}

/// The ids in every list of rules that a test begins with.
fn held(text: &str) -> Vec<&str> {
    let lists = text.split(concat!("holds", "(&[")).skip(1);
    let ids = lists.flat_map(|rest| rest.split(']').next().expect("a split has a part").split(','));
    ids.map(|id| id.trim().trim_matches('"')).filter(|id| !id.is_empty()).collect()
}

#[test]
fn every_rule_that_the_model_acts_on_is_held_by_a_test() {
    let files = files();
    let held: BTreeSet<&str> = files.iter().flat_map(|(_, text)| held(text)).collect();
    let exempt = NOT_ACTED_ON.map(|(id, _)| id);
    let open: Vec<_> = RULES
        .iter()
        .map(|r| r.id)
        .filter(|id| !held.contains(id) && !exempt.contains(id))
        .collect();
    assert!(open.is_empty(), "held by no test: {open:?}");
    for id in exempt {
        assert!(RULES.iter().any(|rule| rule.id == id), "{id} is no rule");
        assert!(!held.contains(id), "{id} is held by a test: its exemption is stale");
    }
}

#[test]
fn every_test_begins_with_the_rules_it_holds() {
    for (name, text) in files() {
        let tests = text.split("#[test]\n").skip(1);
        for test in tests.filter(|_| !name.ends_with("named.rs")) {
            let mut lines = test.lines();
            let (sentence, first) = (lines.next(), lines.next());
            let begins = first.is_some_and(|line| line.starts_with(concat!("    holds", "(&[\"")));
            assert!(begins, "{name}: {sentence:?} does not say which rules it holds");
        }
    }
}
