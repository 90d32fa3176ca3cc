//! What whole replications make of hybrid join: who times out, who is lost, when all are ready.

use crate::kernel::digest::{Digest, combine};
use crate::kernel::math::{count, from_length};
use crate::kernel::stream::Streams;
use crate::kernel::time::{SimDuration, SimTime};
use crate::provisioning::cloud_pc::{CloudPc, Fact, Status, Verdict};
use crate::provisioning::observation::{Observation, Observer};
use crate::provisioning::stage::{Join, Stage, sync_device};
use crate::provisioning::tenant::Tenant;
use crate::statistics::interval::{Estimate, Kind, mean};
use crate::statistics::quantile::Quantile;
use crate::statistics::ratio::ratio;
use crate::statistics::summary::Spread;

use super::super::Experiment;
use super::super::parallel::{self, Watch};
use super::brought::is_brought;

/// What the replications of a cell found; of Cloud PCs whose devices Entra Connect brings.
#[derive(Clone, Debug)]
pub struct Played {
    /// The share of first attempts that time out, of those that have joined the domain.
    pub first: Estimate,
    /// The same of all attempts.
    pub every: Estimate,
    /// The share of Cloud PCs whose last attempt has timed out and that have no other.
    pub lost: Estimate,
    /// Attempts per Cloud PC.
    pub attempts: Estimate,
    /// The median time from request to ready, in seconds.
    pub median: Spread,
    /// The time within which 95 % are ready, in seconds.
    pub p95: Spread,
    /// How many replications there were.
    pub replications: u64,
    /// Events fired in all.
    pub events: u64,
    /// The fingerprint of the replications in order.
    pub fingerprint: u128,
    /// First attempts that timed out, and first attempts, by replication.
    firsts: [Vec<u64>; 2],
}

impl Played {
    /// The share of first attempts that time out, at another level.
    pub(super) fn first_at(&self, level: f64) -> Estimate {
        ratio(&self.firsts[0], &self.firsts[1], level)
    }
}

/// What remains of a replication.
struct Counts {
    seen: Seen,
    requested: u64,
    lost: u64,
    attempts: u64,
    median: Option<f64>,
    p95: Option<f64>,
    events: u64,
    fingerprint: u128,
}

/// Simulates the replications; `None` if the watcher stopped them.
pub(super) fn play(experiment: &Experiment<'_>, level: f64, watch: &impl Watch) -> Option<Played> {
    let one = |number: u64| replication(experiment, number);
    let all = parallel::map(0..experiment.replications, watch, one)?;
    let column = |pick: fn(&Counts) -> u64| all.iter().map(pick).collect::<Vec<u64>>();
    let share = |over: &[u64], under: &[u64]| ratio(over, under, level);
    let firsts = [column(|c| c.seen.late_first), column(|c| c.seen.joined_first)];
    let requested = column(|c| c.requested);
    let each = |c: &Counts| (c.requested > 0).then(|| count(c.attempts) / count(c.requested));
    let attempts: Vec<f64> = all.iter().filter_map(each).collect();
    let spread = |pick: fn(&Counts) -> Option<f64>| {
        Spread::of(&all.iter().filter_map(pick).collect::<Vec<f64>>())
    };
    Some(Played {
        first: share(&firsts[0], &firsts[1]),
        every: share(&column(|c| c.seen.late), &column(|c| c.seen.joined)),
        lost: share(&column(|c| c.lost), &requested),
        attempts: mean(&attempts, level, Kind::Free),
        median: spread(|c| c.median),
        p95: spread(|c| c.p95),
        replications: all.len() as u64,
        events: all.iter().map(|c| c.events).sum(),
        fingerprint: combine(all.iter().map(|c| c.fingerprint)),
        firsts,
    })
}

fn replication(experiment: &Experiment<'_>, number: u64) -> Counts {
    let tenant = experiment.tenant;
    let mut digest = Digest::default();
    let watching = Watching { tenant, seen: Seen::default() };
    // Its figures count every replication alike, so none may stand for a rare shock.
    let streams = Streams::new(experiment.seed, number);
    let finished = experiment.simulate(&streams, watching, &mut digest);
    let fingerprint = digest.finish();
    let end = SimTime::ZERO + experiment.horizon;
    let ours = |pc: &&CloudPc| pc.requested <= end && is_brought(tenant, pc.wave);
    let ours: Vec<&CloudPc> = finished.cloud_pcs.iter().filter(ours).collect();
    let mut seen = finished.observer.seen;
    seen.times_to_ready.sort_unstable();
    let within = |per_mille: u16| {
        let rank = Quantile::per_mille(per_mille).rank(ours.len())?;
        let time = seen.times_to_ready.get(rank - 1);
        Some(time.map_or(f64::INFINITY, |&t| from_length(t) / 1_000.0))
    };
    Counts {
        requested: ours.len() as u64,
        lost: ours.iter().filter(|pc| is_lost(pc)).count() as u64,
        attempts: ours.iter().map(|pc| u64::from(pc.attempt.serial)).sum(),
        median: within(500),
        p95: within(950),
        events: fingerprint.events,
        fingerprint: fingerprint.value(),
        seen,
    }
}

fn is_lost(pc: &CloudPc) -> bool {
    pc.status == Status::Failed && timed_out(pc.attempt.verdict)
}

fn timed_out(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Failed { cause, .. } if *cause == sync_device::TIMEOUT)
}

/// Counts of attempts that wait for Entra Connect.
#[derive(Debug, Default)]
struct Seen {
    joined: u64,
    late: u64,
    joined_first: u64,
    late_first: u64,
    times_to_ready: Vec<SimDuration>,
}

struct Watching<'a> {
    tenant: &'a Tenant,
    seen: Seen,
}

impl Watching<'_> {
    fn ended(&mut self, now: SimTime, pc: &CloudPc, verdict: Verdict) {
        let is_ready = matches!(verdict, Verdict::Ready { .. });
        if is_ready && !pc.standing.has(Fact::WasReady) && is_brought(self.tenant, pc.wave) {
            self.seen.times_to_ready.push(now.since(pc.requested));
        }
        let connection = pc.attempt.connection.map(|c| &self.tenant.connections[usize::from(c)]);
        let is_synced = connection.is_some_and(|c| c.join == Join::Synced);
        let joined = match verdict {
            Verdict::Ready { .. } => true,
            Verdict::Failed { stage, .. } => stage > Stage::JoinDomain,
        };
        if is_synced && joined {
            let (late, first) = (u64::from(timed_out(verdict)), u64::from(pc.attempt.serial == 1));
            self.seen.joined += 1;
            self.seen.late += late;
            self.seen.joined_first += first;
            self.seen.late_first += late * first;
        }
    }
}

impl Observer for Watching<'_> {
    fn observe(&mut self, now: SimTime, observation: Observation<'_>) {
        if let Observation::AttemptEnded { cloud_pc, verdict, .. } = observation {
            self.ended(now, cloud_pc, verdict);
        }
    }
}
