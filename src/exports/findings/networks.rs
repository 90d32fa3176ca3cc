//! Subnets and connections of all exports together.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::Ipv4Net;
use jiff::civil::DateTime;

use super::space::{Space, length_for};
use super::{called, next};
use crate::exports::format::connections::{self, Check};
use crate::exports::ids::{Namer, ResourceId};
use crate::exports::log::{Log, Sourced};
use crate::exports::{Collected, Names};
use crate::scenario::file::Join;

/// Subnets and connections.
#[derive(Debug, Default)]
pub(crate) struct Networks {
    /// The subnets of the connections.
    pub(crate) subnets: Vec<Subnet>,
    /// The connections by their identifier.
    pub(crate) connections: Vec<Connection>,
}

/// A subnet.
#[derive(Debug)]
pub(crate) struct Subnet {
    /// Its name in the scenario.
    pub(crate) name: String,
    /// Its ranges.
    pub(crate) prefixes: Sourced<Vec<Ipv4Net>>,
    /// Addresses that have an owner.
    pub(crate) in_use: Sourced<u64>,
    /// Whether an export tells its ranges.
    pub(crate) is_known: bool,
}

/// A connection.
#[derive(Debug)]
pub(crate) struct Connection {
    /// Its identifier, or what stands for it.
    pub(crate) key: String,
    /// Its name in the scenario.
    pub(crate) name: String,
    /// Its display name.
    pub(crate) display_name: Option<String>,
    /// How its Cloud PCs join.
    pub(crate) join: Sourced<Join>,
    /// The index of its subnet, and what says so.
    pub(crate) subnet: Sourced<usize>,
    /// Where its virtual network's path stands.
    pub(crate) network: Option<String>,
    /// Its region.
    pub(crate) region: Option<Sourced<String>>,
    /// Its forest, under a neutral name.
    pub(crate) forest: Option<Sourced<String>>,
    /// Its site, once known.
    pub(crate) site: Option<Sourced<String>>,
    /// Graph's word for its health.
    pub(crate) health: Option<Sourced<String>>,
    /// Checks that did not pass.
    pub(crate) checks: Vec<Check>,
    /// When its last health check began.
    pub(crate) checked: Option<Sourced<DateTime>>,
    /// Whether an export tells of it.
    pub(crate) is_known: bool,
}

impl Connection {
    /// Whether policies and Cloud PCs seem to mean it, by its identifier and its name.
    pub(crate) fn is_called(&self) -> bool {
        !self.is_known && self.display_name.is_some() && !self.key.starts_with(BY_NAME)
    }
}

/// What stands before the display name of a connection of which nothing else is known; after
/// every identifier.
const BY_NAME: char = '~';
/// The size of a subnet that nothing is known of.
const USUAL_LENGTH: u8 = 24;
/// As many prefixes are kept for their owners.
const MOST_KEPT: usize = 1_000;
/// Subnets that Azure keeps for services of its own.
const AZURES_OWN: [&str; 5] = [
    "gatewaysubnet",
    "azurebastionsubnet",
    "azurefirewallsubnet",
    "azurefirewallmanagementsubnet",
    "routeserversubnet",
];

pub(crate) fn find(collected: &Collected, names: Names, log: &Log) -> Networks {
    let written = connections(collected);
    let mut networks = Networks::default();
    let mut subnets = Subnets::new(collected, names, log);
    subnets.space = Space::keeping(exported(&written, collected));
    let forests: BTreeSet<&String> =
        written.values().filter_map(|c| c.domain.as_ref()).map(|d| &d.value).collect();
    let mut book = Namer::new("anc");
    for (key, connection) in &written {
        let name = next(&mut book, names, connection.name.as_deref());
        let forest = connection.domain.as_ref().and_then(|domain| {
            let at = forests.iter().position(|known| **known == domain.value)?;
            Some(domain.clone().map(|_| format!("forest-{}", at + 1)))
        });
        let join = join(connection, collected);
        networks.connections.push(Connection {
            key: key.clone(),
            name,
            display_name: connection.name.clone(),
            subnet: subnets.of(connection, key),
            network: connection.network.as_ref().map(|network| network.from.clone()),
            region: connection.region.clone(),
            forest: forest.filter(|_| join.value == Join::Hybrid),
            join,
            site: None,
            health: connection.health.clone(),
            checks: connection.checks.clone(),
            checked: connection.checked.clone(),
            is_known: collected.connections.contains_key(key),
        });
    }
    networks.note_called(log);
    subnets.note_unused();
    networks.subnets = subnets.found;
    networks
}

/// The ranges that the subnets of these connections have by an export.
fn exported(
    written: &BTreeMap<String, connections::Connection>,
    collected: &Collected,
) -> Vec<Ipv4Net> {
    let ids = written.values().filter_map(|connection| connection.subnet.as_ref());
    let subnets = ids.filter_map(|id| collected.subnets.get(&id.value.0));
    let prefixes = subnets.filter_map(|subnet| subnet.prefixes.as_ref());
    prefixes.flat_map(|prefixes| &prefixes.value).copied().take(MOST_KEPT).collect()
}

/// All connections that any export names, by their identifier.
fn connections(collected: &Collected) -> BTreeMap<String, connections::Connection> {
    let mut all = collected.connections.clone();
    let called = called::names(collected);
    let placeholder = |id: String, name: Option<String>| connections::Connection {
        id,
        name,
        ..connections::Connection::default()
    };
    for place in collected.policies.iter().filter_map(|p| p.joins.as_ref()).flatten() {
        if let Some(id) = place.connection.as_ref().map(|id| id.value.clone()) {
            let name = called.get(&id).cloned();
            all.entry(id.clone()).or_insert_with(|| placeholder(id, name));
        }
    }
    let named: BTreeSet<_> =
        collected.cloud_pcs.rows.keys().filter_map(|alike| alike.connection.clone()).collect();
    for name in named {
        if !all.values().any(|c| c.name.as_ref() == Some(&name)) {
            let key = format!("{BY_NAME}{name}");
            all.insert(key.clone(), placeholder(key, Some(name)));
        }
    }
    let hosted = collected.cloud_pcs.rows.is_empty() && collected.policies.is_empty();
    if all.is_empty() && hosted {
        all.insert(String::new(), placeholder(String::new(), None));
    }
    all
}

/// How a connection joins: as it says, as a policy says, or what its surroundings suggest.
fn join(connection: &connections::Connection, collected: &Collected) -> Sourced<Join> {
    let places = collected.policies.iter().filter_map(|p| p.joins.as_ref()).flatten();
    let mut of_it =
        places.filter(|p| p.connection.as_ref().is_some_and(|id| id.value == connection.id));
    let by_policy = of_it.find_map(|place| place.join.clone());
    let directory = !collected.schedulers.is_empty()
        || !collected.replication.pulls.is_empty()
        || !collected.site_links.is_empty();
    connection.join.clone().or(by_policy).unwrap_or_else(|| {
        if connection.domain.is_some() {
            Sourced::default(Join::Hybrid, "it names an Active Directory domain")
        } else if directory {
            Sourced::default(Join::Hybrid, "not exported; Active Directory is")
        } else {
            Sourced::default(Join::Entra, "not exported")
        }
    })
}

/// The subnets found so far.
struct Subnets<'a> {
    collected: &'a Collected,
    names: Names,
    log: &'a Log,
    book: Namer,
    space: Space,
    keys: Vec<String>,
    found: Vec<Subnet>,
}

impl<'a> Subnets<'a> {
    fn new(collected: &'a Collected, names: Names, log: &'a Log) -> Self {
        let book = Namer::new("subnet");
        let space = Space::default();
        Self { collected, names, log, book, space, keys: vec![], found: vec![] }
    }

    /// The index of a connection's subnet.
    fn of(&mut self, connection: &connections::Connection, key: &str) -> Sourced<usize> {
        let said = connection.subnet.clone();
        let said = said.or_else(|| self.only(key));
        let id = said
            .as_ref()
            .map_or_else(|| ResourceId(format!("{BY_NAME}{key}")), |said| said.value.clone());
        let index = self.keys.iter().position(|known| *known == id.0).unwrap_or_else(|| {
            let subnet = self.subnet(&id);
            self.keys.push(id.0.clone());
            self.found.push(subnet);
            self.found.len() - 1
        });
        match said {
            Some(said) => said.map(|_| index),
            None => Sourced::default(index, "the connection's subnet is not exported"),
        }
    }

    /// Subnets that no connection names serve no Cloud PC.
    fn note_unused(&self) {
        let unused = |key: &&String| !self.keys.contains(key);
        let count = self.collected.subnets.keys().filter(unused).count();
        if count > 0 {
            let reason = format!("{count} exported but named by no connection; left out");
            self.log.note("scenario", "subnet", reason);
        }
    }

    /// Where no connection is exported: the first subnet that is not Azure's own.
    fn only(&self, key: &str) -> Option<Sourced<ResourceId>> {
        let for_cloud_pcs = |id: &ResourceId| !id.subnet().is_some_and(|n| AZURES_OWN.contains(&n));
        let ids = self.collected.subnets.values().map(|subnet| &subnet.id);
        let mut ids = ids.chain(self.collected.usages.values().map(|usage| &usage.id));
        let first = ids.find(|id| for_cloud_pcs(id)).filter(|_| key.is_empty())?;
        Some(Sourced::default(first.clone(), "no connection is exported; the first subnet"))
    }

    fn subnet(&mut self, id: &ResourceId) -> Subnet {
        let written = self.collected.subnets.get(&id.0);
        let usage = self.collected.usages.get(&id.0);
        let own = written.and_then(|subnet| subnet.name.as_deref()).or_else(|| id.subnet());
        let name = next(&mut self.book, self.names, own);
        let prefixes = written.and_then(|subnet| subnet.prefixes.clone());
        let limit = usage.and_then(|usage| usage.limit.clone());
        let is_known = prefixes.is_some() || limit.is_some();
        let prefixes = match prefixes {
            Some(prefixes) => self.place(prefixes),
            None => self.invent(limit),
        };
        let in_use = usage.and_then(|usage| usage.in_use.clone());
        let in_use = in_use.or_else(|| written.and_then(|subnet| subnet.in_use.clone()));
        let in_use = in_use.unwrap_or_else(|| Sourced::default(0, NOT_EXPORTED));
        Subnet { name, prefixes, in_use, is_known }
    }

    /// Ranges as exported, or moved where another virtual network has the same ones.
    fn place(&mut self, prefixes: Sourced<Vec<Ipv4Net>>) -> Sourced<Vec<Ipv4Net>> {
        let mut moved = vec![];
        let mut placed = vec![];
        for net in prefixes.value {
            if self.space.take(net) {
                placed.push(net);
            } else {
                moved.push(net.to_string());
                placed.extend(self.space.find(net.prefix_len()));
            }
        }
        let from = match moved.as_slice() {
            [] => prefixes.from,
            _ => format!(
                "{}, where it is {}, which another subnet has, too",
                prefixes.from,
                moved.join(", ")
            ),
        };
        Sourced { value: placed, from }
    }

    /// The length of a usual prefix, or of one with room for twice the Cloud PCs that are on any
    /// connection: what nobody exported leaves none of them out.
    fn roomy(&self) -> u8 {
        let on_any =
            self.collected.cloud_pcs.rows.iter().filter(|(alike, _)| alike.connection.is_some());
        let count: u64 = on_any.map(|(_, row)| row.count).sum();
        length_for(2 * count).map_or(USUAL_LENGTH, |length| length.min(USUAL_LENGTH))
    }

    /// A range as large as the limit that Azure reports, or else a usual one.
    fn invent(&mut self, limit: Option<Sourced<u64>>) -> Sourced<Vec<Ipv4Net>> {
        let length = limit.as_ref().map(|limit| length_for(limit.value));
        let length = length.flatten().unwrap_or_else(|| self.roomy());
        let net = self.space.find(length);
        if net.is_none() {
            self.log.note("scenario", "subnet", "no room for another prefix");
        }
        let value = net.into_iter().collect();
        match limit {
            None => Sourced::default(value, "not exported"),
            Some(limit) => {
                let size =
                    format!("{}, {} usable; the address is not exported", limit.from, limit.value);
                Sourced { value, from: size }
            }
        }
    }
}

/// Why a default stands in.
pub(crate) const NOT_EXPORTED: &str = "not exported";

impl Networks {
    /// Says which connections are known by an identifier and a name that no export brings together.
    fn note_called(&self, log: &Log) {
        for connection in self.connections.iter().filter(|connection| connection.is_called()) {
            let reason = "taken to be the connection that all Cloud PCs of its policies name; \
                          onPremisesConnections would tell";
            log.note("scenario", &format!("connection.{}", connection.name), reason);
        }
    }

    /// The names of connections that only other objects name.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = &str> {
        self.connections.iter().filter(|c| !c.is_known).map(|c| c.name.as_str())
    }

    /// The index of the connection that Cloud PCs call by this name.
    pub(crate) fn named(&self, name: &str) -> Option<usize> {
        self.connections.iter().position(|c| c.display_name.as_deref() == Some(name))
    }

    /// The index of the connection with this identifier.
    pub(crate) fn of_id(&self, id: &str) -> Option<usize> {
        self.connections.iter().position(|c| c.key == id)
    }
}
