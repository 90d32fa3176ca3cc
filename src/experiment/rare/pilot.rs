//! The pilot run: where to place the levels, and how far to move at each.

use crate::kernel::math::{count, part_of_words};
use crate::record::tally::Tally;

use super::Watch;
use super::particle::{Climber, Particle};

/// The share of particles that a level leaves. The work for a given accuracy is least near a
/// fifth, and hardly greater at a tenth or at a third.
const KEPT: f64 = 0.2;
/// More levels than these are no rare event but a score that hardly varies.
const MOST_STAGES: usize = 100;
/// The widest step: fresh words for nine of ten streams.
const WIDEST: f64 = 0.9;
/// The narrowest: one of a thousand.
const NARROWEST: f64 = 0.001;

/// A level, and how to move above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Particles above this stay.
    pub level: u64,
    /// So many of 2^64 streams get fresh words in a move.
    pub redrawn: u64,
}

/// How to climb, fixed before the runs that count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The levels in rising order.
    pub stages: Vec<Stage>,
    /// How many replications the runs will take together, at most.
    pub replications: u64,
    /// How many the pilot took.
    pub piloted: u64,
}

/// Climbs once, choosing each level by what is there.
pub(super) fn plan<S: Fn(&Tally) -> u64 + Sync, W: Watch>(
    climber: &Climber<'_, S, W>,
    down_to: f64,
    runs: u64,
) -> Option<Plan> {
    let mut run = climber.begin("pilot", 0);
    let mut particles = climber.first(&run)?;
    let (mut stages, mut reached, mut width) = (vec![], 1.0, 0.5);
    while reached * KEPT > down_to && stages.len() < MOST_STAGES {
        let below = stages.last().map(|stage: &Stage| stage.level);
        let Some(level) = next_level(&particles, below) else { break };
        let all = count(particles.len() as u64);
        particles.retain(|particle| particle.score > level);
        reached *= count(particles.len() as u64) / all;
        let at = u32::try_from(stages.len()).expect("stages are few");
        particles = climber.copies(&run, at, &particles);
        for _ in 0..climber.effort.moves {
            let stage = Stage { level, redrawn: part_of_words(width) };
            let accepted = climber.move_all(&mut run, &mut particles, stage)?;
            width = adapted(width, count(accepted) / all);
        }
        stages.push(Stage { level, redrawn: part_of_words(width) });
    }
    let of_run = climber.effort.particles * (1 + climber.effort.moves * stages.len() as u64);
    Some(Plan { stages, replications: runs * of_run, piloted: of_run })
}

/// The highest level that leaves enough particles, above the last one; none if nothing is above.
fn next_level(particles: &[Particle], below: Option<u64>) -> Option<u64> {
    let mut scores: Vec<u64> = particles.iter().map(|particle| particle.score).collect();
    scores.sort_unstable_by(|a, b| b.cmp(a));
    let enough = scores.len() / 5;
    let level = scores[enough].saturating_sub(1);
    let level = below.map_or(level, |last| level.max(last + 1));
    (scores[0] > level).then_some(level)
}

/// Narrower where too few moves are accepted, wider where nearly all are.
fn adapted(width: f64, accepted: f64) -> f64 {
    let factor = if accepted < 0.2 {
        0.6
    } else if accepted > 0.4 {
        1.5
    } else {
        1.0
    };
    (width * factor).clamp(NARROWEST, WIDEST)
}
