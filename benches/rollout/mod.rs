//! The rollout that is measured: any number of users on one connection, one in forty of whose
//! attempts fails.

use cloudpc_sim::{Scenario, Source, scenario};

const TEXT: &str = r#"
horizon = "14d"
[subnet.large]
prefix = "10.0.0.0/10"
[connection.only]
join = "entra"
subnet = "large"
[policy.everyone]
connections = ["only"]
groups = ["staff"]
[group.staff]
[wave.main]
group = "staff"
over = "10d"
arrivals = "random"
[failures]
simVmDeploymentTimeout = 0.005
intuneEnroll_NetworkConnectivityIssue = 0.02
"#;

/// A rollout to so many users, one Cloud PC each.
pub(crate) fn rollout(users: u64) -> Scenario {
    let source = Source { name: "rollout.toml".into(), text: TEXT.into() };
    let sets = [format!("wave.main.users={users}")];
    scenario::load(source, &sets, &()).unwrap_or_else(|bad| panic!("{}", bad.render(false)))
}
