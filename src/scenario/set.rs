//! `--set PATH=VALUE`: one entry of a scenario replaced from outside.

use std::ops::Range;

use toml::de::DeValue;

use super::problem::{Place, Problem, Problems, Source, quoted};
use super::tree::{DEEPEST, Entry, Growth, Node, Table, Tree, Value};

impl Tree {
    /// Makes an assignment: the path is made of keys joined by dots, the value is TOML, or else a
    /// text without quotes. The assignment becomes a source of its own.
    pub fn set(&mut self, assignment: &str, problems: &mut Problems) {
        let source = problems.sources.len();
        problems.sources.push(Source { name: "--set".into(), text: assignment.into() });
        let mut read = || {
            let (path, value) = path(assignment, source)?;
            let node = node(assignment, value, source)?;
            put(&mut self.root, path, node).map_err(|problem| vec![problem])
        };
        if let Err(found) = read() {
            problems.list.extend(found);
            problems.partial = true;
        }
    }
}

/// A key of a path, and where it stands.
pub(super) struct Segment {
    pub(super) key: String,
    pub(super) place: Place,
}

/// The keys of the path, and where the value begins.
fn path(assignment: &str, source: usize) -> Result<(Vec<Segment>, usize), Vec<Problem>> {
    let (mut quote, mut start, mut path) = (None, 0, Vec::new());
    for (at, c) in assignment.char_indices() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '.' | '=') => {
                path.push(segment(assignment, start..at, source).map_err(|problem| vec![problem])?);
                start = at + 1;
            }
            (Some(_) | None, _) => {}
        }
        if quote.is_none() && c == '=' {
            return Ok((path, start));
        }
    }
    let place = Place { source, span: 0..assignment.len() };
    let message = format!("{} assigns nothing", quoted(assignment));
    Err(vec![Problem::new(&place, message, "no `=` after a path").help("write PATH=VALUE")])
}

fn segment(assignment: &str, span: Range<usize>, source: usize) -> Result<Segment, Problem> {
    let written = &assignment[span.clone()];
    let start = span.start + written.len() - written.trim_start().len();
    let written = written.trim();
    let place = Place { source, span: start..start + written.len() };
    let key = if written.starts_with(['"', '\'']) {
        match DeValue::parse(written).map(toml::Spanned::into_inner) {
            Ok(DeValue::String(key)) => Some(key.into_owned()),
            _ => None,
        }
    } else {
        let odd = |c: char| c.is_whitespace() || c.is_control() || "\"'[]{}#,".contains(c);
        (!written.is_empty() && !written.contains(odd)).then(|| written.into())
    };
    let refusal = || Problem::new(&place, format!("{} is no key", quoted(written)), "not a key");
    let help = "a path is keys joined by dots: wave.pilot.users=200";
    key.map(|key| Segment { key, place: place.clone() }).ok_or_else(|| refusal().help(help))
}

/// The value after the `=`.
fn node(assignment: &str, start: usize, source: usize) -> Result<Node, Vec<Problem>> {
    let written = &assignment[start..];
    let start = start + written.len() - written.trim_start().len();
    let text = written.trim();
    let window = Place { source, span: start..start + text.len() };
    if text.is_empty() {
        let help = "an empty text is written \"\"";
        return Err(vec![Problem::new(&window, "a value is missing", "nothing here").help(help)]);
    }
    let (value, errors) = DeValue::parse_recoverable(text);
    if !errors.is_empty() && !text.starts_with(['"', '\'', '[', '{']) {
        return Ok(Node { place: window, value: Value::String(text.into()) });
    }
    let mut growth = Growth::new(text, window, &errors);
    let node = growth.node(value, 0);
    if growth.found.is_empty() { Ok(node) } else { Err(growth.found) }
}

/// Puts a value where a path leads, making the tables on the way.
pub(super) fn put(root: &mut Table, mut path: Vec<Segment>, node: Node) -> Result<(), Problem> {
    let last = path.pop().expect("a path has at least one key");
    if path.len() >= DEEPEST {
        return Err(Problem::new(&last.place, "a path of too many keys", "too deep"));
    }
    let mut table = root;
    for segment in path {
        table = descend(table, segment)?;
    }
    match table.entries.iter_mut().find(|entry| entry.key == last.key) {
        Some(entry) => *entry = Entry { key: last.key, place: last.place, node },
        None => table.entries.push(Entry { key: last.key, place: last.place, node }),
    }
    Ok(())
}

/// The table of this key, made where there is none.
fn descend(table: &mut Table, segment: Segment) -> Result<&mut Table, Problem> {
    let Segment { key, place } = segment;
    let at = table.entries.iter().position(|entry| entry.key == key);
    let at = at.unwrap_or_else(|| {
        let node = Node { place: place.clone(), value: Value::Table(Table::default()) };
        table.entries.push(Entry { key: key.clone(), place: place.clone(), node });
        table.entries.len() - 1
    });
    let value = &mut table.entries[at].node.value;
    let label = value.kind();
    if let Value::Table(inner) = value {
        return Ok(inner);
    }
    Err(Problem::new(&place, format!("{} has no keys of its own", quoted(&key)), label))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, assignment: &str) -> (Tree, Problems) {
        let mut problems = Problems::new(Source { name: "a.toml".into(), text: text.into() });
        let mut tree = Tree::parse(&mut problems, 0);
        tree.set(assignment, &mut problems);
        (tree, problems)
    }

    fn at<'t>(tree: &'t Tree, path: &[&str]) -> &'t Node {
        let (last, path) = path.split_last().unwrap();
        let table =
            path.iter().fold(&tree.root, |table, key| match &table.get(key).unwrap().value {
                Value::Table(table) => table,
                other => panic!("{other:?}"),
            });
        table.get(last).unwrap()
    }

    #[test]
    fn an_assignment_replaces_or_makes_an_entry() {
        let text = |text: &str| Value::String(text.into());
        for (assignment, path, value, span) in [
            ("horizon=14d", &["horizon"][..], text("14d"), 8..11),
            ("a.b = 3", &["a", "b"], Value::Integer(3), 6..7),
            ("a.c.d=0.5", &["a", "c", "d"], Value::Float(0.5), 6..9),
            ("x.'q.r=s'.y=true", &["x", "q.r=s", "y"], Value::Bool(true), 12..16),
            ("x.\"q\\u0041\"=\"a=b\"", &["x", "qA"], text("a=b"), 12..17),
            ("wave.büro.users=1", &["wave", "büro", "users"], Value::Integer(1), 17..18),
            (
                "start=2026-03-02T08:00",
                &["start"],
                Value::Datetime("2026-03-02T08:00".into()),
                6..22,
            ),
        ] {
            let (tree, problems) = set("a.b = 1\n", assignment);
            assert!(problems.is_empty(), "{}", problems.render(false));
            assert_eq!(at(&tree, path).value, value);
            assert_eq!(at(&tree, path).place, Place { source: 1, span });
        }
    }

    #[test]
    fn an_assignment_that_cannot_be_made_is_refused_at_its_place() {
        for (assignment, message, span) in [
            ("horizon", "`horizon` assigns nothing", 0..7),
            ("", "`` assigns nothing", 0..0),
            ("a..b=1", "`` is no key", 2..2),
            ("a b=1", "`a b` is no key", 0..3),
            ("'a=1", "`'a=1` assigns nothing", 0..4),
            ("a=", "a value is missing", 2..2),
            ("a = [1,", "unclosed array", 7..7),
            ("a.b.c=1", "`b` has no keys of its own", 2..3),
            ("a.n=99999999999999999999", "`99999999999999999999` is too large", 4..24),
        ] {
            let (_, problems) = set("a.b = 1\n", assignment);
            assert_eq!(problems.list[0].message, message, "{assignment}");
            assert_eq!(problems.list[0].place, Place { source: 1, span }, "{assignment}");
            assert!(problems.render(false).contains("--set:1:"));
        }
        assert!(!set("", &format!("{}=1", vec!["a"; 100_000].join("."))).1.is_empty());
    }
}
