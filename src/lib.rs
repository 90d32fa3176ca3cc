//! A deterministic discrete-event simulator of Windows 365 Cloud PC provisioning.

pub mod experiment;
pub mod kernel;
pub mod provisioning;
pub mod record;
pub mod statistics;
