//! How often intervals hold: small scenarios with a known truth, repeated with other seeds.
//!
//! A repetition simulates a whole experiment through the public API and asks each of its intervals
//! whether it encloses the truth. Beside it stands the interval that takes every Cloud PC for an
//! independent trial, as a warning.

mod truth;

use cloudpc_sim::kernel::math::{count, sqrt};
use cloudpc_sim::statistics::interval::{Estimate, Kind, mean};
use cloudpc_sim::statistics::quantile::Quantile;
use cloudpc_sim::{Experiment, Outcome, Scenario, Source, scenario};

const LEVEL: f64 = 0.95;
/// The standard normal quantile at which a two-sided interval of that level ends.
const WIDTH: f64 = 1.959_963_985;

/// One wave in which nothing takes time, on the Microsoft-hosted network.
const HOSTED: &str = r#"
policy.all = { network = "microsoft-hosted", groups = ["all"] }
group.all = {}
wave.all = { group = "all", users = 20, arrivals = "at-once" }
horizon = "2d"
retry.attempts = 1
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
azure_denial = "0s"
"#;

/// What brings that wave onto a connection with hybrid join: fifteen fixed minutes, and a wait for
/// the next cycle of Entra Connect that all users share.
const HYBRID: [&str; 11] = [
    "subnet.all.prefix=10.0.0.0/16",
    "connection.all={ join = 'hybrid', subnet = 'all' }",
    "connection.all.health_check={ interval = '30d', phase = '29d' }",
    "policy.all={ connections = ['all'], groups = ['all'] }",
    "timing.join_domain=0s",
    "timing.register_device=3m",
    "timing.detect_device=2m",
    "timing.complete_registration=0s",
    "connect.cycle={ fixed = '10m', per_1000_changes = '0s' }",
    "directory={ intrasite_delay = '0s', same_domain_controller = true }",
    "cleanup.after=0s",
];
const SHARED_WAIT: [&str; 2] =
    ["connect.interval=60m", "timing.enroll_intune={ dist = 'exponential', mean = '20m' }"];
const LENGTHS: [&str; 1] = ["timing.enroll_intune={ dist = 'exponential', mean = '30m' }"];
const LONGER: [&str; 1] = ["timing.enroll_intune={ dist = 'exponential', mean = '33m' }"];
/// Eleven addresses for fourteen users, some of whom fail before they ask for one.
const SCARCE: [&str; 5] = [
    "subnet.all.prefix=10.0.0.0/28",
    "connection.all={ join = 'entra', subnet = 'all' }",
    "connection.all.health_check.borrows_address=false",
    "policy.all={ connections = ['all'], groups = ['all'] }",
    "wave.all.users=14",
];

/// What of an interval is asked.
#[derive(Clone, Copy, Debug)]
enum Ask {
    /// The estimate of a measure.
    Estimate(&'static str),
    /// The median, or else the 95th percentile, of a measure over rollouts.
    Median(&'static str),
    /// The 95th percentile of a measure over rollouts.
    P95(&'static str),
    /// How much greater a mean is in the second scenario, replication by replication.
    Difference(&'static str),
}

/// How near to its level an interval must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    /// Neither less nor more often.
    Near,
    /// Not less often: of few failures there is no interval that is exact.
    AtLeast,
}

/// The interval that takes every Cloud PC for an independent trial.
#[derive(Clone, Copy, Debug)]
enum Naive {
    Mean,
    Difference,
    Failures,
    Quantile(u16),
    /// The measure has no such thing.
    None,
}

/// An interval and its truth.
struct Question {
    what: &'static str,
    ask: Ask,
    truth: f64,
    demand: Demand,
    naive: Naive,
}

/// Questions to the same experiments.
struct Study {
    /// What differs from the wave on the Microsoft-hosted network: one scenario, or two.
    scenarios: Vec<Vec<&'static str>>,
    replications: u64,
    questions: Vec<Question>,
}

/// How often an interval held.
#[derive(Clone, Debug)]
pub(crate) struct Coverage {
    pub(crate) what: &'static str,
    pub(crate) replications: u64,
    pub(crate) demand: Demand,
    /// Share of repetitions that enclosed the truth.
    pub(crate) held: f64,
    /// Mean width, over the truth; infinite if one had no end.
    pub(crate) width: f64,
    /// Share of repetitions in which the naive interval did.
    pub(crate) naive: Option<f64>,
}

/// Every question, asked this often.
pub(crate) fn measure(repetitions: u64) -> Vec<Coverage> {
    studies().iter().flat_map(|study| study.measure(repetitions)).collect()
}

fn studies() -> Vec<Study> {
    let near = |what, ask, truth, naive| Question { what, ask, truth, demand: Demand::Near, naive };
    let rate = |what, truth| Question {
        what,
        ask: Ask::Estimate("failure_rate"),
        truth,
        demand: Demand::AtLeast,
        naive: Naive::Failures,
    };
    let hybrid = |own: &[&'static str]| vec![[&HYBRID[..], own].concat()];
    let pooled = |replications| Study {
        scenarios: hybrid(&SHARED_WAIT),
        replications,
        questions: vec![
            near(
                "mean of ready, one sync phase",
                Ask::Estimate("time_to_ready.mean_of_ready"),
                60.0 * (15.0 + 30.0 + 20.0),
                Naive::Mean,
            ),
            near(
                "pooled p50, one sync phase",
                Ask::Estimate("time_to_ready.pooled_p50"),
                truth::of_shared_wait(0.5),
                Naive::Quantile(500),
            ),
            near(
                "pooled p90, one sync phase",
                Ask::Estimate("time_to_ready.pooled_p90"),
                truth::of_shared_wait(0.9),
                Naive::Quantile(900),
            ),
        ],
    };
    let thin = |what, set: &'static str, one: f64| Study {
        scenarios: vec![vec!["retry.attempts=3", set]],
        replications: 100,
        questions: vec![rate(what, one * one * one)],
    };
    let timed_out = |what, own: &[&'static str], truth| Study {
        scenarios: hybrid(own),
        replications: 100,
        questions: vec![rate(what, truth)],
    };
    let scarce = |what, set: &'static str, fails: f64| Study {
        scenarios: vec![[&SCARCE[..], &[set]].concat()],
        replications: 100,
        questions: vec![Question {
            what,
            ask: Ask::Estimate("subnet.all.exhausted_share"),
            truth: truth::more_than(11, 14, 1.0 - fails),
            demand: Demand::AtLeast,
            naive: Naive::None,
        }],
    };
    vec![
        pooled(30),
        pooled(100),
        lengths(),
        scarce("ran dry, often", "failures.simCapacityUnavailable=0.3", 0.3),
        scarce("ran dry, seldom", "failures.simCapacityUnavailable=0.5", 0.5),
        thin("failures, p^3 at 5 %", "failures.simCapacityUnavailable=0.05", 0.05),
        thin("failures, p^3 at 10 %", "failures.simCapacityUnavailable=0.1", 0.1),
        thin("failures, p^3 at 20 %", "failures.simCapacityUnavailable=0.2", 0.2),
        timed_out("failures, all of one sync phase", &["connect.interval=90m"], 1.0 / 6.0),
    ]
}

/// Independent exponential lengths, and the same ones a tenth longer.
fn lengths() -> Study {
    let near = |what, ask, truth, naive| Question { what, ask, truth, demand: Demand::Near, naive };
    let tail: f64 = (2..=20).map(|rank| 1.0 / f64::from(rank)).sum();
    Study {
        scenarios: vec![LENGTHS.to_vec(), LONGER.to_vec()],
        // Enough for p95_high, and where the ranks hold 95.4 to 95.5 % exactly.
        replications: 110,
        questions: vec![
            near(
                "mean of ready, independent",
                Ask::Estimate("time_to_ready.mean_of_ready"),
                1_800.0,
                Naive::Mean,
            ),
            near(
                "mean of the rollouts' p95",
                Ask::Estimate("time_to_ready.p95"),
                1_800.0 * tail,
                Naive::None,
            ),
            near(
                "median rollout's last Cloud PC",
                Ask::Median("time_to_ready.max"),
                truth::of_last(0.5, 20),
                Naive::None,
            ),
            near(
                "95 % of rollouts' last Cloud PC",
                Ask::P95("time_to_ready.max"),
                truth::of_last(0.95, 20),
                Naive::None,
            ),
            near(
                "difference of means, same words",
                Ask::Difference("time_to_ready.mean_of_ready"),
                180.0,
                Naive::Difference,
            ),
        ],
    }
}

impl Study {
    /// The outcomes of a repetition are asked and dropped.
    fn measure(&self, repetitions: u64) -> Vec<Coverage> {
        let scenarios: Vec<Scenario> = self.scenarios.iter().map(|sets| load(sets)).collect();
        let one = |seed: u64| -> Vec<[Option<(f64, f64)>; 2]> {
            let run = |scenario| {
                let plain = Experiment::new(scenario);
                let experiment =
                    Experiment { seed, replications: self.replications, threads: Some(1), ..plain };
                experiment.run(&()).expect("nobody stops it")
            };
            let outcomes: Vec<Outcome> = scenarios.iter().map(run).collect();
            let of = |q: &Question| [Some(q.ask.of(&outcomes)), q.naive.of(&outcomes)];
            self.questions.iter().map(of).collect()
        };
        let found = on_threads(repetitions, &one);
        let coverage = |(i, question): (usize, &Question)| {
            let [ours, naive] = [0, 1].map(|which| found.iter().filter_map(move |f| f[i][which]));
            let held = |ends: &[(f64, f64)]| {
                let inside =
                    |&&(low, high): &&(f64, f64)| low <= question.truth && question.truth <= high;
                count(ends.iter().filter(inside).count() as u64) / count(ends.len() as u64)
            };
            let (ours, naive): (Vec<_>, Vec<_>) = (ours.collect(), naive.collect());
            let widths: f64 = ours.iter().map(|(low, high)| high - low).sum();
            Coverage {
                what: question.what,
                replications: self.replications,
                demand: question.demand,
                held: held(&ours),
                width: widths / count(repetitions) / question.truth,
                naive: (!naive.is_empty()).then(|| held(&naive)),
            }
        };
        self.questions.iter().enumerate().map(coverage).collect()
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

impl Ask {
    /// Where the interval begins and ends; at zero and nowhere if it does not.
    fn of(self, outcomes: &[Outcome]) -> (f64, f64) {
        let summary =
            |name| outcomes[0].summary(name).expect("the measure is one of the outcome's");
        let (low, high) = match self {
            Self::Estimate(name) => (summary(name).estimate.low, summary(name).estimate.high),
            Self::Median(name) => (summary(name).p50_ends.low, summary(name).p50_ends.high),
            Self::P95(name) => (summary(name).p95_ends.low, summary(name).p95_ends.high),
            Self::Difference(name) => {
                let columns = [&outcomes[0], &outcomes[1]].map(|o| o.values(name));
                let pairs = columns[0].iter().flatten().zip(columns[1].iter().flatten());
                let found = student(&pairs.map(|(a, b)| b - a).collect::<Vec<_>>());
                (found.low, found.high)
            }
        };
        (low.unwrap_or(0.0), high.unwrap_or(f64::INFINITY))
    }
}

/// Student's t of numbers that are all positive.
fn student(values: &[f64]) -> Estimate {
    mean(values, LEVEL, Kind::Free)
}

impl Naive {
    fn of(self, outcomes: &[Outcome]) -> Option<(f64, f64)> {
        let times = |o: &Outcome| -> Vec<f64> {
            o.replications.iter().flat_map(|r| r.ready[0].times()).copied().collect()
        };
        let ends = |found: Estimate| found.low.zip(found.high);
        match self {
            Self::None => None,
            Self::Mean => ends(student(&times(&outcomes[0]))),
            Self::Difference => {
                let [a, b] = [&outcomes[0], &outcomes[1]].map(|o| student(&times(o)));
                let [from, to] = [a, b].map(|e| (e.value.unwrap_or(0.0), half_width(&e)));
                let reach = sqrt(from.1 * from.1 + to.1 * to.1);
                Some((to.0 - from.0 - reach, to.0 - from.0 + reach))
            }
            Self::Failures => {
                let column = |name| outcomes[0].values(name).into_iter().flatten().sum::<f64>();
                Some(wilson(column("failed"), column("requested")))
            }
            Self::Quantile(per_mille) => {
                let mut times = times(&outcomes[0]);
                times.sort_by(f64::total_cmp);
                let ranks = Quantile::per_mille(per_mille).rank_interval(times.len(), LEVEL);
                ranks.map(|(low, high)| (times[low - 1], times[high - 1]))
            }
        }
    }
}

fn half_width(estimate: &Estimate) -> f64 {
    (estimate.high.unwrap_or(f64::INFINITY) - estimate.low.unwrap_or(0.0)) / 2.0
}

/// The score interval of `hits` among independent trials (E. B. Wilson, 1927).
fn wilson(hits: f64, trials: f64) -> (f64, f64) {
    let (share, square) = (hits / trials, WIDTH * WIDTH / trials);
    let center = (share + square / 2.0) / (1.0 + square);
    let half = sqrt(share * (1.0 - share) * square + square * square / 4.0) / (1.0 + square);
    (center - half, center + half)
}

fn load(sets: &[&str]) -> Scenario {
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    let source = Source { name: "coverage".into(), text: HOSTED.into() };
    scenario::load(source, &sets, &()).unwrap_or_else(|bad| panic!("{}", bad.render(false)))
}
