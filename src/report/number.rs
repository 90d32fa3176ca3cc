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

/// A number for a machine, empty if absent.
pub fn plain_or_empty(value: Option<f64>) -> String {
    value.map(plain).unwrap_or_default()
}

/// A count for people: thousands apart, a decimal only where it says something.
pub fn people(value: f64) -> String {
    if value.is_infinite() {
        return "not reached".to_string();
    }
    let whole = value.round();
    let is_whole = (value - whole).abs() < 1e-9;
    let decimals = usize::from(!is_whole && value < 1_000.0) * if value < 1.0 { 2 } else { 1 };
    grouped(&format!("{value:.decimals$}"))
}

fn grouped(text: &str) -> String {
    let (digits, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    format!("{}{rest}", thousands(digits))
}

/// Counts of one table for people: all whole, or all with two decimals, so that they add up.
pub fn counts(values: &[f64]) -> Vec<String> {
    let whole = values.iter().all(|v| (v - v.round()).abs() < 1e-9);
    let decimals = if whole { 0 } else { 2 };
    values.iter().map(|v| grouped(&format!("{v:.decimals$}"))).collect()
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
    let decimals = match percent {
        p if !(0.0 < p && p < 100.0) => 0,
        p if p > 99.0 => 2,
        p if p >= 1.0 => 1,
        p => (2..=9).find(|&n| p * TENS[n] >= 9.95).unwrap_or(9),
    };
    format!("{percent:.decimals$} %")
}

/// A level of confidence for people: `95 %`, `99.86 %`.
pub fn level(share: f64) -> String {
    let text = format!("{:.4}", 100.0 * share);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

const TENS: [f64; 10] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

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
        let lengths = [12.0, 90.0, 1_470.0, 11_100.0, 187_200.0, f64::INFINITY].map(length);
        assert_eq!(lengths, ["12s", "1m30s", "25m", "3h05m", "2d4h", "not reached"]);
        let carried = [599.6, 3_570.0, 3_629.0, 7_199.0, 86_399.0, 172_799.0].map(length);
        assert_eq!(carried, ["10m", "1h00m", "1h00m", "2h00m", "1d0h", "2d0h"]);
    }
}
