//! Many runs: the replications of a case, each independent, in parallel, folded in order.

pub mod arithmetic;
pub mod comparison;
pub mod diagnosis;
pub mod difference;
pub mod expectation;
pub mod otherwise;
mod parallel;
pub mod precision;
pub mod rare;
pub mod reasons;
pub mod replication;
pub mod shocks;
pub mod sizing;
pub mod sweep;
pub mod tune_sync;
pub mod wave_plan;

use std::collections::BTreeMap;

use crate::kernel::digest::combine;
use crate::kernel::time::SimDuration;
use crate::provisioning::tenant::Tenant;
use crate::record::layout::Layout;
use crate::record::recorder::Detail;
use crate::scenario::Scenario;
use crate::statistics::measure::{Measure, Summary, measures, summarize};
use crate::statistics::pool;
use crate::statistics::strata::{Stratum, undivided, weights};

pub use parallel::Watch;
pub use replication::Replication;
pub use shocks::Shocks;

/// Confidence level of every interval that nobody asked for otherwise.
pub const LEVEL: f64 = 0.95;

/// The replications of one case.
#[derive(Clone, Debug)]
pub struct Experiment<'a> {
    /// What is simulated.
    pub tenant: &'a Tenant,
    /// By whose rare shocks replications are stratified: the same, unless something of it is to be
    /// otherwise in replications that go as they went.
    pub shaken: &'a Tenant,
    /// When each replication ends.
    pub horizon: SimDuration,
    /// The master seed.
    pub seed: u64,
    /// How many replications: numbers 0 to this.
    pub replications: u64,
    /// How many of them, from number 0, to tell in detail.
    pub detailed: u64,
    /// How many threads; all processors if absent.
    pub threads: Option<usize>,
}

/// What an experiment found.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Names and sizes.
    pub layout: Layout,
    /// The measures that are a number of each replication, in order.
    pub measures: Vec<Measure>,
    /// What remains of each replication, in order.
    pub replications: Vec<Replication>,
    /// Its rare shared shocks, and how the replications, in order, stand for all that may happen.
    pub shocks: Shocks,
    /// These measures across replications, in order, then those of all Cloud PCs pooled.
    pub summaries: Vec<Summary>,
    /// Place of each measure, by its name.
    places: BTreeMap<String, usize>,
}

/// One replication told in detail.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its number.
    pub number: u64,
    /// Its fingerprint.
    pub fingerprint: u128,
    /// Its rows.
    pub detail: Detail,
}

impl<'a> Experiment<'a> {
    /// The replications that a scenario asks for, none in detail, on all processors.
    pub fn new(scenario: &'a Scenario) -> Self {
        Self {
            tenant: &scenario.tenant,
            shaken: &scenario.tenant,
            horizon: scenario.horizon,
            seed: scenario.seed,
            replications: scenario.replications,
            detailed: 0,
            threads: None,
        }
    }

    /// Runs one replication by its number; the same as that one of [`Self::run`].
    pub fn run_one(&self, number: u64) -> Replication {
        self.replication(&self.layout(), &self.shocks(), number)
    }

    /// Runs one replication and tells it in detail.
    pub fn tell(&self, number: u64) -> Told {
        self.tell_until(number, self.horizon)
    }

    /// Runs one replication up to some time before its end, and tells that in detail.
    ///
    /// # Panics
    /// Never: what is asked for in detail is told in detail.
    pub fn tell_until(&self, number: u64, horizon: SimDuration) -> Told {
        let begun = Experiment { detailed: u64::MAX, horizon, ..self.clone() };
        // Its random words are those of the whole replication.
        let one = begun.replication(&begun.layout(), &self.shocks(), number);
        let detail = one.detail.expect("all replications are told in detail");
        Told { number, fingerprint: one.fingerprint, detail }
    }

    /// Runs all replications; `None` if the watcher stopped them before the end.
    ///
    /// The outcome does not depend on the number of threads.
    pub fn run(&self, watch: &impl Watch) -> Option<Outcome> {
        parallel::within(self.threads, || self.run_here(watch))
    }

    /// The measures that are a number of each replication, in order.
    pub fn measures_of_one(&self) -> Vec<Measure> {
        measures(&self.layout())
    }

    /// The measures that its outcome will have, in order.
    pub fn measures(&self) -> Vec<Measure> {
        let layout = self.layout();
        summaries(&layout, (&[], &[]), LEVEL).into_iter().map(|summary| summary.measure).collect()
    }

    /// Runs all replications on the threads of whoever calls.
    fn run_here(&self, watch: &impl Watch) -> Option<Outcome> {
        self.run_on(None, self.replications, watch)
    }

    /// Goes on from the first replications, if they are known, up to so many.
    ///
    /// Where rare shocks have strata of their own, those of fewer replications are others, and
    /// nothing is known.
    fn run_on(&self, known: Option<Outcome>, up_to: u64, watch: &impl Watch) -> Option<Outcome> {
        let layout = self.layout();
        let shocks = Self { replications: up_to, ..self.clone() }.shocks();
        let plain = known.filter(|k| k.shocks.rare.is_empty() && shocks.rare.is_empty());
        let mut replications = plain.map(|known| known.replications).unwrap_or_default();
        let one = |number: u64| self.replication(&layout, &shocks, number);
        replications.extend(parallel::map(replications.len() as u64..up_to, watch, one)?);
        let measures = measures(&layout);
        let summaries = summaries(&layout, (&replications, &shocks.strata), LEVEL);
        let places = summaries.iter().map(|s| s.measure.name.clone()).zip(0..).collect();
        Some(Outcome { layout, measures, replications, shocks, summaries, places })
    }

    fn layout(&self) -> Layout {
        Layout::new(self.tenant, self.horizon, self.replications)
    }
}

impl Outcome {
    /// The fingerprint of the case: of its replications in order.
    pub fn fingerprint(&self) -> u128 {
        combine(self.replications.iter().map(|r| r.fingerprint))
    }

    /// Events fired in all.
    pub fn events(&self) -> u64 {
        self.replications.iter().map(|r| r.events).sum()
    }

    /// A measure across replications, by its name.
    pub fn summary(&self, name: &str) -> Option<&Summary> {
        self.places.get(name).map(|&at| &self.summaries[at])
    }

    /// A measure across replications at another confidence level, by its name.
    pub fn summary_at(&self, name: &str, level: f64) -> Option<Summary> {
        let at = *self.places.get(name)?;
        Some(self.summaries_at(level).swap_remove(at))
    }

    /// All measures across replications at another confidence level, in order.
    pub fn summaries_at(&self, level: f64) -> Vec<Summary> {
        if level.total_cmp(&LEVEL).is_eq() {
            return self.summaries.clone();
        }
        summaries(&self.layout, (&self.replications, &self.shocks.strata), level)
    }

    /// A measure across the replications of one stratum alone, by its name.
    pub fn summary_in(&self, stratum: usize, name: &str) -> Option<Summary> {
        let at = *self.places.get(name)?;
        let sizes = self.shocks.strata.iter().map(|stratum| stratum.replications);
        let first = sizes.clone().take(stratum).sum();
        let own = sizes.clone().nth(stratum)?;
        let alone = &self.replications[first..first + own];
        summaries(&self.layout, (alone, &undivided(own)), LEVEL).into_iter().nth(at)
    }

    /// The values of a measure, one per replication, by its name; none if there is no such measure,
    /// or if it is no number of a replication.
    pub fn values(&self, name: &str) -> Vec<Option<f64>> {
        let at = self.places.get(name);
        self.replications
            .iter()
            .filter_map(|r| at.and_then(|&at| r.values.get(at)).copied())
            .collect()
    }

    /// How much each replication counts, in order: on average one.
    pub fn weights(&self) -> Vec<f64> {
        weights(&self.shocks.strata)
    }

    /// The replications told in detail, in order.
    pub fn details(&self) -> impl Iterator<Item = (usize, &Detail)> {
        let all = self.replications.iter().enumerate();
        all.filter_map(|(i, r)| r.detail.as_ref().map(|detail| (i, detail)))
    }
}

/// The measures across replications, in order; behind them the quantiles over all Cloud PCs.
fn summaries(
    layout: &Layout,
    (replications, strata): (&[Replication], &[Stratum]),
    level: f64,
) -> Vec<Summary> {
    let measures = measures(layout);
    let column = |i: usize| replications.iter().map(|r| r.values[i]).collect();
    let columns: Vec<Vec<Option<f64>>> = (0..measures.len()).map(column).collect();
    let ready: Vec<_> = replications.iter().map(|r| r.ready.as_slice()).collect();
    let mut summaries = summarize(&measures, &columns, strata, level);
    summaries.extend(pool::summarize(&layout.waves, &ready, strata, level));
    summaries
}
