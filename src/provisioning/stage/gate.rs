//! The gate: license, user and policy there, and a usable Azure network connection.

use super::{Cause, Origin, Sheet, Shows};
use crate::kernel::stream::Slot;

/// The gate takes no time: it opens or it does not.
pub static SHEET: Sheet = Sheet {
    name: "gate",
    says: "License, user and policy must be there and, on an Azure network connection, the \
           connection be usable; the first usable one in order of priority is taken.",
    length: None,
    default_tenths: [0, 0, 0],
    rules: &["STEP-0", "ALT-01", "ALT-03", "RETRY-07"],
    causes: &[NOT_HEALTHY, LICENSE_NOT_FOUND, USER_NOT_FOUND, POLICY_NOT_FOUND],
};

/// The causes of a loss during provisioning.
pub static LOSSES: [&Cause; 3] = [&LICENSE_NOT_FOUND, &USER_NOT_FOUND, &POLICY_NOT_FOUND];

/// No connection is usable, or a health check failed while core provisioning was under way.
pub const NOT_HEALTHY: Cause = Cause {
    code: "canaryCheckUnpass",
    slot: Slot(24),
    origin: Origin::Derived,
    retriable: true,
    shows: Shows::AtOnce,
    says: "The Azure network connection isn't healthy: its last health check failed, or a check \
           failed while core provisioning was under way.",
    remedy: "Repair what the failed check names, retry the checks until the connection is \
             healthy, then retry the provisioning.",
    rules: &["ANC-10", "ANC-12", "RETRY-07"],
};

/// The user has lost the license; found when a stage begins, or at once (CON-22).
pub const LICENSE_NOT_FOUND: Cause = Cause {
    code: "licenseNotFound",
    slot: Slot(42),
    origin: Origin::Derived,
    retriable: true,
    shows: Shows::AtOnce,
    says: "The user's Windows 365 license was taken away while the Cloud PC was provisioned.",
    remedy: "Assign the license to the user again; a later attempt then finds it.",
    rules: &["LIC-12"],
};

/// The user is gone.
pub const USER_NOT_FOUND: Cause = Cause {
    code: "userNotFound",
    slot: Slot(43),
    origin: Origin::Derived,
    retriable: false,
    shows: Shows::AtOnce,
    says: "The user was deleted while the Cloud PC was provisioned.",
    remedy: "Check that the account exists and is valid, then license and target it again.",
    rules: &["LIC-12"],
};

/// No policy targets the user any more.
pub const POLICY_NOT_FOUND: Cause = Cause {
    code: "simPolicyNotFound",
    slot: Slot(44),
    origin: Origin::Derived,
    retriable: false,
    shows: Shows::AtOnce,
    says: "The provisioning policy was unassigned or deleted, or the user left its group, while \
           the Cloud PC was provisioned.",
    remedy: "Restore the policy, assign it to the user's group, and retry.",
    rules: &["LIC-12", "CON-09"],
};
