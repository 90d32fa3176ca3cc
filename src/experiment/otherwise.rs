//! What could have been otherwise: a tenant in which one thing that hurt is switched off.
//!
//! Random words belong to whom they are drawn for, so that nothing else of a replication changes.

use crate::kernel::time::SimDuration;
use crate::kernel::variate::Chance;
use crate::provisioning::tenancy::change::Deed;
use crate::provisioning::tenant::Tenant;

/// More addresses than the largest virtual network has.
const PLENTY: u64 = 1 << 24;

/// One thing that could have been otherwise; what it names is meant by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Otherwise {
    /// A condition does not arise.
    NoCondition(usize),
    /// A change does not happen.
    NoChange(usize),
    /// Nothing fails by the die for this status code.
    NoDie(&'static str),
    /// A subnet never runs out of addresses.
    EnoughAddresses(u16),
    /// No health check of a connection fails for no lasting reason.
    NoFalseAlarm(u16),
    /// The join account of a connection may join any number of computers.
    NoJoinQuota(u16),
    /// Devices may take as long as it takes to appear in Microsoft Entra ID.
    NoHybridLimit,
    /// There are licenses enough.
    EnoughLicenses(u8),
}

/// The tenant with all of this otherwise, up to a horizon.
pub fn changed(tenant: &Tenant, others: &[Otherwise], horizon: SimDuration) -> Tenant {
    let mut changed = tenant.clone();
    // From the last index to the first, so that those still to be removed keep theirs.
    let mut others = others.to_vec();
    others.sort_unstable();
    for other in others.into_iter().rev() {
        change(&mut changed, other, horizon);
    }
    changed
}

fn change(tenant: &mut Tenant, other: Otherwise, horizon: SimDuration) {
    match other {
        Otherwise::NoCondition(index) => drop(tenant.conditions.remove(index)),
        Otherwise::NoChange(index) => drop(tenant.changes.remove(index)),
        Otherwise::NoDie(code) => tenant.dice.retain(|die| die.cause.code != code),
        Otherwise::EnoughAddresses(subnet) => {
            let usable = &mut tenant.subnets[usize::from(subnet)].usable;
            *usable = (*usable).max(PLENTY);
        }
        Otherwise::NoFalseAlarm(connection) => {
            tenant.connections[usize::from(connection)].check.failure = Chance::NEVER;
        }
        Otherwise::NoJoinQuota(connection) => {
            tenant.connections[usize::from(connection)].join_quota = None;
        }
        Otherwise::NoHybridLimit => tenant.identity.timeout = horizon,
        Otherwise::EnoughLicenses(license) => {
            tenant.licenses[usize::from(license)].available = None;
            for change in &mut tenant.changes {
                buy_enough(&mut change.deed, license);
            }
        }
    }
}

/// A later purchase, too, is of enough.
fn buy_enough(deed: &mut Deed, of: u8) {
    if let Deed::SetLicenses { license, available } = deed
        && *license == of
    {
        *available = u64::MAX;
    }
}
