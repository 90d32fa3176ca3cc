//! `run --export graph` as a command.

use crate::program::{Desk, HELLO, contents, root};

fn death_spiral() -> String {
    root().join("scenarios/death-spiral.toml").display().to_string()
}

#[test]
fn the_bytes_are_the_same_with_any_number_of_threads() {
    let desk = Desk::new();
    let [one, two, seven] = [1, 2, 7].map(|threads| {
        let scenario = death_spiral();
        let run = format!("run {scenario} -r 4 -j {threads} --export graph --replication 3");
        desk.ends(&format!("{run} --at 5h -o {threads}"), 0);
        let mut files = contents(&desk.path(&threads.to_string()));
        files.retain(|(file, _)| file.starts_with("graph") || file.starts_with("azure"));
        files
    });
    assert_eq!(one.len(), 5);
    assert!(one == two && one == seven);
}

#[test]
fn an_export_belongs_to_the_folder_of_its_run_and_goes_with_it() {
    let desk = Desk::with(HELLO);
    let (out, err) = desk.ends("run scenario.toml --export graph --at 10m", 0);
    assert!(err.contains("graph-*.json in it, replication 0 after 10m"), "{err}");
    assert!(!out.contains("graph-"), "{out}");
    let manifest = desk.read("output/scenario/manifest.json");
    for (name, _) in super::FILES {
        assert!(manifest.contains(name) && desk.path(&format!("output/scenario/{name}")).exists());
    }
    let (plain, _) = desk.ends("run scenario.toml", 0);
    assert_eq!(out, plain, "an export changes no result");
    assert!(!desk.path("output/scenario/graph-cloudpcs.json").exists());
}

#[test]
fn the_import_takes_the_whole_export() {
    let desk = Desk::new();
    desk.ends(&format!("run {} -r 1 --export graph --at 6h -o out", death_spiral()), 0);
    let files = super::FILES.map(|(name, _)| format!("out/{name}")).join(" ");
    let import = format!("import {files} out/azure-vnet-usages.json -o again.toml");
    let (_, notes) = desk.ends(&import, 0);
    assert_eq!(notes.lines().count(), 7, "nothing is odd about it: {notes}");
    desk.ends("run again.toml -r 2", 0);
}

#[test]
fn what_cannot_be_exported_is_refused_before_anything_is_simulated() {
    let desk = Desk::with(HELLO);
    for (arguments, told) in [
        (
            "--export graph --at 15d",
            "--at 15d is after the end of the replication; write at most 14d",
        ),
        ("--export graph --at soon", "write a length such as 90m, 6h or 1d12h"),
        (
            "--export graph --replication 9 -r 3",
            "there is no replication 9; they are numbered 0 to 2",
        ),
        ("--export intune", "possible values: graph"),
        ("--at 6h", "--export <SHAPE>"),
        ("--replication 1", "--export <SHAPE>"),
    ] {
        let (out, err) = desk.ends(&format!("run scenario.toml {arguments}"), 2);
        assert!(out.is_empty() && err.contains(told), "{arguments}: {err}");
        assert!(!desk.path("output").exists(), "{arguments}");
    }
}
