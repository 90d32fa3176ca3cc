//! Stage 6: the Cloud PC's user becomes Intune's primary user of the device.

use super::Sheet;
use crate::kernel::stream::Slot;

/// Stage 6, the last of core provisioning. No document names a failure of its own.
pub static SHEET: Sheet = Sheet {
    name: "primary_user",
    says: "Intune's primary user is set to the Cloud PC's user.",
    length: Some(Slot(5)),
    default_tenths: [2, 5, 20],
    rules: &["STEP-6", "TIME-01"],
    causes: &[],
};
