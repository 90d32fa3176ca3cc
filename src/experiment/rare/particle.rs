//! Particles: replications that climb, by fresh words for a part of their streams.

use crate::kernel::math::pick;
use crate::kernel::stream::{Redraw, Slot, StreamId, Streams, family};
use crate::kernel::trial::{Given, Trials};
use crate::provisioning::stage::slot;
use crate::record::layout::Layout;
use crate::record::tally::{Counter, Tally};

use super::course::Course;
use super::pilot::Stage;
use super::{Effort, Experiment, Watch};

/// Room for the moves of one run.
const MOVES_OF_RUN: u64 = 1 << 40;

/// A replication and its score.
#[derive(Clone, Debug)]
pub(super) struct Particle {
    streams: Streams,
    pub(super) score: u64,
}

/// What simulates particles, and how many.
pub(super) struct Climber<'a, S, W> {
    pub(super) experiment: &'a Experiment<'a>,
    pub(super) layout: &'a Layout,
    pub(super) score: &'a S,
    pub(super) effort: Effort,
    pub(super) given: &'a [(Trials, Given)],
    pub(super) watch: &'a W,
}

/// A run under way.
pub(super) struct Run {
    /// The seed of its words, which no other purpose has.
    seed: u64,
    number: u64,
    /// Moves tried so far.
    moves: u64,
}

impl<S: Fn(&Tally) -> u64 + Sync, W: Watch> Climber<'_, S, W> {
    /// One run along the stages; `None` if the watcher stopped it.
    pub(super) fn run(&self, number: u64, stages: &[Stage]) -> Option<Course> {
        let mut run = self.begin("run", number);
        let mut particles = self.first(&run)?;
        let mut course = Course::new(&particles);
        for (at, stage) in (0..).zip(stages) {
            particles.retain(|particle| particle.score > stage.level);
            if particles.is_empty() {
                break;
            }
            particles = self.copies(&run, at, &particles);
            let mut accepted = 0;
            for _ in 0..self.effort.moves {
                accepted += self.move_all(&mut run, &mut particles, *stage)?;
            }
            course.add(&particles, accepted);
        }
        Some(course)
    }

    /// A run of some purpose by its number.
    pub(super) fn begin(&self, purpose: &str, number: u64) -> Run {
        let seed = self.experiment.seed ^ family("rare event", purpose);
        Run { seed, number, moves: number * MOVES_OF_RUN }
    }

    /// The particles of a run before the first level: replications like any other.
    pub(super) fn first(&self, run: &Run) -> Option<Vec<Particle>> {
        let particle = |i: u64| {
            let plain = Streams::new(run.seed, run.number * self.effort.particles + i);
            let streams = plain.given(self.given, slot::FIRST_HIT);
            Some(Particle { score: self.score(&streams)?, streams })
        };
        (0..self.effort.particles).map(particle).collect()
    }

    /// As many particles as before, copied from those that are left: each as often as any other, up
    /// to one and that by lot.
    pub(super) fn copies(&self, run: &Run, level: u32, left: &[Particle]) -> Vec<Particle> {
        let id = StreamId { family: family("rare event", "copies"), member: level, part: 0 };
        let lots = Streams::new(run.seed, run.number);
        // Over all starts, the copies' places together are each place once.
        let start = pick(left.len(), lots.open(id, 0).word(Slot(0)));
        let all = usize::try_from(self.effort.particles).expect("particles fit into memory");
        (0..all).map(|i| left[(i * left.len() + start) / all].clone()).collect()
    }

    /// Tries one move of each particle; says how many were made.
    pub(super) fn move_all(
        &self,
        run: &mut Run,
        particles: &mut [Particle],
        stage: Stage,
    ) -> Option<u64> {
        let mut accepted = 0;
        for particle in particles {
            particle.streams.redraw(Redraw::new(run.seed, run.moves, stage.redrawn));
            run.moves += 1;
            let score = self.score(&particle.streams)?;
            if score > stage.level {
                particle.score = score;
                accepted += 1;
            } else {
                particle.streams.restore();
            }
        }
        Some(accepted)
    }

    /// Simulates a replication; `None` if the watcher does not want it any more.
    fn score(&self, streams: &Streams) -> Option<u64> {
        if self.watch.is_stopped() {
            return None;
        }
        let watching = (Counter::new(self.layout), ());
        let finished = self.experiment.simulate(streams, watching, &mut ());
        self.watch.done();
        Some((self.score)(&Tally::new(finished, self.experiment.end()).0))
    }
}
