//! Addresses in use over time, across replications, on an axis that ends when nothing moves.

use crate::kernel::time::SimDuration;
use crate::statistics::summary::Spread;

use super::Run;
use crate::kernel::math::{count, from_length};

/// A stretch of time with the spread of its greatest occupancy across replications.
pub(super) struct Column {
    /// Where it begins, in seconds since the start.
    pub(super) from: f64,
    /// Addresses in use at most.
    pub(super) in_use: Spread,
}

/// A subnet's occupancy in at most `most` columns, and where the last of them ends in seconds.
pub(super) fn columns(run: Run<'_>, subnet: usize, most: usize) -> (Vec<Column>, f64) {
    let layout = &run.outcome.layout;
    let bin = from_length(layout.bin) / 1_000.0;
    let bins = bins_shown(run);
    let per_column = bins.div_ceil(most);
    let weights = run.outcome.weights();
    let column = |first: usize| {
        let range = first..(first + per_column).min(bins);
        let greatest = |occupancy: &Vec<u32>| occupancy[range.clone()].iter().copied().max();
        let of_all = run.outcome.replications.iter().zip(&weights);
        let of_all =
            of_all.filter_map(|(r, &w)| Some((f64::from(greatest(&r.occupancy[subnet])?), w)));
        Column { from: count(first as u64) * bin, in_use: Spread::weighted(of_all) }
    };
    let columns = (0..bins).step_by(per_column).map(column).collect();
    (columns, count(bins as u64) * bin)
}

/// The stretches of time, in seconds, in which a connection was unusable in most replications.
pub(super) fn unusable(run: Run<'_>, connection: usize) -> Vec<(f64, f64)> {
    let bin = from_length(run.outcome.layout.bin) / 1_000.0;
    let all = run.outcome.replications.iter().zip(run.outcome.weights());
    let all: Vec<_> = all.map(|(r, weight)| (&r.unusable[connection], weight)).collect();
    let total: f64 = all.iter().map(|(_, weight)| weight).sum();
    let in_most = |at: usize| {
        let there = all.iter().filter(|(unusable, _)| unusable[at] > 0);
        2.0 * there.map(|(_, weight)| weight).sum::<f64>() > total
    };
    let mut stretches: Vec<(f64, f64)> = vec![];
    for at in (0..bins_shown(run)).filter(|&at| in_most(at)) {
        let from = count(at as u64) * bin;
        match stretches.last_mut() {
            // Half a bin forgives the rounding of a sum of them.
            Some((_, to)) if from - *to < bin / 2.0 => *to = from + bin,
            Some(_) | None => stretches.push((from, from + bin)),
        }
    }
    stretches
}

/// Bins until a little after the last attempt or clean-up of any replication.
fn bins_shown(run: Run<'_>) -> usize {
    let layout = &run.outcome.layout;
    let last = run.outcome.replications.iter().map(|r| r.last_change.ms()).max().unwrap_or(0);
    let shown = (last + last / 20).max(SimDuration::from_hours(1).ms());
    let bins = usize::try_from(shown / layout.bin.ms() + 1).unwrap_or(usize::MAX);
    bins.min(layout.bins())
}
