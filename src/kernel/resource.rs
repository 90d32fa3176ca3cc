//! A counted resource: seize, release, and what its occupancy was.

use super::time::{SimDuration, SimTime};

/// Units that entities compete for.
///
/// Keeps, in exact integers, the peak, the time integral of units in use, and how long all units
/// were in use.
#[derive(Clone, Debug)]
pub struct Resource {
    capacity: u64,
    in_use: u64,
    peak: u64,
    unit_ms: u128,
    full_ms: u64,
    last_change: SimTime,
}

impl Resource {
    /// A resource of `capacity` units, all free at instant zero.
    pub fn new(capacity: u64) -> Self {
        let last_change = SimTime::ZERO;
        Self { capacity, in_use: 0, peak: 0, unit_ms: 0, full_ms: 0, last_change }
    }

    /// Takes one unit; `false` if none is free, and then nothing changes.
    #[must_use]
    pub fn seize(&mut self, now: SimTime) -> bool {
        if self.in_use == self.capacity {
            return false;
        }
        self.account(now);
        self.in_use += 1;
        self.peak = self.peak.max(self.in_use);
        true
    }

    /// Gives one unit back.
    ///
    /// # Panics
    /// If none is in use.
    pub fn release(&mut self, now: SimTime) {
        assert!(self.in_use > 0, "only a unit in use can be released");
        self.account(now);
        self.in_use -= 1;
    }

    /// Brings the integrals up to `now`; to be called once at the end of a run.
    pub fn account(&mut self, now: SimTime) {
        let length = now.since(self.last_change).ms();
        self.unit_ms += u128::from(self.in_use) * u128::from(length);
        if self.in_use == self.capacity {
            self.full_ms += length;
        }
        self.last_change = now;
    }

    /// Units there are.
    pub fn capacity(&self) -> u64 {
        self.capacity
    }

    /// Units in use now.
    pub fn in_use(&self) -> u64 {
        self.in_use
    }

    /// The most units ever in use at once.
    pub fn peak(&self) -> u64 {
        self.peak
    }

    /// Time integral of units in use, in unit-milliseconds, up to the last change or account.
    pub fn unit_ms(&self) -> u128 {
        self.unit_ms
    }

    /// How long no unit was free.
    pub fn time_full(&self) -> SimDuration {
        SimDuration::from_ms(self.full_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occupancy_is_integrated_exactly() {
        let at = SimTime::from_ms;
        let mut r = Resource::new(2);
        assert!(r.seize(at(10)));
        assert!(r.seize(at(20)));
        assert!(!r.seize(at(25)), "a full resource refuses");
        r.release(at(30));
        r.account(at(100));
        assert_eq!((r.unit_ms(), r.peak(), r.time_full().ms()), (10 + 2 * 10 + 70, 2, 10));
    }

    #[test]
    #[should_panic(expected = "only a unit in use")]
    fn nothing_is_released_twice() {
        Resource::new(1).release(SimTime::ZERO);
    }
}
