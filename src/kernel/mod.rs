//! Simulation without Cloud PCs: time, calendar, engine, resources, random words, distributions.
//!
//! # The ordering guarantee
//!
//! Events fire in the order of one total key: time, then class of event, then entity, then
//! attempt. No two pending events share a key, so there is never a tie left to break; the order
//! in which events were scheduled has no influence. Two runs of the same model from the same
//! words fire the same events in the same order on every machine.
//!
//! Nothing here knows a Cloud PC, reads a clock, or asks which thread it runs on. Float
//! arithmetic lives in [`math`] alone; everything else counts whole milliseconds.
#![cfg_attr(not(test), deny(clippy::float_arithmetic))]

pub mod calendar;
pub mod digest;
pub mod engine;
pub mod math;
pub mod resource;
pub mod stream;
pub mod time;
pub mod trial;
pub mod variate;
