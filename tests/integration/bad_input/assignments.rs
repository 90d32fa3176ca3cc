//! `--set` and the options that stand for it.

use super::{HELLO, refused};
use crate::program::Desk;

const ASSIGNMENTS: &[&[&str]] = &[
    &["--set", "horizon"],
    &["--set", "=3"],
    &["--set", ""],
    &["--set", "retry..pause=5m"],
    &["--set", "retry.pause="],
    &["--set", "retry.pause=soon"],
    &["--set", "retry.pauze=5m"],
    &["--set", "wave.first.users=many"],
    &["--set", "wave.first.users=0,5"],
    &["--set", "wave.frist.users=5"],
    &["--set", "wave.first.users.count=5"],
    &["--set", "retry=5m"],
    &["--set", "policy.everyone.groups=[\"staff\""],
    &["--set", "policy.everyone.groups=staff"],
    &["--set", "failures.intuneEnrollFailed=5"],
    &["--set", "wave.\u{202e}.users=5"],
    &["--set", "a=1\nb=2"],
    &["--set", "horizon=14", "--set", "seed=-1"],
    &["-r", "0"],
    &["-r", "1000000000"],
    &["--seed", "18446744073709551615"],
];

#[test]
fn an_assignment_that_cannot_be_made_is_refused() {
    let desk = Desk::with(HELLO);
    let told = ASSIGNMENTS.iter().map(|arguments| {
        refused(&desk, &arguments.join(" ").escape_debug().to_string(), arguments)
    });
    insta::assert_snapshot!(told.collect::<String>());
}
