//! Stage 3: the network interface, which takes one address of the customer's subnet.

use super::{Cause, Origin, Sheet, Shows};
use crate::kernel::stream::Slot;

/// Stage 3.
pub static SHEET: Sheet = Sheet {
    name: "attach_network",
    says: "A new network interface is created. On an Azure network connection it takes one \
           address of the customer's subnet when the stage begins; on the Microsoft-hosted \
           network it takes none.",
    length: Some(Slot(2)),
    default_tenths: [5, 10, 20],
    rules: &["STEP-3", "IP-01", "IP-02", "TIME-01"],
    causes: &[NO_ADDRESS, DENIED],
};

/// The subnet is full.
pub const NO_ADDRESS: Cause = Cause {
    code: "noEnoughIpAddress",
    slot: Slot(28),
    origin: Origin::Derived,
    retriable: true,
    shows: Shows::AfterDenial,
    says: "The subnet had no free address; nothing was allocated.",
    remedy: "Free addresses or use a larger subnet, then retry. Every attempt takes a new \
             address, and a failed attempt's comes back about three hours later.",
    rules: &["IP-19", "IP-02"],
};

/// An Azure Policy refuses the network interface.
pub const DENIED: Cause = Cause {
    code: "requestDisallowedByPolicy",
    slot: Slot(29),
    origin: Origin::Condition,
    retriable: false,
    shows: Shows::AfterDenial,
    says: "An Azure Policy disallowed the network interface in the customer's subscription.",
    remedy: "Find the policy event in the Azure portal under Policy and exempt the resource \
             group.",
    rules: &["STEP-3", "FAIL-02"],
};
