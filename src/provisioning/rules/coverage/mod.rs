//! What became of each passage of the two documents that the project started from.

mod errors;
mod overview;

/// A passage of a document.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The heading it stands under.
    pub heading: &'static str,
    /// What it says, or what it does to an attempt.
    pub says: &'static str,
    /// The rules it became.
    pub rules: &'static [&'static str],
    /// What the model makes of them; absent if it acts on none of them.
    pub model: Option<Model>,
}

/// How the model has a passage, and what shows it.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// Stage and code, condition, change or setting.
    pub how: &'static str,
    /// Scenarios that show it, by the names of their files.
    pub scenarios: &'static [&'static str],
    /// Tests that hold it, as `file::function`.
    pub tests: &'static [&'static str],
}

/// The documents by the keys of their sources, each with its passages.
pub const DOCUMENTS: [(&str, &[Row]); 2] = [("S0", errors::ERRORS), ("S1", overview::OVERVIEW)];
