//! Intervals enclose the truth about as often as they say: a short cut of `benches/coverage.rs`.

#[path = "../../benches/repetitions/mod.rs"]
mod repetitions;

use repetitions::{Demand, measure};

const REPETITIONS: u64 = 40;
/// Four standard deviations of a share of so many repetitions below 95 %.
const LEAST: f64 = 0.81;

#[test]
fn intervals_hold_and_those_over_cloud_pcs_do_not_where_luck_is_shared() {
    for one in measure(REPETITIONS) {
        assert!(one.held >= LEAST, "{one:?}");
        assert!(one.replications >= 30.0 && one.width > 0.0 && one.given > 0.9, "{one:?}");
        assert!(
            one.demand == Demand::AtLeast || one.width < 0.5 || one.what.contains("other seeds"),
            "a wide one says little: {one:?}"
        );
        let shared = one.what.ends_with("one sync phase");
        assert!(!shared || one.naive.is_some_and(|share| share < 0.93), "{one:?}");
    }
}
