//! Why an attempt failed: the conditions, shortages and chances without which it would not have.

use crate::kernel::time::SimTime;
use crate::provisioning::condition::{Condition, Place};
use crate::provisioning::network::health_check::{Finding, Health};
use crate::provisioning::stage::{self, Cause, Origin};
use crate::provisioning::stage::{attach_network, gate, join_domain, sync_device};
use crate::provisioning::tenancy::change::{Deed, UserDeed};
use crate::provisioning::tenant::{Network, Tenant};
use crate::record::recorder::{AttemptRow, Detail, ResourceRow};

use super::otherwise::Otherwise;

/// Looks into the rows of a replication.
#[derive(Clone, Copy, Debug)]
pub struct Reasons<'a> {
    /// What was simulated.
    pub tenant: &'a Tenant,
    /// What happened.
    pub detail: &'a Detail,
}

/// The cause of this code.
pub fn cause(code: &str) -> Option<&'static Cause> {
    stage::causes().map(|(_, cause)| cause).find(|cause| cause.code == code)
}

impl<'a> Reasons<'a> {
    /// What could have been otherwise so that an attempt would not have failed as it did.
    pub fn of(self, attempt: &AttemptRow) -> Vec<Otherwise> {
        let Some(cause) = attempt.cause.and_then(cause) else { return vec![] };
        let place = self.place(attempt);
        let conditions = self.conditions(attempt, cause).into_iter();
        let mut found: Vec<Otherwise> = conditions.map(Otherwise::NoCondition).collect();
        if *cause == gate::NOT_HEALTHY {
            for check in self.checks(attempt) {
                found.extend(self.of_check(check));
            }
        } else if gate::LOSSES.contains(&cause) {
            found.extend(self.losses(attempt));
        } else if *cause == sync_device::TIMEOUT {
            found.push(Otherwise::NoHybridLimit);
        } else if found.is_empty() {
            found.extend(without_condition(cause, place));
        }
        once(found)
    }

    /// Where an attempt took place.
    pub fn place(self, attempt: &AttemptRow) -> Place<'a> {
        self.tenant.place(self.connection(attempt.connection.as_deref()), Some(attempt.policy))
    }

    /// Index of the connection of this name.
    pub fn connection(self, name: Option<&str>) -> Option<u16> {
        let names = (0..).zip(&self.tenant.connections);
        names.filter(|(_, c)| Some(c.name.as_str()) == name).map(|(index, _)| index).next()
    }

    /// The conditions that brought an attempt's failure about.
    pub fn conditions(self, attempt: &AttemptRow, cause: &Cause) -> Vec<usize> {
        let place = self.place(attempt);
        // Who waits for the device object suffers from what holds at any time of it.
        let waits = cause.shows == stage::Shows::AfterHybridTimeout;
        let ended = if waits { attempt.ended } else { began_last_stage(attempt) };
        let conditions = self.tenant.conditions.iter().enumerate();
        let struck = conditions.filter(|(_, c)| {
            c.brings_about(place, cause) && self.is_on_way(c, place) && {
                let until = self.until(c);
                c.from <= ended && until.is_none_or(|until| until > began_last_stage(attempt))
            }
        });
        struck.map(|(index, _)| index).collect()
    }

    /// Whether a condition of a site link concerns the way from a place to Entra Connect.
    fn is_on_way(self, condition: &Condition, place: Place<'_>) -> bool {
        let Some(link) = condition.reach.site_link else { return true };
        let connection = place.connection.map(|c| &self.tenant.connections[usize::from(c)]);
        let way = connection.and_then(|c| c.way.as_ref());
        way.is_some_and(|way| way.iter().any(|step| step.link == link))
    }

    /// Until when a condition really held.
    pub fn until(self, condition: &Condition) -> Option<SimTime> {
        self.detail.until(condition)
    }

    /// The health checks that kept an attempt from starting, or struck it.
    pub fn checks(self, attempt: &AttemptRow) -> Vec<&'a ResourceRow> {
        let of = |connection: &str| {
            let before = self.detail.resources.iter().rev().filter(|row| row.at <= attempt.ended);
            let mut posted = before.filter(|row| row.kind == "connection");
            posted.find(|row| row.resource == connection)
        };
        match &attempt.connection {
            Some(connection) => of(connection).into_iter().collect(),
            None => self.connections_of_policy(attempt.policy).filter_map(of).collect(),
        }
    }

    fn connections_of_policy(self, policy: u16) -> impl Iterator<Item = &'a str> {
        let list: &[u16] = match &self.tenant.policies[usize::from(policy)].network {
            Network::Connections(list) => list,
            Network::MicrosoftHosted { .. } => &[],
        };
        list.iter().map(move |&c| self.tenant.connections[usize::from(c)].name.as_str())
    }

    /// What could have been otherwise so that a health check would have passed.
    pub fn of_check(self, check: &ResourceRow) -> Vec<Otherwise> {
        let connection = self.connection(Some(&check.resource));
        let place = self.tenant.place(connection, None);
        let looked = check.since.unwrap_or(check.at);
        let conditions = self.tenant.conditions.iter().enumerate();
        let held = conditions
            .filter(|(_, c)| c.holds(looked) && self.until(c).is_none_or(|until| looked < until));
        let failing: Vec<(usize, Finding)> = held
            .filter_map(|(index, c)| Some((index, c.finding(place)?)))
            .filter(|(_, finding)| finding.severity() == Health::Failed)
            .collect();
        let known = |error: &str| failing.iter().any(|(_, finding)| finding.error_type == error);
        let others = check.error_types().into_iter().filter(|error| !known(error));
        let others = others.filter_map(|error| unexplained(error, place, connection?));
        let conditions = failing.iter().map(|(index, _)| Otherwise::NoCondition(*index));
        once(conditions.chain(others).collect())
    }

    /// The changes by which an attempt, or a Cloud PC by an instant, lost what it stands on.
    fn losses(self, attempt: &AttemptRow) -> Vec<Otherwise> {
        let mut found = self.changes_of(&attempt.cloud_pc, attempt.ended);
        let changes = self.tenant.changes.iter().enumerate();
        let unassigned = changes.filter(|(_, change)| {
            let by_then = change.when.at().is_some_and(|at| at <= attempt.ended);
            by_then && matches!(change.deed, Deed::UnassignPolicy { .. })
        });
        if attempt.cause == Some(gate::POLICY_NOT_FOUND.code) {
            found.extend(unassigned.map(|(index, _)| Otherwise::NoChange(index)));
        }
        found
    }

    /// The changes that took something from a Cloud PC up to an instant.
    pub fn changes_of(self, cloud_pc: &str, by: SimTime) -> Vec<Otherwise> {
        let suffered = self.detail.changes.iter().filter(|row| row.at <= by);
        let names = suffered.filter(|row| row.cloud_pc == cloud_pc).map(|row| &row.change);
        let index = |name: &String| self.tenant.changes.iter().position(|c| c.name == *name);
        let taking = names.filter_map(index).filter(|&i| takes(&self.tenant.changes[i].deed));
        once(taking.map(Otherwise::NoChange).collect())
    }
}

/// When the stage began in which an attempt failed.
fn began_last_stage(attempt: &AttemptRow) -> SimTime {
    attempt.stage_ends.iter().flatten().copied().max().unwrap_or(attempt.started)
}

/// What else than a condition brings a failure about.
fn without_condition(cause: &Cause, place: Place<'_>) -> Option<Otherwise> {
    if *cause == attach_network::NO_ADDRESS {
        place.subnet.map(Otherwise::EnoughAddresses)
    } else if *cause == join_domain::QUOTA {
        place.connection.map(Otherwise::NoJoinQuota)
    } else {
        (cause.origin == Origin::Dice).then_some(Otherwise::NoDie(cause.code))
    }
}

/// What else than a condition makes a health check fail.
fn unexplained(error: &str, place: Place<'_>, connection: u16) -> Option<Otherwise> {
    match error {
        NO_ADDRESS => place.subnet.map(Otherwise::EnoughAddresses),
        FALSE_ALARM => Some(Otherwise::NoFalseAlarm(connection)),
        QUOTA => Some(Otherwise::NoJoinQuota(connection)),
        _ => None,
    }
}

/// Whether a change takes from a user what a Cloud PC stands on.
fn takes(deed: &Deed) -> bool {
    let Deed::ToUsers { what, .. } = deed else { return false };
    matches!(
        what,
        UserDeed::RemoveLicense
            | UserDeed::DeleteUser
            | UserDeed::RemoveFromGroup
            | UserDeed::EndGrace
            | UserDeed::Resize(_)
    )
}

fn once(mut found: Vec<Otherwise>) -> Vec<Otherwise> {
    found.sort_unstable();
    found.dedup();
    found
}

const NO_ADDRESS: &str = "resourceAvailabilityCheckNoSubnetIP";
const FALSE_ALARM: &str = "internalServerUnknownError";
const QUOTA: &str = "adJoinCheckAccountQuotaExceeded";
