//! Stage 7: the post-provisioning settings, whose failures are warnings only.

use super::{Needs, Sheet, Warning};
use crate::kernel::stream::Slot;

/// Stage 7. Nothing here fails the attempt (POST-01).
pub static SHEET: Sheet = Sheet {
    name: "configure",
    says: "Settings are applied, each by itself; one that fails leaves a warning.",
    length: Some(Slot(6)),
    default_tenths: [30, 50, 120],
    rules: &["STEP-7", "POST-01", "POST-02", "TIME-01"],
    causes: &[],
};

/// How many settings there are.
pub const SETTINGS: usize = 9;

/// The settings in their order: the seven of every Cloud PC, then those of some policies.
pub static WARNINGS: [Warning; SETTINGS] = [
    Warning {
        code: "startMenuPowerIcons",
        slot: Slot(48),
        needs: Needs::Nothing,
        says: "The Start menu shows shutdown and restart.",
        remedy: "Reprovision, or hide them by a device configuration policy.",
        rules: &["POST-01", "POST-02", "POST-03"],
    },
    Warning {
        code: "windowsReset",
        slot: Slot(49),
        needs: Needs::Nothing,
        says: "Windows reset is still offered; starting it makes the Cloud PC unusable.",
        remedy: "Reprovision.",
        rules: &["POST-01", "POST-02", "POST-03"],
    },
    Warning {
        code: "localAdministrator",
        slot: Slot(50),
        needs: Needs::LocalAdmin,
        says: "The user is not a local administrator although the policy says so.",
        remedy: "Reprovision, or assign a new user settings policy.",
        rules: &["POST-01", "POST-02", "POST-04"],
    },
    Warning {
        code: "teamsOptimization",
        slot: Slot(51),
        needs: Needs::Nothing,
        says: "Microsoft Teams is not set to its optimized mode.",
        remedy: "Reprovision.",
        rules: &["POST-01", "POST-02", "POST-03"],
    },
    Warning {
        code: "timeZoneRedirection",
        slot: Slot(52),
        needs: Needs::Nothing,
        says: "The user sees UTC instead of local time.",
        remedy: "Reprovision, or allow time zone redirection by Group Policy.",
        rules: &["POST-01", "POST-02", "POST-03"],
    },
    Warning {
        code: "diskAllocation",
        slot: Slot(53),
        needs: Needs::Nothing,
        says: "The disk is smaller than the license promises.",
        remedy: "Reprovision.",
        rules: &["POST-01", "POST-02", "POST-03"],
    },
    Warning {
        code: "highRiskPorts",
        slot: Slot(54),
        needs: Needs::Nothing,
        says: "Not all high-risk ports are blocked.",
        remedy: "Reprovision, or block them by an Intune policy or a local firewall rule.",
        rules: &["POST-01", "POST-02", "CON-11"],
    },
    Warning {
        code: "languagePack",
        slot: Slot(55),
        needs: Needs::LanguagePack,
        says: "Windows speaks English instead of the policy's language.",
        remedy: "Allow the endpoints that language packs come from, then reprovision.",
        rules: &["POST-01", "POST-05"],
    },
    Warning {
        code: "imageNotSupportedWarning",
        slot: Slot(95),
        needs: Needs::CustomImage,
        says: "The Windows version of the custom image is about to go out of support.",
        remedy: "Build the image anew on a supported Windows version, then reprovision.",
        rules: &["POST-01", "CORE-07"],
    },
];
