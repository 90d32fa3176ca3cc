//! A device's way over several site links is a sum of independent uniform lengths.
//!
//! At an instant that knows nothing of a grid's phase, the time to its next tick is uniform over
//! an interval (D. R. Cox, "Renewal Theory", 1962). The tick at which a change passes the first
//! link knows nothing of the second link's phase, so the waits are independent, also where one
//! interval divides the other. Of the sum of uniform lengths E. G. Olds, "A note on the convolution
//! of uniform distributions" (1952), has the law: the part of a box below a slanted plane.

use cloudpc_sim::kernel::math::{count, from_length};
use cloudpc_sim::record::recorder::Journey;
use cloudpc_sim::{Experiment, SimDuration};

use crate::{Comparison, HYBRID, assert_agree, assert_differ, load, run};

const REPLICATIONS: u64 = 5_000;
const USERS: u64 = 6;
const SETS: [&str; 8] = [
    "connection.all.ad_site=A",
    "directory.site_link.first.sites=['A', 'B']",
    "directory.site_link.second.sites=['B', 'C']",
    "directory.site_link.third.sites=['C', 'HQ']",
    // The limit comes after every arrival.
    "hybrid_join.timeout=12h",
    "retry.attempts=1",
    "wave.all={ group = 'all', users = 6, over = '12h', arrivals = 'random' }",
    "horizon=1d",
];

/// In minutes, the intervals of the links in the order of the way, and the longest time within a
/// site, which counts at each end of the way.
const ROWS: [[u32; 4]; 4] = [[15, 60, 15, 4], [45, 15, 180, 4], [15, 15, 15, 4], [15, 30, 15, 75]];
const LEVELS: [f64; 5] = [0.1, 0.3, 0.5, 0.7, 0.9];

/// The chance that independent lengths, uniform from zero to these widths, add up to at most `x`.
pub(super) fn sum_below(widths: &[u32], x: f64) -> f64 {
    let n = widths.len();
    let corner = |corner: usize| {
        let inside = (0..n).filter(|i| corner >> i & 1 == 1);
        let rest = inside.fold(x, |rest, i| rest - f64::from(widths[i])).max(0.0);
        let sign = if corner.count_ones().is_multiple_of(2) { 1.0 } else { -1.0 };
        (1..).zip(widths).fold(sign, |part, (i, &w)| part * rest / f64::from(i) / f64::from(w))
    };
    (0..1 << n).map(corner).sum()
}

/// Where that chance reaches a level.
fn quantile(widths: &[u32], level: f64) -> f64 {
    let (mut low, mut high) = (0.0, widths.iter().copied().map(f64::from).sum());
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if sum_below(widths, middle) < level { low = middle } else { high = middle }
    }
    high
}

fn minutes(length: SimDuration) -> f64 {
    from_length(length) / 60_000.0
}

/// What a figure of each journey is on average, replication by replication.
fn means(found: &[Vec<Journey>], figure: impl Fn(&Journey) -> f64) -> Vec<f64> {
    found.iter().map(|all| all.iter().map(&figure).sum::<f64>() / count(USERS)).collect()
}

fn lasts(journey: &Journey) -> f64 {
    minutes(journey.arrives.expect("the limit is far").since(journey.written))
}

/// The journeys of each replication.
fn journeys(seed: usize, intervals: [u32; 4], sets: &[&str]) -> Vec<Vec<Journey>> {
    let mut own = vec![format!("seed={seed}"), format!("replications={REPLICATIONS}")];
    let within = format!("{{ dist = 'uniform', min = '0m', max = '{}m' }}", intervals[3]);
    own.push(format!("directory.intrasite_delay={within}"));
    for (link, interval) in ["first", "second", "third"].iter().zip(intervals) {
        own.push(format!("directory.site_link.{link}.interval={interval}m"));
    }
    // What differs from the rest comes last.
    own.extend(sets.iter().map(|set| (*set).to_string()));
    let scenario = load(&[&HYBRID, &SETS], &own);
    let outcome = run(&Experiment { detailed: REPLICATIONS, ..Experiment::new(&scenario) });
    let found: Vec<_> = outcome.details().map(|(_, detail)| detail.journeys.clone()).collect();
    assert!(found.iter().all(|all| all.len() as u64 == USERS), "everybody gets that far");
    found
}

fn widths(intervals: [u32; 4]) -> [u32; 5] {
    let [a, b, c, within] = intervals;
    [a, b, c, within, within]
}

fn of_mean(intervals: [u32; 4], found: &[Vec<Journey>]) -> Comparison {
    let theory = widths(intervals).iter().copied().map(f64::from).sum::<f64>() / 2.0;
    Comparison::of_mean(format!("mean, {intervals:?}"), theory, &means(found, lasts))
}

/// The share of journeys beyond a quantile, on the side where most are.
fn of_level(intervals: [u32; 4], level: f64, found: &[Vec<Journey>]) -> Comparison {
    let at = quantile(&widths(intervals), level);
    let is_there = |j: &Journey| (lasts(j) <= at) == (level >= 0.5);
    let shares = means(found, |j| if is_there(j) { 1.0 } else { 0.0 });
    Comparison::of_mean(format!("{level}, {intervals:?}"), level.max(1.0 - level), &shares)
}

#[test]
fn the_waits_of_a_way_add_up_to_the_law_of_a_sum() {
    let runs: Vec<_> = (0..).zip(ROWS).map(|(i, row)| (row, journeys(i, row, &[]))).collect();
    let means = runs.iter().map(|(row, found)| of_mean(*row, found));
    assert_agree(&means.collect::<Vec<_>>());
    for level in LEVELS {
        let shares = runs.iter().map(|(row, found)| of_level(*row, level, found));
        assert_agree(&shares.collect::<Vec<_>>());
    }
}

/// Each hop leads to the next site, begins when the last one ended, and waits half an interval.
#[test]
fn every_hop_waits_half_its_interval() {
    let found = journeys(10, ROWS[1], &[]);
    let names = [("first", "B"), ("second", "C"), ("third", "HQ")];
    for journey in found.iter().flatten() {
        assert!(journey.hops.iter().map(|hop| (&*hop.link, &*hop.to)).eq(names));
        assert!(journey.hops.windows(2).all(|two| two[0].passed == two[1].since));
    }
    let hop = |(i, interval): (usize, u32)| {
        let waits = means(&found, |j| minutes(j.hops[i].passed.since(j.hops[i].since)));
        Comparison::of_mean(names[i].0, f64::from(interval) / 2.0, &waits)
    };
    assert_agree(&(0..).zip(ROWS[1]).take(3).map(hop).collect::<Vec<_>>());
}

/// A way that costs more changes nothing; any other that differs shows.
#[test]
fn a_way_that_differs_is_told_from_the_law() {
    let row = ROWS[0];
    let dearer = ["directory.site_link.direct={ sites = ['A', 'HQ'], cost = 301 }"];
    assert_agree(&[of_mean(row, &journeys(20, row, &dearer))]);
    let wrong = [
        "directory.site_link.direct={ sites = ['A', 'HQ'], cost = 299, interval = '45m' }",
        "directory.site_link.third.notify=true",
        "directory.site_link.second.interval=45m",
        "directory.intrasite_delay={ dist = 'uniform', min = '0m', max = '6m' }",
        "directory.intrasite_delay={ dist = 'uniform', min = '0m', max = '2m' }",
    ];
    let compare = |(seed, set)| of_mean(row, &journeys(seed, row, &[set, "replications=2000"]));
    assert_differ(&(21..).zip(wrong).map(compare).collect::<Vec<_>>());
}

#[test]
fn the_law_of_a_sum_is_right_where_it_is_known() {
    // One length; two of the same width; the middle of a symmetric law; the volume of a corner.
    for (widths, x, wanted) in [
        (&[8][..], 2.0, 0.25),
        (&[6, 6], 3.0, 0.125),
        (&[15, 60, 15, 4, 4], 49.0, 0.5),
        (&[2, 3, 4], 1.0, 1.0 / 144.0),
    ] {
        assert!((sum_below(widths, x) - wanted).abs() < 1e-12, "{widths:?} {x}");
    }
}
