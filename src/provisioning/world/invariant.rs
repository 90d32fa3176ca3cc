//! What must hold of every finished run: nothing lost, nothing twice. Checked in every build.

use crate::provisioning::cloud_pc::{CloudPc, Fact, Status};
use crate::provisioning::network::address_pool::AddressPool;
use crate::provisioning::observation::Observer;

use super::World;
use super::actions::Action;

impl<O: Observer> World<'_, O> {
    /// Counts everything anew and compares.
    ///
    /// # Panics
    /// If a law of conservation is broken.
    pub(super) fn check_everything(&self) {
        self.pools.iter().for_each(AddressPool::check);
        self.every_address_has_one_owner();
        self.every_attempt_under_way_is_counted();
        self.every_license_has_one_holder();
        self.everything_under_way_has_its_cloud_pc();
        self.cloud_pcs.iter().for_each(|pc| self.one_cloud_pc(pc));
    }

    fn every_address_has_one_owner(&self) {
        let mut held = vec![0; self.pools.len()];
        let owners = self.cloud_pcs.iter().filter(|pc| pc.attempt.holds_address);
        let attempts = owners.filter_map(|pc| pc.attempt.connection);
        let moving = self.actions.values().filter_map(|action| match action {
            Action::Moves { to } => Some(*to),
            Action::AwaitsLicense { .. } | Action::Resizes { .. } => None,
        });
        let left = self.leases.iter().map(|lease| lease.connection);
        for connection in attempts.chain(left).chain(moving) {
            held[usize::from(self.tenant.connections[usize::from(connection)].subnet)] += 1;
        }
        let mut borrowed = vec![0; self.pools.len()];
        for (state, sheet) in self.connections.iter().zip(&self.tenant.connections) {
            let running = state.running.as_ref();
            borrowed[usize::from(sheet.subnet)] += u64::from(running.is_some_and(|r| r.borrowed));
        }
        let found: Vec<_> = self.pools.iter().map(|p| (p.held(), p.borrowed())).collect();
        let counted: Vec<_> = held.into_iter().zip(borrowed).collect();
        assert_eq!(found, counted, "every address taken has exactly one owner");
    }

    fn every_attempt_under_way_is_counted(&self) {
        let mut under_way = vec![0; self.connections.len()];
        let running = self.cloud_pcs.iter().filter(|pc| pc.attempt.pending.is_some());
        for connection in running.filter_map(|pc| pc.attempt.connection) {
            under_way[usize::from(connection)] += 1;
        }
        let counted: Vec<u32> = self.connections.iter().map(|c| c.in_flight).collect();
        assert_eq!(counted, under_way, "every attempt under way is counted once");
    }

    fn every_license_has_one_holder(&self) {
        let mut taken = vec![0; self.licenses.len()];
        let mut waiting = vec![0; self.licenses.len()];
        for pc in &self.cloud_pcs {
            let license = usize::from(pc.attempt.license);
            taken[license] += u64::from(pc.standing.has(Fact::HoldsLicense));
            waiting[license] += usize::from(pc.standing.has(Fact::AwaitsLicense));
        }
        for (index, action) in &self.actions {
            // While it is resized, it holds the license of its new size, too.
            if let Action::Resizes { to, .. } = action {
                taken[usize::from(*to)] += u64::from(self.pc(*index).attempt.license != *to);
            }
        }
        for (pool, (taken, waiting)) in self.licenses.iter().zip(taken.into_iter().zip(waiting)) {
            assert_eq!(pool.taken(), taken, "every license taken has exactly one holder");
            assert_eq!(pool.waiting().len(), waiting, "whoever waits, waits once");
        }
    }

    fn everything_under_way_has_its_cloud_pc(&self) {
        let of = |wanted: &[Status]| -> Vec<u32> {
            (0..self.next_index()).filter(|i| wanted.contains(&self.pc(*i).status)).collect()
        };
        let graces: Vec<u32> = self.graces.keys().copied().collect();
        assert_eq!(graces, of(&[Status::InGracePeriod]), "each grace period has its end");
        let actions: Vec<u32> = self.actions.keys().copied().collect();
        let changing = [Status::Resizing, Status::ResizePendingLicense, Status::MovingRegion];
        assert_eq!(actions, of(&changing), "each action has its end");
    }

    fn one_cloud_pc(&self, pc: &CloudPc) {
        let attempt = &pc.attempt;
        assert!(attempt.of_set <= self.tenant.retry.attempts, "no attempt beyond the last");
        let on_customers_network = attempt.connection.is_some();
        match pc.status {
            Status::Provisioned
            | Status::ProvisionedWithWarnings
            | Status::InGracePeriod
            | Status::Resizing
            | Status::ResizePendingLicense
            | Status::MovingRegion => {
                assert_eq!(attempt.holds_address, on_customers_network, "ready keeps its address");
            }
            Status::Failed
            | Status::NotProvisioned
            | Status::PendingProvision
            | Status::Deprovisioning
            | Status::Deleted => {
                assert!(!attempt.holds_address, "only clean-up still holds a failed one's");
            }
            Status::Provisioning => {}
            Status::Restoring => panic!("nothing in this model leads to {:?}", pc.status),
        }
    }
}
