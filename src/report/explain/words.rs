//! How happenings are called on the telephone.

use crate::provisioning::cloud_pc::Status;
use crate::provisioning::stage::Stage;

/// What goes on in a stage.
pub(super) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Gate => "At the gate",
        Stage::AllocateCapacity => "Azure allocates capacity",
        Stage::CreateVm => "The virtual machine is created",
        Stage::AttachNetwork => "The network interface is attached",
        Stage::JoinEntra => "Joins Microsoft Entra ID",
        Stage::JoinDomain => "Joins the Active Directory domain",
        Stage::RegisterDevice => "The device's task finds the SCP and writes its certificate",
        Stage::SyncDevice => "The device object gets into Microsoft Entra ID",
        Stage::DetectDevice => "Windows 365 notices the device object",
        Stage::CompleteRegistration => "The device completes its registration",
        Stage::EnrollIntune => "Enrolls into Intune",
        Stage::PrimaryUser => "Intune's primary user is set",
        Stage::Configure => "Post-provisioning settings are applied",
        Stage::AssignUser => "The Cloud PC is assigned to its user",
    }
}

/// The status with this name of Graph's.
///
/// # Panics
/// If there is none.
pub(super) fn status(graph_name: &str) -> Status {
    let found = Status::ALL.into_iter().find(|status| status.graph_name() == graph_name);
    found.expect("records hold statuses by Graph's name")
}

/// A number of attempts in words.
pub(super) fn attempts(n: usize) -> String {
    match n {
        1 => "one attempt".into(),
        2 => "both attempts".into(),
        3 => "all three attempts".into(),
        n => format!("all {n} attempts"),
    }
}

/// The first sentence of a text, without its full stop.
pub(super) fn first_sentence(text: &str) -> &str {
    let end = text.find(". ").unwrap_or(text.len());
    text[..end].trim_end_matches('.')
}
