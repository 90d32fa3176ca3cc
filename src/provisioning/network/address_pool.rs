//! The addresses of a subnet: each is free, held by a Cloud PC's attempt, or borrowed by a
//! health check (IP-01, IP-06, IP-08, IP-17).

use std::ops::RangeInclusive;

use crate::kernel::resource::Resource;
use crate::kernel::time::{SimDuration, SimTime};

/// Addresses that Azure keeps in every prefix (IP-06).
pub const RESERVED: u64 = 5;
/// Lengths of the prefixes of subnets that Azure makes, from the largest to the smallest (IP-07).
pub const PREFIX_LENGTHS: RangeInclusive<u8> = 8..=29;

/// Usable addresses of prefixes with these lengths: five less in each (IP-08, CON-29).
pub fn usable(prefix_lengths: impl IntoIterator<Item = u8>) -> u64 {
    prefix_lengths.into_iter().map(|p| (1_u64 << (32 - u32::from(p))) - RESERVED).sum()
}

/// The addresses of one subnet that Cloud PCs and health checks compete for.
#[derive(Clone, Debug)]
pub struct AddressPool {
    taken: Resource,
    free: u64,
    held: u64,
    borrowed: u64,
    given_back_ever: u64,
    first_denied: Option<SimTime>,
}

impl AddressPool {
    /// A pool of `usable` addresses, all free.
    pub fn new(usable: u64) -> Self {
        let taken = Resource::new(usable);
        Self { taken, free: usable, held: 0, borrowed: 0, given_back_ever: 0, first_denied: None }
    }

    /// An attempt takes an address; `false` if none is free.
    #[must_use]
    pub fn hold(&mut self, now: SimTime) -> bool {
        if !self.taken.seize(now) {
            return false;
        }
        self.free -= 1;
        self.held += 1;
        self.check();
        true
    }

    /// A held address comes back.
    pub fn give_back(&mut self, now: SimTime) {
        self.taken.release(now);
        self.held -= 1;
        self.free += 1;
        self.given_back_ever += 1;
        self.check();
    }

    /// A health check takes an address; `false` if none is free.
    #[must_use]
    pub fn borrow_one(&mut self, now: SimTime) -> bool {
        if !self.taken.seize(now) {
            return false;
        }
        self.free -= 1;
        self.borrowed += 1;
        self.check();
        true
    }

    /// A borrowed address comes back.
    pub fn return_one(&mut self, now: SimTime) {
        self.taken.release(now);
        self.borrowed -= 1;
        self.free += 1;
        self.check();
    }

    /// Notes that an attempt found no free address.
    pub fn deny(&mut self, now: SimTime) {
        self.first_denied.get_or_insert(now);
    }

    /// Conservation: every address is free, held or borrowed, and the resource agrees.
    ///
    /// # Panics
    /// If not.
    pub fn check(&self) {
        let counted = self.free + self.held + self.borrowed;
        assert_eq!(counted, self.taken.capacity(), "every address is free, held or borrowed");
        assert_eq!(self.held + self.borrowed, self.taken.in_use(), "nobody takes in secret");
    }

    /// Brings the time integrals up to the end of the run.
    pub fn close(&mut self, end: SimTime) {
        self.taken.account(end);
    }

    /// Addresses there are for Cloud PCs and health checks.
    pub fn usable(&self) -> u64 {
        self.taken.capacity()
    }

    /// Addresses held by attempts, running, ready or not yet cleaned up.
    pub fn held(&self) -> u64 {
        self.held
    }

    /// How often clean-up ever gave an address back.
    pub fn given_back_ever(&self) -> u64 {
        self.given_back_ever
    }

    /// Addresses borrowed by health checks.
    pub fn borrowed(&self) -> u64 {
        self.borrowed
    }

    /// Addresses held or borrowed.
    pub fn in_use(&self) -> u64 {
        self.taken.in_use()
    }

    /// The most addresses ever in use at once.
    pub fn peak(&self) -> u64 {
        self.taken.peak()
    }

    /// Time integral of addresses in use, in address-milliseconds.
    pub fn address_ms(&self) -> u128 {
        self.taken.unit_ms()
    }

    /// How long no address was free.
    pub fn time_exhausted(&self) -> SimDuration {
        self.taken.time_full()
    }

    /// When an attempt first found no free address.
    pub fn first_denied(&self) -> Option<SimTime> {
        self.first_denied
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usable_addresses_are_those_of_the_table() {
        let table = [(29, 3), (28, 11), (27, 27), (26, 59), (25, 123), (24, 251), (23, 507)];
        for (prefix, addresses) in table.into_iter().chain([(22, 1_019), (21, 2_043)]) {
            assert_eq!(usable([prefix]), addresses, "/{prefix}");
        }
        assert_eq!(usable([29, 29]), 6, "five are reserved in each prefix");
    }

    #[test]
    fn an_address_is_held_or_borrowed_once() {
        let mut pool = AddressPool::new(2);
        assert!(pool.hold(SimTime::ZERO) && pool.borrow_one(SimTime::ZERO));
        assert!(!pool.hold(SimTime::ZERO) && !pool.borrow_one(SimTime::ZERO));
        pool.return_one(SimTime::from_ms(5));
        pool.give_back(SimTime::from_ms(7));
        assert_eq!((pool.in_use(), pool.peak(), pool.address_ms()), (0, 2, 12));
    }
}
