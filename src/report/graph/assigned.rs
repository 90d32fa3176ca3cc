//! Which policies target which group, and what they say, once changes have been made.

use crate::kernel::time::SimTime;
use crate::provisioning::tenancy::change::{Change, Deed};
use crate::provisioning::tenant::Tenant;

/// Policies as they are at an instant.
pub(super) struct Assigned {
    /// Policies that target each group, the first assigned first (LIC-08).
    groups: Vec<Vec<u16>>,
    /// What each policy says, among the tenant's versions (LIC-09).
    versions: Vec<u16>,
    /// Which policy each version belongs to.
    bases: Vec<u16>,
}

impl Assigned {
    /// After all changes up to and at this instant.
    pub(super) fn at(tenant: &Tenant, at: SimTime) -> Self {
        let bases = tenant.bases();
        let groups = tenant.groups.iter().map(|group| group.policies.clone()).collect();
        let mut assigned = Self { groups, versions: bases.clone(), bases };
        let dated = tenant.changes.iter().filter_map(|change| Some((change.when.at()?, change)));
        let mut made: Vec<(SimTime, &Change)> = dated.filter(|(made, _)| *made <= at).collect();
        made.sort_by_key(|(at, _)| *at);
        for (_, change) in made {
            assigned.make(&change.deed);
        }
        assigned
    }

    fn make(&mut self, deed: &Deed) {
        match *deed {
            Deed::AssignPolicy { policy, group } => self.groups[usize::from(group)].push(policy),
            Deed::UnassignPolicy { policy, group } => {
                for (assigned, of) in self.groups.iter_mut().zip(0..) {
                    assigned.retain(|known| *known != policy || group.is_some_and(|g| g != of));
                }
            }
            Deed::EditPolicy { policy, version } => self.versions[usize::from(policy)] = version,
            Deed::ToUsers { .. } | Deed::SetLicenses { .. } | Deed::StartSyncCycle { .. } => {}
        }
    }

    /// The version of the policy by which users of a group get a Cloud PC.
    pub(super) fn first(&self, group: u16) -> Option<u16> {
        let first = self.groups[usize::from(group)].first()?;
        Some(self.versions[usize::from(*first)])
    }

    /// The policy that a version belongs to.
    pub(super) fn base(&self, version: u16) -> u16 {
        self.bases[usize::from(version)]
    }

    /// Every policy with what it says.
    pub(super) fn policies(&self) -> impl Iterator<Item = (u16, u16)> {
        let all = (0..).zip(&self.bases).filter(|(version, base)| version == *base);
        all.map(|(policy, _): (u16, _)| (policy, self.versions[usize::from(policy)]))
    }

    /// Groups that a policy targets.
    pub(super) fn groups_of(&self, policy: u16) -> impl Iterator<Item = usize> {
        let all = self.groups.iter().enumerate();
        all.filter(move |(_, policies)| policies.contains(&policy)).map(|(group, _)| group)
    }
}
