//! `[expect]`: what must hold of the results, by the names of measures.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::kernel::math::count;
use crate::kernel::time::SimDuration;
use crate::scenario::duration;
use crate::scenario::named::Named;
use crate::scenario::problem::{Problem, quoted};
use crate::scenario::reader::{FromNode, Reader, Why};
use crate::scenario::section::section;
use crate::scenario::tree::{Entry, Node, Table, Value};
use crate::scenario::value::Probability;

/// Expectations by the name of their measure, which may have dots and then stands in quotes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expect(pub Named<Expected>);

section! {
    /// What must hold of a measure.
    pub struct Expected {
        /// It must not be more than this: a number, or a length of time.
        optional at_most: Limit,
        /// It must not be less than this: a number, or a length of time.
        optional at_least: Limit,
        /// The share of rollouts in which it must hold. If absent, it must hold of the mean.
        optional share: Probability,
        /// How sure the verdict must be: 0.95 if absent.
        optional confidence: Probability,
    }
}

/// A bound: a number, or a length of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// Of a count or a share.
    Number(f64),
    /// Of a length of time.
    Length(SimDuration),
}

impl FromNode for Expect {
    const WHAT: &'static str = "a table";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Table(table) = &node.value else {
            return reader.leaf(node, Err(Why::new(node.value.kind()).help("write [expect]")));
        };
        let (nested, plain): (Vec<_>, Vec<_>) =
            table.entries.iter().cloned().partition(|entry| first_table(&entry.node).is_some());
        for entry in nested {
            reader.push(in_quotes(&entry));
        }
        let plain =
            Node { place: node.place.clone(), value: Value::Table(Table { entries: plain }) };
        reader.entries(&plain).map(Self)
    }
}

/// The first entry of a table that is a table itself.
fn first_table(node: &Node) -> Option<&Entry> {
    let Value::Table(table) = &node.value else { return None };
    table.entries.iter().find(|entry| matches!(entry.node.value, Value::Table(_)))
}

/// A measure whose dots TOML took for tables in each other.
fn in_quotes(entry: &Entry) -> Problem {
    let (mut name, mut node) = (entry.key.clone(), &entry.node);
    while let Some(inner) = first_table(node) {
        name = format!("{name}.{}", inner.key);
        node = &inner.node;
    }
    let message = format!("{} is no measure", quoted(&entry.key));
    let help = format!("a measure with dots: write \"{name}\" in quotes");
    Problem::new(&entry.place, message, "a table of tables").help(help)
}

impl JsonSchema for Expect {
    fn schema_name() -> Cow<'static, str> {
        "Expect".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "What must hold of the results, by the names of measures.",
            "type": "object",
            "additionalProperties": generator.subschema_for::<Expected>(),
        })
    }
}

impl FromNode for Limit {
    const WHAT: &'static str = "a number or a length of time";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let read = match &node.value {
            Value::Integer(number) => u64::try_from(*number)
                .map(|number| Self::Number(count(number)))
                .map_err(|_| Why::new("negative")),
            Value::Float(number) if number.is_finite() && *number >= 0.0 => {
                Ok(Self::Number(*number))
            }
            Value::Float(_) => Err(Why::new("negative or no number")),
            Value::String(text) => duration::length(text).map(Self::Length),
            other => Err(Why::new(other.kind())),
        };
        reader.leaf(node, read)
    }
}

impl JsonSchema for Limit {
    fn schema_name() -> Cow<'static, str> {
        "Limit".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number of 0 or more, or a length of time.",
            "anyOf": [{ "type": "number", "minimum": 0 }, generator.subschema_for::<SimDuration>()],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::testing::{refusal, scenario, value};

    #[test]
    fn an_expectation_names_a_measure_and_a_bound() {
        let text = "[expect]\nfailure_rate = { at_most = 0.01 }\n\
                    'subnet.a.peak' = { at_most = 12, share = 0.95, confidence = 0.9 }\n\
                    'wave.w.time_to_ready.p95' = { at_least = '1h', at_most = '4h' }\n";
        let (file, problems) = scenario(text, &["horizon=2d"]);
        assert!(problems.is_empty(), "{}", problems.render(false));
        let expect = file.expect.unwrap().value.0;
        let names = ["failure_rate", "subnet.a.peak", "wave.w.time_to_ready.p95"];
        assert_eq!(expect.names(), names);
        let last = &expect.get(names[2]).unwrap().value;
        let hours = SimDuration::from_hours;
        assert_eq!(last.at_most.as_ref().unwrap().value, Limit::Length(hours(4)));
        assert_eq!(last.at_least.as_ref().unwrap().value, Limit::Length(hours(1)));
    }

    #[test]
    fn a_measure_with_dots_and_no_quotes_is_told_how_to_write_it() {
        let (_, problems) = scenario("[expect]\nsubnet.a.peak = { at_most = 12 }\n", &[]);
        let text = problems.render(false);
        assert!(text.contains("write \"subnet.a.peak\" in quotes"), "{text}");
    }

    #[test]
    fn a_limit_is_a_number_or_a_length_of_time() {
        assert_eq!(value::<Limit>("3"), Limit::Number(3.0));
        assert_eq!(value::<Limit>("0.5"), Limit::Number(0.5));
        for (text, label) in [
            ("-3", "negative"),
            ("nan", "negative or no number"),
            ("inf", "negative or no number"),
            ("true", "true or false"),
        ] {
            assert_eq!(refusal::<Limit>(text).0, label, "{text}");
        }
    }
}
