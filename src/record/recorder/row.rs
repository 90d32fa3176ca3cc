//! The flat rows of a replication told in detail.

use crate::kernel::time::SimTime;
use crate::provisioning::condition::Condition;
use crate::provisioning::network::health_check::Finding;
use crate::provisioning::stage::STAGES;

/// One Cloud PC at the end of a replication. Times are instants since the start.
#[derive(Clone, Debug)]
pub struct CloudPcRow {
    /// Its name: wave, user, and license where a user has several.
    pub name: String,
    /// Its wave.
    pub wave: String,
    /// Its number within the wave: users in order, each with their licenses.
    pub number: u32,
    /// Index of the license that sizes it.
    pub license: u8,
    /// Graph's name of its status.
    pub status: &'static str,
    /// When the user became licensed and targeted.
    pub requested: SimTime,
    /// When it became ready.
    pub ready: Option<SimTime>,
    /// Attempts started.
    pub attempts: u16,
    /// Why its last attempt failed.
    pub cause: Option<&'static str>,
    /// Settings that failed, by code.
    pub warnings: Vec<&'static str>,
    /// Index of the policy's version that its last attempt follows.
    pub policy: Option<u16>,
    /// The connection of its last attempt.
    pub connection: Option<String>,
}

/// One attempt.
#[derive(Clone, Debug)]
pub struct AttemptRow {
    /// The Cloud PC's name.
    pub cloud_pc: String,
    /// Its number, from 1.
    pub attempt: u16,
    /// Index of the policy's version that it follows.
    pub policy: u16,
    /// Its connection; none on the Microsoft-hosted network or at a closed gate.
    pub connection: Option<String>,
    /// When it started.
    pub started: SimTime,
    /// When it ended.
    pub ended: SimTime,
    /// The stage it failed in.
    pub failed_stage: Option<&'static str>,
    /// Why it failed.
    pub cause: Option<&'static str>,
    /// Settings that failed, by code.
    pub warnings: Vec<&'static str>,
    /// When each stage after the gate ended, where it was reached.
    pub stage_ends: [Option<SimTime>; STAGES - 1],
}

/// One change of an address or of a connection's health.
#[derive(Clone, Debug)]
pub struct ResourceRow {
    /// Of a health check: when it started.
    pub since: Option<SimTime>,
    /// When.
    pub at: SimTime,
    /// `subnet` or `connection`.
    pub kind: &'static str,
    /// Its name.
    pub resource: String,
    /// What happened.
    pub change: &'static str,
    /// Whose it is: a Cloud PC or a connection.
    pub owner: Option<String>,
    /// The Cloud PC's attempt.
    pub attempt: Option<u16>,
    /// Addresses in use after the change.
    pub in_use: Option<u64>,
    /// What a health check found.
    pub findings: Vec<Finding>,
}

impl ResourceRow {
    /// What a health check found, by Graph's `errorType`.
    pub fn error_types(&self) -> Vec<&'static str> {
        self.findings.iter().map(|finding| finding.error_type).collect()
    }
}

/// A replication told in detail.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// The Cloud PCs, wave by wave.
    pub cloud_pcs: Vec<CloudPcRow>,
    /// The attempts in the order they ended.
    pub attempts: Vec<AttemptRow>,
    /// The changes in the order they happened.
    pub resources: Vec<ResourceRow>,
    /// The changes of statuses in the order they happened.
    pub statuses: Vec<StatusRow>,
    /// The ways of devices to Entra Connect, in the order they began.
    pub journeys: Vec<Journey>,
    /// The cycles of Entra Connect in the order they ended.
    pub cycles: Vec<CycleRow>,
    /// Repairs by the admin: when, and the name of the condition.
    pub repairs: Vec<(SimTime, String)>,
    /// Conditions that do not arise in this replication, by their names.
    pub spared: Vec<String>,
    /// The attempts under way when the replication ended, which is their end here.
    pub unfinished: Vec<AttemptRow>,
    /// What people did to users and Cloud PCs, in the order it happened.
    pub changes: Vec<ChangeRow>,
}

impl Detail {
    /// Whether a condition arises in this replication.
    pub fn arises(&self, condition: &Condition) -> bool {
        !self.spared.contains(&condition.name)
    }

    /// Until when a condition really held: the simulation's start, if it does not arise.
    pub fn until(&self, condition: &Condition) -> Option<SimTime> {
        let spared = (!self.arises(condition)).then_some(SimTime::ZERO);
        let repairs = self.repairs.iter().filter(|(_, name)| *name == condition.name);
        repairs.map(|(at, _)| *at).chain(condition.until).chain(spared).min()
    }
}

/// One change that somebody made to a Cloud PC or its user.
#[derive(Clone, Debug)]
pub struct ChangeRow {
    /// When.
    pub at: SimTime,
    /// The Cloud PC's name.
    pub cloud_pc: String,
    /// The change's name.
    pub change: String,
}

/// One change of a Cloud PC's status.
#[derive(Clone, Debug)]
pub struct StatusRow {
    /// When.
    pub at: SimTime,
    /// The Cloud PC's name.
    pub cloud_pc: String,
    /// Graph's name of the status from now on.
    pub status: &'static str,
}

/// The way of a device, once it has written its certificate, to Entra Connect.
#[derive(Clone, Debug)]
pub struct Journey {
    /// The Cloud PC's name.
    pub cloud_pc: String,
    /// Its attempt.
    pub attempt: u16,
    /// When the certificate was written.
    pub written: SimTime,
    /// The hops over site links.
    pub hops: Vec<HopRow>,
    /// When it is on the domain controller that Entra Connect reads, unless only after its limit.
    pub arrives: Option<SimTime>,
}

/// One hop of a device.
#[derive(Clone, Debug)]
pub struct HopRow {
    /// The site link's name.
    pub link: String,
    /// The site it leads to.
    pub to: String,
    /// Since when the device waited.
    pub since: SimTime,
    /// When the link replicated.
    pub passed: SimTime,
}

/// One cycle of Entra Connect.
#[derive(Clone, Debug)]
pub struct CycleRow {
    /// When it started.
    pub started: SimTime,
    /// When it ended, with its export.
    pub ended: SimTime,
    /// Whether it was a full one.
    pub full: bool,
    /// Devices and memberships of Cloud PCs that it exported.
    pub exported: usize,
    /// Whether it exported at all; not in staging mode.
    pub exports: bool,
}
