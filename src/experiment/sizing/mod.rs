//! The smallest subnet: one experiment in which nothing runs dry answers every size.
//!
//! With the same random words a subnet of `c` addresses is short of one in a replication if and
//! only if more than `c` are in use at once where there are plenty: up to the first attempt or
//! health check that finds none, both go alike. So the demand is simulated once, and how likely it
//! exceeds each number is the risk of each size.

pub mod breaking;
pub mod climbing;
pub mod filling;
pub mod seats;

use std::ops::Range;

use crate::kernel::stream::Streams;
use crate::provisioning::tenant::Tenant;
use crate::statistics::exceedance::RiskCurve;
use crate::statistics::interval::least_replications;

use super::otherwise::{Otherwise, changed};
use super::{Experiment, Watch, parallel};
use climbing::Climbed;
use filling::{Filling, Peak};

/// What a size must meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// The probability that an attempt or a health check finds no free address.
    pub at_most: f64,
    /// The confidence that it is at most that, of each subnet by itself.
    pub confidence: f64,
}

impl Target {
    /// The least number of replications that can show it.
    pub fn replications(self) -> u64 {
        least_replications(self.at_most, self.confidence)
    }
}

/// The addresses of a subnet that a replication asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The most at once; none if an attempt finds none however many there are.
    pub addresses: Option<u64>,
    /// Whether an attempt took any, or only health checks.
    pub by_attempts: bool,
}

/// How many addresses a subnet needs.
#[derive(Clone, Debug)]
pub struct Sizing {
    /// Index of the subnet.
    pub subnet: u16,
    /// How likely the demand exceeds each number of addresses.
    pub risks: RiskCurve,
    /// The least number of addresses that meets the target; none if no number is known to.
    pub enough: Option<u64>,
    /// Replications in which an attempt finds none however many there are; of climbs, of those
    /// before the first level.
    pub insatiable: u64,
    /// Whether any attempt of any replication takes an address of it.
    pub is_reached: bool,
    /// The replication that decides the answer, at its peak; none of climbs.
    pub peak: Option<Peak>,
    /// How it came about, if by climbing; by plain replications otherwise.
    pub climbed: Option<Climbed>,
}

impl Experiment<'_> {
    /// Sizes these subnets; `None` if the watcher stopped it before the end.
    ///
    /// They are sized together: none of them runs dry, all others are as large as they are.
    pub fn size(&self, subnets: &[u16], target: Target, watch: &impl Watch) -> Option<Vec<Sizing>> {
        let tenant = with_plenty(self, subnets);
        let plenty = Experiment { tenant: &tenant, ..self.clone() };
        let demands = plenty.demands(subnets, 0..self.replications, watch)?;
        let sizings = subnets.iter().enumerate().map(|(at, &subnet)| {
            let of_subnet: Vec<Demand> = demands.iter().map(|all| all[at]).collect();
            plenty.sizing(subnet, &of_subnet, target)
        });
        Some(sizings.collect())
    }

    /// What these replications ask of these subnets.
    pub fn demands(
        &self,
        subnets: &[u16],
        numbers: Range<u64>,
        watch: &impl Watch,
    ) -> Option<Vec<Vec<Demand>>> {
        let one = |number| self.demand(subnets, number);
        parallel::within(self.threads, || parallel::map(numbers, watch, one))
    }

    fn demand(&self, subnets: &[u16], number: u64) -> Vec<Demand> {
        // Order statistics want replications that are all drawn alike, without strata.
        let finished = self.simulate(&Streams::new(self.seed, number), (), &mut ());
        let of = |&subnet: &u16| {
            let pool = &finished.pools[usize::from(subnet)];
            let addresses = pool.first_denied().is_none().then_some(pool.peak());
            Demand { addresses, by_attempts: pool.held() + pool.given_back_ever() > 0 }
        };
        subnets.iter().map(of).collect()
    }

    fn sizing(&self, subnet: u16, demands: &[Demand], target: Target) -> Sizing {
        let finite: Vec<u64> = demands.iter().filter_map(|demand| demand.addresses).collect();
        let insatiable = (demands.len() - finite.len()) as u64;
        let risks = RiskCurve::of_values(&finite, insatiable, target.confidence);
        let enough = risks.enough(target.at_most);
        let deciding = |demand: &Demand| enough.is_some() && demand.addresses == enough;
        let deciding = demands.iter().zip(0..).find(|(demand, _)| deciding(demand));
        Sizing {
            subnet,
            risks,
            enough,
            insatiable,
            is_reached: demands.iter().any(|demand| demand.by_attempts),
            peak: deciding.map(|(_, number)| self.peak(subnet, number)),
            climbed: None,
        }
    }

    /// A replication at the instant at which it first has the most addresses of a subnet in use.
    fn peak(&self, subnet: u16, number: u64) -> Peak {
        let watching = Filling::new(subnet);
        let streams = Streams::new(self.seed, number);
        self.simulate(&streams, watching, &mut ()).observer.into_peak(number)
    }
}

/// The tenant of an experiment with so many addresses in these subnets that none runs dry.
fn with_plenty(experiment: &Experiment<'_>, subnets: &[u16]) -> Tenant {
    let plenty: Vec<_> = subnets.iter().copied().map(Otherwise::EnoughAddresses).collect();
    changed(experiment.tenant, &plenty, experiment.horizon)
}
