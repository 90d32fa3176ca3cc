//! Rare events with known answers: truth, estimate, interval, and the work beside that of plain
//! counting; then how often the interval and the bound cover the truth.
//!
//! `cargo bench --bench rare_events -- [REPETITIONS]`: how often the coverage is tried.

#![expect(clippy::print_stdout, reason = "a program that prints tables")]

use cloudpc_sim::experiment::rare::{Effort, RareEvent, Tail, peak_demand, with_plenty};
use cloudpc_sim::kernel::math::count;
use cloudpc_sim::{Experiment, SimDuration, Source, scenario};

const LEVEL: f64 = 0.95;
const COVERAGE: Effort = Effort { runs: 60, particles: 100, moves: 3 };

/// Nothing takes time, nobody's address comes back.
const TEXT: &str = r#"
policy.all = { connections = ["all"], groups = ["all"] }
group.all = {}
subnet.all = { prefix = "10.0.0.0/16" }
cleanup.after = "9d"
[connection.all]
join = "entra"
subnet = "all"
health_check = { interval = "30d", phase = "29d" }
[timing]
reaction = "0s"
allocate_capacity = "0s"
create_vm = "0s"
attach_network = "0s"
join_entra = "0s"
enroll_intune = "0s"
primary_user = "0s"
configure = "0s"
assign_user = "0s"
"#;

/// A rollout whose peak is known.
struct Case {
    name: &'static str,
    sets: &'static [&'static str],
    /// Looked at until then.
    horizon: SimDuration,
    /// How likely the peak exceeds a number.
    truth: fn(u64) -> f64,
}

const CASES: [Case; 2] = [
    Case {
        name: "20 users at once, 3 % of attempts fail and keep their address",
        sets: &[
            "wave.all={ group = 'all', users = 20 }",
            "failures.endpointCheckFailed=0.03",
            "horizon=1h",
        ],
        horizon: SimDuration::from_hours(1),
        truth: |number| more_attempts(number - 20),
    },
    Case {
        name: "Poisson arrivals, 20 on average, who stay",
        sets: &[
            "wave.all={ group = 'all', users = 100, over = '100m', arrivals = 'poisson' }",
            "horizon=2h",
        ],
        horizon: SimDuration::from_minutes(20),
        truth: more_than_poisson,
    },
];

/// Each of 20 users needs one attempt more if the first fails, and another if both do.
fn more_attempts(more: u64) -> f64 {
    let of_one = [0.97, 0.03 * 0.97, 0.03 * 0.03];
    let one_more = |law: Vec<f64>, _| {
        let part = |i: usize, k: usize| Some(law.get(i.checked_sub(k)?)? * of_one[k]);
        (0..law.len() + 2).map(|i| (0..3).filter_map(|k| part(i, k)).sum()).collect()
    };
    let law = (0..20).fold(vec![1.0], one_more);
    sum_from_the_end((0..).zip(law).filter(|(n, _)| *n > more).map(|(_, p)| p))
}

/// Of a Poisson law with mean 20.
fn more_than_poisson(number: u64) -> f64 {
    let mut term = cloudpc_sim::kernel::math::exp(-20.0);
    let terms = (1..200_u64).map(|n| {
        term *= 20.0 / count(n);
        (n, term)
    });
    sum_from_the_end(terms.filter(|(n, _)| *n > number).map(|(_, p)| p))
}

/// The sum from the small terms, which come last, to the great ones.
fn sum_from_the_end(terms: impl Iterator<Item = f64>) -> f64 {
    let all: Vec<f64> = terms.collect();
    all.iter().rev().sum()
}

fn tail(case: &Case, seed: u64, down_to: f64, effort: Effort) -> Tail {
    let sets: Vec<String> = case.sets.iter().map(|set| (*set).to_string()).collect();
    let source = Source { name: "rare".into(), text: TEXT.into() };
    let scenario =
        scenario::load(source, &sets, &()).unwrap_or_else(|bad| panic!("{}", bad.render(false)));
    let horizon = case.horizon;
    let experiment = Experiment { seed, horizon, ..Experiment::new(&scenario) };
    let tenant = with_plenty(&experiment, 0);
    let experiment = Experiment { tenant: &tenant, ..experiment };
    let rare = RareEvent { experiment, score: peak_demand(0), down_to, effort, given: &[] };
    let plan = rare.plan(&()).expect("nobody stops it");
    rare.estimate(&plan, &()).expect("nobody stops it")
}

fn table(case: &Case) {
    let tail = tail(case, 1, 1e-7, Effort::default());
    println!("\n{}: {} replications in {} runs", case.name, tail.replications(), tail.runs());
    println!(
        "  above      truth   estimate  interval at 95 %       covered  counting needs  doubt"
    );
    for risk in tail.curve(LEVEL) {
        let truth = (case.truth)(risk.number);
        let Some((low, high)) = risk.interval.filter(|_| truth > 1e-8) else { break };
        let covered = if low <= truth && truth <= high { "yes" } else { "no" };
        let times = risk.counted / count(tail.replications());
        let (number, value, doubt) = (risk.number, risk.probability, risk.doubt);
        println!(
            "  {number:>5}  {truth:.3e}  {value:.3e}  [{low:.3e}, {high:.3e}]  {covered:<7}  \
             {times:>10.1} x as many  {doubt:?}"
        );
    }
}

/// How often interval and bound cover at the rarest number above a probability.
fn coverage(case: &Case, least: f64, repetitions: u64) {
    let number = (20..100).take_while(|&n| (case.truth)(n) >= least).last().expect("it is rare");
    let truth = (case.truth)(number);
    let (mut between, mut below, mut without, mut doubted) = (0_u64, 0_u64, 0_u64, 0_u64);
    for seed in 0..repetitions {
        let risk = tail(case, 1_000 + seed, least, COVERAGE).at(number, LEVEL);
        below += u64::from(truth <= risk.at_most);
        doubted += u64::from(risk.doubt.is_some());
        match risk.interval {
            None => without += 1,
            Some((low, high)) => between += u64::from(low <= truth && truth <= high),
        }
    }
    let percent = |n: u64, of: u64| 100.0 * count(n) / count(of);
    println!(
        "  {truth:.3e}: interval {:.1} % of {}, bound {:.1} % of {repetitions}, doubted {doubted}",
        percent(between, repetitions - without),
        repetitions - without,
        percent(below, repetitions),
    );
}

fn main() {
    let repetitions = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(100);
    CASES.iter().for_each(table);
    println!("\nCoverage at 95 % with {COVERAGE:?}");
    let cheapest = &CASES[0];
    println!("{}", cheapest.name);
    coverage(cheapest, 5e-6, repetitions);
}
