//! Attempts that miss the limit of hybrid join, counted straight off the world.
//!
//! A replication of few users takes less time than its measures do, and these laws need many.

use cloudpc_sim::kernel::engine;
use cloudpc_sim::kernel::math::count;
use cloudpc_sim::kernel::stream::Streams;
use cloudpc_sim::provisioning::cloud_pc::Verdict;
use cloudpc_sim::provisioning::observation::{Observation, Observer};
use cloudpc_sim::provisioning::stage::sync_device;
use cloudpc_sim::provisioning::world::World;
use cloudpc_sim::{Scenario, SimTime};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

const ATTEMPTS: usize = 3;

/// First, second and third attempts that missed the limit.
#[derive(Default)]
struct Missed([u64; ATTEMPTS]);

impl Observer for Missed {
    fn observe(&mut self, _: SimTime, told: Observation<'_>) {
        let Observation::AttemptEnded { cloud_pc, verdict, .. } = told else { return };
        if let Verdict::Failed { cause, .. } = verdict {
            assert_eq!(cause, &sync_device::TIMEOUT, "nothing else fails here");
            self.0[usize::from(cloud_pc.attempt.serial) - 1] += 1;
        }
    }
}

/// The shares of users whose first, second and third attempt missed the limit, replication by
/// replication.
pub(super) fn shares(scenario: &Scenario) -> Vec<[f64; ATTEMPTS]> {
    let users = count(scenario.tenant.cloud_pcs());
    let one = |number: u64| {
        let streams = Streams::new(scenario.seed, number);
        let (mut world, mut calendar) = World::new(&scenario.tenant, &streams, Missed::default());
        let end = SimTime::ZERO + scenario.horizon;
        engine::run(&mut world, &mut calendar, end, &mut ());
        world.finish(end).observer.0.map(|n| count(n) / users)
    };
    (0..scenario.replications).into_par_iter().map(one).collect()
}

/// The same of first attempts alone.
pub(super) fn first(scenario: &Scenario) -> Vec<f64> {
    shares(scenario).into_iter().map(|[first, ..]| first).collect()
}
