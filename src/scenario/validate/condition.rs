//! States of the environment: which keys each kind takes, and what they name.

use super::Frame;
use super::networks::{Networks, resolve};
use super::settings::Ledger;
use crate::kernel::time::SimTime;
use crate::kernel::variate::Chance;
use crate::provisioning::condition::kind::{self, Effect, Key, Kind};
use crate::provisioning::condition::{Condition, Reach};
use crate::provisioning::identity::Identity;
use crate::provisioning::network::health_check::{self, CHECKS};
use crate::provisioning::tenant::{Network, Tenant};
use crate::scenario::file::{self, ScenarioFile};
use crate::scenario::instant::Instant;
use crate::scenario::named::Item;
use crate::scenario::problem::{Place, Problem, did_you_mean};
use crate::scenario::tree::Spanned;
use crate::scenario::value::Probability;

/// What a condition can name.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub(super) file: &'a ScenarioFile,
    pub(super) networks: &'a Networks,
    pub(super) identity: &'a Identity,
}

pub(super) fn conditions(
    around: Surroundings<'_>,
    frame: &Frame,
    ledger: &mut Ledger,
) -> Vec<Condition> {
    let read = |item| condition(item, around, frame, ledger);
    around.file.condition.iter().filter_map(read).collect()
}

fn condition(
    item: &Item<file::Condition>,
    around: Surroundings<'_>,
    frame: &Frame,
    ledger: &mut Ledger,
) -> Option<Condition> {
    let table = &item.value;
    let path = |key: &str| format!("condition.{}.{key}", item.name.value);
    ledger.given(&path("what"), table.what.as_ref());
    for key in Key::ALL {
        ledger.given(&path(key.name()), written(table, key).as_ref());
    }
    let chance =
        ledger.or(&path("probability"), table.probability.as_ref(), Probability::CERTAIN, DECLARED);
    let chance = Chance::new(chance.get()).expect("a probability lies in [0, 1]");
    ledger.given(&path("from"), table.from.as_ref());
    ledger.given(&path("until"), table.until.as_ref());
    let from =
        table.from.as_ref().map_or(SimTime::ZERO, |f| frame.instant(f, "the condition", ledger));
    let until = table.until.as_ref().map(|u| frame.until(u, from, ledger));
    let what = table.what.as_ref()?;
    let kind = kind_of(table, what.value.as_str());
    if kind.effect == Some(Effect::CannotArise) {
        cannot_arise(&what.place, ledger);
        return None;
    }
    let reading = Reading { item, around, kind };
    reading.check_keys(ledger);
    let reach = reading.reach(ledger);
    Some(Condition { name: item.name.value.clone(), kind, reach, chance, from, until })
}

const DECLARED: &str = "what is declared happens";

/// What stands at a key, as text.
fn written(table: &file::Condition, key: Key) -> Option<Spanned<String>> {
    let word = |value: &str, place: &Place| Spanned { value: value.into(), place: place.clone() };
    match key {
        Key::Connection => table.connection.clone(),
        Key::Subnet => table.subnet.clone(),
        Key::Region => table.region.clone(),
        Key::Forest => table.forest.clone(),
        Key::Policy => table.policy.clone(),
        Key::SiteLink => table.site_link.clone(),
        Key::Check => table.check.clone(),
        Key::Endpoint => table.endpoint.as_ref().map(|e| word(e.value.as_str(), &e.place)),
        Key::Restriction => table.restriction.as_ref().map(|r| word(r.value.as_str(), &r.place)),
        Key::Fault => table.fault.as_ref().map(|f| word(f.value.as_str(), &f.place)),
    }
}

/// The kind of a word that the table chooses; its first one where it says nothing.
fn kind_of(table: &file::Condition, word: &str) -> &'static Kind {
    let chosen = |kind: &&Kind| {
        let written = kind.choice.and_then(|(key, value)| Some((written(table, key)?, value)));
        written.is_none_or(|(written, value)| written.value == value)
    };
    kind::of_word(word).find(chosen).expect("the words of a choice are those of the table")
}

fn cannot_arise(place: &Place, ledger: &mut Ledger) {
    let message = "no Cloud PC can be in a region that Windows 365 does not offer";
    let problem = Problem::new(place, message, "nothing can be configured there");
    ledger.push(problem.help(
        "leave it out; if the documents list a region that the admin center does not offer, a \
         support request has it evaluated",
    ));
}

/// A condition of a policy concerns what it says after an edit, too, if its image is a custom one.
pub(super) fn reach_versions(tenant: &mut Tenant) {
    let bases = tenant.bases();
    for condition in &mut tenant.conditions {
        let policies = &mut condition.reach.policies;
        let named: Vec<u16> = policies.iter().map(|p| bases[usize::from(*p)]).collect();
        let versions = bases.iter().zip(&tenant.policies).zip(0..);
        let meant =
            versions.filter(|((base, policy), _)| policy.custom_image && named.contains(base));
        *policies = meant.map(|(_, version)| version).collect();
    }
}

/// A condition being read: which keys it takes depends on what it is.
struct Reading<'a> {
    item: &'a Item<file::Condition>,
    around: Surroundings<'a>,
    kind: &'static Kind,
}

impl Reading<'_> {
    /// Every key that it takes and needs is there, and no other.
    fn check_keys(&self, ledger: &mut Ledger) {
        for key in Key::ALL {
            let written = written(&self.item.value, key);
            match (written, self.kind.keys.contains(&key)) {
                (Some(written), false) => self.refuse(key, &written.place, ledger),
                (None, true) => self.miss(key, ledger),
                (Some(_), true) | (None, false) => {}
            }
        }
    }

    fn refuse(&self, key: Key, place: &Place, ledger: &mut Ledger) {
        let message = format!("a condition `{}` has no `{}`", self.kind.word, key.name());
        let takes: Vec<_> = self.kind.keys.iter().map(|key| key.name()).collect();
        let label = match takes.as_slice() {
            [] => "it concerns the whole tenant".to_string(),
            _ => format!("it takes `{}`", takes.join("`, `")),
        };
        ledger.push(Problem::new(place, message, label));
    }

    fn miss(&self, key: Key, ledger: &mut Ledger) {
        let Some(question) = key.question() else { return };
        let name = &self.item.name;
        let message = format!("[condition.{}] needs `{}`", name.value, key.name());
        ledger.push(Problem::new(&name.place, message, question));
    }

    fn reach(&self, ledger: &mut Ledger) -> Reach {
        Reach {
            connection: self.text(Key::Connection).and_then(|w| self.connection(&w, ledger)),
            subnet: self
                .text(Key::Subnet)
                .and_then(|w| resolve(&w, "subnet", &self.around.file.subnet, ledger)),
            region: self.text(Key::Region).map(|w| self.region(w, ledger)),
            forest: self.text(Key::Forest).map(|w| self.forest(w, ledger)),
            policies: self.policies(ledger),
            site_link: self.text(Key::SiteLink).and_then(|w| self.site_link(&w, ledger)),
            check: self.text(Key::Check).and_then(|w| check(&w, ledger)),
        }
    }

    /// What stands at a key that the kind takes.
    fn text(&self, key: Key) -> Option<Spanned<String>> {
        written(&self.item.value, key).filter(|_| self.kind.keys.contains(&key))
    }

    /// A connection, which must join a domain if only such connections can suffer.
    fn connection(&self, written: &Spanned<String>, ledger: &mut Ledger) -> Option<u16> {
        let index = resolve(written, "connection", &self.around.file.connection, ledger)?;
        let found = &self.around.networks.connections[usize::from(index)];
        if self.kind.hybrid && !found.join.is_hybrid() {
            let message = format!("[connection.{}] does not join a domain", found.name);
            let label = format!("a condition `{}` does nothing to it", self.kind.word);
            let help = "name a connection with join = \"hybrid\", or leave the condition out";
            ledger.push(Problem::new(&written.place, message, label).help(help));
        }
        Some(index)
    }

    fn region(&self, written: Spanned<String>, ledger: &mut Ledger) -> String {
        let networks = self.around.networks;
        let hosted = networks.policies.iter().filter_map(|policy| match &policy.network {
            Network::MicrosoftHosted { region } => region.as_deref(),
            Network::Connections(_) => None,
        });
        let connections = networks.connections.iter().filter_map(|c| c.region.as_deref());
        let known: Vec<&str> = connections.chain(hosted).collect();
        if !known.contains(&written.value.as_str()) {
            let message = format!("nothing is in the region `{}`", written.value);
            let label = "no connection or policy names it";
            let help = did_you_mean(&written.value, &known);
            ledger.push(Problem::new(&written.place, message, label).help(help));
        }
        written.value
    }

    fn forest(&self, written: Spanned<String>, ledger: &mut Ledger) -> String {
        let forests = self.around.networks.connections.iter().filter_map(|c| c.forest.as_deref());
        let known: Vec<&str> = forests.collect();
        if !known.contains(&written.value.as_str()) {
            let message = format!("no connection joins the forest `{}`", written.value);
            let problem = Problem::new(&written.place, message, "not a forest of this scenario");
            let help = match known.as_slice() {
                [] => "name it as the `forest` of a connection with join = \"hybrid\"".to_string(),
                _ => did_you_mean(&written.value, &known),
            };
            ledger.push(problem.help(help));
        }
        written.value
    }

    /// The policies that it concerns, among them what the named one says after edits: those with
    /// a custom image.
    fn policies(&self, ledger: &mut Ledger) -> Vec<u16> {
        if !self.kind.keys.contains(&Key::Policy) {
            return vec![];
        }
        let named = self.text(Key::Policy);
        let meant = |name: &str| named.as_ref().is_none_or(|named| named.value == name);
        let policies = self.around.networks.policies.iter().zip(0..);
        let found: Vec<u16> = policies
            .filter(|(policy, _)| policy.custom_image && meant(&policy.name))
            .map(|(_, index)| index)
            .collect();
        let known = named
            .as_ref()
            .map_or(Some(0), |named| resolve(named, "policy", &self.around.file.policy, ledger));
        if found.is_empty() && known.is_some() {
            self.no_custom_image(named.as_ref(), ledger);
        }
        found
    }

    fn no_custom_image(&self, named: Option<&Spanned<String>>, ledger: &mut Ledger) {
        let message = match named {
            Some(named) => format!("[policy.{}] uses no custom image", named.value),
            None => "no policy uses a custom image".to_string(),
        };
        let place = named.map_or(&self.item.name.place, |named| &named.place);
        let problem = Problem::new(place, message, "a gallery image has no fault");
        ledger.push(problem.help("give the policy `image = \"custom\"`"));
    }

    fn site_link(&self, written: &Spanned<String>, ledger: &mut Ledger) -> Option<u16> {
        let links = &self.around.identity.directory.links;
        let known: Vec<&str> = links.iter().map(|link| link.name.as_str()).collect();
        let found = known.iter().position(|name| *name == written.value);
        if found.is_none() && !ledger.is_partial() {
            let message = format!("there is no [directory.site_link.{}]", written.value);
            let problem = Problem::new(&written.place, message, "not a site link of this scenario");
            let help = match known.as_slice() {
                [] => format!("add [directory.site_link.{}]", written.value),
                _ => did_you_mean(&written.value, &known),
            };
            ledger.push(problem.help(help));
        }
        u16::try_from(found?).ok()
    }
}

fn check(written: &Spanned<String>, ledger: &mut Ledger) -> Option<&'static health_check::Check> {
    let found = health_check::find(&written.value);
    if found.is_none() {
        let known = CHECKS.each_ref().map(|check| check.name);
        let message = format!("`{}` is not a health check", written.value);
        let problem = Problem::new(&written.place, message, "unknown check");
        ledger.push(problem.help(did_you_mean(&written.value, &known)));
    }
    found
}

impl Frame {
    /// The end of a condition, which may lie beyond the horizon but not before its beginning.
    fn until(&self, written: &Spanned<Instant>, from: SimTime, ledger: &mut Ledger) -> SimTime {
        let until = self.anywhere(written, "the condition's end", ledger);
        if until <= from {
            let how = if until == from { "as" } else { "before" };
            let message = format!("the condition ends {how} it begins");
            ledger.push(Problem::new(&written.place, message, format!("it begins at {from}")));
        }
        until
    }
}
