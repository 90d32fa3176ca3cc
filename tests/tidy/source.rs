//! The project's files, in the order of their names.

use std::fs;
use std::path::{Path, PathBuf};

/// A text file of the project.
pub(crate) struct File {
    /// Its path from the root, with `/`.
    pub(crate) path: String,
    /// What stands in it.
    pub(crate) text: String,
}

impl File {
    /// Its lines with their numbers.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }

    pub(crate) fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|e| e == extension)
    }
}

/// What is not the project's: history, what is built, and what a run or a user leaves.
const FOREIGN: [&str; 2] = [".git", "target"];

/// Every text file under a folder or at a path of the project; `""` is all of it.
pub(crate) fn files(under: &str) -> Vec<File> {
    let mut found = vec![];
    walk(under, &mut found);
    assert!(!found.is_empty(), "{under} has files");
    found
}

/// The text of one file.
pub(crate) fn text(path: &str) -> String {
    fs::read_to_string(rooted(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn rooted(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn walk(path: &str, found: &mut Vec<File>) {
    if rooted(path).is_dir() {
        for name in names(path) {
            walk(&joined(path, &name), found);
        }
    } else if let Ok(text) = fs::read_to_string(rooted(path)) {
        // What is no UTF-8 is a font or an image.
        found.push(File { path: path.into(), text });
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.into() } else { format!("{path}/{name}") }
}

/// The names in a folder, sorted.
pub(crate) fn names(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(rooted(folder)).unwrap_or_else(|e| panic!("{folder}: {e}"));
    let entries = entries.map(|entry| entry.expect("it can be listed").file_name());
    let mut names: Vec<String> =
        entries.map(|name| name.into_string().expect("names are UTF-8")).collect();
    let written_by_runs = |name: &str| folder == "output" && name != "README.md";
    names.retain(|name| !FOREIGN.contains(&name.as_str()) && !written_by_runs(name));
    names.sort();
    names
}
