//! Lengths of time as a scenario writes them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::problem::quoted;
use super::reader::{FromNode, Reader, Why};
use super::tree::{Node, Value};
use crate::kernel::time::SimDuration;

const SECOND: u64 = SimDuration::from_secs(1).ms();
const MINUTE: u64 = SimDuration::from_minutes(1).ms();
const HOUR: u64 = SimDuration::from_hours(1).ms();
const DAY: u64 = SimDuration::from_days(1).ms();

/// The units of our own spelling, the largest first.
const UNITS: [(&str, u64); 5] = [("d", DAY), ("h", HOUR), ("m", MINUTE), ("s", SECOND), ("ms", 1)];
/// ISO 8601's before and after the `T`; years and months have no fixed length.
const ISO_DATE: [(&str, u64); 2] = [("W", 7 * DAY), ("D", DAY)];
const ISO_TIME: [(&str, u64); 3] = [("H", HOUR), ("M", MINUTE), ("S", SECOND)];
/// What people write instead of a unit; only for saying how it is written here.
const LOOSE: [(&str, u64); 24] = [
    ("w", 7 * DAY),
    ("week", 7 * DAY),
    ("weeks", 7 * DAY),
    ("d", DAY),
    ("day", DAY),
    ("days", DAY),
    ("h", HOUR),
    ("hr", HOUR),
    ("hrs", HOUR),
    ("hour", HOUR),
    ("hours", HOUR),
    ("m", MINUTE),
    ("min", MINUTE),
    ("mins", MINUTE),
    ("minute", MINUTE),
    ("minutes", MINUTE),
    ("s", SECOND),
    ("sec", SECOND),
    ("secs", SECOND),
    ("second", SECOND),
    ("seconds", SECOND),
    ("ms", 1),
    ("millisecond", 1),
    ("milliseconds", 1),
];

/// The three spellings, for the schema: ours, ISO 8601's, PowerShell's.
pub(super) const PATTERN: &str = concat!(
    r"(?:(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?:\d+ms)?",
    r"|P(?:\d+W)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    r"|(?:\d+\.)?\d{1,2}:\d{2}:\d{2}(?:\.\d+)?)",
);

const SPELLINGS: &str = "write \"90s\", \"30m\", \"6h\", \"7d\" or \"1h30m\"";

/// Reads a length of time.
///
/// # Errors
/// Why it is none.
pub fn length(text: &str) -> Result<SimDuration, Why> {
    match units(text).or_else(|| iso(text)).or_else(|| clock(text)) {
        Some(ms) => in_range(ms),
        None => Err(refusal(text)),
    }
}

fn in_range(ms: u128) -> Result<SimDuration, Why> {
    let ms = u64::try_from(ms).unwrap_or(u64::MAX);
    let length = SimDuration::from_ms(ms);
    let longest = SimDuration::LONGEST;
    let why = || Why::new("too long").help(format!("the longest length of time is {longest}"));
    (length <= longest).then_some(length).ok_or_else(why)
}

fn refusal(text: &str) -> Why {
    let plain = text.trim();
    let digits = !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit());
    if plain.is_empty() {
        Why::new("empty").help(SPELLINGS)
    } else if plain.starts_with('-') {
        negative()
    } else if let Some(rest) = plain.strip_prefix('+') {
        let help = format!("an instant has a +, a length has none: \"{rest}\"");
        Why::new("an instant").help(help)
    } else if digits {
        no_unit(plain)
    } else if plain.starts_with('P') {
        Why::new("not an ISO 8601 duration of weeks, days, hours, minutes and seconds")
            .help("write \"PT30M\" or \"P1DT2H\"; years and months have no fixed length")
    } else if plain.contains(':') {
        Why::new("not hh:mm:ss").help("write \"00:30:00\", or \"1.00:00:00\" for a day")
    } else if let Some(length) = loosely(plain) {
        Why::new(format!("{} is not how a length is written", quoted(text)))
            .help(format!("write \"{length}\""))
    } else {
        Why::new(format!("{} is no length of time", quoted(text))).help(SPELLINGS)
    }
}

fn negative() -> Why {
    Why::new("negative").help("the shortest length of time is \"0s\"")
}

/// The refusal of a number without a unit.
fn no_unit(number: &str) -> Why {
    let short = if number.len() > 12 { "90" } else { number };
    let units = ["s", "m", "h"].map(|unit| format!("\"{short}{unit}\"")).join(", ");
    Why::new("no unit").help(format!("write {units} or \"{short}d\""))
}

/// `1h30m`: each unit at most once, the larger first.
fn units(text: &str) -> Option<u128> {
    if text.is_empty() { None } else { parts(text, &UNITS) }
}

/// `P1DT2H`.
fn iso(text: &str) -> Option<u128> {
    let rest = text.strip_prefix('P').filter(|rest| !rest.is_empty())?;
    let (date, time) = match rest.split_once('T') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (rest, ""),
    };
    Some(parts(date, &ISO_DATE)? + parts(time, &ISO_TIME)?)
}

/// Numbers with units, which must come in this order.
fn parts(mut rest: &str, mut units: &[(&str, u64)]) -> Option<u128> {
    let mut total = 0;
    while !rest.is_empty() {
        let (number, unit, tail) = part(rest)?;
        let at = units.iter().position(|(name, _)| *name == unit)?;
        if number.contains('.') && unit != "S" {
            return None;
        }
        total += decimal(number, units[at].1)?;
        units = &units[at + 1..];
        rest = tail;
    }
    Some(total)
}

/// The first number, its unit, and the rest.
fn part(text: &str) -> Option<(&str, &str, &str)> {
    let number = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, rest) = text.split_at(number);
    let unit = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (unit, rest) = rest.split_at(unit);
    Some((number, unit, rest))
}

/// A decimal number of units in milliseconds, if it is a whole number of them.
fn decimal(number: &str, unit: u64) -> Option<u128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 9 {
        return None;
    }
    // Digits fail to parse only when there are too many, and then the length is too long.
    let whole = u128::from(whole.parse().unwrap_or(u64::MAX)) * u128::from(unit);
    let scale = 10_u128.pow(u32::try_from(fraction.len()).expect("at most nine digits"));
    let fraction = fraction.parse::<u128>().expect("at most nine digits") * u128::from(unit);
    fraction.is_multiple_of(scale).then_some(whole + fraction / scale)
}

/// `1.02:30:00`: days, hours, minutes, seconds, as PowerShell prints them.
fn clock(text: &str) -> Option<u128> {
    let mut fields = text.split(':');
    let (head, minutes, seconds) = (fields.next()?, fields.next()?, fields.next()?);
    let (days, hours) = head.split_once('.').unwrap_or(("0", head));
    let whole = seconds.split_once('.').map_or(seconds, |(whole, _)| whole);
    let below = |field: &str, limit: u32| {
        field.len() <= 2 && field.parse::<u32>().is_ok_and(|value| value < limit)
    };
    let sound = below(hours, 24) && below(minutes, 60) && below(whole, 60);
    if fields.next().is_some() || !sound || minutes.len() < 2 || whole.len() < 2 {
        return None;
    }
    let fields = [(days, DAY), (hours, HOUR), (minutes, MINUTE), (seconds, SECOND)];
    fields.into_iter().map(|(field, unit)| decimal(field, unit)).sum()
}

/// What a text means that is not how a length is written: `1.5h`, `30 minutes`, `30m 1h`.
fn loosely(text: &str) -> Option<SimDuration> {
    let text: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let (mut rest, mut total) = (text.as_str(), 0);
    while !rest.is_empty() {
        let (number, name, tail) = part(rest)?;
        let (_, unit) = LOOSE.iter().find(|(known, _)| *known == name)?;
        total += decimal(number, *unit)?;
        rest = tail;
    }
    in_range(total).ok()
}

impl FromNode for SimDuration {
    const WHAT: &'static str = "a length of time";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        reader.leaf(node, written(&node.value))
    }
}

/// The length of time that a value spells.
pub(super) fn written(value: &Value) -> Result<SimDuration, Why> {
    match value {
        Value::String(text) | Value::Datetime(text) => length(text),
        Value::Integer(number) if *number < 0 => Err(negative()),
        Value::Integer(number) => Err(no_unit(&number.to_string())),
        Value::Float(number) if number.is_finite() => Err(Why::new("no unit").help(SPELLINGS)),
        other => Err(Why::new(other.kind()).help(SPELLINGS)),
    }
}

impl JsonSchema for SimDuration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A length of time: \"90s\", \"30m\", \"6h\", \"7d\", \"1h30m\", \
                ISO 8601's \"PT30M\", or PowerShell's \"00:30:00\".",
            "type": "string",
            "minLength": 2,
            "pattern": format!("^{PATTERN}$"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_spellings_of_a_length_are_understood() {
        for (text, ms) in [
            ("0s", 0),
            ("90s", 90 * SECOND),
            ("1h30m", 90 * MINUTE),
            ("1d2h3m4s5ms", DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND + 5),
            ("100m", 100 * MINUTE),
            ("250ms", 250),
            ("36500d", 36_500 * DAY),
            ("PT30M", 30 * MINUTE),
            ("P1DT2H", 26 * HOUR),
            ("P2W", 14 * DAY),
            ("PT0.25S", 250),
            ("PT36H", 36 * HOUR),
            ("00:30:00", 30 * MINUTE),
            ("6:00:00", 6 * HOUR),
            ("1.00:00:00", DAY),
            ("00:00:01.5000000", 1_500),
        ] {
            assert_eq!(length(text).map(SimDuration::ms), Ok(ms), "{text}");
        }
    }

    #[test]
    fn any_other_spelling_is_told_what_would_have_been_right() {
        for (text, help) in [
            ("", "write \"90s\", \"30m\""),
            ("90", "write \"90s\", \"90m\", \"90h\" or \"90d\""),
            ("1.5h", "write \"1h30m\""),
            ("30 minutes", "write \"30m\""),
            ("30m1h", "write \"1h30m\""),
            ("1h 30m", "write \"1h30m\""),
            ("1m1m", "write \"2m\""),
            ("6H", "write \"6h\""),
            ("2w", "write \"14d\""),
            (".5h", "write \"90s\""),
            ("1.5.5h", "write \"90s\""),
            ("-5m", "the shortest length of time is \"0s\""),
            ("+5m", "a length has none: \"5m\""),
            ("24:00:00", "\"1.00:00:00\" for a day"),
            ("00:30", "write \"00:30:00\""),
            ("00:60:00", "write \"00:30:00\""),
            ("0:0:0", "write \"00:30:00\""),
            ("+1:00:00", "a length has none"),
            ("1:+1:00", "write \"00:30:00\""),
            ("P", "write \"PT30M\""),
            ("PT", "write \"PT30M\""),
            ("P1M", "years and months have no fixed length"),
            ("PT1.5H", "write \"PT30M\""),
            ("0.0001ms", "write \"90s\""),
            ("36500d1ms", "the longest length of time is 36500d"),
            ("99999999999999999999999999d", "the longest length of time is 36500d"),
            ("99999999999999999999999d99999999999999999999999h", "is 36500d"),
            ("fortnight", "write \"90s\""),
            ("１h", "write \"90s\""),
        ] {
            let why = length(text).unwrap_err();
            assert!(why.help.as_ref().unwrap().contains(help), "{text}: {why:?}");
        }
    }

    #[test]
    fn what_prints_as_a_length_reads_as_the_same_length() {
        for ms in [0, 1, 999, 61_001, 86_400_000, 90_061_001, SimDuration::LONGEST.ms()] {
            let written = SimDuration::from_ms(ms);
            assert_eq!(length(&written.to_string()), Ok(written));
        }
    }
}
