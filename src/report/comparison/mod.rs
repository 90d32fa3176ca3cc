//! Two cases compared: one plain sentence, where their events part, and what moved.
//!
//! Styled with ANSI sequences; whoever prints strips them where they are not wanted.

mod change;
mod json;
mod parting;
mod sentence;
mod table;

use anstyle::Style;

use super::heading::Heading;
use super::number::{percent, plural};
use crate::experiment::comparison::{Comparison, Pairing};
use crate::experiment::difference::Difference;
use crate::statistics::interval::unseen_probability;

pub use json::json;
pub use sentence::{Verdict, sentence, verdict};

const BOLD: Style = Style::new().bold();

/// One of the two.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it is called: the file or folder it came from.
    pub label: String,
    /// Which run it is.
    pub heading: Heading,
    /// Its fingerprint.
    pub fingerprint: u128,
}

/// Two cases and what their comparison found.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// A and B.
    pub cases: [&'a Case; 2],
    /// What was found.
    pub comparison: &'a Comparison,
    /// The first event that differs, in the first replication that does.
    pub parting: Option<&'a Difference>,
}

/// The whole screen.
pub fn screen(compared: Compared<'_>) -> String {
    let sentence = sentence(compared.comparison);
    let cases = ["A", "B"].into_iter().zip(compared.cases);
    let cases: String = cases.map(|(letter, case)| told(letter, case)).collect();
    [
        format!("{BOLD}{sentence}{BOLD:#}\n{cases}"),
        parting::told(compared),
        table::told(compared.comparison),
        replications(compared.comparison),
        only(compared.comparison),
    ]
    .concat()
}

fn told(letter: &str, case: &Case) -> String {
    let Case { label, heading, fingerprint } = case;
    let replaced = match heading.replaced.as_slice() {
        [] => String::new(),
        sets => format!(" with {}", sets.join(" ")),
    };
    format!(
        "{letter}: {label}{replaced}: {} of {} from {}, seed {}, fingerprint {fingerprint:032x}\n",
        plural(heading.replications, "replication"),
        heading.horizon,
        heading.start.strftime("%Y-%m-%d %H:%M"),
        heading.seed,
    )
}

/// How replications belong together, and what that is worth.
fn replications(comparison: &Comparison) -> String {
    match comparison.pairing {
        Pairing::Independent => {
            "\nThe seeds differ, so the replications are independent (Welch's t, \
                                 Fisher's exact test); with one seed they would be pairs, which \
                                 tell far smaller differences.\n"
                .into()
        }
        Pairing::Common(n) if comparison.differing().next().is_none() => format!(
            "\nNo measure differs in {}: at most {} of rollouts would, at 95 % confidence.\n",
            plural(n, "pair"),
            percent(unseen_probability(n, comparison.level))
        ),
        Pairing::Common(n) => format!("\n{}\n", table::variance_factors(comparison, n)),
    }
}

/// Measures that only one of the two has.
fn only(comparison: &Comparison) -> String {
    let told = |(letter, names): (&str, &Vec<String>)| {
        let (first, rest) = (names.first()?, names.len() as u64 - 1);
        let more = if rest == 0 { String::new() } else { format!(" and {rest} more") };
        Some(format!("Only {letter} has {first}{more}\n"))
    };
    ["A", "B"].into_iter().zip(&comparison.only).filter_map(told).collect()
}
