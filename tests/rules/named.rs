//! Every rule that the model acts on is held by a test.

use std::collections::BTreeSet;

use cloudpc_sim::provisioning::rules::{RULES, why_not_modeled};

use crate::written::{File, Written, files};

/// Tests about the catalog itself.
const ABOUT_THE_CATALOG: [&str; 2] = ["named", "coverage"];

#[test]
fn every_rule_that_the_model_acts_on_is_held_by_a_test() {
    let files = files();
    let tests: Vec<_> = files.iter().flat_map(File::tests).collect();
    let held: BTreeSet<&str> = tests.iter().flat_map(Written::held).collect();
    let open = |id: &&str| !held.contains(id) && why_not_modeled(id).is_none();
    let open: Vec<&str> = RULES.iter().map(|rule| rule.id).filter(open).collect();
    assert!(open.is_empty(), "held by no test: {open:?}");
    let both: Vec<_> = held.iter().filter(|id| why_not_modeled(id).is_some()).collect();
    assert!(both.is_empty(), "held by a test and said not to be modeled: {both:?}");
}

#[test]
fn every_test_begins_with_the_rules_it_holds() {
    let about_the_model = |module: &str| !ABOUT_THE_CATALOG.contains(&module);
    for file in files().iter().filter(|file| about_the_model(&file.module)) {
        for test in file.tests() {
            let (module, name) = (&file.module, test.name);
            assert!(test.begins_with_rules(), "{module}::{name} does not say which rules it holds");
        }
    }
}
