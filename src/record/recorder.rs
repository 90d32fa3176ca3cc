//! The flat rows of a replication told in detail: per Cloud PC, per attempt, per change of an
//! address or of a connection's health.

use crate::kernel::time::SimTime;
use crate::provisioning::cloud_pc::{CloudPc, Verdict};
use crate::provisioning::observation::{AddressChange, Observation, Observer, Owner};
use crate::provisioning::plan::Plan;
use crate::provisioning::stage::{Stage, configure};
use crate::provisioning::tenant::Tenant;
use crate::provisioning::world::user_and_license;

/// One Cloud PC at the end of a replication. Times are instants since the start.
#[derive(Clone, Debug)]
pub struct CloudPcRow {
    /// Its name: wave, user, and license where a user has several.
    pub name: String,
    /// Its wave.
    pub wave: String,
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
    /// The connection of its last attempt.
    pub connection: Option<String>,
}

/// One attempt that ended.
#[derive(Clone, Debug)]
pub struct AttemptRow {
    /// The Cloud PC's name.
    pub cloud_pc: String,
    /// Its number, from 1.
    pub attempt: u16,
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
    pub stage_ends: [Option<SimTime>; 8],
}

/// One change of an address or of a connection's health.
#[derive(Clone, Debug)]
pub struct ResourceRow {
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
    pub findings: Vec<&'static str>,
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
}

/// Watches a replication and writes down everything.
#[derive(Debug)]
pub struct Recorder<'a> {
    tenant: &'a Tenant,
    detail: Detail,
}

impl<'a> Recorder<'a> {
    /// Nothing written yet.
    pub fn new(tenant: &'a Tenant) -> Self {
        Self { tenant, detail: Detail::default() }
    }

    /// Everything, once the replication has ended.
    pub fn finish(mut self, cloud_pcs: &[CloudPc]) -> Detail {
        let mut by_name: Vec<&CloudPc> = cloud_pcs.iter().collect();
        by_name.sort_by_key(|pc| (pc.wave, pc.number));
        self.detail.cloud_pcs = by_name.into_iter().map(|pc| self.cloud_pc_row(pc)).collect();
        self.detail
    }

    fn cloud_pc_row(&self, pc: &CloudPc) -> CloudPcRow {
        let (_, cause, warnings) = told(pc.attempt.verdict);
        CloudPcRow {
            name: self.name(pc.wave, pc.number),
            wave: self.tenant.waves[usize::from(pc.wave)].name.clone(),
            status: pc.status.graph_name(),
            requested: pc.requested,
            ready: pc.ready(),
            attempts: pc.attempt.serial,
            cause: cause.filter(|_| pc.attempt.pending.is_none()),
            warnings: if pc.ready().is_some() { warnings } else { vec![] },
            connection: self.connection(pc.attempt.connection),
        }
    }

    /// A Cloud PC's name: `main-00017`, or `main-00017-2` for a second license.
    fn name(&self, wave: u16, number: u32) -> String {
        let sheet = &self.tenant.waves[usize::from(wave)];
        let (user, license) = user_and_license(number, sheet.licenses);
        let name = format!("{}-{:05}", sheet.name, user + 1);
        if sheet.licenses == 1 { name } else { format!("{name}-{}", license + 1) }
    }

    fn connection(&self, index: Option<u16>) -> Option<String> {
        index.map(|c| self.tenant.connections[usize::from(c)].name.clone())
    }

    fn owner(&self, owner: Owner) -> (String, Option<u16>) {
        match owner {
            Owner::Attempt { wave, number, attempt } => (self.name(wave, number), Some(attempt)),
            Owner::HealthCheck { connection } => {
                (self.tenant.connections[usize::from(connection)].name.clone(), None)
            }
        }
    }

    fn attempt_row(
        &self,
        now: SimTime,
        pc: &CloudPc,
        verdict: Verdict,
        plan: Option<&Plan>,
    ) -> AttemptRow {
        let (failed_stage, cause, warnings) = told(verdict);
        AttemptRow {
            cloud_pc: self.name(pc.wave, pc.number),
            attempt: pc.attempt.serial,
            connection: self.connection(pc.attempt.connection),
            started: pc.attempt.started,
            ended: now,
            failed_stage: failed_stage.map(|stage| stage.sheet().name),
            cause,
            warnings,
            stage_ends: stage_ends(now, failed_stage, plan),
        }
    }
}

impl Observer for Recorder<'_> {
    const WANTS_PLANS: bool = true;

    fn observe(&mut self, now: SimTime, observation: Observation<'_>) {
        match observation {
            Observation::AttemptEnded { cloud_pc, verdict, plan } => {
                let row = self.attempt_row(now, cloud_pc, verdict, plan.as_ref());
                self.detail.attempts.push(row);
            }
            Observation::Address { subnet, change, owner, pool } => {
                let (owner, attempt) = self.owner(owner);
                self.detail.resources.push(ResourceRow {
                    at: now,
                    kind: "subnet",
                    resource: self.tenant.subnets[usize::from(subnet)].name.clone(),
                    change: AddressChange::name(change),
                    owner: Some(owner),
                    attempt,
                    in_use: Some(pool.in_use()),
                    findings: vec![],
                });
            }
            Observation::CheckEnded { connection, health, findings } => {
                self.detail.resources.push(ResourceRow {
                    at: now,
                    kind: "connection",
                    resource: self.tenant.connections[usize::from(connection)].name.clone(),
                    change: health.graph_name(),
                    owner: None,
                    attempt: None,
                    in_use: None,
                    findings: findings.iter().map(|f| f.error_type).collect(),
                });
            }
        }
    }
}

/// Stage, cause and warnings of a verdict.
fn told(verdict: Verdict) -> (Option<Stage>, Option<&'static str>, Vec<&'static str>) {
    match verdict {
        Verdict::Failed { stage, cause } => (Some(stage), Some(cause.code), vec![]),
        Verdict::Ready { warnings } => {
            let failed = configure::WARNINGS.iter().enumerate();
            let codes = failed.filter(|(i, _)| warnings >> i & 1 == 1).map(|(_, w)| w.code);
            (None, None, codes.collect())
        }
    }
}

/// When each stage ended: as planned until the stage that failed, which has no end.
fn stage_ends(now: SimTime, failed: Option<Stage>, plan: Option<&Plan>) -> [Option<SimTime>; 8] {
    let Some(plan) = plan else { return [None; 8] };
    std::array::from_fn(|i| {
        let stage = Stage::ALL[i + 1];
        let done = failed.is_none_or(|f| stage < f);
        Some(plan.stage_ends[stage.index()]).filter(|&end| done && end <= now)
    })
}
