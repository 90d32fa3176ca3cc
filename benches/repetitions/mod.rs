//! How often intervals hold: small scenarios with a known truth, repeated with other seeds.
//!
//! A repetition simulates a whole experiment through the public API, by the engine that answers the
//! command line, and asks each of its intervals whether it encloses the truth. Beside it stands the
//! interval that takes every Cloud PC for an independent trial, as a warning.

mod ask;
mod naive;
mod studies;
mod truth;

use ask::{Ask, Interval};
use cloudpc_sim::experiment::precision::{Precision, Width};
use cloudpc_sim::experiment::sweep::Sweep;
use cloudpc_sim::kernel::math::count;
use cloudpc_sim::report::sample;
use cloudpc_sim::scenario::sweep::Case;
use cloudpc_sim::{Experiment, Outcome, Scenario, Source, scenario};
use naive::Naive;

const LEVEL: f64 = 0.95;

/// How near to its level an interval must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    /// Neither less nor more often.
    Near,
    /// Not less often: of few failures there is no interval that is exact.
    AtLeast,
}

/// An interval and its truth.
struct Question {
    what: &'static str,
    ask: Ask,
    truth: f64,
    demand: Demand,
    naive: Naive,
}

/// How many replications an experiment has.
#[derive(Clone, Copy)]
enum Until {
    /// So many.
    Replications(u64),
    /// As many as it takes until half of the interval of the only question is at most this share of
    /// its estimate, as `--precision` stops.
    Precise(f64),
}

/// Which seeds the scenarios of a study have.
#[derive(Clone, Copy)]
enum Words {
    /// One: the same words for the same purposes.
    Same,
    /// Each its own.
    Others,
}

/// Questions to the same experiments.
struct Study {
    /// What differs from the wave on the Microsoft-hosted network: one scenario, or two.
    scenarios: Vec<Vec<&'static str>>,
    words: Words,
    until: Until,
    questions: Vec<Question>,
}

/// How often an interval held.
#[derive(Clone, Debug)]
pub(crate) struct Coverage {
    pub(crate) what: &'static str,
    /// Replications of an experiment, on average.
    pub(crate) replications: f64,
    pub(crate) demand: Demand,
    /// Share of repetitions that had an interval at all.
    pub(crate) given: f64,
    /// Share of these that enclosed the truth.
    pub(crate) held: f64,
    /// Mean width, over the truth; infinite if one had no end.
    pub(crate) width: f64,
    /// Share of repetitions in which the naive interval did.
    pub(crate) naive: Option<f64>,
}

/// What a repetition found.
struct Found {
    replications: u64,
    /// Of each question, its interval, and the naive one.
    ends: Vec<[Option<Interval>; 2]>,
}

/// Every question, asked this often.
pub(crate) fn measure(repetitions: u64) -> Vec<Coverage> {
    studies::all().iter().flat_map(|study| study.measure(repetitions)).collect()
}

impl Study {
    /// The outcomes of a repetition are asked and dropped.
    fn measure(&self, repetitions: u64) -> Vec<Coverage> {
        let scenarios: Vec<Scenario> = self.scenarios.iter().map(|sets| load(sets)).collect();
        let one = |seed: u64| match self.until {
            Until::Replications(number) => self.fixed(&scenarios, number, seed),
            Until::Precise(share) => self.sequential(&scenarios[0], share, seed),
        };
        let found = on_threads(repetitions, &one);
        let replications: u64 = found.iter().map(|found| found.replications).sum();
        let coverage = |(i, question): (usize, &Question)| {
            let [ours, naive] = [0, 1].map(|which| -> Vec<Interval> {
                found.iter().filter_map(|found| found.ends[i][which]).collect()
            });
            let widths: f64 = ours.iter().map(|(low, high)| high - low).sum();
            let given = count(ours.len() as u64);
            Coverage {
                what: question.what,
                replications: count(replications) / count(repetitions),
                demand: question.demand,
                given: given / count(repetitions),
                held: question.held(&ours),
                width: widths / given / question.truth.abs(),
                naive: (!naive.is_empty()).then(|| question.held(&naive)),
            }
        };
        self.questions.iter().enumerate().map(coverage).collect()
    }

    /// Experiments of so many replications.
    fn fixed(&self, scenarios: &[Scenario], replications: u64, seed: u64) -> Found {
        let seeds = (0..).map(|i| match self.words {
            Words::Same => seed,
            Words::Others => seed + 1_000_000 * i,
        });
        let runs = scenarios.iter().zip(seeds).map(|(scenario, seed)| {
            let plain = Experiment::new(scenario);
            let experiment = Experiment { seed, replications, threads: Some(1), ..plain };
            (seed, experiment.run(&()).expect("nobody stops it"))
        });
        let (seeds, outcomes): (Vec<u64>, Vec<Outcome>) = runs.unzip();
        // Most studies ask for no difference.
        let has_two = outcomes.len() > 1;
        let samples = outcomes.iter().zip(seeds).filter(|_| has_two);
        let samples: Vec<_> = samples.map(|(outcome, seed)| sample::of(outcome, seed)).collect();
        let of = |q: &Question| [q.ask.of(&outcomes, &samples), q.naive.of(&outcomes)];
        Found { replications, ends: self.questions.iter().map(of).collect() }
    }

    /// The case of a sweep that stops by itself.
    fn sequential(&self, scenario: &Scenario, share: f64, seed: u64) -> Found {
        let scenario = Scenario { seed, ..scenario.clone() };
        let responses: Vec<String> =
            self.questions.iter().map(|q| q.ask.measure().to_string()).collect();
        let sweep = Sweep {
            cases: &[Case { levels: vec![], scenario }],
            responses: &responses,
            level: LEVEL,
            precision: Some(Precision { width: Width::Relative(share), most: 10_000 }),
            threads: Some(1),
        };
        let case = sweep.run(&()).expect("nobody stops it").remove(0);
        assert!(case.is_precise, "the cap is out of reach");
        let of = |name: &String| [case.summary(name).map(|s| ask::of_estimate(s.estimate)), None];
        Found { replications: case.replications, ends: responses.iter().map(of).collect() }
    }
}

impl Question {
    /// The share of intervals that enclose the truth.
    fn held(&self, ends: &[Interval]) -> f64 {
        let inside = |&&(low, high): &&Interval| low <= self.truth && self.truth <= high;
        count(ends.iter().filter(inside).count() as u64) / count(ends.len() as u64)
    }
}

/// Threads of their own: one that belonged to a pool would begin other repetitions while it waits
/// for the pool of an experiment, each on top of the last.
fn on_threads<T: Send>(repetitions: u64, one: &(impl Fn(u64) -> T + Sync)) -> Vec<T> {
    let middle = repetitions / 2;
    let part = |from: u64, to: u64| (from..to).map(one).collect::<Vec<T>>();
    std::thread::scope(|scope| {
        let second = scope.spawn(|| part(middle, repetitions));
        let mut all = part(0, middle);
        all.extend(second.join().expect("no repetition panics"));
        all
    })
}

fn load(sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    let source = Source { name: "coverage".into(), text: studies::HOSTED.into() };
    scenario::load(source, &sets, &()).unwrap_or_else(|bad| panic!("{}", bad.render(false)))
}
