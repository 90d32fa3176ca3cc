//! The screen of `tune-sync`.

use anstyle::Style;

use super::super::number::{length, level, percent, plural};
use super::super::shocks;
use super::super::table::{finished, plain_table};
use super::sentence::sentence;
use super::{Tuned, interval, on_paper, share};
use crate::experiment::expectation::Verdict;
use crate::experiment::tune_sync::{Boundary, Found, OnPaper, Per};
use crate::kernel::time::SimDuration;

const BOLD: Style = Style::new().bold();
/// Combinations, and boundaries, that fit on a screen or two.
const SHOWN: usize = 60;
const LINES: usize = 20;

/// The whole screen.
pub fn screen(tuned: Tuned<'_>) -> String {
    [
        header(tuned),
        table(tuned),
        notes(tuned),
        shocks::not_seen(tuned.shocks, tuned.own.replications),
        limits(tuned),
        sentence(tuned),
    ]
    .concat()
}

/// Of whom the target speaks.
pub(super) fn whom(per: Per) -> &'static str {
    match per {
        Per::Attempt => "First attempts",
        Per::CloudPc => "Cloud PCs",
    }
}

fn header(tuned: Tuned<'_>) -> String {
    let heading = tuned.heading;
    format!(
        "{}{}: {} of {} each, common random numbers, seed {}\n",
        heading.opening(),
        heading.name,
        plural(tuned.found.len() as u64, "combination"),
        plural(tuned.own.replications, "replication"),
        heading.seed,
    )
}

fn table(tuned: Tuned<'_>) -> String {
    let mut table = plain_table();
    table.set_header([
        "Connect reads",
        "site links",
        "Connect",
        "first attempt",
        "simulated",
        "all attempts",
        "Cloud PCs lost",
        "median",
        "95 % ready",
        "target",
    ]);
    for cell in tuned.found.iter().take(SHOWN) {
        table.add_row(row(tuned, cell));
    }
    let more = match tuned.found.len().saturating_sub(SHOWN) {
        0 => String::new(),
        n => format!("\n and {n} more, in tune-sync.csv with -o"),
    };
    format!("\n{}{more}\n", finished(table))
}

fn row(tuned: Tuned<'_>, cell: &Found) -> Vec<String> {
    let played = &cell.played;
    let links = tuned.links(cell.reading, &cell.links);
    let time = |seconds: Option<f64>| seconds.map_or_else(|| "-".into(), length);
    let (every, comes_back) = (played.every.value.map(percent), comes_back(cell));
    vec![
        tuned.readings[cell.reading].site.clone(),
        if links.is_empty() { "-".into() } else { links },
        interval(cell.connect),
        format!("{}{}", on_paper(&cell.paper), if cell.feeds_back { " *" } else { "" }),
        share(played.first),
        format!("{}{}", every.unwrap_or_else(|| "-".into()), if comes_back { " +" } else { "" }),
        if cell.paper == OnPaper::Never { "never".into() } else { share(played.lost) },
        time(played.median.p50),
        time(played.p95.p50),
        cell.verdict.name().into(),
    ]
}

/// Whether retries time out more often than first attempts.
fn comes_back(cell: &Found) -> bool {
    cell.played.every.low.zip(cell.played.first.high).is_some_and(|(low, high)| low > high)
}

/// What the columns mean.
fn notes(tuned: Tuned<'_>) -> String {
    let limit = interval(tuned.own.limit);
    let sure = confidence(tuned);
    let mut notes = format!(
        "\nFirst attempt: its chance on paper to miss the limit of {limit}, exact over the random \
         phases of all grids\n(conditional Monte Carlo; never: not in the worst case either). \
         Simulated: the share of first attempts that\nmiss it in whole rollouts, of those that \
         have joined the domain, then of all. Lost: the last attempt missed it.\nIntervals over \
         replications at {sure}, each by itself. Times from request to ready or never, median over \
         replications.\n"
    );
    let mut whys: Vec<&str> = tuned.found.iter().filter_map(|cell| why_not(&cell.paper)).collect();
    whys.sort_unstable();
    whys.dedup();
    for why in whys {
        notes += &format!("- : no chance on paper, since {why}; only the simulation tells.\n");
    }
    if tuned.found.iter().any(comes_back) {
        notes += "+ : retries time out more often than first attempts, since they come back in step \
                  with a grid.\n";
    }
    if tuned.found.iter().any(|cell| cell.feeds_back) {
        notes += "* : the simulation contradicts the chance on paper, since something feeds back \
                  (cycles that grow with their\nwork, attempts that start in step with a grid); \
                  the target is held against the simulation.\n";
    }
    if tuned.own.federated > 0 {
        let many = plural(tuned.own.federated, "Cloud PC");
        notes += &format!(
            "{many} with AD FS not counted: such devices register themselves and wait for none of \
             this.\n"
        );
    }
    notes
}

/// How sure, as somebody writes it.
fn confidence(tuned: Tuned<'_>) -> String {
    level(tuned.target.confidence)
}

fn why_not(paper: &OnPaper) -> Option<&'static str> {
    match paper {
        OnPaper::Unknown(why) => Some(why),
        OnPaper::Never | OnPaper::Exact(_) | OnPaper::Drawn(_) => None,
    }
}

/// How far each interval may go.
fn limits(tuned: Tuned<'_>) -> String {
    let target = tuned.target;
    let mut text = format!(
        "\n{BOLD}At most {} of {} may time out{BOLD:#} ({} confidence, each combination by \
         itself)\n",
        percent(target.at_most),
        whom(target.per).replacen('F', "f", 1),
        confidence(tuned),
    );
    let all = tuned.boundaries.len();
    for boundary in tuned.boundaries.iter().take(LINES) {
        text += &format!("  {}\n", line(tuned, boundary));
    }
    if all > LINES {
        text += &format!("  and {} more with --format json\n", all - LINES);
    }
    text
}

fn line(tuned: Tuned<'_>, boundary: &Boundary) -> String {
    let site = &tuned.readings[boundary.reading].site;
    let stays = stays(tuned, boundary);
    let axis = tuned.axis(boundary);
    let most = boundary.largest.map_or_else(
        || format!("no interval tried of {axis} is known to be short enough"),
        |largest| format!("{axis} every {} at most", interval(largest)),
    );
    let next = boundary.next.map(|number| next(tuned, boundary, &tuned.found[number]));
    let next = next.unwrap_or_else(|| ", the longest tried".into());
    let beyond: Vec<String> = boundary.beyond.iter().copied().map(interval).collect();
    let beyond = if beyond.is_empty() {
        String::new()
    } else {
        format!(" (yet {} would do: it keeps another step)", beyond.join(", "))
    };
    format!("reading {site}{stays}: {most}{next}{beyond}")
}

/// What of a boundary stays.
fn stays(tuned: Tuned<'_>, boundary: &Boundary) -> String {
    let links = &tuned.readings[boundary.reading].links;
    let mut names: Vec<&str> = links.iter().map(String::as_str).chain(["Connect"]).collect();
    names.remove(boundary.axis);
    let every =
        |(name, &length): (&str, &SimDuration)| format!(", {name} every {}", interval(length));
    names.into_iter().zip(&boundary.others).map(every).collect()
}

/// The first cell that does not meet the target.
fn next(tuned: Tuned<'_>, boundary: &Boundary, cell: &Found) -> String {
    let every = cell.links.get(boundary.axis).copied().unwrap_or(cell.connect);
    let evidence = cell.evidence(tuned.target.per);
    let told = match (cell.verdict, evidence.value) {
        (Verdict::Undecided, Some(value)) if value <= 0.0 => {
            let high = evidence.high.map(percent).unwrap_or_default();
            format!("none was seen, but up to {high} cannot be excluded")
        }
        (Verdict::Undecided, _) => format!("{} cannot be told from it", share(evidence)),
        (Verdict::Met | Verdict::Missed, value) => {
            format!("{} time out", value.map(percent).unwrap_or_default())
        }
    };
    format!("; at {} {told}", interval(every))
}
