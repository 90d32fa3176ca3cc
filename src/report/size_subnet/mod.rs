//! How large a subnet must be: as text, JSON, CSV and a figure.

mod answer;
mod climb;
mod curve;
mod json;
mod text;

use crate::experiment::shocks::Shocks;
use crate::experiment::sizing::breaking::Breaking;
use crate::experiment::sizing::seats::{health_checks, seats};
use crate::experiment::sizing::{Sizing, Target};
use crate::provisioning::network::address_pool::PREFIX_LENGTHS;
use crate::provisioning::tenant::{Subnet, Tenant};
use crate::statistics::exceedance::Risk;

use super::heading::Heading;

pub use curve::{csv, figure};
pub use json::json;
pub use text::text;

/// The sizes of subnets to report on.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// Which experiment.
    pub heading: &'a Heading,
    /// What was simulated.
    pub tenant: &'a Tenant,
    /// What a size must meet.
    pub target: Target,
    /// The rare shocks, which plain replications have no strata for.
    pub shocks: &'a Shocks,
    /// Each subnet.
    pub sized: &'a [Sized],
}

/// A subnet and its size.
#[derive(Clone, Debug)]
pub struct Sized {
    /// What it needs.
    pub sizing: Sizing,
    /// Where the smallest prefix that is enough breaks, if one is.
    pub breaking: Option<Breaking>,
}

/// One subnet of a report.
#[derive(Clone, Copy)]
struct Part<'a> {
    report: Report<'a>,
    sizing: &'a Sizing,
    breaking: Option<&'a Breaking>,
    subnet: &'a Subnet,
}

/// A way to size a subnet, and what comes of it.
struct Way {
    /// Its name for machines.
    name: &'static str,
    /// How it comes about.
    says: String,
    /// Addresses for Cloud PCs and health checks; none if no number is enough.
    addresses: Option<u64>,
}

impl<'a> Report<'a> {
    /// Whether it came about by climbing.
    fn is_climbed(self) -> bool {
        self.sized.iter().any(|sized| sized.sizing.climbed.is_some())
    }

    fn parts(self) -> impl Iterator<Item = Part<'a>> {
        self.sized.iter().map(move |sized| {
            let subnet = &self.tenant.subnets[usize::from(sized.sizing.subnet)];
            let (sizing, breaking) = (&sized.sizing, sized.breaking.as_ref());
            Part { report: self, sizing, breaking, subnet }
        })
    }
}

impl Part<'_> {
    /// The smallest prefix that is enough.
    fn prefix(&self) -> Option<u8> {
        self.sizing.enough.and_then(|addresses| self.subnet.smallest_with(addresses))
    }

    /// The next smaller prefix that Azure makes and that has an address to give.
    fn smaller(&self, prefix: u8) -> Option<u8> {
        let next = prefix + 1;
        (PREFIX_LENGTHS.contains(&next) && self.subnet.usable_as(next) > 0).then_some(next)
    }

    /// How many replications it took.
    fn replications(&self) -> u64 {
        let climbed = self.sizing.climbed.as_ref();
        climbed.map_or(self.report.heading.replications, |climbed| climbed.replications)
    }

    /// The risk of a prefix of this length.
    fn risk_of(&self, prefix: u8) -> &Risk {
        self.sizing.risks.at(self.subnet.usable_as(prefix))
    }

    /// The ways to size it, the simulated one last.
    fn ways(&self) -> [Way; 4] {
        let (tenant, subnet) = (self.report.tenant, self.sizing.subnet);
        let (seats, checks) = (seats(tenant, subnet), health_checks(tenant, subnet));
        let attempts = u64::from(tenant.retry.attempts);
        let times = |n: u64| Some(seats.saturating_mul(n).saturating_add(checks));
        [
            Way {
                name: "arithmetic",
                says: answer::arithmetic(seats, checks),
                addresses: times(1),
            },
            Way {
                name: "half_free",
                says: "rule of thumb: half of it free for disaster recovery (IP-10)".into(),
                addresses: times(2),
            },
            Way {
                name: "all_attempts",
                says: format!("worst case: {attempts} attempts of every seat (IP-05)"),
                addresses: times(attempts),
            },
            Way { name: "simulated", says: "simulated".into(), addresses: self.sizing.enough },
        ]
    }

    /// The prefixes worth showing, from the smallest: those of arithmetic, of the simulation and of
    /// now, with what lies between and beside them.
    fn prefixes(&self) -> Vec<u8> {
        let [arithmetic, _, _, simulated] = self.ways();
        let answers = [arithmetic, simulated].into_iter().filter_map(|way| way.addresses);
        let answers = answers.filter_map(|n| self.subnet.smallest_with(n));
        let shown: Vec<u8> = answers.chain(self.subnet.prefix_lengths.iter().copied()).collect();
        let [Some(&largest), Some(&smallest)] = [shown.iter().min(), shown.iter().max()] else {
            return vec![];
        };
        let beside = (largest - 1)..=(smallest + 1);
        let all = PREFIX_LENGTHS.rev().filter(|p| beside.contains(p));
        all.filter(|&p| self.subnet.usable_as(p) > 0).collect()
    }
}
