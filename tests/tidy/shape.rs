//! The shape of files: small, introduced, finished, and at home everywhere.

use crate::source::{File, files};

/// More than this cannot be held in mind.
const MOST_LINES: usize = 400;

/// Words of unfinished work, taken apart so that they do not stand here.
const UNFINISHED: [&str; 3] = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];
/// Suppressions that nobody would notice to be stale.
const SILENCED: [&str; 2] = [concat!("#[", "allow"), concat!("#![", "allow")];
/// Places on somebody's machine, and papers that are not part of the project.
const ELSEWHERE: [&str; 7] = [
    concat!("/wo", "rk/"),
    concat!("/tm", "p/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("C:\\Us", "ers"),
    concat!("rule", "book.md"),
    concat!("prod", "uct.md"),
];

fn rust() -> Vec<File> {
    let mut files = files("");
    files.retain(|file| file.has_extension("rs"));
    files
}

#[test]
fn no_file_of_the_source_is_long() {
    for file in rust().iter().filter(|file| file.path.starts_with("src/")) {
        let lines = file.text.lines().count();
        assert!(lines <= MOST_LINES, "{}: {lines} lines; at most {MOST_LINES}", file.path);
    }
}

#[test]
fn every_file_first_says_what_it_is() {
    for file in rust() {
        assert!(file.text.starts_with("//! "), "{}: no `//!` in its first line", file.path);
    }
}

#[test]
fn nothing_is_left_unfinished_or_silenced() {
    for file in rust() {
        none_stands_in(&file, &UNFINISHED);
        none_stands_in(&file, &SILENCED);
    }
}

#[test]
fn no_file_speaks_of_a_machine_or_of_papers_elsewhere() {
    // Malformed scenarios may say anything.
    let spoilt = "tests/integration/bad_input/";
    for file in files("").iter().filter(|file| !file.path.starts_with(spoilt)) {
        none_stands_in(file, &ELSEWHERE);
    }
}

fn none_stands_in(file: &File, words: &[&str]) {
    for (number, line) in file.lines() {
        let found = words.iter().find(|word| line.contains(**word));
        assert!(found.is_none(), "{}:{number}: {line}", file.path);
    }
}

#[test]
fn no_code_is_commented_out() {
    for file in rust() {
        for (number, line) in file.lines() {
            assert!(!is_disabled_code(line), "{}:{number}: {line}", file.path);
        }
    }
}

/// A plain comment that ends as a statement or a block does.
fn is_disabled_code(line: &str) -> bool {
    let Some(comment) = line.trim_start().strip_prefix("// ") else { return false };
    let comment = comment.trim_end();
    let begins = ["let ", "use ", "fn ", "pub ", "assert", "if ", "for ", "return "];
    let statement = comment.ends_with(';') && begins.iter().any(|word| comment.starts_with(word));
    statement || comment.ends_with(");") || comment.ends_with('{') || comment == "}"
}

#[test]
fn a_comment_is_told_from_code() {
    for code in ["// let x = 1;", "    // run(&mut model);", "// }", "// if x {"] {
        assert!(is_disabled_code(code), "{code}");
    }
    for comment in ["// Nothing is left to tell;", "//! let x = 1;", "/// }", "let x = f();"] {
        assert!(!is_disabled_code(comment), "{comment}");
    }
}

#[test]
fn every_scenario_names_its_schema_and_its_question() {
    for file in files("scenarios").iter().filter(|file| file.has_extension("toml")) {
        let first = file.text.lines().next();
        assert_eq!(first, Some("#:schema scenario.schema.json"), "{}", file.path);
        let scenario: toml::Table = toml::from_str(&file.text).expect("scenarios are TOML");
        assert!(scenario.contains_key("question"), "{}: which question?", file.path);
    }
}
