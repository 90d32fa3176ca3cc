//! Rules of retry, clean-up, Intune enrollment, lengths of time, and conditions.

use super::{assumed, documented};
use crate::provisioning::evidence::Rule;

/// What follows a failure, and how long things take.
pub(super) const RECOVERY: &[Rule] = &[
    documented(
        "RETRY-01",
        "A failed provisioning is tried again twice without anybody's doing. After the third \
         failure it stops, and the Cloud PC is Failed.",
        "S1, S0",
    ),
    assumed(
        "RETRY-02",
        "Between two attempts lies a pause, by default five minutes.",
        "no document names a pause; S0 warns of narrow subnets because attempts follow each other \
         faster than addresses return, so it must be short",
    ),
    documented(
        "RETRY-03",
        "An attempt starts from nothing. S0 says so of network interface and address; for machine, \
         Microsoft Entra device and Intune device it is assumed.",
        "S0",
    ),
    assumed(
        "RETRY-04",
        "A failure that is marked as not retriable is retried like any other.",
        "S1 makes no exception from its three attempts",
    ),
    documented(
        "RETRY-05",
        "An admin can retry a failed Cloud PC by hand, or reprovision it.",
        "S1, W-repro",
    ),
    assumed(
        "RETRY-06",
        "A retry by hand brings three new attempts.",
        "S1 lets it start the provisioning process again and names no smaller number of attempts",
    ),
    assumed(
        "RETRY-07",
        "Being blocked by an unhealthy connection counts as an attempt. It fails before anything \
         is created.",
        "the code for it, canaryCheckUnpass, is listed among provisioning failures and asks for a \
         retry by hand (PA), so nothing waits for the connection",
    ),
    documented(
        "CLEAN-01",
        "After a failure, or after the grace period, the service removes what it created.",
        "S1",
    ),
    documented(
        "CLEAN-02",
        "Clean-up comes about three hours after the failure. The model's default is three hours \
         exactly.",
        "S1",
    ),
    documented(
        "CLEAN-03",
        "Clean-up removes the Intune device, the Microsoft Entra device, and the network interface \
         with its address.",
        "S1",
    ),
    documented("CLEAN-04", "Network security groups are left behind.", "S1"),
    documented(
        "CLEAN-05",
        "Computer accounts in on-premises Active Directory are disabled and stay for the admins to \
         delete. Microsoft Entra join creates none.",
        "S1",
    ),
    documented(
        "CLEAN-06",
        "Computer accounts that health checks create are disabled, too. Checks of a connection for \
         Microsoft Entra join create none.",
        "T-anc",
    ),
    documented(
        "CLEAN-07",
        "Clean-up cannot remove a network interface whose resource group has a delete lock.",
        "T-anc",
    ),
    assumed(
        "CLEAN-08",
        "A disabled computer account can bring its device object back at the next cycle, although \
         clean-up has removed it.",
        "whether it does depends on the customer's synchronization rules",
    ),
    documented(
        "CLEAN-09",
        "A Cloud PC that is deleted after its grace period is cleaned up in the same way, and as \
         late.",
        "S1",
    ),
    documented(
        "MDM-01",
        "Intune enrolls the device without a user's credentials. Its Microsoft Entra device must \
         exist before.",
        "W-steps, T-anc",
    ),
    documented(
        "MDM-02",
        "Enrollment is blocked by unreachable endpoints, an enrollment restriction, a missing \
         Intune license, a tenant that is unhealthy or being moved, a wrong discovery URL, or \
         Group Policy and Configuration Manager.",
        "S0, PA",
    ),
    documented(
        "MDM-03",
        "An Intune license that is not effective yet has a code of its own, \
         intuneEnroll_DelayedEffectivenessOfIntuneLicense. The model reads it as transient: a \
         retry can help.",
        "PA",
    ),
    documented(
        "MDM-04",
        "A network that decrypts and inspects traffic may break enrollment.",
        "W-net",
    ),
    documented(
        "MDM-05",
        "Of enrollment status pages only the default one is supported.",
        "W-known",
    ),
    assumed(
        "MDM-06",
        "An enrollment that does not succeed gives up after 30 minutes.",
        "no document names a limit, and three times the longest default enrollment keeps a slow \
         one from being taken for a failed one",
    ),
    assumed(
        "MDM-07",
        "Enrollment takes by default a triangular length of 2, 4 and 10 minutes.",
        "no document gives its length, and with this one the steps add up to the totals of TIME-01",
    ),
    assumed(
        "TIME-01",
        "Every step has a triangular default length, which a scenario may replace.",
        "no document gives a step's length; for Microsoft Entra join the likeliest ones add up to \
         about 20 minutes and the means to about 26, near the published totals of 25 or more (DB) \
         and 20 to 30 (a public lab guide)",
    ),
    assumed(
        "TIME-02",
        "A domain join that is refused takes by default a triangular length of 2, 4 and 8 minutes.",
        "no document gives its length, and a refusal comes before the restart that ends a join",
    ),
    assumed(
        "TIME-03",
        "A custom image lengthens the creation of the machine by default by 0, 3 and 10 minutes, \
         and a language pack the settings by 0, 5 and 15, both triangular.",
        "no document gives either length; an image that is at hand costs nothing, and a large \
         download costs minutes",
    ),
    documented("TIME-04", "A resize keeps its user out for 15 to 20 minutes.", "W-resize"),
    assumed(
        "TIME-05",
        "A move takes by default four hours, and deprovisioning ten minutes.",
        "W-move has up to several hours, and no document gives the other, which admins see only \
         briefly",
    ),
    assumed(
        "COND-01",
        "A condition of the environment strikes whatever begins while it holds: a stage, a health \
         check, a clean-up. A stage that has already begun is let through.",
        "no document says at which instant a running stage notices, and its beginning is the only \
         instant that every stage has",
    ),
    assumed(
        "COND-02",
        "Where a scenario has repairs, a condition is repaired a given time after it first failed \
         an attempt or a health check.",
        "nobody repairs what nobody has noticed",
    ),
];
