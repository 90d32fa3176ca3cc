//! Entra Connect Sync: its grid of cycles and how long a cycle takes (SYNC-01 to SYNC-14).

use crate::kernel::time::SimDuration;

use super::grid::Grid;

/// More than this long without a cycle, and the next is a full one (SYNC-13).
pub const LONGEST_WITHOUT_DELTA: SimDuration = SimDuration::from_days(7);
/// What a throttled export waits for (SYNC-11).
const THROTTLED: SimDuration = SimDuration::from_minutes(5);

/// What a cycle goes through (SYNC-04).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What has changed.
    Delta,
    /// Every object: Initial, as the scheduler calls it.
    Full,
}

/// The scheduler and the work of its cycles.
#[derive(Clone, Debug)]
pub struct ConnectSync {
    /// When cycles start; there are no windows.
    pub grid: Grid,
    /// Its family of random words.
    pub family: u64,
    /// What every cycle takes.
    pub fixed: SimDuration,
    /// What a thousand changes take in addition.
    pub per_1000_changes: SimDuration,
    /// Changes of others in every cycle.
    pub background_changes: u64,
    /// Objects that a full cycle goes through.
    pub objects: u64,
    /// What a thousand of them take.
    pub per_1000_objects: SimDuration,
    /// Exports that Microsoft Entra ID accepts in five minutes.
    pub throttle: u64,
    /// Whether the next cycle counts from the end of one that overran, not from the grid.
    pub after_completion: bool,
}

impl ConnectSync {
    /// How long a cycle takes: so many changes of Cloud PCs and users, full or delta (SYNC-08,
    /// SYNC-09, SYNC-11).
    pub fn cycle_length(&self, changes: u64, extent: Extent) -> SimDuration {
        let changes = changes.saturating_add(self.background_changes);
        let work = per_thousand(self.per_1000_changes, changes);
        let all = if extent == Extent::Full {
            per_thousand(self.per_1000_objects, self.objects)
        } else {
            SimDuration::ZERO
        };
        let waits = changes.saturating_sub(1) / self.throttle;
        (self.fixed + work + all + THROTTLED * waits).clamped()
    }
}

fn per_thousand(length: SimDuration, n: u64) -> SimDuration {
    let ms = u128::from(length.ms()) * u128::from(n) / 1_000;
    SimDuration::from_ms(u64::try_from(ms).unwrap_or(u64::MAX)).clamped()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_grows_with_its_changes_and_with_the_throttle() {
        let minutes = SimDuration::from_minutes;
        let grid = Grid { interval: minutes(30), phase: None, windows: vec![] };
        let connect = ConnectSync {
            grid,
            family: 0,
            fixed: minutes(3),
            per_1000_changes: minutes(1),
            background_changes: 0,
            objects: 50_000,
            per_1000_objects: minutes(2),
            throttle: 7_000,
            after_completion: false,
        };
        for (changes, extent, length) in [
            (0, Extent::Delta, minutes(3)),
            (500, Extent::Delta, SimDuration::from_secs(210)),
            (7_000, Extent::Delta, minutes(10)),
            (7_001, Extent::Delta, SimDuration::from_ms(900_060)),
            (0, Extent::Full, minutes(103)),
        ] {
            assert_eq!(connect.cycle_length(changes, extent), length, "{changes} {extent:?}");
        }
    }
}
