//! Cloud PCs that arrive at one instant share the phases of all grids, and so their fate.
//!
//! Each attempt misses its limit with the same chance p, however the seats arrive. How much the
//! share of n seats that miss it varies between rollouts, depends on nothing else:
//!
//! - all at one instant: the share is 0 or 1, with variance p (1 - p);
//! - at random instants of just one interval of Entra Connect: their phases are independent, the
//!   variance is that of n trials, p (1 - p) / n;
//! - evenly over that interval: systematic sampling (W. G. Cochran, "Sampling Techniques", 1977,
//!   chapter 8). A window of p intervals holds one of the two whole numbers next to n p, the
//!   greater one with a chance of its fraction f: f (1 - f) / n^2.

use crate::hybrid_timeout::chance;
use crate::{Comparison, HYBRID, assert_agree, assert_differ, load, time_outs};

const SEATS: f64 = 9.0;
const SETS: [&str; 4] =
    ["wave.all.users=9", "retry.attempts=1", "horizon=12h", "replications=25000"];

#[derive(Clone, Copy, Debug)]
enum Arrivals {
    AtOnce,
    Random,
    Even,
}

use Arrivals::{AtOnce, Even, Random};

/// Minutes of site link and of Entra Connect's interval.
const ROWS: [(u32, u32, Arrivals); 7] = [
    (0, 120, AtOnce),
    (0, 120, Random),
    (0, 120, Even),
    (0, 180, AtOnce),
    (0, 180, Random),
    (0, 180, Even),
    // The phase of a site link is shared as well.
    (90, 30, AtOnce),
];

fn variance(p: f64, arrivals: Arrivals) -> f64 {
    match arrivals {
        AtOnce => p * (1.0 - p),
        Random => p * (1.0 - p) / SEATS,
        Even => {
            let f = (SEATS * p).fract();
            f * (1.0 - f) / SEATS / SEATS
        }
    }
}

/// The share of seats that miss the limit in each replication.
fn shares(seed: usize, [link, cycle]: [u32; 2], arrivals: &str) -> Vec<f64> {
    let mut own = vec![format!("seed={seed}"), format!("connect.interval={cycle}m")];
    own.extend(crate::hybrid_timeout::link(link));
    own.push(format!("wave.all={{ group = 'all', users = 9, {arrivals} }}"));
    time_outs::first(&load(&[&HYBRID, &SETS], &own))
}

fn written(arrivals: Arrivals, over: u32) -> String {
    match arrivals {
        AtOnce => "arrivals = 'at-once'".into(),
        Random => format!("over = '{over}m', arrivals = 'random'"),
        Even => format!("over = '{over}m', arrivals = 'even'"),
    }
}

/// Squared distances from the true mean: their mean is the variance.
fn squares(what: String, p: f64, theory: f64, shares: &[f64]) -> Comparison {
    let squares: Vec<f64> = shares.iter().map(|share| (share - p) * (share - p)).collect();
    Comparison::of_mean(what, theory, &squares)
}

#[test]
fn the_mean_is_the_same_and_the_variance_that_of_what_is_shared() {
    let compare = |(seed, (link, cycle, arrivals)): (usize, (u32, u32, Arrivals))| {
        let p = chance(link, cycle);
        let what = format!("link {link}, cycle {cycle}, {arrivals:?}");
        let shares = shares(seed, [link, cycle], &written(arrivals, cycle));
        let mean = Comparison::of_mean(what.clone(), p, &shares);
        (mean, squares(what, p, variance(p, arrivals), &shares))
    };
    let (means, variances): (Vec<_>, Vec<_>) = ROWS.into_iter().enumerate().map(compare).unzip();
    assert_agree(&means);
    assert_agree(&variances);
}

#[test]
fn arrivals_over_another_time_are_told_from_the_theory() {
    let rows = [(AtOnce, Even, 20), (Random, Random, 60), (Random, Random, 150), (Even, Even, 100)];
    let compare = |(seed, (as_if, arrivals, over))| {
        let (p, what) = (chance(0, 120), format!("{arrivals:?} over {over} minutes"));
        let shares = shares(seed, [0, 120], &written(arrivals, over));
        squares(what, p, variance(p, as_if), &shares)
    };
    assert_differ(&(100..).zip(rows).map(compare).collect::<Vec<_>>());
}
