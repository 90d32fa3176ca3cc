//! Graph's `cloudPcOnPremisesConnection`, with its last health check.

use serde::Serialize;

use crate::provisioning::network::health_check::{Finding, Health, find};
use crate::record::recorder::ResourceRow;

use super::policy::join;
use super::{State, id};

/// A connection, with the documented properties that a simulation can tell.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Listed<'a> {
    id: String,
    display_name: &'a str,
    connection_type: &'static str,
    managed_by: &'static str,
    subscription_id: String,
    resource_group_id: String,
    virtual_network_id: String,
    virtual_network_location: Option<&'a str>,
    subnet_id: String,
    ad_domain_name: Option<String>,
    health_check_status: &'static str,
    health_check_status_detail: Option<Checked>,
}

/// Graph's `cloudPcOnPremisesConnectionStatusDetail`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Checked {
    start_date_time: String,
    end_date_time: String,
    health_checks: Vec<Check>,
}

/// Graph's `cloudPcOnPremisesConnectionHealthCheck`, of what did not pass.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Check {
    display_name: &'static str,
    status: &'static str,
    error_type: &'static str,
}

/// All connections as they are now.
pub(super) fn list<'a>(state: &'a State<'a>) -> Vec<Listed<'a>> {
    (0..state.snapshot.tenant.connections.len()).map(|index| told(state, index)).collect()
}

fn told<'a>(state: &'a State<'a>, index: usize) -> Listed<'a> {
    let tenant = state.snapshot.tenant;
    let sheet = &tenant.connections[index];
    let checks = state.snapshot.detail.resources.iter().rev();
    let last = checks.filter(|row| row.kind == "connection").find(|row| row.resource == sheet.name);
    Listed {
        id: id::of_place(id::Kind::Connection, index),
        display_name: &sheet.name,
        connection_type: join(sheet.join),
        managed_by: "windows365",
        subscription_id: id::of_place(id::Kind::Subscription, 0),
        resource_group_id: resource_group(),
        virtual_network_id: virtual_network(),
        virtual_network_location: sheet.region.as_deref(),
        subnet_id: subnet(&tenant.subnets[usize::from(sheet.subnet)].name),
        ad_domain_name: sheet.forest.as_ref().map(|forest| format!("{forest}.invalid")),
        // Before its first check, an established connection has passed (ANC-03).
        health_check_status: last.map_or(Health::Passed.graph_name(), |row| row.change),
        health_check_status_detail: last.map(|row| checked(state, row)),
    }
}

fn checked(state: &State<'_>, row: &ResourceRow) -> Checked {
    let check = |finding: &Finding| Check {
        display_name: find(finding.check).map_or(finding.check, |check| check.says),
        status: finding.severity().graph_name(),
        error_type: finding.error_type,
    };
    Checked {
        start_date_time: state.instant(row.since.unwrap_or(row.at)),
        end_date_time: state.instant(row.at),
        health_checks: row.findings.iter().map(check).collect(),
    }
}

fn resource_group() -> String {
    let subscription = id::of_place(id::Kind::Subscription, 0);
    format!("/subscriptions/{subscription}/resourceGroups/simulated")
}

fn virtual_network() -> String {
    format!("{}/providers/Microsoft.Network/virtualNetworks/simulated", resource_group())
}

/// The path of a subnet in Azure.
pub(super) fn subnet(name: &str) -> String {
    format!("{}/subnets/{name}", virtual_network())
}
