//! Rules of the provisioning process: trigger, steps, settings, statuses, failures.

use super::{assumed, derived, documented};
use crate::provisioning::evidence::Rule;

/// From the trigger to the last step, and how failures look.
pub(super) const PROCESS: &[Rule] = &[
    documented(
        "PROV-01",
        "A Cloud PC is provisioned by itself once its user has a license and is a direct member \
         of a group that a policy is assigned to, whichever comes last.",
        "S1, W-prov, W-pol",
    ),
    documented(
        "PROV-02",
        "Each pair of user and license gets one Cloud PC and never a second. That pair is the \
         entity the model follows.",
        "S1",
    ),
    documented(
        "PROV-03",
        "A user who has a license but no policy is listed already, as Not provisioned.",
        "W-dmo",
    ),
    documented(
        "PROV-04",
        "A user whom a policy targets but who has no license gets nothing. The model creates \
         neither a Cloud PC nor a failure.",
        "W-pol",
    ),
    documented(
        "PROV-05",
        "A policy bundles the join type, the network (Microsoft-hosted, or Azure network \
         connections by priority), the image, further settings, and the groups it is assigned to.",
        "S1, W-pol",
    ),
    assumed(
        "PROV-07",
        "Between becoming eligible and the start of provisioning lies a reaction time, by default \
         triangular with 1, 3 and 10 minutes.",
        "no document gives a reaction time, and minutes agree with admin lists that refresh every \
         five minutes (T-health, W-dmo)",
    ),
    documented(
        "STEP-0",
        "Before it builds anything, an attempt checks that its Azure network connection is \
         usable. S0 names the check; that it comes first is this model's reading.",
        "S0",
    ),
    documented(
        "STEP-1",
        "Azure capacity is allocated in the region of the connection's virtual network, or in the \
         region that the Microsoft-hosted network uses.",
        "W-steps, W-arch",
    ),
    documented(
        "STEP-2",
        "The virtual machine is created in the size of the license. It lies in Microsoft's \
         subscription, so no quota of the customer limits it.",
        "W-steps, W-arch",
    ),
    documented(
        "STEP-3",
        "The machine gets one network interface: in a virtual network that Microsoft manages, or \
         in the customer's subnet, where it takes an address.",
        "W-steps, T-anc",
    ),
    documented(
        "STEP-4",
        "The device joins Microsoft Entra by itself, with no Active Directory involved. Hybrid \
         join is not part of this version.",
        "W-steps",
    ),
    documented("STEP-5", "The joined device is enrolled in Intune.", "W-steps, S0"),
    documented(
        "STEP-6",
        "The Cloud PC's user becomes the primary user of the Intune device.",
        "W-steps",
    ),
    documented(
        "STEP-7",
        "Seven settings follow: power icons, Windows reset, local administrator, Teams, time \
         zone, disk size, high-risk ports. Only S0 names the last one, and its place is assumed.",
        "W-steps, S0",
    ),
    documented("STEP-8", "Assigning the user comes last, after the settings.", "W-steps"),
    derived(
        "CORE-02",
        "On the Microsoft-hosted network there is no connection, no customer address and no \
         domain. Attaching the network cannot fail there for a reason on the customer's side.",
        "STEP-3, STEP-4, W-arch",
    ),
    documented(
        "CORE-03",
        "Hybrid join always needs an Azure network connection; Microsoft Entra join works with \
         one or on the Microsoft-hosted network. This version models Microsoft Entra join.",
        "W-pol",
    ),
    documented(
        "CORE-05",
        "During the build the service downloads scripts and agents from public endpoints. A \
         blocked endpoint fails the attempt.",
        "PA, W-net",
    ),
    documented(
        "POST-01",
        "A setting that fails does not fail the attempt. The user is assigned all the same, and \
         the Cloud PC ends as Provisioned with warnings.",
        "W-steps, W-dmo",
    ),
    assumed(
        "POST-02",
        "Each setting succeeds or fails on its own; a failed one does not stop the next.",
        "W-steps speaks of one or more settings failing, which a chain that stops at the first \
         failure could not bring about",
    ),
    documented(
        "POST-03",
        "Nothing retries a failed setting by itself. An admin may reprovision, which this version \
         does not model.",
        "W-steps",
    ),
    documented(
        "POST-04",
        "A user is no local administrator unless a user setting or the policy asks for it.",
        "G-us, G-pol",
    ),
    documented(
        "ASG-01",
        "Sign-in works from the assignment on. The status then becomes Provisioned or Provisioned \
         with warnings.",
        "W-steps, W-dmo",
    ),
    documented(
        "STATUS-01",
        "A Cloud PC goes from notProvisioned to provisioning and from there to provisioned, \
         provisionedWithWarnings or failed; a retry leads from failed back to provisioning. Names \
         are Graph's, and its other statuses are not part of this version.",
        "W-dmo, G-pc, G-sum",
    ),
    documented(
        "FAIL-01",
        "A failure carries a code and name-value pairs, among them retriable (true or false, as \
         text) and failedAction. Each cause in the model has a code and says whether it is \
         retriable.",
        "G-list, G-detail",
    ),
    derived(
        "FAIL-02",
        "A cause that lies in the environment, such as an Azure policy that denies, fails every \
         attempt alike. The model holds it as a condition and draws only transient causes per \
         attempt.",
        "S0, COND-01",
    ),
];
