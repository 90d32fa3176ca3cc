//! Licenses: a pool that Cloud PCs take from, and who waits for one (LIC-14, FL-01, FL-02).

use std::collections::BTreeSet;

use crate::kernel::time::SimTime;

/// What kind of license it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One Cloud PC per license.
    Enterprise,
    /// Three Cloud PCs per license.
    FrontlineDedicated,
    /// One Cloud PC per license, shared by many users.
    FrontlineShared,
}

impl Kind {
    /// Cloud PCs per license (FL-01).
    pub fn cloud_pcs(self) -> u64 {
        match self {
            Self::Enterprise | Self::FrontlineShared => 1,
            Self::FrontlineDedicated => 3,
        }
    }
}

/// A license that a tenant has bought.
#[derive(Clone, Debug)]
pub struct License {
    /// Its name; empty for the one that groups have that name none.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// How many; unlimited if absent.
    pub available: Option<u64>,
}

/// The licenses of one kind while they run.
#[derive(Clone, Debug)]
pub struct Pool {
    /// Cloud PCs that may have one; unlimited if absent.
    seats: Option<u64>,
    taken: u64,
    /// Who waits, by request, then by number.
    waiting: BTreeSet<(SimTime, u32)>,
    peak: u64,
    most_waiting: usize,
}

impl Pool {
    /// All free.
    pub fn new(license: &License) -> Self {
        let seats = seats(license, license.available);
        Self { seats, taken: 0, waiting: BTreeSet::new(), peak: 0, most_waiting: 0 }
    }

    /// Another number has been bought.
    pub fn set_available(&mut self, license: &License, available: u64) {
        self.seats = seats(license, Some(available));
    }

    /// Takes one; `false` if none is free or others wait.
    #[must_use]
    pub fn take(&mut self) -> bool {
        let free = self.is_free() && self.waiting.is_empty();
        if free {
            self.take_one();
        }
        free
    }

    /// Gives one back.
    ///
    /// # Panics
    /// If none is taken.
    pub fn give_back(&mut self) {
        self.taken = self.taken.checked_sub(1).expect("what is given back was taken");
    }

    /// Waits for one.
    ///
    /// # Panics
    /// If the Cloud PC waits already.
    pub fn wait(&mut self, requested: SimTime, cloud_pc: u32) {
        assert!(self.waiting.insert((requested, cloud_pc)), "nobody waits twice");
        self.most_waiting = self.most_waiting.max(self.waiting.len());
    }

    /// No longer waits.
    ///
    /// # Panics
    /// If the Cloud PC does not wait.
    pub fn leave(&mut self, requested: SimTime, cloud_pc: u32) {
        assert!(self.waiting.remove(&(requested, cloud_pc)), "who leaves has waited");
    }

    /// The next who waits takes one, if one is free.
    pub fn serve(&mut self) -> Option<u32> {
        if !self.is_free() {
            return None;
        }
        let (_, cloud_pc) = self.waiting.pop_first()?;
        self.take_one();
        Some(cloud_pc)
    }

    fn is_free(&self) -> bool {
        self.seats.is_none_or(|seats| self.taken < seats)
    }

    fn take_one(&mut self) {
        self.taken += 1;
        self.peak = self.peak.max(self.taken);
    }

    /// Licenses taken.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// Who waits.
    pub fn waiting(&self) -> &BTreeSet<(SimTime, u32)> {
        &self.waiting
    }

    /// The most ever taken at once.
    pub fn peak(&self) -> u64 {
        self.peak
    }

    /// The most who ever waited at once.
    pub fn most_waiting(&self) -> usize {
        self.most_waiting
    }
}

fn seats(license: &License, available: Option<u64>) -> Option<u64> {
    available.map(|n| n.saturating_mul(license.kind.cloud_pcs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_license_goes_to_who_has_waited_longest() {
        let license = License { name: String::new(), kind: Kind::Enterprise, available: Some(1) };
        let mut pool = Pool::new(&license);
        assert!(pool.take() && !pool.take());
        pool.wait(SimTime::from_ms(9), 1);
        pool.wait(SimTime::from_ms(5), 2);
        assert_eq!(pool.serve(), None, "none is free");
        pool.give_back();
        assert!(!pool.take(), "others wait");
        assert_eq!(pool.serve(), Some(2));
        pool.leave(SimTime::from_ms(9), 1);
        assert_eq!((pool.taken(), pool.peak(), pool.most_waiting()), (1, 1, 2));
    }

    #[test]
    fn a_frontline_license_carries_three() {
        let kind = Kind::FrontlineDedicated;
        let license = License { name: String::new(), kind, available: Some(1) };
        let mut pool = Pool::new(&license);
        assert!(pool.take() && pool.take() && pool.take() && !pool.take());
        pool.set_available(&license, 2);
        assert!(pool.take());
    }
}
