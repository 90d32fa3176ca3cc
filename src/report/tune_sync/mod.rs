//! The answer of `tune-sync`: every combination of intervals, and how far each may go.

mod sentence;
mod tables;
mod text;

use crate::experiment::shocks::Shocks;
use crate::experiment::tune_sync::design::Own;
use crate::experiment::tune_sync::{Boundary, Found, OnPaper, Reading, Target};
use crate::kernel::time::SimDuration;
use crate::statistics::interval::Estimate;

use super::chart::{Cell, Figure, HeatMap};
use super::heading::Heading;
use super::number::percent;

pub use tables::{json, table};
pub use text::screen;

/// What was tuned.
#[derive(Clone, Copy, Debug)]
pub struct Tuned<'a> {
    /// Which scenario.
    pub heading: &'a Heading,
    /// The sites that Entra Connect may read.
    pub readings: &'a [Reading],
    /// What the scenario itself says.
    pub own: &'a Own,
    /// Every combination: by reading, then site links, then Entra Connect.
    pub found: &'a [Found],
    /// How far each interval may go.
    pub boundaries: &'a [Boundary],
    /// What must not be exceeded.
    pub target: Target,
    /// The rare shocks, which its replications have no strata for.
    pub shocks: &'a Shocks,
}

impl<'a> Tuned<'a> {
    /// Site links with their intervals: `hq-weu 15m, weu-paris 1h`.
    fn links(self, reading: usize, intervals: &[SimDuration]) -> String {
        let links = self.readings[reading].links.iter().zip(intervals);
        links
            .map(|(name, &every)| format!("{name} {}", interval(every)))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// What the axis of a boundary is called.
    fn axis(self, boundary: &Boundary) -> &'a str {
        let links = &self.readings[boundary.reading].links;
        links.get(boundary.axis).map_or("Connect", String::as_str)
    }
}

/// An interval in minutes, as those of replication and Entra Connect are spoken of.
fn interval(length: SimDuration) -> String {
    let minutes = length.ms() / 60_000;
    let is_whole = length == SimDuration::from_minutes(minutes);
    if is_whole && minutes <= 240 { format!("{minutes}m") } else { length.to_string() }
}

/// A share with its interval; none seen is not never.
fn share(estimate: Estimate) -> String {
    let Some(value) = estimate.value else { return "0 of 0".into() };
    match (estimate.low, estimate.high) {
        (Some(_), Some(high)) if value <= 0.0 => format!("none, at most {}", percent(high)),
        (Some(low), Some(high)) => {
            format!("{} [{}, {}]", percent(value), percent(low), percent(high))
        }
        (Some(_) | None, _) => percent(value),
    }
}

/// The chance on paper, for people.
fn on_paper(paper: &OnPaper) -> String {
    match paper {
        OnPaper::Never => "never".into(),
        OnPaper::Exact(value) => percent(*value),
        OnPaper::Drawn(estimate) => match (estimate.value, estimate.high) {
            (Some(value), Some(high)) if value <= 0.0 => format!("below {}", percent(high)),
            (Some(value), _) => percent(value),
            (None, _) => "-".into(),
        },
        OnPaper::Unknown(_) => "-".into(),
    }
}

/// A heat map for each site that is read over one site link: how likely a first attempt times out.
pub fn figures(tuned: Tuned<'_>) -> Vec<(String, Figure)> {
    let sites = tuned.readings.iter().enumerate().filter(|(_, reading)| reading.links.len() == 1);
    sites
        .map(|(number, reading)| {
            (format!("time-outs-{}", number + 1), heat(tuned, number, reading))
        })
        .collect()
}

fn heat(tuned: Tuned<'_>, number: usize, reading: &Reading) -> Figure {
    let cells: Vec<&Found> = tuned.found.iter().filter(|cell| cell.reading == number).collect();
    let mut rows: Vec<SimDuration> = cells.iter().map(|cell| cell.links[0]).collect();
    rows.dedup();
    let width = cells.len() / rows.len().max(1);
    let columns = cells.iter().take(width).map(|cell| interval(cell.connect)).collect();
    let cell = |found: &&Found| {
        let value = found.evidence(tuned.target.per).value;
        Cell { value, text: value.map_or_else(|| "0 of 0".into(), percent) }
    };
    let cells = cells.chunks(width.max(1)).map(|row| row.iter().map(cell).collect()).collect();
    Figure::Heat(HeatMap {
        title: format!("{} that time out", text::whom(tuned.target.per)),
        subtitle: format!("{}, Entra Connect reads {}", tuned.heading.name, reading.site),
        x_label: "Entra Connect runs every".into(),
        y_label: format!("site link {} replicates every", reading.links[0]),
        columns,
        rows: rows.into_iter().map(interval).collect(),
        cells,
        empty: "Nobody waits for Entra Connect".into(),
    })
}
