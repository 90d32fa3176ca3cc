//! What fills a subnet when the most of its addresses are in use.

use std::collections::BTreeMap;

use crate::kernel::time::SimTime;
use crate::provisioning::cloud_pc::{CloudPc, Status, Verdict};
use crate::provisioning::network::address_pool::AddressPool;
use crate::provisioning::observation::{AddressChange, Observation, Observer, Owner};
use crate::provisioning::stage::Stage;

/// The addresses in use at one instant, by what they are in use for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InUse {
    /// Of Cloud PCs that are ready, in grace or being changed.
    pub ready: u64,
    /// Of attempts under way.
    pub under_way: u64,
    /// Of failed attempts and removed machines, until clean-up.
    pub lingering: u64,
    /// Of those whose clean-up a lock has refused.
    pub leaked: u64,
    /// Borrowed by health checks.
    pub checks: u64,
}

impl InUse {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.ready + self.under_way + self.lingering + self.leaked + self.checks
    }
}

/// A replication when it first has the most addresses of a subnet in use.
#[derive(Clone, Debug, Default)]
pub struct Peak {
    /// Its number.
    pub replication: u64,
    /// When.
    pub at: SimTime,
    /// What for.
    pub in_use: InUse,
    /// Attempts that failed in the whole replication, by stage and number of the cause.
    pub failed: BTreeMap<(Stage, u16), u64>,
}

/// Watches one subnet of a replication.
#[derive(Debug)]
pub struct Filling {
    subnet: u16,
    /// What each Cloud PC has taken, in order: in every subnet, as it may move.
    taken: BTreeMap<(u16, u32), Vec<Taken>>,
    in_use: InUse,
    peak: Peak,
}

/// An address that a Cloud PC has taken.
#[derive(Clone, Copy, Debug)]
struct Taken {
    subnet: u16,
    attempt: u16,
    purpose: Purpose,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    UnderWay,
    Ready,
    Lingering,
    Leaked,
}

impl InUse {
    fn of(&mut self, purpose: Purpose) -> &mut u64 {
        match purpose {
            Purpose::UnderWay => &mut self.under_way,
            Purpose::Ready => &mut self.ready,
            Purpose::Lingering => &mut self.lingering,
            Purpose::Leaked => &mut self.leaked,
        }
    }
}

impl Filling {
    /// Nothing seen yet of this subnet.
    pub fn new(subnet: u16) -> Self {
        let (taken, in_use, peak) = (BTreeMap::new(), InUse::default(), Peak::default());
        Self { subnet, taken, in_use, peak }
    }

    /// The peak of the replication of this number, which has ended.
    pub fn into_peak(self, replication: u64) -> Peak {
        Peak { replication, ..self.peak }
    }

    /// Gives all that a Cloud PC has taken and that is meant another purpose.
    fn turn(
        &mut self,
        cloud_pc: (u16, u32),
        is_meant: impl Fn(usize, &Taken) -> bool,
        to: Purpose,
    ) {
        let all = self.taken.entry(cloud_pc).or_default();
        for (_, one) in all.iter_mut().enumerate().filter(|(i, one)| is_meant(*i, one)) {
            if one.subnet == self.subnet {
                *self.in_use.of(one.purpose) -= 1;
                *self.in_use.of(to) += 1;
            }
            one.purpose = to;
        }
    }

    /// A Cloud PC takes an address: for an attempt, or to move to.
    fn take(&mut self, cloud_pc: (u16, u32), subnet: u16, attempt: u16) {
        let all = self.taken.entry(cloud_pc).or_default();
        let moves = all.iter().any(|one| one.attempt == attempt && one.purpose == Purpose::Ready);
        let purpose = if moves { Purpose::Ready } else { Purpose::UnderWay };
        self.add(cloud_pc, Taken { subnet, attempt, purpose });
    }

    fn add(&mut self, cloud_pc: (u16, u32), taken: Taken) {
        self.taken.entry(cloud_pc).or_default().push(taken);
        if taken.subnet == self.subnet {
            *self.in_use.of(taken.purpose) += 1;
        }
    }

    fn give_back(&mut self, cloud_pc: (u16, u32), subnet: u16, attempt: u16) {
        let all = self.taken.entry(cloud_pc).or_default();
        let over = |one: &Taken| matches!(one.purpose, Purpose::Lingering | Purpose::Leaked);
        let this = |one: &Taken| one.subnet == subnet && one.attempt == attempt && over(one);
        let at = all.iter().position(this).expect("what comes back was taken, and is over");
        let given = all.remove(at);
        if subnet == self.subnet {
            *self.in_use.of(given.purpose) -= 1;
        }
    }

    fn change_address(
        &mut self,
        (cloud_pc, attempt): ((u16, u32), u16),
        subnet: u16,
        change: AddressChange,
    ) {
        match change {
            AddressChange::Held => self.take(cloud_pc, subnet, attempt),
            AddressChange::Kept => {
                self.add(cloud_pc, Taken { subnet, attempt, purpose: Purpose::Ready });
            }
            AddressChange::Left => {
                self.add(cloud_pc, Taken { subnet, attempt, purpose: Purpose::Lingering });
            }
            AddressChange::CleanedUp => self.give_back(cloud_pc, subnet, attempt),
            AddressChange::Leaked => self.turn(
                cloud_pc,
                |_, one| {
                    let lingers = one.purpose == Purpose::Lingering;
                    one.subnet == subnet && one.attempt == attempt && lingers
                },
                Purpose::Leaked,
            ),
            AddressChange::Denied | AddressChange::Borrowed | AddressChange::Returned => {}
        }
    }

    fn end_attempt(&mut self, pc: &CloudPc, verdict: Verdict) {
        let to = match verdict {
            Verdict::Ready { .. } => Purpose::Ready,
            Verdict::Failed { stage, cause } => {
                *self.peak.failed.entry((stage, cause.slot.0)).or_default() += 1;
                Purpose::Lingering
            }
        };
        self.turn(key(pc), |_, one| one.purpose == Purpose::UnderWay, to);
    }

    /// A status tells that a machine has gone, or that a move has come to its end.
    fn change_status(&mut self, pc: &CloudPc) {
        let ready = |one: &Taken| one.purpose == Purpose::Ready;
        let kept = match pc.status {
            Status::InGracePeriod
            | Status::Resizing
            | Status::ResizePendingLicense
            | Status::Restoring
            | Status::MovingRegion => return,
            // After a move the last one is that of the new connection.
            Status::Provisioned | Status::ProvisionedWithWarnings => {
                self.taken.get(&key(pc)).and_then(|all| all.iter().rposition(ready))
            }
            Status::NotProvisioned
            | Status::PendingProvision
            | Status::Provisioning
            | Status::Failed
            | Status::Deprovisioning
            | Status::Deleted => None,
        };
        self.turn(key(pc), |i, one| ready(one) && Some(i) != kept, Purpose::Lingering);
    }

    fn look(&mut self, now: SimTime, pool: &AddressPool) {
        self.in_use.checks = pool.borrowed();
        debug_assert_eq!(self.in_use.total(), pool.in_use(), "every address serves some purpose");
        if pool.in_use() > self.peak.in_use.total() {
            self.peak.at = now;
            self.peak.in_use = self.in_use;
        }
    }
}

fn key(pc: &CloudPc) -> (u16, u32) {
    (pc.wave, pc.number)
}

impl Observer for Filling {
    fn observe(&mut self, now: SimTime, observation: Observation<'_>) {
        match observation {
            Observation::Address { subnet, change, owner, pool } => {
                if let Owner::Attempt { wave, number, attempt } = owner {
                    self.change_address(((wave, number), attempt), subnet, change);
                }
                if subnet == self.subnet {
                    self.look(now, pool);
                }
            }
            Observation::AttemptEnded { cloud_pc, verdict, .. } => {
                self.end_attempt(cloud_pc, verdict);
            }
            Observation::StatusChanged { cloud_pc } => self.change_status(cloud_pc),
            Observation::AttemptRuns { .. }
            | Observation::Spared { .. }
            | Observation::Changed { .. }
            | Observation::DeviceRegistered { .. }
            | Observation::CycleEnded { .. }
            | Observation::Repaired { .. }
            | Observation::CheckEnded { .. } => {}
        }
    }
}
