//! Tables and values with names of their own.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::slice;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::problem::{Place, Problem, quoted};
use super::tree::{Spanned, Table};

/// Bytes of a name: it becomes part of a file's.
pub(super) const LONGEST_NAME: usize = 64;

/// Tables of one kind, each with its name, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Named<T> {
    /// All of them.
    pub items: Vec<Item<T>>,
}

/// One of several tables or values of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<T> {
    /// Its name, and where that stands.
    pub name: Spanned<String>,
    /// Where its value stands: of a table, the header.
    pub place: Place,
    /// What it says.
    pub value: T,
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self { items: Vec::new() }
    }
}

impl<T> Named<T> {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// In the order of the file.
    pub fn iter(&self) -> slice::Iter<'_, Item<T>> {
        self.items.iter()
    }

    /// The one of this name.
    pub fn get(&self, name: &str) -> Option<&Item<T>> {
        self.iter().find(|item| item.name.value == name)
    }

    /// All names.
    pub fn names(&self) -> Vec<&str> {
        self.iter().map(|item| item.name.value.as_str()).collect()
    }
}

impl<'n, T> IntoIterator for &'n Named<T> {
    type Item = &'n Item<T>;
    type IntoIter = slice::Iter<'n, Item<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: JsonSchema> JsonSchema for Named<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Named{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "propertyNames": {
                "pattern": r"^[\p{Alphabetic}\p{N}][\p{Alphabetic}\p{N}_-]*$",
                "maxLength": LONGEST_NAME,
            },
            "additionalProperties": generator.subschema_for::<T>(),
        })
    }
}

/// What is wrong with the names of a table.
pub(super) fn name_problems(table: &Table) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen = BTreeMap::new();
    for entry in &table.entries {
        let name = quoted(&entry.key);
        if let Some(label) = name_refusal(&entry.key) {
            let help = "a name is letters, digits, - and _, at most 64, no - or _ in front";
            let problem = Problem::new(&entry.place, format!("{name} is no name"), label);
            problems.push(problem.help(help));
        }
        if let Some(other) = seen.insert(entry.key.to_lowercase(), &entry.key) {
            let message = format!("{name} and {} differ only by case", quoted(other));
            let help = "names become file names, which Windows does not tell apart by case";
            problems.push(Problem::new(&entry.place, message, "the second").help(help));
        }
    }
    problems
}

fn name_refusal(name: &str) -> Option<String> {
    let mut chars = name.chars();
    let odd = |c: &char| !(c.is_alphanumeric() || "-_".contains(*c));
    match chars.next() {
        None => Some("empty".into()),
        Some('-' | '_') => Some("starts with - or _".into()),
        Some(_) if name.len() > LONGEST_NAME => Some("too long".into()),
        Some(_) => name.chars().find(odd).map(|c| format!("contains {c:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::scenario;

    #[test]
    fn what_is_no_table_or_no_name_is_refused() {
        for (text, message, told) in [
            ("retry = 1", "`retry` must be a table", "write [retry]"),
            ("[[subnet]]", "`subnet` must be a table", "write [subnet.NAME], one header for each"),
            ("[subnet]\nprefix = 1", "`subnet.prefix` must be a table", "write [subnet.NAME]"),
            ("[group.'a b']", "`a b` is no name", "contains ' '"),
            ("[group.'../x']", "`../x` is no name", "contains '.'"),
            ("[group._a]", "`_a` is no name", "starts with - or _"),
            ("[group.'']", "`` is no name", "empty"),
            ("[group.'x\u{1b}']", "`x\u{1b}` is no name", "contains '\\u{1b}'"),
            ("[group.\"Bü\"]\n[group.\"bÜ\"]", "`bÜ` and `Bü` differ only by case", "the second"),
        ] {
            let (_, problems) = scenario(text, &[]);
            let found = problems.list.iter().find(|problem| problem.message == message);
            let found = found.unwrap_or_else(|| panic!("{}", problems.render(false)));
            let help = found.help.clone().unwrap_or_default();
            assert!(help == told || found.label.starts_with(told), "{found:?}");
        }
        assert!(
            scenario(&format!("[group.{}]", "é".repeat(64)).replace('é', "e"), &[]).1.is_empty()
        );
        assert!(!scenario(&format!("[group.{}]", "e".repeat(65)), &[]).1.is_empty());
    }
}
