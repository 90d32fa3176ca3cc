//! What grounds a rule: a document, an observation, arithmetic, or a signed assumption.

use std::fmt;

/// The ground a rule stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Stated in Microsoft's published documentation.
    Documented {
        /// Keys of the documents, looked up in [`super::rules::SOURCES`].
        source: &'static str,
    },
    /// Reported by practitioners.
    Observed {
        /// Who reported it.
        source: &'static str,
    },
    /// Follows from other rules.
    Derived {
        /// From which.
        from: &'static str,
    },
    /// Nobody publishes it.
    Assumed {
        /// Why this value and no other.
        because: &'static str,
    },
}

impl Evidence {
    /// The confidence in one word.
    pub fn confidence(self) -> &'static str {
        match self {
            Self::Documented { .. } => "documented",
            Self::Observed { .. } => "observed",
            Self::Derived { .. } => "derived",
            Self::Assumed { .. } => "assumed",
        }
    }

    /// The source or the reason.
    pub fn ground(self) -> &'static str {
        match self {
            Self::Documented { source } | Self::Observed { source } => source,
            Self::Derived { from } => from,
            Self::Assumed { because } => because,
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.confidence(), self.ground())
    }
}

/// One rule of how Windows 365 and its surroundings behave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable name, such as `IP-03`.
    pub id: &'static str,
    /// What it says.
    pub says: &'static str,
    /// What it stands on.
    pub evidence: Evidence,
}

/// One document that rules name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its short key, such as `S0`.
    pub key: &'static str,
    /// Its title and where to find it.
    pub title: &'static str,
}
