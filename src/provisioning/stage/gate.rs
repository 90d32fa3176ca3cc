//! The gate: policy there, user targeted, and a usable Azure network connection.

use super::{Cause, Origin, Sheet, Shows};
use crate::kernel::stream::Slot;

/// The gate takes no time: it opens or it does not.
pub static SHEET: Sheet = Sheet {
    name: "gate",
    says: "The policy must exist and, on an Azure network connection, the connection be usable; \
           the first usable one in order of priority is taken.",
    length: None,
    default_tenths: [0, 0, 0],
    rules: &["STEP-0", "ALT-01", "ALT-03", "RETRY-07"],
    causes: &[NOT_HEALTHY],
};

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
