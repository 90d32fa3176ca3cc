//! The named measures of a replication, and their estimates across replications.
//!
//! A name is the same in `summary.csv`, in JSON and wherever a scenario speaks of a measure. Each
//! measure is one number per replication, or absent where it has no meaning (the failure rate of
//! nobody). A Cloud PC that is not ready by the horizon counts as infinitely late.

use std::fmt::Display;
use std::ops::Range;

use super::interval::{Estimate, Kind, Method};
use super::paired::Nature;
use super::quantile::Quantile;
use super::strata::{Stratum, mean, proportion, ratio, wanted, weights};
use super::summary::{Ends, Spread};
use crate::kernel::math::{count, from_length};
use crate::kernel::time::{SimDuration, SimTime};
use crate::record::layout::Layout;
use crate::record::tally::{Group, Tally};

/// What a measure is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// A share or rate between 0 and 1.
    Share,
    /// Seconds.
    Seconds,
}

impl Unit {
    /// Its name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Share => "share",
            Self::Seconds => "seconds",
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Estimator {
    Mean(Kind),
    /// Each value counts some of this many: a share of them, times their number.
    Some(u64),
    /// Each value is 0 or 1.
    Proportion,
    /// No number of a replication: see [`super::pool`].
    Pooled,
    /// The quotient of the two measures at these distances before this one.
    Ratio {
        over: usize,
        under: usize,
    },
}

/// One measure.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Its stable name.
    pub name: String,
    /// Its unit.
    pub unit: Unit,
    estimator: Estimator,
}

impl Measure {
    /// A time that is estimated from all Cloud PCs of all replications.
    pub(super) fn pooled(name: String) -> Self {
        Self { name, unit: Unit::Seconds, estimator: Estimator::Pooled }
    }

    /// Whether it is estimated from all Cloud PCs of all replications, and no number of one.
    pub fn is_pooled(&self) -> bool {
        matches!(self.estimator, Estimator::Pooled)
    }

    /// What a value of it is.
    pub fn nature(&self) -> Nature {
        match self.estimator {
            Estimator::Proportion => Nature::YesOrNo,
            Estimator::Mean(_)
            | Estimator::Some(_)
            | Estimator::Ratio { .. }
            | Estimator::Pooled => Nature::Number,
        }
    }
}

/// A measure across replications.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Which.
    pub measure: Measure,
    /// Its mean, rate or proportion, with interval.
    pub estimate: Estimate,
    /// What a single rollout may look like.
    pub spread: Spread,
    /// Between which values the median over all rollouts lies.
    pub p50_ends: Ends,
    /// Between which values the 95th percentile over all rollouts lies.
    pub p95_ends: Ends,
    /// In how many replications it had a meaning.
    pub replications: u64,
    /// In how many of these it was above zero; none of a pooled quantile.
    pub affected: Option<u64>,
    /// How many replications a sample so skewed wants before Student's t may be trusted, where
    /// those are more than there were.
    pub wanted: Option<u64>,
}

impl Summary {
    pub(super) fn pooled(measure: Measure, estimate: Estimate, replications: u64) -> Self {
        Self {
            measure,
            estimate,
            spread: Spread::of(&[]),
            p50_ends: Ends::default(),
            p95_ends: Ends::default(),
            replications,
            affected: None,
            wanted: None,
        }
    }
}

/// The measures of a layout, in an order that depends on it alone.
pub fn measures(layout: &Layout) -> Vec<Measure> {
    let mut row = Row { measures: Some(vec![]), ..Row::new(layout) };
    row.all(&Tally::nothing(layout));
    row.measures.unwrap_or_default()
}

/// Their values in one replication.
pub fn values(layout: &Layout, tally: &Tally) -> Vec<Option<f64>> {
    let mut row = Row::new(layout);
    row.all(tally);
    row.values
}

/// The values of one replication, and what they are values of where that is asked: to name them
/// would take longer than a small replication.
struct Row<'a> {
    layout: &'a Layout,
    /// What they belong to: the kind of thing and its name.
    of: Option<(&'static str, &'a str)>,
    values: Vec<Option<f64>>,
    measures: Option<Vec<Measure>>,
}

impl<'a> Row<'a> {
    fn new(layout: &'a Layout) -> Self {
        Self { layout, of: None, values: vec![], measures: None }
    }

    fn all(&mut self, tally: &Tally) {
        let layout = self.layout;
        self.group(&Group::together(&tally.waves), layout.cloud_pcs.iter().sum());
        self.subnets(tally);
        self.connections(tally);
        let most = layout.cloud_pcs.iter().sum::<u64>() * layout.most_attempts;
        let groups = Kind::Bounded(count(layout.subnets.len() as u64));
        self.of = None;
        self.number("leftover.ad_computers", tally.left_computers, Kind::Free);
        self.number("leftover.nsgs", tally.left_nsgs, groups);
        self.some("leftover.leaked_addresses", tally.leaked, most);
        for (name, peak) in layout.licenses.iter().zip(&tally.licenses_peak) {
            let (of, name) = if name.is_empty() {
                (None, "licenses.peak")
            } else {
                (Some(("license", name.as_str())), "peak")
            };
            self.of = of;
            self.number(name, *peak, Kind::Free);
        }
        for (i, name) in layout.waves.iter().enumerate() {
            self.of = Some(("wave", name));
            self.group(&tally.waves[i], layout.cloud_pcs[i]);
        }
    }

    fn push(&mut self, name: impl Display, unit: Unit, estimator: Estimator, value: Option<f64>) {
        self.values.push(value);
        if let Some(measures) = &mut self.measures {
            let name = match self.of {
                Some((kind, of)) => format!("{kind}.{of}.{name}"),
                None => name.to_string(),
            };
            measures.push(Measure { name, unit, estimator });
        }
    }

    fn number(&mut self, name: impl Display, n: u64, kind: Kind) {
        self.push(name, Unit::Count, Estimator::Mean(kind), Some(count(n)));
    }

    fn some(&mut self, name: impl Display, n: u64, of: u64) {
        self.push(name, Unit::Count, Estimator::Some(of), Some(count(n)));
    }

    fn seconds(&mut self, name: impl Display, kind: Kind, value: Option<f64>) {
        self.push(name, Unit::Seconds, Estimator::Mean(kind), value);
    }

    fn group(&mut self, group: &Group, cloud_pcs: u64) {
        let certain = self.layout.all_request;
        let requested =
            if certain { Estimator::Mean(Kind::Constant) } else { Estimator::Some(cloud_pcs) };
        self.push("requested", Unit::Count, requested, Some(count(group.requested)));
        self.some("ready", group.ready(), cloud_pcs);
        self.some("ready_with_warnings", group.ready_with_warnings(), cloud_pcs);
        self.some("pending", group.pending(), cloud_pcs);
        self.some("in_grace", group.in_grace(), cloud_pcs);
        self.some("ended", group.ended(), cloud_pcs);
        self.some("changing", group.changing(), cloud_pcs);
        self.some("provisioning", group.provisioning(), cloud_pcs);
        self.some("not_provisioned", group.not_provisioned(), cloud_pcs);
        self.some("failed", group.failed(), cloud_pcs);
        let rate = quotient(group.failed(), group.requested);
        self.push("failure_rate", Unit::Share, Estimator::Ratio { over: 1, under: 10 }, rate);
        let ever_ready = group.already + group.times_to_ready.len() as u64;
        self.some("ever_ready", ever_ready, cloud_pcs);
        self.times(group);
        let most = Kind::Bounded(count(self.layout.most_attempts));
        let attempts = quotient(group.attempts, group.requested);
        self.push("attempts_per_cloud_pc", Unit::Count, Estimator::Mean(most), attempts);
        let most = cloud_pcs * self.layout.most_attempts;
        for (i, code) in self.layout.causes.iter().enumerate() {
            self.some(format_args!("cause.{code}.attempts"), group.failed_attempts[i], most);
        }
    }

    fn times(&mut self, group: &Group) {
        for (name, per_mille) in
            [("p50", 500), ("p90", 900), ("p95", 950), ("p99", 990), ("max", 1_000)]
        {
            let value = time_of_share(group, per_mille);
            self.seconds(format_args!("time_to_ready.{name}"), Kind::Free, value);
        }
        let total: u64 = group.times_to_ready.iter().map(|t| t.ms()).sum();
        let mean = quotient(total, group.times_to_ready.len() as u64).map(|ms| ms / 1_000.0);
        self.seconds("time_to_ready.mean_of_ready", Kind::Free, mean);
    }

    fn subnets(&mut self, tally: &Tally) {
        let horizon = Kind::Bounded(secs(self.layout.horizon));
        for (i, subnet) in tally.subnets.iter().enumerate() {
            self.of = Some(("subnet", &self.layout.subnets[i]));
            self.number("peak", subnet.peak, Kind::Bounded(count(self.layout.usable[i])));
            let ran_dry = subnet.first_exhausted.is_some();
            let share = Some(if ran_dry { 1.0 } else { 0.0 });
            self.push("exhausted_share", Unit::Share, Estimator::Proportion, share);
            self.seconds("time_exhausted", horizon, Some(secs(subnet.time_exhausted)));
            let first = subnet.first_exhausted.map_or(f64::INFINITY, instant);
            self.seconds("first_exhausted", Kind::Free, Some(first));
        }
    }

    fn connections(&mut self, tally: &Tally) {
        for (i, name) in self.layout.connections.iter().enumerate() {
            self.of = Some(("connection", name));
            for (what, lasted) in [("unhealthy", &tally.unhealthy), ("warning", &tally.warned)] {
                let share = from_length(lasted[i]) / from_length(self.layout.horizon);
                let name = format_args!("{what}_share");
                self.push(name, Unit::Share, Estimator::Mean(Kind::Bounded(1.0)), Some(share));
            }
        }
    }
}

/// By when this share of the requested Cloud PCs was ready, in seconds; infinite if never. Those
/// that had been ready before the simulation started do not count.
///
/// # Panics
/// Never: as many Cloud PCs fit into memory.
pub fn time_of_share(group: &Group, per_mille: u16) -> Option<f64> {
    let counted = group.requested - group.already;
    let requested = usize::try_from(counted).expect("Cloud PCs fit into memory");
    let rank = Quantile::per_mille(per_mille).rank(requested)?;
    Some(group.times_to_ready.get(rank - 1).map_or(f64::INFINITY, |&t| secs(t)))
}

/// Estimates of all measures from the columns of their values, one value per replication, the
/// replications of each stratum one after another.
pub fn summarize(
    measures: &[Measure],
    columns: &[Vec<Option<f64>>],
    strata: &[Stratum],
    level: f64,
) -> Vec<Summary> {
    let weights = weights(strata);
    let summary = |i: usize| {
        let column = &columns[i];
        let weighted = column.iter().zip(&weights);
        let ends = |quantile| Ends::of(Quantile::per_mille(quantile), column, strata, level);
        Summary {
            measure: measures[i].clone(),
            estimate: estimate(measures, columns, i, (strata, level)),
            spread: Spread::weighted(weighted.filter_map(|(value, &w)| value.map(|v| (v, w)))),
            p50_ends: ends(500),
            p95_ends: ends(950),
            replications: column.iter().flatten().count() as u64,
            affected: Some(column.iter().flatten().filter(|&&v| v > 0.0).count() as u64),
            wanted: wanted(strata, |range| deviations(measures[i].estimator, columns, i, range)),
        }
    };
    (0..measures.len()).map(summary).collect()
}

fn estimate(
    measures: &[Measure],
    columns: &[Vec<Option<f64>>],
    at: usize,
    (strata, level): (&[Stratum], f64),
) -> Estimate {
    match measures[at].estimator {
        Estimator::Mean(kind) => mean(&columns[at], strata, level, kind),
        Estimator::Some(of) => {
            let all = vec![of; columns[at].len()];
            ratio(&counts(&columns[at]), &all, strata, level).times(count(of))
        }
        Estimator::Proportion => proportion(&columns[at], strata, level),
        Estimator::Ratio { over, under } => {
            let [over, under] = [over, under].map(|back| counts(&columns[at - back]));
            ratio(&over, &under, strata, level)
        }
        Estimator::Pooled => Estimate::bare(None, Method::None),
    }
}

/// How far a stratum's values, or failures, are from what is expected of them; none where
/// skewness does no harm.
fn deviations(
    how: Estimator,
    columns: &[Vec<Option<f64>>],
    at: usize,
    range: Range<usize>,
) -> Vec<f64> {
    let part = |i: usize| columns[i][range.clone()].iter().map(|value| value.unwrap_or(0.0));
    match how {
        Estimator::Mean(_) | Estimator::Some(_) => {
            let values: Vec<f64> = columns[at][range].iter().flatten().copied().collect();
            let mean = values.iter().sum::<f64>() / count(values.len().max(1) as u64);
            values.iter().map(|v| v - mean).collect()
        }
        Estimator::Ratio { over, under } => {
            let rate = part(at - over).sum::<f64>() / part(at - under).sum::<f64>();
            part(at - over).zip(part(at - under)).map(|(x, n)| x - n * rate).collect()
        }
        Estimator::Proportion | Estimator::Pooled => vec![],
    }
}

/// Values of a column that counts; nothing where it has none.
fn counts(column: &[Option<f64>]) -> Vec<u64> {
    column.iter().map(|value| value.map_or(0, whole)).collect()
}

fn quotient(over: u64, under: u64) -> Option<f64> {
    (under > 0).then(|| count(over) / count(under))
}

fn secs(length: SimDuration) -> f64 {
    from_length(length) / 1_000.0
}

fn instant(at: SimTime) -> f64 {
    secs(at.since(SimTime::ZERO))
}

#[expect(clippy::cast_possible_truncation, reason = "counts are whole and below 2^52")]
#[expect(clippy::cast_sign_loss, reason = "counts are never negative")]
fn whole(value: f64) -> u64 {
    value as u64
}
