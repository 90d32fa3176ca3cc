//! Dates as exports write them: Graph's, PowerShell's in JSON, and those of any locale's console.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// What a console says for the afternoon, in the languages of Windows.
const AFTERNOON: [&str; 13] =
    ["pm", "p.m.", "p. m.", "p m", "午後", "下午", "오후", "μμ", "μ.μ.", "du.", "odp.", "م", "ch"];
/// And for the morning.
const MORNING: [&str; 13] =
    ["am", "a.m.", "a. m.", "a m", "午前", "上午", "오전", "πμ", "π.μ.", "de.", "dop.", "ص", "sa"];
/// How far the Buddhist calendar is ahead.
const BUDDHIST: i16 = 543;

/// Reads an instant of Graph, ISO 8601 with an offset; or PowerShell's `/Date(0)/`. None if it is
/// one of the dates that stand for no date.
///
/// # Errors
/// Why it is no instant.
pub(crate) fn instant(text: &str) -> Result<Option<DateTime>, String> {
    let text = text.trim();
    // .NET's last instant lies beyond what a time stamp can be.
    if text.starts_with("9999-12-31T") {
        return Ok(None);
    }
    let read = match text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")) {
        Some(ms) => ms.parse().ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()),
        None => text.parse::<Timestamp>().ok(),
    };
    let civil = match read {
        Some(at) => Some(at.to_zoned(TimeZone::UTC).datetime()),
        None => text.parse::<DateTime>().ok().filter(|_| text.contains(':')),
    };
    let Some(civil) = civil else { return Err(format!("{} is no date", shown(text))) };
    Ok((2000..=9000).contains(&civil.year()).then(|| whole_second(civil)))
}

/// Whether a text is one of the dates that stand for no date.
pub(crate) fn is_placeholder(text: &str) -> bool {
    instant(text) == Ok(None)
}

fn whole_second(at: DateTime) -> DateTime {
    at.with().subsec_nanosecond(0).build().unwrap_or(at)
}

/// A text that is to be a date, as far as it consists of what dates consist of; other numbers may be
/// somebody's.
fn shown(text: &str) -> String {
    let of_dates = |c: char| c.is_ascii_digit() || "-+:./TZ ".contains(c);
    let has_time = text.contains(':') && text.contains(['-', '.', '/']);
    let has_year = text.find('-') == Some(4) && text.len() <= 10;
    if text.len() <= 40 && text.chars().all(of_dates) && (has_time || has_year) {
        format!("`{text}`")
    } else {
        "the text".into()
    }
}

/// What the console text of a date can mean, in the order of likelihood.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Meanings {
    /// Every date and time that it can be.
    pub(crate) all: Vec<DateTime>,
    /// What is not certain about it.
    pub(crate) doubt: Option<&'static str>,
}

/// Reads a date in the style of any locale: three numbers, then the time of day.
///
/// # Errors
/// Why it is no date.
pub(crate) fn localized(text: &str) -> Result<Meanings, String> {
    let no_date = || format!("{} is no date and time", shown(text));
    let numbers = numbers(text);
    let [a, b, c, hour, minute, rest @ ..] = numbers.as_slice() else { return Err(no_date()) };
    let second = rest.first().map_or(0, |second| second.value);
    let (hours, hour_doubt) = hours(text, hour.value).ok_or_else(no_date)?;
    let (dates, date_doubt) = dates([*a, *b, *c], text);
    let at = |date: Date, hour: i16| civil(date, [hour, minute.value, second]);
    let all: Vec<_> =
        dates.iter().flat_map(|&date| hours.iter().filter_map(move |&h| at(date, h))).collect();
    let certain = all.len() < 2;
    let doubt = date_doubt.or(hour_doubt).filter(|_| !certain);
    if all.is_empty() { Err(no_date()) } else { Ok(Meanings { all, doubt }) }
}

/// What a date is if its day is written before its month, and if its month is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ordered {
    /// With the day first.
    pub(crate) day_first: Option<DateTime>,
    /// With the month first.
    pub(crate) month_first: Option<DateTime>,
    /// Whether points part its numbers, as where the day is written first.
    pub(crate) is_dotted: bool,
}

/// Reads a date in the style of any locale of which nothing may be in doubt but the order of day
/// and month. None if the text has not the shape of one.
///
/// # Errors
/// Why it is no such date.
pub(crate) fn ordered(text: &str) -> Option<Result<Ordered, &'static str>> {
    let text = text.trim();
    let numbers = numbers(text);
    let [a, b, c, hour, minute, rest @ ..] = numbers.as_slice() else { return None };
    let second = rest.first().map_or(0, |second| second.value);
    // An offset follows a sign, or its digits come seventh; so do fractions.
    let signs = text.matches('-').count();
    if rest.len() > 1 || text.contains(['+', '\u{2212}']) || (signs != 0 && signs != 2) {
        return Some(Err("fractions of a second or an offset from UTC, read in ISO 8601 only"));
    }
    if !has_only_words_of_time(text) {
        return None;
    }
    let Some((hours, _)) = hours(text, hour.value) else { return Some(Err(NO_SUCH)) };
    let [hour] = hours[..] else { return Some(Err(NO_SUCH)) };
    let at = |date: Date| civil(date, [hour, minute.value, second]);
    let (day_first, month_first) = match [a, b, c].map(|number| number.length) {
        [4, 1 | 2, 1 | 2] => {
            let only = at((gregorian(a.value), b.value, c.value));
            (only, only)
        }
        [1 | 2, 1 | 2, 4] => {
            let year = gregorian(c.value);
            (at((year, b.value, a.value)), at((year, a.value, b.value)))
        }
        _ => return Some(Err("no year of four digits")),
    };
    let is_dotted = text.trim_start_matches(|c| digit(c).is_some()).starts_with('.');
    let is_one = day_first.is_some() || month_first.is_some();
    Some(if is_one { Ok(Ordered { day_first, month_first, is_dotted }) } else { Err(NO_SUCH) })
}

const NO_SUCH: &str = "no day of the calendar, or no time of the day";

/// Whether the only words of a text tell morning from afternoon, and all signs part numbers.
fn has_only_words_of_time(text: &str) -> bool {
    let is_between =
        |c: char| digit(c).is_some() || c.is_whitespace() || "./-:,\u{200e}\u{200f}".contains(c);
    let words = |text: &str| {
        let words: Vec<&str> = text.split(is_between).filter(|word| !word.is_empty()).collect();
        words.join(" ")
    };
    let found = words(&text.to_lowercase());
    let mut known = MORNING.iter().chain(&AFTERNOON).map(|known| words(known));
    found.is_empty() || found == "г" || known.any(|known| known == found)
}

fn civil((year, month, day): Date, time: [i16; 3]) -> Option<DateTime> {
    let number = |n: i16| i8::try_from(n).ok();
    let [Some(hour), Some(minute), Some(second)] = time.map(number) else { return None };
    DateTime::new(year, number(month)?, number(day)?, hour, minute, second, 0).ok()
}

/// The year of a calendar that may be the Buddhist one.
fn gregorian(year: i16) -> i16 {
    if year > 2_400 { year - BUDDHIST } else { year }
}

/// A number of a date, with how many digits it has.
#[derive(Clone, Copy)]
struct Digits {
    value: i16,
    length: usize,
}

/// The numbers of a text, in whatever digits it is written.
fn numbers(text: &str) -> Vec<Digits> {
    let mut found: Vec<Digits> = vec![];
    let mut within = false;
    for c in text.chars() {
        let Some(digit) = digit(c) else {
            within = false;
            continue;
        };
        match found.last_mut().filter(|_| within) {
            Some(last) => {
                last.value = last.value.saturating_mul(10).saturating_add(digit);
                last.length += 1;
            }
            None => found.push(Digits { value: digit, length: 1 }),
        }
        within = true;
    }
    found
}

fn digit(c: char) -> Option<i16> {
    let zeros = ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{e50}'];
    let code = u32::from(c);
    let value =
        zeros.iter().find_map(|&zero| code.checked_sub(u32::from(zero)).filter(|d| *d < 10));
    value.and_then(|value| i16::try_from(value).ok())
}

/// The hours of the day that are meant.
fn hours(text: &str, hour: i16) -> Option<(Vec<i16>, Option<&'static str>)> {
    let plain = text.to_lowercase().replace(char::is_whitespace, " ");
    let says = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    let (morning, afternoon) = (says(&MORNING), says(&AFTERNOON));
    let half = hour % 12;
    let has_word = plain.chars().any(|c| c.is_alphabetic() && !"t z г".contains(c));
    match (morning, afternoon) {
        _ if !(0..24).contains(&hour) => None,
        _ if hour > 12 || (hour == 0 && !afternoon) => Some((vec![hour], None)),
        (false, true) => Some((vec![half + 12], None)),
        (true, false) => Some((vec![half], None)),
        (false, false) if !has_word => Some((vec![hour], None)),
        (_, _) => Some((vec![half, half + 12], Some("whether before noon or after is not said"))),
    }
}

type Date = (i16, i16, i16);

/// Year, month and day that are meant.
fn dates(numbers: [Digits; 3], text: &str) -> (Vec<Date>, Option<&'static str>) {
    let [a, b, c] = numbers.map(|number| number.value);
    let short = |value: i16| 2_000 + value;
    let sound = |date: &Date| {
        let (year, month, day) = *date;
        let number = |n: i16| i8::try_from(n).ok();
        let date = number(month).zip(number(day));
        date.is_some_and(|(m, d)| jiff::civil::Date::new(year, m, d).is_ok())
    };
    let written: Vec<Date> = match numbers.map(|number| number.length) {
        [y, _, _] if y >= 4 => vec![(gregorian(a), b, c)],
        [_, _, y] if y >= 4 && text.contains('/') => {
            vec![(gregorian(c), a, b), (gregorian(c), b, a)]
        }
        [_, _, y] if y >= 4 => vec![(gregorian(c), b, a)],
        _ => vec![(short(c), a, b), (short(c), b, a), (short(a), b, c)],
    };
    let mut dates: Vec<Date> = written.iter().copied().filter(sound).collect();
    if dates.is_empty() {
        let swapped = written.iter().map(|&(year, month, day)| (year, day, month));
        dates = swapped.filter(sound).collect();
    }
    dates.dedup();
    (dates, Some("day and month, or year, can be told apart in more than one way"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meanings(text: &str) -> Vec<String> {
        localized(text).unwrap().all.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_instant_of_graph_is_read_in_utc() {
        for (text, read) in [
            ("2026-03-02T08:00:00Z", "2026-03-02T08:00:00"),
            ("2026-03-02T08:00:00.1234567+02:00", "2026-03-02T06:00:00"),
            ("2026-03-02T08:00:00", "2026-03-02T08:00:00"),
            ("/Date(1772438400000)/", "2026-03-02T08:00:00"),
        ] {
            assert_eq!(instant(text).unwrap().unwrap().to_string(), read, "{text}");
        }
        for no_date in ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
            assert_eq!(instant(no_date), Ok(None));
        }
    }

    #[test]
    fn what_is_no_instant_is_told_unless_it_could_be_a_name() {
        for (text, told) in [
            ("2026-11-010T20:00:34Z", "`2026-11-010T20:00:34Z` is no date"),
            ("2026-02-30T08:00:00Z", "`2026-02-30T08:00:00Z` is no date"),
            ("2026-03-02", "`2026-03-02` is no date"),
            ("adele", "the text is no date"),
            ("+49 151 5550-1234", "the text is no date"),
            ("4711081512345678", "the text is no date"),
            ("", "the text is no date"),
            ("/Date(99999999999999999999)/", "the text is no date"),
        ] {
            assert_eq!(instant(text), Err(told.into()), "{text}");
        }
    }

    #[test]
    fn a_date_of_any_locale_is_read() {
        for (text, read) in [
            ("9/29/2025 12:51:47 PM", "2025-09-29T12:51:47"),
            ("9/29/2025 12:51:47 AM", "2025-09-29T00:51:47"),
            ("29/09/2025 12:51:47", "2025-09-29T12:51:47"),
            ("05.01.2023 20:28:37", "2023-01-05T20:28:37"),
            ("24-3-2025 22:03:04", "2025-03-24T22:03:04"),
            ("2025-09-29 12:51:47", "2025-09-29T12:51:47"),
            ("2025/09/29 12:51:47", "2025-09-29T12:51:47"),
            ("2025. 09. 29. 12:51:47", "2025-09-29T12:51:47"),
            ("29.9.2025 12.51.47", "2025-09-29T12:51:47"),
            ("29.9.2025 г. 12:51:47", "2025-09-29T12:51:47"),
            ("2025-09-29 오후 3:51:47", "2025-09-29T15:51:47"),
            ("2025/09/29 午後 0:51:47", "2025-09-29T12:51:47"),
            ("29/9/2568 12:51:47", "2025-09-29T12:51:47"),
            ("٢٩/٠٩/٢٠٢٥ ٠٣:٥١:٤٧ م", "2025-09-29T15:51:47"),
            ("9/29/2025 3:51 PM", "2025-09-29T15:51:00"),
            ("9/9/2025 15:51:47", "2025-09-09T15:51:47"),
        ] {
            assert_eq!(meanings(text), [read], "{text}");
            assert_eq!(localized(text).unwrap().doubt, None, "{text}");
        }
    }

    #[test]
    fn what_can_mean_several_dates_gives_all_of_them() {
        for (text, read) in [
            ("3/9/2025 15:51:47", &["2025-03-09T15:51:47", "2025-09-03T15:51:47"][..]),
            (
                "03/09/25 15:51:47",
                &["2025-03-09T15:51:47", "2025-09-03T15:51:47", "2003-09-25T15:51:47"],
            ),
            ("29.9.2025 3:51:47 xx", &["2025-09-29T03:51:47", "2025-09-29T15:51:47"]),
        ] {
            assert_eq!(meanings(text), read, "{text}");
            assert!(localized(text).unwrap().doubt.is_some(), "{text}");
        }
    }

    #[test]
    fn a_date_is_read_with_the_day_first_and_with_the_month_first() {
        let (november, may) = (Some("2026-11-05T20:15:00"), Some("2026-05-11T20:15:00"));
        for (text, day_first, month_first, is_dotted) in [
            ("05.11.2026 20:15", november, may, true),
            ("5/11/2026 8:15:00 PM", november, may, false),
            ("05/11/2026, 8:15 p.\u{a0}m.", november, may, false),
            ("05-11-2026 20:15:00", november, may, false),
            ("13/11/2026 20:15", Some("2026-11-13T20:15:00"), None, false),
            ("11/13/2026 12:15:00\u{202f}AM", None, Some("2026-11-13T00:15:00"), false),
            ("2026/11/05 20:15", november, november, false),
            ("2026-11-5 8:15 PM", november, november, false),
        ] {
            let read = ordered(text).unwrap().unwrap();
            let told = [read.day_first, read.month_first].map(|at| at.map(|at| at.to_string()));
            let wanted = [day_first, month_first].map(|at| at.map(String::from));
            assert_eq!((told, read.is_dotted), (wanted, is_dotted), "{text}");
        }
        for (text, why) in [
            ("05.11.2026 20:15:00,5", "fractions of a second"),
            ("05.11.2026 20:15 +01", "fractions of a second or an offset"),
            ("05/11/2026 20:15 -05", "fractions of a second or an offset"),
            ("05/11/26 20:15", "no year of four digits"),
            ("31.11.2026 20:15", "no day of the calendar"),
            ("05.11.2026 24:15", "no day of the calendar, or no time"),
        ] {
            assert!(ordered(text).unwrap().unwrap_err().starts_with(why), "{text}");
        }
        for text in ["", "05.11.2026", "05.11.2026 20:15 UTC", "05/11/2026 8:15:00Z", "1 2 3 4 5x"]
        {
            assert_eq!(ordered(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "soon", "12:51", "99/99/2025 12:51:47", "9/29/2025 25:00:00", "1.1.1 1"] {
            assert!(localized(text).is_err(), "{text}");
        }
        assert!(localized(&"9".repeat(100_000)).is_err());
    }
}
