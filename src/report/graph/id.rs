//! Identifiers and names that are invented, and look it: `00000000-0004-4000-8000-000000000002`.
//!
//! They follow from the place of a thing in its scenario, so the same scenario has the same ones
//! in every run. No directory gives out one that begins with so many zeros.

/// What an identifier is of, in its second group.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    CloudPc = 1,
    EntraDevice = 2,
    IntuneDevice = 3,
    Policy = 4,
    Connection = 5,
    Group = 6,
    ServicePlan = 7,
    Subscription = 8,
}

/// The identifier of a thing by its place.
pub(super) fn of_place(kind: Kind, index: usize) -> String {
    format!("00000000-{:04x}-4000-8000-{:012x}", kind as u16, index + 1)
}

/// The identifier of a Cloud PC.
pub(super) fn of_cloud_pc(wave: usize, number: u32) -> String {
    of_machine(Kind::CloudPc, wave, number, 0)
}

/// The identifier of a device, which every attempt makes anew (RETRY-03).
pub(super) fn of_machine(kind: Kind, wave: usize, number: u32, attempt: u16) -> String {
    let (kind, attempt) = (kind as u16, attempt & 0xfff);
    format!("00000000-{kind:04x}-4000-8{attempt:03x}-{:04x}{number:08x}", wave + 1)
}

/// The name of a machine: like a computer name, by wave, number and attempt.
pub(super) fn machine_name(wave: usize, number: u32, attempt: u16) -> String {
    format!("SIM{}-{number}-{attempt}", wave + 1)
}

/// The sign-in name of a user, whose domain never exists (RFC 2606).
pub(super) fn user(number: u64) -> String {
    format!("user-{number:06}@example.invalid")
}
