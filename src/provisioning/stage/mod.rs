//! The stages of provisioning in their documented order: one file each, data plus evidence.
//!
//! A stage names its causes of failure. The world acts on this table, validation takes the names
//! from it, records and the `rules` command print it; nobody else knows a cause.

pub mod allocate_capacity;
pub mod assign_user;
pub mod attach_network;
pub mod configure;
pub mod create_vm;
pub mod enroll_intune;
pub mod gate;
pub mod join_entra;
pub mod primary_user;

use crate::kernel::stream::Slot;
use crate::kernel::time::SimDuration;
use crate::kernel::variate::Distribution;

/// A documented step of provisioning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Stage {
    /// Is everything there to begin with?
    Gate,
    /// Azure capacity in the region.
    AllocateCapacity,
    /// The virtual machine in Microsoft's subscription.
    CreateVm,
    /// The network interface, with an address of the subnet.
    AttachNetwork,
    /// The device joins Microsoft Entra ID.
    JoinEntra,
    /// Intune enrollment.
    EnrollIntune,
    /// The user becomes Intune's primary user of the device.
    PrimaryUser,
    /// Post-provisioning settings.
    Configure,
    /// The user is assigned and can sign in.
    AssignUser,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 9] = [
        Self::Gate,
        Self::AllocateCapacity,
        Self::CreateVm,
        Self::AttachNetwork,
        Self::JoinEntra,
        Self::EnrollIntune,
        Self::PrimaryUser,
        Self::Configure,
        Self::AssignUser,
    ];

    /// What the project knows about the stage.
    pub fn sheet(self) -> &'static Sheet {
        match self {
            Self::Gate => &gate::SHEET,
            Self::AllocateCapacity => &allocate_capacity::SHEET,
            Self::CreateVm => &create_vm::SHEET,
            Self::AttachNetwork => &attach_network::SHEET,
            Self::JoinEntra => &join_entra::SHEET,
            Self::EnrollIntune => &enroll_intune::SHEET,
            Self::PrimaryUser => &primary_user::SHEET,
            Self::Configure => &configure::SHEET,
            Self::AssignUser => &assign_user::SHEET,
        }
    }

    /// The stage's place in the order, from 0.
    pub fn index(self) -> usize {
        self as usize
    }

    /// Whether a failure here fails the attempt and a failed health check strikes it (CON-21).
    pub fn is_core(self) -> bool {
        self < Self::Configure
    }
}

/// A stage's data and evidence.
#[derive(Debug)]
pub struct Sheet {
    /// Its name in scenarios and outputs.
    pub name: &'static str,
    /// What happens in it.
    pub says: &'static str,
    /// The slot of its length; the gate takes no time.
    pub length: Option<Slot>,
    /// Its length where a scenario gives none (TIME-01): minutes times ten as least, mode, most.
    pub default_tenths: [u64; 3],
    /// The rules that ground it.
    pub rules: &'static [&'static str],
    /// The ways to fail in it.
    pub causes: &'static [Cause],
}

impl Sheet {
    /// Its length where a scenario gives none.
    pub fn default_length(&self) -> Distribution {
        triangular_tenths(self.default_tenths)
    }
}

/// A triangular law given in tenths of minutes.
pub fn triangular_tenths([min, mode, max]: [u64; 3]) -> Distribution {
    let tenth = SimDuration::from_secs(6);
    Distribution::Triangular { min: tenth * min, mode: tenth * mode, max: tenth * max }
}

/// When a failure shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// At once.
    AtOnce,
    /// When the stage would have ended.
    AtStageEnd,
    /// After a fast refusal by Azure (`timing.azure_denial`).
    AfterDenial,
    /// After the virtual machine's time-out (`timing.vm_timeout`).
    AfterVmTimeout,
    /// After the enrollment's time-out (`timing.enrollment_timeout`).
    AfterEnrollmentTimeout,
}

/// Who decides that a cause strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A draw at the probability that `[failures]` gives, or a condition.
    Dice,
    /// A condition alone: it lasts, and fails all attempts alike (FAIL-02).
    Condition,
    /// The model alone: it follows from the state of network and connection.
    Derived,
}

/// One way for an attempt to fail.
#[derive(Debug)]
pub struct Cause {
    /// The status code: Graph's where published, else one of ours, beginning with `sim`.
    pub code: &'static str,
    /// The slot of its die; also its number, unique among causes.
    pub slot: Slot,
    /// Who decides that it strikes.
    pub origin: Origin,
    /// Graph's `retriable` flag: can a retry help without a repair?
    pub retriable: bool,
    /// When it shows.
    pub shows: Shows,
    /// What happened, in one sentence for a service desk.
    pub says: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// The rules that ground it.
    pub rules: &'static [&'static str],
}

impl Cause {
    /// Whether Microsoft publishes the code.
    pub fn is_published(&self) -> bool {
        !self.code.starts_with("sim")
    }
}

impl PartialEq for Cause {
    fn eq(&self, other: &Self) -> bool {
        self.slot == other.slot
    }
}

/// One way for a post-provisioning setting to fail: the Cloud PC is ready with a warning.
#[derive(Debug)]
pub struct Warning {
    /// Its name in `[warnings]` and outputs; Microsoft publishes none.
    pub code: &'static str,
    /// The slot of its die.
    pub slot: Slot,
    /// What the user notices.
    pub says: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// The rules that ground it.
    pub rules: &'static [&'static str],
}

/// Every cause of every stage, in order, with its stage.
pub fn causes() -> impl Iterator<Item = (Stage, &'static Cause)> {
    Stage::ALL.into_iter().flat_map(|s| s.sheet().causes.iter().map(move |c| (s, c)))
}

/// Slots of an attempt's words beside its stages' lengths (0 to 7) and dice (24 and above).
pub mod slot {
    use super::Slot;

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

    /// All of them but arrivals and reactions.
    pub const ALL: [Slot; 11] = [
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provisioning::rules;
    use std::collections::BTreeSet;

    #[test]
    fn no_slot_serves_two_purposes() {
        let lengths = Stage::ALL.iter().filter_map(|s| s.sheet().length);
        let dice = causes().map(|(_, c)| c.slot).chain(configure::WARNINGS.iter().map(|w| w.slot));
        let mut seen = BTreeSet::new();
        for slot in
            lengths.chain(dice).chain(slot::ALL).chain(slot::ARRIVALS).chain(slot::REACTIONS)
        {
            assert!(seen.insert(slot), "{slot:?} is used twice");
        }
    }

    #[test]
    fn every_code_is_unique_and_every_cause_has_grounds_and_a_remedy() {
        let mut seen = BTreeSet::new();
        for (stage, cause) in causes() {
            assert!(seen.insert(cause.code), "{} twice", cause.code);
            assert!(
                !cause.rules.is_empty() && !cause.remedy.is_empty(),
                "{stage:?} {}",
                cause.code
            );
        }
        assert!(configure::WARNINGS.iter().all(|w| seen.insert(w.code)));
    }

    #[test]
    fn every_cited_rule_stands_in_the_catalog() {
        let stages = Stage::ALL.iter().flat_map(|s| s.sheet().rules);
        let of_causes = causes().flat_map(|(_, c)| c.rules);
        let of_warnings = configure::WARNINGS.iter().flat_map(|w| w.rules);
        for id in stages.chain(of_causes).chain(of_warnings) {
            assert!(rules::find(id).is_some(), "{id} is cited but not in the catalog");
        }
    }

    #[test]
    fn the_likeliest_default_lengths_add_up_to_19_5_minutes_and_the_means_to_25_7() {
        let (mut modes, mut means) = (0, 0);
        for sheet in Stage::ALL.map(Stage::sheet).iter().filter(|s| s.length.is_some()) {
            modes += sheet.default_tenths[1];
            means += sheet.default_tenths.iter().sum::<u64>();
        }
        assert_eq!(modes, 195, "sum of modes in tenths of minutes");
        assert_eq!(means / 3, 257, "mean in tenths of minutes");
    }
}
