//! The chance on paper that a first attempt with hybrid join times out.
//!
//! Given its other lengths an attempt waits for the grids of the site links on its way and for that
//! of Entra Connect, each with a random phase. The law of that sum is exact ([`grid_wait`]); the other
//! lengths are drawn, alike in every cell. An attempt shares nothing with another once the phases
//! are averaged out, so that every draw is independent.
//!
//! [`grid_wait`]: crate::statistics::grid_wait

use crate::kernel::stream::{StreamId, Streams, family};
use crate::kernel::time::SimDuration;
use crate::kernel::variate::Sampler;
use crate::provisioning::identity::connect_sync::Extent;
use crate::provisioning::identity::directory::SiteLink;
use crate::provisioning::stage::{Stage, detect_device, register_device, slot};
use crate::provisioning::tenancy::change::Deed;
use crate::provisioning::tenant::{Connection, Tenant};
use crate::scenario::Scenario;
use crate::statistics::grid_wait::GridWait;
use crate::statistics::interval::{Estimate, Kind, Method, mean};

use super::brought::hybrid;
use crate::kernel::math::count;

/// Attempts whose lengths are drawn.
const DRAWS: u32 = 10_000;

/// The chance of a first attempt to time out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OnPaper {
    /// Even the longest lengths and waits, behind the longest cycle, keep the limit: neither a first
    /// attempt nor a retry times out.
    Never,
    /// Exact: no length but the waits is random.
    Exact(f64),
    /// Averaged over draws of the lengths.
    Drawn(Estimate),
    /// There is none, because of this.
    Unknown(&'static str),
}

impl OnPaper {
    /// The chance with its interval, if there is one.
    pub fn estimate(&self) -> Option<Estimate> {
        let sure = |value| Estimate {
            value: Some(value),
            low: Some(value),
            high: Some(value),
            method: Method::T,
        };
        match self {
            Self::Never => Some(sure(0.0)),
            Self::Exact(value) => Some(sure(*value)),
            Self::Drawn(estimate) => Some(*estimate),
            Self::Unknown(_) => None,
        }
    }

    /// How it was found, in one word for tables.
    pub fn method(&self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Exact(_) => "exact",
            Self::Drawn(_) => "conditional",
            Self::Unknown(_) => "none",
        }
    }
}

/// What a device on one connection goes through between its domain join and its limit.
struct Way<'a> {
    tenant: &'a Tenant,
    /// Cloud PCs that go it.
    cloud_pcs: u64,
    /// Replications within a site: at the beginning, and at the end or over a link that announces.
    within: Option<u32>,
    wait: GridWait,
}

/// The chance of a first attempt, over all Cloud PCs whose devices Entra Connect brings.
pub(super) fn chance(scenario: &Scenario, level: f64) -> OnPaper {
    let tenant = &scenario.tenant;
    if let Some(why) = obstacle(tenant) {
        return OnPaper::Unknown(why);
    }
    let ways = hybrid(tenant).into_iter().map(|(connection, n)| Way::of(tenant, connection, n));
    let Some(ways) = ways.collect::<Option<Vec<_>>>() else {
        return OnPaper::Unknown("the intervals have no common step that could be counted in");
    };
    if ways.iter().all(Way::is_always_in_time) {
        return OnPaper::Never;
    }
    if lengths(tenant).iter().all(|law| law.is_fixed()) {
        return OnPaper::Exact(of_draw(&ways, scenario.seed, 0));
    }
    let draws: Vec<f64> = (0..DRAWS).map(|draw| of_draw(&ways, scenario.seed, draw)).collect();
    OnPaper::Drawn(mean(&draws, level, Kind::Bounded(1.0)))
}

/// Why waits are no sums of independent uniform lengths.
fn obstacle(tenant: &Tenant) -> Option<&'static str> {
    let connect = &tenant.identity.connect;
    let mut links = hybrid(tenant).into_iter().flat_map(|(connection, _)| on(tenant, connection));
    let stops = |c: &crate::provisioning::condition::Condition| {
        let strikes = |(stage, _): &(Stage, _)| *stage == Stage::RegisterDevice;
        c.delays_devices() || c.kind.strikes.iter().any(strikes)
    };
    let by_hand = tenant.changes.iter().any(|c| matches!(c.deed, Deed::StartSyncCycle { .. }));
    if connect.grid.phase.is_some() {
        Some("connect.phase is fixed")
    } else if links.clone().any(|link| !link.notify && !link.grid.windows.is_empty()) {
        Some("a site link has a weekly window")
    } else if links.any(|link| !link.notify && link.grid.phase.is_some()) {
        Some("the phase of a site link is fixed")
    } else if connect.cycle_length(1, Extent::Delta) > connect.grid.interval {
        Some("cycles of Entra Connect take longer than their interval")
    } else if tenant.conditions.iter().any(stops) {
        Some("a condition keeps devices from being synchronized for a while")
    } else {
        by_hand.then_some("somebody starts a cycle by hand")
    }
}

/// The links on the way of a connection.
fn on(tenant: &Tenant, connection: u16) -> impl Iterator<Item = &SiteLink> + Clone {
    let way = tenant.connections[usize::from(connection)].way.iter().flatten();
    way.map(|step| &tenant.identity.directory.links[usize::from(step.link)])
}

/// The laws of the lengths that are no waits.
fn lengths(tenant: &Tenant) -> [&Sampler; 3] {
    let stages = &tenant.timing.stages;
    let of = |stage: Stage| &stages[stage.index()];
    [of(Stage::RegisterDevice), of(Stage::DetectDevice), &tenant.identity.directory.intrasite]
}

/// The mean over all ways of the chance that an attempt with one draw of the lengths times out.
fn of_draw(ways: &[Way<'_>], seed: u64, draw: u32) -> f64 {
    let sum = |sum: f64, way: &Way<'_>| sum + count(way.cloud_pcs) * way.chance(seed, draw);
    let all: u64 = ways.iter().map(|way| way.cloud_pcs).sum();
    ways.iter().fold(0.0, sum) / count(all)
}

impl<'a> Way<'a> {
    fn of(tenant: &'a Tenant, connection: u16, cloud_pcs: u64) -> Option<Self> {
        let Connection { way, .. } = &tenant.connections[usize::from(connection)];
        let same = tenant.identity.directory.same_domain_controller;
        let is_here = way.as_ref().is_some_and(Vec::is_empty);
        let (announce, wait): (Vec<_>, Vec<_>) = on(tenant, connection).partition(|l| l.notify);
        let intervals = wait.iter().map(|link| link.grid.interval);
        let intervals: Vec<_> = intervals.chain([tenant.identity.connect.grid.interval]).collect();
        let last = 1 + u32::try_from(announce.len()).ok()?;
        let within = (!(is_here && same)).then_some(last);
        Some(Self { tenant, cloud_pcs, within, wait: GridWait::new(&intervals)? })
    }

    /// The chance that an attempt with one draw of the lengths times out.
    fn chance(&self, seed: u64, draw: u32) -> f64 {
        let [register, detect, intrasite] = lengths(self.tenant);
        let streams = Streams::new(seed, 0);
        let id = StreamId { family: family("tune_sync", ""), member: draw, part: 0 };
        let mut words = streams.open(id, 0);
        let mut law = |law: &Sampler, slot| law.draw(&mut words, slot);
        let [first, last] = slot::INTRASITE.map(|slot| law(intrasite, slot));
        let register = register_device::SHEET.length.map(|slot| law(register, slot));
        let detect = detect_device::SHEET.length.map(|slot| law(detect, slot));
        let within = self.within.map(|times| first + last * u64::from(times));
        let lengths = [register, detect, within].into_iter().flatten();
        self.exceeds(lengths, self.tenant.identity.connect.cycle_length(1, Extent::Delta))
    }

    fn exceeds(&self, lengths: impl Iterator<Item = SimDuration>, cycle: SimDuration) -> f64 {
        let taken = lengths.fold(cycle, |sum, length| (sum + length).clamped());
        let spare = self.tenant.identity.timeout.ms().checked_sub(taken.ms());
        spare.map_or(1.0, |ms| self.wait.exceeds(SimDuration::from_ms(ms)))
    }

    /// Whether the longest of everything keeps the limit, whatever feeds back.
    fn is_always_in_time(&self) -> bool {
        let connect = &self.tenant.identity.connect;
        // All devices and all memberships in one cycle.
        let most = self.tenant.cloud_pcs().saturating_mul(2);
        let cycle = connect.cycle_length(most, Extent::Delta);
        let [register, detect, intrasite] = lengths(self.tenant).map(Sampler::longest);
        let within = match self.within {
            None => Some(SimDuration::ZERO),
            Some(times) => intrasite.map(|longest| longest * u64::from(times + 1)),
        };
        let all = [register, detect, within].into_iter().collect::<Option<Vec<_>>>();
        cycle <= connect.grid.interval
            && all.is_some_and(|all| self.exceeds(all.into_iter(), cycle) <= 0.0)
    }
}
