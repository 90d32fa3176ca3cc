//! A condition that a case of a sweep must meet: two values compared.

use std::cmp::Ordering;

use super::duration;
use super::problem::{Problem, Problems, quoted};
use super::tree::{Spanned, Table, Value};
use super::validate::Setting;

const HELP: &str = "write \"PATH <= VALUE\" or \"PATH < OTHER.PATH\"; also ==, !=, >=, >; a text \
                    stands in single quotes";

/// A comparison such as `connect.interval <= hybrid_join.timeout`.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    written: Spanned<String>,
    left: String,
    allows: fn(Ordering) -> bool,
    right: String,
}

/// What can be compared.
#[derive(Clone, Debug, PartialEq)]
enum Operand {
    Number(f64),
    Length(u64),
    Text(String),
}

impl Filter {
    /// Reads a comparison.
    pub(super) fn read(written: &Spanned<String>, problems: &mut Problems) -> Option<Self> {
        let parts: Vec<&str> = written.value.split_whitespace().collect();
        if let [left, comparison, right] = parts[..]
            && let Some(allows) = allowed(comparison)
        {
            let (left, right) = (left.to_string(), right.to_string());
            return Some(Self { written: written.clone(), left, allows, right });
        }
        let message = format!("{} is no comparison", quoted(&written.value));
        let problem = Problem::new(&written.place, message, "not a comparison");
        problems.push(problem.help(HELP));
        None
    }

    /// Whether a case meets it; a problem if its two sides cannot be compared.
    pub(super) fn holds(
        &self,
        case: &Table,
        settings: &[Setting],
        problems: &mut Problems,
    ) -> bool {
        let sides = [&self.left, &self.right].map(|side| operand(side, case, settings));
        let order = match &sides {
            [Some(Operand::Number(a)), Some(Operand::Number(b))] => a.partial_cmp(b),
            [Some(Operand::Length(a)), Some(Operand::Length(b))] => Some(a.cmp(b)),
            [Some(Operand::Text(a)), Some(Operand::Text(b))] => Some(a.cmp(b)),
            _ => None,
        };
        let Some(order) = order else {
            let message = format!("{} cannot be compared", quoted(&self.written.value));
            let label = "a path that is not there, or two kinds of values";
            problems.push(Problem::new(&self.written.place, message, label).help(HELP));
            return false;
        };
        (self.allows)(order)
    }
}

fn allowed(comparison: &str) -> Option<fn(Ordering) -> bool> {
    Some(match comparison {
        "<" => Ordering::is_lt,
        "<=" => Ordering::is_le,
        "==" => Ordering::is_eq,
        "!=" => Ordering::is_ne,
        ">=" => Ordering::is_ge,
        ">" => Ordering::is_gt,
        _ => return None,
    })
}

/// A literal, of which texts stand in quotes, or what stands at a path: in the case, or else by
/// default.
fn operand(text: &str, case: &Table, settings: &[Setting]) -> Option<Operand> {
    let literal = |text: &str| {
        let number = text.parse().ok().map(Operand::Number);
        number.or_else(|| duration::length(text).ok().map(|length| Operand::Length(length.ms())))
    };
    if let Some(quoted) = text.strip_prefix(['\'', '"']) {
        return Some(Operand::Text(quoted.trim_end_matches(['\'', '"']).to_string()));
    }
    let by_default = || settings.iter().find(|s| s.path == text).map(|s| s.value.clone());
    match at(case, text).or_else(by_default) {
        None => literal(text),
        Some(found) => {
            let found = found.trim_matches('"').to_string();
            literal(&found).or(Some(Operand::Text(found)))
        }
    }
}

/// The value at a path, if it is a number or a text.
fn at(table: &Table, path: &str) -> Option<String> {
    let (first, rest) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
    match (&table.get(first)?.value, rest) {
        (Value::Table(inner), Some(rest)) => at(inner, rest),
        (Value::Integer(number), None) => Some(number.to_string()),
        (Value::Float(number), None) => Some(format!("{number:?}")),
        (Value::String(text) | Value::Datetime(text), None) => Some(text.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::problem::Source;
    use super::super::tree::Tree;
    use super::*;

    const CASE: &str = "connect.interval = '30m'\nretry.attempts = 2\nwave.w.arrivals = 'even'\n";

    fn holds(written: &str) -> Option<bool> {
        let mut problems = Problems::new(Source { name: "a.toml".into(), text: CASE.into() });
        let case = Tree::parse(&mut problems, 0).root;
        let text = |text: &str| text.to_string();
        let setting = Setting {
            path: text("hybrid_join.timeout"),
            value: text("\"90m\""),
            default: None,
            ground: text(""),
            place: None,
        };
        let written = Spanned { value: text(written), ..Spanned::default() };
        let filter = Filter::read(&written, &mut problems)?;
        let holds = filter.holds(&case, &[setting], &mut problems);
        problems.is_empty().then_some(holds)
    }

    #[test]
    fn a_comparison_is_of_values_of_one_kind() {
        for (written, wanted) in [
            ("connect.interval <= 30m", Some(true)),
            ("connect.interval < 00:30:00", Some(false)),
            ("connect.interval < hybrid_join.timeout", Some(true)),
            ("retry.attempts >= 3", Some(false)),
            ("2 == retry.attempts", Some(true)),
            ("wave.w.arrivals != 'at-once'", Some(true)),
            ("wave.w.arrivals == 'even'", Some(true)),
            ("wave.w.arrivals == even", None),
            ("connect.intervall <= 30m", None),
            ("connect.interval <= 30", None),
            ("connect.interval", None),
            ("connect.interval =< 30m", None),
        ] {
            assert_eq!(holds(written), wanted, "{written}");
        }
    }
}
