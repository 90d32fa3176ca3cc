//! Addresses, replayed from the rows of their changes by whom they belong to.

use std::collections::BTreeMap;

use cloudpc_sim::provisioning::tenancy::change::{Deed, UserDeed};
use cloudpc_sim::record::recorder::{Detail, ResourceRow};
use cloudpc_sim::{Outcome, Scenario, SimTime};

/// A Cloud PC's attempt, or a connection's health check, which has none.
type Owner = (String, Option<u16>);

/// A subnet as the rows tell it.
#[derive(Default)]
struct Subnet {
    usable: u64,
    /// Whether a condition may take all addresses, so that one is denied while others are free.
    may_seem_full: bool,
    /// Since when each owner has them: one, and a second one on the same subnet while it moves.
    taken: BTreeMap<Owner, Vec<SimTime>>,
    /// Whether Cloud PCs move.
    has_moves: bool,
    /// Sum of all holding times that have ended, in milliseconds.
    held_ms: u128,
    /// Integral of the number in use, in address-milliseconds, and up to when.
    integral_ms: u128,
    now: SimTime,
}

/// Every change fits the ones before it, and time integral and sum of holds agree (Little).
pub(crate) fn every_address_is_accounted_for(scenario: &Scenario, outcome: &Outcome) {
    let end = SimTime::ZERO + scenario.horizon;
    for (i, detail) in outcome.details() {
        let subnets = replay(scenario, detail);
        owners_are_who_they_should_be(detail, &subnets);
        for ((mut subnet, sheet), told) in subnets
            .into_iter()
            .zip(&scenario.tenant.subnets)
            .zip(&outcome.replications[i].address_ms)
        {
            subnet.advance(end);
            let open = subnet.taken.values().flatten();
            let open = open.map(|&since| u128::from(end.since(since).ms()));
            let held = subnet.held_ms + open.sum::<u128>();
            assert_eq!(subnet.integral_ms, held, "Little's law on {}", sheet.name);
            assert_eq!(subnet.integral_ms, *told, "what is told of {}", sheet.name);
        }
    }
}

fn replay(scenario: &Scenario, detail: &Detail) -> Vec<Subnet> {
    let tenant = &scenario.tenant;
    let subnet = |(usable, index)| {
        let may_seem_full = tenant.conditions.iter().any(|c| c.takes_addresses(index));
        let has_moves = moves(scenario);
        Subnet { usable, may_seem_full, has_moves, ..Subnet::default() }
    };
    let usable = tenant.subnets.iter().map(|sheet| sheet.usable);
    let mut subnets: Vec<Subnet> = usable.zip(0..).map(subnet).collect();
    assert!(detail.resources.is_sorted_by_key(|row| row.at), "rows come as things change");
    for row in &detail.resources {
        match tenant.subnets.iter().position(|sheet| sheet.name == row.resource) {
            Some(subnet) => subnets[subnet].change(row),
            None => a_check_ended(scenario, row),
        }
    }
    subnets
}

fn a_check_ended(scenario: &Scenario, row: &ResourceRow) {
    assert!(scenario.tenant.connections.iter().any(|sheet| sheet.name == row.resource), "{row:?}");
    assert!(["passed", "informational", "warning", "failed"].contains(&row.change), "{row:?}");
    assert_eq!(row.change == "passed", row.findings.is_empty(), "{row:?}");
    assert_eq!((&row.owner, row.attempt, row.in_use), (&None, None, None), "{row:?}");
}

/// Whether anybody is moved to another connection.
fn moves(scenario: &Scenario) -> bool {
    scenario
        .tenant
        .changes
        .iter()
        .any(|change| matches!(change.deed, Deed::ToUsers { what: UserDeed::Move { .. }, .. }))
}

/// Ready Cloud PCs and running attempts hold theirs; a failed attempt's waits for clean-up.
fn owners_are_who_they_should_be(detail: &Detail, subnets: &[Subnet]) {
    let holds = |owner: &Owner| subnets.iter().any(|subnet| subnet.taken.contains_key(owner));
    for pc in detail.cloud_pcs.iter().filter(|pc| WITH_MACHINE.contains(&pc.status)) {
        let owner = (pc.name.clone(), Some(pc.attempts));
        assert!(pc.connection.is_none() || holds(&owner), "{pc:?}");
    }
    for (name, attempt) in subnets.iter().flat_map(|subnet| subnet.taken.keys()) {
        let Some(attempt) = *attempt else { continue };
        let pc = detail.cloud_pcs.iter().find(|pc| pc.name == *name).expect("it is a Cloud PC");
        assert!((1..=pc.attempts).contains(&attempt), "{pc:?} holds for attempt {attempt}");
    }
}

/// Statuses of Cloud PCs whose user can work, or soon again.
const WITH_MACHINE: [&str; 6] = [
    "provisioned",
    "provisionedWithWarnings",
    "inGracePeriod",
    "resizing",
    "resizePendingLicense",
    "movingRegion",
];

/// An attempt asks for its address when its virtual machine is there; denied, it gets no further.
pub(crate) fn stages_and_addresses_agree(scenario: &Scenario, detail: &Detail) {
    let mut asked: BTreeMap<(&str, u16), &ResourceRow> = BTreeMap::new();
    for row in detail.resources.iter().filter(|row| matches!(row.change, "held" | "denied")) {
        let owner =
            (row.owner.as_deref().expect("it has an owner"), row.attempt.expect("numbered"));
        // What asks again moves.
        assert!(!asked.contains_key(&owner) || moves(scenario), "an attempt asks once: {row:?}");
        asked.entry(owner).or_insert(row);
    }
    for attempt in &detail.attempts {
        let answer = asked.get(&(attempt.cloud_pc.as_str(), attempt.attempt));
        let [_, created, attached, ..] = attempt.stage_ends;
        assert!(answer.is_none_or(|row| Some(row.at) == created), "{attempt:?}: {answer:?}");
        let (stage, answer) = (attempt.failed_stage, answer.map(|row| row.change));
        assert!(attempt.connection.is_some() || answer.is_none(), "{attempt:?} needs none");
        if attempt.connection.is_some() && attached.is_some() {
            assert_eq!(answer, Some("held"), "{attempt:?}");
        }
        assert!(answer != Some("denied") || stage == Some("attach_network"), "{attempt:?}");
        assert!(attempt.cause != Some("noEnoughIpAddress") || answer == Some("denied"));
    }
}

impl Subnet {
    fn advance(&mut self, now: SimTime) {
        self.integral_ms += u128::from(now.since(self.now).ms()) * u128::from(self.in_use());
        self.now = now;
    }

    fn in_use(&self) -> u64 {
        self.taken.values().map(Vec::len).sum::<usize>() as u64
    }

    fn change(&mut self, row: &ResourceRow) {
        self.advance(row.at);
        let owner = (row.owner.clone().expect("an address has an owner"), row.attempt);
        assert_eq!(row.attempt.is_none(), matches!(row.change, "borrowed" | "returned"));
        match row.change {
            "held" | "borrowed" => {
                let taken = self.taken.entry(owner).or_default();
                assert!(taken.is_empty() || self.has_moves, "taken twice: {row:?}");
                taken.push(row.at);
            }
            "cleaned_up" | "returned" => {
                let taken = self.taken.get_mut(&owner).expect("only what was taken comes back");
                let since = taken.remove(0);
                if taken.is_empty() {
                    self.taken.remove(&owner);
                }
                self.held_ms += u128::from(row.at.since(since).ms());
            }
            "leaked" => assert!(self.taken.contains_key(&owner), "nothing to leak: {row:?}"),
            "denied" => {
                let has_one = self.taken.contains_key(&owner);
                assert!(!has_one || self.has_moves, "denied what it has: {row:?}");
                assert!(self.may_seem_full || self.in_use() == self.usable, "denied: {row:?}");
            }
            change => panic!("{change} is no change of an address"),
        }
        assert_eq!(row.in_use, Some(self.in_use()), "the replay disagrees: {row:?}");
        assert!(self.in_use() <= self.usable, "more than there are: {row:?}");
    }
}
