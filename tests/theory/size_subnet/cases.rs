//! Ten rollouts whose peak demand for addresses has a known law.
//!
//! Each law is derived here from the scenario's own numbers, by closed form or exact arithmetic.

use cloudpc_sim::experiment::sizing::{Sizing, Target};
use cloudpc_sim::kernel::math::count;
use cloudpc_sim::{Experiment, Scenario, SimDuration, Source, scenario};
use statrs::distribution::{Binomial, Discrete, DiscreteCDF, Poisson};

/// One wave on one connection; nothing takes time but what a case says, and no check borrows.
const TEXT: &str = r#"
horizon = "3d"
subnet.all = { prefix = "10.0.0.0/16" }
connection.all = { join = "entra", subnet = "all", health_check = { borrows_address = false } }
policy.all = { connections = ["all"], groups = ["all"] }
group.all = {}
wave.all = { group = "all", users = 1, arrivals = "at-once" }
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
[retry]
pause = "0s"
[cleanup]
after = "2d"
"#;

/// A rollout, and how likely its peak demand exceeds a number of addresses.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    sets: Vec<String>,
    hours: u64,
    exceeds: Box<dyn Fn(u64) -> f64 + Sync>,
}

impl Case {
    fn new(
        name: &'static str,
        sets: &[&str],
        exceeds: impl Fn(u64) -> f64 + Sync + 'static,
    ) -> Self {
        let sets = sets.iter().map(ToString::to_string).collect();
        Self { name, sets, hours: 24, exceeds: Box::new(exceeds) }
    }

    /// Looked at for so many hours, while arrivals go on.
    fn for_hours(self, hours: u64) -> Self {
        Self { hours, ..self }
    }

    /// How likely the peak exceeds a number of addresses.
    pub(crate) fn exceeds(&self, addresses: u64) -> f64 {
        (self.exceeds)(addresses)
    }

    /// What is found with a seed, by as many replications as the target needs.
    pub(crate) fn size(&self, seed: u64, target: Target) -> Sizing {
        let scenario = load(&self.sets, seed);
        let horizon = SimDuration::from_hours(self.hours);
        let replications = target.replications();
        let experiment = Experiment { horizon, replications, ..Experiment::new(&scenario) };
        experiment.size(&[0], target, &()).expect("nobody stops it").remove(0)
    }
}

/// The common rollout with these assignments.
pub(crate) fn load(sets: &[String], seed: u64) -> Scenario {
    let sets: Vec<String> = sets.iter().cloned().chain([format!("seed={seed}")]).collect();
    let source = Source { name: "known".into(), text: TEXT.into() };
    scenario::load(source, &sets, &()).unwrap_or_else(|bad| panic!("{}", bad.render(false)))
}

/// All ten.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = storms();
    cases.extend(counted_arrivals());
    cases.extend(queues());
    cases.push(checks());
    cases
}

/// Addresses that one seat takes in so many attempts, each failing with probability `p`: one for
/// every attempt up to the first that succeeds.
fn addresses_of_a_seat(p: f64, attempts: usize) -> Vec<f64> {
    let mut law = vec![0.0];
    let mut reached = 1.0;
    for attempt in 1..=attempts {
        law.push(if attempt == attempts { reached } else { reached * (1.0 - p) });
        reached *= p;
    }
    law
}

/// The law of the sum of so many independent numbers of one law, on top of another.
fn sum(one: &[f64], n: usize, start: Vec<f64>) -> Vec<f64> {
    (0..n).fold(start, |law, _| {
        let mut next = vec![0.0; law.len() + one.len() - 1];
        for (i, a) in law.iter().enumerate() {
            for (j, b) in one.iter().enumerate() {
                next[i + j] += a * b;
            }
        }
        next
    })
}

fn tail(law: &[f64], above: u64) -> f64 {
    law.iter().zip(0..).filter(|&(_, value)| value > above).map(|(p, _)| p).sum()
}

/// At-once waves: nothing comes back, so the peak is all that was ever taken.
fn storms() -> Vec<Case> {
    let storm = |name, users: usize, p: f64, attempts: usize| {
        let law = sum(&addresses_of_a_seat(p, attempts), users, vec![1.0]);
        let sets = [
            format!("wave.all.users={users}"),
            format!("failures.endpointCheckFailed={p:?}"),
            format!("retry.attempts={attempts}"),
        ];
        Case::new(name, &sets.each_ref().map(String::as_str), move |c| tail(&law, c))
    };
    vec![
        storm("at once, nobody fails", 100, 0.0, 3),
        storm("storm, one attempt in twenty fails", 120, 0.05, 3),
        storm("storm, three in ten fail", 80, 0.3, 3),
        storm("storm of two attempts, half fail", 60, 0.5, 2),
        cleaned_up_between(),
    ]
}

/// Two waves, with clean-up between them: of the first, those who failed thrice have gone and those
/// who are ready stay; of the second, every attempt counts. The first wave by itself needs less
/// than the second except with a probability below 1e-12.
fn cleaned_up_between() -> Case {
    let (first, second, p) = (30, 70, 0.4_f64);
    let failed_thrice = p * p * p;
    let stays = sum(&[failed_thrice, 1.0 - failed_thrice], first, vec![1.0]);
    let law = sum(&addresses_of_a_seat(p, 3), second, stays);
    let sets = [
        "wave.all.users=30",
        "wave.later={ group = 'all', users = 70, at = '+6h', arrivals = 'at-once' }",
        "failures.endpointCheckFailed=0.4",
        "cleanup.after=3h",
    ];
    Case::new("two storms, clean-up between", &sets, move |c| tail(&law, c))
}

/// Everybody who arrives keeps an address, so the peak is the number of arrivals by the horizon.
fn counted_arrivals() -> Vec<Case> {
    let poisson = Poisson::new(100.0).expect("a mean is positive");
    let binomial = Binomial::new(0.3, 300).expect("a share is below one");
    let wave = |users: u32, over: &str, arrivals: &str| {
        format!(
            "wave.all={{ group = 'all', users = {users}, over = '{over}', arrivals = '{arrivals}' }}"
        )
    };
    let stay = "Poisson arrivals who stay";
    vec![
        Case::new(stay, &[&wave(400, "8h", "poisson")], move |c| poisson.sf(c)).for_hours(2),
        Case::new("random arrivals who stay", &[&wave(300, "10h", "random")], move |c| {
            binomial.sf(c)
        })
        .for_hours(3),
    ]
}

/// Erlang's system without a limit: Poisson arrivals whose only attempt fails, and whose address
/// comes back after an exponential time with a mean of one hour.
fn queues() -> Vec<Case> {
    let queue = |name, per_hour: u32, hours: u32| {
        // Arrivals go on for three times as long as is looked at.
        let (users, over) = (per_hour * hours * 3, hours * 3);
        let wave = format!(
            "wave.all={{ group = 'all', users = {users}, over = '{over}h', arrivals = 'poisson' }}"
        );
        let sets = [
            wave.as_str(),
            "failures.endpointCheckFailed=1",
            "retry.attempts=1",
            "cleanup.after={ dist = 'exponential', mean = '1h' }",
        ];
        let law = move |c| first_passage(f64::from(per_hour), f64::from(hours), c);
        Case::new(name, &sets, law).for_hours(u64::from(hours))
    };
    vec![
        queue("Erlang, 10 an hour for 12 hours", 10, 12),
        queue("Erlang, 30 an hour for 4 hours", 30, 4),
    ]
}

/// The chance that a queue without a limit exceeds `most` by a time, which starts empty, to which
/// `rate` come an hour and of which each leaves at rate one: uniformization of the chain that stops
/// there (A. Jensen, 1953).
fn first_passage(rate: f64, hours: f64, most: u64) -> f64 {
    let states = usize::try_from(most).expect("a few hundred") + 1;
    let pace = rate + count(most);
    let steps = Poisson::new(pace * hours).expect("a mean is positive");
    let mut law = vec![0.0; states + 1];
    law[0] = 1.0;
    let mut exceeded = 0.0;
    // Twelve standard deviations beyond the mean nothing is left.
    let last = steps.inverse_cdf(1.0 - 1e-9) * 2;
    for step in 0..last {
        exceeded += steps.pmf(step) * law[states];
        let mut next = vec![0.0; states + 1];
        next[states] = law[states];
        for (busy, p) in law[..states].iter().enumerate() {
            let (up, down) = (rate / pace, count(busy as u64) / pace);
            next[busy + 1] += p * up;
            next[busy.saturating_sub(1)] += p * down;
            next[busy] += p * (1.0 - up - down);
        }
        law = next;
    }
    exceeded
}

/// Two connections check every six hours at random phases for two and a half minutes: they overlap
/// where the phases differ by less, one way or the other.
fn checks() -> Case {
    let (users, overlap) = (40, 2.0 * 2.5 / 360.0);
    let check = "{ interval = '6h', duration = '2m30s' }";
    let sets = [
        "wave.all.users=40".to_string(),
        format!("connection.all={{ join = 'entra', subnet = 'all', health_check = {check} }}"),
        format!("connection.more={{ join = 'entra', subnet = 'all', health_check = {check} }}"),
    ];
    let law = move |c: u64| match c.checked_sub(users) {
        None | Some(0) => 1.0,
        Some(1) => overlap,
        Some(_) => 0.0,
    };
    Case::new("seats and two health checks", &sets.each_ref().map(String::as_str), law)
}
