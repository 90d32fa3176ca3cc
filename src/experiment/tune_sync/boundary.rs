//! How far each interval may go: along a line of cells that differ by it alone.
//!
//! Longer intervals need not be worse: only a grid of twice the interval whose ticks are all among
//! the other's is. So a boundary is where the first cell of the line misses the target, and cells
//! beyond it that meet it are told, not trusted.

use std::collections::BTreeMap;

use crate::kernel::time::SimDuration;

use super::super::expectation::Verdict;
use super::Found;

/// How far one interval may go while all others stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// Which site is read, by its number in the design.
    pub reading: usize,
    /// Which interval: a site link by its number, or Entra Connect behind the last of them.
    pub axis: usize,
    /// The intervals that stay: of the links, then of Entra Connect, without this one.
    pub others: Vec<SimDuration>,
    /// The largest interval that meets the target as all smaller ones tried do; none if the smallest
    /// does not.
    pub largest: Option<SimDuration>,
    /// The first cell that does not meet it, if any.
    pub next: Option<usize>,
    /// Larger intervals that meet it nevertheless.
    pub beyond: Vec<SimDuration>,
}

/// Every boundary: by reading, then by interval, then by what stays.
pub fn boundaries(found: &[Found]) -> Vec<Boundary> {
    let mut lines: BTreeMap<(usize, usize, Vec<SimDuration>), Vec<usize>> = BTreeMap::new();
    for (number, cell) in found.iter().enumerate() {
        for axis in 0..=cell.links.len() {
            let mut others = intervals(cell);
            others.remove(axis);
            lines.entry((cell.reading, axis, others)).or_default().push(number);
        }
    }
    lines.into_iter().map(|(key, line)| boundary(found, key, line)).collect()
}

/// The intervals of a cell: of the links, then of Entra Connect.
fn intervals(cell: &Found) -> Vec<SimDuration> {
    cell.links.iter().copied().chain([cell.connect]).collect()
}

fn boundary(
    found: &[Found],
    (reading, axis, others): (usize, usize, Vec<SimDuration>),
    mut line: Vec<usize>,
) -> Boundary {
    let interval = |number: usize| intervals(&found[number])[axis];
    line.sort_by_key(|&number| interval(number));
    let meets = |number: &usize| found[*number].verdict == Verdict::Met;
    let good = line.iter().take_while(|number| meets(number)).count();
    let largest = good.checked_sub(1).map(|last| interval(line[last]));
    let beyond = line[good..].iter().filter(|number| meets(number));
    let beyond = beyond.map(|&number| interval(number)).collect();
    Boundary { reading, axis, others, largest, next: line.get(good).copied(), beyond }
}
