//! The plan of an attempt: all its lengths and dice, drawn at once when it starts.
//!
//! Between its touches of shared state an attempt meets nobody, so the plan is exact. It is a pure
//! function of the attempt's words, start and place: who wants the stages' times later asks again.

use crate::kernel::stream::Words;
use crate::kernel::time::{SimDuration, SimTime};

use super::cloud_pc::Verdict;
use super::condition::{Conditions, Place};
use super::stage::{
    Cause, Join, STAGES, Shows, Stage, configure, register_device, slot, sync_device,
};
use super::tenant::{Policy, Tenant};

/// What an attempt will go through if nothing strikes it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How its device joins.
    pub join: Join,
    /// When each stage ends, by its index; from the failing stage on, when the attempt ends. Of
    /// stages that are not on its route, its start.
    pub stage_ends: [SimTime; STAGES],
    /// When the device has written its certificate and waits for Entra Connect.
    pub written: Option<SimTime>,
    /// How the attempt ends.
    pub verdict: Verdict,
}

impl Plan {
    /// When the attempt ends.
    pub fn ends(&self) -> SimTime {
        self.end_of(Stage::AssignUser)
    }

    /// When a stage ends.
    pub fn end_of(&self, stage: Stage) -> SimTime {
        self.stage_ends[stage.index()]
    }

    /// When core provisioning ends: from here no health check strikes the attempt (CON-21).
    pub fn core_ends(&self) -> SimTime {
        self.end_of(Stage::PrimaryUser)
    }

    /// When the attempt asks for an address, if it gets that far.
    pub fn asks_address(&self) -> Option<SimTime> {
        self.passes(Stage::AttachNetwork).then(|| self.end_of(Stage::CreateVm))
    }

    /// When the device begins a domain join that works, if it gets that far.
    pub fn joins_domain(&self) -> Option<SimTime> {
        let joins = self.join.is_hybrid() && self.passes(Stage::JoinDomain);
        joins.then(|| self.end_of(Stage::AttachNetwork))
    }

    fn passes(&self, stage: Stage) -> bool {
        match self.verdict {
            Verdict::Ready { .. } => true,
            Verdict::Failed { stage: failing, .. } => failing > stage,
        }
    }

    /// The stage under way at an instant of the attempt.
    pub fn stage_at(&self, now: SimTime) -> Stage {
        let under_way = |s: &Stage| now < self.end_of(*s);
        Stage::ALL.into_iter().find(under_way).unwrap_or(Stage::AssignUser)
    }

    /// The stage under way just before an instant of the attempt.
    pub fn stage_until(&self, now: SimTime) -> Stage {
        let under_way = |s: &Stage| now <= self.end_of(*s);
        Stage::ALL.into_iter().find(under_way).unwrap_or(Stage::AssignUser)
    }
}

/// The conditions of an attempt besides its words: what it meets and where.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The tenant.
    pub tenant: &'a Tenant,
    /// Where the attempt takes place.
    pub place: Place<'a>,
    /// The states of the environment.
    pub conditions: Conditions<'a>,
    /// When Entra Connect exported the device, if it has.
    pub exported: Option<SimTime>,
    /// The first stage that is not behind the attempt when it starts.
    pub begins_in: Stage,
}

impl Setting<'_> {
    fn policy(&self) -> Option<&Policy> {
        self.place.policy.map(|policy| &self.tenant.policies[usize::from(policy)])
    }
}

/// Plans an attempt that starts at an instant.
pub fn plan(setting: Setting<'_>, words: &mut Words<'_>, started: SimTime) -> Plan {
    let join = setting.place.join;
    let mut stage_ends = [started; STAGES];
    let mut walk = Walk { setting, words, now: started, limit: started, written: None };
    for &stage in Stage::route(join) {
        match walk.pass(stage) {
            Ok(end) => {
                stage_ends[stage.index()] = end;
                walk.now = end;
            }
            Err((cause, shows)) => {
                stage_ends[stage.index()..].fill(shows);
                let verdict = Verdict::Failed { stage, cause };
                return Plan { join, stage_ends, written: walk.written, verdict };
            }
        }
    }
    let warnings = warnings(setting, walk.words);
    Plan { join, stage_ends, written: walk.written, verdict: Verdict::Ready { warnings } }
}

/// When a stage ends, or why it fails and when that shows.
type Passed = Result<SimTime, (&'static Cause, SimTime)>;

/// An attempt on its way through the stages.
struct Walk<'a, 'w, 's> {
    setting: Setting<'a>,
    words: &'w mut Words<'s>,
    now: SimTime,
    /// When the time for hybrid join is over.
    limit: SimTime,
    written: Option<SimTime>,
}

impl Walk<'_, '_, '_> {
    fn pass(&mut self, stage: Stage) -> Passed {
        if stage < self.setting.begins_in {
            if stage == Stage::JoinDomain {
                self.limit = self.now + self.setting.tenant.identity.timeout;
            }
            return Ok(self.now);
        }
        if stage == Stage::RegisterDevice {
            self.register()
        } else if stage == Stage::SyncDevice {
            self.synchronize()
        } else if stage == Stage::DetectDevice {
            self.detect()
        } else {
            self.ordinary(stage)
        }
    }

    fn ordinary(&mut self, stage: Stage) -> Passed {
        let length = self.length(stage) + self.extra(stage);
        if let Some(cause) = self.failure(stage) {
            return Err((cause, self.now + self.shows_after(cause, length)));
        }
        let end = self.now + length;
        if stage == Stage::JoinDomain {
            self.limit = end + self.setting.tenant.identity.timeout;
        }
        Ok(end)
    }

    fn length(&mut self, stage: Stage) -> SimDuration {
        let law = &self.setting.tenant.timing.stages[stage.index()];
        stage.sheet().length.map_or(SimDuration::ZERO, |slot| law.draw(self.words, slot))
    }

    /// What the policy adds to a stage: its image, its language, its GPU (CORE-08).
    fn extra(&mut self, stage: Stage) -> SimDuration {
        let timing = &self.setting.tenant.timing;
        let Some(policy) = self.setting.policy() else { return SimDuration::ZERO };
        let mut extra = SimDuration::ZERO;
        if stage == Stage::CreateVm && policy.custom_image {
            extra = extra + timing.custom_image.draw(self.words, slot::CUSTOM_IMAGE);
        }
        if stage == Stage::Configure && policy.language_pack {
            extra = extra + timing.language_pack.draw(self.words, slot::LANGUAGE_PACK);
        }
        if stage == Stage::Configure && policy.gpu {
            extra = extra + timing.gpu_driver.draw(self.words, slot::GPU_DRIVER);
        }
        extra
    }

    /// Why a stage that begins now fails, if it does: a condition first, then the dice in order.
    fn failure(&mut self, stage: Stage) -> Option<&'static Cause> {
        let Setting { tenant, place, conditions, .. } = self.setting;
        if let Some(cause) = conditions.strike(place, stage, self.now) {
            return Some(cause);
        }
        // The customer's subnet plays no part on the Microsoft-hosted network (CORE-02).
        if stage == Stage::AttachNetwork && place.connection.is_none() {
            return None;
        }
        let mut dice = tenant.dice.iter().filter(|die| die.stage == stage);
        dice.find(|die| die.chance.hits(self.words.word(die.cause.slot))).map(|die| die.cause)
    }

    /// How long after its stage began a failure shows.
    fn shows_after(&mut self, cause: &Cause, stage: SimDuration) -> SimDuration {
        let timing = &self.setting.tenant.timing;
        let (law, slot) = match cause.shows {
            Shows::AtOnce => return SimDuration::ZERO,
            Shows::AtStageEnd => return stage,
            Shows::AfterHybridTimeout => return self.limit.since(self.now),
            Shows::AfterDenial => (&timing.azure_denial, slot::AZURE_DENIAL),
            Shows::AfterVmTimeout => (&timing.vm_timeout, slot::VM_TIMEOUT),
            Shows::AfterEnrollmentTimeout => (&timing.enrollment_timeout, slot::ENROLLMENT_TIMEOUT),
            Shows::AfterJoinFailure => (&timing.join_failure, slot::JOIN_FAILURE),
        };
        law.draw(self.words, slot)
    }

    /// The device's task runs, then every hour, until it finds the SCP and writes its certificate.
    fn register(&mut self) -> Passed {
        let Setting { place, conditions, .. } = self.setting;
        let mut runs = self.now + self.length(Stage::RegisterDevice);
        while conditions.strike(place, Stage::RegisterDevice, runs).is_some() {
            runs += TASK_INTERVAL;
            if runs > self.limit {
                return Err((&register_device::NO_SCP, self.limit));
            }
        }
        if runs > self.limit {
            return Err((&sync_device::TIMEOUT, self.limit));
        }
        Ok(runs)
    }

    /// The device object comes with Entra Connect, or by the device itself through AD FS, which its
    /// task tries every hour (JOIN-06, JOIN-07).
    fn synchronize(&mut self) -> Passed {
        let Setting { tenant, place, conditions, exported, .. } = self.setting;
        let mut by_itself = None;
        let mut waits = true;
        if place.join == Join::Federated {
            by_itself = self.registers_itself();
            waits = tenant.identity.federation.fallback && conditions.no_federation(self.now);
        }
        self.written = Some(self.now).filter(|_| waits);
        let by_connect = exported.filter(|_| waits);
        let first = by_itself.into_iter().chain(by_connect).min();
        first.ok_or((&sync_device::TIMEOUT, self.limit))
    }

    /// When the device has registered itself, by the first run of its task that finds AD FS up; not
    /// if that is too late.
    fn registers_itself(&mut self) -> Option<SimTime> {
        let Setting { tenant, conditions, .. } = self.setting;
        let mut runs = self.now;
        while conditions.no_federation(runs) {
            runs += TASK_INTERVAL;
            if runs > self.limit {
                return None;
            }
        }
        let law = &tenant.identity.federation.registration;
        Some(runs + law.draw(self.words, slot::FEDERATION)).filter(|at| *at <= self.limit)
    }

    fn detect(&mut self) -> Passed {
        let detected = self.now + self.length(Stage::DetectDevice);
        self.in_time(detected)
    }

    /// Strictly later than the limit is too late (ID-01).
    fn in_time(&self, at: SimTime) -> Passed {
        if at > self.limit { Err((&sync_device::TIMEOUT, self.limit)) } else { Ok(at) }
    }
}

/// How often the device's registration task runs again (E-reg: every hour).
const TASK_INTERVAL: SimDuration = SimDuration::from_hours(1);
/// The settings that fail, each by itself (POST-02), one bit each.
fn warnings(setting: Setting<'_>, words: &mut Words<'_>) -> u16 {
    let mut failed = 0;
    for (i, warning) in configure::WARNINGS.iter().enumerate() {
        let applies = setting.policy().is_some_and(|policy| policy.has(warning.needs));
        let chance = setting.tenant.warnings[i];
        // Asking for a word costs a block of them; at probability zero its value is of no matter.
        if applies && !chance.is_never() && chance.hits(words.word(warning.slot)) {
            failed |= 1 << i;
        }
    }
    failed
}
