//! The documents that rules name.

use crate::provisioning::evidence::Source;

/// Every document a rule stands on, by key.
pub const SOURCES: &[Source] = &[
    source("S0", "Troubleshoot provisioning errors (Windows 365 documentation, 01/20/2025)"),
    source("S1", "Provisioning overview (Windows 365 documentation)"),
    source(
        "W-steps",
        "Automated provisioning steps, MicrosoftDocs/memdocs \
         windows-365/enterprise/automated-provisioning-steps.md (06/15/2023)",
    ),
    source(
        "W-prov",
        "Provisioning in Windows 365, MicrosoftDocs/memdocs \
         windows-365/enterprise/provisioning.md (11/05/2024)",
    ),
    source(
        "W-anc",
        "Azure network connection overview, MicrosoftDocs/memdocs \
         windows-365/enterprise/azure-network-connections.md (08/28/2024)",
    ),
    source(
        "W-cred",
        "Azure network connection domain credential life cycle, MicrosoftDocs/memdocs \
         windows-365/enterprise/azure-network-connection-domain-credential.md",
    ),
    source(
        "W-pol",
        "Create provisioning policies, MicrosoftDocs/memdocs \
         windows-365/enterprise/create-provisioning-policy.md (02/28/2023)",
    ),
    source(
        "W-dmo",
        "Device management overview for Cloud PCs, MicrosoftDocs/memdocs \
         windows-365/enterprise/device-management-overview.md",
    ),
    source(
        "W-repro",
        "Reprovision a Cloud PC, MicrosoftDocs/memdocs \
         windows-365/enterprise/reprovision-cloud-pc.md",
    ),
    source(
        "W-arch",
        "Windows 365 architecture, MicrosoftDocs/memdocs windows-365/enterprise/architecture.md",
    ),
    source(
        "W-net",
        "Network requirements for Windows 365, MicrosoftDocs/memdocs \
         windows-365/enterprise/requirements-network.md",
    ),
    source(
        "T-health",
        "Azure network connections health checks, MicrosoftDocs/SupportArticles-docs \
         support/windows-365/health-checks.md (10/30/2024)",
    ),
    source(
        "T-anc",
        "Troubleshoot Azure network connections, MicrosoftDocs/SupportArticles-docs \
         support/windows-365/troubleshoot-azure-network-connection.md (01/20/2025)",
    ),
    source(
        "G-pc",
        "cloudPC resource type, microsoftgraph/microsoft-graph-docs-contrib \
         api-reference/beta/resources/cloudpc.md",
    ),
    source(
        "G-sum",
        "cloudPcStatusSummary resource type (beta), learn.microsoft.com \
         /graph/api/resources/cloudpcstatussummary",
    ),
    source(
        "G-detail",
        "cloudPcStatusDetail resource type, microsoftgraph/microsoft-graph-docs-contrib \
         api-reference/beta/resources/cloudpcstatusdetail.md",
    ),
    source(
        "G-list",
        "List cloudPCs, microsoftgraph/microsoft-graph-docs-contrib \
         api-reference/beta/api/virtualendpoint-list-cloudpcs.md",
    ),
    source(
        "G-hc",
        "cloudPcOnPremisesConnectionHealthCheck resource type, \
         microsoftgraph/microsoft-graph-docs-contrib \
         api-reference/beta/resources/cloudpconpremisesconnectionhealthcheck.md",
    ),
    source(
        "G-pol",
        "cloudPcProvisioningPolicy resource type, microsoftgraph/microsoft-graph-docs-contrib \
         api-reference/v1.0/resources/cloudpcprovisioningpolicy.md",
    ),
    source(
        "G-us",
        "cloudPcUserSetting resource type, microsoftgraph/microsoft-graph-docs-contrib \
         api-reference/beta/resources/cloudpcusersetting.md",
    ),
    source(
        "PA",
        "Hosted machine provisioning errors (hosted machines are provisioned by Windows 365), \
         MicrosoftDocs/power-automate-docs articles/desktop-flows/troubleshoot.md",
    ),
    source(
        "DB",
        "Dev Box FAQ (Dev Box is built on Windows 365), learn.microsoft.com \
         /azure/dev-box/dev-box-faq",
    ),
    source(
        "AZ-faq",
        "Azure Virtual Network FAQ, MicrosoftDocs/azure-docs \
         articles/virtual-network/virtual-networks-faq.md",
    ),
    source(
        "AZ-use",
        "Example of a virtual network's usages, Azure/azure-rest-api-specs \
         specification/network/resource-manager/Microsoft.Network/stable/2023-09-01/examples/\
         VirtualNetworkListUsage.json",
    ),
];

const fn source(key: &'static str, title: &'static str) -> Source {
    Source { key, title }
}
