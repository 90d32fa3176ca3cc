//! Rules of Azure network connections and their health checks.

use super::{assumed, derived, documented};
use crate::provisioning::evidence::Rule;

/// Connections, alternates, health checks.
pub(super) const NETWORK: &[Rule] = &[
    documented(
        "ANC-01",
        "A tenant may have ten connections, and more on request.",
        "W-anc, W-anc-new",
    ),
    documented(
        "ANC-02",
        "A connection is for Microsoft Entra join or for hybrid join. The latter also has a \
         domain, an account that joins computers to it, and perhaps an organizational unit instead \
         of the default container.",
        "W-anc-new, G-anc",
    ),
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
        "ANC-07",
        "Each check of a hybrid connection joins a computer to the domain, whose name begins with \
         CPC-Hth. Its account is disabled afterwards and stays.",
        "T-anc",
    ),
    assumed(
        "ANC-08",
        "The checks of a hybrid connection use one computer account over and over, unless the \
         scenario asks for a new one each time.",
        "the documents contradict each other; CON-13 has the choice and its reason",
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
        "ANC-13",
        "An inactive connection is not checked and cannot be used until an admin reactivates it \
         and its checks pass. When a connection becomes inactive is not published.",
        "T-health",
    ),
    documented(
        "ANC-14",
        "A connection's settings are read only when a Cloud PC is provisioned, so a change touches \
         later provisionings only.",
        "W-anc",
    ),
    documented("ANC-15", "A connection that a policy uses cannot be deleted.", "W-anc, G-anc"),
    documented(
        "ANC-16",
        "Windows 365 does not notice a changed or expired password of the domain join account. \
         Health checks of hybrid connections and domain joins fail until an admin enters the new \
         one.",
        "W-cred, G-hc",
    ),
    documented(
        "ANC-17",
        "While its connection is down, a hybrid Cloud PC that runs may be out of reach of its \
         domain controllers, and its user cannot sign in.",
        "W-anc",
    ),
    documented(
        "ANC-18",
        "A virtual network lies in one region, and its Cloud PCs are created there. Windows 365 \
         must support that region.",
        "T-anc, W-arch, AZ-faq",
    ),
    documented(
        "ANC-19",
        "Windows 365 needs the roles Reader on the subscription, Windows 365 Network Interface \
         Contributor on the resource group, and Windows 365 Network User on the virtual network. \
         Where one is missing, checks fail and no network interface can be created.",
        "W-anc-new, T-anc, G-hc",
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
    documented("ANC-22", "The connections of a deactivated tenant are kept for 29 days.", "W-cred"),
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
    documented(
        "ALT-06",
        "Graph holds a policy's join configurations in order of priority. Each names a join type \
         and either a connection or a region.",
        "G-pol",
    ),
    documented(
        "ALT-07",
        "A changed policy is applied to existing Cloud PCs only when an admin asks for it, to at \
         most 100 at a time. A new connection must be of the same domain, and moves them.",
        "W-move, G-apply",
    ),
    documented(
        "ALT-08",
        "A bulk reprovision of shared Cloud PCs keeps a given share of them available.",
        "G-apply",
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
];
