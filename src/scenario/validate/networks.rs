//! Subnets and connections: names resolved, addresses counted.

use super::policies;
use super::settings::Ledger;
use crate::kernel::stream::family;
use crate::kernel::time::SimDuration;
use crate::kernel::variate::{Chance, Distribution};
use crate::provisioning::network::address_pool;
use crate::provisioning::network::health_check::LEAST_INTERVAL;
use crate::provisioning::stage::Join as Joins;
use crate::provisioning::tenant::{Connection, HealthCheck, Policy, Subnet};
use crate::scenario::file::{self, DeviceIdentity, Join, ScenarioFile};
use crate::scenario::instant::Phase;
use crate::scenario::named::{Item, Named};
use crate::scenario::prefixes::Prefixes;
use crate::scenario::problem::{Place, Problem, did_you_mean};
use crate::scenario::tree::Spanned;
use crate::scenario::value::Probability;

/// The tenant's networks and policies, and which policy targets each group.
pub(super) struct Networks {
    pub(super) subnets: Vec<Subnet>,
    pub(super) connections: Vec<Connection>,
    pub(super) policies: Vec<Policy>,
    /// Group and the index of the policy assigned to it.
    pub(super) targets: Vec<(String, u16)>,
}

pub(super) fn read(file: &ScenarioFile, ledger: &mut Ledger) -> Networks {
    few(&file.subnet, "subnets", 200, ledger);
    few(&file.connection, "connections", 200, ledger);
    few(&file.policy, "policies", 1_000, ledger);
    apart(file, ledger);
    let subnets = file.subnet.iter().map(|item| subnet(item, ledger)).collect();
    let connections: Vec<_> =
        file.connection.iter().map(|item| connection(item, file, ledger)).collect();
    let policies = policies::read(file, &connections, ledger);
    Networks { subnets, connections, policies, targets: policies::targets(file, ledger) }
}

/// The index of what a name means among the tables of a kind.
pub(super) fn resolve<T>(
    name: &Spanned<String>,
    kind: &str,
    known: &Named<T>,
    ledger: &mut Ledger,
) -> Option<u16> {
    let names = known.names();
    if let Some(index) = names.iter().position(|known| *known == name.value) {
        return u16::try_from(index).ok();
    }
    if !ledger.is_partial() {
        let message = format!("there is no [{kind}.{}]", name.value);
        let problem = Problem::new(&name.place, message, format!("not a {kind} of this scenario"));
        let help = match names.as_slice() {
            [] => format!("add [{kind}.{}]", name.value),
            _ => did_you_mean(&name.value, &names),
        };
        ledger.push(problem.help(help));
    }
    None
}

pub(super) fn few<T>(tables: &Named<T>, what: &str, most: usize, ledger: &mut Ledger) {
    if let Some(item) = tables.items.get(most) {
        let message = format!("{} {what} are too many", tables.items.len());
        ledger.push(Problem::new(&item.place, message, format!("at most {most}")));
    }
}

fn subnet(item: &Item<file::Subnet>, ledger: &mut Ledger) -> Subnet {
    let name = &item.name.value;
    let path = format!("subnet.{name}");
    ledger.given(&format!("{path}.prefix"), item.value.prefix.as_ref());
    let in_use =
        ledger.or(&format!("{path}.in_use"), item.value.in_use.as_ref(), 0, "a subnet of its own");
    let prefixes = item.value.prefix.as_ref().map(|p| &p.value);
    let total = prefixes.map_or(0, usable);
    if let Some(written) =
        item.value.in_use.as_ref().filter(|_| prefixes.is_some() && in_use > total)
    {
        let message = format!("{in_use} addresses in use are more than [subnet.{name}] has");
        let label = format!("{total} are usable: five of each prefix are Azure's own");
        ledger.push(Problem::new(&written.place, message, label));
    }
    let lengths = prefixes.map(lengths).unwrap_or_default();
    Subnet { name: name.clone(), usable: total.saturating_sub(in_use), prefixes: lengths, in_use }
}

fn usable(prefixes: &Prefixes) -> u64 {
    address_pool::usable(lengths(prefixes))
}

fn lengths(prefixes: &Prefixes) -> Vec<u8> {
    prefixes.0.iter().map(|p| p.value.prefix_len()).collect()
}

/// Subnets must not overlap each other.
fn apart(file: &ScenarioFile, ledger: &mut Ledger) {
    let mut all: Vec<_> = file
        .subnet
        .iter()
        .flat_map(|item| item.value.prefix.iter().flat_map(|p| &p.value.0).map(move |p| (item, p)))
        .collect();
    all.sort_by_key(|(_, p)| (p.value.network(), p.value.prefix_len()));
    let mut all = all.into_iter();
    let Some(mut outer) = all.next() else { return };
    for (item, inner) in all {
        let (around, a) = outer;
        if !a.value.contains(&inner.value.network()) {
            outer = (item, inner);
        } else if around.name.value != item.name.value {
            let message =
                format!("[subnet.{}] overlaps [subnet.{}]", item.name.value, around.name.value);
            let label = format!("{} lies in {}", inner.value, a.value);
            ledger.push(Problem::new(&inner.place, message, label));
        }
    }
}

fn connection(
    item: &Item<file::Connection>,
    file: &ScenarioFile,
    ledger: &mut Ledger,
) -> Connection {
    let name = &item.name.value;
    let path = format!("connection.{name}");
    ledger.given(&format!("{path}.join"), item.value.join.as_ref());
    ledger.given(&format!("{path}.subnet"), item.value.subnet.as_ref());
    ledger.given(&format!("{path}.region"), item.value.region.as_ref());
    ledger.given(&format!("{path}.forest"), item.value.forest.as_ref());
    ledger.given(&format!("{path}.join_quota"), item.value.join_quota.as_ref());
    let join = join(item, ledger);
    let subnet =
        item.value.subnet.as_ref().and_then(|s| resolve(s, "subnet", &file.subnet, ledger));
    Connection {
        name: name.clone(),
        family: family("connection", name),
        subnet: subnet.unwrap_or(0),
        region: item.value.region.as_ref().map(|r| r.value.clone()),
        check: health_check(
            &format!("{path}.health_check"),
            item.value.health_check.as_ref(),
            join,
            ledger,
        ),
        join,
        way: None,
        forest: item.value.forest.as_ref().map(|f| f.value.clone()),
        join_quota: item.value.join_quota.as_ref().map(|q| q.value),
    }
}

/// How the devices of a connection join; nothing of a hybrid join without one.
fn join(item: &Item<file::Connection>, ledger: &mut Ledger) -> Joins {
    let table = &item.value;
    let Some(written) = &table.join else { return Joins::Entra };
    if written.value == Join::Hybrid {
        let path = format!("connection.{}.device_identity", item.name.value);
        let (identity, default) = (table.device_identity.as_ref(), DeviceIdentity::Synced);
        return match ledger.or(&path, identity, default, "JOIN-06") {
            DeviceIdentity::Synced => Joins::Synced,
            DeviceIdentity::Federated => Joins::Federated,
        };
    }
    for (key, place) in of_hybrid_join(table) {
        let message = format!("`{key}` is for Microsoft Entra hybrid join only");
        let label = format!("[connection.{}] joins Microsoft Entra ID alone", item.name.value);
        ledger.push(
            Problem::new(place, message, label).help("write join = \"hybrid\", or leave it out"),
        );
    }
    Joins::Entra
}

/// The keys that only a hybrid join has, as far as they are there.
fn of_hybrid_join(table: &file::Connection) -> Vec<(&'static str, &Place)> {
    let check = table.health_check.as_ref().and_then(|check| check.value.new_computer.as_ref());
    let keys = [
        ("ad_site", table.ad_site.as_ref().map(|w| &w.place)),
        ("forest", table.forest.as_ref().map(|w| &w.place)),
        ("join_quota", table.join_quota.as_ref().map(|w| &w.place)),
        ("device_identity", table.device_identity.as_ref().map(|w| &w.place)),
        ("new_computer", check.map(|w| &w.place)),
    ];
    keys.into_iter().filter_map(|(key, place)| Some((key, place?))).collect()
}

fn health_check(
    path: &str,
    written: Option<&Spanned<file::HealthCheck>>,
    join: Joins,
    ledger: &mut Ledger,
) -> HealthCheck {
    let none = file::HealthCheck::default();
    let table = written.map_or(&none, |w| &w.value);
    let key = |key: &str| format!("{path}.{key}");
    let six_hours = SimDuration::from_hours(6);
    let half_an_hour = Distribution::Fixed(SimDuration::from_minutes(30));
    let interval = ledger.or(&key("interval"), table.interval.as_ref(), six_hours, "ANC-04");
    let phase = ledger.or(&key("phase"), table.phase.as_ref(), Phase::Random, "HC-03");
    let duration = ledger.or(&key("duration"), table.duration.as_ref(), half_an_hour, "ANC-05");
    let failure =
        ledger.or(&key("failure"), table.failure.as_ref(), Probability::default(), "CON-25");
    let borrows_address =
        ledger.or(&key("borrows_address"), table.borrows_address.as_ref(), true, "ANC-06");
    let new_computer = table.new_computer.as_ref();
    let new_computer =
        join.is_hybrid() && ledger.or(&key("new_computer"), new_computer, false, "CON-13");
    check_grid(table, interval, &duration, ledger);
    let phase = within_first(table.phase.as_ref(), phase, interval, ledger);
    let failure = Chance::new(failure.get()).expect("a probability lies in [0, 1]");
    HealthCheck {
        interval,
        phase,
        duration: duration.into(),
        failure,
        borrows_address,
        new_computer,
    }
}

/// The first point of a grid, which must lie within the first interval; absent if random.
pub(super) fn within_first(
    written: Option<&Spanned<Phase>>,
    phase: Phase,
    interval: SimDuration,
    ledger: &mut Ledger,
) -> Option<SimDuration> {
    let Phase::At(first) = phase else { return None };
    if let Some(written) = written.filter(|_| first >= interval) {
        let message = "`phase` is not within the first interval";
        let label = format!("the first one starts before +{interval}");
        ledger.push(Problem::new(&written.place, message, label));
    }
    Some(first)
}

fn check_grid(
    table: &file::HealthCheck,
    interval: SimDuration,
    duration: &Distribution,
    ledger: &mut Ledger,
) {
    if let Some(written) = table.interval.as_ref().filter(|_| interval < LEAST_INTERVAL) {
        let message = format!("health checks every {interval} are too frequent");
        let label = format!("at least {LEAST_INTERVAL}; Windows 365 checks every one to six hours");
        ledger.push(Problem::new(&written.place, message, label));
    }
    let too_long = duration.longest().filter(|&longest| longest > interval);
    let written = table.duration.as_ref().map(|d| &d.place);
    let written = written.or(table.interval.as_ref().map(|i| &i.place));
    if let (Some(longest), Some(place)) = (too_long, written) {
        let message = format!("a health check of up to {longest} does not fit its interval");
        let label = format!("the next check begins after {interval}");
        let help = "shorten `duration`, or lengthen `interval`";
        ledger.push(Problem::new(place, message, label).help(help));
    }
}
