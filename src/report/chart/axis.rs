//! Axes: where they end, in which unit, and the round values written along them.

use super::{Axis, Kind, text};

/// An axis laid over its data.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
    /// The value where it begins: zero, or less than `end`.
    pub(super) start: f64,
    /// The value at its end.
    pub(super) end: f64,
    /// Values to mark, and how they are written.
    pub(super) ticks: Vec<(f64, String)>,
    /// What it measures, with the unit.
    pub(super) label: String,
}

impl Scale {
    /// The part of the axis before a value, between 0 and 1.
    pub(super) fn part(&self, value: f64) -> f64 {
        ((value - self.start) / (self.end - self.start)).clamp(0.0, 1.0)
    }
}

/// An axis that reaches the greatest of its data (least, greatest), in at most `most` steps; `open`
/// ends between two ticks.
pub(super) fn scale(axis: &Axis, data: (f64, f64), most: u32, open: Open) -> Scale {
    let reach = reach(axis, data.1, open);
    let start = start(axis.kind, data, reach);
    let span = reach - start;
    // A unit too large for what is shown would need many decimals.
    let unit = unit(axis.kind, reach.min(100.0 * span));
    let step = step(axis.kind, &unit, span / unit.size, f64::from(most));
    let end = match (open, axis.kind) {
        (Open::Yes, _) | (_, Kind::Share) => reach,
        (Open::No, Kind::Duration | Kind::Length | Kind::Count | Kind::Mean) => {
            (reach / unit.size / step - TINY).ceil() * step * unit.size
        }
    };
    let first = (start / unit.size / step - TINY).ceil();
    let ticks = (0..=most)
        .map(|i| (first + f64::from(i)) * step)
        .filter(|value| value * unit.size <= end + (end - start) * TINY)
        .map(|value| (value * unit.size, format!("{}{}", number(value, step), unit.sign)))
        .collect();
    Scale { start, end, ticks, label: text::clean(&format!("{}{}", axis.label, unit.name)) }
}

fn start(kind: Kind, (least, greatest): (f64, f64), reach: f64) -> f64 {
    let is_far = kind == Kind::Length && least > greatest / 2.0;
    if is_far && reach - least > reach * TINY { least } else { 0.0 }
}

/// Whether an axis may end anywhere, or ends at a tick above its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    Yes,
    No,
}

// Guards whole quotients against the rounding of a division.
const TINY: f64 = 1e-9;
// Figures are not made for anything beyond these; they keep the arithmetic harmless.
const SPANS: (f64, f64) = (1e-6, 1e12);
// The room above the highest value.
const HEADROOM: f64 = 1.04;

fn reach(axis: &Axis, data: f64, open: Open) -> f64 {
    let least = match axis.kind {
        Kind::Share => axis.max.unwrap_or(1.0),
        Kind::Duration | Kind::Length | Kind::Count | Kind::Mean => axis.max.unwrap_or(0.0),
    };
    let room = if open == Open::Yes || axis.kind == Kind::Share { 1.0 } else { HEADROOM };
    let span = least.max(data * room);
    if span > 0.0 { span.clamp(SPANS.0, SPANS.1) } else { 1.0 }
}

struct Unit {
    size: f64,
    name: &'static str,
    sign: &'static str,
    steps: &'static [f64],
}

const PLAIN: Unit = Unit { size: 1.0, name: "", sign: "", steps: &[] };
const PERCENT: Unit = Unit { size: 0.01, name: "", sign: "%", steps: &[] };
const SIXTIES: &[f64] = &[1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0];
const SECONDS: Unit = Unit { size: 1.0, name: " (s)", sign: "", steps: SIXTIES };
const MINUTES: Unit = Unit { size: 60.0, name: " (min)", sign: "", steps: SIXTIES };
const HOURS: Unit =
    Unit { size: 3_600.0, name: " (h)", sign: "", steps: &[1.0, 2.0, 3.0, 4.0, 6.0, 12.0, 24.0] };
const DAYS: Unit =
    Unit { size: 86_400.0, name: " (d)", sign: "", steps: &[1.0, 2.0, 3.0, 7.0, 14.0, 28.0] };

/// The unit of an axis: the largest that leaves room for a few whole steps.
fn unit(kind: Kind, span: f64) -> Unit {
    match kind {
        Kind::Count | Kind::Mean => PLAIN,
        Kind::Share => PERCENT,
        Kind::Duration | Kind::Length if span <= 180.0 => SECONDS,
        Kind::Duration | Kind::Length if span <= 5.0 * 3_600.0 => MINUTES,
        Kind::Duration | Kind::Length if span <= 4.0 * 86_400.0 => HOURS,
        Kind::Duration | Kind::Length => DAYS,
    }
}

/// The smallest round step that covers `span` in at most `most` steps.
fn step(kind: Kind, unit: &Unit, span: f64, most: f64) -> f64 {
    let least = span / most * (1.0 - TINY);
    let customary = unit.steps.iter().copied().find(|&step| least <= step);
    match (kind, customary) {
        (Kind::Duration | Kind::Length, Some(step)) if step * 2.0 <= span => step,
        (Kind::Count, _) => decimal_step(least).max(1.0),
        (Kind::Duration | Kind::Length | Kind::Share | Kind::Mean, _) => decimal_step(least),
    }
}

/// The smallest of 1, 2, 5 times a power of ten that is no less than `least`.
fn decimal_step(least: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= least {
        power *= 10.0;
    }
    while power > least {
        power /= 10.0;
    }
    [1.0, 2.0, 5.0].map(|m| m * power).into_iter().find(|&s| s >= least).unwrap_or(10.0 * power)
}

/// A value with as many decimals as its step needs, thousands apart.
fn number(value: f64, step: f64) -> String {
    let (mut decimals, mut unit) = (0, 1.0);
    while step * unit + TINY < 1.0 && decimals < 9 {
        (decimals, unit) = (decimals + 1, unit * 10.0);
    }
    let plain = format!("{value:.decimals$}");
    let (whole, fraction) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let first = whole.len() % 3;
    let mut out = whole[..first].to_owned();
    for at in (first..whole.len()).step_by(3) {
        let comma = if out.is_empty() { "" } else { "," };
        out = format!("{out}{comma}{}", &whole[at..at + 3]);
    }
    out + fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(kind: Kind, data: f64, open: Open) -> (String, String) {
        let axis = Axis { label: "x".to_owned(), kind, max: None };
        let scale = scale(&axis, (0.0, data), 8, open);
        let ticks: Vec<_> = scale.ticks.into_iter().map(|(_, text)| text).collect();
        (scale.label, ticks.join(" "))
    }

    #[test]
    fn durations_are_marked_in_the_unit_that_suits_them() {
        for (seconds, label, ticks) in [
            (0.0, "x (s)", "0.0 0.2 0.4 0.6 0.8 1.0"),
            (30.0, "x (s)", "0 5 10 15 20 25 30"),
            (100.0, "x (s)", "0 15 30 45 60 75 90"),
            (200.0, "x (min)", "0 1 2 3"),
            (3_600.0, "x (min)", "0 10 20 30 40 50 60"),
            (18_000.0, "x (min)", "0 60 120 180 240 300"),
            (18_001.0, "x (h)", "0 1 2 3 4 5"),
            (86_400.0, "x (h)", "0 3 6 9 12 15 18 21 24"),
            (40.0 * 86_400.0, "x (d)", "0 7 14 21 28 35"),
            (3_650.0 * 86_400.0, "x (d)", "0 500 1,000 1,500 2,000 2,500 3,000 3,500"),
        ] {
            let expected = (label.to_owned(), ticks.to_owned());
            assert_eq!(written(Kind::Duration, seconds, Open::Yes), expected, "{seconds}");
        }
    }

    #[test]
    fn counts_have_whole_steps_and_means_need_not() {
        for (kind, data, ticks) in [
            (Kind::Count, 0.0, "0 1"),
            (Kind::Count, 2.0, "0 1 2 3"),
            (Kind::Count, 1_019.0, "0 200 400 600 800 1,000 1,200"),
            (Kind::Count, 1e6, "0 200,000 400,000 600,000 800,000 1,000,000 1,200,000"),
            (Kind::Mean, 0.3, "0.00 0.05 0.10 0.15 0.20 0.25 0.30 0.35"),
            (Kind::Mean, 12.0, "0 2 4 6 8 10 12 14"),
            (Kind::Share, 0.5, "0% 20% 40% 60% 80% 100%"),
        ] {
            assert_eq!(written(kind, data, Open::No).1, ticks, "{kind:?} {data}");
        }
    }

    #[test]
    fn a_small_share_may_have_an_axis_of_its_own() {
        let axis = Axis { label: "lost".to_owned(), kind: Kind::Share, max: Some(0.001) };
        let scale = scale(&axis, (0.0, 0.000_4), 6, Open::No);
        let ticks: Vec<_> = scale.ticks.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(ticks, ["0.00%", "0.02%", "0.04%", "0.06%", "0.08%", "0.10%"]);
    }

    #[test]
    fn lengths_that_hardly_differ_have_an_axis_that_begins_near_the_least() {
        let axis = Axis { label: "x".to_owned(), kind: Kind::Length, max: None };
        for (data, start, label, marks) in [
            (
                (59.999_75, 60.005_25),
                59.999_75,
                "x (s)",
                "60.000 60.001 60.002 60.003 60.004 60.005",
            ),
            (
                (3_600.0, 3_600.004),
                3_600.0,
                "x (s)",
                "3,600.000 3,600.001 3,600.002 3,600.003 3,600.004",
            ),
            ((600.0, 720.0), 600.0, "x (min)", "10 11 12"),
            ((4e6, 4.32e6), 4e6, "x (d)", "47 48 49 50"),
            ((50.0, 100.0), 0.0, "x (s)", "0 20 40 60 80 100"),
            ((1e13, 2e13), 0.0, "x (d)", "0 2,000,000 4,000,000 6,000,000 8,000,000 10,000,000"),
            ((1e9, 1e9), 0.0, "x (d)", "0 2,000 4,000 6,000 8,000 10,000"),
            ((f64::INFINITY, 0.0), 0.0, "x (s)", "0.0 0.2 0.4 0.6 0.8 1.0"),
        ] {
            let scale = scale(&axis, data, 6, Open::Yes);
            let ticks: Vec<_> = scale.ticks.iter().map(|(_, text)| text.as_str()).collect();
            let found = (scale.start, scale.label.as_str(), ticks.join(" "));
            assert_eq!(found, (start, label, marks.to_owned()), "{data:?}");
            assert!(scale.ticks.iter().all(|&(at, _)| scale.part(at) <= 1.0));
        }
    }

    #[test]
    fn an_axis_reaches_its_data_whatever_the_data() {
        for data in [1e-300, 1e-6, 0.7, 3.0, 1_000.0, 123_456_789.0, 1e11] {
            for kind in [Kind::Count, Kind::Mean, Kind::Duration] {
                let axis = Axis { label: String::new(), kind, max: None };
                let scale = scale(&axis, (0.0, data), 6, Open::No);
                assert!(scale.end >= data && scale.ticks.len() >= 2, "{kind:?} {data}: {scale:?}");
            }
        }
    }
}
