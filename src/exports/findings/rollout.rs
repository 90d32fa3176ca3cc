//! Policies, groups, Cloud PCs as they stand, and who waits for one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;

use super::networks::{NOT_EXPORTED, Networks};
use super::next;
use crate::exports::format::cloud_pcs::{Alike, Row};
use crate::exports::format::policies;
use crate::exports::ids::Namer;
use crate::exports::log::{Log, Sourced};
use crate::exports::{Collected, Names};
use crate::scenario::file::LicenseKind;

/// Policies, groups, and who waits.
#[derive(Debug, Default)]
pub(crate) struct Rollout {
    /// Policies in the order of the exports.
    pub(crate) policies: Vec<Policy>,
    /// Groups by their identifier.
    pub(crate) groups: Vec<Group>,
    /// Cloud PCs as they stand.
    pub(crate) initial: Vec<Initial>,
    /// Users whose number is made up, where no Cloud PC is exported.
    pub(crate) waves: Vec<Wave>,
    /// How long grace lasts.
    pub(crate) grace: Option<Sourced<i64>>,
}

/// A provisioning policy.
#[derive(Debug)]
pub(crate) struct Policy {
    /// Its identifier, or what stands for it.
    key: String,
    /// Its name in the scenario.
    pub(crate) name: String,
    /// Its network.
    pub(crate) network: Network,
    /// Names of its groups.
    pub(crate) groups: Vec<Sourced<String>>,
    /// Whether an export tells its groups.
    pub(crate) groups_known: bool,
    /// Whether users become local administrators.
    pub(crate) local_admin: Option<Sourced<bool>>,
    /// Whether its image is a custom one.
    pub(crate) custom_image: Option<Sourced<bool>>,
    /// Whether a language pack is installed.
    pub(crate) language_pack: Option<Sourced<bool>>,
    /// The kind of its licenses, where it is not the plain one.
    license: Option<Sourced<LicenseKind>>,
}

/// Where a policy's Cloud PCs are attached.
#[derive(Debug)]
pub(crate) enum Network {
    /// In a network of Microsoft's, perhaps in a region; and what says so.
    Hosted(Sourced<Option<String>>),
    /// On connections, by index and priority.
    Connections(Vec<Sourced<usize>>),
}

/// A group of users.
#[derive(Debug)]
pub(crate) struct Group {
    /// Its name in the scenario.
    pub(crate) name: String,
    /// The kind of its users' licenses, where it is not the plain one.
    pub(crate) license: Option<Sourced<LicenseKind>>,
    /// Where it stands.
    pub(crate) from: String,
}

/// Cloud PCs that stand alike when the exports were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Initial {
    /// Graph's word for their status.
    pub status: String,
    /// The name of their policy in the scenario.
    pub policy: Option<String>,
    /// The name of their connection; none on the Microsoft-hosted network.
    pub connection: Option<String>,
    /// The name of the group that their users are taken to be in.
    pub group: Option<String>,
    /// How many they are.
    pub count: u64,
    /// When grace ends, for those in it, in UTC.
    pub grace_ends: Vec<DateTime>,
    /// When each changed last, in UTC, as far as the exports say.
    pub changed: Vec<DateTime>,
    /// Why they failed or what is missing, by Graph's code.
    pub codes: BTreeMap<String, u64>,
}

/// Users of a group.
#[derive(Debug)]
pub(crate) struct Wave {
    /// The name of their group.
    pub(crate) group: String,
    /// How many.
    pub(crate) users: Sourced<u64>,
}

/// Users of a wave that no export tells of.
const USUAL_USERS: u64 = 10;
/// Waves that no export tells of.
const MOST_WAVES: usize = 100;

pub(crate) fn find(collected: &Collected, names: Names, networks: &Networks, log: &Log) -> Rollout {
    let written = written(collected, networks);
    let mut groups = Groups::new(&written, names);
    let mut by_id: Vec<usize> = (0..written.len()).collect();
    by_id.sort_by_key(|&index| &written[index].id);
    let mut book = Namer::new("policy");
    let mut called = vec![String::new(); written.len()];
    for index in by_id {
        called[index] = next(&mut book, names, written[index].name.as_deref());
    }
    let mut rollout = Rollout::default();
    for (policy, name) in written.iter().zip(called) {
        let network = network(policy, &name, collected, networks, log);
        rollout.policies.push(Policy {
            groups: groups.of(policy, &name),
            groups_known: policy.groups.is_some(),
            key: policy.id.clone(),
            network,
            name,
            local_admin: policy.local_admin.clone(),
            custom_image: policy.custom_image.clone(),
            language_pack: policy.language_pack.clone(),
            license: policy.license.clone(),
        });
    }
    rollout.groups = groups.found;
    rollout.grace = grace(&written, log);
    rollout.license(log);
    rollout.stand(collected, networks);
    rollout
}

/// All policies that any export names, in its order; where none does, one for each connection.
fn written(collected: &Collected, networks: &Networks) -> Vec<policies::Policy> {
    let mut all = collected.policies.clone();
    let placeholder = |id: String| policies::Policy { id, ..policies::Policy::default() };
    let known: BTreeSet<String> = all.iter().map(|policy| policy.id.clone()).collect();
    let of_cloud_pcs = collected.cloud_pcs.rows.keys().filter_map(|alike| alike.policy.clone());
    let more: BTreeSet<String> = of_cloud_pcs.filter(|id| !known.contains(id)).collect();
    all.extend(more.into_iter().map(placeholder));
    if all.is_empty() {
        let of = |index: usize| placeholder(format!("~{index:03}"));
        all.extend((0..networks.connections.len().max(1)).map(of));
    }
    all
}

fn network(
    policy: &policies::Policy,
    name: &str,
    collected: &Collected,
    networks: &Networks,
    log: &Log,
) -> Network {
    let places = policy.joins.iter().flatten();
    let listed: Vec<Sourced<usize>> = places
        .filter_map(|place| {
            let id = place.connection.as_ref()?;
            Some(Sourced { value: networks.of_id(&id.value)?, from: id.from.clone() })
        })
        .collect();
    if !listed.is_empty() {
        return Network::Connections(alike(listed, name, networks, log));
    }
    if let Some(places) = &policy.joins {
        let region = places.iter().find_map(|place| place.region.clone());
        let none = Sourced::default(None, "no connection is named, so Microsoft's network");
        return Network::Hosted(region.map_or(none, |region| region.map(Some)));
    }
    let mine = |alike: &&Alike| alike.policy.as_ref() == Some(&policy.id);
    let used: BTreeSet<usize> = collected
        .cloud_pcs
        .rows
        .keys()
        .filter(mine)
        .filter_map(|alike| networks.named(alike.connection.as_ref()?))
        .collect();
    let from = collected.cloud_pcs.source("onPremisesConnectionName");
    let used = used.into_iter().map(|value| Sourced { value, from: from.clone() }).collect();
    unsaid(policy, used, name, networks, log)
}

/// The network of a policy that no export describes.
fn unsaid(
    policy: &policies::Policy,
    used: Vec<Sourced<usize>>,
    name: &str,
    networks: &Networks,
    log: &Log,
) -> Network {
    if !used.is_empty() {
        return Network::Connections(alike(used, name, networks, log));
    }
    let index = policy.id.strip_prefix('~').and_then(|index| index.parse::<usize>().ok());
    match index.filter(|index| *index < networks.connections.len()) {
        Some(index) => {
            let why = "no policy is exported; one for each connection";
            Network::Connections(vec![Sourced::default(index, why)])
        }
        None => Network::Hosted(Sourced::default(None, "not exported")),
    }
}

/// Those connections of a policy that join like its first, each once: no policy mixes them.
fn alike(
    listed: Vec<Sourced<usize>>,
    name: &str,
    networks: &Networks,
    log: &Log,
) -> Vec<Sourced<usize>> {
    let join = |at: &Sourced<usize>| networks.connections[at.value].join.value;
    let mut kept: Vec<Sourced<usize>> = vec![];
    for one in listed {
        let place = format!("policy.{name}.connections");
        if kept.first().is_some_and(|first| join(first) != join(&one)) {
            log.note(
                "scenario",
                &place,
                "a connection that joins otherwise than the first; left out",
            );
        } else if kept.iter().any(|known| known.value == one.value) {
            log.note("scenario", &place, "a connection is named twice; taken once");
        } else {
            kept.push(one);
        }
    }
    kept
}

/// Groups found so far.
struct Groups {
    /// Their identifiers, which their names follow.
    keys: Vec<String>,
    found: Vec<Group>,
    names: Names,
}

impl Groups {
    fn new(policies: &[policies::Policy], names: Names) -> Self {
        let all = policies.iter().filter_map(|policy| policy.groups.as_ref()).flatten();
        let keys: BTreeMap<&str, &str> =
            all.rev().map(|group| (group.value.as_str(), group.from.as_str())).collect();
        let mut book = Namer::new("group");
        let found = keys.values().map(|from| Group {
            name: next(&mut book, names, None),
            license: None,
            from: (*from).to_string(),
        });
        let found = found.collect();
        Self { keys: keys.into_keys().map(String::from).collect(), found, names }
    }

    /// The names of a policy's groups; where no export tells them, a group of its own.
    fn of(&mut self, policy: &policies::Policy, name: &str) -> Vec<Sourced<String>> {
        let named = |group: &Sourced<String>| {
            let at = self.keys.iter().position(|key| *key == group.value)?;
            Some(Sourced { value: self.found[at].name.clone(), from: group.from.clone() })
        };
        let groups: Vec<_> = policy.groups.iter().flatten().filter_map(named).collect();
        if !groups.is_empty() {
            return groups;
        }
        let own = if self.names == Names::Kept {
            format!("group-of-{name}")
        } else {
            format!("group-{}", self.found.len() + 1)
        };
        let why = if policy.groups.is_some() {
            "the policy is assigned to no group"
        } else {
            "its assignments are not exported"
        };
        let from = format!("default: {why}");
        self.found.push(Group { name: own.clone(), license: None, from });
        vec![Sourced::default(own, why)]
    }
}

/// One length of grace holds in a scenario; Microsoft has one, too.
fn grace(policies: &[policies::Policy], log: &Log) -> Option<Sourced<i64>> {
    let sound = |hours: &&Sourced<i64>| (0..=8_760).contains(&hours.value);
    let written = || policies.iter().filter_map(|policy| policy.grace.as_ref());
    if !written().all(|grace| sound(&grace)) {
        let reason = "a gracePeriodInHours below none or above a year; left out";
        log.note("scenario", "loss.grace_period", reason);
    }
    let mut all = written().filter(sound);
    let first = all.next()?;
    if all.any(|other| other.value != first.value) {
        log.note(
            "scenario",
            "loss.grace_period",
            "policies differ in gracePeriodInHours; the first counts",
        );
    }
    Some(first.clone())
}

impl Rollout {
    /// The names of policies whose groups no export tells.
    pub(crate) fn unknown(&self) -> impl Iterator<Item = &str> {
        self.policies.iter().filter(|policy| !policy.groups_known).map(|p| p.name.as_str())
    }

    /// Users get the licenses that the first policy of their group needs.
    fn license(&mut self, log: &Log) {
        for group in &mut self.groups {
            let targets = |policy: &&Policy| policy.groups.iter().any(|g| g.value == group.name);
            let mut kinds = self.policies.iter().filter(targets).map(|policy| &policy.license);
            group.license = kinds.next().cloned().flatten();
            let kind = |license: &Option<Sourced<LicenseKind>>| license.as_ref().map(|l| l.value);
            if kinds.any(|other| kind(other) != kind(&group.license)) {
                let place = format!("group.{}.license", group.name);
                let reason = "policies of the group need different licenses; the first counts";
                log.note("scenario", &place, reason);
            }
        }
    }

    /// Cloud PCs as they stand, under the scenario's names.
    fn stand(&mut self, collected: &Collected, networks: &Networks) {
        for (alike, row) in &collected.cloud_pcs.rows {
            let policy = alike.policy.as_ref();
            let policy = policy.and_then(|id| self.policies.iter().find(|p| p.key == *id));
            let connection = alike.connection.as_ref().and_then(|name| networks.named(name));
            let Row { count, grace_ends, changed, codes } = row.clone();
            self.initial.push(Initial {
                status: alike.status.clone(),
                policy: policy.map(|policy| policy.name.clone()),
                connection: connection.map(|index| networks.connections[index].name.clone()),
                group: policy.and_then(|p| p.groups.first()).map(|group| group.value.clone()),
                count,
                grace_ends,
                changed,
                codes,
            });
        }
    }

    /// Small waves where no Cloud PC is exported; who has none yet is in no export.
    pub(crate) fn wait(&mut self) {
        let users = || Sourced::default(USUAL_USERS, NOT_EXPORTED);
        let groups = self.groups.iter().take(MOST_WAVES);
        self.waves =
            groups.map(|group| Wave { group: group.name.clone(), users: users() }).collect();
    }
}
