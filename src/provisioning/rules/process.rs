//! Rules of the provisioning process: trigger, steps, settings, statuses, failures.

use super::{assumed, derived, documented};
use crate::provisioning::evidence::Rule;

/// From the trigger to the last step, and how failures look.
pub(super) const PROCESS: &[Rule] = &[
    documented(
        "PROV-01",
        "A Cloud PC is provisioned by itself once its user has a license and is a direct member of \
         a group that a policy is assigned to, whichever comes last.",
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
    documented(
        "PROV-06",
        "A Windows 365 Reserve Cloud PC is provisioned when an admin asks for it, never by itself.",
        "W-pol-new",
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
        "Before it builds anything, an attempt checks that its Azure network connection is usable. \
         S0 names the check; that it comes first is this model's reading.",
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
        "The device joins Microsoft Entra ID by itself, with no Active Directory involved. On a \
         hybrid connection STEP-4b and STEP-4c take this place.",
        "W-steps",
    ),
    documented(
        "STEP-4b",
        "On a hybrid connection the extension JsonADDomainExtension joins the machine to the \
         Active Directory domain, by the connection's account and into its organizational unit.",
        "S0",
    ),
    documented(
        "STEP-4c",
        "The attempt then waits until the computer appears in Microsoft Entra ID. The customer's \
         synchronization or federation brings it there, not Windows 365.",
        "W-steps, S0",
    ),
    documented("STEP-5", "The joined device is enrolled in Intune.", "W-steps, S0"),
    documented(
        "STEP-6",
        "The Cloud PC's user becomes the primary user of the Intune device.",
        "W-steps",
    ),
    documented(
        "STEP-7",
        "Seven settings follow: power icons, Windows reset, local administrator, Teams, time zone, \
         disk size, high-risk ports. Only S0 names the last one, and its place is assumed.",
        "W-steps, S0",
    ),
    documented("STEP-8", "Assigning the user comes last, after the settings.", "W-steps"),
    documented(
        "CORE-01",
        "Windows 365 does nothing for hybrid join itself: service connection point, scope and \
         synchronization are the customer's. In the model their faults are conditions of the \
         environment.",
        "S0",
    ),
    derived(
        "CORE-02",
        "On the Microsoft-hosted network there is no connection, no customer address and no \
         domain. Attaching the network cannot fail there for a reason on the customer's side.",
        "STEP-3, STEP-4, W-arch",
    ),
    documented(
        "CORE-03",
        "Hybrid join always needs an Azure network connection; Microsoft Entra join works with one \
         or on the Microsoft-hosted network.",
        "W-pol",
    ),
    documented(
        "CORE-04",
        "Only users who are synchronized from Active Directory get Cloud PCs on a hybrid \
         connection. For others the code is userNotAvailableInLocalAD.",
        "G-anc, PA",
    ),
    documented(
        "CORE-05",
        "During the build the service downloads scripts and agents from public endpoints. A \
         blocked endpoint fails the attempt.",
        "PA, W-net",
    ),
    documented(
        "CORE-06",
        "The build runs PowerShell DSC. A Group Policy that lets only signed scripts run \
         (AllSigned) makes the deployment of every machine time out once it has joined its domain.",
        "T-known, G-hc",
    ),
    documented(
        "CORE-07",
        "A custom image must fit the disk and the size of the license, be of generation 2, belong \
         to no domain, and still be supported. Each fault has its own code and fails every \
         attempt.",
        "PA",
    ),
    documented(
        "CORE-08",
        "Sizes with a GPU get their drivers during provisioning, which takes longer. How much is \
         assumed: triangular with 5, 8 and 15 minutes.",
        "W-gpu",
    ),
    documented(
        "CORE-09",
        "A computer's name follows the policy's template, has at most 15 characters, and at least \
         five of them are random. That every attempt draws a new name is assumed.",
        "W-pol, G-pol",
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
        "Nothing retries a failed setting by itself. An admin may reprovision, which costs the \
         user's data and for a while a second address (CON-10).",
        "W-steps",
    ),
    documented(
        "POST-04",
        "A user is no local administrator unless a user setting or the policy asks for it.",
        "G-us, G-pol",
    ),
    assumed(
        "POST-05",
        "A language pack that cannot be installed leaves a warning.",
        "no document names a failure for it, and a Cloud PC in English can still be used",
    ),
    documented(
        "ASG-01",
        "Sign-in works from the assignment on. The status then becomes Provisioned or Provisioned \
         with warnings.",
        "W-steps, W-dmo",
    ),
    documented(
        "ASG-02",
        "Access information reaches the user by itself (S1), or the admin passes it on (W-prov).",
        "S1, W-prov",
    ),
    documented(
        "ASG-03",
        "Windows Update does not look for updates before the user first signs in.",
        "W-known",
    ),
    documented(
        "STATUS-01",
        "A Cloud PC goes from one of Graph's statuses to another only where the documents have it, \
         and the model knows no other way. Only deleted is a name of its own, for a Cloud PC that \
         is gone.",
        "W-dmo, G-pc, G-sum, W-resize",
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
    documented(
        "FAIL-03",
        "An ordinary account may join ten computers to a domain, and clean-up never gives one \
         back, as it only disables their accounts. The model counts this quota where a scenario \
         gives one.",
        "T-anc, S1",
    ),
    documented(
        "FAIL-04",
        "Where Configuration Manager pushes its client onto the Cloud PCs' organizational unit, \
         Intune enrollment fails. That it fails in every attempt is assumed.",
        "S0, PA",
    ),
    documented(
        "FAIL-05",
        "A computer whose organizational unit is not synchronized never appears in Microsoft Entra \
         ID. Every attempt runs into the limit of ID-01.",
        "W-anc-new",
    ),
];
