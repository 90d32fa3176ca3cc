//! What the tests of this layer share: seeded samples, rows of a table, coverage.

use super::interval::{Estimate, Method};
use crate::kernel::math::{count, pick, unit};
use crate::kernel::stream::{Slot, StreamId, Streams};

/// `n` uniform numbers between 0 and 1 that belong to one repetition of a test.
pub(super) fn units(repetition: u64, n: usize) -> Vec<f64> {
    words(repetition, n).into_iter().map(unit).collect()
}

/// `n` whole numbers below `limit`, all alike.
pub(super) fn wholes(repetition: u64, n: usize, limit: usize) -> Vec<u64> {
    words(repetition, n).into_iter().map(|word| pick(limit, word) as u64).collect()
}

fn words(repetition: u64, n: usize) -> Vec<u64> {
    let streams = Streams::new(20_260_101, repetition);
    let mut words = streams.open(StreamId { family: 0, member: 0, part: 0 }, 0);
    (0..n).map(|slot| words.word(Slot(u16::try_from(slot).unwrap()))).collect()
}

fn close(found: Option<f64>, wanted: Option<f64>) -> bool {
    match (found, wanted) {
        (Some(f), Some(w)) => f.total_cmp(&w).is_eq() || (f - w).abs() < 1e-6,
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// An estimate in the words of a table: value, low, high, method.
pub(super) type Row = (Option<f64>, Option<f64>, Option<f64>, Method);

pub(super) fn row(value: f64, low: f64, high: f64, method: Method) -> Row {
    (Some(value), Some(low), Some(high), method)
}

pub(super) fn assert_is(found: Estimate, (value, low, high, method): Row) {
    assert!(
        close(found.value, value)
            && close(found.low, low)
            && close(found.high, high)
            && found.method == method,
        "{found:?} instead of {value:?} [{low:?}, {high:?}] {method:?}"
    );
}

/// How many of `repetitions` estimates enclose the truth.
pub(super) fn share_covering(
    repetitions: u64,
    truth: f64,
    estimate: impl Fn(u64) -> Estimate,
) -> f64 {
    let covering = (0..repetitions).map(estimate).filter(|e| {
        let (low, high) = (e.low.unwrap(), e.high.unwrap());
        low <= truth && truth <= high
    });
    count(covering.count() as u64) / count(repetitions)
}
