//! Whatever stands in an export where it does not belong never leaves it.

use cloudpc_sim::exports::{Exports, Names};
use serde_json::Value;

use super::exports;
use crate::program::Desk;

/// What nobody wants to find in a scenario or on a screen.
const SECRETS: [&str; 8] = [
    "ada.lovelace@example.com",
    "Ada Lovelace",
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl",
    "Hunter2Hunter2",
    "c0ffee00-1111-4222-8333-944455556666",
    "YWRhOmh1bnRlcjI=",
    "+49 151 5550-1234",
    "QWxhZGRpbjpPcGVuU2VzYW",
];

/// Everything that an import of these files says, refused or not, with all numbers of a path alike.
fn said(files: &[(String, Vec<u8>)]) -> String {
    let mut all = Exports::default();
    let mut said = String::new();
    for (name, bytes) in files {
        said.extend(all.add(name, bytes.clone()).err());
    }
    match all.scenario(Names::Neutral) {
        Ok(import) => said + &import.scenario + &import.notes.join("\n"),
        Err(reason) => said + &reason,
    }
}

/// How many texts a JSON value holds.
fn texts(value: &Value) -> usize {
    match value {
        Value::String(_) => 1,
        Value::Array(list) => list.iter().map(texts).sum(),
        Value::Object(fields) => fields.values().map(texts).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

/// Puts a text in the place of another, by its number.
fn replace(value: &mut Value, at: &mut usize, secret: &str) {
    match value {
        Value::String(text) => {
            if *at == 0 {
                secret.clone_into(text);
            }
            *at = at.wrapping_sub(1);
        }
        Value::Array(list) => list.iter_mut().for_each(|value| replace(value, at, secret)),
        Value::Object(fields) => fields.values_mut().for_each(|value| replace(value, at, secret)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A file with a secret in place of each of its texts or cells in turn.
fn spoiled(text: &str, secret: &str) -> Vec<String> {
    if let Ok(json) = serde_json::from_str::<Value>(text) {
        let one = |at: usize| {
            let mut json = json.clone();
            replace(&mut json, &mut at.clone(), secret);
            json.to_string()
        };
        return (0..texts(&json)).map(one).collect();
    }
    let is_cell = |c: char| !matches!(c, ',' | '"' | ';' | ':' | '\n');
    let cells: Vec<&str> = text.split_inclusive(|c| !is_cell(c)).collect();
    let one = |at: usize| {
        let cell = |(i, cell): (usize, &&str)| match cell.find(|c| !is_cell(c)) {
            Some(end) if i == at => format!("{secret}{}", &cell[end..]),
            Some(_) | None => (*cell).to_string(),
        };
        cells.iter().enumerate().map(cell).collect()
    };
    (0..cells.len()).map(one).collect()
}

#[test]
fn a_secret_in_place_of_any_text_of_any_export_is_never_repeated() {
    let tenant = exports();
    let plain = said(&tenant);
    let mut tried = 0;
    for secret in SECRETS {
        assert!(!plain.contains(secret));
        for (at, (name, bytes)) in tenant.iter().enumerate() {
            let text = String::from_utf8(bytes.clone()).expect("ours are UTF-8");
            for spoiled in spoiled(&text, secret) {
                let mut files = tenant.clone();
                files[at].1 = spoiled.clone().into_bytes();
                let told = said(&files).to_lowercase();
                assert!(!told.contains(&secret.to_lowercase()), "{name}: {spoiled}\n{told}");
                tried += 1;
            }
        }
    }
    assert!(tried > 3_000, "{tried}");
}

#[test]
fn a_file_that_is_named_after_a_user_is_called_by_its_number() {
    let desk = Desk::new();
    desk.write("ada@example.com.json", br#"{"value":[{"subnetId":"/subscriptions/x/subnets/a"}]}"#);
    let (scenario, notes) = desk.ends("import ada@example.com.json", 0);
    assert!(notes.starts_with("file 1: Azure network connections"), "{notes}");
    assert!(!scenario.contains("ada") && scenario.contains("from file 1: "), "{scenario}");
}
