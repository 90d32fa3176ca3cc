//! `[sweep]`: which entries of the scenario are varied, and over what.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::kernel::time::SimDuration;
use crate::scenario::duration;
use crate::scenario::problem::{Problem, quoted};
use crate::scenario::reader::{FromNode, Reader, Why};
use crate::scenario::tree::{Node, Spanned, Table, Value};
use crate::scenario::value::Names;

/// Levels that one range may have.
const MOST_LEVELS: u64 = 1_000;
/// Keys of the table that are no paths.
const TOGETHER: &str = "together";
const WHERE: &str = "where";

/// Factors by the path of the entry they vary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sweep {
    /// In the order of the file.
    pub factors: Vec<Factor>,
    /// Lists of paths whose levels go in lockstep.
    pub together: Vec<Names>,
    /// Conditions that a case must meet, as written.
    pub filters: Names,
}

/// An entry of the scenario with its levels.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// The path of the entry.
    pub path: Spanned<String>,
    /// The values it takes.
    pub levels: Vec<Node>,
}

impl FromNode for Sweep {
    const WHAT: &'static str = "a table";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Table(table) = &node.value else {
            return reader.leaf(node, Err(Why::new(node.value.kind()).help("write [sweep]")));
        };
        let together = reader.field::<Groups>(table, TOGETHER).map(|groups| groups.value.0);
        let filters = reader.field::<Names>(table, WHERE).map(|filters| filters.value);
        let paths = table.entries.iter().filter(|entry| ![TOGETHER, WHERE].contains(&&*entry.key));
        let factors = paths.filter_map(|entry| {
            let path = Spanned { value: entry.key.clone(), place: entry.place.clone() };
            levels(&entry.key, &entry.node, reader).map(|levels| Factor { path, levels })
        });
        let factors = factors.collect();
        Some(Self {
            factors,
            together: together.unwrap_or_default(),
            filters: filters.unwrap_or_default(),
        })
    }
}

/// The levels of one factor: those of a list, or of a range.
fn levels(path: &str, node: &Node, reader: &mut Reader<'_>) -> Option<Vec<Node>> {
    match &node.value {
        Value::Array(levels) if levels.is_empty() => {
            let message = format!("{} has no level", quoted(path));
            reader.push(Problem::new(&node.place, message, "an empty list"));
            None
        }
        Value::Array(levels) => Some(levels.clone()),
        Value::Table(table) if table.get("from").is_some() => range(path, node, table, reader),
        Value::Table(table) => {
            let inner = table.entries.first().map_or("", |entry| &entry.key);
            let help = format!(
                "a path with dots stands in quotes: \"{path}.{inner}\" = [..]; a range is \
                 {{ from = .., to = .., step = .. }}"
            );
            let message = format!("{} is neither a list nor a range", quoted(path));
            reader.push(Problem::new(&node.place, message, "a table").help(help));
            None
        }
        Value::Unread => None,
        other => {
            let message = format!("{} needs a list of levels", quoted(path));
            reader.push(Problem::new(&node.place, message, other.kind()).help("write [a, b, c]"));
            None
        }
    }
}

/// Whole steps from one end to the other, which belongs to the range if a step meets it.
fn range(path: &str, node: &Node, table: &Table, reader: &mut Reader<'_>) -> Option<Vec<Node>> {
    let shape = crate::scenario::reader::Shape {
        keys: &["from", "to", "step"],
        required: &["from", "to", "step"],
    };
    reader.table(node, &shape)?;
    let [from, to, step] = ["from", "to", "step"].map(|key| table.get(key));
    let ends = [&from?.value, &to?.value, &step?.value];
    let numbers = match ends {
        [Value::Integer(from), Value::Integer(to), Value::Integer(step)] => {
            steps(*from, *to, *step).map(|all| all.into_iter().map(Value::Integer).collect())
        }
        _ => lengths(ends).and_then(|[from, to, step]| {
            let write = |ms: u64| Value::String(SimDuration::from_ms(ms).to_string());
            steps(from.ms(), to.ms(), step.ms()).map(|all| all.into_iter().map(write).collect())
        }),
    };
    let Some(values): Option<Vec<Value>> = numbers else {
        let message = format!("the range of {} has no levels", quoted(path));
        let help = format!(
            "three whole numbers or three lengths of time, `from` at most `to`, `step` above 0, \
             at most {MOST_LEVELS} levels; other values stand in a list"
        );
        reader.push(Problem::new(&node.place, message, "not a range").help(help));
        return None;
    };
    Some(values.into_iter().map(|value| Node { place: node.place.clone(), value }).collect())
}

fn lengths(ends: [&Value; 3]) -> Option<[SimDuration; 3]> {
    let [from, to, step] = ends.map(|end| duration::written(end).ok());
    Some([from?, to?, step?])
}

fn steps<T: Copy + PartialOrd + TryInto<i128> + TryFrom<i128>>(
    from: T,
    to: T,
    step: T,
) -> Option<Vec<T>> {
    let [from, to, step] = [from, to, step].map(|end| end.try_into().ok());
    let (from, to, step): (i128, i128, i128) = (from?, to?, step?);
    let most = i128::from(MOST_LEVELS);
    if step <= 0 || to < from || (to - from) / step >= most {
        return None;
    }
    (0..=(to - from) / step).map(|i| T::try_from(from + i * step).ok()).collect()
}

/// Lists of paths.
struct Groups(Vec<Names>);

impl FromNode for Groups {
    const WHAT: &'static str = "a list of lists of paths";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Array(lists) = &node.value else {
            let why = Why::new(node.value.kind()).help("write [[\"a.b\", \"c.d\"]]");
            return reader.leaf(node, Err(why));
        };
        Some(Self(lists.iter().filter_map(|list| Names::from_node(list, reader)).collect()))
    }
}

impl JsonSchema for Sweep {
    fn schema_name() -> Cow<'static, str> {
        "Sweep".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let texts = json_schema!({ "type": "array", "items": { "type": "string" } }).to_value();
        let end = json_schema!({ "type": ["integer", "string"] }).to_value();
        json_schema!({
            "description": "Which entries of the scenario are varied, by their path, and over what.",
            "type": "object",
            "properties": {
                "together": {
                    "description": "Lists of paths whose levels go in lockstep.",
                    "type": "array",
                    "items": texts.clone(),
                },
                "where": {
                    "description": "Comparisons that a case must meet, such as \
                                    \"connect.interval <= hybrid_join.timeout\".",
                    "type": "array",
                    "items": { "type": "string" },
                },
            },
            "additionalProperties": {
                "anyOf": [
                    { "type": "array", "minItems": 1 },
                    {
                        "type": "object",
                        "properties": { "from": end.clone(), "to": end.clone(), "step": end },
                        "required": ["from", "to", "step"],
                        "additionalProperties": false,
                    },
                ],
            },
        })
    }
}
