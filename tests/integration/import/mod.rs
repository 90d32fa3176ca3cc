//! Exports of a tenant become a scenario: what is read, said, kept and refused.

mod damaged;
mod many;
mod private;
mod states;

use std::collections::BTreeSet;
use std::fs;

use cloudpc_sim::exports::{Exports, Names};

use crate::program::{Desk, contents, root};

/// The exports of one tenant. What people would not want to see elsewhere holds the word "secret".
fn exports() -> Vec<(String, Vec<u8>)> {
    contents(&root().join("tests/integration/exports"))
}

/// A desk with all exports on it.
fn desk() -> Desk {
    let desk = Desk::new();
    for (name, bytes) in exports() {
        desk.write(&name, &bytes);
    }
    desk
}

/// Files that together tell of a whole tenant.
const TENANT: &str = "onpremises.json onpremises-detail.json policies.json cloudpcs-1.json \
    cloudpcs-2.json vnet-north.json subnets-west.json usages-west.json scheduler-fi.txt \
    scheduler-staging.json showrepl.csv sitelinks.json";

#[test]
fn all_exports_of_a_tenant_make_one_scenario_in_which_every_value_says_where_it_came_from() {
    let (scenario, notes) = desk().ends(&format!("import {TENANT}"), 0);
    insta::assert_snapshot!("tenant", scenario);
    insta::assert_snapshot!("tenant_notes", notes);
}

#[test]
fn own_names_are_kept_where_that_is_asked_and_users_never_have_any() {
    let (scenario, notes) = desk().ends(&format!("import {TENANT} --keep-names"), 0);
    insta::assert_snapshot!("names_kept", tables(&scenario));
    for text in [&scenario, &notes] {
        let plain = text.to_lowercase();
        for told in ["ada", "bob", "lee@", "svc-join", "password", "token", "example", "cpc-eve"] {
            assert!(!plain.contains(told), "{told}: {text}");
        }
    }
}

/// The headers of a scenario and what names its parts, without comments.
fn tables(scenario: &str) -> String {
    let names =
        ["[", "subnet =", "connections =", "groups =", "sites =", "connect_site", "group ="];
    let lines = scenario.lines().filter(|line| names.iter().any(|name| line.starts_with(name)));
    let plain = lines.map(|line| line.split("  # ").next().unwrap_or_default());
    plain.collect::<Vec<_>>().join("\n")
}

#[test]
fn nothing_that_is_nobodys_business_is_ever_printed() {
    let desk = desk();
    let alone = exports().into_iter().map(|(name, _)| name);
    for files in alone.chain([TENANT.to_string()]) {
        let (scenario, notes) = desk.ends(&format!("import {files}"), 0);
        for text in [scenario, notes] {
            assert!(!text.to_lowercase().contains("secret"), "{files}: {text}");
        }
    }
}

#[test]
fn every_export_alone_makes_a_scenario_that_runs() {
    let desk = desk();
    for (name, _) in exports() {
        let (_, said) = desk.ends(&format!("import {name} -o scenario.toml"), 0);
        let next = "Scenario: scenario.toml; next: cloudpc-sim run scenario.toml\n";
        assert!(said.starts_with(&format!("{name}: ")) && said.ends_with(next), "{said}");
        desk.ends("run scenario.toml -r 2 --detail none -o out", 0);
        let (out, err) = desk.ends(&format!("import {name} -o again.toml -q"), 0);
        assert_eq!((out.as_str(), err.as_str()), ("", ""), "quiet says nothing");
        assert_eq!(desk.read("scenario.toml"), desk.read("again.toml"));
    }
}

#[test]
fn every_value_stands_behind_a_source_that_can_be_looked_up() {
    let desk = desk();
    let (scenario, _) = desk.ends(&format!("import {TENANT}"), 0);
    let mut looked_up = BTreeSet::new();
    for line in scenario.lines().filter(|line| line.contains(" = ") && !line.starts_with('#')) {
        let (_, comment) = line.split_once("  # ").unwrap_or_else(|| panic!("{line}: from where?"));
        let known = ["default: ", "likewise", "the format of", "the wave of", "from "];
        assert!(known.iter().any(|begins| comment.starts_with(begins)), "{line}");
        let Some((file, place)) = comment.strip_prefix("from ").and_then(|c| c.split_once(": "))
        else {
            continue;
        };
        let steps = |c: char| !(c.is_ascii_alphanumeric() || "[].".contains(c));
        let path = place.split(steps).next().unwrap_or_default();
        if file.contains(".json") && !file.contains(", ") {
            let json: serde_json::Value = serde_json::from_str(&desk.read(file)).expect("JSON");
            let pointer = path.replace(['.', '['], "/").replace(']', "");
            let pointer = format!("/{}", pointer.trim_start_matches('/'));
            assert!(json.pointer(&pointer).is_some(), "{line}: nothing at {pointer}");
            looked_up.insert(file.to_string());
        }
    }
    assert_eq!(looked_up.len(), 8, "{looked_up:?}");
}

#[test]
fn names_follow_identifiers_and_not_the_order_of_the_files() {
    let desk = desk();
    let files: Vec<&str> = TENANT.split_whitespace().collect();
    let but_details = files.into_iter().filter(|name| !name.contains("detail"));
    let forth: Vec<&str> = but_details.collect();
    let back: Vec<&str> = forth.iter().rev().copied().collect();
    let [a, b] = [forth, back].map(|files| {
        let (scenario, _) = desk.ends(&format!("import {}", files.join(" ")), 0);
        scenario.split_once('\n').expect("a first line names the files").1.to_string()
    });
    assert_eq!(a, b);
}

#[test]
fn every_encoding_and_line_end_reads_alike() {
    let utf16 = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    for (name, bytes) in exports() {
        let text = String::from_utf8(bytes.clone()).expect("ours are UTF-8");
        let desk = Desk::new();
        desk.write(&name, &bytes);
        let plain = desk.ends(&format!("import {name}"), 0);
        for other in [
            format!("\u{feff}{text}").into_bytes(),
            text.replace('\n', "\r\n").into_bytes(),
            utf16(&text, u16::to_le_bytes),
            utf16(&text.replace('\n', "\r\n"), u16::to_be_bytes),
        ] {
            desk.write(&name, &other);
            assert_eq!(desk.ends(&format!("import {name}"), 0), plain, "{name}");
        }
    }
}

#[test]
fn the_name_of_a_file_says_nothing_about_its_content() {
    let desk = desk();
    let (plain, _) = desk.ends("import scheduler-fi.txt", 0);
    desk.write("cloudpcs.csv", desk.read("scheduler-fi.txt").as_bytes());
    let (renamed, _) = desk.ends("import cloudpcs.csv", 0);
    assert_eq!(renamed.replace("cloudpcs.csv", "scheduler-fi.txt"), plain);
}

#[test]
fn a_scenario_is_written_where_it_belongs_or_not_at_all() {
    let desk = desk();
    fs::create_dir(desk.path("folder")).expect("the desk is ours");
    desk.ends("import policies.json -o folder/scenario.toml", 0);
    desk.ends("validate folder/scenario.toml", 0);
    for (arguments, told) in [
        ("import policies.json -o folder", "error: folder: this is no file name\n"),
        ("import policies.json -o none/a.toml", "error: none/a.toml: "),
        ("import folder", "error: folder: this is a folder; name an export file in it\n"),
        ("import none.json", "error: none.json: "),
    ] {
        let (out, err) = desk.ends(arguments, 2);
        assert!(out.is_empty() && err.contains(told), "{arguments}: {err}");
    }
}

#[test]
fn an_export_larger_than_what_is_read_is_refused() {
    let desk = Desk::new();
    let file = fs::File::create_new(desk.path("huge.json")).expect("the desk is ours");
    file.set_len((256 << 20) + 1).expect("the file system knows sparse files");
    let (_, err) = desk.ends("import huge.json", 2);
    assert_eq!(err, "error: huge.json: larger than the 256 MiB an export may have\n");
}

#[test]
fn cloud_pcs_are_counted_by_status_policy_and_connection() {
    let mut all = Exports::default();
    for (name, bytes) in exports() {
        all.add(&name, bytes).expect("ours are exports");
    }
    let import = all.scenario(Names::Neutral).expect("they make a scenario");
    let counted: Vec<_> = import
        .initial
        .iter()
        .map(|stand| {
            let name = |name: &Option<String>| name.clone().unwrap_or("-".into());
            let place = [&stand.policy, &stand.connection, &stand.group].map(name).join(" ");
            let grace: Vec<_> = stand.grace_ends.iter().map(ToString::to_string).collect();
            format!("{} {} {place} {}", stand.count, stand.status, grace.join(" "))
        })
        .collect();
    assert_eq!(
        counted,
        [
            "1 hibernating policy-1 anc-1 group-1 ",
            "1 pendingProvision policy-2 - group-2 ",
            "1 failed policy-2 anc-2 group-2 ",
            "1 inGracePeriod policy-2 anc-2 group-2 2026-03-06T09:00:00",
            "1 provisioned policy-2 anc-2 group-2 ",
            "1 provisionedWithWarnings policy-2 anc-2 group-2 ",
            "1 provisioning policy-2 anc-2 group-2 ",
        ]
    );
}
