//! Rules of hybrid join: the device, Entra Connect, and replication between domain controllers.

use super::{assumed, derived, documented, observed};
use crate::provisioning::evidence::Rule;

/// From the domain join to the device object in Microsoft Entra ID.
pub(super) const IDENTITY: &[Rule] = &[
    documented(
        "JOIN-01",
        "A task on the device registers it: after the domain join, at each sign-in, and once an \
         hour. How soon after the join it first runs is assumed: triangular with 1, 2 and 5 \
         minutes.",
        "E-reg",
    ),
    documented(
        "JOIN-02",
        "The task finds the tenant by the service connection point of the forest. Without one it \
         does nothing, and tries again an hour later.",
        "E-reg, S0",
    ),
    documented(
        "JOIN-03",
        "The task writes a certificate into the computer's userCertificate. Entra Connect leaves \
         out computers that have none.",
        "E-reg",
    ),
    documented(
        "JOIN-04",
        "The cycle that imports the computer also exports it. With that export its device object \
         is in Microsoft Entra ID.",
        "E-reg, W-steps",
    ),
    documented(
        "JOIN-05",
        "Once its object is there, the device completes its registration, and then Intune can \
         enroll it. The length is assumed: triangular with 1, 2 and 5 minutes.",
        "E-reg, W-steps",
    ),
    documented(
        "JOIN-06",
        "In a federated domain the device registers through AD FS and does not wait for Entra \
         Connect. The length is assumed: triangular with 1, 3 and 5 minutes.",
        "S0, E-reg",
    ),
    assumed(
        "JOIN-07",
        "While AD FS is down, a federated device waits for Entra Connect like any other, unless \
         the scenario says that it cannot.",
        "its computer account is synchronized all the same, and no document says that its task \
         gives up",
    ),
    documented(
        "ID-01",
        "If the device object is not seen within 90 minutes, the attempt fails. One that is seen \
         after exactly 90 minutes is in time.",
        "S0, T-anc",
    ),
    documented(
        "ID-02",
        "The advice is that computers reach Microsoft Entra ID within 30 minutes, and within 60 at \
         the latest.",
        "S0, T-anc",
    ),
    documented(
        "ID-03",
        "One paragraph after the 90 minutes S0 speaks of a window of five hours, which no other \
         document names. CON-02 settles it.",
        "S0, T-prov",
    ),
    derived(
        "ID-04",
        "Three attempts of about ten minutes' building and 90 minutes' waiting take 300 minutes. \
         The five hours may well be those of the whole request.",
        "ID-01, ID-03, RETRY-01, TIME-01",
    ),
    assumed(
        "ID-05",
        "The 90 minutes count from the end of the domain join.",
        "no document names their start, and before the join there is no computer that could appear",
    ),
    documented(
        "ID-06",
        "Hybrid join may add up to 60 minutes, depending on when Entra Connect last ran. In the \
         model this follows from its cycles.",
        "W-pol",
    ),
    assumed(
        "ID-07",
        "Windows 365 sees the device object shortly after its export, by default triangular with \
         0, 1 and 2 minutes.",
        "it has to look again and again, and no document says how often",
    ),
    documented(
        "SYNC-01",
        "Entra Connect runs every 30 minutes, and never more often than its allowed interval. It \
         replaces a shorter interval; the model refuses one.",
        "E-sched",
    ),
    documented(
        "SYNC-02",
        "The interval can be customized, and the scheduler shows which one is in effect. A \
         scenario gives the latter.",
        "E-sched",
    ),
    documented(
        "SYNC-03",
        "A cycle imports from Active Directory first and exports to Microsoft Entra ID near its \
         end. In the model it takes what is on its domain controller when it starts, and exports \
         that when it ends.",
        "E-sched",
    ),
    documented(
        "SYNC-04",
        "A delta cycle handles what has changed. An initial cycle imports and synchronizes \
         everything.",
        "E-sched",
    ),
    documented("SYNC-05", "An admin can start a cycle of either kind at any time.", "E-sched"),
    documented("SYNC-06", "Two cycles never run at once.", "E-perf"),
    assumed(
        "SYNC-07",
        "Cycles start on a fixed grid, and a start that falls into a running cycle is skipped. A \
         scenario may count the interval from the end of each cycle instead.",
        "E-sched gives an interval and one next start, and does not say what happens if a cycle \
         overruns it (CON-28)",
    ),
    documented(
        "SYNC-08",
        "Imports and exports take time in proportion to the number of objects. Synchronizing takes \
         more than that where groups are large.",
        "E-perf",
    ),
    assumed(
        "SYNC-09",
        "A delta cycle takes by default three minutes, and one more for every 1,000 changes. An \
         initial cycle takes the three minutes, and two for every 1,000 objects.",
        "an example in E-perf has 10,000 objects in ten minutes, which gives the slope; \
         synchronizing everything after importing it is taken to double that",
    ),
    documented(
        "SYNC-10",
        "A typical delta cycle brings creations and deletions of one percent of the objects each \
         and changes of five, and is meant to stay below 30 minutes.",
        "E-perf",
    ),
    documented(
        "SYNC-11",
        "Microsoft Entra ID takes 7,000 changes in five minutes, and nobody can raise that. In the \
         model every further 7,000 make a cycle five minutes longer.",
        "E-perf",
    ),
    documented(
        "SYNC-12",
        "While the scheduler is disabled or suspended no cycle starts, and in staging mode cycles \
         export nothing. That one under way comes to its end is assumed.",
        "E-sched",
    ),
    documented(
        "SYNC-13",
        "Delta cycles must not be more than seven days apart. After a longer gap the next cycle is \
         an initial one.",
        "E-sched",
    ),
    documented(
        "SYNC-14",
        "A change of scope or rules makes the next cycle an initial one. Bringing the Cloud PCs' \
         organizational unit into scope is such a change.",
        "E-perf, W-anc-new",
    ),
    observed(
        "SYNC-15",
        "Some admins do not wait for a cycle: a script of theirs synchronizes new computers one by \
         one every five minutes.",
        "O-scripts",
    ),
    documented(
        "CS-01",
        "Entra Cloud Sync brings users, groups and password hashes but no devices. The model \
         therefore refuses it for hybrid connections whose devices are to be synchronized.",
        "E-csfaq",
    ),
    observed(
        "CS-02",
        "Cloud Sync is seen to take 10 to 20 minutes where its documentation has two.",
        "O-cloud-sync",
    ),
    documented(
        "REP-01",
        "Within a site the first partner is told of a change after 15 seconds, and every further \
         one three seconds later.",
        "AD-intra",
    ),
    documented(
        "REP-02",
        "Domain controllers of a site form a ring with shortcuts, so a change soon reaches all of \
         them; for planning Microsoft allows 15 minutes. The model's default of one minute is \
         assumed.",
        "AD-con, AD-int",
    ),
    documented(
        "REP-03",
        "Between sites a change waits for the interval of the site link: 180 minutes by default, \
         at least 15, at most a week, in steps of 15.",
        "AD-int, AD-attr",
    ),
    documented(
        "REP-04",
        "Between sites nothing moves outside the link's schedule. That the interval counts from \
         the beginning of each window is assumed, after the example in AD-int.",
        "AD-int",
    ),
    documented(
        "REP-05",
        "Between sites one domain controller of the destination pulls the changes. That each site \
         link has one grid of ticks for both directions is assumed.",
        "AD-con",
    ),
    documented(
        "REP-06",
        "Over several links the waits add up. At each end comes the delay within a site.",
        "AD-urg, AD-int",
    ),
    documented(
        "REP-07",
        "A change takes the path with the least total cost over the site links, which are bridged \
         by default.",
        "AD-con",
    ),
    documented(
        "REP-08",
        "By default nobody is told of changes in another site. A link with change notification \
         behaves as if it lay within a site.",
        "AD-urg, AD-dsc",
    ),
    documented(
        "REP-09",
        "Urgent replication does not shorten the wait: neither a new computer nor its certificate \
         is among the changes it is for.",
        "AD-urg",
    ),
    derived(
        "REP-10",
        "If machine and Entra Connect use the same domain controller, no replication lies between \
         them. Within one site it costs about a minute, between sites what REP-03 says.",
        "REP-02, REP-03, SYNC-03",
    ),
    assumed(
        "REP-11",
        "After a failure the replication topology repairs itself at intervals.",
        "AD-con describes the repair, and the usual figure of 15 minutes is unverified",
    ),
];
