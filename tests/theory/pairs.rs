//! Differences of two cases under common random numbers, and how many of their intervals hold.

use cloudpc_sim::experiment::comparison::{Aspect, Comparison, Row};
use cloudpc_sim::kernel::math::count;
use cloudpc_sim::report::sample;
use cloudpc_sim::statistics::paired::Basis;
use cloudpc_sim::{Experiment, Scenario};

use super::{HOSTED, load};

const SEEDS: u64 = 300;
/// A share of 300 seeds that lies lower is not 95 %: four standard errors.
const LEAST: f64 = 0.95 - 4.0 * 0.0126;

/// A difference that theory knows.
struct Case {
    what: &'static str,
    measure: &'static str,
    replications: u64,
    a: &'static str,
    b: &'static str,
    truth: f64,
    /// The variance factor of infinitely many pairs.
    factor: f64,
}

/// What is found with each seed.
fn found(case: &Case) -> Vec<Row> {
    let own = |set: &str| vec![set.to_string(), "retry.attempts=1".into()];
    let scenarios = [case.a, case.b].map(|set| load(&[], &own(set)));
    (0..SEEDS).map(|seed| of_seed(case, &scenarios, seed)).collect()
}

fn of_seed(case: &Case, scenarios: &[Scenario; 2], seed: u64) -> Row {
    let samples = scenarios.each_ref().map(|scenario| {
        let replications = case.replications;
        let one = Experiment { seed, replications, threads: Some(1), ..Experiment::new(scenario) };
        let mut sample = sample::of(&one.run(&()).expect("nobody stops it"), seed);
        // Of one measure an interval is the same beside others or alone.
        sample.columns.retain(|column| column.name == case.measure);
        sample
    });
    let comparison = Comparison::of(&samples[0], &samples[1], 0.95).expect("no strata");
    comparison.row(case.measure, Aspect::Value).expect(case.measure).clone()
}

#[test]
fn intervals_of_differences_hold_and_pairs_are_worth_what_theory_says() {
    assert!(HOSTED.contains("create_vm = \"0s\""), "nothing else takes time");
    let uniform = "timing.create_vm={ dist = 'uniform', min = '10m', max = '20m' }";
    let longer = "timing.create_vm={ dist = 'uniform', min = '10m', max = '22m' }";
    let exponential = "timing.create_vm={ dist = 'exponential', mean = '10m' }";
    let slower = "timing.create_vm={ dist = 'exponential', mean = '11m' }";
    for case in [
        // D is 2 min times a uniform U: mean 1 min; variances go by the squares of 10, 12 and 2.
        Case {
            what: "uniform lengths",
            measure: "time_to_ready.p50",
            replications: 40,
            a: uniform,
            b: longer,
            truth: 60.0,
            factor: 61.0,
        },
        // D is 1 min times an exponential: variances by the squares of 10, 11 and 1.
        Case {
            what: "exponential lengths",
            measure: "time_to_ready.p50",
            replications: 120,
            a: exponential,
            b: slower,
            truth: 60.0,
            factor: 221.0,
        },
        // One die: what fails at 10 % fails at 15 % too, so D is 1 for 5 %: pq of each.
        Case {
            what: "failures",
            measure: "failed",
            replications: 150,
            a: "failures.intuneEnrollFailed=0.1",
            b: "failures.intuneEnrollFailed=0.15",
            truth: 0.05,
            factor: (0.09 + 0.1275) / 0.0475,
        },
    ] {
        let rows = found(&case);
        let ends: Vec<(f64, f64)> = rows.iter().filter_map(|row| row.difference.ends).collect();
        let holds = ends.iter().filter(|(low, high)| *low <= case.truth && case.truth <= *high);
        let (holds, given) = (count(holds.count() as u64), count(ends.len() as u64));
        // Where very few pairs differ there is no interval rather than a wrong one.
        let told = format!("{}: {holds} of {given}", case.what);
        assert!(holds / given > LEAST && given > 0.85 * count(SEEDS), "{told}");
        let off = |row: &Row| row.difference.ends.is_some_and(|(low, _)| low > case.truth * 1.5);
        assert!(rows.iter().filter(|row| off(row)).count() < 10, "{}", case.what);
        let mut factors: Vec<f64> =
            rows.iter().filter_map(|row| row.difference.pairs?.variance_factor).collect();
        factors.sort_by(f64::total_cmp);
        let median = factors[factors.len() / 2];
        assert!((median / case.factor - 1.0).abs() < 0.1, "{}: {median}", case.what);
    }
}

#[test]
fn what_is_no_different_is_seldom_called_different() {
    // The same law after another spelling: a scenario whose other seed makes it independent.
    let set = vec!["timing.create_vm={ dist = 'uniform', min = '10m', max = '20m' }".to_string()];
    let scenario = load(&[], &set);
    let called = (0..SEEDS).filter(|seed| {
        let [a, b] = [*seed, seed + 10_000].map(|seed| {
            let one = Experiment {
                seed,
                replications: 40,
                threads: Some(1),
                ..Experiment::new(&scenario)
            };
            sample::of(&one.run(&()).expect("nobody stops it"), seed)
        });
        let comparison = Comparison::of(&a, &b, 0.95).expect("no strata");
        let row = comparison.row("time_to_ready.p50", Aspect::Value).expect("it has that measure");
        assert_eq!(row.difference.basis, Basis::WelchT);
        comparison.rows.iter().any(|row| row.moved)
    });
    // At most 5 % of families by Holm, and four standard errors.
    let share = count(called.count() as u64) / count(SEEDS);
    assert!(share < 0.05 + 4.0 * 0.0126, "{share}");
}
