//! What admins do to a Cloud PC: retry, reprovision, resize, move.

use crate::kernel::calendar::Calendar;
use crate::kernel::time::{SimDuration, SimTime};
use crate::provisioning::cloud_pc::{CloudPc, Fact, Status};
use crate::provisioning::event::EventKind;
use crate::provisioning::observation::{AddressChange, Observer};
use crate::provisioning::stage::slot;
use crate::provisioning::tenancy::change::{ByGroup, Resize};

use super::World;

/// How long a resize waits for the license of the new size (LIC-16).
const LICENSE_WAIT: SimDuration = SimDuration::from_hours(48);

/// What is being done to a Cloud PC, until its event comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// It waits for the license of its new size, which comes or does not, up to an instant.
    AwaitsLicense { to: u8, comes: bool, source: Source, until: SimTime },
    /// It is being resized.
    Resizes { to: u8, source: Source },
    /// It moves to a connection, on which an address is held for it.
    Moves { to: u16 },
}

/// What becomes of the license of the old size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// It is given back.
    Returned,
    /// It stays with the user, who gets a second Cloud PC for it.
    Kept,
}

impl<O: Observer> World<'_, O> {
    /// An admin retries a failed Cloud PC (RETRY-05).
    pub(super) fn retry(&mut self, index: u32, calendar: &mut Calendar) {
        if self.pc(index).status == Status::Failed {
            self.schedule_start(index, calendar.now(), calendar);
        }
    }

    /// An admin reprovisions a Cloud PC: its machine goes, another is made at once (LIC-21, IP-11).
    pub(super) fn reprovision(&mut self, index: u32, calendar: &mut Calendar) {
        if self.may_act_on(index) {
            self.remove_machine(index, calendar);
        } else if self.pc(index).status != Status::Failed {
            return;
        }
        self.schedule_start(index, calendar.now(), calendar);
    }

    /// An admin resizes a Cloud PC, which must be ready (LIC-19).
    pub(super) fn resize(&mut self, index: u32, resize: &Resize, calendar: &mut Calendar) {
        if !self.may_act_on(index) {
            return;
        }
        let to = resize.to;
        match resize.by_group {
            None if self.takes_target(index, to) => {
                self.begin_resize(index, to, Source::Returned, calendar);
            }
            // No license is free: the resize fails and the Cloud PC stays as it is (LIC-19).
            None => {}
            Some(ByGroup { keep_source, target_after }) => {
                let now = calendar.now();
                let comes = target_after.is_some_and(|after| after <= LICENSE_WAIT);
                let wait = target_after.filter(|_| comes).unwrap_or(LICENSE_WAIT);
                self.become_status(index, Status::ResizePendingLicense, now);
                let source = if keep_source { Source::Kept } else { Source::Returned };
                let until = now + LICENSE_WAIT;
                let action = Action::AwaitsLicense { to, comes, source, until };
                self.await_action(index, action, now + wait, calendar);
            }
        }
    }

    fn may_act_on(&self, index: u32) -> bool {
        let pc = self.pc(index);
        pc.status.is_ready() && !pc.standing.has(Fact::AwaitsStart)
    }

    /// Takes the license of the new size, unless it is the one the Cloud PC has.
    fn takes_target(&mut self, index: u32, to: u8) -> bool {
        self.pc(index).attempt.license == to || self.licenses[usize::from(to)].take()
    }

    fn begin_resize(&mut self, index: u32, to: u8, source: Source, calendar: &mut Calendar) {
        let now = calendar.now();
        self.become_status(index, Status::Resizing, now);
        let mut words = self.words(index, self.pc(index).attempt.serial);
        let done = now + self.tenant.timing.resizing.draw(&mut words, slot::RESIZE);
        self.await_action(index, Action::Resizes { to, source }, done, calendar);
    }

    fn await_action(&mut self, index: u32, action: Action, at: SimTime, calendar: &mut Calendar) {
        self.actions.insert(index, action);
        let serial = u32::from(self.pc(index).attempt.serial);
        calendar.schedule(EventKind::ActionEnds.event(at, index, serial));
    }

    /// A resize or a move comes to its end, or its wait does.
    pub(super) fn end_action(&mut self, index: u32, calendar: &mut Calendar) -> u64 {
        match self.actions.remove(&index).expect("an action ends once") {
            Action::AwaitsLicense { to, comes, source, until } => {
                if comes && self.takes_target(index, to) {
                    self.begin_resize(index, to, source, calendar);
                } else if calendar.now() < until {
                    // None is free: perhaps one is in the end.
                    let action = Action::AwaitsLicense { to, comes, source, until };
                    self.await_action(index, action, until, calendar);
                } else {
                    self.give_up_resize(index, source, calendar);
                }
            }
            Action::Resizes { to, source } => self.end_resize(index, to, source, calendar),
            Action::Moves { to } => self.end_move(index, to, calendar),
        }
        self.outcome(index)
    }

    /// No license of the new size in 48 hours: back to the old one, or without that grace (LIC-16).
    fn give_up_resize(&mut self, index: u32, source: Source, calendar: &mut Calendar) {
        if source == Source::Kept {
            return self.be_ready_again(index, calendar);
        }
        self.pc_mut(index).standing.note(Fact::LicenseLost);
        self.enter_grace(index, calendar);
    }

    fn be_ready_again(&mut self, index: u32, calendar: &mut Calendar) {
        let status = self.pc(index).ready_status();
        self.become_status(index, status, calendar.now());
        self.reconsider(index, calendar);
    }

    fn end_resize(&mut self, index: u32, to: u8, source: Source, calendar: &mut Calendar) {
        let from = self.pc(index).attempt.license;
        self.pc_mut(index).attempt.license = to;
        if from != to && source == Source::Kept {
            self.make_second(index, from, calendar);
        } else if from != to {
            self.licenses[usize::from(from)].give_back();
            self.serve(from, calendar);
        }
        self.be_ready_again(index, calendar);
    }

    /// The source license, left with the user, makes a second Cloud PC (LIC-17).
    fn make_second(&mut self, index: u32, license: u8, calendar: &mut Calendar) {
        let CloudPc { wave, number, standing, .. } = *self.pc(index);
        let first = self.tenant.waves[usize::from(wave)].first_of_seconds();
        // Of each Cloud PC one second at most: the license of a further one stays unused.
        if number >= first || standing.has(Fact::HasSecond) {
            self.licenses[usize::from(license)].give_back();
            return self.serve(license, calendar);
        }
        self.pc_mut(index).standing.note(Fact::HasSecond);
        let mut second = CloudPc::requested(wave, first + number, license, calendar.now());
        second.standing = standing.losses();
        second.standing.note(Fact::HoldsLicense);
        let index = self.next_index();
        self.cloud_pcs.push(second);
        if self.tenant.needs_sync() {
            self.sync.extend(self.cloud_pcs.len());
        }
        // It starts, unless its user has lost something meanwhile.
        self.reconsider(index, calendar);
    }

    /// An admin moves a Cloud PC: an address on the new connection first (IP-13, LIC-23).
    pub(super) fn start_move(&mut self, index: u32, to: u16, calendar: &mut Calendar) {
        let now = calendar.now();
        let from = self.pc(index).attempt.connection;
        if !self.may_act_on(index) || from.is_none_or(|from| from == to) {
            return;
        }
        let subnet = self.tenant.connections[usize::from(to)].subnet;
        let full = self.finds_no_address(to, now);
        let got = !full && self.pools[usize::from(subnet)].hold(now);
        let change = if got { AddressChange::Held } else { AddressChange::Denied };
        if got {
            self.become_status(index, Status::MovingRegion, now);
            let mut words = self.words(index, self.pc(index).attempt.serial);
            let done = now + self.tenant.timing.moving.draw(&mut words, slot::MOVE);
            self.await_action(index, Action::Moves { to }, done, calendar);
        } else {
            self.pools[usize::from(subnet)].deny(now);
        }
        let owner = self.owner(index, self.pc(index).attempt.serial);
        self.tell_address(now, subnet, change, owner);
    }

    fn end_move(&mut self, index: u32, to: u16, calendar: &mut Calendar) {
        self.leave_address_of_move(index);
        self.start_clean_up_clocks(index, calendar);
        let attempt = &mut self.pc_mut(index).attempt;
        attempt.connection = Some(to);
        attempt.holds_address = true;
        self.be_ready_again(index, calendar);
    }
}
