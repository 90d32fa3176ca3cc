//! Scenarios of the whole lifecycle: hybrid join, licenses, and what people change.

use proptest::prelude::*;

use super::environment::{self, Places};
use super::values::{Part, instant, key, law, length, maybe, number, table, word};
use super::{Size, Text, changes, cleanup, head, identity, retry, size, tenancy};

/// What the parts of a scenario have to agree on.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(super) size: Size,
    /// Whether nobody competes with anybody and every length is fixed.
    pub(super) quiet: bool,
    /// Whether Cloud PCs may be resized and moved: no policy has a GPU or changes how they join.
    pub(super) tame: bool,
    pub(super) joins: Vec<Join>,
    /// Each site link connects the next site, or one known, with one known.
    pub(super) links: Vec<[usize; 2]>,
    pub(super) policies: Vec<Policy>,
    /// Of each group its license; 0 is that of groups that name none.
    pub(super) groups: Vec<usize>,
    /// The kinds of licenses; the first is that of groups that name none.
    pub(super) licenses: Vec<&'static str>,
    /// Group and users of each wave.
    pub(super) waves: Vec<(usize, u64)>,
    pub(super) conditions: usize,
}

/// How the devices of a connection join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    Entra,
    Synced,
    Federated,
}

/// A policy; without connections it is on the Microsoft-hosted network.
#[derive(Clone, Debug)]
pub(super) struct Policy {
    pub(super) connections: Vec<usize>,
    pub(super) groups: Vec<usize>,
    pub(super) custom_image: bool,
    pub(super) language_pack: bool,
    pub(super) gpu: bool,
}

impl Shape {
    pub(super) fn is_hybrid(&self, connection: usize) -> bool {
        self.joins[connection] != Join::Entra
    }

    pub(super) fn hybrid(&self) -> Vec<usize> {
        (0..self.joins.len()).filter(|&c| self.is_hybrid(c)).collect()
    }

    /// Names of the sites: that of Entra Connect, then one for each link that leads farther.
    pub(super) fn sites(&self) -> usize {
        self.links.iter().flatten().max().map_or(1, |last| last + 1)
    }

    /// Those of some connections that join as the first of them does.
    pub(super) fn alike(&self, connections: &[usize]) -> Vec<usize> {
        let like_first = |c: &&usize| self.is_hybrid(**c) == self.is_hybrid(connections[0]);
        connections.iter().filter(like_first).copied().collect()
    }

    pub(super) fn places(&self) -> Places {
        let with_image = |p: &usize| self.policies[*p].custom_image;
        Places {
            connections: (0..self.joins.len()).collect(),
            hybrid: self.hybrid(),
            subnets: self.size.subnets,
            links: self.links.len(),
            images: (0..self.policies.len()).filter(with_image).collect(),
            languages: self.policies.iter().any(|policy| policy.language_pack),
        }
    }
}

/// A scenario in which everything can happen.
pub(crate) fn scenario() -> impl Strategy<Value = Text> {
    shape().prop_flat_map(|shape| {
        let places = shape.places();
        let mut parts = frame(&shape);
        let seldom = 6;
        parts.extend([environment::failures(seldom), environment::warnings(&places)]);
        let condition = |n| environment::condition(n, &places, passing(&shape));
        parts.extend((0..shape.conditions).map(condition));
        parts.extend(environment::admin());
        parts.push(environment::repair());
        parts.extend(changes::parts(&shape));
        parts.prop_map(|parts| Text(parts.concat()))
    })
}

/// When a condition holds: mostly for a while, or hardly anybody would get ready.
fn passing(shape: &Shape) -> Vec<Part> {
    let minutes = shape.size.minutes();
    let half = minutes / 2;
    let until = key("until", (half + 1..=minutes).prop_map(|m| format!("'+{m}m'")));
    let for_good = Just(String::new()).boxed();
    vec![maybe("from", instant(half)), prop_oneof![1 => for_good, 3 => until].boxed()]
}

/// A scenario in which nobody competes: roomy subnets, licenses and quotas without end, cycles of
/// fixed length, one connection per policy, no chance, no admin, no change; and a condition to be
/// appended to it, which begins within an hour and has no end yet.
pub(crate) fn quiet() -> impl Strategy<Value = (Text, String)> {
    shape().prop_map(calm).prop_flat_map(|shape| {
        let from = vec![maybe("from", instant(60))];
        let condition = environment::condition(0, &shape.places(), from);
        let text = frame(&shape).prop_map(|parts| Text(parts.concat()));
        (text, condition)
    })
}

/// The same without any competition.
fn calm(shape: Shape) -> Shape {
    let first_only = |mut policy: Policy| {
        policy.connections.truncate(1);
        policy
    };
    let policies = shape.policies.into_iter().map(first_only).collect();
    Shape { policies, quiet: true, ..shape }
}

/// Everything but chance, conditions, the admin and changes.
fn frame(shape: &Shape) -> Vec<Part> {
    let mut parts = vec![head(shape.size)];
    parts.extend(tenancy::parts(shape));
    parts.extend(identity::parts(shape));
    parts.push(timing(shape));
    parts.extend([if shape.quiet { calm_retry() } else { retry() }, cleanup()]);
    parts
}

fn calm_retry() -> Part {
    let then = word(&["retry", "stop"]);
    let attempts = number(1..=5);
    let keys = vec![
        maybe("attempts", attempts),
        maybe("pause", length(180)),
        maybe("non_retriable", then),
    ];
    table("retry", keys)
}

fn shape() -> impl Strategy<Value = Shape> {
    let conditions = prop_oneof![2 => Just(0), 3 => Just(1), 4 => 2..=4usize];
    (size(), 0..=4usize, 0..=2usize, conditions, any::<bool>()).prop_flat_map(
        |(size, links, licenses, conditions, tame)| {
            let groups = size.groups();
            let parts = (
                prop::collection::vec(join(), size.connections),
                prop::collection::vec((any::<u8>(), any::<u8>()), links),
                prop::collection::vec(policy(size), size.policies),
                prop::collection::vec(0..=licenses, groups),
                prop::collection::vec(kind(), licenses),
                prop::collection::vec((0..groups, 0..=10u64), size.waves),
            );
            parts.prop_map(move |(joins, ends, policies, groups, kinds, waves)| {
                let shape = Shape {
                    size,
                    quiet: false,
                    tame,
                    joins: if tame { all_alike(joins) } else { joins },
                    links: connect(&ends),
                    policies: vec![],
                    groups,
                    licenses: [vec!["enterprise"], kinds].concat(),
                    waves,
                    conditions,
                };
                let policies = policies.into_iter().map(|policy| of_one_join(policy, &shape));
                Shape { policies: policies.collect(), ..shape }
            })
        },
    )
}

/// Where Cloud PCs may move, all of them join alike.
fn all_alike(joins: Vec<Join>) -> Vec<Join> {
    let first = joins[0];
    let hybrid = |join| if join == Join::Entra { Join::Synced } else { join };
    let like_first = |join| if first == Join::Entra { Join::Entra } else { hybrid(join) };
    joins.into_iter().map(like_first).collect()
}

fn of_one_join(mut policy: Policy, shape: &Shape) -> Policy {
    policy.gpu &= !shape.tame;
    if policy.connections.is_empty() && shape.tame {
        policy.connections = vec![0];
    }
    if !policy.connections.is_empty() {
        policy.connections = shape.alike(&policy.connections);
    }
    policy
}

fn join() -> impl Strategy<Value = Join> {
    prop_oneof![1 => Just(Join::Entra), 2 => Just(Join::Synced), 1 => Just(Join::Federated)]
}

fn kind() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        2 => Just("enterprise"),
        1 => Just("frontline_dedicated"),
        1 => Just("frontline_shared"),
    ]
}

/// Site 0 is that of Entra Connect; every site is reached from it.
fn connect(ends: &[(u8, u8)]) -> Vec<[usize; 2]> {
    let mut sites = 1;
    let mut links = vec![];
    for &(from, to) in ends {
        let from = usize::from(from) % sites;
        let to = usize::from(to) % (sites + 1);
        let to = if to == from { sites } else { to };
        sites = sites.max(to + 1);
        links.push([from, to]);
    }
    links
}

fn policy(size: Size) -> impl Strategy<Value = Policy> {
    let all: Vec<usize> = (0..size.connections).collect();
    let some = prop::sample::subsequence(all, 1..=size.connections).prop_shuffle();
    let groups: Vec<usize> = (0..size.groups()).collect();
    let connections = prop_oneof![1 => Just(vec![]), 6 => some];
    let some_groups = prop::sample::subsequence(groups, 1..=size.groups());
    let targets = prop_oneof![1 => Just(vec![]), 6 => some_groups];
    (connections, targets, any::<bool>(), any::<bool>(), prop::bool::weighted(0.3)).prop_map(
        move |(connections, groups, custom_image, language_pack, gpu)| Policy {
            connections,
            groups,
            custom_image,
            language_pack,
            gpu,
        },
    )
}

fn timing(shape: &Shape) -> Part {
    let of_stages = [
        "reaction",
        "allocate_capacity",
        "create_vm",
        "attach_network",
        "join_entra",
        "join_domain",
        "register_device",
        "detect_device",
        "complete_registration",
        "enroll_intune",
        "primary_user",
        "configure",
        "assign_user",
        "azure_denial",
        "vm_timeout",
        "enrollment_timeout",
        "join_failure",
        "group_licensing",
        "dynamic_group",
        "custom_image",
        "language_pack",
        "gpu_driver",
        "resizing",
        "deprovisioning",
    ];
    let mut keys: Vec<Part> = of_stages.iter().map(|name| time(shape, name, 30)).collect();
    keys.push(time(shape, "moving", 300));
    table("timing", keys)
}

/// A length, which is fixed in a quiet scenario.
fn time(shape: &Shape, name: &str, most: u64) -> Part {
    if shape.quiet { key(name, length(most)) } else { maybe(name, law(most)) }
}
