//! What a failed attempt leaves until clean-up: its address, held for hours (CLEAN-01 to 03,
//! IP-03, IP-04), longer under a lock (ANC-20).

use std::collections::BTreeMap;

/// From this number on, what would be an attempt's number is that of a move.
const MOVES: u16 = 0x8000;

/// The address of a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The connection it was taken on.
    pub connection: u16,
    /// The attempt that took it, or during whose machine's life it was taken.
    pub attempt: u16,
    /// Whether its clean-up is on the calendar, or was refused for good.
    pub clock_runs: bool,
    /// Whether a lock kept clean-up from removing it.
    pub leaked: bool,
}

/// The addresses of all failed attempts not yet cleaned up, by Cloud PC and attempt.
#[derive(Clone, Debug, Default)]
pub struct Leases {
    open: BTreeMap<(u32, u16), Lease>,
    leaked_ever: u64,
}

impl Leases {
    /// Notes the address of a failed attempt.
    ///
    /// # Panics
    /// If the attempt has one noted already: nothing is left twice.
    pub fn add(&mut self, cloud_pc: u32, attempt: u16, lease: Lease) {
        assert!(self.open.insert((cloud_pc, attempt), lease).is_none(), "nothing is left twice");
    }

    /// A number of no attempt's, for an address that a Cloud PC leaves by moving away.
    ///
    /// # Panics
    /// If a Cloud PC moves 32,768 times within a clean-up.
    pub fn number_of_move(&self, cloud_pc: u32) -> u16 {
        let free = |number: &u16| !self.open.contains_key(&(cloud_pc, *number));
        (MOVES..=u16::MAX).find(free).expect("clean-up comes before so many moves")
    }

    /// The address of an attempt.
    ///
    /// # Panics
    /// If there is none: nothing is cleaned up twice.
    pub fn get_mut(&mut self, cloud_pc: u32, attempt: u16) -> &mut Lease {
        self.open.get_mut(&(cloud_pc, attempt)).expect("nothing is cleaned up twice")
    }

    /// Forgets an attempt's address, which came back.
    pub fn remove(&mut self, cloud_pc: u32, attempt: u16) -> Option<Lease> {
        self.open.remove(&(cloud_pc, attempt))
    }

    /// Notes that a lock refused the clean-up of an attempt's address.
    pub fn leak(&mut self, cloud_pc: u32, attempt: u16) {
        let lease = self.get_mut(cloud_pc, attempt);
        if !lease.leaked {
            lease.leaked = true;
            self.leaked_ever += 1;
        }
    }

    /// Attempts of a Cloud PC whose clean-up is not yet on the calendar; they are now.
    pub fn start_clocks(&mut self, cloud_pc: u32) -> Vec<u16> {
        let of_this = self.open.range_mut((cloud_pc, 0)..=(cloud_pc, u16::MAX));
        let waiting = of_this.filter(|(_, lease)| !lease.clock_runs);
        waiting
            .map(|(&(_, attempt), lease)| {
                lease.clock_runs = true;
                attempt
            })
            .collect()
    }

    /// All that is still out.
    pub fn iter(&self) -> impl Iterator<Item = &Lease> {
        self.open.values()
    }

    /// How many clean-ups a lock ever refused.
    pub fn leaked_ever(&self) -> u64 {
        self.leaked_ever
    }
}
