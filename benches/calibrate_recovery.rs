//! Whether `calibrate` recovers the laws of 1,000 synthetic samples each, with and without
//! censoring and of ten lengths only: `cargo bench --bench calibrate_recovery`, or for some laws
//! and another number of samples `cargo bench --bench calibrate_recovery -- gamma weibull 200`.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

mod recovery;

use recovery::{Design, Recovery, TRUTHS, measure};

/// How many lengths, and which share of them is censored.
const DESIGNS: [(u32, f64); 6] =
    [(50, 0.0), (100, 0.0), (200, 0.0), (100, 0.4), (100, 0.7), (10, 0.0)];

fn main() {
    println!("| law | lengths | censored | quantity | bias in standard errors | 95 % interval |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let asked: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let samples = asked.iter().find_map(|one| one.parse().ok()).unwrap_or(1_000);
    let laws: Vec<&String> = asked.iter().filter(|one| one.parse::<u64>().is_err()).collect();
    let is_asked = |name: &str| laws.is_empty() || laws.iter().any(|one| *one == name);
    for truth in TRUTHS.iter().filter(|truth| is_asked(truth.family().name())) {
        for (lengths, censored) in DESIGNS {
            let design = Design { lengths, censored, samples };
            for one in measure(truth, design) {
                println!("{}", row(truth.family().name(), &one, design));
            }
        }
    }
}

fn row(law: &str, one: &Recovery, design: Design) -> String {
    let held = one.held.map_or_else(|| "-".into(), |share| format!("{:.1} %", 100.0 * share));
    let left = if one.samples == design.samples { "" } else { " of those that could be fitted" };
    format!(
        "| {law} | {} | {:.0} % | {} | {:+.2} | {held}{left} |",
        design.lengths,
        100.0 * design.censored,
        one.quantity,
        one.bias,
    )
}
