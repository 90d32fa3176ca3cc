//! What all exports say together, with every name resolved and every gap filled by a default.

pub(crate) mod addresses;
mod called;
pub(crate) mod conditions;
pub(crate) mod identity;
pub(crate) mod merge;
pub(crate) mod missing;
pub(crate) mod networks;
pub(crate) mod rollout;
pub(crate) mod space;
pub(crate) mod today;

use std::collections::BTreeSet;

use jiff::civil::{DateTime, date};

use super::ids::Namer;
use super::log::{Log, Sourced};
use super::{Collected, Names};

use conditions::Condition;
use identity::Identity;
use missing::Missing;
use networks::Networks;
use rollout::Rollout;
use today::There;

/// All of it.
#[derive(Debug)]
pub(crate) struct Findings {
    /// The files, in the order given.
    pub(crate) files: Vec<String>,
    /// The latest instant that any export tells of, in UTC.
    pub(crate) start: Option<Sourced<DateTime>>,
    /// Subnets and connections.
    pub(crate) networks: Networks,
    /// Policies, groups, and who waits.
    pub(crate) rollout: Rollout,
    /// Cloud PCs that the simulation starts with.
    pub(crate) there: Vec<There>,
    /// Active Directory and Entra Connect.
    pub(crate) identity: Identity,
    /// What is wrong in the environment.
    pub(crate) conditions: Vec<Condition>,
    /// What no export says.
    pub(crate) missing: Vec<Missing>,
}

/// Where a scenario starts that does not say when.
pub(crate) const USUAL_START: DateTime = date(2026, 1, 5).at(8, 0, 0, 0);

/// What a scenario holds of a kind; more would be refused after much work.
const MOST: [(&str, usize); 3] = [("connections", 200), ("policies", 1_000), ("groups", 1_000)];

/// Finds everything.
///
/// # Errors
/// What there is too much of.
pub(crate) fn find(collected: &Collected, names: Names, log: &Log) -> Result<Findings, String> {
    let groups = collected.policies.iter().filter_map(|p| p.groups.as_ref()).map(Vec::len).sum();
    let alike = collected.cloud_pcs.rows.keys();
    let connections: BTreeSet<_> = alike.clone().map(|alike| alike.connection.as_ref()).collect();
    let policies: BTreeSet<_> = alike.map(|alike| alike.policy.as_ref()).collect();
    let counts = [
        collected.connections.len().max(connections.len()),
        collected.policies.len().max(policies.len()),
        groups,
    ];
    for ((what, most), count) in MOST.into_iter().zip(counts) {
        if count > most {
            return Err(format!("{count} {what} are more than the {most} a scenario holds"));
        }
    }
    let start = start(collected);
    let mut networks = networks::find(collected, names, log);
    let mut rollout = rollout::find(collected, names, &networks, log);
    let now = start.as_ref().map_or(USUAL_START, |start| start.value);
    let there = today::find(&rollout, &mut networks, now, (collected, log));
    if there.is_empty() {
        rollout.wait();
    }
    let identity = identity::find(collected, names, &mut networks, log);
    let conditions = conditions::find(collected, &networks, &identity, log);
    let mut files: Vec<String> = collected.files.iter().map(|file| file.name.clone()).collect();
    files.dedup();
    let mut findings =
        Findings { files, start, networks, rollout, there, identity, conditions, missing: vec![] };
    findings.missing = missing::find(collected, &findings);
    Ok(findings)
}

/// The exports were made after everything that they tell of.
fn start(collected: &Collected) -> Option<Sourced<DateTime>> {
    let checks = collected.connections.values().filter_map(|c| c.latest.clone());
    let all = checks.chain(collected.cloud_pcs.latest.clone());
    all.reduce(|latest, at| if at.value > latest.value { at } else { latest })
}

/// The next name: its own, if names are kept, or a neutral one.
fn next(book: &mut Namer, names: Names, own: Option<&str>) -> String {
    book.name(own.filter(|_| names == Names::Kept))
}
