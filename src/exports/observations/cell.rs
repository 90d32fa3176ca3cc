//! One cell: a number of units, a length of time, an instant, yes or no.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::kernel::math;
use crate::kernel::time::SimDuration;
use crate::scenario::duration;

/// What a plain number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days of 24 hours.
    Days,
}

impl Unit {
    fn length(self) -> SimDuration {
        match self {
            Self::Seconds => SimDuration::from_secs(1),
            Self::Minutes => SimDuration::from_minutes(1),
            Self::Hours => SimDuration::from_hours(1),
            Self::Days => SimDuration::from_days(1),
        }
    }
}

/// A date and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// With an offset from UTC: an instant.
    Instant(Timestamp),
    /// Without: what a clock on some wall showed.
    Wall(DateTime),
}

/// A cell that holds a length, or a number that a unit makes one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Length {
    /// As written.
    Written(SimDuration),
    /// A plain number, with the character before its decimals if it has any.
    Number(f64, Option<char>),
}

const NO_LENGTH: &str =
    "no number and no length of time; a length is written as 25m, 1h30m, 00:25:00 or PT25M";

/// Reads a length or a number; a comma may part decimals only where it parts no cells.
pub(super) fn length(text: &str, delimiter: char) -> Result<Length, String> {
    if text.is_empty() {
        return Err("empty".into());
    }
    if let Some(number) = number(text, delimiter) {
        return number;
    }
    let rest = text.strip_prefix(['-', '\u{2212}']);
    if rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == 'P')) {
        return Err("negative; a length of time is not".into());
    }
    if text.starts_with(['=', '+', '@', '-']) {
        return Err("a formula; save the table with values instead".into());
    }
    if text.starts_with('#') {
        return Err("an error of a spreadsheet's formula".into());
    }
    written(text).map(Length::Written)
}

/// A length as a scenario writes it, spaces between its parts left out, or in ISO 8601.
fn written(text: &str) -> Result<SimDuration, String> {
    let plain: String = text.split(' ').collect();
    let why = match duration::length(&plain) {
        Ok(length) => return Ok(length),
        Err(why) => why.label,
    };
    // The scenario's own spelling knows no fractions of an hour.
    let iso = text.starts_with('P').then(|| text.parse::<SignedDuration>().ok()).flatten();
    let iso = iso.and_then(|length| u64::try_from(length.as_millis()).ok());
    match iso.map(SimDuration::from_ms) {
        Some(length) if length <= SimDuration::LONGEST => Ok(length),
        Some(_) => Err(too_long()),
        None if why == "too long" => Err(too_long()),
        None => Err(NO_LENGTH.into()),
    }
}

fn too_long() -> String {
    format!("more than {}, the longest length of time", SimDuration::LONGEST)
}

/// A plain decimal number: digits, perhaps decimals, perhaps an exponent. `None` if it is none.
fn number(text: &str, delimiter: char) -> Option<Result<Length, String>> {
    let (digits, exponent) =
        text.split_once(['e', 'E']).map_or((text, None), |(d, e)| (d, Some(e)));
    let (whole, decimals) =
        digits.split_once(['.', ',']).map_or((digits, None), |(w, d)| (w, Some(d)));
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_exponent = |text: &str| plain(text.strip_prefix(['+', '-']).unwrap_or(text));
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') {
        let several = decimals.is_some_and(|rest| rest.contains(['.', ',']));
        if several || (digits.contains(',') && delimiter == ',') {
            return Some(Err("a comma or point that may part thousands or decimals; write it \
                             without thousands, with a decimal point"
                .into()));
        }
    }
    let sound = plain(whole) && decimals.is_none_or(plain) && exponent.is_none_or(is_exponent);
    let value = sound.then(|| text.replace(',', ".").parse::<f64>().ok()).flatten()?;
    let mark = digits.chars().find(|c| !c.is_ascii_digit());
    Some(Ok(Length::Number(value, mark)))
}

/// A number of units as a length.
pub(super) fn of_unit(value: f64, unit: Unit) -> Result<SimDuration, String> {
    let ms = math::times(unit.length(), value);
    if ms > math::from_length(SimDuration::LONGEST) {
        return Err(too_long());
    }
    Ok(math::to_length(ms))
}

/// A length that a law of lengths can have made: longer than nothing.
pub(super) fn positive(length: SimDuration) -> Result<SimDuration, String> {
    let why = "zero, or less than half a millisecond; a law of lengths needs longer ones";
    if length == SimDuration::ZERO { Err(why.into()) } else { Ok(length) }
}

/// Reads a date and time of ISO 8601, or PowerShell's `/Date(0)/`.
///
/// # Errors
/// Why it is none.
pub fn moment(text: &str) -> Result<Moment, String> {
    let text = text.trim();
    if let Some(ms) = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        let at = ms.parse().ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
        return at.map(Moment::Instant).ok_or_else(|| "no date".into());
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(Moment::Instant(at));
    }
    // A date alone would be read as its midnight.
    let wall = text.parse::<DateTime>().ok().filter(|_| text.contains(':'));
    let why = "no date and time of ISO 8601, such as 2026-03-04T12:00:00Z or 2026-03-04 12:00:00";
    wall.map(Moment::Wall).ok_or_else(|| why.into())
}

/// How long after one moment another is.
pub(super) fn between(from: Moment, to: Moment) -> Result<SimDuration, String> {
    let utc = |wall: DateTime| {
        wall.to_zoned(TimeZone::UTC).map(|at| at.timestamp()).map_err(|_| "no date".to_string())
    };
    let (from, to) = match (from, to) {
        (Moment::Instant(from), Moment::Instant(to)) => (from, to),
        (Moment::Wall(from), Moment::Wall(to)) => (utc(from)?, utc(to)?),
        (Moment::Instant(_), Moment::Wall(_)) | (Moment::Wall(_), Moment::Instant(_)) => {
            return Err("one instant has an offset from UTC and the other has none".into());
        }
    };
    let ms = to.duration_since(from).as_millis();
    let ms = u64::try_from(ms).map_err(|_| "the end is before the start".to_string())?;
    let length = SimDuration::from_ms(ms);
    if length > SimDuration::LONGEST { Err(too_long()) } else { positive(length) }
}

const YES: [&str; 9] = ["true", "yes", "y", "1", "wahr", "ja", "vrai", "oui", "verdadero"];
const NO: [&str; 9] = ["false", "no", "n", "0", "falsch", "nein", "faux", "non", "falso"];

/// Reads yes or no.
pub(super) fn truth(text: &str) -> Result<bool, String> {
    let plain = text.to_lowercase();
    match (YES.contains(&plain.as_str()), NO.contains(&plain.as_str())) {
        (true, _) => Ok(true),
        (_, true) => Ok(false),
        (false, false) if plain.is_empty() => Err("empty; yes or no was expected".into()),
        (false, false) => Err("neither yes nor no, true nor false, 1 nor 0".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(text: &str) -> Result<u64, String> {
        let read = match length(text, ';')? {
            Length::Written(length) => length,
            Length::Number(value, _) => of_unit(value, Unit::Minutes)?,
        };
        positive(read).map(SimDuration::ms)
    }

    #[test]
    fn a_cell_holds_a_number_or_a_length() {
        for (text, ms) in [
            ("25", 1_500_000),
            ("2.5", 150_000),
            ("2,5", 150_000),
            ("1e2", 6_000_000),
            ("1,2E+03", 72_000_000),
            ("25m", 1_500_000),
            ("1h 30m", 5_400_000),
            ("00:25:00", 1_500_000),
            ("PT25M", 1_500_000),
            ("PT1.5H", 5_400_000),
            ("P1DT2H", 93_600_000),
        ] {
            assert_eq!(minutes(text), Ok(ms), "{text}");
        }
    }

    #[test]
    fn a_cell_that_holds_none_is_told_why() {
        for (text, told) in [
            ("", "empty"),
            ("0", "zero"),
            ("0m", "zero"),
            ("1e-320", "zero, or less than half a millisecond"),
            ("1e308", "more than 36500d"),
            ("1e9999", "more than 36500d"),
            ("36501d", "more than 36500d"),
            ("PT999999999999H", "more than 36500d"),
            ("-5", "negative"),
            ("\u{2212}5", "negative"),
            ("-PT5M", "negative"),
            ("=1+1", "a formula"),
            ("@SUM(A1)", "a formula"),
            ("+5", "a formula"),
            ("-A1", "a formula"),
            ("#DIV/0!", "an error of a spreadsheet"),
            ("NaN", "no number"),
            ("inf", "no number"),
            ("∞", "no number"),
            ("1_000", "no number"),
            ("0x10", "no number"),
            ("１２", "no number"),
            ("1 234", "no number"),
            ("1.234,5", "thousands or decimals"),
            ("1,234,567", "thousands or decimals"),
            ("P1M", "no number"),
            ("25:30", "no number"),
        ] {
            let why = minutes(text).unwrap_err();
            assert!(why.starts_with(told) || why.contains(told), "{text}: {why}");
        }
        assert!(length("1,5", ',').is_err(), "where commas part cells they part no decimals");
    }

    #[test]
    fn lengths_lie_between_instants_of_one_kind() {
        let read = |from: &str, to: &str| between(moment(from)?, moment(to)?).map(SimDuration::ms);
        for (from, to, ms) in [
            ("2026-03-02T08:00:00Z", "2026-03-02T09:30:00+01:00", 1_800_000),
            ("2026-03-02 08:00", "2026-03-02T08:00:01.5", 1_500),
            ("/Date(0)/", "1970-01-01T00:01:00Z", 60_000),
        ] {
            assert_eq!(read(from, to), Ok(ms), "{from} {to}");
        }
        for (from, to, told) in [
            ("2026-03-02T08:00:00Z", "2026-03-02T08:30:00", "one instant has an offset"),
            ("2026-03-02T08:00:00Z", "2026-03-02T07:59:59Z", "the end is before the start"),
            ("2026-03-02T08:00:00Z", "2026-03-02T08:00:00Z", "zero"),
            ("0001-01-01T00:00:00Z", "2026-03-02T08:00:00Z", "more than 36500d"),
            ("2026-03-02", "2026-03-03", "no date and time"),
            ("29.09.2025 12:51:47", "2026-03-03", "no date and time"),
            ("/Date(99999999999999999999)/", "2026-03-03", "no date"),
        ] {
            let why = read(from, to).unwrap_err();
            assert!(why.starts_with(told), "{from} {to}: {why}");
        }
    }
}
