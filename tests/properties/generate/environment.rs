//! Failures, warnings, conditions of every kind, and an administrator who reacts or not.

use cloudpc_sim::provisioning::network::health_check::CHECKS;
use cloudpc_sim::provisioning::stage::{Origin, causes, configure::WARNINGS};
use proptest::prelude::*;

use super::Size;
use super::values::{Part, fixed, instant, key, law, maybe, number, probability, table, word};

pub(crate) fn parts(size: Size) -> Vec<Part> {
    let none = Just(String::new()).boxed();
    let conditions =
        (0..4).map(|n| prop_oneof![1 => none.clone(), 1 => condition(n, size)].boxed());
    let mut parts = vec![failures(), warnings()];
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

/// Most failures are rare, or nobody would ever get ready.
fn failures() -> Part {
    let keys = codes().into_iter().map(|code| {
        let rare = (1..15).prop_map(|percent| format!("0.{percent:02}"));
        let value = prop_oneof![9 => rare, 1 => probability()];
        prop_oneof![2 => Just(String::new()), 1 => key(code, value)].boxed()
    });
    table("failures", keys.collect())
}

fn warnings() -> Part {
    table("warnings", WARNINGS.iter().map(|w| maybe(w.code, probability())).collect())
}

fn condition(n: usize, size: Size) -> Part {
    let (half, connections) = (size.minutes() / 2, size.connections);
    let on = move || maybe("connection", (0..connections).prop_map(|c| format!("'c{c}'")));
    let checks: Vec<_> = CHECKS.iter().map(|check| format!("'{}'", check.name)).collect();
    let kinds = vec![
        ("azure_policy_deny", vec![on()]),
        ("no_address", vec![key("subnet", (0..size.subnets).prop_map(|s| format!("'s{s}'")))]),
        ("region_without_capacity", vec![fixed("region", "'r0'")]),
        ("endpoint_blocked", vec![on(), maybe("endpoint", word(&["cloud_pc", "intune"]))]),
        ("intune_outage", vec![]),
        ("intune_restriction", vec![maybe("restriction", word(&["default", "custom"]))]),
        ("delete_lock", vec![on()]),
        ("join_password_expired", vec![on()]),
        ("health_check_fails", vec![on(), key("check", prop::sample::select(checks))]),
    ];
    let window = [
        maybe("from", instant(half)),
        maybe("until", (half + 1..=4 * half + 1).prop_map(|m| format!("'+{m}m'"))),
    ];
    prop::sample::select(kinds)
        .prop_flat_map(move |(what, keys)| {
            let what = fixed("what", &format!("'{what}'"));
            let keys = [vec![what], keys, window.to_vec()].concat();
            table(&format!("condition.d{n}"), keys)
        })
        .boxed()
}

/// Each reaction, or none.
fn admin() -> Vec<Part> {
    let after = |most| key("after", law(most));
    let again = vec![after(600), maybe("at_most", number(0..=3))];
    // Nobody repeats a check within a minute.
    let recheck = key("after", (1..=240).prop_map(|minutes| format!("'{minutes}m'")));
    let titles = [
        ("admin.retry_failed", again),
        ("admin.recheck", vec![recheck]),
        ("admin.delete_leaked", vec![after(300)]),
    ];
    let none = Just(String::new()).boxed();
    let reactions = titles.into_iter().map(|(title, keys)| table(title, keys));
    reactions.map(|reaction| prop_oneof![none.clone(), reaction].boxed()).collect()
}
