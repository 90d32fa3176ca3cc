//! Whose devices Entra Connect brings.

use std::collections::BTreeMap;

use crate::provisioning::stage::Join;
use crate::provisioning::tenant::{Network, Tenant};

use super::Refusal;

/// The connections whose devices Entra Connect brings, with the Cloud PCs of waves that begin there.
pub(super) fn hybrid(tenant: &Tenant) -> Vec<(u16, u64)> {
    let mut cloud_pcs: BTreeMap<u16, u64> = BTreeMap::new();
    for wave in tenant.waves.iter().filter(|wave| wave.is_to_come()) {
        if let Some(connection) = first_choice(tenant, wave.group, Join::Synced) {
            *cloud_pcs.entry(connection).or_default() += wave.cloud_pcs();
        }
    }
    cloud_pcs.into_iter().filter(|(_, n)| *n > 0).collect()
}

/// Whether Entra Connect brings the devices of a wave.
pub(super) fn is_brought(tenant: &Tenant, wave: u16) -> bool {
    let wave = &tenant.waves[usize::from(wave)];
    wave.is_to_come() && first_choice(tenant, wave.group, Join::Synced).is_some()
}

/// The connection on which the Cloud PCs of a group begin, if its devices join this way.
pub(super) fn first_choice(tenant: &Tenant, group: u16, join: Join) -> Option<u16> {
    let policy = *tenant.groups[usize::from(group)].policies.first()?;
    match &tenant.policies[usize::from(policy)].network {
        Network::Connections(list) => {
            let joins = |c: &u16| tenant.connections[usize::from(*c)].join == join;
            list.first().copied().filter(joins)
        }
        Network::MicrosoftHosted { .. } => None,
    }
}

/// What can be tuned is there.
pub(super) fn something(tenant: &Tenant) -> Result<(), Refusal> {
    if !hybrid(tenant).is_empty() {
        return Ok(());
    }
    let any = |join: Join| tenant.connections.iter().any(|c| c.join == join);
    let why = if any(Join::Synced) {
        "no wave begins on a connection with join = \"hybrid\", so that nobody waits for Entra \
         Connect"
    } else if any(Join::Federated) {
        "the devices of every hybrid connection register themselves through AD FS and wait \
         neither for a site link nor for Entra Connect"
    } else {
        "no connection has join = \"hybrid\", so that nobody waits for Entra Connect"
    };
    Err(Refusal::Nothing(format!("there is nothing to tune: {why}")))
}
