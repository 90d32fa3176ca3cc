//! Active Directory sites and their links, and the scheduler of Entra Connect.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;

use super::networks::Networks;
use super::next;
use crate::exports::format::scheduler::Scheduler;
use crate::exports::format::showrepl::{Pulls, Replication};
use crate::exports::format::site_links::SiteLink;
use crate::exports::ids::Namer;
use crate::exports::log::{Log, Sourced, source};
use crate::exports::{Collected, Names};
use crate::kernel::time::SimDuration;
use crate::scenario::file::Join;

/// Active Directory and Entra Connect.
#[derive(Debug, Default)]
pub(crate) struct Identity {
    /// Sites by their name.
    pub(crate) sites: Vec<Site>,
    /// Links between them.
    pub(crate) links: Vec<Link>,
    /// How many links there are, if they are too many for a scenario.
    pub(crate) too_many: Option<String>,
    /// Replication within sites, and between sites that no link connects, that fails.
    pub(crate) failing: Vec<String>,
    /// The time between cycles of Entra Connect.
    pub(crate) interval: Option<Sourced<SimDuration>>,
    /// The shortest that is allowed.
    pub(crate) allowed: Option<Sourced<SimDuration>>,
    /// When the next cycle starts, with what is in doubt.
    pub(crate) next: Option<Sourced<DateTime>>,
    /// States of the scheduler in which nothing comes through: the word of the condition, and
    /// what says so.
    pub(crate) stopped: Vec<Sourced<&'static str>>,
}

/// A site.
#[derive(Debug)]
pub(crate) struct Site {
    /// Its name in the scenario.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) from: String,
    /// How many domain controllers are known.
    pub(crate) controllers: usize,
}

/// A site link.
#[derive(Debug)]
pub(crate) struct Link {
    /// Its name in the scenario.
    pub(crate) name: String,
    /// Its sites by their name in the scenario.
    pub(crate) sites: Sourced<Vec<String>>,
    /// The time between replications.
    pub(crate) interval: Sourced<SimDuration>,
    /// What a path over it costs.
    pub(crate) cost: Option<Sourced<u64>>,
    /// Whether it announces changes.
    pub(crate) notify: Option<Sourced<bool>>,
    /// Where its schedule stands, which is not read.
    pub(crate) schedule: Option<String>,
    /// Whether everything that is pulled over it fails, and how.
    pub(crate) down: Option<Sourced<String>>,
    /// Whether something that is pulled over it fails, and how.
    pub(crate) failing: Vec<String>,
}

const MOST_LINKS: usize = 100;
const MOST_SITES: usize = 50;
/// What Active Directory does where nobody said otherwise.
const USUAL: SimDuration = SimDuration::from_hours(3);

pub(crate) fn find(
    collected: &Collected,
    names: Names,
    networks: &mut Networks,
    log: &Log,
) -> Identity {
    let mut identity = Identity::default();
    sites_and_links(collected, names, &mut identity, log);
    if let Some(site) = identity.sites.first().filter(|_| identity.sites.len() > 1) {
        let hybrid = networks.connections.iter_mut().filter(|c| c.join.value == Join::Hybrid);
        for connection in hybrid {
            let why = "not exported; the same as connect_site";
            connection.site = Some(Sourced::default(site.name.clone(), why));
        }
    }
    scheduler(&collected.schedulers, &mut identity, log);
    identity
}

fn sites_and_links(collected: &Collected, names: Names, identity: &mut Identity, log: &Log) {
    let mut known: BTreeMap<&str, String> = BTreeMap::new();
    for link in &collected.site_links {
        for site in &link.sites.value {
            known.entry(site).or_insert_with(|| link.sites.from.clone());
        }
    }
    for (to, from) in collected.replication.pulls.keys() {
        let pulls = &collected.replication.pulls[&(to.clone(), from.clone())];
        let place = source(&pulls.file, &format!("line {}", pulls.line));
        for site in [to, from] {
            known.entry(site).or_insert_with(|| place.clone());
        }
    }
    let usable = collected.site_links.iter().filter(|link| link.sites.value.len() > 1).count();
    let links = if usable > 0 { usable } else { between(&collected.replication).count() };
    if known.len() > MOST_SITES || links > MOST_LINKS {
        let told = format!(
            "{} sites and {links} links between them; a scenario holds {MOST_SITES} and {MOST_LINKS}",
            known.len()
        );
        log.note("scenario", "directory", format!("{told}; left out"));
        identity.too_many = Some(told);
        return;
    }
    let mut book = Namer::new("site");
    let mut called: BTreeMap<&str, String> = BTreeMap::new();
    for (site, from) in known {
        let name = next(&mut book, names, Some(site));
        let controllers = collected.replication.sites.get(site).map_or(0, BTreeSet::len);
        identity.sites.push(Site { name: name.clone(), from, controllers });
        called.insert(site, name);
    }
    identity.links = links_of(collected, names, &called);
    pulled(&collected.replication, &called, identity);
}

/// Pairs of different sites that replicate, each once.
fn between(replication: &Replication) -> impl Iterator<Item = (&String, &String, &Pulls)> {
    let forth = |(to, from): &(String, String)| {
        to < from || (to != from && !replication.pulls.contains_key(&(from.clone(), to.clone())))
    };
    let pairs = replication.pulls.iter().filter(move |(pair, _)| forth(pair));
    pairs.map(|((to, from), pulls)| (to, from, pulls))
}

fn links_of(collected: &Collected, names: Names, called: &BTreeMap<&str, String>) -> Vec<Link> {
    let call = |sites: &[String]| -> Vec<String> {
        sites.iter().filter_map(|site| called.get(site.as_str()).cloned()).collect()
    };
    let mut book = Namer::new("site-link");
    let usable = |link: &&SiteLink| link.sites.value.len() > 1;
    let mut links: Vec<&SiteLink> = collected.site_links.iter().filter(usable).collect();
    links.sort_by_key(|link| (&link.name, &link.sites.value));
    if !links.is_empty() {
        let link = |link: &&SiteLink| Link {
            name: next(&mut book, names, link.name.as_deref()),
            sites: link.sites.clone().map(|sites| call(&sites)),
            interval: link
                .interval
                .clone()
                .unwrap_or_else(|| Sourced::default(USUAL, "no ReplicationFrequencyInMinutes")),
            cost: link.cost.clone(),
            notify: link.notify.clone(),
            schedule: link.schedule.clone(),
            down: None,
            failing: vec![],
        };
        return links.iter().map(link).collect();
    }
    let pair = |(to, from, pulls): (&String, &String, &Pulls)| Link {
        name: next(&mut book, names, None),
        sites: Sourced::new(
            call(&[to.clone(), from.clone()]),
            &pulls.file,
            &format!("line {}, which shows no links but who pulls from whom", pulls.line),
        ),
        interval: Sourced::default(USUAL, "Get-ADReplicationSiteLink is not exported"),
        cost: None,
        notify: None,
        schedule: None,
        down: None,
        failing: vec![],
    };
    between(&collected.replication).map(pair).collect()
}

/// What fails of who pulls from whom: told at its link, or apart where no link connects them.
fn pulled(replication: &Replication, called: &BTreeMap<&str, String>, identity: &mut Identity) {
    for ((to, from), pulls) in &replication.pulls {
        let [to, from] = [to, from].map(|site| called.get(site.as_str()).cloned());
        let (Some(to), Some(from)) = (to, from) else { continue };
        if let Some(told) = pulls.told(&to, &from) {
            let connects = |link: &&mut Link| {
                to != from && [&to, &from].iter().all(|site| link.sites.value.contains(site))
            };
            match identity.links.iter_mut().find(connects) {
                Some(link) => link.failing.push(told),
                None => identity.failing.push(told),
            }
        }
    }
    for link in &mut identity.links {
        let over = |pair: &(String, String)| {
            let [to, from] = [&pair.0, &pair.1].map(|site| called.get(site.as_str()));
            to != from && [to, from].iter().flatten().all(|s| link.sites.value.contains(s))
        };
        let mut over = replication.pulls.iter().filter(|(pair, _)| over(pair)).peekable();
        let some = over.peek().is_some();
        if some && over.all(|(_, pulls)| pulls.failing.values().sum::<u64>() == pulls.all) {
            let from = link.failing.first().cloned().unwrap_or_default();
            link.down = Some(Sourced { value: link.name.clone(), from });
        }
    }
}

impl Pulls {
    /// How many of these pulls fail, and why; none if all go well.
    fn told(&self, to: &str, from: &str) -> Option<String> {
        let failing: u64 = self.failing.values().sum();
        let code = |(code, count): (&u32, &u64)| {
            let says = crate::exports::format::showrepl::says(*code);
            format!("{count} with {code}, {says}")
        };
        let codes: Vec<String> = self.failing.iter().map(code).collect();
        let whom = if to == from { format!("within {to}") } else { format!("to {to} from {from}") };
        let told = format!(
            "from {}: {failing} of {} replications {whom} fail: {}",
            self.file,
            self.all,
            codes.join("; ")
        );
        (failing > 0).then_some(told)
    }
}

/// Of several servers the one counts that exports; those in staging stand by.
fn scheduler(schedulers: &[Scheduler], identity: &mut Identity, log: &Log) {
    let active = schedulers.iter().find(|scheduler| scheduler.exports());
    let Some(scheduler) = active.or(schedulers.first()) else { return };
    for other in schedulers.iter().filter(|other| !std::ptr::eq(*other, scheduler)) {
        let why = if other.exports() { "another scheduler" } else { "in staging mode" };
        log.note(&other.file, "", format!("{why}; that of {} counts", scheduler.file));
    }
    identity.interval.clone_from(&scheduler.interval);
    identity.allowed.clone_from(&scheduler.allowed);
    if let Some(next) = &scheduler.next {
        let first = next.value.all.first().copied();
        identity.next = first.map(|at| Sourced { value: at, from: next.from.clone() });
        if let Some(doubt) = next.value.doubt {
            in_doubt(scheduler, doubt, identity, log);
        }
    }
    let states = [
        ("connect_disabled", &scheduler.enabled, false),
        ("connect_suspended", &scheduler.suspended, true),
        ("connect_staging", &scheduler.staging, true),
    ];
    for (what, state, stops) in states {
        let state = state.as_ref().filter(|state| state.value == stops);
        identity
            .stopped
            .extend(state.map(|state| Sourced { value: what, from: state.from.clone() }));
    }
}

/// A date that can mean several is of use if all of them fall on the same point of the grid.
fn in_doubt(scheduler: &Scheduler, doubt: &str, identity: &mut Identity, log: &Log) {
    let Some(next) = &scheduler.next else { return };
    let interval = scheduler.interval.as_ref().map_or(30 * 60_000, |interval| interval.value.ms());
    let Some(first) = next.value.all.first() else { return };
    let apart = |at: &DateTime| at.duration_since(*first).as_millis().unsigned_abs();
    let same = next.value.all.iter().all(|at| apart(at).is_multiple_of(u128::from(interval)));
    let then = if same {
        "which does not matter for the phase"
    } else {
        identity.next = None;
        "so the phase is left random; export it with ConvertTo-Json"
    };
    log.note(&scheduler.file, "NextSyncCycleStartTimeInUTC", format!("{doubt}, {then}"));
}
