//! Runs with rare shared shocks: what their tables say, and that a folder goes as it went.

use serde_json::Value;

use crate::program::{Desk, contents};

/// An outage in one rollout of a hundred, and health checks that hardly ever fail.
const SHAKEN: &str = r#"
horizon = "1d"
[subnet.s]
prefix = "10.0.0.0/24"
[connection.anc]
join = "entra"
subnet = "s"
health_check = { failure = 0.002 }
[policy.everyone]
connections = ["anc"]
groups = ["staff"]
[group.staff]
[wave.first]
group = "staff"
users = 10
over = "8h"
[condition.outage]
what = "intune_outage"
probability = 0.01
"#;

/// The rows of a table, cell by cell, without the header.
fn rows(desk: &Desk, name: &str) -> Vec<Vec<String>> {
    let text = desk.read(name);
    text.lines().skip(1).map(|line| line.split(',').map(String::from).collect()).collect()
}

fn stdout(desk: &Desk, arguments: &str) -> String {
    String::from_utf8(desk.run(arguments).stdout).expect("the program writes UTF-8")
}

#[test]
fn every_replication_names_its_stratum_and_what_it_counts() {
    let desk = Desk::with(SHAKEN);
    desk.ends("run scenario.toml -o out", 0);
    assert!(
        desk.read("out/replications.csv")
            .starts_with("case,replication,fingerprint,events,stratum,weight,requested,")
    );
    let rows = rows(&desk, "out/replications.csv");
    let of = |stratum: &str| rows.iter().filter(|row| row[4] == stratum).count();
    let check = "connection.anc.health_check";
    assert_eq!([of("none"), of("condition.outage"), of(check)], [76, 12, 12]);
    let weight = |row: &Vec<String>| row[5].parse::<f64>().expect("a number");
    let sum: f64 = rows.iter().map(weight).sum();
    assert!((sum - 100.0).abs() < 1e-6, "on average one: {sum}");
    let outage: f64 = rows.iter().filter(|row| row[4] == "condition.outage").map(weight).sum();
    assert!((outage - 1.0).abs() < 1e-6, "one of a hundred: {outage}");
    for name in ["out/summary.json", "out/manifest.json"] {
        let json: Value = serde_json::from_str(&desk.read(name)).expect("it is JSON");
        assert_eq!(json["strata"][1]["stratum"], "condition.outage", "{name}");
        assert_eq!(json["strata"][1]["replications"], 12, "{name}");
    }
}

#[test]
fn without_rare_shocks_all_count_alike() {
    let desk = Desk::with(SHAKEN);
    let calm = "--set condition.outage.probability=1 --set connection.anc.health_check.failure=0";
    let shown = stdout(&desk, &format!("run scenario.toml -r 30 -o out {calm}"));
    assert!(!shown.contains("Stratified") && !shown.contains("undeclared"), "{shown}");
    assert!(rows(&desk, "out/replications.csv").iter().all(|row| row[4..6] == ["all", "1"]));
}

#[test]
fn too_few_replications_say_what_they_cannot_see() {
    let desk = Desk::with(SHAKEN);
    let shown = stdout(&desk, "run scenario.toml -r 39 -o out");
    let wanted = "Not covered: 39 replications cannot see what strikes many together this seldom; \
                  no interval here\nincludes it. It needs at least -r 40:\n  outage arises (1.0 %)\n  \
                  anc fails a health check (1.00 %)\n";
    assert!(shown.contains(wanted), "{shown}");
    let json: Value = serde_json::from_str(&desk.read("out/summary.json")).expect("it is JSON");
    let missed = ["condition.outage", "connection.anc.health_check"];
    assert_eq!(json["rare_shocks_not_covered"], serde_json::json!(missed));
    let shown = stdout(&desk, "run scenario.toml -r 40 -o out");
    assert!(shown.contains("Stratified") && !shown.contains("Not covered"), "{shown}");
}

#[test]
fn a_replication_of_any_stratum_goes_as_it_went() {
    let desk = Desk::with(SHAKEN);
    desk.ends("run scenario.toml -r 60 -o out --detail none", 0);
    for number in [0, 29, 30, 44, 45, 59] {
        // What does not go as it went has another fingerprint, and is refused.
        let told = stdout(&desk, &format!("explain first-00001 --from out --replication {number}"));
        assert!(told.contains("requested"), "{number}: {told}");
    }
}

#[test]
fn strata_are_the_same_with_any_number_of_threads() {
    let desk = Desk::with(SHAKEN);
    let bytes = |threads: u32| {
        desk.ends(&format!("run scenario.toml -r 60 -o out -j {threads}"), 0);
        let mut files = contents(&desk.path("out"));
        files.retain(|(name, _)| name != "wall_clock.json");
        files
    };
    assert!(bytes(1) == bytes(3), "the same bytes in every file");
}
