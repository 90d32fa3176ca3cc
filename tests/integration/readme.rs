//! What the README shows is what the program prints and draws.

use std::fs;

use crate::program::{Desk, contents, root, scenarios};

/// A folder with the project's scenarios, as a reader of the README has them.
fn readers_desk() -> Desk {
    let desk = Desk::new();
    for folder in ["scenarios", "scenarios/exports"] {
        fs::create_dir(desk.path(folder)).expect("the folder is ours");
        for (name, bytes) in contents(&root().join(folder)) {
            desk.write(&format!("{folder}/{name}"), &bytes);
        }
    }
    desk
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("there is a README")
}

#[test]
fn every_output_in_the_readme_is_what_the_program_prints() {
    let desk = readers_desk();
    let mut checked = 0;
    for block in readme().split("```console\n").skip(1) {
        let (command, shown) = block.split_once('\n').expect("a block begins with a command");
        let shown = shown.split("```").next().unwrap_or_default();
        let command = command.replace("cargo run --release --", "cloudpc-sim").replace('\'', "");
        let Some(arguments) = command.strip_prefix("$ cloudpc-sim ") else { continue };
        let output = desk.run(arguments);
        let stdout = String::from_utf8(output.stdout).expect("the program writes UTF-8");
        let stderr = String::from_utf8(output.stderr).expect("the program writes UTF-8");
        // Where a run is good, stderr only says where the tables are.
        let told = if output.status.success() { stdout } else { stdout + &stderr };
        assert_eq!(told, shown, "{command}: copy what it prints into README.md");
        checked += 1;
    }
    assert_eq!(checked, 20, "the main job, five questions with a variation, the answers");
}

#[test]
fn what_the_readme_shows_of_an_import_is_what_it_writes() {
    let readme = readme();
    let desk = readers_desk();
    let command = readme.lines().find_map(|line| line.strip_prefix("$ cloudpc-sim import "));
    desk.ends(&format!("import {}", command.expect("it shows an import")), 0);
    let written = desk.read("tenant.toml");
    let shown = readme.split("```toml\n").find(|block| block.starts_with("[subnet.subnet-1]"));
    let shown =
        shown.and_then(|block| block.split("```").next()).expect("it shows what is written");
    for line in shown.lines().filter(|line| *line != "...") {
        assert!(written.lines().any(|written| written == line), "README.md shows: {line}");
    }
}

#[test]
fn the_picture_in_the_readme_is_what_its_scenario_draws() {
    let desk = readers_desk();
    desk.ends("run scenarios/death-spiral.toml", 0);
    let drawn = desk.read("output/death-spiral/addresses-cpc-weu.svg");
    let shown = fs::read_to_string(root().join("output/death-spiral.svg")).unwrap_or_default();
    assert!(
        drawn == shown,
        "output/death-spiral.svg is old: copy output/death-spiral/addresses-cpc-weu.svg to it"
    );
}

#[test]
fn the_readme_names_every_scenario_with_its_question() {
    let readme = readme();
    for path in scenarios() {
        let text = fs::read_to_string(&path).expect("it can be read");
        let question = text.lines().find_map(|line| line.strip_prefix("question = "));
        let question = question.expect("every scenario has a question").trim_matches('"');
        let name = path.file_name().expect("it is a file").to_string_lossy();
        let row = format!("| [{name}](scenarios/{name}) | {question} |");
        assert!(readme.contains(&row), "README.md misses: {row}");
    }
}
