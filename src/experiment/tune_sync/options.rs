//! Levels as somebody wrote them after an option, each with its place in that text.

use std::ops::Range;

use crate::kernel::time::SimDuration;
use crate::scenario::duration::length;
use crate::scenario::{Place, Problem, Problems, Source};

/// One value that an entry of the scenario takes.
#[derive(Clone, Debug)]
pub(super) struct Level {
    /// As it is written.
    pub(super) value: String,
    /// How long that is; zero for a value that is no length, which the scenario refuses.
    pub(super) length: SimDuration,
    /// Where it stands; nowhere, if it is a usual one.
    written: Option<(Source, Range<usize>)>,
}

impl Level {
    /// A usual length.
    pub(super) fn usual(length: SimDuration) -> Self {
        Self { value: length.to_string(), length, written: None }
    }

    /// A usual name.
    pub(super) fn named(name: &str) -> Self {
        Self { value: name.into(), length: SimDuration::ZERO, written: None }
    }

    /// The same name as TOML.
    pub(super) fn quoted(&self) -> Self {
        Self { value: toml::Value::String(self.value.clone()).to_string(), ..self.clone() }
    }

    /// A problem at its place, among those of a scenario.
    pub(super) fn problem(&self, base: &[Source], message: String, label: String) -> Problems {
        let mut sources = base.to_vec();
        let (source, span) = self.written.clone().unwrap_or_default();
        sources.push(source);
        let place = Place { source: base.len(), span };
        Problems {
            sources,
            list: vec![Problem::new(&place, message, label)],
            ..Problems::default()
        }
    }

    /// Moves the problems of an assignment, whose value begins at `begins`, to where the value was
    /// written.
    pub(super) fn claim(&self, problems: &mut Problems, source: usize, begins: usize) {
        let Some((option, span)) = &self.written else { return };
        problems.sources[source] = option.clone();
        let moved = |at: usize| (span.start + at.saturating_sub(begins)).min(span.end);
        for place in problems.list.iter_mut().map(|problem| &mut problem.place) {
            if place.source == source {
                place.span = moved(place.span.start)..moved(place.span.end);
            }
        }
    }
}

/// All of an option's text, for what is wrong with it as a whole.
pub(super) fn whole(option: &str, text: &str) -> Level {
    let source = Source { name: option.into(), text: text.into() };
    let written = Some((source, 0..text.len()));
    Level { value: text.into(), length: SimDuration::ZERO, written }
}

/// The levels after an option, from a byte of its text on: cut at commas, without spaces around.
pub(super) fn levels(option: &str, text: &str, from: usize) -> Vec<Level> {
    let source = Source { name: option.into(), text: text.into() };
    let mut start = from;
    let level = |part: &str| {
        let trimmed = part.trim();
        let begins = start + part.len() - part.trim_start().len();
        start += part.len() + 1;
        Level {
            value: trimmed.into(),
            length: length(trimmed).unwrap_or(SimDuration::ZERO),
            written: Some((source.clone(), begins..begins + trimmed.len())),
        }
    };
    text[from..].split(',').map(level).collect()
}

/// Lengths in their order, each once.
pub(super) fn ascending(mut levels: Vec<Level>) -> Vec<Level> {
    levels.sort_by_key(|level| level.length);
    // What is no length stays, to be refused.
    levels.dedup_by(|a, b| a.length == b.length && a.length > SimDuration::ZERO);
    levels
}
