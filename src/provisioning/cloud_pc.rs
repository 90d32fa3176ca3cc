//! A Cloud PC: who it is for, and its status with the legal transitions (STATUS-01).

use crate::kernel::time::SimTime;

use super::event::EventKind;
use super::stage::{Cause, Stage};

/// What Microsoft shows for a Cloud PC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Status {
    /// Licensed, but not (yet) picked up by a provisioning policy.
    NotProvisioned,
    /// Waits for a free license.
    PendingProvision,
    /// An attempt runs, or the pause between two.
    Provisioning,
    /// Ready.
    Provisioned,
    /// Ready, with post-provisioning settings incomplete.
    ProvisionedWithWarnings,
    /// All attempts used up.
    Failed,
    /// License or targeting lost; the user can still work.
    InGracePeriod,
    /// Being removed.
    Deprovisioning,
    /// Offline while its size changes.
    Resizing,
    /// Waits for the license of its new size.
    ResizePendingLicense,
    /// Offline while a restore point is applied.
    Restoring,
    /// Offline while it moves to another network or region.
    MovingRegion,
    /// Gone: in no list of Microsoft's any more.
    Deleted,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 13] = [
        Self::NotProvisioned,
        Self::PendingProvision,
        Self::Provisioning,
        Self::Provisioned,
        Self::ProvisionedWithWarnings,
        Self::Failed,
        Self::InGracePeriod,
        Self::Deprovisioning,
        Self::Resizing,
        Self::ResizePendingLicense,
        Self::Restoring,
        Self::MovingRegion,
        Self::Deleted,
    ];

    /// Graph's name, as it stands in outputs; ours for what Graph no longer lists.
    pub fn graph_name(self) -> &'static str {
        match self {
            Self::NotProvisioned => "notProvisioned",
            Self::PendingProvision => "pendingProvision",
            Self::Provisioning => "provisioning",
            Self::Provisioned => "provisioned",
            Self::ProvisionedWithWarnings => "provisionedWithWarnings",
            Self::Failed => "failed",
            Self::InGracePeriod => "inGracePeriod",
            Self::Deprovisioning => "deprovisioning",
            Self::Resizing => "resizing",
            Self::ResizePendingLicense => "resizePendingLicense",
            Self::Restoring => "restoring",
            Self::MovingRegion => "movingRegion",
            Self::Deleted => "simDeleted",
        }
    }

    /// The admin center's name.
    pub fn display_name(self) -> &'static str {
        match self {
            Self::NotProvisioned => "Not provisioned",
            Self::PendingProvision => "Pending",
            Self::Provisioning => "Provisioning",
            Self::Provisioned => "Provisioned",
            Self::ProvisionedWithWarnings => "Provisioned with warnings",
            Self::Failed => "Failed",
            Self::InGracePeriod => "In grace period",
            Self::Deprovisioning => "Deprovisioning",
            Self::Resizing => "Resizing",
            Self::ResizePendingLicense => "Resize pending license",
            Self::Restoring => "Restoring",
            Self::MovingRegion => "Moving region",
            Self::Deleted => "Deleted",
        }
    }

    /// The statuses that may follow this one.
    pub fn successors(self) -> &'static [Self] {
        match self {
            Self::NotProvisioned => &[Self::Provisioning, Self::PendingProvision],
            Self::PendingProvision => &[Self::Provisioning, Self::NotProvisioned],
            Self::Failed => &[Self::Provisioning],
            Self::Provisioning => &[Self::Provisioned, Self::ProvisionedWithWarnings, Self::Failed],
            Self::Provisioned | Self::ProvisionedWithWarnings => &[
                Self::Provisioning,
                Self::InGracePeriod,
                Self::Resizing,
                Self::ResizePendingLicense,
                Self::Restoring,
                Self::MovingRegion,
                Self::Deprovisioning,
            ],
            Self::InGracePeriod => {
                &[Self::Provisioned, Self::ProvisionedWithWarnings, Self::Deprovisioning]
            }
            Self::Deprovisioning => &[Self::NotProvisioned, Self::Deleted],
            Self::Deleted => &[Self::NotProvisioned],
            Self::ResizePendingLicense => &[
                Self::Resizing,
                Self::Provisioned,
                Self::ProvisionedWithWarnings,
                Self::InGracePeriod,
            ],
            Self::Resizing | Self::Restoring | Self::MovingRegion => {
                &[Self::Provisioned, Self::ProvisionedWithWarnings]
            }
        }
    }

    /// Whether a user can sign in.
    pub fn is_ready(self) -> bool {
        matches!(self, Self::Provisioned | Self::ProvisionedWithWarnings)
    }
}

/// What the user of a Cloud PC has and is, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing(u8);

/// One fact of a standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Fact {
    /// The user's license was taken away.
    LicenseLost = 1,
    /// The user was deleted.
    UserLost = 2,
    /// The user left the group.
    MembershipLost = 4,
    /// The Cloud PC has taken a license.
    HoldsLicense = 8,
    /// The Cloud PC has been ready.
    WasReady = 16,
    /// Provisioning has been asked for and is about to begin.
    AwaitsStart = 32,
    /// A resize left its license to a second Cloud PC.
    HasSecond = 64,
    /// The Cloud PC waits for a license.
    AwaitsLicense = 128,
}

impl Standing {
    /// Whether a fact holds.
    pub fn has(self, fact: Fact) -> bool {
        self.0 & fact as u8 != 0
    }

    /// A fact holds from now on.
    pub fn note(&mut self, fact: Fact) {
        self.0 |= fact as u8;
    }

    /// A fact no longer holds.
    pub fn clear(&mut self, fact: Fact) {
        self.0 &= !(fact as u8);
    }

    /// What of license, user and membership is lost, and nothing else.
    #[must_use]
    pub fn losses(self) -> Self {
        let lost = Fact::LicenseLost as u8 | Fact::UserLost as u8 | Fact::MembershipLost as u8;
        Self(self.0 & lost)
    }

    /// Whether license, user or membership is lost.
    pub fn is_lost(self) -> bool {
        self.losses() != Self::default()
    }

    /// Whether the license is lost, with its user or by itself.
    pub fn lost_license(self) -> bool {
        self.has(Fact::LicenseLost) || self.has(Fact::UserLost)
    }
}

/// How an attempt ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// All stages done; the settings that failed, one bit for each in order.
    Ready {
        /// Bit `i` is set if setting `i` failed.
        warnings: u16,
    },
    /// It failed in this stage by this cause.
    Failed {
        /// Where.
        stage: Stage,
        /// Why.
        cause: &'static Cause,
    },
}

/// The attempt that runs, or ran last.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// Its number over the Cloud PC's whole life, from 1; 0 before the first.
    pub serial: u16,
    /// Its number since provisioning or the admin's last retry began, from 1.
    pub of_set: u8,
    /// When it started.
    pub started: SimTime,
    /// When it ends, if nothing strikes it.
    pub ends: SimTime,
    /// How it will end, if nothing strikes it.
    pub verdict: Verdict,
    /// The admin's retries before it.
    pub retries_by_admin: u8,
    /// Index of the license that sizes it.
    pub license: u8,
    /// Index of the policy's version that it follows.
    pub policy: u16,
    /// The Azure network connection it runs on; none on the Microsoft-hosted network or while
    /// the gate found none usable.
    pub connection: Option<u16>,
    /// Whether it holds an address.
    pub holds_address: bool,
    /// What is on the calendar for it while it runs.
    pub pending: Option<EventKind>,
}

/// One Cloud PC, in one cache line: with a million of them an event costs what it takes to fetch
/// its record.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct CloudPc {
    /// Index of its wave.
    pub wave: u16,
    /// Its number within the wave: users in order, each with their licenses.
    pub number: u32,
    /// Its status.
    pub status: Status,
    /// What its user has and is.
    pub standing: Standing,
    /// When the user became both licensed and targeted.
    pub requested: SimTime,
    /// Its current or last attempt.
    pub attempt: Attempt,
}

impl CloudPc {
    /// A Cloud PC requested at an instant, before any attempt.
    pub fn requested(wave: u16, number: u32, license: u8, requested: SimTime) -> Self {
        let attempt = Attempt {
            retries_by_admin: 0,
            license,
            policy: 0,
            serial: 0,
            of_set: 0,
            started: requested,
            ends: requested,
            verdict: Verdict::Ready { warnings: 0 },
            connection: None,
            holds_address: false,
            pending: None,
        };
        let (status, standing) = (Status::NotProvisioned, Standing::default());
        Self { wave, number, status, standing, requested, attempt }
    }

    /// The status of one that is ready: with the warnings of its attempt.
    ///
    /// # Panics
    /// If its attempt has failed.
    pub fn ready_status(&self) -> Status {
        match self.attempt.verdict {
            Verdict::Ready { warnings: 0 } => Status::Provisioned,
            Verdict::Ready { .. } => Status::ProvisionedWithWarnings,
            Verdict::Failed { .. } => panic!("only a ready one's status is asked for"),
        }
    }

    /// Changes the status.
    ///
    /// # Panics
    /// If the transition is not legal.
    pub fn become_status(&mut self, next: Status) {
        let legal = self.status.successors().contains(&next);
        assert!(legal, "{:?} never becomes {next:?}", self.status);
        self.status = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_documented_transitions_are_legal() {
        use Status::{Failed, InGracePeriod, Provisioned, Provisioning};
        let may = |from: Status, to: Status| from.successors().contains(&to);
        assert!(may(Provisioning, Failed) && may(Failed, Provisioning));
        assert!(!may(Failed, Provisioned), "a failed Cloud PC is provisioned anew first");
        assert!(!may(Provisioning, InGracePeriod), "loss during provisioning fails the attempt");
        assert!(Status::ALL.iter().all(|&s| !may(s, s)), "no status follows itself");
    }

    #[test]
    fn a_cloud_pc_fills_one_cache_line() {
        assert_eq!(size_of::<CloudPc>(), 64);
    }

    #[test]
    #[should_panic(expected = "Failed never becomes Provisioned")]
    fn an_illegal_transition_stops_the_run() {
        let mut pc = CloudPc::requested(0, 0, 0, SimTime::ZERO);
        pc.status = Status::Failed;
        pc.become_status(Status::Provisioned);
    }
}
