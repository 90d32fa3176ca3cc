//! The death spiral: one cause, and everything that follows from it.

use cloudpc_sim::{Experiment, Outcome, Source, scenario};

use crate::program::root;

/// A few replications of the shipped scenario with these assignments.
fn spiral(sets: &[&str]) -> Outcome {
    let path = root().join("scenarios/death-spiral.toml");
    let text = std::fs::read_to_string(&path).expect("it can be read");
    let source = Source { name: "death-spiral.toml".into(), text };
    let sets: Vec<String> =
        sets.iter().copied().chain(["replications=20"]).map(String::from).collect();
    let scenario = scenario::load(source, &sets, &()).expect("it is good");
    Experiment::new(&scenario).run(&()).expect("nobody stops it")
}

/// The mean of a measure.
fn mean(outcome: &Outcome, measure: &str) -> f64 {
    outcome.summary(measure).and_then(|s| s.estimate.value).expect("it has a meaning")
}

#[test]
fn the_death_spiral_arises_from_its_cause_alone() {
    let night_only = spiral(&[]);
    // Everybody behind the link times out thrice …
    assert!((mean(&night_only, "wave.branch.failed") - 200.0).abs() < 1e-9);
    assert!(mean(&night_only, "cause.simHybridJoinTimeout.attempts") > 400.0);
    // … which fills the subnet, fails a health check, closes a connection that had no part in it …
    assert!((mean(&night_only, "subnet.cpc-weu.exhausted_share") - 1.0).abs() < 1e-9);
    assert!(mean(&night_only, "cause.noEnoughIpAddress.attempts") > 100.0);
    assert!((mean(&night_only, "connection.anc-hq.unhealthy_share") - 0.25).abs() < 1e-9);
    assert!(mean(&night_only, "wave.headquarters-midday.failed") > 99.0);
    // … and is over when a later check passes.
    assert!((mean(&night_only, "wave.headquarters-evening.ready") - 50.0).abs() < 1e-9);
    let announced = spiral(&["directory.site_link.branch.notify=true"]);
    assert!((mean(&announced, "ready") - 400.0).abs() < 1e-9, "without the cause nothing follows");
    assert!(mean(&announced, "attempts_per_cloud_pc") < 1.0 + 1e-9);
}
