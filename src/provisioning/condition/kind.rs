//! What a kind of condition is: a row of the table of kinds.

use crate::provisioning::network::health_check::Finding;
use crate::provisioning::stage::{Cause, Stage};

use super::table::KINDS;

/// One kind of condition.
#[derive(Debug)]
pub struct Kind {
    /// Its word in scenarios; several kinds of one word differ by their choice.
    pub word: &'static str,
    /// The key that chooses it among those of its word, with the value that does.
    pub choice: Option<(Key, &'static str)>,
    /// What is the matter.
    pub says: &'static str,
    /// The keys that it takes in a scenario.
    pub keys: &'static [Key],
    /// Whether only hybrid connections can suffer from it.
    pub hybrid: bool,
    /// The stages it fails, and by which cause.
    pub strikes: &'static [(Stage, &'static Cause)],
    /// What a health check finds because of it.
    pub finds: Option<Finding>,
    /// What else it does.
    pub effect: Option<Effect>,
}

/// A key that says where a condition holds, or which of a word's kinds it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// An Azure network connection; all of them, if not given.
    Connection,
    /// A subnet.
    Subnet,
    /// An Azure region.
    Region,
    /// An Active Directory forest; all of them, if not given.
    Forest,
    /// A provisioning policy; all of them, if not given.
    Policy,
    /// A site link.
    SiteLink,
    /// A health check.
    Check,
    /// Where an endpoint is needed.
    Endpoint,
    /// An Intune enrollment restriction.
    Restriction,
    /// What is wrong with an image.
    Fault,
}

impl Key {
    /// Every key.
    pub const ALL: [Self; 10] = [
        Self::Connection,
        Self::Subnet,
        Self::Region,
        Self::Forest,
        Self::Policy,
        Self::SiteLink,
        Self::Check,
        Self::Endpoint,
        Self::Restriction,
        Self::Fault,
    ];

    /// Its name in scenarios.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Subnet => "subnet",
            Self::Region => "region",
            Self::Forest => "forest",
            Self::Policy => "policy",
            Self::SiteLink => "site_link",
            Self::Check => "check",
            Self::Endpoint => "endpoint",
            Self::Restriction => "restriction",
            Self::Fault => "fault",
        }
    }

    /// What to ask whoever leaves it out; none where it may be left out.
    pub fn question(self) -> Option<&'static str> {
        match self {
            Self::Subnet => Some("which subnet has no address left?"),
            Self::Region => Some("which region has no capacity?"),
            Self::SiteLink => Some("which site link is down?"),
            Self::Check => Some("which check fails?"),
            Self::Fault => Some("what is wrong with the image?"),
            Self::Connection | Self::Forest | Self::Policy | Self::Endpoint | Self::Restriction => {
                None
            }
        }
    }
}

/// What a condition does beside failing stages and health checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The subnet seems to have no free address.
    NoAddress,
    /// Clean-up cannot remove network interfaces (ANC-20).
    DeleteLock,
    /// The check that the condition names does not pass.
    CheckFails,
    /// Computers of the connection are not synchronized (FAIL-05).
    OutOfScope,
    /// AD FS does not answer.
    NoFederation,
    /// No cycle of Entra Connect starts (SYNC-12).
    ConnectStopped,
    /// Cycles of Entra Connect export nothing (SYNC-12).
    ConnectStaging,
    /// Nothing replicates over the site link.
    LinkDown,
    /// None: nobody can get into this state, so that a scenario with it is refused.
    CannotArise,
}

/// What a check finds on a subnet without a free address.
pub const NO_ADDRESS: Finding =
    Finding { check: "subnet_ip_usage", error_type: "resourceAvailabilityCheckNoSubnetIP" };

/// The kinds of this word in their order; the first is meant where no choice is written.
pub fn of_word(word: &str) -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().filter(move |kind| kind.word == word)
}

/// Every word, once.
pub fn words() -> Vec<&'static str> {
    let mut words: Vec<_> = KINDS.iter().map(|kind| kind.word).collect();
    words.dedup();
    words
}

impl Kind {
    pub(super) const fn of_tenant(word: &'static str, says: &'static str) -> Self {
        Self {
            word,
            choice: None,
            says,
            keys: &[],
            hybrid: false,
            strikes: &[],
            finds: None,
            effect: None,
        }
    }

    pub(super) const fn of_connection(word: &'static str, says: &'static str) -> Self {
        Self::of_tenant(word, says).takes(&[Key::Connection])
    }

    /// Of the domain, the account, the organizational unit of hybrid connections.
    pub(super) const fn of_domain(word: &'static str, says: &'static str) -> Self {
        Self { hybrid: true, ..Self::of_connection(word, says) }
    }

    /// Of what brings devices from the domain to Microsoft Entra ID.
    pub(super) const fn of_identity(
        word: &'static str,
        says: &'static str,
        effect: Effect,
    ) -> Self {
        Self { hybrid: true, effect: Some(effect), ..Self::of_tenant(word, says) }
    }

    pub(super) const fn takes(self, keys: &'static [Key]) -> Self {
        Self { keys, ..self }
    }

    pub(super) const fn chosen(self, key: Key, value: &'static str) -> Self {
        Self { choice: Some((key, value)), ..self }
    }

    pub(super) const fn fails(self, strikes: &'static [(Stage, &'static Cause)]) -> Self {
        Self { strikes, ..self }
    }

    pub(super) const fn finds(self, check: &'static str, error_type: &'static str) -> Self {
        Self { finds: Some(Finding { check, error_type }), ..self }
    }

    pub(super) const fn does(self, effect: Effect) -> Self {
        Self { effect: Some(effect), ..self }
    }
}
