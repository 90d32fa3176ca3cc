//! Watches a replication and writes it down as flat rows: per Cloud PC, per attempt, per change of
//! an address or of a connection's health.

mod row;

use std::collections::BTreeMap;

use crate::kernel::time::SimTime;
use crate::provisioning::cloud_pc::{CloudPc, Verdict};
use crate::provisioning::identity::directory::Hop;
use crate::provisioning::observation::{AddressChange, Observation, Observer, Owner};
use crate::provisioning::plan::Plan;
use crate::provisioning::stage::{STAGES, Stage, configure};
use crate::provisioning::tenant::Tenant;
use crate::provisioning::world::{SECOND, user_and_part};

pub use row::{
    AttemptRow, ChangeRow, CloudPcRow, CycleRow, Detail, HopRow, Journey, ResourceRow, StatusRow,
};

/// Watches a replication and writes down everything.
#[derive(Debug)]
pub struct Recorder<'a> {
    tenant: &'a Tenant,
    detail: Detail,
    /// When each Cloud PC was ready for the first time, by wave and number.
    ready: BTreeMap<(u16, u32), SimTime>,
}

/// A Cloud PC's name: `main-00017`, `main-00017-2` for a second license, `main-00017-second` for
/// what a resize left its license to.
pub fn cloud_pc_name(tenant: &Tenant, wave: u16, number: u32) -> String {
    let sheet = &tenant.waves[usize::from(wave)];
    let (user, part) = user_and_part(number, sheet);
    let name = format!("{}-{:05}", sheet.name, user + 1);
    let license = part % SECOND + 1;
    let name = if sheet.licenses == 1 { name } else { format!("{name}-{license}") };
    if part < SECOND { name } else { format!("{name}-second") }
}

impl<'a> Recorder<'a> {
    /// Nothing written yet.
    pub fn new(tenant: &'a Tenant) -> Self {
        Self { tenant, detail: Detail::default(), ready: BTreeMap::new() }
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
            number: pc.number,
            license: pc.attempt.license,
            status: pc.status.graph_name(),
            requested: pc.requested,
            ready: self.ready.get(&(pc.wave, pc.number)).copied(),
            attempts: pc.attempt.serial,
            cause: cause.filter(|_| pc.attempt.pending.is_none()),
            warnings: if pc.status.is_ready() { warnings } else { vec![] },
            policy: (pc.attempt.serial > 0).then_some(pc.attempt.policy),
            connection: self.connection(pc.attempt.connection),
        }
    }

    fn name(&self, wave: u16, number: u32) -> String {
        cloud_pc_name(self.tenant, wave, number)
    }

    /// Notes the way of a device, in the place of an earlier one that a repair has changed.
    fn journey(&mut self, now: SimTime, journey: Journey) {
        let is_it =
            |j: &&mut Journey| (&j.cloud_pc, j.attempt) == (&journey.cloud_pc, journey.attempt);
        let mut all = self.detail.journeys.iter_mut().filter(|_| journey.written < now);
        match all.find(is_it) {
            Some(known) => *known = journey,
            None => self.detail.journeys.push(journey),
        }
    }

    fn condition(&self, index: usize) -> String {
        self.tenant.conditions[index].name.clone()
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

    fn hop(&self, hop: &Hop) -> HopRow {
        let directory = &self.tenant.identity.directory;
        HopRow {
            link: directory.links[usize::from(hop.step.link)].name.clone(),
            to: directory.sites[usize::from(hop.step.to)].clone(),
            since: hop.since,
            passed: hop.passed,
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
            policy: pc.attempt.policy,
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
                if matches!(verdict, Verdict::Ready { .. }) {
                    self.ready.entry((cloud_pc.wave, cloud_pc.number)).or_insert(now);
                }
                let row = self.attempt_row(now, cloud_pc, verdict, plan.as_ref());
                self.detail.attempts.push(row);
            }
            Observation::AttemptRuns { cloud_pc, plan } => {
                let verdict = cloud_pc.attempt.verdict;
                let row = self.attempt_row(now, cloud_pc, verdict, Some(&plan));
                let row = AttemptRow { failed_stage: None, cause: None, warnings: vec![], ..row };
                self.detail.unfinished.push(row);
            }
            Observation::Changed { cloud_pc, change } => {
                let cloud_pc = self.name(cloud_pc.wave, cloud_pc.number);
                let row = ChangeRow { at: now, cloud_pc, change: change.name.clone() };
                self.detail.changes.push(row);
            }
            Observation::StatusChanged { cloud_pc } => {
                let status = cloud_pc.status.graph_name();
                let cloud_pc = self.name(cloud_pc.wave, cloud_pc.number);
                self.detail.statuses.push(StatusRow { at: now, cloud_pc, status });
            }
            Observation::DeviceRegistered { cloud_pc, written, hops, arrives } => {
                let journey = Journey {
                    cloud_pc: self.name(cloud_pc.wave, cloud_pc.number),
                    attempt: cloud_pc.attempt.serial,
                    written,
                    hops: hops.iter().map(|hop| self.hop(hop)).collect(),
                    arrives,
                };
                self.journey(now, journey);
            }
            Observation::CycleEnded { started, full, exported, exports } => {
                let row = CycleRow { started, ended: now, full, exported, exports };
                self.detail.cycles.push(row);
            }
            Observation::Spared { condition } => self.detail.spared.push(self.condition(condition)),
            Observation::Repaired { condition } => {
                self.detail.repairs.push((now, self.condition(condition)));
            }
            Observation::Address { subnet, change, owner, pool } => {
                let (owner, attempt) = self.owner(owner);
                self.detail.resources.push(ResourceRow {
                    since: None,
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
            Observation::CheckEnded { started, connection, health, findings } => {
                self.detail.resources.push(ResourceRow {
                    since: Some(started),
                    at: now,
                    kind: "connection",
                    resource: self.tenant.connections[usize::from(connection)].name.clone(),
                    change: health.graph_name(),
                    owner: None,
                    attempt: None,
                    in_use: None,
                    findings: findings.to_vec(),
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
fn stage_ends(
    now: SimTime,
    failed: Option<Stage>,
    plan: Option<&Plan>,
) -> [Option<SimTime>; STAGES - 1] {
    let Some(plan) = plan else { return [None; STAGES - 1] };
    let route = Stage::route(plan.join);
    std::array::from_fn(|i| {
        let stage = Stage::ALL[i + 1];
        let done = route.contains(&stage) && failed.is_none_or(|f| stage < f);
        Some(plan.end_of(stage)).filter(|&end| done && end <= now)
    })
}
