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
    Failed {
        /// Addresses that its last attempts still hold.
        addresses: u8,
        /// When clean-up gives them back; after its usual time if absent.
        due: Option<SimTime>,
    },
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
    /// Addresses it holds on its connection when the simulation starts.
    pub fn addresses(self) -> u64 {
        match self {
            Self::Ready { .. } | Self::InGrace { .. } => 1,
            Self::Failed { addresses, .. } => u64::from(addresses),
            // It asks for one as soon as the simulation starts, or later.
            Self::Provisioning { .. } | Self::Pending => 0,
        }
    }

    /// Whether it has taken a license (CON-26).
    pub fn holds_license(self) -> bool {
        !matches!(self, Self::Pending)
    }
}
