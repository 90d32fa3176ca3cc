//! Stage 4: the device joins Microsoft Entra ID by itself.

use super::{Cause, Origin, Sheet, Shows};
use crate::kernel::stream::Slot;

/// Stage 4.
pub static SHEET: Sheet = Sheet {
    name: "join_entra",
    says: "The build downloads its scripts and agents and the device joins Microsoft Entra ID.",
    length: Some(Slot(3)),
    default_tenths: [10, 20, 50],
    rules: &["STEP-4", "CORE-05", "TIME-01"],
    causes: &[ENDPOINT, SCRIPT, CMD_AGENT, RD_AGENT],
};

/// A required endpoint cannot be reached.
pub const ENDPOINT: Cause = Cause {
    code: "endpointCheckFailed",
    slot: Slot(30),
    origin: Origin::Dice,
    retriable: true,
    shows: Shows::AtStageEnd,
    says: "A required endpoint could not be reached from the Cloud PC's network.",
    remedy: ALLOW_ENDPOINTS,
    rules: &["CORE-05"],
};

const SCRIPT: Cause =
    download("scriptDownloadFailed", 31, "The provisioning script could not be downloaded.");
const CMD_AGENT: Cause =
    download("cmdAgentMSIDownloadFailed", 32, "The Cloud PC agent could not be downloaded.");
const RD_AGENT: Cause = download(
    "rdAgentPackageDownloadFailed",
    33,
    "The Remote Desktop agent could not be downloaded.",
);

const ALLOW_ENDPOINTS: &str = "Allow all required endpoints on the virtual network of the \
                               connection and on every gateway device before it.";

const fn download(code: &'static str, slot: u16, says: &'static str) -> Cause {
    Cause {
        code,
        slot: Slot(slot),
        origin: Origin::Dice,
        retriable: true,
        shows: Shows::AtStageEnd,
        says,
        remedy: ALLOW_ENDPOINTS,
        rules: &["CORE-05"],
    }
}
