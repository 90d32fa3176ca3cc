//! Imports point down: who may name whom, as data. A new edge is one line here.

use crate::source::{File, files, names};

/// Each layer with the layers it may name besides itself, from the bottom up.
const MAY_NAME: [(&str, &[&str]); 9] = [
    ("kernel", &[]),
    ("provisioning", &["kernel"]),
    ("record", &["kernel", "provisioning"]),
    ("scenario", &["kernel", "provisioning"]),
    ("exports", &["kernel", "provisioning", "scenario"]),
    ("statistics", &["kernel", "record"]),
    ("experiment", &["kernel", "provisioning", "record", "scenario", "statistics"]),
    ("report", &["kernel", "provisioning", "record", "statistics", "experiment"]),
    // The public API only: the binary is a crate of its own.
    ("cli", &[]),
];

#[test]
fn every_folder_of_src_is_a_layer_and_every_layer_a_folder() {
    let mut layers = MAY_NAME.map(|(layer, _)| layer.to_string());
    layers.sort();
    let not_a_file = |name: &String| !name.contains('.');
    let folders: Vec<String> = names("src").into_iter().filter(not_a_file).collect();
    assert_eq!(folders, layers);
}

#[test]
fn the_table_itself_points_down() {
    for (i, (layer, below)) in MAY_NAME.iter().enumerate() {
        let is_below = |name| MAY_NAME[..i].iter().any(|(known, _)| known == name);
        assert!(below.iter().all(is_below), "{layer} names only what stands above its own line");
    }
}

#[test]
fn every_layer_names_only_what_it_may() {
    for (layer, below) in MAY_NAME {
        for file in files(&format!("src/{layer}")) {
            for (line, named) in edges(&file) {
                let may = named == layer || below.contains(&named.as_str());
                assert!(may, "{}:{line}: {layer} may not name {named}", file.path);
            }
        }
    }
}

#[test]
fn only_the_binary_sees_the_crate_from_outside() {
    let binarys = |path: &str| path.starts_with("src/cli/") || path == "src/main.rs";
    for file in files("src").iter().filter(|f| f.has_extension("rs") && !binarys(&f.path)) {
        let outside = code(file).find(|(_, code)| code.contains("cloudpc_sim::"));
        assert!(outside.is_none(), "{}: {outside:?} goes round the layers", file.path);
    }
}

#[test]
fn an_edge_is_seen_however_it_is_written() {
    let text = "use crate::report;\nlet x = crate::scenario::load();\n// crate::comment\n\
                use super::statistics::mean;\nuse super::super::kernel::time;\n\
                use crate::{experiment, Outcome};\nuse self::inner;\nfn f() {}\n\
                mod tests {\n    use super::super::sibling;\n    use super::super::super::cli;\n}\n";
    let file = File { path: "src/record/deep.rs".into(), text: text.into() };
    let seen: Vec<String> = edges(&file).into_iter().map(|(_, named)| named).collect();
    let root = "the crate's root";
    assert_eq!(
        seen,
        ["report", "scenario", "record", "kernel", root, "record", "cli"],
        "a list after `crate::` hides its layers, so it counts as an edge to the root"
    );
}

/// Lines of code: without comments, documentation among them.
fn code(file: &File) -> impl Iterator<Item = (usize, &str)> {
    file.lines().filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The layers that a file names, with the lines.
fn edges(file: &File) -> Vec<(usize, String)> {
    let mut edges = vec![];
    // Modules written within a file lie one level deeper, and so do their `super`s.
    let mut depth = depth(&file.path);
    for (number, line) in code(file) {
        if line.starts_with("mod ") && line.ends_with('{') {
            depth += 1;
        }
        let layer = layer_of(&file.path);
        edges.extend(after(line, "crate::").map(|rest| (number, first_name(rest))));
        edges.extend(climbs(line).map(|(up, rest)| {
            (number, if up < depth { layer.to_string() } else { first_name(rest) })
        }));
    }
    edges
}

/// How many modules deep a file lies: `src/kernel/mod.rs` one, `src/kernel/time.rs` two.
fn depth(path: &str) -> usize {
    path.trim_end_matches("/mod.rs").matches('/').count()
}

fn layer_of(path: &str) -> &str {
    path.split('/').nth(1).expect("it lies in a layer")
}

/// What follows each occurrence of a path's beginning.
fn after<'a>(line: &'a str, beginning: &'static str) -> impl Iterator<Item = &'a str> {
    let begins = |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let found = line.match_indices(beginning).filter(move |&(at, _)| begins(at));
    found.map(move |(at, _)| &line[at + beginning.len()..])
}

/// Each climb over `super`s: how many, and what follows.
fn climbs(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = |rest: &&str| !line[..line.len() - rest.len()].ends_with("super::super::");
    after(line, "super::").filter(starts).map(|mut rest| {
        let mut up = 1;
        while let Some(further) = rest.strip_prefix("super::") {
            (up, rest) = (up + 1, further);
        }
        (up, rest)
    })
}

fn first_name(path: &str) -> String {
    let end = path.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(path.len());
    let name = &path[..end];
    let is_layer = names("src").iter().any(|known| known == name);
    if is_layer { name.into() } else { "the crate's root".into() }
}
