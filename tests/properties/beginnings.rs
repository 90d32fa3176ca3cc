//! Cloud PCs that are there when the simulation starts, in every status, in whatever scenario.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::generate::{Text, scenario};
use crate::mutation::shipped;
use crate::{config, read, run};

/// Keys of an `[initial.*]` table that go together, and some that do not.
fn state() -> impl Strategy<Value = String> {
    let ready = "status = 'provisioned'\n";
    let states = vec![
        ready.to_string(),
        format!("{ready}addresses = 2\ncleanup_due = '+3h'\n"),
        "status = 'provisionedWithWarnings'\n".into(),
        "status = 'failed'\n".into(),
        "status = 'failed'\naddresses = 0\n".into(),
        "status = 'failed'\naddresses = 3\ncleanup_due = '+0s'\n".into(),
        "status = 'inGracePeriod'\ngrace_ends = '+2h'\n".into(),
        "status = 'inGracePeriod'\ngrace_ends = '+9000d'\nlost = 'user'\naddresses = 1\n".into(),
        "status = 'provisioning'\n".into(),
        "status = 'provisioning'\nattempt = 2\naddresses = 1\nstage = 'configure'\n".into(),
        "status = 'provisioning'\nattempt = 3\nstage = 'sync_device'\n".into(),
        "status = 'pendingProvision'\n".into(),
    ];
    select(states)
}

/// Tables for the groups that generated scenarios have.
fn tables() -> impl Strategy<Value = String> {
    let one = (0..4_usize, 1..4_u64, state());
    proptest::collection::vec(one, 1..4).prop_map(|all| {
        let table = |(n, (group, cloud_pcs, state)): (usize, (usize, u64, String))| {
            format!("[initial.i{n}]\ngroup = 'g{group}'\ncloud_pcs = {cloud_pcs}\n{state}")
        };
        all.into_iter().enumerate().map(table).collect()
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn who_is_there_at_the_start_is_refused_or_every_law_of_conservation_holds(
        Text(text) in scenario(),
        tables in tables(),
    ) {
        if let Ok(scenario) = read(&format!("{text}\n{tables}"), &[]) {
            let outcome = run(&scenario, 1);
            prop_assert_eq!(outcome.replications.len() as u64, scenario.replications);
        }
    }
}

#[test]
fn many_scenarios_take_who_is_there() {
    let mut runner = TestRunner::new(config());
    let both = (scenario(), tables());
    let mut taken = 0;
    for _ in 0..300 {
        let tree = both.new_tree(&mut runner).expect("nothing is filtered");
        let (Text(text), tables) = tree.current();
        taken += u32::from(read(&format!("{text}\n{tables}"), &[]).is_ok());
    }
    assert!((60..290).contains(&taken), "{taken} of 300");
}

#[test]
fn every_shipped_scenario_takes_a_ready_cloud_pc_of_its_first_group() {
    let mut taken = 0;
    for text in shipped() {
        let group = text.lines().find_map(|line| line.strip_prefix("[group."));
        let group = group.and_then(|rest| rest.split(']').next()).expect("it has a group");
        let ready = "cloud_pcs = 1\nstatus = 'provisioned'\naddresses = 2\n";
        let text = format!("{text}\n[initial.one]\ngroup = \"{group}\"\n{ready}");
        if let Ok(scenario) = read(&text, &["replications=1".into()]) {
            run(&scenario, 1);
            taken += 1;
        }
    }
    assert!(taken > 25, "{taken}");
}
