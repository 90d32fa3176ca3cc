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
    causes: &[
        FAILED,
        RESTRICTED,
        NO_CONNECTIVITY,
        LICENSE_NOT_YET,
        CONFIGURATION_MANAGER,
        NO_LICENSE,
        DISCOVERY_URL,
        TENANT_MOVES,
    ],
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

/// Something else manages the device first.
pub const CONFIGURATION_MANAGER: Cause = Cause {
    code: "intuneEnroll_BlockedByGroupPolicyOrConfigMgr",
    slot: Slot(107),
    origin: Origin::Dice,
    retriable: true,
    shows: Shows::AtStageEnd,
    says: "A Group Policy or Configuration Manager was faster than the enrollment and blocked it.",
    remedy: "Exclude the organizational unit of Cloud PCs from client push; deploy the \
             Configuration Manager agent through Intune instead.",
    rules: &["FAIL-04", "MDM-02"],
};

/// The tenant may not use Intune.
pub const NO_LICENSE: Cause = Cause {
    code: "intuneEnroll_InvalidIntuneSubscriptionOrLicense",
    slot: Slot(108),
    origin: Origin::Condition,
    retriable: false,
    shows: Shows::AtStageEnd,
    says: "There is no valid subscription or license for Intune.",
    remedy: "Renew the subscription, and give users a license for Intune.",
    rules: &["MDM-02"],
};

/// Enrollment is sent to the wrong place.
pub const DISCOVERY_URL: Cause = Cause {
    code: "intuneEnroll_MdmDiscoveryUrlMisconfigured",
    slot: Slot(109),
    origin: Origin::Condition,
    retriable: false,
    shows: Shows::AtStageEnd,
    says: "The discovery URL for mobile device management (MDM) is not that of Intune.",
    remedy: "Restore the default MDM discovery URL in the tenant's enrollment settings.",
    rules: &["MDM-02"],
};

/// The tenant is being moved; it ends by itself.
pub const TENANT_MOVES: Cause = Cause {
    code: "intuneEnroll_TenantUnderAccountMove",
    slot: Slot(110),
    origin: Origin::Condition,
    retriable: true,
    shows: Shows::AtStageEnd,
    says: "Microsoft was moving the Intune tenant, which takes no enrollment meanwhile.",
    remedy: "Wait until the move is over, then retry.",
    rules: &["MDM-02"],
};
