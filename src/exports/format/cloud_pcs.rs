//! Graph's `cloudPCs`: of each only what it counts for. Users are never read.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;

use crate::exports::date;
use crate::exports::ids;
use crate::exports::item::Item;
use crate::exports::log::Sourced;

/// All Cloud PCs of all files, counted.
#[derive(Debug, Default)]
pub(crate) struct CloudPcs {
    /// What is counted of those alike.
    pub(crate) rows: BTreeMap<Alike, Row>,
    /// The files that they are in.
    pub(crate) files: BTreeSet<String>,
    /// The latest change of any.
    pub(crate) latest: Option<Sourced<DateTime>>,
    seen: BTreeSet<String>,
}

/// Cloud PCs that are counted together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Alike {
    /// The identifier of their policy; none without one.
    pub(crate) policy: Option<String>,
    /// The display name of their connection; none on the Microsoft-hosted network.
    pub(crate) connection: Option<String>,
    /// Graph's word for their status.
    pub(crate) status: String,
}

/// What is known of Cloud PCs that are alike.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// How many they are.
    pub(crate) count: u64,
    /// When grace ends, for those in it.
    pub(crate) grace_ends: Vec<DateTime>,
    /// When they changed last.
    pub(crate) changed: Vec<DateTime>,
    /// Why they failed or what is missing, by Graph's code.
    pub(crate) codes: BTreeMap<String, u64>,
}

/// What a Cloud PC's status means to an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is there and holds an address.
    Ready,
    /// Its provisioning is under way.
    Coming,
    /// It waits for a license.
    Waiting,
    /// It has failed; clean-up takes what it holds.
    Failed,
    /// It is going; clean-up takes what it holds.
    Going,
    /// There is none: a user with a license and without a policy.
    None,
    /// A word that is not known here.
    Unknown,
}

/// What every status of Graph means.
const STATUSES: [(&str, Standing); 17] = [
    ("notProvisioned", Standing::None),
    ("pendingProvision", Standing::Waiting),
    ("preparing", Standing::Coming),
    ("provisioning", Standing::Coming),
    ("provisioned", Standing::Ready),
    ("provisionedWithWarnings", Standing::Ready),
    ("inGracePeriod", Standing::Ready),
    ("resizing", Standing::Ready),
    ("resizePendingLicense", Standing::Ready),
    ("restoring", Standing::Ready),
    ("movingRegion", Standing::Ready),
    ("upgrading", Standing::Ready),
    ("modifyingSingleSignOn", Standing::Ready),
    ("updatingSingleSignOn", Standing::Ready),
    ("refreshPolicyConfiguration", Standing::Ready),
    ("deprovisioning", Standing::Going),
    ("failed", Standing::Failed),
];

/// What a status means.
pub(crate) fn standing(status: &str) -> Standing {
    let known = STATUSES.iter().find(|(word, _)| *word == status);
    known.map_or(Standing::Unknown, |(_, standing)| *standing)
}

impl CloudPcs {
    /// How a comment names a field of all of them.
    pub(crate) fn source(&self, field: &str) -> String {
        let files: Vec<&str> = self.files.iter().map(String::as_str).collect();
        format!("from {}: {field} of every Cloud PC", files.join(", "))
    }

    /// Counts a Cloud PC; one that was counted before is noted.
    pub(crate) fn add(&mut self, item: &Item<'_>) {
        self.files.insert(item.file().to_string());
        let id = item.guid(&["id"]).map(|id| id.value);
        if id.is_none() {
            item.note("id", "missing; counted all the same");
        } else if !id.is_some_and(|id| self.seen.insert(id)) {
            return item.note("id", "the same Cloud PC again; counted once");
        }
        let status = status(item);
        let changed = item.instant(&["lastModifiedDateTime"]);
        let alike = Alike {
            policy: item.guid(&["provisioningPolicyId"]).map(|id| id.value),
            connection: item.text(&["onPremisesConnectionName"]).map(|name| name.value),
            status,
        };
        let grace_ends = (alike.status == "inGracePeriod").then(|| grace_ends(item)).flatten();
        let row = self.rows.entry(alike).or_default();
        row.count += 1;
        row.grace_ends.extend(grace_ends);
        row.changed.extend(changed.as_ref().map(|at| at.value));
        if let Some(code) = code(item) {
            *row.codes.entry(code).or_default() += 1;
        }
        let later =
            |at: &Sourced<DateTime>| self.latest.as_ref().is_none_or(|l| l.value < at.value);
        if let Some(at) = changed.filter(later) {
            self.latest = Some(at);
        }
    }
}

fn status(item: &Item<'_>) -> String {
    let Some(status) = item.word(&["status"]) else {
        if item.field(&["status"]).is_none() {
            item.note("status", "missing; taken to hold an address");
        }
        return "unknown".into();
    };
    let spelled = STATUSES.iter().find(|(word, _)| word.eq_ignore_ascii_case(&status.value));
    if spelled.is_none() {
        let reason = format!("`{}` is not known here; taken to hold an address", status.value);
        item.note("status", reason);
    }
    spelled.map_or(status.value, |(word, _)| (*word).to_string())
}

/// When grace ends; where that is not said, not even by one of the dates that stand for none, it is
/// noted.
fn grace_ends(item: &Item<'_>) -> Option<DateTime> {
    let names = ["gracePeriodEndDateTime"];
    let why = match item.field(&names) {
        None => Some("missing"),
        Some((_, value)) if value.as_str().is_some_and(date::is_placeholder) => {
            Some("a date that stands for none")
        }
        Some(_) => None,
    };
    if let Some(why) = why {
        item.note(names[0], format!("{why}; all of grace is taken to be left"));
    }
    item.instant(&names).map(|at| at.value)
}

/// The code of what is the matter, under its new name or its old one, or as a plain text.
fn code(item: &Item<'_>) -> Option<String> {
    let names = ["statusDetail", "statusDetails"];
    let (_, value) = item.field(&names)?;
    if let Some(text) = value.as_str() {
        if !ids::is_word(text) {
            let length = text.chars().count();
            let reason =
                format!("a text of {length} characters where a code was expected; left out");
            item.note(names[0], reason);
            return None;
        }
        return Some(text.to_string());
    }
    let code = item.inner(&names)?.word(&["code"])?;
    Some(code.value)
}
