//! The highest point of a smooth likelihood of two numbers, by Newton's steps.
//!
//! A step that does not lead uphill is halved until it does; where the surface does not curve
//! downwards the slope leads. So the likelihood never falls, and the search ends: at a top, or at
//! a bound.

/// Where a likelihood is highest, and how it curves there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Peak {
    /// The two numbers.
    pub(super) at: [f64; 2],
    /// The logarithm of the likelihood.
    pub(super) value: f64,
    /// Inverse of the observed information: variances and covariance of the two numbers. `None`
    /// where the surface is flat or still rises at a bound.
    pub(super) covariance: Option<Covariance>,
}

/// Variances of two numbers and what they vary together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Covariance {
    pub(super) variances: [f64; 2],
    pub(super) together: f64,
}

impl Covariance {
    /// The variance of a function of the two with this slope.
    pub(super) fn of(self, slope: [f64; 2]) -> f64 {
        let [a, b] = slope;
        a * a * self.variances[0] + b * b * self.variances[1] + 2.0 * a * b * self.together
    }
}

/// Where to search: from where, with which differences for slopes, between which bounds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Search {
    pub(super) start: [f64; 2],
    pub(super) difference: [f64; 2],
    pub(super) bounds: [(f64, f64); 2],
}

const MOST_STEPS: u32 = 200;
const MOST_HALVINGS: u32 = 40;
/// The search ends when a step is shorter than so many differences.
const NOTHING: f64 = 1e-5;
/// No step goes further than this in logarithms, whatever the curvature says.
const LONGEST: f64 = 1.0;

/// Slope and curvature, by central differences.
struct Surface {
    slope: [f64; 2],
    /// Second derivatives: of the first number, of the second, mixed.
    curve: [f64; 3],
}

/// The highest point that can be reached uphill from the start.
pub(super) fn maximize(f: impl Fn([f64; 2]) -> f64, search: &Search) -> Peak {
    let within = |at: [f64; 2]| [0, 1].map(|i| at[i].clamp(search.bounds[i].0, search.bounds[i].1));
    let mut at = within(search.start);
    let mut value = f(at);
    for _ in 0..MOST_STEPS {
        let mut step = surface(&f, at, value, search.difference).step();
        let mut higher = None;
        for _ in 0..MOST_HALVINGS {
            let next = within([at[0] + step[0], at[1] + step[1]]);
            let found = f(next);
            if found >= value {
                higher = Some((next, found));
                break;
            }
            step = step.map(|s| s / 2.0);
        }
        let Some((next, found)) = higher else { break };
        let moved = [0, 1].map(|i| (next[i] - at[i]).abs() / search.difference[i]);
        (at, value) = (next, found);
        if moved.iter().all(|m| *m < NOTHING) {
            break;
        }
    }
    let is_inside = [0, 1].map(|i| search.bounds[i].0 < at[i] && at[i] < search.bounds[i].1);
    let covariance = surface(&f, at, value, search.difference).covariance();
    Peak { at, value, covariance: covariance.filter(|_| is_inside == [true; 2]) }
}

fn surface(f: &impl Fn([f64; 2]) -> f64, at: [f64; 2], value: f64, h: [f64; 2]) -> Surface {
    let around = |a: f64, b: f64| f([at[0] + a * h[0], at[1] + b * h[1]]);
    let [east, west, north, south] =
        [around(1.0, 0.0), around(-1.0, 0.0), around(0.0, 1.0), around(0.0, -1.0)];
    let mixed = around(1.0, 1.0) - around(1.0, -1.0) - around(-1.0, 1.0) + around(-1.0, -1.0);
    Surface {
        slope: [(east - west) / (2.0 * h[0]), (north - south) / (2.0 * h[1])],
        curve: [
            (east - 2.0 * value + west) / (h[0] * h[0]),
            (north - 2.0 * value + south) / (h[1] * h[1]),
            mixed / (4.0 * h[0] * h[1]),
        ],
    }
}

impl Surface {
    /// The determinant of the curvature where the surface curves downwards every way.
    fn determinant(&self) -> Option<f64> {
        let [a, b, mixed] = self.curve;
        let determinant = a * b - mixed * mixed;
        (a < 0.0 && b < 0.0 && determinant > 0.0).then_some(determinant)
    }

    /// Newton's step to the top, or one along the slope.
    fn step(&self) -> [f64; 2] {
        let ([x, y], [a, b, mixed]) = (self.slope, self.curve);
        let step = match self.determinant() {
            Some(d) => [(mixed * y - b * x) / d, (mixed * x - a * y) / d],
            None => [x / a.abs().max(1e-3), y / b.abs().max(1e-3)],
        };
        step.map(|s| if s.is_finite() { s.clamp(-LONGEST, LONGEST) } else { 0.0 })
    }

    fn covariance(&self) -> Option<Covariance> {
        let [a, b, mixed] = self.curve;
        self.determinant().map(|d| Covariance { variances: [-b / d, -a / d], together: mixed / d })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDE: [(f64, f64); 2] = [(-100.0, 100.0); 2];

    #[test]
    fn the_top_of_a_hill_is_found_with_its_curvature() {
        // A normal density with standard deviations 2 and 3 and correlation a half, tilted by a
        // quartic so that one step is not enough.
        let hill = |[x, y]: [f64; 2]| {
            let (u, v) = ((x - 5.0) / 2.0, (y + 7.0) / 3.0);
            let w = u * u - u * v + v * v;
            -2.0 / 3.0 * w - w * w
        };
        let search = Search { start: [0.0, 0.0], difference: [1e-3; 2], bounds: WIDE };
        let peak = maximize(hill, &search);
        assert!((peak.at[0] - 5.0).abs() < 1e-6 && (peak.at[1] + 7.0).abs() < 1e-6, "{peak:?}");
        let covariance = peak.covariance.unwrap();
        for (found, wanted) in [
            (covariance.variances[0], 4.0),
            (covariance.variances[1], 9.0),
            (covariance.together, 3.0),
            (covariance.of([1.0, -1.0]), 7.0),
        ] {
            assert!((found - wanted).abs() < 1e-3, "{found} instead of {wanted}");
        }
    }

    #[test]
    fn a_slope_without_a_top_ends_at_the_bound() {
        let search = Search { start: [0.0, 0.0], difference: [1e-3; 2], bounds: [(-1.0, 9.0); 2] };
        let peak = maximize(|[x, y]| x - y * y, &search);
        assert!((peak.at[0] - 9.0).abs() < 1e-9 && peak.at[1].abs() < 1e-9, "{peak:?}");
        assert_eq!(peak.covariance, None);
    }

    #[test]
    fn a_start_where_the_surface_curves_upwards_does_not_mislead() {
        let ridge = |[x, y]: [f64; 2]| -(x * x - 4.0) * (x * x - 4.0) - y * y;
        let search = Search { start: [0.1, 3.0], difference: [1e-3; 2], bounds: WIDE };
        let peak = maximize(ridge, &search);
        assert!((peak.at[0].abs() - 2.0).abs() < 1e-5 && peak.at[1].abs() < 1e-5, "{peak:?}");
    }
}
