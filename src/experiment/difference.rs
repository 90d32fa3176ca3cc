//! Where two runs part: the first event that is not the same in both.

use crate::kernel::calendar::Event;
use crate::kernel::digest::{Digest, Excerpt, Fingerprint};
use crate::provisioning::event::EventKind;

use super::Experiment;

/// The first event in which two runs differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Its number in the order of firing, from 0.
    pub number: u64,
    /// What fired there in the first run; nothing if that run had ended.
    pub left: Option<String>,
    /// What fired there in the second run.
    pub right: Option<String>,
}

/// Compares the same replication of two cases; `None` if every event is the same.
pub fn first_difference(
    left: &Experiment<'_>,
    right: &Experiment<'_>,
    replication: u64,
) -> Option<Difference> {
    let fingerprints = [left, right].map(|run| fingerprint(run, replication));
    let from = fingerprints[0].first_different_block(&fingerprints[1])?;
    let [a, b] = [left, right].map(|run| excerpt(run, replication, from));
    let at = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let number = from + at as u64;
    Some(Difference { number, left: a.get(at).map(told), right: b.get(at).map(told) })
}

fn fingerprint(run: &Experiment<'_>, replication: u64) -> Fingerprint {
    let mut digest = Digest::default();
    run.simulate(&run.words(replication), (), &mut digest);
    digest.finish()
}

fn excerpt(run: &Experiment<'_>, replication: u64, from: u64) -> Vec<(Event, u64)> {
    let mut excerpt = Excerpt::new(from);
    run.simulate(&run.words(replication), (), &mut excerpt);
    excerpt.into_events()
}

fn told((event, outcome): &(Event, u64)) -> String {
    format!(
        "{} at {}, entity {}, attempt {}, outcome {outcome:x}",
        EventKind::of(*event).name(),
        event.at(),
        event.entity(),
        event.attempt()
    )
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
        assert!(a.starts_with("attempt starts at +"), "its plan shows the warning: {a}");
        assert_eq!(a.split(", outcome").next(), b.split(", outcome").next(), "only the outcome");
        assert!(found.number > 0);
    }

    #[test]
    fn equal_runs_have_no_first_difference() {
        let both = scenario(&[]);
        assert_eq!(first_difference(&Experiment::new(&both), &Experiment::new(&both), 3), None);
    }
}
