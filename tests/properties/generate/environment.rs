//! Failures, warnings, conditions of every kind, and an administrator who reacts or not.

use cloudpc_sim::provisioning::condition::kind::{Effect, Key, Kind};
use cloudpc_sim::provisioning::condition::table::KINDS;
use cloudpc_sim::provisioning::network::health_check::CHECKS;
use cloudpc_sim::provisioning::stage::{Needs, Origin, Warning, causes, configure::WARNINGS};
use proptest::prelude::*;

use super::Size;
use super::values::{Part, fixed, instant, key, law, maybe, number, probability, table, word};

/// What conditions and warnings can concern.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    pub(super) connections: Vec<usize>,
    /// Those of the connections that join a domain.
    pub(super) hybrid: Vec<usize>,
    pub(super) subnets: usize,
    pub(super) links: usize,
    /// Policies with a custom image.
    pub(super) images: Vec<usize>,
    /// Whether a policy installs a language pack.
    pub(super) languages: bool,
}

/// The environment of Microsoft Entra join.
pub(crate) fn parts(size: Size) -> Vec<Part> {
    let Size { connections, subnets, .. } = size;
    let connections = (0..connections).collect();
    let places = Places { connections, subnets, ..Places::default() };
    let none = Just(String::new()).boxed();
    let conditions = (0..4).map(|n| {
        let condition = condition(n, &places, window(size.minutes()));
        prop_oneof![1 => none.clone(), 1 => condition].boxed()
    });
    let mut parts = vec![failures(2), warnings(&places)];
    parts.extend(conditions);
    parts.extend(admin());
    parts
}

/// Codes of failures that a scenario may give a probability.
pub(crate) fn codes() -> Vec<&'static str> {
    causes()
        .filter(|(_, cause)| cause.origin == Origin::Dice)
        .map(|(_, cause)| cause.code)
        .collect()
}

/// Most failures are rare, or nobody would ever get ready: one in `rarity` and one more occurs.
pub(super) fn failures(rarity: u32) -> Part {
    let keys = codes().into_iter().map(|code| {
        let rare = (1..15).prop_map(|percent| format!("0.{percent:02}"));
        let value = prop_oneof![9 => rare, 1 => probability()];
        prop_oneof![rarity => Just(String::new()), 1 => key(code, value)].boxed()
    });
    table("failures", keys.collect())
}

pub(super) fn warnings(places: &Places) -> Part {
    let occurs = |warning: &&Warning| match warning.needs {
        Needs::Nothing | Needs::LocalAdmin => true,
        Needs::LanguagePack => places.languages,
        Needs::CustomImage => !places.images.is_empty(),
    };
    let occurring = WARNINGS.iter().filter(occurs);
    table("warnings", occurring.map(|w| maybe(w.code, probability())).collect())
}

/// When a condition holds: from the first half, until later or for good.
pub(super) fn window(minutes: u64) -> Vec<Part> {
    let half = minutes / 2;
    vec![
        maybe("from", instant(half)),
        maybe("until", (half + 1..=4 * half + 1).prop_map(|m| format!("'+{m}m'"))),
    ]
}

/// A condition of any kind that can occur at these places.
pub(super) fn condition(n: usize, places: &Places, window: Vec<Part>) -> Part {
    let occurring = KINDS.iter().filter(|kind| occurs(kind, places));
    let kinds: Vec<_> = occurring
        .map(|kind| (kind.word, kind.keys.iter().map(|key| part(*key, kind, places)).collect()))
        .collect();
    prop::sample::select(kinds)
        .prop_flat_map(move |(what, keys): (&str, Vec<Part>)| {
            let what = fixed("what", &format!("'{what}'"));
            table(&format!("condition.d{n}"), [vec![what], keys, window.clone()].concat())
        })
        .boxed()
}

fn part(taken: Key, kind: &Kind, places: &Places) -> Part {
    let named = |prefix: &'static str, of: &[usize]| {
        prop::sample::select(of.to_vec()).prop_map(move |n| format!("'{prefix}{n}'"))
    };
    match taken {
        Key::Connection if kind.hybrid => maybe("connection", named("c", &places.hybrid)),
        Key::Connection => maybe("connection", named("c", &places.connections)),
        Key::Subnet => key("subnet", (0..places.subnets).prop_map(|s| format!("'s{s}'"))),
        Key::Region => fixed("region", "'r0'"),
        Key::Check => {
            let checks: Vec<_> = CHECKS.iter().map(|check| format!("'{}'", check.name)).collect();
            key("check", prop::sample::select(checks))
        }
        Key::Endpoint => maybe("endpoint", word(&["cloud_pc", "intune"])),
        Key::Restriction => maybe("restriction", word(&["default", "custom"])),
        Key::Forest => maybe("forest", named("f", &places.hybrid)),
        Key::Policy => maybe("policy", named("p", &places.images)),
        Key::SiteLink => key("site_link", (0..places.links).prop_map(|l| format!("'l{l}'"))),
        Key::Fault => {
            let (_, fault) = kind.choice.expect("a fault chooses among the kinds of its word");
            fixed("fault", &format!("'{fault}'"))
        }
    }
}

/// Whether these places can get into such a state.
fn occurs(kind: &Kind, places: &Places) -> bool {
    let has = |key: &Key| {
        (*key != Key::Policy || !places.images.is_empty())
            && (*key != Key::SiteLink || places.links > 0)
    };
    let arises = kind.effect != Some(Effect::CannotArise);
    arises && (!kind.hybrid || !places.hybrid.is_empty()) && kind.keys.iter().all(has)
}

/// Each reaction but repairs, or none.
pub(super) fn admin() -> Vec<Part> {
    let after = |most| key("after", law(most));
    let again = vec![after(600), maybe("at_most", number(0..=3))];
    // Nobody repeats a check within a minute.
    let recheck = key("after", (1..=240).prop_map(|minutes| format!("'{minutes}m'")));
    let titles = [
        ("admin.retry_failed", again),
        ("admin.recheck", vec![recheck]),
        ("admin.delete_leaked", vec![after(300)]),
    ];
    titles.into_iter().map(|(title, keys)| perhaps(table(title, keys))).collect()
}

/// The admin's repair of conditions, or none.
pub(super) fn repair() -> Part {
    perhaps(table("admin.repair", vec![key("after", law(600))]))
}

fn perhaps(part: Part) -> Part {
    prop_oneof![Just(String::new()).boxed(), part].boxed()
}
