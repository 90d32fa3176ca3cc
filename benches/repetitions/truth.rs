//! What is true of the scenarios, in closed form.

use cloudpc_sim::kernel::math::{exp, log};

/// A quantile of 15 minutes, a wait that is uniform over an hour, and an exponential length of 20
/// minutes on average, in seconds.
pub(super) fn of_shared_wait(level: f64) -> f64 {
    of_shocked_wait(level, 0.0, 0.0)
}

/// The same where it all comes so many minutes later with some chance: where the mixture of the
/// convolutions of their laws reaches it.
pub(super) fn of_shocked_wait(level: f64, chance: f64, later: f64) -> f64 {
    let below = |x: f64| (1.0 - chance) * below_wait(x) + chance * below_wait((x - later).max(0.0));
    let (mut low, mut high) = (0.0, 1_000.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if below(middle) < level { low = middle } else { high = middle }
    }
    60.0 * (15.0 + high)
}

/// The chance that the wait and the length take less than so many minutes: the integral of
/// 1 - exp(-(x - u) / mean) over u, up to the lesser of x and the width.
fn below_wait(x: f64) -> f64 {
    let (width, mean) = (60.0, 20.0);
    let over = (x - width).max(0.0);
    (x.min(width) - mean * (exp(-over / mean) - exp(-x / mean))) / width
}

/// A quantile of the greatest of `n` exponential lengths of 30 minutes on average, in seconds.
pub(super) fn of_last(level: f64, n: u32) -> f64 {
    -1_800.0 * log(1.0 - exp(log(level) / f64::from(n)))
}

/// The chance that of `n` independent trials, each a hit with this chance, more than `most` are.
pub(super) fn more_than(most: u32, n: u32, chance: f64) -> f64 {
    let hits = |k: u32| {
        let ways: f64 = (0..k).map(|i| f64::from(n - i) / f64::from(i + 1)).product();
        ways * (0..n).map(|i| if i < k { chance } else { 1.0 - chance }).product::<f64>()
    };
    (most + 1..=n).map(hits).sum()
}
