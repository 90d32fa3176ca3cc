//! Days of the week and times of day, as a scenario writes them.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::DateTime;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::problem::quoted;
use super::reader::{FromNode, Reader, Why};
use super::section::words;
use super::tree::{Node, Value};
use crate::kernel::time::SimDuration;

words! {
    /// A day of the week.
    pub enum Day {
        /// Monday.
        Monday = "mon",
        /// Tuesday.
        Tuesday = "tue",
        /// Wednesday.
        Wednesday = "wed",
        /// Thursday.
        Thursday = "thu",
        /// Friday.
        Friday = "fri",
        /// Saturday.
        Saturday = "sat",
        /// Sunday.
        Sunday = "sun",
    }
}

/// Different days of the week, at least one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days(pub Vec<Day>);

/// A time of day, as the time since midnight; `24:00` is the midnight at the day's end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(pub SimDuration);

const EXAMPLE: &str = "write \"02:00\", from \"00:00\" to \"24:00\"";

impl Day {
    /// How long after the week's beginning, Monday at midnight, this day begins.
    pub fn begins(self) -> SimDuration {
        let before = Self::ALL.iter().filter(|day| **day < self);
        before.fold(SimDuration::ZERO, |sum, _| sum + SimDuration::from_days(1))
    }
}

/// How long after the week's beginning, Monday at midnight, a civil time lies.
///
/// # Panics
/// Never: a day begins at midnight.
pub fn since_monday(at: DateTime) -> SimDuration {
    let day = Day::ALL[usize::from(at.weekday().to_monday_zero_offset().unsigned_abs())];
    let since_midnight = at.duration_since(at.date().at(0, 0, 0, 0)).as_millis();
    let ms = u64::try_from(since_midnight).expect("no time of a day comes before its midnight");
    day.begins() + SimDuration::from_ms(ms)
}

impl TimeOfDay {
    /// The midnight at the end of the day.
    pub const END: Self = Self(SimDuration::from_days(1));
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.0.ms() / SimDuration::from_minutes(1).ms();
        write!(f, "{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl FromNode for Days {
    const WHAT: &'static str = "a list of days of the week";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let list = match &node.value {
            Value::Array(list) if list.is_empty() => Err(Why::new("an empty list")),
            Value::Array(list) => Ok(list),
            Value::String(text) => {
                Err(Why::new("a text").help(format!("write [{text:?}], a list of one")))
            }
            other => Err(Why::new(other.kind()).help("write [\"mon\", \"tue\"]")),
        };
        let list = match list {
            Ok(list) => list,
            Err(why) => return reader.leaf(node, Err(why)),
        };
        let mut days = Self::default();
        for node in list {
            match Day::from_node(node, reader) {
                Some(day) if days.0.contains(&day) => {
                    let label = format!("{} again", quoted(day.as_str()));
                    reader.refuse(&node.place, "a list of different days", Why::new(label));
                }
                day => days.0.extend(day),
            }
        }
        (!days.0.is_empty()).then_some(days)
    }
}

impl FromNode for TimeOfDay {
    const WHAT: &'static str = "a time of day";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let read = match &node.value {
            Value::String(text) | Value::Datetime(text) => time_of_day(text).ok_or_else(|| {
                Why::new(format!("{} is no time of day", quoted(text))).help(EXAMPLE)
            }),
            other => Err(Why::new(other.kind()).help(EXAMPLE)),
        };
        reader.leaf(node, read)
    }
}

/// Reads `02:00` or, as TOML writes it, `02:00:00`.
pub fn time_of_day(text: &str) -> Option<TimeOfDay> {
    let text = text.strip_suffix(":00").filter(|rest| rest.contains(':')).unwrap_or(text);
    let (hours, minutes) = text.split_once(':')?;
    let number = |digits: &str| {
        let sound = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        sound.then(|| digits.parse::<u64>().ok()).flatten()
    };
    let (hours, minutes) = (number(hours)?, number(minutes).filter(|minutes| *minutes < 60)?);
    let time = TimeOfDay(SimDuration::from_minutes(hours * 60 + minutes));
    (time <= TimeOfDay::END).then_some(time)
}

impl JsonSchema for Days {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Days".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let days = generator.subschema_for::<Day>();
        json_schema!({ "type": "array", "items": days, "minItems": 1, "uniqueItems": true })
    }
}

impl JsonSchema for TimeOfDay {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "TimeOfDay".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"^(?:[01]\d|2[0-3]):[0-5]\d(?::00)?$|^24:00$" })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{refusal, value};
    use super::*;

    #[test]
    fn a_time_of_day_is_a_text_or_one_of_tomls() {
        for (text, minutes) in
            [("'02:00'", 120), ("02:30:00", 150), ("'00:00'", 0), ("'24:00'", 1_440)]
        {
            let expected = TimeOfDay(SimDuration::from_minutes(minutes));
            assert_eq!(value::<TimeOfDay>(text), expected, "{text}");
        }
        assert_eq!(TimeOfDay(SimDuration::from_minutes(150)).to_string(), "02:30");
        for text in ["'2:00'", "'24:01'", "'02:60'", "'02:00:30'", "'02'", "':00'", "'2 am'", "2"] {
            assert!(refusal::<TimeOfDay>(text).1.starts_with("write \"02:00\""), "{text}");
        }
    }

    #[test]
    fn days_are_different_days_of_the_week() {
        assert_eq!(value::<Days>("['sun', 'mon']"), Days(vec![Day::Sunday, Day::Monday]));
        for (text, label, help) in [
            ("[]", "an empty list", ""),
            ("'mon'", "a text", "write [\"mon\"], a list of one"),
            ("['mon', 'mon']", "`mon` again", ""),
            ("['Monday']", "`Monday` is not known", "it is called `mon` here"),
            ("[1]", "a whole number", "write \"1\", in quotes"),
            ("7", "a whole number", "write [\"mon\", \"tue\"]"),
        ] {
            assert_eq!(refusal::<Days>(text), (label.into(), help.into()), "{text}");
        }
    }

    #[test]
    fn the_week_begins_on_monday_at_midnight() {
        let monday = jiff::civil::date(2026, 1, 5).at(0, 0, 0, 0);
        assert_eq!(since_monday(monday), SimDuration::ZERO);
        let sunday = jiff::civil::date(2026, 1, 11).at(23, 59, 0, 0);
        assert_eq!(since_monday(sunday), SimDuration::from_minutes(7 * 1_440 - 1));
        assert_eq!(Day::Sunday.begins(), SimDuration::from_days(6));
    }
}
