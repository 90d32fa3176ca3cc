//! Files that are no TOML, or not the TOML of a scenario.

use super::{Case, HELLO, refusal, refusals, refusals_of_wholes};

const SYNTAX: &[Case] = &[
    ("a key twice", "horizon = \"1d\"\nseed = 7\nhorizon = \"2d\"\n"),
    ("a table twice", "[retry]\nattempts = 2\n[retry]\npause = \"1m\"\n"),
    ("a table of a value", "retry.attempts = 2\n[retry.attempts]\n"),
    ("a colon for an equals sign", "horizon: \"1d\"\n"),
    ("no equals sign", "horizon \"1d\"\n"),
    ("no value", "horizon =\n"),
    ("no key", "= 3\n"),
    ("no quotes", "question = Does it fit?\n"),
    ("typographic quotes", "horizon = “14d”\n"),
    ("single quotes that do not close", "horizon = '14d\n"),
    ("two entries on a line", "horizon = \"1d\" seed = 3\n"),
    ("a backslash in a text", "question = \"C:\\Users\"\n"),
    ("an umlaut in a bare name", "[wave.büro]\ngroup = \"staff\"\nusers = 1\n"),
    ("a space in a bare name", "[wave.first floor]\ngroup = \"staff\"\nusers = 1\n"),
    ("an unclosed header", "[retry\nattempts = 2\n"),
    ("a capital truth", "[connection.a]\nhealth_check = { borrows_address = True }\n"),
    ("nothing", "horizon = null\n"),
    ("a NUL", "horizon = \"1\0d\"\n"),
    ("an escape sequence", "question = \"\u{1b}[31mred\u{1b}[0m\"\n"),
    ("a bell between entries", "seed = 1\n\u{7}\n"),
    ("a lone carriage return", "seed = 1\rhorizon = \"1d\"\n"),
    ("a tab before the mistake", "\tseed\t=\t\"one\"\n"),
];

const SHAPE: &[Case] = &[
    ("an unknown key", "horizn = \"14d\"\n"),
    ("an unknown table", "[subnets.weu]\nprefix = \"10.0.0.0/24\"\n"),
    ("an unknown key in a named table", "[subnet.s]\nprefx = \"10.0.0.0/24\"\n"),
    ("a key of another table", "users = 10\n"),
    ("a text for a table", "retry = \"3\"\n"),
    ("a table for a text", "[question]\ntext = \"?\"\n"),
    ("a table without a name", "[subnet]\nprefix = \"10.0.0.0/24\"\n"),
    ("a list of tables", "[[subnet]]\nprefix = \"10.0.0.0/24\"\n"),
    ("a list for a number", "seed = [1, 2]\n"),
    ("a number for a text", "question = 42\n"),
    ("a text for a list", "[policy.p]\nnetwork = \"microsoft-hosted\"\ngroups = \"staff\"\n"),
    ("a number in a list of texts", "[policy.p]\nnetwork = \"microsoft-hosted\"\ngroups = [7]\n"),
    ("a list in a list", "[subnet.s]\nprefix = [[\"10.0.0.0/24\"]]\n"),
    ("another format", "schema = 2\n"),
    ("a date for a length", "horizon = 2026-03-02\n"),
    ("a missing key", "[subnet.s]\nin_use = 3\n"),
    ("an unknown word", "[retry]\nnon_retriable = \"Stop\"\n"),
    ("a name without its table", "[timing.create_vm]\nmode = \"5m\"\n"),
];

const WHOLE_FILES: &[Case] = &[
    ("empty", ""),
    ("only a comment", "# To be written.\n"),
    ("only a byte order mark", "\u{feff}"),
    ("a byte order mark and a mistake", "\u{feff}horizn = \"1d\"\n"),
    (
        "CRLF and a mistake",
        "schema = 1\r\n[retry]\r\nattempts = \"3\"\r\n[wave.first]\r\nusers = 1\r\n",
    ),
    ("cut in a text", "[policy.everyone]\nnetwork = \"microsoft-ho"),
    (
        "cut in a header",
        "[policy.everyone]\nnetwork = \"microsoft-hosted\"\ngroups = [\"staff\"]\n[gro",
    ),
    ("cut in a list", "[policy.everyone]\nnetwork = \"microsoft-hosted\"\ngroups = [\"staff\","),
    ("cut after a key", "[policy.everyone]\nnetwork"),
    (
        "cut after a wave's header",
        "[policy.everyone]\nnetwork = \"microsoft-hosted\"\ngroups = [\"staff\"]\n[group.staff]\n[wave.first]\n",
    ),
    ("JSON", "{\n  \"horizon\": \"14d\"\n}\n"),
    ("YAML", "wave:\n  first:\n    users: 10\n"),
    ("a CSV file", "users,group\n10,staff\n"),
];

#[test]
fn what_is_no_toml_is_refused() {
    insta::assert_snapshot!(refusals(SYNTAX));
}

#[test]
fn a_table_or_key_that_is_not_of_a_scenario_is_refused() {
    insta::assert_snapshot!(refusals(SHAPE));
}

#[test]
fn a_file_that_is_no_scenario_is_refused() {
    insta::assert_snapshot!(refusals_of_wholes(WHOLE_FILES));
}

#[test]
fn a_file_of_hostile_size_or_depth_is_refused() {
    let cases = [
        ("lists 10,000 deep", format!("seed = {}\n", "[".repeat(10_000))),
        (
            "closed lists 10,000 deep",
            format!("seed = {}1{}\n", "[".repeat(10_000), "]".repeat(10_000)),
        ),
        ("tables 10,000 deep", format!("retry = {}\n", "{ a = ".repeat(10_000))),
        ("a path of 10,000 keys", format!("{}a = 1\n", "a.".repeat(10_000))),
        ("a header of 10,000 keys", format!("[{}a]\n", "a.".repeat(10_000))),
        ("a text of a megabyte", format!("horizon = \"{}\"\n", "x".repeat(1 << 20))),
    ];
    let told: String = cases
        .iter()
        .map(|(name, text)| refusal(name, format!("{text}{HELLO}").as_bytes()))
        .collect();
    assert!(told.len() < 8 << 10, "{} bytes are too many to read", told.len());
    insta::assert_snapshot!(told);
}

#[test]
fn of_ten_thousand_problems_fifty_are_told() {
    let keys = (0..10_000).fold(String::new(), |keys, i| keys + &format!("k{i} = 1\n"));
    let told = refusal("10,000 unknown keys", format!("{keys}{HELLO}").as_bytes());
    assert_eq!(told.matches("error: unknown key").count(), 50);
    assert!(told.contains("and 9950 more\n10000 problems in the scenario"), "{told}");
}

#[test]
fn several_problems_are_told_at_once_in_the_order_of_the_file() {
    insta::assert_snapshot!(refusal(
        "several",
        br#"schema = 1
horizon = "2 weeks"
seed = -1
[subnet.small]
prefix = "10.0.0.0/30"
[connection.anc]
join = "entra"
subnet = "smal"
[policy.everyone]
conections = ["anc"]
groups = ["staff", "guests"]
[group.staff]
[wave.first]
group = "stuff"
users = "10"
at = "1d"
[failures]
intuneEnrollFaild = 5
[condition.full]
what = "no_address"
"#
    ));
}
