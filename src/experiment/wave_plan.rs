//! The fastest schedule of waves that meets what is expected.
//!
//! Searched are schedules of equal waves on a grid of instants: `n` waves, each `gap` grid steps
//! after the one before, the last perhaps smaller. They are tried in the order of their last wave's
//! beginning, of equally fast ones those with fewer waves first. A schedule that meets every
//! expectation is simulated once more with random numbers of its own: that it was picked for being
//! good in one sample must not count in its favor.

use crate::kernel::time::SimDuration;
use crate::scenario::replan::PlannedWave;
use crate::scenario::{Problems, Scenario};

use super::expectation::{Judgment, Verdict, expectations, judge};
use super::{Experiment, Watch};

/// Replications of a first look, to leave out what is clearly bad.
const FIRST_LOOK: u64 = 20;

/// What is to be scheduled.
#[derive(Clone, Debug)]
pub struct Task {
    /// The name of waves, before their number.
    pub name: String,
    /// All users.
    pub users: u64,
    /// Waves have this many users or a multiple of it, but for the last one.
    pub size_step: u64,
    /// How long the users of a wave take to arrive.
    pub over: SimDuration,
    /// When waves may begin.
    pub starts: Vec<SimDuration>,
    /// How many waves there may be.
    pub most_waves: u64,
}

/// A schedule with what became of the expectations under it.
#[derive(Clone, Debug)]
pub struct Tried {
    /// Its waves.
    pub waves: Vec<PlannedWave>,
    /// What became of the expectations.
    pub judgments: Vec<Judgment>,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The fastest schedule that meets all expectations, by its confirmation.
    pub best: Option<Tried>,
    /// The last schedule before it that does not.
    pub faster: Option<Tried>,
    /// How many schedules were simulated.
    pub tried: u64,
}

impl Task {
    /// All schedules of the family, the fastest first.
    pub fn schedules(&self) -> Vec<Vec<PlannedWave>> {
        let most = self.users.div_ceil(self.size_step).min(self.most_waves);
        let last = self.starts.len().saturating_sub(1);
        let mut all: Vec<(usize, u64)> = vec![];
        for waves in 1..=most {
            let steps = usize::try_from(waves - 1).unwrap_or(usize::MAX);
            let gaps = if steps == 0 { 0..=0 } else { 1..=last / steps.max(1) };
            all.extend(gaps.map(|gap| (steps * gap, waves)));
        }
        all.sort_unstable();
        let mut schedules: Vec<Vec<PlannedWave>> =
            all.into_iter().filter_map(|(last, waves)| self.schedule(last, waves)).collect();
        schedules.dedup();
        schedules
    }

    /// So many equal waves up to the grid step at which the last one begins.
    fn schedule(&self, last: usize, waves: u64) -> Option<Vec<PlannedWave>> {
        let size = self.users.div_ceil(waves).next_multiple_of(self.size_step);
        // Rounding up may make fewer waves do: that is another schedule.
        if self.users.div_ceil(size) != waves {
            return None;
        }
        let steps = usize::try_from(waves - 1).ok()?;
        let gap = last.checked_div(steps).unwrap_or(0);
        let wave = |(number, left): (usize, u64)| {
            Some(PlannedWave {
                name: format!("{}-{}", self.name, number + 1),
                at: *self.starts.get(number * gap)?,
                users: left.min(size),
                over: self.over,
            })
        };
        let left = (0..waves).map(|before| self.users - before * size);
        left.enumerate().map(|(number, left)| wave((number, left))).collect()
    }
}

/// Searches the schedules of a task; `None` if stopped.
///
/// # Errors
/// Problems of the scenario under a schedule, such as an expectation of a wave that is gone.
pub fn search(
    task: &Task,
    scenario: impl Fn(&[PlannedWave]) -> Result<Scenario, Problems>,
    threads: Option<usize>,
    watch: &impl Watch,
) -> Result<Option<Found>, Problems> {
    let mut found = Found { best: None, faster: None, tried: 0 };
    for waves in task.schedules() {
        let scenario = scenario(&waves)?;
        found.tried += 1;
        let trial = Trial { scenario: &scenario, threads };
        let Some(judgments) = trial.judge(watch)? else { return Ok(None) };
        let tried = Tried { waves, judgments };
        if tried.is_met() {
            found.best = Some(tried);
            return Ok(Some(found));
        }
        found.faster = Some(tried);
    }
    Ok(Some(found))
}

impl Tried {
    /// Whether every expectation is met.
    pub fn is_met(&self) -> bool {
        self.judgments.iter().all(|judgment| judgment.verdict == Verdict::Met)
    }
}

struct Trial<'a> {
    scenario: &'a Scenario,
    threads: Option<usize>,
}

impl Trial<'_> {
    /// The last judgment made of it: by a first look if that is bad, else by all replications, else
    /// by as many others.
    fn judge(&self, watch: &impl Watch) -> Result<Option<Vec<Judgment>>, Problems> {
        let Scenario { replications, seed, .. } = *self.scenario;
        let confirming = seed.wrapping_add(1 << 32);
        let looks = [(seed, FIRST_LOOK.min(replications)), (seed, replications)];
        let mut last = None;
        for (seed, replications) in looks.into_iter().chain([(confirming, replications)]) {
            let Some(judgments) = self.look(seed, replications, watch)? else { return Ok(None) };
            let verdicts = || judgments.iter().map(|judgment| judgment.verdict);
            let is_first = replications < self.scenario.replications;
            let is_bad = if is_first {
                verdicts().any(|verdict| verdict == Verdict::Missed)
            } else {
                verdicts().any(|verdict| verdict != Verdict::Met)
            };
            last = Some(judgments);
            if is_bad {
                break;
            }
        }
        Ok(last)
    }

    fn look(
        &self,
        seed: u64,
        replications: u64,
        watch: &impl Watch,
    ) -> Result<Option<Vec<Judgment>>, Problems> {
        let expectations = expectations(self.scenario)?;
        let experiment = Experiment {
            seed,
            replications,
            threads: self.threads,
            ..Experiment::new(self.scenario)
        };
        let outcome = experiment.run(watch).filter(|_| !watch.is_stopped());
        Ok(outcome.map(|outcome| judge(&outcome, &expectations)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(users: u64, size_step: u64, starts: u64) -> Task {
        Task {
            name: "kw".into(),
            users,
            size_step,
            over: SimDuration::ZERO,
            starts: (0..starts).map(SimDuration::from_hours).collect(),
            most_waves: 50,
        }
    }

    fn told(waves: &[PlannedWave]) -> Vec<(u64, u64)> {
        waves.iter().map(|w| (w.at.ms() / 3_600_000, w.users)).collect()
    }

    #[test]
    fn schedules_come_fastest_first_and_of_equals_the_fewest_waves() {
        let all: Vec<_> = task(10, 2, 4).schedules().iter().map(|s| told(s)).collect();
        assert_eq!(all[0], [(0, 10)]);
        assert_eq!(all[1], [(0, 6), (1, 4)]);
        // Two hours: two waves with a gap, then three without.
        assert_eq!(all[2], [(0, 6), (2, 4)]);
        assert_eq!(all[3], [(0, 4), (1, 4), (2, 2)]);
        assert_eq!(all[4], [(0, 6), (3, 4)]);
        // Four waves of three would be of no multiple of two, and of four only three are needed.
        assert_eq!(all.len(), 5, "{all:?}");
        assert!(all.iter().all(|s| s.iter().map(|w| w.1).sum::<u64>() == 10));
    }

    #[test]
    fn a_grid_without_instants_has_no_schedule() {
        assert!(task(10, 2, 0).schedules().is_empty());
        assert_eq!(task(10, 100, 3).schedules().len(), 1);
    }
}
