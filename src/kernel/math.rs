//! The pinned float functions: the only place of the simulation where floats are computed.
//!
//! The standard library's logarithms and exponentials differ between platforms; `libm`, pinned
//! exactly, does not. Basic arithmetic, `sqrt` and `floor` are exact everywhere.
#![cfg_attr(not(test), expect(clippy::float_arithmetic, reason = "this is where it belongs"))]
#![expect(clippy::cast_precision_loss, reason = "lengths stay below 2^52 ms")]
#![expect(clippy::cast_possible_truncation, reason = "values are clamped before the cast")]
#![expect(clippy::cast_sign_loss, reason = "values are clamped before the cast")]

use super::time::SimDuration;

pub use libm::{erfc, exp, expm1, lgamma, log, log1p, sqrt};

const TWO_52: f64 = 4_503_599_627_370_496.0;

/// A uniform number strictly inside (0, 1) from the top 52 bits of a word; symmetric under
/// `u -> 1 - u`, and exact.
pub fn unit(word: u64) -> f64 {
    ((word >> 12) as f64 + 0.5) / TWO_52
}

/// How many of the 2^64 words are hits at probability `p` in [0, 1].
pub fn threshold(p: f64) -> u128 {
    (p * 18_446_744_073_709_551_616.0) as u128
}

/// The share of the 2^64 words that a threshold makes hits.
pub fn share_below(threshold: u128) -> f64 {
    threshold as f64 / 18_446_744_073_709_551_616.0
}

/// The whole number below `n` that a uniform word selects, all alike.
pub fn below(n: u128, word: u64) -> u64 {
    // 2^64 times the greatest word still fits.
    ((n * u128::from(word)) >> 64) as u64
}

/// The chance that at least one of `n` trials of probability `p` hits.
pub fn any_hit(p: f64, n: u32) -> f64 {
    -expm1(f64::from(n) * log1p(-p))
}

/// Which of `n` trials of probability `p` hits first, from 1, given that one does: the quantile of
/// the truncated geometric law.
pub fn first_hit(p: f64, n: u32, word: u64) -> u32 {
    let missed = log1p(-unit(word) * any_hit(p, n)) / log1p(-p);
    (missed as u32).min(n - 1) + 1
}

/// So many of `n` as a share says, rounded down.
pub fn portion(n: u64, share: f64) -> u64 {
    (count(n) * share) as u64
}

/// So many of 2^64 words are this share of them, below 1.
pub fn part_of_words(share: f64) -> u64 {
    (share * 18_446_744_073_709_551_616.0) as u64
}

/// A number so many times as large.
pub fn product(number: f64, factor: f64) -> f64 {
    number * factor
}

/// The mean of some lengths, rounded down to the millisecond; none if there are none.
pub fn mean_of(lengths: &[SimDuration]) -> SimDuration {
    let total: u128 = lengths.iter().map(|length| u128::from(length.ms())).sum();
    SimDuration::from_ms((total / (lengths.len() as u128).max(1)) as u64)
}

/// Mean of the log-normal law with median 1.
pub fn mean_of_lognormal(sigma: f64) -> f64 {
    exp(0.5 * sigma * sigma)
}

/// Mean of the Weibull law with scale 1.
pub fn mean_of_weibull(shape: f64) -> f64 {
    exp(lgamma(1.0 + 1.0 / shape))
}

/// A share from 0 to 1 in millionths, rounded to the nearest.
pub fn millionths(share: f64) -> u32 {
    (share * 1_000_000.0 + 0.5) as u32
}

/// The length of `ms` milliseconds, rounded half to even, clamped to what a length may be.
pub fn to_length(ms: f64) -> SimDuration {
    let clamped = ms.clamp(0.0, from_length(SimDuration::LONGEST));
    SimDuration::from_ms(((clamped + TWO_52) - TWO_52) as u64)
}

/// Milliseconds of a length.
pub fn from_length(length: SimDuration) -> f64 {
    length.ms() as f64
}

/// A count as a float.
pub fn count(n: u64) -> f64 {
    n as f64
}

/// A fraction of a length given by a word, rounded down: the phase of a grid.
pub fn fraction_of(length: SimDuration, word: u64) -> SimDuration {
    let ms = (u128::from(length.ms()) * u128::from(word)) >> 64;
    SimDuration::from_ms(ms as u64)
}

/// `k` of `n` equal parts of a length, `k` at most `n`.
pub fn part_of(length: SimDuration, k: u32, n: u32) -> SimDuration {
    SimDuration::from_ms((u128::from(length.ms()) * u128::from(k) / u128::from(n)) as u64)
}

/// A length between zero and `width` inclusive, all alike.
pub fn spread(width: SimDuration, word: u64) -> SimDuration {
    to_length(unit(word) * from_length(width))
}

/// The triangular law from zero over `mode` to `width`.
pub fn triangular_length(mode: SimDuration, width: SimDuration, word: u64) -> SimDuration {
    if width == SimDuration::ZERO {
        return width;
    }
    let width = from_length(width);
    to_length(width * triangular(unit(word), from_length(mode) / width))
}

/// Milliseconds of a length times a factor, as a float.
pub fn times(length: SimDuration, factor: f64) -> f64 {
    from_length(length) * factor
}

/// A quantile function in milliseconds, tabulated: cubic between knots inside, exact in the tails.
///
/// About ten times as fast as a log-normal quantile, a thousand times as a gamma one; the relative
/// error is about 1e-8 for usual shapes and below 1e-5 for a log-normal law with sigma 3.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The quantiles at `FIRST_KNOT / CELLS` and every `1 / CELLS` after.
    knots: Vec<f64>,
}

const CELLS: usize = 1_024;
const TAIL: usize = 32;
const FIRST_KNOT: usize = TAIL - 1;

impl Table {
    /// Tabulates a quantile function.
    pub fn new(quantile: impl Fn(f64) -> f64) -> Self {
        let most = from_length(SimDuration::LONGEST);
        let at = |i: usize| quantile(i as f64 / CELLS as f64).min(most);
        Self { knots: (FIRST_KNOT..=CELLS - TAIL + 1).map(at).collect() }
    }

    /// The quantile at a word; `None` in the tails, where the function itself is to be asked.
    pub fn at(&self, word: u64) -> Option<f64> {
        let cell = (word >> 54) as usize;
        let [a, b, c, d] = *self.knots.get(cell.checked_sub(TAIL)?..)?.first_chunk()?;
        let t = ((word << 10 >> 12) as f64 + 0.5) / TWO_52;
        let (near, far) = (3.0 * (b - c) + d - a, 2.0 * a - 5.0 * b + 4.0 * c - d);
        Some(b + 0.5 * t * (c - a + t * (far + t * near)))
    }
}

/// An exponential gap in whole microseconds, with mean `over / n`: fine enough that rounding a
/// running sum of gaps to milliseconds favors nobody.
pub fn exponential_us(over: SimDuration, n: u32, word: u64) -> u64 {
    let gap = exponential(unit(word)) * (from_length(over) * 1_000.0 / f64::from(n));
    gap.clamp(0.0, TWO_52) as u64
}

/// Quantile of the gamma law with mean 1.
pub fn gamma_of_mean_one(u: f64, shape: f64) -> f64 {
    gamma(u, shape) / shape
}

/// The index below `n` that a uniform word selects.
pub fn pick(n: usize, word: u64) -> usize {
    ((n as u128 * u128::from(word)) >> 64) as usize
}

/// Quantile of the triangular law on [0, 1] with its mode at `mode`.
fn triangular(u: f64, mode: f64) -> f64 {
    if u < mode { sqrt(u * mode) } else { 1.0 - sqrt((1.0 - u) * (1.0 - mode)) }
}

/// Quantile of the exponential law with mean 1.
pub fn exponential(u: f64) -> f64 {
    -log(1.0 - u)
}

/// Quantile of the Weibull law with scale 1.
pub fn weibull(u: f64, shape: f64) -> f64 {
    exp(log(exponential(u)) / shape)
}

/// Quantile of the log-normal law with median 1.
pub fn lognormal(u: f64, sigma: f64) -> f64 {
    exp(sigma * normal(u))
}

/// Quantile of the standard normal law (Wichura's AS 241, relative error about 1e-16).
pub fn normal(u: f64) -> f64 {
    let q = u - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * ratio(r, &CENTER_OVER, &CENTER_UNDER);
    }
    let tail = sqrt(-log(if q < 0.0 { u } else { 1.0 - u }));
    let size = if tail <= 5.0 {
        ratio(tail - 1.6, &MIDDLE_OVER, &MIDDLE_UNDER)
    } else {
        ratio(tail - 5.0, &FAR_OVER, &FAR_UNDER)
    };
    if q < 0.0 { -size } else { size }
}

fn ratio(x: f64, over: &[f64; 8], under: &[f64; 8]) -> f64 {
    let polynomial = |c: &[f64; 8]| c.iter().rev().fold(0.0, |sum, &a| sum * x + a);
    polynomial(over) / polynomial(under)
}

const CENTER_OVER: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const CENTER_UNDER: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_545,
];
const MIDDLE_OVER: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    7.745_450_142_783_414e-4,
];
const MIDDLE_UNDER: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_OVER: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    0.296_560_571_828_504_87,
    0.026_532_189_526_576_124,
    0.001_242_660_947_388_078_4,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_UNDER: [f64; 8] = [
    1.0,
    0.599_832_206_555_888,
    0.136_929_880_922_735_8,
    0.014_875_361_290_850_615,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_7e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

/// Quantile of the gamma law with scale 1: the root of its distribution function, by bisection.
///
/// Shape must be positive. Accurate to about 1e-12 of the value.
pub fn gamma(u: f64, shape: f64) -> f64 {
    let mut high = shape.max(1.0);
    while gamma_below(high, shape) < u {
        high *= 2.0;
    }
    let mut low = 0.0;
    while high - low > 1e-13 * high {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if gamma_below(middle, shape) < u {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// Distribution function of the gamma law with scale 1 at `x`: series or continued fraction.
pub fn gamma_below(x: f64, shape: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let scale = exp(shape * log(x) - x - lgamma(shape));
    if x < shape + 1.0 {
        scale * gamma_series(x, shape)
    } else {
        1.0 - scale * gamma_fraction(x, shape)
    }
}

fn gamma_series(x: f64, shape: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0 / shape, 1.0 / shape, shape);
    while term > sum * 1e-17 {
        n += 1.0;
        term *= x / n;
        sum += term;
    }
    sum
}

/// What its density times `x` is multiplied by to give the upper tail; for `x` from shape + 1 on.
pub fn gamma_fraction(x: f64, shape: f64) -> f64 {
    let mut b = x + 1.0 - shape;
    let mut c = 1e300;
    let mut d = 1.0 / b;
    let mut product = d;
    for i in 1..10_000 {
        let n = f64::from(i);
        let a = n * (shape - n);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        product *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Gamma, Normal};

    fn close(a: f64, b: f64, relative: f64) -> bool {
        (a - b).abs() <= relative * b.abs().max(1e-300)
    }

    #[test]
    fn normal_quantiles_are_those_of_statrs() {
        let oracle = Normal::standard();
        for u in [1e-15, 1e-9, 1e-4, 0.02, 0.074, 0.076, 0.3, 0.5001, 0.7, 0.93, 0.999_999] {
            assert!(close(oracle.cdf(normal(u)), u, 1e-9), "{u}: {}", normal(u));
        }
        for u in [1e-6, 0.01, 0.074, 0.3, 0.499] {
            assert!((normal(u) + normal(1.0 - u)).abs() < 1e-9, "{u} mirrors");
        }
        assert!(close(normal(0.975), 1.959_963_984_540_054, 1e-15));
    }

    #[test]
    fn gamma_quantiles_are_those_of_statrs() {
        for shape in [0.05, 0.5, 1.0, 2.5, 30.0, 5_000.0] {
            let oracle = Gamma::new(shape, 1.0).unwrap();
            for u in [1e-6, 0.01, 0.3, 0.5, 0.9, 0.999_99] {
                assert!(close(oracle.cdf(gamma(u, shape)), u, 1e-7), "shape {shape}, u {u}");
            }
        }
    }

    #[test]
    fn units_stay_inside_the_open_interval_and_mirror() {
        assert!(unit(0) > 0.0 && unit(u64::MAX) < 1.0);
        assert_eq!((unit(0) + unit(u64::MAX)).to_bits(), 1.0f64.to_bits());
    }

    #[test]
    fn rounding_is_half_to_even_and_clamped() {
        for (ms, whole) in [(0.5, 0), (1.5, 2), (2.5, 2), (2.500_001, 3), (-3.0, 0)] {
            assert_eq!(to_length(ms).ms(), whole, "{ms}");
        }
        assert_eq!(to_length(f64::INFINITY), SimDuration::LONGEST);
    }

    #[test]
    fn probability_one_is_always_hit_and_zero_never() {
        assert!(u128::from(u64::MAX) < threshold(1.0));
        assert_eq!(threshold(0.0), 0);
    }
}
