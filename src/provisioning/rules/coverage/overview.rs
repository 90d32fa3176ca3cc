//! S1, Provisioning overview: each thing it says.

use super::{Model, Row};

/// In the order of the document.
pub(super) const OVERVIEW: &[Row] = &[
    Row {
        heading: "Provisioning overview",
        says: "a licensed user whom a policy targets gets a Cloud PC without anybody's doing",
        rules: &["PROV-01", "PROV-07"],
        model: Some(Model {
            how: "the start of provisioning, after the reaction time",
            scenarios: &["hello"],
            tests: &[
                "process::provisioning_starts_by_itself_when_a_user_is_both_licensed_and_targeted",
            ],
        }),
    },
    Row {
        heading: "Provisioning overview",
        says: "each pair of user and license has at most one Cloud PC",
        rules: &["PROV-02", "PROV-04"],
        model: Some(Model {
            how: "the Cloud PC is the entity; `licenses_per_user`",
            scenarios: &["year-of-joiners-and-leavers"],
            tests: &["process::each_license_of_a_user_brings_one_cloud_pc_and_no_license_none"],
        }),
    },
    Row {
        heading: "Provisioning overview",
        says: "three stages: creation, configuration, assignment",
        rules: &["STEP-0", "STEP-2", "STEP-7", "STEP-8"],
        model: Some(Model {
            how: "the stages from `gate` to `assign_user`",
            scenarios: &["hello", "hybrid-same-site"],
            tests: &[
                "process::the_steps_follow_each_other_in_their_documented_order",
                "hybrid::a_hybrid_attempt_passes_its_stages_in_order",
            ],
        }),
    },
    Row {
        heading: "Provisioning overview",
        says: "the user is sent access information",
        rules: &["ASG-02"],
        model: None,
    },
    Row {
        heading: "Provisioning overview",
        says: "the user can sign in once provisioning is done",
        rules: &["ASG-01", "STEP-8"],
        model: Some(Model {
            how: "`assign_user` comes last",
            scenarios: &["hello"],
            tests: &["process::a_status_follows_only_where_microsoft_says_so"],
        }),
    },
    Row {
        heading: "Provisioning policy objects",
        says: "a policy needs a network, an image, settings and an assignment",
        rules: &["PROV-05"],
        model: Some(Model {
            how: "`validate` refuses a policy without network or groups; the rest has defaults",
            scenarios: &["hello"],
            tests: &["process::a_policy_needs_a_network_and_groups"],
        }),
    },
    Row {
        heading: "Provisioning policy objects",
        says: "the network decides how the device joins: Microsoft-hosted, or a connection with a \
               subscription and perhaps a domain, organizational unit and credentials",
        rules: &["CORE-02", "CORE-03", "ANC-02"],
        model: Some(Model {
            how: "`network`, `connections`, `join`",
            scenarios: &["hello", "three-sites"],
            tests: &[
                "process::the_microsoft_hosted_network_knows_no_address_no_denial_and_no_health",
            ],
        }),
    },
    Row {
        heading: "Provisioning policy objects",
        says: "the image is from the gallery or the customer's own",
        rules: &["CORE-07", "TIME-03"],
        model: Some(Model {
            how: "`image`; condition `image_fault`",
            scenarios: &["image-fault"],
            tests: &["conditions::an_image_at_fault_fails_every_attempt_under_its_own_code"],
        }),
    },
    Row {
        heading: "Provisioning policy objects",
        says: "who is added to the group later gets a Cloud PC, too",
        rules: &["PROV-01", "LIC-03", "LIC-05"],
        model: Some(Model {
            how: "later waves; change `add_to_group`",
            scenarios: &["leavers-and-joiners", "rollout-2000"],
            tests: &["policies::a_user_who_is_added_later_gets_a_cloud_pc_too"],
        }),
    },
    Row {
        heading: "Changes to provisioning policies",
        says: "what is provisioned is not provisioned again unless an admin reprovisions it",
        rules: &["LIC-09", "LIC-21", "STATUS-01"],
        model: Some(Model {
            how: "nothing but `reprovision` leads from provisioned back to provisioning",
            scenarios: &["reprovision"],
            tests: &["policies::an_edited_policy_leaves_existing_cloud_pcs_as_they_are"],
        }),
    },
    Row {
        heading: "Changes to provisioning policies",
        says: "an edited policy counts for what is provisioned or reprovisioned later",
        rules: &["LIC-09"],
        model: Some(Model {
            how: "change `edit_policy`",
            scenarios: &["reprovision"],
            tests: &[
                "policies::an_edited_policy_leaves_existing_cloud_pcs_as_they_are",
                "reprovision::a_reprovisioned_cloud_pc_is_created_anew_by_the_policy_of_now",
            ],
        }),
    },
    Row {
        heading: "Changes to provisioning policies",
        says: "a renamed policy changes neither Cloud PC names nor profile names",
        rules: &["LIC-24", "CON-16"],
        model: None,
    },
    Row {
        heading: "Deleting a provisioning policy",
        says: "only a policy without assignment can be deleted",
        rules: &["LIC-10"],
        model: Some(Model {
            how: "change `delete_policy`",
            scenarios: &["two-policies"],
            tests: &["policies::a_policy_is_deleted_only_while_no_group_is_assigned_to_it"],
        }),
    },
    Row {
        heading: "Deleting a provisioning policy",
        says: "ready Cloud PCs that a policy no longer targets enter a grace period",
        rules: &["LIC-11"],
        model: Some(Model {
            how: "changes `unassign_policy`, `remove_from_group`; status `inGracePeriod`",
            scenarios: &["leavers-and-joiners"],
            tests: &["grace::a_ready_cloud_pc_that_is_no_longer_targeted_enters_its_grace_period"],
        }),
    },
    Row {
        heading: "Deleting a provisioning policy",
        says: "after the grace period they are deleted",
        rules: &["LIC-11", "CLEAN-09"],
        model: Some(Model {
            how: "statuses `deprovisioning`, `deleted`",
            scenarios: &["leavers-and-joiners"],
            tests: &["grace::a_cloud_pc_whose_grace_period_ends_is_deleted_and_cleaned_up"],
        }),
    },
    Row {
        heading: "Provisioning policy conflict resolution",
        says: "of several policies the first assigned one is honored",
        rules: &["LIC-08"],
        model: Some(Model {
            how: "the order in the scenario, then that of `assign_policy`",
            scenarios: &["two-policies"],
            tests: &["policies::of_several_policies_the_first_assigned_one_is_honored"],
        }),
    },
    Row {
        heading: "Provisioning retry",
        says: "after a failure two more attempts follow by themselves",
        rules: &["RETRY-01", "CON-03"],
        model: Some(Model {
            how: "`retry.attempts`, `retry.pause`",
            scenarios: &["retry-storm"],
            tests: &["retries::three_attempts_five_minutes_apart_and_then_it_has_failed_for_good"],
        }),
    },
    Row {
        heading: "Provisioning retry",
        says: "after three failures it stops, is Failed, and shows an error",
        rules: &["RETRY-01", "FAIL-01"],
        model: Some(Model {
            how: "status `failed`, with cause, remedy and rules (`rules <cause>`)",
            scenarios: &["retry-storm"],
            tests: &[
                "retries::three_attempts_five_minutes_apart_and_then_it_has_failed_for_good",
                "conditions::every_cause_has_a_code_and_says_whether_a_retry_can_help",
            ],
        }),
    },
    Row {
        heading: "Provisioning retry",
        says: "an admin can retry by hand once the root cause is gone",
        rules: &["RETRY-05", "RETRY-06", "COND-02"],
        model: Some(Model {
            how: "`admin.retry_failed`, `admin.repair`; change `retry`",
            scenarios: &["admin-repairs"],
            tests: &[
                "retries::a_retry_by_hand_brings_three_more_attempts",
                "retries::a_retry_by_hand_that_succeeds_ends_it",
            ],
        }),
    },
    Row {
        heading: "Reprovision",
        says: "a reprovisioned Cloud PC is deleted with its data and created anew",
        rules: &["LIC-21", "IP-11"],
        model: Some(Model {
            how: "change `reprovision`; old and new address",
            scenarios: &["reprovision"],
            tests: &["reprovision::a_reprovisioned_cloud_pc_is_created_anew_by_the_policy_of_now"],
        }),
    },
    Row {
        heading: "Reprovision",
        says: "it takes the current settings of the policy that targets the user now",
        rules: &["LIC-09", "LIC-21"],
        model: Some(Model {
            how: "the policy is read when the attempt starts",
            scenarios: &["reprovision"],
            tests: &["reprovision::a_reprovisioned_cloud_pc_is_created_anew_by_the_policy_of_now"],
        }),
    },
    Row {
        heading: "Reprovision",
        says: "a failed Cloud PC can be reprovisioned, too",
        rules: &["RETRY-05", "LIC-21"],
        model: Some(Model {
            how: "change `reprovision` of status `failed`",
            scenarios: &["reprovision"],
            tests: &["reprovision::a_failed_cloud_pc_can_be_reprovisioned"],
        }),
    },
    Row {
        heading: "Users with multiple Windows 365 licenses",
        says: "each license brings a Cloud PC, all from the same policy",
        rules: &["LIC-01", "PROV-02"],
        model: Some(Model {
            how: "`licenses_per_user`; the policy belongs to the user",
            scenarios: &["license-swap"],
            tests: &["policies::all_licenses_of_a_user_are_served_by_one_policy"],
        }),
    },
    Row {
        heading: "Clean-up",
        says: "about three hours after a failure, or after the end of a grace period, the service \
               cleans up",
        rules: &["CLEAN-01", "CLEAN-02", "CLEAN-09"],
        model: Some(Model {
            how: "`cleanup.after`",
            scenarios: &["retry-storm"],
            tests: &["addresses::three_failed_attempts_hold_three_addresses_each_for_three_hours"],
        }),
    },
    Row {
        heading: "Clean-up",
        says: "Intune and Microsoft Entra devices and network interfaces go",
        rules: &["CLEAN-03"],
        model: Some(Model {
            how: "the address returns; devices are not counted",
            scenarios: &["retry-storm"],
            tests: &[
                "leftovers::clean_up_removes_the_interface_and_leaves_the_network_security_group",
            ],
        }),
    },
    Row {
        heading: "Clean-up",
        says: "network security groups stay",
        rules: &["CLEAN-04"],
        model: Some(Model {
            how: "measure `leftover.nsgs`",
            scenarios: &["retry-storm"],
            tests: &[
                "leftovers::clean_up_removes_the_interface_and_leaves_the_network_security_group",
            ],
        }),
    },
    Row {
        heading: "Clean-up",
        says: "computer accounts in Active Directory are disabled and stay",
        rules: &["CLEAN-05", "CLEAN-06", "CON-18"],
        model: Some(Model {
            how: "measure `leftover.ad_computers`",
            scenarios: &["wrong-join-password"],
            tests: &["leftovers::computer_accounts_are_disabled_and_stay"],
        }),
    },
];
