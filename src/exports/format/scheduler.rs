//! `Get-ADSyncScheduler`, as the console prints it and as JSON.

use serde_json::{Map, Value};

use crate::exports::date::{self, Meanings};
use crate::exports::item::{Item, truth};
use crate::exports::json;
use crate::exports::log::Sourced;
use crate::kernel::time::SimDuration;
use crate::scenario::duration;

/// The scheduler of a server of Entra Connect.
#[derive(Debug)]
pub(crate) struct Scheduler {
    /// The time from one cycle to the next that is in force.
    pub(crate) interval: Option<Sourced<SimDuration>>,
    /// The shortest that Microsoft Entra ID allows.
    pub(crate) allowed: Option<Sourced<SimDuration>>,
    /// When the next cycle starts, in UTC.
    pub(crate) next: Option<Sourced<Meanings>>,
    /// Whether cycles start by themselves.
    pub(crate) enabled: Option<Sourced<bool>>,
    /// Whether the scheduler is suspended, as during an upgrade.
    pub(crate) suspended: Option<Sourced<bool>>,
    /// Whether the server exports nothing.
    pub(crate) staging: Option<Sourced<bool>>,
    /// The name of the file.
    pub(crate) file: String,
}

const EFFECTIVE: &str = "CurrentlyEffectiveSyncCycleInterval";
const CUSTOMIZED: &str = "CustomizedSyncCycleInterval";
const ALLOWED: &str = "AllowedSyncCycleInterval";
const NEXT: &str = "NextSyncCycleStartTimeInUTC";
const ENABLED: &str = "SyncCycleEnabled";
const SUSPENDED: &str = "SchedulerSuspended";
const STAGING: &str = "StagingModeEnabled";

/// Whether an object is the scheduler's.
pub(crate) fn is(item: &Item<'_>) -> bool {
    [EFFECTIVE, NEXT, ENABLED].iter().filter(|field| item.has(field)).count() >= 2
}

/// The fields that a console's lines `Name : Value` give; none if it is not the scheduler's.
pub(crate) fn console(text: &str) -> Option<Map<String, Value>> {
    let mut fields = Map::new();
    for line in text.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || !json::is_wanted(name) {
            continue;
        }
        let value = match truth(value) {
            Some(truth) => Value::Bool(truth),
            None => Value::String(value.into()),
        };
        fields.insert(name.into(), value);
    }
    let known = [EFFECTIVE, NEXT, ENABLED].iter().filter(|name| fields.contains_key(**name));
    (known.count() >= 2).then_some(fields)
}

/// Reads the scheduler.
pub(crate) fn read(item: &Item<'_>) -> Scheduler {
    Scheduler {
        interval: length(item, EFFECTIVE).or_else(|| length(item, CUSTOMIZED)),
        allowed: length(item, ALLOWED),
        next: next(item),
        enabled: item.truth(&[ENABLED]),
        suspended: item.truth(&[SUSPENDED]),
        staging: item.truth(&[STAGING]),
        file: item.file().into(),
    }
}

/// A length of time: a text, or what PowerShell makes of one, in ticks of 100 nanoseconds.
fn length(item: &Item<'_>, field: &str) -> Option<Sourced<SimDuration>> {
    let (_, value) = item.field(&[field])?;
    let (length, from) = if value.is_object() {
        let ticks = item.inner(&[field])?.number(&["ticks"])?;
        let ms = u64::try_from(ticks.value).ok().map(|ticks| ticks / 10_000);
        (ms.map(SimDuration::from_ms), item.source(field))
    } else {
        let text = item.text(&[field])?;
        (duration::length(&text.value).ok(), text.from)
    };
    let sound = SimDuration::from_minutes(1)..=SimDuration::from_days(7);
    let length = length.filter(|length| sound.contains(length));
    if length.is_none() {
        item.note(field, "not a time from a minute to a week such as 00:30:00; left out");
    }
    Some(Sourced { value: length?, from })
}

/// The next start: ISO 8601, PowerShell's JSON, or as the locale of the server writes it.
fn next(item: &Item<'_>) -> Option<Sourced<Meanings>> {
    let (_, value) = item.field(&[NEXT])?;
    let text = if value.is_object() {
        item.inner(&[NEXT])?.text(&["value", "datetime"])?
    } else {
        item.text(&[NEXT])?
    };
    let meanings = match date::instant(&text.value) {
        Ok(at) => at.map(|at| Meanings { all: vec![at], doubt: None }),
        Err(_) => match date::localized(&text.value) {
            Ok(meanings) => Some(meanings),
            Err(reason) => {
                item.note(NEXT, format!("{reason}; left out"));
                None
            }
        },
    };
    Some(Sourced { value: meanings?, from: text.from })
}

impl Scheduler {
    /// Whether this server exports: of several, it is the one that counts.
    pub(crate) fn exports(&self) -> bool {
        self.staging.as_ref().is_none_or(|staging| !staging.value)
    }
}
