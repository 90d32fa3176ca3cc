//! Rules of licenses, groups and policies, and of what changes while Cloud PCs live.

use super::{assumed, documented};
use crate::provisioning::evidence::Rule;

/// Who is entitled to a Cloud PC, and what happens when that changes.
pub(super) const TENANCY: &[Rule] = &[
    documented(
        "LIC-01",
        "A user with several licenses gets a Cloud PC for each, all from the same policy.",
        "S1, W-prov",
    ),
    documented(
        "LIC-02",
        "Newer text gives a user up to one Cloud PC per Enterprise SKU, one for Reserve, and \
         several for Frontline.",
        "W-prov-new",
    ),
    documented(
        "LIC-03",
        "A license that comes through a group takes effect within minutes. The default length is \
         assumed (triangular with 1, 3 and 10 minutes), and that it runs beside the membership's.",
        "E-gbl",
    ),
    documented(
        "LIC-04",
        "A group that cannot give a license, for want of free ones or because of a conflict, fails \
         in the background. The intent stays recorded.",
        "E-gblerr",
    ),
    documented(
        "LIC-05",
        "A dynamic group takes up to a few hours to notice a change, and sometimes more than a \
         day. The default law is assumed: log-normal with a median of 30 minutes, and in 95 of 100 \
         cases within six hours.",
        "E-dyn",
    ),
    documented(
        "LIC-06",
        "A membership that is changed in Active Directory waits for Entra Connect, too. In the \
         model users of a wave do; that a change of the scenario is effective at once is assumed.",
        "W-resize",
    ),
    documented(
        "LIC-07",
        "Members of a group inside a group are not targeted by its policy.",
        "W-pol, T-grace, T-known",
    ),
    documented(
        "LIC-08",
        "If several policies target a user, the first assigned one is honored and the others are \
         ignored. Policies that are assigned from the start count in the order of the scenario.",
        "S1, W-pol",
    ),
    documented(
        "LIC-09",
        "An edited policy leaves existing Cloud PCs as they are, and counts for whatever is \
         provisioned or reprovisioned later. That an attempt keeps what it read at its start, and \
         the next one reads again, is assumed.",
        "S1",
    ),
    documented("LIC-10", "A policy can be deleted only while no group is assigned to it.", "S1"),
    documented(
        "LIC-11",
        "If the user of a ready Cloud PC loses the license, the membership, or the policy's \
         assignment, it enters a grace period of seven days. The user can go on working in it.",
        "S1, W-dmo, W-life, T-grace",
    ),
    documented(
        "LIC-12",
        "The same losses fail a Cloud PC that is being provisioned: its license, policy or user is \
         not found. CON-22 says when.",
        "S0",
    ),
    documented(
        "LIC-13",
        "If its cause is repaired within the seven days, the grace period ends and the Cloud PC is \
         provisioned as before. An admin can also end it early, which deletes the Cloud PC.",
        "W-dmo, W-grace, T-grace, G-pc, G-pol",
    ),
    documented(
        "LIC-14",
        "Cloud PCs that are provisioned or in their grace period use up licenses. Who finds none \
         free is Pending until one returns; that whoever asked first goes first is assumed.",
        "W-dmo",
    ),
    assumed(
        "LIC-15",
        "If a user is deleted after provisioning, the Cloud PC enters its grace period as if the \
         license had been removed.",
        "no document has this case, and the license goes with the user",
    ),
    documented(
        "LIC-16",
        "A resize through group licenses waits up to 48 hours for the target license. If it does \
         not come, the Cloud PC stays as it was where it kept its source license, and enters its \
         grace period where it did not.",
        "W-resize",
    ),
    documented(
        "LIC-17",
        "If the target license comes while the source license is still there, the Cloud PC is \
         resized, and the source license brings a second one.",
        "W-resize",
    ),
    documented("LIC-18", "A wrong target license makes a Cloud PC of the wrong size.", "W-resize"),
    documented(
        "LIC-19",
        "Only a provisioned Cloud PC can be resized, only with a free license of the target, and \
         its disk can only grow. Without a free license the resize fails, and may be repeated.",
        "W-resize",
    ),
    documented(
        "LIC-20",
        "If a whole subscription is stepped up, users can be moved over 90 days. If only a part \
         is, they must be moved at once.",
        "W-resize",
    ),
    documented(
        "LIC-21",
        "Reprovisioning is for Cloud PCs that are failed or provisioned. It deletes the Cloud PC \
         with its data, and creates one by the policy that targets the user now.",
        "W-repro, S1",
    ),
    documented(
        "LIC-22",
        "Restore points are made every 4 to 24 hours, and ten are kept. A resize deletes them all.",
        "W-restore, G-us, W-known",
    ),
    documented(
        "LIC-23",
        "A move takes a Cloud PC offline for up to several hours, and is for at most 100 at a \
         time. That it cannot change the join type is reported by practitioners.",
        "W-move",
    ),
    documented(
        "LIC-24",
        "Existing devices keep the old profile name if a policy is renamed, so device groups that \
         go by that name split.",
        "S1, W-edit",
    ),
    documented(
        "GPU-01",
        "Sizes with a GPU cannot be resized. They are not offered in Central US, Norway East and \
         West Europe.",
        "W-gpu, W-resize",
    ),
    documented(
        "FL-01",
        "Frontline licenses belong to the tenant, not to users. In dedicated mode each allows \
         three Cloud PCs of which one is in use, in shared mode one.",
        "W-front",
    ),
    documented(
        "FL-02",
        "If a group has more members than its Frontline licenses allow Cloud PCs, some get none. \
         In the model these stay Not provisioned.",
        "W-pol-new",
    ),
    documented(
        "FL-03",
        "In dedicated mode more sessions than licenses are let through up to four times a day, \
         each time for an hour at most.",
        "W-front",
    ),
    documented(
        "FL-04",
        "A tenant that uses more Frontline sessions than that is blocked for 48 hours. After more \
         than two blocks in seven days only support can lift it.",
        "W-front",
    ),
    documented(
        "FL-05",
        "A user who leaves the group has a grace period in dedicated mode and loses access at once \
         in shared mode. A group that is removed in shared mode is deprovisioned without grace.",
        "W-pol-new",
    ),
    documented(
        "FL-06",
        "While there are more Frontline Cloud PCs than the licenses allow, no further one is \
         provisioned.",
        "W-dmo",
    ),
    documented(
        "FL-07",
        "Shared mode has trouble with groups of more than 10,000 members.",
        "T-known",
    ),
    documented(
        "FL-08",
        "Frontline Cloud PCs can be neither resized nor moved, and have no disaster recovery in \
         another region.",
        "W-front",
    ),
    documented(
        "FL-09",
        "Dedicated Frontline Cloud PCs are powered off while nobody uses them.",
        "W-front",
    ),
];
