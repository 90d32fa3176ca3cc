//! What became of a scenario's expectations, for people.

use anstyle::{AnsiColor, Style};

use super::number::{level, people, percent, plural};
use crate::experiment::expectation::{Expectation, Judgment, Verdict};
use crate::statistics::interval::Method;
use crate::statistics::measure::Unit;

const BOLD: Style = Style::new().bold();

/// How values of a unit are written for people.
pub fn writer(unit: Unit) -> fn(f64) -> String {
    match unit {
        Unit::Count => people,
        Unit::Share => percent,
        Unit::Seconds => super::number::length,
    }
}

/// What is expected, such as `failure_rate at most 1 %`.
pub fn expected(expectation: &Expectation) -> String {
    let write = writer(expectation.unit);
    let least = expectation.at_least.map(|bound| format!("at least {}", write(bound)));
    let most = expectation.at_most.map(|bound| format!("at most {}", write(bound)));
    let bounds: Vec<String> = least.into_iter().chain(most).collect();
    let share = expectation.share.map(|share| format!(" in {} of rollouts", level(share)));
    format!("{} {}{}", expectation.measure, bounds.join(" and "), share.unwrap_or_default())
}

/// What was found, such as `0.20 % [0.10 %, 0.40 %] at 95 % confidence`.
pub fn found(judgment: &Judgment) -> String {
    let expectation = &judgment.expectation;
    let write = if expectation.share.is_some() { percent } else { writer(expectation.unit) };
    let estimate = &judgment.estimate;
    let sure = format!("at {} confidence", level(expectation.confidence));
    let Some(value) = estimate.value else { return "0 of 0: no replication says".into() };
    let replications = plural(judgment.replications, "replication");
    let kept = if expectation.share.is_some() { "kept in " } else { "" };
    match (estimate.low, estimate.high) {
        _ if estimate.method == Method::NotReached && judgment.verdict == Verdict::Undecided => {
            format!("not reached by enough Cloud PCs of {replications}")
        }
        _ if estimate.method == Method::NotReached => {
            format!("not reached in some of {replications}, so the mean is not either")
        }
        _ if estimate.method == Method::TooFew => {
            format!("{kept}{} in {replications}", write(value))
        }
        (Some(low), Some(high)) => {
            format!("{kept}{} [{}, {}] {sure}", write(value), write(low), write(high))
        }
        (Some(low), None) => {
            format!(
                "{kept}{} in each of {replications}, at least {} {sure}",
                write(value),
                write(low)
            )
        }
        (None, _) => format!("{kept}{} in {replications}", write(value)),
    }
}

/// A verdict as it stands on the screen.
pub fn styled(verdict: Verdict) -> String {
    let color = match verdict {
        Verdict::Met => AnsiColor::Green,
        Verdict::Missed => AnsiColor::Red,
        Verdict::Undecided => AnsiColor::Yellow,
    };
    let style = color.on_default();
    format!("{style}{:9}{style:#}", verdict.name())
}

/// All of them, a line each; nothing if nothing is expected.
pub(super) fn section(judgments: &[Judgment]) -> String {
    if judgments.is_empty() {
        return String::new();
    }
    let line = |judgment: &Judgment| {
        let (expected, found) = (expected(&judgment.expectation), found(judgment));
        format!("  {} {expected}: {found}\n", styled(judgment.verdict))
    };
    let lines: String = judgments.iter().map(line).collect();
    format!("\n{BOLD}Expected{BOLD:#}\n{lines}")
}
