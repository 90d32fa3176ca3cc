//! Attempts: their start at the gate, their touches of what others share, their end.

use crate::kernel::calendar::{Calendar, Event};
use crate::kernel::time::SimTime;
use crate::provisioning::cloud_pc::{Attempt, Fact, Status, Verdict};
use crate::provisioning::event::EventKind;
use crate::provisioning::initial::Standing;
use crate::provisioning::observation::{AddressChange, Observation, Observer};
use crate::provisioning::plan::{self, Plan, Setting};
use crate::provisioning::stage::{
    self, Cause, Join, Stage, attach_network, gate, join_domain, slot,
};
use crate::provisioning::tenant::Network;

use super::World;

/// What the gate says.
enum Gate {
    MicrosoftHosted,
    Connection(u16),
    NoneUsable,
}

impl<O: Observer> World<'_, O> {
    /// An attempt starts: the gate, then the plan (STEP-0).
    pub(super) fn start_attempt(
        &mut self,
        event: Event,
        index: u32,
        calendar: &mut Calendar,
    ) -> u64 {
        let now = calendar.now();
        // An admin who could not wait for a retry that was due has started this attempt already.
        let is_due = event.attempt() > u32::from(self.pc(index).attempt.serial);
        if !is_due || !self.may_start(index, now) {
            return self.outcome(index);
        }
        if self.pc(index).status != Status::Provisioning {
            self.pc_mut(index).attempt.of_set = 0;
            self.become_status(index, Status::Provisioning, now);
        }
        let attempt = &mut self.pc_mut(index).attempt;
        attempt.serial += 1;
        attempt.of_set += 1;
        attempt.started = now;
        attempt.connection = None;
        self.sync.forget(index);
        if let Some(cause) = self.loss_at_gate(index) {
            self.fail(index, Stage::Gate, cause, calendar);
            return self.outcome(index);
        }
        self.pc_mut(index).attempt.policy = self.policy_for(index);
        match self.gate(index, now) {
            Gate::MicrosoftHosted => self.begin(index, None, calendar),
            Gate::Connection(connection) => {
                self.connections[usize::from(connection)].in_flight += 1;
                self.begin(index, Some(connection), calendar);
            }
            Gate::NoneUsable => self.fail(index, Stage::Gate, &gate::NOT_HEALTHY, calendar),
        }
        self.outcome(index)
    }

    /// The first usable connection by priority (ALT-01), one with capacity before one without
    /// (ALT-02).
    fn gate(&self, index: u32, now: SimTime) -> Gate {
        let policy = self.pc(index).attempt.policy;
        let Network::Connections(list) = &self.tenant.policies[usize::from(policy)].network else {
            return Gate::MicrosoftHosted;
        };
        let usable = |c: &&u16| self.connections[usize::from(**c)].health.is_usable();
        let with_capacity = |c: &&u16| !self.lacks_capacity(**c, now);
        let best = list.iter().filter(usable).find(with_capacity);
        match best.or_else(|| list.iter().find(usable)) {
            Some(&connection) => Gate::Connection(connection),
            None => Gate::NoneUsable,
        }
    }

    fn lacks_capacity(&self, connection: u16, now: SimTime) -> bool {
        let place = self.tenant.place(Some(connection), None);
        self.conditions().strike(place, Stage::AllocateCapacity, now).is_some()
    }

    /// The plan of the current attempt; the same whenever asked.
    pub(super) fn plan_of(&self, index: u32) -> Plan {
        let attempt = &self.pc(index).attempt;
        let setting = Setting {
            tenant: self.tenant,
            place: self.tenant.place(attempt.connection, Some(attempt.policy)),
            conditions: self.conditions(),
            exported: self.sync.exported(index),
            begins_in: self.begins_in(index),
        };
        plan::plan(setting, &mut self.words(index, attempt.serial), attempt.started)
    }

    /// The stage that the attempt begins in: not the first, if it was under way already when the
    /// simulation started.
    fn begins_in(&self, index: u32) -> Stage {
        let pc = self.pc(index);
        let initial = self.tenant.waves[usize::from(pc.wave)].initial;
        match initial.map(|initial| initial.standing) {
            Some(Standing::Provisioning { attempt, stage })
                if u16::from(attempt) == pc.attempt.serial =>
            {
                stage
            }
            Some(_) | None => Stage::Gate,
        }
    }

    fn begin(&mut self, index: u32, connection: Option<u16>, calendar: &mut Calendar) {
        self.pc_mut(index).attempt.connection = connection;
        let plan = self.plan_of(index);
        self.follow(index, &plan, |_, _| false, calendar);
    }

    /// An attempt goes on by its plan: its first touch of what others share that is not done, or
    /// its end.
    pub(super) fn follow(
        &mut self,
        index: u32,
        plan: &Plan,
        done: impl Fn(EventKind, SimTime) -> bool,
        calendar: &mut Calendar,
    ) {
        let attempt = &mut self.pc_mut(index).attempt;
        attempt.ends = plan.ends();
        attempt.verdict = plan.verdict;
        let touches = self.touches(index, plan).into_iter();
        let mut ahead = touches.filter_map(|(kind, at)| Some((kind, at?)));
        let next = ahead.find(|&(kind, at)| !done(kind, at));
        let next = next.unwrap_or((EventKind::AttemptEnds, plan.ends()));
        self.await_next(index, next, calendar);
    }

    /// The touches of an attempt in their order, those that its plan has.
    fn touches(&self, index: u32, plan: &Plan) -> [(EventKind, Option<SimTime>); 3] {
        let connection = self.pc(index).attempt.connection;
        let quota = connection.and_then(|c| self.tenant.connections[usize::from(c)].join_quota);
        let exported = self.sync.exported(index);
        [
            (EventKind::AddressRequested, plan.asks_address().filter(|_| connection.is_some())),
            (EventKind::DomainJoins, plan.joins_domain().filter(|_| quota.is_some())),
            (EventKind::DeviceRegistered, plan.written.filter(|_| exported.is_none())),
        ]
    }

    /// Puts what comes next of a running attempt on the calendar.
    fn await_next(
        &mut self,
        index: u32,
        (kind, at): (EventKind, SimTime),
        calendar: &mut Calendar,
    ) {
        let attempt = &mut self.pc_mut(index).attempt;
        attempt.pending = Some(kind);
        let serial = u32::from(attempt.serial);
        calendar.schedule(kind.event(at, index, serial));
    }

    /// After a touch at this instant, the next one.
    pub(super) fn go_on(&mut self, index: u32, after: EventKind, calendar: &mut Calendar) {
        let Attempt { connection, ends, .. } = self.pc(index).attempt;
        let entra = |c: u16| !self.tenant.connections[usize::from(c)].join.is_hybrid();
        // Beside its address an Entra join touches nothing that others share.
        if connection.is_none_or(entra) {
            return self.await_next(index, (EventKind::AttemptEnds, ends), calendar);
        }
        let plan = self.plan_of(index);
        let touches = self.touches(index, &plan);
        let mut later = touches.into_iter().skip_while(|(kind, _)| *kind != after).skip(1);
        let next = later.find_map(|(kind, at)| Some((kind, at?)));
        self.await_next(index, next.unwrap_or((EventKind::AttemptEnds, ends)), calendar);
    }

    /// What is on the calendar for a running attempt.
    pub(super) fn pending_event(&self, index: u32, plan: &Plan) -> Option<Event> {
        let attempt = &self.pc(index).attempt;
        let kind = attempt.pending?;
        let touches = self.touches(index, plan);
        let at = touches.into_iter().find(|(touch, _)| *touch == kind).and_then(|(_, at)| at);
        Some(kind.event(at.unwrap_or(attempt.ends), index, u32::from(attempt.serial)))
    }

    /// The stage of a running attempt: not beyond the one in which it has been denied something.
    pub(super) fn stage_of(&self, index: u32, plan: &Plan, now: SimTime) -> Stage {
        let last = match self.pc(index).attempt.verdict {
            Verdict::Ready { .. } => Stage::AssignUser,
            Verdict::Failed { stage, .. } => stage,
        };
        plan.stage_at(now).min(last)
    }

    /// A running attempt will end otherwise than planned.
    pub(super) fn divert(
        &mut self,
        index: u32,
        (ends, verdict): (SimTime, Verdict),
        calendar: &mut Calendar,
    ) {
        let attempt = &mut self.pc_mut(index).attempt;
        attempt.verdict = verdict;
        attempt.ends = ends;
        self.await_next(index, (EventKind::AttemptEnds, ends), calendar);
    }

    /// The network interface takes a new address (IP-01, IP-02), or finds none (IP-19).
    pub(super) fn request_address(&mut self, index: u32, calendar: &mut Calendar) -> u64 {
        let now = calendar.now();
        let Attempt { serial, connection, .. } = self.pc(index).attempt;
        let connection = connection.expect("only attempts on a connection ask for an address");
        let subnet = self.tenant.connections[usize::from(connection)].subnet;
        let taken_by_others = self.finds_no_address(connection, now);
        let pool = &mut self.pools[usize::from(subnet)];
        let got = !taken_by_others && pool.hold(now);
        self.pc_mut(index).attempt.holds_address = got;
        if got {
            self.go_on(index, EventKind::AddressRequested, calendar);
        } else {
            self.pools[usize::from(subnet)].deny(now);
            let denial = &self.tenant.timing.azure_denial;
            let ends = now + denial.draw(&mut self.words(index, serial), slot::AZURE_DENIAL);
            let cause = &attach_network::NO_ADDRESS;
            let verdict = Verdict::Failed { stage: Stage::AttachNetwork, cause };
            self.divert(index, (ends, verdict), calendar);
        }
        let change = if got { AddressChange::Held } else { AddressChange::Denied };
        self.tell_address(now, subnet, change, self.owner(index, serial));
        self.pool_outcome(subnet) | u64::from(got)
    }

    /// A domain join counts against the quota of the account, or finds it used up (FAIL-03).
    pub(super) fn join_domain(&mut self, index: u32, calendar: &mut Calendar) -> u64 {
        let now = calendar.now();
        let Attempt { serial, connection, .. } = self.pc(index).attempt;
        let connection = connection.expect("only attempts on a connection join a domain");
        if self.joins_one_more(connection) {
            self.go_on(index, EventKind::DomainJoins, calendar);
            return self.outcome(index) | 1 << 63;
        }
        let failure = &self.tenant.timing.join_failure;
        let ends = now + failure.draw(&mut self.words(index, serial), slot::JOIN_FAILURE);
        let cause = &join_domain::QUOTA;
        let verdict = Verdict::Failed { stage: Stage::JoinDomain, cause };
        self.divert(index, (ends, verdict), calendar);
        self.outcome(index)
    }

    /// Whether the join account may join one more computer, which is counted.
    pub(super) fn joins_one_more(&mut self, connection: u16) -> bool {
        let quota = self.tenant.connections[usize::from(connection)].join_quota;
        let joined = &mut self.connections[usize::from(connection)].joined;
        let may = quota.is_none_or(|quota| *joined < quota);
        *joined += u64::from(may);
        may
    }

    /// An attempt ends as planned.
    pub(super) fn end_attempt(&mut self, index: u32, calendar: &mut Calendar) -> u64 {
        match self.pc(index).attempt.verdict {
            Verdict::Ready { .. } => self.succeed(index, calendar),
            Verdict::Failed { stage, cause } => self.fail(index, stage, cause, calendar),
        }
        self.outcome(index)
    }

    fn succeed(&mut self, index: u32, calendar: &mut Calendar) {
        let now = calendar.now();
        let verdict = self.pc(index).attempt.verdict;
        self.close_attempt(index, verdict, now);
        let pc = self.pc_mut(index);
        let status = pc.ready_status();
        pc.standing.note(Fact::WasReady);
        self.become_status(index, status, now);
        if self.tenant.cleanup.after_final {
            self.start_clean_up_clocks(index, calendar);
        }
        self.reconsider(index, calendar);
    }

    /// An attempt fails: its address lingers, and somebody may try again (RETRY-01 to 06).
    pub(super) fn fail(
        &mut self,
        index: u32,
        stage: Stage,
        cause: &'static Cause,
        calendar: &mut Calendar,
    ) {
        let now = calendar.now();
        self.close_attempt(index, Verdict::Failed { stage, cause }, now);
        self.leave_computer(index, stage);
        self.leave_address(index);
        self.discover(index, cause, calendar);
        let retry = &self.tenant.retry;
        let Attempt { serial, of_set, .. } = self.pc(index).attempt;
        let gives_up = retry.stop_if_not_retriable && !cause.retriable;
        let again = of_set < retry.attempts && !gives_up;
        if again {
            let next = now + retry.pause.draw(&mut self.words(index, serial), slot::PAUSE);
            calendar.schedule(EventKind::AttemptStarts.event(next, index, u32::from(serial) + 1));
        } else {
            self.become_status(index, Status::Failed, now);
            self.plan_admin_retry(index, calendar);
            self.reconsider(index, calendar);
        }
        if !again || !self.tenant.cleanup.after_final {
            self.start_clean_up_clocks(index, calendar);
        }
    }

    pub(super) fn plan_admin_retry(&mut self, index: u32, calendar: &mut Calendar) {
        let Some(retry) = &self.tenant.admin.retry_failed else { return };
        let Attempt { retries_by_admin, serial, .. } = self.pc(index).attempt;
        if retries_by_admin == retry.at_most {
            return;
        }
        let mut words = self.words(index, serial);
        let next = calendar.now() + retry.after.draw(&mut words, slot::ADMIN_RETRY);
        self.pc_mut(index).attempt.retries_by_admin += 1;
        self.schedule_start(index, next, calendar);
    }

    /// Puts the next attempt on the calendar, of one that none runs of.
    pub(super) fn schedule_start(&mut self, index: u32, at: SimTime, calendar: &mut Calendar) {
        let pc = self.pc_mut(index);
        pc.standing.note(Fact::AwaitsStart);
        let serial = u32::from(pc.attempt.serial) + 1;
        calendar.schedule(EventKind::AttemptStarts.event(at, index, serial));
    }

    fn close_attempt(&mut self, index: u32, verdict: Verdict, now: SimTime) {
        let plan = (O::WANTS_PLANS && passed_the_gate(verdict)).then(|| self.plan_of(index));
        let cloud_pc = &self.cloud_pcs[index as usize];
        self.observer.observe(now, Observation::AttemptEnded { cloud_pc, verdict, plan });
        let attempt = &mut self.pc_mut(index).attempt;
        attempt.pending = None;
        attempt.verdict = verdict;
        if let Some(connection) = attempt.connection {
            self.connections[usize::from(connection)].in_flight -= 1;
        }
    }

    /// A failed attempt leaves its computer object in Active Directory, disabled (CLEAN-05).
    fn leave_computer(&mut self, index: u32, failed: Stage) {
        let attempt = &self.pc(index).attempt;
        let place = self.tenant.place(attempt.connection, Some(attempt.policy));
        self.computers_left += u64::from(place.join != Join::Entra && failed > Stage::JoinDomain);
    }

    /// What came of an event of a Cloud PC, for the fingerprint: status, attempt, verdict, place.
    pub(super) fn outcome(&self, index: u32) -> u64 {
        let pc = self.pc(index);
        let verdict = match pc.attempt.verdict {
            Verdict::Ready { warnings } => u64::from(warnings),
            Verdict::Failed { cause, .. } => u64::from(cause.slot.0) << 8,
        };
        let connection = pc.attempt.connection.map_or(0, |c| u64::from(c) + 1);
        let status = u64::from(pc.status as u8);
        status | u64::from(pc.attempt.of_set) << 8 | verdict << 16 | connection << 40
    }
}

/// The cause by which an attempt fails, from what its start or end left in the fingerprint; none if
/// it succeeds.
pub fn cause_in(outcome: u64) -> Option<&'static Cause> {
    let slot = outcome >> 24 & 0xFFFF;
    stage::causes().map(|(_, cause)| cause).find(|cause| u64::from(cause.slot.0) == slot)
}

fn passed_the_gate(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Failed { stage: Stage::Gate, .. })
}
