//! What arithmetic alone says of a subnet: its seats and its health checks.

use crate::provisioning::tenant::{Network, Tenant};

/// The waves whose Cloud PCs are meant for a subnet: by the first connection of the policy that was
/// first assigned to their group.
pub fn waves_of(tenant: &Tenant, subnet: u16) -> Vec<usize> {
    let meant = |wave: usize| {
        let group = &tenant.groups[usize::from(tenant.waves[wave].group)];
        let policy = group.policies.first().map(|&policy| &tenant.policies[usize::from(policy)]);
        let Some(Network::Connections(list)) = policy.map(|policy| &policy.network) else {
            return false;
        };
        list.first().is_some_and(|&c| tenant.connections[usize::from(c)].subnet == subnet)
    };
    (0..tenant.waves.len()).filter(|&wave| meant(wave)).collect()
}

/// Cloud PCs that are meant for a subnet.
pub fn seats(tenant: &Tenant, subnet: u16) -> u64 {
    waves_of(tenant, subnet).into_iter().map(|wave| tenant.waves[wave].cloud_pcs()).sum()
}

/// Health checks that can borrow an address of a subnet at once.
pub fn health_checks(tenant: &Tenant, subnet: u16) -> u64 {
    let here = tenant.connections.iter().filter(|c| c.subnet == subnet && c.check.borrows_address);
    here.count() as u64
}
