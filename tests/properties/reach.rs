//! The generator reaches everything the model can do, or the properties would say little.

use std::collections::BTreeSet;

use cloudpc_sim::provisioning::cloud_pc::Status;
use cloudpc_sim::provisioning::stage::{Stage, causes, configure::WARNINGS};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::generate::{Text, scenario};
use crate::mutation::{mutation, spoilt};
use crate::{config, load, read, run};

/// So many scenarios, and each of the forty kinds of conditions has shown what it does.
const MANY: usize = 3_000;
const CHANGES: [&str; 9] = [
    "held",
    "denied",
    "cleaned_up",
    "leaked",
    "borrowed",
    "returned",
    "passed",
    "warning",
    "failed",
];
fn samples<S: Strategy>(strategy: &S, n: usize) -> impl Iterator<Item = S::Value> {
    let mut runner = TestRunner::new(config());
    (0..n).map(move |_| strategy.new_tree(&mut runner).expect("nothing is filtered").current())
}

#[test]
fn every_cause_warning_status_and_change_occurs() {
    let mut seen = BTreeSet::new();
    for Text(text) in samples(&scenario(), MANY) {
        let outcome = run(&load(&text, &[]), 1);
        for (_, detail) in outcome.details() {
            seen.extend(detail.cloud_pcs.iter().map(|pc| pc.status));
            seen.extend(detail.statuses.iter().map(|row| row.status));
            seen.extend(detail.cloud_pcs.iter().flat_map(|pc| pc.warnings.clone()));
            seen.extend(detail.attempts.iter().filter_map(|row| row.cause));
            seen.extend(detail.attempts.iter().filter_map(|row| row.failed_stage));
            seen.extend(detail.resources.iter().map(|row| row.change));
        }
    }
    let codes = causes().map(|(_, cause)| cause.code).chain(WARNINGS.iter().map(|w| w.code));
    let stages = Stage::ALL.into_iter().map(|stage| stage.sheet().name);
    // Restore points are not modeled.
    let statuses = Status::ALL.into_iter().filter(|status| *status != Status::Restoring);
    let statuses = statuses.map(Status::graph_name);
    let all = codes.chain(stages).chain(CHANGES).chain(statuses);
    let missing: Vec<_> = all.filter(|name| !seen.contains(name)).collect();
    assert!(missing.is_empty(), "never seen: {missing:?}");
}

#[test]
fn of_spoilt_scenarios_many_are_refused_and_many_load() {
    let spoiling = (scenario(), proptest::collection::vec(mutation(), 1..4));
    let loads =
        |(Text(text), mutations): (Text, Vec<_>)| read(&spoilt(&text, &mutations), &[]).is_ok();
    let loaded = samples(&spoiling, 300).filter(|sample| loads(sample.clone())).count();
    assert!((30..=270).contains(&loaded), "{loaded} of 300 load");
}
