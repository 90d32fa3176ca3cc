//! Lengths of time that vary: a distribution as a scenario writes it.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value as Json, json};

use super::observed;
use super::problem::quoted;
use super::reader::{FromNode, Reader, Shape, Why};
use super::section::words;
use super::tree::{Node, Spanned, Table, Value};
use crate::kernel::time::SimDuration;
use crate::kernel::variate::Distribution;

words! {
    /// A law that lengths of time follow.
    pub enum Law {
        /// Any length from `min` to `max` alike.
        Uniform = "uniform",
        /// Rising from `min` to `mode`, falling to `max`.
        Triangular = "triangular",
        /// Memoryless, with this `mean`.
        Exponential = "exponential",
        /// The logarithm is normal around that of `median`, with standard deviation `sigma`.
        Lognormal = "lognormal",
        /// Gamma of this `mean` and `shape`.
        Gamma = "gamma",
        /// Weibull of this `scale` and `shape`.
        Weibull = "weibull",
        /// One of the observed `values`, or of those in a `column` of a `csv` file, each alike.
        Empirical = "empirical",
    }
}

impl Law {
    /// Its parameters, in the order they are explained.
    fn parameters(self) -> &'static [&'static str] {
        match self {
            Self::Uniform => &["min", "max"],
            Self::Triangular => &["min", "mode", "max"],
            Self::Exponential => &["mean"],
            Self::Lognormal => &["median", "sigma"],
            Self::Gamma => &["mean", "shape"],
            Self::Weibull => &["scale", "shape"],
            Self::Empirical => &["values", "csv", "column"],
        }
    }
}

/// The standard deviation of a logarithm.
struct Sigma(f64);

/// The shape of a gamma or Weibull distribution.
struct Form(f64);

/// Observed lengths in a list.
struct Values(Vec<SimDuration>);

const SIGMAS: RangeInclusive<f64> = f64::MIN_POSITIVE..=10.0;
const FORMS: RangeInclusive<f64> = 1e-3..=1e6;

impl FromNode for Distribution {
    const WHAT: &'static str = "a length of time or a distribution";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Table(table) = &node.value else {
            return SimDuration::from_node(node, reader).map(Self::Fixed);
        };
        if table.get("dist").is_none() {
            reader.missing(&node.place, "dist");
            return None;
        }
        let law: Law = reader.field(table, "dist")?.value;
        let parameters = law.parameters();
        let keys = [&["dist"], parameters].concat();
        let required = if law == Law::Empirical { &[] } else { parameters };
        reader.table(node, &Shape { keys: &keys, required })?;
        let read = distribution(law, node, table, reader)?;
        ordered(&read, node, reader).then_some(read)
    }
}

/// Every parameter is read before one that is missing ends it.
fn distribution(
    law: Law,
    node: &Node,
    table: &Table,
    reader: &mut Reader<'_>,
) -> Option<Distribution> {
    fn get<T: FromNode>(reader: &mut Reader<'_>, table: &Table, key: &str) -> Option<T> {
        reader.field(table, key).map(|field| field.value)
    }
    let mut length = |key| get::<SimDuration>(reader, table, key);
    Some(match law {
        Law::Uniform => {
            let (min, max) = (length("min"), length("max"));
            Distribution::Uniform { min: min?, max: max? }
        }
        Law::Triangular => {
            let (min, mode, max) = (length("min"), length("mode"), length("max"));
            Distribution::Triangular { min: min?, mode: mode?, max: max? }
        }
        Law::Exponential => Distribution::Exponential { mean: length("mean")? },
        Law::Lognormal => {
            let (median, sigma) = (length("median"), get::<Sigma>(reader, table, "sigma"));
            Distribution::Lognormal { median: median?, sigma: sigma?.0 }
        }
        Law::Gamma => {
            let (mean, shape) = (length("mean"), get::<Form>(reader, table, "shape"));
            Distribution::Gamma { mean: mean?, shape: shape?.0 }
        }
        Law::Weibull => {
            let (scale, shape) = (length("scale"), get::<Form>(reader, table, "shape"));
            Distribution::Weibull { scale: scale?, shape: shape?.0 }
        }
        Law::Empirical => Distribution::Empirical(empirical(node, table, reader)?),
    })
}

fn ordered(read: &Distribution, node: &Node, reader: &mut Reader<'_>) -> bool {
    let (wanted, lengths) = match read {
        Distribution::Uniform { min, max } => ("min ≤ max", vec![min, max]),
        Distribution::Triangular { min, mode, max } => ("min ≤ mode ≤ max", vec![min, mode, max]),
        Distribution::Fixed(_)
        | Distribution::Exponential { .. }
        | Distribution::Lognormal { .. }
        | Distribution::Gamma { .. }
        | Distribution::Weibull { .. }
        | Distribution::Empirical(_) => return true,
    };
    let sorted = lengths.is_sorted();
    if !sorted {
        let written: Vec<_> = lengths.iter().map(ToString::to_string).collect();
        let label = format!("not in order: {}", written.join(", "));
        reader.refuse(&node.place, &format!("a distribution with {wanted}"), Why::new(label));
    }
    sorted
}

/// The observed lengths, ascending.
fn empirical(node: &Node, table: &Table, reader: &mut Reader<'_>) -> Option<Vec<SimDuration>> {
    let has = |key| table.get(key).is_some();
    let complete =
        if has("values") { !has("csv") && !has("column") } else { has("csv") && has("column") };
    let values: Option<Spanned<Values>> = reader.field(table, "values");
    let csv: Option<Spanned<String>> = reader.field(table, "csv");
    let column: Option<Spanned<String>> = reader.field(table, "column");
    if !complete {
        let help = "write values = [\"3m\", \"5m\"], or csv = \"file.csv\" with column = \"name\"";
        let label = "neither `values` alone nor `csv` with `column`";
        reader.refuse(&node.place, "one list of lengths", Why::new(label).help(help));
        return None;
    }
    let mut lengths = match values {
        Some(values) => values.value.0,
        None => observed::lengths(reader, &csv?, &column?)?,
    };
    lengths.sort_unstable();
    Some(lengths)
}

impl FromNode for Values {
    const WHAT: &'static str = "a list of lengths of time";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let list = match &node.value {
            Value::Array(list) if !list.is_empty() => list,
            Value::Array(_) => return reader.leaf(node, Err(Why::new("an empty list"))),
            other => return reader.leaf(node, Err(Why::new(other.kind()))),
        };
        let read: Vec<_> = list.iter().map(|node| SimDuration::from_node(node, reader)).collect();
        read.into_iter().collect::<Option<_>>().map(Self)
    }
}

fn number(node: &Node, range: RangeInclusive<f64>) -> Result<f64, Why> {
    let (number, written) = match &node.value {
        Value::Float(number) => (*number, number.to_string()),
        // Six digits are exact; more are out of every range.
        Value::Integer(number) => {
            (i32::try_from(*number).map_or(f64::INFINITY, f64::from), number.to_string())
        }
        Value::String(text) if text.parse::<f64>().is_ok() => {
            return Err(Why::new("a text").help(format!("write {text}, without quotes")));
        }
        other => return Err(Why::new(other.kind())),
    };
    let outside = || Why::new(format!("{} is out of range", quoted(&written)));
    range.contains(&number).then_some(number).ok_or_else(outside)
}

impl FromNode for Sigma {
    const WHAT: &'static str = "a number above 0, at most 10";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        reader.leaf(node, number(node, SIGMAS).map(Self))
    }
}

impl FromNode for Form {
    const WHAT: &'static str = "a number from 0.001 to 1000000";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        reader.leaf(node, number(node, FORMS).map(Self))
    }
}

impl JsonSchema for Distribution {
    fn schema_name() -> Cow<'static, str> {
        "Length".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let length = generator.subschema_for::<SimDuration>().to_value();
        let mut kinds = vec![length.clone()];
        let empirical: [&[&str]; 2] = [&["values"], &["csv", "column"]];
        for law in Law::ALL {
            let ways = if *law == Law::Empirical { &empirical[..] } else { &[law.parameters()] };
            kinds.extend(ways.iter().map(|parameters| law_schema(*law, parameters, &length)));
        }
        json_schema!({
            "description": "How long something takes: a length of time, or a distribution such as \
                { dist = \"triangular\", min = \"3m\", mode = \"5m\", max = \"10m\" }.",
            "anyOf": kinds,
        })
    }
}

fn law_schema(law: Law, parameters: &[&str], length: &Json) -> Json {
    let mut keys = Map::new();
    keys.insert("dist".into(), json!({ "const": law.as_str() }));
    for parameter in parameters {
        let schema = match *parameter {
            "sigma" => json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 10 }),
            "shape" => json!({ "type": "number", "minimum": 0.001, "maximum": 1_000_000 }),
            "values" => json!({ "type": "array", "items": length, "minItems": 1 }),
            "csv" | "column" => json!({ "type": "string" }),
            _ => length.clone(),
        };
        keys.insert((*parameter).into(), schema);
    }
    let required = [&["dist"], parameters].concat();
    json!({
        "type": "object",
        "properties": keys,
        "required": required,
        "additionalProperties": false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{refusal, value};
    use super::*;

    const MINUTE: SimDuration = SimDuration::from_minutes(1);

    #[test]
    fn a_length_is_fixed_or_follows_a_law() {
        let (min, mode, max) = (MINUTE * 3, MINUTE * 5, MINUTE * 10);
        for (text, expected) in [
            ("'5m'", Distribution::Fixed(mode)),
            ("00:05:00", Distribution::Fixed(mode)),
            (
                "{ dist = 'uniform', min = '3m', max = '3m' }",
                Distribution::Uniform { min, max: min },
            ),
            (
                "{ dist = 'triangular', min = '3m', mode = '5m', max = '10m' }",
                Distribution::Triangular { min, mode, max },
            ),
            ("{ dist = 'exponential', mean = '5m' }", Distribution::Exponential { mean: mode }),
            (
                "{ dist = 'lognormal', median = '5m', sigma = 10 }",
                Distribution::Lognormal { median: mode, sigma: 10.0 },
            ),
            (
                "{ dist = 'gamma', mean = '5m', shape = 0.001 }",
                Distribution::Gamma { mean: mode, shape: 1e-3 },
            ),
            (
                "{ dist = 'weibull', scale = '5m', shape = 1000000 }",
                Distribution::Weibull { scale: mode, shape: 1e6 },
            ),
            (
                "{ dist = 'empirical', values = ['10m', '3m', '5m'] }",
                Distribution::Empirical(vec![min, mode, max]),
            ),
        ] {
            assert_eq!(value::<Distribution>(text), expected, "{text}");
        }
    }

    #[test]
    fn a_distribution_that_cannot_be_is_refused() {
        for (text, label) in [
            ("5", "no unit"),
            ("{ min = '3m' }", "no `dist` here"),
            ("{ dist = 'triangle' }", "`triangle` is not known"),
            ("{ dist = 'triangular', min = '3m', max = '9m' }", "no `mode` here"),
            ("{ dist = 'uniform', min = '3m', max = '1m' }", "not in order: 3m, 1m"),
            (
                "{ dist = 'triangular', min = '1m', mode = '9m', max = '5m' }",
                "not in order: 1m, 9m, 5m",
            ),
            ("{ dist = 'exponential', mean = '5m', sigma = 1 }", "not a key of [key]"),
            ("{ dist = 'lognormal', median = '5m', sigma = 0 }", "`0` is out of range"),
            ("{ dist = 'lognormal', median = '5m', sigma = nan }", "`NaN` is out of range"),
            ("{ dist = 'gamma', mean = '5m', shape = 9999999999 }", "`9999999999` is out of range"),
            ("{ dist = 'weibull', scale = '5m', shape = '2' }", "a text"),
            ("{ dist = 'empirical', values = [] }", "an empty list"),
            ("{ dist = 'empirical', values = ['1m', 2] }", "no unit"),
            ("{ dist = 'empirical' }", "neither `values` alone nor `csv` with `column`"),
            (
                "{ dist = 'empirical', values = ['1m'], csv = 'a' }",
                "neither `values` alone nor `csv` with `column`",
            ),
        ] {
            assert_eq!(refusal::<Distribution>(text).0, label, "{text}");
        }
    }
}
