//! S0, Troubleshoot provisioning errors: each of its sections.

use super::{Model, Row};

/// In the order of the document.
pub(super) const ERRORS: &[Row] = &[
    Row {
        heading: "Microsoft Entra ID service connection point misconfigured",
        says: "fails the attempt, at the limit of hybrid join",
        rules: &["CORE-01", "JOIN-02", "ID-01"],
        model: Some(Model {
            how: "`register_device`: `simScpMissing`; condition `scp_missing`",
            scenarios: &["scp-missing"],
            tests: &["hybrid::without_a_service_connection_point_an_attempt_fails_at_its_limit"],
        }),
    },
    Row {
        heading: "Azure network connection isn't healthy",
        says: "fails the attempt, at the gate or wherever core provisioning is",
        rules: &["STEP-0", "ANC-04", "ANC-10", "ANC-12", "CON-21"],
        model: Some(Model {
            how: "`gate`: `canaryCheckUnpass`; a failed health check",
            scenarios: &["connection-fails-mid-run", "alternate"],
            tests: &[
                "strikes::a_failed_check_strikes_core_provisioning_and_lets_settings_go_on",
                "retries::a_closed_gate_costs_an_attempt_that_takes_no_time",
            ],
        }),
    },
    setting("Disk allocation error", "`configure`: `diskAllocation`"),
    Row {
        heading: "Domain join failed",
        says: "fails the attempt",
        rules: &["STEP-4b", "ANC-16", "FAIL-02", "FAIL-03"],
        model: Some(Model {
            how: "`join_domain`: `joinDomainFailed` and the codes `domainJoin_...`; conditions \
                  `join_credentials_wrong`, `join_password_expired`, `join_account_locked`, \
                  `join_account_disabled`, `join_quota_exceeded`, `join_access_denied`, \
                  `ou_not_found`, `domain_controller_unreachable`, `dns_failing`",
            scenarios: &["wrong-join-password", "domain-join-quota"],
            tests: &[
                "hybrid::a_domain_join_that_is_refused_fails_every_attempt_under_its_own_code",
            ],
        }),
    },
    Row {
        heading: "Microsoft Entra hybrid join failed",
        says: "fails the attempt, at the limit of hybrid join",
        rules: &["STEP-4c", "ID-01", "ID-05", "FAIL-05", "JOIN-06", "CON-02"],
        model: Some(Model {
            how: "`sync_device`, `detect_device`: `simHybridJoinTimeout`; conditions \
                  `ou_out_of_scope`, `site_link_down`, `connect_down` and others of Entra Connect",
            scenarios: &[
                "hybrid-same-site",
                "hybrid-180-minute-link",
                "ou-out-of-scope",
                "federated-twin",
            ],
            tests: &[
                "hybrid::a_device_object_that_is_seen_too_late_fails_the_attempt_at_its_limit",
                "hybrid::an_organizational_unit_out_of_scope_fails_every_attempt_at_its_limit",
                "hybrid::a_federated_device_does_not_wait_for_entra_connect",
            ],
        }),
    },
    Row {
        heading: "Intune enrollment failed",
        says: "fails the attempt",
        rules: &["STEP-5", "MDM-02", "MDM-03", "FAIL-04"],
        model: Some(Model {
            how: "`enroll_intune`: `intuneEnrollFailed` and the codes `intuneEnroll_...`; \
                  conditions `endpoint_blocked`, `intune_outage`, `intune_restriction`, \
                  `intune_tenant_moving`, `intune_license_missing`, `mdm_discovery_url_wrong`, \
                  `client_push`",
            scenarios: &["intune-blocked", "client-push"],
            tests: &[
                "conditions::what_lies_in_the_environment_fails_every_attempt_alike",
                "conditions::each_transient_failure_shows_at_its_own_time",
                "conditions::a_client_that_is_pushed_fails_enrollment",
            ],
        }),
    },
    Row {
        heading: "License not found",
        says: "fails the attempt",
        rules: &["LIC-12", "CON-22"],
        model: Some(Model {
            how: "the next stage: `licenseNotFound`; change `remove_license`",
            scenarios: &["license-removed"],
            tests: &["losses::a_license_removed_during_provisioning_fails_the_attempt"],
        }),
    },
    Row {
        heading: "Local administrator permissions error",
        says: "a warning",
        rules: &["POST-01", "POST-04"],
        model: Some(Model {
            how: "`configure`: `localAdministrator`",
            scenarios: &["warnings"],
            tests: &["settings::only_a_policy_that_makes_local_administrators_can_fail_to"],
        }),
    },
    setting("Microsoft Teams optimization error", "`configure`: `teamsOptimization`"),
    Row {
        heading: "Not enough IP addresses available",
        says: "fails the attempt",
        rules: &["IP-01", "IP-02", "IP-03", "IP-19"],
        model: Some(Model {
            how: "`attach_network`: `noEnoughIpAddress`; a full subnet, or condition `no_address`",
            scenarios: &["twelfth-of-twelve", "retry-storm"],
            tests: &[
                "addresses::without_a_free_address_an_attempt_is_denied_and_holds_nothing",
                "addresses::three_failed_attempts_hold_three_addresses_each_for_three_hours",
            ],
        }),
    },
    Row {
        heading: "Provisioning policy not found",
        says: "fails the attempt",
        rules: &["LIC-12", "CON-09", "CON-22"],
        model: Some(Model {
            how: "the next stage: `simPolicyNotFound`; changes `unassign_policy`, `delete_policy`",
            scenarios: &["people-mid-flight"],
            tests: &["losses::a_policy_unassigned_during_provisioning_fails_the_attempt"],
        }),
    },
    Row {
        heading: "Request disallowed by policy",
        says: "fails the attempt",
        rules: &["STEP-3", "FAIL-02", "ANC-19"],
        model: Some(Model {
            how: "`attach_network`: `requestDisallowedByPolicy`; condition `azure_policy_deny`. \
                  What else can refuse a network interface: conditions `missing_roles`, \
                  `resource_group_locked`, `resource_group_missing`, `subscription_disabled`",
            scenarios: &["azure-policy-deny", "missing-roles"],
            tests: &[
                "conditions::what_lies_in_the_environment_fails_every_attempt_alike",
                "conditions::azure_refuses_the_network_interface_under_a_code_for_each_reason",
            ],
        }),
    },
    setting("Start menu power icons error", "`configure`: `startMenuPowerIcons`"),
    Row {
        heading: "Supported Azure regions for Cloud PCs not listed in the provisioning user \
                  interface",
        says: "refused before anything is provisioned",
        rules: &["ANC-18"],
        model: Some(Model {
            how: "`validate` refuses the condition `region_unsupported`: nothing can be set up \
                  there",
            scenarios: &["region-capacity"],
            tests: &["process::a_region_that_is_not_supported_is_refused"],
        }),
    },
    setting("Time zone redirection error", "`configure`: `timeZoneRedirection`"),
    Row {
        heading: "User not found",
        says: "fails the attempt",
        rules: &["LIC-12", "CON-22"],
        model: Some(Model {
            how: "the next stage: `userNotFound`; change `delete_user`",
            scenarios: &["people-mid-flight"],
            tests: &["losses::a_user_deleted_during_provisioning_fails_the_attempt"],
        }),
    },
    setting("Windows reset error", "`configure`: `windowsReset`"),
    Row {
        heading: "Blocking High Risk Ports: One or more high risk ports couldn't be disabled",
        says: "a warning",
        rules: &["POST-01", "CON-11"],
        model: Some(Model {
            how: "`configure`: `highRiskPorts`",
            scenarios: &["warnings"],
            tests: SETTINGS,
        }),
    },
    Row {
        heading: "Other provisioning failures",
        says: "fails the attempt",
        rules: &["CORE-05", "CORE-06", "CORE-07", "STEP-1"],
        model: Some(Model {
            how: "the join: `endpointCheckFailed`, `scriptDownloadFailed`, \
                  `cmdAgentMSIDownloadFailed`, `rdAgentPackageDownloadFailed`, condition \
                  `endpoint_blocked`; `create_vm`: `internalError`, `simVmDeploymentTimeout`, \
                  conditions `image_fault`, `all_signed`; `allocate_capacity`: \
                  `simCapacityUnavailable`, condition `region_without_capacity`",
            scenarios: &["endpoints-blocked", "image-fault", "all-signed", "region-capacity"],
            tests: &[
                "conditions::each_transient_failure_shows_at_its_own_time",
                "conditions::an_image_at_fault_fails_every_attempt_under_its_own_code",
                "conditions::where_only_signed_scripts_run_every_deployment_times_out",
            ],
        }),
    },
];

const SETTINGS: &[&str] = &["settings::seven_failed_settings_leave_a_ready_cloud_pc_with_seven_\
                             warnings_in_order"];

const fn setting(heading: &'static str, how: &'static str) -> Row {
    let model = Model { how, scenarios: &["warnings"], tests: SETTINGS };
    let rules = &["POST-01", "POST-02", "POST-03"];
    Row { heading, says: "a warning", rules, model: Some(model) }
}
