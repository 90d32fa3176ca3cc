//! How far a fitted law is from the lengths: Kolmogorov and Smirnov's distance, between the law and
//! the Kaplan-Meier curve up to the last length that ended.

use super::candidate::Candidate;
use super::sample::Step;

/// The greatest distance between a law and a curve.
pub(super) fn distance(candidate: &Candidate, curve: &[Step]) -> f64 {
    let at = |step: &Step| {
        let above = 1.0 - candidate.below(step.at);
        (above - step.before).abs().max((above - step.after).abs())
    };
    curve.iter().map(at).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::fit::sample::Sample;

    #[test]
    fn the_distance_is_that_of_kolmogorov_and_smirnov() {
        let law = Candidate::Uniform { min: 0.0, max: 1.0 };
        for (ended, wanted) in
            [(vec![0.5], 0.5), (vec![0.1, 0.2], 0.8), (vec![0.25, 0.75], 0.25), (vec![0.9], 0.9)]
        {
            let found = distance(&law, &Sample::new(ended.clone(), vec![]).curve());
            assert!((found - wanted).abs() < 1e-12, "{ended:?}: {found} instead of {wanted}");
        }
    }
}
