//! The lanes beside Cloud PCs: changes, conditions, connections, subnets, Entra Connect, site links.

use std::collections::BTreeMap;

use crate::kernel::time::SimTime;
use crate::provisioning::cloud_pc::Status;
use crate::provisioning::tenant::Tenant;
use crate::record::recorder::{CycleRow, Detail, ResourceRow};

use super::event::{Events, Group, Lane};

/// All of them.
pub(super) fn add(tenant: &Tenant, detail: &Detail, events: &mut Events) {
    changes(tenant, events);
    conditions(tenant, detail, events);
    connections(tenant, detail, events);
    subnets(tenant, detail, events);
    cycles(detail, events);
    site_links(tenant, detail, events);
    statuses(detail, events);
}

/// Changes at an instant; those of single users lie on the lanes of Cloud PCs.
fn changes(tenant: &Tenant, events: &mut Events) {
    let all = tenant.changes.iter().filter_map(|change| Some((change, change.when.at()?)));
    for (i, (change, at)) in all.enumerate() {
        let lane = (Group::Changes, i + 1);
        events.group(Group::Changes);
        events.lane(lane, &change.name);
        events.instant(lane, change.says(), at, &[]);
    }
}

fn conditions(tenant: &Tenant, detail: &Detail, events: &mut Events) {
    for (i, condition) in tenant.conditions.iter().enumerate() {
        let lane = (Group::Conditions, i + 1);
        events.group(Group::Conditions);
        events.lane(lane, &condition.name);
        let until = detail.until(condition).unwrap_or(FOREVER);
        if detail.arises(condition) && condition.from <= until {
            let more = [("what", condition.kind.says.to_string())];
            events.slice(lane, condition.kind.word, (condition.from, until), &more);
        }
    }
}

/// Beyond every horizon.
const FOREVER: SimTime = SimTime::from_ms(u64::MAX / 1_000);

/// Health checks, and from failed to passed the time in which a connection was unusable.
fn connections(tenant: &Tenant, detail: &Detail, events: &mut Events) {
    for (i, connection) in tenant.connections.iter().enumerate() {
        let lane = (Group::Connections, i + 1);
        events.group(Group::Connections);
        events.lane(lane, &connection.name);
        let all = detail.resources.iter().filter(|row| row.kind == "connection");
        let mut unusable: Option<SimTime> = None;
        for row in all.filter(|row| row.resource == connection.name) {
            check(lane, row, events);
            if row.change == FAILED {
                unusable.get_or_insert(row.at);
            } else if let Some(since) = unusable.take() {
                events.slice(lane, "unusable", (since, row.at), &[]);
            }
        }
        if let Some(since) = unusable {
            events.slice(lane, "unusable", (since, FOREVER), &[]);
        }
    }
}

/// Graph's name of a connection that is not usable.
const FAILED: &str = "failed";

fn check(lane: Lane, row: &ResourceRow, events: &mut Events) {
    let name = format!("health check: {}", row.change);
    let findings = [("findings", row.error_types().join(" "))];
    let more = if row.findings.is_empty() { &findings[..0] } else { &findings };
    events.slice(lane, &name, (row.since.unwrap_or(row.at), row.at), more);
}

fn subnets(tenant: &Tenant, detail: &Detail, events: &mut Events) {
    for (i, subnet) in tenant.subnets.iter().enumerate() {
        events.group(Group::Subnets);
        let rows = detail.resources.iter().filter(|row| row.resource == subnet.name);
        let levels = rows.filter_map(|row| Some((row.at, row.in_use?)));
        let levels: BTreeMap<SimTime, u64> =
            [(SimTime::ZERO, 0)].into_iter().chain(levels).collect();
        for (at, in_use) in levels {
            let name = format!("{} of {} usable", subnet.name, subnet.usable);
            events.counter((Group::Subnets, i + 1), &name, at, in_use);
        }
    }
}

fn cycles(detail: &Detail, events: &mut Events) {
    let lane = (Group::EntraConnect, 1);
    if !detail.cycles.is_empty() {
        events.group(Group::EntraConnect);
        events.lane(lane, "cycles");
    }
    for CycleRow { started, ended, full, exported, exports } in &detail.cycles {
        let kind = if *full { "full cycle" } else { "cycle" };
        let name = match exports {
            true => format!("{kind}: {exported} exported"),
            false => format!("{kind}: staging, exports nothing"),
        };
        events.slice(lane, &name, (*started, *ended), &[]);
    }
}

/// The replications of each link that carried devices.
fn site_links(tenant: &Tenant, detail: &Detail, events: &mut Events) {
    for (i, link) in tenant.identity.directory.links.iter().enumerate() {
        let lane = (Group::SiteLinks, i + 1);
        events.group(Group::SiteLinks);
        events.lane(lane, &link.name);
        let hops = detail.journeys.iter().flat_map(|journey| &journey.hops);
        let mut carried: BTreeMap<(SimTime, &str), u64> = BTreeMap::new();
        for hop in hops.filter(|hop| hop.link == link.name) {
            *carried.entry((hop.passed, &hop.to)).or_default() += 1;
        }
        for ((at, to), n) in carried {
            let ending = if n == 1 { "" } else { "s" };
            events.instant(lane, &format!("to {to}: {n} device{ending}"), at, &[]);
        }
    }
}

/// How many Cloud PCs are in each status.
fn statuses(detail: &Detail, events: &mut Events) {
    let mut changes: Vec<(SimTime, &str, &str)> = vec![];
    let first = Status::NotProvisioned.graph_name();
    changes.extend(detail.cloud_pcs.iter().map(|pc| (pc.requested, pc.name.as_str(), first)));
    changes.extend(detail.statuses.iter().map(|row| (row.at, row.cloud_pc.as_str(), row.status)));
    changes.sort_by_key(|(at, _, _)| *at);
    let mut now: BTreeMap<&str, &str> = BTreeMap::new();
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut levels: BTreeMap<(&str, SimTime), u64> = BTreeMap::new();
    for (at, name, status) in changes {
        if let Some(before) = now.insert(name, status) {
            let left = counts.entry(before).or_default();
            *left -= 1;
            levels.insert((before, at), *left);
        }
        let here = counts.entry(status).or_default();
        *here += 1;
        levels.insert((status, at), *here);
    }
    for ((status, at), n) in levels {
        events.group(Group::Statuses);
        events.counter((Group::Statuses, 1), status, at, n);
    }
}
