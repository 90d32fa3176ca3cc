//! What a change of a scenario of the whole lifecycle must and must not change.

use std::collections::BTreeMap;

use cloudpc_sim::provisioning::stage::Stage;
use cloudpc_sim::record::recorder::{AttemptRow, Detail};
use cloudpc_sim::scenario::validate::effective;
use cloudpc_sim::{Outcome, SimTime};
use proptest::prelude::*;
use proptest::sample::select;

use crate::generate::life::quiet;
use crate::generate::{Text, environment::codes, scenario};
use crate::{config, load, run};

/// Replication and name of a Cloud PC.
type Who = (usize, String);

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_effective_scenario_is_the_same_scenario(Text(text) in scenario()) {
        let given = load(&text, &[]);
        let effective = load(&effective(&given.settings), &[]);
        prop_assert_eq!(run(&given, 1).fingerprint(), run(&effective, 1).fingerprint());
    }

    /// With cycles shorter than the interval, every cycle of the longer grid is one of the shorter.
    #[test]
    fn more_frequent_cycles_bring_no_device_later(
        (Text(text), _) in quiet(),
        (short, times) in (2..=60u64, 2..=5u64),
        (phase, length) in (0..60u64, 0..60u64),
    ) {
        let every = |minutes: u64| {
            let connect = format!(
                "connect={{ allowed_interval = '1m', interval = '{minutes}m', phase = '{}m', \
                 cycle.fixed = '{}m', cycle.per_1000_changes = '0m' }}",
                phase % short, length % short
            );
            first_attempts(&run(&load(&text, &[connect]), 1))
        };
        let (often, seldom) = (every(short), every(short * times));
        for (who, later) in &seldom {
            let sooner = &often[who];
            prop_assert!(sooner.started <= later.started, "{:?}: {:?}", sooner, later);
            no_later(sooner, later);
        }
    }

    /// Each asks once, and keeps an address as long, whatever becomes of the others: then the owners
    /// in the smaller subnet are always some of those in the larger one, which has at most as many
    /// others as it has more addresses.
    #[test]
    fn whoever_gets_an_address_in_a_small_subnet_gets_one_in_a_larger(
        (Text(text), _) in quiet(),
        (few, more) in (1..=20u64, 0..=20u64),
        (code, percent) in (select(codes()), 0..100u32),
    ) {
        let subnets = load(&text, &[]).tenant.subnets.len();
        let with = |usable: u64| {
            let in_use = (1 << 16) - 5 - usable;
            let subnet = |s| format!("subnet.s{s}={{ prefix = '10.{s}.0.0/16', in_use = {in_use} }}");
            let once = ["retry.attempts=1".into(), format!("failures.{code}=0.{percent:02}")];
            let sets: Vec<String> = (0..subnets).map(subnet).chain(once).collect();
            answers(&run(&load(&text, &sets), 1))
        };
        let (small, large) = (with(few), with(few + more));
        prop_assert_eq!(small.len(), large.len(), "everybody asks in both");
        for (who, got) in &small {
            prop_assert!(large[who] || !got, "{:?}", who);
        }
    }

    #[test]
    fn without_a_condition_nobody_is_ready_later((Text(text), condition) in quiet()) {
        let without = ready(&run(&load(&text, &[]), 1));
        let with = ready(&run(&load(&(text + &condition), &[]), 1));
        no_one_later(&without, &with);
    }

    #[test]
    fn an_earlier_repair_makes_nobody_ready_later(
        (Text(text), condition) in quiet(),
        (sooner, later) in (1..=2880u64, 0..=1440u64),
    ) {
        // Every condition of these begins within an hour.
        let until = |minutes: u64| format!("{text}{condition}until = '+{}m'\n", 60 + minutes);
        let [sooner, later] = [sooner, sooner + later]
            .map(|minutes| ready(&run(&load(&until(minutes), &[]), 1)));
        no_one_later(&sooner, &later);
    }

    #[test]
    fn users_who_come_as_well_change_nobody(
        (Text(text), condition) in quiet(),
        (code, percent) in (select(codes()), 0..100u32),
        (users, group, at) in (1..=5u32, 0..2u32, 0..=60u64),
    ) {
        let sets = [
            format!("failures.{code}=0.{percent:02}"),
            "connection.c0.health_check={ interval = '4h', failure = 0.1, borrows_address = false }"
                .into(),
        ];
        let more = format!("[wave.zz]\ngroup = 'g{group}'\nusers = {users}\nat = '+{at}m'\n");
        let few = format!("{text}{condition}");
        let [few, many] = [few.clone(), few + &more].map(|text| run(&load(&text, &sets), 1));
        for ((_, few), (_, many)) in few.details().zip(many.details()) {
            prop_assert_eq!(told(few), told(many));
        }
    }
}

/// First attempts that ended, by whose they are.
fn first_attempts(outcome: &Outcome) -> BTreeMap<Who, AttemptRow> {
    let first = |detail: &Detail| {
        let first = detail.attempts.iter().filter(|row| row.attempt == 1);
        first.map(|row| (row.cloud_pc.clone(), row.clone())).collect::<Vec<_>>()
    };
    by_replication(outcome, first)
}

/// A device appears, and its Cloud PC is ready, no later than in another world.
fn no_later(sooner: &AttemptRow, later: &AttemptRow) {
    let appears = |row: &AttemptRow| row.stage_ends[Stage::SyncDevice.index() - 1];
    if let Some(at) = appears(later) {
        assert!(appears(sooner).is_some_and(|sooner| sooner <= at), "{sooner:?}: {later:?}");
    }
    if later.cause.is_none() {
        assert!(sooner.cause.is_none() && sooner.ended <= later.ended, "{sooner:?}: {later:?}");
    }
}

/// Whether each who asked for an address got one.
fn answers(outcome: &Outcome) -> BTreeMap<Who, bool> {
    let asked = |detail: &Detail| {
        let asked = detail.resources.iter().filter(|row| ["held", "denied"].contains(&row.change));
        let answer =
            asked.map(|row| (row.owner.clone().expect("it has one"), row.change == "held"));
        answer.collect::<Vec<_>>()
    };
    by_replication(outcome, asked)
}

/// When each who got ready first was.
fn ready(outcome: &Outcome) -> BTreeMap<Who, SimTime> {
    let ready = |detail: &Detail| {
        let ready = detail.cloud_pcs.iter().filter_map(|pc| Some((pc.name.clone(), pc.ready?)));
        ready.collect::<Vec<_>>()
    };
    by_replication(outcome, ready)
}

fn no_one_later(sooner: &BTreeMap<Who, SimTime>, later: &BTreeMap<Who, SimTime>) {
    for (who, at) in later {
        assert!(sooner.get(who).is_some_and(|sooner| sooner <= at), "{who:?}: not at {at}");
    }
}

fn by_replication<T>(
    outcome: &Outcome,
    told: impl Fn(&Detail) -> Vec<(String, T)>,
) -> BTreeMap<Who, T> {
    let each = outcome.details().map(|(i, detail)| (i, told(detail)));
    each.flat_map(|(i, all)| all.into_iter().map(move |(name, told)| ((i, name), told))).collect()
}

/// All rows of those who were there before.
fn told(detail: &Detail) -> String {
    let before = |name: &str| !name.starts_with("zz-");
    let cloud_pcs: Vec<_> = detail.cloud_pcs.iter().filter(|pc| before(&pc.name)).collect();
    let attempts: Vec<_> = detail.attempts.iter().filter(|row| before(&row.cloud_pc)).collect();
    let statuses: Vec<_> = detail.statuses.iter().filter(|row| before(&row.cloud_pc)).collect();
    let journeys: Vec<_> = detail.journeys.iter().filter(|row| before(&row.cloud_pc)).collect();
    format!("{cloud_pcs:#?}\n{attempts:#?}\n{statuses:#?}\n{journeys:#?}")
}
