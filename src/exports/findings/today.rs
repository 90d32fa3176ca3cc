//! Today's Cloud PCs as a simulation can start from them, and the addresses that they account for.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::{DateTime, date};

use super::Findings;
use super::addresses::{Shares, earlier, fit, in_use, under_way};
use super::merge::{self, MOST, Step};
use super::networks::Networks;
use super::rollout::{self, Network, Rollout};
use crate::exports::Collected;
use crate::exports::format::cloud_pcs::{self, Standing};
use crate::exports::log::{Log, Sourced};
use crate::provisioning::tenancy;
use crate::scenario::file::{InitialStatus, LicenseKind};

/// Cloud PCs that stand alike when the simulation starts.
#[derive(Debug)]
pub(crate) struct There {
    /// How they stand; where Graph has another word, with what it is.
    pub(crate) status: Sourced<InitialStatus>,
    /// How many.
    pub(crate) count: Sourced<u64>,
    /// The name of the group of their users, and what says so.
    pub(crate) group: Sourced<String>,
    /// The name of their policy.
    pub(crate) policy: Sourced<String>,
    /// Their connection, by index, where they are on one.
    pub(crate) connection: Option<Sourced<usize>>,
    /// Failed: the addresses that each still holds.
    pub(crate) addresses: Option<Sourced<u64>>,
    /// Failed: when clean-up frees them. In grace: when it ends. As an instant of a scenario.
    pub(crate) due: Option<Sourced<String>>,
    /// Whether Cloud PCs of other policies are counted with them.
    pub(super) is_joined: bool,
}

/// Clean-up comes this long after a failure (CLEAN-02).
const CLEAN_UP: SignedDuration = SignedDuration::from_hours(3);
/// Rounding counts from here.
const EPOCH: DateTime = date(2000, 1, 1).at(0, 0, 0, 0);
/// Grace lasts so many hours (LIC-11).
const GRACE_HOURS: i64 = 168;

/// Where Cloud PCs are.
enum At {
    Hosted,
    On(Sourced<usize>),
}

/// What the Cloud PCs mean.
struct Reader<'a> {
    rollout: &'a Rollout,
    collected: &'a Collected,
    networks: &'a Networks,
    start: DateTime,
    /// How exactly instants are told.
    step: Step,
}

/// Finds them, and takes the addresses that they hold off those in use.
pub(crate) fn find(
    rollout: &Rollout,
    networks: &mut Networks,
    start: DateTime,
    (collected, log): (&Collected, &Log),
) -> Vec<There> {
    let reader = |step| Reader { rollout, collected, networks, start, step };
    let mut there = merge::few(|step| reader(step).all(), rollout, log);
    let mut others = reader(merge::LATEST).others(log);
    for (at, n) in beyond(&mut there, log).iter().filter_map(|there| there.held(networks)) {
        others[at] += n;
    }
    let covered = fit(&mut there, networks, log);
    let under_way = under_way(rollout, networks);
    let earlier = earlier(&there, &under_way, networks);
    let shares = others.into_iter().zip(covered).zip(under_way.into_iter().zip(earlier));
    for (subnet, ((others, covered), (under_way, earlier))) in
        networks.subnets.iter_mut().zip(shares)
    {
        in_use(subnet, Shares { others, covered, under_way, earlier }, (collected, log));
    }
    there
}

/// Takes out what is beyond all that a scenario holds, the fewest Cloud PCs first; it is said.
fn beyond(there: &mut Vec<There>, log: &Log) -> Vec<There> {
    if there.len() <= MOST {
        return vec![];
    }
    there.sort_by_key(|there| std::cmp::Reverse(there.count.value));
    let beyond = there.split_off(MOST);
    let count: u64 = beyond.iter().map(|there| there.count.value).sum();
    let reason = format!("{count} Cloud PCs are not simulated: they stand in too many ways");
    log.note("scenario", "initial", reason);
    beyond
}

impl Findings {
    /// How many licenses of a kind there are at most where somebody waits for one (LIC-14): those
    /// that are taken. The plain kind has no name.
    pub(crate) fn all_taken(&self, kind: Option<LicenseKind>) -> Option<Sourced<u64>> {
        let license = |name: &String| self.rollout.groups.iter().find(|group| group.name == *name);
        let is_of = |there: &&There| {
            let license = license(&there.group.value).and_then(|group| group.license.as_ref());
            license.map(|license| license.value) == kind
        };
        let (waiting, others): (Vec<&There>, Vec<&There>) =
            self.there.iter().filter(is_of).partition(|there| there.waits());
        let taken: u64 = others.iter().map(|there| there.count.value).sum();
        let each = kind.map_or(1, |kind| tenancy::license::Kind::from(kind).cloud_pcs());
        let from = &waiting.first()?.status.from;
        let from = format!("{from}: as many are taken, and somebody waits");
        Some(Sourced { value: taken.div_ceil(each), from })
    }
}

impl There {
    /// Whether they wait for a license.
    fn waits(&self) -> bool {
        self.status.value == InitialStatus::PendingProvision
    }

    /// The subnet in which they hold addresses, and how many.
    pub(super) fn held(&self, networks: &Networks) -> Option<(usize, u64)> {
        let connection = self.connection.as_ref()?;
        let each = match self.status.value {
            InitialStatus::Provisioned
            | InitialStatus::ProvisionedWithWarnings
            | InitialStatus::InGracePeriod => 1,
            InitialStatus::Failed => self.addresses.as_ref()?.value,
            InitialStatus::Provisioning | InitialStatus::PendingProvision => 0,
        };
        Some((networks.connections[connection.value].subnet.value, each * self.count.value))
    }
}

impl Reader<'_> {
    /// Those that can be simulated.
    fn all(&self) -> Vec<There> {
        self.rollout.initial.iter().filter_map(|row| self.row(row).ok()).flatten().collect()
    }

    /// For each subnet how many hold an address whom no scenario holds; which they are, and why, is
    /// said.
    fn others(&self, log: &Log) -> Vec<u64> {
        let mut others = vec![0; self.networks.subnets.len()];
        for row in &self.rollout.initial {
            let Err(why) = self.row(row) else { continue };
            let (count, status) = (row.count, &row.status);
            let (who, are) = if count == 1 { ("Cloud PC", "is") } else { ("Cloud PCs", "are") };
            let reason = format!("{count} {who} of status {status} {are} not simulated: {why}");
            log.note("scenario", "initial", reason);
            if let Some(connection) = self.own(row).filter(|_| holds(row)) {
                others[self.networks.connections[connection].subnet.value] += row.count;
            }
        }
        others
    }

    /// The connection that they are on, by index.
    fn own(&self, row: &rollout::Initial) -> Option<usize> {
        let name = row.connection.as_ref()?;
        self.networks.connections.iter().position(|connection| connection.name == *name)
    }

    /// Those that stand alike, by the instants that are due; or why no scenario holds them.
    fn row(&self, row: &rollout::Initial) -> Result<Vec<There>, &'static str> {
        let status = self.status(&row.status).ok_or("no scenario starts with that status")?;
        let policy = self.rollout.policies.iter().find(|p| Some(&p.name) == row.policy.as_ref());
        let policy = policy.ok_or("no policy is named")?;
        let at = self.connection(policy, row);
        let connection = match at.ok_or("the policy does not lead to the connection")? {
            At::Hosted => None,
            At::On(connection) => Some(connection),
        };
        let group = policy.groups.first().ok_or("the policy has no group")?;
        let from = match policy.groups.len() {
            1 => "default: the group of their policy".into(),
            n => format!("default: the first of {n} groups of their policy; none is exported"),
        };
        // Attempts choose a connection when they start.
        let is_placed =
            !matches!(status.value, InitialStatus::Provisioning | InitialStatus::PendingProvision);
        let there = |count, addresses, due| There {
            status: status.clone(),
            count: Sourced { value: count, from: self.collected.cloud_pcs.source("id") },
            group: Sourced { value: group.value.clone(), from: from.clone() },
            policy: Sourced {
                value: policy.name.clone(),
                from: self.collected.cloud_pcs.source("provisioningPolicyId"),
            },
            connection: connection.clone().filter(|_| is_placed),
            addresses,
            due,
            is_joined: false,
        };
        Ok(match status.value {
            InitialStatus::InGracePeriod => {
                self.graces(row).into_iter().map(|(due, n)| there(n, None, Some(due))).collect()
            }
            // On the network of Microsoft it holds no address of the tenant's.
            InitialStatus::Failed if connection.is_none() => vec![there(row.count, None, None)],
            InitialStatus::Failed => self.failures(row, there),
            InitialStatus::Provisioned
            | InitialStatus::ProvisionedWithWarnings
            | InitialStatus::Provisioning
            | InitialStatus::PendingProvision => vec![there(row.count, None, None)],
        })
    }

    fn status(&self, word: &str) -> Option<Sourced<InitialStatus>> {
        let from = self.collected.cloud_pcs.source("status");
        let same = |value| Some(Sourced { value, from: from.clone() });
        let like = |value| Some(Sourced { value, from: format!("{from}, where it is {word}") });
        match (cloud_pcs::standing(word), word) {
            (_, "provisionedWithWarnings") => same(InitialStatus::ProvisionedWithWarnings),
            (_, "inGracePeriod") => same(InitialStatus::InGracePeriod),
            (_, "provisioned") => same(InitialStatus::Provisioned),
            (_, "provisioning") => same(InitialStatus::Provisioning),
            (Standing::Ready, _) => like(InitialStatus::Provisioned),
            (Standing::Waiting, _) => same(InitialStatus::PendingProvision),
            (Standing::Failed, _) => same(InitialStatus::Failed),
            // Who has no Cloud PC yet and has a policy is due for the first attempt.
            (Standing::Coming | Standing::None, _) => like(InitialStatus::Provisioning),
            (Standing::Going | Standing::Unknown, _) => None,
        }
    }

    /// Where they are; none where their policy does not lead there.
    fn connection(&self, policy: &rollout::Policy, row: &rollout::Initial) -> Option<At> {
        match (&policy.network, self.own(row)) {
            (Network::Hosted(_), None) => Some(At::Hosted),
            (Network::Hosted(_), Some(_)) => None,
            (Network::Connections(list), Some(own)) => {
                let from = self.collected.cloud_pcs.source("onPremisesConnectionName");
                let is_of_policy = list.iter().any(|connection| connection.value == own);
                is_of_policy.then_some(At::On(Sourced { value: own, from }))
            }
            (Network::Connections(list), None) => {
                let first = list.first()?.value;
                let why = "the first of their policy; not exported";
                Some(At::On(Sourced::default(first, why)))
            }
        }
    }

    /// By the end of grace.
    fn graces(&self, row: &rollout::Initial) -> Vec<(Sourced<String>, u64)> {
        let from = self.collected.cloud_pcs.source("gracePeriodEndDateTime");
        let mut all: Vec<_> = (self.rounded(row.grace_ends.iter().copied()).into_iter())
            .map(|(at, n)| (self.instant(at, &from), n))
            .collect();
        let unsaid = row.count.saturating_sub(row.grace_ends.len() as u64);
        if unsaid > 0 {
            let hours = self.rollout.grace.as_ref().map_or(GRACE_HOURS, |grace| grace.value);
            all.push((Sourced::default(format!("+{hours}h"), "all of it; not exported"), unsaid));
        }
        all
    }

    /// By when clean-up frees their last address; those for which that is past hold none.
    fn failures(
        &self,
        row: &rollout::Initial,
        there: impl Fn(u64, Option<Sourced<u64>>, Option<Sourced<String>>) -> There,
    ) -> Vec<There> {
        let from = self.collected.cloud_pcs.source("lastModifiedDateTime");
        let due = row.changed.iter().filter_map(|at| at.checked_add(CLEAN_UP).ok());
        let (over, to_come): (Vec<_>, Vec<_>) = due.partition(|due| *due <= self.start);
        let one = || Some(Sourced::default(1, "that of the last attempt; no export tells"));
        let mut all = vec![];
        if !over.is_empty() {
            let from = format!("{from}, and clean-up is three hours later");
            all.push(there(over.len() as u64, Some(Sourced { value: 0, from }), None));
        }
        for (at, n) in self.rounded(to_come.iter().copied()) {
            let due = self.instant(at, &format!("{from}, and three hours"));
            all.push(there(n, one(), Some(due)));
        }
        let unsaid = row.count.saturating_sub(row.changed.len() as u64);
        if unsaid > 0 {
            all.push(there(unsaid, one(), None));
        }
        all
    }

    /// Instants, rounded up, with how many fall on each.
    fn rounded(&self, all: impl Iterator<Item = DateTime> + Clone) -> BTreeMap<DateTime, u64> {
        let latest = all.clone().max();
        let mut found = BTreeMap::new();
        for at in all {
            let rounded = self.step.seconds.map_or(latest, |step| round_up(at, step));
            *found.entry(rounded.unwrap_or(at)).or_default() += 1;
        }
        found
    }

    /// An instant as a scenario writes it; what is past is due at once.
    fn instant(&self, at: DateTime, from: &str) -> Sourced<String> {
        if at <= self.start {
            return Sourced { value: "+0s".into(), from: format!("{from}; it is past") };
        }
        let comma = if self.step.says.is_empty() { "" } else { ", " };
        Sourced { value: at.to_string(), from: format!("{from}{comma}{}", self.step.says) }
    }
}

/// The end of the step of so many seconds that an instant is in; none where time itself ends.
fn round_up(at: DateTime, step: i64) -> Option<DateTime> {
    let beyond = at.duration_since(EPOCH).as_secs().rem_euclid(step);
    let more = (step - beyond) % step;
    at.checked_add(SignedDuration::from_secs(more)).ok()
}

/// Whether they hold an address.
fn holds(row: &rollout::Initial) -> bool {
    match cloud_pcs::standing(&row.status) {
        Standing::Ready | Standing::Failed | Standing::Going | Standing::Unknown => true,
        Standing::Coming | Standing::Waiting | Standing::None => false,
    }
}
