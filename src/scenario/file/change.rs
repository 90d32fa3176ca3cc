//! Changes as written: what people do while provisioning runs.

use crate::kernel::time::SimDuration;
use crate::kernel::variate::Distribution;
use crate::scenario::file::Image;
use crate::scenario::instant::Instant;
use crate::scenario::section::{section, words};
use crate::scenario::value::{Names, Probability};

section! {
    /// Something that people do while provisioning runs.
    pub struct Change {
        /// What they do.
        required what: Deed,
        /// When.
        optional at: Instant,
        /// How long after the request of each user, instead of `at`.
        optional per_user: Distribution,
        /// The group whose users are meant; to assign a policy: the group that it is assigned to.
        optional group: String,
        /// The wave whose users are meant.
        optional wave: String,
        /// How many users, chosen at random; all if not given.
        optional users: u64,
        /// Which share of the users, chosen at random; all if not given.
        optional share: Probability,
        /// The status, as Graph names it, that a Cloud PC must be in; any if not given.
        optional r#while: String,
        /// The policy that is changed.
        optional policy: String,
        /// The policy's Azure network connections from then on.
        optional connections: Names,
        /// Whether the policy makes users local administrators from then on.
        optional local_admin: bool,
        /// The policy's image from then on.
        optional image: Image,
        /// Whether the policy installs a language pack from then on.
        optional language_pack: bool,
        /// Whether the policy's Cloud PCs have a GPU from then on.
        optional gpu: bool,
        /// The license whose number changes; that of `[licenses]` if not given.
        optional license: String,
        /// How many licenses there are from then on.
        optional available: u64,
        /// The license of the new size; the same as before if not given.
        optional to: String,
        /// How Cloud PCs are resized.
        optional by: ResizeBy,
        /// Whether the license of the old size stays assigned, which makes a second Cloud PC.
        optional keep_source: bool,
        /// How long until the license of the new size is assigned; never if not given.
        optional target_after: SimDuration,
        /// The Azure network connection that Cloud PCs move to.
        optional to_connection: String,
        /// What kind of cycle is started.
        optional policy_type: PolicyType,
        /// The condition that is repaired.
        optional condition: String,
    }
}

words! {
    /// Something that people do while provisioning runs.
    pub enum Deed {
        /// Takes the Windows 365 licenses from users.
        RemoveLicense = "remove_license",
        /// Gives the Windows 365 licenses back to users.
        GiveLicense = "give_license",
        /// Deletes users.
        DeleteUser = "delete_user",
        /// Takes users out of their group.
        RemoveFromGroup = "remove_from_group",
        /// Puts users back into their group.
        AddToGroup = "add_to_group",
        /// Ends the grace period of Cloud PCs.
        EndGrace = "end_grace",
        /// Reprovisions Cloud PCs.
        Reprovision = "reprovision",
        /// Resizes Cloud PCs.
        Resize = "resize",
        /// Moves Cloud PCs to another Azure network connection.
        Move = "move",
        /// Retries Cloud PCs that have failed.
        Retry = "retry",
        /// Assigns a policy to a group.
        AssignPolicy = "assign_policy",
        /// Takes the assignment to a group, or to all, from a policy.
        UnassignPolicy = "unassign_policy",
        /// Changes a policy, for what is provisioned later.
        EditPolicy = "edit_policy",
        /// Deletes a policy that is assigned to no group.
        DeletePolicy = "delete_policy",
        /// Buys licenses, or gives some up.
        SetLicenses = "set_licenses",
        /// Starts a cycle of Entra Connect by hand.
        StartSyncCycle = "start_sync_cycle",
        /// Repairs a condition.
        Repair = "repair",
    }
}

words! {
    /// How Cloud PCs are resized.
    pub enum ResizeBy {
        /// Each by itself.
        Direct = "direct",
        /// By the licenses of groups, which are changed by hand.
        Group = "group",
    }
}

words! {
    /// A kind of cycle of Entra Connect.
    pub enum PolicyType {
        /// Only what has changed.
        Delta = "delta",
        /// Everything.
        Initial = "initial",
    }
}
