//! What the documents contradict or leave open, each with the choice made.

use super::{assumed, documented};
use crate::provisioning::evidence::Rule;

/// Contradictions and silences.
pub(super) const SETTLED: &[Rule] = &[
    assumed(
        "CON-01",
        "S0 has connections checked every six hours, W-anc every one to six. The model's default \
         is a regular six hours.",
        "S0 gives one figure, and the range of W-anc contains it",
    ),
    assumed(
        "CON-02",
        "S0 gives hybrid join 90 minutes and in its next paragraph five hours. The model's limit \
         is 90 minutes for each attempt, unless the scenario gives another.",
        "T-anc has the 90 minutes, too, and three attempts of that length make the five hours \
         (ID-04)",
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
        "S0 releases addresses within hours, S1 cleans up after about three. The model's addresses \
         return three hours after each attempt's failure.",
        "S1 gives the more exact figure, and its clean-up is what removes the network interface",
    ),
    assumed(
        "CON-05",
        "T-health allows the synchronization of devices 90 minutes, Graph 60. In the model a \
         health check warns above 60 minutes, and provisioning fails above 90.",
        "Graph's figure belongs to the check, and S0 has 90 for provisioning",
    ),
    assumed(
        "CON-06",
        "S0 fails provisioning for late devices, while the check of their synchronization only \
         warns. In the model the connection stays usable, and every hybrid attempt on it waits out \
         its limit.",
        "the two do not exclude each other: a connection with warnings can be used (ANC-11)",
    ),
    assumed(
        "CON-07",
        "Graph describes the status warning in the words of failed; T-health calls such a \
         connection usable. In the model it is usable.",
        "Graph's text is a copy, T-health's is written for this status",
    ),
    assumed(
        "CON-08",
        "Graph's texts of resourceAvailabilityCheckAzurePolicyViolation and \
         resourceAvailabilityCheckGeneralSubscriptionError are swapped. The model goes by the \
         names.",
        "each text fits the other's name",
    ),
    assumed(
        "CON-09",
        "S1 lets nobody delete a policy that is assigned, S0 knows policies that are deleted \
         during provisioning. In the model unassigning a policy already fails attempts for want of \
         it.",
        "S0's remedy is that the policy exists and is assigned, so an attempt needs both",
    ),
    assumed(
        "CON-10",
        "After a failed setting S0 advises a retry, W-steps to reprovision. In the model the admin \
         reprovisions.",
        "the retry by hand is there for failed Cloud PCs only (RETRY-05)",
    ),
    assumed(
        "CON-11",
        "Blocking high-risk ports stands in S0 but not in the older list of settings. The model \
         applies it as the seventh and last.",
        "S0 is the newer document, and names no place in the order",
    ),
    assumed(
        "CON-12",
        "A resize through group licenses was not supported in 2022 and has been since 2023. The \
         model has it.",
        "the newer revision of W-resize counts",
    ),
    assumed(
        "CON-13",
        "T-anc has every health check create a computer account; Graph has an error for one that \
         exists already. The model uses one account per connection over and over.",
        "that error can only come of a name that comes back (G-hc)",
    ),
    assumed(
        "CON-14",
        "Graph still names the roles Owner and Network Contributor, W-anc-new those of Windows \
         365. The model goes by the new ones and has one condition for whichever is missing.",
        "the newer document counts, and any missing role has the same effect",
    ),
    assumed(
        "CON-15",
        "S1 gives a user one Cloud PC per license, newer text one per SKU. In the model it is one \
         per license.",
        "the two differ only for a user who has two licenses of one SKU",
    ),
    assumed(
        "CON-16",
        "After a policy is renamed, W-prov keeps its old name beside existing Cloud PCs and W-edit \
         shows the new one. The model knows a policy by one name.",
        "the name is a label that nothing else depends on",
    ),
    documented(
        "CON-17",
        "W-steps says Success with warnings, W-dmo and Graph say Provisioned with warnings. The \
         model uses the latter.",
        "W-dmo, G-pc, W-steps",
    ),
    assumed(
        "CON-18",
        "S1 denies Windows 365 the right to delete computer accounts and yet has it disable them. \
         In the model it can always disable them.",
        "S1 describes the outcome, and the right that is missing is another one",
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
        "CON-22",
        "No document says when an attempt notices that license, user or policy has gone. In the \
         model it does when its next stage begins, or at once where the scenario says so.",
        "each stage needs them anew, and its beginning is where conditions strike, too (COND-01)",
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
        "A failed Cloud PC keeps its license, which nobody else can use meanwhile.",
        "no document withdraws a license because of a failure",
    ),
    assumed(
        "CON-27",
        "No document says which domain controllers Entra Connect and the Cloud PCs use. In the \
         model both are in one site unless the scenario says otherwise.",
        "a delay that no scenario asked for would look like a finding",
    ),
    assumed(
        "CON-28",
        "No document says when the next cycle starts after one that overran its interval. In the \
         model it starts at the next point of the grid.",
        "the interval is given from start to start (SYNC-07)",
    ),
    assumed(
        "CON-29",
        "A subnet with several prefixes has the addresses of all of them, less five for each.",
        "the five are documented for a subnet (IP-06) with no word on several prefixes, and \
         counting them for each is the cautious reading",
    ),
    assumed(
        "CON-30",
        "One page keeps half of a subnet free for disaster recovery, others only enough of it. The \
         model shows what is in use and judges neither.",
        "how much is enough depends on what is to be recovered",
    ),
];
