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
        "Provisioning in Windows 365, MicrosoftDocs/memdocs windows-365/enterprise/provisioning.md \
         (11/05/2024)",
    ),
    source(
        "W-prov-new",
        "Provisioning in Windows 365, the newest revision, learn.microsoft.com \
         /windows-365/enterprise/provisioning",
    ),
    source(
        "W-anc",
        "Azure network connection overview, MicrosoftDocs/memdocs \
         windows-365/enterprise/azure-network-connections.md (08/28/2024)",
    ),
    source(
        "W-anc-new",
        "Create Azure network connections, MicrosoftDocs/memdocs \
         windows-365/enterprise/create-azure-network-connection.md (04/01/2024)",
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
        "W-pol-new",
        "Create provisioning policies, the newest revision, learn.microsoft.com \
         /windows-365/enterprise/create-provisioning-policy",
    ),
    source(
        "W-edit",
        "Edit provisioning policies, MicrosoftDocs/memdocs \
         windows-365/enterprise/edit-provisioning-policy.md",
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
        "W-life",
        "Cloud PC life cycle, MicrosoftDocs/memdocs windows-365/enterprise/lifecycle.md",
    ),
    source(
        "W-grace",
        "End the grace period, MicrosoftDocs/memdocs windows-365/enterprise/end-grace-period.md",
    ),
    source(
        "W-resize",
        "Resize a Cloud PC, MicrosoftDocs/memdocs windows-365/enterprise/resize-cloud-pc.md (2022 \
         to 04/28/2025), and Cloud PC resizing overview, learn.microsoft.com",
    ),
    source(
        "W-move",
        "Move a Cloud PC, MicrosoftDocs/memdocs windows-365/enterprise/move-cloud-pc.md",
    ),
    source(
        "W-restore",
        "Point-in-time restore, MicrosoftDocs/memdocs windows-365/enterprise/restore-overview.md",
    ),
    source(
        "W-front",
        "What is Windows 365 Frontline?, MicrosoftDocs/memdocs \
         windows-365/enterprise/introduction-windows-365-frontline.md (10/11/2024)",
    ),
    source("W-gpu", "GPU Cloud PCs, MicrosoftDocs/memdocs windows-365/enterprise/gpu-cloud-pc.md"),
    source(
        "W-known",
        "Known issues of Windows 365 Enterprise, revisions of 2022, MicrosoftDocs/memdocs \
         windows-365/enterprise/known-issues-enterprise.md",
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
        "T-prov",
        "Troubleshoot provisioning errors, the text of S0 in MicrosoftDocs/SupportArticles-docs \
         support/windows-365/provisioning-errors.md",
    ),
    source(
        "T-known",
        "Known issues of Windows 365 Enterprise, MicrosoftDocs/SupportArticles-docs \
         support/windows-365/known-issues-enterprise.md (05/21/2025)",
    ),
    source(
        "T-grace",
        "Troubleshoot Cloud PCs in their grace period, MicrosoftDocs/SupportArticles-docs \
         support/windows-365/troubleshoot-windows-365-enterprise-cloud-pcs-grace-period-issue.md",
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
        "G-anc",
        "cloudPcOnPremisesConnection resource type, microsoftgraph/microsoft-graph-docs-contrib \
         api-reference/v1.0/resources/cloudpconpremisesconnection.md",
    ),
    source(
        "G-apply",
        "cloudPcProvisioningPolicy: apply (beta), learn.microsoft.com \
         /graph/api/cloudpcprovisioningpolicy-apply",
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
        "E-sched",
        "Microsoft Entra Connect Sync: Scheduler, MicrosoftDocs/entra-docs \
         docs/identity/hybrid/connect/how-to-connect-sync-feature-scheduler.md (04/09/2025)",
    ),
    source(
        "E-perf",
        "Factors influencing the performance of Microsoft Entra Connect, MicrosoftDocs/entra-docs \
         docs/identity/hybrid/connect/plan-connect-performance-factors.md (04/09/2025)",
    ),
    source(
        "E-reg",
        "How Microsoft Entra device registration works, MicrosoftDocs/entra-docs \
         docs/identity/devices/device-registration-how-it-works.md",
    ),
    source(
        "E-gbl",
        "Group-based licensing, MicrosoftDocs/entra-docs \
         docs/fundamentals/concept-group-based-licensing.md",
    ),
    source(
        "E-gblerr",
        "Resolve group license assignment problems, MicrosoftDocs/entra-docs \
         docs/identity/users/licensing-groups-resolve-problems.md",
    ),
    source(
        "E-dyn",
        "Manage dynamic groups, MicrosoftDocs/entra-docs \
         docs/identity/users/manage-dynamic-group.md",
    ),
    source("E-csfaq", "Microsoft Entra Cloud Sync FAQ, learn.microsoft.com"),
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
    source(
        "AD-int",
        "Determining the Interval, MicrosoftDocs/windowsserverdocs \
         WindowsServerDocs/identity/ad-ds/plan/Determining-the-Interval.md",
    ),
    source(
        "AD-con",
        "Active Directory Replication Concepts, MicrosoftDocs/windowsserverdocs \
         WindowsServerDocs/identity/ad-ds/get-started/replication/\
         Active-Directory-Replication-Concepts.md",
    ),
    source(
        "AD-intra",
        "How to modify the default intra-site domain controller replication interval (KB 214678), \
         learn.microsoft.com",
    ),
    source(
        "AD-attr",
        "Repl-Interval attribute, learn.microsoft.com /windows/win32/adschema/a-replinterval",
    ),
    source("AD-urg", "Understanding Urgent Replication (archived blog), learn.microsoft.com"),
    source("AD-dsc", "ADReplicationSiteLink of ActiveDirectoryDsc, PowerShell Gallery"),
    source(
        "O-scripts",
        "Scripts that synchronize computers one by one, GitHub steve-prentice/autopilot and \
         durrante/AVD",
    ),
    source(
        "O-cloud-sync",
        "Reports on the pace of Cloud Sync, GitHub MicrosoftDocs/azure-docs/issues/107787 and \
         MicrosoftDocs/entra-docs/issues/13",
    ),
];

const fn source(key: &'static str, title: &'static str) -> Source {
    Source { key, title }
}
