//! The scenarios, and what is asked of them.

use super::ask::Ask;
use super::naive::Naive;
use super::{Demand, Question, Study, Until, Words, truth};

/// One wave in which nothing takes time, on the Microsoft-hosted network.
pub(super) const HOSTED: &str = r#"
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

/// In one rollout of fifty Entra Connect starts no cycle in the first two hours, and the device object
/// comes 117 minutes later: its wait begins then, and not after the three minutes that lead to it.
const DOWN: [&str; 3] = [
    "condition.down={ what = 'connect_down', from = '+0s', until = '+2h', probability = 0.02 }",
    "hybrid_join.timeout=12h",
    "connect.interval=60m",
];
const LATER: f64 = 117.0;
const ENROLLED: &str = "timing.enroll_intune={ dist = 'exponential', mean = '20m' }";
const ENROLLED_LATER: &str = "timing.enroll_intune={ dist = 'exponential', mean = '22m' }";
/// In one rollout of a hundred, whoever enrolls within a quarter of the time fails.
const OUTAGE: [&str; 2] = [
    "wave.all={ group = 'all', users = 20, over = '4h', arrivals = 'random' }",
    "condition.outage={ what = 'intune_outage', from = '+1h', until = '+2h', probability = 0.01 }",
];
/// A health check fails with chance 0.0025, of four a day: the second closes the gate to all.
const CHECK: [&str; 7] = [
    "horizon=1d",
    "subnet.all.prefix=10.0.0.0/24",
    "connection.all={ join = 'entra', subnet = 'all' }",
    "connection.all.health_check={ phase = '5h', duration = '0s', failure = 0.0025 }",
    "policy.all={ connections = ['all'], groups = ['all'] }",
    "wave.all={ group = 'all', users = 20, at = '+12h', arrivals = 'at-once' }",
    "failures.intuneEnrollFailed=0.02",
];

const READY: &str = "time_to_ready.mean_of_ready";

/// Of a sample that is large enough for an interval of this kind to be exact.
fn near(what: &'static str, ask: Ask, truth: f64, naive: Naive) -> Question {
    Question { what, ask, truth, demand: Demand::Near, naive }
}

fn at_least(what: &'static str, ask: Ask, truth: f64, naive: Naive) -> Question {
    Question { what, ask, truth, demand: Demand::AtLeast, naive }
}

fn rate(what: &'static str, truth: f64) -> Question {
    at_least(what, Ask::Estimate("failure_rate"), truth, Naive::Failures)
}

/// A study of one scenario.
fn study(scenario: Vec<&'static str>, replications: u64, questions: Vec<Question>) -> Study {
    let until = Until::Replications(replications);
    Study { scenarios: vec![scenario], words: Words::Same, until, questions }
}

/// A study of the same difference between two, asked once.
fn between(scenarios: [Vec<&'static str>; 2], words: Words, question: Question) -> Study {
    let (scenarios, until) = (scenarios.into(), Until::Replications(100));
    Study { scenarios, words, until, questions: vec![question] }
}

fn hybrid(own: &[&[&'static str]]) -> Vec<&'static str> {
    [&HYBRID, own.concat().as_slice()].concat()
}

fn scarce(set: &'static str) -> Vec<&'static str> {
    [&SCARCE[..], &[set]].concat()
}

/// All of them, in the order of the table.
pub(super) fn all() -> Vec<Study> {
    let of_times = vec![pooled(30), pooled(100), lengths(), sequential()];
    [of_times, differences(), proportions(), shocks()].into_iter().flatten().collect()
}

/// Replications whose Cloud PCs share one wait.
fn pooled(replications: u64) -> Study {
    let mean = 60.0 * (15.0 + 30.0 + 20.0);
    let ask = Ask::Estimate;
    let [p50, p90] = [0.5, 0.9].map(truth::of_shared_wait);
    let of = |per_mille| Naive::Quantile(per_mille);
    let questions = vec![
        near("mean of ready, one sync phase", ask(READY), mean, Naive::Mean),
        near("pooled p50, one sync phase", ask("time_to_ready.pooled_p50"), p50, of(500)),
        near("pooled p90, one sync phase", ask("time_to_ready.pooled_p90"), p90, of(900)),
    ];
    study(hybrid(&[&SHARED_WAIT]), replications, questions)
}

/// Independent exponential lengths, and the same ones a tenth longer.
fn lengths() -> Study {
    let tail: f64 = (2..=20).map(|rank| 1.0 / f64::from(rank)).sum();
    let last = "time_to_ready.max";
    let [median, p95] = [0.5, 0.95].map(|level| truth::of_last(level, 20));
    let (p95_of, mean) = (Ask::Estimate("time_to_ready.p95"), Ask::Estimate(READY));
    let difference = Ask::Difference(READY);
    Study {
        scenarios: vec![LENGTHS.to_vec(), LONGER.to_vec()],
        words: Words::Same,
        // Enough for p95_high, and where the ranks hold 95.4 to 95.5 % exactly.
        until: Until::Replications(110),
        questions: vec![
            near("mean of ready, independent", mean, 1_800.0, Naive::Mean),
            near("mean of the rollouts' p95", p95_of, 1_800.0 * tail, Naive::None),
            near("median rollout's last Cloud PC", Ask::Median(last), median, Naive::None),
            near("95 % of rollouts' last Cloud PC", Ask::P95(last), p95, Naive::None),
            near("difference of means, same words", difference, 180.0, Naive::Difference),
        ],
    }
}

/// A minute, and ten on average, until half of the interval is 5 % of the mean.
fn sequential() -> Study {
    let lengths =
        ["timing.reaction=1m", "timing.enroll_intune={ dist = 'exponential', mean = '10m' }"];
    let what = "mean of ready, --precision rel=5%";
    let question = near(what, Ask::Estimate(READY), 660.0, Naive::None);
    Study { until: Until::Precise(0.05), ..study(lengths.to_vec(), 0, vec![question]) }
}

/// Differences of every nature, with their intervals by `compare`.
fn differences() -> Vec<Study> {
    let three = |set| vec!["retry.attempts=3", set];
    let thin = [
        three("failures.simCapacityUnavailable=0.2"),
        three("failures.simCapacityUnavailable=0.25"),
    ];
    let more = 20.0 * (0.25 * 0.25 * 0.25 - 0.2 * 0.2 * 0.2);
    let dry = |fails: f64| truth::more_than(11, 14, 1.0 - fails);
    let ran_dry = [0.3, 0.35].map(dry);
    let (few, often) =
        ("failures.simCapacityUnavailable=0.3", "failures.simCapacityUnavailable=0.35");
    let of_dry = Ask::Difference("subnet.all.exhausted_share");
    let of_failed = Ask::Difference("failed");
    let of_ready = Ask::Difference(READY);
    vec![
        between(
            [LENGTHS.to_vec(), LONGER.to_vec()],
            Words::Others,
            near("difference of means, other seeds", of_ready, 180.0, Naive::Difference),
        ),
        between(
            thin,
            Words::Same,
            at_least("difference of few failures", of_failed, more, Naive::None),
        ),
        between(
            [scarce(often), scarce(few)],
            Words::Same,
            at_least(
                "difference of ran dry, yes or no",
                of_dry,
                ran_dry[0] - ran_dry[1],
                Naive::None,
            ),
        ),
        between(
            [scarce(often), scarce(few)],
            Words::Others,
            at_least("the same, other seeds", of_dry, ran_dry[0] - ran_dry[1], Naive::None),
        ),
    ]
}

/// Shares of Cloud PCs, and of rollouts.
fn proportions() -> Vec<Study> {
    let ran_dry = |what, set, fails: f64| {
        let truth = truth::more_than(11, 14, 1.0 - fails);
        let ask = Ask::Estimate("subnet.all.exhausted_share");
        study(scarce(set), 100, vec![at_least(what, ask, truth, Naive::None)])
    };
    let thin = |what, set, one: f64| {
        study(vec!["retry.attempts=3", set], 100, vec![rate(what, one * one * one)])
    };
    let of_one_phase = rate("failures, all of one sync phase", 1.0 / 6.0);
    vec![
        ran_dry("ran dry, often", "failures.simCapacityUnavailable=0.3", 0.3),
        ran_dry("ran dry, seldom", "failures.simCapacityUnavailable=0.5", 0.5),
        thin("failures, p^3 at 5 %", "failures.simCapacityUnavailable=0.05", 0.05),
        thin("failures, p^3 at 10 %", "failures.simCapacityUnavailable=0.1", 0.1),
        thin("failures, p^3 at 20 %", "failures.simCapacityUnavailable=0.2", 0.2),
        study(hybrid(&[&["connect.interval=90m"]]), 100, vec![of_one_phase]),
    ]
}

/// Rare shocks that many share, whose replications are strata.
fn shocks() -> Vec<Study> {
    let failed = |what, struck: f64| {
        let truth = struck + (1.0 - struck) * 0.02;
        at_least(what, Ask::Estimate("failure_rate"), truth, Naive::None)
    };
    let outage = [&OUTAGE[..], &["failures.intuneEnrollFailed=0.02"]].concat();
    let down = |enrolls| hybrid(&[&DOWN, &[enrolls]]);
    let mean = 60.0 * (15.0 + 30.0 + 20.0 + 0.02 * LATER);
    let [p50, p90] = [0.5, 0.9].map(|level| truth::of_shocked_wait(level, 0.02, LATER));
    let ask = Ask::Estimate;
    let none = Naive::None;
    let waits = vec![
        near("mean of ready, stratified", ask(READY), mean, none),
        near("pooled p50, stratified", ask("time_to_ready.pooled_p50"), p50, none),
        near("pooled p90, stratified", ask("time_to_ready.pooled_p90"), p90, none),
        near("difference of means, stratified", Ask::Difference(READY), 120.0, none),
    ];
    let waits = Study {
        scenarios: vec![down(ENROLLED), down(ENROLLED_LATER)],
        words: Words::Same,
        until: Until::Replications(100),
        questions: waits,
    };
    vec![
        waits,
        study(outage, 100, vec![failed("failures, rare outage, stratified", 0.01 / 4.0)]),
        study(CHECK.to_vec(), 100, vec![failed("failures, rare check, stratified", 0.0025)]),
    ]
}
