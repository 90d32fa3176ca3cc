//! Sizes for one in a million and less, by splitting, where the law of the peak demand is known.
//!
//! - *Wave at once.* Nothing comes back, so the peak is the number of attempts: of each seat one,
//!   and one or two more as the first one or two of three fail. The law is a convolution.
//! - *A rare outage.* With a stated probability every attempt fails, and every seat takes three.
//!   No climb leads there, since one draw decides it for all; its probability is known instead.
//! - *A wave that never fails.* The peak is the same in all replications, so there is nothing to climb.

use cloudpc_sim::Experiment;
use cloudpc_sim::experiment::rare::Effort;
use cloudpc_sim::experiment::sizing::climbing::Climbing;
use cloudpc_sim::experiment::sizing::{Sizing, Target};
use cloudpc_sim::statistics::interval::unseen_probability;

use crate::{CONNECTED, load};

const TARGET: Target = Target { at_most: 1e-6, confidence: 0.999 };
const SEATS: u64 = 20;
const AT_ONCE: [&str; 4] =
    ["wave.all={ group = 'all', users = 20 }", "cleanup.after=2d", "retry.pause=0s", "horizon=1h"];
/// Failures of the die; every outage comes to nothing but three attempts of each seat.
const P: f64 = 0.03;
const FAILING: &str = "failures.endpointCheckFailed=0.03";

fn size(seed: u32, sets: &[&str], particles: u64, threads: usize) -> Sizing {
    let sets = [&CONNECTED[..], &AT_ONCE, sets];
    let scenario = load(&sets, &[format!("seed={seed}")]);
    let experiment = Experiment { threads: Some(threads), ..Experiment::new(&scenario) };
    let effort = Effort { runs: 60, particles, moves: 3 };
    let climbing = Climbing::new(&experiment, &[0], 0, TARGET, effort);
    climbing.size(&climbing.plan(&()).unwrap(), &()).unwrap()
}

/// How likely the seats take more than so many addresses.
fn exceeds(addresses: u64) -> f64 {
    let of_one = [1.0 - P, P * (1.0 - P), P * P];
    let one_more = |law: Vec<f64>, _| {
        let at =
            |i: usize| (0..3).filter_map(|k| Some(law.get(i.checked_sub(k)?)? * of_one[k])).sum();
        (0..law.len() + 2).map(at).collect()
    };
    let law: Vec<f64> = (0..SEATS).fold(vec![1.0], one_more);
    let beyond = usize::try_from((addresses + 1).saturating_sub(SEATS)).unwrap();
    law.iter().skip(beyond).rev().sum()
}

/// The least number of addresses that is exceeded with at most the target's probability.
fn smallest(law: impl Fn(u64) -> f64) -> u64 {
    (0..=60).find(|&n| law(n) <= TARGET.at_most).unwrap()
}

/// Every bound is one, the answer meets the target by theory, and a step less would not, or the one
/// after it.
fn assert_sized(sizing: &Sizing, law: impl Fn(u64) -> f64) {
    for step in &sizing.risks.steps {
        let (truth, end) = (law(step.from), step.estimate);
        assert!(truth <= step.at_most * (1.0 + 1e-9), "{truth}: {step:?}");
        if let (Some(low), Some(high)) = (end.low, end.high) {
            assert!(
                low <= truth * (1.0 + 1e-9) && truth <= high * (1.0 + 1e-9),
                "{truth}: {step:?}"
            );
        }
    }
    let (enough, smallest) = (sizing.enough.unwrap(), smallest(&law));
    assert!((smallest..=smallest + 1).contains(&enough), "{enough} instead of {smallest}");
}

#[test]
fn a_wave_at_once_gets_the_size_of_a_convolution_for_one_in_a_million() {
    assert!(smallest(exceeds) == 27, "far from what 20 seats take otherwise");
    let sizing = size(1, &[FAILING], 150, 2);
    assert_sized(&sizing, exceeds);
    let climbed = sizing.climbed.as_ref().unwrap();
    assert!(climbed.replications * 10 < TARGET.replications(), "{climbed:?}");
    assert!(climbed.worlds.len() == 1 && sizing.is_reached && sizing.insatiable == 0);
}

#[test]
fn an_outage_of_one_rollout_in_fifty_thousand_is_counted_by_its_probability() {
    let outage = "condition.down={ what = 'intune_outage', probability = 2e-5 }";
    let law = |n| 2e-5 * f64::from(n < 3 * SEATS) + (1.0 - 2e-5) * exceeds(n);
    let sizing = size(2, &[FAILING, outage], 100, 2);
    assert_sized(&sizing, law);
    assert_eq!(sizing.enough, Some(60));
    let worlds = sizing.climbed.unwrap().worlds;
    assert_eq!(worlds.len(), 2);
    assert!((worlds[1].weight - 2e-5).abs() < 1e-15 && worlds[0].what.is_none(), "{worlds:?}");
}

#[test]
fn what_never_varies_is_bounded_by_counting_and_not_sized_for_one_in_a_million() {
    let sizing = size(3, &[], 60, 2);
    assert_eq!((sizing.risks.at(19).estimate.value, sizing.enough), (Some(1.0), None));
    // The bound is that of 60 times 60 replications without one, at half the risk.
    let beyond = sizing.risks.at(20);
    let bound = unseen_probability(3_600, 0.9995);
    assert!((beyond.at_most / bound - 1.0).abs() < 1e-9, "{beyond:?}");
    assert_eq!((beyond.estimate.value, beyond.estimate.low), (None, None));
}

#[test]
fn a_climbed_size_is_the_same_on_any_number_of_threads() {
    let on = |threads| {
        let found = size(4, &[FAILING], 30, threads);
        format!("{:?} {:?}", found.risks, found.climbed)
    };
    assert_eq!(on(1), on(3));
}
