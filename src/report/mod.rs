//! From numbers to bytes: text, tables, JSON and figures. Opens no file.

pub mod baseline;
pub mod calibration;
pub mod catalog;
pub mod chart;
pub mod check;
pub mod comparison;
pub mod coverage;
pub mod csv;
pub mod explain;
pub mod figures;
pub mod graph;
pub mod heading;
pub mod json;
pub mod number;
mod occupancy;
pub mod plan;
pub mod sample;
pub mod shocks;
pub mod size_subnet;
pub mod sweep;
mod table;
pub mod text;
mod timeline;
pub mod trace;
pub mod tune_sync;
pub mod verdict;
pub mod wave_plan;

use crate::experiment::Outcome;
use crate::experiment::expectation::Judgment;
use crate::provisioning::tenant::Tenant;
use heading::Heading;

/// A run to report on.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// Which run.
    pub heading: &'a Heading,
    /// What was simulated.
    pub tenant: &'a Tenant,
    /// What was found.
    pub outcome: &'a Outcome,
    /// What became of the scenario's expectations.
    pub judgments: &'a [Judgment],
}
