//! The fingerprints of the project's scenarios: the same on every machine and in every profile.

use std::fs;

use cloudpc_sim::{Experiment, Source, scenario};

use crate::program::{root, scenarios};

/// Enough to notice a change, few enough to run at every build.
const REPLICATIONS: u64 = 5;

#[test]
fn the_scenarios_have_the_results_they_had() {
    let path = root().join("tests/golden/fingerprints.toml");
    let now = fingerprints();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &now).expect("the project can be written");
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        golden == now,
        "results have changed, or scenarios:\n{}\nIf that is meant, run the tests with \
         UPDATE_GOLDEN=1, review the difference of tests/golden/fingerprints.toml, and list the \
         change under *Results change* in CHANGELOG.md",
        changes(&golden, &now)
    );
}

/// A table for each scenario: how many events in how many replications, and their fingerprint.
fn fingerprints() -> String {
    let about =
        "# Fingerprints of scenarios/*.toml; written by UPDATE_GOLDEN=1 cargo test golden.\n";
    scenarios().iter().fold(about.into(), |text, path| {
        let name = path.file_stem().expect("it is a file").to_string_lossy();
        let source = Source {
            name: name.clone().into_owned(),
            text: fs::read_to_string(path).expect("it can be read"),
        };
        let scenario = scenario::load(source, &[], &())
            .unwrap_or_else(|problems| panic!("{}", problems.render(false)));
        let experiment = Experiment { replications: REPLICATIONS, ..Experiment::new(&scenario) };
        let outcome = experiment.run(&()).expect("nobody stops it");
        let (events, fingerprint) = (outcome.events(), outcome.fingerprint());
        text + &format!(
            "\n[{name}]\nreplications = {REPLICATIONS}\nevents = {events}\nfingerprint = \"{fingerprint:032x}\"\n"
        )
    })
}

/// The tables that are only in one of two texts.
fn changes(golden: &str, now: &str) -> String {
    let only = |a: &str, b: &str, sign: &str| -> String {
        let tables = a.split("\n\n").skip(1).filter(|table| !b.contains(table.trim_end()));
        tables.fold(String::new(), |all, table| {
            all + &format!("{sign} {}\n", table.trim_end().replace('\n', " "))
        })
    };
    only(golden, now, "-") + &only(now, golden, "+")
}
