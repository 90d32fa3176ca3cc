//! A Cloud PC's life in two or three sentences.

use crate::experiment::reasons::cause;
use crate::provisioning::cloud_pc::Status;
use crate::record::recorder::AttemptRow;

use super::row::{Row, duration};
use super::{Explanation, words};

/// What to say first.
pub(super) fn sentences(story: Explanation<'_>, rows: &[Row]) -> String {
    let pc = &story.diagnosis.cloud_pc;
    let requested = story.day_and_clock(pc.requested);
    let status = words::status(pc.status);
    let end = match status {
        Status::Provisioned | Status::ProvisionedWithWarnings => None,
        Status::Failed => Some(failed(story)),
        Status::NotProvisioned
        | Status::PendingProvision
        | Status::Provisioning
        | Status::InGracePeriod
        | Status::Deprovisioning
        | Status::Resizing
        | Status::ResizePendingLicense
        | Status::Restoring
        | Status::MovingRegion
        | Status::Deleted => Some(format!("At the end: {}.", status.display_name())),
    };
    let starts_a_sentence = pc.ready.is_none() && status != Status::Failed;
    let parts = [
        Some(format!("requested on {requested}{}", if starts_a_sentence { "." } else { ";" })),
        ready(story),
        end,
        longest(story, rows),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(" ")
}

/// When it was ready, and what went before.
fn ready(story: Explanation<'_>) -> Option<String> {
    let pc = &story.diagnosis.cloud_pc;
    let ready = pc.ready?;
    let took = duration(ready.since(pc.requested));
    let at = story.clock_after(ready, pc.requested);
    let failed: Vec<&AttemptRow> =
        story.attempts().filter(|a| a.cause.is_some() && a.ended <= ready).collect();
    let first = match failed.len() {
        0 => String::new(),
        1 => format!(" The first attempt failed: {}.", causes(&failed)),
        n => format!(" {n} attempts failed before: {}.", causes(&failed)),
    };
    Some(format!("ready at {at}, {took} later.{first}"))
}

fn failed(story: Explanation<'_>) -> String {
    let failed: Vec<&AttemptRow> = story.attempts().filter(|a| a.cause.is_some()).collect();
    let Some(last) = failed.last() else { return String::new() };
    let at = story.clock_after(last.ended, story.diagnosis.cloud_pc.requested);
    let attempts = words::attempts(failed.len());
    format!("{attempts} failed, the last at {at}: {}.", causes(&failed))
}

/// The causes of attempts in order, each once, with what they say.
fn causes(attempts: &[&AttemptRow]) -> String {
    let mut known: Vec<&str> = vec![];
    for code in attempts.iter().filter_map(|attempt| attempt.cause) {
        if !known.contains(&code) {
            known.push(code);
        }
    }
    let say = |code: &&str| {
        let says = cause(code).map(|cause| words::first_sentence(cause.says));
        says.map_or_else(|| (*code).to_string(), |says| format!("{says} ({code})"))
    };
    known.iter().map(say).collect::<Vec<_>>().join("; then: ")
}

/// What took longest until it was ready.
fn longest(story: Explanation<'_>, rows: &[Row]) -> Option<String> {
    let ready = story.diagnosis.cloud_pc.ready?;
    let until = rows.iter().filter(|row| row.at < ready);
    let row = until.max_by_key(|row| row.took)?;
    let what = row.what.split([';', ':', ',', '(']).next().unwrap_or_default().trim_end();
    Some(format!("What took longest: {what}, {}.", duration(row.took?)))
}
