//! What is simulated: the tenant, its networks, its rollout, and how long things take.
//!
//! Everything here is checked and complete; nothing in it can make a run fail. Indices are `u16`
//! positions in the vectors of [`Tenant`].

use crate::kernel::time::{SimDuration, SimTime};
use crate::kernel::variate::{Chance, Sampler};

use super::condition::{Condition, Place};
use super::stage::{Cause, Stage};

/// All of it.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Subnets.
    pub subnets: Vec<Subnet>,
    /// Azure network connections.
    pub connections: Vec<Connection>,
    /// Provisioning policies.
    pub policies: Vec<Policy>,
    /// Waves of users who become both licensed and targeted.
    pub waves: Vec<Wave>,
    /// Lengths.
    pub timing: Timing,
    /// Who tries again, when, how often.
    pub retry: Retry,
    /// What is removed, when.
    pub cleanup: Cleanup,
    /// Transient failures with a probability above zero.
    pub dice: Vec<Die>,
    /// Probability per attempt that each of the seven settings fails.
    pub warnings: [Chance; 7],
    /// States of the environment.
    pub conditions: Vec<Condition>,
    /// What the admin does.
    pub admin: Admin,
}

/// A customer's subnet.
#[derive(Clone, Debug)]
pub struct Subnet {
    /// Its name.
    pub name: String,
    /// Addresses for Cloud PCs and health checks (IP-08).
    pub usable: u64,
}

/// An Azure network connection with Entra join.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Its name.
    pub name: String,
    /// Its family of random words.
    pub family: u64,
    /// Index of its subnet.
    pub subnet: u16,
    /// Its Azure region, where the scenario names one.
    pub region: Option<String>,
    /// Its periodic health check.
    pub check: HealthCheck,
}

/// How a connection is checked (ANC-04, ANC-05, ANC-06).
#[derive(Clone, Debug)]
pub struct HealthCheck {
    /// From start to start.
    pub interval: SimDuration,
    /// The first start after instant zero; random in each replication if absent.
    pub phase: Option<SimDuration>,
    /// How long a check takes.
    pub duration: Sampler,
    /// Probability that a check fails for no lasting reason.
    pub failure: Chance,
    /// Whether it takes an address meanwhile.
    pub borrows_address: bool,
}

/// Where a policy's Cloud PCs are attached.
#[derive(Clone, Debug)]
pub enum Network {
    /// In a network of Microsoft's.
    MicrosoftHosted {
        /// Its region, where the scenario names one.
        region: Option<String>,
    },
    /// On the first usable of these connections, by priority (ALT-01).
    Connections(Vec<u16>),
}

/// A provisioning policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// Its network.
    pub network: Network,
    /// Whether users become local administrators (POST-04).
    pub local_admin: bool,
}

/// How a wave's users spread over its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrivals {
    /// At equal distances.
    Even,
    /// Each at an instant of its own, all alike.
    Random,
    /// With exponential gaps, of mean length / users.
    Poisson,
    /// All at the beginning.
    AtOnce,
}

/// Users who become both licensed and targeted.
#[derive(Clone, Debug)]
pub struct Wave {
    /// Its name.
    pub name: String,
    /// Its family of random words.
    pub family: u64,
    /// The policy that targets its group, if any (PROV-03).
    pub policy: Option<u16>,
    /// How many users.
    pub users: u32,
    /// Cloud PCs per user (PROV-02).
    pub licenses: u8,
    /// When it begins.
    pub at: SimTime,
    /// How long it lasts.
    pub over: SimDuration,
    /// How users spread over it.
    pub arrivals: Arrivals,
}

/// How long things take.
#[derive(Clone, Debug)]
pub struct Timing {
    /// From licensed and targeted to the first attempt (PROV-07).
    pub reaction: Sampler,
    /// Each stage; the gate takes no time.
    pub stages: [Sampler; 9],
    /// A fast refusal by Azure.
    pub azure_denial: Sampler,
    /// The virtual machine's time-out.
    pub vm_timeout: Sampler,
    /// The enrollment's time-out (MDM-06).
    pub enrollment_timeout: Sampler,
}

/// Who tries again (RETRY-01, RETRY-02, RETRY-04).
#[derive(Clone, Debug)]
pub struct Retry {
    /// Attempts in all.
    pub attempts: u8,
    /// The pause between two.
    pub pause: Sampler,
    /// Whether a cause that is not retriable ends provisioning at once.
    pub stop_if_not_retriable: bool,
}

/// When a failed attempt's objects are removed (CLEAN-02, IP-03, IP-04).
#[derive(Clone, Debug)]
pub struct Cleanup {
    /// How long after the failure.
    pub after: Sampler,
    /// Whether the clock of every attempt starts only when provisioning ends, one way or the
    /// other; otherwise at that attempt's failure.
    pub after_final: bool,
}

/// A transient failure.
#[derive(Clone, Copy, Debug)]
pub struct Die {
    /// Where.
    pub stage: Stage,
    /// Which.
    pub cause: &'static Cause,
    /// Probability per attempt that reaches the stage.
    pub chance: Chance,
}

/// What the admin does about failures; absent means never.
#[derive(Clone, Debug, Default)]
pub struct Admin {
    /// Retries a failed Cloud PC (RETRY-05, RETRY-06).
    pub retry_failed: Option<AdminRetry>,
    /// Retries the checks of a connection this long after they failed (ANC-09).
    pub recheck: Option<Sampler>,
    /// Deletes a network interface this long after clean-up was refused by a lock (IP-18).
    pub delete_leaked: Option<Sampler>,
}

/// The admin's retry of a failed Cloud PC.
#[derive(Clone, Debug)]
pub struct AdminRetry {
    /// How long after it failed.
    pub after: Sampler,
    /// How often for the same Cloud PC.
    pub at_most: u8,
}

impl Tenant {
    /// Cloud PCs there will be: one per user and license (PROV-02).
    pub fn cloud_pcs(&self) -> u64 {
        self.waves.iter().map(Wave::cloud_pcs).sum()
    }

    /// The place of an attempt of this policy on this connection, or of a health check.
    pub fn place(&self, connection: Option<u16>, policy: Option<u16>) -> Place<'_> {
        if let Some(index) = connection {
            let found = &self.connections[usize::from(index)];
            return Place { connection, subnet: Some(found.subnet), region: found.region.as_ref() };
        }
        let region = policy.and_then(|p| match &self.policies[usize::from(p)].network {
            Network::MicrosoftHosted { region } => region.as_ref(),
            Network::Connections(_) => None,
        });
        Place { connection: None, subnet: None, region }
    }
}

impl Wave {
    /// Cloud PCs of the wave.
    pub fn cloud_pcs(&self) -> u64 {
        u64::from(self.users) * u64::from(self.licenses)
    }
}
