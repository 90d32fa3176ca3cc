//! Subnets that are small, connections with health checks, policies with alternates.

use std::ops::RangeInclusive;

use proptest::prelude::*;

use super::Size;
use super::values::{Part, fixed, flag, key, maybe, number, probability, table, word};

pub(crate) fn parts(size: Size) -> Vec<Part> {
    let subnets = (0..size.subnets).map(|n| subnet(n, 26..=29));
    let connections = (0..size.connections).map(|c| connection(c, size.subnets));
    let policies = (0..size.policies).map(|p| policy(p, size));
    subnets.chain(connections).chain(policies).collect()
}

/// From three usable addresses up, some of them taken.
pub(super) fn subnet(n: usize, lengths: RangeInclusive<u8>) -> Part {
    let one = lengths.prop_map(move |p| format!("'10.{n}.0.0/{p}'"));
    let two = (28..=29).prop_map(move |p| format!("['10.{n}.0.0/{p}', '10.{n}.1.0/29']"));
    let in_use = number(0..=3);
    let prefix = prop_oneof![3 => one, 1 => two];
    table(&format!("subnet.s{n}"), vec![key("prefix", prefix), maybe("in_use", in_use)])
}

/// The first connection is in `r0`, so that there always is something.
fn connection(n: usize, subnets: usize) -> Part {
    let region = match n {
        0 => fixed("region", "'r0'"),
        _ => maybe("region", word(&["r0", "r1"])),
    };
    let failure = maybe("health_check.failure", probability());
    let keys = vec![
        fixed("join", "'entra'"),
        key("subnet", (0..subnets).prop_map(|s| format!("'s{s}'"))),
        region,
        prop_oneof![Just(String::new()).boxed(), health_check(failure)].boxed(),
    ];
    table(&format!("connection.c{n}"), keys)
}

/// Often more frequent than Microsoft's; within its interval it starts and, mostly, ends.
pub(super) fn health_check(failure: Part) -> Part {
    (10..=480u64, 0..=100u64)
        .prop_flat_map(move |(interval, percent)| {
            let part = interval * percent / 100;
            let memoryless = format!("{{ dist = 'exponential', mean = '{part}m' }}");
            let durations = vec![format!("'{part}m'"), "'0m'".into(), memoryless];
            let phases = vec!["'random'".into(), format!("'{}m'", part.min(interval - 1))];
            vec![
                fixed("health_check.interval", &format!("'{interval}m'")),
                maybe("health_check.phase", prop::sample::select(phases)),
                // The default may be longer than the interval.
                key("health_check.duration", prop::sample::select(durations)),
                failure.clone(),
                maybe("health_check.borrows_address", flag()),
            ]
        })
        .prop_map(|keys| keys.concat())
        .boxed()
}

/// The first policy makes local administrators, so that this setting can fail.
fn policy(n: usize, size: Size) -> Part {
    let hosted = vec![fixed("network", "'microsoft-hosted'"), maybe("region", word(&["r0", "r2"]))];
    let all: Vec<String> = (0..size.connections).map(|c| format!("'c{c}'")).collect();
    let some = prop::sample::subsequence(all, 1..=size.connections).prop_shuffle();
    let connected = key("connections", some.prop_map(|list| format!("[{}]", list.join(", "))));
    let network = prop_oneof![
        1 => hosted.prop_map(|keys| keys.concat()),
        4 => connected,
    ];
    let local_admin = match n {
        0 => fixed("local_admin", "true"),
        _ => maybe("local_admin", flag()),
    };
    let groups = fixed("groups", &format!("['g{n}']"));
    table(&format!("policy.p{n}"), vec![groups, local_admin, network.boxed()])
}
