//! What people change while provisioning runs: `[change.*]`.

use crate::kernel::time::{SimDuration, SimTime};
use crate::kernel::variate::Sampler;
use crate::provisioning::cloud_pc::{CloudPc, Fact, Status};
use crate::provisioning::identity::connect_sync::Extent;

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// Its name in the scenario.
    pub name: String,
    /// Its family of random words.
    pub family: u64,
    /// What is done.
    pub deed: Deed,
    /// When.
    pub when: When,
}

impl Change {
    /// What it does, for people.
    pub fn says(&self) -> &'static str {
        match &self.deed {
            Deed::ToUsers { what, .. } => what.says(),
            Deed::AssignPolicy { .. } => "A policy is assigned",
            Deed::UnassignPolicy { .. } => "A policy is no longer assigned",
            Deed::EditPolicy { .. } => "A policy is edited",
            Deed::SetLicenses { .. } => "Another number of licenses is bought",
            Deed::StartSyncCycle { .. } => "Somebody starts a cycle of Entra Connect",
        }
    }

    /// Whether it is a resize that leaves the source license assigned (LIC-17).
    pub fn keeps_source(&self) -> bool {
        let Deed::ToUsers { what: UserDeed::Resize(resize), .. } = &self.deed else {
            return false;
        };
        resize.by_group.is_some_and(|by_group| by_group.keep_source)
    }
}

/// When a change happens.
#[derive(Clone, Debug)]
pub enum When {
    /// At an instant.
    At(SimTime),
    /// To each user by itself, this long after the request.
    PerUser(Sampler),
}

impl When {
    /// The instant, where it is one for all.
    pub fn at(&self) -> Option<SimTime> {
        match self {
            Self::At(at) => Some(*at),
            Self::PerUser(_) => None,
        }
    }
}

/// What is done.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Something to users or their Cloud PCs.
    ToUsers {
        /// What.
        what: UserDeed,
        /// To whom.
        whom: Whom,
    },
    /// A policy is assigned to a group, behind those already assigned.
    AssignPolicy {
        /// Index of the policy.
        policy: u16,
        /// Index of the group.
        group: u16,
    },
    /// A policy is no longer assigned to a group, or to any.
    UnassignPolicy {
        /// Index of the policy.
        policy: u16,
        /// Index of the group.
        group: Option<u16>,
    },
    /// A policy is changed; attempts that begin later follow its new version (LIC-09).
    EditPolicy {
        /// Index of the policy.
        policy: u16,
        /// Index of what it says from now on, among the tenant's policies.
        version: u16,
    },
    /// Another number of licenses has been bought.
    SetLicenses {
        /// Index of the license.
        license: u8,
        /// How many there are from now on.
        available: u64,
    },
    /// Somebody starts a cycle of Entra Connect by hand (SYNC-05).
    StartSyncCycle {
        /// What it goes through.
        extent: Extent,
    },
}

/// What is done to a user, or to a Cloud PC.
#[derive(Clone, Debug)]
pub enum UserDeed {
    /// The Windows 365 licenses are taken away.
    RemoveLicense,
    /// They are given back.
    GiveLicense,
    /// The user is deleted.
    DeleteUser,
    /// The user leaves the group.
    RemoveFromGroup,
    /// The user is back in the group.
    AddToGroup,
    /// An admin ends the grace period.
    EndGrace,
    /// An admin reprovisions the Cloud PC.
    Reprovision,
    /// An admin retries the failed Cloud PC.
    Retry,
    /// An admin resizes the Cloud PC.
    Resize(Resize),
    /// An admin moves the Cloud PC to another connection.
    Move {
        /// Index of the connection.
        to: u16,
    },
}

impl UserDeed {
    /// What it is, for people.
    pub fn says(&self) -> &'static str {
        match self {
            Self::RemoveLicense => "The license is taken from the user",
            Self::GiveLicense => "The user is given the license again",
            Self::DeleteUser => "The user is deleted",
            Self::RemoveFromGroup => "The user leaves the group",
            Self::AddToGroup => "The user is back in the group",
            Self::EndGrace => "An admin ends the grace period",
            Self::Reprovision => "An admin reprovisions the Cloud PC",
            Self::Retry => "An admin retries the provisioning",
            Self::Resize(_) => "An admin resizes the Cloud PC",
            Self::Move { .. } => "An admin moves the Cloud PC to another connection",
        }
    }

    /// Whether it concerns a user with all Cloud PCs; otherwise one Cloud PC by itself.
    pub fn is_of_users(&self) -> bool {
        matches!(
            self,
            Self::RemoveLicense
                | Self::GiveLicense
                | Self::DeleteUser
                | Self::RemoveFromGroup
                | Self::AddToGroup
        )
    }
}

impl UserDeed {
    /// Whether it can do anything to a Cloud PC or its user: who is chosen, is chosen among those.
    pub fn concerns(&self, pc: &CloudPc) -> bool {
        let has = |fact| pc.standing.has(fact);
        match self {
            Self::RemoveLicense => !has(Fact::LicenseLost),
            Self::GiveLicense => has(Fact::LicenseLost),
            Self::DeleteUser => !has(Fact::UserLost),
            Self::RemoveFromGroup => !has(Fact::MembershipLost),
            Self::AddToGroup => has(Fact::MembershipLost),
            Self::EndGrace => pc.status == Status::InGracePeriod,
            Self::Retry => pc.status == Status::Failed,
            Self::Reprovision => pc.status.is_ready() || pc.status == Status::Failed,
            Self::Resize(_) | Self::Move { .. } => pc.status.is_ready(),
        }
    }
}

/// A resize.
#[derive(Clone, Debug)]
pub struct Resize {
    /// Index of the target license.
    pub to: u8,
    /// By a group's licenses, which are changed by hand (LIC-16); else directly.
    pub by_group: Option<ByGroup>,
}

/// A resize by the licenses of groups.
#[derive(Clone, Copy, Debug)]
pub struct ByGroup {
    /// Whether the source license is left assigned, which makes a second Cloud PC (LIC-17).
    pub keep_source: bool,
    /// When the target license is assigned; never, if absent.
    pub target_after: Option<SimDuration>,
}

/// To whom something is done.
#[derive(Clone, Debug)]
pub struct Whom {
    /// Indices of the waves.
    pub waves: Vec<u16>,
    /// How many.
    pub how_many: HowMany,
    /// Only those in this status.
    pub status: Option<Status>,
}

/// How many are chosen, by the random words of users.
#[derive(Clone, Copy, Debug)]
pub enum HowMany {
    /// Everybody.
    All,
    /// This many users.
    Users(u32),
    /// This share of the users, in millionths, rounded to the nearest.
    Share(u32),
}
