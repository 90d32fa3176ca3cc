//! Where the events of two cases part, in words.

use super::Compared;
use crate::experiment::difference::Fired;
use crate::provisioning::event::EventKind;
use crate::provisioning::world::cause_in;
use crate::report::heading::Heading;
use crate::report::number::{plural, whole};

/// The first event that differs, in the first replication that does.
pub(super) fn told(compared: Compared<'_>) -> String {
    let Some(number) = compared.comparison.parted else { return String::new() };
    let all = compared.cases.map(|case| case.heading.replications);
    let in_all = format!(
        "\nThe events differ in {} of {}, first in replication {number}",
        whole(compared.comparison.parted_in),
        plural(all[0].min(all[1]), "replication"),
    );
    let Some(parting) = compared.parting else { return in_all + ".\n" };
    let [a, b] = compared.cases.map(|case| &case.heading);
    let event = whole(parting.number + 1);
    let words = match (&parting.left, &parting.right) {
        (Some(left), Some(right)) if same_key(left, right) => {
            format!("{}, in both{}", happens(left, a), otherwise(left, right))
        }
        (Some(left), Some(right)) => {
            format!("in A {}; in B {}", happens(left, a), happens(right, b))
        }
        (Some(left), None) => format!("in A {}; B is over", happens(left, a)),
        (None, Some(right)) => format!("A is over; in B {}", happens(right, b)),
        (None, None) => "both are over".into(),
    };
    format!("{in_all}, event {event}:\n  {words}.\n")
}

fn same_key(a: &Fired, b: &Fired) -> bool {
    *a == Fired { outcome: a.outcome, ..b.clone() }
}

/// What comes of the same event in either.
fn otherwise(a: &Fired, b: &Fired) -> String {
    let of_attempts = [EventKind::AttemptStarts, EventKind::AttemptEnds].contains(&a.kind);
    let [left, right] = [a, b].map(|fired| cause_in(fired.outcome).map(|cause| cause.code));
    match (left, right) {
        (Some(a), Some(b)) if of_attempts && a != b => {
            format!("; in A it fails by {a}, in B by {b}")
        }
        (Some(code), None) if of_attempts => format!("; in A it fails by {code}, in B it does not"),
        (None, Some(code)) if of_attempts => format!("; in B it fails by {code}, in A it does not"),
        (Some(_) | None, Some(_) | None) => "; what comes of it differs".into(),
    }
}

/// When and what, as a clause.
pub(super) fn happens(fired: &Fired, heading: &Heading) -> String {
    let at = heading.civil(fired.at).strftime("%Y-%m-%d %H:%M:%S");
    let Fired { whom, attempt, .. } = fired;
    let what = match fired.kind {
        EventKind::CleanUp => format!("attempt {attempt} of {whom} is cleaned up"),
        EventKind::Deprovisioned => format!("{whom} is deprovisioned"),
        EventKind::GraceEnds => format!("the grace period of {whom} ends"),
        EventKind::HealthCheckEnds => format!("a health check of {whom} ends"),
        EventKind::HealthCheckStarts => format!("a health check of {whom} starts"),
        EventKind::DeviceRegistered => format!("the device of {whom} is registered"),
        EventKind::DomainJoins => format!("{whom} begins its domain join"),
        EventKind::CycleEnds => "a cycle of Entra Connect ends".into(),
        EventKind::CycleStarts => "a cycle of Entra Connect starts".into(),
        EventKind::ChangeHappens => format!("change.{whom} happens"),
        EventKind::LifetimeEnds => format!("a change happens to the user of {whom}"),
        EventKind::Repair => format!("the admin repairs condition.{whom}"),
        EventKind::ActionEnds => format!("a resize or move of {whom} ends"),
        EventKind::AttemptEnds => format!("attempt {attempt} of {whom} ends"),
        EventKind::AddressRequested => format!("attempt {attempt} of {whom} asks for an address"),
        EventKind::AttemptStarts => format!("attempt {attempt} of {whom} starts"),
    };
    format!("{what} at {at}")
}
