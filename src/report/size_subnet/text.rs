//! A subnet's size on the screen; styled with ANSI sequences.

use anstyle::Style;

use crate::experiment::sizing::filling::Peak;
use crate::experiment::sizing::seats::seats;
use crate::kernel::math::from_length;
use crate::kernel::time::SimTime;
use crate::report::number::{length, level, percent, plural, whole};
use crate::report::shocks;
use crate::report::table::{finished, plain_table};

use super::{Part, Report, answer, climb};

const BOLD: Style = Style::new().bold();

/// The whole answer.
pub fn text(report: Report<'_>) -> String {
    let parts: Vec<Part<'_>> = report.parts().collect();
    let mut out = header(report);
    out.extend(parts.iter().map(subnet));
    if !report.is_climbed() {
        out += &shocks::left_to_chance(report.shocks, report.heading.replications);
    }
    out.push('\n');
    out.extend(parts.iter().map(|part| format!("{}\n", answer::conclusion(part))));
    out
}

fn header(report: Report<'_>) -> String {
    let heading = report.heading;
    format!(
        "{}{}: {} of {} from {}, seed {}, with addresses in plenty\n",
        heading.opening(),
        heading.name,
        climb::sample(report),
        heading.horizon,
        heading.start.strftime("%Y-%m-%d %H:%M"),
        heading.seed,
    )
}

fn subnet(part: &Part<'_>) -> String {
    let mut out = format!("\n{BOLD}Subnet {}{BOLD:#} {}\n", part.subnet.name, now(part));
    out += &ways(part);
    out += &risks(part);
    out += &climb::paragraph(part);
    let peaks = part.sizing.peak.as_ref().filter(|_| part.sizing.is_reached);
    out += &peaks.map(peak).unwrap_or_default();
    out += &breaking(part);
    out
}

/// What it is now, and what is left out.
fn now(part: &Part<'_>) -> String {
    let lengths: Vec<String> = part.subnet.prefix_lengths.iter().map(|p| format!("/{p}")).collect();
    let usable = whole(part.subnet.usable);
    let others = match part.subnet.in_use {
        0 => String::new(),
        n => format!(" beside {} in use by others", whole(n)),
    };
    let one = if lengths.len() > 1 { "; sized below as one prefix" } else { "" };
    format!("now {} with {usable} usable{others}{one}", lengths.join(" and "))
}

/// The ways to size it, side by side.
fn ways(part: &Part<'_>) -> String {
    let mut table = plain_table();
    table.set_header(["how to size it", "addresses", "prefix", "usable"]);
    for way in part.ways() {
        let prefix = way.addresses.and_then(|n| part.subnet.smallest_with(n));
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "none".into());
        table.add_row([
            way.says,
            or_none(way.addresses.map(whole)),
            or_none(prefix.map(|p| format!("/{p}"))),
            or_none(prefix.map(|p| whole(part.subnet.usable_as(p)))),
        ]);
    }
    format!("{}\n\n", finished(table))
}

/// The risk of each prefix around the answers.
fn risks(part: &Part<'_>) -> String {
    let confidence = format!("{} confidence", level(part.report.target.confidence));
    let mut table = plain_table();
    table.set_header(["prefix", "usable", "none free", &confidence, ""]);
    for prefix in part.prefixes() {
        let risk = part.risk_of(prefix);
        let mark = if part.prefix() == Some(prefix) { "smallest that is enough" } else { "" };
        table.add_row([
            format!("/{prefix}"),
            whole(part.subnet.usable_as(prefix)),
            risk.estimate.value.map_or_else(|| "-".into(), percent),
            answer::interval(risk),
            mark.into(),
        ]);
    }
    format!("{}\n", finished(table))
}

/// What fills the subnet at the peak that decides.
fn peak(peak: &Peak) -> String {
    let in_use = peak.in_use;
    let all = [
        (in_use.ready, format!("{} ready", whole(in_use.ready))),
        (in_use.under_way, format!("{} under way", plural(in_use.under_way, "attempt"))),
        (
            in_use.lingering,
            format!("{} failed or removed, until clean-up", whole(in_use.lingering)),
        ),
        (in_use.leaked, format!("{} leaked", whole(in_use.leaked))),
        (in_use.checks, plural(in_use.checks, "health check")),
    ];
    let seen: Vec<&str> =
        all.iter().filter(|(n, _)| *n > 0).map(|(_, what)| what.as_str()).collect();
    let leaks = if in_use.leaked > 0 {
        "Leaked addresses add up: a longer horizon needs more.\n"
    } else {
        ""
    };
    format!(
        "\nThe {} addresses of the answer are in use in replication {} after {}:\n  {}\n{leaks}",
        whole(in_use.total()),
        peak.replication,
        length(from_length(peak.at.since(SimTime::ZERO)) / 1_000.0),
        seen.join(", ")
    )
}

/// Where the answer breaks.
fn breaking(part: &Part<'_>) -> String {
    let (Some(breaking), Some(prefix)) = (part.breaking, part.prefix()) else {
        return String::new();
    };
    let now = seats(part.report.tenant, part.sizing.subnet);
    let carried = breaking.seats.map(|edge| format!("  {}\n", answer::seats(edge, now)));
    format!(
        "\nWhat a /{prefix} carries, by the same replications:\n{}  {}\n",
        carried.unwrap_or_default(),
        answer::failures(breaking.failures, part.report.tenant)
    )
}
