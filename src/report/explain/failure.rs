//! Why an attempt failed, with what can be said about it from the records.

use crate::experiment::otherwise::Otherwise;
use crate::experiment::reasons::cause;
use crate::kernel::time::SimTime;
use crate::provisioning::condition::Condition;
use crate::provisioning::stage::{attach_network, gate};
use crate::record::recorder::{AttemptRow, Detail, ResourceRow};

use super::{Explanation, words};

/// The row of a failure.
pub(super) fn told(story: Explanation<'_>, attempt: &AttemptRow) -> String {
    let Some(cause) = attempt.cause.and_then(cause) else { return String::new() };
    let says = words::first_sentence(cause.says);
    let number = attempt.attempt;
    let why = why(story, attempt);
    format!("Attempt {number} fails: {} ({}). {says}.{why}", cause.code, cause.rules.join(", "))
}

/// What brought a failure about: conditions, checks, addresses.
fn why(story: Explanation<'_>, attempt: &AttemptRow) -> String {
    let mut out = String::new();
    for index in story.conditions_of(attempt) {
        out += &format!(" {}.", held(story, &story.tenant.conditions[index]));
    }
    if attempt.cause == Some(gate::NOT_HEALTHY.code) {
        for check in story.reasons().checks(attempt) {
            out += &format!(" {}", checked(story, check, attempt.ended));
        }
    } else if attempt.cause == Some(attach_network::NO_ADDRESS.code) {
        out += &addresses(story, attempt);
    }
    out
}

/// What a condition is, and when it held.
fn held(story: Explanation<'_>, condition: &Condition) -> String {
    let from = story.day_and_clock(condition.from);
    let until = story.reasons().until(condition).map_or_else(
        || "to the end".to_string(),
        |until| format!("until {}", story.clock_after(until, condition.from)),
    );
    let says = words::first_sentence(condition.kind.says);
    format!("Because of condition.{}, from {from} {until}: {says}", condition.name)
}

/// A health check that failed, with what it found.
fn checked(story: Explanation<'_>, check: &ResourceRow, now: SimTime) -> String {
    let began = story.clock_after(check.since.unwrap_or(check.at), now);
    let ended = story.clock_after(check.at, now);
    let findings = check.error_types().join(", ");
    let reasons = story.reasons().of_check(check);
    let conditions = reasons.iter().filter_map(|reason| match reason {
        Otherwise::NoCondition(index) => Some(&story.tenant.conditions[*index]),
        Otherwise::NoChange(_)
        | Otherwise::NoDie(_)
        | Otherwise::EnoughAddresses(_)
        | Otherwise::NoFalseAlarm(_)
        | Otherwise::NoJoinQuota(_)
        | Otherwise::NoHybridLimit
        | Otherwise::EnoughLicenses(_) => None,
    });
    let conditions: Vec<String> =
        conditions.map(|condition| format!(" {}.", held(story, condition))).collect();
    let conditions = conditions.concat();
    let name = &check.resource;
    format!("The health check of {name} from {began} to {ended} found: {findings}.{conditions}")
}

/// Who had the addresses, and when the next came back.
fn addresses(story: Explanation<'_>, attempt: &AttemptRow) -> String {
    let detail = &story.diagnosis.told.detail;
    let number = Some(attempt.attempt);
    let name = Some(&attempt.cloud_pc);
    let mut denials = detail.resources.iter().filter(|row| row.change == "denied");
    let denied = denials.find(|row| row.owner.as_ref() == name && row.attempt == number);
    let Some(denied) = denied else { return String::new() };
    let in_use = denied.in_use.unwrap_or_default();
    let lingering = lingering(detail, denied);
    let mut later = detail.resources.iter().filter(|row| row.at > denied.at);
    let next = later.find(|row| row.resource == denied.resource && row.change == "cleaned_up");
    let next = next.map(|row| story.clock_after(row.at, attempt.ended));
    let next = next
        .map_or("none came back any more".to_string(), |at| format!("the next came back at {at}"));
    let subnet = &denied.resource;
    format!(
        " {in_use} addresses of {subnet} were in use, {lingering} of them left by failed attempts \
         until clean-up; {next}."
    )
}

/// Addresses of a subnet that attempts which have ended in failure hold at a denial.
fn lingering(detail: &Detail, denied: &ResourceRow) -> usize {
    let of_subnet = |row: &&ResourceRow| row.resource == denied.resource && row.at <= denied.at;
    let mut held = std::collections::BTreeSet::new();
    for row in detail.resources.iter().filter(of_subnet) {
        let Some(attempt) = row.attempt else { continue };
        let key = (row.owner.as_deref().unwrap_or_default(), attempt);
        match row.change {
            "held" => drop(held.insert(key)),
            "cleaned_up" => drop(held.remove(&key)),
            _ => {}
        }
    }
    let failed = detail.attempts.iter().filter(|a| a.cause.is_some() && a.ended <= denied.at);
    failed.filter(|a| held.contains(&(a.cloud_pc.as_str(), a.attempt))).count()
}

impl Explanation<'_> {
    /// The conditions that brought an attempt's failure about.
    pub(super) fn conditions_of(self, attempt: &AttemptRow) -> Vec<usize> {
        let cause = attempt.cause.and_then(cause);
        cause.map(|cause| self.reasons().conditions(attempt, cause)).unwrap_or_default()
    }

    pub(super) fn day_and_clock(self, at: SimTime) -> String {
        self.heading.civil(at).strftime("%a %Y-%m-%d %H:%M").to_string()
    }
}
