//! What arithmetic says about a plan: every figure with its sum and the rules it stands on.

mod json;
mod latency;
mod text;

pub use json::document;
pub use text::screen;

use crate::experiment::arithmetic::Arithmetic;

use super::heading::Heading;

/// A plan to report on.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// Which scenario.
    pub heading: &'a Heading,
    /// What arithmetic says.
    pub found: &'a Arithmetic,
}
