//! Curves across replications: median with a band from the 5th to the 95th percentile.

use super::measure::time_of_share;
use super::summary::Spread;
use crate::record::tally::Group;

/// Shares at which the time-to-ready curve is taken: 0.5 %, 1 %, … 100 %, in per mille.
pub fn shares() -> impl Iterator<Item = u16> {
    (1..=200).map(|i| 5 * i)
}

/// By when each of [`shares`] of the requested Cloud PCs was ready, in seconds.
pub fn ready_curve(group: &Group) -> Vec<f64> {
    shares().filter_map(|share| time_of_share(group, share)).collect()
}

/// At each point the spread of the values of all replications, each counting as much as its weight
/// says; curves of no points are passed over.
pub fn band(curves: &[Vec<f64>], weights: &[f64]) -> Vec<Spread> {
    let points = curves.iter().map(Vec::len).max().unwrap_or(0);
    let at = |i: usize| {
        let weighted = curves.iter().zip(weights);
        Spread::weighted(weighted.filter_map(move |(c, &weight)| Some((*c.get(i)?, weight))))
    };
    (0..points).map(at).collect()
}
