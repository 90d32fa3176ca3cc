//! A subnet over time in lines of text: addresses in use, conditions, unhealthy connections.

use super::Run;
use super::figures::{condition_label, conditions};
use super::number::length;
use super::occupancy;
use crate::kernel::math::{count, from_length};
use crate::kernel::time::SimTime;

const COLUMNS: usize = 60;
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A sparkline against what is usable, and below it, on the same axis, what held when.
pub(super) fn lanes(run: Run<'_>, subnet: usize) -> String {
    let usable = run.outcome.layout.usable[subnet];
    let (columns, end) = occupancy::columns(run, subnet, COLUMNS);
    let line: String = columns.iter().map(|c| block(c.in_use.p50.unwrap_or(0.0), usable)).collect();
    let mut out = format!("  {line}  in use (median; full: all usable)\n");
    for condition in conditions(run, subnet) {
        let until = condition.until.map_or(f64::INFINITY, seconds);
        let stretch = (seconds(condition.from), until);
        out += &format!(
            "  {}  {}\n",
            lane(&[stretch], columns.len(), end),
            condition_label(run, condition)
        );
    }
    for (i, connection) in run.tenant.connections.iter().enumerate() {
        let stretches = occupancy::unusable(run, i);
        if usize::from(connection.subnet) == subnet && !stretches.is_empty() {
            let lasted = lane(&stretches, columns.len(), end);
            out += &format!("  {lasted}  {} unhealthy (mostly)\n", connection.name);
        }
    }
    out + &axis(columns.len(), end)
}

/// Start, middle and end.
fn axis(columns: usize, end: f64) -> String {
    let (middle, end) = (length(end / 2.0), length(end));
    let half = columns / 2;
    if half <= middle.len() + 1 || half <= end.len() {
        return format!("  0 … {end}\n");
    }
    format!(
        "  {:<half$}{middle:<rest$}{end}\n",
        "0",
        rest = (columns - half).saturating_sub(end.len())
    )
}

fn block(in_use: f64, usable: u64) -> char {
    if in_use <= 0.0 {
        return ' ';
    }
    let full = count(usable.max(1));
    let step = (0..8_u32).find(|&step| in_use * 8.0 <= full * f64::from(step + 1)).unwrap_or(7);
    BLOCKS[step as usize]
}

/// A line where any of the stretches, in seconds, touches a column.
fn lane(stretches: &[(f64, f64)], columns: usize, end: f64) -> String {
    let at = |i: usize| end * count(i as u64) / count(columns as u64);
    let touched = |i: usize| stretches.iter().any(|&(from, to)| from < at(i + 1) && at(i) < to);
    (0..columns).map(|i| if touched(i) { '━' } else { ' ' }).collect()
}

fn seconds(at: SimTime) -> f64 {
    from_length(at.since(SimTime::ZERO)) / 1_000.0
}
