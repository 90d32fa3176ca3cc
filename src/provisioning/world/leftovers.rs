//! What attempts leave behind: their addresses, until clean-up.

use crate::kernel::calendar::Calendar;
use crate::kernel::time::SimTime;
use crate::provisioning::cleanup::Lease;
use crate::provisioning::cloud_pc::CloudPc;
use crate::provisioning::event::EventKind;
use crate::provisioning::observation::{AddressChange, Observation, Observer, Owner};
use crate::provisioning::stage::slot;

use super::World;

impl<O: Observer> World<'_, O> {
    /// The address of an attempt that is over stays taken until clean-up (IP-03).
    pub(super) fn leave_address(&mut self, index: u32) {
        let serial = self.pc(index).attempt.serial;
        self.leave_address_as(index, serial);
    }

    /// The address of one that moves away stays taken likewise (IP-13).
    pub(super) fn leave_address_of_move(&mut self, index: u32) {
        let number = self.leases.number_of_move(index);
        self.leave_address_as(index, number);
    }

    fn leave_address_as(&mut self, index: u32, number: u16) {
        let attempt = &mut self.pc_mut(index).attempt;
        if !std::mem::take(&mut attempt.holds_address) {
            return;
        }
        let connection = attempt.connection.expect("an address was taken on a connection");
        let lease = Lease { connection, attempt: attempt.serial, clock_runs: false, leaked: false };
        self.leases.add(index, number, lease);
    }

    pub(super) fn start_clean_up_clocks(&mut self, index: u32, calendar: &mut Calendar) {
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
        let Lease { connection, attempt: taken_by, .. } = *self.leases.get_mut(index, attempt);
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
        self.tell_address(now, subnet, change, self.owner(index, taken_by));
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

    pub(super) fn owner(&self, index: u32, attempt: u16) -> Owner {
        let CloudPc { wave, number, .. } = *self.pc(index);
        Owner::Attempt { wave, number, attempt }
    }

    pub(super) fn tell_address(
        &mut self,
        now: SimTime,
        subnet: u16,
        change: AddressChange,
        owner: Owner,
    ) {
        let pool = &self.pools[usize::from(subnet)];
        self.observer.observe(now, Observation::Address { subnet, change, owner, pool });
    }
}
