//! An attempt: its stages with their times, its address, and how it ended.

use crate::kernel::time::SimTime;
use crate::provisioning::stage::Stage;
use crate::record::recorder::{AttemptRow, ResourceRow};

use super::row::{Row, Tone, duration};
use super::{Explanation, failure, journey, words};

/// All rows of an attempt.
pub(super) fn rows(story: Explanation<'_>, attempt: &AttemptRow) -> Vec<Row> {
    let mut rows = vec![Row::at(attempt.started, Tone::Head, heading(story, attempt))];
    let mut began = attempt.started;
    let place = story.reasons().place(attempt);
    for &stage in &Stage::route(place.join)[1..] {
        let Some(end) = attempt.stage_ends[stage.index() - 1] else {
            rows.extend(under_way(story, attempt, stage, began));
            break;
        };
        rows.extend(passed(story, attempt, stage, (began, end)));
        began = end;
    }
    rows.extend(ending(story, attempt));
    rows
}

fn heading(story: Explanation<'_>, attempt: &AttemptRow) -> String {
    let policy = &story.tenant.policies[usize::from(attempt.policy)].name;
    let policy = format!("by policy {policy}");
    let rest = match &attempt.connection {
        Some(connection) => format!("{policy} on connection {connection}"),
        None if is_stopped_at_gate(attempt) => String::new(),
        None => format!("{policy} on the Microsoft-hosted network"),
    };
    format!("Attempt {} begins {rest}", attempt.attempt).trim_end().to_string()
}

fn is_stopped_at_gate(attempt: &AttemptRow) -> bool {
    attempt.failed_stage == Some(Stage::Gate.sheet().name)
}

/// A stage that is done.
fn passed(
    story: Explanation<'_>,
    attempt: &AttemptRow,
    stage: Stage,
    (began, end): (SimTime, SimTime),
) -> Vec<Row> {
    let hops = journey::rows(story, attempt, end);
    if stage == Stage::SyncDevice && !hops.is_empty() {
        return hops;
    }
    let mut what = words::stage(stage).to_string();
    what += &match stage {
        Stage::SyncDevice => " by itself, through AD FS".to_string(),
        Stage::AttachNetwork => address(story, attempt).unwrap_or_default(),
        Stage::JoinDomain => limit(story, end),
        Stage::Gate
        | Stage::AllocateCapacity
        | Stage::CreateVm
        | Stage::JoinEntra
        | Stage::RegisterDevice
        | Stage::DetectDevice
        | Stage::CompleteRegistration
        | Stage::EnrollIntune
        | Stage::PrimaryUser
        | Stage::Configure
        | Stage::AssignUser => String::new(),
    };
    vec![Row::from_to(began, end, what)]
}

/// The stage that an attempt ended in, or was in at the end of the replication.
fn under_way(
    story: Explanation<'_>,
    attempt: &AttemptRow,
    stage: Stage,
    began: SimTime,
) -> Vec<Row> {
    if began == attempt.ended {
        return vec![];
    }
    let hops = journey::rows(story, attempt, attempt.ended);
    if stage == Stage::SyncDevice && !hops.is_empty() {
        return hops;
    }
    let mut what = words::stage(stage).to_string();
    if stage == Stage::AttachNetwork {
        what += &address(story, attempt).unwrap_or_default();
    }
    vec![Row::from_to(began, attempt.ended, what)]
}

/// By when the device object must be there.
fn limit(story: Explanation<'_>, joined: SimTime) -> String {
    let timeout = story.tenant.identity.timeout;
    let until = story.clock_after(joined + timeout, joined);
    format!("; its device object must appear by {until} ({timeout})")
}

/// The address that an attempt took, and until when it held it.
fn address(story: Explanation<'_>, attempt: &AttemptRow) -> Option<String> {
    let held = address_rows(story, attempt).find(|row| row.change == "held")?;
    let in_use = held.in_use.unwrap_or_default();
    let usable = story.tenant.subnets.iter().find(|s| s.name == held.resource)?.usable;
    Some(format!("; it takes an address of {} ({in_use} of {usable} in use)", held.resource))
}

fn address_rows<'a>(
    story: Explanation<'a>,
    attempt: &AttemptRow,
) -> impl Iterator<Item = &'a ResourceRow> {
    let number = attempt.attempt;
    let all = story.diagnosis.told.detail.resources.iter();
    all.filter(move |row| {
        row.attempt == Some(number) && row.owner.as_ref() == Some(&story.diagnosis.cloud_pc.name)
    })
}

fn ending(story: Explanation<'_>, attempt: &AttemptRow) -> Vec<Row> {
    let mut rows = vec![];
    if attempt.cause.is_some() {
        rows.push(Row::at(attempt.ended, Tone::Bad, failure::told(story, attempt)));
        rows.extend(kept_address(story, attempt));
    } else if attempt.stage_ends[Stage::AssignUser.index() - 1].is_some() {
        rows.push(Row::at(attempt.ended, Tone::Good, ready(story, attempt)));
        rows.extend(returned(story, attempt));
    }
    rows
}

fn ready(story: Explanation<'_>, attempt: &AttemptRow) -> String {
    let since = duration(attempt.ended.since(story.diagnosis.cloud_pc.requested));
    let warnings = match attempt.warnings.as_slice() {
        [] => String::new(),
        codes => format!(", with warnings: {}", codes.join(", ")),
    };
    format!("Ready {since} after the request{warnings}")
}

/// What becomes of a failed attempt's address.
fn kept_address(story: Explanation<'_>, attempt: &AttemptRow) -> Option<Row> {
    address_rows(story, attempt).find(|row| row.change == "held")?;
    let later = |change: &'static str| {
        address_rows(story, attempt).find(|row| row.change == change).map(|row| row.at)
    };
    let clock = |at| story.clock_after(at, attempt.ended);
    let what = match (later("leaked"), later("cleaned_up")) {
        (Some(at), None) => {
            format!("leaks at {}: a lock keeps clean-up from removing it", clock(at))
        }
        (Some(at), Some(back)) => {
            format!("leaks at {} by a lock, and comes back at {}", clock(at), clock(back))
        }
        (None, Some(back)) => format!("stays taken until clean-up at {}", clock(back)),
        (None, None) => "stays taken to the end of the replication".to_string(),
    };
    Some(Row::at(attempt.ended, Tone::Plain, format!("Its address {what}")))
}

/// When the address of a Cloud PC that was ready comes back.
fn returned(story: Explanation<'_>, attempt: &AttemptRow) -> Option<Row> {
    let back = address_rows(story, attempt).find(|row| row.change == "cleaned_up")?;
    let number = attempt.attempt;
    let what = format!("Clean-up gives back the address of attempt {number}");
    Some(Row::at(back.at, Tone::Plain, what))
}
