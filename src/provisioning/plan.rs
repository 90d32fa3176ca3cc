//! The plan of an attempt: all its lengths and dice, drawn at once when it starts.
//!
//! Between its touches of shared state an attempt meets nobody, so the plan is exact. It is a pure
//! function of the attempt's words, start and place: who wants the stages' times later asks again.

use crate::kernel::stream::Words;
use crate::kernel::time::{SimDuration, SimTime};

use super::cloud_pc::Verdict;
use super::condition::Place;
use super::stage::{Cause, Shows, Stage, configure, slot};
use super::tenant::Tenant;

/// What an attempt will go through if nothing strikes it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// When each stage ends, by its index; from the failing stage on, when the attempt ends.
    pub stage_ends: [SimTime; 9],
    /// How the attempt ends.
    pub verdict: Verdict,
}

impl Plan {
    /// When the attempt ends.
    pub fn ends(&self) -> SimTime {
        self.stage_ends[Stage::AssignUser.index()]
    }

    /// When core provisioning ends: from here no health check strikes the attempt (CON-21).
    pub fn core_ends(&self) -> SimTime {
        self.stage_ends[Stage::PrimaryUser.index()]
    }

    /// When the attempt asks for an address, if it gets that far.
    pub fn asks_address(&self) -> Option<SimTime> {
        let reaches = match self.verdict {
            Verdict::Ready { .. } => true,
            Verdict::Failed { stage, .. } => stage > Stage::AttachNetwork,
        };
        reaches.then(|| self.stage_ends[Stage::CreateVm.index()])
    }

    /// The stage under way at an instant of the attempt.
    pub fn stage_at(&self, now: SimTime) -> Stage {
        let under_way = |s: &Stage| now < self.stage_ends[s.index()];
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
    /// Whether its policy makes the user a local administrator.
    pub local_admin: bool,
}

/// Plans an attempt that starts at an instant.
pub fn plan(setting: Setting<'_>, words: &mut Words<'_>, started: SimTime) -> Plan {
    let mut stage_ends = [started; 9];
    let mut now = started;
    for stage in Stage::ALL {
        let length = stage_length(setting.tenant, stage, words);
        if let Some(cause) = failure(setting, stage, now, words) {
            let shows = now + shows_after(setting.tenant, cause, length, words);
            stage_ends[stage.index()..].fill(shows);
            return Plan { stage_ends, verdict: Verdict::Failed { stage, cause } };
        }
        now += length;
        stage_ends[stage.index()] = now;
    }
    let warnings = warnings(setting, words);
    Plan { stage_ends, verdict: Verdict::Ready { warnings } }
}

fn stage_length(tenant: &Tenant, stage: Stage, words: &mut Words<'_>) -> SimDuration {
    let law = &tenant.timing.stages[stage.index()];
    stage.sheet().length.map_or(SimDuration::ZERO, |slot| law.draw(words, slot))
}

/// Why a stage that begins now fails, if it does: a condition first, then the dice in order.
fn failure(
    setting: Setting<'_>,
    stage: Stage,
    begins: SimTime,
    words: &mut Words<'_>,
) -> Option<&'static Cause> {
    let conditions = setting.tenant.conditions.iter().filter(|c| c.holds(begins));
    let mut struck = conditions.filter_map(|c| c.what.strikes(setting.place));
    if let Some((_, cause)) = struck.find(|&(s, _)| s == stage) {
        return Some(cause);
    }
    // The customer's subnet plays no part on the Microsoft-hosted network (CORE-02).
    if stage == Stage::AttachNetwork && setting.place.connection.is_none() {
        return None;
    }
    let mut dice = setting.tenant.dice.iter().filter(|die| die.stage == stage);
    dice.find(|die| die.chance.hits(words.word(die.cause.slot))).map(|die| die.cause)
}

/// How long after its stage began a failure shows.
pub fn shows_after(
    tenant: &Tenant,
    cause: &Cause,
    stage: SimDuration,
    words: &mut Words<'_>,
) -> SimDuration {
    let timing = &tenant.timing;
    match cause.shows {
        Shows::AtOnce => SimDuration::ZERO,
        Shows::AtStageEnd => stage,
        Shows::AfterDenial => timing.azure_denial.draw(words, slot::AZURE_DENIAL),
        Shows::AfterVmTimeout => timing.vm_timeout.draw(words, slot::VM_TIMEOUT),
        Shows::AfterEnrollmentTimeout => {
            timing.enrollment_timeout.draw(words, slot::ENROLLMENT_TIMEOUT)
        }
    }
}

/// The settings that fail, each by itself (POST-02), one bit each.
fn warnings(setting: Setting<'_>, words: &mut Words<'_>) -> u8 {
    let mut failed = 0;
    for (i, warning) in configure::WARNINGS.iter().enumerate() {
        let applies = i != configure::LOCAL_ADMINISTRATOR || setting.local_admin;
        let chance = setting.tenant.warnings[i];
        // Asking for a word costs a block of them; at probability zero its value is of no matter.
        if applies && !chance.is_never() && chance.hits(words.word(warning.slot)) {
            failed |= 1 << i;
        }
    }
    failed
}
