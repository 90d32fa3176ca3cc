//! Rules of retry, clean-up, Intune enrollment, lengths of time, and settled contradictions.

use super::{assumed, documented};
use crate::provisioning::evidence::Rule;

/// What follows a failure, how long things take, and what the documents leave open.
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
        "An attempt starts from nothing. S0 says so of network interface and address; for \
         machine, Microsoft Entra device and Intune device it is assumed.",
        "S0",
    ),
    assumed(
        "RETRY-04",
        "A failure that is marked as not retriable is retried like any other.",
        "S1 makes no exception from its three attempts",
    ),
    documented(
        "RETRY-05",
        "An admin can retry a failed Cloud PC by hand, or reprovision it. This version models the \
         retry.",
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
        "Clean-up removes the Intune device, the Microsoft Entra device, and the network \
         interface with its address.",
        "S1",
    ),
    documented("CLEAN-04", "Network security groups are left behind.", "S1"),
    documented(
        "CLEAN-05",
        "Computer accounts in on-premises Active Directory are disabled and stay for the admins \
         to delete. Microsoft Entra join creates none.",
        "S1",
    ),
    documented(
        "CLEAN-06",
        "Computer accounts that health checks create are disabled, too. Checks of a connection \
         for Microsoft Entra join create none.",
        "T-anc",
    ),
    documented(
        "CLEAN-07",
        "Clean-up cannot remove a network interface whose resource group has a delete lock.",
        "T-anc",
    ),
    documented(
        "CLEAN-09",
        "A Cloud PC that is deleted after its grace period is cleaned up in the same way. Grace \
         is not part of this version.",
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
        "COND-01",
        "A condition of the environment strikes whatever begins while it holds: a stage, a health \
         check, a clean-up. A stage that has already begun is let through.",
        "no document says at which instant a running stage notices, and its beginning is the only \
         instant that every stage has",
    ),
    assumed(
        "CON-01",
        "S0 has connections checked every six hours, W-anc every one to six. The model's default \
         is a regular six hours.",
        "S0 gives one figure, and the range of W-anc contains it",
    ),
    assumed(
        "CON-03",
        "S1 counts two automatic retries, S0 and T-anc three. The model makes three attempts in \
         all.",
        "S1 also says that provisioning stops after three failures, which leaves a first attempt \
         and two retries",
    ),
    assumed(
        "CON-04",
        "S0 releases addresses within hours, S1 cleans up after about three. The model's \
         addresses return three hours after each attempt's failure.",
        "S1 gives the more exact figure, and its clean-up is what removes the network interface",
    ),
    assumed(
        "CON-11",
        "Blocking high-risk ports stands in S0 but not in the older list of settings. The model \
         applies it as the seventh and last.",
        "S0 is the newer document, and names no place in the order",
    ),
    documented(
        "CON-17",
        "W-steps says Success with warnings, W-dmo and Graph say Provisioned with warnings. The \
         model uses the latter.",
        "W-dmo, G-pc, W-steps",
    ),
    assumed(
        "CON-19",
        "No document describes the pause between attempts, retries of failures that are not \
         retriable, or retries on an unhealthy connection. The model pauses, retries, and counts \
         the attempt.",
        "each choice has its reason at RETRY-02, RETRY-04 and RETRY-07",
    ),
    assumed(
        "CON-20",
        "No document says whether a connection can be used during a periodic check. In the model \
         it can, if its last check ended well.",
        "a periodic check is routine, and W-anc posts its results only once it is complete",
    ),
    assumed(
        "CON-21",
        "A failed check strikes attempts in core provisioning only. An attempt that has reached \
         its settings goes on.",
        "after core provisioning a failure only leaves a warning (POST-01), and by then the \
         machine is built, joined and enrolled",
    ),
    assumed(
        "CON-23",
        "Cloud PCs start in the order in which they become eligible. At equal times the earlier \
         wave of the scenario goes first, then the earlier request, then the earlier user.",
        "no document gives an order, and a fixed one makes a run repeatable",
    ),
    assumed(
        "CON-24",
        "Azure capacity is never short unless the scenario says so.",
        "no rate of shortages is published, and a made-up one would look like a finding",
    ),
    assumed(
        "CON-25",
        "No cause of failure occurs unless the scenario asks for it or the model's own state \
         brings it about.",
        "no failure rates are published, and without invented ones every failure in a run has a \
         reason that can be shown",
    ),
    assumed(
        "CON-26",
        "A failed Cloud PC keeps its license but does not count as active.",
        "W-dmo counts provisioned Cloud PCs and those in their grace period, and no document \
         withdraws a license because of a failure",
    ),
    assumed(
        "CON-29",
        "A subnet with several prefixes has the addresses of all of them, less five for each.",
        "the five are documented for a subnet (IP-06) with no word on several prefixes, and \
         counting them for each is the cautious reading",
    ),
];
