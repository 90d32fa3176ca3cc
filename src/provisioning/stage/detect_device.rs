//! Stage 4c, third part: Windows 365 notices the device object.

use super::Sheet;
use crate::kernel::stream::Slot;

/// Windows 365 polls for the device object.
pub static SHEET: Sheet = Sheet {
    name: "detect_device",
    says: "Windows 365 looks for the device object from time to time and finds it.",
    length: Some(Slot(18)),
    default_tenths: [0, 10, 20],
    rules: &["STEP-4c", "ID-07", "TIME-01"],
    causes: &[],
};
