//! Who may have a Cloud PC: licenses taken and waited for, what a loss leads to, grace, the end.

use crate::kernel::calendar::Calendar;
use crate::kernel::time::SimTime;
use crate::provisioning::arrival;
use crate::provisioning::cloud_pc::{Fact, Status, Verdict};
use crate::provisioning::event::EventKind;
use crate::provisioning::observation::Observer;
use crate::provisioning::stage::{Cause, Stage, gate, slot};
use crate::provisioning::tenancy::license::Kind;

use super::World;

impl<O: Observer> World<'_, O> {
    /// Whether an attempt may start: one under way or asked for by an admin always, a first one if
    /// its user may have a Cloud PC and a license is free (PROV-01, LIC-14).
    pub(super) fn may_start(&mut self, index: u32, now: SimTime) -> bool {
        let pc = self.pc_mut(index);
        pc.standing.clear(Fact::AwaitsStart);
        match pc.status {
            Status::Provisioning
            | Status::Failed
            | Status::Provisioned
            | Status::ProvisionedWithWarnings => true,
            Status::NotProvisioned | Status::PendingProvision => {
                self.is_entitled(index) && self.takes_license(index, now)
            }
            Status::InGracePeriod
            | Status::Deprovisioning
            | Status::Resizing
            | Status::ResizePendingLicense
            | Status::Restoring
            | Status::MovingRegion
            | Status::Deleted => false,
        }
    }

    /// Takes a license, or waits for one: Pending, but with Frontline just not provisioned (FL-02).
    fn takes_license(&mut self, index: u32, now: SimTime) -> bool {
        let pc = *self.pc(index);
        if pc.standing.has(Fact::HoldsLicense) {
            return true;
        }
        if pc.standing.has(Fact::AwaitsLicense) {
            return false;
        }
        let license = usize::from(pc.attempt.license);
        if self.licenses[license].take() {
            self.pc_mut(index).standing.note(Fact::HoldsLicense);
            return true;
        }
        self.licenses[license].wait(pc.requested, index);
        self.pc_mut(index).standing.note(Fact::AwaitsLicense);
        let enterprise = self.tenant.licenses[license].kind == Kind::Enterprise;
        if enterprise && pc.status == Status::NotProvisioned {
            self.become_status(index, Status::PendingProvision, now);
        }
        false
    }

    /// Gives a license back; whoever has waited longest gets it.
    fn release_license(&mut self, index: u32, calendar: &mut Calendar) {
        let pc = self.pc_mut(index);
        if pc.standing.has(Fact::HoldsLicense) {
            pc.standing.clear(Fact::HoldsLicense);
            let license = pc.attempt.license;
            self.licenses[usize::from(license)].give_back();
            self.serve(license, calendar);
        }
    }

    /// Free licenses go to those who wait (LIC-14).
    pub(super) fn serve(&mut self, license: u8, calendar: &mut Calendar) {
        while let Some(index) = self.licenses[usize::from(license)].serve() {
            let standing = &mut self.pc_mut(index).standing;
            standing.clear(Fact::AwaitsLicense);
            standing.note(Fact::HoldsLicense);
            self.start_after_reaction(index, calendar);
        }
    }

    /// Provisioning begins once license and membership are effective and it has noticed (PROV-07).
    fn start_after_reaction(&mut self, index: u32, calendar: &mut Calendar) {
        let pc = self.pc(index);
        let wave = &self.tenant.waves[usize::from(pc.wave)];
        let effective = arrival::effective(self.tenant, self.streams, wave, pc);
        let mut words = self.words(index, self.pc(index).attempt.serial);
        let reaction = self.tenant.timing.reaction.draw(&mut words, slot::REACTION_AGAIN);
        self.schedule_start(index, effective.max(calendar.now()) + reaction, calendar);
    }

    /// A synchronized membership is effective; the license may still be on its way.
    pub(super) fn membership_arrives(&mut self, index: u32, calendar: &mut Calendar) {
        let pc = self.pc(index);
        let wave = &self.tenant.waves[usize::from(pc.wave)];
        let (licensing, reaction) =
            arrival::after_membership(self.tenant, self.streams, wave, pc.number);
        let effective = calendar.now().max(pc.requested + licensing);
        self.schedule_start(index, effective + reaction, calendar);
    }

    fn group_of(&self, index: u32) -> usize {
        usize::from(self.tenant.waves[usize::from(self.pc(index).wave)].group)
    }

    fn is_shared(&self, index: u32) -> bool {
        let license = usize::from(self.pc(index).attempt.license);
        self.tenant.licenses[license].kind == Kind::FrontlineShared
    }

    /// Whether a Cloud PC's user has and is all it takes. A shared Cloud PC belongs to no user
    /// (FL-05).
    fn stands_well(&self, index: u32) -> bool {
        !self.pc(index).standing.is_lost() || self.is_shared(index)
    }

    fn has_lost_license(&self, index: u32) -> bool {
        self.pc(index).standing.lost_license() && !self.is_shared(index)
    }

    /// Whether a user may have a Cloud PC now: by whichever policy comes first (LIC-08).
    fn is_entitled(&self, index: u32) -> bool {
        self.stands_well(index) && !self.assigned[self.group_of(index)].is_empty()
    }

    /// The policy's version that an attempt follows which starts now (LIC-09).
    pub(super) fn policy_for(&self, index: u32) -> u16 {
        let first = self.assigned[self.group_of(index)].first();
        let policy = *first.expect("the gate stops whom no policy targets");
        self.versions[usize::from(policy)]
    }

    /// What is lost of what a user has and is.
    fn loss_of_user(&self, index: u32) -> Option<&'static Cause> {
        let standing = self.pc(index).standing;
        if !standing.is_lost() || self.is_shared(index) {
            return None;
        }
        Some(match standing {
            s if s.has(Fact::UserLost) => &gate::USER_NOT_FOUND,
            s if s.has(Fact::LicenseLost) => &gate::LICENSE_NOT_FOUND,
            _ => &gate::POLICY_NOT_FOUND,
        })
    }

    /// Why an attempt cannot start that should (LIC-12).
    pub(super) fn loss_at_gate(&mut self, index: u32) -> Option<&'static Cause> {
        let lost = self.loss_of_user(index);
        let untargeted = || self.assigned[self.group_of(index)].is_empty();
        if lost.is_some() || untargeted() {
            return lost.or(Some(&gate::POLICY_NOT_FOUND));
        }
        let pc = *self.pc(index);
        // A failed one that had lost its license needs another.
        let holds = pc.standing.has(Fact::HoldsLicense)
            || self.licenses[usize::from(pc.attempt.license)].take();
        if !holds {
            return Some(&gate::LICENSE_NOT_FOUND);
        }
        self.pc_mut(index).standing.note(Fact::HoldsLicense);
        None
    }

    /// What a running or ready Cloud PC has lost: its user's, or the policy it was made by.
    pub(super) fn loss_of_running(&self, index: u32) -> Option<&'static Cause> {
        let policy = self.bases[usize::from(self.pc(index).attempt.policy)];
        let targeted = self.assigned[self.group_of(index)].contains(&policy);
        self.loss_of_user(index).or((!targeted).then_some(&gate::POLICY_NOT_FOUND))
    }

    /// Something about a user, a policy or a license has changed: what follows for a Cloud PC.
    pub(super) fn reconsider(&mut self, index: u32, calendar: &mut Calendar) {
        let now = calendar.now();
        match self.pc(index).status {
            Status::NotProvisioned | Status::Deleted => self.perhaps_start(index, calendar),
            Status::PendingProvision if !self.is_entitled(index) => {
                self.stop_waiting(index);
                self.become_status(index, Status::NotProvisioned, now);
                self.release_license(index, calendar);
            }
            Status::Provisioning => self.reconsider_attempt(index, calendar),
            Status::Provisioned | Status::ProvisionedWithWarnings => {
                // One that is being reprovisioned meets its loss at the gate.
                let goes_on = self.pc(index).standing.has(Fact::AwaitsStart);
                if !goes_on && self.loss_of_running(index).is_some() {
                    self.lose(index, calendar);
                }
            }
            Status::InGracePeriod if self.loss_of_running(index).is_none() => {
                self.leave_grace(index, calendar);
                let status = self.pc(index).ready_status();
                self.become_status(index, status, now);
            }
            Status::Failed if self.has_lost_license(index) => {
                self.release_license(index, calendar);
            }
            // Whoever resizes or moves is looked at when that is done.
            Status::PendingProvision
            | Status::InGracePeriod
            | Status::Failed
            | Status::Deprovisioning
            | Status::Resizing
            | Status::ResizePendingLicense
            | Status::Restoring
            | Status::MovingRegion => {}
        }
    }

    /// One without a Cloud PC gets one if it may, or stops waiting if it may not.
    fn perhaps_start(&mut self, index: u32, calendar: &mut Calendar) {
        let now = calendar.now();
        let pc = *self.pc(index);
        let waits = pc.standing.has(Fact::AwaitsStart) || pc.standing.has(Fact::AwaitsLicense);
        let entitled = self.is_entitled(index);
        if pc.standing.has(Fact::AwaitsLicense) && !entitled {
            self.stop_waiting(index);
        }
        if pc.standing.has(Fact::HoldsLicense) && !entitled {
            self.release_license(index, calendar);
        }
        if !waits && entitled {
            if pc.status == Status::Deleted {
                self.become_status(index, Status::NotProvisioned, now);
            }
            self.start_after_reaction(index, calendar);
        }
    }

    fn stop_waiting(&mut self, index: u32) {
        let pc = *self.pc(index);
        if pc.standing.has(Fact::AwaitsLicense) {
            self.licenses[usize::from(pc.attempt.license)].leave(pc.requested, index);
            self.pc_mut(index).standing.clear(Fact::AwaitsLicense);
        }
    }

    /// A ready Cloud PC has lost what it stands on: grace (LIC-11), of a shared one the end (FL-05).
    fn lose(&mut self, index: u32, calendar: &mut Calendar) {
        if self.is_shared(index) {
            return self.deprovision(index, calendar);
        }
        self.enter_grace(index, calendar);
    }

    pub(super) fn enter_grace(&mut self, index: u32, calendar: &mut Calendar) {
        let now = calendar.now();
        self.become_status(index, Status::InGracePeriod, now);
        let ends = now + self.tenant.loss.grace_period;
        let serial = u32::from(self.pc(index).attempt.serial);
        calendar.schedule(EventKind::GraceEnds.event(ends, index, serial));
        self.graces.insert(index, ends);
    }

    /// The grace period ends before its time: it is repaired, or an admin ends it (LIC-13).
    fn leave_grace(&mut self, index: u32, calendar: &mut Calendar) {
        let ends = self.graces.remove(&index).expect("grace is left once");
        let serial = u32::from(self.pc(index).attempt.serial);
        calendar.cancel(EventKind::GraceEnds.event(ends, index, serial));
    }

    /// An admin ends the grace period.
    pub(super) fn end_grace_early(&mut self, index: u32, calendar: &mut Calendar) {
        if self.pc(index).status == Status::InGracePeriod {
            self.leave_grace(index, calendar);
            self.deprovision(index, calendar);
        }
    }

    /// The grace period is over.
    pub(super) fn end_grace(&mut self, index: u32, calendar: &mut Calendar) -> u64 {
        self.graces.remove(&index).expect("grace ends once");
        self.deprovision(index, calendar);
        self.outcome(index)
    }

    /// The machine is removed: its license is free, its address stays until clean-up (CLEAN-09).
    fn deprovision(&mut self, index: u32, calendar: &mut Calendar) {
        let now = calendar.now();
        self.become_status(index, Status::Deprovisioning, now);
        self.remove_machine(index, calendar);
        self.release_license(index, calendar);
        let serial = self.pc(index).attempt.serial;
        let law = &self.tenant.timing.deprovisioning;
        let done = now + law.draw(&mut self.words(index, serial), slot::DEPROVISION);
        calendar.schedule(EventKind::Deprovisioned.event(done, index, u32::from(serial)));
    }

    /// A machine goes: its address lingers, its computer object stays disabled (CLEAN-05).
    pub(super) fn remove_machine(&mut self, index: u32, calendar: &mut Calendar) {
        self.leave_address(index);
        self.start_clean_up_clocks(index, calendar);
        let connection = self.pc(index).attempt.connection;
        let hybrid = |c: u16| self.tenant.connections[usize::from(c)].join.is_hybrid();
        self.computers_left += u64::from(connection.is_some_and(hybrid));
    }

    /// Deprovisioning is done: gone, or provisioned anew by the policy that targets the user now.
    pub(super) fn end_deprovisioning(&mut self, index: u32, calendar: &mut Calendar) -> u64 {
        let lost = self.has_lost_license(index);
        let status = if lost { Status::Deleted } else { Status::NotProvisioned };
        self.become_status(index, status, calendar.now());
        self.perhaps_start(index, calendar);
        self.outcome(index)
    }

    /// A running attempt loses what it stands on, or regains it (LIC-12, CON-22).
    fn reconsider_attempt(&mut self, index: u32, calendar: &mut Calendar) {
        if self.pc(index).attempt.pending.is_none() {
            return;
        }
        match self.loss_of_running(index) {
            Some(cause) => self.doom(index, cause, calendar),
            None => self.spare(index, calendar),
        }
    }

    /// The attempt fails when its next stage would begin, or at once.
    fn doom(&mut self, index: u32, cause: &'static Cause, calendar: &mut Calendar) {
        let now = calendar.now();
        let plan = self.plan_of(index);
        let pending = self.pending_event(index, &plan).expect("a running attempt awaits something");
        if self.tenant.loss.at_once {
            calendar.cancel(pending);
            let stage = self.stage_of(index, &plan, now);
            return self.fail(index, stage, cause, calendar);
        }
        // What is lost just when a stage begins is missing there already.
        let stage = plan.stage_until(now);
        // What fails in this stage anyway, waits for Entra Connect or is in its last stage, is
        // looked at when that is over.
        let ends_here = match self.pc(index).attempt.verdict {
            Verdict::Failed { stage: failing, .. } => failing <= stage,
            Verdict::Ready { .. } => stage == Stage::AssignUser,
        };
        let next = Stage::route(plan.join).iter().copied().find(|&next| next > stage);
        if let Some(next) = next.filter(|_| !ends_here) {
            calendar.cancel(pending);
            let verdict = Verdict::Failed { stage: next, cause };
            self.divert(index, (plan.end_of(stage), verdict), calendar);
        }
    }

    /// An attempt that was to fail by a loss goes on as planned.
    fn spare(&mut self, index: u32, calendar: &mut Calendar) {
        let Verdict::Failed { cause, .. } = self.pc(index).attempt.verdict else { return };
        if gate::LOSSES.iter().any(|loss| **loss == *cause) {
            self.replan(index, calendar);
        }
    }

    /// A running attempt is planned anew, its past unchanged.
    pub(super) fn replan(&mut self, index: u32, calendar: &mut Calendar) {
        let plan = self.plan_of(index);
        let pending = self.pending_event(index, &plan).expect("a running attempt awaits something");
        calendar.cancel(pending);
        self.resume(index, calendar);
    }

    /// Follows a new plan from here on.
    pub(super) fn resume(&mut self, index: u32, calendar: &mut Calendar) {
        let now = calendar.now();
        let plan = self.plan_of(index);
        let has_address = self.pc(index).attempt.holds_address;
        // The other touches come before every change of an instant.
        let done = |kind: EventKind, at: SimTime| {
            if kind == EventKind::AddressRequested { has_address } else { at <= now }
        };
        self.follow(index, &plan, done, calendar);
    }
}
