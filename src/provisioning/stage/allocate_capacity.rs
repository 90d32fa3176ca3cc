//! Stage 1: Azure capacity in the region.

use super::{Cause, Origin, Sheet, Shows};
use crate::kernel::stream::Slot;

/// Stage 1.
pub static SHEET: Sheet = Sheet {
    name: "allocate_capacity",
    says: "Azure reserves capacity in the region of the virtual network, or of the \
           Microsoft-hosted network.",
    length: Some(Slot(0)),
    default_tenths: [5, 10, 30],
    rules: &["STEP-1", "TIME-01"],
    causes: &[NO_CAPACITY],
};

/// The region has none.
pub const NO_CAPACITY: Cause = Cause {
    code: "simCapacityUnavailable",
    slot: Slot(25),
    origin: Origin::Dice,
    retriable: true,
    shows: Shows::AtStageEnd,
    says: "The Azure region had no capacity for the virtual machine.",
    remedy: "Wait for capacity, or give the policy an alternate connection in another region.",
    rules: &["ALT-02", "CON-24"],
};
