//! Lives of Cloud PCs: their statuses one after the other, and the attempts within.

use std::collections::BTreeMap;

use cloudpc_sim::SimTime;
use cloudpc_sim::provisioning::cloud_pc::Status;
use cloudpc_sim::record::recorder::{AttemptRow, Detail, StatusRow};

/// Every change of a status is a legal one, the last leads to what is told in the end, and
/// attempts take place while they show.
pub(crate) fn lives_are_legal(detail: &Detail) {
    assert!(detail.statuses.is_sorted_by_key(|row| row.at), "rows come as things change");
    let mut lives: BTreeMap<&str, Vec<&StatusRow>> = BTreeMap::new();
    for row in &detail.statuses {
        lives.entry(&row.cloud_pc).or_default().push(row);
    }
    let mut attempts: BTreeMap<&str, Vec<&AttemptRow>> = BTreeMap::new();
    for row in &detail.attempts {
        attempts.entry(&row.cloud_pc).or_default().push(row);
    }
    for pc in &detail.cloud_pcs {
        let life = lives.remove(pc.name.as_str()).unwrap_or_default();
        let last = life.iter().fold(Status::NotProvisioned, |before, row| {
            let now = named(row.status);
            assert!(before.successors().contains(&now), "{before:?} before {row:?}");
            now
        });
        assert_eq!(last.graph_name(), pc.status, "{pc:?}");
        assert!(life.iter().all(|row| pc.requested <= row.at), "nothing before the request");
        attempts_show(&life, &attempts.remove(pc.name.as_str()).unwrap_or_default());
    }
    assert!(lives.is_empty(), "lives of nobody: {lives:?}");
}

fn named(name: &str) -> Status {
    let mut all = Status::ALL.into_iter();
    all.find(|status| status.graph_name() == name).expect("it is a status")
}

/// Attempts that end well are the changes from provisioning to ready; the last of those that end
/// badly are the changes to failed; all take place within provisioning.
fn attempts_show(life: &[&StatusRow], attempts: &[&AttemptRow]) {
    let after_provisioning = |failed: bool| {
        let pairs = life.windows(2).filter(|pair| pair[0].status == "provisioning");
        let ends = pairs.map(|pair| pair[1]).filter(move |row| (row.status == "failed") == failed);
        ends.map(|row| (row.at, row.status)).collect::<Vec<_>>()
    };
    let well = attempts.iter().filter(|row| row.cause.is_none());
    let status = |clean| if clean { "provisioned" } else { "provisionedWithWarnings" };
    let well: Vec<_> = well.map(|row| (row.ended, status(row.warnings.is_empty()))).collect();
    assert_eq!(after_provisioning(false), well, "{life:?}");
    for (at, _) in after_provisioning(true) {
        let ends_then = |row: &&&AttemptRow| row.ended == at && row.cause.is_some();
        assert!(attempts.iter().any(|row| ends_then(&row)), "failed at {at}: {attempts:?}");
    }
    for row in attempts {
        let holds = provisioning(life).any(|(from, to)| from <= row.started && row.ended <= to);
        assert!(holds, "{row:?} outside of {life:?}");
    }
}

/// When it was provisioning, from and to.
fn provisioning<'a>(life: &'a [&StatusRow]) -> impl Iterator<Item = (SimTime, SimTime)> + 'a {
    let begins = (0..life.len()).filter(|&i| life[i].status == "provisioning");
    let ends = |i: usize| life.get(i + 1).map_or(SimTime::from_ms(u64::MAX), |next| next.at);
    begins.map(move |i| (life[i].at, ends(i)))
}
