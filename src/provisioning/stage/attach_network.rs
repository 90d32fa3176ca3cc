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
    causes: &[NO_ADDRESS, DENIED, NO_ROLE, NO_RESOURCE_GROUP, SUBSCRIPTION_DISABLED, LOCKED],
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
pub const DENIED: Cause = refused(
    ("requestDisallowedByPolicy", 29),
    "An Azure Policy disallowed the network interface in the customer's subscription.",
    "Find the policy event in the Azure portal under Policy and exempt the resource group.",
    &["STEP-3", "FAIL-02"],
);

/// Windows 365 may not create the network interface.
pub const NO_ROLE: Cause = refused(
    ("CreateNic_ArmAuthorizationFailed", 100),
    "Windows 365 lacks a role that it needs to create the network interface.",
    "Give Windows 365 its roles again: Reader on the subscription, Network Interface Contributor \
     on the resource group, Network User on the virtual network.",
    &["STEP-3", "ANC-19"],
);

/// The resource group is gone.
pub const NO_RESOURCE_GROUP: Cause = refused(
    ("CreateNic_ResourceGroupNotFound", 101),
    "The resource group of the connection does not exist.",
    "Create the resource group again, or edit the connection to name another.",
    &["STEP-3", "FAIL-02"],
);

/// The subscription takes nothing new.
pub const SUBSCRIPTION_DISABLED: Cause = refused(
    ("CreateNic_ReadOnlyDisabledSubscription", 102),
    "The subscription of the connection is disabled and can only be read.",
    "Enable the subscription, or edit the connection to use another.",
    &["STEP-3", "FAIL-02"],
);

/// A lock lets nothing be created.
pub const LOCKED: Cause = refused(
    ("simResourceGroupLocked", 103),
    "A read-only lock on the resource group kept the network interface from being created.",
    "Remove the lock from the resource group and from what is above it.",
    &["STEP-3", "FAIL-02"],
);

/// Azure refuses until somebody changes the subscription.
const fn refused(
    (code, slot): (&'static str, u16),
    says: &'static str,
    remedy: &'static str,
    rules: &'static [&'static str],
) -> Cause {
    Cause {
        code,
        slot: Slot(slot),
        origin: Origin::Condition,
        retriable: false,
        shows: Shows::AfterDenial,
        says,
        remedy,
        rules,
    }
}
