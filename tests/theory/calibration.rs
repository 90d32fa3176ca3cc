//! Fits recover the laws that made the lengths: a short cut of `benches/calibrate_recovery.rs`.

#[path = "../../benches/recovery/mod.rs"]
mod recovery;

use recovery::{Design, TRUTHS, measure};

const SAMPLES: u64 = 60;
/// Four standard deviations of a share of so many samples below 95 %.
const LEAST: f64 = 0.83;
/// Four standard errors of the bias of so many samples.
const MOST_BIAS: f64 = 0.52;

fn recovered(is_asked: impl Fn(&str) -> bool, lengths: u32, censored: f64) {
    for truth in TRUTHS.iter().filter(|truth| is_asked(truth.family().name())) {
        for one in measure(truth, Design { lengths, censored, samples: SAMPLES }) {
            let what = format!("{} of {truth:?}: {one:?}", one.quantity);
            assert!(one.bias.abs() <= MOST_BIAS, "{what}");
            assert!(one.held.is_none_or(|held| held >= LEAST), "{what}");
            assert!(one.samples == SAMPLES, "every sample is fitted: {what}");
        }
    }
}

#[test]
fn laws_are_recovered_from_ten_lengths() {
    // The ends of a triangular law need more of them.
    recovered(|name| name != "triangular", 10, 0.0);
}

#[test]
fn laws_are_recovered_from_fifty_lengths() {
    recovered(|_| true, 50, 0.0);
}

#[test]
fn laws_are_recovered_where_much_had_not_ended() {
    recovered(|name| !["triangular", "gamma"].contains(&name), 40, 0.5);
}
