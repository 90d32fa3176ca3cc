//! Instants and lengths of simulated time, in whole milliseconds.

use std::fmt;
use std::ops::{Add, AddAssign, Mul, Sub};

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// An instant: milliseconds since the start of the simulation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(u64);

/// A length of simulated time in milliseconds; never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimDuration(u64);

impl SimTime {
    /// The start of the simulation.
    pub const ZERO: Self = Self(0);

    /// The instant `ms` milliseconds after the start.
    pub const fn from_ms(ms: u64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the start.
    pub const fn ms(self) -> u64 {
        self.0
    }

    /// How long after `earlier` this instant lies.
    ///
    /// # Panics
    /// If `earlier` is later: time never runs backwards.
    pub fn since(self, earlier: Self) -> SimDuration {
        assert!(earlier <= self, "time never runs backwards: {earlier:?} is after {self:?}");
        SimDuration(self.0 - earlier.0)
    }
}

impl SimDuration {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// The longest length a scenario or a draw may have: a hundred years of 365 days.
    pub const LONGEST: Self = Self::from_days(36_500);

    /// `ms` milliseconds.
    pub const fn from_ms(ms: u64) -> Self {
        Self(ms)
    }

    /// `seconds` seconds.
    pub const fn from_secs(seconds: u64) -> Self {
        Self(seconds * SECOND)
    }

    /// `minutes` minutes.
    pub const fn from_minutes(minutes: u64) -> Self {
        Self(minutes * MINUTE)
    }

    /// `hours` hours.
    pub const fn from_hours(hours: u64) -> Self {
        Self(hours * HOUR)
    }

    /// `days` days of 24 hours.
    pub const fn from_days(days: u64) -> Self {
        Self(days * DAY)
    }

    /// Whole milliseconds.
    pub const fn ms(self) -> u64 {
        self.0
    }

    /// The smaller of two lengths and [`Self::LONGEST`].
    #[must_use]
    pub fn clamped(self) -> Self {
        self.min(Self::LONGEST)
    }
}

impl Add<SimDuration> for SimTime {
    type Output = Self;
    fn add(self, length: SimDuration) -> Self {
        Self(self.0 + length.0)
    }
}

impl AddAssign<SimDuration> for SimTime {
    fn add_assign(&mut self, length: SimDuration) {
        self.0 += length.0;
    }
}

impl Add for SimDuration {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for SimDuration {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Mul<u64> for SimDuration {
    type Output = Self;
    fn mul(self, factor: u64) -> Self {
        Self(self.0 * factor)
    }
}

/// Writes the length the way a scenario spells it: `1h30m`, `7d`, `250ms`, `0s`.
impl fmt::Display for SimDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        let mut rest = self.0;
        for (unit, name) in [(DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s"), (1, "ms")] {
            if rest >= unit {
                write!(f, "{}{name}", rest / unit)?;
                rest %= unit;
            }
        }
        Ok(())
    }
}

/// Writes the instant as a length since the start: `+1d2h`.
impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", SimDuration(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_print_as_a_scenario_spells_them() {
        for (ms, text) in [
            (0, "0s"),
            (90_000, "1m30s"),
            (5_400_000, "1h30m"),
            (604_800_000, "7d"),
            (250, "250ms"),
        ] {
            assert_eq!(SimDuration::from_ms(ms).to_string(), text);
        }
        assert_eq!(SimTime::from_ms(187_200_000).to_string(), "+2d4h");
    }

    #[test]
    #[should_panic(expected = "time never runs backwards")]
    fn an_earlier_instant_has_no_length_since_a_later_one() {
        let _ = SimTime::ZERO.since(SimTime::from_ms(1));
    }
}
