//! The screen of a run: who got ready, what failed, how full the subnets were.
//!
//! Styled with ANSI sequences; whoever prints strips them where they are not wanted.

use anstyle::Style;
use comfy_table::{CellAlignment, Table, presets};

use super::Run;
use super::figures::{conditions, failing_causes};
use super::number::{length, people, percent, whole};
use super::occupancy;
use crate::kernel::math::{count, from_length};
use crate::kernel::time::SimTime;
use crate::provisioning::condition::Condition;
use crate::statistics::interval::Method;
use crate::statistics::measure::Summary;

const COLUMNS: usize = 60;
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const BOLD: Style = Style::new().bold();
const RED: Style = anstyle::AnsiColor::Red.on_default();

/// The whole screen.
pub fn screen(run: Run<'_>) -> String {
    let mut out = header(run);
    out += &waves(run);
    out += &failures(run);
    for subnet in 0..run.outcome.layout.subnets.len() {
        out += &addresses(run, subnet);
    }
    out += &connections(run);
    out += &next(run);
    out
}

fn header(run: Run<'_>) -> String {
    let heading = run.heading;
    let question = heading.question.as_ref().unwrap_or(&heading.name);
    let shown: String = question.chars().filter(|c| !c.is_control()).collect();
    format!(
        "{BOLD}{shown}{BOLD:#}\n{}: {} of {} from {}, seed {}, fingerprint {:032x}\n",
        heading.name,
        plural(heading.replications, "replication"),
        heading.horizon,
        heading.start.strftime("%Y-%m-%d %H:%M"),
        heading.seed,
        run.outcome.fingerprint(),
    )
}

/// One row per wave and one for all of them.
fn waves(run: Run<'_>) -> String {
    let columns = shown_columns(run);
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let times = ["median time-to-ready", "95 % ready within"];
    let header = ["wave"].into_iter().chain(columns.iter().map(|c| c.1)).chain(times);
    table.set_header(header.collect::<Vec<_>>());
    for (label, prefix) in groups(run) {
        let counts = columns.iter().map(|(measure, _)| mean(run, &format!("{prefix}{measure}")));
        let times = ["p50", "p95"].map(|p| median(run, &format!("{prefix}time_to_ready.{p}")));
        table.add_row([label].into_iter().chain(counts).chain(times).collect::<Vec<_>>());
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let note = "Counts: means over replications. Times since request, failed and unfinished as \
                never: medians\nover replications, in brackets the 5th and 95th percentile.";
    format!("\n{}\n\n{note}\n", table.trim_fmt())
}

/// The counts that say something; seats, ready and failed always do.
fn shown_columns(run: Run<'_>) -> Vec<(&'static str, &'static str)> {
    let all = [
        ("requested", "seats"),
        ("ready", "ready"),
        ("ready_with_warnings", "with warnings"),
        ("failed", "failed"),
        ("in_grace", "in grace"),
        ("pending", "pending"),
        ("provisioning", "unfinished"),
        ("not_provisioned", "no policy"),
    ];
    let seen = |name: &str| value(run, name).is_some_and(|v| v > 0.0);
    let always = ["requested", "ready", "failed"];
    all.into_iter().filter(|(name, _)| always.contains(name) || seen(name)).collect()
}

fn groups(run: Run<'_>) -> Vec<(String, String)> {
    let waves = run.outcome.layout.waves.iter();
    let mut groups: Vec<_> = waves.map(|w| (w.clone(), format!("wave.{w}."))).collect();
    if groups.len() > 1 {
        groups.push(("all".into(), String::new()));
    }
    groups
}

fn mean(run: Run<'_>, name: &str) -> String {
    value(run, name).map_or_else(|| "-".into(), people)
}

fn value(run: Run<'_>, name: &str) -> Option<f64> {
    run.outcome.summary(name)?.estimate.value
}

fn median(run: Run<'_>, name: &str) -> String {
    let Some(spread) = run.outcome.summary(name).map(|s| s.spread) else { return "-".into() };
    let [Some(p5), Some(p50), Some(p95)] = [spread.p5, spread.p50, spread.p95] else {
        return "-".into();
    };
    let [low, middle, high] = [p5, p50, p95].map(length);
    if low == high { middle } else { format!("{middle} [{low}, {high}]") }
}

/// The failure rate with its interval, and the causes.
fn failures(run: Run<'_>) -> String {
    let Some(rate) = run.outcome.summary("failure_rate") else { return String::new() };
    let mut out = format!("\n{BOLD}Failed{BOLD:#} {}\n", interval(rate, percent));
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["failed attempts by cause", "per replication", "95 % interval"]);
    let causes = failing_causes(run);
    for (code, summary) in &causes {
        let mean = people(summary.estimate.value.unwrap_or(0.0));
        table.add_row([(*code).to_string(), mean, ends(summary, people)]);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    if !causes.is_empty() {
        out += &format!("{}\n", table.trim_fmt());
    }
    out
}

/// An estimate in words: what, between what, by which method.
fn interval(summary: &Summary, show: fn(f64) -> String) -> String {
    let estimate = &summary.estimate;
    let Some(value) = estimate.value else { return "nobody asked: 0 of 0".into() };
    let replications = plural(summary.replications, "replication");
    match estimate.method {
        Method::ZeroBound if value <= 0.0 => {
            let most = estimate.high.map_or_else(|| "unknown".into(), show);
            format!("none seen in {replications}: at most {most} at 95 %")
        }
        Method::TooFew => format!("{} (one replication: no interval)", show(value)),
        Method::T
        | Method::ClopperPearson
        | Method::KornGraubard
        | Method::ZeroBound
        | Method::NotReached
        | Method::None => {
            format!(
                "{} {} at 95 % ({}, {replications})",
                show(value),
                ends(summary, show),
                estimate.method.as_str()
            )
        }
    }
}

fn ends(summary: &Summary, show: fn(f64) -> String) -> String {
    match (summary.estimate.low, summary.estimate.high) {
        (Some(low), Some(high)) => format!("[{}, {}]", show(low), show(high)),
        (Some(low), None) => format!("at least {}", show(low)),
        (None, _) => "-".into(),
    }
}

/// A subnet over time: a sparkline against what is usable, conditions on the same axis.
fn addresses(run: Run<'_>, subnet: usize) -> String {
    let layout = &run.outcome.layout;
    let name = &layout.subnets[subnet];
    let usable = layout.usable[subnet];
    let peak = run.outcome.summary(&format!("subnet.{name}.peak")).map(|s| s.spread);
    let peak = peak.and_then(|s| Some((s.p5?, s.p50?, s.p95?)));
    let peak = peak.map_or_else(String::new, |(low, middle, high)| {
        let range = format!(" [{}, {}]", people(low), people(high));
        let range = if low < high { range } else { String::new() };
        format!("peak {}{range} of {} usable", people(middle), whole(usable))
    });
    let (columns, end) = occupancy::columns(run, subnet, COLUMNS);
    let line: String = columns.iter().map(|c| block(c.in_use.p50.unwrap_or(0.0), usable)).collect();
    let mut out = format!("\n{BOLD}Subnet {name}{BOLD:#}: {peak}; {}\n", dry(run, name));
    out += &format!("  {line}  addresses in use (median), full height: all usable\n");
    let drawn = columns.len();
    for condition in conditions(run, subnet) {
        out += &format!("  {}  {}\n", lane(condition, drawn, end), condition.name);
    }
    let to = length(end);
    out + &format!("  +0s{to:>width$}\n", width = drawn.saturating_sub(3).max(to.len() + 1))
}

fn block(in_use: f64, usable: u64) -> char {
    if in_use <= 0.0 {
        return ' ';
    }
    let full = count(usable.max(1));
    let step = (0..8_u32).find(|&step| in_use * 8.0 <= full * f64::from(step + 1)).unwrap_or(7);
    BLOCKS[step as usize]
}

fn lane(condition: &Condition, columns: usize, end: f64) -> String {
    let at = |i: usize| SimTime::from_ms(ms(end * count(i as u64) / count(columns as u64)));
    let holds = |i: usize| {
        let ends_before = condition.until.is_some_and(|until| until <= at(i));
        condition.from < at(i + 1) && !ends_before
    };
    (0..columns).map(|i| if holds(i) { '━' } else { ' ' }).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "seconds of a horizon fit")]
#[expect(clippy::cast_sign_loss, reason = "never negative")]
fn ms(seconds: f64) -> u64 {
    (seconds * 1_000.0) as u64
}

/// Whether and when a subnet ran dry.
fn dry(run: Run<'_>, name: &str) -> String {
    let Some(share) = run.outcome.summary(&format!("subnet.{name}.exhausted_share")) else {
        return String::new();
    };
    if share.estimate.value.is_some_and(|v| v <= 0.0) {
        return format!("ran dry: {}", interval(share, percent));
    }
    let first = median(run, &format!("subnet.{name}.first_exhausted"));
    format!("{RED}ran dry{RED:#} in {}, first after {first}", interval(share, percent))
}

fn connections(run: Run<'_>) -> String {
    let mut out = String::new();
    for name in &run.outcome.layout.connections {
        let share = run.outcome.summary(&format!("connection.{name}.unhealthy_share"));
        let Some(share) = share.filter(|s| s.estimate.value.is_some_and(|v| v > 0.0)) else {
            continue;
        };
        let lasted =
            share.estimate.value.unwrap_or(0.0) * from_length(run.heading.horizon) / 1_000.0;
        let share = interval(share, percent);
        out += &format!(
            "Connection {name}: unhealthy for {share} of the time, {} in all\n",
            length(lasted)
        );
    }
    if out.is_empty() { out } else { format!("\n{out}") }
}

/// The command that most likely helps next.
fn next(run: Run<'_>) -> String {
    match failing_causes(run).first() {
        Some((code, _)) => format!("\nWhat to do about it: cloudpc-sim rules {code}\n"),
        None => String::new(),
    }
}

fn plural(n: u64, what: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{} {what}{ending}", whole(n))
}
