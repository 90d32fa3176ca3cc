//! Licenses that go while an attempt is under way.
//!
//! Each goes after an exponential time from the request, at which the attempt begins. Such a time
//! with rate r outlasts the attempt's length S with chance E exp(-r S), the Laplace transform L(r)
//! of S (W. Feller, "An Introduction to Probability Theory and Its Applications", volume II, 1971,
//! chapter XIII). So
//!
//! - the attempt fails with chance 1 - L(r), whether the loss is noticed at once or where the next
//!   stage would begin, for the last stage takes no time;
//! - noticed at once, it lasts (1 - L(r)) / r on average, the mean of the shorter of both times.

use cloudpc_sim::kernel::math::{exp, from_length, log};
use cloudpc_sim::record::recorder::AttemptRow;
use cloudpc_sim::{Experiment, Outcome};

use crate::{Comparison, assert_agree, assert_differ, column, load, run};

const USERS: f64 = 400.0;
const SETS: [&str; 4] =
    ["wave.all.users=400", "retry.attempts=1", "horizon=60d", "replications=150"];
pub(super) const AT_ONCE: &str = "loss.noticed=at_once";
pub(super) const NEXT_STAGE: &str = "loss.noticed=next_stage";
pub(super) const CAUSES: [&str; 3] = ["userNotFound", "licenseNotFound", "simPolicyNotFound"];
const DEEDS: [&str; 3] = ["delete_user", "remove_license", "remove_from_group"];

/// The law of a stage's length, in hours.
#[derive(Clone, Copy, Debug)]
pub(super) enum Length {
    Fixed(f64),
    Uniform(f64, f64),
    /// Mean and shape.
    Gamma(f64, f64),
}

/// Mean lives of user, license and membership in hours, and the lengths of two stages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) lives: [Option<f64>; 3],
    pub(super) stages: [Length; 2],
}

pub(super) const NONE: Length = Length::Fixed(0.0);
const LICENSE_ONLY: [Row; 5] = [
    row(6.0, Length::Uniform(3.0, 5.0), NONE),
    row(4.0, Length::Uniform(1.0, 9.0), NONE),
    row(10.0, Length::Gamma(6.0, 0.5), NONE),
    row(3.0, NONE, Length::Gamma(2.0, 4.0)),
    row(8.0, Length::Uniform(0.0, 6.0), Length::Gamma(3.0, 1.0)),
];

const fn row(life: f64, first: Length, second: Length) -> Row {
    Row { lives: [None, Some(life), None], stages: [first, second] }
}

impl Length {
    fn transform(self, rate: f64) -> f64 {
        match self {
            Self::Fixed(hours) => exp(-rate * hours),
            Self::Uniform(min, max) => (exp(-rate * min) - exp(-rate * max)) / (rate * (max - min)),
            Self::Gamma(mean, shape) => exp(-shape * log(1.0 + rate * mean / shape)),
        }
    }

    fn mean(self) -> f64 {
        match self {
            Self::Fixed(mean) | Self::Gamma(mean, _) => mean,
            Self::Uniform(min, max) => f64::midpoint(min, max),
        }
    }

    fn toml(self) -> String {
        match self {
            Self::Fixed(hours) => written(hours),
            Self::Uniform(min, max) => {
                let [min, max] = [min, max].map(written);
                format!("{{ dist = 'uniform', min = '{min}', max = '{max}' }}")
            }
            Self::Gamma(mean, shape) => {
                format!("{{ dist = 'gamma', mean = '{}', shape = {shape:?} }}", written(mean))
            }
        }
    }
}

fn written(hours: f64) -> String {
    format!("{:.0}ms", hours * 3_600_000.0)
}

impl Row {
    pub(super) fn rate(life: Option<f64>) -> f64 {
        life.map_or(0.0, |mean| 1.0 / mean)
    }

    /// Of the whole attempt: its stages are independent.
    pub(super) fn transform(&self, rate: f64) -> f64 {
        if rate > 0.0 { self.stages.iter().map(|s| s.transform(rate)).product() } else { 1.0 }
    }

    pub(super) fn simulate(&self, seed: usize, detailed: u64, sets: &[&str]) -> Outcome {
        let [first, second] = self.stages.map(Length::toml);
        let mut own = vec![
            format!("seed={seed}"),
            format!("timing.create_vm={first}"),
            format!("timing.enroll_intune={second}"),
        ];
        for (deed, life) in DEEDS.iter().zip(self.lives) {
            let Some(life) = life.map(written) else { continue };
            let law = format!("{{ dist = 'exponential', mean = '{life}' }}");
            own.push(format!("change.{deed}={{ what = '{deed}', per_user = {law} }}"));
        }
        own.extend(sets.iter().map(|set| (*set).to_string()));
        run(&Experiment { detailed, ..Experiment::new(&load(&[&SETS], &own)) })
    }
}

/// The share of attempts that fail of one of the causes, in each replication.
pub(super) fn shares(outcome: &Outcome, cause: usize) -> Vec<f64> {
    let failed = column(outcome, &format!("cause.{}.attempts", CAUSES[cause]));
    failed.into_iter().map(|n| n / USERS).collect()
}

/// How long attempts last on average, in hours.
fn lengths(outcome: &Outcome) -> Vec<f64> {
    let of_one = |rows: &[AttemptRow]| {
        let all = rows.iter().map(|row| from_length(row.ended.since(row.started)));
        all.sum::<f64>() / 3_600_000.0 / USERS
    };
    outcome.details().map(|(_, detail)| of_one(&detail.attempts)).collect()
}

/// Fails of its license, and lasts.
fn compare_license((seed, row): (usize, &Row), noticed: &'static str) -> [Comparison; 2] {
    let (outcome, rate) = (row.simulate(seed, u64::MAX, &[noticed]), Row::rate(row.lives[1]));
    let fails = 1.0 - row.transform(rate);
    let [first, second] = row.stages;
    let lasts = match noticed {
        AT_ONCE => fails / rate,
        // The second stage begins if the license has outlived the first one.
        _ => first.mean() + first.transform(rate) * second.mean(),
    };
    let what = format!("{noticed}, {row:?}");
    let fails = Comparison::of_mean(what.clone(), fails, &shares(&outcome, 1));
    [fails, Comparison::of_mean(what, lasts, &lengths(&outcome))]
}

#[test]
fn an_attempt_outlives_its_license_as_the_laplace_transform_says() {
    for (seed, noticed) in [(0, AT_ONCE), (100, NEXT_STAGE)] {
        let pairs = (seed..).zip(&LICENSE_ONLY).map(|row| compare_license(row, noticed));
        let (fails, lasts): (Vec<_>, Vec<_>) = pairs.map(|[fails, lasts]| (fails, lasts)).unzip();
        assert_agree(&fails);
        assert_agree(&lasts);
    }
}

#[test]
fn another_life_or_another_length_is_told_from_the_theory() {
    let row = LICENSE_ONLY[1];
    let theory = 1.0 - row.transform(Row::rate(row.lives[1]));
    let sets = [
        "change.remove_license.per_user={ dist = 'exponential', mean = '4h30m' }",
        "change.remove_license.per_user=4h",
        "change.remove_license.share=0.9",
        "timing.reaction=20m",
        "timing.allocate_capacity=20m",
        "retry.attempts=2",
    ];
    let compare = |(seed, set)| {
        Comparison::of_mean(set, theory, &shares(&row.simulate(seed, 0, &[AT_ONCE, set]), 1))
    };
    assert_differ(&(400..).zip(sets).map(compare).collect::<Vec<_>>());
}
