//! Files that are not there, not readable or not what they seem.

use std::fs;

use crate::program::{Desk, HELLO};

/// What the program says on stderr when it ends with code 2 and has printed nothing.
fn refused(desk: &Desk, arguments: &str) -> String {
    let (out, err) = desk.ends(arguments, 2);
    assert_eq!(out, "", "{err}");
    assert!(!err.contains("internal error"), "{err}");
    err
}

#[test]
fn a_scenario_that_is_no_text_file_is_refused() {
    let desk = Desk::new();
    fs::create_dir(desk.path("folder")).expect("the desk is empty");
    desk.write("latin-1.toml", b"schema = 1\nquestion = \"B\xfcro?\"\n");
    let utf_16: Vec<u8> =
        "\u{feff}horizon = \"1d\"".encode_utf16().flat_map(u16::to_le_bytes).collect();
    desk.write("utf-16.toml", &utf_16);
    for (name, told) in [
        ("none.toml", "error: none.toml: "),
        ("folder", "error: folder: this is a folder; name a scenario file in it\n"),
        (
            "latin-1.toml",
            "error: latin-1.toml: line 2, column 14: not UTF-8; save the file as UTF-8\n",
        ),
        (
            "utf-16.toml",
            "error: utf-16.toml: this is UTF-16, as PowerShell's `>` writes it; save it as UTF-8\n",
        ),
    ] {
        let err = refused(&desk, &format!("run {name} -o out"));
        assert!(err.starts_with(told), "{err}");
        assert!(!desk.path("out").exists(), "{name}");
        assert!(refused(&desk, &format!("validate {name}")).contains(told.trim_end()), "{name}");
    }
}

#[test]
fn a_file_of_fifty_megabytes_is_refused_unread() {
    let desk = Desk::new();
    desk.write("huge.toml", &"# padding\n".repeat(5 << 20).into_bytes());
    let err = refused(&desk, "run huge.toml -o out");
    assert_eq!(err, "error: huge.toml: larger than the 16 MiB a scenario may have\n");
}

#[test]
fn an_output_folder_that_cannot_be_is_refused_before_the_run() {
    let desk = Desk::with(HELLO);
    desk.write("taken", b"precious");
    for folder in ["taken", "taken/below"] {
        let err = refused(&desk, &format!("run scenario.toml -r 100000 -o {folder}"));
        assert!(err.starts_with(&format!("error: {folder}: ")), "{err}");
    }
    assert_eq!(desk.read("taken"), "precious");
}

const OBSERVED: &str = "took,other\n90,x\n5m,x\n00:02:00,x\n";

#[test]
fn observed_lengths_are_read_from_a_column_beside_the_scenario() {
    let stage = "[timing]\ncreate_vm = { dist = \"empirical\", csv = \"data/seen.csv\", column = \"took\" }\n";
    let desk = Desk::with(&format!("{stage}{HELLO}"));
    fs::create_dir(desk.path("data")).expect("the desk is empty");
    desk.write("data/seen.csv", OBSERVED.as_bytes());
    let (out, _) = desk.ends("validate scenario.toml --effective", 0);
    assert!(out.contains(r#"values = ["1m30s", "2m", "5m"]"#), "{out}");
}

#[test]
fn observed_lengths_that_cannot_be_read_are_refused() {
    let desk = Desk::new();
    desk.write("seen.csv", OBSERVED.as_bytes());
    desk.write("bad.csv", b"took\n90\nsoon\n");
    desk.write("binary.csv", b"took\n\xff\xfe\n");
    desk.write("ragged.csv", b"took,other\n90\n");
    let told = [
        ("seen.csv", "tok"),
        ("seen.csv", "other"),
        ("bad.csv", "took"),
        ("binary.csv", "took"),
        ("ragged.csv", "took"),
        ("none.csv", "took"),
        ("../seen.csv", "took"),
        ("/etc/passwd", "took"),
    ]
    .map(|(csv, column)| {
        let law = format!("{{ dist = \"empirical\", csv = \"{csv}\", column = \"{column}\" }}");
        desk.write("scenario.toml", format!("[timing]\ncreate_vm = {law}\n{HELLO}").as_bytes());
        format!("## {csv}, {column}\n{}\n", refused(&desk, "run scenario.toml -o out"))
    });
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"`none.csv`: .*", "`none.csv`: [the system's words]");
    settings.bind(|| insta::assert_snapshot!(told.concat()));
    assert!(!desk.path("out").exists());
}
