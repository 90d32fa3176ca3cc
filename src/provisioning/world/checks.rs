//! Health checks of connections: their grid, the address they borrow, what a failed one strikes.

use crate::kernel::calendar::{Calendar, Event};
use crate::kernel::math;
use crate::kernel::stream::{StreamId, Words};
use crate::kernel::time::{SimDuration, SimTime};
use crate::provisioning::cloud_pc::Verdict;
use crate::provisioning::condition::{Condition, kind};
use crate::provisioning::event::EventKind;
use crate::provisioning::network::connection::RunningCheck;
use crate::provisioning::network::health_check::{CHECKS, Finding, roll_up};
use crate::provisioning::observation::{AddressChange, Observation, Observer, Owner};
use crate::provisioning::stage::{Join, Stage, gate, slot};

use super::{World, short};

impl<'a, O: Observer> World<'a, O> {
    pub(super) fn schedule_first_check(&mut self, connection: u16, calendar: &mut Calendar) {
        let check = &self.tenant.connections[usize::from(connection)].check;
        let word = self.check_words(connection, 0).word(slot::CHECK_PHASE);
        let phase = check.phase.unwrap_or_else(|| math::fraction_of(check.interval, word));
        let first = SimTime::ZERO + phase;
        calendar.schedule(EventKind::HealthCheckStarts.event(first, u32::from(connection), 1));
    }

    /// The words of a connection's check, by its number: moving the clock keeps them.
    fn check_words(&self, connection: u16, number: u32) -> Words<'a> {
        let family = self.tenant.connections[usize::from(connection)].family;
        self.streams.open(StreamId { family, member: number, part: 0 }, 0)
    }

    /// A check starts: it takes an address and looks at the environment (ANC-06, HC-02).
    pub(super) fn start_check(&mut self, event: Event, calendar: &mut Calendar) -> u64 {
        let (connection, number) = (connection_of(event), event.attempt());
        let started = calendar.now();
        let borrowed = self.borrow_address(connection, started);
        let mut findings = self.findings(connection, number, borrowed, started);
        if self.tenant.connections[usize::from(connection)].join.is_hybrid() {
            self.join_check(connection, &mut findings);
            findings.extend(self.slow_sync(connection, number, started));
        }
        let findings = each_once(findings);
        let check = &self.tenant.connections[usize::from(connection)].check;
        let mut words = self.check_words(connection, number);
        let ends = started + check.duration.draw(&mut words, slot::CHECK_DURATION);
        let running = RunningCheck { started, borrowed: borrowed == Some(true), findings };
        self.connections[usize::from(connection)].running = Some(running);
        calendar.schedule(EventKind::HealthCheckEnds.event(ends, u32::from(connection), number));
        let subnet = self.tenant.connections[usize::from(connection)].subnet;
        self.pool_outcome(subnet) | u64::from(borrowed == Some(true))
    }

    /// Takes an address; `None` if the check needs none.
    fn borrow_address(&mut self, connection: u16, now: SimTime) -> Option<bool> {
        let sheet = &self.tenant.connections[usize::from(connection)];
        if !sheet.check.borrows_address {
            return None;
        }
        let taken_by_others = self.finds_no_address(connection, now);
        let got = !taken_by_others && self.pools[usize::from(sheet.subnet)].borrow_one(now);
        if got {
            self.tell_check(connection, AddressChange::Borrowed, now);
        }
        Some(got)
    }

    /// What does not pass, each once, though several conditions may bring it about.
    fn findings(
        &self,
        connection: u16,
        number: u32,
        borrowed: Option<bool>,
        now: SimTime,
    ) -> Vec<Finding> {
        let place = self.tenant.place(Some(connection), None);
        let mut findings: Vec<Finding> =
            self.conditions_at(now).filter_map(|c| c.finding(place)).collect();
        if borrowed == Some(false) {
            findings.push(kind::NO_ADDRESS);
        }
        let sheet = &self.tenant.connections[usize::from(connection)];
        let word = self.streams.trial(sheet.family, slot::CHECK_FAILURE, number);
        if sheet.check.failure.hits(word) {
            let error_type = "internalServerUnknownError";
            findings.push(Finding { check: "environment", error_type });
        }
        findings
    }

    /// A check joins the domain: it leaves a computer object, one per connection or one per check
    /// (ANC-07, ANC-08), which counts against the quota (FAIL-03).
    fn join_check(&mut self, connection: u16, findings: &mut Vec<Finding>) {
        let prevented = findings.iter().any(|f| f.check == "dns" || f.check == AD_DOMAIN_JOIN);
        let state = &self.connections[usize::from(connection)];
        let new = self.tenant.connections[usize::from(connection)].check.new_computer;
        if prevented || (state.check_computers > 0 && !new) {
            return;
        }
        if self.joins_one_more(connection) {
            self.connections[usize::from(connection)].check_computers += 1;
        } else {
            let error_type = "adJoinCheckAccountQuotaExceeded";
            findings.push(Finding { check: AD_DOMAIN_JOIN, error_type });
        }
    }

    /// The device-sync check warns where a device would appear too late (CON-05); it does not close
    /// the connection (CON-06).
    fn slow_sync(&self, connection: u16, number: u32, now: SimTime) -> Option<Finding> {
        if self.tenant.connections[usize::from(connection)].join != Join::Synced {
            return None;
        }
        let latest = now + DEVICE_SYNC_WARNS;
        let mut words = self.check_words(connection, number);
        let appears = self.would_appear(connection, &mut words, now, latest);
        let slow = appears.is_none_or(|at| at > latest);
        slow.then_some(Finding { check: "device_sync", error_type: SLOW_SYNC })
    }

    /// A check ends: its result stands, and a failed one strikes core provisioning (ANC-10).
    pub(super) fn end_check(&mut self, event: Event, calendar: &mut Calendar) -> u64 {
        let (connection, number) = (connection_of(event), event.attempt());
        let now = calendar.now();
        let state = &mut self.connections[usize::from(connection)];
        let check = state.running.take().expect("a check ends after it has started");
        let health = roll_up(&check.findings);
        state.post(now, health);
        if check.borrowed {
            let subnet = self.tenant.connections[usize::from(connection)].subnet;
            self.pools[usize::from(subnet)].return_one(now);
            self.tell_check(connection, AddressChange::Returned, now);
        }
        let findings = &check.findings;
        let started = check.started;
        let told = Observation::CheckEnded { started, connection, health, findings };
        self.observer.observe(now, told);
        let place = self.tenant.place(Some(connection), None);
        self.discover_by_check(place, (started, &check.findings), calendar);
        if !health.is_usable() {
            self.strike(connection, calendar);
        }
        let next = self.next_check(connection, number, check.started, calendar);
        calendar.schedule(EventKind::HealthCheckStarts.event(
            next,
            u32::from(connection),
            number + 1,
        ));
        // One bit for each check that did not pass.
        let bits = findings.iter().filter_map(|f| CHECKS.iter().position(|c| c.name == f.check));
        bits.fold(health as u64, |outcome, bit| outcome | 1 << (bit + 8))
    }

    /// The next start: on the grid from this one's (a check that overran skips a point), or the
    /// admin's retry of a failed check, from which the grid then counts (ANC-09, CON-01).
    fn next_check(
        &self,
        connection: u16,
        number: u32,
        started: SimTime,
        calendar: &Calendar,
    ) -> SimTime {
        let now = calendar.now();
        let interval = self.tenant.connections[usize::from(connection)].check.interval;
        let points = now.since(started).ms().div_ceil(interval.ms()).max(1);
        let on_grid = started + interval * points;
        let usable = self.connections[usize::from(connection)].health.is_usable();
        match &self.tenant.admin.recheck {
            Some(after) if !usable => {
                let mut words = self.check_words(connection, number);
                on_grid.min(now + after.draw(&mut words, slot::RECHECK))
            }
            Some(_) | None => on_grid,
        }
    }

    /// Fails every attempt in core provisioning on a connection.
    fn strike(&mut self, connection: u16, calendar: &mut Calendar) {
        if self.connections[usize::from(connection)].in_flight == 0 {
            return;
        }
        for index in 0..self.next_index() {
            let attempt = &self.pc(index).attempt;
            if attempt.pending.is_none() || attempt.connection != Some(connection) {
                continue;
            }
            if let Some((stage, pending)) = self.in_core(index, calendar.now()) {
                calendar.cancel(pending);
                self.fail(index, stage, &gate::NOT_HEALTHY, calendar);
            }
        }
    }

    /// The stage of a running attempt that is in core provisioning, and its pending event.
    fn in_core(&self, index: u32, now: SimTime) -> Option<(Stage, Event)> {
        let attempt = &self.pc(index).attempt;
        let plan = self.plan_of(index);
        let core_ends = match attempt.verdict {
            Verdict::Ready { .. } => plan.core_ends(),
            // Denied something, it departs from its plan.
            Verdict::Failed { .. } => attempt.ends.min(plan.core_ends()),
        };
        let pending = self.pending_event(index, &plan)?;
        let stage = self.stage_of(index, &plan, now).min(Stage::PrimaryUser);
        (now < core_ends).then_some((stage, pending))
    }

    fn tell_check(&mut self, connection: u16, change: AddressChange, now: SimTime) {
        let subnet = self.tenant.connections[usize::from(connection)].subnet;
        let pool = &self.pools[usize::from(subnet)];
        let owner = Owner::HealthCheck { connection };
        self.observer.observe(now, Observation::Address { subnet, change, owner, pool });
    }

    fn conditions_at(&self, now: SimTime) -> impl Iterator<Item = &Condition> {
        self.conditions().at(now).map(|(_, condition)| condition)
    }

    /// Whether others have taken every address of the connection's subnet.
    pub(super) fn finds_no_address(&self, connection: u16, now: SimTime) -> bool {
        let subnet = self.tenant.connections[usize::from(connection)].subnet;
        self.conditions_at(now).any(|c| c.takes_addresses(subnet))
    }

    /// Whether a lock forbids clean-up on a connection.
    pub(super) fn locked(&self, connection: u16, now: SimTime) -> bool {
        self.locks(connection, now).next().is_some()
    }

    /// When the locks that hold now have all gone; never, if one stays for good.
    pub(super) fn unlocked_at(&self, connection: u16, now: SimTime) -> Option<SimTime> {
        self.locks(connection, now).try_fold(now, |end, lock| Some(end.max(lock.until?)))
    }

    fn locks(&self, connection: u16, now: SimTime) -> impl Iterator<Item = &Condition> {
        let place = self.tenant.place(Some(connection), None);
        self.conditions_at(now).filter(move |c| c.locks(place))
    }
}

/// What the device-sync check finds where a device would appear too late.
pub(super) const SLOW_SYNC: &str = "azureAdDeviceSyncCheckLongSyncCircle";
/// The health check that joins a computer to the domain.
const AD_DOMAIN_JOIN: &str = "ad_domain_join";
/// A device that appears later than this makes the device-sync check warn (CON-05).
const DEVICE_SYNC_WARNS: SimDuration = SimDuration::from_minutes(60);

fn each_once(findings: Vec<Finding>) -> Vec<Finding> {
    findings.into_iter().fold(vec![], |mut kept, finding| {
        if !kept.contains(&finding) {
            kept.push(finding);
        }
        kept
    })
}

fn connection_of(event: Event) -> u16 {
    short(usize::try_from(event.entity()).expect("connections are few"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_conditions_bring_about_is_found_once_and_in_order() {
        let found = |error_type| Finding { check: "environment", error_type };
        let all = ["b", "a", "b", "c", "a"].map(found).to_vec();
        assert_eq!(each_once(all), ["b", "a", "c"].map(found));
    }
}
