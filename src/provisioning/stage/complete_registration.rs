//! Stage 4c, last part: the device proves itself and its registration is complete.

use super::Sheet;
use crate::kernel::stream::Slot;

/// The device authenticates with its certificate.
pub static SHEET: Sheet = Sheet {
    name: "complete_registration",
    says: "The device authenticates with its certificate and completes its registration.",
    length: Some(Slot(19)),
    default_tenths: [10, 20, 50],
    rules: &["STEP-4c", "JOIN-05"],
    causes: &[],
};
