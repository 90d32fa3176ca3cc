//! Groups: how users come into them and get their licenses.

/// How a membership becomes effective.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// At once.
    Assigned,
    /// When the rule has been evaluated (LIC-05).
    Dynamic,
    /// When Entra Connect has synchronized the group (LIC-06).
    Synced,
}

/// A group of users.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// How a membership becomes effective.
    pub membership: Membership,
    /// Whether the group carries the license, which takes a while to arrive (LIC-03).
    pub licenses_by_group: bool,
    /// Index of its users' license.
    pub license: u8,
    /// Policies assigned to it when the run begins, the first assigned first (LIC-08).
    pub policies: Vec<u16>,
}
