//! A scenario as written: every table and key there is, none of it understood yet.

mod change;
mod environment;
mod expect;
mod identity;
mod initial;
mod networks;
mod rollout;
mod sweep;
mod tenancy;
mod timing;

pub use change::*;
pub use environment::*;
pub use expect::*;
pub use identity::*;
pub use initial::*;
pub use networks::*;
pub use rollout::*;
pub use sweep::*;
pub use tenancy::*;
pub use timing::*;

use crate::kernel::time::SimDuration;
use crate::scenario::instant::CivilStart;
use crate::scenario::section::section;
use crate::scenario::value::Probability;

section! {
    /// A rollout of Windows 365 Cloud PCs, and what it runs against.
    pub struct ScenarioFile {
        /// The version of this format: 1.
        optional schema: u64,
        /// The question that the scenario answers.
        optional question: String,
        /// The civil date and time at which the simulation starts.
        optional start: CivilStart,
        /// How long the simulation runs; what is not done by then counts as not done.
        optional horizon: SimDuration,
        /// The number that all random numbers follow from: the same seed gives the same results.
        optional seed: u64,
        /// How often the rollout is simulated, each time with other random numbers.
        optional replications: u64,
        /// The subnets of Azure virtual networks that Cloud PCs take their addresses from.
        named subnet: Subnet,
        /// The Azure network connections.
        named connection: Connection,
        /// The provisioning policies.
        named policy: Policy,
        /// The groups of users that policies are assigned to.
        named group: Group,
        /// The waves of the rollout: users who become both licensed and targeted by a policy.
        named wave: Wave,
        /// The licenses of groups that name none of their own.
        optional licenses: Licenses,
        /// The other licenses.
        named license: License,
        /// Active Directory sites and site links, for Microsoft Entra hybrid join.
        optional directory: Directory,
        /// Entra Connect Sync.
        optional connect: Connect,
        /// AD FS, for connections whose domain is federated.
        optional federation: Federation,
        /// The wait for a device's Microsoft Entra hybrid join.
        optional hybrid_join: HybridJoin,
        /// How long each stage of provisioning takes.
        optional timing: Timing,
        /// What follows a failed attempt.
        optional retry: Retry,
        /// What becomes of the resources of a failed attempt.
        optional cleanup: Cleanup,
        /// The probability that an attempt fails of a cause, by the code of the cause.
        named failures: Probability,
        /// The probability that a Cloud PC is provisioned with a warning, by the warning's code.
        named warnings: Probability,
        /// States of the environment that make provisioning fail, for a while or for good.
        named condition: Condition,
        /// What the administrator does about failures.
        optional admin: Admin,
        /// What follows the loss of a license, a user, a membership or a policy.
        optional loss: Loss,
        /// What people do while provisioning runs.
        named change: Change,
        /// Cloud PCs that are there when the simulation starts.
        named initial: Initial,
        /// What must hold of the results: `check` judges it.
        optional expect: Expect,
        /// Which entries are varied, and over what: `sweep` runs all combinations.
        optional sweep: Sweep,
    }
}
