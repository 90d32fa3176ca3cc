//! The way of a hybrid device from its domain join to its object in Microsoft Entra ID, against
//! the time there is for it (ID-01).

use crate::kernel::time::{SimDuration, SimTime};
use crate::provisioning::identity::connect_sync::{ConnectSync, Extent};
use crate::provisioning::identity::directory::SiteLink;
use crate::provisioning::identity::grid::Grid;
use crate::provisioning::stage::{Join, Stage};
use crate::provisioning::tenancy::group::Membership;
use crate::provisioning::tenant::{Connection, Tenant, Wave};
use crate::statistics::grid_wait::GridWait;

use super::span::Span;
use super::{Part, connections_of};

const WEEK: SimDuration = SimDuration::from_days(7);

/// The way of the devices of a hybrid connection.
#[derive(Clone, Debug)]
pub struct DeviceObject {
    /// The connection's name.
    pub connection: String,
    /// Its parts in order, from the end of the domain join.
    pub parts: Vec<Part>,
    /// How long there is.
    pub timeout: SimDuration,
    /// The chance that one attempt takes longer, at the least and at the most that everything but
    /// the waits for ticks and cycles can take; absent where the waits are not uniform.
    pub chance: Option<(f64, f64)>,
    /// What alone can take longer than there is, everything else at its most.
    pub too_long_alone: Vec<String>,
}

impl DeviceObject {
    /// All parts together.
    pub fn total(&self) -> Span {
        self.parts.iter().map(|part| part.span).sum()
    }

    /// Whether the object may appear too late.
    pub fn may_be_late(&self) -> bool {
        self.total().most.is_none_or(|most| most > self.timeout)
    }
}

/// Of every hybrid connection.
pub(super) fn all(tenant: &Tenant) -> Vec<DeviceObject> {
    let hybrid = tenant.connections.iter().filter(|c| c.join.is_hybrid());
    hybrid.map(|connection| of(tenant, connection)).collect()
}

fn of(tenant: &Tenant, connection: &Connection) -> DeviceObject {
    let mut way = if connection.join == Join::Federated {
        Way { parts: vec![federation(tenant)], ..Way::default() }
    } else {
        way(tenant, connection)
    };
    way.parts.insert(0, stage(tenant, Stage::RegisterDevice, "registration task", &["JOIN-01"]));
    way.parts.push(stage(tenant, Stage::DetectDevice, "seen by Windows 365", &["ID-07"]));
    let mut object = DeviceObject {
        connection: connection.name.clone(),
        parts: vec![],
        timeout: tenant.identity.timeout,
        chance: None,
        too_long_alone: vec![],
    };
    way.judge(&mut object);
    object
}

/// What leads from the certificate to the object.
#[derive(Default)]
struct Way {
    parts: Vec<Part>,
    /// Names of those of its parts that wait for a grid, with the width if it is uniform.
    waits: Vec<(String, Option<SimDuration>)>,
}

impl Way {
    fn judge(self, object: &mut DeviceObject) {
        let is_wait = |part: &&Part| self.waits.iter().any(|(says, _)| *says == part.says);
        let rest: Span = self.parts.iter().filter(|part| !is_wait(part)).map(|p| p.span).sum();
        let widths: Option<Vec<SimDuration>> = self.waits.iter().map(|(_, width)| *width).collect();
        let limit = object.timeout;
        let wait = widths.and_then(|widths| GridWait::new(&widths));
        object.chance = wait.zip(rest.most).map(|(wait, most)| {
            let late = |rest| if rest > limit { 1.0 } else { wait.exceeds(limit - rest) };
            (late(rest.least), late(most))
        });
        let too_long = |part: &&Part| (rest + part.span).most.is_none_or(|m| m > object.timeout);
        let alone = self.parts.iter().filter(is_wait).filter(too_long);
        object.too_long_alone = alone.map(|part| part.says.clone()).collect();
        object.parts = self.parts;
    }
}

fn stage(tenant: &Tenant, stage: Stage, says: &str, rules: &'static [&'static str]) -> Part {
    let span = Span::of(&tenant.timing.stages[stage.index()]);
    Part::new(says, span, rules)
}

fn federation(tenant: &Tenant) -> Part {
    let span = Span::of(&tenant.identity.federation.registration);
    Part::new("registration through AD FS", span, &["JOIN-06"])
}

/// By replication and by Entra Connect.
fn way(tenant: &Tenant, connection: &Connection) -> Way {
    let directory = &tenant.identity.directory;
    let steps = connection.way.as_deref().unwrap_or_default();
    let within = Span::of(&directory.intrasite);
    let mut way = Way::default();
    if !steps.is_empty() || !directory.same_domain_controller {
        let ends = if steps.is_empty() { within } else { within + within };
        way.parts.push(Part::new("replication within sites", ends, &["REP-02", "REP-06"]));
    }
    for step in steps {
        let link = &directory.links[usize::from(step.link)];
        way.hop(link, within);
    }
    let (wait, cycle, width) = connect(tenant);
    way.waits.push((wait.says.clone(), width));
    way.parts.extend([wait, cycle]);
    way
}

impl Way {
    fn hop(&mut self, link: &SiteLink, within: Span) {
        let says = format!("site link {}", link.name);
        if link.notify {
            return self.parts.push(Part::new(&says, within, &["REP-08"]));
        }
        let gaps = gaps(&link.grid);
        let rules: &[&str] = if link.grid.windows.is_empty() { &["REP-03"] } else { &["REP-04"] };
        let width = gaps.iter().min().copied().filter(|least| gaps.iter().all(|g| g == least));
        self.waits.push((says.clone(), width));
        let paths = ["window.days", "window.from", "interval"];
        let mended_by =
            paths.map(|key| format!("directory.site_link.{}.{key}", link.name)).to_vec();
        self.parts.push(Part { mended_by, ..Part::new(&says, Span::wait(&gaps), rules) });
    }
}

/// The wait for Entra Connect and its cycle, and how wide the wait is where it is uniform.
pub(super) fn connect(tenant: &Tenant) -> (Part, Part, Option<SimDuration>) {
    let connect = &tenant.identity.connect;
    let devices = synchronized(tenant).max(1);
    let [one, half, all] =
        [1, devices.div_ceil(2), devices].map(|n| connect.cycle_length(n, Extent::Delta));
    let gaps = [one, half, all].map(|cycle| gap(connect, cycle));
    let [_, mean, most] = gaps.map(|gap| Span::wait(&[gap]));
    let wait = Span { mean: mean.mean, ..most };
    let cycle = Span { least: one, mean: half, most: Some(all) };
    let wait = Part {
        mended_by: vec!["connect.interval".into()],
        ..Part::new("wait for a cycle", wait, &["SYNC-01", "SYNC-07"])
    };
    let says = if devices == 1 {
        "cycle with one change".into()
    } else {
        format!("cycle with 1 to {devices} changes")
    };
    let width = (gaps[0] == gaps[2]).then_some(gaps[0]);
    (wait, Part::new(&says, cycle, &["SYNC-03", "SYNC-09"]), width)
}

/// From one start to the next, where cycles take this long.
fn gap(connect: &ConnectSync, cycle: SimDuration) -> SimDuration {
    let interval = connect.grid.interval;
    if connect.after_completion {
        return cycle + interval;
    }
    interval * cycle.ms().div_ceil(interval.ms()).max(1)
}

/// Cloud PCs that Entra Connect may have to bring at once: hybrid devices and memberships.
fn synchronized(tenant: &Tenant) -> u64 {
    let hybrid = |c: &u16| tenant.connections[usize::from(*c)].join.is_hybrid();
    let of_wave = |wave: &Wave| {
        let device = connections_of(tenant, wave).iter().any(hybrid);
        let group = &tenant.groups[usize::from(wave.group)];
        let membership = group.membership == Membership::Synced;
        wave.cloud_pcs() * (u64::from(device) + u64::from(membership))
    };
    tenant.waves.iter().filter(|wave| wave.is_to_come()).map(of_wave).sum()
}

/// The gaps between the ticks of a grid: its interval, or those of a whole week of windows.
fn gaps(grid: &Grid) -> Vec<SimDuration> {
    if grid.windows.is_empty() {
        return vec![grid.interval];
    }
    let next = |at: SimTime| grid.next(at, SimDuration::ZERO);
    // From the second week on, since one that began before the first is not like the others.
    let first = next(SimTime::ZERO + WEEK);
    let (mut gaps, mut tick) = (vec![], first);
    while tick < first + WEEK {
        let following = next(tick + SimDuration::from_ms(1));
        gaps.push(following.since(tick));
        tick = following;
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::super::of;
    use super::*;

    const HYBRID: &str = "
        subnet.s.prefix = '10.0.0.0/16'
        connection.c = { join = 'hybrid', subnet = 's' }
        policy.p = { connections = ['c'], groups = ['g'] }
        group.g = {}
        wave.w = { group = 'g', users = 1000 }
        directory.site_link.l = { sites = ['branch', 'HQ'], interval = '180m' }
    ";
    const FIXED: [&str; 5] = [
        "timing.register_device=3m",
        "timing.detect_device=2m",
        "connect.cycle={ fixed = '10m', per_1000_changes = '0s' }",
        "directory.intrasite_delay=0s",
        "connection.c.ad_site=branch",
    ];

    fn object(sets: &[&str]) -> DeviceObject {
        of(HYBRID, sets).1.device_objects.swap_remove(0)
    }

    fn minutes(object: &DeviceObject) -> (u64, u64, Option<u64>) {
        let total = object.total();
        let minutes = |length: SimDuration| length.ms() / 60_000;
        (minutes(total.least), minutes(total.mean), total.most.map(minutes))
    }

    #[test]
    fn the_parts_add_up_as_by_hand() {
        // 1, 8/3, 5 for the task; one minute within the site; 0, 15, 30 for the cycle's start;
        // 3 and 1/1000, 3.5, 4 for the cycle; 0, 1, 2 until it is seen.
        let object = object(&[]);
        let total = object.total();
        assert_eq!(total.least, SimDuration::from_ms(5 * 60_000 + 60));
        assert_eq!(total.mean, SimDuration::from_secs(60 * 23 + 10));
        assert_eq!(total.most, Some(SimDuration::from_minutes(42)));
        assert!(!object.may_be_late() && object.chance == Some((0.0, 0.0)));
    }

    #[test]
    fn two_defaults_that_are_each_fine_do_not_fit_together() {
        let sets = |interval| {
            let link = "directory.site_link.l.interval=";
            FIXED.map(String::from).into_iter().chain([format!("{link}{interval}")]).collect()
        };
        for (interval, chance, late, alone) in [
            ("180m", 0.667, true, 1),
            ("75m", 0.2, true, 0),
            ("60m", 0.0625, true, 0),
            ("45m", 0.0, false, 0),
        ] {
            let sets: Vec<String> = sets(interval);
            let object = object(&sets.iter().map(String::as_str).collect::<Vec<_>>());
            let (low, high) = object.chance.expect("both waits are uniform");
            assert!((low - chance).abs() < 6e-4 && (high - low).abs() < 1e-12, "{interval}: {low}");
            assert_eq!(object.may_be_late(), late, "{interval}");
            assert_eq!(object.too_long_alone.len(), alone, "{interval}");
        }
    }

    #[test]
    fn each_way_has_its_own_parts() {
        for (sets, found) in [
            // The domain controller that Entra Connect reads: 1 + 3 + 0, and no replication.
            (vec!["directory.same_domain_controller=true"], (4, 22, Some(41))),
            // Two minutes within the sites, and the interval of the link.
            (vec!["connection.c.ad_site=branch"], (6, 114, Some(223))),
            // A link that tells of changes: a third minute.
            (
                vec!["connection.c.ad_site=branch", "directory.site_link.l.notify=true"],
                (7, 25, Some(44)),
            ),
            // The device registers itself: 1 + 1 + 0, 8/3 + 3 + 1, 5 + 5 + 2.
            (vec!["connection.c.device_identity=federated"], (2, 6, Some(12))),
            // A cycle of 40 minutes skips every other start of 30.
            (vec!["connect.cycle.fixed=40m"], (42, 75, Some(109))),
            // Counted from its end, a cycle of 4 minutes comes every 34.
            (vec!["connect.overrun=after_completion"], (5, 24, Some(46))),
            (vec!["timing.register_device={ dist = 'exponential', mean = '1m' }"], (4, 21, None)),
        ] {
            assert_eq!(minutes(&object(&sets)), found, "{sets:?}");
        }
    }

    #[test]
    fn windows_make_a_wait_of_days_and_no_uniform_one() {
        let window = "directory.site_link.l.window={ days = ['mon', 'tue', 'wed', 'thu', 'fri'], from = '02:00', to = '04:00' }";
        let every = "directory.site_link.l.interval=30m";
        let object = object(&["connection.c.ad_site=branch", every, window]);
        let link =
            object.parts.iter().find(|part| part.says == "site link l").expect("it is on the way");
        // From Friday 03:30 to Monday 02:00.
        assert_eq!(link.span.most, Some(SimDuration::from_minutes(70 * 60 + 30)));
        assert_eq!((object.chance, link.rules), (None, &["REP-04"][..]));
    }
}
