//! Probabilities down to one in a million, by splitting, where the whole tail is known.
//!
//! - *Peak of a wave at once.* The address of a failed attempt stays beyond the horizon, so the
//!   peak is the number of attempts: for each user one, and one or two more as the first one or two
//!   of three fail. The law of the sum is a convolution.
//! - *Poisson arrivals.* Nobody leaves: the peak is the number who have come, which has the Poisson
//!   law. Four users share a stream of random words, and each gap moves all later arrivals.
//! - *Three failures.* A Cloud PC fails for good if all of three independent attempts do; how many
//!   of a wave do is binomial with the third power.

use cloudpc_sim::experiment::rare::{Doubt, Effort, RareEvent, Tail, peak_demand, with_plenty};
use cloudpc_sim::kernel::math::{count, exp};
use cloudpc_sim::record::tally::Tally;
use cloudpc_sim::{Experiment, Scenario, SimDuration, Watch};
use statrs::distribution::{Binomial, DiscreteCDF, Poisson};

use crate::{CONNECTED, load};

const EFFORT: Effort = Effort { runs: 40, particles: 200, moves: 3 };
const DOWN_TO: f64 = 1e-6;
/// Seldom enough missed for all rows of this file together.
const LEVEL: f64 = 0.999;

const AT_ONCE: [&str; 4] = [
    "wave.all={ group = 'all', users = 20 }",
    "failures.endpointCheckFailed=0.03",
    "cleanup.after=2d",
    "horizon=1h",
];
const POISSON: [&str; 2] =
    ["wave.all={ group = 'all', users = 100, over = '100m', arrivals = 'poisson' }", "horizon=2h"];
const THREE_FAILURES: [&str; 2] =
    ["wave.all={ group = 'all', users = 30 }", "failures.endpointCheckFailed=0.2"];

fn scenario(seed: u32, sets: &[&str]) -> Scenario {
    load(&[&CONNECTED, sets], &[format!("seed={seed}")])
}

fn tail(scenario: &Scenario, score: impl Fn(&Tally) -> u64 + Sync) -> Tail {
    tail_of(&Experiment::new(scenario), score)
}

/// The tail of a score in a tenant whose subnet never runs dry.
fn tail_of(experiment: &Experiment<'_>, score: impl Fn(&Tally) -> u64 + Sync) -> Tail {
    let tenant = with_plenty(experiment, 0);
    let experiment = Experiment { tenant: &tenant, ..experiment.clone() };
    let rare = RareEvent { experiment, score, down_to: DOWN_TO, effort: EFFORT, given: &[] };
    let plan = rare.plan(&()).unwrap();
    rare.estimate(&plan, &()).unwrap()
}

/// How likely more than so many attempts are needed beyond the first ones.
fn more_attempts(users: u32, p: f64, more: usize) -> f64 {
    let of_one = [1.0 - p, p * (1.0 - p), p * p];
    let one_more = |law: Vec<f64>, _| {
        let at =
            |i: usize| (0..3).filter_map(|k| Some(law.get(i.checked_sub(k)?)? * of_one[k])).sum();
        (0..law.len() + 2).map(at).collect()
    };
    let law = (0..users).fold(vec![1.0], one_more);
    law.iter().skip(more + 1).rev().sum()
}

/// The truth lies between the bounds, which are not far from each other, without a doubt.
fn assert_tail(tail: &Tail, truths: impl IntoIterator<Item = (u64, f64)>) {
    let mut least = 1.0_f64;
    for (number, truth) in truths.into_iter().filter(|(_, truth)| *truth > DOWN_TO) {
        let found = tail.at(number, LEVEL);
        let (low, high) = found.interval.unwrap_or_else(|| panic!("no interval: {found:?}"));
        assert!(low <= truth && truth <= high, "{truth} is not in {found:?}");
        assert!(truth <= found.at_most && found.doubt.is_none(), "{found:?}");
        assert!(high < 5.0 * low && low > 0.0, "too wide: {found:?}");
        least = least.min(truth);
    }
    assert!(least < 10.0 * DOWN_TO, "the rows go down to {least} only");
}

#[test]
fn the_peak_of_a_wave_at_once_has_the_tail_of_a_convolution() {
    let tail = tail(&scenario(1, &AT_ONCE), peak_demand(0));
    assert_tail(&tail, (0..9).map(|more| (20 + more as u64, more_attempts(20, 0.03, more))));
    let rarest = tail.at(26, LEVEL);
    let work = count(tail.replications());
    assert!(rarest.counted > 30.0 * work, "hardly less work than counting: {rarest:?}");
}

#[test]
fn those_who_have_come_by_an_instant_have_the_tail_of_poisson() {
    let scenario = scenario(2, &POISSON);
    let horizon = SimDuration::from_minutes(20);
    let experiment = Experiment { horizon, ..Experiment::new(&scenario) };
    let tail = tail_of(&experiment, peak_demand(0));
    let law = Poisson::new(20.0).unwrap();
    assert_tail(&tail, (24..50).map(|number| (number, law.sf(number))));
}

#[test]
fn three_failures_in_a_row_have_the_tail_of_the_third_power() {
    let tail = tail(&scenario(3, &THREE_FAILURES), |tally: &Tally| tally.waves[0].failed());
    let law = Binomial::new(0.008, 30).unwrap();
    assert_tail(&tail, (0..6).map(|number| (number, law.sf(number))));
}

/// A probability of failure that is off shows, so that the rows above can fail.
#[test]
fn a_model_that_differs_is_told_from_the_tail() {
    let tail = tail(
        &scenario(4, &[&AT_ONCE[..], &["failures.endpointCheckFailed=0.04"]].concat()),
        peak_demand(0),
    );
    let truth = more_attempts(20, 0.03, 5);
    assert!(tail.at(25, LEVEL).interval.unwrap().0 > truth);
}

/// The longest of exponential lengths is decided by one word, which either stays or is drawn anew
/// from scratch: nothing leads upwards. The answer must be a bound, and must say so.
#[test]
fn what_only_luck_can_hit_gets_a_bound_and_no_interval() {
    let sets = [
        "wave.all={ group = 'all', users = 1 }",
        "timing.configure={ dist = 'exponential', mean = '10m' }",
        "horizon=1d",
    ];
    let longest = |tally: &Tally| tally.waves[0].times_to_ready.last().map_or(0, |time| time.ms());
    let tail = tail(&scenario(5, &sets), longest);
    // At ln(10^6) = 13.8 means.
    let found = tail.at(8_289_306, LEVEL);
    assert!(found.interval.is_none() && found.at_most > 1e-6, "{found:?}");
    assert!(matches!(found.doubt, Some(Doubt::Extinct(_) | Doubt::Stuck(_))), "{found:?}");
    // What plain replications see is estimated all the same.
    let often = tail.at(600_000, LEVEL);
    let (low, high) = often.interval.unwrap();
    assert!(low < exp(-1.0) && exp(-1.0) < high, "{often:?}");
}

#[test]
fn a_tail_falls_and_is_the_same_on_any_number_of_threads() {
    let scenario = scenario(6, &AT_ONCE);
    let on = |threads| {
        let experiment = Experiment { threads: Some(threads), ..Experiment::new(&scenario) };
        let effort = Effort { runs: 6, particles: 40, moves: 2 };
        let rare =
            RareEvent { experiment, score: peak_demand(0), down_to: 1e-4, effort, given: &[] };
        let plan = rare.plan(&()).unwrap();
        let tail = rare.estimate(&plan, &()).unwrap();
        assert!(tail.replications() <= plan.replications && tail.runs() == 6);
        format!("{plan:?} {:?} {:?}", tail.curve(0.95), tail.stages())
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(7));
    let curve = tail(&scenario, peak_demand(0)).curve(0.95);
    assert!(curve.is_sorted_by(|a, b| a.number < b.number && a.probability > b.probability));
}

#[test]
fn who_watches_can_stop_it() {
    struct Stopped;
    impl Watch for Stopped {
        fn done(&self) {}
        fn is_stopped(&self) -> bool {
            true
        }
    }
    let effort = Effort { runs: 3, particles: 10, moves: 1 };
    let scenario = scenario(7, &AT_ONCE);
    let experiment = Experiment::new(&scenario);
    let rare = RareEvent { experiment, score: peak_demand(0), down_to: 1e-4, effort, given: &[] };
    assert!(rare.plan(&Stopped).is_none());
    let plan = rare.plan(&()).unwrap();
    assert!(rare.estimate(&plan, &Stopped).is_none());
}
