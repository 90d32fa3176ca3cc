//! A forecast from the middle of a rollout is what the whole rollout would have gone on to.
//!
//! An export tells how Cloud PCs stand, and not what they have behind them. Where what follows
//! depends on nothing else, the forecast goes on replication by replication: the random words of
//! those who are still to ask are their own. Attempts under way begin their stage anew.

use cloudpc_sim::kernel::time::{SimDuration, SimTime};
use cloudpc_sim::record::recorder::{CloudPcRow, Detail, ResourceRow};

use crate::{Experiment, holds, load, run};

const REPLICATIONS: u64 = 12;

/// Everybody asks at once; 40 % of attempts fail, and their addresses come back together.
const ROLLOUT: [&str; 6] = [
    "horizon=10d",
    "subnet.cpc.prefix=10.0.0.0/26",
    "wave.w.users=45",
    "failures.intuneEnrollFailed=0.4",
    "timing.enroll_intune={ dist = 'uniform', min = '5m', max = '40m' }",
    "cleanup={ after = '6h', clock = 'after_final' }",
];
const FORECAST: SimDuration = SimDuration::from_hours(5);
const THEN: SimTime = SimTime::from_ms(5 * 3_600_000);

fn details(sets: &[&str]) -> Vec<Detail> {
    let scenario = load(&[sets]);
    let experiment = Experiment {
        replications: REPLICATIONS,
        detailed: REPLICATIONS,
        ..Experiment::new(&scenario)
    };
    let outcome = experiment.run(&()).expect("nobody stops it");
    outcome.details().map(|(_, detail)| detail.clone()).collect()
}

/// What becomes of every address after an instant, and of which attempt of the later wave.
fn goes_on(detail: &Detail, after: SimDuration) -> Vec<String> {
    let after = SimTime::ZERO + after;
    let later = detail.resources.iter().filter(|row| row.kind == "subnet" && row.at > after);
    let told = |row: &ResourceRow| {
        let owner = row.owner.as_ref().filter(|owner| owner.starts_with("w-"));
        let owner = owner.map_or("-", String::as_str);
        format!("{} {} {owner} {:?}", row.at.since(after), row.change, row.in_use)
    };
    later.map(told).collect()
}

/// The state of the first wave as `[initial.*]` tables, a Cloud PC each: its status, and what its
/// failed attempts still hold.
fn state(detail: &Detail) -> Vec<String> {
    let first = detail.cloud_pcs.iter().filter(|pc| pc.name.starts_with("first-"));
    let table = |pc: &CloudPcRow| {
        let is_its =
            |row: &&ResourceRow| row.change == "cleaned_up" && row.owner.as_ref() == Some(&pc.name);
        let due: Vec<SimTime> = detail.resources.iter().filter(is_its).map(|row| row.at).collect();
        assert!(due.iter().all(|at| *at == due[0] && *at > THEN), "all come back at once: {due:?}");
        let left = due
            .first()
            .map(|at| format!(", addresses = {}, cleanup_due = '+{}'", due.len(), at.since(THEN)));
        let status = if pc.ready.is_some() { "provisioned" } else { "failed" };
        let (name, left) = (&pc.name, left.unwrap_or_default());
        format!("initial.{name}={{ group = 'all', cloud_pcs = 1, status = '{status}'{left} }}")
    };
    first.map(table).collect()
}

#[test]
fn replication_by_replication_a_forecast_is_the_rest_of_the_rollout() {
    holds(&["IP-01", "IP-03", "IP-04", "CLEAN-02"]);
    let whole = ["wave.w.at=+6h", "wave.first={ group = 'all', users = 12 }"];
    let whole = details(&[&ROLLOUT[..], &whole].concat());
    let mut scarce = 0;
    for (number, replication) in whole.iter().enumerate() {
        let state = state(replication);
        let forecast = |state: &[String]| {
            let mut sets = ROLLOUT.to_vec();
            sets.push("wave.w.at=+1h");
            sets.extend(state.iter().map(String::as_str));
            details(&sets).swap_remove(number)
        };
        let expected = goes_on(replication, FORECAST);
        let told = forecast(&state);
        assert_eq!(goes_on(&told, SimDuration::ZERO), expected, "replication {number}");
        scarce += u64::from(told.attempts.iter().any(|a| a.cause == Some("noEnoughIpAddress")));
        // It depends on what stands there.
        assert_ne!(goes_on(&forecast(&state[1..]), SimDuration::ZERO), expected);
    }
    assert!(scarce > 3, "addresses ran out in {scarce} replications");
}

#[test]
fn grace_and_waiting_go_on_as_they_were() {
    holds(&["LIC-11", "LIC-14"]);
    let common = ["horizon=20d", "licenses.available=3"];
    let whole = [
        "wave.w.users=4",
        "change.loss={ what = 'remove_license', users = 1, while = 'provisioned', at = '+1d' }",
    ];
    let told = run(&[&common, &whole]);
    let waited = told.detail.cloud_pcs.iter().find(|pc| pc.ready.is_some_and(|at| at > THEN));
    let waited = waited.expect("one waits until a license is free").ready.expect("it is ready");
    let state = [
        "wave.w={ group = 'all', users = 1, at = '+19d' }",
        "initial.there={ group = 'all', cloud_pcs = 2, status = 'provisioned' }",
        "initial.leaves={ group = 'all', cloud_pcs = 1, status = 'inGracePeriod', grace_ends = '+6d' }",
        "initial.waits={ group = 'all', cloud_pcs = 1, status = 'pendingProvision' }",
    ];
    let told = run(&[&common, &state]);
    let ready = told.detail.cloud_pcs.iter().find(|pc| pc.name == "waits-00001");
    let ready = ready.and_then(|pc| pc.ready).expect("it gets the license that is free then");
    assert_eq!(ready + SimDuration::from_days(2), waited);
}
