//! The health checks of an Azure network connection: their table, and how results roll up.

use crate::kernel::time::SimDuration;

/// The least interval between health checks that a scenario may ask for.
pub const LEAST_INTERVAL: SimDuration = SimDuration::from_minutes(10);

/// The status a health check or a whole connection shows, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Health {
    /// All well.
    Passed,
    /// Something to know.
    Informational,
    /// Something to mend; policies still use the connection (ANC-11).
    Warning,
    /// Not usable (ANC-12).
    Failed,
}

impl Health {
    /// Graph's name.
    pub fn graph_name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Informational => "informational",
            Self::Warning => "warning",
            Self::Failed => "failed",
        }
    }

    /// Whether policies use a connection that shows this.
    pub fn is_usable(self) -> bool {
        self < Self::Failed
    }
}

/// One of the checks that a refresh makes.
#[derive(Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name in scenarios.
    pub name: &'static str,
    /// What it looks at.
    pub says: &'static str,
    /// What the connection shows when this check does not pass.
    pub severity: Health,
}

/// Every check, in the order of the admin center's list.
pub static CHECKS: [Check; 14] = [
    check("dns", "DNS can resolve the Active Directory domain", Health::Failed),
    check("ad_domain_join", "Active Directory domain join", Health::Failed),
    check("endpoint_connectivity", "Endpoint connectivity", Health::Failed),
    check("device_sync", "Microsoft Entra device sync", Health::Warning),
    check("subnet_ip_usage", "Azure subnet IP address usage", Health::Failed),
    check("azure_tenant_readiness", "Azure tenant readiness", Health::Failed),
    check("virtual_network_readiness", "Azure virtual network readiness", Health::Failed),
    check("first_party_app_permissions", "First-party app permissions", Health::Failed),
    check("environment", "Environment and configuration is ready", Health::Failed),
    check("intune_default_restriction", "Default Intune enrollment restriction", Health::Failed),
    check("intune_custom_restriction", "Custom Intune enrollment restriction", Health::Warning),
    check("language_pack", "Localization language package readiness", Health::Warning),
    check("udp_connection", "UDP connection", Health::Warning),
    check("single_sign_on", "Single sign-on configuration", Health::Informational),
];

const fn check(name: &'static str, says: &'static str, severity: Health) -> Check {
    Check { name, says, severity }
}

/// The check of this name.
pub fn find(name: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|c| c.name == name)
}

/// A check that did not pass, with Graph's error type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check's name.
    pub check: &'static str,
    /// Graph's `errorType`.
    pub error_type: &'static str,
}

impl Finding {
    /// What a connection shows because of it.
    ///
    /// # Panics
    /// If no such check stands in the table.
    pub fn severity(self) -> Health {
        find(self.check).expect("a finding names a check of the table").severity
    }
}

/// The health of a connection from what did not pass: the worst of it (HC-01).
pub fn roll_up(findings: &[Finding]) -> Health {
    findings.iter().map(|f| f.severity()).max().unwrap_or(Health::Passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_check_decides_and_warnings_stay_usable() {
        let find = |check| Finding { check, error_type: "x" };
        assert_eq!(roll_up(&[]), Health::Passed);
        assert_eq!(roll_up(&[find("device_sync"), find("single_sign_on")]), Health::Warning);
        assert_eq!(roll_up(&[find("device_sync"), find("subnet_ip_usage")]), Health::Failed);
        assert!(Health::Warning.is_usable() && !Health::Failed.is_usable());
    }
}
