//! Rules of Azure network connections, their health checks, and IP addresses.

use super::{assumed, derived, documented};
use crate::provisioning::evidence::Rule;

/// Connections, alternates, health checks, addresses.
pub(super) const NETWORK: &[Rule] = &[
    documented(
        "ANC-03",
        "A new connection is checked at once. No policy can use it until that check has ended \
         well.",
        "W-anc",
    ),
    documented(
        "ANC-04",
        "A connection is checked again every six hours (S0), or every one to six (W-anc). The \
         default is six; CON-01 says why.",
        "S0, W-anc",
    ),
    documented(
        "ANC-05",
        "A full check takes up to 30 minutes. It runs on a temporary machine in the customer's \
         network, which is deleted afterwards.",
        "W-anc",
    ),
    derived(
        "ANC-06",
        "A check borrows one address of the subnet while it runs. If none is free, it fails with \
         resourceAvailabilityCheckNoSubnetIP and blocks the connection; that the check itself \
         fails is assumed.",
        "ANC-05, IP-01, G-hc",
    ),
    documented(
        "ANC-09",
        "An admin's Retry starts a full check, and so does runHealthChecks in Graph. Either takes \
         the role of Intune or Windows 365 administrator.",
        "W-anc, T-health, G-hc",
    ),
    documented(
        "ANC-10",
        "A check that ends in failure also fails the provisioning that is under way on its \
         connection. CON-21 says how far.",
        "S0",
    ),
    documented(
        "ANC-11",
        "A connection whose checks were successful with warnings can be used.",
        "T-health",
    ),
    assumed(
        "ANC-12",
        "A connection whose last check failed cannot be used. While the next check runs, the last \
         result stands.",
        "T-health asks to wait for running checks only before assigning a connection, and closing \
         it during each check would block provisioning for half an hour every six hours",
    ),
    documented(
        "ANC-14",
        "A connection's settings are read only when a Cloud PC is provisioned, so a change \
         touches later provisionings only.",
        "W-anc",
    ),
    documented(
        "ANC-16",
        "Windows 365 does not notice a changed or expired password of the domain join account; \
         checks and joins fail until an admin enters the new one. The model, which has no hybrid \
         join yet, lets the condition fail the check of whichever connection it names.",
        "W-cred, G-hc",
    ),
    documented(
        "ANC-20",
        "A delete lock on the resource group keeps clean-up from removing network interfaces. \
         Their addresses leak until an admin removes them.",
        "T-anc",
    ),
    documented(
        "ANC-21",
        "A resource group with a delete lock can also reach its limit of recorded deployments \
         (resourceAvailabilityCheckDeploymentQuotaLimitReached). The usual figure of 800 is \
         unverified.",
        "G-hc",
    ),
    documented(
        "ALT-01",
        "A policy uses the first usable connection of its ordered list, and the first of all \
         whenever that one is usable.",
        "W-pol",
    ),
    documented(
        "ALT-02",
        "Alternates are meant for a region that is short of capacity. A connection can thus be \
         unavailable although its checks passed.",
        "W-anc",
    ),
    assumed(
        "ALT-03",
        "The connection is chosen when an attempt starts and kept until it ends. The next attempt \
         chooses again.",
        "settings of a connection apply at provisioning time (ANC-14), and a machine's interface \
         already lies in one subnet",
    ),
    assumed(
        "ALT-04",
        "A full subnet alone does not move a policy to its next connection. It does so once a \
         check has marked the connection failed.",
        "the documents name health and capacity as the only grounds for using an alternate",
    ),
    documented(
        "ALT-05",
        "For the Microsoft-hosted network a policy names a geography and a region. With Automatic \
         the service picks the region at provisioning time, which makes failures rarer.",
        "W-pol",
    ),
    assumed(
        "HC-01",
        "The worst result of a check decides the connection's status: failed, else warning, else \
         informational, else passed.",
        "T-health tells failed from warning but does not say how informational results count, and \
         the worst result loses nothing an admin must know",
    ),
    assumed(
        "HC-02",
        "A health check looks at the environment and takes its address when it starts. Its result \
         stands from when it ends.",
        "no document names the instant at which a check looks; its machine needs the address from \
         the start, and W-anc posts results once the check is complete",
    ),
    assumed(
        "HC-03",
        "Where the scenario gives no phase, the first health check starts at a random instant of \
         the first interval, another one in each replication.",
        "the grid counts from the creation of the connection, whose hour a plan seldom knows",
    ),
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
        "A failing Cloud PC holds up to three addresses at once, and up to six if it is retried \
         by hand before the first ones return.",
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
];
