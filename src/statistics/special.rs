//! The beta and Student t laws, computed alike on every platform.

use crate::kernel::math::{count, exp, lgamma, log, log1p, sqrt};

/// Enough for parameters of 10^10: the fraction needs about the root of the greater one.
const MOST_TERMS: u64 = 200_000;
/// Stands for a zero that would be divided by.
const TINY: f64 = 1e-300;

/// The chance that a beta variable with parameters `a` and `b`, both positive, is below `x`.
pub fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
    // The fraction converges quickly on this side of the mean only; the law mirrors.
    let below = if x < (a + 1.0) / (a + b + 2.0) {
        front * continued_fraction(x, a, b) / a
    } else {
        1.0 - front * continued_fraction(1.0 - x, b, a) / b
    };
    below.clamp(0.0, 1.0)
}

/// Lentz's evaluation of the fraction of the incomplete beta function.
fn continued_fraction(x: f64, a: f64, b: f64) -> f64 {
    let away = |v: f64| if v.abs() < TINY { TINY } else { v };
    let (mut c, mut d) = (1.0, 1.0 / away(1.0 - (a + b) * x / (a + 1.0)));
    let mut value = d;
    for m in (1..MOST_TERMS).map(count) {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = value;
        for term in [even, odd] {
            d = 1.0 / away(1.0 + term * d);
            c = away(1.0 + term / c);
            value *= c * d;
        }
        if (value - before).abs() <= 1e-16 * value.abs() {
            break;
        }
    }
    value
}

/// The value that a beta variable stays below with probability `p`, strictly between 0 and 1.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return high;
        }
        if incomplete_beta(middle, a, b) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// The value that a Student t variable with `freedom` degrees of freedom stays below with
/// probability `p`, strictly between 0 and 1.
pub fn student_t_quantile(p: f64, freedom: f64) -> f64 {
    // The central mass 2p - 1 belongs to a beta variable t^2 / (freedom + t^2).
    let central = 2.0 * p - 1.0;
    let share = beta_quantile(central.abs(), 0.5, freedom / 2.0);
    let size = sqrt(freedom * share / (1.0 - share));
    if central < 0.0 { -size } else { size }
}

/// The chance that a Student t variable with `freedom` degrees of freedom lies at least as far
/// from zero as `t`.
pub fn student_t_tails(t: f64, freedom: f64) -> f64 {
    incomplete_beta(freedom / (freedom + t * t), freedom / 2.0, 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::math::normal;
    use statrs::distribution::{ContinuousCDF, StudentsT};
    use statrs::function::beta::beta_reg;

    fn close(found: f64, wanted: f64, relative: f64) -> bool {
        (found - wanted).abs() <= relative * wanted.abs()
    }

    const SHAPES: [f64; 7] = [0.02, 0.5, 1.0, 2.5, 30.0, 999.0, 40_000.0];

    #[test]
    fn incomplete_beta_is_that_of_statrs() {
        for (a, b) in SHAPES.into_iter().flat_map(|a| SHAPES.map(|b| (a, b))) {
            for x in [1e-9, 1e-4, 0.03, 0.4, 0.5, 0.61, 0.97, 0.999_999] {
                let (found, wanted) = (incomplete_beta(x, a, b), beta_reg(a, b, x));
                let alike = (found - wanted).abs() < 1e-14 || close(found, wanted, 1e-9);
                assert!(alike, "I_{x}({a}, {b}): {found} instead of {wanted}");
            }
        }
    }

    #[test]
    fn beta_quantile_inverts_incomplete_beta() {
        for (a, b) in SHAPES.into_iter().flat_map(|a| SHAPES.map(|b| (a, b))) {
            for p in [0.005, 0.025, 0.5, 0.95] {
                let x = beta_quantile(p, a, b);
                let below = incomplete_beta(x.next_down(), a, b);
                assert!(below < p && p <= incomplete_beta(x, a, b), "{p} {a} {b}: {x}");
            }
        }
    }

    #[test]
    fn great_counts_are_near_the_normal_law() {
        let (hits, trials) = (1e6, 1e9);
        let high = beta_quantile(0.975, hits, trials - hits);
        assert!(close((high - 1e-3) * trials, normal(0.975) * sqrt(hits), 2e-3), "{high}");
    }

    #[test]
    fn extremes_give_numbers_and_not_nan() {
        for (found, wanted) in [
            (incomplete_beta(0.0, 2.0, 3.0), 0.0),
            (incomplete_beta(1.0, 2.0, 3.0), 1.0),
            (beta_quantile(0.025, 1e-4, 3.0), 0.0),
            (student_t_quantile(0.5, 4.0), 0.0),
        ] {
            assert!((found - wanted).abs() < 1e-15, "{found} instead of {wanted}");
        }
    }

    #[test]
    fn student_t_quantiles_are_those_of_the_tables_and_of_statrs() {
        for (p, freedom, wanted) in [
            (0.975, 1.0, 12.706_204_736),
            (0.975, 2.0, 4.302_652_729_7),
            (0.975, 9.0, 2.262_157_162_8),
            (0.975, 29.0, 2.045_229_642_1),
            (0.995, 99.0, 2.626_405_457_3),
            (0.95, 4.0, 2.131_846_786_3),
        ] {
            assert!(close(student_t_quantile(p, freedom), wanted, 1e-9), "{p} {freedom}");
            assert!(close(student_t_quantile(1.0 - p, freedom), -wanted, 1e-9), "{p} {freedom}");
        }
        for freedom in [1.0, 3.0, 37.5, 1_000.0] {
            let oracle = StudentsT::new(0.0, 1.0, freedom).unwrap();
            for p in [0.0005, 0.01, 0.3, 0.77, 0.9995] {
                assert!(
                    close(oracle.cdf(student_t_quantile(p, freedom)), p, 1e-9),
                    "{p} {freedom}"
                );
            }
        }
        assert!(close(student_t_quantile(0.975, 1e8), normal(0.975), 1e-6));
    }

    #[test]
    fn both_tails_of_student_t_are_those_of_statrs() {
        for freedom in [1.0, 3.0, 17.776, 1_000.0] {
            let oracle = StudentsT::new(0.0, 1.0, freedom).unwrap();
            for t in [0.0, 0.3, 1.96, 4.0, 12.0] {
                let wanted = 2.0 * oracle.sf(t);
                let found = [t, -t].map(|t| student_t_tails(t, freedom));
                assert!(found.iter().all(|f| close(*f, wanted, 1e-9)), "{t} {freedom}: {found:?}");
            }
        }
        let found = student_t_tails(1e200, 9.0);
        assert!((0.0..1e-100).contains(&found), "{found}");
    }
}
