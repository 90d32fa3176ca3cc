//! What a change of a scenario must and must not change.

use std::collections::BTreeMap;

use cloudpc_sim::record::recorder::{AttemptRow, CloudPcRow, Detail};
use cloudpc_sim::{Outcome, Scenario, SimTime};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::generate::{Text, entra_join, environment::codes, scenario};
use crate::{config, load, run};

/// Addresses of a /16.
const PLENTY: u64 = (1 << 16) - 5;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn addresses_beyond_the_peak_change_nothing(Text(text) in scenario()) {
        let subnets = load(&text, &[]).tenant.subnets.len();
        let sized = |usable: &[u64]| {
            let set = |(i, &usable): (usize, &u64)| format!(
                "subnet.s{i}={{ prefix = '10.{i}.0.0/16', in_use = {} }}", PLENTY - usable
            );
            load(&text, &usable.iter().enumerate().map(set).collect::<Vec<_>>())
        };
        let roomy = sized(&vec![PLENTY; subnets]);
        let outcome = run(&roomy, 1);
        let peaks: Vec<u64> = roomy.tenant.subnets.iter().map(|s| peak(&outcome, &s.name)).collect();
        prop_assert_eq!(run(&sized(&peaks), 1).fingerprint(), outcome.fingerprint());
        // One less would have denied somebody.
        if let Some(used) = peaks.iter().position(|&peak| peak > 0) {
            let mut tight = peaks;
            tight[used] -= 1;
            prop_assert_ne!(run(&sized(&tight), 1).fingerprint(), outcome.fingerprint());
        }
    }

    #[test]
    fn whoever_gets_ready_at_first_does_so_too_when_failures_are_rarer(
        Text(text) in entra_join(),
        code in select(codes()),
        (more, less) in (0..=100u32, 0..=100u32),
    ) {
        let [rare, often] = [less.min(more), less.max(more)].map(|percent| {
            let p = f64::from(percent) / 100.0;
            first_successes(&run(&without_networks(&text, format!("failures.{code}={p:?}")), 1))
        });
        for (name, ready) in &often {
            prop_assert_eq!(rare.get(name), Some(ready), "{:?}", name);
        }
    }

    #[test]
    fn an_unused_subnet_connection_and_policy_change_nothing(
        Text(text) in scenario(),
        name in "[a-z]{1,8}",
        phase in any::<Index>(),
    ) {
        // What its checks find, an admin repairs for all.
        let interval = if text.contains("[admin.repair]") { "30d" } else { "6h" };
        let first = if interval == "6h" { phase.index(360) } else { 29 * 1440 };
        let more = format!(
            "[subnet.{name}]\nprefix = '172.16.0.0/24'\n\
             [connection.{name}]\njoin = 'entra'\nsubnet = '{name}'\n\
             health_check.interval = '{interval}'\nhealth_check.phase = '{first}m'\n\
             [policy.{name}]\ngroups = ['{name}']\nconnections = ['{name}']\n[group.{name}]\n"
        );
        let [few, many] = [text.clone(), text + &more].map(|text| run(&load(&text, &[]), 1));
        for ((_, few), (_, many)) in few.details().zip(many.details()) {
            prop_assert_eq!(cloud_pcs(few), cloud_pcs(many));
            prop_assert_eq!(attempts(few), attempts(many));
        }
    }
}

/// The Cloud PCs, but for the numbers of their policies, which another policy changes.
fn cloud_pcs(detail: &Detail) -> String {
    let same = |row: &CloudPcRow| CloudPcRow { policy: None, ..row.clone() };
    format!("{:?}", detail.cloud_pcs.iter().map(same).collect::<Vec<_>>())
}

/// The attempts, but for the numbers of their policies, which another policy changes.
fn attempts(detail: &Detail) -> String {
    let same = |row: &AttemptRow| AttemptRow { policy: 0, ..row.clone() };
    format!("{:?}", detail.attempts.iter().map(same).collect::<Vec<_>>())
}

/// The most addresses of a subnet in use at once in any replication.
fn peak(outcome: &Outcome, subnet: &str) -> u64 {
    let rows = outcome.details().flat_map(|(_, detail)| &detail.resources);
    rows.filter(|row| row.resource == subnet).filter_map(|row| row.in_use).max().unwrap_or(0)
}

/// The scenario with everybody on the Microsoft-hosted network, where nobody meets anybody.
fn without_networks(text: &str, set: String) -> Scenario {
    let policies = load(text, &[]).tenant.policies.len();
    let hosted = |p| {
        format!(
            "policy.p{p}={{ network = 'microsoft-hosted', groups = ['g{p}'], local_admin = true }}"
        )
    };
    load(text, &(0..policies).map(hosted).chain([set]).collect::<Vec<_>>())
}

/// Who was ready after the first attempt, and when, by replication.
fn first_successes(outcome: &Outcome) -> BTreeMap<(usize, String), SimTime> {
    let ready = |detail: &Detail| {
        let first = detail.attempts.iter().filter(|row| row.attempt == 1 && row.cause.is_none());
        first.map(|row| (row.cloud_pc.clone(), row.ended)).collect::<Vec<_>>()
    };
    let each = outcome.details().map(|(i, detail)| (i, ready(detail)));
    each.flat_map(|(i, all)| all.into_iter().map(move |(name, at)| ((i, name), at))).collect()
}
