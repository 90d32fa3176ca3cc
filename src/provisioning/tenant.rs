//! What is simulated: the tenant, its networks, its rollout, and how long things take.
//!
//! Everything here is checked and complete; nothing in it can make a run fail. Indices are `u16`
//! positions in the vectors of [`Tenant`].

use crate::kernel::time::{SimDuration, SimTime};
use crate::kernel::variate::{Chance, Sampler};

use super::condition::{Condition, Place};
use super::identity::Identity;
use super::identity::directory::Step;
use super::initial::{Initial, Standing};
use super::network::address_pool;
use super::stage::configure::SETTINGS;
use super::stage::{Cause, Join, Needs, STAGES, Stage};
use super::tenancy::change::{Change, Deed};
use super::tenancy::group::{Group, Membership};
use super::tenancy::license::License;

/// All of it.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Subnets.
    pub subnets: Vec<Subnet>,
    /// Azure network connections.
    pub connections: Vec<Connection>,
    /// Provisioning policies; behind those of the beginning, what they say after an edit.
    pub policies: Vec<Policy>,
    /// Groups of users.
    pub groups: Vec<Group>,
    /// Licenses; the first is that of groups that name none.
    pub licenses: Vec<License>,
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
    /// Probability per attempt that each post-provisioning setting fails.
    pub warnings: [Chance; SETTINGS],
    /// States of the environment.
    pub conditions: Vec<Condition>,
    /// What the admin does.
    pub admin: Admin,
    /// How hybrid devices get into Microsoft Entra ID.
    pub identity: Identity,
    /// What follows the loss of a license, a user or a policy.
    pub loss: Loss,
    /// What people change meanwhile.
    pub changes: Vec<Change>,
}

/// What follows the loss of a license, a user or a policy (LIC-11, LIC-12, CON-22).
#[derive(Clone, Copy, Debug)]
pub struct Loss {
    /// Whether an attempt fails at once; otherwise when its next stage would begin.
    pub at_once: bool,
    /// How long a ready Cloud PC stays.
    pub grace_period: SimDuration,
}

/// A customer's subnet.
#[derive(Clone, Debug)]
pub struct Subnet {
    /// Its name.
    pub name: String,
    /// Lengths of its prefixes.
    pub prefix_lengths: Vec<u8>,
    /// Addresses that others than Cloud PCs and health checks have taken.
    pub in_use: u64,
    /// Addresses for Cloud PCs and health checks (IP-08).
    pub usable: u64,
}

/// An Azure network connection.
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
    /// How its devices join.
    pub join: Join,
    /// Hybrid: the way of a change from its site to the domain controller that Entra Connect
    /// reads; none if no site links lead there.
    pub way: Option<Vec<Step>>,
    /// Hybrid: the forest of its domain, where the scenario names one.
    pub forest: Option<String>,
    /// Hybrid: computers that its join account may still join; unlimited if absent (FAIL-03).
    pub join_quota: Option<u64>,
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
    /// Hybrid: whether every check joins a computer of a new name (CON-13).
    pub new_computer: bool,
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
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the policy's own")]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// Its network.
    pub network: Network,
    /// Whether users become local administrators (POST-04).
    pub local_admin: bool,
    /// Whether the image is a custom one, which takes longer.
    pub custom_image: bool,
    /// Whether a language pack is installed.
    pub language_pack: bool,
    /// Whether its Cloud PCs have a GPU, whose drivers are installed (CORE-08).
    pub gpu: bool,
}

impl Policy {
    /// Whether a setting that needs this is applied to its Cloud PCs.
    pub fn has(&self, needs: Needs) -> bool {
        match needs {
            Needs::Nothing => true,
            Needs::LocalAdmin => self.local_admin,
            Needs::LanguagePack => self.language_pack,
            Needs::CustomImage => self.custom_image,
        }
    }
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
    /// Index of the group that its users join.
    pub group: u16,
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
    /// Where its Cloud PCs are when the simulation starts, if they are there already.
    pub initial: Option<Initial>,
}

/// How long things take.
#[derive(Clone, Debug)]
pub struct Timing {
    /// From licensed and targeted to the first attempt (PROV-07).
    pub reaction: Sampler,
    /// Each stage; the gate takes no time, and synchronization as long as it takes.
    pub stages: [Sampler; STAGES],
    /// A fast refusal by Azure.
    pub azure_denial: Sampler,
    /// The virtual machine's time-out.
    pub vm_timeout: Sampler,
    /// The enrollment's time-out (MDM-06).
    pub enrollment_timeout: Sampler,
    /// A domain join that fails.
    pub join_failure: Sampler,
    /// Until the license of a group is effective (LIC-03).
    pub group_licensing: Sampler,
    /// Until the membership of a dynamic group is effective (LIC-05).
    pub dynamic_group: Sampler,
    /// What a custom image adds to the creation of the machine.
    pub custom_image: Sampler,
    /// What a language pack adds to the post-provisioning settings.
    pub language_pack: Sampler,
    /// What the drivers of a GPU add to them.
    pub gpu_driver: Sampler,
    /// A resize.
    pub resizing: Sampler,
    /// A move.
    pub moving: Sampler,
    /// From the end of grace to the end of deprovisioning.
    pub deprovisioning: Sampler,
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
    /// Repairs a condition this long after it first failed an attempt or a health check.
    pub repair: Option<Sampler>,
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

    /// Which policy each version belongs to: itself, or the one that an edit changes.
    ///
    /// # Panics
    /// Never: policies are numbered by 16 bits.
    pub fn bases(&self) -> Vec<u16> {
        let mut bases: Vec<u16> = (0..).take(self.policies.len()).collect();
        for change in &self.changes {
            if let Deed::EditPolicy { policy, version } = change.deed {
                bases[usize::from(version)] = policy;
            }
        }
        bases
    }

    /// Whether a resize may leave a license to a second Cloud PC (LIC-17).
    pub fn makes_seconds(&self) -> bool {
        self.changes.iter().any(Change::keeps_source)
    }

    /// Whether any device is brought by Entra Connect, or any group.
    pub fn needs_sync(&self) -> bool {
        let devices = self.connections.iter().any(|c| c.join.is_hybrid());
        devices || self.groups.iter().any(|g| g.membership == Membership::Synced)
    }

    /// The place of an attempt of this policy on this connection, or of a health check.
    pub fn place(&self, connection: Option<u16>, policy: Option<u16>) -> Place<'_> {
        if let Some(index) = connection {
            let found = &self.connections[usize::from(index)];
            return Place {
                connection,
                subnet: Some(found.subnet),
                region: found.region.as_ref(),
                forest: found.forest.as_ref(),
                join: found.join,
                policy,
            };
        }
        let region = policy.and_then(|p| match &self.policies[usize::from(p)].network {
            Network::MicrosoftHosted { region } => region.as_ref(),
            Network::Connections(_) => None,
        });
        Place { connection: None, subnet: None, region, forest: None, join: Join::Entra, policy }
    }
}

impl Subnet {
    /// Addresses for Cloud PCs and health checks if it were one prefix of this length.
    pub fn usable_as(&self, prefix_length: u8) -> u64 {
        address_pool::usable([prefix_length]).saturating_sub(self.in_use)
    }

    /// The smallest prefix with so many addresses for Cloud PCs and health checks, beside those in
    /// use by others; none if not even the largest has.
    pub fn smallest_with(&self, addresses: u64) -> Option<u8> {
        address_pool::PREFIX_LENGTHS
            .rev()
            .find(|&length| address_pool::usable([length]) >= addresses.saturating_add(self.in_use))
    }
}

impl Wave {
    /// Cloud PCs of the wave.
    pub fn cloud_pcs(&self) -> u64 {
        u64::from(self.users) * u64::from(self.licenses)
    }

    /// Whether its Cloud PCs may still become ready for the first time.
    pub fn is_to_come(&self) -> bool {
        let Some(initial) = &self.initial else { return true };
        matches!(initial.standing, Standing::Provisioning { .. } | Standing::Pending)
    }

    /// From this number on, Cloud PCs of the wave are second ones, left by a resize (LIC-17).
    pub fn first_of_seconds(&self) -> u32 {
        self.users * u32::from(self.licenses)
    }
}
