//! Entra Connect: what arrives on the domain controller it reads, its cycles, and their exports.

use std::collections::{BTreeMap, BTreeSet};

use crate::kernel::calendar::{Calendar, Event};
use crate::kernel::math;
use crate::kernel::stream::{StreamId, Streams, Words};
use crate::kernel::time::{SimDuration, SimTime};
use crate::provisioning::cloud_pc::Attempt;
use crate::provisioning::event::EventKind;
use crate::provisioning::identity::connect_sync::{Extent, LONGEST_WITHOUT_DELTA};
use crate::provisioning::identity::directory::{Hop, SiteLink};
use crate::provisioning::identity::grid::Grid;
use crate::provisioning::observation::{Observation, Observer};
use crate::provisioning::stage::{Stage, slot};
use crate::provisioning::tenant::Tenant;

use super::World;

/// A cycle that somebody starts by hand has a number of its own.
const BY_HAND: u32 = 1 << 31;

/// A change on its way to Entra Connect, in the order of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Item {
    /// When it is on the domain controller that Entra Connect reads.
    arrives: SimTime,
    /// Whose.
    cloud_pc: u32,
    /// The attempt whose device it is; 0 for the membership of the user.
    attempt: u16,
}

/// A cycle under way.
#[derive(Clone, Debug)]
struct Cycle {
    started: SimTime,
    extent: Extent,
    /// Whether it exports; in staging mode it does not.
    exports: bool,
    items: Vec<Item>,
}

/// The state of Entra Connect and of what leads to it.
#[derive(Clone, Debug)]
pub(super) struct Sync {
    /// When each Cloud PC's device was exported; empty where nothing is synchronized.
    exports: Vec<Option<SimTime>>,
    inbox: BTreeSet<Item>,
    /// Of devices by attempt: when their certificate was written, and when it arrives; only where
    /// the admin repairs, which may shorten their way.
    on_the_way: BTreeMap<(u32, u16), (SimTime, Option<SimTime>)>,
    /// Imported in staging mode, to be exported by the next cycle that does.
    staged: Vec<Item>,
    running: Option<Cycle>,
    last_started: SimTime,
    /// Whether each connection's organizational unit was out of scope when the last cycle started.
    out_of_scope: Vec<bool>,
    phase: SimDuration,
    link_phases: Vec<SimDuration>,
}

impl Sync {
    /// Before the first cycle.
    pub(super) fn new(tenant: &Tenant, streams: &Streams) -> Self {
        let phase = |grid: &Grid, family: u64| {
            let mut words = streams.open(StreamId { family, member: 0, part: 0 }, 0);
            grid.phase
                .unwrap_or_else(|| math::fraction_of(grid.interval, words.word(slot::GRID_PHASE)))
        };
        let of_link = |link: &SiteLink| phase(&link.grid, link.family);
        let connect = &tenant.identity.connect;
        Self {
            exports: vec![],
            inbox: BTreeSet::new(),
            on_the_way: BTreeMap::new(),
            staged: vec![],
            running: None,
            last_started: SimTime::ZERO,
            out_of_scope: vec![],
            phase: phase(&connect.grid, connect.family),
            link_phases: tenant.identity.directory.links.iter().map(of_link).collect(),
        }
    }

    /// Makes room for so many Cloud PCs.
    pub(super) fn extend(&mut self, cloud_pcs: usize) {
        self.exports.resize(cloud_pcs, None);
    }

    /// When the device of a Cloud PC's running attempt was exported.
    pub(super) fn exported(&self, index: u32) -> Option<SimTime> {
        self.exports.get(index as usize).copied().flatten()
    }

    /// A new attempt begins: its device is another.
    pub(super) fn forget(&mut self, index: u32) {
        if let Some(exported) = self.exports.get_mut(index as usize) {
            *exported = None;
        }
    }
}

impl<O: Observer> World<'_, O> {
    pub(super) fn schedule_first_cycle(&self, calendar: &mut Calendar) {
        let first = SimTime::ZERO + self.sync.phase;
        calendar.schedule(EventKind::CycleStarts.event(first, 0, 1));
    }

    /// A user's membership in a synchronized group waits for Entra Connect (LIC-06).
    pub(super) fn await_membership(&mut self, index: u32, since: SimTime) {
        self.sync.inbox.insert(Item { arrives: since, cloud_pc: index, attempt: 0 });
    }

    /// A device has written its certificate: the change begins its way to Entra Connect (REP-06).
    pub(super) fn register_device(&mut self, index: u32, calendar: &mut Calendar) -> u64 {
        let now = calendar.now();
        let Attempt { serial, connection, ends, .. } = self.pc(index).attempt;
        let connection = connection.expect("only devices on a connection are synchronized");
        let mut words = self.words(index, serial);
        let (arrives, hops) = self.travel(connection, &mut words, now, ends);
        if let Some(arrives) = arrives {
            self.sync.inbox.insert(Item { arrives, cloud_pc: index, attempt: serial });
        }
        if self.tenant.admin.repair.is_some() {
            self.sync.on_the_way.insert((index, serial), (now, arrives));
        }
        self.tell_way(now, index, (now, &hops, arrives));
        self.go_on(index, EventKind::DeviceRegistered, calendar);
        self.outcome(index) ^ arrives.map_or(0, SimTime::ms)
    }

    fn tell_way(
        &mut self,
        now: SimTime,
        index: u32,
        (written, hops, arrives): (SimTime, &[Hop], Option<SimTime>),
    ) {
        let cloud_pc = &self.cloud_pcs[index as usize];
        let told = Observation::DeviceRegistered { cloud_pc, written, hops, arrives };
        self.observer.observe(now, told);
    }

    /// The admin has repaired something: what is on its way over site links may come sooner
    /// (COND-02).
    pub(super) fn reroute(&mut self, now: SimTime) {
        let on_the_way = std::mem::take(&mut self.sync.on_the_way);
        for ((index, serial), (written, arrived)) in on_the_way {
            let Attempt { serial: current, connection, ends, .. } = self.pc(index).attempt;
            if serial != current || arrived.is_some_and(|at| at <= now) {
                continue;
            }
            let connection = connection.expect("only devices on a connection are synchronized");
            let mut words = self.words(index, serial);
            let (arrives, hops) = self.travel(connection, &mut words, written, ends);
            let item = |arrives| Item { arrives, cloud_pc: index, attempt: serial };
            arrived.map(|at| self.sync.inbox.remove(&item(at)));
            arrives.map(|at| self.sync.inbox.insert(item(at)));
            self.tell_way(now, index, (written, &hops, arrives));
            self.sync.on_the_way.insert((index, serial), (written, arrives));
        }
    }

    /// The way of a change from a connection's site to Entra Connect; no arrival where a site link
    /// on it does not replicate any more before an instant.
    pub(super) fn travel(
        &self,
        connection: u16,
        words: &mut Words<'_>,
        written: SimTime,
        latest: SimTime,
    ) -> (Option<SimTime>, Vec<Hop>) {
        let Some(way) = &self.tenant.connections[usize::from(connection)].way else {
            return (None, vec![]);
        };
        let directory = &self.tenant.identity.directory;
        if way.is_empty() && directory.same_domain_controller {
            return (Some(written), vec![]);
        }
        let [first, last] = slot::INTRASITE;
        let mut now = written + directory.intrasite.draw(words, first);
        let mut hops = vec![];
        for &step in way {
            let since = now;
            let passed = if directory.links[usize::from(step.link)].notify {
                Some(now + directory.intrasite.draw(words, last))
            } else {
                self.tick(step.link, now, latest)
            };
            let Some(passed) = passed else { return (None, hops) };
            hops.push(Hop { step, since, passed });
            now = passed;
        }
        let within =
            if way.is_empty() { SimDuration::ZERO } else { directory.intrasite.draw(words, last) };
        (Some(now + within), hops)
    }

    /// When a device that is written on a connection now would appear in Microsoft Entra ID, if
    /// Entra Connect keeps its grid.
    pub(super) fn would_appear(
        &self,
        connection: u16,
        words: &mut Words<'_>,
        written: SimTime,
        latest: SimTime,
    ) -> Option<SimTime> {
        let connect = &self.tenant.identity.connect;
        let (arrives, _) = self.travel(connection, words, written, latest);
        Some(connect.grid.next(arrives?, self.sync.phase) + connect.cycle_length(0, Extent::Delta))
    }

    /// When a site link replicates next, unless only after an instant.
    fn tick(&self, link: u16, since: SimTime, latest: SimTime) -> Option<SimTime> {
        let phase = self.sync.link_phases[usize::from(link)];
        let grid = &self.tenant.identity.directory.links[usize::from(link)].grid;
        let mut tick = grid.next(since, phase);
        while tick <= latest && self.conditions().link_down(link, tick) {
            tick = grid.next(tick + SimDuration::from_ms(1), phase);
        }
        (tick <= latest).then_some(tick)
    }

    /// A cycle starts by the scheduler: it imports what has arrived (SYNC-03, SYNC-04).
    pub(super) fn start_cycle(&mut self, event: Event, calendar: &mut Calendar) -> u64 {
        let now = calendar.now();
        let connect = &self.tenant.identity.connect;
        let starts = self.sync.running.is_none() && !self.conditions().connect_stopped(now);
        let ends =
            if starts { self.run_cycle(event.attempt(), Extent::Delta, calendar) } else { now };
        let after = now + SimDuration::from_ms(1);
        let on_grid = connect.grid.next(after.max(ends), self.sync.phase);
        let next =
            if connect.after_completion { now.max(ends) + connect.grid.interval } else { on_grid };
        let next_on = if starts { next } else { connect.grid.next(after, self.sync.phase) };
        calendar.schedule(EventKind::CycleStarts.event(next_on, 0, event.attempt() + 1));
        u64::from(starts) | ends.ms() << 1
    }

    /// Somebody starts a cycle by hand; while one runs, none starts (SYNC-05, SYNC-06).
    pub(super) fn start_cycle_by_hand(
        &mut self,
        extent: Extent,
        change: u32,
        calendar: &mut Calendar,
    ) {
        let stopped = self.conditions().connect_stopped(calendar.now());
        if self.sync.running.is_none() && !stopped {
            self.run_cycle(BY_HAND | change, extent, calendar);
        }
    }

    fn run_cycle(&mut self, number: u32, asked: Extent, calendar: &mut Calendar) -> SimTime {
        let now = calendar.now();
        let widened = self.widen_scope(now);
        let imported = self.import(now);
        let full = asked == Extent::Full
            || widened
            || now.since(self.sync.last_started) > LONGEST_WITHOUT_DELTA;
        let extent = if full { Extent::Full } else { Extent::Delta };
        self.sync.last_started = now;
        let exports = !self.conditions().connect_staging(now);
        let mut items = if exports { std::mem::take(&mut self.sync.staged) } else { vec![] };
        items.extend(imported);
        let length = self.tenant.identity.connect.cycle_length(items.len() as u64, extent);
        self.sync.running = Some(Cycle { started: now, extent, exports, items });
        calendar.schedule(EventKind::CycleEnds.event(now + length, 0, number));
        now + length
    }

    /// Looks which organizational units are in scope, and whether one has come into it since the
    /// last cycle (SYNC-14).
    fn widen_scope(&mut self, now: SimTime) -> bool {
        let out = |c| self.conditions().out_of_scope(c, now);
        let out: Vec<bool> = (0..).take(self.tenant.connections.len()).map(out).collect();
        let before = std::mem::replace(&mut self.sync.out_of_scope, out);
        before.iter().zip(&self.sync.out_of_scope).any(|(was, is)| *was && !is)
    }

    /// Takes what has arrived, but for what is out of scope (FAIL-05).
    fn import(&mut self, now: SimTime) -> Vec<Item> {
        let last = Item { arrives: now, cloud_pc: u32::MAX, attempt: u16::MAX };
        let arrived = self.sync.inbox.range(..=last).copied();
        let imported: Vec<Item> = arrived.filter(|item| self.is_in_scope(*item)).collect();
        for item in &imported {
            self.sync.inbox.remove(item);
        }
        imported
    }

    fn is_in_scope(&self, item: Item) -> bool {
        let connection = self.pc(item.cloud_pc).attempt.connection;
        let out = |c: u16| self.sync.out_of_scope[usize::from(c)];
        item.attempt == 0 || !connection.is_some_and(out)
    }

    /// A cycle ends: what it imported appears in Microsoft Entra ID (SYNC-03).
    pub(super) fn end_cycle(&mut self, calendar: &mut Calendar) -> u64 {
        let now = calendar.now();
        let cycle = self.sync.running.take().expect("a cycle ends after it has started");
        let Cycle { started, extent, exports, items } = cycle;
        let exported = if exports { items.len() } else { 0 };
        let full = extent == Extent::Full;
        let told = Observation::CycleEnded { started, full, exported, exports };
        self.observer.observe(now, told);
        if exports {
            for item in items {
                self.export(item, calendar);
            }
        } else {
            self.sync.staged.extend(items);
        }
        exported as u64
    }

    fn export(&mut self, item: Item, calendar: &mut Calendar) {
        if item.attempt == 0 {
            return self.membership_arrives(item.cloud_pc, calendar);
        }
        let index = item.cloud_pc;
        let attempt = &self.pc(index).attempt;
        if attempt.serial == item.attempt && self.waits_for_sync(index, calendar.now()) {
            let timeout = EventKind::AttemptEnds;
            calendar.cancel(timeout.event(attempt.ends, index, u32::from(item.attempt)));
            self.sync.exports[index as usize] = Some(calendar.now());
            if let Some(cause) = self.loss_of_running(index) {
                return self.fail(index, Stage::DetectDevice, cause, calendar);
            }
            let plan = self.plan_of(index);
            self.divert(index, (plan.ends(), plan.verdict), calendar);
        }
    }

    /// Whether a running attempt's device is on its way through Entra Connect.
    pub(super) fn waits_for_sync(&self, index: u32, now: SimTime) -> bool {
        let attempt = &self.pc(index).attempt;
        if attempt.pending != Some(EventKind::AttemptEnds) || self.sync.exported(index).is_some() {
            return false;
        }
        let plan = self.plan_of(index);
        // One that is denied something or about to fail by a loss departs from its plan.
        let as_planned = plan.verdict == attempt.verdict;
        as_planned && plan.written.is_some() && now <= plan.end_of(Stage::SyncDevice)
    }
}
