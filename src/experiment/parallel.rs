//! The only place with threads: they map, nothing else. Results are collected by index.

use std::ops::Range;

use rayon::iter::ParallelIterator;
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator};

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

/// Does something with so many threads; as many as there are processors, if absent.
pub(super) fn within<T: Send>(threads: Option<usize>, what: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
    pool.expect("the system grants the threads asked for").install(what)
}

/// Maps numbers on the threads of [`within`]; `None` if stopped before the end.
pub(super) fn map<T: Send>(
    numbers: Range<u64>,
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
    numbers.into_par_iter().map(watched).collect()
}

/// Maps things that each map numbers themselves: whoever is done with one helps with another, so
/// that no thread idles at the end of any. `None` if one of them was stopped.
pub(super) fn map_each<T: Sync, U: Send>(
    things: &[T],
    one: impl Fn(&T) -> Option<U> + Sync + Send,
) -> Option<Vec<U>> {
    things.par_iter().with_max_len(1).map(one).collect()
}
