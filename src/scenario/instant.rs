//! Instants as a scenario writes them: since the start, or by the calendar.

use std::borrow::Cow;

use jiff::civil::DateTime;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::duration;
use super::problem::quoted;
use super::reader::{FromNode, Reader, Why};
use super::tree::{Node, Value};
use crate::kernel::time::SimDuration;

/// An instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instant {
    /// This long after the start: `"+2d4h"`.
    AfterStart(SimDuration),
    /// A civil date and time: `"2026-03-04T12:00"`.
    Civil(DateTime),
}

/// The civil date and time of instant 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CivilStart(pub DateTime);

/// When something periodic happens first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// At a random instant of its first interval, drawn per replication.
    Random,
    /// This long after the start.
    At(SimDuration),
}

const CIVIL_PATTERN: &str = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?";
const EXAMPLE: &str = "\"2026-03-04T12:00\"";

/// Reads an instant.
///
/// # Errors
/// Why it is none.
pub fn instant(text: &str) -> Result<Instant, Why> {
    if let Some(rest) = text.strip_prefix('+') {
        return duration::length(rest).map(Instant::AfterStart);
    }
    if let Ok(length) = duration::length(text) {
        let help = format!("an instant since the start has a +: \"+{length}\"");
        return Err(Why::new("a length of time").help(help));
    }
    civil(text).map(Instant::Civil)
}

/// Reads a civil date and time.
///
/// # Errors
/// Why it is none.
pub fn civil(text: &str) -> Result<DateTime, Why> {
    let Some((date, time)) = text.split_once(['T', ' ']) else {
        return Err(if has_shape(text, "0000-00-00") {
            Why::new("no time of day").help(format!("write \"{text}T00:00\""))
        } else {
            strange(text)
        });
    };
    if has_shape(date, "0000-00-00") && time.contains(['Z', 'z', '+', '-']) {
        let help = format!("write the time on the wall there: {EXAMPLE}");
        return Err(Why::new("has an offset from UTC").help(help));
    }
    let shapes = ["00:00", "00:00:00", "00:00:00.0", "00:00:00.00", "00:00:00.000"];
    if !has_shape(date, "0000-00-00") || !shapes.iter().any(|shape| has_shape(time, shape)) {
        return Err(strange(text));
    }
    // The parser takes a leap second for the one before it.
    let leap = time.get(6..8) == Some("60");
    let read = text.parse().ok().filter(|_| !leap);
    read.ok_or_else(|| Why::new("no such date or time"))
}

fn strange(text: &str) -> Why {
    Why::new(format!("{} is no date and time", quoted(text))).help(format!("write {EXAMPLE}"))
}

/// Whether a digit stands where the shape has a `0`, and the same character elsewhere.
fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(c, s): (u8, u8)| if s == b'0' { c.is_ascii_digit() } else { c == s };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

impl FromNode for Instant {
    const WHAT: &'static str = "an instant";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let read = match &node.value {
            Value::String(text) | Value::Datetime(text) => instant(text),
            other => {
                let help = format!("write \"+2d4h\" since the start, or {EXAMPLE}");
                Err(Why::new(other.kind()).help(help))
            }
        };
        reader.leaf(node, read)
    }
}

impl FromNode for CivilStart {
    const WHAT: &'static str = "a date and time";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let read = match &node.value {
            Value::String(text) | Value::Datetime(text) => civil(text).map(Self),
            other => Err(Why::new(other.kind()).help(format!("write {EXAMPLE}"))),
        };
        reader.leaf(node, read)
    }
}

impl FromNode for Phase {
    const WHAT: &'static str = "\"random\" or a length of time";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let read = match &node.value {
            Value::String(text) if text == "random" => Ok(Self::Random),
            Value::String(text) if text.eq_ignore_ascii_case("random") => {
                Err(Why::new("not in lower case").help("write \"random\""))
            }
            other => duration::written(other).map(Self::At),
        };
        reader.leaf(node, read)
    }
}

impl JsonSchema for Instant {
    fn schema_name() -> Cow<'static, str> {
        "Instant".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An instant: since the start, as \"+2d4h\", or a civil date and time, \
                as \"2026-03-04T12:00\".",
            "type": "string",
            "pattern": format!(r"^(?:\+{}|{CIVIL_PATTERN})$", duration::PATTERN),
        })
    }
}

impl JsonSchema for CivilStart {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "CivilStart".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": format!("^{CIVIL_PATTERN}$") })
    }
}

impl JsonSchema for Phase {
    fn schema_name() -> Cow<'static, str> {
        "Phase".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "When something periodic happens first: \"random\" within its first \
                interval, or a length of time after the start.",
            "type": "string",
            "pattern": format!("^(?:random|{})$", duration::PATTERN),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{refusal, value};
    use super::*;

    #[test]
    fn an_instant_is_since_the_start_or_by_the_calendar() {
        let noon = jiff::civil::date(2026, 3, 4).at(12, 0, 0, 0);
        for (text, expected) in [
            ("+0h", Instant::AfterStart(SimDuration::ZERO)),
            ("+2d4h", Instant::AfterStart(SimDuration::from_hours(52))),
            ("+P1D", Instant::AfterStart(SimDuration::from_days(1))),
            ("2026-03-04T12:00", Instant::Civil(noon)),
            ("2026-03-04 12:00", Instant::Civil(noon)),
            ("2026-03-04T12:00:00.000", Instant::Civil(noon)),
        ] {
            assert_eq!(instant(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn a_phase_is_random_or_a_length_of_time() {
        assert_eq!(value::<Phase>("'random'"), Phase::Random);
        assert_eq!(value::<Phase>("'2h'"), Phase::At(SimDuration::from_hours(2)));
        for (text, help) in [("'Random'", "write \"random\""), ("-1", "the shortest length")] {
            assert!(refusal::<Phase>(text).1.starts_with(help), "{text}");
        }
    }

    #[test]
    fn what_is_no_instant_is_told_why() {
        for (text, label) in [
            ("2d4h", "a length of time"),
            ("+", "empty"),
            ("++1h", "an instant"),
            ("+-1h", "negative"),
            ("2026-03-04", "no time of day"),
            ("2026-03-04T12:00Z", "has an offset from UTC"),
            ("2026-03-04T12:00+01:00", "has an offset from UTC"),
            ("2026-03-04T12:00-01:00", "has an offset from UTC"),
            ("2026-02-30T12:00", "no such date or time"),
            ("2026-03-04T24:00", "no such date or time"),
            ("2026-03-04T12:00:60", "no such date or time"),
            ("2026-03-04T12", "`2026-03-04T12` is no date and time"),
            ("2026-03-04T12:00:00.0001", "`2026-03-04T12:00:00.0001` is no date and time"),
            ("04.03.2026 12:00", "`04.03.2026 12:00` is no date and time"),
            ("Monday", "`Monday` is no date and time"),
            ("", "`` is no date and time"),
        ] {
            assert_eq!(instant(text).unwrap_err().label, label, "{text}");
        }
    }
}
