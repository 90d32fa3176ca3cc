//! Networks, policies, groups, licenses and waves of the whole lifecycle.

use proptest::prelude::*;

use super::life::{Join, Policy, Shape};
use super::networks::{health_check, subnet};
use super::values::{Part, fixed, flag, instant, key, length, maybe, number, table, word};

pub(super) fn parts(shape: &Shape) -> Vec<Part> {
    let mut parts: Vec<Part> = (0..shape.size.subnets)
        .map(|n| if shape.quiet { roomy_subnet(n) } else { subnet(n, 25..=28) })
        .collect();
    parts.extend((0..shape.joins.len()).map(|c| connection(c, shape)));
    parts.extend(shape.policies.iter().enumerate().map(|(p, policy)| self::policy(p, policy)));
    parts.extend(shape.groups.iter().enumerate().map(|(g, license)| group(g, *license)));
    parts.extend(licenses(shape));
    parts.extend((0..shape.waves.len()).map(|w| wave(w, shape)));
    parts.push(loss());
    parts
}

fn roomy_subnet(n: usize) -> Part {
    table(&format!("subnet.s{n}"), vec![fixed("prefix", &format!("'10.{n}.0.0/16'"))])
}

/// The first connection is in `r0`, so that there always is something.
fn connection(n: usize, shape: &Shape) -> Part {
    let region = match n {
        0 => fixed("region", "'r0'"),
        _ => maybe("region", word(&["r0", "r1"])),
    };
    let join = if shape.is_hybrid(n) { "'hybrid'" } else { "'entra'" };
    let mut keys = vec![
        fixed("join", join),
        key("subnet", (0..shape.size.subnets).prop_map(|s| format!("'s{s}'"))),
        region,
    ];
    if shape.quiet {
        // No check within the horizon, which ends after four days.
        keys.push(fixed("health_check", "{ interval = '30d', phase = '29d' }"));
    } else {
        let seldom = maybe("health_check.failure", (0..10).prop_map(|p| format!("0.0{p}")));
        keys.push(prop_oneof![Just(String::new()).boxed(), health_check(seldom)].boxed());
    }
    if shape.is_hybrid(n) {
        keys.extend(of_domain(n, shape));
    }
    table(&format!("connection.c{n}"), keys)
}

fn of_domain(n: usize, shape: &Shape) -> Vec<Part> {
    let identity = match shape.joins[n] {
        Join::Federated => fixed("device_identity", "'federated'"),
        Join::Entra | Join::Synced => maybe("device_identity", word(&["synced"])),
    };
    let sites = shape.sites();
    let mut keys = vec![
        identity,
        maybe("ad_site", (0..sites).prop_map(|site| format!("'x{site}'"))),
        fixed("forest", &format!("'f{n}'")),
    ];
    if !shape.quiet {
        let quota = key("join_quota", number(0..=20));
        keys.push(prop_oneof![4 => Just(String::new()).boxed(), 1 => quota].boxed());
        keys.push(maybe("health_check.new_computer", flag()));
    }
    keys
}

/// The first policy makes local administrators, so that this setting can fail.
fn policy(n: usize, policy: &Policy) -> Part {
    let network = if policy.connections.is_empty() {
        fixed("network", "'microsoft-hosted'")
    } else {
        fixed("connections", &names("c", &policy.connections))
    };
    let local_admin = match n {
        0 => fixed("local_admin", "true"),
        _ => maybe("local_admin", flag()),
    };
    let image = if policy.custom_image { "'custom'" } else { "'gallery'" };
    let keys = vec![
        fixed("groups", &names("g", &policy.groups)),
        network,
        local_admin,
        fixed("image", image),
        fixed("language_pack", &policy.language_pack.to_string()),
        fixed("gpu", &policy.gpu.to_string()),
    ];
    table(&format!("policy.p{n}"), keys)
}

/// A list of names.
pub(super) fn names(prefix: &str, list: &[usize]) -> String {
    let names: Vec<_> = list.iter().map(|n| format!("'{prefix}{n}'")).collect();
    format!("[{}]", names.join(", "))
}

fn group(n: usize, license: usize) -> Part {
    let license = match license {
        0 => Just(String::new()).boxed(),
        named => fixed("license", &format!("'k{named}'")),
    };
    let keys = vec![
        maybe("licenses_per_user", number(0..=3)),
        maybe("membership", word(&["assigned", "dynamic", "synced"])),
        maybe("licensing", word(&["direct", "group"])),
        license,
    ];
    table(&format!("group.g{n}"), keys)
}

fn licenses(shape: &Shape) -> Vec<Part> {
    let available = || {
        let some = maybe("available", number(0..=40));
        if shape.quiet { Just(String::new()).boxed() } else { some }
    };
    let named = shape.licenses.iter().enumerate().skip(1).map(|(n, kind)| {
        let keys = vec![available(), fixed("kind", &format!("'{kind}'"))];
        table(&format!("license.k{n}"), keys)
    });
    std::iter::once(table("licenses", vec![available()])).chain(named).collect()
}

/// A wave begins in the first quarter and lasts for a quarter of the time at most, so that there
/// is time for what follows.
fn wave(n: usize, shape: &Shape) -> Part {
    let quarter = shape.size.minutes() / 4;
    let (group, users) = shape.waves[n];
    let at_once = vec![maybe("arrivals", word(&["even", "at-once"]))];
    let spread = vec![
        key("over", (1..=quarter).prop_map(|minutes| format!("'{minutes}m'"))),
        maybe("arrivals", word(&["even", "random", "poisson"])),
    ];
    let how = prop_oneof![at_once, spread].prop_map(|keys| keys.concat()).boxed();
    let keys = vec![
        fixed("group", &format!("'g{group}'")),
        fixed("users", &users.to_string()),
        maybe("at", instant(quarter)),
        how,
    ];
    table(&format!("wave.w{n}"), keys)
}

/// Grace periods of hours, or nobody would see their end.
fn loss() -> Part {
    let keys = vec![
        maybe("noticed", word(&["next_stage", "at_once"])),
        key("grace_period", prop_oneof![4 => length(600), 1 => Just("'7d'".to_string())]),
    ];
    table("loss", keys)
}
