//! The pooled rate of failures, from one pair of each replication.

use super::interval::{Estimate, Kind, Method, clopper_pearson, student, unanimous, upper};
use super::skewness::Sums;
use super::special::student_t_quantile;
use crate::kernel::math::{count, normal, sqrt};

/// Failures among all requested; replication `i` had `failures[i]` of `requested[i]`.
///
/// Student's t needs a sample that is large for its skewness (Sugden, Smith and Jones);
/// failures spread thinly over replications get the interval of Korn and Graubard. A
/// replication that requested nothing says nothing and does not count. The bound where all
/// replications agree assumes that they request about alike.
///
/// # Panics
/// If the slices differ in length or more failed than were requested.
pub fn ratio(failures: &[u64], requested: &[u64], level: f64) -> Estimate {
    assert_eq!(failures.len(), requested.len(), "a pair of each replication");
    assert!(failures.iter().zip(requested).all(|(x, n)| x <= n), "only the requested can fail");
    let pairs: Vec<(i128, i128)> = failures
        .iter()
        .zip(requested)
        .filter(|&(_, &n)| n > 0)
        .map(|(&x, &n)| (i128::from(x), i128::from(n)))
        .collect();
    let (failed, all) = pairs.iter().fold((0, 0), |(x, n), pair| (x + pair.0, n + pair.1));
    if all == 0 {
        return Estimate::bare(None, Method::None);
    }
    let (total, replications) = (real(all), pairs.len() as u64);
    let rate = real(failed) / total;
    // Failures beyond the expected; exact before the one division, so that equal rates give zeros.
    let excess = pairs.iter().map(|&(x, n)| real(x * all - n * failed) / total);
    let sums = Sums::of(excess);
    if sums.squares <= 0.0 {
        return unanimous(rate, replications, level, Kind::Bounded(1.0));
    }
    let bessel = count(replications) / count(replications - 1);
    let error = sqrt(bessel * sums.squares) / total;
    if sums.allow_student() {
        return student(rate, error, replications, level, 1.0);
    }
    let ends = korn_graubard(rate, error, total, replications, level);
    Estimate::with_interval(rate, ends, Method::KornGraubard)
}

/// The binomial interval of as many independent trials as would err alike, fewer for the error
/// being an estimate itself, never more than there were.
fn korn_graubard(rate: f64, error: f64, total: f64, replications: u64, level: f64) -> (f64, f64) {
    let p = upper(level);
    let known = normal(p) / student_t_quantile(p, count(replications - 1));
    let effective = rate * (1.0 - rate) * (known / error) * (known / error);
    let trials = effective.min(total);
    clopper_pearson(rate * trials, trials, level)
}

#[expect(clippy::cast_precision_loss, reason = "rounded once, the same everywhere")]
fn real(whole: i128) -> f64 {
    whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::interval::{mean, proportion};
    use crate::statistics::testing::{Row, assert_is, row, share_covering, units, wholes};
    use statrs::distribution::{Beta, ContinuousCDF};

    #[test]
    fn a_ratio_says_what_its_pairs_allow() {
        let table: [(&[u64], &[u64], Row); 8] = [
            (&[], &[], (None, None, None, Method::None)),
            (&[0, 0], &[0, 0], (None, None, None, Method::None)),
            (&[3], &[100], (Some(0.03), None, None, Method::TooFew)),
            (&[0, 3], &[0, 100], (Some(0.03), None, None, Method::TooFew)),
            (&[0], &[100], row(0.0, 0.0, 0.95, Method::ZeroBound)),
            (&[0, 0], &[100, 0], row(0.0, 0.0, 0.95, Method::ZeroBound)),
            (&[100], &[100], row(1.0, 0.05, 1.0, Method::ZeroBound)),
            (&[1, 3], &[10, 30], row(0.1, 0.022_361, 0.798_754, Method::ZeroBound)),
        ];
        for (failures, requested, wanted) in table {
            assert_is(ratio(failures, requested, 0.95), wanted);
        }
    }

    #[test]
    fn a_ratio_of_equal_requests_is_the_mean_of_rates() {
        let failures = wholes(0, 40, 100);
        let rates: Vec<f64> = failures.iter().map(|x| count(*x) / 1_000.0).collect();
        let (of_mean, of_ratio) =
            (mean(&rates, 0.95, Kind::Bounded(1.0)), ratio(&failures, &[1_000; 40], 0.95));
        let (low, high) = (of_mean.low.unwrap(), of_mean.high.unwrap());
        assert_is(of_ratio, row(of_mean.value.unwrap(), low, high, Method::T));
    }

    #[test]
    fn korn_graubard_is_clopper_pearson_at_the_effective_size() {
        // One Cloud PC a replication: the effective size is R - 1, less the price of few degrees.
        let (hits, replications) = (2_u32, 20_u32);
        let failures: Vec<u64> = (0..replications).map(|i| u64::from(i < hits)).collect();
        let (z, t) = (1.959_963_985, 2.093_024_054);
        let trials = f64::from(replications - 1) * (z / t) * (z / t);
        let x = trials * 0.1;
        let low = Beta::new(x, trials - x + 1.0).unwrap().inverse_cdf(0.025);
        let high = Beta::new(x + 1.0, trials - x).unwrap().inverse_cdf(0.975);
        let wanted = row(0.1, low, high, Method::KornGraubard);
        assert_is(ratio(&failures, &[1; 20], 0.95), wanted);
    }

    #[test]
    fn a_sample_is_never_worth_more_than_its_cloud_pcs() {
        let found = ratio(&[1, 1, 1, 1, 2], &[10; 5], 0.95);
        let exact = proportion(6, 50, 0.95);
        assert_is(found, (exact.value, exact.low, exact.high, Method::KornGraubard));
    }

    #[test]
    fn a_skewed_sample_needs_more_replications_before_t() {
        let sample = |replications: usize, every: usize| -> Vec<u64> {
            (0..replications).map(|i| if i % every == 0 { 40 } else { 1 }).collect()
        };
        for (replications, every, method) in [
            (29, 2, Method::KornGraubard),
            (30, 2, Method::T),
            (40, 10, Method::KornGraubard),
            (400, 10, Method::T),
        ] {
            let failures = sample(replications, every);
            let found = ratio(&failures, &vec![50; replications], 0.95);
            assert_eq!(found.method, method, "{replications} {every}");
        }
    }

    #[test]
    fn korn_graubard_covers_thin_failures_where_t_does_not() {
        let (chance, replications) = (0.0245, 200);
        let failures = |i| -> Vec<u64> {
            units(i, replications).into_iter().map(|u| u64::from(u < chance)).collect()
        };
        let truth = chance / 1_000.0;
        let laddered =
            share_covering(2_000, truth, |i| ratio(&failures(i), &vec![1_000; replications], 0.95));
        let plain_t = share_covering(2_000, truth, |i| {
            let rates: Vec<f64> = failures(i).into_iter().map(|x| count(x) / 1_000.0).collect();
            mean(&rates, 0.95, Kind::Bounded(1.0))
        });
        assert!(laddered > 0.95 && plain_t < 0.9, "ladder {laddered}, t {plain_t}");
    }

    #[test]
    fn an_interval_over_cloud_pcs_is_wrong_where_replications_share_their_luck() {
        // Each replication has a rate of its own, between 0 and 10 %; 2,000 Cloud PCs share it.
        let failures = |i| wholes(i, 40, 200);
        let truth = 99.5 / 2_000.0;
        let honest = share_covering(2_000, truth, |i| ratio(&failures(i), &[2_000; 40], 0.95));
        let naive =
            share_covering(2_000, truth, |i| proportion(failures(i).iter().sum(), 80_000, 0.95));
        assert!((0.94..0.965).contains(&honest) && naive < 0.4, "honest {honest}, naive {naive}");
    }

    #[test]
    fn any_sample_gives_numbers_in_order() {
        for (i, replications) in (0..900).zip((1..40).cycle()) {
            let requested = wholes(i, replications, 20);
            let most = i % 7;
            let failed = wholes(i + 1_000, replications, 20).into_iter().zip(&requested);
            let failed: Vec<u64> = failed.map(|(x, n)| x.min(*n).min(most)).collect();
            let rates: Vec<f64> = failed.iter().map(|x| count(*x) / 20.0).collect();
            for estimate in [
                ratio(&failed, &requested, 0.9),
                mean(&rates, 0.9, Kind::Bounded(1.0)),
                mean(&rates, 0.9, Kind::Free),
                proportion(failed[0], requested[0], 0.9),
            ] {
                let ends = [estimate.low, estimate.value, estimate.high];
                let ends: Vec<f64> = ends.into_iter().flatten().collect();
                assert!(ends.iter().all(|e| *e >= 0.0) && ends.is_sorted(), "{estimate:?}");
            }
        }
    }
}
