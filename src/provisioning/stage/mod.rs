//! The stages of provisioning in their documented order: one file each, data plus evidence.
//!
//! A stage names its causes of failure. The world acts on this table, validation takes the names
//! from it, records and the `rules` command print it; nobody else knows a cause.

pub mod allocate_capacity;
pub mod assign_user;
pub mod attach_network;
pub mod complete_registration;
pub mod configure;
pub mod create_vm;
pub mod detect_device;
pub mod enroll_intune;
pub mod gate;
pub mod join_domain;
pub mod join_entra;
pub mod primary_user;
pub mod register_device;
pub mod slot;
pub mod sync_device;

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
    /// Hybrid: the device joins the Active Directory domain.
    JoinDomain,
    /// Hybrid: the device's task writes its certificate.
    RegisterDevice,
    /// Hybrid: replication and Entra Connect.
    SyncDevice,
    /// Hybrid: Windows 365 notices the device object.
    DetectDevice,
    /// Hybrid: the device completes its registration.
    CompleteRegistration,
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
    pub const ALL: [Self; STAGES] = [
        Self::Gate,
        Self::AllocateCapacity,
        Self::CreateVm,
        Self::AttachNetwork,
        Self::JoinEntra,
        Self::JoinDomain,
        Self::RegisterDevice,
        Self::SyncDevice,
        Self::DetectDevice,
        Self::CompleteRegistration,
        Self::EnrollIntune,
        Self::PrimaryUser,
        Self::Configure,
        Self::AssignUser,
    ];

    /// The stages of an attempt whose device joins this way, in order.
    pub fn route(join: Join) -> &'static [Self] {
        match join {
            Join::Entra => &ENTRA,
            Join::Synced | Join::Federated => &HYBRID,
        }
    }

    /// What the project knows about the stage.
    pub fn sheet(self) -> &'static Sheet {
        match self {
            Self::Gate => &gate::SHEET,
            Self::AllocateCapacity => &allocate_capacity::SHEET,
            Self::CreateVm => &create_vm::SHEET,
            Self::AttachNetwork => &attach_network::SHEET,
            Self::JoinEntra => &join_entra::SHEET,
            Self::JoinDomain => &join_domain::SHEET,
            Self::RegisterDevice => &register_device::SHEET,
            Self::SyncDevice => &sync_device::SHEET,
            Self::DetectDevice => &detect_device::SHEET,
            Self::CompleteRegistration => &complete_registration::SHEET,
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

/// How many stages there are.
pub const STAGES: usize = 14;

/// How a device joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// Microsoft Entra join.
    Entra,
    /// Hybrid join whose device object Entra Connect brings.
    Synced,
    /// Hybrid join whose device registers itself through AD FS.
    Federated,
}

impl Join {
    /// Whether the device joins an Active Directory domain.
    pub fn is_hybrid(self) -> bool {
        self != Self::Entra
    }
}

const ENTRA: [Stage; 9] = [
    Stage::Gate,
    Stage::AllocateCapacity,
    Stage::CreateVm,
    Stage::AttachNetwork,
    Stage::JoinEntra,
    Stage::EnrollIntune,
    Stage::PrimaryUser,
    Stage::Configure,
    Stage::AssignUser,
];

const HYBRID: [Stage; 13] = [
    Stage::Gate,
    Stage::AllocateCapacity,
    Stage::CreateVm,
    Stage::AttachNetwork,
    Stage::JoinDomain,
    Stage::RegisterDevice,
    Stage::SyncDevice,
    Stage::DetectDevice,
    Stage::CompleteRegistration,
    Stage::EnrollIntune,
    Stage::PrimaryUser,
    Stage::Configure,
    Stage::AssignUser,
];

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
    /// When a domain join gives up (`timing.join_failure`).
    AfterJoinFailure,
    /// When the limit of hybrid join has run out (`hybrid_join.timeout`).
    AfterHybridTimeout,
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

/// What a policy must have for a setting to be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: it is applied to every Cloud PC.
    Nothing,
    /// Users who become local administrators (POST-04).
    LocalAdmin,
    /// A language pack.
    LanguagePack,
    /// A custom image.
    CustomImage,
}

/// One way for a post-provisioning setting to fail: the Cloud PC is ready with a warning.
#[derive(Debug)]
pub struct Warning {
    /// Its name in `[warnings]` and outputs; Microsoft publishes that of the image only.
    pub code: &'static str,
    /// The slot of its die.
    pub slot: Slot,
    /// What a policy must have for it.
    pub needs: Needs,
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
        for slot in lengths
            .chain(dice)
            .chain(slot::ALL)
            .chain(slot::INTRASITE)
            .chain(slot::ARRIVALS)
            .chain(slot::REACTIONS)
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
        let route = Stage::route(Join::Entra).iter().map(|stage| stage.sheet());
        for sheet in route.filter(|s| s.length.is_some()) {
            modes += sheet.default_tenths[1];
            means += sheet.default_tenths.iter().sum::<u64>();
        }
        assert_eq!(modes, 195, "sum of modes in tenths of minutes");
        assert_eq!(means / 3, 257, "mean in tenths of minutes");
    }
}
