//! A scenario as written: every table and key there is, none of it understood yet.

use super::instant::{CivilStart, Instant, Phase};
use super::prefixes::Prefixes;
use super::section::{section, words};
use super::value::{Names, Probability};
use crate::kernel::time::SimDuration;
use crate::kernel::variate::Distribution;

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
    }
    later [licenses connect directory federation hybrid_join change expect sweep initial]
}

section! {
    /// A subnet of an Azure virtual network.
    pub struct Subnet {
        /// Its address ranges; Azure keeps five addresses of each.
        required prefix: Prefixes,
        /// How many addresses others use: network interfaces, private endpoints, load balancers.
        optional in_use: u64,
    }
    later []
}

section! {
    /// An Azure network connection.
    pub struct Connection {
        /// How Cloud PCs on this connection join.
        required join: Join,
        /// The subnet that their network interfaces are attached to.
        required subnet: String,
        /// The Azure region of its virtual network.
        optional region: String,
        /// How the connection's health is checked.
        optional health_check: HealthCheck,
    }
    later [ad_site]
}

words! {
    /// How a Cloud PC joins the organization.
    pub enum Join {
        /// Microsoft Entra join.
        Entra = "entra",
        /// Microsoft Entra hybrid join: an Active Directory domain, and Microsoft Entra ID.
        Hybrid = "hybrid",
    }
}

section! {
    /// The periodic health check of an Azure network connection.
    pub struct HealthCheck {
        /// The time from one check's start to the next one's.
        optional interval: SimDuration,
        /// When the first check starts.
        optional phase: Phase,
        /// How long a check takes.
        optional duration: Distribution,
        /// The probability that a check fails although nothing is wrong.
        optional failure: Probability,
        /// Whether a check takes an address of the subnet while it runs.
        optional borrows_address: bool,
    }
    later []
}

section! {
    /// A provisioning policy. It has `connections`, or a Microsoft-hosted `network`.
    pub struct Policy {
        /// The Azure network connections by priority: the first healthy one is used.
        optional connections: Names,
        /// The network that Cloud PCs are on, where it is not an Azure network connection's.
        optional network: Network,
        /// The Azure region of Cloud PCs on a Microsoft-hosted network.
        optional region: String,
        /// The groups that the policy is assigned to.
        required groups: Names,
        /// Whether users become local administrators of their Cloud PCs.
        optional local_admin: bool,
    }
    later []
}

words! {
    /// A network that Microsoft runs.
    pub enum Network {
        /// The Microsoft-hosted network.
        MicrosoftHosted = "microsoft-hosted",
    }
}

section! {
    /// A group of users.
    pub struct Group {
        /// How many Windows 365 licenses each user gets; each license is one Cloud PC.
        optional licenses_per_user: u64,
    }
    later []
}

section! {
    /// Users who become both licensed and targeted, all within some time.
    pub struct Wave {
        /// The group that they join.
        required group: String,
        /// How many they are.
        required users: u64,
        /// When the first may arrive; the simulation's start if not given.
        optional at: Instant,
        /// The time within which they arrive; all at once if not given.
        optional over: SimDuration,
        /// How the arrivals are spread over that time.
        optional arrivals: Arrivals,
    }
    later []
}

words! {
    /// How arrivals are spread over a time.
    pub enum Arrivals {
        /// At equal distances.
        Even = "even",
        /// Each at a random instant of the time.
        Random = "random",
        /// With exponential gaps, whose mean is the time over the number of users.
        Poisson = "poisson",
        /// All at its beginning.
        AtOnce = "at-once",
    }
}

section! {
    /// How long each stage of provisioning takes, and how long it takes to fail.
    pub struct Timing {
        /// From license and assignment to the start of provisioning.
        optional reaction: Distribution,
        /// Allocating Azure capacity.
        optional allocate_capacity: Distribution,
        /// Creating the virtual machine.
        optional create_vm: Distribution,
        /// Creating the network interface and attaching it to the network.
        optional attach_network: Distribution,
        /// Joining Microsoft Entra ID.
        optional join_entra: Distribution,
        /// Enrolling in Microsoft Intune.
        optional enroll_intune: Distribution,
        /// Assigning the primary user.
        optional primary_user: Distribution,
        /// Configuring settings after the core stages.
        optional configure: Distribution,
        /// Assigning the Cloud PC to its user.
        optional assign_user: Distribution,
        /// Until Azure has denied a request, for lack of an address or by a policy.
        optional azure_denial: Distribution,
        /// Until a virtual machine that does not come up is given up.
        optional vm_timeout: Distribution,
        /// Until an enrollment that does not come through is given up.
        optional enrollment_timeout: Distribution,
    }
    later [join_domain register_device detect_device]
}

section! {
    /// What follows a failed attempt.
    pub struct Retry {
        /// How many attempts a Cloud PC has, the first included.
        optional attempts: u64,
        /// The time between an attempt's failure and the next attempt.
        optional pause: Distribution,
        /// What follows a failure whose cause is marked as not retriable.
        optional non_retriable: NonRetriable,
    }
    later []
}

words! {
    /// What follows a failure whose cause is marked as not retriable.
    pub enum NonRetriable {
        /// The next attempt, as after any other.
        Retry = "retry",
        /// No further attempt.
        Stop = "stop",
    }
}

section! {
    /// What becomes of the resources of a failed attempt.
    pub struct Cleanup {
        /// How long after a failure its resources are removed and its address is free again.
        optional after: Distribution,
        /// Which failure that time is counted from.
        optional clock: Clock,
    }
    later []
}

words! {
    /// Which failure the time to clean-up is counted from.
    pub enum Clock {
        /// That of the attempt itself.
        EachAttempt = "each_attempt",
        /// That of the Cloud PC's last attempt.
        AfterFinal = "after_final",
    }
}

section! {
    /// A state of the environment that makes provisioning fail.
    pub struct Condition {
        /// What the state is.
        required what: What,
        /// The connection that it concerns.
        optional connection: String,
        /// The subnet that it concerns.
        optional subnet: String,
        /// The Azure region that it concerns.
        optional region: String,
        /// The health check that fails.
        optional check: String,
        /// Where the blocked endpoint is needed.
        optional endpoint: Endpoint,
        /// The Intune enrollment restriction that blocks.
        optional restriction: Restriction,
        /// When it begins; the simulation's start if not given.
        optional from: Instant,
        /// When it ends; never if not given.
        optional until: Instant,
    }
    later []
}

words! {
    /// A state of the environment that makes provisioning fail.
    pub enum What {
        /// An Azure policy denies the creation of resources.
        AzurePolicyDeny = "azure_policy_deny",
        /// The subnet has no free address, whoever holds them.
        NoAddress = "no_address",
        /// The region has no capacity.
        RegionWithoutCapacity = "region_without_capacity",
        /// An endpoint that provisioning needs is blocked.
        EndpointBlocked = "endpoint_blocked",
        /// Microsoft Intune does not work.
        IntuneOutage = "intune_outage",
        /// An Intune enrollment restriction blocks Windows.
        IntuneRestriction = "intune_restriction",
        /// A delete lock keeps clean-up from removing network interfaces.
        DeleteLock = "delete_lock",
        /// The password of the domain join's account has expired or was changed.
        JoinPasswordExpired = "join_password_expired",
        /// A health check of the connection fails.
        HealthCheckFails = "health_check_fails",
    }
}

words! {
    /// Where an endpoint is needed.
    pub enum Endpoint {
        /// By the Cloud PC itself.
        CloudPc = "cloud_pc",
        /// For the enrollment in Microsoft Intune.
        Intune = "intune",
    }
}

words! {
    /// An Intune enrollment restriction.
    pub enum Restriction {
        /// The default one, of all users.
        Default = "default",
        /// A custom one, of some users.
        Custom = "custom",
    }
}

section! {
    /// What the administrator does about failures.
    pub struct Admin {
        /// Retries Cloud PCs that have failed.
        optional retry_failed: RetryFailed,
        /// Has a failed connection checked again.
        optional recheck: Recheck,
        /// Deletes network interfaces that clean-up has left behind.
        optional delete_leaked: DeleteLeaked,
    }
    later []
}

section! {
    /// The administrator's retry of a failed Cloud PC: a new row of attempts.
    pub struct RetryFailed {
        /// How long after its failure.
        required after: Distribution,
        /// How often at most for one Cloud PC.
        optional at_most: u64,
    }
    later []
}

section! {
    /// The administrator's check of a connection that has failed one.
    pub struct Recheck {
        /// How long after the failed check.
        required after: Distribution,
    }
    later []
}

section! {
    /// The administrator's removal of network interfaces that clean-up could not delete.
    pub struct DeleteLeaked {
        /// How long after the clean-up.
        required after: Distribution,
    }
    later []
}
