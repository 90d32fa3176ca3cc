//! Where two runs part: the first event that is not the same in both.

use crate::kernel::calendar::Event;
use crate::kernel::digest::{Digest, Excerpt, Fingerprint};
use crate::kernel::time::SimTime;
use crate::provisioning::cloud_pc::CloudPc;
use crate::provisioning::event::EventKind;
use crate::provisioning::tenant::Tenant;
use crate::record::recorder::cloud_pc_name;

use super::Experiment;

/// The first event in which two runs differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its number in the order of firing, from 0.
    pub number: u64,
    /// What fired there in the first run; nothing if that run had ended.
    pub left: Option<Fired>,
    /// What fired there in the second run.
    pub right: Option<Fired>,
}

/// An event that fired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fired {
    /// What happened.
    pub kind: EventKind,
    /// When.
    pub at: SimTime,
    /// To whom, by its name in the scenario or of the Cloud PC; empty of what there is only one.
    pub whom: String,
    /// The number of the attempt, check, cycle or change.
    pub attempt: u32,
    /// What came of it, as it entered the fingerprint.
    pub outcome: u64,
}

/// Compares the same replication of two cases; `None` if every event is the same.
pub fn first_difference(
    left: &Experiment<'_>,
    right: &Experiment<'_>,
    replication: u64,
) -> Option<Difference> {
    let fingerprints = [left, right].map(|run| fingerprint(run, replication));
    let from = fingerprints[0].first_different_block(&fingerprints[1])?;
    let [a, b] = [left, right].map(|run| Block::of(run, replication, from));
    let at = a.events.iter().zip(&b.events).take_while(|(a, b)| a == b).count();
    let number = from + at as u64;
    Some(Difference { number, left: a.told(at), right: b.told(at) })
}

fn fingerprint(run: &Experiment<'_>, replication: u64) -> Fingerprint {
    let mut digest = Digest::default();
    run.simulate(&run.words(replication), (), &mut digest);
    digest.finish()
}

/// A block of a run's events, and whom they happened to.
struct Block<'a> {
    tenant: &'a Tenant,
    events: Vec<(Event, u64)>,
    cloud_pcs: Vec<CloudPc>,
}

impl<'a> Block<'a> {
    fn of(run: &Experiment<'a>, replication: u64, from: u64) -> Self {
        let mut excerpt = Excerpt::new(from);
        let finished = run.simulate(&run.words(replication), (), &mut excerpt);
        let events = excerpt.into_events();
        Self { tenant: run.tenant, events, cloud_pcs: finished.cloud_pcs }
    }

    fn told(&self, at: usize) -> Option<Fired> {
        let &(event, outcome) = self.events.get(at)?;
        let kind = EventKind::of(event);
        let whom = self.whom(kind, event.entity());
        Some(Fired { kind, at: event.at(), whom, attempt: event.attempt(), outcome })
    }

    fn whom(&self, kind: EventKind, entity: u64) -> String {
        let index = usize::try_from(entity).expect("entities fit into memory");
        match kind {
            EventKind::HealthCheckStarts | EventKind::HealthCheckEnds => {
                self.tenant.connections[index].name.clone()
            }
            EventKind::CycleStarts | EventKind::CycleEnds => String::new(),
            EventKind::ChangeHappens => self.tenant.changes[index].name.clone(),
            EventKind::Repair => self.tenant.conditions[index].name.clone(),
            EventKind::CleanUp
            | EventKind::Deprovisioned
            | EventKind::GraceEnds
            | EventKind::DeviceRegistered
            | EventKind::DomainJoins
            | EventKind::LifetimeEnds
            | EventKind::ActionEnds
            | EventKind::AttemptEnds
            | EventKind::AddressRequested
            | EventKind::AttemptStarts => {
                let pc = &self.cloud_pcs[index];
                cloud_pc_name(self.tenant, pc.wave, pc.number)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, Scenario, Source};

    const SMALL: &str = r#"
        horizon = "1d"
        [policy.p]
        network = "microsoft-hosted"
        groups = ["g"]
        [group.g]
        [wave.w]
        group = "g"
        users = 3000
        over = "10h"
    "#;

    fn scenario(sets: &[&str]) -> Scenario {
        let source = Source { name: "small".into(), text: SMALL.into() };
        let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
        scenario::load(source, &sets, &()).expect("the scenario is good")
    }

    #[test]
    fn the_first_event_that_differs_is_named() {
        let (left, right) = (scenario(&[]), scenario(&["warnings.windowsReset=0.001"]));
        let [left, right] = [&left, &right].map(Experiment::new);
        let found = first_difference(&left, &right, 0).expect("some setting fails");
        let [a, b] = [found.left, found.right].map(|side| side.expect("both go on"));
        assert_eq!(a.kind, EventKind::AttemptStarts, "its plan shows the warning");
        assert!(a.whom.starts_with("w-0"), "{}", a.whom);
        assert_ne!(a.outcome, b.outcome);
        assert_eq!(a, Fired { outcome: a.outcome, ..b }, "only the outcome");
        assert!(found.number > 0);
    }

    #[test]
    fn equal_runs_have_no_first_difference() {
        let both = scenario(&[]);
        assert_eq!(first_difference(&Experiment::new(&both), &Experiment::new(&both), 3), None);
    }
}
