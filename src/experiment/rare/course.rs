//! The course of one run: its populations from level to level.

use crate::kernel::math::count;

use super::particle::Particle;
use super::pilot::Stage;

/// One run.
#[derive(Clone, Debug)]
pub(super) struct Course {
    /// The scores before the first level and above each level that was reached, ascending.
    populations: Vec<Vec<u64>>,
    /// Moves made above each level that was reached.
    pub(super) accepted: Vec<u64>,
}

impl Course {
    /// Before the first level.
    pub(super) fn new(particles: &[Particle]) -> Self {
        Self { populations: vec![scores(particles)], accepted: vec![] }
    }

    /// One level higher.
    pub(super) fn add(&mut self, particles: &[Particle], accepted: u64) {
        self.populations.push(scores(particles));
        self.accepted.push(accepted);
    }

    /// The run's estimate of the probability that a score exceeds a number.
    pub(super) fn exceeds(&self, stages: &[Stage], number: u64) -> f64 {
        let reached = stages.partition_point(|stage| stage.level <= number);
        let Some(above) = self.populations.get(reached) else { return 0.0 };
        let climbed = self.populations.iter().zip(&stages[..reached]);
        let product = climbed.fold(1.0, |p, (scores, stage)| p * share_above(scores, stage.level));
        product * share_above(above, number)
    }

    /// The scores before the first level.
    pub(super) fn first(&self) -> &[u64] {
        &self.populations[0]
    }

    /// All scores there were.
    pub(super) fn scores(&self) -> impl Iterator<Item = u64> {
        self.populations.iter().flatten().copied()
    }

    /// How many climb.
    pub(super) fn particles(&self) -> u64 {
        self.populations[0].len() as u64
    }

    /// How many replications were simulated: each particle, then moves of each.
    pub(super) fn replications(&self, moves: u64) -> u64 {
        self.particles() * (1 + moves * self.accepted.len() as u64)
    }
}

fn scores(particles: &[Particle]) -> Vec<u64> {
    let mut scores: Vec<u64> = particles.iter().map(|particle| particle.score).collect();
    scores.sort_unstable();
    scores
}

/// The share of ascending scores above a number.
fn share_above(scores: &[u64], number: u64) -> f64 {
    let above = scores.len() - scores.partition_point(|&score| score <= number);
    count(above as u64) / count(scores.len() as u64)
}
