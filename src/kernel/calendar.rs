//! The future event list: events by time, class, entity and attempt, with cancellation.
//!
//! Later events wait unsorted in windows of about a minute; a window is sorted once, when the
//! clock reaches it. Only what is scheduled into the running window passes through a heap. So the
//! cost of an event hardly grows with the number pending, which a plain heap's does (see
//! `benches/`). The windows of the next 18 hours are reached by their number, later ones by a map.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::time::SimTime;

const TIME_BITS: u32 = 48;
const CLASS_BITS: u32 = 8;
const ENTITY_BITS: u32 = 40;
const ATTEMPT_BITS: u32 = 32;
const WINDOW_BITS: u32 = 16;
const WHEEL: u64 = 1_024;

/// One thing that happens: its whole identity is its place in the order.
///
/// Packed into 128 bits as time, class, entity, attempt, so that comparing two events compares
/// one number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Event(u128);

impl Event {
    /// An event of `class` that happens to `entity`'s `attempt` at instant `at`.
    ///
    /// # Panics
    /// If a part does not fit: time 48 bits (8,900 years), entity 40 bits.
    pub fn new(at: SimTime, class: u8, entity: u64, attempt: u32) -> Self {
        assert!(at.ms() >> TIME_BITS == 0, "an event lies within 8,900 years");
        assert!(entity >> ENTITY_BITS == 0, "there are at most 2^40 entities");
        let mut bits = u128::from(at.ms());
        bits = (bits << CLASS_BITS) | u128::from(class);
        bits = (bits << ENTITY_BITS) | u128::from(entity);
        Self((bits << ATTEMPT_BITS) | u128::from(attempt))
    }

    /// When it happens.
    pub fn at(self) -> SimTime {
        SimTime::from_ms(self.part(CLASS_BITS + ENTITY_BITS + ATTEMPT_BITS, TIME_BITS))
    }

    /// The class of event; at equal times the smaller class fires first.
    pub fn class(self) -> u8 {
        self.0.to_le_bytes()[9]
    }

    /// Whom it happens to.
    pub fn entity(self) -> u64 {
        self.part(ATTEMPT_BITS, ENTITY_BITS)
    }

    /// The entity's attempt it belongs to.
    pub fn attempt(self) -> u32 {
        let bytes = self.0.to_le_bytes();
        u32::from_le_bytes(std::array::from_fn(|i| bytes[i]))
    }

    /// The packed key, for a digest.
    pub fn bits(self) -> u128 {
        self.0
    }

    fn part(self, shift: u32, width: u32) -> u64 {
        let bytes = (self.0 >> shift).to_le_bytes();
        let low = u64::from_le_bytes(std::array::from_fn(|i| bytes[i]));
        low & ((1 << width) - 1)
    }

    fn window(self) -> u64 {
        self.at().ms() >> WINDOW_BITS
    }
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Event(at {}, class {}, entity {}, attempt {})",
            self.at(),
            self.class(),
            self.entity(),
            self.attempt()
        )
    }
}

/// The pending events of one replication.
#[derive(Debug)]
pub struct Calendar {
    /// The running window's events, latest first.
    current: Vec<Event>,
    /// Events scheduled into the running window (or before it) after it was sorted.
    near: BinaryHeap<Reverse<Event>>,
    /// The next windows, unsorted, each at its number modulo [`WHEEL`].
    wheel: Vec<Vec<Event>>,
    /// Windows that lay beyond the wheel when they were first scheduled into.
    far: BTreeMap<u64, Vec<Event>>,
    canceled: BTreeSet<Event>,
    window: u64,
    now: SimTime,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            current: vec![],
            near: BinaryHeap::new(),
            wheel: (0..WHEEL).map(|_| vec![]).collect(),
            far: BTreeMap::new(),
            canceled: BTreeSet::new(),
            window: 0,
            now: SimTime::ZERO,
        }
    }
}

impl Calendar {
    /// An empty calendar at instant zero.
    pub fn new() -> Self {
        Self::default()
    }

    /// The instant of the event taken last, fired or found canceled.
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// Whether no event is pending.
    pub fn is_empty(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Adds an event, or restores the same one that was taken back.
    ///
    /// # Panics
    /// If it lies in the past.
    pub fn schedule(&mut self, event: Event) {
        assert!(self.now <= event.at(), "time never runs backwards: {event:?} at {}", self.now);
        if !self.canceled.is_empty() && self.canceled.remove(&event) {
            return;
        }
        let window = event.window();
        if window <= self.window {
            self.near.push(Reverse(event));
        } else if window - self.window <= WHEEL {
            self.wheel[slot(window)].push(event);
        } else {
            self.far.entry(window).or_default().push(event);
        }
    }

    /// Takes a pending event back; it will not fire.
    ///
    /// The caller vouches that the event is pending: one that has fired cannot be taken back.
    ///
    /// # Panics
    /// If the event lies in the past or was canceled before.
    pub fn cancel(&mut self, event: Event) {
        assert!(self.now <= event.at(), "only a pending event can be canceled: {event:?}");
        assert!(self.canceled.insert(event), "an event is canceled once: {event:?}");
    }

    /// Removes and returns the next event no later than `horizon`, and moves the clock to it.
    pub fn next(&mut self, horizon: SimTime) -> Option<Event> {
        loop {
            let event = self.peek()?;
            if event.at() > horizon {
                return None;
            }
            self.remove(event);
            self.now = event.at();
            if self.canceled.is_empty() || !self.canceled.remove(&event) {
                return Some(event);
            }
        }
    }

    fn peek(&mut self) -> Option<Event> {
        if self.current.is_empty() && self.near.is_empty() {
            self.open_next_window()?;
        }
        match (self.current.last(), self.near.peek()) {
            (Some(&sorted), Some(&Reverse(heaped))) => Some(sorted.min(heaped)),
            (Some(&sorted), None) => Some(sorted),
            (None, Some(&Reverse(heaped))) => Some(heaped),
            (None, None) => None,
        }
    }

    fn remove(&mut self, event: Event) {
        if self.current.last() == Some(&event) {
            self.current.pop();
        } else {
            self.near.pop();
        }
    }

    fn open_next_window(&mut self) -> Option<()> {
        let on_wheel =
            (self.window + 1..=self.window + WHEEL).find(|&w| !self.wheel[slot(w)].is_empty());
        let beyond = self.far.first_key_value().map(|(&window, _)| window);
        self.window = on_wheel.into_iter().chain(beyond).min()?;
        std::mem::swap(&mut self.current, &mut self.wheel[slot(self.window)]);
        self.current.extend(self.far.remove(&self.window).unwrap_or_default());
        self.current.sort_unstable_by(|a, b| b.cmp(a));
        Some(())
    }
}

/// The place of a window on the wheel.
fn slot(window: u64) -> usize {
    usize::try_from(window % WHEEL).expect("the wheel is small")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(ms: u64, class: u8, entity: u64, attempt: u32) -> Event {
        Event::new(SimTime::from_ms(ms), class, entity, attempt)
    }

    fn drain(calendar: &mut Calendar) -> Vec<Event> {
        let forever = SimTime::from_ms(u64::MAX);
        std::iter::from_fn(|| calendar.next(forever)).collect()
    }

    #[test]
    fn an_event_gives_back_its_parts() {
        let e = event(123_456_789, 7, 0xFF_FFFF_FFFF, u32::MAX);
        let parts = (e.at().ms(), e.class(), e.entity(), e.attempt());
        assert_eq!(parts, (123_456_789, 7, 0xFF_FFFF_FFFF, u32::MAX));
    }

    #[test]
    fn equal_times_fire_by_class_then_entity_then_attempt() {
        let mut calendar = Calendar::new();
        let order = [event(5, 1, 9, 0), event(5, 2, 3, 1), event(5, 2, 3, 2), event(5, 2, 4, 0)];
        for &e in order.iter().rev() {
            calendar.schedule(e);
        }
        assert_eq!(drain(&mut calendar), order);
    }

    #[test]
    fn a_canceled_event_does_not_fire() {
        let mut calendar = Calendar::new();
        calendar.schedule(event(5, 0, 1, 0));
        calendar.schedule(event(900_000, 0, 2, 0));
        calendar.cancel(event(5, 0, 1, 0));
        assert_eq!(drain(&mut calendar), [event(900_000, 0, 2, 0)]);
    }

    #[test]
    fn an_event_that_is_restored_fires_once_and_can_be_canceled_again() {
        let mut calendar = Calendar::new();
        let e = event(900_000, 0, 2, 0);
        calendar.schedule(e);
        calendar.cancel(e);
        calendar.schedule(e);
        calendar.cancel(e);
        assert_eq!(drain(&mut calendar), []);
        calendar.schedule(event(900_000, 0, 3, 0));
        calendar.cancel(event(900_000, 0, 3, 0));
        calendar.schedule(event(900_000, 0, 3, 0));
        assert_eq!(drain(&mut calendar), [event(900_000, 0, 3, 0)]);
    }

    #[test]
    fn nothing_fires_after_the_horizon() {
        let mut calendar = Calendar::new();
        calendar.schedule(event(10, 0, 1, 0));
        assert_eq!(calendar.next(SimTime::from_ms(9)), None);
        assert!(calendar.next(SimTime::from_ms(10)).is_some(), "the horizon itself still counts");
    }

    #[test]
    #[should_panic(expected = "time never runs backwards")]
    fn the_past_cannot_be_scheduled() {
        let mut calendar = Calendar::new();
        calendar.schedule(event(10, 0, 1, 0));
        drain(&mut calendar);
        calendar.schedule(event(9, 0, 1, 0));
    }

    /// Gaps within a window, over several, and beyond the wheel.
    fn gap() -> impl Strategy<Value = u64> {
        prop_oneof![0..400_000u64, 0..200_000_000u64, 0..9u64]
    }

    proptest! {
        /// Against a sorted set: interleaved scheduling, cancelling and taking.
        #[test]
        fn fires_as_a_sorted_set_would(
            steps in prop::collection::vec((gap(), 0u8..3, 0u8..4), 1..200),
        ) {
            let mut calendar = Calendar::new();
            let mut oracle = BTreeSet::new();
            for (i, (gap, class, what)) in steps.into_iter().enumerate() {
                match what {
                    0 | 1 => {
                        let e = event(calendar.now().ms() + gap, class, i as u64, 0);
                        calendar.schedule(e);
                        oracle.insert(e);
                    }
                    2 => oracle.pop_last().into_iter().for_each(|e| calendar.cancel(e)),
                    _ => {
                        let horizon = SimTime::from_ms(u64::MAX >> 20);
                        prop_assert_eq!(calendar.next(horizon), oracle.pop_first());
                    }
                }
            }
            prop_assert_eq!(drain(&mut calendar), oracle.into_iter().collect::<Vec<_>>());
        }
    }
}
