//! The model: an event changes the state of the tenant and schedules what follows.
//!
//! Attempts stand in `attempts` and what they leave in `leftovers`, health checks in `checks`, Entra
//! Connect in `sync`, who may have a Cloud PC in `entitlement`, what people do in `changes` and
//! `actions`, repairs in `repair`, what must hold of every run in `invariant`.

mod actions;
mod attempts;
mod changes;
mod checks;
mod entitlement;
mod initial;
mod invariant;
mod leftovers;
mod repair;
mod sync;

use std::collections::BTreeMap;

use crate::kernel::calendar::{Calendar, Event};
use crate::kernel::engine::Model;
use crate::kernel::stream::{Streams, Words};
use crate::kernel::time::SimTime;

use super::arrival;
use super::cleanup::Leases;
use super::cloud_pc::{CloudPc, Fact, Status};
use super::condition::Conditions;
use super::event::EventKind;
use super::network::address_pool::AddressPool;
use super::network::connection::ConnectionState;
use super::observation::{Observation, Observer};
use super::tenancy::group::Membership;
use super::tenancy::license::Pool;
use super::tenant::{Tenant, Wave};

use actions::Action;
use sync::Sync;

pub use attempts::cause_in;

/// The state of one replication.
#[derive(Debug)]
pub struct World<'a, O> {
    tenant: &'a Tenant,
    streams: &'a Streams,
    observer: O,
    cloud_pcs: Vec<CloudPc>,
    pools: Vec<AddressPool>,
    connections: Vec<ConnectionState>,
    leases: Leases,
    licenses: Vec<Pool>,
    /// Policies assigned to each group, the first assigned first.
    assigned: Vec<Vec<u16>>,
    /// What each policy says now, among the tenant's versions.
    versions: Vec<u16>,
    /// Which policy each version belongs to.
    bases: Vec<u16>,
    sync: Sync,
    /// When the grace period of a Cloud PC ends.
    graces: BTreeMap<u32, SimTime>,
    /// What is being done to a Cloud PC.
    actions: BTreeMap<u32, Action>,
    /// Of each condition, whether the admin knows, and when it was repaired: from the beginning,
    /// if it does not arise in this replication.
    discovered: Vec<bool>,
    repaired: Vec<Option<SimTime>>,
    /// Computer objects that attempts and Cloud PCs have left in Active Directory.
    computers_left: u64,
}

impl<'a, O: Observer> World<'a, O> {
    /// The world at instant zero, its calendar filled with all requests and first health checks.
    ///
    /// # Panics
    /// If the tenant has 2^32 Cloud PCs or more.
    pub fn new(tenant: &'a Tenant, streams: &'a Streams, observer: O) -> (Self, Calendar) {
        let total = usize::try_from(tenant.cloud_pcs()).expect("Cloud PCs fit into memory");
        let mut world = Self {
            tenant,
            streams,
            observer,
            cloud_pcs: Vec::with_capacity(total),
            pools: tenant.subnets.iter().map(|s| AddressPool::new(s.usable)).collect(),
            connections: vec![ConnectionState::default(); tenant.connections.len()],
            leases: Leases::default(),
            licenses: tenant.licenses.iter().map(Pool::new).collect(),
            assigned: tenant.groups.iter().map(|group| group.policies.clone()).collect(),
            versions: (0..).take(tenant.policies.len()).collect(),
            bases: tenant.bases(),
            sync: Sync::new(tenant, streams),
            graces: BTreeMap::new(),
            actions: BTreeMap::new(),
            discovered: vec![false; tenant.conditions.len()],
            repaired: vec![None; tenant.conditions.len()],
            computers_left: 0,
        };
        world.spare_conditions();
        let mut calendar = Calendar::new();
        for (wave, sheet) in tenant.waves.iter().enumerate() {
            match sheet.initial {
                None => world.request_wave(wave, &mut calendar),
                Some(_) => world.place_wave(wave, &mut calendar),
            }
        }
        world.queue_pending(&mut calendar);
        for connection in 0..tenant.connections.len() {
            world.schedule_first_check(short(connection), &mut calendar);
        }
        if tenant.needs_sync() {
            world.sync.extend(total);
            world.schedule_first_cycle(&mut calendar);
        }
        world.schedule_changes(&mut calendar);
        (world, calendar)
    }

    /// What does not arise in this replication is as good as repaired before it began.
    fn spare_conditions(&mut self) {
        for (condition, sheet) in self.tenant.conditions.iter().enumerate() {
            if !sheet.arises(self.streams) {
                self.repaired[condition] = Some(SimTime::ZERO);
                self.observer.observe(SimTime::ZERO, Observation::Spared { condition });
            }
        }
    }

    /// Numbers the Cloud PCs of a wave in the order of their requests, then of their users
    /// (CON-23); so neighbors in time are neighbors in memory.
    fn request_wave(&mut self, wave: usize, calendar: &mut Calendar) {
        let sheet = &self.tenant.waves[wave];
        let requests = arrival::requests(self.tenant, self.streams, sheet);
        let mut requests: Vec<_> = requests.zip(0..).collect();
        requests.sort_by_key(|&((requested, _), _)| requested);
        let group = &self.tenant.groups[usize::from(sheet.group)];
        for ((requested, starts), number) in requests {
            let index = self.next_index();
            self.cloud_pcs.push(CloudPc::requested(short(wave), number, group.license, requested));
            if group.membership == Membership::Synced {
                self.pc_mut(index).standing.note(Fact::AwaitsStart);
                self.await_membership(index, requested);
            } else if !group.policies.is_empty() {
                // Without a policy the Cloud PC stays "Not provisioned" (PROV-03).
                self.schedule_start(index, starts, calendar);
            }
        }
    }

    fn pc(&self, index: u32) -> &CloudPc {
        &self.cloud_pcs[index as usize]
    }

    fn pc_mut(&mut self, index: u32) -> &mut CloudPc {
        &mut self.cloud_pcs[index as usize]
    }

    fn become_status(&mut self, index: u32, status: Status, now: SimTime) {
        self.pc_mut(index).become_status(status);
        let cloud_pc = &self.cloud_pcs[index as usize];
        self.observer.observe(now, Observation::StatusChanged { cloud_pc });
    }

    fn next_index(&self) -> u32 {
        u32::try_from(self.cloud_pcs.len()).expect("a tenant has fewer than 2^32 Cloud PCs")
    }

    /// The states of the environment.
    fn conditions(&self) -> Conditions<'_> {
        Conditions { all: &self.tenant.conditions, repaired: &self.repaired }
    }

    /// The words of a Cloud PC's attempt.
    fn words(&self, index: u32, attempt: u16) -> Words<'a> {
        let pc = &self.cloud_pcs[index as usize];
        let sheet = &self.tenant.waves[usize::from(pc.wave)];
        let (user, part) = user_and_part(pc.number, sheet);
        self.streams.open(arrival::stream_id(sheet, user, part), attempt)
    }

    /// Tells of the attempts that no end came for.
    fn tell_of_running(&mut self, end: SimTime) {
        for index in 0..self.next_index() {
            if self.pc(index).attempt.pending.is_some() {
                let plan = self.plan_of(index);
                let cloud_pc = &self.cloud_pcs[index as usize];
                self.observer.observe(end, Observation::AttemptRuns { cloud_pc, plan });
            }
        }
    }

    /// Ends the replication at an instant: closes the integrals, checks all invariants.
    ///
    /// # Panics
    /// If a law of conservation is broken.
    pub fn finish(mut self, end: SimTime) -> Finished<O> {
        self.pools.iter_mut().for_each(|pool| pool.close(end));
        self.connections.iter_mut().for_each(|connection| connection.close(end));
        self.check_everything();
        if O::WANTS_PLANS {
            self.tell_of_running(end);
        }
        Finished {
            cloud_pcs: self.cloud_pcs,
            pools: self.pools,
            connections: self.connections,
            leases: self.leases,
            licenses: self.licenses,
            computers_left: self.computers_left,
            observer: self.observer,
        }
    }
}

/// User and part of the `n`-th Cloud PC of a wave: the number of the user's license, or of that
/// which a resize left for a second Cloud PC.
///
/// # Panics
/// Without licenses there is no Cloud PC.
pub fn user_and_part(n: u32, wave: &Wave) -> (u32, u8) {
    let first = wave.first_of_seconds();
    let (n, second) = if n < first { (n, 0) } else { (n - first, SECOND) };
    let per_user = u32::from(wave.licenses);
    (n / per_user, u8::try_from(n % per_user).expect("a remainder is below its divisor") + second)
}

/// Parts from this number on are second Cloud PCs; a user has at most a hundred licenses.
pub const SECOND: u8 = 128;

/// What is left when a replication has ended.
#[derive(Debug)]
pub struct Finished<O> {
    /// Every Cloud PC, wave by wave, each in the order of requests.
    pub cloud_pcs: Vec<CloudPc>,
    /// The subnets' addresses.
    pub pools: Vec<AddressPool>,
    /// The connections.
    pub connections: Vec<ConnectionState>,
    /// Addresses of failed attempts that clean-up has not given back.
    pub leases: Leases,
    /// The licenses.
    pub licenses: Vec<Pool>,
    /// Computer objects that attempts and Cloud PCs have left in Active Directory.
    pub computers_left: u64,
    /// Whoever watched.
    pub observer: O,
}

impl<O: Observer> Model for World<'_, O> {
    fn handle(&mut self, event: Event, calendar: &mut Calendar) -> u64 {
        let index = u32::try_from(event.entity()).expect("entities are numbered by 32 bits");
        let outcome = match EventKind::of(event) {
            EventKind::AttemptStarts => self.start_attempt(event, index, calendar),
            EventKind::AddressRequested => self.request_address(index, calendar),
            EventKind::AttemptEnds => self.end_attempt(index, calendar),
            EventKind::CleanUp => self.clean_up(index, event.attempt(), calendar),
            EventKind::HealthCheckStarts => self.start_check(event, calendar),
            EventKind::HealthCheckEnds => self.end_check(event, calendar),
            EventKind::DeviceRegistered => self.register_device(index, calendar),
            EventKind::DomainJoins => self.join_domain(index, calendar),
            EventKind::CycleStarts => self.start_cycle(event, calendar),
            EventKind::CycleEnds => self.end_cycle(calendar),
            EventKind::GraceEnds => self.end_grace(index, calendar),
            EventKind::Deprovisioned => self.end_deprovisioning(index, calendar),
            EventKind::ChangeHappens => self.change(index, calendar),
            EventKind::LifetimeEnds => self.end_lifetime(event, index, calendar),
            EventKind::Repair => self.repair(index, calendar),
            EventKind::ActionEnds => self.end_action(index, calendar),
        };
        if cfg!(debug_assertions) {
            self.pools.iter().for_each(AddressPool::check);
        }
        outcome
    }
}

/// An index of a tenant's part.
fn short(index: usize) -> u16 {
    u16::try_from(index).expect("a tenant has fewer than 65,536 of a kind")
}
