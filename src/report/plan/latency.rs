//! Lengths of time in a plan: device objects against their limit, and from request to ready.

use anstyle::Style;
use comfy_table::CellAlignment;

use super::super::number::percent;
use super::super::table::plain_table;
use super::Plan;
use crate::experiment::arithmetic::Part;
use crate::experiment::arithmetic::device_object::DeviceObject;
use crate::experiment::arithmetic::readiness::Readiness;
use crate::experiment::arithmetic::span::Span;
use crate::kernel::time::{SimDuration, SimTime};
use crate::provisioning::stage::Join;

const BOLD: Style = Style::new().bold();
/// What hybrid devices are advised to take at most (ID-02).
const ADVISED: SimDuration = SimDuration::from_minutes(60);

/// All of them.
pub(super) fn sections(plan: Plan<'_>) -> String {
    let objects = plan.found.device_objects.iter().map(object);
    objects.chain(plan.found.readiness.iter().map(ready)).collect()
}

/// A length, to the second.
pub(super) fn exact(length: SimDuration) -> String {
    SimDuration::from_secs((length.ms() + 500) / 1_000).to_string()
}

/// An instant, to the second.
pub(super) fn at(time: SimTime) -> String {
    format!("+{}", exact(time.since(SimTime::ZERO)))
}

fn most(span: Span) -> String {
    span.most.map_or("no limit".into(), exact)
}

fn object(object: &DeviceObject) -> String {
    let title = format!("Device objects of {}, from the domain join on", object.connection);
    format!(
        "{}{}",
        table(&title, &object.parts, ("in all", object.total(), "ID-05, REP-06")),
        judged(object)
    )
}

fn ready(readiness: &Readiness) -> String {
    let place = match (&readiness.connection, readiness.join) {
        (None, _) => "the Microsoft-hosted network".to_string(),
        (Some(connection), Join::Entra) => connection.clone(),
        (Some(connection), Join::Synced | Join::Federated) => format!("{connection}, hybrid"),
    };
    let title = format!("From request to ready: {} on {place}", readiness.groups.join(", "));
    table(&title, &readiness.parts, ("if nothing fails", readiness.total(), "TIME-01"))
}

fn table(title: &str, parts: &[Part], (says, total, rules): (&str, Span, &str)) -> String {
    let mut table = plain_table();
    table.set_header(["", "least", "mean", "most", ""]);
    let mut row = |says: &str, span: Span, rules: &str| {
        table.add_row([says, &exact(span.least), &exact(span.mean), &most(span), rules]);
    };
    for part in parts {
        row(&part.says, part.span, &part.rules.join(", "));
    }
    row(says, total, rules);
    for column in table.column_iter_mut().skip(1).take(3) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("\n{BOLD}{title}{BOLD:#}\n{}\n", table.trim_fmt())
}

/// Whether it fits, whether each wait would fit alone, and the chance of a time-out.
fn judged(object: &DeviceObject) -> String {
    let limit = exact(object.timeout);
    let fits = match object.total().most {
        Some(most) if most <= object.timeout => {
            let spare = exact(object.timeout - most);
            let advice = if most > ADVISED { ", though advised is 1h (ID-02)" } else { "" };
            return format!(" The limit is {limit} (ID-01): {spare} to spare{advice}.\n");
        }
        Some(most) => format!("the latest comes {} too late", exact(most - object.timeout)),
        None => "there is no latest".into(),
    };
    let alone = match object.too_long_alone.as_slice() {
        [] => "Each wait would fit alone; their sum does not.".to_string(),
        names => format!("Too long by itself: {}.", names.join(", ")),
    };
    format!(" The limit is {limit} (ID-01): {fits}. {alone}\n{}", chance(object))
}

fn chance(object: &DeviceObject) -> String {
    let Some((low, high)) = object.chance else { return String::new() };
    let [from, to] = [low, high].map(percent);
    let between = if from == to { format!("with {from}") } else { format!("with {from} to {to}") };
    format!(" One attempt times out {between}, where phases are random and waits uniform.\n")
}
