//! What would have become of the Cloud PC if what hurt it had not been.

use crate::experiment::diagnosis::Alternative;
use crate::experiment::otherwise::Otherwise;
use crate::kernel::time::SimTime;
use crate::provisioning::stage::Stage;

use super::row::{BOLD, duration, paragraph};
use super::{Explanation, words};

/// One sentence for each thing switched off.
pub(super) fn paragraphs(story: Explanation<'_>) -> String {
    let alternatives = &story.diagnosis.alternatives;
    if alternatives.is_empty() {
        return String::new();
    }
    let about = "Otherwise (the same replication, with one thing changed)";
    let sentences = alternatives.iter().map(|a| format!("  {}", paragraph(&sentence(story, a), 2)));
    format!("\n{BOLD}{about}{BOLD:#}\n{}", sentences.collect::<String>())
}

fn sentence(story: Explanation<'_>, alternative: &Alternative) -> String {
    let without: Vec<String> =
        alternative.without.iter().map(|&other| without(story, other)).collect();
    let without = without.join(", and ");
    let mut letters = without.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}: {}.", letters.as_str(), becomes(story, alternative))
}

fn without(story: Explanation<'_>, other: Otherwise) -> String {
    let tenant = story.tenant;
    match other {
        Otherwise::NoCondition(index) => {
            format!("without condition.{}", tenant.conditions[index].name)
        }
        Otherwise::NoChange(index) => format!("without change.{}", tenant.changes[index].name),
        Otherwise::NoDie(code) => format!("with failures.{code} = 0"),
        Otherwise::EnoughAddresses(subnet) => {
            let name = &tenant.subnets[usize::from(subnet)].name;
            format!("with a subnet {name} that never runs out of addresses")
        }
        Otherwise::NoFalseAlarm(connection) => {
            let name = &tenant.connections[usize::from(connection)].name;
            format!("without the random failures of health checks of {name}")
        }
        Otherwise::NoJoinQuota(connection) => {
            let name = &tenant.connections[usize::from(connection)].name;
            format!("without the quota of the join account of {name}")
        }
        Otherwise::NoHybridLimit => {
            "without the limit of hybrid join, waiting as long as it takes".into()
        }
        Otherwise::EnoughLicenses(_) => "with licenses enough".into(),
    }
}

/// What becomes of the Cloud PC.
fn becomes(story: Explanation<'_>, alternative: &Alternative) -> String {
    let pc = &alternative.cloud_pc;
    let status = words::status(pc.status);
    let Some((ready, attempt)) = pc.ready.zip(alternative.success()) else {
        let still = if pc.status == story.diagnosis.cloud_pc.status { "still " } else { "" };
        let cause = pc.cause.map(|code| format!(" ({code})")).unwrap_or_default();
        return format!("{still}{}{cause}", status.display_name());
    };
    if Some(ready) == story.diagnosis.cloud_pc.ready {
        let again = pc.status == story.diagnosis.cloud_pc.status;
        let end = if again { "still" } else { "in the end" };
        return format!("ready no sooner, {end} {}", status.display_name());
    }
    let clock = |at: SimTime| story.clock_after(at, pc.requested);
    let device = device_object(alternative).map(|at| format!("device object at {}, ", clock(at)));
    let number = attempt.attempt;
    let took = duration(ready.since(pc.requested));
    let at = format!(
        "{}ready at {} on attempt {number}, {took} after the request",
        device.unwrap_or_default(),
        clock(ready)
    );
    let later = if status.is_ready() { String::new() } else { later(status.display_name()) };
    format!("{at}{}{later}", sooner(story, ready))
}

fn later(status: &str) -> String {
    format!("; in the end {status}")
}

/// How much sooner it is ready than it was, if it was.
fn sooner(story: Explanation<'_>, ready: SimTime) -> String {
    match story.diagnosis.cloud_pc.ready {
        Some(was) if was > ready => format!(", {} sooner", duration(was.since(ready))),
        Some(was) => format!(", {} later than it was", duration(ready.since(was))),
        None => String::new(),
    }
}

/// When the device object appeared, where one was waited for.
fn device_object(alternative: &Alternative) -> Option<SimTime> {
    let waits = alternative.without.contains(&Otherwise::NoHybridLimit);
    let attempt = alternative.success().filter(|_| waits)?;
    attempt.stage_ends[Stage::SyncDevice.index() - 1]
}
