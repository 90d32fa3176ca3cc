//! How far apart Active Directory replication and Entra Connect may be before hybrid join times
//! out: every combination of their intervals and of the site that Entra Connect reads.
//!
//! Each cell is a scenario of its own, told in two ways that do not know of each other. *On paper*:
//! what a first attempt waits for is a sum of uniform lengths, since its instant knows nothing of
//! the grids' phases; so its chance to time out is exact, given its other lengths, and averaged over
//! draws of those (conditional Monte Carlo). *Simulated*: the whole rollout with all that feeds back,
//! cycles that grow with their work and retries that meet the same grids again.

pub mod boundary;
mod brought;
pub mod design;
mod options;
pub mod paper;
pub mod played;
mod varying;

use crate::kernel::time::SimDuration;
use crate::scenario::Problems;
use crate::statistics::interval::Estimate;

use super::Experiment;
use super::expectation::Verdict;
use super::parallel::{self, Watch};

pub use boundary::{Boundary, boundaries};
pub use design::{Cell, Design, Reading, design};
pub use paper::OnPaper;
pub use played::Played;

/// What to try, as somebody writes it; the usual if absent.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Intervals of Entra Connect: `30m,60m`.
    pub connect: Option<String>,
    /// Intervals of site links, one text each: `hq-weu=15m,60m`.
    pub links: Vec<String>,
    /// Sites whose domain controller Entra Connect may read: `HQ,WEU`.
    pub sites: Option<String>,
}

/// Why there is nothing to tune.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The scenario or what was asked is wrong.
    Problems(Problems),
    /// The scenario lacks what could be tuned.
    Nothing(String),
}

/// Of whom the target speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// First attempts.
    Attempt,
    /// Cloud PCs, all of whose attempts are used up.
    CloudPc,
}

/// What must not be exceeded, and how sure that must be.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Of whom.
    pub per: Per,
    /// The greatest share that may time out.
    pub at_most: f64,
    /// The confidence, for each cell by itself.
    pub confidence: f64,
}

/// What was found of one combination.
#[derive(Clone, Debug)]
pub struct Found {
    /// Which site is read, by its number in the design.
    pub reading: usize,
    /// The interval of Entra Connect.
    pub connect: SimDuration,
    /// The interval of each site link of the reading, in its order.
    pub links: Vec<SimDuration>,
    /// The chance of a first attempt.
    pub paper: OnPaper,
    /// What the simulation found.
    pub played: Played,
    /// Whether the simulation contradicts the chance on paper: something feeds back.
    pub feeds_back: bool,
    /// Whether the target is met.
    pub verdict: Verdict,
}

impl Found {
    /// What the target is held against: the chance on paper where there is one that the simulation
    /// does not contradict.
    pub fn evidence(&self, per: Per) -> Estimate {
        let paper = self.paper.estimate().filter(|_| !self.feeds_back);
        match per {
            Per::Attempt => paper.unwrap_or(self.played.first),
            Per::CloudPc if self.paper == OnPaper::Never => paper.unwrap_or(self.played.lost),
            Per::CloudPc => self.played.lost,
        }
    }
}

impl Design {
    /// Tells of every cell; `None` if the watcher stopped it before the end.
    pub fn run(
        &self,
        target: Target,
        threads: Option<usize>,
        watch: &impl Watch,
    ) -> Option<Vec<Found>> {
        let one = |cell: &Cell| self.tell(cell, target, watch);
        parallel::within(threads, || parallel::map_each(&self.cells, one))
    }

    fn tell(&self, cell: &Cell, target: Target, watch: &impl Watch) -> Option<Found> {
        let played = played::play(&Experiment::new(&cell.scenario), target.confidence, watch)?;
        let paper = paper::chance(&cell.scenario, target.confidence);
        // One of many cells strays by chance: each is held to the level at which none does.
        let cells = crate::kernel::math::count(self.cells.len() as u64);
        let level = 1.0 - (1.0 - target.confidence) / cells;
        let feeds_back =
            paper.estimate().is_some_and(|chance| is_below(chance, played.first_at(level)));
        let (connect, links) = (cell.connect, cell.links.clone());
        let reading = cell.reading;
        let verdict = Verdict::Undecided;
        let found = Found { reading, connect, links, paper, played, feeds_back, verdict };
        let verdict = judge(found.evidence(target.per), target.at_most);
        Some(Found { verdict, ..found })
    }
}

/// Whether all that one estimate allows lies below all that the other allows.
fn is_below(left: Estimate, right: Estimate) -> bool {
    left.high.zip(right.low).is_some_and(|(high, low)| high < low)
}

fn judge(evidence: Estimate, at_most: f64) -> Verdict {
    match (evidence.low, evidence.high) {
        (_, Some(high)) if high <= at_most => Verdict::Met,
        (Some(low), _) if low > at_most => Verdict::Missed,
        (Some(_) | None, _) => Verdict::Undecided,
    }
}
