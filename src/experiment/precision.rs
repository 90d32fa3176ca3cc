//! When a case has enough replications: its intervals are as narrow as asked.
//!
//! Whether to go on is decided at fixed numbers of replications, from the results in their order
//! alone, so that it never depends on which thread was first. The first look is at 30: rules that
//! look earlier stop too often on a sample that is narrow by chance.

use crate::statistics::measure::Summary;

/// Replications before the first look.
pub const FIRST: u64 = 30;

/// In so many replications a measure must be above zero, at least, before a share of it is claimed:
/// fewer tell whether it happens, not how often.
pub const LEAST_AFFECTED: u64 = 5;

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
            Width::Relative(share) => value > 0.0 && !is_thin(summary) && half <= share * value,
            Width::Absolute(most) => half <= most,
        }
    }
}

/// Whether a measure is above zero in some replications, but in so few that no share of it can be
/// claimed.
pub fn is_thin(summary: &Summary) -> bool {
    summary.affected.is_some_and(|affected| (1..LEAST_AFFECTED).contains(&affected))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Experiment;
    use crate::scenario;
    use crate::statistics::interval::{Estimate, Method};

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

    #[test]
    fn of_what_was_seen_in_fewer_than_five_replications_no_share_is_claimed() {
        let relative = Precision { width: Width::Relative(0.5), most: 100 };
        let absolute = Precision { width: Width::Absolute(0.5), most: 100 };
        let text = "policy.p = { network = 'microsoft-hosted', groups = ['g'] }\n\
                    group.g = {}\nwave.w = { group = 'g', users = 1 }\n";
        let source = scenario::Source { name: "small".into(), text: text.into() };
        let scenario =
            scenario::load(source, &[], &()).unwrap_or_else(|p| panic!("{}", p.render(false)));
        let outcome = Experiment { replications: 2, ..Experiment::new(&scenario) }.run(&());
        let some = outcome.expect("nobody stops it").summary("failure_rate").cloned();
        let summary = |affected| {
            let ends =
                Estimate { value: Some(1.0), low: Some(0.9), high: Some(1.1), method: Method::T };
            Summary { estimate: ends, affected, ..some.clone().expect("it is a measure") }
        };
        for (affected, enough) in
            [(None, true), (Some(1), false), (Some(4), false), (Some(5), true), (Some(100), true)]
        {
            assert_eq!(relative.is_enough(&summary(affected)), enough, "{affected:?}");
            assert!(absolute.is_enough(&summary(affected)), "{affected:?}");
        }
    }
}
