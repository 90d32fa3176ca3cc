//! Sizes for targets too rare to be counted: by multilevel splitting ([`rare`]).
//!
//! *Worlds.* A rare declared shock is nothing to climb to: a single draw decides it. But the
//! scenario states its probability, so what may happen is parted into worlds of known weight
//! ([`Shocks::worlds`]), and each is climbed by itself. The risk is the sum of theirs by weight, and
//! so are the bounds; each world's holds at a level at which all of them hold together (Bonferroni).
//!
//! *One number.* In a world, numbers below the first level are counted among the climbs' first
//! particles, which are independent replications like any other. From there on the mean of the
//! climbs is taken where it has an interval. Where a doubt forbids one there is no estimate, only a
//! bound: the lesser of that of the last number without a doubt and that of counting, each at half
//! the risk, so that both hold together.
//!
//! *The answer* needs every greater number to be bounded, too. The true risk falls, so an answer is
//! too small only if the bound of one certain number fails, the greatest that misses the target:
//! tests in a fixed order, of which none has to pay for the others. Each bound therefore holds by
//! itself, and the answer at the same level.

use crate::experiment::rare::{
    self, Doubt, Effort, Plan, RareEvent, StageReport, Tail, peak_demand,
};
use crate::experiment::shocks::{Rare, Shocks, World};
use crate::provisioning::tenant::Tenant;
use crate::record::tally::Tally;
use crate::statistics::exceedance::{Risk, RiskCurve};
use crate::statistics::interval::{Estimate, Promise, level_for, upper_bound};

use super::seats::health_checks;
use super::{Demand, Experiment, Sizing, Target, Watch, with_plenty};

/// Levels go on until this share of the target is left, so that the answer is beneath the last one.
const BEYOND: f64 = 0.2;

/// No finite demand is as great: next to that of who finds no address however many there are.
const MOST: u64 = u64::MAX - 1;

/// How a subnet is sized by climbing.
#[derive(Clone, Debug)]
pub struct Climbing<'a> {
    experiment: &'a Experiment<'a>,
    /// None of the subnets that are sized runs dry in it.
    tenant: Tenant,
    subnet: u16,
    target: Target,
    effort: Effort,
    /// Rare as seen by one climb: each has to meet them.
    shocks: Shocks,
}

/// How a size came about by climbing.
#[derive(Clone, Debug)]
pub struct Climbed {
    /// Climbs of each world, and replications that climb together.
    pub effort: Effort,
    /// Replications simulated in all, pilots among them.
    pub replications: u64,
    /// Whether a number of addresses was found.
    pub is_answered: bool,
    /// The worlds.
    pub worlds: Vec<ClimbedWorld>,
}

/// One world, and how far up the climbs came.
#[derive(Clone, Debug)]
pub struct ClimbedWorld {
    /// The rare event that is the first to happen in it; absent where none does.
    pub what: Option<Rare>,
    /// Its probability.
    pub weight: f64,
    /// Its levels, in numbers of addresses.
    pub levels: Vec<StageReport>,
    /// What speaks against the estimate at the answer; without an answer, at the first number that
    /// has only a bound.
    pub doubt: Option<Doubt>,
}

impl Climbed {
    /// Replications before the first level, of all climbs of all worlds.
    pub fn first_replications(&self) -> u64 {
        self.effort.runs * self.effort.particles * self.worlds.len() as u64
    }
}

impl<'a> Climbing<'a> {
    /// Of one of the subnets that are sized together.
    pub fn new(
        experiment: &'a Experiment<'a>,
        subnets: &[u16],
        subnet: u16,
        target: Target,
        effort: Effort,
    ) -> Self {
        let tenant = with_plenty(experiment, subnets);
        let one_climb = Experiment { replications: effort.particles, ..experiment.clone() };
        Self { experiment, tenant, subnet, target, effort, shocks: one_climb.shocks() }
    }

    /// Finds the levels of each world; `None` if the watcher stopped it before the end.
    pub fn plan(&self, watch: &impl Watch) -> Option<Vec<Plan>> {
        self.shocks.worlds().iter().map(|world| self.event(world).plan(watch)).collect()
    }

    /// Climbs; `None` if the watcher stopped it before the end.
    ///
    /// The result does not depend on the number of threads.
    pub fn size(&self, plans: &[Plan], watch: &impl Watch) -> Option<Sizing> {
        let worlds = self.shocks.worlds();
        let tail = |(world, plan)| self.event(world).estimate(plan, watch);
        let tails: Vec<Tail> = worlds.iter().zip(plans).map(tail).collect::<Option<_>>()?;
        let level = level_for(worlds.len(), self.target.confidence, Promise::Whole);
        let curves: Vec<RiskCurve> = tails.iter().map(|tail| of_tail(tail, level)).collect();
        let weights: Vec<f64> = worlds.iter().map(|world| world.weight).collect();
        let risks = together(&weights, &curves);
        let enough = risks.enough(self.target.at_most);
        let is_doubted = |tail: &Tail| {
            let at = |number| tail.at(number, level).doubt;
            enough.map_or_else(|| first_doubt(tail, level), at)
        };
        let climbed = tails.iter().zip(0..).map(|(tail, at)| ClimbedWorld {
            what: self.shocks.struck_in(at).cloned(),
            weight: weights[at],
            levels: tail.stages().into_iter().filter(|stage| stage.level < MOST).collect(),
            doubt: is_doubted(tail),
        });
        let piloted: u64 = plans.iter().map(|plan| plan.piloted).sum();
        let simulated: u64 = tails.iter().map(Tail::replications).sum();
        let climbed = Climbed {
            effort: self.effort,
            replications: simulated + piloted,
            is_answered: enough.is_some(),
            worlds: climbed.collect(),
        };
        Some(Sizing {
            subnet: self.subnet,
            risks,
            enough,
            insatiable: tails.iter().map(|tail| beyond(&tail.first_scores())).sum(),
            is_reached: self.is_reached(&tails, watch)?,
            peak: None,
            climbed: Some(climbed),
        })
    }

    /// Whether an attempt takes an address: by plain replications, or by more than health checks
    /// could have taken.
    fn is_reached(&self, tails: &[Tail], watch: &impl Watch) -> Option<bool> {
        let checks = health_checks(&self.tenant, self.subnet);
        if tails.iter().any(|tail| tail.greatest() > checks) {
            return Some(true);
        }
        let plenty = self.experiment();
        let demands = plenty.demands(&[self.subnet], 0..self.effort.particles, watch)?;
        Some(demands.iter().flatten().any(|demand: &Demand| demand.by_attempts))
    }

    fn experiment(&self) -> Experiment<'_> {
        Experiment { tenant: &self.tenant, ..self.experiment.clone() }
    }

    fn event<'b>(&'b self, world: &'b World) -> RareEvent<'b, impl Fn(&Tally) -> u64 + Sync> {
        // No less than this of a world that is itself so rare, or rarer.
        let down_to = (self.target.at_most * BEYOND / world.weight).min(1.0);
        RareEvent {
            experiment: self.experiment(),
            score: peak_demand(self.subnet),
            down_to,
            effort: self.effort,
            given: &world.given,
        }
    }
}

/// The first doubt that leaves only a bound.
fn first_doubt(tail: &Tail, level: f64) -> Option<Doubt> {
    let doubts = tail.curve(level).into_iter().filter_map(|risk| risk.doubt);
    doubts.into_iter().find(|doubt| doubt.forbids_interval())
}

/// How many exceed every number.
fn beyond(scores: &[u64]) -> u64 {
    scores.iter().filter(|&&score| score == u64::MAX).count() as u64
}

/// The curve of one world, at a level of confidence.
fn of_tail(tail: &Tail, level: f64) -> RiskCurve {
    let scores = tail.first_scores();
    let finite: Vec<u64> = scores.iter().copied().filter(|&score| score < u64::MAX).collect();
    let counted = RiskCurve::of_values(&finite, beyond(&scores), level);
    let Some(first) = tail.stages().first().map(|stage| stage.level) else { return counted };
    let mut steps: Vec<Risk> =
        counted.steps.iter().copied().filter(|step| step.from < first).collect();
    let half = level_for(2, level, Promise::Whole);
    // What the last number without a doubt does not exceed, at half the risk.
    let mut free = 1.0;
    for found in tail.curve(level).into_iter().filter(|found| found.number < MOST) {
        let above = scores.len() - scores.partition_point(|&score| score <= found.number);
        let (above, all) = (above as u64, scores.len() as u64);
        if found.interval.is_some() {
            free = tail.at(found.number, half).at_most;
        }
        let bound = f64::min(free, upper_bound(above, all, half));
        steps.push(step(&found, *counted.at(found.number), bound));
    }
    RiskCurve::falling(steps)
}

/// What is known of one number: by the climbs, by counting where all climbs agree, or a bound.
fn step(found: &rare::Risk, counted: Risk, bound: f64) -> Risk {
    match (found.interval, found.doubt) {
        (Some(ends), _) => Risk {
            from: found.number,
            estimate: Estimate::by_climbs(Some(found.probability), ends),
            at_most: found.at_most,
        },
        (None, None) => Risk { from: found.number, ..counted },
        (None, Some(_)) => Risk {
            from: found.number,
            estimate: Estimate::by_climbs(None, (0.0, bound)),
            at_most: bound,
        },
    }
}

/// The curve of all worlds by weight.
fn together(weights: &[f64], curves: &[RiskCurve]) -> RiskCurve {
    if let [curve] = curves {
        return curve.clone();
    }
    let mut numbers: Vec<u64> = curves.iter().flat_map(|c| &c.steps).map(|s| s.from).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let step = |from: u64| {
        let parts = weights.iter().copied().zip(curves.iter().map(|curve| curve.at(from)));
        let sum = |of: fn(&Risk) -> Option<f64>| {
            parts.clone().map(|(weight, risk)| of(risk).map(|p| weight * p)).sum::<Option<f64>>()
        };
        let at_most = sum(|risk| Some(risk.at_most)).unwrap_or(1.0).min(1.0);
        // A part without an estimate leaves what the others are sure of.
        let low = sum(|r| Some(r.estimate.low.unwrap_or(0.0))).unwrap_or(0.0);
        let ends = (low, sum(|r| r.estimate.high).unwrap_or(at_most).min(1.0));
        Risk { from, estimate: Estimate::by_climbs(sum(|r| r.estimate.value), ends), at_most }
    };
    RiskCurve::falling(numbers.into_iter().map(step).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_with_a_bound_alone_leaves_what_the_others_are_sure_of() {
        let bound = Estimate::by_climbs(None, (0.0, 0.001));
        let sure = Estimate::by_climbs(Some(0.95), (0.9, 0.99));
        let curve = |estimate: Estimate, at_most| {
            RiskCurve::falling(vec![Risk { from: 0, estimate, at_most }])
        };
        let all = together(&[0.99, 0.01], &[curve(bound, 0.001), curve(sure, 0.98)]);
        let estimate = all.at(0).estimate;
        assert_eq!(estimate.value, None);
        let (low, high) = (estimate.low.expect("known"), estimate.high.expect("known"));
        assert!((low - 0.009).abs() < 1e-12 && (high - 0.01089).abs() < 1e-12, "{estimate:?}");
    }
}
