//! Rare events: how likely a replication's score exceeds a number, down to one in a million and
//! below, by splitting.
//!
//! # How
//!
//! Plain counting needs hundreds of replications for each that it hopes to see. Splitting climbs:
//! a population of replications ("particles") is simulated; those above a first level are copied
//! until there are as many as before; each copy is changed a little, without falling back below
//! the level; then comes the next level. The probability is the product of the shares that got
//! above each level. One experiment gives the whole tail: how likely each number is exceeded.
//!
//! States are never copied. A replication is a function of its random words, and words belong to
//! whom they are drawn for, so a copy is changed by giving fresh words to a random part of all
//! streams ([`Redraw`](crate::kernel::stream::Redraw)) and simulating it anew. It stays as it was where its score would fall to
//! the level or below: a Metropolis step that leaves the law of "all replications above the
//! level" as it is, since streams are independent (Z. I. Botev and D. P. Kroese, "Efficient Monte
//! Carlo simulation via the generalized splitting method", Statistics and Computing 22, 2012;
//! S. K. Au and J. L. Beck, "Estimation of small failure probabilities in high dimensions by
//! subset simulation", 2001).
//!
//! # What is exact about it
//!
//! Levels and step widths are fixed beforehand, by a [pilot](RareEvent::plan) with other random
//! words. Each of several independent runs is then a product of shares whose *expectation is the
//! probability*, at every number, for any population and any number of moves, well mixed or not:
//! the estimate of a normalizing constant by a particle system (P. Del Moral, "Feynman-Kac
//! Formulae", 2004, theorem 7.4.2), where copies are made so that each survivor has the same
//! number of them on average. A run that loses all particles counts as zero. So the mean over
//! runs is unbiased, and its interval is that of the mean of independent numbers, with their
//! skewness taken out ([`skewed`](crate::statistics::skewed)).
//!
//! # What can go wrong
//!
//! Unbiased does not mean near. Where a few streams decide and fresh words for them have to hit by
//! luck (the phase of a grid that all share), no step leads upwards, most runs find nothing and the
//! mean rests on the few that do. This shows, and is told as a [`Doubt`]: runs that end with zero,
//! moves that are hardly ever accepted, halves that differ. Then there is no interval, only the
//! bound of the last level that is free of doubt. Runs that differ by more than their mean keep
//! their interval, with a warning. What leaves no trace in any
//! run stays unseen by this method as by any other: a rare shock that *every* road to a high score
//! needs is climbed to; one that opens a road of its own, as rare as the event itself, is not.

mod course;
mod particle;
mod pilot;
mod tail;

use crate::kernel::trial::{Given, Trials};
use crate::provisioning::tenant::Tenant;
use crate::record::layout::Layout;
use crate::record::tally::Tally;

use super::otherwise::{Otherwise, changed};
use super::{Experiment, Watch, parallel};

pub use pilot::{Plan, Stage};
pub use tail::{Doubt, Risk, StageReport, Tail};

/// How much to simulate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Independent runs: the sample of the interval.
    pub runs: u64,
    /// Replications that climb together in each.
    pub particles: u64,
    /// How often each is changed at each level.
    pub moves: u64,
}

impl Default for Effort {
    /// For one in a million about 700,000 replications.
    fn default() -> Self {
        Self { runs: 60, particles: 300, moves: 4 }
    }
}

/// A score of replications, and how far into its tail to look.
#[derive(Clone, Debug)]
pub struct RareEvent<'a, S> {
    /// What is simulated, until when, from which seed and on how many threads; how many
    /// replications is up to the effort.
    pub experiment: Experiment<'a>,
    /// The score of a replication.
    pub score: S,
    /// The least probability of interest, above zero.
    pub down_to: f64,
    /// How much to simulate.
    pub effort: Effort,
    /// What is given in every replication of the trials of shocks; usually nothing. The
    /// probabilities are then those given that.
    pub given: &'a [(Trials, Given)],
}

/// The tenant in which a subnet never runs dry, so that its peak is its demand.
pub fn with_plenty(experiment: &Experiment<'_>, subnet: u16) -> Tenant {
    changed(experiment.tenant, &[Otherwise::EnoughAddresses(subnet)], experiment.horizon)
}

/// The score "most addresses of a subnet in use at once", for a tenant [with
/// plenty](with_plenty) of them; the greatest number where an attempt finds none all the same.
pub fn peak_demand(subnet: u16) -> impl Fn(&Tally) -> u64 + Sync + Clone {
    move |tally| {
        let found = &tally.subnets[usize::from(subnet)];
        if found.first_exhausted.is_some() { u64::MAX } else { found.peak }
    }
}

impl<S: Fn(&Tally) -> u64 + Sync> RareEvent<'_, S> {
    /// Finds the levels and how far to move at each by a pilot run, whose random words are not
    /// used again; `None` if the watcher stopped it before the end.
    ///
    /// # Panics
    /// If the least probability is not above zero, or there are fewer than three runs, ten particles
    /// or one move.
    pub fn plan(&self, watch: &impl Watch) -> Option<Plan> {
        let Effort { runs, particles, moves } = self.effort;
        assert!(runs > 2 && particles > 9 && moves > 0, "an effort has runs, particles and moves");
        assert!(self.down_to > 0.0, "no replications are enough for a probability of zero");
        pilot::plan(&self.climber(&self.layout(), watch), self.down_to, runs)
    }

    /// Estimates the tail along a plan; `None` if the watcher stopped it before the end.
    ///
    /// The result does not depend on the number of threads. The watcher is told of every
    /// replication; there are at most [`Plan::replications`].
    pub fn estimate(&self, plan: &Plan, watch: &impl Watch) -> Option<Tail> {
        let layout = self.layout();
        let climber = self.climber(&layout, watch);
        let run = |number: u64| climber.run(number, &plan.stages);
        let threads = self.experiment.threads;
        let courses =
            parallel::within(threads, || parallel::map(0..self.effort.runs, &Quiet(watch), run))?;
        let courses = courses.into_iter().collect::<Option<_>>()?;
        Some(Tail::new(plan.stages.clone(), courses, self.effort.moves))
    }

    fn layout(&self) -> Layout {
        Layout::new(self.experiment.tenant, self.experiment.horizon, self.effort.particles)
    }

    fn climber<'b, W: Watch>(
        &'b self,
        layout: &'b Layout,
        watch: &'b W,
    ) -> particle::Climber<'b, S, W> {
        let Self { experiment, score, effort, given, .. } = self;
        particle::Climber { experiment, layout, score, effort: *effort, given, watch }
    }
}

/// Does not count runs: the replications within them are counted.
struct Quiet<'a, W>(&'a W);

impl<W: Watch> Watch for Quiet<'_, W> {
    fn done(&self) {}

    fn is_stopped(&self) -> bool {
        self.0.is_stopped()
    }
}
