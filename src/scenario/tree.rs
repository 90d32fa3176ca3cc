//! A TOML text as a tree of our own, in which everything knows its place.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned as Marked;
use toml::de::{DeInteger, DeTable, DeValue};

use super::problem::{Place, Problem, Problems, quoted};
use super::syntax;

/// Tables and lists inside each other; more than any scenario has.
pub(super) const DEEPEST: usize = 32;

/// Syntax errors of one text that are reported; whoever has more has not written TOML.
const MOST_ERRORS: usize = 500;

/// A value and its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// A TOML value and its place; a table's is its header.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it stands.
    pub place: Place,
    /// What stands there.
    pub value: Value,
}

/// A TOML value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    String(String),
    /// A date, a time, or both, as TOML writes it.
    Datetime(String),
    /// A list.
    Array(Vec<Node>),
    /// A table.
    Table(Table),
    /// A value that could not be read; a problem says why.
    Unread,
}

/// Keys with their values, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Every key once.
    pub entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands first.
    pub place: Place,
    /// Its value.
    pub node: Node,
}

/// A scenario as a tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// The top level.
    pub root: Table,
}

impl Table {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }
}

impl Value {
    /// What kind of value this is, for a label.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Bool(_) => "true or false",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::String(_) => "a text",
            Self::Datetime(_) => "a date or time",
            Self::Array(_) => "a list",
            Self::Table(_) => "a table",
            Self::Unread => "not readable",
        }
    }
}

impl Tree {
    /// The tree of one source; every syntax error becomes a problem.
    pub fn parse(problems: &mut Problems, source: usize) -> Self {
        let text = &problems.sources[source].text;
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut growth = Growth::new(text, Place { source, span: 0..text.len() }, &errors);
        let root = growth.table(table.into_inner(), 0);
        let found = growth.found;
        problems.partial |= !errors.is_empty();
        problems.list.extend(found);
        Self { root }
    }
}

/// The way from the parser's tree to ours.
pub(super) struct Growth {
    /// What of the source the text is.
    window: Place,
    /// Where the parser guessed.
    broken: Vec<Range<usize>>,
    pub(super) found: Vec<Problem>,
}

impl Growth {
    pub(super) fn new(text: &str, window: Place, errors: &[toml::de::Error]) -> Self {
        let mut growth = Self { window, broken: Vec::new(), found: Vec::new() };
        for error in errors.iter().take(MOST_ERRORS) {
            let span = error.span().unwrap_or_default();
            growth.found.push(syntax::problem(error.message(), text, &span, &growth.place(&span)));
            growth.broken.push(span);
        }
        growth
    }

    pub(super) fn node(&mut self, value: Marked<DeValue<'_>>, depth: usize) -> Node {
        let span = value.span();
        let place = self.place(&span);
        let guessed = self.broken.iter().any(|b| b.start <= span.end && span.start <= b.end);
        let value = match value.into_inner() {
            value if depth > DEEPEST => {
                dismantle(value);
                self.found.push(Problem::new(&place, "tables and lists nested too deep", "here"));
                Value::Unread
            }
            DeValue::Table(table) => Value::Table(self.table(table, depth)),
            _ if guessed => Value::Unread,
            DeValue::Array(list) => {
                Value::Array(list.into_iter().map(|node| self.node(node, depth + 1)).collect())
            }
            DeValue::Boolean(value) => Value::Bool(value),
            DeValue::Integer(number) => self.integer(&number, &place),
            DeValue::Float(number) => number.as_str().parse().map_or(Value::Unread, Value::Float),
            DeValue::String(text) => Value::String(text.into_owned()),
            DeValue::Datetime(value) => Value::Datetime(value.to_string()),
        };
        Node { place, value }
    }

    fn table(&mut self, table: DeTable<'_>, depth: usize) -> Table {
        let entry = |(key, value): (Marked<_>, _)| Entry {
            place: self.place(&key.span()),
            key: String::from(key.into_inner()),
            node: self.node(value, depth + 1),
        };
        // The parser puts an empty key where none is; the syntax error says so.
        let is_there = |(key, _): &(Marked<Cow<'_, str>>, _)| {
            !key.get_ref().is_empty() || !key.span().is_empty()
        };
        let mut entries: Vec<Entry> = table.into_iter().filter(is_there).map(entry).collect();
        entries.sort_by_key(|entry| entry.place.span.start);
        Table { entries }
    }

    fn integer(&mut self, number: &DeInteger<'_>, place: &Place) -> Value {
        if let Ok(value) = i64::from_str_radix(number.as_str(), number.radix()) {
            return Value::Integer(value);
        }
        let message = format!("{} is too large", quoted(&number.to_string()));
        let most = format!("whole numbers lie between {} and {}", i64::MIN, i64::MAX);
        self.found.push(Problem::new(place, message, "beyond 64 bits").help(most));
        Value::Unread
    }

    fn place(&self, span: &Range<usize>) -> Place {
        let base = self.window.span.start;
        Place { source: self.window.source, span: base + span.start..base + span.end }
    }
}

/// Drops a value of any depth without recursion.
fn dismantle(value: DeValue<'_>) {
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        if let DeValue::Table(table) = value {
            rest.extend(table.into_iter().map(|(_, value)| value.into_inner()));
        } else if let DeValue::Array(list) = value {
            rest.extend(list.into_iter().map(Marked::into_inner));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::problem::Source;
    use super::*;

    fn grown(text: &str) -> (Tree, Problems) {
        let mut problems = Problems::new(Source { name: "a.toml".into(), text: text.into() });
        (Tree::parse(&mut problems, 0), problems)
    }

    #[test]
    fn tables_keep_the_order_of_the_file_and_know_their_places() {
        let (tree, problems) = grown("\u{feff}b = 1\r\n[z.q]\r\nx = 2\r\n[a]\r\n[z.c]\r\n");
        assert!(problems.is_empty());
        let keys: Vec<_> = tree.root.entries.iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["b", "z", "a"]);
        assert_eq!(tree.root.entries[0].place.span, 3..4);
        let Value::Table(z) = &tree.root.get("z").unwrap().value else { panic!() };
        assert_eq!(z.entries[0].key, "q");
        assert_eq!(z.get("q").unwrap().place.span, 10..15);
    }

    #[test]
    fn every_syntax_error_is_reported_and_its_value_left_unread() {
        let (tree, problems) = grown("a = 14d\nb = \nc = \"x\nd = True\ne = 1\ne = 2\nf = 1\n");
        let found: Vec<_> = problems.list.iter().map(|p| p.message.as_str()).collect();
        assert_eq!(
            found,
            [
                "`14d` is no TOML value",
                "a value is missing",
                "a text without its closing quote",
                "`True` is no TOML value",
                "`e` stands here twice"
            ]
        );
        assert!(problems.partial);
        assert_eq!(tree.root.get("a").unwrap().value, Value::Unread);
        assert_eq!(tree.root.get("f").unwrap().value, Value::Integer(1));
    }

    #[test]
    fn a_whole_number_beyond_64_bits_is_refused() {
        let (tree, problems) =
            grown("a = 18446744073709551616\nb = 0x1F\nc = 9223372036854775807\n");
        assert_eq!(problems.list[0].message, "`18446744073709551616` is too large");
        assert_eq!(tree.root.get("b").unwrap().value, Value::Integer(31));
        assert_eq!(tree.root.get("c").unwrap().value, Value::Integer(i64::MAX));
    }

    #[test]
    fn no_text_overflows_the_stack_or_panics() {
        let long = ["k"; 79].join(".");
        let nested = format!("{{{long}=").repeat(79);
        for text in [
            format!("a = {}", "[".repeat(10_000)),
            format!("a = {}", "{a=".repeat(10_000)),
            format!("{}a = 1", "a.".repeat(10_000)),
            format!("[{}a]\nb = 1", "a.".repeat(10_000)),
            format!("{long} = {nested}1{}", "}".repeat(79)),
            "a = \0\nb = \"\u{1b}\"\r\nc = 1\rd = 2\n\u{7}".into(),
            "[[a]]\n[a]\n[a.b]\n=\n".into(),
        ] {
            let (_, problems) = grown(&text);
            assert!(!problems.render(false).is_empty());
        }
    }
}
