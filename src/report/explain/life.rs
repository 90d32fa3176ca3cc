//! All that happened to a Cloud PC, in order of time.

use crate::kernel::time::SimTime;
use crate::provisioning::cloud_pc::Status;
use crate::provisioning::tenancy::change::Change;
use crate::record::recorder::{AttemptRow, StatusRow};

use super::row::{Row, Tone, duration};
use super::{Explanation, attempt, words};

/// All rows.
pub(super) fn rows(story: Explanation<'_>) -> Vec<Row> {
    let mut rows = vec![request(story)];
    let attempts: Vec<&AttemptRow> = story.attempts().chain(story.unfinished()).collect();
    for (i, one) in attempts.iter().enumerate() {
        rows.extend(before(story, i.checked_sub(1).map(|i| attempts[i]), one));
        rows.extend(attempt::rows(story, one));
    }
    rows.extend(changes(story));
    rows.extend(statuses(story));
    rows.extend(repairs(story));
    rows.extend(waits(story, attempts.last().copied()));
    rows.sort_by_key(|row| row.at);
    rows
}

fn request(story: Explanation<'_>) -> Row {
    let pc = &story.diagnosis.cloud_pc;
    if pc.requested > story.horizon() {
        return Row::at(story.horizon(), Tone::Plain, "The replication ends before the request");
    }
    let what = format!("Requested: a user of wave {} is licensed and targeted", pc.wave);
    Row::at(pc.requested, Tone::Head, what)
}

/// What lies between the request or an attempt and the next attempt.
fn before(story: Explanation<'_>, last: Option<&AttemptRow>, next: &AttemptRow) -> Option<Row> {
    let pc = &story.diagnosis.cloud_pc;
    let Some(last) = last else {
        let since = began_waiting(story).unwrap_or(pc.requested);
        let what = "Windows 365 takes notice and begins to provision";
        return Some(Row::from_to(since, next.started, what));
    };
    let what = if is_failed_between(story, last.ended, next.started) {
        "Failed, until provisioning is started once more"
    } else if last.cause.is_some() {
        "Pause before the next attempt"
    } else {
        return None;
    };
    Some(Row::from_to(last.ended, next.started, what))
}

/// Whether the status became Failed from one instant to another.
fn is_failed_between(story: Explanation<'_>, from: SimTime, to: SimTime) -> bool {
    let failed = Status::Failed.graph_name();
    status_rows(story).any(|row| row.status == failed && from <= row.at && row.at < to)
}

/// When a wait for a license was over, which is told by itself.
fn began_waiting(story: Explanation<'_>) -> Option<SimTime> {
    let pending = Status::PendingProvision.graph_name();
    status_rows(story).find(|row| row.status == pending).map(|row| row.at)
}

fn status_rows(story: Explanation<'_>) -> impl Iterator<Item = &StatusRow> {
    let all = story.diagnosis.told.detail.statuses.iter();
    all.filter(move |row| row.cloud_pc == story.diagnosis.cloud_pc.name)
}

/// What people did to the Cloud PC or its user.
fn changes(story: Explanation<'_>) -> impl Iterator<Item = Row> {
    let all = story.diagnosis.told.detail.changes.iter();
    let of_this = all.filter(move |row| row.cloud_pc == story.diagnosis.cloud_pc.name);
    of_this.map(move |row| {
        let change = story.tenant.changes.iter().find(|change| change.name == row.change);
        let what = change.map_or("change", Change::says);
        Row::at(row.at, Tone::Head, format!("{what} (change.{})", row.change))
    })
}

/// Changes of status that attempts do not tell.
fn statuses(story: Explanation<'_>) -> impl Iterator<Item = Row> {
    let rows: Vec<&StatusRow> = status_rows(story).collect();
    let again = rows.windows(2).filter_map(|pair| ready_again(pair[0], pair[1]));
    let again: Vec<Row> = again.collect();
    let next = rows.iter().skip(1).map(|row| Some(row.at)).chain([None]);
    let rows: Vec<_> = rows.iter().copied().zip(next).collect();
    rows.into_iter().filter_map(move |(row, next)| status(story, row, next)).chain(again)
}

/// The end of what kept a ready Cloud PC from being just that.
fn ready_again(before: &StatusRow, row: &StatusRow) -> Option<Row> {
    let [was, is] = [before, row].map(|row| words::status(row.status));
    let again = is.is_ready() && was != Status::Provisioning;
    again.then(|| Row::at(row.at, Tone::Good, format!("{} again", is.display_name())))
}

fn status(story: Explanation<'_>, row: &StatusRow, next: Option<SimTime>) -> Option<Row> {
    let ends = next.unwrap_or(story.horizon());
    let lasts = |what: String| Some(Row::from_to(row.at, ends, what));
    match words::status(row.status) {
        Status::PendingProvision => lasts("Pending: no license is free".into()),
        Status::InGracePeriod => {
            let over = row.at + story.tenant.loss.grace_period;
            let over = story.clock_after(over, row.at);
            lasts(format!(
                "In grace period: the Cloud PC still works; it ends on {over} at the latest"
            ))
        }
        Status::Deprovisioning => lasts("Deprovisioning: the Cloud PC is removed".into()),
        Status::Resizing => lasts("Resizing: offline until it has its new size".into()),
        Status::ResizePendingLicense => {
            lasts("Resize pending license: the license of the new size is awaited".into())
        }
        Status::MovingRegion => lasts("Moving: offline until it is on its new network".into()),
        Status::Failed => Some(Row::at(row.at, Tone::Bad, failed(story))),
        Status::Deleted => Some(Row::at(row.at, Tone::Bad, "Gone")),
        Status::NotProvisioned => {
            Some(Row::at(row.at, Tone::Plain, "Not provisioned: nothing is made for the user"))
        }
        Status::Provisioning
        | Status::Provisioned
        | Status::ProvisionedWithWarnings
        | Status::Restoring => None,
    }
}

fn failed(story: Explanation<'_>) -> String {
    let retry = story.tenant.admin.retry_failed.is_some();
    let hope = if retry { "until the admin retries" } else { "until somebody retries" };
    format!("Status Failed: Windows 365 gives up {hope}")
}

/// Repairs of conditions that this Cloud PC suffered from.
fn repairs(story: Explanation<'_>) -> impl Iterator<Item = Row> {
    let suffered: Vec<&str> = story
        .attempts()
        .flat_map(move |attempt| story.conditions_of(attempt))
        .map(|index| story.tenant.conditions[index].name.as_str())
        .collect();
    let all = story.diagnosis.told.detail.repairs.iter();
    let of_this = all.filter(move |(_, name)| suffered.contains(&name.as_str()));
    of_this
        .map(|(at, name)| Row::at(*at, Tone::Good, format!("The admin repairs condition.{name}")))
}

/// How it stands at the end of the replication, where nothing has come to an end.
fn waits(story: Explanation<'_>, last: Option<&AttemptRow>) -> Option<Row> {
    let end = story.horizon();
    let since = last.map_or(story.diagnosis.cloud_pc.requested, |last| last.ended);
    let status = words::status(story.diagnosis.cloud_pc.status);
    let says = if story.unfinished().is_some() {
        "The replication ends while the attempt is under way".to_string()
    } else if status == Status::Provisioning {
        "The replication ends in the pause between attempts".to_string()
    } else if status == Status::NotProvisioned && since <= end && last.is_none() {
        let waited = duration(end.since(since));
        format!("Not provisioned {waited} after the request, when the replication ends")
    } else {
        return None;
    };
    Some(Row::at(end, Tone::Bad, says))
}
