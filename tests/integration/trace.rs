//! `trace`: valid, nested, the same again, and no wider than the replication.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::explain::HYBRID;
use crate::program::{Desk, HELLO, scenarios};

const DAY_US: u64 = 86_400_000_000;

fn events(json: &str) -> Vec<Value> {
    let trace: Value = serde_json::from_str(json).expect("a trace is JSON");
    trace["traceEvents"].as_array().expect("it has events").clone()
}

/// Slices of each lane are nested or apart, in the order of the file.
fn check(json: &str) {
    let mut open: BTreeMap<(u64, u64), Vec<(u64, u64)>> = BTreeMap::new();
    for event in events(json).iter().filter(|event| event["ph"] == "X") {
        let number = |key: &str| event[key].as_u64().unwrap_or_else(|| panic!("{key}: {event}"));
        let (from, to) = (number("ts"), number("ts") + number("dur"));
        let around = open.entry((number("pid"), number("tid"))).or_default();
        while around.last().is_some_and(|&(_, end)| end <= from) {
            around.pop();
        }
        assert!(around.last().is_none_or(|&(_, end)| to <= end), "{event} sticks out");
        around.push((from, to));
    }
}

#[test]
fn slices_are_nested_in_every_scenario_of_the_project() {
    for path in scenarios() {
        let desk = Desk::new();
        let output = desk.command("trace -o -").arg(&path).output().expect("it starts");
        let json = String::from_utf8(output.stdout).expect("JSON is UTF-8");
        assert!(output.status.success(), "{}: {:?}", path.display(), output.stderr);
        check(&json);
    }
}

#[test]
fn a_trace_has_every_kind_of_lane_and_ends_with_the_replication() {
    let desk = Desk::with(HYBRID);
    let (json, err) = desk.ends("trace scenario.toml -o -", 0);
    assert!(err.is_empty(), "{err}");
    for told in [
        "\"Azure network connections\"",
        "\"Microsoft Entra Connect\"",
        "\"hq-weu\"",
        "\"cpc-weu of 59 usable\"",
        "\"attempt 1: simHybridJoinTimeout\"",
        "\"sync_device (simHybridJoinTimeout)\"",
        "\"inGracePeriod\"",
        "\"change.leavers\"",
        "\"unusable\"",
        "\"connect_suspended\"",
    ] {
        assert!(json.contains(told), "{told}");
    }
    let ends = |e: &Value| e["ts"].as_u64().unwrap_or(0) + e["dur"].as_u64().unwrap_or(0);
    assert!(events(&json).iter().all(|event| ends(event) <= 3 * DAY_US));
    check(&json);
}

#[test]
fn the_trace_of_a_folder_is_that_of_its_scenario() {
    let desk = Desk::with(HYBRID);
    desk.ends("run scenario.toml -o out", 0);
    let (_, err) = desk.ends("trace --from out --replication 2 -o folder.json", 0);
    assert!(err.contains("folder.json") && err.contains("ui.perfetto.dev"), "{err}");
    desk.ends("trace scenario.toml --replication 2", 0);
    assert_eq!(desk.read("folder.json"), desk.read("trace.json"));
}

#[test]
fn a_hostile_name_is_escaped() {
    let desk = Desk::new();
    desk.write("a\"},{\\.toml", HELLO.as_bytes());
    let (json, _) = desk.ends("trace a\"},{\\.toml -o -", 0);
    check(&json);
    let trace: Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(trace["otherData"]["scenario"], "a\"},{\\");
}

#[test]
fn what_is_too_large_or_not_asked_right_is_refused() {
    let desk = Desk::with(HELLO);
    for (arguments, told) in [
        ("trace", "<SCENARIO>"),
        ("trace scenario.toml --from out", "cannot be used with"),
        ("trace scenario.toml --replication 100", "numbered 0 to 99"),
        ("trace --from nowhere", "no such folder"),
        ("trace scenario.toml --set wave.first.users=200000", "viewers bear a million"),
    ] {
        let (out, err) = desk.ends(arguments, 2);
        assert!(out.is_empty() && err.contains(told), "{arguments}: {err}");
    }
}
