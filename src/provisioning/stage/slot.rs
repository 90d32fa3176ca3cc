//! Slots of an attempt's words beside its stages' lengths (0 to 7, hybrid 16 to 19) and dice (24 to
//! 55 and 96 on).

use crate::kernel::stream::Slot;

/// How long a fast refusal by Azure takes.
pub const AZURE_DENIAL: Slot = Slot(8);
/// How long until the virtual machine's time-out.
pub const VM_TIMEOUT: Slot = Slot(9);
/// How long until the enrollment's time-out.
pub const ENROLLMENT_TIMEOUT: Slot = Slot(10);
/// The pause before the next attempt.
pub const PAUSE: Slot = Slot(11);
/// How long until clean-up.
pub const CLEANUP: Slot = Slot(12);
/// How long until the admin retries.
pub const ADMIN_RETRY: Slot = Slot(13);
/// How long until the admin deletes a leaked network interface.
pub const DELETE_LEAKED: Slot = Slot(14);
/// How long until provisioning begins anew, for another reason than a failure.
pub const REACTION_AGAIN: Slot = Slot(15);
/// How long a federated device takes to register itself.
pub const FEDERATION: Slot = Slot(20);
/// How long replication within the site takes at the beginning of the path, and at its end.
pub const INTRASITE: [Slot; 2] = [Slot(21), Slot(22)];
/// How long a domain join takes to fail.
pub const JOIN_FAILURE: Slot = Slot(23);
/// How much longer a custom image takes.
pub const CUSTOM_IMAGE: Slot = Slot(80);
/// How much longer a language pack takes.
pub const LANGUAGE_PACK: Slot = Slot(81);
/// How much longer a GPU's drivers take.
pub const GPU_DRIVER: Slot = Slot(82);
/// How long a resize takes.
pub const RESIZE: Slot = Slot(83);
/// How long a move takes.
pub const MOVE: Slot = Slot(84);
/// How long deprovisioning takes.
pub const DEPROVISION: Slot = Slot(85);
/// How long until the license of a group is effective.
pub const GROUP_LICENSING: Slot = Slot(86);
/// How long until the membership of a dynamic group is effective.
pub const DYNAMIC_GROUP: Slot = Slot(87);
/// Changes: who is chosen, and when a lifetime ends.
pub const CHANGE: Slot = Slot(88);
/// Changes: how long a user stays as before.
pub const LIFETIME: Slot = Slot(91);
/// Site links and Entra Connect: the phase of the grid.
pub const GRID_PHASE: Slot = Slot(89);
/// How long until the admin repairs a condition.
pub const REPAIR: Slot = Slot(90);
/// Conditions: does it arise in this replication?
pub const ARISES: Slot = Slot(92);
/// Conditions and connections: which of their trials hits first, where it is given that one does.
pub const FIRST_HIT: Slot = Slot(93);
/// Attempt 0: when within the wave each of four users arrives.
pub const ARRIVALS: [Slot; 4] = [Slot(56), Slot(58), Slot(60), Slot(62)];
/// Attempt 0: how long until provisioning begins for each of them.
pub const REACTIONS: [Slot; 4] = [Slot(57), Slot(59), Slot(61), Slot(63)];
/// Connections: the phase of the health checks.
pub const CHECK_PHASE: Slot = Slot(64);
/// Connections: does this check fail?
pub const CHECK_FAILURE: Slot = Slot(65);
/// Connections: how long this check takes.
pub const CHECK_DURATION: Slot = Slot(66);
/// Connections: how long until the admin repeats this check.
pub const RECHECK: Slot = Slot(67);

/// All of them but arrivals, reactions and intrasite delays.
pub const ALL: [Slot; 28] = [
    ARISES,
    FIRST_HIT,
    LIFETIME,
    REACTION_AGAIN,
    FEDERATION,
    JOIN_FAILURE,
    CUSTOM_IMAGE,
    LANGUAGE_PACK,
    GPU_DRIVER,
    RESIZE,
    MOVE,
    DEPROVISION,
    GROUP_LICENSING,
    DYNAMIC_GROUP,
    CHANGE,
    GRID_PHASE,
    REPAIR,
    AZURE_DENIAL,
    VM_TIMEOUT,
    ENROLLMENT_TIMEOUT,
    PAUSE,
    CLEANUP,
    ADMIN_RETRY,
    DELETE_LEAKED,
    CHECK_PHASE,
    CHECK_FAILURE,
    CHECK_DURATION,
    RECHECK,
];
