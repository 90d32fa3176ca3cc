//! Stage 5: device-based enrollment into Intune.

use super::{Cause, Origin, Sheet, Shows};
use crate::kernel::stream::Slot;

/// Stage 5.
pub static SHEET: Sheet = Sheet {
    name: "enroll_intune",
    says: "The device enrolls into Intune, without a user.",
    length: Some(Slot(4)),
    default_tenths: [20, 40, 100],
    rules: &["STEP-5", "MDM-01", "MDM-07"],
    causes: &[FAILED, RESTRICTED, NO_CONNECTIVITY, LICENSE_NOT_YET],
};

/// Enrollment does not come to an end.
pub const FAILED: Cause = Cause {
    code: "intuneEnrollFailed",
    slot: Slot(34),
    origin: Origin::Dice,
    retriable: true,
    shows: Shows::AfterEnrollmentTimeout,
    says: "Enrollment into Intune did not come to an end within its time-out.",
    remedy: "Check that the Intune tenant is active and healthy; enroll a test device.",
    rules: &["MDM-02", "MDM-06"],
};

/// A restriction blocks Windows devices.
pub const RESTRICTED: Cause = Cause {
    code: "intuneEnroll_BlockedByEnrollmentRestriction",
    slot: Slot(35),
    origin: Origin::Condition,
    retriable: false,
    shows: Shows::AtStageEnd,
    says: "An Intune enrollment restriction blocks Windows devices.",
    remedy: "Allow corporate Windows (MDM) enrollment in the default and custom restrictions.",
    rules: &["MDM-02"],
};

/// Intune's endpoints cannot be reached.
pub const NO_CONNECTIVITY: Cause = Cause {
    code: "intuneEnroll_NetworkConnectivityIssue",
    slot: Slot(36),
    origin: Origin::Dice,
    retriable: true,
    shows: Shows::AtStageEnd,
    says: "Intune's endpoints could not be reached from the Cloud PC's network.",
    remedy: "Allow the Intune endpoints on the virtual network and exempt them from inspection.",
    rules: &["MDM-02"],
};

const LICENSE_NOT_YET: Cause = Cause {
    code: "intuneEnroll_DelayedEffectivenessOfIntuneLicense",
    slot: Slot(37),
    origin: Origin::Dice,
    retriable: true,
    shows: Shows::AtStageEnd,
    says: "The Intune license, given minutes before, was not yet effective.",
    remedy: "Nothing: the next attempt usually finds it effective.",
    rules: &["MDM-03"],
};
