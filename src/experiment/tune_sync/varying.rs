//! The scenario with some of its entries replaced, and the levels that they take.

use std::collections::BTreeMap;

use crate::kernel::time::SimDuration;
use crate::provisioning::identity::directory::SiteLink;
use crate::provisioning::tenant::Tenant;
use crate::scenario::duration::length;
use crate::scenario::problem::did_you_mean;
use crate::scenario::{self, Files, Scenario, Source};

use super::Refusal;
use super::brought::hybrid;
use super::design::{Cell, Reading};
use super::options::{Level, ascending, levels, whole};

/// Usual intervals in minutes: of Entra Connect, of a site link alone, of each of several.
const CONNECT: [u64; 4] = [30, 60, 90, 120];
const LINK: [u64; 5] = [15, 30, 60, 120, 180];
const LINKS: [u64; 3] = [15, 60, 180];

/// A site that is read, with the levels of each of its links.
pub(super) type Varied = (Reading, Vec<Vec<Level>>);

/// A scenario whose entries are replaced again and again.
pub(super) struct Varying<'a> {
    source: Source,
    sets: Vec<String>,
    files: &'a dyn Files,
    base: &'a Scenario,
}

impl<'a> Varying<'a> {
    /// This scenario, already read, with these assignments.
    pub(super) fn new(
        source: Source,
        sets: &[String],
        files: &'a dyn Files,
        base: &'a Scenario,
    ) -> Self {
        Self { source, sets: fixed(base, sets), files, base }
    }

    /// The scenario with some more entries replaced; problems stand where the levels were written.
    fn load(&self, replaced: &[(String, &Level)]) -> Result<Scenario, Refusal> {
        let assignment = |(path, level): &(String, &Level)| format!("{path}={}", level.value);
        let more: Vec<String> = replaced.iter().map(assignment).collect();
        let sets = [&self.sets[..], &more[..]].concat();
        let loaded = scenario::load(self.source.clone(), &sets, self.files);
        loaded.map_err(|mut problems| {
            let first = 1 + self.sets.len();
            for problem in problems.list.iter_mut().filter(|p| p.place.source < first) {
                problem.message += &format!(" (with {})", more.join(", "));
            }
            for (at, (path, level)) in replaced.iter().enumerate() {
                level.claim(&mut problems, first + at, path.len() + 1);
            }
            Refusal::Problems(problems)
        })
    }

    fn refuse(&self, level: &Level, message: String, label: String) -> Refusal {
        Refusal::Problems(level.problem(&self.base.sources, message, label))
    }

    fn all_links(&self) -> &[SiteLink] {
        &self.base.tenant.identity.directory.links
    }

    /// The levels of the links that were named.
    pub(super) fn links_asked(
        &self,
        asked: &[String],
    ) -> Result<BTreeMap<String, Vec<Level>>, Refusal> {
        let known: Vec<&str> = self.all_links().iter().map(|link| link.name.as_str()).collect();
        let mut links = BTreeMap::new();
        for text in asked {
            let (name, rest) = text.split_once('=').unwrap_or((text, ""));
            let from = text.len() - rest.len();
            let trimmed = name.trim();
            let link = self.all_links().iter().find(|link| link.name == trimmed);
            let whole = whole("--link", text);
            let refuse = |message: &str, label: String| {
                Err(self.refuse(&whole, format!("{message} `{trimmed}`"), label))
            };
            match link {
                None => return refuse("there is no site link", did_you_mean(trimmed, &known)),
                Some(_) if rest.trim().is_empty() => {
                    return refuse("no interval for site link", "such as hq-weu=15m,60m".into());
                }
                Some(link) if link.notify => {
                    let label = "notify = true: it announces changes and has no interval";
                    return refuse("nothing to vary of site link", label.into());
                }
                Some(_) => {
                    links.insert(trimmed.to_string(), ascending(levels("--link", text, from)))
                }
            };
        }
        Ok(links)
    }

    /// Which sites can be read, with the links on the ways to each and their levels.
    pub(super) fn readings(
        &self,
        sites: Option<&str>,
        links: &BTreeMap<String, Vec<Level>>,
    ) -> Result<Vec<Varied>, Refusal> {
        let known = &self.base.tenant.identity.directory.sites;
        let asked = match sites {
            Some(text) => levels("--connect-site", text, 0),
            None => known.iter().map(|site| Level::named(site)).collect(),
        };
        let mut readings = vec![];
        for site in asked {
            if !known.contains(&site.value) {
                let names: Vec<&str> = known.iter().map(String::as_str).collect();
                let message = format!("there is no site `{}`", site.value);
                return Err(self.refuse(&site, message, did_you_mean(&site.value, &names)));
            }
            match self.load(&[(CONNECT_SITE.into(), &site.quoted())]) {
                Ok(read) => readings.push(reading(&site.value, &read.tenant, links)),
                // A usual site that some connection cannot reach is no choice.
                Err(_) if sites.is_none() && site.value != known[0] => {}
                Err(refusal) => return Err(refusal),
            }
        }
        let passed = |name: &str| readings.iter().any(|(r, _)| r.links.iter().any(|l| l == name));
        if let Some((name, levels)) = links.iter().find(|(name, _)| !passed(name)) {
            let message = format!("no hybrid device waits for site link `{name}`");
            return Err(self.refuse(&levels[0], message, "it is on no way to Connect".into()));
        }
        Ok(readings)
    }

    /// The intervals of Entra Connect: the usual that are allowed, and the scenario's own.
    pub(super) fn connect(&self, asked: Option<&str>) -> Vec<Level> {
        if let Some(text) = asked {
            return ascending(levels("--connect", text, 0));
        }
        let minutes = SimDuration::from_minutes;
        let settings = &self.base.settings;
        let allowed = settings.iter().find(|s| s.path == "connect.allowed_interval");
        let allowed = allowed.and_then(|s| length(s.value.trim_matches('"')).ok());
        let allowed = allowed.unwrap_or(minutes(30));
        let own = self.base.tenant.identity.connect.grid.interval;
        let usual = CONNECT.map(minutes).into_iter().filter(|&interval| interval >= allowed);
        ascending(usual.chain([own, allowed]).map(Level::usual).collect())
    }

    pub(super) fn cell(
        &self,
        (number, read): (usize, &Reading),
        levels: &[&Level],
    ) -> Result<Cell, Refusal> {
        let path = |name: &String| format!("directory.site_link.{name}.interval");
        let paths = read.links.iter().map(path).chain(["connect.interval".into()]);
        let site = Level::named(&read.site).quoted();
        let mut replaced: Vec<(String, &Level)> = vec![(CONNECT_SITE.into(), &site)];
        replaced.extend(paths.zip(levels.iter().copied()));
        let scenario = self.load(&replaced)?;
        let lengths: Vec<SimDuration> = levels.iter().map(|level| level.length).collect();
        Ok(Cell {
            reading: number,
            connect: scenario.tenant.identity.connect.grid.interval,
            links: lengths[..read.links.len()].to_vec(),
            scenario: Scenario { settings: vec![], sources: vec![], ..scenario },
        })
    }
}

const CONNECT_SITE: &str = "directory.connect_site";

/// The links on the ways of a tenant whose Entra Connect reads this site, and their levels.
fn reading(site: &str, tenant: &Tenant, asked: &BTreeMap<String, Vec<Level>>) -> Varied {
    let ways = hybrid(tenant).into_iter().map(|(c, _)| &tenant.connections[usize::from(c)].way);
    let steps: Vec<u16> = ways.flatten().flatten().map(|step| step.link).collect();
    let links = (0..).zip(&tenant.identity.directory.links);
    let links = links.filter(|(number, link)| steps.contains(number) && !link.notify);
    let links: Vec<&SiteLink> = links.map(|(_, link)| link).collect();
    let usual = |link: &SiteLink| {
        let minutes: &[u64] = if links.len() == 1 { &LINK } else { &LINKS };
        let minutes = minutes.iter().map(|&n| SimDuration::from_minutes(n));
        ascending(minutes.chain([link.grid.interval]).map(Level::usual).collect())
    };
    let axis = |link: &&SiteLink| asked.get(&link.name).cloned().unwrap_or_else(|| usual(link));
    let names = links.iter().map(|link| link.name.clone()).collect();
    (Reading { site: site.into(), links: names }, links.iter().map(axis).collect())
}

/// The assignments, and those that keep every connection in its site whatever Entra Connect reads.
fn fixed(base: &Scenario, sets: &[String]) -> Vec<String> {
    let is_site = |path: &str| path.starts_with("connection.") && path.ends_with(".ad_site");
    let sites = base.settings.iter().filter(|setting| is_site(&setting.path));
    let sites = sites.map(|setting| format!("{}={}", setting.path, setting.value));
    sets.iter().cloned().chain(sites).collect()
}
