//! The way of a device to Microsoft Entra ID: hop by hop, then by a cycle of Entra Connect.

use crate::kernel::time::SimTime;
use crate::provisioning::condition::Conditions;
use crate::provisioning::identity::directory::SiteLink;
use crate::provisioning::stage::Stage;
use crate::record::recorder::{AttemptRow, CycleRow, HopRow, Journey};

use super::Explanation;
use super::row::{Row, Tone};

/// The rows of an attempt's journey, until it ends; none if it made none.
pub(super) fn rows(story: Explanation<'_>, attempt: &AttemptRow, end: SimTime) -> Vec<Row> {
    let all = &story.diagnosis.told.detail.journeys;
    let is_this = |j: &&Journey| j.cloud_pc == attempt.cloud_pc && j.attempt == attempt.attempt;
    let Some(journey) = all.iter().find(is_this) else { return vec![] };
    let mut rows = replication(story, journey);
    match journey.arrives {
        None => rows.push(stuck(story, journey, end)),
        Some(arrives) if arrives < end => rows.extend(export(story, attempt, (arrives, end))),
        Some(_) => {}
    }
    rows.into_iter().filter_map(|row| cut(story, row, end)).collect()
}

/// From domain controller to domain controller.
fn replication(story: Explanation<'_>, journey: &Journey) -> Vec<Row> {
    let mut rows = vec![];
    let mut now = journey.written;
    for hop in &journey.hops {
        if hop.since > now {
            rows.push(Row::from_to(now, hop.since, "The change replicates within its site"));
        }
        rows.push(Row::from_to(hop.since, hop.passed, over(story, hop)));
        now = hop.passed;
    }
    if let Some(arrives) = journey.arrives.filter(|&arrives| arrives > now) {
        let what = "The change replicates to the domain controller that Entra Connect reads";
        rows.push(Row::from_to(now, arrives, what));
    }
    rows
}

fn over(story: Explanation<'_>, hop: &HopRow) -> String {
    let HopRow { link, to, passed, .. } = hop;
    let rhythm = rhythm(story, link);
    let at = story.clock(*passed);
    format!("Waits for site link {link}, which replicates to {to} {rhythm}: {at}")
}

fn rhythm(story: Explanation<'_>, link: &str) -> String {
    let links = &story.tenant.identity.directory.links;
    let link = links.iter().find(|known| known.name == link);
    let every = |link: &SiteLink| {
        let windows = if link.grid.windows.is_empty() { "" } else { " within its windows" };
        format!("every {}{windows}", link.grid.interval)
    };
    match link {
        Some(link) if link.notify => "at once, by notification".into(),
        Some(link) => every(link),
        None => String::new(),
    }
}

/// No link led on before the end.
fn stuck(story: Explanation<'_>, journey: &Journey, end: SimTime) -> Row {
    let since = journey.hops.last().map_or(journey.written, |hop| hop.passed);
    let next = next_link(story, journey);
    Row::from_to(since, end.max(since), format!("Waits for site link {next}, in vain"))
}

/// The link that the change would go over next.
fn next_link(story: Explanation<'_>, journey: &Journey) -> String {
    let attempts = story.attempts().chain(story.unfinished());
    let connection = attempts
        .filter(|attempt| attempt.attempt == journey.attempt)
        .find_map(|attempt| story.reasons().connection(attempt.connection.as_deref()));
    let way = connection.and_then(|c| story.tenant.connections[usize::from(c)].way.as_ref());
    let Some(step) = way.and_then(|way| way.get(journey.hops.len())) else {
        return "to Entra Connect".into();
    };
    let link = &story.tenant.identity.directory.links[usize::from(step.link)];
    format!("{}, which replicates {}", link.name, rhythm(story, &link.name))
}

/// The wait for a cycle, and the cycle that exports the device.
fn export(
    story: Explanation<'_>,
    attempt: &AttemptRow,
    (arrives, end): (SimTime, SimTime),
) -> Vec<Row> {
    let every = story.tenant.identity.connect.grid.interval;
    let waits = "Waits for the next cycle of Entra Connect";
    let exported = attempt.stage_ends[Stage::SyncDevice.index() - 1].is_some();
    let found = if exported { exporting(story, end) } else { next_export(story, attempt, arrives) };
    let Some(cycle) = found.filter(|cycle| cycle.started < end) else {
        let passed_over = exporting_after(story, arrives).is_some_and(|cycle| cycle.ended <= end);
        let what = if passed_over {
            format!("The cycles of Entra Connect (every {every}) pass the device over")
        } else {
            format!("{waits} (every {every})")
        };
        let next = found.map(|cycle| story.clock_after(cycle.started, end));
        let next = next.map(|at| format!("; the first to take it starts at {at}"));
        return vec![Row::from_to(arrives, end, what + &next.unwrap_or_default())];
    };
    let [from, to] = [cycle.started, cycle.ended].map(|at| story.clock(at));
    let full = if cycle.full { "full cycle" } else { "cycle" };
    let n = cycle.exported;
    let ending = if n == 1 { "" } else { "s" };
    vec![
        Row::from_to(arrives, cycle.started, format!("{waits} (every {every}): {from}")),
        Row::from_to(
            cycle.started,
            cycle.ended,
            format!("The {full} from {from} to {to} exports {n} change{ending}"),
        ),
    ]
}

/// The cycle that ended with an export at an instant.
fn exporting(story: Explanation<'_>, at: SimTime) -> Option<&CycleRow> {
    story.diagnosis.told.detail.cycles.iter().find(|cycle| cycle.exports && cycle.ended == at)
}

/// The first cycle that exports anything of what has arrived by an instant.
fn exporting_after(story: Explanation<'_>, arrived: SimTime) -> Option<&CycleRow> {
    let mut cycles = story.diagnosis.told.detail.cycles.iter();
    cycles.find(|cycle| cycle.exports && cycle.started >= arrived)
}

/// The first cycle that exports an attempt's device that has arrived by an instant.
fn next_export<'a>(
    story: Explanation<'a>,
    attempt: &AttemptRow,
    arrived: SimTime,
) -> Option<&'a CycleRow> {
    let reasons = story.reasons();
    let connection = reasons.connection(attempt.connection.as_deref())?;
    let all = &story.tenant.conditions;
    let repaired: Vec<_> = all.iter().map(|condition| reasons.until(condition)).collect();
    let conditions = Conditions { all, repaired: &repaired };
    let mut cycles = story.diagnosis.told.detail.cycles.iter();
    cycles.find(|cycle| {
        let in_scope = !conditions.out_of_scope(connection, cycle.started);
        cycle.exports && cycle.started >= arrived && in_scope
    })
}

/// A row up to the attempt's end: what goes on after it is told with what it had been.
fn cut(story: Explanation<'_>, row: Row, end: SimTime) -> Option<Row> {
    let ends = row.took.map_or(row.at, |took| row.at + took);
    if row.at >= end {
        return None;
    }
    if ends <= end {
        return Some(row);
    }
    let late = story.clock_after(ends, end);
    let what = format!("{}; too late, it would be done at {late}", row.what);
    Some(Row { tone: Tone::Plain, ..Row::from_to(row.at, end, what) })
}
