//! The counts of one replication: what its measures are computed from.

use crate::kernel::time::{SimDuration, SimTime};
use crate::provisioning::cloud_pc::{CloudPc, Fact, Status, Verdict};
use crate::provisioning::network::connection::ConnectionState;
use crate::provisioning::observation::{Observation, Observer, Owner};
use crate::provisioning::stage;
use crate::provisioning::tenancy::license::Pool;
use crate::provisioning::world::Finished;

use super::layout::{Before, Layout};
use super::series::Series;

/// Watches a replication and counts.
#[derive(Debug)]
pub struct Counter {
    /// Attempts failed, by wave, then by cause in the order of [`Layout::causes`].
    failed_attempts: Vec<Vec<u64>>,
    /// Times from request to first being ready, by wave.
    times_to_ready: Vec<Vec<SimDuration>>,
    /// Place of a cause in that order, by its slot.
    cause_of_slot: Vec<usize>,
    occupancy: Vec<Series>,
    /// One where a connection is not usable.
    unusable: Vec<Series>,
    last_change: SimTime,
    /// What lies behind each Cloud PC of each wave.
    before: Vec<Before>,
}

impl Counter {
    /// Nothing counted yet.
    pub fn new(layout: &Layout) -> Self {
        let most = stage::causes().map(|(_, c)| c.slot.0).max().unwrap_or(0);
        let mut cause_of_slot = vec![0; usize::from(most) + 1];
        for (i, (_, cause)) in stage::causes().enumerate() {
            cause_of_slot[usize::from(cause.slot.0)] = i;
        }
        Self {
            failed_attempts: vec![vec![0; layout.causes.len()]; layout.waves.len()],
            times_to_ready: vec![vec![]; layout.waves.len()],
            cause_of_slot,
            occupancy: vec![Series::new(layout.bin, layout.bins()); layout.subnets.len()],
            unusable: vec![Series::new(layout.bin, layout.bins()); layout.connections.len()],
            last_change: SimTime::ZERO,
            before: layout.before.clone(),
        }
    }
}

impl Observer for Counter {
    fn observe(&mut self, now: SimTime, observation: Observation<'_>) {
        match observation {
            Observation::AttemptEnded { cloud_pc, verdict, .. } => {
                self.last_change = now;
                let wave = usize::from(cloud_pc.wave);
                match verdict {
                    Verdict::Failed { cause, .. } => {
                        let place = self.cause_of_slot[usize::from(cause.slot.0)];
                        self.failed_attempts[wave][place] += 1;
                    }
                    Verdict::Ready { .. } if !cloud_pc.standing.has(Fact::WasReady) => {
                        self.times_to_ready[wave].push(now.since(cloud_pc.requested));
                    }
                    Verdict::Ready { .. } => {}
                }
            }
            Observation::Address { subnet, pool, owner, .. } => {
                if matches!(owner, Owner::Attempt { .. }) {
                    self.last_change = now;
                }
                let level =
                    u32::try_from(pool.in_use()).expect("a subnet has below 2^32 addresses");
                self.occupancy[usize::from(subnet)].change(now, level);
            }
            Observation::CheckEnded { connection, health, .. } => {
                let level = u32::from(!health.is_usable());
                self.unusable[usize::from(connection)].change(now, level);
            }
            Observation::AttemptRuns { .. }
            | Observation::Changed { .. }
            | Observation::StatusChanged { .. }
            | Observation::DeviceRegistered { .. }
            | Observation::CycleEnded { .. }
            | Observation::Spared { .. }
            | Observation::Repaired { .. } => {}
        }
    }
}

/// Counts of a wave, or of the whole rollout.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Cloud PCs requested by the horizon.
    pub requested: u64,
    /// Of these, how many had been ready before the simulation started.
    pub already: u64,
    /// Of these, how many ended in each status, by its number.
    by_status: [u64; 13],
    /// Attempts started.
    pub attempts: u64,
    /// Attempts failed, by cause in the order of [`Layout::causes`].
    pub failed_attempts: Vec<u64>,
    /// Times from request to being ready for the first time, of those that were, ascending.
    pub times_to_ready: Vec<SimDuration>,
}

impl Group {
    /// How many can be signed in to, with warnings or without.
    pub fn ready(&self) -> u64 {
        self.count(Status::Provisioned) + self.ready_with_warnings()
    }

    /// How many are ready with warnings.
    pub fn ready_with_warnings(&self) -> u64 {
        self.count(Status::ProvisionedWithWarnings)
    }

    /// How many have used up their attempts.
    pub fn failed(&self) -> u64 {
        self.count(Status::Failed)
    }

    /// How many wait for a license.
    pub fn pending(&self) -> u64 {
        self.count(Status::PendingProvision)
    }

    /// How many are in their grace period.
    pub fn in_grace(&self) -> u64 {
        self.count(Status::InGracePeriod)
    }

    /// How many have been removed, or are being removed.
    pub fn ended(&self) -> u64 {
        self.count(Status::Deprovisioning) + self.count(Status::Deleted)
    }

    /// How many are offline or waiting for an admin's action on them: a resize, a move.
    pub fn changing(&self) -> u64 {
        let changing = [Status::Resizing, Status::ResizePendingLicense, Status::Restoring];
        changing.map(|s| self.count(s)).iter().sum::<u64>() + self.count(Status::MovingRegion)
    }

    /// How many are still on their way: a policy is about to react, or an attempt runs.
    pub fn provisioning(&self) -> u64 {
        self.count(Status::Provisioning)
    }

    /// How many no policy has picked up.
    pub fn not_provisioned(&self) -> u64 {
        self.count(Status::NotProvisioned)
    }

    fn count(&self, status: Status) -> u64 {
        self.by_status[status as usize]
    }

    fn add(&mut self, pc: &CloudPc, before: Before) {
        self.requested += 1;
        let is_there = pc.number < before.numbers;
        let before = if is_there { before } else { Before::default() };
        self.already += u64::from(before.was_ready);
        // Picked up by a policy, which has not reacted yet (PROV-07).
        let is_due = pc.status == Status::NotProvisioned && pc.standing.has(Fact::AwaitsStart);
        let status = if is_due { Status::Provisioning } else { pc.status };
        self.by_status[status as usize] += 1;
        self.attempts += u64::from(pc.attempt.serial) - before.attempts;
    }

    /// Several groups together.
    pub fn together(groups: &[Self]) -> Self {
        let mut whole = Self::default();
        for group in groups {
            whole.requested += group.requested;
            whole.already += group.already;
            whole.attempts += group.attempts;
            for (sum, n) in whole.by_status.iter_mut().zip(group.by_status) {
                *sum += n;
            }
            whole.failed_attempts.resize(group.failed_attempts.len(), 0);
            for (sum, n) in whole.failed_attempts.iter_mut().zip(&group.failed_attempts) {
                *sum += n;
            }
            whole.times_to_ready.extend_from_slice(&group.times_to_ready);
        }
        // Each part is sorted already, which a stable sort uses.
        whole.times_to_ready.sort();
        whole
    }
}

/// What a subnet went through.
#[derive(Clone, Debug)]
pub struct SubnetTally {
    /// The most addresses in use at once.
    pub peak: u64,
    /// How long no address was free.
    pub time_exhausted: SimDuration,
    /// When an attempt first found no free address.
    pub first_exhausted: Option<SimTime>,
    /// Addresses in use: the greatest number in each bin.
    pub occupancy: Vec<u32>,
    /// Time integral of addresses in use, in address-milliseconds.
    pub address_ms: u128,
}

/// All counts of one replication.
#[derive(Clone, Debug)]
pub struct Tally {
    /// By wave.
    pub waves: Vec<Group>,
    /// By subnet.
    pub subnets: Vec<SubnetTally>,
    /// How long each connection was unusable.
    pub unhealthy: Vec<SimDuration>,
    /// How long each connection showed warnings.
    pub warned: Vec<SimDuration>,
    /// By connection, for each bin: one if it was unusable in it.
    pub unusable: Vec<Vec<u32>>,
    /// Network security groups that clean-up left: one per subnet where it took place (CLEAN-04).
    pub left_nsgs: u64,
    /// Computer objects left in Active Directory, disabled (CLEAN-05, CLEAN-06).
    pub left_computers: u64,
    /// The most licenses taken at once, by license.
    pub licenses_peak: Vec<u64>,
    /// Addresses whose clean-up a lock refused.
    pub leaked: u64,
    /// When the last attempt ended or the last of its addresses came back.
    pub last_change: SimTime,
}

impl Tally {
    /// The counts of a replication in which nothing happened.
    pub fn nothing(layout: &Layout) -> Self {
        let group = || Group { failed_attempts: vec![0; layout.causes.len()], ..Group::default() };
        let subnet = || SubnetTally {
            peak: 0,
            time_exhausted: SimDuration::ZERO,
            first_exhausted: None,
            occupancy: vec![],
            address_ms: 0,
        };
        Self {
            waves: layout.waves.iter().map(|_| group()).collect(),
            subnets: layout.subnets.iter().map(|_| subnet()).collect(),
            unusable: layout.connections.iter().map(|_| vec![]).collect(),
            unhealthy: layout.connections.iter().map(|_| SimDuration::ZERO).collect(),
            warned: layout.connections.iter().map(|_| SimDuration::ZERO).collect(),
            left_nsgs: 0,
            left_computers: 0,
            licenses_peak: layout.licenses.iter().map(|_| 0).collect(),
            leaked: 0,
            last_change: SimTime::ZERO,
        }
    }

    /// Counts a finished replication that ended at an instant.
    pub fn new<B>(finished: Finished<(Counter, B)>, end: SimTime) -> (Self, Vec<CloudPc>, B) {
        let (counter, rest) = finished.observer;
        let mut waves: Vec<Group> = counter
            .failed_attempts
            .into_iter()
            .zip(counter.times_to_ready)
            .map(|(failed_attempts, times_to_ready)| Group {
                failed_attempts,
                times_to_ready,
                ..Group::default()
            })
            .collect();
        for pc in finished.cloud_pcs.iter().filter(|pc| pc.requested <= end) {
            let wave = usize::from(pc.wave);
            waves[wave].add(pc, counter.before[wave]);
        }
        for wave in &mut waves {
            wave.times_to_ready.sort_unstable();
        }
        let left_nsgs =
            finished.pools.iter().filter(|pool| pool.given_back_ever() > 0).count() as u64;
        let subnets =
            finished.pools.iter().zip(counter.occupancy).map(|(pool, series)| SubnetTally {
                peak: pool.peak(),
                time_exhausted: pool.time_exhausted(),
                first_exhausted: pool.first_denied(),
                occupancy: series.finish(),
                address_ms: pool.address_ms(),
            });
        let tally = Self {
            waves,
            subnets: subnets.collect(),
            unusable: counter.unusable.into_iter().map(Series::finish).collect(),
            unhealthy: finished.connections.iter().map(ConnectionState::unhealthy).collect(),
            warned: finished.connections.iter().map(ConnectionState::warned).collect(),
            left_nsgs,
            left_computers: finished.computers_left
                + finished.connections.iter().map(|c| c.check_computers).sum::<u64>(),
            licenses_peak: finished.licenses.iter().map(Pool::peak).collect(),
            leaked: finished.leases.leaked_ever(),
            last_change: counter.last_change,
        };
        (tally, finished.cloud_pcs, rest)
    }
}
