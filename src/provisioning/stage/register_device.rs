//! Stage 4c, first part: the device's own task finds the tenant and writes its certificate.

use super::{Cause, Origin, Sheet, Shows};
use crate::kernel::stream::Slot;

/// The device's registration task.
pub static SHEET: Sheet = Sheet {
    name: "register_device",
    says: "A task of the device looks up the service connection point (SCP) and writes a \
           certificate into the computer object; it runs after the domain join, then every hour.",
    length: Some(Slot(17)),
    default_tenths: [10, 20, 50],
    rules: &["STEP-4c", "JOIN-01", "JOIN-02", "JOIN-03"],
    causes: &[NO_SCP],
};

/// There is no service connection point.
pub const NO_SCP: Cause = Cause {
    code: "simScpMissing",
    slot: Slot(40),
    origin: Origin::Condition,
    retriable: false,
    shows: Shows::AfterHybridTimeout,
    says: "The device found no service connection point (SCP) in its forest, so it never asked to \
           be registered, and the limit of hybrid join ran out.",
    remedy: "Configure the SCP with Microsoft Entra Connect in every forest that Cloud PCs join.",
    rules: &["CORE-01", "JOIN-02"],
};
