//! The loop: take the next event, let the model act, note what happened.

use super::calendar::{Calendar, Event};
use super::time::SimTime;

/// What is simulated: an event changes its state and schedules what follows.
pub trait Model {
    /// Acts on one event and says in one word what came of it, for the fingerprint.
    fn handle(&mut self, event: Event, calendar: &mut Calendar) -> u64;
}

/// Who watches the loop from outside: a digest, a tracer, nobody.
pub trait Probe {
    /// Sees one event after the model acted on it, and what came of it.
    fn fired(&mut self, event: Event, outcome: u64);
}

/// Why a run stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// No event is left.
    Exhausted,
    /// The next event lies beyond the horizon.
    Horizon,
}

/// Fires events up to and including `horizon`.
///
/// # Examples
/// ```
/// use cloudpc_sim::kernel::calendar::{Calendar, Event};
/// use cloudpc_sim::kernel::engine::{Model, Stopped, run};
/// use cloudpc_sim::kernel::time::{SimDuration, SimTime};
///
/// /// A clock that ticks once a second.
/// struct Clock(u32);
/// impl Model for Clock {
///     fn handle(&mut self, event: Event, calendar: &mut Calendar) -> u64 {
///         self.0 += 1;
///         calendar.schedule(Event::new(event.at() + SimDuration::from_secs(1), 0, 0, 0));
///         u64::from(self.0)
///     }
/// }
///
/// let mut calendar = Calendar::new();
/// calendar.schedule(Event::new(SimTime::ZERO, 0, 0, 0));
/// let mut clock = Clock(0);
/// let stopped = run(&mut clock, &mut calendar, SimTime::from_ms(10_000), &mut ());
/// assert_eq!((clock.0, stopped), (11, Stopped::Horizon));
/// ```
pub fn run(
    model: &mut impl Model,
    calendar: &mut Calendar,
    horizon: SimTime,
    probe: &mut impl Probe,
) -> Stopped {
    while let Some(event) = calendar.next(horizon) {
        let outcome = model.handle(event, calendar);
        probe.fired(event, outcome);
    }
    if calendar.is_empty() { Stopped::Exhausted } else { Stopped::Horizon }
}

/// Nobody watches.
impl Probe for () {
    fn fired(&mut self, _: Event, _: u64) {}
}
