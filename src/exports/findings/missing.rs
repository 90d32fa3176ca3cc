//! What no export says, each with the command that exports it.

use super::Findings;
use super::rollout::{Network, Rollout};
use crate::exports::Collected;
use crate::exports::format::Format;
use crate::scenario::file::Join;

/// Something that no export says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    /// What.
    pub(crate) what: String,
    /// The command, in PowerShell, that exports it or shows it.
    pub(crate) command: String,
}

const CONNECTIONS: &str = "Invoke-MgGraphRequest -OutputFilePath onpremises.json -Uri \
    'https://graph.microsoft.com/v1.0/deviceManagement/virtualEndpoint/onPremisesConnections'";
const POLICIES: &str = "Invoke-MgGraphRequest -OutputFilePath policies.json -Uri \
    'https://graph.microsoft.com/v1.0/deviceManagement/virtualEndpoint/provisioningPolicies\
    ?$expand=assignments'";
const CLOUD_PCS: &str = "Invoke-MgGraphRequest -OutputFilePath cloudpcs.json -Uri \
    'https://graph.microsoft.com/beta/deviceManagement/virtualEndpoint/cloudPCs?$select=id,status,\
    statusDetail,provisioningPolicyId,onPremisesConnectionName,lastModifiedDateTime,\
    gracePeriodEndDateTime'";
const SCHEDULER: &str = "Get-ADSyncScheduler | ConvertTo-Json > scheduler.json";
const SHOWREPL: &str = "repadmin /showrepl * /csv > showrepl.csv";
const SITE_LINKS: &str = "Get-ADReplicationSiteLink -Filter * -Properties * | \
    Select-Object Name,Cost,ReplicationFrequencyInMinutes,SitesIncluded,options | \
    ConvertTo-Json -Depth 5 > sitelinks.json";

const SITES_OF_SUBNETS: &str =
    "Get-ADReplicationSubnet -Filter * -Properties Site | Select-Object Name,Site";
const CONNECT_SITE: &str = "nltest /dsgetsite";
const AUTHENTICATION: &str = "Invoke-MgGraphRequest -Uri 'https://graph.microsoft.com/v1.0/domains?$select=id,authenticationType'";
const QUOTA: &str = "Get-ADObject (Get-ADDomain).DistinguishedName \
    -Properties ms-DS-MachineAccountQuota";
const LICENSES: &str = "Invoke-MgGraphRequest -Uri 'https://graph.microsoft.com/v1.0/subscribedSkus\
    ?$select=skuPartNumber,prepaidUnits,consumedUnits'";

/// Everything that is missing, in the order of the scenario.
pub(crate) fn find(collected: &Collected, findings: &Findings) -> Vec<Missing> {
    let mut all = vec![];
    let mut push = |what: &str, command: &str| {
        all.push(Missing { what: what.into(), command: command.into() });
    };
    let unknown: Vec<&str> = findings.networks.unknown().collect();
    if collected.files_of(Format::Connections).next().is_none() {
        if uses_connections(findings) {
            push("the Azure network connections", CONNECTIONS);
        }
    } else if !unknown.is_empty() {
        push(&format!("connections that others name: {}", unknown.join(", ")), CONNECTIONS);
    }
    let unknown: Vec<&str> = findings.rollout.unknown().collect();
    if collected.policies.is_empty() {
        push("the provisioning policies and their groups", POLICIES);
    } else if !unknown.is_empty() {
        push(&format!("the groups of {}", unknown.join(", ")), POLICIES);
    }
    if collected.files_of(Format::CloudPcs).next().is_none() {
        push("the Cloud PCs of today", CLOUD_PCS);
    } else if let Some(command) = next_page(collected) {
        push("the next page of the Cloud PCs, and so on until a page names no other", &command);
    }
    networks(collected, findings, &mut push);
    if findings.networks.connections.iter().any(|c| c.join.value == Join::Hybrid) {
        directory(collected, findings, &mut push);
    }
    people(&findings.rollout, &mut push);
    all
}

/// How to get the page behind the last one, where no page is the last.
fn next_page(collected: &Collected) -> Option<String> {
    let pages = || collected.files_of(Format::CloudPcs);
    let last = pages().last().filter(|_| pages().all(|page| page.has_next))?;
    let next = pages().count() + 1;
    let read = expression(&format!("from {}", last.name));
    Some(format!(
        "Invoke-MgGraphRequest -OutputFilePath cloudpcs-{next}.json -Uri {read}.'@odata.nextLink'"
    ))
}

/// How to sign in for these commands.
pub(crate) fn sign_in(missing: &[Missing]) -> Option<String> {
    let uses = |part: &str| missing.iter().any(|missing| missing.command.contains(part));
    let scopes = [
        ("/virtualEndpoint/", "CloudPC.Read.All"),
        ("@odata.nextLink", "CloudPC.Read.All"),
        ("/groups/", "GroupMember.Read.All"),
        ("/domains?", "Domain.Read.All"),
        ("/subscribedSkus?", "Organization.Read.All"),
    ];
    let mut scopes: Vec<&str> =
        scopes.iter().filter(|(part, _)| uses(part)).map(|(_, scope)| *scope).collect();
    scopes.dedup();
    let graph =
        (!scopes.is_empty()).then(|| format!("Connect-MgGraph -Scopes {}", scopes.join(",")));
    let azure = uses("az ").then(|| "az login".to_string());
    let both: Vec<String> = graph.into_iter().chain(azure).collect();
    (!both.is_empty()).then(|| format!("Sign in first: {}", both.join("; ")))
}

fn uses_connections(findings: &Findings) -> bool {
    let on_connections = |network: &Network| matches!(network, Network::Connections(_));
    findings.rollout.policies.iter().any(|policy| on_connections(&policy.network))
}

fn networks(collected: &Collected, findings: &Findings, push: &mut impl FnMut(&str, &str)) {
    let networks = &findings.networks;
    let unseen = networks.connections.iter().filter(|connection| connection.is_known);
    let unseen = unseen.filter(|c| !networks.subnets[c.subnet.value].is_known);
    for connection in unseen.filter(|c| !c.subnet.from.starts_with("default")) {
        let subnet = &networks.subnets[connection.subnet.value].name;
        let what = format!("the addresses of subnet {subnet}, of {}", connection.name);
        let ids = expression(&connection.subnet.from);
        push(&what, &format!("az network vnet subnet show --ids {ids} -o json > {subnet}.json"));
    }
    if !networks.subnets.iter().any(|subnet| subnet.in_use.from.ends_with("not exported")) {
        return;
    }
    let network =
        networks.connections.iter().filter(|c| c.is_known).find_map(|c| c.network.as_ref());
    if let Some(from) = network.filter(|_| collected.usages.is_empty()) {
        let command = format!(
            "az rest --method get --url \"https://management.azure.com$({})/usages?\
             api-version=2023-09-01\" > usages.json",
            expression(from)
        );
        push("how many addresses of the subnets are taken", &command);
    }
}

fn directory(collected: &Collected, findings: &Findings, push: &mut impl FnMut(&str, &str)) {
    if collected.schedulers.is_empty() {
        push("the cycles of Entra Connect, on its server", SCHEDULER);
    }
    let one_site = findings.identity.sites.len() == 1;
    let unusable = collected.site_links.iter().any(|link| link.sites.value.len() < 2);
    if unusable {
        push("the sites of some site links, which CSV does not hold", SITE_LINKS);
    } else if collected.site_links.is_empty() && !one_site {
        push("the site links of Active Directory", SITE_LINKS);
    }
    if collected.replication.files.is_empty() {
        push("how domain controllers replicate", SHOWREPL);
    }
    if !one_site {
        push("ad_site, the site of each connection's subnet", SITES_OF_SUBNETS);
        push("connect_site, as the server of Entra Connect sees it", CONNECT_SITE);
    }
    push("device_identity: a federated domain registers devices through AD FS", AUTHENTICATION);
    push("join_quota: 10 computers, unless the join account has more rights", QUOTA);
}

fn people(rollout: &Rollout, push: &mut impl FnMut(&str, &str)) {
    let known = rollout.policies.iter().any(|policy| policy.groups_known);
    if let Some(group) = rollout.groups.first().filter(|_| known) {
        let command = format!(
            "Invoke-MgGraphRequest -Headers @{{ ConsistencyLevel = 'eventual' }} -Uri \
             \"https://graph.microsoft.com/v1.0/groups/$({})/members/`$count\"",
            expression(&group.from)
        );
        push("how many users a group has, for each group", &command);
        let command = format!(
            "Invoke-MgGraphRequest -Uri \"https://graph.microsoft.com/v1.0/groups/$({})?\
             `$select=groupTypes,onPremisesSyncEnabled\"",
            expression(&group.from)
        );
        push("membership: whether a group is dynamic or synced, for each group", &command);
    }
    push("[licenses] available, how many licenses there are", LICENSES);
}

/// The PowerShell expression that reads a value from where it came from.
fn expression(from: &str) -> String {
    let place = from.trim_start_matches("from ").trim_start_matches("default: ");
    let (file, path) = place.split_once(": ").unwrap_or((place, ""));
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let file = if file.chars().all(plain) && !file.starts_with('-') { file } else { "FILE" };
    let steps = |c: char| c.is_ascii_alphanumeric() || "-_.[]".contains(c);
    let path: String = path.chars().take_while(|c| steps(*c)).collect();
    let dot = if path.starts_with('[') || path.is_empty() { "" } else { "." };
    format!("(Get-Content -Raw {file} | ConvertFrom-Json){dot}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_reads_the_value_and_runs_nothing_else() {
        for (from, read) in [
            (
                "from a.json: value[0].subnetId",
                "(Get-Content -Raw a.json | ConvertFrom-Json).value[0].subnetId",
            ),
            (
                "from a.json: [0].subnetId",
                "(Get-Content -Raw a.json | ConvertFrom-Json)[0].subnetId",
            ),
            ("from $(rm x).json: value", "(Get-Content -Raw FILE | ConvertFrom-Json).value"),
            ("from -x: value;rm", "(Get-Content -Raw FILE | ConvertFrom-Json).value"),
        ] {
            assert_eq!(expression(from), read);
        }
    }
}
