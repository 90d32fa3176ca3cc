//! `[initial.*]`: Cloud PCs that are there when the simulation starts.

use crate::scenario::instant::Instant;
use crate::scenario::section::{section, words};

section! {
    /// Cloud PCs that are there when the simulation starts.
    pub struct Initial {
        /// The group of their users.
        required group: String,
        /// How many they are.
        required cloud_pcs: u64,
        /// Their status.
        required status: InitialStatus,
        /// The policy that provisioned them; the first of their group if not given.
        optional policy: String,
        /// The Azure network connection they are on; the first of their policy if not given.
        optional connection: String,
        /// How many addresses failed attempts of each still hold; one if it has failed, else none.
        optional addresses: u64,
        /// When clean-up gives these back; as after a failure just now if not given.
        optional cleanup_due: Instant,
        /// In grace: when it ends.
        optional grace_ends: Instant,
        /// In grace: what was lost.
        optional lost: Lost,
        /// Provisioning: the number of the attempt under way, from 1.
        optional attempt: u64,
        /// Provisioning: the stage that the attempt begins anew; the first if not given.
        optional stage: String,
    }
}

words! {
    /// What a Cloud PC is when the simulation starts.
    pub enum InitialStatus {
        /// Ready.
        Provisioned = "provisioned",
        /// Ready, with a setting that failed.
        ProvisionedWithWarnings = "provisionedWithWarnings",
        /// All attempts used up.
        Failed = "failed",
        /// In its grace period.
        InGracePeriod = "inGracePeriod",
        /// An attempt is under way.
        Provisioning = "provisioning",
        /// Waits for a license.
        PendingProvision = "pendingProvision",
    }
}

words! {
    /// What a Cloud PC in grace has lost.
    pub enum Lost {
        /// Its license.
        License = "license",
        /// Its user.
        User = "user",
        /// Its user's membership in the group.
        Membership = "membership",
    }
}
