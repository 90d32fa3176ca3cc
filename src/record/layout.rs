//! What a case's replications all share: names and sizes, in the order of their numbers.

use crate::kernel::time::SimDuration;
use crate::provisioning::stage;
use crate::provisioning::tenant::{Arrivals, Tenant, Wave};

/// Bins of all replications of a case together, and bounds for those of one.
const BINS_IN_ALL: u64 = 4_000_000;
const BINS: std::ops::RangeInclusive<u64> = 256..=4_096;
/// Times to ready that all replications of a case keep together, and the least of a wave of one.
const TIMES_IN_ALL: u64 = 4_000_000;
const TIMES: u64 = 256;

/// What lies behind each Cloud PC of a wave when the simulation starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// Those that are there have lower numbers; second ones, which resizes leave, have not.
    pub numbers: u32,
    /// Attempts that are over.
    pub attempts: u64,
    /// Whether it has been ready.
    pub was_ready: bool,
}

impl Before {
    fn of(wave: &Wave, attempts: u8) -> Self {
        let Some(initial) = &wave.initial else { return Self::default() };
        let attempts = u64::from(initial.attempts(attempts));
        let was_ready = initial.standing.was_ready();
        Self { numbers: wave.first_of_seconds(), attempts, was_ready }
    }
}

/// Names and sizes of a case.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Names of the waves.
    pub waves: Vec<String>,
    /// The most Cloud PCs of each wave: with seconds that resizes may leave.
    pub cloud_pcs: Vec<u64>,
    /// Of each wave that is there when the simulation starts: attempts behind each of its Cloud PCs,
    /// and whether it has been ready.
    pub before: Vec<Before>,
    /// Whether all requests come before the horizon for certain: no arrivals with random gaps.
    pub all_request: bool,
    /// The most attempts a Cloud PC can have.
    pub most_attempts: u64,
    /// Names of the subnets.
    pub subnets: Vec<String>,
    /// Usable addresses of each subnet.
    pub usable: Vec<u64>,
    /// Names of the connections.
    pub connections: Vec<String>,
    /// Names of the licenses; empty for the one that groups have that name none.
    pub licenses: Vec<String>,
    /// Codes of all causes.
    pub causes: Vec<&'static str>,
    /// When replications end.
    pub horizon: SimDuration,
    /// Width of a bin of occupancy.
    pub bin: SimDuration,
    /// The most times to ready that are kept of each wave of a replication.
    pub times: usize,
}

impl Layout {
    /// The layout of so many replications of a tenant up to a horizon.
    ///
    /// # Panics
    /// Never: a few million times fit into memory.
    pub fn new(tenant: &Tenant, horizon: SimDuration, replications: u64) -> Self {
        let bins = (BINS_IN_ALL / replications.max(1)).clamp(*BINS.start(), *BINS.end());
        let bin = SimDuration::from_ms(horizon.ms().div_ceil(bins));
        let most_per_license = if tenant.makes_seconds() { 2 } else { 1 };
        Self {
            waves: tenant.waves.iter().map(|w| w.name.clone()).collect(),
            cloud_pcs: tenant.waves.iter().map(|w| w.cloud_pcs() * most_per_license).collect(),
            before: tenant.waves.iter().map(|w| Before::of(w, tenant.retry.attempts)).collect(),
            all_request: most_per_license == 1
                && tenant.waves.iter().all(|w| w.arrivals != Arrivals::Poisson),
            most_attempts: most_attempts(tenant),
            subnets: tenant.subnets.iter().map(|s| s.name.clone()).collect(),
            usable: tenant.subnets.iter().map(|s| s.usable).collect(),
            connections: tenant.connections.iter().map(|c| c.name.clone()).collect(),
            licenses: tenant.licenses.iter().map(|l| l.name.clone()).collect(),
            causes: stage::causes().map(|(_, cause)| cause.code).collect(),
            horizon,
            bin: bin.max(SimDuration::from_minutes(1)),
            times: times(replications, tenant.waves.len() as u64),
        }
    }

    /// How many bins cover the horizon.
    ///
    /// # Panics
    /// Never: there are a few thousand.
    pub fn bins(&self) -> usize {
        let bins = self.horizon.ms() / self.bin.ms() + 1;
        usize::try_from(bins).expect("bins are a few thousand")
    }
}

fn times(replications: u64, waves: u64) -> usize {
    let each = TIMES_IN_ALL / replications.max(1) / waves.max(1);
    usize::try_from(each.max(TIMES)).expect("times of a replication fit into memory")
}

fn most_attempts(tenant: &Tenant) -> u64 {
    let retries = tenant.admin.retry_failed.as_ref().map_or(0, |retry| retry.at_most);
    // A change starts provisioning anew at most once for a Cloud PC.
    let sets = 1 + u64::from(retries) + tenant.changes.len() as u64;
    u64::from(tenant.retry.attempts) * sets
}
