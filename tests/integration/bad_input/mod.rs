//! Malformed scenarios: every message in full, for people to review.
//!
//! Each case is refused with code 2, nothing on stdout and no output folder. The snapshots beside
//! this file hold what the user reads.

mod assignments;
mod changes;
mod foreign;
mod identity;
mod names;
mod numbers;
mod prefixes;
mod references;
mod structure;

use crate::program::{Desk, HELLO};

/// A case: its name, and what stands before [`HELLO`] in the scenario.
type Case = (&'static str, &'static str);

/// What the user reads about each case, whose text stands before [`HELLO`].
fn refusals(cases: &[Case]) -> String {
    around(HELLO, cases)
}

/// What the user reads about each case, whose text stands before this tenant.
fn around(tenant: &str, cases: &[Case]) -> String {
    let whole = |&(name, text): &Case| refusal(name, format!("{text}{tenant}").as_bytes());
    cases.iter().map(whole).collect()
}

/// What the user reads about each case, whose text is the whole scenario.
fn refusals_of_wholes(cases: &[Case]) -> String {
    cases.iter().map(|&(name, text)| refusal(name, text.as_bytes())).collect()
}

/// What the user reads about a scenario that must be refused.
fn refusal(name: &str, scenario: &[u8]) -> String {
    let desk = Desk::new();
    desk.write("scenario.toml", scenario);
    refused(&desk, name, &[])
}

/// What the user reads when `scenario.toml` is refused with these arguments.
fn refused(desk: &Desk, name: &str, arguments: &[&str]) -> String {
    let mut command = desk.command("run scenario.toml -o out");
    let output = command.args(arguments).output().expect("the program starts");
    let told = String::from_utf8(output.stderr).expect("messages are UTF-8");
    assert_eq!(output.status.code(), Some(2), "{name}: {told}");
    assert!(output.stdout.is_empty(), "{name} prints an answer");
    assert!(!desk.path("out").exists(), "{name} leaves a folder");
    assert!(!told.contains(|c: char| c.is_control() && c != '\n'), "{name}: {told:?}");
    format!("## {name}\n{}\n\n", told.trim_end())
}
