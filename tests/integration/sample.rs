//! A table of replications, read as what was simulated.

use cloudpc_sim::experiment::comparison::Sample;
use cloudpc_sim::report::csv;
use cloudpc_sim::report::sample::{from_csv, of};
use cloudpc_sim::{Experiment, Source, scenario};

const SCARCE: &str = r#"
    horizon = "1d"
    replications = 7
    [subnet.s]
    prefix = "10.0.0.0/28"
    [connection.c]
    join = "entra"
    subnet = "s"
    [policy.p]
    connections = ["c"]
    groups = ["g"]
    [group.g]
    [wave.w]
    group = "g"
    users = 12
"#;

#[test]
fn a_table_of_replications_reads_as_what_was_simulated() {
    let source = Source { name: "scarce".into(), text: SCARCE.into() };
    let scenario = scenario::load(source, &[], &()).unwrap();
    let experiment = Experiment::new(&scenario);
    let outcome = experiment.run(&()).unwrap();
    let table = csv::replications(&outcome);
    let measures = experiment.measures_of_one();
    let read = from_csv(table.as_bytes(), &measures, 1);
    assert_eq!(read, Some(of(&outcome, 1)));
    let infinite = |s: &Sample| s.columns.iter().any(|c| c.values.contains(&Some(f64::INFINITY)));
    assert!(read.is_some_and(|sample| infinite(&sample)), "some never got ready");
    for broken in [
        table.replace("fingerprint", "digest"),
        table.replace(",events", ",a\u{301}events,").replacen("inf", "NaN", 1),
        table.replacen("inf", "-inf", 1),
        table.replacen("inf", "1e999", 1),
        table.lines().next().unwrap_or_default().into(),
        String::new(),
    ] {
        assert_eq!(from_csv(broken.as_bytes(), &measures, 1), None, "{broken}");
    }
}
