//! Waves, retries and clean-up.

use super::Frame;
use super::networks::{few, resolve};
use super::settings::Ledger;
use crate::kernel::stream::family;
use crate::kernel::time::{SimDuration, SimTime};
use crate::kernel::variate::Distribution;
use crate::provisioning::tenant::{self, Cleanup, Retry, Wave};
use crate::scenario::file::{self, Arrivals, Clock, NonRetriable, ScenarioFile};
use crate::scenario::instant::Instant;
use crate::scenario::named::Item;
use crate::scenario::problem::{Place, Problem};

/// Cloud PCs that a scenario may have.
pub(super) const MOST_CLOUD_PCS: u64 = 10_000_000;
const MOST_LICENSES: u64 = 100;
const MOST_ATTEMPTS: u64 = 100;

pub(super) fn waves(file: &ScenarioFile, frame: &Frame, ledger: &mut Ledger) -> Vec<Wave> {
    few(&file.wave, "waves", 500, ledger);
    few(&file.group, "groups", 1_000, ledger);
    for group in &file.group {
        licenses(group, ledger);
    }
    if file.wave.is_empty() && file.initial.is_empty() && !ledger.is_partial() {
        let message = "the scenario has no wave: nobody would ask for a Cloud PC";
        let problem = Problem::new(&Place::default(), message, "add one");
        let help =
            "[wave.pilot] with `group`, `users`, and `at` or `over` if it begins later or lasts";
        ledger.push(problem.help(help));
    }
    let waves: Vec<Wave> = file.wave.iter().map(|item| wave(item, file, frame, ledger)).collect();
    too_many(file, &waves, ledger);
    waves
}

fn too_many(file: &ScenarioFile, waves: &[Wave], ledger: &mut Ledger) {
    let mut total = 0_u64;
    for (item, wave) in file.wave.iter().zip(waves) {
        let Some(users) = &item.value.users else { continue };
        total = total.saturating_add(users.value.saturating_mul(u64::from(wave.licenses)));
        if total > MOST_CLOUD_PCS {
            let message = "the scenario has too many Cloud PCs";
            let label = format!("at most {MOST_CLOUD_PCS} in all waves");
            ledger.push(Problem::new(&users.place, message, label));
            return;
        }
    }
}

fn licenses(item: &Item<file::Group>, ledger: &mut Ledger) -> u8 {
    let path = format!("group.{}.licenses_per_user", item.name.value);
    let written = item.value.licenses_per_user.as_ref();
    let licenses = ledger.or(&path, written, 1, "PROV-02");
    if let Some(written) = written.filter(|_| licenses > MOST_LICENSES) {
        let message = format!("{licenses} licenses per user");
        ledger.push(Problem::new(&written.place, message, format!("at most {MOST_LICENSES}")));
    }
    u8::try_from(licenses.min(MOST_LICENSES)).expect("at most a hundred")
}

fn wave(item: &Item<file::Wave>, file: &ScenarioFile, frame: &Frame, ledger: &mut Ledger) -> Wave {
    let name = &item.name.value;
    let table = &item.value;
    let path = |key: &str| format!("wave.{name}.{key}");
    ledger.given(&path("group"), table.group.as_ref());
    ledger.given(&path("users"), table.users.as_ref());
    let start = Instant::AfterStart(SimDuration::ZERO);
    ledger.or(&path("at"), table.at.as_ref(), start, "the start of the scenario");
    let over = ledger.or(&path("over"), table.over.as_ref(), SimDuration::ZERO, "all at once");
    let arrivals =
        ledger.or(&path("arrivals"), table.arrivals.as_ref(), Arrivals::Even, "the plainest");
    let at = table.at.as_ref().map_or(SimTime::ZERO, |at| frame.instant(at, "the wave", ledger));
    spread(table, at, frame, ledger);
    let group = table.group.as_ref().and_then(|g| resolve(g, "group", &file.group, ledger));
    let sheet = group.map(|index| &file.group.items[usize::from(index)]);
    let licenses = sheet.and_then(|g| g.value.licenses_per_user.as_ref()).map_or(1, |l| l.value);
    let users = table.users.as_ref().map_or(0, |u| u.value.min(MOST_CLOUD_PCS));
    Wave {
        name: name.clone(),
        family: family("wave", name),
        group: group.unwrap_or(0),
        users: u32::try_from(users).expect("at most ten millions"),
        licenses: u8::try_from(licenses.min(MOST_LICENSES)).expect("at most a hundred"),
        at,
        over,
        arrivals: meant(arrivals),
        initial: None,
    }
}

fn meant(arrivals: Arrivals) -> tenant::Arrivals {
    match arrivals {
        Arrivals::Even => tenant::Arrivals::Even,
        Arrivals::Random => tenant::Arrivals::Random,
        Arrivals::Poisson => tenant::Arrivals::Poisson,
        Arrivals::AtOnce => tenant::Arrivals::AtOnce,
    }
}

/// A wave's arrivals must fit its length, and that the horizon.
fn spread(table: &file::Wave, at: SimTime, frame: &Frame, ledger: &mut Ledger) {
    let over = table.over.as_ref().filter(|over| over.value > SimDuration::ZERO);
    if let Some(arrivals) = &table.arrivals {
        let how = arrivals.value;
        let message = match (how, over) {
            (Arrivals::AtOnce, Some(_)) => "a wave with `over` does not arrive at once".to_string(),
            (Arrivals::Random | Arrivals::Poisson, None) => {
                format!("\"{}\" arrivals need a length: `over`", how.as_str())
            }
            (Arrivals::AtOnce, None) | (Arrivals::Even, _) | (_, Some(_)) => String::new(),
        };
        if !message.is_empty() {
            ledger.push(Problem::new(&arrivals.place, message, "does not fit `over`"));
        }
    }
    if let Some(over) = over.filter(|over| at + over.value > SimTime::ZERO + frame.horizon) {
        let message = "the wave ends beyond the horizon";
        let label = format!("{} is after +{}", at + over.value, frame.horizon);
        ledger.push(Problem::new(&over.place, message, label).help("lengthen `horizon`"));
    }
}

pub(super) fn retry(file: &ScenarioFile, ledger: &mut Ledger) -> Retry {
    let none = file::Retry::default();
    let table = file.retry.as_ref().map_or(&none, |t| &t.value);
    let attempts = ledger.or("retry.attempts", table.attempts.as_ref(), 3, "RETRY-01");
    let short = Distribution::Fixed(SimDuration::from_minutes(5));
    let pause = ledger.or("retry.pause", table.pause.as_ref(), short, "RETRY-02");
    let written = table.non_retriable.as_ref();
    let then = ledger.or("retry.non_retriable", written, NonRetriable::Retry, "RETRY-04");
    let range = 1..=MOST_ATTEMPTS;
    if let Some(written) = table.attempts.as_ref().filter(|_| !range.contains(&attempts)) {
        let message = format!("{attempts} attempts");
        let label = format!("from 1 to {MOST_ATTEMPTS}; Windows 365 makes three");
        ledger.push(Problem::new(&written.place, message, label));
    }
    Retry {
        attempts: u8::try_from(attempts.min(MOST_ATTEMPTS)).expect("at most a hundred"),
        pause: pause.into(),
        stop_if_not_retriable: then == NonRetriable::Stop,
    }
}

pub(super) fn cleanup(file: &ScenarioFile, ledger: &mut Ledger) -> Cleanup {
    let none = file::Cleanup::default();
    let table = file.cleanup.as_ref().map_or(&none, |t| &t.value);
    let three_hours = Distribution::Fixed(SimDuration::from_hours(3));
    let clock = ledger.or("cleanup.clock", table.clock.as_ref(), Clock::EachAttempt, "IP-04");
    Cleanup {
        after: ledger.or("cleanup.after", table.after.as_ref(), three_hours, "CLEAN-02").into(),
        after_final: clock == Clock::AfterFinal,
    }
}
