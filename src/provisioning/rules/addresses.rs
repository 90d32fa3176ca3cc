//! Rules of IP addresses: who takes one, for how long, and how many there are.

use super::{assumed, derived, documented};
use crate::provisioning::evidence::Rule;

/// The addresses of a subnet.
pub(super) const ADDRESSES: &[Rule] = &[
    documented(
        "IP-01",
        "A Cloud PC on a connection takes one address of the subnet, from the creation of its \
         network interface on.",
        "S0, T-anc",
    ),
    documented(
        "IP-02",
        "Every attempt takes a new network interface and a new address. Those of the failed \
         attempt are not used again.",
        "S0",
    ),
    documented(
        "IP-03",
        "A failed attempt keeps its address for hours, until it is cleaned up about three hours \
         after the failure. The default is three hours; any spread around it is assumed.",
        "S0, S1, T-anc",
    ),
    assumed(
        "IP-04",
        "The three hours count from each attempt's own failure, not from the last attempt's.",
        "S1 counts them from a provisioning failure, and every attempt that fails is one",
    ),
    derived(
        "IP-05",
        "A failing Cloud PC holds up to three addresses at once, and up to six if it is retried by \
         hand before the first ones return.",
        "IP-02, IP-03, RETRY-01, RETRY-06",
    ),
    documented(
        "IP-06",
        "Azure reserves five addresses of every subnet: the first four and the last.",
        "AZ-faq",
    ),
    documented(
        "IP-07",
        "The smallest IPv4 subnet is a /29, the largest a /8. Newer text has another upper bound, \
         which no subnet for Cloud PCs comes near.",
        "AZ-faq",
    ),
    documented(
        "IP-08",
        "Usable are the addresses of the prefix, less five, less those that other interfaces and \
         endpoints hold. Azure reports a limit of three for a /29.",
        "AZ-faq, AZ-use",
    ),
    documented(
        "IP-09",
        "The advice is a subnet for Cloud PCs alone, with room for three attempts of each and for \
         disaster recovery.",
        "T-anc",
    ),
    documented(
        "IP-10",
        "The advice for disaster recovery is to keep half of the subnet free, because \
         reprovisioning takes a new address for every Cloud PC.",
        "W-anc-new",
    ),
    derived(
        "IP-11",
        "A reprovisioned Cloud PC holds two addresses until the old one is cleaned up, for about \
         three hours. That clean-up then takes as long as after a failure is assumed.",
        "IP-10, CLEAN-02, LIC-21",
    ),
    assumed(
        "IP-12",
        "A resize keeps the network interface with its address.",
        "a resize preserves the user's data and takes 15 to 20 minutes (W-resize), so the machine \
         stays what it was",
    ),
    assumed(
        "IP-13",
        "A move takes an address of the new subnet when it starts. The old address comes back at \
         clean-up, counted from the end of the move.",
        "the machine cannot come up elsewhere without a network interface there (W-move), and what \
         it leaves behind is an interface like any other",
    ),
    derived(
        "IP-14",
        "A Cloud PC in its grace period keeps its address. Whoever leaves thus blocks one for \
         seven days and the time until clean-up.",
        "IP-01, LIC-11, CLEAN-09",
    ),
    assumed(
        "IP-15",
        "A Frontline Cloud PC that is powered off keeps its network interface and address.",
        "Azure keeps a private address until its network interface is deleted (AZ-faq)",
    ),
    documented(
        "IP-16",
        "A subnet cannot be enlarged or shrunk while devices are in it.",
        "T-anc, AZ-faq",
    ),
    derived(
        "IP-17",
        "A running health check holds one address, for up to 30 minutes.",
        "ANC-05, ANC-06",
    ),
    documented(
        "IP-18",
        "Under a delete lock an address never comes back by itself (ANC-20).",
        "T-anc",
    ),
    documented(
        "IP-19",
        "If no address is free, attaching the network fails with noEnoughIpAddress. That such an \
         attempt holds no address afterwards is assumed.",
        "PA",
    ),
    assumed(
        "IP-20",
        "Which of the free addresses Azure hands out does not matter. The model counts them.",
        "the order is unpublished, and only the number of free addresses decides whether an \
         attempt fails",
    ),
    documented(
        "IP-21",
        "An ExpressRoute gateway serves a limited number of machines, which depends on its SKU.",
        "W-anc-new",
    ),
];
