//! Cloud PCs that are there when the simulation starts: their status, address and license.

use crate::kernel::calendar::Calendar;
use crate::kernel::time::SimTime;
use crate::provisioning::cleanup::Lease;
use crate::provisioning::cloud_pc::{CloudPc, Fact, Status, Verdict};
use crate::provisioning::event::EventKind;
use crate::provisioning::initial::{Initial, Standing};
use crate::provisioning::observation::{AddressChange, Observation, Observer};
use crate::provisioning::stage::slot;

use super::{World, short};

const START: SimTime = SimTime::ZERO;

impl<O: Observer> World<'_, O> {
    /// Puts the Cloud PCs of a wave where the scenario says they are.
    pub(super) fn place_wave(&mut self, wave: usize, calendar: &mut Calendar) {
        let sheet = &self.tenant.waves[wave];
        let Some(initial) = sheet.initial else { return };
        let group = &self.tenant.groups[usize::from(sheet.group)];
        for number in 0..sheet.users {
            let index = self.next_index();
            let mut pc = CloudPc::requested(short(wave), number, group.license, START);
            pc.attempt.policy = initial.policy;
            self.cloud_pcs.push(pc);
            if initial.standing.holds_license() {
                let got = self.licenses[usize::from(group.license)].take();
                assert!(got, "validation counted the licenses");
                self.pc_mut(index).standing.note(Fact::HoldsLicense);
            }
            self.place(index, initial, calendar);
        }
    }

    /// Those who wait get what licenses the others leave.
    pub(super) fn queue_pending(&mut self, calendar: &mut Calendar) {
        for index in 0..self.next_index() {
            let pc = *self.pc(index);
            if pc.standing.has(Fact::AwaitsLicense) {
                self.licenses[usize::from(pc.attempt.license)].wait(START, index);
            }
        }
        for license in 0..self.licenses.len() {
            let license = u8::try_from(license).expect("licenses are numbered by 8 bits");
            self.serve(license, calendar);
        }
    }

    fn place(&mut self, index: u32, initial: Initial, calendar: &mut Calendar) {
        match initial.standing {
            Standing::Ready { warnings } => self.place_ready(index, initial, warnings),
            Standing::InGrace { ends, lost } => {
                self.place_ready(index, initial, 0);
                self.pc_mut(index).standing.note(lost);
                self.stand(index, Status::InGracePeriod);
                calendar.schedule(EventKind::GraceEnds.event(ends, index, 1));
                self.graces.insert(index, ends);
            }
            Standing::Failed { addresses, due } => {
                self.place_failed(index, (initial, addresses), due, calendar);
            }
            Standing::Provisioning { attempt, .. } => {
                self.stand(index, Status::Provisioning);
                let before = &mut self.pc_mut(index).attempt;
                (before.serial, before.of_set) = (u16::from(attempt) - 1, attempt - 1);
                self.schedule_start(index, START, calendar);
            }
            Standing::Pending => {
                self.stand(index, Status::PendingProvision);
                self.pc_mut(index).standing.note(Fact::AwaitsLicense);
            }
        }
    }

    fn place_ready(&mut self, index: u32, initial: Initial, warnings: u16) {
        let pc = self.pc_mut(index);
        (pc.attempt.serial, pc.attempt.of_set) = (1, 1);
        pc.attempt.verdict = Verdict::Ready { warnings };
        pc.standing.note(Fact::WasReady);
        let status = pc.ready_status();
        self.stand(index, status);
        self.hold(index, initial.connection, 1);
    }

    /// Its last attempts each hold an address until clean-up.
    fn place_failed(
        &mut self,
        index: u32,
        (initial, addresses): (Initial, u8),
        due: Option<SimTime>,
        calendar: &mut Calendar,
    ) {
        let attempts = self.tenant.retry.attempts;
        let attempt = &mut self.pc_mut(index).attempt;
        (attempt.serial, attempt.of_set) = (u16::from(attempts), attempts);
        self.stand(index, Status::Failed);
        let Some(connection) = initial.connection else {
            return self.plan_admin_retry(index, calendar);
        };
        for serial in u16::from(attempts - addresses) + 1..=u16::from(attempts) {
            self.hold(index, Some(connection), serial);
            self.pc_mut(index).attempt.holds_address = false;
            let lease = Lease { connection, attempt: serial, clock_runs: true, leaked: false };
            self.leases.add(index, serial, lease);
            let after = &self.tenant.cleanup.after;
            let drawn = after.draw(&mut self.words(index, serial), slot::CLEANUP);
            let due = due.unwrap_or(START + drawn);
            calendar.schedule(EventKind::CleanUp.event(due, index, u32::from(serial)));
        }
        self.plan_admin_retry(index, calendar);
    }

    /// It holds an address by this attempt.
    fn hold(&mut self, index: u32, connection: Option<u16>, serial: u16) {
        self.pc_mut(index).attempt.connection = connection;
        let Some(connection) = connection else { return };
        let subnet = self.tenant.connections[usize::from(connection)].subnet;
        let got = self.pools[usize::from(subnet)].hold(START);
        assert!(got, "validation counted the addresses");
        self.pc_mut(index).attempt.holds_address = true;
        self.tell_address(START, subnet, AddressChange::Held, self.owner(index, serial));
    }

    /// It is in this status when the simulation starts, whatever came before.
    fn stand(&mut self, index: u32, status: Status) {
        self.pc_mut(index).status = status;
        let cloud_pc = &self.cloud_pcs[index as usize];
        self.observer.observe(START, Observation::StatusChanged { cloud_pc });
    }
}
