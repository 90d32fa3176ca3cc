//! Who may have a Cloud PC: licenses, groups, and what people change while provisioning runs.

pub mod change;
pub mod group;
pub mod license;
