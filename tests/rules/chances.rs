//! Conditions that arise with a stated probability, or not at all in a rollout.

use cloudpc_sim::Experiment;

use crate::{BLOCKED_AT_FIRST, holds, load, run};

/// Fails every attempt from the beginning on.
const BLOCKED: &str = "condition.blocked={ what = 'endpoint_blocked' }";
/// A check that ends at +1h30m, and what it would find.
const CHECKED: [&str; 2] = [
    "connection.anc.health_check={ phase = '1h', borrows_address = false }",
    "condition.blocked={ what = 'health_check_fails', check = 'dns' }",
];

/// The fingerprints of sixty replications after these assignments.
fn fingerprints(sets: &[&[&str]]) -> Vec<u128> {
    let scenario = load(sets);
    let experiment = Experiment { replications: 60, ..Experiment::new(&scenario) };
    let outcome = experiment.run(&()).expect("nobody stops it");
    outcome.replications.iter().map(|one| one.fingerprint).collect()
}

#[test]
fn a_condition_that_does_not_arise_plays_no_part() {
    holds(&["COND-01", "COND-02"]);
    let never = "condition.blocked.probability=0";
    let told = run(&[&[BLOCKED, never, "admin.repair.after=30m"]]);
    assert_eq!(told.attempts(), run(&[]).attempts());
    assert_eq!(told.detail.spared, ["blocked"]);
    assert_eq!(told.detail.repairs, [], "nobody repairs what is not there");
    let told = run(&[&CHECKED, &[never, "admin.repair.after=30m"]]);
    assert_eq!(told.checks()[0], "+1h30m anc passed");
    assert_eq!(run(&[&CHECKED]).checks()[0], "+1h30m anc failed simDeclaredByScenario");
}

#[test]
fn a_condition_is_certain_where_nothing_else_is_said() {
    holds(&["COND-01"]);
    let certain = run(&[&[BLOCKED_AT_FIRST, "condition.blocked.probability=1"]]);
    assert_eq!(certain.attempts(), run(&[&[BLOCKED_AT_FIRST]]).attempts());
    assert_eq!(certain.detail.spared, Vec::<String>::new());
}

#[test]
fn a_condition_arises_or_not_for_the_whole_of_a_replication() {
    holds(&["COND-01"]);
    let users = "wave.w.users=5";
    let half = "condition.blocked.probability=0.5";
    let found = fingerprints(&[&[users, BLOCKED, half]]);
    let (struck, spared) = (fingerprints(&[&[users, BLOCKED]]), fingerprints(&[&[users]]));
    let both = struck.iter().zip(&spared);
    assert!(
        found.iter().zip(both).all(|(found, (struck, spared))| found == struck || found == spared)
    );
    let arose = found.iter().zip(&struck).filter(|(found, struck)| found == struck).count();
    assert!((15..=45).contains(&arose), "half of sixty, and not for all or nobody: {arose}");
}

#[test]
fn two_conditions_arise_independently_of_each_other() {
    holds(&["COND-01"]);
    let half =
        |name: &str| format!("condition.{name}={{ what = 'endpoint_blocked', probability = 0.5 }}");
    let of = |names: &[&str]| {
        let sets: Vec<String> = names.iter().map(|name| half(name)).collect();
        fingerprints(&[&sets.iter().map(String::as_str).collect::<Vec<_>>()])
    };
    let [none, a, b, both] = [of(&[]), of(&["a"]), of(&["b"]), of(&["a", "b"])];
    let arose = |found: &[u128], i: usize| found[i] != none[i];
    let only_a = (0..60).filter(|&i| arose(&a, i) && !arose(&b, i)).count();
    let only_b = (0..60).filter(|&i| arose(&b, i) && !arose(&a, i)).count();
    assert!(only_a > 5 && only_b > 5, "{only_a} {only_b}");
    let either = |i: usize| arose(&a, i) || arose(&b, i);
    assert!((0..60).all(|i| arose(&both, i) == either(i)));
}
