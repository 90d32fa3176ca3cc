//! The rows of a replication by Cloud PC.

use std::collections::{BTreeMap, BTreeSet};

use crate::kernel::time::SimTime;
use crate::provisioning::observation::AddressChange;
use crate::record::recorder::{AttemptRow, Detail, ResourceRow};

/// The rows that tell how a Cloud PC stands now.
pub(super) struct Rows<'a> {
    /// The last attempt that has ended.
    pub(super) ended: BTreeMap<&'a str, &'a AttemptRow>,
    /// The attempt under way.
    pub(super) runs: BTreeMap<&'a str, &'a AttemptRow>,
    /// When an attempt last made it ready.
    pub(super) ready: BTreeMap<&'a str, SimTime>,
    /// Since when it has its status.
    pub(super) since: BTreeMap<&'a str, SimTime>,
    /// The ends of failed attempts whose address waits for clean-up (CLEAN-02).
    pub(super) left: BTreeMap<&'a str, Vec<SimTime>>,
}

impl<'a> Rows<'a> {
    pub(super) fn of(detail: &'a Detail) -> Self {
        let by_name = |row: &'a AttemptRow| (row.cloud_pc.as_str(), row);
        let good = detail.attempts.iter().filter(|row| row.cause.is_none());
        Self {
            ended: detail.attempts.iter().map(by_name).collect(),
            runs: detail.unfinished.iter().map(by_name).collect(),
            ready: good.map(|row| (row.cloud_pc.as_str(), row.ended)).collect(),
            since: detail.statuses.iter().map(|row| (row.cloud_pc.as_str(), row.at)).collect(),
            left: left(detail),
        }
    }
}

fn left(detail: &Detail) -> BTreeMap<&str, Vec<SimTime>> {
    let mut held: BTreeSet<(&str, u16)> = BTreeSet::new();
    for row in &detail.resources {
        let Some(owner) = owner(row) else { continue };
        let taken = [AddressChange::Held, AddressChange::Kept, AddressChange::Left];
        if taken.iter().any(|change| row.change == change.name()) {
            held.insert(owner);
        } else if row.change == AddressChange::CleanedUp.name() {
            held.remove(&owner);
        }
    }
    let mut left: BTreeMap<&str, Vec<SimTime>> = BTreeMap::new();
    for row in detail.attempts.iter().filter(|row| row.cause.is_some()) {
        if held.contains(&(row.cloud_pc.as_str(), row.attempt)) {
            left.entry(&row.cloud_pc).or_default().push(row.ended);
        }
    }
    left
}

/// The Cloud PC and attempt of an address.
fn owner(row: &ResourceRow) -> Option<(&str, u16)> {
    Some((row.owner.as_deref()?, row.attempt?))
}
