//! Whether `calibrate` recovers the laws of 1,000 synthetic samples each, with and without
//! censoring and of ten lengths only: `cargo bench --bench calibrate_recovery`, or for some laws
//! `cargo bench --bench calibrate_recovery -- gamma weibull`.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

mod recovery;

use recovery::{Design, Recovery, TRUTHS, measure};

const DESIGNS: [Design; 6] = [
    Design { lengths: 50, censored: 0.0, samples: 1_000 },
    Design { lengths: 100, censored: 0.0, samples: 1_000 },
    Design { lengths: 200, censored: 0.0, samples: 1_000 },
    Design { lengths: 100, censored: 0.4, samples: 1_000 },
    Design { lengths: 100, censored: 0.7, samples: 1_000 },
    Design { lengths: 10, censored: 0.0, samples: 1_000 },
];

fn main() {
    println!("| law | lengths | censored | quantity | bias in standard errors | 95 % interval |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let asked: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let is_asked = |name: &str| asked.is_empty() || asked.iter().any(|one| one == name);
    for truth in TRUTHS.iter().filter(|truth| is_asked(truth.family().name())) {
        for design in DESIGNS {
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
