//! `plan`: arithmetic with its rules, warnings with carets, and the same as JSON.

use cloudpc_sim::provisioning::rules;
use serde_json::Value;

use crate::program::{Desk, HELLO, scenarios};

/// A subnet of three addresses for two users, and what must be said of it.
const SMALL: &str = r#"
[subnet.small]
prefix = "10.0.0.0/29"
[connection.c]
join = "entra"
subnet = "small"
[policy.p]
connections = ["c"]
groups = ["g"]
[group.g]
[wave.w]
group = "g"
users = 2
"#;

#[test]
fn a_smallest_subnet_is_counted_line_by_line() {
    let desk = Desk::with(SMALL);
    let (out, err) = desk.ends("plan scenario.toml", 0);
    assert_eq!(err, "", "warnings are part of the answer");
    for line in [
        " Cloud PCs            2  = 2 w                                PROV-02, IP-01",
        " usable               3  = 8 - 5 (/29)                        IP-06, IP-08",
        " spare                0  = 3 - 2 - 1 for health checks        IP-17",
        " all reprovisioned    5  = 2 x 2 + 1: takes a /28             IP-10, IP-11",
        " every attempt fails  7  = 3 x 2 + 1: takes a /28             IP-05, IP-09",
        "warning: [subnet.small] runs dry if every attempt fails",
        " --> scenario.toml:3:10",
        "3 | prefix = \"10.0.0.0/29\"",
        "  |          ^^^^^^^^^^^^^ 3 usable, and 3 x 2 + 1 may be taken",
    ] {
        assert!(out.lines().any(|told| told.trim_end() == squeezed(line, &out)), "{line}\n{out}");
    }
    assert!(out.ends_with(
        "1 warning by arithmetic; `cloudpc-sim run` shows what queues, retries and chance make of \
         it.\n"
    ));
}

/// The line of the output that says the same, whatever the columns' widths are.
fn squeezed<'a>(line: &str, out: &'a str) -> &'a str {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    out.lines().find(|told| words(told) == words(line)).unwrap_or("not told").trim_end()
}

#[test]
fn a_plan_without_warnings_says_so_and_one_that_is_wrong_is_refused() {
    let desk = Desk::with(HELLO);
    let (out, _) = desk.ends("plan scenario.toml", 0);
    assert!(out.contains("\nBy arithmetic nothing speaks against this plan"), "{out}");
    let (out, err) = desk.ends("plan scenario.toml --set wave.first.users=none", 2);
    assert!(out.is_empty() && err.contains("wave.first.users"), "{err}");
}

#[test]
fn the_same_stands_in_json() {
    let desk = Desk::with(SMALL);
    let (out, _) = desk.ends("plan scenario.toml --format json --set subnet.small.in_use=1", 0);
    let plan: Value = serde_json::from_str(&out).expect("it is JSON");
    let subnet = &plan["subnets"][0];
    assert_eq!((&subnet["usable"], &subnet["cloud_pcs"]), (&2.into(), &2.into()));
    assert_eq!(subnet["everybody"]["prefix"], 28);
    assert_eq!(plan["time_to_ready"][0]["total"]["least_s"], 702.0);
    let warnings = plan["warnings"].as_array().expect("a list");
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0]["paths"][0], "subnet.small.prefix");
}

#[test]
fn every_line_of_every_shipped_scenario_names_rules_of_the_catalog() {
    let desk = Desk::new();
    for path in scenarios() {
        let (out, _) = desk.ends(&format!("plan {} --format json", path.display()), 0);
        let plan: Value = serde_json::from_str(&out).expect("it is JSON");
        let mut named = 0;
        each_rule(&plan, &mut |id| {
            named += 1;
            assert!(rules::find(id).is_some(), "{}: {id}", path.display());
        });
        assert!(named >= 10, "{}: {named} rules", path.display());
    }
}

fn each_rule(value: &Value, told: &mut impl FnMut(&str)) {
    match value {
        Value::Object(map) => {
            for id in map.get("rules").and_then(Value::as_array).into_iter().flatten() {
                told(id.as_str().expect("an id is a text"));
            }
            map.values().for_each(|inner| each_rule(inner, told));
        }
        Value::Array(list) => list.iter().for_each(|inner| each_rule(inner, told)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
