//! A difference in its unit, for people: with a sign, or in words.

use crate::report::number::{length, people, percent};
use crate::statistics::measure::Unit;

/// A value in its unit.
pub(super) fn shown(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Count => amount(value),
        Unit::Share => percent(value),
        Unit::Seconds => time(value),
    }
}

/// A difference in its unit, with its sign; zero has none.
pub(super) fn signed(value: f64, unit: Unit) -> String {
    let size = shown(value.abs(), unit);
    let nothing = shown(0.0, unit);
    match value {
        _ if size == nothing => size,
        v if v > 0.0 => format!("+{size}"),
        _ => format!("-{size}"),
    }
}

/// An interval of differences.
pub(super) fn interval((low, high): (f64, f64), unit: Unit) -> String {
    format!("[{}, {}]", signed(low, unit), signed(high, unit))
}

/// A count; of one below 1, two digits that say something.
fn amount(count: f64) -> String {
    match count.abs() {
        size if size < 0.000_05 => "0".into(),
        size if size < 0.099_5 => format!("{count:.4}").trim_end_matches('0').into(),
        _ => people(count),
    }
}

/// A length of time; tenths of a second where seconds are few, since a difference may be small.
fn time(seconds: f64) -> String {
    if (0.05..9.95).contains(&seconds) { format!("{seconds:.1}s") } else { length(seconds) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_has_its_sign_and_unit() {
        for (value, unit, told) in [
            (12.0, Unit::Count, "+12"),
            (-1_234.0, Unit::Count, "-1,234"),
            (0.031, Unit::Share, "+3.1 %"),
            (-0.000_5, Unit::Share, "-0.050 %"),
            (725.0, Unit::Seconds, "+12m"),
            (-0.42, Unit::Seconds, "-0.4s"),
            (-0.01, Unit::Seconds, "0s"),
            (0.0, Unit::Share, "0 %"),
            (-0.0, Unit::Count, "0"),
            (0.002, Unit::Count, "+0.002"),
            (-0.25, Unit::Count, "-0.25"),
            (1e-9, Unit::Count, "0"),
        ] {
            assert_eq!(signed(value, unit), told);
        }
        assert_eq!(interval((-60.0, 7_200.0), Unit::Seconds), "[-1m00s, +2h00m]");
    }
}
