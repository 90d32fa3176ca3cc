//! How often 95 % intervals hold, over 2,000 repetitions of small scenarios with a known truth:
//! `cargo bench --bench coverage`. Ends with failure if one holds too seldom, or too often.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

mod repetitions;

use std::process::ExitCode;

use repetitions::{Coverage, Demand, measure};

const REPETITIONS: u64 = 2_000;

fn main() -> ExitCode {
    let found = measure(REPETITIONS);
    println!(
        "| 95 % interval of | replications | holds | mean width / truth | per Cloud PC | verdict |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    for one in &found {
        println!("{}", row(one));
    }
    println!("\n{REPETITIONS} repetitions each");
    for one in found.iter().filter(|one| one.given < 1.0) {
        let share = 100.0 * (1.0 - one.given);
        println!("{}: no interval in {share:.1} %, whose sample was too uneven for one", one.what);
    }
    if found.iter().all(holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn row(one: &Coverage) -> String {
    let naive = one.naive.map_or_else(|| "-".into(), |share| format!("{:.1} %", 100.0 * share));
    let verdict = match (holds(one), one.demand) {
        (true, Demand::Near) => "as it says",
        (true, Demand::AtLeast) => "at least",
        (false, Demand::Near | Demand::AtLeast) => "NOT AS IT SAYS",
    };
    format!(
        "| {} | {:.0} | {:.1} % | {:.2} | {naive} | {verdict} |",
        one.what,
        one.replications,
        100.0 * one.held,
        one.width,
    )
}

fn holds(one: &Coverage) -> bool {
    match one.demand {
        Demand::Near => (0.935..=0.975).contains(&one.held),
        Demand::AtLeast => one.held >= 0.935,
    }
}
