//! `[initial.*]`: who is there at the start, on which connection, with which addresses.

use super::Frame;
use super::networks::{few, resolve};
use super::rollout::MOST_CLOUD_PCS;
use super::settings::Ledger;
use crate::kernel::stream::family;
use crate::kernel::time::{SimDuration, SimTime};
use crate::provisioning::cloud_pc::Fact;
use crate::provisioning::initial::{Initial, Standing};
use crate::provisioning::stage::{Join, Stage};
use crate::provisioning::tenant::{Arrivals, Network, Tenant, Wave};
use crate::scenario::file::{self, InitialStatus, Lost, ScenarioFile};
use crate::scenario::named::Item;
use crate::scenario::problem::{Problem, did_you_mean, quoted};

/// The waves of those who are there already, to go behind all others.
pub(super) fn read(
    file: &ScenarioFile,
    frame: &Frame,
    tenant: &Tenant,
    ledger: &mut Ledger,
) -> Vec<Wave> {
    few(&file.initial, "initial groups", 500, ledger);
    let mut waves = vec![];
    for item in &file.initial {
        if file.wave.get(&item.name.value).is_some() {
            let message = format!("{} is the name of a wave, too", quoted(&item.name.value));
            ledger.push(Problem::new(&item.name.place, message, "twice").help("rename one"));
        }
        waves.extend(wave(item, file, frame, (tenant, &mut *ledger)));
    }
    enough(file, &waves, tenant, ledger);
    waves
}

fn wave(
    item: &Item<file::Initial>,
    file: &ScenarioFile,
    frame: &Frame,
    (tenant, ledger): (&Tenant, &mut Ledger),
) -> Option<Wave> {
    let written = &item.value;
    let path = |key: &str| format!("initial.{}.{key}", item.name.value);
    ledger.given(&path("group"), written.group.as_ref());
    ledger.given(&path("cloud_pcs"), written.cloud_pcs.as_ref());
    ledger.given(&path("status"), written.status.as_ref());
    ledger.given(&path("connection"), written.connection.as_ref());
    let group = resolve(written.group.as_ref()?, "group", &file.group, ledger)?;
    let policy = policy(item, file, group, (tenant, &mut *ledger))?;
    let place = connection(item, file, policy, (tenant, &mut *ledger))?;
    let standing = standing(item, frame, (tenant, policy), ledger)?;
    let connection = place.connection();
    let most = match connection {
        Some(_) => most_left(standing, tenant.retry.attempts),
        None => 0,
    };
    let (left, due) = left(item, (standing, most), frame, ledger);
    let users = u32::try_from(written.cloud_pcs.as_ref()?.value).ok();
    let Some(users) = users.filter(|&n| (1..=MOST_CLOUD_PCS).contains(&u64::from(n))) else {
        let place = &written.cloud_pcs.as_ref()?.place;
        let message = "the number of Cloud PCs is out of range";
        ledger.push(Problem::new(place, message, format!("from 1 to {MOST_CLOUD_PCS}")));
        return None;
    };
    Some(Wave {
        name: item.name.value.clone(),
        family: family("initial", &item.name.value),
        group,
        users,
        licenses: 1,
        at: SimTime::ZERO,
        over: SimDuration::ZERO,
        arrivals: Arrivals::AtOnce,
        initial: Some(Initial { policy, connection, standing, left, due }),
    })
}

/// Where they are.
enum Place {
    Hosted,
    On(u16),
}

impl Place {
    fn connection(self) -> Option<u16> {
        match self {
            Self::Hosted => None,
            Self::On(connection) => Some(connection),
        }
    }
}

/// The policy that provisioned them: the first of their group if the scenario does not say.
fn policy(
    item: &Item<file::Initial>,
    file: &ScenarioFile,
    group: u16,
    (tenant, ledger): (&Tenant, &mut Ledger),
) -> Option<u16> {
    let path = format!("initial.{}.policy", item.name.value);
    ledger.given(&path, item.value.policy.as_ref());
    let of_group = &tenant.groups.get(usize::from(group))?.policies;
    let Some(&first) = of_group.first() else {
        let message = "no policy is assigned to the group of these Cloud PCs";
        let place = &item.value.group.as_ref()?.place;
        ledger.push(Problem::new(place, message, "no policy"));
        return None;
    };
    let Some(written) = &item.value.policy else { return Some(first) };
    let found = resolve(written, "policy", &file.policy, ledger)?;
    if !of_group.contains(&found) {
        let message = "the policy is not assigned to the group of these Cloud PCs";
        ledger.push(Problem::new(&written.place, message, "not one of the group's"));
    }
    Some(found)
}

/// Where they are: a connection of their policy, or the Microsoft-hosted network.
fn connection(
    item: &Item<file::Initial>,
    file: &ScenarioFile,
    policy: u16,
    (tenant, ledger): (&Tenant, &mut Ledger),
) -> Option<Place> {
    match (&tenant.policies.get(usize::from(policy))?.network, &item.value.connection) {
        (Network::MicrosoftHosted { .. }, None) => Some(Place::Hosted),
        (Network::MicrosoftHosted { .. }, Some(written)) => {
            let message = "the policy of these Cloud PCs uses the Microsoft-hosted network";
            ledger.push(Problem::new(&written.place, message, "no connection of the policy"));
            None
        }
        (Network::Connections(list), None) => list.first().copied().map(Place::On),
        (Network::Connections(list), Some(written)) => {
            let found = resolve(written, "connection", &file.connection, ledger)?;
            if !list.contains(&found) {
                let message = "the policy of these Cloud PCs does not use this connection";
                ledger.push(Problem::new(&written.place, message, "not one of the policy's"));
            }
            Some(Place::On(found))
        }
    }
}

fn standing(
    item: &Item<file::Initial>,
    frame: &Frame,
    (tenant, policy): (&Tenant, u16),
    ledger: &mut Ledger,
) -> Option<Standing> {
    let written = &item.value;
    let status = written.status.as_ref()?;
    only_its_own(item, status.value, ledger);
    Some(match status.value {
        InitialStatus::Provisioned => Standing::Ready { warnings: 0 },
        InitialStatus::ProvisionedWithWarnings => Standing::Ready { warnings: 1 },
        InitialStatus::PendingProvision => Standing::Pending,
        InitialStatus::InGracePeriod => {
            let Some(ends) = &written.grace_ends else {
                let message = format!("[initial.{}] needs `grace_ends`", item.name.value);
                let problem = Problem::new(&status.place, message, "in grace until when?");
                ledger.push(problem.help("such as grace_ends = \"+3d\""));
                return None;
            };
            let path = format!("initial.{}.grace_ends", item.name.value);
            ledger.given(&path, Some(ends));
            let lost = written.lost.as_ref().map_or(Lost::License, |lost| lost.value);
            let lost = match lost {
                Lost::License => Fact::LicenseLost,
                Lost::User => Fact::UserLost,
                Lost::Membership => Fact::MembershipLost,
            };
            ledger.given(&format!("initial.{}.lost", item.name.value), written.lost.as_ref());
            Standing::InGrace { ends: frame.anywhere(ends, "the end of grace", ledger), lost }
        }
        InitialStatus::Failed => Standing::Failed,
        InitialStatus::Provisioning => provisioning(item, (tenant, policy), ledger)?,
    })
}

/// Failed attempts that may still hold an address, of so many in a row.
fn most_left(standing: Standing, attempts: u8) -> u8 {
    match standing {
        Standing::Failed => attempts,
        Standing::Ready { .. } | Standing::InGrace { .. } => attempts.saturating_sub(1),
        Standing::Provisioning { attempt, .. } => attempt - 1,
        Standing::Pending => 0,
    }
}

/// The addresses that failed attempts still hold, at most so many, and when clean-up frees them.
fn left(
    item: &Item<file::Initial>,
    (standing, most): (Standing, u8),
    frame: &Frame,
    ledger: &mut Ledger,
) -> (u8, Option<SimTime>) {
    let path = |key: &str| format!("initial.{}.{key}", item.name.value);
    let written = &item.value;
    let usual = u64::from(matches!(standing, Standing::Failed) && most > 0);
    let left = ledger.or(&path("addresses"), written.addresses.as_ref(), usual, "IP-03");
    let Some(left) = u8::try_from(left).ok().filter(|left| *left <= most) else {
        let place = written.addresses.as_ref().map(|written| written.place.clone());
        let message = format!("failed attempts of one Cloud PC hold {left} addresses");
        let label = format!("at most {most}, one of each failed attempt on a connection");
        ledger.push(Problem::new(&place.unwrap_or_default(), message, label));
        return (0, None);
    };
    let due = written.cleanup_due.as_ref();
    ledger.given(&path("cleanup_due"), due);
    if let Some(due) = due.filter(|_| left == 0) {
        let message = "`cleanup_due` says nothing where failed attempts hold no address";
        ledger.push(Problem::new(&due.place, message, "give `addresses`, too"));
    }
    (left, due.map(|due| frame.anywhere(due, "the clean-up", ledger)))
}

/// How the devices of a policy join: as on its first connection, since no policy mixes them.
fn join(tenant: &Tenant, policy: u16) -> Option<Join> {
    match &tenant.policies.get(usize::from(policy))?.network {
        Network::MicrosoftHosted { .. } => Some(Join::Entra),
        Network::Connections(list) => {
            tenant.connections.get(usize::from(*list.first()?)).map(|first| first.join)
        }
    }
}

fn provisioning(
    item: &Item<file::Initial>,
    (tenant, policy): (&Tenant, u16),
    ledger: &mut Ledger,
) -> Option<Standing> {
    let path = |key: &str| format!("initial.{}.{key}", item.name.value);
    let written = &item.value;
    let attempt = ledger.or(&path("attempt"), written.attempt.as_ref(), 1, "RETRY-01");
    let most = u64::from(tenant.retry.attempts);
    if let Some(place) = written.attempt.as_ref().filter(|_| !(1..=most).contains(&attempt)) {
        let message = format!("there is no attempt {attempt}");
        ledger.push(Problem::new(&place.place, message, format!("from 1 to {most}")));
        return None;
    }
    ledger.given(&path("stage"), written.stage.as_ref());
    let stage = match &written.stage {
        None => Stage::ALL[0],
        Some(name) => {
            let stages = Stage::route(join(tenant, policy)?).iter().copied();
            let named: Vec<_> = stages.map(|stage| (stage.sheet().name, stage)).collect();
            let known: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
            let found = named.iter().find(|(known, _)| *known == name.value);
            let Some((_, stage)) = found else {
                let message = format!("{} is no stage of their attempts", quoted(&name.value));
                let problem = Problem::new(&name.place, message, "not one of their stages");
                ledger.push(problem.help(did_you_mean(&name.value, &known)));
                return None;
            };
            *stage
        }
    };
    Some(Standing::Provisioning { attempt: u8::try_from(attempt).unwrap_or(1), stage })
}

/// Keys that belong to another status.
fn only_its_own(item: &Item<file::Initial>, status: InitialStatus, ledger: &mut Ledger) {
    let written = &item.value;
    let keys = [
        ("grace_ends", written.grace_ends.as_ref().map(|w| &w.place), InitialStatus::InGracePeriod),
        ("lost", written.lost.as_ref().map(|w| &w.place), InitialStatus::InGracePeriod),
        ("attempt", written.attempt.as_ref().map(|w| &w.place), InitialStatus::Provisioning),
        ("stage", written.stage.as_ref().map(|w| &w.place), InitialStatus::Provisioning),
    ];
    let attempts = matches!(status, InitialStatus::Provisioning | InitialStatus::PendingProvision)
        && written.addresses.is_none();
    if let Some(written) = written.connection.as_ref().filter(|_| attempts) {
        let message = "attempts choose a connection of the policy when they start";
        ledger.push(Problem::new(&written.place, message, "without it"));
    }
    for (key, place, owner) in keys {
        if let Some(place) = place.filter(|_| status != owner) {
            let message =
                format!("`{key}` says nothing about a Cloud PC that is {}", status.as_str());
            ledger.push(Problem::new(place, message, format!("only with {}", owner.as_str())));
        }
    }
}

/// There are addresses and licenses for all who are there.
fn enough(file: &ScenarioFile, waves: &[Wave], tenant: &Tenant, ledger: &mut Ledger) {
    let mut addresses = vec![0_u64; tenant.subnets.len()];
    let mut licenses = vec![0_u64; tenant.licenses.len()];
    for wave in waves {
        let Some(initial @ Initial { connection, standing, .. }) = &wave.initial else { continue };
        let users = u64::from(wave.users);
        if let Some(connection) = connection {
            // One that is refused is none.
            let place = tenant.connections.get(usize::from(*connection));
            let taken = place.and_then(|place| addresses.get_mut(usize::from(place.subnet)));
            if let Some(taken) = taken {
                *taken = taken.saturating_add(users.saturating_mul(initial.addresses()));
            }
        }
        let group = tenant.groups.get(usize::from(wave.group));
        if let Some(taken) = group.and_then(|group| licenses.get_mut(usize::from(group.license))) {
            *taken += users * u64::from(standing.holds_license());
        }
    }
    let Some(last) = file.initial.iter().last() else { return };
    let total = tenant.cloud_pcs().saturating_add(waves.iter().map(Wave::cloud_pcs).sum());
    if total > MOST_CLOUD_PCS {
        let message = "the scenario has too many Cloud PCs";
        let label = format!("at most {MOST_CLOUD_PCS}, those of waves among them");
        ledger.push(Problem::new(&last.name.place, message, label));
    }
    for (subnet, taken) in tenant.subnets.iter().zip(addresses) {
        if taken > subnet.usable {
            let message = format!("more addresses of subnet {} are taken than it has", subnet.name);
            let label = format!("{taken} of {} usable with this one", subnet.usable);
            ledger.push(Problem::new(&last.name.place, message, label));
        }
    }
    for (license, taken) in tenant.licenses.iter().zip(licenses) {
        let seats = license.available.map(|n| n.saturating_mul(license.kind.cloud_pcs()));
        if seats.is_some_and(|seats| taken > seats) {
            let message = "more licenses are taken than there are";
            let label = format!("{taken} of {} with this one", seats.unwrap_or_default());
            ledger.push(Problem::new(&last.name.place, message, label));
        }
    }
}
