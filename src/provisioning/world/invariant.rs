//! What must hold of every finished run: nothing lost, nothing twice. Checked in every build.

use crate::provisioning::cloud_pc::{CloudPc, Status};
use crate::provisioning::network::address_pool::AddressPool;
use crate::provisioning::observation::Observer;

use super::World;

impl<O: Observer> World<'_, O> {
    /// Counts everything anew and compares.
    ///
    /// # Panics
    /// If a law of conservation is broken.
    pub(super) fn check_everything(&self) {
        self.pools.iter().for_each(AddressPool::check);
        self.every_address_has_one_owner();
        self.every_attempt_under_way_is_counted();
        self.cloud_pcs.iter().for_each(|pc| self.one_cloud_pc(pc));
    }

    fn every_address_has_one_owner(&self) {
        let mut held = vec![0; self.pools.len()];
        let owners = self.cloud_pcs.iter().filter(|pc| pc.attempt.holds_address);
        let attempts = owners.filter_map(|pc| pc.attempt.connection);
        for connection in attempts.chain(self.leases.iter().map(|lease| lease.connection)) {
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

    fn one_cloud_pc(&self, pc: &CloudPc) {
        let attempt = &pc.attempt;
        assert!(attempt.of_set <= self.tenant.retry.attempts, "no attempt beyond the last");
        let on_customers_network = attempt.connection.is_some();
        match pc.status {
            Status::Provisioned | Status::ProvisionedWithWarnings => {
                assert_eq!(attempt.holds_address, on_customers_network, "ready keeps its address");
            }
            Status::Failed | Status::NotProvisioned => {
                assert!(!attempt.holds_address, "only clean-up still holds a failed one's");
            }
            Status::Provisioning => {}
            Status::PendingProvision
            | Status::InGracePeriod
            | Status::Deprovisioning
            | Status::Resizing
            | Status::ResizePendingLicense
            | Status::Restoring
            | Status::MovingRegion => panic!("nothing in this model leads to {:?}", pc.status),
        }
    }
}
