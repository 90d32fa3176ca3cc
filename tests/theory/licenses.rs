//! Users who live for a while and share a pool of licenses: how many wait for one.
//!
//! A user counts from the request until the license is taken away, which is as long for those who
//! wait as for those who have a Cloud PC. Of n users who come at random instants of a time H, each
//! is there at its end with chance q = 1 / H times the integral of P(life > t) over it, by itself:
//! their number N is binomial (the finite case of the M/G/infinity queue; L. Takács, "Introduction
//! to the Theory of Queues", 1962). No license is idle while somebody waits, so of c licenses
//! min(N, c) are in use and N - min(N, c) users wait, whatever the order of service.

use cloudpc_sim::Experiment;
use cloudpc_sim::kernel::math::exp;
use statrs::distribution::{Binomial, Discrete};

use crate::{Comparison, assert_agree, assert_differ, column, load, run};

const USERS: u32 = 60;
const HOURS: f64 = 20.0;
/// A license is free as soon as its Cloud PC begins to go, however long that takes.
const SETS: [&str; 5] = [
    "wave.all={ group = 'all', users = 60, over = '20h', arrivals = 'random' }",
    "horizon=20h",
    "loss.grace_period=0s",
    "timing.deprovisioning=10h",
    "replications=10000",
];

struct Row {
    /// The law of a life, and its chance q.
    life: &'static str,
    there: f64,
    licenses: u32,
}

fn rows() -> [Row; 4] {
    let exponential = "{ dist = 'exponential', mean = '5h' }";
    let there = 5.0 / HOURS * (1.0 - exp(-HOURS / 5.0));
    [
        Row { life: exponential, there, licenses: 12 },
        Row { life: exponential, there, licenses: 10 },
        Row { life: "'5h'", there: 5.0 / HOURS, licenses: 12 },
        Row {
            life: "{ dist = 'uniform', min = '0s', max = '16h' }",
            there: 8.0 / HOURS,
            licenses: 22,
        },
    ]
}

impl Row {
    /// Means of those who have a Cloud PC and of those who wait.
    fn theory(&self) -> [f64; 2] {
        let law = Binomial::new(self.there, u64::from(USERS)).unwrap();
        let mean = |of: &dyn Fn(u32) -> u32| -> f64 {
            (0..=USERS).map(|n| f64::from(of(n)) * law.pmf(u64::from(n))).sum()
        };
        [mean(&|n| n.min(self.licenses)), mean(&|n| n.saturating_sub(self.licenses))]
    }

    fn compare(&self, seed: usize, sets: &[&str]) -> [Comparison; 2] {
        let own = [
            format!("seed={seed}"),
            format!("licenses.available={}", self.licenses),
            format!("change.go={{ what = 'remove_license', per_user = {} }}", self.life),
        ];
        let own = own.into_iter().chain(sets.iter().map(|set| (*set).to_string()));
        let outcome = run(&Experiment::new(&load(&[&SETS], &own.collect::<Vec<_>>())));
        let (theory, what) = (self.theory(), format!("{}, {}, {sets:?}", self.life, self.licenses));
        let of = |i: usize, measure: &str| {
            Comparison::of_mean(format!("{measure}, {what}"), theory[i], &column(&outcome, measure))
        };
        [of(0, "ready"), of(1, "pending")]
    }
}

fn split(pairs: impl Iterator<Item = [Comparison; 2]>) -> [Vec<Comparison>; 2] {
    let (ready, pending) = pairs.map(|[ready, pending]| (ready, pending)).unzip();
    [ready, pending]
}

#[test]
fn as_many_wait_for_a_license_as_are_more_than_the_pool() {
    let compared = rows().into_iter().enumerate().map(|(seed, row)| row.compare(seed, &[]));
    for all in split(compared) {
        assert_agree(&all);
    }
}

#[test]
fn a_license_that_comes_back_late_or_is_one_too_many_is_told_from_the_theory() {
    let row = &rows()[1];
    let sets = ["loss.grace_period=30m", "licenses.available=11", "change.go.share=0.97"];
    let compare = |(seed, set)| row.compare(seed, &[set, "replications=2000"]);
    let [ready, pending] = split((10..).zip(sets).map(compare));
    assert_differ(&ready);
    assert_differ(&pending);
}
