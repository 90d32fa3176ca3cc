//! Where a size breaks: with how many more seats, and with how many more failures.

use crate::kernel::math::sqrt;
use crate::kernel::variate::Chance;
use crate::provisioning::stage::{Cause, Origin, Stage, causes, enroll_intune};
use crate::provisioning::tenant::{Die, Tenant};
use crate::statistics::interval::most_hits;

use super::filling::Peak;
use super::seats::{seats, waves_of};
use super::{Demand, Experiment, Sizing, Target, Watch, with_plenty};

/// Replications that are simulated before it is looked whether too many were short.
const BLOCK: u64 = 64;
/// About how many tenants both searches try; each costs the experiment once more, or less where it
/// breaks early.
pub const TRIALS: u64 = 20;
/// The least probability of failure that is tried where the scenario gives none.
const LEAST: f64 = 0.001;
/// Failures are searched until those that hold and those that break differ by no more than this
/// factor.
const CLOSE: f64 = 1.02;

/// The last that held in a search, and the first that did not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge<T> {
    /// What held.
    pub holds: T,
    /// What did not; none if nothing tried broke it.
    pub breaks: Option<T>,
}

/// What was varied to bring about more failures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Failures {
    /// All of the scenario's probabilities, by a common factor.
    Multiplied(Edge<f64>),
    /// The probability of this cause, in addition to all there is.
    Added(&'static str, Edge<f64>),
}

/// Where a size of a subnet breaks.
#[derive(Clone, Copy, Debug)]
pub struct Breaking {
    /// The seats of the subnet; none if no wave is meant for it.
    pub seats: Option<Edge<u64>>,
    /// The failures.
    pub failures: Failures,
}

/// A size that is put to the test.
#[derive(Clone, Copy, Debug)]
pub struct Size<'a> {
    /// All subnets that are sized together.
    pub subnets: &'a [u16],
    /// What was found of the one in question.
    pub sizing: &'a Sizing,
    /// Its addresses for Cloud PCs and health checks.
    pub usable: u64,
    /// What it meets.
    pub target: Target,
}

impl Experiment<'_> {
    /// Searches where a size breaks, with the same replications and random words as it was found
    /// with; `None` if the watcher stopped it before the end.
    pub fn breaking(&self, size: Size<'_>, watch: &impl Watch) -> Option<Breaking> {
        let trial = Trial { experiment: self, size, watch };
        // Those who are there already do not grow.
        let to_come = |wave: &usize| self.tenant.waves[*wave].is_to_come();
        let waves = waves_of(self.tenant, size.sizing.subnet);
        let waves: Vec<usize> = waves.into_iter().filter(to_come).collect();
        let is_meant = waves.iter().any(|&wave| self.tenant.waves[wave].cloud_pcs() > 0);
        let seats = if is_meant { Some(trial.seats(&waves)?) } else { None };
        Some(Breaking { seats, failures: trial.failures()? })
    }
}

struct Trial<'a, W> {
    experiment: &'a Experiment<'a>,
    size: Size<'a>,
    watch: &'a W,
}

impl<W: Watch> Trial<'_, W> {
    /// Whether the size meets its target for a tenant.
    fn holds(&self, tenant: &Tenant) -> Option<bool> {
        let Size { subnets, sizing, usable, target } = self.size;
        let changed = Experiment { tenant, ..self.experiment.clone() };
        let tenant = with_plenty(&changed, subnets);
        let plenty = Experiment { tenant: &tenant, ..changed };
        let all = plenty.replications;
        let Some(mut left) = most_hits(all, target.at_most, target.confidence) else {
            return Some(false);
        };
        for first in (0..all).step_by(usize::try_from(BLOCK).expect("a block is small")) {
            let block = first..all.min(first + BLOCK);
            let demands = plenty.demands(&[sizing.subnet], block, self.watch)?;
            let is_short = |demand: &Demand| demand.addresses.is_none_or(|most| most > usable);
            let short = demands.iter().flatten().filter(|demand| is_short(demand)).count() as u64;
            let Some(rest) = left.checked_sub(short) else { return Some(false) };
            left = rest;
        }
        Some(true)
    }

    /// How many seats it carries, those of these waves growing alike.
    fn seats(&self, waves: &[usize]) -> Option<Edge<u64>> {
        let (tenant, subnet) = (self.experiment.tenant, self.size.sizing.subnet);
        let users: u64 = waves.iter().map(|&wave| u64::from(tenant.waves[wave].users)).sum();
        let with = |more| with_users(tenant, waves, users + more);
        let of = |more| seats(&with(more), subnet);
        let (mut held, mut broke) = (0, self.size.usable.saturating_sub(of(0)).max(users) + 1);
        if self.holds(&with(broke))? {
            return Some(Edge { holds: of(broke), breaks: None });
        }
        while broke - held > (users / 100).max(1) {
            let middle = u64::midpoint(held, broke);
            if self.holds(&with(middle))? {
                held = middle;
            } else {
                broke = middle;
            }
        }
        Some(Edge { holds: of(held), breaks: Some(of(broke)) })
    }

    fn failures(&self) -> Option<Failures> {
        let tenant = self.experiment.tenant;
        let greatest = tenant.dice.iter().map(|die| die.chance.probability()).fold(0.0, f64::max);
        if greatest > 0.0 {
            let multiplied = |factor| multiplied(tenant, factor);
            return Some(Failures::Multiplied(self.edge(1.0, 1.0 / greatest, multiplied)?));
        }
        let peak = self.size.sizing.peak.as_ref();
        let (stage, cause) = peak.map_or(FOR_EXAMPLE, most_frequent);
        let added = |probability| added(tenant, (stage, cause), probability);
        if self.holds(&added(LEAST))? {
            return Some(Failures::Added(cause.code, self.edge(LEAST, 1.0, added)?));
        }
        Some(Failures::Added(cause.code, Edge { holds: 0.0, breaks: Some(LEAST) }))
    }

    /// Searches from what holds upwards to the most there can be: doubling until it breaks, since
    /// many failures may need fewer addresses than some, then by geometric means.
    fn edge(&self, mut held: f64, most: f64, tenant: impl Fn(f64) -> Tenant) -> Option<Edge<f64>> {
        let mut broke = held;
        while broke <= held {
            if held >= most {
                return Some(Edge { holds: held, breaks: None });
            }
            broke = (held * 2.0).min(most);
            if self.holds(&tenant(broke))? {
                held = broke;
            }
        }
        while broke > held * CLOSE {
            let middle = sqrt(held * broke);
            if self.holds(&tenant(middle))? {
                held = middle;
            } else {
                broke = middle;
            }
        }
        Some(Edge { holds: held, breaks: Some(broke) })
    }
}

/// The cause of failure that is varied where none was seen.
const FOR_EXAMPLE: (Stage, &Cause) = (Stage::EnrollIntune, &enroll_intune::FAILED);

/// What failed the most attempts, of what can be a matter of chance.
fn most_frequent(peak: &Peak) -> (Stage, &'static Cause) {
    let of = |slot: u16| causes().map(|(_, cause)| cause).find(|cause| cause.slot.0 == slot);
    let rollable = peak.failed.iter().filter_map(|(&(stage, slot), &n)| {
        let cause = of(slot).filter(|cause| cause.origin == Origin::Dice)?;
        Some((n, (stage, cause)))
    });
    rollable.max_by_key(|(n, _)| *n).map_or(FOR_EXAMPLE, |(_, found)| found)
}

/// The tenant with so many users in these waves together, each in its proportion.
fn with_users(tenant: &Tenant, waves: &[usize], users: u64) -> Tenant {
    let mut tenant = tenant.clone();
    let all: u64 = waves.iter().map(|&wave| u64::from(tenant.waves[wave].users)).sum();
    // Rounded over the sum of waves, so that they add up.
    let (mut before, mut given) = (0, 0);
    for &wave in waves {
        let wave = &mut tenant.waves[wave];
        before += u64::from(wave.users);
        let up_to = u128::from(before) * u128::from(users) / u128::from(all);
        let up_to = u64::try_from(up_to).expect("no more than all users");
        wave.users = u32::try_from(up_to - given).unwrap_or(u32::MAX);
        given = up_to;
    }
    tenant
}

/// The tenant in which each transient failure is so many times as likely.
fn multiplied(tenant: &Tenant, factor: f64) -> Tenant {
    let mut tenant = tenant.clone();
    for die in &mut tenant.dice {
        die.chance = die.chance.times(factor);
    }
    tenant
}

/// The tenant in which attempts fail by this cause, too.
fn added(tenant: &Tenant, (stage, cause): (Stage, &'static Cause), probability: f64) -> Tenant {
    let mut tenant = tenant.clone();
    let chance = Chance::new(probability).unwrap_or(Chance::NEVER);
    tenant.dice.push(Die { stage, cause, chance });
    tenant
}
