//! Conditions: states of the environment, for a while or for good (FAIL-02, COND-01).
//!
//! A condition strikes what begins while it holds: a stage, a health check, a clean-up. What each
//! kind does stands in [`table`].

pub mod kind;
pub mod table;

use crate::kernel::stream::{Streams, family};
use crate::kernel::time::SimTime;
use crate::kernel::trial::Trials;
use crate::kernel::variate::Chance;

use super::network::health_check::{Check, Finding};
use super::stage::{Cause, Join, Stage, attach_network, slot, sync_device};
use kind::{Effect, Key, Kind};

/// A state of the environment, from one instant to just before another.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Its name in the scenario.
    pub name: String,
    /// What is the matter.
    pub kind: &'static Kind,
    /// Where.
    pub reach: Reach,
    /// Whether it arises at all, decided once for a replication.
    pub chance: Chance,
    /// When it begins.
    pub from: SimTime,
    /// When it has been repaired; never, if absent.
    pub until: Option<SimTime>,
}

/// Where a condition holds: what its kind takes no key for is absent.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// The index of a connection; all of them, if absent.
    pub connection: Option<u16>,
    /// The index of a subnet.
    pub subnet: Option<u16>,
    /// An Azure region.
    pub region: Option<String>,
    /// A forest; all of them, if absent.
    pub forest: Option<String>,
    /// The indices of policies, and of what they say after edits.
    pub policies: Vec<u16>,
    /// The index of a site link.
    pub site_link: Option<u16>,
    /// A health check.
    pub check: Option<&'static Check>,
}

impl Condition {
    /// Its family of random words.
    pub fn family(&self) -> u64 {
        family("condition", &self.name)
    }

    /// The one trial by which it arises in a replication, or not.
    pub fn trials(&self) -> Trials {
        Trials { family: self.family(), slot: slot::ARISES, chance: self.chance, n: 1 }
    }

    /// Whether it arises in the replication of these words; what is certain asks for none.
    pub fn arises(&self, streams: &Streams) -> bool {
        self.chance == Chance::ALWAYS
            || self.chance.hits(streams.trial(self.family(), slot::ARISES, 1))
    }

    /// Whether it holds at an instant: from its beginning until just before its repair.
    pub fn holds(&self, at: SimTime) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    /// Whether it changes anything at a place.
    pub fn reaches(&self, place: Place<'_>) -> bool {
        (!self.kind.hybrid || place.join.is_hybrid())
            && self.kind.keys.iter().all(|&key| self.reach.covers(key, place))
    }

    /// Whether it keeps clean-up from removing network interfaces at a place (ANC-20).
    pub fn locks(&self, place: Place<'_>) -> bool {
        self.does(Effect::DeleteLock) && self.reaches(place)
    }

    /// Whether others have taken every address of a subnet.
    pub fn takes_addresses(&self, subnet: u16) -> bool {
        self.does(Effect::NoAddress) && self.reach.subnet == Some(subnet)
    }

    /// The stage it fails on this connection (or on the Microsoft-hosted network), with the cause.
    pub fn strikes(&self, place: Place<'_>) -> Option<(Stage, &'static Cause)> {
        let route = Stage::route(place.join);
        let strike = self.kind.strikes.iter().find(|(stage, _)| route.contains(stage));
        strike.copied().filter(|_| self.reaches(place))
    }

    /// Whether it can bring about a failure by this cause at a place.
    pub fn brings_about(&self, place: Place<'_>, cause: &Cause) -> bool {
        let struck = self.strikes(place).is_some_and(|(_, struck)| *struck == *cause);
        let denied = self.does(Effect::NoAddress) && *cause == attach_network::NO_ADDRESS;
        let delayed = self.delays_devices() && *cause == sync_device::TIMEOUT;
        struck || ((denied || delayed) && self.reaches(place))
    }

    /// Whether it keeps devices from appearing in Microsoft Entra ID.
    pub fn delays_devices(&self) -> bool {
        let delaying = [
            Effect::OutOfScope,
            Effect::NoFederation,
            Effect::ConnectStopped,
            Effect::ConnectStaging,
            Effect::LinkDown,
        ];
        delaying.into_iter().any(|effect| self.does(effect))
    }

    /// What a health check of the connection at this place finds because of it.
    pub fn finding(&self, place: Place<'_>) -> Option<Finding> {
        let declared = self.reach.check.filter(|_| self.does(Effect::CheckFails));
        let declared = declared.map(|check| Finding { check: check.name, error_type: DECLARED });
        declared.or(self.kind.finds).filter(|_| self.reaches(place))
    }

    fn does(&self, effect: Effect) -> bool {
        self.kind.effect == Some(effect)
    }
}

impl Reach {
    /// Whether a place lies within what this key of the condition says.
    fn covers(&self, key: Key, place: Place<'_>) -> bool {
        match key {
            Key::Connection => place.is_on(self.connection),
            Key::Subnet => place.subnet.is_some() && place.subnet == self.subnet,
            Key::Region => place.region.is_some() && place.region == self.region.as_ref(),
            Key::Forest => self.forest.is_none() || place.forest == self.forest.as_ref(),
            Key::Policy => place.policy.is_some_and(|policy| self.policies.contains(&policy)),
            Key::SiteLink | Key::Check | Key::Endpoint | Key::Restriction | Key::Fault => true,
        }
    }
}

/// The states of the environment of a replication.
#[derive(Clone, Copy, Debug)]
pub struct Conditions<'a> {
    /// All of them.
    pub all: &'a [Condition],
    /// When the admin repaired each, at once if it does not arise; empty where all stay.
    pub repaired: &'a [Option<SimTime>],
}

impl<'a> Conditions<'a> {
    /// Those that hold at an instant, with their indices.
    pub fn at(self, now: SimTime) -> impl Iterator<Item = (usize, &'a Condition)> {
        let holding = self.all.iter().enumerate().filter(move |(_, c)| c.holds(now));
        holding.filter(move |&(i, _)| !self.is_repaired(i, now))
    }

    fn is_repaired(self, index: usize, now: SimTime) -> bool {
        self.repaired.get(index).copied().flatten().is_some_and(|at| at <= now)
    }

    /// What fails a stage that begins at an instant at a place.
    pub fn strike(self, place: Place<'_>, stage: Stage, now: SimTime) -> Option<&'static Cause> {
        let mut struck = self.at(now).filter_map(|(_, c)| c.strikes(place));
        struck.find(|&(s, _)| s == stage).map(|(_, cause)| cause)
    }

    /// Whether AD FS is down.
    pub fn no_federation(self, now: SimTime) -> bool {
        self.any(Effect::NoFederation, now)
    }

    /// Whether Entra Connect starts no cycle (SYNC-12).
    pub fn connect_stopped(self, now: SimTime) -> bool {
        self.any(Effect::ConnectStopped, now)
    }

    /// Whether a cycle of Entra Connect exports nothing (SYNC-12).
    pub fn connect_staging(self, now: SimTime) -> bool {
        self.any(Effect::ConnectStaging, now)
    }

    /// Whether Entra Connect passes over the computers of a connection (FAIL-05).
    pub fn out_of_scope(self, connection: u16, now: SimTime) -> bool {
        let named = |c: &Condition| c.reach.connection.is_none_or(|named| named == connection);
        self.at(now).any(|(_, c)| c.does(Effect::OutOfScope) && named(c))
    }

    /// Whether nothing replicates over a site link.
    pub fn link_down(self, link: u16, now: SimTime) -> bool {
        self.at(now).any(|(_, c)| c.does(Effect::LinkDown) && c.reach.site_link == Some(link))
    }

    fn any(self, effect: Effect, now: SimTime) -> bool {
        self.at(now).any(|(_, c)| c.does(effect))
    }
}

/// Error type of a check that fails because the scenario says so; one word, like Graph's.
const DECLARED: &str = "simDeclaredByScenario";

/// Where an attempt or a health check takes place.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The connection; none on the Microsoft-hosted network.
    pub connection: Option<u16>,
    /// Its subnet.
    pub subnet: Option<u16>,
    /// Its region, where the scenario names one.
    pub region: Option<&'a String>,
    /// The forest of its domain, where the scenario names one.
    pub forest: Option<&'a String>,
    /// How devices join here.
    pub join: Join,
    /// The policy's version of an attempt; none for a health check.
    pub policy: Option<u16>,
}

impl Place<'_> {
    /// Whether a condition of this connection (or of all) reaches here. The customer's network is
    /// not that of the Microsoft-hosted network (CORE-02).
    pub fn is_on(&self, connection: Option<u16>) -> bool {
        match (self.connection, connection) {
            (Some(here), Some(there)) => here == there,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::network::health_check::CHECKS;
    use super::*;

    const AFTER: SimTime = SimTime::from_ms(10);

    /// A condition of the first kind of a word, from the beginning until [`AFTER`].
    fn condition(word: &str, reach: Reach) -> Condition {
        let kind = kind::of_word(word).next().expect("a word of the table");
        let (name, chance) = (word.to_string(), Chance::ALWAYS);
        Condition { name, kind, reach, chance, from: SimTime::ZERO, until: Some(AFTER) }
    }

    /// A place on connection 1, subnet 2, in a region and a forest, of policy 3.
    fn place<'a>(join: Join, region: &'a String, forest: &'a String) -> Place<'a> {
        Place {
            connection: Some(1),
            subnet: Some(2),
            region: Some(region),
            forest: Some(forest),
            join,
            policy: Some(3),
        }
    }

    #[test]
    fn a_condition_reaches_what_it_names_or_everything() {
        let (weu, contoso) = (String::from("weu"), String::from("contoso.com"));
        let here = place(Join::Synced, &weu, &contoso);
        let none = Reach::default;
        for (word, reach, reaches) in [
            ("client_push", none(), true),
            ("client_push", Reach { connection: Some(1), ..none() }, true),
            ("client_push", Reach { connection: Some(0), ..none() }, false),
            ("no_address", Reach { subnet: Some(2), ..none() }, true),
            ("no_address", Reach { subnet: Some(1), ..none() }, false),
            ("region_without_capacity", Reach { region: Some(weu.clone()), ..none() }, true),
            ("region_without_capacity", Reach { region: Some("neu".into()), ..none() }, false),
            ("scp_missing", none(), true),
            ("scp_missing", Reach { forest: Some(contoso.clone()), ..none() }, true),
            ("scp_missing", Reach { forest: Some("fabrikam.com".into()), ..none() }, false),
            ("image_fault", Reach { policies: vec![0, 3], ..none() }, true),
            ("image_fault", Reach { policies: vec![0], ..none() }, false),
            ("intune_outage", none(), true),
        ] {
            let found = condition(word, reach.clone()).reaches(here);
            assert_eq!(found, reaches, "{word} {reach:?}");
        }
    }

    #[test]
    fn what_concerns_the_domain_leaves_others_alone() {
        let (weu, contoso) = (String::from("weu"), String::from("contoso.com"));
        let hybrid = place(Join::Synced, &weu, &contoso);
        let entra = place(Join::Entra, &weu, &contoso);
        let hosted = Place { connection: None, subnet: None, ..entra };
        for kind in table::KINDS.iter().filter(|kind| kind.hybrid) {
            let condition = condition(kind.word, Reach::default());
            assert!(condition.reaches(hybrid), "{}", kind.word);
            assert!(!condition.reaches(entra) && !condition.reaches(hosted), "{}", kind.word);
            assert_eq!(condition.strikes(hybrid), kind.strikes.first().copied());
            assert_eq!(condition.finding(hybrid), kind.finds);
            assert!(condition.strikes(entra).is_none() && condition.finding(entra).is_none());
        }
    }

    #[test]
    fn a_blocked_endpoint_fails_the_join_whichever_it_is() {
        let (weu, contoso) = (String::from("weu"), String::from("contoso.com"));
        let blocked = condition("endpoint_blocked", Reach::default());
        let stage = |join| blocked.strikes(place(join, &weu, &contoso)).map(|(stage, _)| stage);
        assert_eq!(stage(Join::Entra), Some(Stage::JoinEntra));
        assert_eq!(stage(Join::Federated), Some(Stage::JoinDomain));
    }

    #[test]
    fn a_declared_check_is_found_under_its_own_name() {
        let (weu, contoso) = (String::from("weu"), String::from("contoso.com"));
        for check in &CHECKS {
            let reach = Reach { check: Some(check), ..Reach::default() };
            let found =
                condition("health_check_fails", reach).finding(place(Join::Entra, &weu, &contoso));
            assert_eq!(found, Some(Finding { check: check.name, error_type: DECLARED }));
        }
        assert!(!DECLARED.contains(' '), "a list of error types can be split");
    }

    #[test]
    fn what_stops_synchronization_does_so_while_it_holds_and_is_not_repaired() {
        let of = |word| condition(word, Reach::default());
        let all = [
            of("adfs_down"),
            of("connect_down"),
            of("connect_staging"),
            condition("ou_out_of_scope", Reach { connection: Some(1), ..Reach::default() }),
            condition("site_link_down", Reach { site_link: Some(4), ..Reach::default() }),
        ];
        let found = |repaired: &[Option<SimTime>], now| {
            let now_on = Conditions { all: &all, repaired };
            [
                now_on.no_federation(now),
                now_on.connect_stopped(now),
                now_on.connect_staging(now),
                now_on.out_of_scope(1, now),
                now_on.link_down(4, now),
                now_on.out_of_scope(0, now),
                now_on.link_down(0, now),
            ]
        };
        assert_eq!(found(&[], SimTime::ZERO), [true, true, true, true, true, false, false]);
        assert_eq!(found(&[], AFTER), [false; 7]);
        assert_eq!(found(&[Some(SimTime::ZERO); 5], SimTime::ZERO), [false; 7]);
        for word in ["connect_suspended", "connect_disabled"] {
            let all = [of(word)];
            assert!(Conditions { all: &all, repaired: &[] }.connect_stopped(SimTime::ZERO));
        }
    }
}
