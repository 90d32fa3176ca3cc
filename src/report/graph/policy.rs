//! Graph's `cloudPcProvisioningPolicy`, with its assignments.

use serde::Serialize;

use crate::kernel::time::SimDuration;
use crate::provisioning::stage::Join;
use crate::provisioning::tenancy::license::Kind;
use crate::provisioning::tenant::{Network, Policy};

use super::cloud_pc::provisioning_type;
use super::{State, id};

/// A policy, with the documented properties that a simulation can tell.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Listed<'a> {
    id: String,
    display_name: &'a str,
    provisioning_type: &'static str,
    image_type: &'static str,
    image_display_name: &'static str,
    local_admin_enabled: bool,
    grace_period_in_hours: Option<u64>,
    windows_setting: WindowsSetting,
    managed_by: &'static str,
    domain_join_configurations: Vec<Place<'a>>,
    assignments: Vec<Assignment>,
}

#[derive(Serialize)]
struct WindowsSetting {
    locale: &'static str,
}

/// Graph's `cloudPcDomainJoinConfiguration`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    domain_join_type: &'static str,
    on_premises_connection_id: Option<String>,
    region_name: Option<&'a str>,
}

#[derive(Serialize)]
struct Assignment {
    id: String,
    target: Target,
}

#[derive(Serialize)]
struct Target {
    #[serde(rename = "@odata.type")]
    kind: &'static str,
    #[serde(rename = "groupId")]
    group_id: String,
}

/// All policies as they are now.
pub(super) fn list<'a>(state: &'a State<'a>) -> Vec<Listed<'a>> {
    state.assigned.policies().map(|(policy, version)| told(state, policy, version)).collect()
}

fn told<'a>(state: &'a State<'a>, policy: u16, version: u16) -> Listed<'a> {
    let tenant = state.snapshot.tenant;
    let sheet = &tenant.policies[usize::from(version)];
    let own = id::of_place(id::Kind::Policy, usize::from(policy));
    let license = state.assigned.groups_of(policy).next().map(|group| {
        let license = tenant.groups[group].license;
        tenant.licenses[usize::from(license)].kind
    });
    let assignments = state.assigned.groups_of(policy).map(|group| assignment(&own, group));
    Listed {
        display_name: &sheet.name,
        provisioning_type: provisioning_type(license.unwrap_or(Kind::Enterprise)),
        image_type: if sheet.custom_image { "custom" } else { "gallery" },
        image_display_name: image(sheet),
        local_admin_enabled: sheet.local_admin,
        grace_period_in_hours: hours(tenant.loss.grace_period),
        // Which language takes a pack is not simulated: "undetermined" is none that needs no pack.
        windows_setting: WindowsSetting {
            locale: if sheet.language_pack { "und" } else { "en-US" },
        },
        managed_by: "windows365",
        domain_join_configurations: places(state, sheet),
        assignments: assignments.collect(),
        id: own,
    }
}

/// The name of a policy's image.
pub(super) fn image(policy: &Policy) -> &'static str {
    if policy.custom_image { "simulated-custom-image" } else { "simulated-gallery-image" }
}

/// Whole hours; Graph knows no parts of them.
fn hours(length: SimDuration) -> Option<u64> {
    let hour = SimDuration::from_hours(1).ms();
    length.ms().is_multiple_of(hour).then(|| length.ms() / hour)
}

/// Where Cloud PCs are attached, by priority.
fn places<'a>(state: &'a State<'a>, policy: &'a Policy) -> Vec<Place<'a>> {
    match &policy.network {
        Network::MicrosoftHosted { region } => vec![Place {
            domain_join_type: join(Join::Entra),
            on_premises_connection_id: None,
            region_name: Some(region.as_deref().unwrap_or("automatic")),
        }],
        Network::Connections(list) => {
            let all = list.iter().map(|&index| usize::from(index));
            all.map(|index| Place {
                domain_join_type: join(state.snapshot.tenant.connections[index].join),
                on_premises_connection_id: Some(id::of_place(id::Kind::Connection, index)),
                region_name: None,
            })
            .collect()
        }
    }
}

fn assignment(policy: &str, group: usize) -> Assignment {
    let group_id = id::of_place(id::Kind::Group, group);
    let kind = "#microsoft.graph.cloudPcManagementGroupAssignmentTarget";
    Assignment { id: format!("{policy}_{group_id}"), target: Target { kind, group_id } }
}

/// Graph's word for how devices join.
pub(super) fn join(join: Join) -> &'static str {
    match join {
        Join::Entra => "azureADJoin",
        Join::Synced | Join::Federated => "hybridAzureADJoin",
    }
}
