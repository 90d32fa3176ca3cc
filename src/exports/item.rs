//! One object of a JSON export: its fields by name, old or new, whatever is wrong with them noted.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a reader names the kinds of JSON values it takes; all others are refused alike"
)]

use jiff::civil::DateTime;
use serde_json::{Map, Value};

use super::date;
use super::ids;
use super::json;
use super::log::{Log, Sourced, source};

/// A file's name, and where what is odd about it is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The file.
    pub(crate) file: &'a str,
    /// The notes.
    pub(crate) log: &'a Log,
}

/// An object and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Item<'a> {
    place: Place<'a>,
    path: String,
    fields: &'a Map<String, Value>,
}

impl<'a> Item<'a> {
    /// The object at this path.
    pub(crate) fn new(place: Place<'a>, path: &str, fields: &'a Map<String, Value>) -> Self {
        Self { place, path: path.into(), fields }
    }

    /// The name of its file.
    pub(crate) fn file(&self) -> &'a str {
        self.place.file
    }

    /// Where it stands in the file.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// How a comment names a field of it.
    pub(crate) fn source(&self, field: &str) -> String {
        source(self.place.file, &join(&self.path, field))
    }

    /// Something odd about a field of it, or about itself where the field is empty.
    pub(crate) fn note(&self, field: &str, reason: impl Into<String>) {
        self.place.log.note(self.place.file, &join(&self.path, field), reason);
    }

    /// Whether it has a field of this name, be it null.
    pub(crate) fn has(&self, name: &str) -> bool {
        debug_assert!(json::is_wanted(name), "{name} is not kept");
        self.fields.keys().any(|key| key.eq_ignore_ascii_case(name))
    }

    /// The first of these fields that has a value; those of Azure may stand in `properties`.
    pub(crate) fn field(&self, names: &[&str]) -> Option<(String, &'a Value)> {
        let here = names.iter().find_map(|name| entry(self.fields, name));
        let here = here.map(|(key, value)| (key.to_string(), value));
        here.or_else(|| {
            let (outer, inner) = entry(self.fields, "properties")?;
            let found = names.iter().find_map(|name| entry(inner.as_object()?, name));
            found.map(|(key, value)| (join(outer, key), value))
        })
    }

    /// A value of this field.
    pub(crate) fn given<T>(&self, field: &str, value: T) -> Sourced<T> {
        Sourced::new(value, self.place.file, &join(&self.path, field))
    }

    /// A text; one of spaces is none.
    pub(crate) fn text(&self, names: &[&str]) -> Option<Sourced<String>> {
        let (field, value) = self.field(names)?;
        match value {
            Value::String(text) => Some(self.given(&field, text.trim().to_string())),
            other => self.refuse(&field, other, "a text"),
        }
    }

    /// A word of an enumeration, known or not.
    pub(crate) fn word(&self, names: &[&str]) -> Option<Sourced<String>> {
        let text = self.text(names)?;
        if ids::is_word(&text.value) {
            return Some(text);
        }
        let length = text.value.chars().count();
        let reason = format!("a text of {length} characters where one word was expected; left out");
        self.note(names[0], reason);
        None
    }

    /// A GUID; one with a flaw is noted and kept.
    pub(crate) fn guid(&self, names: &[&str]) -> Option<Sourced<String>> {
        let text = self.text(names)?;
        if let Some(flaw) = ids::flaw(&text.value) {
            self.note(names[0], flaw);
        }
        Some(text.map(|text| text.to_lowercase()))
    }

    /// Yes or no, perhaps written as a text.
    pub(crate) fn truth(&self, names: &[&str]) -> Option<Sourced<bool>> {
        let (field, value) = self.field(names)?;
        match value {
            Value::Bool(truth) => Some(self.given(&field, *truth)),
            Value::String(text) => {
                let truth = truth(text);
                let reason = match truth {
                    Some(truth) => {
                        format!("a text where true or false was expected; read as {truth}")
                    }
                    None => "a text where true or false was expected; left out".into(),
                };
                self.note(&field, reason);
                truth.map(|truth| self.given(&field, truth))
            }
            other => self.refuse(&field, other, "true or false"),
        }
    }

    /// A whole number, perhaps written as `2.0` or as a text.
    pub(crate) fn number(&self, names: &[&str]) -> Option<Sourced<i64>> {
        let (field, value) = self.field(names)?;
        let (text, is_text) = match value {
            Value::Number(number) => (number.to_string(), false),
            Value::String(text) => (text.trim().to_string(), true),
            other => return self.refuse(&field, other, "a number"),
        };
        let Some(number) = whole(&text) else {
            self.note(&field, "not a whole number; left out");
            return None;
        };
        if is_text {
            self.note(&field, format!("a text where a number was expected; read as {number}"));
        }
        Some(self.given(&field, number))
    }

    /// A date and time in UTC.
    pub(crate) fn instant(&self, names: &[&str]) -> Option<Sourced<DateTime>> {
        let text = self.text(names)?;
        match date::instant(&text.value) {
            Ok(at) => at.map(|at| Sourced { value: at, from: text.from }),
            Err(reason) => {
                self.note(names[0], format!("{reason}; left out"));
                None
            }
        }
    }

    /// The object in a field.
    pub(crate) fn inner(&self, names: &[&str]) -> Option<Self> {
        let (field, value) = self.field(names)?;
        match value {
            Value::Object(fields) => Some(Self::new(self.place, &join(&self.path, &field), fields)),
            other => self.refuse(&field, other, "an object"),
        }
    }

    /// What stands in a field that is a list; one value counts as a list of one. Nothing if the
    /// field is missing, null or damaged.
    pub(crate) fn list(&self, names: &[&str]) -> Option<Vec<Entry<'a>>> {
        let (field, value) = self.field(names)?;
        let path = join(&self.path, &field);
        let one = |path, value| Entry { place: self.place, path, value };
        match value {
            Value::Array(list) => {
                let numbered = list.iter().enumerate();
                Some(numbered.map(|(i, value)| one(format!("{path}[{i}]"), value)).collect())
            }
            // PowerShell's way to write some lists.
            Value::Object(map) if matches!(entry(map, "value"), Some((_, Value::Array(_)))) => {
                self.inner(names)?.list(&["value"])
            }
            Value::String(text) if is_cut_off(text) => self.refuse(&field, value, "a list"),
            Value::String(_) | Value::Object(_) => Some(vec![one(path, value)]),
            Value::Null | Value::Bool(_) | Value::Number(_) => self.refuse(&field, value, "a list"),
        }
    }

    /// The objects of a list.
    pub(crate) fn items(&self, names: &[&str]) -> Option<Vec<Self>> {
        let list = self.list(names)?;
        Some(list.iter().filter_map(Entry::item).collect())
    }

    /// A value of the wrong kind is noted and left out.
    fn refuse<T>(&self, field: &str, value: &Value, expected: &str) -> Option<T> {
        let cut_off = matches!(value, Value::String(text) if is_cut_off(text));
        let help = if cut_off { "; ConvertTo-Json needs -Depth 10" } else { "" };
        self.note(field, format!("{} where {expected} was expected; left out{help}", kind(value)));
        None
    }
}

/// One value of a list and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    place: Place<'a>,
    path: String,
    /// The value.
    pub(crate) value: &'a Value,
}

impl<'a> Entry<'a> {
    /// The value at this path.
    pub(crate) fn new(place: Place<'a>, path: String, value: &'a Value) -> Self {
        Self { place, path, value }
    }

    /// Something odd about it.
    pub(crate) fn note(&self, reason: impl Into<String>) {
        self.place.log.note(self.place.file, &self.path, reason);
    }

    /// A value that it gives.
    pub(crate) fn given<T>(&self, value: T) -> Sourced<T> {
        Sourced::new(value, self.place.file, &self.path)
    }

    /// The object that it should be.
    pub(crate) fn item(&self) -> Option<Item<'a>> {
        if let Value::Object(fields) = self.value {
            return Some(Item::new(self.place, &self.path, fields));
        }
        self.note(format!("{} where an object was expected; left out", kind(self.value)));
        None
    }
}

/// What PowerShell writes for what lies deeper than it goes.
fn is_cut_off(text: &str) -> bool {
    text.starts_with("@{") || text.starts_with("System.")
}

/// A field that has a value, with the name as written.
fn entry<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<(&'a str, &'a Value)> {
    debug_assert!(json::is_wanted(name), "{name} is not kept");
    let exact = fields.get_key_value(name);
    let found = exact.or_else(|| fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)));
    let is_blank = |value: &Value| value.as_str().is_some_and(|text| text.trim().is_empty());
    found
        .filter(|(_, value)| !value.is_null() && !is_blank(value))
        .map(|(key, value)| (key.as_str(), value))
}

/// A path with a field behind it.
pub(crate) fn join(path: &str, field: &str) -> String {
    match (path, field) {
        ("", _) => field.into(),
        (_, "") => path.into(),
        _ if path.starts_with("line ") => format!("{path}, {field}"),
        _ => format!("{path}.{field}"),
    }
}

/// What a JSON value is called.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Yes or no as a text.
pub(crate) fn truth(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A whole number as a text, which may end in `.0`.
fn whole(text: &str) -> Option<i64> {
    let digits = text.split_once('.').map_or(text, |(whole, fraction)| {
        if fraction.bytes().all(|byte| byte == b'0') { whole } else { "" }
    });
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// What a reader makes of one object, and what is noted.
    fn read<T>(object: &Value, read: impl FnOnce(&Item<'_>) -> T) -> (T, Vec<String>) {
        let log = Log::default();
        let place = Place { file: "f", log: &log };
        let value = read(&Item::new(place, "value[0]", object.as_object().unwrap()));
        (value, log.lines())
    }

    #[test]
    fn a_field_is_found_by_any_of_its_names_in_any_case() {
        for object in [
            json!({"connectionType": "x"}),
            json!({"type": "x"}),
            json!({"Type": " x "}),
            json!({"connectionType": null, "TYPE": "x"}),
            json!({"properties": {"type": "x"}}),
        ] {
            let (text, notes) = read(&object, |item| item.text(&["connectionType", "type"]));
            assert_eq!(text.map(|t| t.value), Some("x".into()), "{object}");
            assert!(notes.is_empty(), "{notes:?}");
        }
    }

    #[test]
    fn a_value_knows_where_it_came_from() {
        let object = json!({"properties": {"Limit": 3.0}});
        let (number, _) = read(&object, |item| item.number(&["limit"]));
        assert_eq!(
            number.unwrap(),
            Sourced { value: 3, from: "from f: value[0].properties.Limit".into() }
        );
    }

    #[test]
    fn numbers_and_truths_written_as_texts_are_read_and_noted() {
        let object = json!({"limit": "251", "syncCycleEnabled": "False"});
        let ((number, truth), notes) =
            read(&object, |item| (item.number(&["limit"]), item.truth(&["syncCycleEnabled"])));
        assert_eq!((number.map(|n| n.value), truth.map(|t| t.value)), (Some(251), Some(false)));
        assert_eq!(
            notes,
            [
                "f: value[0].limit: a text where a number was expected; read as 251",
                "f: value[0].syncCycleEnabled: a text where true or false was expected; read as false",
            ]
        );
    }

    #[test]
    fn damaged_values_are_noted_and_left_out_and_never_repeated() {
        for (value, told) in [
            (json!("secret"), "not a whole number; left out"),
            (json!(2.5), "not a whole number; left out"),
            (json!(1e30), "not a whole number; left out"),
            (json!([1]), "a list where a number was expected; left out"),
            (json!({}), "an object where a number was expected; left out"),
            (json!(true), "true or false where a number was expected; left out"),
        ] {
            let (number, notes) = read(&json!({"limit": value}), |item| item.number(&["limit"]));
            assert!(number.is_none());
            assert_eq!(notes, [format!("f: value[0].limit: {told}")]);
        }
    }

    #[test]
    fn one_object_counts_as_a_list_and_what_powershell_cut_off_is_told() {
        let counts = |value: Value| {
            let object = json!({ "assignments": value });
            let (items, notes) =
                read(&object, |item| item.items(&["assignments"]).map(|i| i.len()));
            (items, notes.len())
        };
        assert_eq!(counts(json!([{}, {}, null])), (Some(2), 1));
        assert_eq!(counts(json!({"id": "x"})), (Some(1), 0));
        assert_eq!(counts(json!({"value": [{}, {}]})), (Some(2), 0));
        assert_eq!(counts(json!(null)), (None, 0));
        let object = json!({"assignments": "@{id=x}"});
        let (_, notes) = read(&object, |item| item.items(&["assignments"]).is_none());
        assert!(notes[0].ends_with("left out; ConvertTo-Json needs -Depth 10"), "{notes:?}");
    }
}
