//! One run with plenty of addresses answers every size of a subnet.

use cloudpc_sim::experiment::otherwise::{Otherwise, changed};
use cloudpc_sim::experiment::sizing::Target;
use cloudpc_sim::kernel::engine;
use cloudpc_sim::kernel::stream::Streams;
use cloudpc_sim::provisioning::condition::kind::NO_ADDRESS;
use cloudpc_sim::provisioning::network::health_check::Finding;
use cloudpc_sim::provisioning::observation::{AddressChange, Observation, Observer};
use cloudpc_sim::provisioning::tenant::Wave;
use cloudpc_sim::provisioning::world::World;
use cloudpc_sim::{Experiment, Scenario, SimTime, Tenant};
use proptest::prelude::*;

use crate::generate::{Text, scenario};
use crate::mutation::shipped;
use crate::{config, load};

/// Replications that are compared of each shipped scenario and subnet.
const REPLICATIONS: u64 = 12;

/// Whether an attempt or a health check of a subnet found no free address.
struct Short<'a> {
    tenant: &'a Tenant,
    subnet: u16,
    found: bool,
}

impl Short<'_> {
    fn look(&mut self, connection: u16, findings: &[Finding]) {
        let here = self.tenant.connections[usize::from(connection)].subnet == self.subnet;
        self.found |= here && findings.contains(&NO_ADDRESS);
    }
}

impl Observer for Short<'_> {
    fn observe(&mut self, _: SimTime, observation: Observation<'_>) {
        if let Observation::Address { subnet, change: AddressChange::Denied, .. } = observation {
            self.found |= subnet == self.subnet;
        } else if let Observation::CheckEnded { connection, findings, .. } = observation {
            self.look(connection, findings);
        }
    }
}

/// Whether a subnet of so many addresses is short of one in a replication.
fn is_short(scenario: &Scenario, subnet: u16, usable: u64, number: u64) -> bool {
    let mut tenant = scenario.tenant.clone();
    tenant.subnets[usize::from(subnet)].usable = usable;
    let streams = Streams::new(scenario.seed, number);
    let watching = Short { tenant: &tenant, subnet, found: false };
    let (mut world, mut calendar) = World::new(&tenant, &streams, watching);
    let end = SimTime::ZERO + scenario.horizon;
    engine::run(&mut world, &mut calendar, end, &mut ());
    let mut finished = world.finish(end);
    for (connection, state) in (0..).zip(&finished.connections) {
        let findings = state.running.as_ref().map(|check| check.findings.as_slice());
        finished.observer.look(connection, findings.unwrap_or_default());
    }
    finished.observer.found
}

/// A replication is short of an address with so many as the demand has, or with one less, as the
/// demand says; and so it is with those of the scenario.
fn demand_tells_who_is_short(scenario: &Scenario, replications: u64) {
    for (subnet, sheet) in (0..).zip(&scenario.tenant.subnets) {
        let plenty = [Otherwise::EnoughAddresses(subnet)];
        let tenant = changed(&scenario.tenant, &plenty, scenario.horizon);
        let experiment = Experiment { tenant: &tenant, ..Experiment::new(scenario) };
        let demands = experiment.demands(&[subnet], 0..replications, &()).expect("nobody stops it");
        for (number, demand) in (0..).zip(demands.into_iter().flatten()) {
            let peak = demand.addresses;
            let around = peak.map_or(vec![], |peak| vec![peak, peak.saturating_sub(1), peak / 2]);
            let sizes = around.into_iter().chain([sheet.usable]);
            for usable in sizes.filter(|usable| *usable >= there(scenario, subnet)) {
                let wanted = peak.is_none_or(|peak| peak > usable);
                let found = is_short(scenario, subnet, usable, number);
                let name = &sheet.name;
                assert_eq!(found, wanted, "{name}, replication {number}: {usable} of {peak:?}");
            }
        }
    }
}

/// Addresses of a subnet that are taken when the simulation starts: no size is smaller.
fn there(scenario: &Scenario, subnet: u16) -> u64 {
    let tenant = &scenario.tenant;
    let of = |wave: &Wave| {
        let initial = wave.initial.as_ref()?;
        let connection = &tenant.connections[usize::from(initial.connection?)];
        (connection.subnet == subnet).then(|| initial.addresses() * u64::from(wave.users))
    };
    tenant.waves.iter().filter_map(of).sum()
}

/// Scenarios with a condition that takes all addresses for a while: a health check may find none
/// that no size would help.
fn may_seem_full(scenario: &Scenario) -> bool {
    let subnets = 0..u16::try_from(scenario.tenant.subnets.len()).expect("a few");
    let mut conditions = scenario.tenant.conditions.iter();
    conditions.any(|c| subnets.clone().any(|subnet| c.takes_addresses(subnet)))
}

#[test]
fn a_shipped_scenario_is_short_of_addresses_if_and_only_if_its_demand_exceeds_them() {
    let mut compared = 0;
    for text in shipped() {
        let scenario = load(&text, &[]);
        assert!(!may_seem_full(&scenario), "no shipped scenario has such a condition");
        demand_tells_who_is_short(&scenario, REPLICATIONS);
        compared += scenario.tenant.subnets.len();
    }
    assert!(compared > 20, "{compared}");
}

#[test]
fn what_fills_the_peak_of_a_shipped_scenario_adds_up_to_the_answer() {
    let target = Target { at_most: 0.2, confidence: 0.9 };
    for text in shipped() {
        let scenario = load(&text, &[format!("replications={}", target.replications())]);
        let subnets: Vec<u16> = (0..).take(scenario.tenant.subnets.len()).collect();
        let sizings = Experiment::new(&scenario).size(&subnets, target, &());
        for sizing in sizings.expect("nobody stops it") {
            let peak = sizing.peak.expect("replications are enough");
            assert_eq!(Some(peak.in_use.total()), sizing.enough);
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_generated_scenario_is_short_if_and_only_if_its_demand_exceeds_its_addresses(
        Text(text) in scenario()
    ) {
        let scenario = load(&text, &[]);
        if !may_seem_full(&scenario) {
            demand_tells_who_is_short(&scenario, 1);
        }
    }

    #[test]
    fn what_fills_a_peak_adds_up_whatever_happens(Text(text) in scenario()) {
        let scenario = load(&text, &["replications=1".into()]);
        let subnets: Vec<u16> = (0..).take(scenario.tenant.subnets.len()).collect();
        // Of one replication at even odds, its own peak is the answer.
        let target = Target { at_most: 0.5, confidence: 0.5 };
        let sizings = Experiment::new(&scenario).size(&subnets, target, &()).expect("not stopped");
        for sizing in sizings {
            let total = sizing.peak.map(|peak| peak.in_use.total());
            prop_assert_eq!(total, sizing.enough);
        }
    }
}
