//! Cloud PCs that stand in more ways than a scenario holds, counted in fewer: none is lost for that.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::rollout::{Network, Rollout};
use super::today::There;
use crate::exports::log::Log;
use crate::scenario::file::InitialStatus;

/// As many tables of Cloud PCs are written, which leaves a scenario room for more.
pub(super) const MOST: usize = 400;

/// How exactly instants are told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// Seconds to which they are rounded up; where there are none, all of a kind are the latest.
    pub(super) seconds: Option<i64>,
    /// What a comment says about it.
    pub(super) says: &'static str,
}

/// Ever coarser.
const STEPS: [Step; 5] = [
    Step { seconds: Some(1), says: "" },
    Step { seconds: Some(3_600), says: "rounded up to the hour" },
    Step { seconds: Some(86_400), says: "rounded up to the day" },
    Step { seconds: Some(28 * 86_400), says: "rounded up to four weeks" },
    LATEST,
];
/// All of a kind at once.
pub(super) const LATEST: Step = Step { seconds: None, says: "the latest of them" };

/// Those that are read, in few enough ways: by coarser instants, then under fewer policies, then
/// without warnings. Only where all that is not enough are there more.
pub(super) fn few(read: impl Fn(Step) -> Vec<There>, rollout: &Rollout, log: &Log) -> Vec<There> {
    let mut ways = None;
    let say = |ways: Option<usize>, how: &str| {
        let Some(ways) = ways else { return };
        let reason =
            format!("Cloud PCs stand in {ways} ways; to write {MOST} tables at most, {how}");
        log.note("scenario", "initial", reason);
    };
    for step in STEPS {
        let all = read(step);
        if all.len() <= MOST {
            say(ways, &format!("their instants are {}", step.says));
            return all;
        }
        ways = ways.or(Some(all.len()));
    }
    let same = |status: InitialStatus| status;
    let all = joined(read(LATEST), rollout, same);
    let alike = "those alike in status, license and network are under the policy of most of them, \
                 and their instants are the latest";
    if all.len() <= MOST {
        say(ways, alike);
        return all;
    }
    say(ways, &format!("{alike}; warnings do not count"));
    joined(all, rollout, |status| match status {
        InitialStatus::ProvisionedWithWarnings => InitialStatus::Provisioned,
        InitialStatus::Provisioned
        | InitialStatus::Failed
        | InitialStatus::InGracePeriod
        | InitialStatus::Provisioning
        | InitialStatus::PendingProvision => status,
    })
}

/// What a simulation tells Cloud PCs apart by even if policies do not count: status, license, the
/// policy's network, connection and addresses.
type Kind = (&'static str, Option<&'static str>, Vec<usize>, Option<String>, Option<usize>, u64);

/// Those of a kind together, with the policy of most of them and their latest instant.
fn joined(
    all: Vec<There>,
    rollout: &Rollout,
    plain: impl Fn(InitialStatus) -> InitialStatus,
) -> Vec<There> {
    let mut found: BTreeMap<Kind, There> = BTreeMap::new();
    for mut there in all {
        there.status.value = plain(there.status.value);
        match found.entry(kind(&there, rollout)) {
            Entry::Vacant(entry) => {
                entry.insert(there);
            }
            Entry::Occupied(mut entry) => entry.get_mut().join(there),
        }
    }
    for there in found.values_mut().filter(|there| there.is_joined) {
        for from in [&mut there.policy.from, &mut there.group.from] {
            *from += "; with others that stand alike under other policies";
        }
    }
    found.into_values().collect()
}

fn kind(there: &There, rollout: &Rollout) -> Kind {
    let group = rollout.groups.iter().find(|group| group.name == there.group.value);
    let license = group.and_then(|group| group.license.as_ref());
    let policy = rollout.policies.iter().find(|policy| policy.name == there.policy.value);
    let (connections, region) = match policy.map(|policy| &policy.network) {
        // Who has an address has it where it is, whatever else its policy names.
        Some(Network::Connections(_)) if there.connection.is_some() => (vec![], None),
        Some(Network::Connections(list)) => (list.iter().map(|at| at.value).collect(), None),
        Some(Network::Hosted(region)) => (vec![], region.value.clone()),
        None => (vec![], None),
    };
    let connection = there.connection.as_ref().map(|at| at.value);
    let addresses = there.addresses.as_ref().map_or(0, |n| n.value);
    let license = license.map(|license| license.value.as_str());
    (there.status.value.as_str(), license, connections, region, connection, addresses)
}

impl There {
    /// Counts others as well.
    fn join(&mut self, mut other: Self) {
        if other.count.value > self.count.value {
            std::mem::swap(self, &mut other);
        }
        self.count.value += other.count.value;
        // Written instants are later than those behind the start, as texts, too.
        let later = |other: &Self| other.due.as_ref().map(|due| due.value.clone());
        if later(&other) > later(self) {
            self.due = other.due;
        }
        self.is_joined = true;
    }
}
