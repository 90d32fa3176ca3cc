//! A level over time, as the greatest value in each bin of equal width.

use crate::kernel::time::{SimDuration, SimTime};

/// A level that changes now and then.
#[derive(Clone, Debug)]
pub struct Series {
    width: SimDuration,
    greatest: Vec<u32>,
    level: u32,
    bin: usize,
}

impl Series {
    /// A level of zero over `bins` bins of `width`.
    pub fn new(width: SimDuration, bins: usize) -> Self {
        Self { width, greatest: vec![0; bins], level: 0, bin: 0 }
    }

    /// The level is different from now on.
    ///
    /// # Panics
    /// If the instant lies beyond the last bin.
    pub fn change(&mut self, now: SimTime, level: u32) {
        self.advance(usize::try_from(now.ms() / self.width.ms()).expect("bins are few"));
        self.level = level;
        self.greatest[self.bin] = self.greatest[self.bin].max(level);
    }

    /// The greatest level in each bin.
    pub fn finish(mut self) -> Vec<u32> {
        self.advance(self.greatest.len() - 1);
        self.greatest
    }

    fn advance(&mut self, bin: usize) {
        self.greatest[self.bin + 1..=bin].fill(self.level);
        self.bin = bin;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bin_holds_the_greatest_level_it_saw() {
        let mut series = Series::new(SimDuration::from_ms(10), 5);
        for (ms, level) in [(3, 4), (5, 1), (21, 2), (29, 0)] {
            series.change(SimTime::from_ms(ms), level);
        }
        assert_eq!(series.finish(), [4, 1, 2, 0, 0]);
    }
}
