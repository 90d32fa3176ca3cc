//! The model: an event changes the state of the tenant and schedules what follows.
//!
//! Attempts stand in `attempts`, health checks in `checks`, what must hold of every run in
//! `invariant`.

mod attempts;
mod checks;
mod invariant;

use crate::kernel::calendar::{Calendar, Event};
use crate::kernel::engine::Model;
use crate::kernel::stream::{Streams, Words};
use crate::kernel::time::SimTime;

use super::arrival;
use super::cleanup::Leases;
use super::cloud_pc::CloudPc;
use super::event::EventKind;
use super::network::address_pool::AddressPool;
use super::network::connection::ConnectionState;
use super::observation::Observer;
use super::tenant::Tenant;

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
        };
        let mut calendar = Calendar::new();
        for wave in 0..tenant.waves.len() {
            world.request_wave(wave, &mut calendar);
        }
        for connection in 0..tenant.connections.len() {
            world.schedule_first_check(short(connection), &mut calendar);
        }
        (world, calendar)
    }

    /// Numbers the Cloud PCs of a wave in the order of their requests, then of their users
    /// (CON-23); so neighbors in time are neighbors in memory.
    fn request_wave(&mut self, wave: usize, calendar: &mut Calendar) {
        let sheet = &self.tenant.waves[wave];
        let requests = arrival::requests(self.tenant, self.streams, sheet);
        let mut requests: Vec<_> = requests.zip(0..).collect();
        requests.sort_by_key(|&((requested, _), _)| requested);
        for ((requested, starts), number) in requests {
            let index = self.next_index();
            self.cloud_pcs.push(CloudPc::requested(short(wave), number, requested));
            // Without a policy the Cloud PC stays "Not provisioned" (PROV-03).
            if sheet.policy.is_some() {
                calendar.schedule(EventKind::AttemptStarts.event(starts, index, 1));
            }
        }
    }

    fn next_index(&self) -> u32 {
        u32::try_from(self.cloud_pcs.len()).expect("a tenant has fewer than 2^32 Cloud PCs")
    }

    /// The words of a Cloud PC's attempt.
    fn words(&self, index: u32, attempt: u16) -> Words<'a> {
        let pc = &self.cloud_pcs[index as usize];
        let sheet = &self.tenant.waves[usize::from(pc.wave)];
        let (user, license) = user_and_license(pc.number, sheet.licenses);
        self.streams.open(arrival::stream_id(sheet, user, license), attempt)
    }

    /// Ends the replication at an instant: closes the integrals, checks all invariants.
    ///
    /// # Panics
    /// If a law of conservation is broken.
    pub fn finish(mut self, end: SimTime) -> Finished<O> {
        self.pools.iter_mut().for_each(|pool| pool.close(end));
        self.connections.iter_mut().for_each(|connection| connection.close(end));
        self.check_everything();
        Finished {
            cloud_pcs: self.cloud_pcs,
            pools: self.pools,
            connections: self.connections,
            leases: self.leases,
            observer: self.observer,
        }
    }
}

/// User and license of the `n`-th Cloud PC of a wave.
///
/// # Panics
/// Without licenses there is no Cloud PC.
pub fn user_and_license(n: u32, licenses: u8) -> (u32, u8) {
    let per_user = u32::from(licenses);
    (n / per_user, u8::try_from(n % per_user).expect("a remainder is below its divisor"))
}

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
    /// Whoever watched.
    pub observer: O,
}

impl<O: Observer> Model for World<'_, O> {
    fn handle(&mut self, event: Event, calendar: &mut Calendar) -> u64 {
        let index = u32::try_from(event.entity()).expect("entities are numbered by 32 bits");
        let outcome = match EventKind::of(event) {
            EventKind::AttemptStarts => self.start_attempt(index, calendar),
            EventKind::AddressRequested => self.request_address(index, calendar),
            EventKind::AttemptEnds => self.end_attempt(index, calendar),
            EventKind::CleanUp => self.clean_up(index, event.attempt(), calendar),
            EventKind::HealthCheckStarts => self.start_check(event, calendar),
            EventKind::HealthCheckEnds => self.end_check(event, calendar),
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
