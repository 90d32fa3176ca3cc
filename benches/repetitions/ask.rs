//! What of an experiment is asked, and the interval that it answers with.

use cloudpc_sim::Outcome;
use cloudpc_sim::experiment::comparison::{Aspect, Comparison, Sample};
use cloudpc_sim::statistics::interval::Estimate;
use cloudpc_sim::statistics::summary::Ends;

use super::LEVEL;

/// Where an interval begins and ends.
pub(super) type Interval = (f64, f64);

/// What of an interval is asked.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ask {
    /// The estimate of a measure.
    Estimate(&'static str),
    /// The median of a measure over rollouts.
    Median(&'static str),
    /// The 95th percentile of a measure over rollouts.
    P95(&'static str),
    /// How much greater a mean is in the second scenario, as `compare` says.
    Difference(&'static str),
}

impl Ask {
    /// The measure.
    pub(super) fn measure(self) -> &'static str {
        match self {
            Self::Estimate(name)
            | Self::Median(name)
            | Self::P95(name)
            | Self::Difference(name) => name,
        }
    }

    /// The interval; none of a difference about which too few pairs say anything.
    pub(super) fn of(self, outcomes: &[Outcome], samples: &[Sample]) -> Option<Interval> {
        let summary =
            |name| outcomes[0].summary(name).expect("the measure is one of the outcome's");
        let from = |ends: Ends| (ends.low.unwrap_or(0.0), ends.high.unwrap_or(f64::INFINITY));
        match self {
            Self::Estimate(name) => Some(of_estimate(summary(name).estimate)),
            Self::Median(name) => Some(from(summary(name).p50_ends)),
            Self::P95(name) => Some(from(summary(name).p95_ends)),
            Self::Difference(name) => {
                let compared = Comparison::of(&samples[0], &samples[1], LEVEL);
                let compared = compared.expect("both have the same strata");
                compared.row(name, Aspect::Value).expect("both have the measure").difference.ends
            }
        }
    }
}

/// From zero and to nowhere where it does not say.
pub(super) fn of_estimate(found: Estimate) -> Interval {
    (found.low.unwrap_or(0.0), found.high.unwrap_or(f64::INFINITY))
}
