//! Conditions: states of the environment, for a while or for good (FAIL-02, COND-01).
//!
//! A condition strikes what begins while it holds: a stage, a health check, a clean-up.

use crate::kernel::time::SimTime;

use super::network::health_check::{Check, Finding};
use super::stage::{Cause, Stage, allocate_capacity, attach_network, enroll_intune, join_entra};

/// A state of the environment, from one instant to just before another.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Its name in the scenario.
    pub name: String,
    /// What is the matter.
    pub what: What,
    /// When it begins.
    pub from: SimTime,
    /// When it has been repaired; never, if absent.
    pub until: Option<SimTime>,
}

/// What is the matter. A connection, subnet or region is meant by its index; an absent
/// connection means all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// An Azure Policy refuses network interfaces.
    AzurePolicyDeny {
        /// Whose resource group.
        connection: Option<u16>,
    },
    /// Others have taken every address.
    NoAddress {
        /// Of which subnet.
        subnet: u16,
    },
    /// Azure has no capacity.
    RegionWithoutCapacity {
        /// In which region.
        region: String,
    },
    /// The Cloud PC service's endpoints cannot be reached.
    EndpointBlocked {
        /// From which connection's network.
        connection: Option<u16>,
    },
    /// Intune's endpoints cannot be reached.
    IntuneEndpointBlocked {
        /// From which connection's network.
        connection: Option<u16>,
    },
    /// Intune does not answer.
    IntuneOutage,
    /// An enrollment restriction blocks Windows devices.
    IntuneRestriction {
        /// A custom restriction, whose check only warns; otherwise the default one.
        custom: bool,
    },
    /// A lock keeps clean-up from removing network interfaces (ANC-20).
    DeleteLock {
        /// In whose resource group.
        connection: Option<u16>,
    },
    /// The password of the join account has expired (ANC-16).
    JoinPasswordExpired {
        /// Of which connection.
        connection: Option<u16>,
    },
    /// A health check does not pass.
    HealthCheckFails {
        /// Of which connection.
        connection: Option<u16>,
        /// Which.
        check: &'static Check,
    },
}

impl Condition {
    /// Whether it holds at an instant: from its beginning until just before its repair.
    pub fn holds(&self, at: SimTime) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

impl What {
    /// Whether it changes anything at a place.
    pub fn reaches(&self, place: Place<'_>) -> bool {
        self.locks(place) || self.strikes(place).is_some() || self.finding(place).is_some()
    }

    /// Whether it keeps clean-up from removing network interfaces at a place (ANC-20).
    pub fn locks(&self, place: Place<'_>) -> bool {
        matches!(self, Self::DeleteLock { connection } if place.is_on(*connection))
    }

    /// The stage it fails on this connection (or on the Microsoft-hosted network), with the cause.
    pub fn strikes(&self, place: Place<'_>) -> Option<(Stage, &'static Cause)> {
        match self {
            Self::AzurePolicyDeny { connection } if place.is_on(*connection) => {
                Some((Stage::AttachNetwork, &attach_network::DENIED))
            }
            Self::RegionWithoutCapacity { region } if place.region == Some(region) => {
                Some((Stage::AllocateCapacity, &allocate_capacity::NO_CAPACITY))
            }
            Self::EndpointBlocked { connection } if place.is_on(*connection) => {
                Some((Stage::JoinEntra, &join_entra::ENDPOINT))
            }
            Self::IntuneEndpointBlocked { connection } if place.is_on(*connection) => {
                Some((Stage::EnrollIntune, &enroll_intune::NO_CONNECTIVITY))
            }
            Self::IntuneOutage => Some((Stage::EnrollIntune, &enroll_intune::FAILED)),
            Self::IntuneRestriction { .. } => {
                Some((Stage::EnrollIntune, &enroll_intune::RESTRICTED))
            }
            Self::AzurePolicyDeny { .. }
            | Self::RegionWithoutCapacity { .. }
            | Self::EndpointBlocked { .. }
            | Self::IntuneEndpointBlocked { .. }
            | Self::NoAddress { .. }
            | Self::DeleteLock { .. }
            | Self::JoinPasswordExpired { .. }
            | Self::HealthCheckFails { .. } => None,
        }
    }

    /// What a health check of the connection at this place finds because of it.
    pub fn finding(&self, place: Place<'_>) -> Option<Finding> {
        let (check, error_type) = match self {
            Self::AzurePolicyDeny { connection } if place.is_on(*connection) => {
                ("azure_tenant_readiness", "resourceAvailabilityCheckAzurePolicyViolation")
            }
            Self::NoAddress { subnet } if place.subnet == Some(*subnet) => NO_ADDRESS,
            Self::EndpointBlocked { connection } if place.is_on(*connection) => {
                ("endpoint_connectivity", "endpointConnectivityCheckCloudPcUrlNotAllowListed")
            }
            Self::IntuneEndpointBlocked { connection } if place.is_on(*connection) => {
                ("endpoint_connectivity", "endpointConnectivityCheckIntuneUrlNotAllowListed")
            }
            Self::IntuneRestriction { custom: false } => (
                "intune_default_restriction",
                "resourceAvailabilityCheckIntuneDefaultWindowsRestrictionViolation",
            ),
            Self::IntuneRestriction { custom: true } => (
                "intune_custom_restriction",
                "resourceAvailabilityCheckIntuneCustomWindowsRestrictionViolation",
            ),
            Self::JoinPasswordExpired { connection } if place.is_on(*connection) => {
                ("ad_domain_join", "adJoinCheckCredentialsExpired")
            }
            Self::HealthCheckFails { connection, check } if place.is_on(*connection) => {
                (check.name, DECLARED)
            }
            Self::AzurePolicyDeny { .. }
            | Self::NoAddress { .. }
            | Self::EndpointBlocked { .. }
            | Self::IntuneEndpointBlocked { .. }
            | Self::JoinPasswordExpired { .. }
            | Self::HealthCheckFails { .. }
            | Self::RegionWithoutCapacity { .. }
            | Self::IntuneOutage
            | Self::DeleteLock { .. } => return None,
        };
        Some(Finding { check, error_type })
    }
}

/// Check and error type of a subnet without a free address.
pub const NO_ADDRESS: (&str, &str) = ("subnet_ip_usage", "resourceAvailabilityCheckNoSubnetIP");

/// Error type of a check that fails because the scenario says so; one word, like Graph's.
const DECLARED: &str = "simDeclaredByScenario";

/// Where an attempt or a health check takes place.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The connection; none on the Microsoft-hosted network.
    pub connection: Option<u16>,
    /// Its subnet.
    pub subnet: Option<u16>,
    /// Its region, where the scenario names one.
    pub region: Option<&'a String>,
}

impl Place<'_> {
    /// Whether a condition of this connection (or of all) reaches here. The customer's network is
    /// not that of the Microsoft-hosted network (CORE-02).
    pub fn is_on(&self, connection: Option<u16>) -> bool {
        match (self.connection, connection) {
            (Some(here), Some(there)) => here == there,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::network::health_check::CHECKS;
    use super::*;

    #[test]
    fn an_error_type_is_one_word_so_that_a_list_of_them_can_be_split() {
        let place = Place { connection: Some(0), subnet: Some(0), region: None };
        let connection = Some(0);
        let declared = CHECKS.iter().map(|check| What::HealthCheckFails { connection, check });
        let others = [
            What::AzurePolicyDeny { connection },
            What::NoAddress { subnet: 0 },
            What::EndpointBlocked { connection },
            What::IntuneEndpointBlocked { connection },
            What::IntuneRestriction { custom: false },
            What::IntuneRestriction { custom: true },
            What::JoinPasswordExpired { connection },
        ];
        for what in declared.chain(others) {
            let finding = what.finding(place).expect("it reaches this place");
            assert!(!finding.error_type.contains(' '), "{finding:?}");
        }
    }
}
