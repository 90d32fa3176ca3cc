//! The state of a replication in Graph's shapes: valid, read again, the same from every run.

mod program;
mod round_trip;

use std::collections::BTreeMap;
use std::fs;

use cloudpc_sim::experiment::Told;
use cloudpc_sim::report::graph::{self, Snapshot};
use cloudpc_sim::report::heading::Heading;
use cloudpc_sim::{Experiment, Scenario, SimDuration, SimTime, Source, scenario};
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::program::{root, scenarios};

/// Files of Graph, with the documented type of what they list.
const FILES: [(&str, &str); 4] = [
    ("graph-cloudpcs.json", "cloudPC"),
    ("graph-cloudpcs-status-summary.json", "cloudPcStatusSummary"),
    ("graph-provisioning-policies.json", "cloudPcProvisioningPolicy"),
    ("graph-on-premises-connections.json", "cloudPcOnPremisesConnection"),
];

/// A scenario of the project or a test, with what one of its replications has come to.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) scenario: Scenario,
    pub(super) told: Told,
    pub(super) at: SimDuration,
}

impl Case {
    pub(super) fn new(name: &str, text: &str, at: Option<SimDuration>) -> Self {
        let source = Source { name: name.into(), text: text.into() };
        let scenario = scenario::load(source, &[], &())
            .unwrap_or_else(|problems| panic!("{}", problems.render(false)));
        let at = at.unwrap_or(scenario.horizon).min(scenario.horizon);
        let told = Experiment::new(&scenario).tell_until(0, at);
        Self { name: name.into(), scenario, told, at }
    }

    /// The files that an export writes.
    pub(super) fn files(&self) -> BTreeMap<&'static str, String> {
        let scenario = &self.scenario;
        let heading = Heading {
            name: self.name.clone(),
            question: None,
            start: scenario.start,
            horizon: scenario.horizon,
            seed: scenario.seed,
            replications: scenario.replications,
            replaced: vec![],
        };
        let (tenant, detail) = (&scenario.tenant, &self.told.detail);
        let at = SimTime::ZERO + self.at;
        graph::files(Snapshot { heading: &heading, tenant, detail, at }).into_iter().collect()
    }
}

/// Every scenario of the project at several instants.
pub(super) fn cases() -> impl Iterator<Item = Case> {
    let texts = scenarios().into_iter().map(|path| {
        let name = path.file_stem().expect("it is a file").to_string_lossy().into_owned();
        (name, fs::read_to_string(&path).expect("it can be read"))
    });
    let hours = [Some(1), Some(4), Some(50), Some(200), None];
    texts.flat_map(move |(name, text)| {
        hours.map(|hours| Case::new(&name, &text, hours.map(SimDuration::from_hours)))
    })
}

/// The objects that a file lists.
pub(super) fn listed(text: &str) -> Vec<Value> {
    assert!(!text.starts_with('\u{feff}') && text.ends_with("}\n"));
    let value: Value = serde_json::from_str(text).expect("it is JSON");
    value["value"].as_array().expect("it has a list").clone()
}

/// The value of a name/value pair of a Cloud PC's status detail.
fn pair<'a>(pc: &'a Value, name: &str) -> Option<&'a str> {
    let pairs = pc["statusDetail"]["additionalInformation"].as_array()?;
    pairs.iter().find(|pair| pair["name"] == name)?["value"].as_str()
}

fn documented(kind: &str) -> Validator {
    let path = root().join("tests/integration/graph/documented.json");
    let text = fs::read_to_string(path).expect("it can be read");
    let mut schema: Value = serde_json::from_str(&text).expect("it is JSON");
    schema["$ref"] = json!(format!("#/definitions/{kind}"));
    jsonschema::validator_for(&schema).expect("it is a schema")
}

#[test]
fn every_object_has_documented_properties_with_documented_values() {
    let validators = FILES.map(|(file, kind)| (file, documented(kind)));
    for case in cases() {
        let files = case.files();
        for (file, validator) in &validators {
            for object in listed(&files[file]) {
                let errors: Vec<_> =
                    validator.iter_errors(&object).map(|error| error.to_string()).collect();
                assert!(errors.is_empty(), "{} {file}: {errors:?} in {object}", case.name);
            }
        }
    }
}

#[test]
fn the_schema_refuses_what_is_not_documented() {
    let validator = documented("cloudPC");
    let case = Case::new("hello", crate::program::HELLO, None);
    let good = listed(&case.files()["graph-cloudpcs.json"])[0].clone();
    assert!(validator.is_valid(&good));
    for (property, value) in [
        ("status", json!("simDeleted")),
        ("status", json!("inGracePeriod")),
        ("servicePlanType", json!("frontline")),
        ("lastModifiedDateTime", json!("2026-03-02T08:00:00")),
        ("id", json!("main-00001")),
        ("simStage", json!("configure")),
        ("statusDetail", json!({ "code": "x", "retriable": "true" })),
    ] {
        let mut bad = good.clone();
        bad[property] = value;
        assert!(!validator.is_valid(&bad), "{bad}");
    }
}

#[test]
fn the_summary_counts_the_list_and_no_two_objects_have_one_identifier() {
    for case in cases() {
        let files = case.files();
        let cloud_pcs = listed(&files["graph-cloudpcs.json"]);
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for pc in &cloud_pcs {
            *counts.entry(pc["status"].as_str().expect("a text")).or_default() += 1;
        }
        let summary = listed(&files["graph-cloudpcs-status-summary.json"]);
        let told: BTreeMap<&str, u64> = summary
            .iter()
            .map(|one| (one["status"].as_str().expect("a text"), one["count"].as_u64().unwrap()))
            .collect();
        assert_eq!(told, counts, "{}", case.name);
        let others = FILES[2..].iter().flat_map(|(file, _)| listed(&files[file]));
        let all: Vec<Value> = cloud_pcs.iter().cloned().chain(others).collect();
        for property in ["id", "aadDeviceId", "managedDeviceId", "managedDeviceName"] {
            let mut ids: Vec<_> = all.iter().filter_map(|one| one[property].as_str()).collect();
            let invented = |id: &&str| id.starts_with("00000000-000") || id.starts_with("SIM");
            assert!(ids.iter().all(invented), "{}: {ids:?}", case.name);
            let count = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), count, "{} {property}", case.name);
        }
    }
}

#[test]
fn what_failed_and_what_is_under_way_says_so() {
    let [mut failed, mut running, mut pausing] = [0; 3];
    for case in cases() {
        for pc in listed(&case.files()["graph-cloudpcs.json"]) {
            let code = pc["statusDetail"]["code"].as_str();
            let name = pc["displayName"].as_str().expect("a text");
            let mut there = case.scenario.tenant.waves.iter().filter(|w| w.initial.is_some());
            if there.any(|wave| name.starts_with(&format!("{}-", wave.name))) && code.is_none() {
                // Nobody knows why it had failed before the start.
                continue;
            }
            match (pc["status"].as_str().expect("a text"), code) {
                ("failed", Some(_)) => {
                    tells_of_failure(&pc);
                    failed += 1;
                }
                ("provisioning", Some(_)) => {
                    tells_of_failure(&pc);
                    pausing += 1;
                }
                ("failed", None) => panic!("{pc}"),
                ("provisioning", None) => {
                    assert!(pair(&pc, "simStage").is_some() && pair(&pc, "retriable").is_none());
                    let [since, began] = ["simStageSince", "simAttemptSince"]
                        .map(|name| pair(&pc, name).expect("it is told"));
                    assert!(began <= since, "{pc}");
                    running += 1;
                }
                ("provisionedWithWarnings", code) => assert!(code.is_some(), "{pc}"),
                (_, code) => assert_eq!(code, None, "{pc}"),
            }
        }
    }
    assert!(failed > 100 && running > 100 && pausing > 10, "{failed} {running} {pausing}");
}

/// The documented pairs of a failure.
fn tells_of_failure(pc: &Value) {
    let retriable = pair(pc, "retriable").expect("it is documented");
    assert!(["true", "false"].contains(&retriable), "{pc}");
    assert_eq!(pair(pc, "failedAction"), Some("Provision"));
    assert!(pair(pc, "rawError").is_some_and(|raw| raw.starts_with("Simulated")), "{pc}");
}

#[test]
fn once_all_is_done_the_ready_and_what_awaits_clean_up_hold_all_addresses() {
    let text = fs::read_to_string(root().join("scenarios/wrong-join-password.toml"));
    let text = text.expect("it can be read");
    let mut seen = 0;
    for hours in [2, 4, 6] {
        let case = Case::new("wrong", &text, Some(SimDuration::from_hours(hours)));
        let files = case.files();
        let cloud_pcs = listed(&files["graph-cloudpcs.json"]);
        if cloud_pcs.iter().any(|pc| pc["status"] == "provisioning") {
            continue;
        }
        let ready = cloud_pcs.iter().filter(|pc| pc["status"] == "provisioned").count();
        let left: usize = cloud_pcs
            .iter()
            .filter_map(|pc| pair(pc, "simAwaitsCleanUpSince"))
            .map(|ends| ends.split(' ').count())
            .sum();
        let usage = &listed(&files["azure-vnet-usages.json"])[0];
        let others = case.scenario.tenant.subnets[0].in_use;
        let ours = u32::try_from(ready + left).expect("they are few");
        let expected = f64::from(ours) + f64::from(u32::try_from(others).expect("it is small"));
        // A health check may hold one for a while.
        let in_use = usage["currentValue"].as_f64().expect("a number");
        assert!((0.0..=1.0).contains(&(in_use - expected)), "{in_use} {expected}");
        seen += left;
    }
    assert!(seen > 0, "some clean-up is still due");
}
