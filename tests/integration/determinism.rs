//! Same version, scenario and seed: same results, whatever else is different.

use cloudpc_sim::{Experiment, Scenario, Source, scenario};

use crate::program::{Desk, contents, scenarios};

/// Three waves on a subnet with room for all, with causes and warnings.
const ROLLOUT: &str = r#"
[failures]
intuneEnrollFailed = 0.2
simVmDeploymentTimeout = 0.05
[warnings]
teamsOptimization = 0.1
[subnet.large]
prefix = "10.0.0.0/16"
[connection.anc]
join = "entra"
subnet = "large"
health_check = { failure = 0.1 }
[policy.everyone]
connections = ["anc"]
groups = ["staff"]
[group.staff]
licenses_per_user = 2
[wave.first]
group = "staff"
users = 50
arrivals = "at-once"
[wave.second]
group = "staff"
users = 50
at = "+2h"
over = "10h"
arrivals = "random"
[wave.third]
group = "staff"
users = 50
at = "+1d"
over = "10h"
"#;

fn load(text: &str) -> Scenario {
    let source = Source { name: "scenario.toml".into(), text: text.into() };
    scenario::load(source, &[], &()).unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

fn fingerprints(experiment: &Experiment<'_>) -> Vec<u128> {
    let outcome = experiment.run(&()).expect("nobody stops it");
    outcome.replications.iter().map(|one| one.fingerprint).collect()
}

#[test]
fn the_folder_has_the_same_bytes_with_any_number_of_threads() {
    for path in scenarios() {
        let desk = Desk::new();
        let name = path.to_str().expect("the project's paths are UTF-8");
        let [one, three] = [1, 3].map(|threads| {
            let run = format!("run -r 20 --detail 2 -j {threads} -o {threads}");
            let output = desk.command(&run).arg(name).output().expect("the program starts");
            assert_eq!(output.status.code(), Some(0), "{name}");
            let mut files = contents(&desk.path(&threads.to_string()));
            files.retain(|(file, _)| file != "wall_clock.json");
            files
        });
        assert!(one == three, "{name}");
    }
}

#[test]
fn replications_one_by_one_in_reverse_are_those_of_the_experiment() {
    let scenario = load(ROLLOUT);
    let experiment = Experiment { replications: 30, ..Experiment::new(&scenario) };
    let mut one_by_one: Vec<_> =
        (0..30).rev().map(|number| experiment.run_one(number).fingerprint).collect();
    one_by_one.reverse();
    assert_eq!(one_by_one, fingerprints(&experiment));
}

#[test]
fn more_replications_begin_with_the_same_ones() {
    let scenario = load(ROLLOUT);
    let of =
        |replications| fingerprints(&Experiment { replications, ..Experiment::new(&scenario) });
    assert_eq!(of(50), of(100)[..50]);
}

#[test]
fn no_two_replications_and_no_two_seeds_are_alike() {
    let scenario = load(ROLLOUT);
    let of =
        |seed| fingerprints(&Experiment { seed, replications: 50, ..Experiment::new(&scenario) });
    let mut all = [of(1), of(2)].concat();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 100);
}

/// The rows of all Cloud PCs in ten replications.
fn cloud_pcs(scenario: &str) -> Vec<String> {
    let desk = Desk::with(scenario);
    desk.ends("run scenario.toml -r 10 --detail all -o out", 0);
    desk.read("out/cloud_pcs.csv").lines().map(Into::into).collect()
}

#[test]
fn what_is_added_leaves_the_rows_of_others_as_they_were() {
    let before = cloud_pcs(ROLLOUT);
    let later = "[wave.later]\ngroup = \"staff\"\nusers = 50\nat = \"+3d\"\n";
    let others = "[policy.others]\nnetwork = \"microsoft-hosted\"\ngroups = [\"others\"]\n[group.others]\n[wave.others]\ngroup = \"others\"\nusers = 9\n";
    for (name, after) in [
        (
            "a cause with probability 0",
            ROLLOUT.replace("[warnings]", "internalError = 0\n[warnings]"),
        ),
        (
            "a warning with probability 0",
            ROLLOUT.replace("[warnings]", "[warnings]\nwindowsReset = 0"),
        ),
        ("a user at the end of a wave", ROLLOUT.replacen("users = 50", "users = 51", 1)),
        ("a later wave", format!("{ROLLOUT}{later}")),
        ("a later wave first in the file", format!("{later}{ROLLOUT}")),
        ("a policy, a group and a wave before all", format!("{others}{ROLLOUT}")),
        (
            "a condition on nobody",
            format!("{ROLLOUT}[condition.c]\nwhat = \"intune_outage\"\nfrom = \"+13d\"\n"),
        ),
    ] {
        let after = cloud_pcs(&after);
        let gone: Vec<_> = before.iter().filter(|row| !after.contains(row)).collect();
        assert!(gone.is_empty(), "{name} changes {gone:#?}");
    }
}

#[test]
fn the_fingerprint_sees_on_which_connection_attempts_run() {
    let twins = |connections: &str| {
        let text = format!(
            r#"
            replications = 1
            horizon = "1d"
            [subnet.a]
            prefix = "10.0.0.0/24"
            [subnet.b]
            prefix = "10.1.0.0/24"
            [connection.a]
            join = "entra"
            subnet = "a"
            health_check = {{ phase = "3h" }}
            [connection.b]
            join = "entra"
            subnet = "b"
            health_check = {{ phase = "3h" }}
            [policy.p]
            connections = [{connections}]
            groups = ["g"]
            [group.g]
            [wave.w]
            group = "g"
            users = 5
            "#
        );
        let source = Source { name: "twins".into(), text };
        let scenario = scenario::load(source, &[], &()).expect("it is good");
        Experiment::new(&scenario).run_one(0).fingerprint
    };
    assert_ne!(twins("'a'"), twins("'b'"), "another subnet was used");
    assert_eq!(twins("'a'"), twins("'a', 'b'"), "the alternate was not needed");
}
