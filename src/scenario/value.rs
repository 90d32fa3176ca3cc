//! Numbers, switches, texts, words and lists of names, as a scenario writes them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::foreign;
use super::problem::{did_you_mean, quoted};
use super::reader::{FromNode, Reader, Why};
use super::tree::{Node, Spanned, Value};

/// From here on a number is written with an exponent.
const LARGE: f64 = 1e15;
const BELOW: &str = "below 0";
const ABOVE: &str = "above 1";

/// A probability: a number from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Probability(f64);

impl Probability {
    /// It happens.
    pub const CERTAIN: Self = Self(1.0);

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// Texts that name something else in the scenario, each with its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(pub Vec<Spanned<String>>);

impl FromNode for u64 {
    const WHAT: &'static str = "a whole number, 0 or more";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let kind = Why::new(node.value.kind());
        let read = match &node.value {
            Value::Integer(number) => Self::try_from(*number).map_err(|_| Why::new("negative")),
            Value::Float(number) if number.abs() < LARGE && number.fract().abs() <= 0.0 => {
                Err(kind.help(format!("write {number}, without a point")))
            }
            Value::String(text) if text.replace('_', "").parse::<Self>().is_ok() => {
                Err(kind.help(format!("write {text}, without quotes")))
            }
            _ => Err(kind),
        };
        reader.leaf(node, read)
    }
}

impl FromNode for bool {
    const WHAT: &'static str = "true or false";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let kind = Why::new(node.value.kind());
        let read = match &node.value {
            Value::Bool(value) => Ok(*value),
            Value::String(text) => match text.to_lowercase().as_str() {
                "true" | "yes" | "on" => Err(kind.help("write true, without quotes")),
                "false" | "no" | "off" => Err(kind.help("write false, without quotes")),
                _ => Err(kind),
            },
            Value::Integer(0) => Err(kind.help("write false")),
            Value::Integer(1) => Err(kind.help("write true")),
            _ => Err(kind),
        };
        reader.leaf(node, read)
    }
}

impl FromNode for String {
    const WHAT: &'static str = "a text";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let read = text(&node.value).map(Into::into);
        reader.leaf(node, read)
    }
}

impl FromNode for Probability {
    const WHAT: &'static str = "a probability from 0 to 1";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let read = match &node.value {
            Value::Integer(0) => Ok(Self(0.0)),
            Value::Integer(1) => Ok(Self(1.0)),
            Value::Integer(number @ 2..=100) => {
                Err(Why::new(ABOVE).help(percentage(&format!("{number}"))))
            }
            Value::Integer(number) => Err(Why::new(if *number < 0 { BELOW } else { ABOVE })),
            Value::Float(number) => probability(*number),
            Value::String(text) => Err(probability_text(text)),
            other => Err(Why::new(other.kind())),
        };
        reader.leaf(node, read)
    }
}

fn probability(number: f64) -> Result<Probability, Why> {
    match number {
        _ if number.is_nan() => Err(Why::new("not a number")),
        // Adding zero turns -0.0 into 0.0.
        0.0..=1.0 => Ok(Probability(number + 0.0)),
        _ if number > 1.0 && number <= 100.0 => {
            Err(Why::new(ABOVE).help(percentage(&number.to_string())))
        }
        _ => Err(Why::new(if number < 0.0 { BELOW } else { ABOVE })),
    }
}

fn probability_text(text: &str) -> Why {
    let kind = Why::new("a text");
    let number = &text.trim().trim_end_matches('%').trim().replacen(',', ".", 1);
    let decimal = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match number.parse::<f64>() {
        Ok(value) if text.contains('%') && decimal && (0.0..=100.0).contains(&value) => {
            kind.help(percentage(number))
        }
        Ok(value) if (0.0..=1.0).contains(&value) => {
            kind.help(format!("write {number}, without quotes"))
        }
        _ => kind,
    }
}

/// The hint for a percentage, exact because the point is moved in the text.
fn percentage(number: &str) -> String {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{whole:0>3}{fraction}");
    let (whole, fraction) = digits.split_at(digits.len() - fraction.len() - 2);
    let hint = format!("{whole}.{fraction}");
    let hint = hint.trim_end_matches('0').trim_end_matches('.');
    format!("a probability, not a percentage: {hint}?")
}

impl FromNode for Names {
    const WHAT: &'static str = "a list of names";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let read = match &node.value {
            Value::Array(list) => return Some(Self(names(list, reader))),
            Value::String(text) => {
                Err(Why::new("a text").help(format!("write [{text:?}], a list of one")))
            }
            other => Err(Why::new(other.kind())),
        };
        reader.leaf(node, read)
    }
}

fn names(list: &[Node], reader: &mut Reader<'_>) -> Vec<Spanned<String>> {
    let mut names: Vec<Spanned<String>> = Vec::new();
    for node in list {
        let again = |text: &str| names.iter().any(|name| name.value == text);
        match text(&node.value) {
            Ok(text) if again(text) => {
                let label = format!("{} again", quoted(text));
                reader.refuse(&node.place, "a list of different names", Why::new(label));
            }
            Ok(text) => names.push(Spanned { value: text.into(), place: node.place.clone() }),
            Err(_) if node.value == Value::Unread => {}
            Err(why) => reader.refuse(&node.place, Names::WHAT, why),
        }
    }
    names
}

/// The text of a value.
pub(super) fn text(value: &Value) -> Result<&str, Why> {
    match value {
        Value::String(text) => Ok(text),
        Value::Integer(number) => {
            Err(Why::new(value.kind()).help(format!("write \"{number}\", in quotes")))
        }
        other => Err(Why::new(other.kind())),
    }
}

/// Which of these words a value is.
pub(super) fn word(value: &Value, known: &[&str]) -> Result<usize, Why> {
    let text = text(value)?;
    known.iter().position(|word| *word == text).ok_or_else(|| {
        let why = Why::new(format!("{} is not known", quoted(text)));
        match foreign::word(text, known) {
            Some(ours) => why.help(format!("it is called `{ours}` here")),
            None => why.help(did_you_mean(text, known)),
        }
    })
}

impl JsonSchema for Probability {
    fn schema_name() -> Cow<'static, str> {
        "Probability".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A probability: a number from 0 to 1.",
            "type": "number",
            "minimum": 0,
            "maximum": 1,
        })
    }
}

impl JsonSchema for Names {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Names".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{refusal, value};
    use super::*;

    #[test]
    fn a_probability_lies_between_0_and_1() {
        for (text, number) in [("0", 0.0), ("1", 1.0), ("0.5", 0.5), ("-0.0", 0.0), ("1.0", 1.0)] {
            assert_eq!(value::<Probability>(text).get().to_bits(), f64::to_bits(number), "{text}");
        }
        for (text, label, help) in [
            ("95", "above 1", "a probability, not a percentage: 0.95?"),
            ("100", "above 1", "a probability, not a percentage: 1?"),
            ("2.5", "above 1", "a probability, not a percentage: 0.025?"),
            ("1.0000001", "above 1", "a probability, not a percentage: 0.010000001?"),
            ("-1e-18", "below 0", ""),
            ("-1", "below 0", ""),
            ("101", "above 1", ""),
            ("nan", "not a number", ""),
            ("inf", "above 1", ""),
            ("-inf", "below 0", ""),
            ("\"0.05\"", "a text", "write 0.05, without quotes"),
            ("\"0,5\"", "a text", "write 0.5, without quotes"),
            ("\"5 %\"", "a text", "a probability, not a percentage: 0.05?"),
            ("\"inf%\"", "a text", ""),
            ("true", "true or false", ""),
        ] {
            assert_eq!(refusal::<Probability>(text), (label.into(), help.into()), "{text}");
        }
    }

    #[test]
    fn a_count_is_whole_and_not_negative() {
        assert_eq!(value::<u64>("9223372036854775807"), 9_223_372_036_854_775_807);
        assert_eq!(value::<u64>("1_000"), 1_000);
        for (text, label, help) in [
            ("-1", "negative", ""),
            ("1e308", "a number", ""),
            ("\"1_000\"", "a text", "write 1_000, without quotes"),
            ("450.0", "a number", "write 450, without a point"),
            ("4.5", "a number", ""),
            ("nan", "a number", ""),
            ("\"450\"", "a text", "write 450, without quotes"),
            ("\"many\"", "a text", ""),
            ("[1]", "a list", ""),
            (
                "99999999999999999999",
                "beyond 64 bits",
                "whole numbers lie between \
                -9223372036854775808 and 9223372036854775807",
            ),
        ] {
            assert_eq!(refusal::<u64>(text), (label.into(), help.into()), "{text}");
        }
    }

    #[test]
    fn switches_texts_and_lists_of_names_say_what_would_have_been_right() {
        let told = |(_, help): (String, String), expected| assert_eq!(help, expected);
        told(refusal::<bool>("\"true\""), "write true, without quotes");
        told(refusal::<bool>("0"), "write false");
        told(refusal::<String>("7"), "write \"7\", in quotes");
        told(refusal::<Names>("\"anc\""), "write [\"anc\"], a list of one");
        told(refusal::<Names>("[7]"), "write \"7\", in quotes");
        assert_eq!(refusal::<Names>("[\"a\", \"a\"]").0, "`a` again");
        assert_eq!(value::<Names>("[\"b\", \"a\"]").0[1].value, "a");
    }
}
