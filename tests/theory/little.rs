//! Little's law for addresses: the time integral of those held is the sum of all holds.
//!
//! J. D. C. Little, "A proof for the queuing formula L = lambda W" (1961). A horizon after which
//! every address has come back leaves no ends to correct, so that the mean number held over the
//! horizon T is exactly (N / T) W: N holds of mean W. No law of arrivals or of holds matters.

use cloudpc_sim::kernel::math::count;
use cloudpc_sim::{Experiment, Outcome, SimDuration};

use crate::{CONNECTED, Comparison, assert_agree, column, load, run};

const USERS: u64 = 400;
const SETS: [&str; 6] = [
    "wave.all.users=400",
    "wave.all.over=2d",
    "wave.all.arrivals=poisson",
    "horizon=90d",
    "replications=200",
    "failures.intuneEnroll_NetworkConnectivityIssue=1",
];

struct Row {
    sets: &'static [&'static str],
    /// Mean address-minutes of a Cloud PC: over all its attempts, from the request to the return.
    minutes: f64,
}

const ROWS: [Row; 6] = [
    // The stages before the network interface hold nothing: 20 + 40.
    Row {
        sets: &[
            "retry.attempts=1",
            "timing.create_vm=50m",
            "timing.attach_network={ dist = 'uniform', min = '0s', max = '40m' }",
            "cleanup.after={ dist = 'exponential', mean = '40m' }",
        ],
        minutes: 60.0,
    },
    // Three attempts hold an address each, whatever the pause: 3 (30 + 60 + 120).
    Row {
        sets: &[
            "retry.attempts=3",
            "retry.pause={ dist = 'exponential', mean = '1h' }",
            "timing.join_entra={ dist = 'triangular', min = '0s', mode = '30m', max = '1h' }",
            "timing.enroll_intune={ dist = 'gamma', mean = '1h', shape = 0.5 }",
            "cleanup.after={ dist = 'uniform', min = '1h', max = '3h' }",
        ],
        minutes: 630.0,
    },
    // The first attempt's clock waits for the second's end: 20 + (30 + 10 + 20) + 100 and 20 + 100.
    Row {
        sets: &[
            "retry.attempts=2",
            "retry.pause={ dist = 'exponential', mean = '30m' }",
            "timing.create_vm={ dist = 'uniform', min = '5m', max = '15m' }",
            "timing.attach_network={ dist = 'exponential', mean = '20m' }",
            "cleanup.after={ dist = 'uniform', min = '10m', max = '190m' }",
            "cleanup.clock=after_final",
        ],
        minutes: 300.0,
    },
    // Who fails before the network interface holds nothing: 0.75 (45 + 45).
    Row {
        sets: &[
            "retry.attempts=1",
            "failures.simCapacityUnavailable=0.25",
            "timing.join_entra={ dist = 'exponential', mean = '45m' }",
            "cleanup.after=45m",
        ],
        minutes: 67.5,
    },
    // Two attempts get there with 0.6 each: 2 0.6 (30 + 60).
    Row {
        sets: &[
            "wave.all.arrivals=even",
            "retry.attempts=2",
            "failures.internalError=0.4",
            "timing.join_entra={ dist = 'uniform', min = '0s', max = '1h' }",
            "cleanup.after={ dist = 'weibull', scale = '1h', shape = 1.0 }",
        ],
        minutes: 108.0,
    },
    // The mean of the lognormal law is its median times exp(sigma^2 / 2): 30 + 60.
    Row {
        sets: &[
            "wave.all.arrivals=random",
            "retry.attempts=1",
            "timing.attach_network=30m",
            "cleanup.after={ dist = 'lognormal', median = '2183510ms', sigma = 1.0 }",
        ],
        minutes: 90.0,
    },
];

/// Address-minutes of each replication.
fn integrals(outcome: &Outcome) -> Vec<f64> {
    let whole = |ms: u128| count(u64::try_from(ms).unwrap()) / 60_000.0;
    outcome.replications.iter().map(|r| whole(r.address_ms[0])).collect()
}

fn simulate(seed: usize, sets: &[&str]) -> Outcome {
    let scenario = load(&[&CONNECTED, &SETS, sets], &[format!("seed={seed}")]);
    run(&Experiment::new(&scenario))
}

#[test]
fn addresses_held_are_the_rate_of_requests_times_the_mean_hold() {
    let compare = |(seed, row): (usize, &Row)| {
        let theory = count(USERS) * row.minutes;
        Comparison::of_mean(row.sets.join(", "), theory, &integrals(&simulate(seed, row.sets)))
    };
    assert_agree(&ROWS.iter().enumerate().map(compare).collect::<Vec<_>>());
}

/// The law holds of a full pool too, with the rate of those it admits.
#[test]
fn a_full_pool_holds_the_admitted_rate_times_the_mean_hold() {
    let pools = [("10.0.0.0/29", 60.0), ("10.0.0.0/28", 240.0), ("10.0.0.0/27", 600.0)];
    let compare = |(seed, (prefix, minutes)): (usize, (&str, f64))| {
        let pool = format!("subnet.all.prefix={prefix}");
        let hold = format!("cleanup.after={{ dist = 'gamma', mean = '{minutes}m', shape = 2.0 }}");
        let outcome = simulate(seed, &["retry.attempts=1", &pool, &hold]);
        let refused = column(&outcome, "cause.noEnoughIpAddress.attempts");
        assert!(refused.iter().all(|&n| n > count(USERS) / 10.0), "the pool must be full");
        let admitted: Vec<f64> = refused.iter().map(|n| count(USERS) - n).collect();
        let mean_admitted = admitted.iter().sum::<f64>() / count(admitted.len() as u64);
        // Exact on average, which the quotient is not: a long hold admits fewer others.
        let excess =
            integrals(&outcome).into_iter().zip(admitted).map(|(sum, n)| sum - n * minutes);
        let means: Vec<f64> = excess.map(|more| minutes + more / mean_admitted).collect();
        Comparison::of_mean(prefix, minutes, &means)
    };
    assert_agree(&pools.into_iter().enumerate().map(compare).collect::<Vec<_>>());
}

#[test]
fn fixed_holds_add_up_to_the_millisecond() {
    let sets = ["retry.attempts=3", "timing.join_entra=12345ms", "replications=2"];
    let hold = SimDuration::from_hours(3) + SimDuration::from_ms(12_345);
    for one in &simulate(1, &sets).replications {
        assert_eq!(one.address_ms, [u128::from(USERS * 3 * hold.ms())]);
    }
}
