//! Differences against tables, theory and their own coverage.

use super::unpaired::{fisher, unpaired};
use super::*;
use crate::kernel::math::normal;
use crate::statistics::testing::units;
use statrs::distribution::{ContinuousCDF, StudentsT};

const LEVEL: f64 = 0.95;

fn numbers(a: &[f64], b: &[f64]) -> Difference {
    paired(a, b, &[Stratum::all(a.len())], Nature::Number, LEVEL)
}

fn yes_or_no(higher: usize, lower: usize, both: usize, neither: usize) -> Difference {
    let kinds = [(0.0, 1.0, higher), (1.0, 0.0, lower), (1.0, 1.0, both), (0.0, 0.0, neither)];
    let (a, b): (Vec<f64>, Vec<f64>) =
        kinds.into_iter().flat_map(|(a, b, n)| vec![(a, b); n]).unzip();
    paired(&a, &b, &[Stratum::all(a.len())], Nature::YesOrNo, LEVEL)
}

fn close(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() <= 1e-6 * wanted.abs().max(1.0)
}

/// `n` independent standard normal numbers of a repetition.
fn normals(repetition: u64, n: usize) -> Vec<f64> {
    units(repetition, n).into_iter().map(normal).collect()
}

#[test]
fn smooth_pairs_get_students_t_of_their_differences() {
    let a: Vec<f64> = normals(1, 12).into_iter().map(|z| 100.0 + 10.0 * z).collect();
    let b: Vec<f64> = a.iter().zip(normals(2, 12)).map(|(a, z)| a + 3.0 + z).collect();
    let found = numbers(&a, &b);
    let d: Vec<f64> = a.iter().zip(&b).map(|(a, b)| b - a).collect();
    let center = d.iter().sum::<f64>() / 12.0;
    let error = sqrt(d.iter().map(|d| (d - center) * (d - center)).sum::<f64>() / 11.0 / 12.0);
    let law = StudentsT::new(0.0, 1.0, 11.0).unwrap();
    let half = law.inverse_cdf(0.975) * error;
    let (low, high) = found.ends.unwrap();
    assert_eq!(found.basis, Basis::PairedT);
    assert!(close(low, center - half) && close(high, center + half), "{found:?}");
    assert!(close(found.chance.unwrap(), 2.0 * law.sf(center / error)), "{found:?}");
    assert!(found.is_beyond(0.0) && found.is_beyond(1.0) && !found.is_beyond(3.0));
}

#[test]
fn the_ladder_goes_by_how_many_pairs_differ() {
    let zeros = [0.0; 100];
    let few = |n: usize| -> Vec<f64> {
        (0..100).map(|i| if i < n { 1.0 + count(i as u64 % 3) } else { 0.0 }).collect()
    };
    for (b, basis, has_ends) in [
        (few(0), Basis::Agreement, false),
        (few(4), Basis::TooSkewed, false),
        (few(5), Basis::DifferingPairs, true),
        (few(60), Basis::PairedT, true),
        (vec![2.0; 100], Basis::Constant, true),
        (vec![0.1; 100], Basis::Constant, true),
    ] {
        let found = numbers(&zeros, &b);
        assert_eq!((found.basis, found.ends.is_some()), (basis, has_ends), "{found:?}");
    }
    for (a, b, basis) in [
        (&[][..], &[][..], Basis::Nothing),
        (&[1.0], &[2.0], Basis::TooFew),
        (&[1.0], &[1.0], Basis::Agreement),
        (&[1e308, 0.0], &[-1e308, 0.0], Basis::TooFew),
    ] {
        assert_eq!(numbers(a, b).basis, basis, "{a:?} {b:?}");
    }
}

#[test]
fn what_only_rounding_lets_vary_is_constant() {
    let a: Vec<f64> = normals(1, 100).into_iter().map(|z| 1_800.0 + z).collect();
    let later = |more: &dyn Fn(f64) -> f64| -> Vec<f64> {
        a.iter().zip(normals(2, 100)).map(|(a, z)| a + more(z)).collect()
    };
    for (b, basis) in [
        (later(&|_| 0.1), Basis::Constant),
        (later(&|_| -60.0), Basis::Constant),
        (later(&|z| 0.1 + 1e-6 * z), Basis::PairedT),
    ] {
        assert_eq!(numbers(&a, &b).basis, basis);
    }
}

#[test]
fn of_yes_and_no_mcnemars_exact_test_decides() {
    // 2 P(X >= 12) for 15 throws of a coin: 2 (455 + 105 + 15 + 1) / 2^15.
    for (higher, lower, chance) in [
        (12, 3, 0.035_156_25),
        (3, 12, 0.035_156_25),
        (5, 0, 0.0625),
        (6, 0, 0.031_25),
        (1, 1, 1.0),
    ] {
        let found = yes_or_no(higher, lower, 20, 2_000);
        assert_eq!(found.basis, Basis::Binomial);
        assert!(close(found.chance.unwrap(), chance), "{higher} {lower}: {found:?}");
        let (low, high) = found.ends.unwrap();
        let value = found.value.unwrap();
        assert!(low < value && value < high, "{found:?}");
    }
}

#[test]
fn pairs_that_all_agree_bound_the_share_that_would_not() {
    let found = yes_or_no(0, 0, 3, 97);
    let most = 0.029_513_049_607_037_3;
    let (low, high) = found.ends.unwrap();
    assert!(close(low, -most) && close(high, most), "{found:?}");
    assert_eq!((found.basis, found.chance), (Basis::Agreement, Some(1.0)));
}

#[test]
fn the_variance_factor_says_what_pairs_are_worth() {
    let many = |from: u64| (from..from + 20).flat_map(|i| normals(i, 200)).collect::<Vec<_>>();
    let (a, noise) = (many(100), many(200));
    // B is A and a tenth of noise: variances 1 and 1.01 against 0.01.
    let b: Vec<f64> = a.iter().zip(&noise).map(|(a, z)| a + 0.1 * z).collect();
    let factor = |b: &[f64]| numbers(&a, b).pairs.unwrap().variance_factor.unwrap();
    let correlation = |b: &[f64]| numbers(&a, b).pairs.unwrap().correlation.unwrap();
    assert!((factor(&b) / 201.0 - 1.0).abs() < 0.1, "{}", factor(&b));
    assert!((correlation(&b) - 1.0 / sqrt(1.01)).abs() < 1e-3);
    assert!((factor(&noise) - 1.0).abs() < 0.1, "independent numbers gain nothing");
    let opposite: Vec<f64> = a.iter().map(|a| -a).collect();
    assert!(close(factor(&opposite), 0.5) && close(correlation(&opposite), -1.0));
    assert!(factor(&a).is_infinite(), "pairs that agree leave no variance");
    let still = numbers(&[1.0; 9], &[1.0; 9]).pairs.unwrap();
    assert_eq!((still.correlation, still.variance_factor), (None, None));
}

#[test]
fn strata_are_weighted_by_their_probabilities() {
    // Calm 0.9 and storm 0.1 in A, 0.8 and 0.2 in B.
    let strata = [
        Stratum { weight_a: 0.9, weight_b: 0.8, pairs: 2 },
        Stratum { weight_a: 0.1, weight_b: 0.2, pairs: 3 },
    ];
    let (a, b) = ([1.0, 3.0, 50.0, 50.0, 80.0], [1.0, 5.0, 60.0, 50.0, 70.0]);
    let found = paired(&a, &b, &strata, Nature::Number, LEVEL);
    let d = [-0.1, 1.3, 7.0, 5.0, 6.0];
    let (means, variances) = ([0.6, 6.0], [0.98, 1.0]);
    let of_means = [variances[0] / 2.0, variances[1] / 3.0];
    let variance = of_means[0] + of_means[1];
    let freedom =
        variance * variance / (of_means[0] * of_means[0] / 1.0 + of_means[1] * of_means[1] / 2.0);
    let half = student_t_quantile(0.975, freedom) * sqrt(variance);
    let (low, high) = found.ends.unwrap();
    assert!(d.iter().sum::<f64>() > 0.0);
    assert!(close(found.value.unwrap(), means[0] + means[1]), "{found:?}");
    assert!(close(low, 6.6 - half) && close(high, 6.6 + half), "{found:?}");
    let alone = [Stratum { pairs: 1, ..strata[0] }, Stratum { pairs: 4, ..strata[1] }];
    assert_eq!(paired(&a, &b, &alone, Nature::Number, LEVEL).basis, Basis::TooFew);
}

#[test]
fn welch_is_that_of_students_sleepers() {
    // Student 1908, as R's t.test(extra ~ group, data = sleep) has it.
    let a = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    let b = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    let found = unpaired(&a, &b, Nature::Number, LEVEL);
    let (low, high) = found.ends.unwrap();
    assert_eq!((found.basis, found.pairs), (Basis::WelchT, None));
    assert!(close(low, -0.205_483_23) && close(high, 3.365_483_23), "{found:?}");
    assert!(close(found.chance.unwrap(), 0.079_394_14), "{found:?}");
}

#[test]
fn independent_shares_get_fishers_exact_test() {
    // The lady tasting tea with all cups right has 1/70 a side; three of four, 17/70.
    for (cases, wanted) in [
        ([(0, 4), (4, 4)], 2.0 / 70.0),
        ([(1, 4), (3, 4)], 2.0 * 17.0 / 70.0),
        ([(2, 4), (2, 4)], 1.0),
        ([(0, 9), (0, 5)], 1.0),
    ] {
        assert!(close(fisher(cases), wanted), "{cases:?}: {}", fisher(cases));
    }
    let share =
        |hits: usize| -> Vec<f64> { (0..50).map(|i| f64::from(u8::from(i < hits))).collect() };
    for (a, b, basis, beyond) in [
        (0, 0, Basis::Agreement, false),
        (0, 5, Basis::Binomial, false),
        (0, 15, Basis::Binomial, true),
        (40, 10, Basis::Binomial, true),
    ] {
        let found = unpaired(&share(a), &share(b), Nature::YesOrNo, LEVEL);
        assert_eq!((found.basis, found.is_beyond(0.0)), (basis, beyond), "{a} {b}: {found:?}");
    }
    let rare = share(1);
    assert_eq!(unpaired(&rare, &share(0), Nature::Number, LEVEL).basis, Basis::TooSkewed);
    assert_eq!(unpaired(&[1.0; 9], &[2.0; 9], Nature::Number, LEVEL).basis, Basis::Constant);
    assert_eq!(unpaired(&[1.0; 9], &[1.0; 9], Nature::Number, LEVEL).basis, Basis::Agreement);
    assert_eq!(unpaired(&[], &[1.0], Nature::Number, LEVEL).basis, Basis::Nothing);
    assert_eq!(unpaired(&[2.0], &[1.0], Nature::Number, LEVEL).basis, Basis::TooFew);
}

/// How many of `repetitions` intervals enclose the truth, and how many there are.
fn covering(repetitions: u64, truth: f64, of: impl Fn(u64) -> Difference) -> (f64, f64) {
    let ends: Vec<(f64, f64)> = (0..repetitions).filter_map(|i| of(i).ends).collect();
    let hits = ends.iter().filter(|(low, high)| *low <= truth && truth <= *high).count();
    let (hits, given) = (count(hits as u64), count(ends.len() as u64));
    (hits / given, given / count(repetitions))
}

#[test]
fn intervals_of_differences_cover_the_truth() {
    let pair = |i: u64, n: usize, of: fn(f64, f64) -> (f64, f64)| -> (Vec<f64>, Vec<f64>) {
        units(i, n).into_iter().zip(units(i + 50_000, n)).map(|(u, v)| of(u, v)).unzip()
    };
    // Nested dice: what fails at 5 % fails at 10 % too; some fail at one only.
    let nested: fn(f64, f64) -> (f64, f64) =
        |u, _| (f64::from(u8::from(u < 0.05)), f64::from(u8::from(u < 0.10)));
    let crossed: fn(f64, f64) -> (f64, f64) =
        |u, v| (f64::from(u8::from(u < 0.04)), f64::from(u8::from(v < 0.06)));
    let smooth: fn(f64, f64) -> (f64, f64) = |u, v| (normal(u), normal(u) + 0.5 + 0.3 * normal(v));
    let exponential: fn(f64, f64) -> (f64, f64) =
        |u, _| (crate::kernel::math::exponential(u), 1.5 * crate::kernel::math::exponential(u));
    for (what, n, of, truth, nature, range) in [
        ("smooth", 10, smooth, 0.5, Nature::Number, 0.935..0.965),
        ("smooth", 100, smooth, 0.5, Nature::Number, 0.935..0.965),
        ("skewed", 30, exponential, 0.5, Nature::Number, 0.925..1.0),
        ("skewed", 200, exponential, 0.5, Nature::Number, 0.935..1.0),
        ("nested", 100, nested, 0.05, Nature::YesOrNo, 0.95..1.0),
        ("nested", 400, nested, 0.05, Nature::YesOrNo, 0.935..1.0),
        ("crossed", 100, crossed, 0.02, Nature::YesOrNo, 0.935..1.0),
        ("nested counts", 200, nested, 0.05, Nature::Number, 0.95..1.0),
    ] {
        let of = |i| {
            let (a, b) = pair(i, n, of);
            paired(&a, &b, &[Stratum::all(n)], nature, LEVEL)
        };
        let (share, given) = covering(2_000, truth, of);
        assert!(range.contains(&share) && given > 0.97, "{what} {n}: {share} of {given}");
    }
}

#[test]
fn a_difference_that_is_none_is_seldom_called_one() {
    let apart = |i: u64| {
        let a = units(i, 100);
        let b = units(i + 50_000, 100);
        let as_yes =
            |u: &[f64]| u.iter().map(|u| f64::from(u8::from(*u < 0.05))).collect::<Vec<_>>();
        let strata = [Stratum::all(100)];
        [
            numbers(&a, &b),
            paired(&as_yes(&a), &as_yes(&b), &strata, Nature::YesOrNo, LEVEL),
            unpaired(&a, &b, Nature::Number, LEVEL),
            unpaired(&as_yes(&a), &as_yes(&b), Nature::YesOrNo, LEVEL),
        ]
        .map(|found| found.chance.is_some_and(|chance| chance < 0.05))
    };
    let called: Vec<[bool; 4]> = (0..2_000).map(apart).collect();
    for (kind, range) in [(0, 0.035..0.065), (1, 0.0..0.05), (2, 0.035..0.065), (3, 0.0..0.05)] {
        let share = count(called.iter().filter(|c| c[kind]).count() as u64) / 2_000.0;
        assert!(range.contains(&share), "kind {kind}: {share}");
    }
}

#[test]
fn hostile_numbers_give_no_nonsense() {
    for (a, b) in [
        (vec![0.0, 1e308, 1e308], vec![1e308, 0.0, 1e308]),
        (vec![1e-320; 5], vec![0.0; 5]),
        (vec![f64::MAX; 3], vec![0.0, f64::MAX, 1.0]),
    ] {
        for found in [numbers(&a, &b), unpaired(&a, &b, Nature::Number, LEVEL)] {
            let (low, high) = found.ends.unwrap_or((0.0, 0.0));
            assert!(low <= high, "{found:?}");
            assert!(found.chance.is_none_or(|c| (0.0..=1.0).contains(&c)), "{found:?}");
        }
    }
}
