//! What the rules say, worked out by hand and compared row by row.
//!
//! Every length is fixed, and no two stages take the same time. An attempt that starts at minute 1
//! asks for its address at minute 6, joins from 10 to 15, enrolls until 21, leaves core
//! provisioning at 28 and is ready at 45. Each test begins with the rules it holds the model to.

#![expect(clippy::disallowed_methods, reason = "one test reads the others")]

mod actions;
mod addresses;
mod alternates;
mod chances;
mod checks;
mod combinations;
mod conditions;
mod coverage;
mod cycles;
mod defaults;
mod findings;
mod forecast;
mod frontline;
mod grace;
mod hybrid;
mod images;
mod initial;
mod join;
mod leftovers;
mod licenses;
mod losses;
mod named;
mod order;
mod policies;
mod process;
mod repairs;
mod reprovision;
mod retries;
mod settings;
mod sites;
mod strikes;
mod told;
mod written;

use cloudpc_sim::provisioning::rules;
use cloudpc_sim::{Experiment, Problems, Scenario, Source, scenario};

use told::Told;

/// One user on one Azure network connection, whose first health check lies beyond the horizon.
const ONE_USER: &str = r#"
horizon = "1d"
replications = 1
[subnet.cpc]
prefix = "10.0.0.0/28"
[connection.anc]
join = "entra"
subnet = "cpc"
health_check = { interval = "30d", phase = "29d" }
[policy.all]
connections = ["anc"]
groups = ["all"]
[group.all]
[wave.w]
group = "all"
users = 1
[timing]
reaction = "1m"
allocate_capacity = "2m"
create_vm = "3m"
attach_network = "4m"
join_entra = "5m"
enroll_intune = "6m"
primary_user = "7m"
configure = "8m"
assign_user = "9m"
azure_denial = "90s"
"#;

/// Brings the user onto the Microsoft-hosted network instead.
const HOSTED: &str = "policy.all={ network = 'microsoft-hosted', groups = ['all'] }";

/// An attempt that joins before +20m fails at its end: the first.
const BLOCKED_AT_FIRST: &str = "condition.blocked={ what = 'endpoint_blocked', until = '+20m' }";

/// A second connection, on a subnet of three addresses.
const FAR: [&str; 3] = [
    "connection.far={ join = 'entra', subnet = 'far' }",
    "connection.far.health_check={ interval = '30d', phase = '29d' }",
    "subnet.far.prefix=10.1.0.0/29",
];

/// A subnet with one address to give.
const ONE_ADDRESS: [&str; 2] = ["subnet.cpc.prefix=10.0.0.0/29", "subnet.cpc.in_use=2"];

/// Marks the rules that a test holds the model to.
fn holds(ids: &[&str]) {
    for id in ids {
        assert!(rules::RULES.iter().any(|rule| rule.id == *id), "{id} is no rule");
    }
}

fn read(sets: &[&[&str]]) -> Result<Scenario, Problems> {
    let sets: Vec<String> = sets.concat().into_iter().map(String::from).collect();
    let source = Source { name: "one user".into(), text: ONE_USER.into() };
    scenario::load(source, &sets, &())
}

/// The scenario of one user after these assignments.
fn load(sets: &[&[&str]]) -> Scenario {
    read(sets).unwrap_or_else(|bad| panic!("{}", bad.render(false)))
}

/// What is said of a scenario that is refused after these assignments.
fn refused(sets: &[&[&str]]) -> String {
    read(sets).expect_err("it is refused").render(false)
}

/// What that scenario's only replication tells.
fn run(sets: &[&[&str]]) -> Told {
    let scenario = load(sets);
    let experiment = Experiment { detailed: 1, ..Experiment::new(&scenario) };
    Told::new(experiment.run(&()).expect("nobody stops it"))
}
