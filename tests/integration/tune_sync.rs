//! `tune-sync`: its answer, its files, its refusals.

use std::fs;

use serde_json::Value;

use crate::program::{Desk, HELLO, contents, root};

fn desk(scenario: &str) -> Desk {
    let path = root().join("scenarios").join(format!("{scenario}.toml"));
    Desk::with(&fs::read_to_string(path).expect("the scenario is there"))
}

const FEW: &str = "-r 12 --connect 30m,2h --link hq-weu=15m,180m";

#[test]
fn the_answer_has_the_same_bytes_with_any_number_of_threads() {
    let desk = desk("tune-sync");
    let run = |threads: u32| {
        let (told, _) =
            desk.ends(&format!("tune-sync scenario.toml {FEW} -j {threads} -o out{threads}"), 0);
        let mut files = contents(&desk.path(&format!("out{threads}")));
        files.retain(|(name, _)| name != "wall_clock.json");
        (told, files)
    };
    let one = run(1);
    assert!(one == run(2) && one == run(7));
    let names: Vec<&str> = one.1.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "manifest.json",
            "scenario.toml",
            "time-outs-1.png",
            "time-outs-1.svg",
            "tune-sync.csv",
            "tune-sync.json",
        ]
    );
    let table = desk.read("out1/tune-sync.csv");
    assert_eq!(table.lines().count(), 7, "two by two over the link, two without: {table}");
    assert!(table.lines().all(|row| row.split(',').count() == 31), "{table}");
}

#[test]
fn a_combination_is_the_run_with_its_entries_set() {
    let desk = desk("tune-sync");
    let (json, _) = desk.ends(&format!("tune-sync scenario.toml {FEW} --format json"), 0);
    let json: Value = serde_json::from_str(&json).expect("it is JSON");
    let last = &json["combinations"][3];
    let sets = "--set connect.interval=2h --set directory.site_link.hq-weu.interval=3h";
    let (run, _) = desk.ends(&format!("run scenario.toml -r 12 {sets} --format json -o run"), 0);
    let run: Value = serde_json::from_str(&run).expect("it is JSON");
    assert_eq!(last["fingerprint"], run["fingerprint"]);
    let measures = run["measures"].as_array().expect("there are measures");
    let value = |name: &str| {
        let found = measures.iter().find(|m| m["measure"] == name).expect(name);
        found["estimate"].as_f64().expect(name)
    };
    let found = |name: &str| last[name]["estimate"].as_f64().expect(name);
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} {b}");
    // Nothing else fails here, so that every attempt joins the domain.
    close(found("lost"), value("failure_rate"));
    close(found("attempts"), value("attempts_per_cloud_pc"));
    let late = value("cause.simHybridJoinTimeout.attempts");
    close(found("all"), late / (value("attempts_per_cloud_pc") * value("requested")));
    assert!(found("first") > found("paper") - 0.2 && found("first") < found("paper") + 0.2);
}

#[test]
fn longer_intervals_need_not_be_worse_and_that_is_told() {
    let desk = desk("hybrid-same-site");
    let asked = "--connect 1h,2h,3h --per cloud-pc --at-most 10% -r 40";
    let (told, _) = desk.ends(&format!("tune-sync scenario.toml {asked}"), 0);
    let limit = told.lines().find(|line| line.contains("reading HQ: ")).expect("a boundary");
    assert!(limit.contains("Connect every 60m at most; at 120m "), "{limit}");
    assert!(limit.contains("(yet 180m would do"), "{limit}");
}

#[test]
fn what_feeds_back_is_held_against_the_simulation() {
    let desk = desk("tune-sync");
    let (calm, _) = desk.ends(&format!("tune-sync scenario.toml {FEW}"), 0);
    assert!(!calm.contains("contradicts"), "{calm}");
    let slow = "--set connect.cycle.per_1000_changes=10h --set wave.rollout.over=30m";
    let asked = "-r 12 --connect 30m --link hq-weu=30m";
    let (told, _) = desk.ends(&format!("tune-sync scenario.toml {asked} {slow}"), 0);
    assert!(told.contains("contradicts the chance on paper"), "{told}");
}

#[test]
fn what_has_no_chance_on_paper_is_simulated_and_told_why() {
    for (scenario, more, why) in [
        ("three-sites", "--link hub-hq=15m --link branch-hub=15m", "a weekly window"),
        ("tune-sync", "--set connect.phase=10m", "connect.phase is fixed"),
        ("connect-upgrade", "", "a condition keeps devices from being synchronized"),
    ] {
        let desk = desk(scenario);
        let asked = format!("tune-sync scenario.toml -r 3 --connect 30m {more}");
        let (told, _) = desk.ends(&asked, 0);
        let told_why = told.lines().any(|line| line.starts_with("- : ") && line.contains(why));
        assert!(told_why, "{scenario}: {told}");
    }
}

#[test]
fn what_cannot_be_tuned_is_refused_with_its_reason() {
    let hosted = Desk::with(HELLO);
    let (_, told) = hosted.ends("tune-sync scenario.toml", 2);
    assert!(told.contains("no connection has join = \"hybrid\""), "{told}");
    let (_, told) = desk("federated-twin").ends("tune-sync scenario.toml", 2);
    assert!(told.contains("register themselves through AD FS"), "{told}");
    let desk = desk("tune-sync");
    for (asked, carets) in [
        ("--connect 30m,45x", "30m,45x\n  |     ^^^"),
        ("--connect 30m,10m,60m", "30m,10m,60m\n  |     ^^^ shorter than the allowed interval"),
        ("--connect 30m,,60m", "a value is missing"),
        ("--link hq-weu=15m,20m", "hq-weu=15m,20m\n  |            ^^^ from 15m to 7d"),
        ("--link hq-wue=15m", "did you mean `hq-weu`?"),
        ("--link hq-weu", "such as hq-weu=15m,60m"),
        ("--connect-site HQ,Moon", "HQ,Moon\n  |    ^^^^ known: HQ, WEU"),
        ("--connect-site WEU --link hq-weu=15m", "no hybrid device waits for site link `hq-weu`"),
        ("--set directory.site_link.hq-weu.notify=true --link hq-weu=15m", "it announces changes"),
        ("--at-most 2", "write a share from 0 to below 1"),
        ("--at-most NaN", "write a share from 0 to below 1"),
        ("--confidence 1", "write a level from 0.5 to 0.999999"),
    ] {
        let (out, told) = desk.ends(&format!("tune-sync scenario.toml {asked}"), 2);
        assert!(out.is_empty() && told.contains(carets), "{asked}: {told}");
    }
    let many: Vec<String> = (15..1_100).map(|m| format!("{}m", 15 * m)).collect();
    let asked = format!("tune-sync scenario.toml --link hq-weu={}", many.join(","));
    let (_, told) = desk.ends(&asked, 2);
    assert!(told.contains("are more than the 1000 that can be tried at once"), "{told}");
}

#[test]
fn a_rare_shock_counts_as_often_as_it_happens() {
    let scenario = fs::read_to_string(root().join("scenarios/tune-sync.toml"));
    let rare = "\n[condition.out]\nwhat = \"connect_suspended\"\nprobability = 0.01\n";
    let desk = Desk::with(&(scenario.expect("the scenario is there") + rare));
    let options = "-r 100 --connect 30m --link hq-weu=15m --connect-site HQ --format json";
    let (json, _) = desk.ends(&format!("tune-sync scenario.toml {options}"), 0);
    let json: Value = serde_json::from_str(&json).expect("it is JSON");
    // A quarter of the replications would be struck if each stratum had its own.
    let lost = json["combinations"][0]["lost"]["estimate"].as_f64().expect("some are lost");
    assert!(lost < 0.06, "{lost}");
}
