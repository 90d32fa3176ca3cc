//! Stage 8: the user is assigned and can sign in.

use super::Sheet;
use crate::kernel::stream::Slot;

/// Stage 8, the last.
pub static SHEET: Sheet = Sheet {
    name: "assign_user",
    says: "The user is bound to the Cloud PC; from here sign-in works.",
    length: Some(Slot(7)),
    default_tenths: [5, 10, 30],
    rules: &["STEP-8", "ASG-01", "TIME-01"],
    causes: &[],
};
