//! Fits recover the laws that made the lengths: a short cut of `benches/calibrate_recovery.rs`.

#[path = "../../benches/recovery/mod.rs"]
mod recovery;

use recovery::{Design, Recovery, TRUTHS, measure};

/// Four standard deviations of a share of 100 samples below 95 %.
const LEAST: f64 = 0.86;

fn assert_recovered(one: &Recovery, most_bias: f64) {
    assert!(one.bias.abs() <= most_bias, "{one:?}");
    assert!(one.held.is_none_or(|held| held >= LEAST), "{one:?}");
    assert!(one.samples == 100, "every sample is fitted: {one:?}");
}

#[test]
fn laws_are_recovered_with_and_without_censoring() {
    for truth in TRUTHS.iter().filter(|truth| !truth.family().is_bounded()) {
        for censored in [0.0, 0.4] {
            for one in measure(truth, Design { lengths: 80, censored, samples: 100 }) {
                // The bias of these estimates is up to a quarter of a standard error, and that of
                // 100 samples is told to a tenth.
                assert_recovered(&one, 0.6);
            }
        }
    }
}

#[test]
fn ends_are_within_their_intervals_and_estimated_too_near_as_theory_says() {
    let uniform = TRUTHS.iter().find(|truth| truth.family().name() == "uniform").unwrap();
    for one in measure(uniform, Design { lengths: 50, censored: 0.0, samples: 100 }) {
        // The extremes lie inside the ends by one standard error.
        assert_recovered(&one, 1.5);
        let inside = match one.quantity {
            "min" => one.bias,
            "max" => -one.bias,
            _ => continue,
        };
        assert!((0.5..=1.5).contains(&inside), "{one:?}");
    }
}

#[test]
fn ten_lengths_are_enough_for_an_honest_interval() {
    for truth in TRUTHS.iter().filter(|truth| !truth.family().is_bounded()) {
        for one in measure(truth, Design { lengths: 10, censored: 0.0, samples: 100 }) {
            assert!(one.held.is_some_and(|held| held >= 0.8), "{one:?}");
        }
    }
}
