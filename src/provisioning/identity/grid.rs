//! A grid of instants: every so often, from a first one on, perhaps within weekly windows only.

use crate::kernel::time::{SimDuration, SimTime};

const WEEK: SimDuration = SimDuration::from_days(7);

/// When something periodic may happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// From tick to tick.
    pub interval: SimDuration,
    /// The first tick after instant zero; random in each replication if absent. Of no matter where
    /// there are windows, since their ticks count from their beginning.
    pub phase: Option<SimDuration>,
    /// The times of the week in which ticks happen, by their beginning; always, if empty.
    pub windows: Vec<Window>,
}

/// A time of the week, every week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// Its first beginning at or after instant zero, less than a week later.
    pub begins: SimDuration,
    /// How long it lasts; the end does not belong to it.
    pub lasts: SimDuration,
}

impl Grid {
    /// The first tick at or after an instant, where the first tick of all is this late.
    pub fn next(&self, at: SimTime, phase: SimDuration) -> SimTime {
        match self.windows.iter().map(|window| self.next_within(*window, at)).min() {
            None => tick(at, SimTime::ZERO + phase, self.interval),
            Some(next) => next,
        }
    }

    /// The first tick of a window at or after an instant: in the window under way, or its next one.
    fn next_within(&self, window: Window, at: SimTime) -> SimTime {
        let first = SimTime::ZERO + window.begins;
        let weeks = if at < first { 0 } else { at.since(first).ms() / WEEK.ms() };
        let begins = first + WEEK * weeks;
        // At instant zero, a window that began in the week before may be under way.
        let before = (at < first && window.begins + window.lasts > WEEK)
            .then(|| tick_from(at, WEEK.ms() - window.begins.ms(), self.interval))
            .filter(|&next| next.ms() + WEEK.ms() < (window.begins + window.lasts).ms());
        let next = tick(at, begins, self.interval);
        let next = if next < begins + window.lasts { next } else { begins + WEEK };
        before.map_or(next, |before| before.min(next))
    }
}

/// The first tick at or after an instant on an endless grid.
fn tick(at: SimTime, first: SimTime, interval: SimDuration) -> SimTime {
    if at <= first {
        return first;
    }
    first + interval * at.since(first).ms().div_ceil(interval.ms())
}

/// The first tick at or after an instant on a grid that began so many milliseconds before zero.
fn tick_from(at: SimTime, began_before_ms: u64, interval: SimDuration) -> SimTime {
    let passed = at.ms() + began_before_ms;
    SimTime::from_ms(passed.div_ceil(interval.ms()) * interval.ms() - began_before_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(n: u64) -> SimDuration {
        SimDuration::from_minutes(n)
    }

    fn at(n: u64) -> SimTime {
        SimTime::ZERO + minutes(n)
    }

    fn grid(interval: u64, windows: &[(u64, u64)]) -> Grid {
        let window = |&(begins, lasts)| Window { begins: minutes(begins), lasts: minutes(lasts) };
        let windows = windows.iter().map(window).collect();
        Grid { interval: minutes(interval), phase: None, windows }
    }

    #[test]
    fn a_tick_is_at_or_after_the_instant() {
        let every_15 = grid(15, &[]);
        for (asked, found) in [(0, 7), (7, 7), (8, 22), (22, 22), (1_000, 1_012)] {
            assert_eq!(every_15.next(at(asked), minutes(7)), at(found), "{asked}");
        }
    }

    #[test]
    fn a_window_of_two_hours_at_thirty_minutes_has_four_ticks() {
        // From 2 to 4 on one day of the week, as the planning guide has it.
        let night = grid(30, &[(120, 120)]);
        let asked = [(0, 120), (120, 120), (121, 150), (151, 180), (181, 210), (211, 10_080 + 120)];
        for (asked, found) in asked {
            assert_eq!(night.next(at(asked), minutes(0)), at(found), "{asked}");
        }
    }

    #[test]
    fn a_window_may_be_under_way_at_the_beginning() {
        // It begins an hour before the week's end and lasts two: its second hour opens the run.
        let over_midnight = grid(25, &[(10_020, 120)]);
        for (asked, found) in [(0, 15), (15, 15), (16, 40), (41, 10_020), (10_021, 10_045)] {
            assert_eq!(over_midnight.next(at(asked), minutes(0)), at(found), "{asked}");
        }
    }

    #[test]
    fn the_nearest_of_several_windows_counts() {
        let twice = grid(30, &[(60, 60), (600, 60)]);
        for (asked, found) in [(0, 60), (91, 600), (631, 10_140)] {
            assert_eq!(twice.next(at(asked), minutes(0)), at(found), "{asked}");
        }
    }
}
