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
    causes: &[
        VM_TIMEOUT,
        INTERNAL_ERROR,
        IMAGE_TOO_LARGE,
        IMAGE_DOES_NOT_FIT,
        IMAGE_WITHOUT_TPM,
        IMAGE_NOT_SUPPORTED,
    ],
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
    rules: &["TIME-01", "CORE-06"],
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

/// The image's disk is larger than the license's.
pub const IMAGE_TOO_LARGE: Cause = image(
    ("imageDiskSizeOverMatch", 96),
    "The disk of the custom image is larger than the disk that the license gives.",
    "Shrink the image until it fits the smallest license of the policy, or give larger licenses.",
);

/// The machine is too small for the image's system.
pub const IMAGE_DOES_NOT_FIT: Cause = image(
    ("CpuOrRamNotFitImageOS", 97),
    "Processors or memory of the license do not meet what the image's Windows asks for.",
    "Give a larger license, or build the image on a Windows version that asks for less.",
);

/// The image knows no trusted platform module.
pub const IMAGE_WITHOUT_TPM: Cause = image(
    ("imageNotSupportTPM", 98),
    "The custom image does not support a trusted platform module (TPM).",
    "Build the image as a generation 2 machine that starts by UEFI.",
);

/// The image's Windows is out of support.
pub const IMAGE_NOT_SUPPORTED: Cause = image(
    ("imageNotSupportedFail", 99),
    "The Windows version of the custom image is not supported any more.",
    "Build the image anew on a supported Windows version and name it in the policy.",
);

/// What is wrong with an image stays wrong until somebody builds another.
const fn image(
    (code, slot): (&'static str, u16),
    says: &'static str,
    remedy: &'static str,
) -> Cause {
    Cause {
        code,
        slot: Slot(slot),
        origin: Origin::Condition,
        retriable: false,
        shows: Shows::AtStageEnd,
        says,
        remedy,
        rules: &["CORE-07", "FAIL-02"],
    }
}
