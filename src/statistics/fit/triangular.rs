//! The triangular law: three parameters, at whose likelihood every length may be a kink.
//!
//! So it is searched by compass: a step along each axis is taken if it leads uphill, and halved
//! if none does. The likelihood never falls and steps only shrink, so the search ends. Since each
//! length may be the mode of a top of its own, the mode is then tried at all of them.

use crate::kernel::math::{exp, log};

use super::candidate::Candidate;
use super::redraw::MOST_REDRAWN;
use super::sample::Sample;
use super::smooth::P95;
use super::{Estimates, Parameter};

/// How far the ends lie outside the lengths, as logarithms, and where between them the mode lies.
type Point = [f64; 3];

/// Where searches begin: in the middle, and at either end with the mode at the extreme length.
const STARTS: [Point; 4] =
    [[-2.3, -2.3, 0.25], [-2.3, -2.3, 0.7], [-8.0, -2.3, 0.0], [-2.3, -8.0, 1.0]];
/// The mode is tried at so many lengths at most, evenly chosen, and so often anew.
const MOST_MODES: usize = 60;
const ROUNDS: u32 = 6;
const FIRST_STEPS: Point = [1.0, 1.0, 0.15];
const HALVINGS: u32 = 14;
/// An interval's end is sought in so many parts, and then by so many halvings of one.
const PARTS: u32 = 8;
const END_HALVINGS: u32 = 8;
/// The axis of the mode.
const MODE: usize = 2;
/// A likelihood that is higher by less is none that is higher.
const NOTHING: f64 = 1e-9;

/// The lengths' range, in which points are counted.
struct Field<'a> {
    sample: &'a Sample,
    least: f64,
    range: f64,
    /// Modes to try, as shares of the range.
    modes: Vec<f64>,
}

impl<'a> Field<'a> {
    fn of(sample: &'a Sample) -> Option<Self> {
        let least = *sample.ended().first()?;
        let (_, greatest) = sample.range()?;
        let range = greatest - least;
        let every = sample.ended().len().div_ceil(MOST_MODES);
        let modes = sample.ended().iter().step_by(every).map(|x| (x - least) / range).collect();
        Some(Self { sample, least, range, modes })
    }

    /// Minimum, maximum and mode at a point, in the order of its axes.
    fn ends(&self, [below, above, mode]: Point) -> Point {
        let (least, range) = (self.least, self.range);
        let min = (least - range * exp(below)).max(0.0);
        [min, least + range * (1.0 + exp(above)), least + range * mode]
    }

    /// How many lengths do not exceed this one.
    fn below(&self, mode: f64) -> usize {
        self.sample.ended().partition_point(|&x| x <= mode)
    }

    fn likelihood(&self, point: Point) -> f64 {
        let [min, max, mode] = self.ends(point);
        let (rising, falling) = self.sample.ended().split_at(self.below(mode));
        let (rise, fall) = (mode - min, max - mode);
        let up = log_product(rising, |x| if rise > 0.0 { (x - min) / rise } else { 1.0 });
        let down = log_product(falling, |x| (max - x) / fall);
        let law = Candidate::Triangular { min, mode, max };
        let tails: f64 = self.sample.censored().iter().map(|&x| law.log_above(x)).sum();
        up + down + tails + self.sample.sums.events * log(2.0 / (max - min))
    }

    /// The point within what can be: no end is before zero, or all too near or far.
    fn within(&self, [below, above, mode]: Point) -> Point {
        let furthest = log(self.least / self.range).max(-20.0);
        [below.clamp(-20.0, furthest), above.clamp(-20.0, 10.0), mode.clamp(0.0, 1.0)]
    }

    /// The highest point from here, some axis fixed.
    fn climb(&self, start: Point, fixed: Option<usize>) -> (Point, f64) {
        let mut at = self.within(start);
        let mut value = self.likelihood(at);
        let mut steps = FIRST_STEPS;
        for _ in 0..HALVINGS {
            while let Some(better) = self.step((at, value), steps, fixed) {
                (at, value) = better;
            }
            steps = steps.map(|step| step / 2.0);
        }
        (at, value)
    }

    /// The best of the steps along the axes, if it leads noticeably uphill.
    fn step(
        &self,
        (at, value): (Point, f64),
        steps: Point,
        fixed: Option<usize>,
    ) -> Option<(Point, f64)> {
        let axes = (0..3).filter(|axis| Some(*axis) != fixed);
        let ways = axes.flat_map(|axis| [(axis, -steps[axis]), (axis, steps[axis])]);
        let found = ways.map(|(axis, step)| {
            let mut next = at;
            next[axis] += step;
            let next = self.within(next);
            (next, self.likelihood(next))
        });
        let best = found.reduce(higher);
        best.filter(|(_, highest)| *highest > value + NOTHING)
    }

    /// The highest point from here once the mode has been tried at every length, some axis fixed.
    fn search(&self, start: Point, fixed: Option<usize>) -> (Point, f64) {
        let mut top = self.climb(start, fixed);
        for _ in 0..if fixed == Some(MODE) { 0 } else { ROUNDS } {
            let ([below, above, _], value) = top;
            let tried = self.modes.iter().map(|&mode| [below, above, mode]);
            let tried = tried.map(|point| (point, self.likelihood(point)));
            let Some(better) = tried.reduce(higher).filter(|(_, v)| *v > value + NOTHING) else {
                break;
            };
            top = self.climb(better.0, fixed);
        }
        top
    }

    fn top(&self) -> (Point, f64) {
        let tops = STARTS.map(|start| self.search(start, None));
        tops.into_iter().fold(tops[0], higher)
    }

    /// The highest likelihood with an axis held at a value.
    fn held(&self, mut start: Point, axis: usize, value: f64) -> f64 {
        start[axis] = value;
        self.search(start, Some(axis)).1
    }

    /// The furthest an axis can be moved from the top towards a bound without the likelihood
    /// dropping below a limit, whatever the others do.
    fn reach(&self, (top, limit): (Point, f64), axis: usize, bound: f64) -> f64 {
        let holds = |value: f64| self.held(top, axis, value) >= limit;
        let at = |part: u32| bound + (top[axis] - bound) * f64::from(part) / f64::from(PARTS);
        // Beyond a gap the likelihood may be high again.
        let first = (0..PARTS).find(|part| holds(at(*part))).unwrap_or(PARTS);
        if first == 0 {
            return bound;
        }
        let (mut inside, mut outside) = (at(first), at(first - 1));
        for _ in 0..END_HALVINGS {
            let middle = f64::midpoint(inside, outside);
            if holds(middle) { inside = middle } else { outside = middle }
        }
        inside
    }
}

/// The logarithm of a product of shares, which is one of several at once: no eight shares that a
/// search meets make a product out of range.
fn log_product(lengths: &[f64], share: impl Fn(f64) -> f64) -> f64 {
    let part = |some: &[f64]| log(some.iter().map(|&x| share(x)).product());
    lengths.chunks(8).map(part).sum()
}

/// The higher of two points.
fn higher(a: (Point, f64), b: (Point, f64)) -> (Point, f64) {
    if b.1 > a.1 { b } else { a }
}

/// The law is not searched for in more lengths than this; that would take long.
const MOST_FITTED: usize = 20_000;

/// The law at its highest likelihood; its ends are no regular parameters, so no curvature tells how
/// sure they are.
pub(super) fn likeliest(sample: &Sample) -> Option<Estimates> {
    let field = Field::of(sample).filter(|_| sample.len() <= MOST_FITTED)?;
    let [min, max, mode] = field.ends(field.top().0);
    let candidate = Candidate::Triangular { min, mode, max };
    let told = |name, value| Parameter { name, is_length: true, value, interval: None };
    Some(Estimates {
        candidate,
        parameters: vec![told("min", min), told("mode", mode), told("max", max)],
        mean: told("mean", candidate.mean()),
        p50: told("p50", candidate.quantile(0.5)),
        p95: told("p95", candidate.quantile(P95)),
    })
}

/// Intervals of minimum, mode and maximum at a level, rather too wide than too narrow: all whose
/// likelihood, whatever the other two, is not less than the highest by more than at the ends of a
/// uniform law.
fn intervals(sample: &Sample, level: f64) -> Option<[(f64, f64); 3]> {
    let field = Field::of(sample)?;
    let (top, value) = field.top();
    let events = sample.sums.events;
    let limit = value + log(1.0 - level) * events / (events - 3.0);
    let bounds = [field.within([-20.0, -20.0, 0.0]), field.within([20.0, 20.0, 1.0])];
    Some([0, MODE, 1].map(|axis| {
        let [low, high] = bounds.map(|bound| {
            let mut point = top;
            point[axis] = field.reach((top, limit), axis, bound[axis]);
            field.ends(point)[axis]
        });
        (low.min(high), low.max(high))
    }))
}

/// The law at its highest likelihood, with intervals of its parameters if that does not take long.
pub(super) fn estimates(sample: &Sample, level: f64) -> Option<Estimates> {
    let mut found = likeliest(sample)?;
    if sample.len() <= MOST_REDRAWN {
        let intervals = intervals(sample, level).into_iter().flatten();
        for (parameter, interval) in found.parameters.iter_mut().zip(intervals) {
            parameter.interval = Some(interval);
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::testing::units;

    #[test]
    fn a_law_is_recovered_from_many_lengths_with_intervals_around_it() {
        let truth = Candidate::Triangular { min: 300.0, mode: 900.0, max: 2_400.0 };
        let ended = units(5, 500).into_iter().map(|u| truth.quantile(u)).collect();
        let sample = Sample::new(ended, vec![]);
        let found = estimates(&sample, 0.99).unwrap();
        for (parameter, wanted) in found.parameters.iter().zip([300.0, 900.0, 2_400.0]) {
            assert!((parameter.value / wanted - 1.0).abs() < 0.15, "{parameter:?}");
            let (low, high) = parameter.interval.unwrap();
            assert!(low <= wanted && wanted <= high, "{parameter:?}");
            assert!(low <= parameter.value && parameter.value <= high, "{parameter:?}");
        }
    }

    #[test]
    fn the_likelihood_in_products_is_that_of_the_densities() {
        let ended: Vec<f64> = [3, 5, 6, 6, 7, 8, 10, 12, 13, 18].map(f64::from).into();
        let sample = Sample::new(ended, vec![7.5, 14.0]);
        let field = Field::of(&sample).unwrap();
        for point in [[-2.0, -1.0, 0.2], [-20.0, -20.0, 0.5], [-3.0, 4.0, 1.0], [-6.0, -1.0, 0.0]] {
            let [min, max, mode] = field.ends(point);
            let wanted = Candidate::Triangular { min, mode, max }.log_likelihood(&sample);
            let found = field.likelihood(point);
            assert!((found - wanted).abs() < 1e-6 * wanted.abs(), "{found} {wanted}");
        }
    }

    #[test]
    fn the_search_finds_what_a_fine_grid_finds() {
        let ended: Vec<f64> = [3, 5, 6, 6, 7, 8, 10, 12, 13, 18].map(f64::from).into();
        let sample = Sample::new(ended, vec![7.5, 14.0]);
        let field = Field::of(&sample).unwrap();
        let (_, found) = field.top();
        let axis = |from: f64, to: f64, n: u32| {
            (0..=n).map(move |i| from + (to - from) * f64::from(i) / f64::from(n))
        };
        let ends = axis(-6.0, -1.7, 20).flat_map(|a| axis(-6.0, 1.0, 40).map(move |b| (a, b)));
        let points = ends.flat_map(|(a, b)| axis(0.0, 1.0, 60).map(move |mode| [a, b, mode]));
        let best = points.map(|point| field.likelihood(point)).fold(f64::NEG_INFINITY, f64::max);
        assert!(found >= best - 1e-3, "{found}, but {best} on the grid");
    }
}
