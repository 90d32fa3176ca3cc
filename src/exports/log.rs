//! What an import has to say: each oddity once, with file, place and reason.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::scenario::printable;

/// As many kinds of oddities are told; the rest is counted.
const MOST_TOLD: usize = 100;
/// As many kinds are told apart; no export worth reading has more.
const MOST_KINDS: usize = 10_000;

/// A value with what says where it came from, or why it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sourced<T> {
    /// The value.
    pub(crate) value: T,
    /// `from FILE: PATH`, or `default: WHY`.
    pub(crate) from: String,
}

impl<T> Sourced<T> {
    /// A value that a file gives at a place.
    pub(crate) fn new(value: T, file: &str, place: &str) -> Self {
        Self { value, from: source(file, place) }
    }

    /// A value that stands in where no file gives one.
    pub(crate) fn default(value: T, why: &str) -> Self {
        Self { value, from: format!("default: {why}") }
    }

    /// Another value with the same source.
    pub(crate) fn map<U>(self, f: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced { value: f(self.value), from: self.from }
    }
}

/// How a comment names a place of a file.
pub(crate) fn source(file: &str, place: &str) -> String {
    match place {
        "" => format!("from {file}"),
        _ => format!("from {file}: {place}"),
    }
}

/// Everything odd that was met so far.
#[derive(Debug, Default)]
pub(crate) struct Log(RefCell<Notes>);

#[derive(Debug, Default)]
struct Notes {
    /// The kinds of oddities in the order met, the first of each kind with its number.
    told: Vec<(String, u64)>,
    /// File, place without numbers and reason, with the index among those told.
    known: BTreeMap<(String, String, String), usize>,
    others: u64,
}

impl Log {
    /// Something at a place of a file; the same at another row of the file is only counted.
    pub(crate) fn note(&self, file: &str, place: &str, reason: impl Into<String>) {
        let reason = reason.into();
        let mut notes = self.0.borrow_mut();
        let key = (file.to_string(), without_numbers(place), reason);
        if let Some(&at) = notes.known.get(&key) {
            notes.told[at].1 += 1;
        } else if notes.told.len() == MOST_KINDS {
            notes.others += 1;
        } else {
            let text = if place.is_empty() {
                format!("{file}: {}", key.2)
            } else {
                format!("{file}: {place}: {}", key.2)
            };
            let index = notes.told.len();
            notes.told.push((text, 1));
            notes.known.insert(key, index);
        }
    }

    /// One line for each kind of oddity, in the order met.
    pub(crate) fn lines(&self) -> Vec<String> {
        let notes = self.0.borrow();
        let line = |(text, times): &(String, u64)| match times {
            1 => printable(text),
            _ => format!("{} (and {} more like it)", printable(text), times - 1),
        };
        let mut lines: Vec<_> = notes.told.iter().take(MOST_TOLD).map(line).collect();
        let rest = notes.told.len().saturating_sub(MOST_TOLD);
        let rest = notes.others.saturating_add(u64::try_from(rest).unwrap_or(u64::MAX));
        if rest > 0 {
            lines.push(format!("and {rest} more"));
        }
        lines
    }
}

/// A place whose rows, lines and columns do not count: `value[*].status`.
fn without_numbers(place: &str) -> String {
    let mut plain = String::new();
    for c in place.chars() {
        if !c.is_ascii_digit() {
            plain.push(c);
        } else if !plain.ends_with('*') {
            plain.push('*');
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_at_other_rows_is_counted_and_anything_else_told() {
        let log = Log::default();
        for row in 0..12 {
            log.note("a.json", &format!("value[{row}].status"), "unknown");
        }
        log.note("a.json", "value[3].id", "unknown");
        log.note("b.json", "", "empty\u{1b}");
        assert_eq!(
            log.lines(),
            [
                "a.json: value[0].status: unknown (and 11 more like it)",
                "a.json: value[3].id: unknown",
                "b.json: empty\\u{1b}",
            ]
        );
    }

    #[test]
    fn a_hundred_kinds_are_told_and_the_rest_counted() {
        let log = Log::default();
        for kind in 0..20_000 {
            log.note("a", "b", format!("{kind}"));
        }
        assert_eq!(log.lines().len(), 101);
        assert_eq!(log.lines()[100], "and 19900 more");
    }
}
