//! The ways of hybrid devices: over site links, with a cycle of Entra Connect, within the limit.

use std::collections::BTreeMap;

use cloudpc_sim::provisioning::condition::Condition;
use cloudpc_sim::provisioning::condition::kind::Effect;
use cloudpc_sim::provisioning::stage::Stage;
use cloudpc_sim::record::recorder::{AttemptRow, CycleRow, Detail, HopRow, Journey};
use cloudpc_sim::{Scenario, SimTime, Tenant};

/// Each device goes hop by hop, appears with a cycle that started when it was there, and in time.
pub(crate) fn devices_take_their_way(scenario: &Scenario, detail: &Detail) {
    cycles_follow_each_other(detail);
    let mut journeys: BTreeMap<(&str, u16), &Journey> = BTreeMap::new();
    for journey in &detail.journeys {
        one_journey(&scenario.tenant, journey);
        let known = journeys.insert((&journey.cloud_pc, journey.attempt), journey);
        assert!(known.is_none(), "a device is written once: {journey:?}");
    }
    assert!(detail.journeys.is_sorted_by_key(|journey| journey.written));
    for row in &detail.attempts {
        let Some(joined) = end_of(row, Stage::JoinDomain) else { continue };
        let limit = joined + scenario.tenant.identity.timeout;
        within_limit(row, limit);
        if let Some(journey) = journeys.get(&(row.cloud_pc.as_str(), row.attempt)) {
            appears_with_a_cycle(&scenario.tenant, detail, row, journey);
        }
    }
}

fn end_of(row: &AttemptRow, stage: Stage) -> Option<SimTime> {
    row.stage_ends[stage.index() - 1]
}

fn cycles_follow_each_other(detail: &Detail) {
    let mut free = SimTime::ZERO;
    for cycle in &detail.cycles {
        assert!(free <= cycle.started && cycle.started <= cycle.ended, "{cycle:?}");
        assert!(cycle.exports || cycle.exported == 0, "{cycle:?}");
        free = cycle.ended;
    }
}

fn one_journey(tenant: &Tenant, journey: &Journey) {
    let directory = &tenant.identity.directory;
    let mut now = journey.written;
    for hop in &journey.hops {
        assert!(now <= hop.since && hop.since <= hop.passed, "{journey:?}");
        let link = directory.links.iter().find(|link| link.name == hop.link);
        let sites = &link.expect("it is a site link").sites;
        let to = directory.sites.iter().position(|site| *site == hop.to).expect("it is a site");
        assert!(sites.iter().any(|site| usize::from(*site) == to), "{journey:?}");
        now = hop.passed;
    }
    let at_once = |(before, after): (&HopRow, &HopRow)| before.passed == after.since;
    let pairs = journey.hops.iter().zip(journey.hops.iter().skip(1));
    assert!(pairs.into_iter().all(at_once), "no wait between hops: {journey:?}");
    if let Some(arrives) = journey.arrives {
        assert!(now <= arrives, "{journey:?}");
        let last = journey.hops.last();
        assert!(last.is_none_or(|hop| hop.to == directory.sites[0]), "{journey:?}");
    }
}

/// Noticed by the limit, or failed exactly then.
fn within_limit(row: &AttemptRow, limit: SimTime) {
    assert!(end_of(row, Stage::DetectDevice).is_none_or(|at| at <= limit), "{row:?}");
    if matches!(row.cause, Some("simHybridJoinTimeout" | "simScpMissing")) {
        assert_eq!(row.ended, limit, "{row:?}");
    }
}

/// The first cycle that exports, of those that start once the device is there, exports it.
fn appears_with_a_cycle(tenant: &Tenant, detail: &Detail, row: &AttemptRow, journey: &Journey) {
    assert_eq!(end_of(row, Stage::RegisterDevice), Some(journey.written), "{row:?}");
    let brings = |cycle: &&CycleRow| {
        cycle.exports && journey.arrives.is_some_and(|arrives| arrives <= cycle.started)
    };
    let first = detail.cycles.iter().find(brings).map(|cycle| cycle.ended);
    let appears = end_of(row, Stage::SyncDevice);
    if let Some(at) = appears {
        let exported = |cycle: &CycleRow| brings(&cycle) && cycle.ended == at;
        assert!(detail.cycles.iter().any(exported), "{row:?}: {journey:?}");
    }
    let left_out = |c: &Condition| c.kind.effect == Some(Effect::OutOfScope);
    if !tenant.conditions.iter().any(left_out) {
        // Later than the attempt's end nobody looks for it.
        let expected = first.filter(|at| *at <= row.ended);
        assert_eq!(appears, expected, "{row:?}: {journey:?}");
    }
}
