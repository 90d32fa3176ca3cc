//! Sites, site links, Entra Connect and AD FS.

use super::Frame;
use super::networks::{few, within_first};
use super::settings::Ledger;
use super::sites;
use crate::kernel::stream::family;
use crate::kernel::time::SimDuration;
use crate::kernel::variate::Distribution;
use crate::provisioning::identity::connect_sync::ConnectSync;
use crate::provisioning::identity::grid::Grid;
use crate::provisioning::identity::{Federation, Identity};
use crate::provisioning::stage::triangular_tenths;
use crate::provisioning::tenant::Connection;
use crate::scenario::file::{
    self, DeviceIdentity, Join, Membership, Overrun, ScenarioFile, Synchronizer,
};
use crate::scenario::instant::Phase;
use crate::scenario::problem::Problem;
use crate::scenario::tree::Spanned;

/// Cycles more often than this would only cost time.
const LEAST_INTERVAL: SimDuration = SimDuration::from_minutes(1);
const MOST_CHANGES: u64 = 10_000_000;

/// Everything between a domain controller and Microsoft Entra ID; every hybrid connection learns
/// its way to the site of Entra Connect.
pub(super) fn read(
    file: &ScenarioFile,
    frame: &Frame,
    connections: &mut [Connection],
    ledger: &mut Ledger,
) -> Identity {
    if let Some(directory) = &file.directory {
        few(&directory.value.site_link, "site links", sites::MOST_LINKS, ledger);
    }
    let mark = ledger.mark();
    let directory = sites::directory(file, frame, ledger);
    sites::ways(file, &directory, connections, ledger);
    let connect = connect(file, ledger);
    let federation = federation(file, ledger);
    let timeout = timeout(file, ledger);
    if !matters(file) {
        ledger.forget_defaults(mark);
    }
    Identity { directory, connect, federation, timeout }
}

/// Whether anything is synchronized.
fn matters(file: &ScenarioFile) -> bool {
    let is = |group: &file::Group| group.membership.as_ref().map(|m| m.value);
    let synced = file.group.iter().any(|group| is(&group.value) == Some(Membership::Synced));
    synced || hybrid(file).next().is_some()
}

/// The names and tables of hybrid connections.
fn hybrid(file: &ScenarioFile) -> impl Iterator<Item = (&str, &file::Connection)> {
    let all = file.connection.iter().map(|item| (item.name.value.as_str(), &item.value));
    all.filter(|(_, table)| table.join.as_ref().is_some_and(|join| join.value == Join::Hybrid))
}

fn connect(file: &ScenarioFile, ledger: &mut Ledger) -> ConnectSync {
    let none = file::Connect::default();
    let table = file.connect.as_ref().map_or(&none, |t| &t.value);
    let sync = ledger.or("connect.sync", table.sync.as_ref(), Synchronizer::Connect, "CS-01");
    if sync == Synchronizer::CloudSync {
        brings_no_devices(file, table, ledger);
    }
    let interval = interval(table, sync, ledger);
    let phase = ledger.or("connect.phase", table.phase.as_ref(), Phase::Random, "SYNC-07");
    let phase = within_first(table.phase.as_ref(), phase, interval, ledger);
    let overrun = ledger.or("connect.overrun", table.overrun.as_ref(), Overrun::Skip, "CON-28");
    let work = ConnectSync {
        grid: Grid { interval, phase, windows: vec![] },
        family: family("connect", ""),
        throttle: throttle(table, ledger),
        after_completion: overrun == Overrun::AfterCompletion,
        ..cycle(table, ledger)
    };
    full_cycle(table, work, ledger)
}

/// The interval of the cycles; Microsoft Entra ID allows none below a certain one.
fn interval(table: &file::Connect, sync: Synchronizer, ledger: &mut Ledger) -> SimDuration {
    let minutes = SimDuration::from_minutes;
    let (who, usual, least, rules) = match sync {
        Synchronizer::Connect => ("Connect", minutes(30), minutes(30), ["SYNC-01", "SYNC-01"]),
        Synchronizer::CloudSync => ("Cloud Sync", minutes(20), minutes(2), ["CS-02", "CS-01"]),
    };
    let written = (table.interval.as_ref(), table.allowed_interval.as_ref());
    let allowed = ledger.or("connect.allowed_interval", written.1, least, rules[1]);
    let interval = ledger.or("connect.interval", written.0, usual.max(allowed), rules[0]);
    if let Some(place) = written.1.filter(|_| allowed < LEAST_INTERVAL).map(|w| &w.place) {
        let message = format!("an allowed interval of {allowed} is too short");
        ledger.push(Problem::new(place, message, format!("at least {LEAST_INTERVAL}")));
    }
    if let Some(place) = written.0.filter(|_| interval < allowed).map(|w| &w.place) {
        let message = format!("Entra {who} would run every {allowed}");
        let label = format!("shorter than the allowed interval of {allowed} ({})", rules[1]);
        let help = "write it as `allowed_interval` too if your tenant allows it";
        ledger.push(Problem::new(place, message, label).help(help));
    }
    interval.max(LEAST_INTERVAL)
}

/// Entra Cloud Sync knows users and groups only (CS-01).
fn brings_no_devices(file: &ScenarioFile, table: &file::Connect, ledger: &mut Ledger) {
    let Some(written) = &table.sync else { return };
    let fallback = file.federation.as_ref().and_then(|f| f.value.fallback.as_ref());
    let fallback = fallback.is_none_or(|fallback| fallback.value);
    for (name, connection) in hybrid(file) {
        let federated = connection.device_identity.as_ref();
        let federated = federated.is_some_and(|d| d.value == DeviceIdentity::Federated);
        let (label, help) = match (federated, fallback) {
            (true, false) => continue,
            (true, true) => (
                format!("[connection.{name}] waits for it while AD FS is down"),
                "write fallback = false in [federation], or sync = \"connect\"",
            ),
            (false, _) => (
                format!("the devices of [connection.{name}] would never appear (CS-01)"),
                "write sync = \"connect\", or device_identity = \"federated\" in the connection",
            ),
        };
        let message = "Entra Cloud Sync brings users and groups, but no devices";
        ledger.push(Problem::new(&written.place, message, label).help(help));
    }
}

fn cycle(table: &file::Connect, ledger: &mut Ledger) -> ConnectSync {
    let none = file::Cycle::default();
    let cycle = table.cycle.as_ref().map_or(&none, |t| &t.value);
    let minutes = SimDuration::from_minutes;
    let fixed = ledger.or("connect.cycle.fixed", cycle.fixed.as_ref(), minutes(3), "SYNC-09");
    let path = "connect.cycle.per_1000_changes";
    let per_1000_changes = ledger.or(path, cycle.per_1000_changes.as_ref(), minutes(1), "SYNC-09");
    let (path, written) = ("connect.cycle.background_changes", cycle.background_changes.as_ref());
    let background_changes = ledger.or(path, written, 0, "SYNC-10");
    if let Some(written) = written.filter(|_| background_changes > MOST_CHANGES) {
        let message = format!("{background_changes} changes in every cycle");
        ledger.push(Problem::new(&written.place, message, format!("at most {MOST_CHANGES}")));
    }
    ConnectSync {
        grid: Grid { interval: minutes(30), phase: None, windows: vec![] },
        family: 0,
        fixed,
        per_1000_changes,
        background_changes: background_changes.min(MOST_CHANGES),
        objects: 0,
        per_1000_objects: SimDuration::ZERO,
        throttle: 1,
        after_completion: false,
    }
}

fn full_cycle(table: &file::Connect, work: ConnectSync, ledger: &mut Ledger) -> ConnectSync {
    let none = file::FullCycle::default();
    let full = table.full_cycle.as_ref().map_or(&none, |t| &t.value);
    let path = "connect.full_cycle.per_1000_objects";
    let two_minutes = SimDuration::from_minutes(2);
    ConnectSync {
        objects: ledger.or("connect.full_cycle.objects", full.objects.as_ref(), 0, "SYNC-14"),
        per_1000_objects: ledger.or(path, full.per_1000_objects.as_ref(), two_minutes, "SYNC-09"),
        ..work
    }
}

fn throttle(table: &file::Connect, ledger: &mut Ledger) -> u64 {
    let throttle = ledger.or("connect.throttle", table.throttle.as_ref(), 7_000, "SYNC-11");
    if let Some(written) = table.throttle.as_ref().filter(|_| throttle == 0) {
        let label = "at least 1; Microsoft Entra ID takes 7000";
        ledger.push(Problem::new(&written.place, "nothing could ever be exported", label));
    }
    throttle.max(1)
}

fn federation(file: &ScenarioFile, ledger: &mut Ledger) -> Federation {
    let none = file::Federation::default();
    let table = file.federation.as_ref().map_or(&none, |t| &t.value);
    let (path, written) = ("federation.registration", table.registration.as_ref());
    let registration: Distribution =
        ledger.or(path, written, triangular_tenths([10, 30, 50]), "JOIN-06");
    Federation {
        registration: registration.into(),
        fallback: ledger.or("federation.fallback", table.fallback.as_ref(), true, "JOIN-07"),
    }
}

fn timeout(file: &ScenarioFile, ledger: &mut Ledger) -> SimDuration {
    let none = file::HybridJoin::default();
    let table = file.hybrid_join.as_ref().map_or(&none, |t| &t.value);
    let written: Option<&Spanned<SimDuration>> = table.timeout.as_ref();
    let ninety = SimDuration::from_minutes(90);
    let timeout = ledger.or("hybrid_join.timeout", written, ninety, "ID-01");
    if let Some(written) = written.filter(|_| timeout == SimDuration::ZERO) {
        let message = "no device object could ever appear in time";
        ledger.push(Problem::new(&written.place, message, "no time").help("such as \"90m\""));
    }
    timeout
}
