//! From a tenant's exports to a scenario.
//!
//! Bytes become text, text becomes records of known formats, records of all files become findings
//! in which every name is resolved, and findings become the text of a scenario in which a comment
//! behind every value says where it came from. What is odd is noted and survived; what is no
//! export is refused. Of people nothing is read: users become counts.

mod date;
mod findings;
mod format;
mod ids;
mod item;
mod json;
mod log;
pub mod observations;
mod recognize;
mod text;
mod write;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use format::Format;
use format::cloud_pcs::CloudPcs;
use format::connections::{self, Connection};
use format::policies::{self, Policy};
use format::scheduler::{self, Scheduler};
use format::showrepl::{self, Replication};
use format::site_links::{self, SiteLink};
use format::subnets::{self, Subnet};
use format::usages::{self, Usage};
use item::{Item, Place};
use log::Log;
use recognize::Plain;

pub use findings::rollout::Initial;

use crate::scenario::{self, Source, printable};

/// What becomes of the names of connections, policies, groups, subnets and sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Neutral ones by kind and number.
    Neutral,
    /// Their own, as far as a scenario takes them. Users never have any.
    Kept,
}

/// A scenario and what there is to say about its origin.
#[derive(Debug)]
pub struct Import {
    /// The scenario, which is valid.
    pub scenario: String,
    /// What was recognized, then what is odd, a line each.
    pub notes: Vec<String>,
    /// How many things no export says, which the end of the scenario lists.
    pub missing: usize,
    /// Cloud PCs as they stand, counted.
    pub initial: Vec<Initial>,
}

/// Exports that were read so far.
#[derive(Debug, Default)]
pub struct Exports {
    log: Log,
    /// How many files were given.
    given: usize,
    collected: Collected,
}

/// What all files say, as written.
#[derive(Debug, Default)]
struct Collected {
    files: Vec<Recognized>,
    connections: BTreeMap<String, Connection>,
    policies: Vec<Policy>,
    /// Where each policy stands in the list.
    known_policies: BTreeMap<String, usize>,
    cloud_pcs: CloudPcs,
    subnets: BTreeMap<String, Subnet>,
    usages: BTreeMap<String, Usage>,
    schedulers: Vec<Scheduler>,
    replication: Replication,
    site_links: Vec<SiteLink>,
}

/// A file that was recognized.
#[derive(Debug)]
struct Recognized {
    name: String,
    format: Format,
    objects: usize,
    /// Whether it says that another page follows.
    has_next: bool,
}

impl Exports {
    /// Adds a file, whatever it is.
    ///
    /// # Errors
    /// Where and why it is no export, and what it looks like.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), String> {
        self.given += 1;
        // An address of mail in the name may be a user's.
        let name =
            if name.contains('@') { format!("file {}", self.given) } else { printable(name) };
        let Self { log, collected, .. } = self;
        let place = Place { file: &name, log };
        let text = text::decode(bytes, &name, log);
        let read = text.and_then(|text| collected.read(&text, place));
        read.map_err(|reason| format!("{name}: {reason}"))
    }

    /// The scenario that all files make.
    ///
    /// # Errors
    /// Why they make none.
    pub fn scenario(self, names: Names) -> Result<Import, String> {
        let Self { log, collected, .. } = self;
        let mut notes: Vec<String> = collected.files.iter().map(Recognized::says).collect();
        let findings = findings::find(&collected, names, &log)?;
        let text = write::scenario(&findings);
        notes.extend(log.lines());
        let source = Source { name: "the imported scenario".into(), text: text.clone() };
        if let Err(problems) = scenario::load(source, &[], &()) {
            let told = problems.render(false);
            return Err(format!("the exports make no scenario:\n{}", told.trim_end()));
        }
        let missing = findings.missing.len();
        Ok(Import { scenario: text, notes, missing, initial: findings.rollout.initial })
    }
}

impl Recognized {
    fn says(&self) -> String {
        let Self { name, format, objects, has_next } = self;
        let next = if *has_next { ", and another page follows (@odata.nextLink)" } else { "" };
        match objects {
            0 => format!("{name}: {}, none{next}", format.says()),
            _ => format!("{name}: {}, {objects}{next}", format.says()),
        }
    }
}

impl Collected {
    fn read(&mut self, text: &str, place: Place<'_>) -> Result<(), String> {
        if recognize::is_json(text) {
            return self.json(text, place);
        }
        let text = text::plain_lines(text);
        let (format, objects) = match recognize::plain(&text)? {
            Plain::Showrepl => {
                showrepl::read(&text, place, &mut self.replication);
                (Format::Showrepl, self.replication.sites.len())
            }
            Plain::Scheduler(fields) => {
                self.schedulers.push(scheduler::read(&Item::new(place, "", &fields)));
                (Format::Scheduler, 1)
            }
            Plain::SiteLinks(how) => {
                let links = site_links::csv(&text, how, place);
                let found = links.len();
                self.site_links.extend(links);
                (Format::SiteLinks, found)
            }
        };
        let name = place.file.to_string();
        self.files.push(Recognized { name, format, objects, has_next: false });
        Ok(())
    }

    fn json(&mut self, text: &str, place: Place<'_>) -> Result<(), String> {
        let parsed = json::parse(text)?;
        let objects = recognize::objects(&parsed.value, place);
        let mut formats = BTreeMap::new();
        if let Some(format) = objects.format {
            formats.insert(format, 0);
        }
        for entry in &objects.all {
            let Some(item) = entry.item() else { continue };
            let Some(format) = objects.format.or_else(|| recognize::format(&item)) else {
                entry.note("an object that is nothing known here; left out");
                continue;
            };
            *formats.entry(format).or_insert(0) += 1;
            self.take(format, &item);
        }
        if formats.is_empty() {
            return Err(recognize::unknown(&parsed));
        }
        self.files.extend(formats.into_iter().map(|(format, objects_of)| Recognized {
            name: place.file.to_string(),
            format,
            objects: objects_of,
            has_next: objects.has_next,
        }));
        Ok(())
    }

    fn take(&mut self, format: Format, item: &Item<'_>) {
        match format {
            Format::Connections => {
                if let Some(connection) = connections::read(item) {
                    self.connection(connection, item);
                }
            }
            Format::Policies => {
                if let Some(policy) = policies::read(item) {
                    self.policy(policy, item);
                }
            }
            Format::CloudPcs => self.cloud_pcs.add(item),
            Format::VirtualNetworks => {
                for subnet in subnets::of_network(item) {
                    self.subnet(subnet);
                }
            }
            Format::Subnets => {
                if let Some(subnet) = subnets::read(item) {
                    self.subnet(subnet);
                }
            }
            Format::Usages => {
                if let Some(usage) = usages::read(item) {
                    self.usages.entry(usage.id.0.clone()).or_insert(usage);
                }
            }
            Format::Scheduler => self.schedulers.push(scheduler::read(item)),
            Format::SiteLinks => self.site_links.push(site_links::read(item)),
            Format::Showrepl | Format::StatusSummary => {}
        }
    }

    /// Two files may tell of the same connection: a list, and the details of one.
    fn connection(&mut self, connection: Connection, item: &Item<'_>) {
        match self.connections.entry(connection.id.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(connection);
            }
            Entry::Occupied(mut entry) => {
                let known = entry.get_mut();
                let differs = |a: &Option<_>, b: &Option<_>| a.is_some() && b.is_some() && a != b;
                let [a, b] = [&*known, &connection].map(|c| c.subnet.as_ref().map(|s| &s.value));
                if differs(&a, &b) {
                    item.note("id", "the same id again with another subnet; the first counts");
                }
                *known = known.clone().or(connection);
            }
        }
    }

    fn policy(&mut self, policy: Policy, item: &Item<'_>) {
        let Some(&at) = self.known_policies.get(&policy.id) else {
            self.known_policies.insert(policy.id.clone(), self.policies.len());
            self.policies.push(policy);
            return;
        };
        let known = &mut self.policies[at];
        if known.groups.is_some() && policy.groups.is_some() {
            item.note("id", "the same id again; the first counts");
        }
        *known = known.clone().or(policy);
    }

    fn subnet(&mut self, subnet: Subnet) {
        match self.subnets.entry(subnet.id.0.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(subnet);
            }
            Entry::Occupied(mut entry) => {
                let known = entry.get_mut();
                known.prefixes = known.prefixes.take().or(subnet.prefixes);
                known.in_use = known.in_use.take().or(subnet.in_use);
            }
        }
    }

    /// The files of a format.
    fn files_of(&self, format: Format) -> impl Iterator<Item = &Recognized> {
        self.files.iter().filter(move |file| file.format == format)
    }
}
