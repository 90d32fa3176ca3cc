//! Cloud PCs that are there when the simulation starts.

use crate::kernel::time::SimTime;

use super::cloud_pc::Fact;
use super::stage::Stage;

/// A Cloud PC that is there when the simulation starts.
#[derive(Clone, Copy, Debug)]
pub struct Initial {
    /// The policy that it was provisioned by.
    pub policy: u16,
    /// The Azure network connection it is on; none on the Microsoft-hosted network.
    pub connection: Option<u16>,
    /// How it stands.
    pub standing: Standing,
    /// Addresses that its failed attempts still hold, the last ones of them.
    pub left: u8,
    /// When clean-up gives these back; after its usual time if absent.
    pub due: Option<SimTime>,
}

impl Initial {
    /// Addresses it holds on its connection when the simulation starts. An attempt under way asks
    /// for its own as soon as the simulation starts, or later.
    pub fn addresses(&self) -> u64 {
        u64::from(self.left) + u64::from(self.standing.was_ready())
    }

    /// Attempts that are over, of so many in a row.
    pub fn attempts(&self, most: u8) -> u8 {
        match self.standing {
            Standing::Ready { .. } | Standing::InGrace { .. } => self.left + 1,
            Standing::Failed => most,
            Standing::Provisioning { attempt, .. } => attempt - 1,
            Standing::Pending => 0,
        }
    }
}

/// How a Cloud PC stands when the simulation starts.
#[derive(Clone, Copy, Debug)]
pub enum Standing {
    /// Ready.
    Ready {
        /// Bit `i` is set if setting `i` failed.
        warnings: u16,
    },
    /// In its grace period.
    InGrace {
        /// When that ends.
        ends: SimTime,
        /// What was lost.
        lost: Fact,
    },
    /// All attempts used up.
    Failed,
    /// An attempt is under way.
    Provisioning {
        /// Its number, from 1.
        attempt: u8,
        /// The stage that it begins anew at instant zero.
        stage: Stage,
    },
    /// Waits for a license.
    Pending,
}

impl Standing {
    /// Whether it has been ready.
    pub fn was_ready(self) -> bool {
        matches!(self, Self::Ready { .. } | Self::InGrace { .. })
    }

    /// Whether it has taken a license (CON-26).
    pub fn holds_license(self) -> bool {
        !matches!(self, Self::Pending)
    }
}
