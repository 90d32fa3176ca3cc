//! The only place with threads: they map, nothing else. Results are collected by index.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// Who watches an experiment from outside.
pub trait Watch: Sync {
    /// One more replication is done.
    fn done(&self);

    /// Whether to stop before the next replication.
    fn is_stopped(&self) -> bool;
}

/// Nobody watches.
impl Watch for () {
    fn done(&self) {}
    fn is_stopped(&self) -> bool {
        false
    }
}

/// Maps the numbers below `n`; `None` if stopped before the end.
pub(super) fn map<T: Send>(
    n: u64,
    threads: Option<usize>,
    watch: &impl Watch,
    one: impl Fn(u64) -> T + Sync,
) -> Option<Vec<T>> {
    let watched = |number: u64| {
        if watch.is_stopped() {
            return None;
        }
        let result = one(number);
        watch.done();
        Some(result)
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    let pool = pool.expect("the system grants the threads asked for");
    pool.install(|| (0..n).into_par_iter().map(watched).collect())
}
