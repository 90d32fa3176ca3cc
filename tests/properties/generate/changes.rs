//! What people change while provisioning runs: nothing that would be refused.

use proptest::prelude::*;

use super::life::Shape;
use super::tenancy::names;
use super::values::{
    Part, fixed, flag, instant, key, law, length, maybe, number, probability, table, word,
};

const READY: [&str; 2] = ["provisioned", "provisionedWithWarnings"];
const SETTLED: [&str; 3] = ["provisioned", "provisionedWithWarnings", "failed"];
const ANY: [&str; 11] = [
    "notProvisioned",
    "pendingProvision",
    "provisioning",
    "provisioned",
    "provisionedWithWarnings",
    "failed",
    "inGracePeriod",
    "deprovisioning",
    "resizing",
    "resizePendingLicense",
    "movingRegion",
];

/// Up to three changes of policies, and up to three others.
pub(super) fn parts(shape: &Shape) -> Vec<Part> {
    let none = Just(String::new()).boxed();
    let others = (0..3).map(|n| prop_oneof![none.clone(), change(n, shape)].boxed());
    others.chain([of_policies(shape)]).collect()
}

/// One of the changes that can be made here; those that seldom can be made, more often.
fn change(n: usize, shape: &Shape) -> Part {
    let mut all = of_users(shape);
    all.extend(of_tenant(shape));
    all.extend(std::iter::repeat_n(resize(shape), 4).flatten());
    all.extend(std::iter::repeat_n(relocation(shape), 4).flatten());
    let title = format!("change.y{n}");
    let some = (0..all.len()).prop_flat_map(move |i| table(&title, all[i].clone()));
    some.boxed()
}

fn what(what: &str) -> Part {
    fixed("what", &format!("'{what}'"))
}

/// An instant, often one that others have as well.
fn at(shape: &Shape) -> Part {
    let minutes = shape.size.minutes();
    let common = common(minutes).prop_map(|minute| format!("'+{minute}m'"));
    key("at", prop_oneof![2 => common.boxed(), 1 => instant(minutes)])
}

/// One of three instants, at which changes meet.
fn common(minutes: u64) -> impl Strategy<Value = u64> {
    (1..=3u64).prop_map(move |quarters| quarters * minutes / 4)
}

fn when(shape: &Shape) -> Part {
    let lifetime = key("per_user", law(shape.size.minutes() / 2));
    prop_oneof![3 => at(shape), 1 => lifetime].boxed()
}

/// Changes of users and of their Cloud PCs.
fn of_users(shape: &Shape) -> Vec<Vec<Part>> {
    let kinds: [(&str, &'static [&'static str]); 8] = [
        ("remove_license", &ANY),
        ("give_license", &ANY),
        ("delete_user", &ANY),
        ("remove_from_group", &ANY),
        ("add_to_group", &ANY),
        ("end_grace", &["inGracePeriod"]),
        ("reprovision", &SETTLED),
        ("retry", &["failed"]),
    ];
    let of = |(kind, statuses)| vec![what(kind), when(shape), whom(shape), during(statuses)];
    kinds.into_iter().map(of).collect()
}

fn during(statuses: &'static [&'static str]) -> Part {
    let status = key("while", word(statuses));
    prop_oneof![2 => Just(String::new()).boxed(), 1 => status].boxed()
}

/// Everybody, or those of a group or a wave; all of them, or some.
fn whom(shape: &Shape) -> Part {
    let users = |fits: &dyn Fn(usize, usize) -> bool| {
        let waves = shape.waves.iter().enumerate();
        waves.filter(|(w, (g, _))| fits(*w, *g)).map(|(_, (_, users))| users).sum::<u64>()
    };
    let mut meant = vec![(String::new(), users(&|_, _| true))];
    for (wave, &(group, _)) in shape.waves.iter().enumerate() {
        meant.push((format!("wave = 'w{wave}'\n"), users(&|w, _| w == wave)));
        meant.push((format!("group = 'g{group}'\n"), users(&|_, g| g == group)));
    }
    prop::sample::select(meant).prop_flat_map(|(whom, users)| some_of(whom, users)).boxed()
}

fn some_of(whom: String, users: u64) -> Part {
    let how_many = prop_oneof![
        2 => Just(String::new()).boxed(),
        1 => key("users", number(0..=users)),
        1 => key("share", probability()),
    ];
    how_many.prop_map(move |how_many| format!("{whom}{how_many}")).boxed()
}

fn some_of_a_wave(shape: &Shape, waves: Vec<usize>) -> Part {
    let users: Vec<_> = waves.into_iter().map(|w| (w, shape.waves[w].1)).collect();
    let wave = prop::sample::select(users);
    wave.prop_flat_map(|(w, users)| some_of(format!("wave = 'w{w}'\n"), users)).boxed()
}

/// Waves whose Cloud PCs may be resized and moved: no Frontline.
fn enterprise_waves(shape: &Shape) -> Vec<usize> {
    let license = |w: &usize| shape.groups[shape.waves[*w].0];
    let enterprise = |w: &usize| shape.tame && shape.licenses[license(w)] == "enterprise";
    (0..shape.waves.len()).filter(enterprise).collect()
}

fn resize(shape: &Shape) -> Option<Vec<Part>> {
    let waves = enterprise_waves(shape);
    let to: Vec<_> = (1..shape.licenses.len())
        .filter(|&license| shape.licenses[license] == "enterprise")
        .map(|license| format!("'k{license}'"))
        .collect();
    if waves.is_empty() {
        return None;
    }
    let direct = maybe("by", word(&["direct"]));
    let by_group = vec![
        fixed("by", "'group'"),
        maybe("keep_source", flag()),
        maybe("target_after", prop_oneof![4 => length(600), 1 => Just("'3d'".to_string())]),
    ];
    let by = prop_oneof![direct, by_group.prop_map(|keys| keys.concat())].boxed();
    let to = if to.is_empty() {
        Just(String::new()).boxed()
    } else {
        maybe("to", prop::sample::select(to))
    };
    let whom = some_of_a_wave(shape, waves);
    Some(vec![what("resize"), when(shape), whom, during(&READY), by, to])
}

/// Moves to a connection that joins as all policies do, and is not the only one of theirs.
fn relocation(shape: &Shape) -> Option<Vec<Part>> {
    let hybrid = |p: usize| shape.policies[p].connections.first().map(|c| shape.is_hybrid(*c));
    let policies = || 0..shape.policies.len();
    let alike = |to: usize| policies().all(|p| hybrid(p).unwrap_or(false) == shape.is_hybrid(to));
    let leaves = |wave: usize, to: usize| {
        let of_group = |p: &usize| shape.policies[*p].groups.contains(&shape.waves[wave].0);
        let networks = || policies().filter(of_group).map(|p| &shape.policies[p].connections);
        networks().any(|list| !list.is_empty()) && networks().any(|list| *list != [to])
    };
    let waves = enterprise_waves(shape);
    let ways: Vec<_> = (0..shape.joins.len())
        .filter(|to| alike(*to))
        .flat_map(|to| waves.iter().map(move |wave| (*wave, to)))
        .filter(|(wave, to)| leaves(*wave, *to))
        .map(|(wave, to)| (wave, shape.waves[wave].1, to))
        .collect();
    if ways.is_empty() {
        return None;
    }
    let whom = prop::sample::select(ways).prop_flat_map(|(wave, users, to)| {
        some_of(format!("to_connection = 'c{to}'\nwave = 'w{wave}'\n"), users)
    });
    Some(vec![what("move"), when(shape), whom.boxed(), during(&READY)])
}

/// Licenses bought or given up, cycles by hand, repairs.
fn of_tenant(shape: &Shape) -> Vec<Vec<Part>> {
    let mut all = vec![vec![
        what("start_sync_cycle"),
        at(shape),
        maybe("policy_type", word(&["delta", "initial"])),
    ]];
    let license = (0..shape.licenses.len()).prop_map(|license| match license {
        0 => String::new(),
        named => format!("license = 'k{named}'\n"),
    });
    all.push(vec![
        what("set_licenses"),
        at(shape),
        license.boxed(),
        key("available", number(0..=30)),
    ]);
    if shape.conditions > 0 {
        let minutes = shape.size.minutes();
        // Conditions begin in the first half.
        let at = (minutes / 2 + 1..=minutes).prop_map(|minute| format!("'+{minute}m'"));
        let which = (0..shape.conditions).prop_map(|n| format!("'d{n}'"));
        all.push(vec![what("repair"), key("at", at), key("condition", which)]);
    }
    all
}

/// One change of a policy, as far as it can be drawn before it is known what came before.
#[derive(Clone, Debug)]
struct Draw {
    at: u64,
    what: u8,
    policy: prop::sample::Index,
    group: prop::sample::Index,
    connections: Vec<usize>,
    edits: [Option<bool>; 4],
}

fn of_policies(shape: &Shape) -> Part {
    let minutes = shape.size.minutes();
    let all: Vec<usize> = (0..shape.joins.len()).collect();
    let some = prop::sample::subsequence(all.clone(), 0..=all.len()).prop_shuffle();
    let at = prop_oneof![common(minutes), 0..=minutes];
    let index = any::<prop::sample::Index>;
    let edits = prop::array::uniform4(any::<Option<bool>>());
    let draw = (at, 0..4u8, index(), index(), some, edits).prop_map(
        |(at, what, policy, group, connections, edits)| Draw {
            at,
            what,
            policy,
            group,
            connections,
            edits,
        },
    );
    let shape = shape.clone();
    let draws = prop::collection::vec(draw, 0..=3);
    draws.prop_map(move |draws| in_order(&shape, draws)).boxed()
}

/// The policies as they are changed one after the other.
struct Policies<'a> {
    shape: &'a Shape,
    groups: Vec<Vec<usize>>,
    deleted: Vec<bool>,
}

fn in_order(shape: &Shape, mut draws: Vec<Draw>) -> String {
    draws.sort_by_key(|draw| draw.at);
    let groups = shape.policies.iter().map(|policy| policy.groups.clone()).collect();
    let deleted = vec![false; shape.policies.len()];
    let mut policies = Policies { shape, groups, deleted };
    let mut text = String::new();
    for (n, draw) in draws.iter().enumerate() {
        let policy = draw.policy.index(shape.policies.len());
        if policies.deleted[policy] {
            continue;
        }
        let change = policies.change(policy, draw);
        text += &format!("[change.x{n}]\nat = '+{}m'\npolicy = 'p{policy}'\n{change}", draw.at);
    }
    text
}

impl Policies<'_> {
    fn change(&mut self, policy: usize, draw: &Draw) -> String {
        let assigned = &mut self.groups[policy];
        let all = 0..self.shape.groups.len();
        let free: Vec<usize> = all.filter(|group| !assigned.contains(group)).collect();
        match draw.what {
            0 if !free.is_empty() => {
                let group = *draw.group.get(&free);
                assigned.push(group);
                format!("what = 'assign_policy'\ngroup = 'g{group}'\n")
            }
            1 if !assigned.is_empty() => {
                let group = assigned.remove(draw.group.index(assigned.len()));
                format!("what = 'unassign_policy'\ngroup = 'g{group}'\n")
            }
            2 if !assigned.is_empty() => {
                assigned.clear();
                "what = 'unassign_policy'\n".into()
            }
            2 => {
                self.deleted[policy] = true;
                "what = 'delete_policy'\n".into()
            }
            _ => self.edit(policy, draw),
        }
    }

    /// Connections that join as before, unless nobody is moved.
    fn edit(&self, policy: usize, draw: &Draw) -> String {
        let shape = self.shape;
        let [local_admin, custom_image, language_pack, gpu] = draw.edits;
        let before = shape.policies[policy].connections.first();
        let hybrid = before.is_some_and(|c| shape.is_hybrid(*c));
        let allowed = |c: &&usize| !shape.tame || shape.is_hybrid(**c) == hybrid;
        let connections: Vec<usize> = draw.connections.iter().filter(allowed).copied().collect();
        let mut text =
            format!("what = 'edit_policy'\nlocal_admin = {}\n", local_admin == Some(true));
        if let Some(custom) = custom_image {
            text += &format!("image = '{}'\n", if custom { "custom" } else { "gallery" });
        }
        if let Some(language_pack) = language_pack {
            text += &format!("language_pack = {language_pack}\n");
        }
        if let Some(gpu) = gpu.filter(|_| !shape.tame) {
            text += &format!("gpu = {gpu}\n");
        }
        if !connections.is_empty() {
            text += &format!("connections = {}\n", names("c", &shape.alike(&connections)));
        }
        text
    }
}
