//! A health check every six hours strikes an attempt of random length at a random phase.
//!
//! Checks end on a grid; from an instant that knows nothing of its phase, the next end is uniform
//! over an interval I (D. R. Cox, "Renewal Theory", 1962, on equilibrium processes). A window of
//! length L = (k + f) I, with f below 1, therefore holds k + 1 ends with chance f, else k. Each
//! check fails by itself with chance q, so the attempt survives them with chance
//!
//! ```text
//! g(L) = (1 - q)^k (1 - f q)
//! ```
//!
//! The result that stands at the gate is that of an earlier check, independent of those in the
//! window: the attempt fails with chance q + (1 - q) (1 - E g(L)). The window is core
//! provisioning alone, up to the primary user. How long a check takes only shifts the grid.

use cloudpc_sim::Experiment;
use cloudpc_sim::kernel::math::exp;

use crate::{CONNECTED, Comparison, assert_agree, column, load, run};

const USERS: u32 = 400;
/// Distances of 13 hours visit several phases of the grid; the phase itself is random.
const SETS: [&str; 7] = [
    "wave.all.users=400",
    "wave.all.at=+1d",
    "wave.all.over=5200h",
    "horizon=240d",
    "replications=240",
    "retry.attempts=1",
    // After core provisioning no check strikes, however long the rest takes.
    "timing.configure=30h",
];

struct Row {
    interval_h: f64,
    failure: f64,
    /// Core provisioning, in hours.
    core: Length,
    sets: &'static [&'static str],
}

enum Length {
    Fixed(f64),
    Uniform(f64, f64),
    Exponential(f64),
}

const ROWS: [Row; 8] = [
    Row { interval_h: 6.0, failure: 0.2, core: Length::Fixed(2.0), sets: &[] },
    // Longer than two intervals: two or three checks.
    Row { interval_h: 6.0, failure: 0.3, core: Length::Fixed(15.0), sets: &[] },
    // Just one interval: one check, whatever the phase.
    Row { interval_h: 6.0, failure: 0.25, core: Length::Fixed(6.0), sets: &[] },
    Row { interval_h: 6.0, failure: 0.15, core: Length::Uniform(1.0, 20.0), sets: &[] },
    Row { interval_h: 6.0, failure: 0.2, core: Length::Exponential(4.0), sets: &[] },
    Row {
        interval_h: 2.0,
        failure: 0.1,
        core: Length::Exponential(7.0),
        sets: &["connection.all.health_check.duration=0s"],
    },
    // Ends off the grid by up to 40 minutes: below 5 h 20 min a window still holds one at most,
    // and L / I on average.
    Row {
        interval_h: 6.0,
        failure: 0.3,
        core: Length::Uniform(1.0, 5.0),
        sets: &[
            "connection.all.health_check.duration={ dist = 'uniform', min = '10m', max = '50m' }",
        ],
    },
    Row {
        interval_h: 3.0,
        failure: 0.2,
        core: Length::Uniform(0.0, 3.0),
        sets: &["connection.all.health_check.duration=3h"],
    },
];

impl Length {
    fn toml(&self) -> String {
        let ms = |hours: &f64| format!("{:.0}ms", hours * 3_600_000.0);
        match self {
            Self::Fixed(hours) => ms(hours),
            Self::Uniform(min, max) => {
                format!("{{ dist = 'uniform', min = '{}', max = '{}' }}", ms(min), ms(max))
            }
            Self::Exponential(mean) => format!("{{ dist = 'exponential', mean = '{}' }}", ms(mean)),
        }
    }
}

impl Row {
    fn struck(&self) -> f64 {
        self.failure + (1.0 - self.failure) * (1.0 - self.survival())
    }

    /// E g(L).
    fn survival(&self) -> f64 {
        let q = self.failure;
        match self.core {
            Length::Fixed(l) => self.at(l).0,
            Length::Uniform(min, max) => (self.at(max).1 - self.at(min).1) / (max - min),
            // By parts, 1 + the integral of g'(x) exp(-x / m): a geometric series over intervals.
            Length::Exponential(m) => {
                let r = exp(-self.interval_h / m);
                1.0 - q * m / self.interval_h * (1.0 - r) / (1.0 - (1.0 - q) * r)
            }
        }
    }

    /// g at a length, and its integral from zero to there.
    fn at(&self, length: f64) -> (f64, f64) {
        let (mut rest, mut alive, mut integral) = (length / self.interval_h, 1.0, 0.0);
        while rest >= 1.0 {
            integral += alive * (1.0 - self.failure / 2.0);
            alive *= 1.0 - self.failure;
            rest -= 1.0;
        }
        integral += alive * (rest - self.failure * rest * rest / 2.0);
        (alive * (1.0 - self.failure * rest), integral * self.interval_h)
    }

    /// The share struck in each replication.
    fn found(&self, seed: usize) -> Vec<f64> {
        let sets = [
            format!("seed={seed}"),
            format!("connection.all.health_check.interval={:.0}m", 60.0 * self.interval_h),
            format!("connection.all.health_check.failure={}", self.failure),
            format!("timing.create_vm={}", self.core.toml()),
        ];
        let scenario = load(&[&CONNECTED, &SETS, self.sets], &sets);
        let outcome = run(&Experiment::new(&scenario));
        let struck = column(&outcome, "cause.canaryCheckUnpass.attempts");
        struck.into_iter().map(|n| n / f64::from(USERS)).collect()
    }
}

#[test]
fn a_refresh_strikes_as_often_as_the_grid_and_the_length_say() {
    let compare = |(seed, row): (usize, &Row)| {
        let what = format!("{} h, {}, {}", row.interval_h, row.failure, row.core.toml());
        Comparison::of_mean(what, row.struck(), &row.found(seed))
    };
    assert_agree(&ROWS.iter().enumerate().map(compare).collect::<Vec<_>>());
}
