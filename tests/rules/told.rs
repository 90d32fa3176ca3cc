//! The rows of a replication as lines that can be written by hand.

use cloudpc_sim::Outcome;
use cloudpc_sim::record::recorder::{AttemptRow, CloudPcRow, Detail, ResourceRow};

/// A replication and its lines.
pub(crate) struct Told {
    outcome: Outcome,
    /// Its rows.
    pub(crate) detail: Detail,
}

impl Told {
    pub(crate) fn new(outcome: Outcome) -> Self {
        let detail = outcome.details().next().expect("its rows were asked for").1.clone();
        Self { outcome, detail }
    }

    /// `w-00001 provisioned +45m`, or without an instant if it is not ready.
    pub(crate) fn cloud_pcs(&self) -> Vec<String> {
        self.detail.cloud_pcs.iter().map(cloud_pc).collect()
    }

    /// `w-00001/1 +1m to +45m on anc: ready`; the number after the slash is the attempt's.
    pub(crate) fn attempts(&self) -> Vec<String> {
        self.detail.attempts.iter().map(attempt).collect()
    }

    /// `+6m cpc held w-00001/1, 1 in use`.
    pub(crate) fn addresses(&self) -> Vec<String> {
        self.resources("subnet").map(address).collect()
    }

    /// `+1h30m anc passed`, or with what was found.
    pub(crate) fn checks(&self) -> Vec<String> {
        self.resources("connection").map(check).collect()
    }

    fn resources(&self, kind: &str) -> impl Iterator<Item = &ResourceRow> {
        self.detail.resources.iter().filter(move |row| row.kind == kind)
    }

    /// A measure of the replication; none if it has no meaning.
    pub(crate) fn measure(&self, name: &str) -> Option<f64> {
        let values = self.outcome.values(name);
        *values.first().unwrap_or_else(|| panic!("{name} is a measure"))
    }
}

fn cloud_pc(row: &CloudPcRow) -> String {
    let ready = row.ready.map(|ready| format!(" {ready}")).unwrap_or_default();
    format!("{} {}{ready}", row.name, row.status)
}

fn attempt(row: &AttemptRow) -> String {
    let AttemptRow { cloud_pc, attempt, started, ended, .. } = row;
    let connection = row.connection.as_deref().unwrap_or("none");
    let end = match (row.cause, row.failed_stage) {
        (Some(cause), Some(stage)) => format!("{cause} in {stage}"),
        (None, None) if row.warnings.is_empty() => "ready".into(),
        (None, None) => format!("ready without {}", row.warnings.join(" ")),
        _ => panic!("a cause has a stage: {row:?}"),
    };
    format!("{cloud_pc}/{attempt} {started} to {ended} on {connection}: {end}")
}

fn address(row: &ResourceRow) -> String {
    let owner = row.owner.as_deref().expect("an address has an owner");
    let attempt = row.attempt.map(|attempt| format!("/{attempt}")).unwrap_or_default();
    let in_use = row.in_use.expect("addresses are counted");
    format!("{} {} {} {owner}{attempt}, {in_use} in use", row.at, row.resource, row.change)
}

fn check(row: &ResourceRow) -> String {
    let result = format!("{} {} {}", row.at, row.resource, row.change);
    [&[result.as_str()], row.findings.as_slice()].concat().join(" ")
}
