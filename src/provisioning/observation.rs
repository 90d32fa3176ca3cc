//! What the world tells whoever watches.

use crate::kernel::time::SimTime;

use super::cloud_pc::{CloudPc, Verdict};
use super::identity::directory::Hop;
use super::network::address_pool::AddressPool;
use super::network::health_check::{Finding, Health};
use super::plan::Plan;
use super::tenancy::change::Change;

/// Who watches a replication.
pub trait Observer {
    /// Whether ended attempts should come with their plan, which costs its making.
    const WANTS_PLANS: bool = false;

    /// Sees one thing happen.
    fn observe(&mut self, now: SimTime, observation: Observation<'_>);
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Observation<'a> {
    /// An attempt ended.
    AttemptEnded {
        /// The Cloud PC, as it was just before; its attempt tells start and connection.
        cloud_pc: &'a CloudPc,
        /// How it ended.
        verdict: Verdict,
        /// What was planned; only for those who want it.
        plan: Option<Plan>,
    },
    /// An attempt is under way when the replication ends; only for those who want plans.
    AttemptRuns {
        /// The Cloud PC; its attempt tells start and connection.
        cloud_pc: &'a CloudPc,
        /// What is planned.
        plan: Plan,
    },
    /// Somebody changes something about a Cloud PC or its user.
    Changed {
        /// The Cloud PC, as it was just before.
        cloud_pc: &'a CloudPc,
        /// The change.
        change: &'a Change,
    },
    /// An address of a subnet was taken or came back.
    Address {
        /// Index of the subnet.
        subnet: u16,
        /// What happened to it.
        change: AddressChange,
        /// Whose it is.
        owner: Owner,
        /// The pool after the change.
        pool: &'a AddressPool,
    },
    /// The status of a Cloud PC changed.
    StatusChanged {
        /// The Cloud PC, as it is from now on.
        cloud_pc: &'a CloudPc,
    },
    /// A device wrote its certificate, which goes over site links to Entra Connect; or a repair has
    /// changed the way that is still before it.
    DeviceRegistered {
        /// The Cloud PC.
        cloud_pc: &'a CloudPc,
        /// When the certificate was written.
        written: SimTime,
        /// The hops on its way.
        hops: &'a [Hop],
        /// When it arrives; absent if not before its limit.
        arrives: Option<SimTime>,
    },
    /// A cycle of Entra Connect ended.
    CycleEnded {
        /// When it started.
        started: SimTime,
        /// Whether it was a full one.
        full: bool,
        /// Devices and memberships of Cloud PCs that it exported.
        exported: usize,
        /// Whether it exported at all; not in staging mode.
        exports: bool,
    },
    /// A condition does not arise in this replication.
    Spared {
        /// Index of the condition.
        condition: usize,
    },
    /// The admin repaired a condition.
    Repaired {
        /// Index of the condition.
        condition: usize,
    },
    /// A health check ended.
    CheckEnded {
        /// When it started.
        started: SimTime,
        /// Index of the connection.
        connection: u16,
        /// The result that stands from now.
        health: Health,
        /// What did not pass.
        findings: &'a [Finding],
    },
}

/// What happened to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressChange {
    /// An attempt took it.
    Held,
    /// A machine that is there when the simulation starts has it.
    Kept,
    /// An attempt that had failed by then still has it.
    Left,
    /// An attempt found none free.
    Denied,
    /// Clean-up gave it back.
    CleanedUp,
    /// A lock kept clean-up from giving it back.
    Leaked,
    /// A health check took it.
    Borrowed,
    /// A health check gave it back.
    Returned,
}

impl AddressChange {
    /// Its name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Kept => "kept",
            Self::Left => "left",
            Self::Denied => "denied",
            Self::CleanedUp => "cleaned_up",
            Self::Leaked => "leaked",
            Self::Borrowed => "borrowed",
            Self::Returned => "returned",
        }
    }
}

/// Whose address it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An attempt's of a Cloud PC.
    Attempt {
        /// Index of the Cloud PC's wave.
        wave: u16,
        /// Its number within the wave.
        number: u32,
        /// Its attempt.
        attempt: u16,
    },
    /// A health check's.
    HealthCheck {
        /// Index of the connection.
        connection: u16,
    },
}

/// Two watch.
impl<A: Observer, B: Observer> Observer for (A, B) {
    const WANTS_PLANS: bool = A::WANTS_PLANS || B::WANTS_PLANS;

    fn observe(&mut self, now: SimTime, observation: Observation<'_>) {
        self.0.observe(now, observation.clone());
        self.1.observe(now, observation);
    }
}

/// Nobody watches.
impl Observer for () {
    fn observe(&mut self, _: SimTime, _: Observation<'_>) {}
}
