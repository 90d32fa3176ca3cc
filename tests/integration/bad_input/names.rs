//! Names that somebody could do harm with.

use super::{Case, HELLO, refusal, refusals};
use crate::program::Desk;

const NAMES: &[Case] = &[
    ("out of the folder", "[group.\"../x\"]\n"),
    ("an absolute path", "[group.\"/etc/passwd\"]\n"),
    ("a drive", "[group.\"C:x\"]\n"),
    ("a backslash", "[group.'a\\b']\n"),
    ("a formula", "[group.\"=cmd()\"]\n"),
    ("a formula by its sign", "[group.\"-1+1\"]\n"),
    ("a script", "[group.\"<script>alert(1)</script>\"]\n"),
    ("right to left", "[group.\"user\u{202e}txt.exe\"]\n"),
    ("no width", "[group.\"a\u{200b}b\"]\n"),
    ("a line feed", "[group.\"a\\nb\"]\n"),
    ("a terminal's bell", "[group.\"a\\u0007b\"]\n"),
    ("empty", "[group.\"\"]\n"),
    ("a space", "[group.\"a b\"]\n"),
    ("a dot at the end", "[group.\"a.\"]\n"),
    ("twins but for case", "[group.Staff]\n"),
    ("hostile and unknown", "[wave.\"$(rm -rf)\"]\ngroup = \"`id`\"\nusers = 1\n"),
    ("an unknown key with a line feed", "\"a\\nb\" = 1\n"),
];

#[test]
fn a_name_that_could_do_harm_is_refused() {
    let long = format!("[group.{}]\n{HELLO}", "x".repeat(300));
    insta::assert_snapshot!(refusals(NAMES) + &refusal("300 characters", long.as_bytes()));
}

#[test]
fn a_name_that_windows_reserves_is_only_part_of_a_file_name() {
    let scenario = r#"
[subnet.CON]
prefix = "10.0.0.0/24"
[connection.NUL]
join = "entra"
subnet = "CON"
[policy.AUX]
connections = ["NUL"]
groups = ["COM1"]
[group.COM1]
[wave.PRN]
group = "COM1"
users = 1
"#;
    let desk = Desk::with(scenario);
    desk.ends("run scenario.toml -r 1 -o out", 0);
    assert!(desk.path("out/addresses-CON.svg").is_file());
}
