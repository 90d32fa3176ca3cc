//! How often an attempt with hybrid join misses its limit of 90 minutes.
//!
//! Fifteen minutes are fixed: three to the certificate, ten for the cycle of Entra Connect, two
//! until its export is noticed. Before the cycle the device waits for the next tick of a site link
//! and for the next start of a cycle, each uniform over its interval and both independent, for the
//! phases are. The attempt fails where the two waits add up to more than 75 minutes.

use crate::hop_sums::sum_below;
use crate::{Comparison, HYBRID, assert_agree, assert_differ, load, time_outs};

/// Intervals in minutes; zero is the very domain controller that Entra Connect reads.
pub(super) const LINKS: [u32; 6] = [0, 15, 30, 60, 90, 180];
pub(super) const CYCLES: [u32; 5] = [30, 60, 90, 120, 180];
/// The chances in three digits, worked out by hand before there was a simulator.
pub(super) const BY_HAND: [[f64; 5]; 6] = [
    [0.0, 0.0, 0.167, 0.375, 0.583],
    [0.0, 0.0, 0.25, 0.438, 0.625],
    [0.0, 0.063, 0.333, 0.5, 0.667],
    [0.062, 0.281, 0.5, 0.625, 0.75],
    [0.333, 0.5, 0.653, 0.74, 0.826],
    [0.667, 0.75, 0.826, 0.87, 0.913],
];
const SPARE: f64 = 90.0 - 15.0;

/// Random instants, so that the users of a replication share no more than the phases.
const SETS: [&str; 3] = [
    "wave.all={ group = 'all', users = 12, over = '12h', arrivals = 'random' }",
    "retry.attempts=1",
    "horizon=14h",
];

/// The chance that the two waits add up to more than what the limit leaves.
pub(super) fn chance(link: u32, cycle: u32) -> f64 {
    let widths: Vec<u32> = [link, cycle].into_iter().filter(|width| *width > 0).collect();
    1.0 - sum_below(&widths, SPARE)
}

/// A site link of the connection's site to that of Entra Connect; none for zero.
pub(super) fn link(minutes: u32) -> Vec<String> {
    if minutes == 0 {
        return vec![];
    }
    let link = format!("{{ sites = ['branch', 'HQ'], interval = '{minutes}m' }}");
    vec!["connection.all.ad_site=branch".into(), format!("directory.site_link.branch={link}")]
}

/// The share of attempts that miss the limit in each replication.
fn found(seed: usize, [link, cycle]: [u32; 2], replications: u64, sets: &[&str]) -> Vec<f64> {
    let mut own = vec![
        format!("seed={seed}"),
        format!("replications={replications}"),
        format!("connect.interval={cycle}m"),
    ];
    own.extend(self::link(link));
    // What differs from the rest comes last.
    own.extend(sets.iter().map(|set| (*set).to_string()));
    time_outs::first(&load(&[&HYBRID, &SETS], &own))
}

/// A rarer failure takes more replications to be measured as exactly.
fn compare(seed: usize, [link, cycle]: [u32; 2], sets: &[&str]) -> Comparison {
    let theory = chance(link, cycle);
    let replications = format!("{:.0}", 4_000.0 / theory).parse().unwrap();
    let what = format!("link {link}, cycle {cycle}, {sets:?}");
    Comparison::of_mean(what, theory, &found(seed, [link, cycle], replications, sets))
}

fn cells() -> impl Iterator<Item = [u32; 2]> {
    LINKS.into_iter().flat_map(|link| CYCLES.map(|cycle| [link, cycle]))
}

#[test]
fn the_chances_are_those_worked_out_by_hand() {
    for ([link, cycle], by_hand) in cells().zip(BY_HAND.into_iter().flatten()) {
        let chance = chance(link, cycle);
        assert!((chance - by_hand).abs() < 0.000_6, "link {link}, cycle {cycle}: {chance}");
    }
}

#[test]
fn attempts_miss_the_limit_as_often_as_two_uniform_waits_exceed_it() {
    let (never, at_times): (Vec<_>, Vec<_>) =
        cells().enumerate().partition(|(_, [link, cycle])| chance(*link, *cycle) < 1e-9);
    assert_eq!(never.len(), 5);
    for (seed, cell) in never {
        let missed: f64 = found(seed, cell, 500, &[]).iter().sum();
        assert!(missed < 0.5, "{cell:?} never misses it");
    }
    let compared = at_times.into_iter().map(|(seed, cell)| compare(seed, cell, &[]));
    assert_agree(&compared.collect::<Vec<_>>());
}

#[test]
fn a_device_object_at_the_very_limit_is_in_time() {
    let alone = "wave.all={ group = 'all', users = 1 }";
    for (first_cycle, misses) in [("78m", 0.0), ("4680001ms", 1.0)] {
        let shares = found(0, [0, 90], 1, &[alone, &format!("connect.phase={first_cycle}")]);
        assert!((shares[0] - misses).abs() < 0.1, "a cycle at {first_cycle}: {shares:?}");
    }
}

/// The limit counts from the domain join to the device object and looks at nothing else.
#[test]
fn what_comes_before_and_after_does_not_matter() {
    let sets = [
        "timing.create_vm=40m",
        "timing.join_domain={ dist = 'uniform', min = '5m', max = '40m' }",
        "timing.complete_registration=30m",
        "timing.enroll_intune=1h",
        "horizon=2d",
    ];
    assert_agree(&[compare(100, [60, 60], &sets)]);
}

#[test]
fn a_length_that_is_off_by_minutes_is_told_from_the_theory() {
    let sets = [
        "hybrid_join.timeout=95m",
        "hybrid_join.timeout=88m",
        "timing.register_device=5m",
        "timing.detect_device=4m",
        "timing.detect_device=0s",
        "connect.cycle.fixed=12m",
        "directory.intrasite_delay=1m",
        "directory.site_link.branch.interval=45m",
        "connect.interval=50m",
    ];
    let compare = |(seed, set)| compare(seed, [60, 60], &[set, "replications=3000"]);
    assert_differ(&(200..).zip(sets).map(compare).collect::<Vec<_>>());
    let late: f64 = found(300, [15, 60], 500, &["timing.detect_device=4m"]).iter().sum();
    assert!(late > 0.5, "where nobody misses the limit, two more minutes make some");
}
