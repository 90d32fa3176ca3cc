//! Stage 7: the seven post-provisioning settings, whose failures are warnings only.

use super::{Sheet, Warning};
use crate::kernel::stream::Slot;

/// Stage 7. Nothing here fails the attempt (POST-01).
pub static SHEET: Sheet = Sheet {
    name: "configure",
    says: "Seven settings are applied, each by itself; one that fails leaves a warning.",
    length: Some(Slot(6)),
    default_tenths: [30, 50, 120],
    rules: &["STEP-7", "POST-01", "POST-02", "TIME-01"],
    causes: &[],
};

/// The place among [`WARNINGS`] of the setting that only a policy with local admin applies.
pub const LOCAL_ADMINISTRATOR: usize = 2;

/// The seven settings in their order.
pub static WARNINGS: [Warning; 7] = [
    Warning {
        code: "startMenuPowerIcons",
        slot: Slot(48),
        says: "The Start menu shows shutdown and restart.",
        remedy: "Reprovision, or hide them by a device configuration policy.",
        rules: &["POST-01", "POST-02", "POST-03"],
    },
    Warning {
        code: "windowsReset",
        slot: Slot(49),
        says: "Windows reset is still offered; starting it makes the Cloud PC unusable.",
        remedy: "Reprovision.",
        rules: &["POST-01", "POST-02", "POST-03"],
    },
    Warning {
        code: "localAdministrator",
        slot: Slot(50),
        says: "The user is not a local administrator although the policy says so.",
        remedy: "Reprovision, or assign a new user settings policy.",
        rules: &["POST-01", "POST-02", "POST-04"],
    },
    Warning {
        code: "teamsOptimization",
        slot: Slot(51),
        says: "Microsoft Teams is not set to its optimized mode.",
        remedy: "Reprovision.",
        rules: &["POST-01", "POST-02", "POST-03"],
    },
    Warning {
        code: "timeZoneRedirection",
        slot: Slot(52),
        says: "The user sees UTC instead of local time.",
        remedy: "Reprovision, or allow time zone redirection by Group Policy.",
        rules: &["POST-01", "POST-02", "POST-03"],
    },
    Warning {
        code: "diskAllocation",
        slot: Slot(53),
        says: "The disk is smaller than the license promises.",
        remedy: "Reprovision.",
        rules: &["POST-01", "POST-02", "POST-03"],
    },
    Warning {
        code: "highRiskPorts",
        slot: Slot(54),
        says: "Not all high-risk ports are blocked.",
        remedy: "Reprovision, or block them by an Intune policy or a local firewall rule.",
        rules: &["POST-01", "POST-02", "CON-11"],
    },
];
