//! The addresses of each subnet that today's Cloud PCs account for.

use ipnet::Ipv4Net;

use super::networks::{NOT_EXPORTED, Networks, Subnet};
use super::rollout::Rollout;
use super::today::There;
use crate::exports::Collected;
use crate::exports::format::cloud_pcs::{self, Standing};
use crate::exports::log::{Log, Sourced};
use crate::provisioning::network::address_pool;

/// Whose the addresses of a subnet are.
#[derive(Clone, Copy)]
pub(super) struct Shares {
    /// Of Cloud PCs that are not simulated.
    pub(super) others: u64,
    /// Of those with which the simulation starts.
    pub(super) covered: u64,
    /// Of attempts under way: at most one each.
    pub(super) under_way: u64,
    /// Of earlier attempts that failed, at most: clean-up may not have freed them yet.
    pub(super) earlier: u64,
}

/// Attempts before the last: each took an address of its own (RETRY-01, CLEAN-02).
const EARLIER_ATTEMPTS: u64 = 2;

/// Attempts under way in each subnet.
pub(super) fn under_way(rollout: &Rollout, networks: &Networks) -> Vec<u64> {
    let mut found = vec![0; networks.subnets.len()];
    for row in &rollout.initial {
        let name = row.connection.as_ref();
        let at = name.and_then(|name| networks.connections.iter().find(|c| c.name == *name));
        let is_under_way = cloud_pcs::standing(&row.status) == Standing::Coming;
        if let Some(connection) = at.filter(|_| is_under_way) {
            found[connection.subnet.value] += row.count;
        }
    }
    found
}

/// Addresses in each subnet that earlier attempts may still hold: of Cloud PCs whose clean-up is not
/// over, and of attempts under way. When those failed is in no export.
pub(super) fn earlier(there: &[There], under_way: &[u64], networks: &Networks) -> Vec<u64> {
    let mut found: Vec<u64> = under_way.iter().map(|n| EARLIER_ATTEMPTS * n).collect();
    let failed = there.iter().filter(|there| there.addresses.is_some());
    for (at, held) in failed.filter_map(|there| there.held(networks)) {
        found[at] += EARLIER_ATTEMPTS * held;
    }
    found
}

/// Leaves out Cloud PCs that find no address in their subnet; how many addresses of each subnet the
/// others hold.
pub(super) fn fit(there: &mut Vec<There>, networks: &Networks, log: &Log) -> Vec<u64> {
    let mut covered = vec![0; networks.subnets.len()];
    // Machines first: whether a failed one holds an address is only supposed.
    let (machines, failed): (Vec<&mut There>, Vec<&mut There>) =
        there.iter_mut().partition(|there| there.addresses.is_none());
    for there in machines.into_iter().chain(failed) {
        let Some((at, wanted)) = there.held(networks).filter(|(_, n)| *n > 0) else { continue };
        let subnet = &networks.subnets[at];
        let left = usable(subnet) - covered[at];
        if wanted > left && there.addresses.is_some() {
            let why = "the subnet has none left for it";
            (there.addresses, there.due) = (Some(Sourced::default(0, why)), None);
            continue;
        }
        if wanted > left {
            let place = format!("subnet.{}.prefix", subnet.name);
            let reason = format!(
                "Cloud PCs hold more than its {} addresses ({}); {} of them left out",
                usable(subnet),
                subnet.prefixes.from,
                wanted - left
            );
            log.note("scenario", &place, reason);
            there.count.value = left;
        }
        covered[at] += wanted.min(left);
    }
    there.retain(|there| there.count.value > 0);
    covered
}

fn usable(subnet: &Subnet) -> u64 {
    address_pool::usable(subnet.prefixes.value.iter().map(Ipv4Net::prefix_len))
}

/// What is in use beside the Cloud PCs that are simulated: what Azure counts without them, or else
/// the Cloud PCs that no scenario can hold.
pub(super) fn in_use(subnet: &mut Subnet, shares: Shares, (collected, log): (&Collected, &Log)) {
    let Shares { others, covered, under_way, earlier } = shares;
    let place = format!("subnet.{}.in_use", subnet.name);
    let room = usable(subnet) - covered;
    let known = &mut subnet.in_use;
    if known.from.ends_with(NOT_EXPORTED) {
        if others > 0 {
            let from = collected.cloud_pcs.source("status");
            let from = format!("{from}; they hold an address and are not simulated");
            *known = Sourced { value: others, from };
        }
    } else if covered + under_way > 0 {
        if known.value < covered + others {
            let reason = format!(
                "Azure counts {} addresses, but {} Cloud PCs hold one; the larger count is taken",
                known.value,
                covered + others
            );
            log.note("scenario", &place, reason);
        }
        let all = known.value;
        known.value = all.saturating_sub(covered).max(others);
        known.from += &format!(", {all} with the {covered} of the Cloud PCs in [initial.*]");
        // Attempts under way begin anew, and ask again.
        let anew = under_way.min(known.value - others);
        if anew > 0 {
            known.value -= anew;
            known.from += &format!(" and up to {anew} of those under way, which ask anew");
        }
        // Whether they are of earlier attempts or of other devices, no export tells.
        let earlier = earlier.min(known.value - others);
        if earlier > 0 {
            known.from += &format!(
                "; up to {earlier} of the rest may be of earlier attempts, which clean-up frees; no \
                 export tells, so they stay"
            );
        }
    }
    if known.value > room {
        let what = if covered == 0 { "usable" } else { "left beside the Cloud PCs" };
        let reason =
            format!("{} addresses in use, but only {room} {what}; taken as full", known.value);
        log.note("scenario", &place, reason);
        known.value = room;
    }
}
