//! Which status of ours is which of Graph's, and what there is of a machine then.

use serde::Serialize;

use crate::provisioning::cloud_pc::Status;

/// What there is of a Cloud PC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing yet, and no attempt has begun.
    Waits,
    /// An attempt runs, or the pause between two.
    Comes,
    /// A machine, whether or not its user can sign in.
    Stands,
    /// No machine any more.
    Gone,
}

/// A status as Graph lists it.
#[derive(Debug)]
pub struct Listed {
    /// Ours, whose name is Graph's.
    pub status: Status,
    /// What there is of the Cloud PC.
    pub standing: Standing,
    /// The rules that ground it.
    pub rules: &'static [&'static str],
}

/// Every status that Graph lists, in the order of its enumeration. What is deleted is in no list.
pub static STATUSES: [Listed; 12] = [
    listed(Status::NotProvisioned, Standing::Waits, &["STATUS-01", "PROV-03"]),
    listed(Status::Provisioning, Standing::Comes, &["STATUS-01", "RETRY-01"]),
    listed(Status::Provisioned, Standing::Stands, &["STATUS-01", "ASG-01"]),
    listed(Status::InGracePeriod, Standing::Stands, &["STATUS-01", "LIC-11"]),
    listed(Status::Deprovisioning, Standing::Gone, &["STATUS-01", "CLEAN-09"]),
    listed(Status::Failed, Standing::Gone, &["STATUS-01", "RETRY-01", "FAIL-01"]),
    listed(Status::ProvisionedWithWarnings, Standing::Stands, &["STATUS-01", "POST-01"]),
    listed(Status::Resizing, Standing::Stands, &["STATUS-01", "LIC-16"]),
    listed(Status::Restoring, Standing::Stands, &["STATUS-01"]),
    listed(Status::PendingProvision, Standing::Waits, &["STATUS-01", "LIC-14"]),
    listed(Status::MovingRegion, Standing::Stands, &["STATUS-01", "IP-13"]),
    listed(Status::ResizePendingLicense, Standing::Stands, &["STATUS-01", "LIC-16"]),
];

const fn listed(status: Status, standing: Standing, rules: &'static [&'static str]) -> Listed {
    Listed { status, standing, rules }
}

/// How Graph lists a status, by its name; none if in no list.
pub(super) fn find(graph_name: &str) -> Option<&'static Listed> {
    STATUSES.iter().find(|listed| listed.status.graph_name() == graph_name)
}

/// Graph's `cloudPcStatusSummary`.
#[derive(Serialize)]
pub(super) struct Count {
    status: &'static str,
    count: usize,
}

/// How many have each status that any has.
pub(super) fn summary(statuses: &[&'static str]) -> Vec<Count> {
    let names = STATUSES.iter().map(|listed| listed.status.graph_name());
    let count = |status| statuses.iter().filter(|known| **known == status).count();
    let counts = names.map(|status| Count { status, count: count(status) });
    counts.filter(|one| one.count > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provisioning::rules;

    #[test]
    fn every_status_but_the_last_is_listed_once_and_grounded() {
        for status in Status::ALL {
            let count = STATUSES.iter().filter(|listed| listed.status == status).count();
            assert_eq!(count, usize::from(status != Status::Deleted), "{status:?}");
        }
        for id in STATUSES.iter().flat_map(|listed| listed.rules) {
            assert!(rules::find(id).is_some(), "{id} is cited but not in the catalog");
        }
    }
}
