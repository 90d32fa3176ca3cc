//! `explain`: one Cloud PC's life, its reasons, and how it would have gone otherwise.

use std::fmt::Write;

use cloudpc_sim::experiment::otherwise::{Otherwise, changed};
use cloudpc_sim::record::recorder::AttemptRow;
use cloudpc_sim::{Experiment, Scenario, Source, scenario};

use crate::program::{Desk, HELLO, contents};

/// Entra Connect is suspended while the pilot waits for it; the main wave finds a wrong password,
/// and then no address.
pub(crate) const HYBRID: &str = r#"
start = "2026-03-02T08:00"
horizon = "3d"
replications = 3
[subnet.cpc-weu]
prefix = "10.20.0.0/26"
[connection.anc-weu]
join = "hybrid"
subnet = "cpc-weu"
ad_site = "WEU"
health_check = { phase = "3h" }
[policy.kw]
connections = ["anc-weu"]
groups = ["kw"]
[group.kw]
[directory.site_link.hq-weu]
sites = ["HQ", "WEU"]
interval = "15m"
[wave.pilot]
group = "kw"
users = 20
over = "1h"
[wave.main]
group = "kw"
users = 45
at = "+1d"
over = "1h"
[condition.sync-down]
what = "connect_suspended"
from = "+20m"
until = "+2h30m"
[condition.password]
what = "join_password_expired"
connection = "anc-weu"
from = "+1d40m"
until = "+1d2h"
[change.leavers]
what = "remove_license"
group = "kw"
users = 3
at = "+23h"
[loss]
grace_period = "1d"
"#;

fn ran(scenario: &str) -> Desk {
    let desk = Desk::with(scenario);
    desk.ends("run scenario.toml -o out", 0);
    desk
}

fn loaded(text: &str) -> Scenario {
    let source = Source { name: "test".into(), text: text.into() };
    scenario::load(source, &[], &()).unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

#[test]
fn a_ready_one_one_that_waited_for_sync_and_one_without_an_address_are_told() {
    let desk = ran(HYBRID);
    let mut screens = String::new();
    for name in ["main-00003", "pilot-00001", "main-00020"] {
        let (screen, err) = desk.ends(&format!("explain {name} --from out"), 0);
        assert!(err.is_empty(), "{err}");
        assert!(screen.lines().all(|line| line.chars().count() <= 100), "{screen}");
        writeln!(screens, "{screen}-----").expect("a text takes any text");
    }
    insta::assert_snapshot!(screens);
}

#[test]
fn a_run_explains_as_its_folder_does() {
    let desk = Desk::with(HYBRID);
    let (told, _) = desk.ends("run scenario.toml -o out --explain main-00020", 0);
    let (again, _) = desk.ends("explain main-00020 --from out", 0);
    let life = |screen: &str| screen[screen.find("In short").expect("it begins")..].to_string();
    assert_eq!(life(&told), life(&again));
}

#[test]
fn without_a_name_there_is_a_menu_and_a_wrong_name_has_its_nearest() {
    let desk = ran(HYBRID);
    let (menu, _) = desk.ends("explain --from out --replication 2", 0);
    assert!(menu.contains("Failed, noEnoughIpAddress (") && menu.contains("  main-000"), "{menu}");
    let (out, err) = desk.ends("explain main-0020 --from out", 2);
    assert!(out.is_empty() && err.contains("did you mean `main-00020`?"), "{err}");
    let (_, err) = desk.ends("explain main-00020 --from out --replication 3", 2);
    assert!(err.contains("they are numbered 0 to 2"), "{err}");
}

#[test]
fn the_folder_of_no_run_or_of_another_version_is_refused() {
    let desk = ran(HELLO);
    let refused = |told: &str| {
        let (out, err) = desk.ends("explain first-00001 --from out", 2);
        assert!(out.is_empty() && err.contains(told), "{told}: {err}");
    };
    let (_, err) = desk.ends("explain first-00001 --from nowhere", 2);
    assert!(err.contains("no such folder"), "{err}");
    let (_, err) = desk.ends("explain first-00001 --from .", 2);
    assert!(err.contains("no manifest.json"), "{err}");
    let (scenario, manifest) = (desk.read("out/scenario.toml"), desk.read("out/manifest.json"));
    desk.write("out/scenario.toml", format!("{scenario}# edited\n").as_bytes());
    refused("not the one of the run");
    desk.write("out/scenario.toml", scenario.as_bytes());
    let other = manifest.replace("\"results_version\": ", "\"results_version\": 99");
    desk.write("out/manifest.json", other.as_bytes());
    refused("whose results differ");
    desk.write("out/manifest.json", b"{}");
    refused("not one of a run");
}

#[test]
fn the_scenario_of_a_folder_has_the_fingerprint_of_its_run() {
    let desk = Desk::with(HYBRID);
    desk.ends("run scenario.toml -o out --set seed=9 --set connect.interval=45m", 0);
    desk.ends("run out/scenario.toml -o again", 0);
    let fingerprint = |folder: &str| {
        let text = desk.read(&format!("{folder}/summary.json"));
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON")["fingerprint"].clone()
    };
    assert_eq!(fingerprint("out"), fingerprint("again"));
    let scenario = |folder: &str| {
        let file =
            contents(&desk.path(folder)).into_iter().find(|(name, _)| name == "scenario.toml");
        toml::from_str::<toml::Table>(&String::from_utf8(file.expect("there is one").1).unwrap())
    };
    assert_eq!(scenario("out").unwrap(), scenario("again").unwrap());
}

#[test]
fn with_something_otherwise_nothing_before_it_changes() {
    let scenario = loaded(HYBRID);
    let tenant = &scenario.tenant;
    let experiment = Experiment::new(&scenario);
    let was = experiment.tell(1).detail;
    for (other, first) in [
        (Otherwise::NoCondition(0), "simHybridJoinTimeout"),
        (Otherwise::NoCondition(1), "domainJoin_AccountNameOrPasswordIncorrect"),
        (Otherwise::EnoughAddresses(0), "noEnoughIpAddress"),
        (Otherwise::NoHybridLimit, "simHybridJoinTimeout"),
    ] {
        let tenant = changed(tenant, &[other], scenario.horizon);
        let is = Experiment { tenant: &tenant, ..experiment.clone() }.tell(1).detail;
        let struck = was.attempts.iter().find(|a| a.cause == Some(first)).expect("it strikes");
        // A condition may be felt before it fails anybody, but not before it holds.
        let from = tenant_condition(&scenario, other).unwrap_or(struck.ended);
        let before = |attempts: &[AttemptRow]| -> Vec<String> {
            let early = attempts.iter().filter(|a| a.ended < from);
            early.map(|a| format!("{a:?}")).collect()
        };
        assert!(before(&was.attempts) == before(&is.attempts), "{other:?}");
        assert!(is.attempts.iter().all(|a| a.cause != Some(first)), "{other:?} is still felt");
    }
}

/// When the condition begins that is switched off.
fn tenant_condition(scenario: &Scenario, other: Otherwise) -> Option<cloudpc_sim::SimTime> {
    let Otherwise::NoCondition(index) = other else { return None };
    Some(scenario.tenant.conditions[index].from)
}

#[test]
fn a_diagnosis_finds_what_would_have_helped() {
    let scenario = loaded(HYBRID);
    let experiment = Experiment::new(&scenario);
    let diagnosis = experiment.diagnose(experiment.tell(0), "pilot-00001").expect("it is there");
    let without: Vec<_> = diagnosis.alternatives.iter().map(|a| a.without.clone()).collect();
    assert_eq!(without, [vec![Otherwise::NoCondition(0)], vec![Otherwise::NoHybridLimit]]);
    let sooner = |alternative: usize| diagnosis.alternatives[alternative].cloud_pc.ready;
    assert!(sooner(0) < diagnosis.cloud_pc.ready && sooner(0) < sooner(1));
    assert!(diagnosis.alternatives.iter().all(|a| a.success().is_some_and(|s| s.attempt == 1)));
    assert!(experiment.diagnose(experiment.tell(0), "nobody").is_none());
}
