//! The wait for several grids of random phase, one after the other: its exact distribution.
//!
//! # Why it is a sum of independent lengths
//!
//! A grid of interval `T` milliseconds has its phase alike at each of `0 … T - 1`. Whoever comes
//! at an instant that does not depend on the phase therefore waits `0 … T - 1` milliseconds, all
//! alike, until the next tick. The instant of that tick does not depend on the phase of the next
//! grid, so the wait for that one is independent, also where one interval divides the other.
//!
//! This is for grids with a random phase each, no weekly windows, none used twice on one way, and
//! for whoever's instant of coming does not depend on the phases: a first attempt, not one that
//! begins because an earlier one came too late. Two Cloud PCs of one replication share the
//! phases: each has this law, and expected shares are means of it, but they are not independent.
//!
//! # How it is computed
//!
//! With `g` the greatest common divisor of the intervals, a wait is `g * A + B`, where `A` counts
//! whole steps and `B` is the rest, uniform below `g` and independent of `A`. The sums of the `A`
//! are counted in integers; the sum of `k` equal widths has a closed form (E. G. Olds, "A note on
//! the convolution of uniform distributions", 1952; here for whole milliseconds), taken from the
//! nearer end. All terms are added, none subtracted, so that a probability of 1e-12 is as accurate
//! as one of 0.5, and an impossible wait has probability zero.

use crate::kernel::math::count;
use crate::kernel::time::SimDuration;

/// More steps of the common divisor than these take too much memory.
const MOST_STEPS: u64 = 1 << 20;

/// The law of the sum of the waits.
#[derive(Clone, Debug, PartialEq)]
pub struct GridWait {
    /// Greatest common divisor of the intervals in milliseconds; 1 without any.
    step_ms: u64,
    /// How many grids.
    grids: u32,
    /// In how many ways the whole steps add up to 0, 1, 2, …
    ways: Vec<u128>,
    /// The same, for "at most".
    ways_up_to: Vec<u128>,
    /// The longest wait in milliseconds.
    longest_ms: u64,
}

impl GridWait {
    /// The wait for grids of these intervals, in whatever order.
    ///
    /// `None` where an interval is zero, or where the intervals add up to more than a million times
    /// their greatest common divisor or have more than 2^128 combinations of steps. Thirteen links
    /// of a week each still work in steps of 15 minutes, eight in steps of 10 seconds.
    pub fn new(intervals: &[SimDuration]) -> Option<Self> {
        let step_ms = intervals.iter().fold(0, |g, i| common_divisor(g, i.ms())).max(1);
        let all = intervals.iter().try_fold(0, |sum: u64, i| sum.checked_add(i.ms()))?;
        if all / step_ms > MOST_STEPS || intervals.contains(&SimDuration::ZERO) {
            return None;
        }
        let steps = intervals.iter().map(|interval| interval.ms() / step_ms);
        steps.clone().try_fold(1, |product: u128, n| product.checked_mul(n.into()))?;
        let ways = steps.fold(vec![1], |ways, n| one_more(&ways, n));
        let mut sum = 0;
        let ways_up_to = ways.iter().map(|&n| running(&mut sum, n)).collect();
        let longest_ms = all - intervals.len() as u64;
        Some(Self {
            step_ms,
            grids: u32::try_from(intervals.len()).ok()?,
            ways,
            ways_up_to,
            longest_ms,
        })
    }

    /// The longest wait there can be.
    pub fn longest(&self) -> SimDuration {
        SimDuration::from_ms(self.longest_ms)
    }

    /// The probability that the wait is longer than `spare`.
    pub fn exceeds(&self, spare: SimDuration) -> f64 {
        // What is left to the longest wait has the same law as the wait.
        self.longest_ms.checked_sub(spare.ms().saturating_add(1)).map_or(0.0, |ms| self.below(ms))
    }

    /// The probability that the wait is at most `spare`.
    pub fn within(&self, spare: SimDuration) -> f64 {
        if spare.ms() >= self.longest_ms { 1.0 } else { self.below(spare.ms()) }
    }

    /// The probability of at most `ms`, which is below the longest wait.
    fn below(&self, ms: u64) -> f64 {
        let most_rest = u64::from(self.grids) * (self.step_ms - 1);
        let last = self.ways.len() as u64 - 1;
        // Up to here the rests do not matter.
        let surely = ms.checked_sub(most_rest).map(|over| (over / self.step_ms).min(last));
        let sure = surely.map_or(0, |steps| self.ways_up_to[index(steps)]);
        let open = surely.map_or(0, |steps| steps + 1)..=(ms / self.step_ms).min(last);
        let part =
            |steps: u64| wide(self.ways[index(steps)]) * self.rest_below(ms - steps * self.step_ms);
        let all = self.ways_up_to.last().map_or(1.0, |&n| wide(n));
        open.map(part).fold(wide(sure), |sum, part| sum + part) / all
    }

    /// The probability that the rests, each below the step, add up to at most `ms`.
    fn rest_below(&self, ms: u64) -> f64 {
        let most = u64::from(self.grids) * (self.step_ms - 1);
        if ms >= most {
            1.0
        } else if ms <= (most - 1) / 2 {
            self.corner(ms)
        } else {
            1.0 - self.corner(most - 1 - ms)
        }
    }

    /// The share of a cube's points below a slanted plane, by its corners; from the nearer end, so
    /// that hardly anything cancels.
    fn corner(&self, ms: u64) -> f64 {
        let (grids, step) = (u64::from(self.grids), self.step_ms);
        let mut choices = 1.0;
        let mut sum = 0.0;
        for out in 0..=(ms / step).min(grids) {
            let rest = count(ms - out * step);
            let points = (1..=grids).map(count).map(|i| (rest + i) / (i * count(step)));
            let sign = if out.is_multiple_of(2) { 1.0 } else { -1.0 };
            sum += sign * choices * points.product::<f64>();
            choices *= count(grids - out) / count(out + 1);
        }
        sum
    }
}

/// In how many ways sums come about with one more summand, any number below `n`.
fn one_more(ways: &[u128], n: u64) -> Vec<u128> {
    let n = index(n);
    let mut sum = 0;
    let at = |i: usize| {
        sum += ways.get(i).copied().unwrap_or(0);
        sum -= i.checked_sub(n).and_then(|gone| ways.get(gone)).copied().unwrap_or(0);
        sum
    };
    (0..ways.len() + n - 1).map(at).collect()
}

fn running(sum: &mut u128, n: u128) -> u128 {
    *sum += n;
    *sum
}

fn common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

fn index(steps: u64) -> usize {
    usize::try_from(steps).expect("the steps were counted in memory")
}

/// A great count as a float.
fn wide(n: u128) -> f64 {
    let half = |n: u128| u64::try_from(n).map_or(0.0, count);
    half(n >> 64) * 18_446_744_073_709_551_616.0 + half(n & u128::from(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_ms(intervals: &[u64]) -> GridWait {
        let lengths: Vec<_> = intervals.iter().copied().map(SimDuration::from_ms).collect();
        GridWait::new(&lengths).unwrap()
    }

    fn of_minutes(intervals: &[u64]) -> GridWait {
        of_ms(&intervals.iter().map(|m| m * 60_000).collect::<Vec<_>>())
    }

    fn close(found: f64, wanted: f64, relative: f64) -> bool {
        (found - wanted).abs() <= relative * wanted.abs()
    }

    /// Every combination of waits, one by one.
    fn counted(intervals: &[u64], spare: u64) -> f64 {
        let all: u64 = intervals.iter().product();
        let wait = |mut n: u64| {
            let digit = |&t: &u64| {
                let digit = n % t;
                n /= t;
                digit
            };
            intervals.iter().map(digit).sum::<u64>()
        };
        count((0..all).filter(|&n| wait(n) > spare).count() as u64) / count(all)
    }

    #[test]
    fn it_is_what_counting_every_combination_gives() {
        let rows: [&[u64]; 9] = [
            &[1],
            &[7],
            &[6, 6],
            &[12, 4],
            &[9, 6, 3],
            &[5, 7, 3],
            &[10, 10, 10],
            &[1, 8, 1, 12],
            &[4, 6, 8, 2, 6],
        ];
        for intervals in rows {
            let wait = of_ms(intervals);
            for spare in 0..=intervals.iter().sum::<u64>() + 2 {
                let (found, wanted) =
                    (wait.exceeds(SimDuration::from_ms(spare)), counted(intervals, spare));
                assert!(close(found, wanted, 1e-13), "{intervals:?} {spare}: {found} {wanted}");
                let both = found + wait.within(SimDuration::from_ms(spare));
                assert!((both - 1.0).abs() < 1e-14, "{intervals:?} {spare}");
            }
        }
    }

    #[test]
    fn a_time_out_behind_a_site_link_has_the_chances_worked_out_by_hand() {
        // Fifteen of ninety minutes are fixed.
        let by_hand = [
            (15, 90, 0.25),
            (15, 120, 0.4375),
            (30, 60, 0.0625),
            (60, 30, 0.0625),
            (60, 60, 0.28125),
            (90, 90, 0.652_777_78),
            (180, 30, 2.0 / 3.0),
            (180, 180, 0.913_194_44),
        ];
        for (link, cycle, wanted) in by_hand {
            let found = of_minutes(&[link, cycle]).exceeds(SimDuration::from_minutes(75));
            // A wait of whole milliseconds is half of one shorter on average, on either grid.
            assert!((found - wanted).abs() < 1e-6, "{link} {cycle}: {found}");
        }
    }

    #[test]
    fn the_farthest_corner_is_exact_and_beyond_it_nothing_happens() {
        let wait = of_minutes(&[15, 30, 45, 30]);
        let all = 900_000.0 * 1_800_000.0 * 2_700_000.0 * 1_800_000.0;
        let longest = wait.longest().ms();
        assert_eq!(longest, 120 * 60_000 - 4);
        // The longest wait comes about in one way, one millisecond less in four more, then ten more.
        for (before, ways) in [(0, 0.0), (1, 1.0), (2, 5.0), (3, 15.0)] {
            let found = wait.exceeds(SimDuration::from_ms(longest - before));
            assert!(close(found, ways / all, 1e-13), "{before}: {found}");
            let mirrored = wait.within(SimDuration::from_ms(before)) * all;
            assert!(close(
                mirrored,
                [1.0, 5.0, 15.0, 35.0][usize::try_from(before).unwrap()],
                1e-13
            ));
        }
        assert!(wait.exceeds(SimDuration::LONGEST).abs() < f64::MIN_POSITIVE);
    }

    /// Where only a corner of the box is too late, its share is the volume of that corner.
    #[test]
    fn a_chance_of_one_in_a_million_is_that_of_a_corner() {
        let minute = 60_000.0;
        for (intervals, short_ms) in [([60, 60, 60], 60_000), ([15, 60, 180], 50_000)] {
            let wait = of_minutes(&intervals);
            let spare = SimDuration::from_ms(wait.longest().ms() + 3 - short_ms);
            let edge = count(short_ms);
            let volume = intervals.iter().fold(1.0 / 6.0, |v, &t| v * edge / (count(t) * minute));
            let found = wait.exceeds(spare);
            assert!(close(found, volume, 2e-4) && found < 2e-6, "{intervals:?}: {found} {volume}");
        }
    }

    #[test]
    fn what_cannot_be_counted_is_refused() {
        let ms = SimDuration::from_ms;
        let none = GridWait::new(&[]).unwrap();
        assert!(none.exceeds(SimDuration::ZERO) < 1e-300 && none.within(SimDuration::ZERO) > 0.999);
        assert!(GridWait::new(&[ms(0)]).is_none(), "no interval");
        assert!(GridWait::new(&[ms(10_800_000), ms(1_800_001)]).is_none(), "no common step");
        assert!(GridWait::new(&[ms(u64::MAX), ms(u64::MAX)]).is_none(), "too long");
        let week = SimDuration::from_days(7);
        for (step, most) in [(SimDuration::from_minutes(15), 13), (SimDuration::from_secs(10), 8)] {
            let links = |n: usize| [vec![step], vec![week; n]].concat();
            assert!(GridWait::new(&links(most)).is_some(), "{most} in steps of {step}");
            assert!(GridWait::new(&links(most + 1)).is_none(), "one more than {most}");
        }
    }
}
