//! The lanes of Cloud PCs: waits, attempts with their stages, and what comes after.

use std::collections::BTreeMap;

use crate::kernel::time::SimTime;
use crate::provisioning::cloud_pc::Status;
use crate::provisioning::stage::Stage;
use crate::provisioning::tenant::Tenant;
use crate::record::recorder::{AttemptRow, ChangeRow, CloudPcRow, Detail, Journey, StatusRow};

use super::event::{Events, Group, Lane};

/// All of them.
pub(super) fn add(tenant: &Tenant, detail: &Detail, events: &mut Events) {
    let rows = Rows::new(tenant, detail);
    for (i, pc) in detail.cloud_pcs.iter().enumerate() {
        let lane = (Group::CloudPcs, i + 1);
        events.group(Group::CloudPcs);
        if pc.requested <= events.end() {
            events.lane(lane, &pc.name);
            rows.life(lane, pc, events);
        }
    }
}

/// The rows of a replication by Cloud PC.
struct Rows<'a> {
    connections: BTreeMap<&'a str, u16>,
    tenant: &'a Tenant,
    attempts: BTreeMap<&'a str, Vec<&'a AttemptRow>>,
    statuses: BTreeMap<&'a str, Vec<&'a StatusRow>>,
    changes: BTreeMap<&'a str, Vec<&'a ChangeRow>>,
    journeys: BTreeMap<(&'a str, u16), &'a Journey>,
}

impl<'a> Rows<'a> {
    fn new(tenant: &'a Tenant, detail: &'a Detail) -> Self {
        let connections = tenant.connections.iter().map(|c| c.name.as_str()).zip(0..);
        let journeys = detail.journeys.iter();
        let attempts = detail.attempts.iter().chain(&detail.unfinished);
        Self {
            connections: connections.collect(),
            tenant,
            attempts: by(attempts, |row| &row.cloud_pc),
            statuses: by(detail.statuses.iter(), |row| &row.cloud_pc),
            changes: by(detail.changes.iter(), |row| &row.cloud_pc),
            journeys: journeys.map(|j| ((j.cloud_pc.as_str(), j.attempt), j)).collect(),
        }
    }

    fn life(&self, lane: Lane, pc: &CloudPcRow, events: &mut Events) {
        let attempts = self.attempts.get(pc.name.as_str()).map_or(&[][..], Vec::as_slice);
        let statuses = self.statuses.get(pc.name.as_str()).map_or(&[][..], Vec::as_slice);
        let first = attempts.first().map_or(events.end(), |attempt| attempt.started);
        events.slice(lane, "waits to begin", (pc.requested, first), &[]);
        for (i, attempt) in attempts.iter().enumerate() {
            self.attempt(lane, attempt, events);
            let next = attempts.get(i + 1).map(|next| next.started);
            after(lane, attempt, (statuses, next), events);
        }
        let ends = statuses.iter().skip(1).map(|next| next.at).chain([events.end()]);
        for (row, end) in statuses.iter().zip(ends.collect::<Vec<_>>()) {
            if lasts(row.status) {
                events.slice(lane, row.status, (row.at, end), &[]);
            }
        }
        for change in self.changes.get(pc.name.as_str()).into_iter().flatten() {
            events.instant(lane, &format!("change.{}", change.change), change.at, &[]);
        }
    }

    fn attempt(&self, lane: Lane, attempt: &AttemptRow, events: &mut Events) {
        let cause = attempt.cause.map(|code| format!(": {code}")).unwrap_or_default();
        let name = format!("attempt {}{cause}", attempt.attempt);
        let connection = attempt.connection.clone().unwrap_or_default();
        let mut more = vec![("policy", self.policy(attempt)), ("connection", connection)];
        more.extend(attempt.failed_stage.map(|stage| ("failed_stage", stage.to_string())));
        more.push(("warnings", attempt.warnings.join(" ")));
        more.retain(|(_, value)| !value.is_empty());
        events.slice(lane, &name, (attempt.started, attempt.ended), &more);
        if attempt.failed_stage != Some(Stage::Gate.sheet().name) {
            self.stages(lane, attempt, events);
        }
    }

    fn policy(&self, attempt: &AttemptRow) -> String {
        self.tenant.policies[usize::from(attempt.policy)].name.clone()
    }

    /// The stages, one after another; the last may have been cut short.
    fn stages(&self, lane: Lane, attempt: &AttemptRow, events: &mut Events) {
        let connection = attempt.connection.as_deref().and_then(|c| self.connections.get(c));
        let join = self.tenant.place(connection.copied(), Some(attempt.policy)).join;
        let mut began = attempt.started;
        for &stage in &Stage::route(join)[1..] {
            let ended = attempt.stage_ends[stage.index() - 1];
            let end = ended.unwrap_or(attempt.ended);
            if end > began {
                let failed = attempt.cause.filter(|_| ended.is_none());
                let failed = failed.map(|code| format!(" ({code})")).unwrap_or_default();
                events.slice(lane, &format!("{}{failed}", stage.sheet().name), (began, end), &[]);
            }
            if stage == Stage::SyncDevice {
                self.journey(lane, attempt, end, events);
            }
            if ended.is_none() {
                break;
            }
            began = end;
        }
    }

    /// The hops of a device over site links, and its wait for Entra Connect.
    fn journey(&self, lane: Lane, attempt: &AttemptRow, end: SimTime, events: &mut Events) {
        let Some(journey) = self.journeys.get(&(attempt.cloud_pc.as_str(), attempt.attempt)) else {
            return;
        };
        for hop in journey.hops.iter().filter(|hop| hop.since < end) {
            let name = format!("{} to {}", hop.link, hop.to);
            events.slice(lane, &name, (hop.since, hop.passed.min(end)), &[]);
        }
        if let Some(arrives) = journey.arrives.filter(|&arrives| arrives < end) {
            events.slice(lane, "Entra Connect", (arrives, end), &[]);
        }
    }
}

/// What follows an attempt: ready, or the pause before the next, or Failed.
fn after(
    lane: Lane,
    attempt: &AttemptRow,
    (statuses, next): (&[&StatusRow], Option<SimTime>),
    events: &mut Events,
) {
    let status = statuses.iter().find(|row| row.at == attempt.ended);
    if let Some(status) = status.filter(|row| !lasts(row.status)) {
        events.instant(lane, status.status, status.at, &[]);
    }
    if let Some(next) = next.filter(|_| attempt.cause.is_some()) {
        let failed = status.is_some_and(|row| row.status == Status::Failed.graph_name());
        let name = if failed { "failed" } else { "pause" };
        events.slice(lane, name, (attempt.ended, next), &[]);
    }
}

/// Statuses that are told as a slice of their own; of others attempts tell.
fn lasts(status: &str) -> bool {
    [
        Status::PendingProvision,
        Status::InGracePeriod,
        Status::Deprovisioning,
        Status::Resizing,
        Status::ResizePendingLicense,
        Status::MovingRegion,
    ]
    .iter()
    .any(|known| known.graph_name() == status)
}

/// Rows by the name of their Cloud PC, each in their order.
fn by<'a, T>(
    rows: impl Iterator<Item = &'a T>,
    name: impl Fn(&'a T) -> &'a String,
) -> BTreeMap<&'a str, Vec<&'a T>> {
    let mut all: BTreeMap<&str, Vec<&T>> = BTreeMap::new();
    for row in rows {
        all.entry(name(row)).or_default().push(row);
    }
    all
}
