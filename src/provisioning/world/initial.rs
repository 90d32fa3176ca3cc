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
        let over = initial.attempts(self.tenant.retry.attempts);
        let attempt = &mut self.pc_mut(index).attempt;
        (attempt.serial, attempt.of_set) = (u16::from(over), over);
        attempt.connection = initial.connection;
        match initial.standing {
            Standing::Ready { warnings } => self.place_ready(index, initial, warnings),
            Standing::InGrace { ends, lost } => {
                self.place_ready(index, initial, 0);
                self.pc_mut(index).standing.note(lost);
                self.stand(index, Status::InGracePeriod);
                calendar.schedule(EventKind::GraceEnds.event(ends, index, 1));
                self.graces.insert(index, ends);
            }
            Standing::Failed => {
                self.stand(index, Status::Failed);
                self.plan_admin_retry(index, calendar);
            }
            Standing::Provisioning { .. } => {
                self.stand(index, Status::Provisioning);
                self.schedule_start(index, START, calendar);
            }
            Standing::Pending => {
                self.stand(index, Status::PendingProvision);
                self.pc_mut(index).standing.note(Fact::AwaitsLicense);
            }
        }
        self.leave_addresses(index, initial, calendar);
    }

    fn place_ready(&mut self, index: u32, initial: Initial, warnings: u16) {
        let pc = self.pc_mut(index);
        pc.attempt.verdict = Verdict::Ready { warnings };
        pc.standing.note(Fact::WasReady);
        let (status, serial) = (pc.ready_status(), pc.attempt.serial);
        self.stand(index, status);
        self.hold(index, initial.connection, (serial, AddressChange::Kept));
        self.pc_mut(index).attempt.holds_address = initial.connection.is_some();
    }

    /// The last failed attempts each hold an address until clean-up.
    fn leave_addresses(&mut self, index: u32, initial: Initial, calendar: &mut Calendar) {
        let Some(connection) = initial.connection.filter(|_| initial.left > 0) else { return };
        let of_failed = self.pc(index).attempt.serial - u16::from(initial.standing.was_ready());
        for serial in of_failed - u16::from(initial.left) + 1..=of_failed {
            self.hold(index, Some(connection), (serial, AddressChange::Left));
            let lease = Lease { connection, attempt: serial, clock_runs: true, leaked: false };
            self.leases.add(index, serial, lease);
            let after = &self.tenant.cleanup.after;
            let drawn = after.draw(&mut self.words(index, serial), slot::CLEANUP);
            let due = initial.due.unwrap_or(START + drawn);
            calendar.schedule(EventKind::CleanUp.event(due, index, u32::from(serial)));
        }
    }

    /// An attempt of it holds an address.
    fn hold(
        &mut self,
        index: u32,
        connection: Option<u16>,
        (serial, change): (u16, AddressChange),
    ) {
        let Some(connection) = connection else { return };
        let subnet = self.tenant.connections[usize::from(connection)].subnet;
        let got = self.pools[usize::from(subnet)].hold(START);
        assert!(got, "validation counted the addresses");
        self.tell_address(START, subnet, change, self.owner(index, serial));
    }

    /// It is in this status when the simulation starts, whatever came before.
    fn stand(&mut self, index: u32, status: Status) {
        self.pc_mut(index).status = status;
        let cloud_pc = &self.cloud_pcs[index as usize];
        self.observer.observe(START, Observation::StatusChanged { cloud_pc });
    }
}
