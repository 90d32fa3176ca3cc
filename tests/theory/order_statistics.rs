//! Percentiles of independent Cloud PCs are order statistics.
//!
//! Of n independent lengths the k-th smallest has the quantile function of one, taken at a beta
//! variable with parameters k and n - k + 1 (H. A. David and H. N. Nagaraja, "Order Statistics",
//! 2003, section 2.1). The q-th percentile of n Cloud PCs is the smallest by which a share q is
//! ready: k = ceil(q n).

use cloudpc_sim::Experiment;
use cloudpc_sim::kernel::math::{exp, log, sqrt};
use statrs::distribution::{Beta, Continuous, ContinuousCDF, Normal};

use crate::{Comparison, assert_agree, column, load, run};

struct Row {
    /// The random length and the fixed ones beside it.
    sets: &'static [&'static str],
    users: u32,
    measure: &'static str,
    /// `ceil(q n)`.
    rank: u32,
    /// Quantile function of the time to ready, in minutes.
    quantile: fn(f64) -> f64,
}

const ROWS: [Row; 6] = [
    Row {
        sets: &["timing.create_vm={ dist = 'uniform', min = '5m', max = '45m' }"],
        users: 20,
        measure: "time_to_ready.p95",
        rank: 19,
        quantile: |u| 5.0 + 40.0 * u,
    },
    Row {
        sets: &["timing.enroll_intune={ dist = 'exponential', mean = '30m' }"],
        users: 50,
        measure: "time_to_ready.p95",
        rank: 48,
        quantile: |u| -30.0 * log(1.0 - u),
    },
    Row {
        sets: &[
            "timing.configure={ dist = 'lognormal', median = '20m', sigma = 0.8 }",
            "timing.create_vm=3m",
        ],
        users: 101,
        measure: "time_to_ready.p95",
        rank: 96,
        quantile: |u| 3.0 + 20.0 * exp(0.8 * Normal::standard().inverse_cdf(u)),
    },
    Row {
        sets: &[
            "timing.reaction={ dist = 'weibull', scale = '10m', shape = 2.0 }",
            "timing.assign_user=1m",
        ],
        users: 40,
        measure: "time_to_ready.p90",
        rank: 36,
        quantile: |u| 1.0 + 10.0 * sqrt(-log(1.0 - u)),
    },
    Row {
        sets: &["timing.join_entra={ dist = 'exponential', mean = '12m' }"],
        users: 31,
        measure: "time_to_ready.p50",
        rank: 16,
        quantile: |u| -12.0 * log(1.0 - u),
    },
    Row {
        sets: &["timing.primary_user={ dist = 'uniform', min = '0s', max = '1h' }"],
        users: 7,
        measure: "time_to_ready.max",
        rank: 7,
        quantile: |u| 60.0 * u,
    },
];

impl Row {
    /// The integral of the quantile function over the beta density, by midpoints.
    fn theory(&self) -> f64 {
        const STEPS: u32 = 200_000;
        let (k, n) = (f64::from(self.rank), f64::from(self.users));
        let beta = Beta::new(k, n - k + 1.0).unwrap();
        let middle = |i: u32| (f64::from(i) + 0.5) / f64::from(STEPS);
        let part = |u| (self.quantile)(u) * beta.pdf(u);
        (0..STEPS).map(|i| part(middle(i))).sum::<f64>() / f64::from(STEPS)
    }

    /// The measure of each replication, in minutes.
    fn found(&self, seed: usize) -> Vec<f64> {
        let sets = [
            format!("seed={seed}"),
            format!("wave.all.users={}", self.users),
            "replications=3000".into(),
        ];
        let scenario = load(&[self.sets], &sets);
        let outcome = run(&Experiment::new(&scenario));
        column(&outcome, self.measure).into_iter().map(|seconds| seconds / 60.0).collect()
    }
}

#[test]
fn a_percentile_of_the_ready_is_the_mean_of_its_order_statistic() {
    let compare = |(seed, row): (usize, &Row)| {
        let what = format!("{} of {}: {}", row.measure, row.users, row.sets.join(", "));
        Comparison::of_mean(what, row.theory(), &row.found(seed))
    };
    assert_agree(&ROWS.iter().enumerate().map(compare).collect::<Vec<_>>());
}

/// Of the uniform law the mean is k / (n + 1), of the exponential a sum of 1 / j from n - k + 1 on
/// (A. Renyi, 1953).
#[test]
fn the_integral_gives_the_known_sums() {
    let [uniform, exponential, ..] = &ROWS;
    let renyi: f64 = (3..=50).map(|j| 30.0 / f64::from(j)).sum();
    for (row, wanted) in [(uniform, 5.0 + 40.0 * 19.0 / 21.0), (exponential, renyi)] {
        assert!((row.theory() / wanted - 1.0).abs() < 1e-4, "{} instead of {wanted}", row.theory());
    }
}
