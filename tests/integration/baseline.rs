//! A baseline, written and read.

use cloudpc_sim::report::baseline::{read, write};
use cloudpc_sim::report::sample;
use cloudpc_sim::{Experiment, Source, scenario};

const SCARCE: &str = "horizon = '1d'\nreplications = 7\nsubnet.s.prefix = '10.0.0.0/28'\n\
    connection.c = { join = 'entra', subnet = 's' }\n\
    policy.p = { connections = ['c'], groups = ['g'] }\ngroup.g = {}\n\
    wave.w = { group = 'g', users = 12 }";

#[test]
fn a_baseline_reads_as_it_was_written_or_not_at_all() {
    let source = Source { name: "scarce".into(), text: SCARCE.into() };
    let scenario = scenario::load(source, &[], &()).unwrap();
    let experiment = Experiment::new(&scenario);
    let sample = sample::of(&experiment.run(&()).unwrap(), 1);
    let text = write("scarce", &sample);
    let measures = experiment.measures_of_one();
    assert_eq!(read(text.as_bytes(), &measures).unwrap().sample, sample);
    assert!(text.contains("\"requested\": \"12\",\n"), "what never varies is written once");
    for (good, bad) in [
        ("\"requested\": \"12\"", "\"requested\": \"12 12\""),
        ("\"requested\": \"12\"", "\"requested\": \"-12\""),
        ("\"requested\": \"12\"", "\"requested\": \"NaN\""),
        ("\"requested\": \"12\"", "\"requested\": 12"),
        ("\"replications\": 7", "\"replications\": 8"),
        ("\"weight\": \"1\"", "\"weight\": \"2\""),
        ("\"fingerprints\": \"", "\"fingerprints\": \"xyz "),
        ("{", "["),
    ] {
        assert!(text.contains(good), "{good}");
        assert_eq!(read(text.replacen(good, bad, 1).as_bytes(), &measures), None, "{bad}");
    }
}
