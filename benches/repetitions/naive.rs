//! The interval that takes every Cloud PC for an independent trial, as a warning.

use cloudpc_sim::Outcome;
use cloudpc_sim::kernel::math::sqrt;
use cloudpc_sim::statistics::interval::{Estimate, Kind, mean};
use cloudpc_sim::statistics::quantile::Quantile;

use super::LEVEL;

/// The standard normal quantile at which a two-sided interval of that level ends.
const WIDTH: f64 = 1.959_963_985;

/// Of what.
#[derive(Clone, Copy, Debug)]
pub(super) enum Naive {
    Mean,
    Difference,
    Failures,
    Quantile(u16),
    /// The measure has no such thing.
    None,
}

impl Naive {
    pub(super) fn of(self, outcomes: &[Outcome]) -> Option<(f64, f64)> {
        let times = |o: &Outcome| -> Vec<f64> {
            o.replications.iter().flat_map(|r| r.ready[0].times()).copied().collect()
        };
        let ends = |found: Estimate| found.low.zip(found.high);
        match self {
            Self::None => None,
            Self::Mean => ends(student(&times(&outcomes[0]))),
            Self::Difference => {
                let [a, b] = [&outcomes[0], &outcomes[1]].map(|o| student(&times(o)));
                let [from, to] = [a, b].map(|e| (e.value.unwrap_or(0.0), half_width(&e)));
                let reach = sqrt(from.1 * from.1 + to.1 * to.1);
                Some((to.0 - from.0 - reach, to.0 - from.0 + reach))
            }
            Self::Failures => {
                let column = |name| outcomes[0].values(name).into_iter().flatten().sum::<f64>();
                Some(wilson(column("failed"), column("requested")))
            }
            Self::Quantile(per_mille) => {
                let mut times = times(&outcomes[0]);
                times.sort_by(f64::total_cmp);
                let ranks = Quantile::per_mille(per_mille).rank_interval(times.len(), LEVEL);
                ranks.map(|(low, high)| (times[low - 1], times[high - 1]))
            }
        }
    }
}

fn half_width(estimate: &Estimate) -> f64 {
    (estimate.high.unwrap_or(f64::INFINITY) - estimate.low.unwrap_or(0.0)) / 2.0
}

/// The score interval of `hits` among independent trials (E. B. Wilson, 1927).
fn wilson(hits: f64, trials: f64) -> (f64, f64) {
    let (share, square) = (hits / trials, WIDTH * WIDTH / trials);
    let center = (share + square / 2.0) / (1.0 + square);
    let half = sqrt(share * (1.0 - share) * square + square * square / 4.0) / (1.0 + square);
    (center - half, center + half)
}

/// Student's t of numbers that are all positive.
fn student(values: &[f64]) -> Estimate {
    mean(values, LEVEL, Kind::Free)
}
