//! Licenses, and what follows a loss, as written.

use crate::kernel::time::SimDuration;
use crate::provisioning::tenancy::license::Kind;
use crate::scenario::section::{section, words};

section! {
    /// The Windows 365 licenses of groups that name none of their own.
    pub struct Licenses {
        /// How many there are; no end of them if not given.
        optional available: u64,
    }
}

section! {
    /// Windows 365 licenses of one kind and size.
    pub struct License {
        /// How many there are; no end of them if not given.
        optional available: u64,
        /// Of what kind they are.
        optional kind: LicenseKind,
    }
}

words! {
    /// The kind of a Windows 365 license.
    pub enum LicenseKind {
        /// Windows 365 Enterprise: one Cloud PC per license.
        Enterprise = "enterprise",
        /// Windows 365 Frontline in dedicated mode: three Cloud PCs per license.
        FrontlineDedicated = "frontline_dedicated",
        /// Windows 365 Frontline in shared mode: one Cloud PC per license, for many users.
        FrontlineShared = "frontline_shared",
    }
}

impl From<LicenseKind> for Kind {
    fn from(kind: LicenseKind) -> Self {
        match kind {
            LicenseKind::Enterprise => Self::Enterprise,
            LicenseKind::FrontlineDedicated => Self::FrontlineDedicated,
            LicenseKind::FrontlineShared => Self::FrontlineShared,
        }
    }
}

words! {
    /// How a membership in a group becomes effective.
    pub enum Membership {
        /// Users are assigned: at once.
        Assigned = "assigned",
        /// A rule of a dynamic group has to be evaluated.
        Dynamic = "dynamic",
        /// The group is in Active Directory and has to be synchronized.
        Synced = "synced",
    }
}

words! {
    /// How users get their licenses.
    pub enum Licensing {
        /// Directly: at once.
        Direct = "direct",
        /// By group-based licensing, which takes a while.
        Group = "group",
    }
}

section! {
    /// What follows the loss of a license, a user, a membership or a policy.
    pub struct Loss {
        /// When an attempt under way notices the loss.
        optional noticed: Noticed,
        /// How long a Cloud PC that was ready stays.
        optional grace_period: SimDuration,
    }
}

words! {
    /// When an attempt under way notices a loss.
    pub enum Noticed {
        /// When its next stage would begin.
        NextStage = "next_stage",
        /// At once.
        AtOnce = "at_once",
    }
}
