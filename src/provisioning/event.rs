//! The closed set of things that can happen, in their order at equal times.

use crate::kernel::calendar::Event;
use crate::kernel::time::SimTime;

/// What happens. At equal times a smaller number fires first: what frees comes before what asks,
/// a result before whatever begins on it, an end before a start. The numbers leave gaps, since
/// they are part of every result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum EventKind {
    /// Clean-up removes a failed attempt's objects and its address comes back.
    CleanUp = 10,
    /// A Cloud PC has been deprovisioned.
    Deprovisioned = 12,
    /// A Cloud PC's grace period ends.
    GraceEnds = 14,
    /// A connection's health check ends and its result stands.
    HealthCheckEnds = 20,
    /// A connection's health check starts.
    HealthCheckStarts = 22,
    /// A device has written its certificate, which begins to replicate.
    DeviceRegistered = 24,
    /// A device begins its domain join, which counts against the quota of the account.
    DomainJoins = 25,
    /// A cycle of Entra Connect ends with its export.
    CycleEnds = 26,
    /// A cycle of Entra Connect starts with its import.
    CycleStarts = 28,
    /// Somebody changes something.
    ChangeHappens = 30,
    /// Something happens to a user by itself.
    LifetimeEnds = 32,
    /// The admin repairs a condition.
    Repair = 34,
    /// A resize or a move comes to its end, or stops waiting.
    ActionEnds = 36,
    /// An attempt ends as planned.
    AttemptEnds = 40,
    /// An attempt asks for an address.
    AddressRequested = 50,
    /// An attempt starts at the gate.
    AttemptStarts = 60,
}

impl EventKind {
    /// This, happening at an instant to an entity's attempt.
    pub fn event(self, at: SimTime, entity: u32, attempt: u32) -> Event {
        Event::new(at, self as u8, u64::from(entity), attempt)
    }

    /// What a fired event was.
    ///
    /// # Panics
    /// If the event is not one of ours.
    pub fn of(event: Event) -> Self {
        match event.class() {
            10 => Self::CleanUp,
            12 => Self::Deprovisioned,
            14 => Self::GraceEnds,
            20 => Self::HealthCheckEnds,
            22 => Self::HealthCheckStarts,
            24 => Self::DeviceRegistered,
            25 => Self::DomainJoins,
            26 => Self::CycleEnds,
            28 => Self::CycleStarts,
            30 => Self::ChangeHappens,
            32 => Self::LifetimeEnds,
            34 => Self::Repair,
            36 => Self::ActionEnds,
            40 => Self::AttemptEnds,
            50 => Self::AddressRequested,
            60 => Self::AttemptStarts,
            class => panic!("event class {class} belongs to no kind of event"),
        }
    }

    /// Its name, for telling two runs apart.
    pub fn name(self) -> &'static str {
        match self {
            Self::CleanUp => "clean-up",
            Self::Deprovisioned => "deprovisioned",
            Self::GraceEnds => "grace ends",
            Self::HealthCheckEnds => "health check ends",
            Self::HealthCheckStarts => "health check starts",
            Self::DeviceRegistered => "device registered",
            Self::DomainJoins => "domain join",
            Self::CycleEnds => "sync cycle ends",
            Self::CycleStarts => "sync cycle starts",
            Self::ChangeHappens => "change",
            Self::LifetimeEnds => "lifetime ends",
            Self::Repair => "repair",
            Self::ActionEnds => "action ends",
            Self::AttemptEnds => "attempt ends",
            Self::AddressRequested => "address requested",
            Self::AttemptStarts => "attempt starts",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_one_instant_frees_come_first_and_starts_last() {
        use EventKind::*;
        let order = [
            CleanUp,
            Deprovisioned,
            GraceEnds,
            HealthCheckEnds,
            HealthCheckStarts,
            DeviceRegistered,
            DomainJoins,
            CycleEnds,
            CycleStarts,
            ChangeHappens,
            LifetimeEnds,
            Repair,
            ActionEnds,
            AttemptEnds,
            AddressRequested,
            AttemptStarts,
        ];
        let events = order.map(|kind| kind.event(SimTime::from_ms(7), 9, 1));
        assert!(events.is_sorted(), "release before request, refresh before start");
        assert_eq!(events.map(EventKind::of), order);
    }
}
