//! Quantiles over all Cloud PCs of all replications together, with the interval of Woodruff.
//!
//! The quantile is that of the pooled times; whoever was never ready counts as infinitely late.
//! Its interval must not treat Cloud PCs as independent: each replication gives one number, the
//! share of its Cloud PCs that were ready by then. The interval of that share, by the same rules as
//! a failure rate's, is mapped back through the pooled times (Woodruff, 1952).

use super::interval::{Estimate, Method};
use super::law::Law;
use super::measure::{Measure, Summary};
use super::quantile::Quantile;
use super::strata::{Stratum, ratio, weights};
use crate::kernel::math::{count, from_length};
use crate::record::tally::Group;

/// Fewer replications give the quantile without an interval: it would be too narrow.
const LEAST: usize = 30;
const QUANTILES: [(&str, Quantile); 4] = [
    ("time_to_ready.pooled_p50", Quantile::per_mille(500)),
    ("time_to_ready.pooled_p90", Quantile::per_mille(900)),
    ("time_to_ready.pooled_p95", Quantile::per_mille(950)),
    ("time_to_ready.pooled_p99", Quantile::per_mille(990)),
];

/// When the Cloud PCs of a wave of one replication were ready.
///
/// Of more than `most` times, that many are kept: the one in the middle of each of as many equal
/// parts. The share ready by any instant is then wrong by at most half of one part.
#[derive(Clone, Debug)]
pub struct Sample {
    requested: u64,
    ready: u64,
    /// Seconds from request to being ready, ascending.
    kept: Vec<f64>,
}

impl Sample {
    /// The times of a group, at most `most` of them.
    pub fn of(group: &Group, most: usize) -> Self {
        let times = &group.times_to_ready;
        let kept = times.len().min(most);
        let middle = |part: usize| ((2 * part + 1) * times.len()).div_ceil(2 * kept) - 1;
        Self {
            requested: group.requested - group.already,
            ready: times.len() as u64,
            kept: (0..kept).map(|part| from_length(times[middle(part)]) / 1_000.0).collect(),
        }
    }

    /// The times that were kept, in seconds, ascending.
    pub fn times(&self) -> &[f64] {
        &self.kept
    }

    /// About how many were ready by then.
    fn ready_by(&self, seconds: f64) -> u64 {
        let parts = self.kept.len().max(1) as u64;
        let by_then = self.kept.partition_point(|&t| t <= seconds) as u64;
        (2 * by_then * self.ready + parts) / (2 * parts)
    }

    /// Each time with the number of Cloud PCs it stands for.
    fn weighted(&self) -> impl Iterator<Item = (f64, f64)> {
        let each = count(self.ready) / count(self.kept.len().max(1) as u64);
        let never = count(self.requested - self.ready);
        let never = (never > 0.0).then_some((f64::INFINITY, never));
        self.kept.iter().map(move |&time| (time, each)).chain(never)
    }
}

/// The samples of some waves in every replication.
struct Pool<'a> {
    replications: Vec<&'a [Sample]>,
    strata: &'a [Stratum],
    law: Law,
}

impl<'a> Pool<'a> {
    fn new(replications: Vec<&'a [Sample]>, strata: &'a [Stratum]) -> Self {
        let weighted = replications.iter().zip(weights(strata));
        let times = weighted.flat_map(|(samples, weight)| {
            let times = samples.iter().flat_map(Sample::weighted);
            times.map(move |(time, n)| (time, n * weight))
        });
        let law = Law::of(times);
        Self { replications, strata, law }
    }

    fn counts(&self, of: impl Fn(&Sample) -> u64) -> Vec<u64> {
        self.replications.iter().map(|samples| samples.iter().map(&of).sum()).collect()
    }

    fn quantile(&self, quantile: Quantile, level: f64) -> Estimate {
        let Some(value) = self.law.quantile(quantile) else {
            return Estimate::bare(None, Method::None);
        };
        if value.is_infinite() {
            return Estimate::bare(Some(value), Method::NotReached);
        }
        let requested = self.counts(|sample| sample.requested);
        if requested.iter().filter(|&&n| n > 0).count() < LEAST {
            return Estimate::bare(Some(value), Method::TooFew);
        }
        let by_then = self.counts(|sample| sample.ready_by(value));
        let share = ratio(&by_then, &requested, self.strata, level);
        let ends = share.value.zip(share.low.zip(share.high));
        let ends = ends.map(|(share, ends)| self.law.ends(quantile, share, ends));
        let (low, high) = ends.unwrap_or((None, None));
        Estimate { low, high, ..Estimate::bare(Some(value), Method::Woodruff) }
    }

    fn summaries(&self, prefix: &str, level: f64) -> Vec<Summary> {
        let replications = self.counts(|s| s.requested).iter().filter(|&&n| n > 0).count() as u64;
        let one = |(name, quantile): (&str, Quantile)| {
            let measure = Measure::pooled(format!("{prefix}{name}"));
            Summary::pooled(measure, self.quantile(quantile, level), replications)
        };
        QUANTILES.into_iter().map(one).collect()
    }
}

/// Pooled quantiles of the rollout, then of each wave, from the samples of each replication's
/// waves.
pub fn summarize(
    waves: &[String],
    samples: &[&[Sample]],
    strata: &[Stratum],
    level: f64,
) -> Vec<Summary> {
    let whole = Pool::new(samples.to_vec(), strata).summaries("", level);
    let of_waves = waves.iter().enumerate().flat_map(|(i, name)| {
        let of_wave = samples.iter().map(|waves| &waves[i..=i]).collect();
        Pool::new(of_wave, strata).summaries(&format!("wave.{name}."), level)
    });
    whole.into_iter().chain(of_waves).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::time::SimDuration;
    use crate::statistics::strata::undivided;
    use crate::statistics::testing::{assert_is, share_covering, units};

    fn sample(requested: u64, seconds: impl IntoIterator<Item = u64>, most: usize) -> Sample {
        let mut group = Group::default();
        group.requested = requested;
        group.times_to_ready =
            seconds.into_iter().map(|s| SimDuration::from_ms(1_000 * s)).collect();
        Sample::of(&group, most)
    }

    fn quantile(per_mille: u16, samples: &[Vec<Sample>]) -> Estimate {
        let strata = undivided(samples.len());
        let pool = Pool::new(samples.iter().map(Vec::as_slice).collect(), &strata);
        pool.quantile(Quantile::per_mille(per_mille), 0.95)
    }

    #[test]
    fn a_thinned_sample_errs_by_half_a_part() {
        let (n, most) = (1_000, 64);
        let thin = sample(n + 50, 1..=n, most);
        assert_eq!(thin.kept.len(), most);
        let allowed = n / (2 * most as u64) + 1;
        for time in 0..=n + 1 {
            let (found, wanted) = (thin.ready_by(count(time)), time.min(n));
            assert!(found.abs_diff(wanted) <= allowed, "{time}: {found}");
        }
        let whole: f64 = thin.weighted().map(|(_, n)| n).sum();
        assert!((whole - count(n + 50)).abs() < 1e-6);
        let exact = sample(n, 1..=n, 1_000);
        assert!((0..=n).all(|time| exact.ready_by(count(time)) == time));
    }

    #[test]
    fn a_pooled_quantile_says_what_its_samples_allow() {
        let ten = |missing: u64| vec![sample(10, 1..=10 - missing, 99)];
        let all = |n: usize, missing| vec![ten(missing); n];
        assert_is(quantile(500, &[]), (None, None, None, Method::None));
        let nobody = vec![vec![sample(0, [], 99)]; 40];
        assert_is(quantile(500, &nobody), (None, None, None, Method::None));
        assert_is(quantile(500, &all(29, 0)), (Some(5.0), None, None, Method::TooFew));
        let never = (Some(f64::INFINITY), None, None, Method::NotReached);
        assert_is(quantile(950, &all(40, 1)), never);
        // All replications agree on the share: the bound on what was not seen, either way.
        let found = quantile(500, &all(40, 0));
        assert_is(found, (Some(5.0), Some(5.0), Some(6.0), Method::Woodruff));
    }

    #[test]
    fn waves_are_pooled_by_their_numbers() {
        let both = vec![vec![sample(90, 1..=90, 99), sample(10, [500; 10], 99)]; 30];
        let found = [500, 900, 910].map(|q| quantile(q, &both).value.unwrap());
        assert!(
            found.iter().zip([50.0, 90.0, 500.0]).all(|(f, w)| (f - w).abs() < 1e-9),
            "{found:?}"
        );
    }

    #[test]
    fn woodruff_covers_where_cloud_pcs_share_their_luck() {
        // Twenty Cloud PCs share one delay of up to 1,000 s; their own is up to 100 s, evenly.
        let rollout = |delay: f64| -> Vec<Sample> {
            let times = (0..20).map(|own| 1_000.0 * delay + 5.0 * f64::from(own) + 2.5);
            let kept: Vec<f64> = times.collect();
            vec![Sample { requested: 20, ready: 20, kept }]
        };
        // The sum is below x with chance (x - 50) / 1000 between 100 and 1000.
        let truth = 0.9 * 1_000.0 + 50.0;
        let found = share_covering(1_000, truth, |i| {
            let samples: Vec<Vec<Sample>> = units(i, 60).into_iter().map(rollout).collect();
            quantile(900, &samples)
        });
        assert!((0.93..0.98).contains(&found), "{found}");
    }
}
