//! Observed lengths become lines of `[timing]`: what is fitted, said, drawn and refused.

mod dates;
mod hostile;
mod screen;

use std::fs;

use serde_json::Value;

use crate::program::{Desk, HELLO, root};

const ENROLLMENT: &str =
    "calibrate enrollment.csv --column minutes --unit m --censored running --stage enroll_intune";

/// A desk with the project's example on it.
fn desk() -> Desk {
    let desk = Desk::new();
    let bytes = fs::read(root().join("scenarios/exports/enrollment.csv")).expect("it is shipped");
    desk.write("enrollment.csv", &bytes);
    desk
}

/// A desk with this text in `t.csv`.
fn with(text: &str) -> Desk {
    let desk = Desk::new();
    desk.write("t.csv", text.as_bytes());
    desk
}

/// The lines to paste: that of the law and that of the lengths themselves.
fn to_paste(out: &str) -> [String; 2] {
    let mut lines = out.lines().skip_while(|line| *line != "[timing]").skip(1);
    let law = lines.next().expect("a law").to_string();
    let own = lines.nth(1).expect("the lengths themselves").trim_start_matches("# ").to_string();
    [law, own]
}

#[test]
fn the_lines_that_are_printed_are_those_that_a_scenario_takes() {
    let desk = desk();
    let (out, err) = desk.ends(ENROLLMENT, 0);
    assert!(err.is_empty() && out.contains("of which 3 had not ended"), "{out}{err}");
    for line in to_paste(&out) {
        assert!(line.starts_with("enroll_intune = { dist = \""), "{line}");
        desk.write("scenario.toml", format!("{HELLO}\n[timing]\n{line}\n").as_bytes());
        desk.ends("validate scenario.toml", 0);
    }
    let (out, _) = desk.ends(&ENROLLMENT.replace(" --stage enroll_intune", ""), 0);
    assert!(out.contains("Write a key of [timing] for STAGE"), "{out}");
    let [line, _] = to_paste(&out);
    let line = line.replace("STAGE", "create_vm");
    desk.write("scenario.toml", format!("{HELLO}\n[timing]\n{line}\n").as_bytes());
    desk.ends("validate scenario.toml", 0);
}

/// Nothing takes time but the enrollment, which has this length.
fn only_enrollment(length: &str) -> String {
    let others = "reaction allocate_capacity create_vm attach_network join_entra primary_user \
                  configure assign_user";
    let zeros = others.split_whitespace().map(|key| format!("{key} = \"0s\"\n"));
    let users = HELLO.replace("users = 10", "users = 400\narrivals = \"at-once\"");
    format!("{users}\n[timing]\n{}{length}\n", zeros.collect::<String>())
}

#[test]
fn a_simulation_with_the_printed_law_takes_as_long_as_the_law_says() {
    let desk = desk();
    let (out, _) = desk.ends(ENROLLMENT, 0);
    let (json, _) = desk.ends(&format!("{ENROLLMENT} --format json"), 0);
    let json: Value = serde_json::from_str(&json).expect("one JSON value");
    let fitted = json["laws"][0]["mean"]["value"].as_f64().expect("a mean");
    let observed = json["observed"]["mean_s"].as_f64().expect("a mean");
    for (line, mean) in to_paste(&out).into_iter().zip([fitted, observed]) {
        desk.write("scenario.toml", only_enrollment(&line).as_bytes());
        let run = "run scenario.toml -r 30 --detail none --format json -o out";
        let run: Value = serde_json::from_str(&desk.ends(run, 0).0).expect("one JSON value");
        let measures = run["measures"].as_array().expect("measures");
        let name = "time_to_ready.mean_of_ready";
        let one = measures.iter().find(|m| m["measure"] == name).expect(name);
        let found = one["estimate"].as_f64().expect("a number");
        // 12,000 draws tell the mean to half a percent.
        assert!((found / mean - 1.0).abs() < 0.02, "{line}: {found} instead of {mean}");
    }
}

#[test]
fn every_law_of_the_answer_is_one_that_a_scenario_takes() {
    let desk = desk();
    let (json, _) = desk.ends(&format!("{ENROLLMENT} --format json"), 0);
    let json: Value = serde_json::from_str(&json).expect("one JSON value");
    let laws = json["laws"].as_array().expect("laws");
    assert_eq!(laws.len(), 6);
    for law in laws {
        let spelled = law["timing"].as_str().expect("a text");
        let name = format!("dist = \"{}\"", law["law"].as_str().expect("a name"));
        assert!(spelled.contains(&name), "{spelled}");
        let scenario = format!("{HELLO}\n[timing]\ncreate_vm = {spelled}\n");
        desk.write("scenario.toml", scenario.as_bytes());
        desk.ends("validate scenario.toml", 0);
    }
}

#[test]
fn the_same_lengths_and_seed_give_the_same_answer_and_figures() {
    let desk = desk();
    let (first, err) = desk.ends(&format!("{ENROLLMENT} -o one"), 0);
    assert_eq!(err, "Figures: one\n");
    let (again, err) = desk.ends(&format!("{ENROLLMENT} -o two -q"), 0);
    assert_eq!((first.as_str(), ""), (again.as_str(), err.as_str()));
    for name in ["density.svg", "density.png", "quantiles.svg", "quantiles.png"] {
        let [one, two] = ["one", "two"].map(|f| fs::read(desk.path(&format!("{f}/{name}"))));
        assert!(one.is_ok_and(|one| two.is_ok_and(|two| one == two)), "{name}");
    }
    let (other, _) = desk.ends(&format!("{ENROLLMENT} --seed 2"), 0);
    assert_ne!(first, other, "another seed draws other samples");
}

/// Ten lengths in minutes, which many of these tests need.
const TEN: [u32; 10] = [12, 15, 9, 22, 14, 31, 11, 18, 16, 13];

#[test]
fn lengths_are_read_however_a_spreadsheet_writes_them() {
    let column = |header: &str, cell: fn(u32) -> String, end: &str| {
        let rows = TEN.iter().map(|&minutes| cell(minutes));
        let lines: Vec<String> = std::iter::once(header.to_string()).chain(rows).collect();
        lines.join(end)
    };
    let plain = with(&column("took", |m| format!("{m}m"), "\n"));
    let (wanted, _) = plain.ends("calibrate t.csv --column took", 0);
    let utf16 = |text: &str| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xFF, 0xFE].into_iter().chain(units).collect::<Vec<u8>>()
    };
    let semicolons = column("nr;took", |m| format!("1;{m},0"), "\r\n");
    for (bytes, arguments) in [
        (column("took", |m| m.to_string(), "\r\n").into_bytes(), "--column took --unit m"),
        (column("took", |m| (m * 60).to_string(), "\n").into_bytes(), "--column took --unit s"),
        (column("took", |m| format!("PT{m}M"), "\n").into_bytes(), "--column took"),
        (column("took", |m| format!("00:{m:02}:00"), "\r").into_bytes(), "--column took"),
        (column("\u{feff}took", |m| format!("0h {m}m"), "\n").into_bytes(), "--column took"),
        (
            column("took\tnr", |m| format!("\"{m}\"\t7"), "\n").into_bytes(),
            "--column took --unit m",
        ),
        (utf16(&semicolons), "--column took --unit m"),
        (semicolons.into_bytes(), "--column took --unit m"),
        (
            column("sep=;\nnr;took", |m| format!(";{m}"), "\n").into_bytes(),
            "--column took --unit m",
        ),
    ] {
        let desk = Desk::new();
        desk.write("t.csv", &bytes);
        let (out, _) = desk.ends(&format!("calibrate t.csv {arguments}"), 0);
        assert_eq!(out, wanted, "{arguments}");
    }
}

#[test]
fn lengths_lie_between_two_columns_and_an_empty_end_is_censored_only_when_asked() {
    let rows = TEN.map(|m| format!("2026-03-02T08:00:00Z,2026-03-02T08:{m:02}:00Z\n"));
    let desk = with(&format!("start,end\n{}", rows.concat()));
    let (out, _) = desk.ends("calibrate t.csv --from start --to end", 0);
    assert!(out.starts_with("t.csv, from start to end: 10 lengths, 9m to 31m\n"), "{out}");
    assert!(out.contains("Only 10 lengths ended"), "{out}");
    let open = format!("start,end\n{}2026-03-02T08:00:00Z,\n", rows.concat());
    let desk = with(&open);
    let (_, err) = desk.ends("calibrate t.csv --from start --to end", 2);
    assert!(err.contains("t.csv: line 12, column `end`: empty; if it had not ended"), "{err}");
    let until = "calibrate t.csv --from start --to end --until 2026-03-02T08:40:00Z";
    let (out, _) = desk.ends(until, 0);
    assert!(out.contains(": 11 lengths, 9m to 40m, of which 1 had not ended\n"), "{out}");
    let desk = with(&open.replace('Z', ""));
    let (_, err) = desk.ends(&until.replace('Z', ""), 0);
    assert!(err.contains("line 2, are taken as those of one clock"), "{err}");
}

#[test]
fn censored_rows_are_named_by_yes_and_no_or_by_a_word() {
    let rows = TEN.map(|m| format!("{m},{}\n", if m > 20 { "Running" } else { "done" }));
    let desk = with(&format!("took,status\n{}", rows.concat()));
    let asked = "calibrate t.csv --column took --unit m --censored status";
    let (out, _) = desk.ends(&format!("{asked}=running"), 0);
    assert!(out.contains("of which 2 had not ended"), "{out}");
    assert!(out.contains("the lengths themselves make no law"), "the longest goes on: {out}");
    let (_, err) = desk.ends(asked, 2);
    assert!(err.contains("line 2, column `status`: neither yes nor no"), "{err}");
    let (out, err) = desk.ends(&format!("{asked}=runing"), 0);
    assert!(err.contains("no row has runing in column `status`"), "{err}");
    assert!(!out.contains("had not ended"), "{out}");
}

#[test]
fn what_cannot_be_used_ends_the_reading_or_is_left_out_and_counted() {
    let good = TEN.map(|m| format!("{m}\n")).concat();
    let bad = ["x\n"; 12].concat();
    let desk = with(&format!("took\n{good}{bad}"));
    let asked = "calibrate t.csv --column took --unit m";
    let (out, err) = desk.ends(asked, 2);
    assert!(out.is_empty() && err.matches("no number and no length").count() == 10, "{err}");
    assert!(err.contains("t.csv: line 12, column `took`") && err.contains("and 2 more"), "{err}");
    let (out, err) = desk.ends(&format!("{asked} --skip-unusable"), 0);
    assert!(out.contains(": 10 lengths, 9m to 31m; 12 rows left out\n"), "{out}");
    assert!(
        err.matches("; left out").count() == 10 && err.contains("and 2 more left out"),
        "{err}"
    );
}
