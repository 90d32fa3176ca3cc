//! The tests of this folder as they are written: their files, names, and the rules they hold.

use std::fs;
use std::path::{Path, PathBuf};

/// The project's root.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A file of this folder.
pub(crate) struct File {
    /// The name of its module.
    pub(crate) module: String,
    text: String,
}

/// This folder's files.
pub(crate) fn files() -> Vec<File> {
    let entries = fs::read_dir(root().join("tests/rules")).expect("the folder can be listed");
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    paths.filter(|path| path.is_file()).map(|path| read(&path)).collect()
}

fn read(path: &Path) -> File {
    let module = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
    File { module, text: fs::read_to_string(path).expect("it can be read") }
}

/// A test as it is written, with what follows it.
pub(crate) struct Written<'a> {
    /// The function's name.
    pub(crate) name: &'a str,
    body: &'a str,
}

impl File {
    pub(crate) fn tests(&self) -> impl Iterator<Item = Written<'_>> {
        self.text.split(concat!("#[", "test]\n")).skip(1).map(|text| {
            let (head, body) = text.split_once('\n').expect("a test has lines");
            let name = head.trim_start_matches("fn ").split('(').next();
            Written { name: name.expect("a split has a part"), body }
        })
    }
}

impl<'a> Written<'a> {
    /// Whether its first line says which rules it holds.
    pub(crate) fn begins_with_rules(&self) -> bool {
        self.body.starts_with(concat!("    holds", "(&[\""))
    }

    /// The ids in its lists of rules.
    pub(crate) fn held(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let lists = self.body.split(concat!("holds", "(&[")).skip(1);
        let lists = lists.map(|rest| rest.split(']').next().expect("a split has a part"));
        let ids = lists.flat_map(|list| list.split(','));
        ids.map(|id| id.trim().trim_matches('"')).filter(|id| !id.is_empty())
    }
}
