//! The admin who finds out about a condition and repairs it.

use crate::kernel::calendar::Calendar;
use crate::kernel::stream::StreamId;
use crate::kernel::time::SimTime;
use crate::provisioning::condition::{Condition, Place};
use crate::provisioning::event::EventKind;
use crate::provisioning::network::health_check::Finding;
use crate::provisioning::observation::{Observation, Observer};
use crate::provisioning::stage::{Cause, slot, sync_device};

use super::World;
use super::checks::SLOW_SYNC;

impl<O: Observer> World<'_, O> {
    /// An attempt has failed: the admin learns of the conditions that bring such a failure about.
    pub(super) fn discover(&mut self, index: u32, cause: &Cause, calendar: &mut Calendar) {
        if self.tenant.admin.repair.is_none() {
            return;
        }
        let attempt = &self.pc(index).attempt;
        let place = self.tenant.place(attempt.connection, Some(attempt.policy));
        let since = attempt.started;
        for (number, condition) in self.tenant.conditions.iter().enumerate() {
            let held = condition.from <= calendar.now() && !self.is_over(number, since);
            if held && condition.brings_about(place, cause) {
                self.plan_repair(number, calendar);
            }
        }
    }

    /// A health check has failed or warns: the admin learns of what it found.
    pub(super) fn discover_by_check(
        &mut self,
        place: Place<'_>,
        (looked, findings): (SimTime, &[Finding]),
        calendar: &mut Calendar,
    ) {
        if self.tenant.admin.repair.is_none() {
            return;
        }
        // A device that would come too late tells of whatever is in its way.
        let slow = findings.iter().any(|finding| finding.error_type == SLOW_SYNC);
        let tells = |condition: &Condition| {
            condition.finding(place).is_some()
                || (slow && condition.brings_about(place, &sync_device::TIMEOUT))
        };
        let found: Vec<usize> = self
            .conditions()
            .at(looked)
            .filter(|(_, condition)| tells(condition))
            .map(|(number, _)| number)
            .collect();
        for number in found {
            self.plan_repair(number, calendar);
        }
    }

    fn is_over(&self, condition: usize, at: SimTime) -> bool {
        let ended = self.tenant.conditions[condition].until.is_some_and(|until| until <= at);
        ended || self.repaired[condition].is_some_and(|repaired| repaired <= at)
    }

    fn plan_repair(&mut self, condition: usize, calendar: &mut Calendar) {
        let Some(after) = &self.tenant.admin.repair else { return };
        if std::mem::replace(&mut self.discovered[condition], true) {
            return;
        }
        let family = self.tenant.conditions[condition].family();
        let mut words = self.streams.open(StreamId { family, member: 0, part: 0 }, 0);
        let at = calendar.now() + after.draw(&mut words, slot::REPAIR);
        let entity = u32::try_from(condition).expect("conditions are few");
        calendar.schedule(EventKind::Repair.event(at, entity, 0));
    }

    /// The condition is gone: attempts under way are planned anew, their past unchanged.
    pub(super) fn repair(&mut self, condition: u32, calendar: &mut Calendar) -> u64 {
        let now = calendar.now();
        let condition = condition as usize;
        let running: Vec<_> = (0..self.next_index())
            .filter(|index| self.can_be_replanned(*index))
            .filter_map(|index| Some((index, self.pending_event(index, &self.plan_of(index))?)))
            .collect();
        self.repaired[condition] = Some(now);
        self.reroute(now);
        self.observer.observe(now, Observation::Repaired { condition });
        for &(index, pending) in &running {
            calendar.cancel(pending);
            self.resume(index, calendar);
        }
        running.len() as u64
    }

    /// Whether an attempt runs as planned: neither denied nor about to fail by a loss.
    fn can_be_replanned(&self, index: u32) -> bool {
        let attempt = &self.pc(index).attempt;
        attempt.pending.is_some() && self.plan_of(index).verdict == attempt.verdict
    }
}
