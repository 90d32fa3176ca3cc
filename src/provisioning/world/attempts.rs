//! Attempts: their start at the gate, their address, their end, and what remains of them.

use crate::kernel::calendar::Calendar;
use crate::kernel::time::SimTime;
use crate::provisioning::cleanup::Lease;
use crate::provisioning::cloud_pc::{Attempt, CloudPc, Status, Verdict};
use crate::provisioning::event::EventKind;
use crate::provisioning::observation::{AddressChange, Observation, Observer, Owner};
use crate::provisioning::plan::{self, Plan, Setting};
use crate::provisioning::stage::{Cause, Stage, attach_network, gate, slot};
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
    pub(super) fn start_attempt(&mut self, index: u32, calendar: &mut Calendar) -> u64 {
        let now = calendar.now();
        let pc = &mut self.cloud_pcs[index as usize];
        if pc.status != Status::Provisioning {
            pc.become_status(Status::Provisioning);
            pc.attempt.of_set = 0;
        }
        pc.attempt.serial += 1;
        pc.attempt.of_set += 1;
        pc.attempt.started = now;
        pc.attempt.connection = None;
        match self.gate(index, now) {
            Gate::MicrosoftHosted => self.begin(index, None, calendar),
            Gate::Connection(connection) => {
                self.connections[usize::from(connection)].in_flight += 1;
                self.begin(index, Some(connection), calendar);
            }
            Gate::NoneUsable => {
                self.fail(index, Stage::Gate, &gate::NOT_HEALTHY, calendar);
            }
        }
        self.outcome(index)
    }

    /// The first usable connection by priority (ALT-01), one with capacity before one without
    /// (ALT-02).
    fn gate(&self, index: u32, now: SimTime) -> Gate {
        let policy = self.policy_of(index);
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
        let strikes = |stage| stage == Stage::AllocateCapacity;
        let holding = self.tenant.conditions.iter().filter(|c| c.holds(now));
        holding.filter_map(|c| c.what.strikes(place)).any(|(stage, _)| strikes(stage))
    }

    /// The policy that targets a Cloud PC.
    fn policy_of(&self, index: u32) -> u16 {
        let wave = usize::from(self.cloud_pcs[index as usize].wave);
        self.tenant.waves[wave].policy.expect("only targeted Cloud PCs are provisioned")
    }

    /// The plan of the current attempt; the same whenever asked.
    pub(super) fn plan_of(&self, index: u32) -> Plan {
        let pc = &self.cloud_pcs[index as usize];
        let policy = self.policy_of(index);
        let setting = Setting {
            tenant: self.tenant,
            place: self.tenant.place(pc.attempt.connection, Some(policy)),
            local_admin: self.tenant.policies[usize::from(policy)].local_admin,
        };
        plan::plan(setting, &mut self.words(index, pc.attempt.serial), pc.attempt.started)
    }

    fn begin(&mut self, index: u32, connection: Option<u16>, calendar: &mut Calendar) {
        self.cloud_pcs[index as usize].attempt.connection = connection;
        let plan = self.plan_of(index);
        let attempt = &mut self.cloud_pcs[index as usize].attempt;
        attempt.ends = plan.ends();
        attempt.verdict = plan.verdict;
        let asks = plan.asks_address().filter(|_| connection.is_some());
        let next = asks
            .map_or((EventKind::AttemptEnds, attempt.ends), |at| (EventKind::AddressRequested, at));
        self.await_next(index, next, calendar);
    }

    /// Puts what comes next of a running attempt on the calendar.
    fn await_next(
        &mut self,
        index: u32,
        (kind, at): (EventKind, SimTime),
        calendar: &mut Calendar,
    ) {
        let attempt = &mut self.cloud_pcs[index as usize].attempt;
        attempt.pending = Some(kind);
        calendar.schedule(kind.event(at, index, u32::from(attempt.serial)));
    }

    /// The network interface takes a new address (IP-01, IP-02), or finds none (IP-19).
    pub(super) fn request_address(&mut self, index: u32, calendar: &mut Calendar) -> u64 {
        let now = calendar.now();
        let Attempt { serial, connection, .. } = self.cloud_pcs[index as usize].attempt;
        let connection = connection.expect("only attempts on a connection ask for an address");
        let subnet = self.tenant.connections[usize::from(connection)].subnet;
        let taken_by_others = self.finds_no_address(connection, now);
        let pool = &mut self.pools[usize::from(subnet)];
        let got = !taken_by_others && pool.hold(now);
        if !got {
            pool.deny(now);
            self.plan_denial(index, now);
        }
        let attempt = &mut self.cloud_pcs[index as usize].attempt;
        attempt.holds_address = got;
        let ends = attempt.ends;
        self.await_next(index, (EventKind::AttemptEnds, ends), calendar);
        let change = if got { AddressChange::Held } else { AddressChange::Denied };
        self.tell_address(now, subnet, change, self.owner(index, serial));
        self.pool_outcome(subnet) | u64::from(got)
    }

    fn plan_denial(&mut self, index: u32, now: SimTime) {
        let serial = self.cloud_pcs[index as usize].attempt.serial;
        let denial = &self.tenant.timing.azure_denial;
        let ends = now + denial.draw(&mut self.words(index, serial), slot::AZURE_DENIAL);
        let attempt = &mut self.cloud_pcs[index as usize].attempt;
        let stage = Stage::AttachNetwork;
        attempt.verdict = Verdict::Failed { stage, cause: &attach_network::NO_ADDRESS };
        attempt.ends = ends;
    }

    /// An attempt ends as planned.
    pub(super) fn end_attempt(&mut self, index: u32, calendar: &mut Calendar) -> u64 {
        match self.cloud_pcs[index as usize].attempt.verdict {
            Verdict::Ready { warnings } => self.succeed(index, warnings, calendar),
            Verdict::Failed { stage, cause } => self.fail(index, stage, cause, calendar),
        }
        self.outcome(index)
    }

    fn succeed(&mut self, index: u32, warnings: u8, calendar: &mut Calendar) {
        let now = calendar.now();
        self.close_attempt(index, Verdict::Ready { warnings }, now);
        let pc = &mut self.cloud_pcs[index as usize];
        pc.become_status(match warnings {
            0 => Status::Provisioned,
            _ => Status::ProvisionedWithWarnings,
        });
        if self.tenant.cleanup.after_final {
            self.start_clean_up_clocks(index, calendar);
        }
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
        self.leave_address(index);
        let retry = &self.tenant.retry;
        let pc = &mut self.cloud_pcs[index as usize];
        let gives_up = retry.stop_if_not_retriable && !cause.retriable;
        let again = pc.attempt.of_set < retry.attempts && !gives_up;
        if again {
            let serial = pc.attempt.serial;
            let next = now + retry.pause.draw(&mut self.words(index, serial), slot::PAUSE);
            calendar.schedule(EventKind::AttemptStarts.event(next, index, u32::from(serial) + 1));
        } else {
            pc.become_status(Status::Failed);
            self.plan_admin_retry(index, calendar);
        }
        if !again || !self.tenant.cleanup.after_final {
            self.start_clean_up_clocks(index, calendar);
        }
    }

    fn plan_admin_retry(&mut self, index: u32, calendar: &mut Calendar) {
        let Some(retry) = &self.tenant.admin.retry_failed else { return };
        let CloudPc { retries_by_admin, attempt, .. } = self.cloud_pcs[index as usize];
        if retries_by_admin == retry.at_most {
            return;
        }
        let mut words = self.words(index, attempt.serial);
        let next = calendar.now() + retry.after.draw(&mut words, slot::ADMIN_RETRY);
        self.cloud_pcs[index as usize].retries_by_admin += 1;
        let serial = u32::from(attempt.serial) + 1;
        calendar.schedule(EventKind::AttemptStarts.event(next, index, serial));
    }

    fn close_attempt(&mut self, index: u32, verdict: Verdict, now: SimTime) {
        let plan = (O::WANTS_PLANS && passed_the_gate(verdict)).then(|| self.plan_of(index));
        let cloud_pc = &self.cloud_pcs[index as usize];
        self.observer.observe(now, Observation::AttemptEnded { cloud_pc, verdict, plan });
        let attempt = &mut self.cloud_pcs[index as usize].attempt;
        attempt.pending = None;
        attempt.verdict = verdict;
        if let Some(connection) = attempt.connection {
            self.connections[usize::from(connection)].in_flight -= 1;
        }
    }

    /// The failed attempt's address stays taken until clean-up (IP-03).
    fn leave_address(&mut self, index: u32) {
        let attempt = &mut self.cloud_pcs[index as usize].attempt;
        if !std::mem::take(&mut attempt.holds_address) {
            return;
        }
        let connection = attempt.connection.expect("an address was taken on a connection");
        let lease = Lease { connection, clock_runs: false, leaked: false };
        self.leases.add(index, attempt.serial, lease);
    }

    fn start_clean_up_clocks(&mut self, index: u32, calendar: &mut Calendar) {
        for attempt in self.leases.start_clocks(index) {
            let after = &self.tenant.cleanup.after;
            let at = calendar.now() + after.draw(&mut self.words(index, attempt), slot::CLEANUP);
            calendar.schedule(EventKind::CleanUp.event(at, index, u32::from(attempt)));
        }
    }

    /// Clean-up removes a failed attempt's network interface, unless a lock forbids it (ANC-20).
    pub(super) fn clean_up(&mut self, index: u32, attempt: u32, calendar: &mut Calendar) -> u64 {
        let now = calendar.now();
        let attempt = u16::try_from(attempt).expect("attempts are numbered by 16 bits");
        let connection = self.leases.get_mut(index, attempt).connection;
        let subnet = self.tenant.connections[usize::from(connection)].subnet;
        let locked = self.locked(connection, now);
        let change = if locked { AddressChange::Leaked } else { AddressChange::CleanedUp };
        if locked {
            self.leases.leak(index, attempt);
            self.plan_deletion(index, attempt, calendar);
        } else {
            self.leases.remove(index, attempt);
            self.pools[usize::from(subnet)].give_back(now);
        }
        self.tell_address(now, subnet, change, self.owner(index, attempt));
        self.pool_outcome(subnet) | u64::from(locked)
    }

    /// The admin deletes the leaked network interface, once no lock forbids it (IP-18).
    fn plan_deletion(&mut self, index: u32, attempt: u16, calendar: &mut Calendar) {
        let now = calendar.now();
        let connection = self.leases.get_mut(index, attempt).connection;
        let Some(after) = &self.tenant.admin.delete_leaked else { return };
        let Some(unlocked) = self.unlocked_at(connection, now) else { return };
        let after = after.draw(&mut self.words(index, attempt), slot::DELETE_LEAKED);
        let at = unlocked.max(now + after);
        calendar.schedule(EventKind::CleanUp.event(at, index, u32::from(attempt)));
    }

    /// Which subnet, and how full: for the fingerprint. The last bit is left to the caller.
    pub(super) fn pool_outcome(&self, subnet: u16) -> u64 {
        u64::from(subnet) << 48 | self.pools[usize::from(subnet)].in_use() << 1
    }

    fn owner(&self, index: u32, attempt: u16) -> Owner {
        let CloudPc { wave, number, .. } = self.cloud_pcs[index as usize];
        Owner::Attempt { wave, number, attempt }
    }

    fn tell_address(&mut self, now: SimTime, subnet: u16, change: AddressChange, owner: Owner) {
        let pool = &self.pools[usize::from(subnet)];
        self.observer.observe(now, Observation::Address { subnet, change, owner, pool });
    }

    /// What came of an event of a Cloud PC, for the fingerprint: status, attempt, verdict, place.
    fn outcome(&self, index: u32) -> u64 {
        let pc = &self.cloud_pcs[index as usize];
        let verdict = match pc.attempt.verdict {
            Verdict::Ready { warnings } => u64::from(warnings),
            Verdict::Failed { cause, .. } => u64::from(cause.slot.0) << 8,
        };
        let connection = pc.attempt.connection.map_or(0, |c| u64::from(c) + 1);
        let status = u64::from(pc.status as u8);
        status | u64::from(pc.attempt.of_set) << 8 | verdict << 16 | connection << 40
    }
}

fn passed_the_gate(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Failed { stage: Stage::Gate, .. })
}
