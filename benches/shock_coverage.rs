//! How often 95 % intervals hold the truth where a rare shock strikes many together: a table.
//!
//! `cargo bench --bench shock_coverage`. Small scenarios whose truth is a closed form, with a shock
//! in one rollout of a hundred; a thousand experiments of a hundred replications each, with strata
//! and without. Left to chance, many experiments never see the shock, and their intervals speak of
//! a world without it.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use cloudpc_sim::kernel::variate::Chance;
use cloudpc_sim::statistics::interval::{Estimate, Kind, mean};
use cloudpc_sim::{Experiment, Outcome, Scenario, Source, scenario};

const EXPERIMENTS: u64 = 1_000;
const REPLICATIONS: u64 = 100;
const USERS: u32 = 50;

/// Fifty Cloud PCs, each with one attempt.
const COMMON: &str = r#"
horizon = "1d"
retry.attempts = 1
subnet.s.prefix = "10.0.0.0/24"
policy.p = { connections = ["c"], groups = ["g"] }
group.g = {}
[timing]
reaction = "0s"
allocate_capacity = "1m"
create_vm = "1m"
attach_network = "1m"
join_entra = "1m"
enroll_intune = "1m"
primary_user = "1m"
configure = "1m"
assign_user = "1m"
"#;

struct Case {
    name: &'static str,
    sets: &'static [&'static str],
    /// The chance that an enrollment fails by itself.
    own: f64,
    /// How likely a Cloud PC is to be struck by the shock, in the long run.
    struck: f64,
}

impl Case {
    /// The share of Cloud PCs that fail, in the long run.
    fn truth(&self) -> f64 {
        self.struck + (1.0 - self.struck) * self.own
    }
}

/// In one rollout of a hundred, whoever enrolls within a quarter of the time fails.
const OUTAGE: [&str; 5] = [
    "connection.c={ join = 'entra', subnet = 's' }",
    "connection.c.health_check={ interval = '30d', phase = '29d' }",
    "wave.w={ group = 'g', users = 50, over = '4h', arrivals = 'random' }",
    "condition.outage={ what = 'intune_outage', from = '+1h', until = '+2h' }",
    "condition.outage.probability=0.01",
];

/// A health check fails with chance 0.0025, of four a day: the second closes the gate to all, no
/// other meets anybody.
const CHECK: [&str; 3] = [
    "connection.c={ join = 'entra', subnet = 's' }",
    "connection.c.health_check={ phase = '5h', duration = '0s', failure = 0.0025 }",
    "wave.w={ group = 'g', users = 50, at = '+12h', arrivals = 'at-once' }",
];

/// Each beside failures of its own that are frequent, and that are rare themselves.
const CASES: [Case; 4] = [
    Case { name: "outage, others 2 %", sets: &OUTAGE, own: 0.02, struck: 0.01 / 4.0 },
    Case { name: "outage, others 0.2 %", sets: &OUTAGE, own: 0.002, struck: 0.01 / 4.0 },
    Case { name: "failed check, others 2 %", sets: &CHECK, own: 0.02, struck: 0.0025 },
    Case { name: "failed check, others 0.2 %", sets: &CHECK, own: 0.002, struck: 0.0025 },
];

fn load(case: &Case, seed: u64) -> Scenario {
    let source = Source { name: case.name.into(), text: COMMON.into() };
    let sets = case.sets.iter().map(ToString::to_string);
    let own = format!("failures.intuneEnrollFailed={}", case.own);
    let sets: Vec<String> = sets.chain([own, format!("seed={seed}")]).collect();
    scenario::load(source, &sets, &()).unwrap_or_else(|bad| panic!("{}", bad.render(false)))
}

/// The same, with nothing in it that could be stratified by.
fn calm(case: &Case) -> Scenario {
    let mut calm = load(case, 0);
    calm.tenant.conditions.clear();
    for connection in &mut calm.tenant.connections {
        connection.check.failure = Chance::NEVER;
    }
    calm
}

fn rate(outcome: &Outcome) -> Estimate {
    outcome.summary("failure_rate").expect("every run has it").estimate
}

/// Student's t over the failure rates of replications, whatever the sample looks like.
fn textbook(outcome: &Outcome) -> Estimate {
    let rates: Vec<f64> = outcome.values("failure_rate").into_iter().flatten().collect();
    mean(&rates, 0.95, Kind::Bounded(1.0))
}

/// What is measured of a method over all experiments.
#[derive(Default)]
struct Score {
    covered: u32,
    width: f64,
    squares: f64,
}

impl Score {
    fn add(&mut self, found: Estimate, truth: f64) {
        let [Some(value), Some(low), Some(high)] = [found.value, found.low, found.high] else {
            return;
        };
        self.covered += u32::from(low <= truth && truth <= high);
        self.width += high - low;
        self.squares += (value - truth) * (value - truth);
    }

    fn print(&self, case: &str, method: &str) {
        let n = f64::from(u32::try_from(EXPERIMENTS).expect("a thousand"));
        println!(
            "{case:<30} {method:<26} {:>8.1} % {:>10.2} % {:>12.3} %",
            100.0 * f64::from(self.covered) / n,
            100.0 * self.width / n,
            100.0 * (self.squares / n).sqrt()
        );
    }
}

fn main() {
    println!(
        "failure rate of {USERS} Cloud PCs; {EXPERIMENTS} experiments of {REPLICATIONS} replications\n\
         {:<30} {:<26} {:>10} {:>12} {:>14}",
        "case", "method", "coverage", "mean width", "typical error"
    );
    for case in &CASES {
        let calm = calm(case);
        let mut scores = [Score::default(), Score::default(), Score::default()];
        for seed in 1..=EXPERIMENTS {
            let scenario = load(case, seed);
            let split = Experiment { replications: REPLICATIONS, ..Experiment::new(&scenario) };
            let blind = Experiment { shaken: &calm.tenant, ..split.clone() };
            let [split, blind] = [split, blind].map(|one| one.run(&()).expect("nobody stops it"));
            assert!(split.shocks.are_stratified() && !blind.shocks.are_stratified());
            let found = [textbook(&blind), rate(&blind), rate(&split)];
            scores.iter_mut().zip(found).for_each(|(score, found)| score.add(found, case.truth()));
        }
        let methods = ["t, left to chance", "ladder, left to chance", "stratified"];
        scores.iter().zip(methods).for_each(|(score, method)| score.print(case.name, method));
    }
}
