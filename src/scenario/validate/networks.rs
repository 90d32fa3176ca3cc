//! Subnets, connections and policies: names resolved, addresses counted.

use super::settings::Ledger;
use crate::kernel::stream::family;
use crate::kernel::time::SimDuration;
use crate::kernel::variate::{Chance, Distribution};
use crate::provisioning::network::address_pool;
use crate::provisioning::network::health_check::LEAST_INTERVAL;
use crate::provisioning::tenant::{Connection, HealthCheck, Network, Policy, Subnet};
use crate::scenario::file::{self, Join, ScenarioFile};
use crate::scenario::instant::Phase;
use crate::scenario::named::{Item, Named};
use crate::scenario::prefixes::Prefixes;
use crate::scenario::problem::{Problem, did_you_mean};
use crate::scenario::tree::Spanned;
use crate::scenario::value::{Names, Probability};

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
    Networks {
        subnets: file.subnet.iter().map(|item| subnet(item, ledger)).collect(),
        connections: file.connection.iter().map(|item| connection(item, file, ledger)).collect(),
        policies: file.policy.iter().map(|item| policy(item, file, ledger)).collect(),
        targets: targets(file, ledger),
    }
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
    Subnet { name: name.clone(), usable: total.saturating_sub(in_use) }
}

fn usable(prefixes: &Prefixes) -> u64 {
    address_pool::usable(prefixes.0.iter().map(|p| p.value.prefix_len()))
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
    if let Some(join) = item.value.join.as_ref().filter(|j| j.value == Join::Hybrid) {
        let message = "Microsoft Entra hybrid join is not modeled in this version";
        let problem = Problem::new(&join.place, message, "write \"entra\"");
        ledger.push(problem.help("the results of an Entra join say nothing about a hybrid join"));
    }
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
            ledger,
        ),
    }
}

fn health_check(
    path: &str,
    written: Option<&Spanned<file::HealthCheck>>,
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
    check_grid(table, interval, &duration, ledger);
    let phase = match phase {
        Phase::Random => None,
        Phase::At(first) => Some(first),
    };
    let failure = Chance::new(failure.get()).expect("a probability lies in [0, 1]");
    HealthCheck { interval, phase, duration: duration.into(), failure, borrows_address }
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
    if let Some(written) = table.phase.as_ref()
        && let Phase::At(first) = written.value
        && first >= interval
    {
        let message = "`phase` is not within the first interval";
        let label = format!("the first check starts before +{interval}");
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

fn policy(item: &Item<file::Policy>, file: &ScenarioFile, ledger: &mut Ledger) -> Policy {
    let name = &item.name.value;
    let path = format!("policy.{name}");
    let table = &item.value;
    ledger.given(&format!("{path}.connections"), table.connections.as_ref());
    ledger.given(&format!("{path}.network"), table.network.as_ref());
    ledger.given(&format!("{path}.region"), table.region.as_ref());
    ledger.given(&format!("{path}.groups"), table.groups.as_ref());
    let local_admin = &format!("{path}.local_admin");
    let local_admin = ledger.or(local_admin, table.local_admin.as_ref(), false, "POST-04");
    Policy { name: name.clone(), network: network(item, file, ledger), local_admin }
}

fn network(item: &Item<file::Policy>, file: &ScenarioFile, ledger: &mut Ledger) -> Network {
    let table = &item.value;
    let name = &item.name;
    let region = table.region.as_ref();
    match (&table.connections, &table.network) {
        (Some(list), None) => {
            if let Some(region) = region {
                let message = "a policy with `connections` has no `region` of its own";
                let label = "the region is that of each connection";
                ledger.push(Problem::new(&region.place, message, label));
            }
            Network::Connections(by_priority(list, file, ledger))
        }
        (None, None) if !ledger.is_partial() => {
            let message = format!("[policy.{}] has no network", name.value);
            let problem = Problem::new(&name.place, message, "which network?");
            let help = "write `connections = [\"NAME\"]`, or `network = \"microsoft-hosted\"`";
            ledger.push(problem.help(help));
            Network::Connections(vec![])
        }
        (Some(_), Some(written)) => {
            let message = format!("[policy.{}] has both `connections` and `network`", name.value);
            ledger.push(Problem::new(&written.place, message, "one of them"));
            Network::Connections(vec![])
        }
        (None, _) => Network::MicrosoftHosted { region: region.map(|r| r.value.clone()) },
    }
}

fn by_priority(list: &Spanned<Names>, file: &ScenarioFile, ledger: &mut Ledger) -> Vec<u16> {
    let mut found = vec![];
    for name in &list.value.0 {
        let index = resolve(name, "connection", &file.connection, ledger);
        if index.is_some_and(|i| found.contains(&i)) {
            let message = format!("connection `{}` is named twice", name.value);
            ledger.push(Problem::new(&name.place, message, "once, by its priority"));
        }
        found.extend(index);
    }
    if list.value.0.is_empty() {
        let message = "a policy needs at least one connection";
        ledger.push(Problem::new(&list.place, message, "name one"));
    }
    found
}

/// Which policy targets each group.
fn targets(file: &ScenarioFile, ledger: &mut Ledger) -> Vec<(String, u16)> {
    let mut targets: Vec<(String, u16)> = vec![];
    for (item, policy) in file.policy.iter().zip(0..) {
        for group in item.value.groups.iter().flat_map(|groups| &groups.value.0) {
            resolve(group, "group", &file.group, ledger);
            if targets.iter().any(|(known, _)| *known == group.value) {
                let message = format!("group `{}` is assigned twice", group.value);
                let label = "a group has one policy in this version";
                let help = "which of several policies wins is not modeled yet";
                ledger.push(Problem::new(&group.place, message, label).help(help));
            }
            targets.push((group.value.clone(), policy));
        }
    }
    targets
}
