//! What the screen of `calibrate` says of lengths that are odd, but true.

use serde_json::Value;

use super::with;

const ASKED: &str = "calibrate t.csv --column took --unit s --stage create_vm";

#[test]
fn nearly_equal_lengths_keep_their_digits() {
    let rows: Vec<String> = (0..40).map(|i| format!("60.00{}\n", i % 6)).collect();
    let desk = with(&format!("took\n{}", rows.concat()));
    let (out, _) = desk.ends(ASKED, 0);
    assert!(out.contains(": 40 lengths, 1m to 1m5ms\n"), "{out}");
    let sigma = out.lines().find(|line| line.starts_with("lognormal: ")).expect("its parameters");
    assert!(sigma.contains("sigma 0.0000") && !sigma.contains("sigma 0.0000 "), "{sigma}");
    assert!(!out.contains("0.0000 ("), "{out}");
}

#[test]
fn a_much_likelier_law_with_a_longest_length_is_told_and_offered() {
    let rows: Vec<String> = (0..200).map(|i| format!("{}\n", 600 + i)).collect();
    let desk = with(&format!("took\n{}", rows.concat()));
    let (out, _) = desk.ends(ASKED, 0);
    assert!(out.contains("Of the laws without a longest length the "), "{out}");
    assert!(out.contains("The uniform law describes these lengths better (AICc "), "{out}");
    assert!(out.contains("# create_vm = { dist = \"uniform\", min = "), "{out}");
    let (json, _) = desk.ends(&format!("{ASKED} --format json"), 0);
    let json: Value = serde_json::from_str(&json).expect("one JSON value");
    let sentences = json["sentences"].as_array().expect("sentences");
    for sentence in sentences {
        assert!(out.contains(sentence.as_str().expect("a text")), "{sentence}");
    }
    assert!(sentences.len() >= 4 && json["draws"].is_u64(), "{json}");
}
