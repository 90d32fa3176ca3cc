//! The output folder: complete, checked by its manifest, the same again.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::program::{Desk, HELLO, contents, files};

/// Twelve users and eight addresses, one of them for health checks: all kinds of rows.
const SCARCE: &str = r#"
horizon = "1d"
[subnet.scarce]
prefix = "10.0.0.0/28"
[connection.anc]
join = "entra"
subnet = "scarce"
[policy.everyone]
connections = ["anc"]
groups = ["staff"]
[group.staff]
[wave.first]
group = "staff"
users = 12
[warnings]
teamsOptimization = 0.5
"#;

fn manifest(desk: &Desk) -> Value {
    serde_json::from_str(&desk.read("out/manifest.json")).expect("the manifest is JSON")
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

#[test]
fn every_file_is_in_the_manifest_with_its_digest() {
    let desk = Desk::with(SCARCE);
    desk.ends("run scenario.toml -r 3 --set seed=7 -o out", 0);
    let manifest = manifest(&desk);
    let files = contents(&desk.path("out"));
    let expected: Vec<_> = files
        .iter()
        .filter(|(name, _)| !["manifest.json", "wall_clock.json"].contains(&name.as_str()))
        .map(|(name, bytes)| (name.clone(), bytes.len() as u64, sha256(bytes)))
        .collect();
    let text = |value: &Value| value.as_str().expect("a text").to_string();
    let listed = manifest["files"].as_array().expect("a list").iter();
    let mut listed: Vec<_> = listed
        .map(|f| (text(&f["name"]), f["bytes"].as_u64().expect("a number"), text(&f["sha256"])))
        .collect();
    listed.sort();
    assert_eq!(listed, expected);
    assert_eq!(files.len(), listed.len() + 2);
    assert_eq!(text(&manifest["scenario_sha256"]), sha256(SCARCE.as_bytes()));
    assert_eq!(manifest["seed"], 7);
    assert_eq!(manifest["set"][0], "seed=7");
}

#[test]
fn tables_have_rows_of_one_length_and_end_lines_in_lf() {
    let desk = Desk::with(SCARCE);
    desk.ends("run scenario.toml -r 3 --detail all -o out", 0);
    let all = [
        "attempts.csv",
        "cloud_pcs.csv",
        "replications.csv",
        "resources.csv",
        "statuses.csv",
        "summary.csv",
    ];
    let paths = files(&desk.path("out"), "csv");
    assert_eq!(paths, all.map(|name| desk.path("out").join(name)));
    let mut tables = contents(&desk.path("out"));
    tables.retain(|(name, _)| all.contains(&name.as_str()));
    for (name, bytes) in &tables {
        assert!(bytes.ends_with(b"\n") && !bytes.contains(&b'\r'), "{name}");
        // The reader refuses rows that are not as long as the header.
        let rows = csv::Reader::from_reader(bytes.as_slice())
            .into_records()
            .collect::<Result<Vec<_>, _>>();
        assert!(!rows.unwrap_or_else(|error| panic!("{name}: {error}")).is_empty(), "{name}");
    }
}

#[test]
fn the_summary_has_the_columns_it_promises() {
    let desk = Desk::with(HELLO);
    desk.ends("run scenario.toml -r 3 -o out", 0);
    assert_eq!(
        desk.read("out/summary.csv").lines().next(),
        Some(
            "case,measure,unit,estimate,low,high,level,method,replications,p5,p50,p95,\
             p50_low,p50_high,p95_low,p95_high,affected,wanted"
        )
    );
}

#[test]
fn a_second_run_writes_the_same_bytes_but_for_the_wall_clock() {
    let desk = Desk::with(SCARCE);
    let run = || {
        desk.ends("run scenario.toml -r 20 -o out", 0);
        let mut files = contents(&desk.path("out"));
        files.retain(|(name, _)| name != "wall_clock.json");
        files
    };
    assert!(run() == run());
}

#[test]
fn files_of_an_earlier_run_that_this_one_lacks_are_removed_and_others_kept() {
    let desk = Desk::with(SCARCE);
    desk.ends("run scenario.toml -r 3 -o out", 0);
    desk.write("out/notes.txt", b"mine");
    desk.write("out/causes-mine.txt", b"mine");
    desk.write("scenario.toml", HELLO.as_bytes());
    desk.ends("run scenario.toml -r 3 --detail none -o out", 0);
    let names: Vec<_> = contents(&desk.path("out")).into_iter().map(|(name, _)| name).collect();
    let listed = manifest(&desk)["files"].as_array().expect("a list").len();
    assert_eq!(names.len(), listed + 4, "{names:?}");
    for gone in ["cloud_pcs.csv", "attempts.csv", "resources.csv", "addresses-scarce.svg"] {
        assert!(!names.iter().any(|name| name == gone), "{names:?}");
    }
    assert_eq!(desk.read("out/notes.txt"), "mine");
}

#[test]
fn what_no_manifest_names_is_somebody_elses_and_stays() {
    let desk = Desk::with(HELLO);
    desk.ends("run scenario.toml -o out -r 2", 0);
    for name in ["out/causes.of.war.png", "out/addresses-of-friends.svg", "out/notes.csv"] {
        desk.write(name, b"not a result");
    }
    desk.ends("run scenario.toml -o out -r 2 --detail none", 0);
    for name in ["out/causes.of.war.png", "out/addresses-of-friends.svg", "out/notes.csv"] {
        assert_eq!(desk.read(name), "not a result", "{name}");
    }
    assert!(!desk.path("out/cloud_pcs.csv").exists(), "this run has no details");
}
