//! Dates between two columns, as German, American and British machines write them.

use crate::program::Desk;

use super::{TEN, with};

/// Writes the minute of an hour as a date.
type Style = fn(u32) -> String;

const ASKED: &str = "calibrate t.csv --from start --to end";

/// Ten rows from eight o'clock in the evening of a day, written in this style, and then more.
fn table(style: Style, more: &str) -> Desk {
    let rows = TEN.map(|minutes| format!("{};{}\n", style(0), style(minutes)));
    with(&format!("start;end\n{}{more}", rows.concat()))
}

#[test]
fn dates_are_read_as_the_machine_wrote_them() {
    let iso = table(|m| format!("2026-11-26T20:{m:02}:00"), "");
    let (wanted, err) = iso.ends(ASKED, 0);
    assert!(wanted.contains(": 10 lengths, 9m to 31m\n"), "{wanted}");
    assert!(!err.contains("first, as"), "{err}");
    let styles: [(Style, &str); 5] = [
        (|m| format!("26.11.2026 20:{m:02}:00"), "the day first"),
        (|m| format!("05.11.2026 20:{m:02}"), "the day first"),
        (|m| format!("11/26/2026 8:{m:02}:00 PM"), "the month first"),
        (|m| format!("26/11/2026 20:{m:02}"), "the day first"),
        (|m| format!("26-11-2026 20:{m:02}"), "the day first"),
    ];
    for (style, told) in styles {
        let (out, err) = table(style, "").ends(ASKED, 0);
        assert_eq!(out, wanted, "{}", style(0));
        let note = format!("dates are read with {told}, as line 2, column `start` shows");
        assert!(err.contains(&note) && err.contains("those of one clock"), "{err}");
    }
}

#[test]
fn one_day_above_twelve_settles_all_dates_of_both_columns() {
    // From the evening of April 5th to the morning of the 6th, or from May to June.
    let style: Style = |m| format!("{}/5/2026 8:{m:02}:00 PM", if m > 0 { 5 } else { 4 });
    for (last, told, range) in [
        ("4/13/2026 11:00:00 AM;4/13/2026 12:30:00 PM\n", "month", "1h30m to 30d1h"),
        ("4/5/2026 8:00:00 PM;13/5/2026 8:00:00 PM\n", "day", "1d0h to 9d0h"),
    ] {
        let (out, err) = table(style, last).ends(ASKED, 0);
        assert!(err.contains(&format!("with the {told} first, as line 12")), "{err}");
        assert!(out.contains(&format!(": 11 lengths, {range}\n")), "{range}: {out}");
    }
}

#[test]
fn dates_that_can_be_read_in_two_ways_are_refused_until_it_is_said() {
    let style: Style = |m| format!("{:02}/11/2026 20:{m:02}", 4 + m.min(1));
    let desk = table(style, "");
    for asked in [ASKED.to_string(), format!("{ASKED} --skip-unusable")] {
        let (out, err) = desk.ends(&asked, 2);
        let told = "t.csv: line 2, column `start`: day and month cannot be told apart";
        assert!(out.is_empty() && err.contains(told), "{err}");
        assert!(err.contains("--dates day-first or --dates month-first"), "{err}");
    }
    for (order, range) in [("day-first", "1d0h to 1d1h"), ("month-first", "30d0h to 30d1h")] {
        let (out, err) = desk.ends(&format!("{ASKED} --dates {order}"), 0);
        assert!(out.contains(&format!(": 10 lengths, {range}\n")), "{order}: {out}");
        assert!(!err.contains("first, as"), "{err}");
    }
    let (_, err) = desk.ends("calibrate t.csv --column start --dates day-first", 2);
    assert!(err.contains("--to"), "{err}");
}

#[test]
fn a_day_that_is_its_month_is_never_in_doubt() {
    let (out, err) = table(|m| format!("11/11/2026 20:{m:02}"), "").ends(ASKED, 0);
    assert!(out.contains(": 10 lengths, 9m to 31m\n") && !err.contains("first, as"), "{out}{err}");
}

#[test]
fn dates_that_contradict_each_other_are_refused_with_both_lines() {
    let more = "11/27/2026 20:00;11/27/2026 20:30\n";
    let desk = table(|m| format!("26/11/2026 20:{m:02}"), more);
    let (out, err) = desk.ends(ASKED, 2);
    let told =
        "the day is first at line 2, column `start`, and the month at line 12, column `start`";
    assert!(out.is_empty() && err.contains(told), "{err}");
    let (_, err) = desk.ends(&format!("{ASKED} --dates day-first"), 2);
    let told = "line 12, column `start`: no date if the day is first";
    assert!(err.contains(told), "{err}");
    let (out, _) = desk.ends(&format!("{ASKED} --dates day-first --skip-unusable"), 0);
    assert!(out.contains(": 10 lengths, 9m to 31m; 1 row left out\n"), "{out}");
}

#[test]
fn a_date_that_says_more_or_less_than_can_be_read_is_refused() {
    for (start, told) in [
        ("2026-11-26T20:00:00Z", "column `end`: one instant has an offset"),
        ("26.11.2026 20:00:00 +01:00", "column `start`: fractions of a second or an offset"),
        ("26.11.2026 20:00:00,5", "column `start`: fractions of a second or an offset"),
        ("26.11.26 20:00", "column `start`: no year of four digits"),
        ("31.11.2026 20:00", "column `start`: no day of the calendar"),
        ("26.11.2026", "column `start`: no date and time of ISO 8601"),
        ("26.11.2026 20:00 UTC", "column `start`: no date and time of ISO 8601"),
        ("26.11.2026 8:00 soon", "column `start`: no date and time of ISO 8601"),
    ] {
        let more = format!("{start};26.11.2026 20:30\n");
        let (_, err) = table(|m| format!("26.11.2026 20:{m:02}"), &more).ends(ASKED, 2);
        assert!(err.contains(&format!("t.csv: line 12, {told}")), "{start}: {err}");
    }
}
