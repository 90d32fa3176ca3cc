//! Attempts against periodic grids are not independent of each other.
//!
//! An attempt that misses its limit is followed by the next one a fixed time D after it began. The
//! grids of site link and Entra Connect go on meanwhile, so where the first attempt fell on them
//! decides about all: the chance that three fail is no power of the chance p that one fails.
//!
//! It is an integral over both phases, taken here on a fine grid of them. Where the cycle divides
//! the link it has a closed form. The wait v for a cycle is then the same after every tick of the
//! link. On the circle of the link's interval, an attempt succeeds on an arc of length 75 - v, in
//! minutes, and the three arcs are turned by D against each other. Together they cover the sum of
//! min(gap, 75 - v) over the three gaps between their beginnings.

use crate::hybrid_timeout::chance;
use crate::{Comparison, HYBRID, assert_agree, assert_differ, load, time_outs};

const SETS: [&str; 3] = [
    "wave.all={ group = 'all', users = 8, over = '18h', arrivals = 'random' }",
    "timing.join_domain=5m",
    "horizon=28h",
];
/// What two waits may add up to, and an attempt from its beginning to its limit.
const SPARE: f64 = 75.0;
const ATTEMPT: u32 = 95;

/// All lengths are minutes.
#[derive(Clone, Copy, Debug)]
struct Row {
    link: u32,
    cycle: u32,
    pause: u32,
}

const ROWS: [Row; 7] = [
    // The next attempts begin 100 and 200 minutes later, at 100 and 20 of the link's 180.
    Row { link: 180, cycle: 30, pause: 5 },
    Row { link: 180, cycle: 30, pause: 25 },
    Row { link: 180, cycle: 30, pause: 37 },
    // A whole interval later all is as before: a retry never helps.
    Row { link: 180, cycle: 30, pause: 85 },
    // The cycle does not divide the link, or the link divides the cycle.
    Row { link: 180, cycle: 50, pause: 5 },
    Row { link: 60, cycle: 120, pause: 5 },
    Row { link: 90, cycle: 90, pause: 15 },
];

impl Row {
    fn apart(&self) -> u32 {
        ATTEMPT + self.pause
    }

    /// Whether the `k`-th attempt fails at these phases: of the link's tick and of the cycle's.
    fn fails(&self, k: u32, tick: f64, start: f64) -> bool {
        let begins = f64::from(k * self.apart());
        let to_tick = (tick - begins).rem_euclid(f64::from(self.link));
        let to_start = (start - begins - to_tick).rem_euclid(f64::from(self.cycle));
        to_tick + to_start > SPARE
    }

    /// The chances that the first fails, the first two, all three.
    fn chances(&self) -> [f64; 3] {
        const PARTS: u32 = 1_000;
        let phase = |i: u32, of: u32| (f64::from(i) + 0.5) * f64::from(of) / f64::from(PARTS);
        let mut hits = [0_u32; 3];
        for i in 0..PARTS * PARTS {
            let (tick, start) = (phase(i / PARTS, self.link), phase(i % PARTS, self.cycle));
            let in_a_row = (0..3).take_while(|k| self.fails(*k, tick, start)).count();
            hits.iter_mut().take(in_a_row).for_each(|n| *n += 1);
        }
        hits.map(|n| f64::from(n) / f64::from(PARTS * PARTS))
    }

    /// All three fail where no arc covers the circle.
    fn closed_form(&self) -> f64 {
        let mut begins = [0, 1, 2].map(|k| k * self.apart() % self.link);
        begins.sort_unstable();
        let [a, b, c] = begins;
        let gaps = [b - a, c - b, self.link - c + a];
        let covered: f64 = gaps.map(|gap| self.mean_part(f64::from(gap))).iter().sum();
        1.0 - covered / f64::from(self.link)
    }

    /// The mean of min(gap, 75 - v) with v uniform over the cycle.
    fn mean_part(&self, gap: f64) -> f64 {
        let cycle = f64::from(self.cycle);
        let least = SPARE - cycle;
        let below = (gap - least).clamp(0.0, cycle);
        // Arcs shorter than the gap count whole, on average in the middle of theirs.
        (below * (least + below / 2.0) + (cycle - below) * gap) / cycle
    }

    /// In each replication, the shares of users whose first, second and third attempt fails.
    fn found(&self, seed: usize, replications: f64, sets: &[&str]) -> Vec<[f64; 3]> {
        let Self { link, cycle, pause } = self;
        let mut own = vec![format!("seed={seed}"), format!("connect.interval={cycle}m")];
        own.push(format!("replications={replications:.0}"));
        own.push(format!("retry.pause={pause}m"));
        own.extend(crate::hybrid_timeout::link(*link));
        own.extend(sets.iter().map(|set| (*set).to_string()));
        time_outs::shares(&load(&[&HYBRID, &SETS], &own))
    }
}

/// How the share of users whose `k`-th attempt fails compares, counted from zero.
fn compare(what: String, k: usize, theory: f64, found: &[[f64; 3]]) -> Comparison {
    let shares: Vec<f64> = found.iter().map(|fails| fails[k]).collect();
    Comparison::of_mean(what, theory, &shares)
}

#[test]
fn the_integral_over_the_phases_gives_the_closed_forms() {
    for row in ROWS {
        let [one, _, three] = row.chances();
        assert!((one - chance(row.link, row.cycle)).abs() < 2e-3, "{row:?}: one fails with {one}");
        if row.link % row.cycle == 0 && f64::from(row.cycle) < SPARE {
            assert!((three - row.closed_form()).abs() < 2e-3, "{row:?}: three fail with {three}");
        }
    }
    // By hand: of 180 minutes, arcs of 60 on average at 0, 20 and 100 cover 20 + 60 + 60.
    assert!((ROWS[0].closed_form() - 40.0 / 180.0).abs() < 1e-12);
    assert!((ROWS[3].closed_form() - chance(180, 30)).abs() < 1e-12);
}

#[test]
fn attempts_in_a_row_fail_as_often_as_the_phases_say_and_not_as_a_power() {
    let (mut found, mut cubes) = ([vec![], vec![], vec![]], vec![]);
    for (seed, row) in ROWS.into_iter().enumerate() {
        let (chances, what) = (row.chances(), format!("{row:?}"));
        // A rarer failure takes more replications to be measured as exactly.
        let shares = row.found(seed, 6_000.0 / chances[2], &[]);
        for (k, theory) in chances.into_iter().enumerate() {
            found[k].push(compare(what.clone(), k, theory, &shares));
        }
        let cube: f64 = [chances[0]; 3].iter().product();
        assert!((chances[2] / cube - 1.0).abs() > 0.1, "{row:?}: {chances:?}");
        cubes.push(compare(what, 2, cube, &shares));
    }
    for kth in found {
        assert_agree(&kth);
    }
    assert_differ(&cubes);
}

#[test]
fn another_distance_or_another_limit_is_told_from_the_theory() {
    let row = ROWS[0];
    let [_, _, three] = row.chances();
    let sets = [
        "retry.pause=10m",
        "retry.pause={ dist = 'uniform', min = '0s', max = '3h' }",
        "timing.join_domain=0s",
        "hybrid_join.timeout=93m",
        "timing.detect_device=4m",
        "connect.interval=40m",
    ];
    let compare = |(seed, set): (usize, &str)| {
        compare(set.to_string(), 2, three, &row.found(seed, 3_000.0, &[set]))
    };
    assert_differ(&(100..).zip(sets).map(compare).collect::<Vec<_>>());
}
