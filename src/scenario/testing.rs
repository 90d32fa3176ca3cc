//! What the tests of single values share.

use super::problem::{Problems, Source};
use super::reader::{Files, FromNode, Reader};
use super::tree::Tree;
use super::{ScenarioFile, load, read};
use crate::provisioning::tenant::Tenant;

/// A few files by name.
pub(super) struct Shelf;

impl Files for Shelf {
    fn text(&self, name: &str) -> Result<String, String> {
        let text = match name {
            "data/a.csv" => "\u{feff}n, took\r\n1, 90\r\n2, 30m\r\n3, 00:01:00\r\n4, 0.5\r\n",
            "b.csv" => "n,took\n-1,5\n1,soon\n",
            "e.csv" => "\r\n\r\nn,took\r\n\"1\r\n1\",5\r\n\r\n1,soon\r\n",
            "f.csv" => "n,took\n\n1,5\n\n\n1,5,7\n",
            "c.csv" => "took\n",
            _ => return Err("no such file".into()),
        };
        Ok(text.into())
    }
}

fn read_key<T: FromNode>(text: &str) -> (Option<T>, Problems) {
    let source = Source { name: "test".into(), text: format!("key = {text}") };
    let mut problems = Problems::new(source);
    let tree = Tree::parse(&mut problems, 0);
    let value = Reader::new(&mut problems, &Shelf).field(&tree.root, "key");
    (value.map(|value| value.value), problems)
}

/// The value that this TOML spells.
pub(super) fn value<T: FromNode>(text: &str) -> T {
    let (value, problems) = read_key(text);
    assert!(problems.is_empty(), "{}", problems.render(false));
    value.unwrap()
}

/// Label and help of the first problem with this TOML.
pub(super) fn refusal<T: FromNode>(text: &str) -> (String, String) {
    let (_, problems) = read_key::<T>(text);
    let first = problems.list.first().unwrap_or_else(|| panic!("{text} is read"));
    (first.label.clone(), first.help.clone().unwrap_or_default())
}

/// A scenario of this text with these assignments.
pub(super) fn scenario(text: &str, sets: &[&str]) -> (ScenarioFile, Problems) {
    let source = Source { name: "rollout.toml".into(), text: text.into() };
    let sets: Vec<_> = sets.iter().map(ToString::to_string).collect();
    read(source, &sets, &Shelf)
}

/// The tenant that a good scenario means.
pub(super) fn tenant(text: &str) -> Tenant {
    let source = Source { name: "rollout.toml".into(), text: text.into() };
    load(source, &[], &Shelf).unwrap_or_else(|bad| panic!("{}", bad.render(false))).tenant
}
