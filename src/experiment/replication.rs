//! One run of one case, from its random words to its measures.

use crate::kernel::digest::Digest;
use crate::kernel::engine::{self, Probe};
use crate::kernel::stream::Streams;
use crate::kernel::time::SimTime;
use crate::provisioning::observation::Observer;
use crate::provisioning::world::{Finished, World};
use crate::record::layout::Layout;
use crate::record::recorder::{Detail, Recorder};
use crate::record::tally::{Counter, Group, Tally};
use crate::statistics::curve::ready_curve;
use crate::statistics::measure::values;
use crate::statistics::pool::Sample;

use super::Experiment;
use super::shocks::Shocks;

/// What remains of a replication.
#[derive(Clone, Debug)]
pub struct Replication {
    /// The measures' values, in the order of the outcome's measures.
    pub values: Vec<Option<f64>>,
    /// By when each share of all Cloud PCs was ready, in seconds.
    pub ready_curve: Vec<f64>,
    /// When the Cloud PCs of each wave were ready.
    pub ready: Vec<Sample>,
    /// Addresses in use of each subnet: the greatest number in each bin.
    pub occupancy: Vec<Vec<u32>>,
    /// For each connection and bin: one if it was unusable in it.
    pub unusable: Vec<Vec<u32>>,
    /// Time integral of addresses in use of each subnet, in address-milliseconds.
    pub address_ms: Vec<u128>,
    /// When the last attempt ended or the last of its addresses came back.
    pub last_change: SimTime,
    /// Events fired.
    pub events: u64,
    /// The fingerprint of the run.
    pub fingerprint: u128,
    /// The rows, if asked for.
    pub detail: Option<Detail>,
}

impl Experiment<'_> {
    /// Runs one replication.
    pub(super) fn replication(&self, layout: &Layout, shocks: &Shocks, number: u64) -> Replication {
        let streams = shocks.streams(self.seed, number);
        let mut digest = Digest::default();
        let counter = Counter::new(layout);
        let end = self.end();
        let (tally, detail) = if number < self.detailed {
            let watching = (counter, Recorder::new(self.tenant));
            let (tally, cloud_pcs, recorder) =
                Tally::new(self.simulate(&streams, watching, &mut digest), end);
            (tally, Some(recorder.finish(&cloud_pcs)))
        } else {
            (Tally::new(self.simulate(&streams, (counter, ()), &mut digest), end).0, None)
        };
        let fingerprint = digest.finish();
        Replication {
            values: values(layout, &tally),
            ready_curve: ready_curve(&Group::together(&tally.waves)),
            ready: tally.waves.iter().map(|wave| Sample::of(wave, layout.times)).collect(),
            address_ms: tally.subnets.iter().map(|s| s.address_ms).collect(),
            occupancy: tally.subnets.into_iter().map(|s| s.occupancy).collect(),
            last_change: tally.last_change,
            unusable: tally.unusable,
            events: fingerprint.events,
            fingerprint: fingerprint.value(),
            detail,
        }
    }

    /// Simulates the replication of these words before an observer and a probe.
    pub(super) fn simulate<O: Observer>(
        &self,
        streams: &Streams,
        observer: O,
        probe: &mut impl Probe,
    ) -> Finished<O> {
        let (mut world, mut calendar) = World::new(self.tenant, streams, observer);
        engine::run(&mut world, &mut calendar, self.end(), probe);
        world.finish(self.end())
    }

    /// The random words of a replication.
    pub(super) fn words(&self, number: u64) -> Streams {
        self.shocks().streams(self.seed, number)
    }

    pub(super) fn end(&self) -> SimTime {
        SimTime::ZERO + self.horizon
    }
}
