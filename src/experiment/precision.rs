//! When a case has enough replications: its intervals are as narrow as asked.
//!
//! Whether to go on is decided at fixed numbers of replications, from the results in their order
//! alone, so that it never depends on which thread was first. The first look is at 30: rules that
//! look earlier stop too often on a sample that is narrow by chance.

use crate::statistics::measure::Summary;

/// Replications before the first look.
pub const FIRST: u64 = 30;

/// How narrow an interval must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// Half of it is at most this share of the estimate.
    Relative(f64),
    /// Half of it is at most this, in the measure's unit.
    Absolute(f64),
}

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// How narrow the intervals must be.
    pub width: Width,
    /// Replications after which to stop anyhow.
    pub most: u64,
}

impl Precision {
    /// The numbers of replications at which to look, each a quarter more than the one before.
    pub fn looks(&self) -> impl Iterator<Item = u64> + use<> {
        let most = self.most;
        let next = move |n: &u64| (*n < most).then(|| (*n + n.div_ceil(4)).min(most));
        std::iter::successors(Some(FIRST.min(most)), next)
    }

    /// Whether a measure is known well enough.
    pub fn is_enough(&self, summary: &Summary) -> bool {
        let estimate = &summary.estimate;
        let (Some(value), Some(low), Some(high)) = (estimate.value, estimate.low, estimate.high)
        else {
            return false;
        };
        let half = (high - value).max(value - low);
        match self.width {
            // Of nothing seen no share can be taken.
            Width::Relative(share) => value > 0.0 && half <= share * value,
            Width::Absolute(most) => half <= most,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_grow_by_a_quarter_up_to_the_cap() {
        let looks = |most| {
            let precision = Precision { width: Width::Relative(0.1), most };
            precision.looks().collect::<Vec<_>>()
        };
        assert_eq!(looks(100), [30, 38, 48, 60, 75, 94, 100]);
        assert_eq!(looks(10), [10]);
        assert_eq!(looks(30), [30]);
    }
}
