//! The fingerprint of a run: a hash over every event fired and what came of it.
//!
//! Every 4,096 events the running hash is kept, so that two runs which differ can be searched for
//! the first block that differs, and only that block need be told in full.

use twox_hash::XxHash3_128;

use super::calendar::Event;
use super::engine::Probe;

/// Events between two checkpoints.
pub const BLOCK: u64 = 4_096;
const BLOCK_BYTES: usize = 4_096 * 24;

/// What identifies a finished run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// How many events fired.
    pub events: u64,
    /// The running hash after each full block, and at the end.
    pub checkpoints: Vec<u128>,
}

impl Fingerprint {
    /// The hash over the whole run; 0 if nothing ever happened.
    pub fn value(&self) -> u128 {
        self.checkpoints.last().copied().unwrap_or(0)
    }

    /// The index of the first event from which two runs may differ: the start of the first block
    /// whose checkpoints differ. `None` if the runs are the same.
    pub fn first_different_block(&self, other: &Self) -> Option<u64> {
        if self == other {
            return None;
        }
        let same = self.checkpoints.iter().zip(&other.checkpoints).take_while(|(a, b)| a == b);
        Some(same.count() as u64 * BLOCK)
    }
}

/// Joins fingerprints in the order given, as of the replications of a case.
pub fn combine(values: impl IntoIterator<Item = u128>) -> u128 {
    let bytes: Vec<u8> = values.into_iter().flat_map(u128::to_le_bytes).collect();
    XxHash3_128::oneshot(&bytes)
}

/// A probe that takes the fingerprint.
#[derive(Debug)]
pub struct Digest {
    events: u64,
    block: Vec<u8>,
    checkpoints: Vec<u128>,
}

impl Default for Digest {
    fn default() -> Self {
        Self { events: 0, block: Vec::with_capacity(BLOCK_BYTES + 16), checkpoints: vec![] }
    }
}

impl Digest {
    /// The fingerprint of all events seen.
    pub fn finish(mut self) -> Fingerprint {
        if !self.block.is_empty() {
            self.close_block();
        }
        Fingerprint { events: self.events, checkpoints: self.checkpoints }
    }

    fn close_block(&mut self) {
        let before = self.checkpoints.last().copied().unwrap_or(0);
        self.block.extend_from_slice(&before.to_le_bytes());
        self.checkpoints.push(XxHash3_128::oneshot(&self.block));
        self.block.clear();
    }
}

impl Probe for Digest {
    fn fired(&mut self, event: Event, outcome: u64) {
        self.block.extend_from_slice(&event.bits().to_le_bytes());
        self.block.extend_from_slice(&outcome.to_le_bytes());
        self.events += 1;
        if self.events.is_multiple_of(BLOCK) {
            self.close_block();
        }
    }
}

/// A probe that keeps one block of events in full.
#[derive(Debug)]
pub struct Excerpt {
    from: u64,
    seen: u64,
    kept: Vec<(Event, u64)>,
}

impl Excerpt {
    /// Keeps the block that begins with event number `from`.
    pub fn new(from: u64) -> Self {
        Self { from, seen: 0, kept: Vec::new() }
    }

    /// The events kept, each with what came of it.
    pub fn into_events(self) -> Vec<(Event, u64)> {
        self.kept
    }
}

impl Probe for Excerpt {
    fn fired(&mut self, event: Event, outcome: u64) {
        if (self.from..self.from + BLOCK).contains(&self.seen) {
            self.kept.push((event, outcome));
        }
        self.seen += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::time::SimTime;

    fn fingerprint(outcomes: impl Iterator<Item = u64>) -> Fingerprint {
        let mut digest = Digest::default();
        for (i, outcome) in outcomes.enumerate() {
            digest.fired(Event::new(SimTime::from_ms(i as u64), 0, 0, 0), outcome);
        }
        digest.finish()
    }

    #[test]
    fn one_changed_outcome_changes_the_value_and_names_its_block() {
        let plain = fingerprint((0..20_000).map(|_| 0));
        let changed = fingerprint((0..20_000).map(|i| u64::from(i == 9_000)));
        assert_eq!(plain, fingerprint((0..20_000).map(|_| 0)));
        assert_ne!(plain.value(), changed.value());
        assert_eq!(plain.first_different_block(&changed), Some(8_192));
        assert_eq!(plain.first_different_block(&plain), None);
    }

    #[test]
    fn a_longer_run_differs_where_the_shorter_one_ends() {
        let short = fingerprint((0..8_192).map(|_| 0));
        let long = fingerprint((0..8_193).map(|_| 0));
        assert_eq!(short.first_different_block(&long), Some(8_192));
    }
}
