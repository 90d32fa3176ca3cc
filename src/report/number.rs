//! How numbers are written: the same everywhere, on every machine.

use crate::kernel::math::count;

/// A number for a machine: at most nine decimals, no exponent; `inf` where not reached.
pub fn plain(value: f64) -> String {
    if value.is_infinite() {
        return "inf".to_string();
    }
    let text = format!("{value:.9}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_string() } else { short.to_string() }
}

/// A probability for a machine, which may be very small: as [`plain`], but with four digits that say
/// something where nine decimals do not hold them.
pub fn small(value: f64) -> String {
    if !(0.0 < value && value < 1e-5) {
        return plain(value);
    }
    let mut decimals = 9;
    let mut digits = value * 1e9;
    while digits < 1_000.0 && decimals < 300 {
        digits *= 10.0;
        decimals += 1;
    }
    format!("{value:.decimals$}").trim_end_matches('0').to_string()
}

/// A number for a machine, empty if absent.
pub fn plain_or_empty(value: Option<f64>) -> String {
    value.map(plain).unwrap_or_default()
}

/// A count for people: thousands apart, a decimal only where it says something.
pub fn people(value: f64) -> String {
    if value.is_infinite() {
        return "not reached".to_string();
    }
    if let Some(tiny) = tiny(value, 0.005, "0.01") {
        return tiny;
    }
    let whole = value.round();
    let is_whole = (value - whole).abs() < 1e-9;
    let decimals = usize::from(!is_whole && value < 1_000.0) * if value < 1.0 { 2 } else { 1 };
    grouped(&format!("{value:.decimals$}"))
}

/// What is not nothing, but would be rounded to it: less than the least that is written.
fn tiny(value: f64, rounded_up_from: f64, least: &str) -> Option<String> {
    let is_tiny = value.abs() > 0.0 && value.abs() < rounded_up_from;
    is_tiny.then(|| if value > 0.0 { format!("<{least}") } else { format!(">-{least}") })
}

fn grouped(text: &str) -> String {
    let (digits, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    format!("{}{rest}", thousands(digits))
}

/// Counts of one table for people: all whole, or all with two decimals, so that they add up.
pub fn counts(values: &[f64]) -> Vec<String> {
    let whole = values.iter().all(|v| (v - v.round()).abs() < 1e-9);
    let decimals = if whole { 0 } else { 2 };
    let one = |&v: &f64| {
        let tiny = tiny(v, 0.005, "0.01").filter(|_| !whole);
        tiny.unwrap_or_else(|| grouped(&format!("{v:.decimals$}")))
    };
    values.iter().map(one).collect()
}

/// A whole number for people: `1,234,567`.
pub fn whole(value: u64) -> String {
    thousands(&value.to_string())
}

/// So many of something, in words: `1 replication`, `2,000 replications`.
pub fn plural(n: u64, what: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{} {what}{ending}", whole(n))
}

fn thousands(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{sign}{out}")
}

/// A share for people: `12.5 %`; a small one with two digits that say something.
pub fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if let Some(tiny) = tiny(percent, 5e-10, "0.000000001 %") {
        return tiny;
    }
    let decimals = match percent {
        p if !(0.0 < p && p < 100.0) => 0,
        p if p > 99.0 => 2,
        p if p >= 1.0 => 1,
        p => (2..=9).find(|&n| p * tens(n) >= 9.95).unwrap_or(9),
    };
    format!("{percent:.decimals$} %")
}

/// A share that somebody has set, such as a level of confidence or a target, for people: `95 %`,
/// `99.8611 %`, `0.0001 %`; with so many decimals that four digits tell it from none and from all.
pub fn level(share: f64) -> String {
    let edge = 100.0 * share.min(1.0 - share);
    let decimals = (4..=12).find(|&n| edge * tens(n) >= 999.5).unwrap_or(12);
    let text = format!("{:.decimals$}", 100.0 * share);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A number for people with three digits that say something: `0.000123`, `0.451`, `12.3`, `1,235`.
pub fn significant(value: f64) -> String {
    let size = value.abs();
    // What three digits round up to a power of ten needs a decimal less.
    let decimals = (0..=12).find(|&n| size * tens(n) >= 99.95).unwrap_or(12);
    grouped(&format!("{value:.decimals$}"))
}

/// Ten to a small power.
fn tens(power: usize) -> f64 {
    std::iter::repeat_n(10.0, power).product()
}

/// A length of time for people, from seconds: `24m`, `3h05m`, `2d4h`, `not reached`.
pub fn length(seconds: f64) -> String {
    if seconds.is_infinite() {
        return "not reached".to_string();
    }
    let total = whole_seconds(seconds);
    match total {
        0..60 => format!("{total}s"),
        60..600 => format!("{}m{:02}s", total / 60, total % 60),
        _ => in_minutes((total + 30) / 60),
    }
}

/// Rounded before it is split, so that nothing reads `60m` or `1h60m`.
fn in_minutes(minutes: u64) -> String {
    let hours = (minutes + 30) / 60;
    match minutes {
        0..60 => format!("{minutes}m"),
        60..1_440 => format!("{}h{:02}m", minutes / 60, minutes % 60),
        _ => format!("{}d{}h", hours / 24, hours % 24),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to a million years before")]
#[expect(clippy::cast_sign_loss, reason = "clamped to zero before")]
fn whole_seconds(seconds: f64) -> u64 {
    seconds.clamp(0.0, count(31_536_000_000_000)).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_get_plain_decimals() {
        for (value, text) in
            [(0.0, "0"), (-0.0, "0"), (12.5, "12.5"), (1e-12, "0"), (1e12, "1000000000000")]
        {
            assert_eq!(plain(value), text);
        }
        assert_eq!((plain(f64::INFINITY), plain_or_empty(None)), ("inf".into(), String::new()));
    }

    #[test]
    fn people_get_readable_ones() {
        let told = [people(0.25), people(1.5), people(2_043.0), people(1_234_567.8), people(11.0)];
        assert_eq!(told, ["0.25", "1.5", "2,043", "1,234,568", "11"]);
        let shares = [percent(0.0), percent(0.000_5), percent(0.025), percent(0.995), percent(1.0)];
        assert_eq!(shares, ["0 %", "0.050 %", "2.5 %", "99.50 %", "100 %"]);
        assert_eq!(
            [0.95, 0.5, 0.9875, 0.998_611_1].map(level),
            ["95 %", "50 %", "98.75 %", "99.8611 %"]
        );
        assert_eq!([0.29, 1e-6, 0.999_999].map(level), ["29 %", "0.0001 %", "99.9999 %"]);
        assert_eq!([0.01, 1.0, 1.0 / 3e7].map(level), ["1 %", "100 %", "0.000003333 %"]);
        let lengths = [12.0, 90.0, 1_470.0, 11_100.0, 187_200.0, f64::INFINITY].map(length);
        assert_eq!(lengths, ["12s", "1m30s", "25m", "3h05m", "2d4h", "not reached"]);
        let carried = [599.6, 3_570.0, 3_629.0, 7_199.0, 86_399.0, 172_799.0].map(length);
        assert_eq!(carried, ["10m", "1h00m", "1h00m", "2h00m", "1d0h", "2d0h"]);
    }

    #[test]
    fn three_digits_say_something_however_small_a_number_is() {
        let told = [0.000_012_34, 0.000_999_9, 0.450_9, 0.999_6, 5.12, 99.96, 1_234.5];
        let wanted = ["0.0000123", "0.00100", "0.451", "1.00", "5.12", "100", "1,234"];
        assert_eq!(told.map(significant), wanted);
    }

    #[test]
    fn what_is_not_nothing_is_never_shown_as_nothing() {
        let told = [0.001, 0.004_9, 0.005, -0.001, 0.0, 1e-12].map(people);
        assert_eq!(told, ["<0.01", "<0.01", "0.01", ">-0.01", "0", "<0.01"]);
        assert_eq!(counts(&[0.001, 2.0]), ["<0.01", "2.00"]);
        let shares = [1e-9, 4e-12, 6e-12].map(percent);
        assert_eq!(shares, ["0.00000010 %", "<0.000000001 %", "0.000000001 %"]);
        let machines = [0.25, 1e-6, 6.558_2e-6, 1.234_56e-11, 0.0].map(small);
        assert_eq!(machines, ["0.25", "0.000001", "0.000006558", "0.00000000001235", "0"]);
    }
}
