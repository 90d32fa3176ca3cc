//! What must hold of every scenario anybody could write.
//!
//! Scenarios are generated as text, run, and their rows are counted anew by code that shares
//! nothing with the simulator. The cases are the same in every run; `PROPTEST_CASES` asks for more
//! of them (256 if not given), `PROPTEST_RNG_SEED` for others.

#![expect(clippy::disallowed_methods, reason = "the shipped scenarios are files")]

mod addresses;
mod arithmetic;
mod beginnings;
mod cloud_pcs;
mod exports;
mod generate;
mod licenses;
mod lives;
mod metamorphic;
mod metamorphic_life;
mod mutation;
mod reach;
mod runs;
mod sizing;
mod synchronization;

use cloudpc_sim::{Experiment, Outcome, Problems, Scenario, Source, scenario};
use proptest::test_runner::{Config, RngSeed};

/// As many cases as asked for, and the same ones unless others are.
fn config() -> Config {
    let asked = Config { failure_persistence: None, ..Config::default() };
    match asked.rng_seed {
        RngSeed::Random => Config { rng_seed: RngSeed::Fixed(1), ..asked },
        RngSeed::Fixed(_) => asked,
    }
}

fn read(text: &str, sets: &[String]) -> Result<Scenario, Problems> {
    let source = Source { name: "generated.toml".into(), text: text.into() };
    scenario::load(source, sets, &())
}

/// The scenario of a text that is good.
fn load(text: &str, sets: &[String]) -> Scenario {
    read(text, sets).unwrap_or_else(|bad| panic!("{}", bad.render(false)))
}

/// All replications in detail, on so many threads.
fn run(scenario: &Scenario, threads: usize) -> Outcome {
    let detailed = scenario.replications;
    let experiment = Experiment { detailed, threads: Some(threads), ..Experiment::new(scenario) };
    experiment.run(&()).expect("nobody stops it")
}
