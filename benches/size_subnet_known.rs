//! How often `size-subnet` is right, on ten rollouts whose peak demand has a known law.
//!
//! Prints a table: a hundred seeds of each rollout, each with the least number of replications.
//! Right is an answer that the demand truly exceeds with at most the target's probability.

#![expect(clippy::print_stdout, reason = "the table is what the program is for")]

#[path = "../tests/theory/size_subnet/cases.rs"]
mod cases;

use cloudpc_sim::experiment::sizing::Target;
use cloudpc_sim::provisioning::network::address_pool::{PREFIX_LENGTHS, usable};

const TARGET: Target = Target { at_most: 0.01, confidence: 0.95 };
const SEEDS: u64 = 100;

fn main() {
    let replications = TARGET.replications();
    println!("at most 1 % at 95 % confidence, {replications} replications, {SEEDS} seeds each\n");
    println!("{:38} {:>9} {:>9} {:>9} {:>9}", "rollout", "addresses", "prefix", "answers", "truth");
    for case in cases::all() {
        let mut answers = vec![];
        let (mut right, mut right_prefix) = (0, 0);
        for seed in 0..SEEDS {
            let enough = case.size(seed, TARGET).enough.expect("replications are enough");
            let prefix = PREFIX_LENGTHS.rev().find(|&length| usable([length]) >= enough);
            let meets = |addresses: u64| u32::from(case.exceeds(addresses) <= TARGET.at_most);
            right += meets(enough);
            right_prefix += prefix.map_or(0, |length| meets(usable([length])));
            answers.push(enough);
        }
        answers.sort_unstable();
        let truth =
            (0..1_000).find(|&c| case.exceeds(c) <= TARGET.at_most).expect("some number is");
        let span = format!("{}-{}", answers[0], answers[answers.len() - 1]);
        println!("{:38} {right:>9} {right_prefix:>9} {span:>9} {truth:>9}", case.name);
    }
}
