//! Erlang's loss formula: the share of attempts that find no free address.
//!
//! A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in
//! automatic telephone exchanges" (1917). B. A. Sevast'yanov (1957): whatever the law of the
//! holding times, only their mean matters. R. W. Wolff, "Poisson arrivals see time averages"
//! (1982): the share of arrivals refused is the share of time without a free server.

use cloudpc_sim::kernel::math::count;
use cloudpc_sim::{Experiment, SimDuration};

use crate::{CONNECTED, Comparison, assert_agree, column, load, run};

const HOUR: u64 = 3_600_000;
const USERS: u64 = 4_000;

/// Poisson arrivals, one attempt each; it fails after the join, and its address comes back.
const SETS: [&str; 4] = [
    "wave.all.users=4000",
    "wave.all.arrivals=poisson",
    "failures.endpointCheckFailed=1",
    "retry.attempts=1",
];

/// Lengths of the join and of clean-up that add up to a mean of one hour.
const FIXED: [&str; 2] = ["timing.join_entra=20m", "cleanup.after=40m"];
const EXPONENTIAL: [&str; 2] =
    ["timing.join_entra=0s", "cleanup.after={ dist = 'exponential', mean = '1h' }"];
const UNIFORM: [&str; 2] = [
    "timing.join_entra={ dist = 'uniform', min = '0s', max = '1h' }",
    "cleanup.after={ dist = 'uniform', min = '0s', max = '1h' }",
];
/// The mean is the median times exp(sigma^2 / 2).
const LOGNORMAL: [&str; 2] = [
    "timing.join_entra=0s",
    "cleanup.after={ dist = 'lognormal', median = '2183510ms', sigma = 1.0 }",
];

/// Erlang's B by the recursion over servers, from the balance of neighboring states.
pub(super) fn erlang_b(servers: u32, load: f64) -> f64 {
    (1..=servers).map(f64::from).fold(1.0, |blocked, c| load * blocked / (c + load * blocked))
}

/// Attempts refused and requested in each replication up to a horizon.
fn counts(experiment: &Experiment<'_>, horizon: SimDuration) -> [Vec<f64>; 2] {
    let outcome = run(&Experiment { horizon, ..experiment.clone() });
    ["cause.noEnoughIpAddress.attempts", "requested"].map(|name| column(&outcome, name))
}

/// The share refused once the pool is warm: beyond twenty holds, and well before arrivals end.
fn refused(seed: usize, in_use: u32, load_per_hour: u64, shape: &[&str]) -> Vec<f64> {
    let over = SimDuration::from_ms(USERS * HOUR / load_per_hour);
    let sets = [
        format!("seed={seed}"),
        "subnet.all.prefix=10.0.0.0/27".into(),
        format!("subnet.all.in_use={in_use}"),
        // Fewer refusals are harder to count.
        format!("replications={}", if load_per_hour < 5 { 30 } else { 100 }),
        format!("wave.all.over={over}"),
        format!("horizon={over}"),
    ];
    let scenario = load(&[&CONNECTED, &SETS, shape], &sets);
    let experiment = Experiment::new(&scenario);
    let [before, all] = [SimDuration::from_hours(20), SimDuration::from_ms(over.ms() / 10 * 9)]
        .map(|horizon| counts(&experiment, horizon));
    let refused = |i: usize| (all[0][i] - before[0][i]) / (all[1][i] - before[1][i]);
    (0..all[0].len()).map(refused).collect()
}

#[test]
fn an_address_pool_refuses_as_erlang_says_whatever_the_shape_of_holds() {
    let rows = [
        (24, 3, FIXED),
        (24, 3, EXPONENTIAL),
        (24, 3, UNIFORM),
        (24, 3, LOGNORMAL),
        (17, 8, FIXED),
        (17, 8, LOGNORMAL),
        (0, 30, EXPONENTIAL),
        (0, 30, UNIFORM),
    ];
    let compare = |(seed, (in_use, load, shape)): (usize, (u32, u64, [&str; 2]))| {
        // A /27 has 32 addresses, of which Azure keeps five.
        let theory = erlang_b(32 - 5 - in_use, count(load));
        let what = format!("{load} erlang, {in_use} in use, {shape:?}");
        Comparison::of_mean(what, theory, &refused(seed, in_use, load, &shape))
    };
    assert_agree(&rows.into_iter().enumerate().map(compare).collect::<Vec<_>>());
}

#[test]
fn the_formula_gives_the_tabulated_values() {
    // Any table of Erlang B: 1 % at 4.4612 erlang on ten servers, 1 % at 20.337 on thirty.
    for (servers, load, wanted) in [(1, 1.0, 0.5), (10, 4.4612, 0.01), (30, 20.337, 0.01)] {
        assert!((erlang_b(servers, load) / wanted - 1.0).abs() < 1e-3, "{servers} {load}");
    }
}
