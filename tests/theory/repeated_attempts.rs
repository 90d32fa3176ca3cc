//! Attempts that fail independently of each other: n of them all fail with probability p^n.

use cloudpc_sim::Experiment;
use cloudpc_sim::statistics::interval::proportion;

use crate::{Comparison, LEVEL, assert_agree, column, load, run};

const USERS: u64 = 2_000;
const REPLICATIONS: u64 = 100;

struct Row {
    attempts: i32,
    /// Probabilities of two causes in different stages.
    causes: [f64; 2],
}

const ROWS: [Row; 5] = [
    Row { attempts: 3, causes: [0.5, 0.0] },
    Row { attempts: 3, causes: [0.25, 0.4] },
    Row { attempts: 2, causes: [0.0, 0.35] },
    Row { attempts: 1, causes: [0.05, 0.03] },
    Row { attempts: 6, causes: [0.6, 0.3] },
];

impl Row {
    /// One attempt fails unless neither cause strikes; the later one is not asked after the first.
    fn one(&self) -> f64 {
        1.0 - (1.0 - self.causes[0]) * (1.0 - self.causes[1])
    }

    /// The product over the first `n` attempts.
    fn all_of(&self, n: i32) -> f64 {
        (0..n).map(|_| self.one()).product()
    }

    /// Failed Cloud PCs and attempts per Cloud PC in each replication.
    fn found(&self, seed: usize) -> [Vec<f64>; 2] {
        let sets = [
            format!("seed={seed}"),
            format!("wave.all.users={USERS}"),
            format!("replications={REPLICATIONS}"),
            format!("retry.attempts={}", self.attempts),
            format!("failures.simCapacityUnavailable={:?}", self.causes[0]),
            format!("failures.intuneEnroll_NetworkConnectivityIssue={:?}", self.causes[1]),
        ];
        let scenario = load(&[], &sets);
        let outcome = run(&Experiment::new(&scenario));
        ["failed", "attempts_per_cloud_pc"].map(|name| column(&outcome, name))
    }
}

/// On the Microsoft-hosted network nothing is shared: every Cloud PC is an independent trial.
#[test]
fn all_attempts_fail_with_the_power_of_the_chance_of_one() {
    let compare = |(seed, row): (usize, &Row)| {
        let [failed, _] = row.found(seed);
        let found = proportion(total(&failed), USERS * REPLICATIONS, LEVEL);
        let what = format!("{} attempts at {}", row.attempts, row.one());
        Comparison { what, theory: row.all_of(row.attempts), found }
    };
    assert_agree(&ROWS.iter().enumerate().map(compare).collect::<Vec<_>>());
}

/// A truncated geometric law: attempt k + 1 takes place if k have failed.
#[test]
fn attempts_per_cloud_pc_are_a_truncated_geometric_mean() {
    let compare = |(seed, row): (usize, &Row)| {
        let [_, attempts] = row.found(seed + ROWS.len());
        let theory = (0..row.attempts).map(|k| row.all_of(k)).sum();
        let what = format!("at most {} attempts at {}", row.attempts, row.one());
        Comparison::of_mean(what, theory, &attempts)
    };
    let repeated = ROWS.iter().enumerate().filter(|(_, row)| row.attempts > 1);
    assert_agree(&repeated.map(compare).collect::<Vec<_>>());
}

#[expect(clippy::cast_possible_truncation, reason = "counts are whole and small")]
#[expect(clippy::cast_sign_loss, reason = "counts are never negative")]
fn total(counts: &[f64]) -> u64 {
    counts.iter().sum::<f64>() as u64
}
