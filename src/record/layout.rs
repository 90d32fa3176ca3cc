//! What a case's replications all share: names and sizes, in the order of their numbers.

use crate::kernel::time::SimDuration;
use crate::provisioning::stage;
use crate::provisioning::tenant::Tenant;

const MOST_BINS: u64 = 4_096;

/// Names and sizes of a case.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Names of the waves.
    pub waves: Vec<String>,
    /// Names of the subnets.
    pub subnets: Vec<String>,
    /// Usable addresses of each subnet.
    pub usable: Vec<u64>,
    /// Names of the connections.
    pub connections: Vec<String>,
    /// Codes of all causes.
    pub causes: Vec<&'static str>,
    /// When replications end.
    pub horizon: SimDuration,
    /// Width of a bin of occupancy.
    pub bin: SimDuration,
}

impl Layout {
    /// The layout of a tenant's replications up to a horizon.
    pub fn new(tenant: &Tenant, horizon: SimDuration) -> Self {
        let bin = SimDuration::from_ms(horizon.ms().div_ceil(MOST_BINS));
        Self {
            waves: tenant.waves.iter().map(|w| w.name.clone()).collect(),
            subnets: tenant.subnets.iter().map(|s| s.name.clone()).collect(),
            usable: tenant.subnets.iter().map(|s| s.usable).collect(),
            connections: tenant.connections.iter().map(|c| c.name.clone()).collect(),
            causes: stage::causes().map(|(_, cause)| cause.code).collect(),
            horizon,
            bin: bin.max(SimDuration::from_minutes(1)),
        }
    }

    /// How many bins cover the horizon.
    pub fn bins(&self) -> usize {
        let bins = self.horizon.ms() / self.bin.ms() + 1;
        usize::try_from(bins).expect("bins are a few thousand")
    }
}
