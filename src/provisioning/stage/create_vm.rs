//! Stage 2: the virtual machine and its disk, in Microsoft's subscription.

use super::{Cause, Origin, Sheet, Shows};
use crate::kernel::stream::Slot;

/// Stage 2.
pub static SHEET: Sheet = Sheet {
    name: "create_vm",
    says: "The virtual machine and its disk are created in Microsoft's subscription, sized by \
           the license.",
    length: Some(Slot(1)),
    default_tenths: [30, 50, 100],
    rules: &["STEP-2", "TIME-01"],
    causes: &[VM_TIMEOUT, INTERNAL_ERROR],
};

/// The deployment never ends.
pub const VM_TIMEOUT: Cause = Cause {
    code: "simVmDeploymentTimeout",
    slot: Slot(26),
    origin: Origin::Dice,
    retriable: true,
    shows: Shows::AfterVmTimeout,
    says: "The deployment of the virtual machine timed out.",
    remedy: "Retry; if it comes back, look for a Group Policy that sets the PowerShell execution \
             policy to AllSigned.",
    rules: &["TIME-01", "FAIL-02"],
};

/// Something inside the service.
pub const INTERNAL_ERROR: Cause = Cause {
    code: "internalError",
    slot: Slot(27),
    origin: Origin::Dice,
    retriable: true,
    shows: Shows::AtStageEnd,
    says: "The Windows 365 service met an internal error.",
    remedy: "Retry; if it stays, open a support request.",
    rules: &["FAIL-01"],
};
