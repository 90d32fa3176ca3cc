//! Stage 4c, second part: Active Directory replication and Entra Connect bring the device to
//! Microsoft Entra ID.

use super::{Cause, Origin, Sheet, Shows};
use crate::kernel::stream::Slot;

/// From the certificate in the computer object to the device object in Microsoft Entra ID.
pub static SHEET: Sheet = Sheet {
    name: "sync_device",
    says: "The computer object replicates to the domain controller that Entra Connect reads, and \
           the next cycle exports it; a federated device registers itself instead.",
    length: None,
    default_tenths: [0, 0, 0],
    rules: &["STEP-4c", "ID-01", "SYNC-03", "JOIN-04", "JOIN-06"],
    causes: &[TIMEOUT],
};

/// The device object did not show in time.
pub const TIMEOUT: Cause = Cause {
    code: "simHybridJoinTimeout",
    slot: Slot(41),
    origin: Origin::Derived,
    retriable: true,
    shows: Shows::AfterHybridTimeout,
    says: "The device object did not appear in Microsoft Entra ID within the limit, 90 minutes \
           after the domain join.",
    remedy: "Check that the computer object is in a synchronized organizational unit, that Entra \
             Connect runs every 30 minutes, and that the domain controllers of both sites \
             replicate fast enough.",
    rules: &["ID-01", "FAIL-05"],
};
