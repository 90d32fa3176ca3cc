//! The table of kinds: what each strikes, what a health check finds, what else it does.
//!
//! The words of a scenario, the world, validation and the catalog read this table; nobody else
//! knows a kind.

use crate::provisioning::stage::{
    Stage, allocate_capacity, attach_network, create_vm, enroll_intune, join_domain, join_entra,
    register_device,
};

use super::kind::{Effect, Key, Kind, NO_ADDRESS};

/// Every kind; those of one word stand together.
pub static KINDS: &[Kind] = &[
    // The subscription, the virtual network, the region.
    Kind::of_connection("azure_policy_deny", "An Azure Policy refuses network interfaces.")
        .fails(&[(Stage::AttachNetwork, &attach_network::DENIED)])
        .finds(TENANT, "resourceAvailabilityCheckAzurePolicyViolation"),
    Kind {
        finds: Some(NO_ADDRESS),
        ..Kind::of_tenant("no_address", "Others have taken every address of the subnet.")
            .takes(&[Key::Subnet])
            .does(Effect::NoAddress)
    },
    Kind::of_tenant("region_without_capacity", "The Azure region has no capacity.")
        .takes(&[Key::Region])
        .fails(&[(Stage::AllocateCapacity, &allocate_capacity::NO_CAPACITY)]),
    Kind::of_tenant("region_unsupported", "Windows 365 does not offer the Azure region.")
        .takes(&[Key::Region])
        .does(Effect::CannotArise),
    Kind::of_connection("missing_roles", "Windows 365 has lost its roles in the subscription.")
        .fails(&[(Stage::AttachNetwork, &attach_network::NO_ROLE)])
        .finds(
            "first_party_app_permissions",
            "permissionCheckNoWindows365NetworkInterfaceContributorRole",
        ),
    Kind::of_connection("resource_group_locked", "The resource group can only be read.")
        .fails(&[(Stage::AttachNetwork, &attach_network::LOCKED)])
        .finds(TENANT, "resourceAvailabilityCheckResourceGroupLockedForReadonly"),
    Kind::of_connection("resource_group_missing", "The resource group does not exist.")
        .fails(&[(Stage::AttachNetwork, &attach_network::NO_RESOURCE_GROUP)])
        .finds(TENANT, "resourceAvailabilityCheckResourceGroupInvalid"),
    Kind::of_connection("subscription_disabled", "The Azure subscription is disabled.")
        .fails(&[(Stage::AttachNetwork, &attach_network::SUBSCRIPTION_DISABLED)])
        .finds(TENANT, "resourceAvailabilityCheckSubscriptionDisabled"),
    Kind::of_connection("delete_lock", "A lock keeps clean-up from removing network interfaces.")
        .does(Effect::DeleteLock),
    // Endpoints, image, machine.
    Kind::of_connection("endpoint_blocked", "An endpoint that Cloud PCs need is blocked.")
        .takes(&[Key::Connection, Key::Endpoint])
        .chosen(Key::Endpoint, "cloud_pc")
        .fails(&[
            (Stage::JoinEntra, &join_entra::ENDPOINT),
            (Stage::JoinDomain, &join_entra::ENDPOINT),
        ])
        .finds(ENDPOINTS, "endpointConnectivityCheckCloudPcUrlNotAllowListed"),
    Kind::of_connection("endpoint_blocked", "An endpoint that Intune enrollment needs is blocked.")
        .takes(&[Key::Connection, Key::Endpoint])
        .chosen(Key::Endpoint, "intune")
        .fails(&[(Stage::EnrollIntune, &enroll_intune::NO_CONNECTIVITY)])
        .finds(ENDPOINTS, "endpointConnectivityCheckIntuneUrlNotAllowListed"),
    Kind::of_image("disk_too_large", "The disk of the custom image is too large.")
        .fails(&[(Stage::CreateVm, &create_vm::IMAGE_TOO_LARGE)]),
    Kind::of_image("not_supported", "The custom image's Windows is out of support.")
        .fails(&[(Stage::CreateVm, &create_vm::IMAGE_NOT_SUPPORTED)]),
    Kind::of_image("no_tpm", "The custom image does not support a TPM.")
        .fails(&[(Stage::CreateVm, &create_vm::IMAGE_WITHOUT_TPM)]),
    Kind::of_image("size_does_not_fit", "The license is too small for the custom image.")
        .fails(&[(Stage::CreateVm, &create_vm::IMAGE_DOES_NOT_FIT)]),
    Kind::of_image("domain_joined", "The custom image was joined before it was captured.").fails(
        &[
            (Stage::JoinEntra, &join_domain::ALREADY_JOINED),
            (Stage::JoinDomain, &join_domain::ALREADY_JOINED),
        ],
    ),
    Kind::of_domain("all_signed", "A Group Policy lets only signed PowerShell scripts run.")
        .fails(&[(Stage::JoinDomain, &create_vm::VM_TIMEOUT)])
        .finds("environment", "internalServerErrorVMDeploymentTimeout"),
    // The domain join.
    Kind::of_domain("dns_failing", "DNS does not resolve the name of the domain.")
        .fails(&[(Stage::JoinDomain, &join_domain::NO_DOMAIN)])
        .finds("dns", "dnsCheckFqdnNotFound"),
    Kind::of_domain("domain_controller_unreachable", "No domain controller can be reached.")
        .fails(&[(Stage::JoinDomain, &join_domain::NO_NETWORK)])
        .finds(DOMAIN, "adJoinCheckServerNotOperational"),
    Kind::of_domain("join_credentials_wrong", "Name or password of the join account are wrong.")
        .fails(&[(Stage::JoinDomain, &join_domain::CREDENTIALS)])
        .finds(DOMAIN, "adJoinCheckIncorrectCredentials"),
    Kind::of_domain("join_password_expired", "The join account's password expired or was changed.")
        .fails(&[(Stage::JoinDomain, &join_domain::CREDENTIALS)])
        .finds(DOMAIN, "adJoinCheckCredentialsExpired"),
    Kind::of_domain("join_account_locked", "The join account is locked out.")
        .fails(&[(Stage::JoinDomain, &join_domain::LOCKED_OUT)])
        .finds(DOMAIN, "adJoinCheckAccountLockedOrDisabled"),
    Kind::of_domain("join_account_disabled", "The join account is disabled.")
        .fails(&[(Stage::JoinDomain, &join_domain::DISABLED)])
        .finds(DOMAIN, "adJoinCheckAccountLockedOrDisabled"),
    Kind::of_domain("join_quota_exceeded", "The join account may join no further computer.")
        .fails(&[(Stage::JoinDomain, &join_domain::QUOTA)])
        .finds(DOMAIN, "adJoinCheckAccountQuotaExceeded"),
    Kind::of_domain("join_access_denied", "The join account may not join computers to the OU.")
        .fails(&[(Stage::JoinDomain, &join_domain::FAILED)])
        .finds(DOMAIN, "adJoinCheckAccessDenied"),
    Kind::of_domain("ou_not_found", "The organizational unit (OU) does not exist.")
        .fails(&[(Stage::JoinDomain, &join_domain::FAILED)])
        .finds(DOMAIN, "adJoinCheckOrganizationalUnitNotFound"),
    // From the domain to Microsoft Entra ID.
    Kind::of_domain("scp_missing", "The forest has no service connection point (SCP).")
        .takes(&[Key::Forest])
        .fails(&[(Stage::RegisterDevice, &register_device::NO_SCP)])
        .finds(SYNC, "azureAdDeviceSyncCheckScpNotConfigured"),
    Kind::of_domain("ou_out_of_scope", "Entra Connect does not synchronize the OU.")
        .does(Effect::OutOfScope)
        .finds(SYNC, "azureAdDeviceSyncCheckDeviceNotFound"),
    Kind::of_identity("adfs_down", "AD FS does not answer.", Effect::NoFederation),
    Kind::of_connect("connect_suspended", "Entra Connect's scheduler is suspended.")
        .does(Effect::ConnectStopped),
    Kind::of_connect("connect_disabled", "Entra Connect's cycles are turned off.")
        .does(Effect::ConnectStopped),
    Kind::of_connect("connect_staging", "Entra Connect is in staging mode and exports nothing.")
        .does(Effect::ConnectStaging),
    Kind::of_connect("connect_down", "Entra Connect's server is down.")
        .does(Effect::ConnectStopped),
    Kind::of_identity("site_link_down", "The site link replicates nothing.", Effect::LinkDown)
        .takes(&[Key::SiteLink]),
    // Intune.
    Kind::of_tenant("intune_outage", "Intune does not answer.")
        .fails(&[(Stage::EnrollIntune, &enroll_intune::FAILED)]),
    Kind::of_tenant("intune_restriction", "The default enrollment restriction blocks Windows.")
        .takes(&[Key::Restriction])
        .chosen(Key::Restriction, "default")
        .fails(&[(Stage::EnrollIntune, &enroll_intune::RESTRICTED)])
        .finds(
            "intune_default_restriction",
            "resourceAvailabilityCheckIntuneDefaultWindowsRestrictionViolation",
        ),
    Kind::of_tenant("intune_restriction", "A custom enrollment restriction blocks Windows.")
        .takes(&[Key::Restriction])
        .chosen(Key::Restriction, "custom")
        .fails(&[(Stage::EnrollIntune, &enroll_intune::RESTRICTED)])
        .finds(
            "intune_custom_restriction",
            "resourceAvailabilityCheckIntuneCustomWindowsRestrictionViolation",
        ),
    Kind::of_tenant("intune_tenant_moving", "Microsoft moves the Intune tenant.")
        .fails(&[(Stage::EnrollIntune, &enroll_intune::TENANT_MOVES)]),
    Kind::of_tenant("intune_license_missing", "There is no valid license for Intune.")
        .fails(&[(Stage::EnrollIntune, &enroll_intune::NO_LICENSE)]),
    Kind::of_tenant("mdm_discovery_url_wrong", "The MDM discovery URL is not that of Intune.")
        .fails(&[(Stage::EnrollIntune, &enroll_intune::DISCOVERY_URL)]),
    Kind::of_connection("client_push", "Configuration Manager pushes its client onto Cloud PCs.")
        .fails(&[(Stage::EnrollIntune, &enroll_intune::CONFIGURATION_MANAGER)]),
    // Whatever else.
    Kind::of_connection("health_check_fails", "A health check of the connection does not pass.")
        .takes(&[Key::Connection, Key::Check])
        .does(Effect::CheckFails),
];

impl Kind {
    const fn of_image(fault: &'static str, says: &'static str) -> Self {
        Self::of_tenant("image_fault", says)
            .takes(&[Key::Policy, Key::Fault])
            .chosen(Key::Fault, fault)
    }

    const fn of_connect(word: &'static str, says: &'static str) -> Self {
        Self { hybrid: true, ..Self::of_tenant(word, says) }
            .finds(SYNC, "azureAdDeviceSyncCheckConnectDisabled")
    }
}

/// Checks that several kinds fail.
const DOMAIN: &str = "ad_domain_join";
const ENDPOINTS: &str = "endpoint_connectivity";
const SYNC: &str = "device_sync";
const TENANT: &str = "azure_tenant_readiness";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::kind;
    use super::*;
    use crate::provisioning::network::health_check;
    use crate::provisioning::stage::{Join, Origin, causes};

    #[test]
    fn every_kind_strikes_or_finds_or_does_something() {
        for kind in KINDS {
            let idle = kind.strikes.is_empty() && kind.finds.is_none() && kind.effect.is_none();
            assert!(!idle, "{}", kind.word);
            assert!(kind.says.ends_with('.'), "{}", kind.word);
        }
    }

    #[test]
    fn words_and_choices_are_unique_and_kinds_of_a_word_stand_together() {
        let mut seen = BTreeSet::new();
        for kind in KINDS {
            let choice = kind.choice.map(|(_, value)| value);
            assert!(seen.insert((kind.word, choice)), "{} {choice:?} twice", kind.word);
            let same: Vec<_> = kind::of_word(kind.word).collect();
            assert!(same.len() == 1 || choice.is_some(), "{}: which is meant?", kind.word);
            assert!(same.iter().all(|other| other.keys == kind.keys), "{}", kind.word);
            let key = kind.choice.map(|(key, _)| key);
            assert!(key.is_none_or(|key| kind.keys.contains(&key)), "{}", kind.word);
        }
        let words = kind::words();
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
    }

    #[test]
    fn a_strike_meets_each_way_to_join_once_at_most_and_some_way_at_least() {
        for kind in KINDS.iter().filter(|kind| !kind.strikes.is_empty()) {
            let on = |join| {
                let route = Stage::route(join);
                kind.strikes.iter().filter(|(stage, _)| route.contains(stage)).count()
            };
            assert_eq!(on(Join::Synced), 1, "{}", kind.word);
            assert_eq!(on(Join::Federated), 1, "{}", kind.word);
            assert!(on(Join::Entra) == 1 || kind.hybrid, "{}", kind.word);
        }
    }

    #[test]
    fn every_finding_is_one_of_a_known_check_and_one_word_so_that_a_list_can_be_split() {
        for finding in KINDS.iter().filter_map(|kind| kind.finds) {
            assert!(health_check::find(finding.check).is_some(), "{finding:?}");
            assert!(!finding.error_type.contains(' '), "{finding:?}");
        }
    }

    #[test]
    fn every_cause_that_lasts_is_brought_about_by_some_kind_and_struck_causes_are_known() {
        let struck = || KINDS.iter().flat_map(|kind| kind.strikes).map(|(_, cause)| cause.code);
        for (_, cause) in causes().filter(|(_, cause)| cause.origin == Origin::Condition) {
            assert!(struck().any(|code| code == cause.code), "{}", cause.code);
        }
        assert!(struck().all(|code| causes().any(|(_, cause)| cause.code == code)));
    }
}
