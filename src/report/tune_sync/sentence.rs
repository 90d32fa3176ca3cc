//! What a planner takes away from `tune-sync`, in one paragraph of plain sentences.

use super::super::number::percent;
use super::{Tuned, interval, text::whom};
use crate::experiment::expectation::Verdict;
use crate::experiment::tune_sync::{Boundary, Found};
use crate::kernel::time::SimDuration;

/// Words of a screen's width.
const WIDTH: usize = 100;

/// How far the links may go at the scenario's own interval of Entra Connect, what the longest would
/// do, and what another site to read would change.
pub(super) fn sentence(tuned: Tuned<'_>) -> String {
    let own = tuned.readings.iter().position(|reading| reading.site == tuned.own.site);
    let own = own.unwrap_or(0);
    let mut parts: Vec<String> = vec![];
    for boundary in tuned.boundaries.iter().filter(|b| b.reading == own) {
        if is_focus(tuned, boundary) {
            parts.push(how_far(tuned, boundary));
        }
    }
    parts.extend(worst(tuned, own));
    parts.extend((0..tuned.readings.len()).filter_map(|other| without_link(tuned, own, other)));
    format!("\n{}\n", wrapped(&(opening(tuned, own) + &parts.join("; "))))
}

/// What holds for all that follows.
fn opening(tuned: Tuned<'_>, own: usize) -> String {
    let reading = &tuned.readings[own];
    let connect = focus(tuned, own).pop().unwrap_or(SimDuration::ZERO);
    if reading.links.is_empty() {
        format!("With a domain controller of {} read, ", reading.site)
    } else {
        format!("With Entra Connect every {}, ", interval(connect))
    }
}

/// Whether all that stays of a boundary is the scenario's own, or the smallest in its place.
fn is_focus(tuned: Tuned<'_>, boundary: &Boundary) -> bool {
    let reading = &tuned.readings[boundary.reading];
    let is_link = boundary.axis < reading.links.len();
    let own = focus(tuned, boundary.reading);
    let mut others = own;
    others.remove(boundary.axis);
    (is_link || reading.links.is_empty()) && others == boundary.others
}

/// The intervals that are the scenario's own, of those tried: of the links, then of Entra Connect.
fn focus(tuned: Tuned<'_>, reading: usize) -> Vec<SimDuration> {
    let links = &tuned.readings[reading].links;
    let own = links.iter().map(|name| tuned.own.links.get(name).copied());
    let own = own.chain([Some(tuned.own.connect)]);
    let tried = |axis: usize| {
        let cells = tuned.found.iter().filter(move |cell| cell.reading == reading);
        cells.map(move |cell| at(cell, axis))
    };
    let nearest = |(axis, own): (usize, Option<SimDuration>)| {
        let known = tried(axis).find(|&interval| Some(interval) == own);
        known.or_else(|| tried(axis).min()).unwrap_or(SimDuration::ZERO)
    };
    own.enumerate().map(nearest).collect()
}

fn at(cell: &Found, axis: usize) -> SimDuration {
    cell.links.get(axis).copied().unwrap_or(cell.connect)
}

fn how_far(tuned: Tuned<'_>, boundary: &Boundary) -> String {
    let reading = &tuned.readings[boundary.reading];
    let (what, does) = if reading.links.is_empty() {
        ("Entra Connect".into(), "run")
    } else {
        (format!("site link {}", tuned.axis(boundary)), "replicate")
    };
    boundary.largest.map_or_else(
        || format!("no interval tried of {what} is known to be short enough"),
        |most| format!("{what} may {does} every {} at most", interval(most)),
    )
}

/// What the longest links would do at that interval of Entra Connect.
fn worst(tuned: Tuned<'_>, reading: usize) -> Option<String> {
    let connect = focus(tuned, reading).pop()?;
    let mut cells = tuned.found.iter().filter(|c| c.reading == reading && c.connect == connect);
    let cell = cells.next_back().filter(|c| !c.links.is_empty() && c.verdict == Verdict::Missed)?;
    let links = match cell.links[..] {
        [one] => interval(one),
        _ => tuned.links(reading, &cell.links),
    };
    let value = cell.evidence(tuned.target.per).value?;
    let whom = whom(tuned.target.per).replacen('F', "f", 1);
    Some(format!("at {links}, {} of {whom} time out", percent(value)))
}

/// What reading a site would change to which no link leads.
fn without_link(tuned: Tuned<'_>, own: usize, other: usize) -> Option<String> {
    let reading = &tuned.readings[other];
    if other == own || !reading.links.is_empty() || tuned.readings[own].links.is_empty() {
        return None;
    }
    let boundary = tuned.boundaries.iter().find(|boundary| boundary.reading == other)?;
    let site = &reading.site;
    let then = boundary.largest.map_or_else(
        || "even then every interval of Entra Connect that was tried is too long".into(),
        |most| format!("Entra Connect may then run every {} at most", interval(most)),
    );
    Some(format!(
        "reading a domain controller of {site} takes the site link out of the way, and {then}"
    ))
}

/// The text in lines that fit a screen, ending with a full stop.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    // A number stays with its percent sign.
    for word in format!("{text}.").replace(" %", "\u{a0}%").split(' ') {
        let last = lines.last_mut().expect("there is a line");
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(word.into());
        } else {
            *last = if last.is_empty() { word.into() } else { format!("{last} {word}") };
        }
    }
    lines.join("\n").replace('\u{a0}', " ")
}
