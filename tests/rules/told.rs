//! The rows of a replication as lines that can be written by hand.

use cloudpc_sim::Outcome;
use cloudpc_sim::provisioning::stage::Stage;
use cloudpc_sim::record::recorder::{
    AttemptRow, CloudPcRow, CycleRow, Detail, Journey, ResourceRow,
};

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

    /// `+1h10m to +1h23m delta, 1 exported`, or `full` and `in staging`.
    pub(crate) fn cycles(&self) -> Vec<String> {
        self.detail.cycles.iter().map(cycle).collect()
    }

    /// `w-00001/1 from +33m over hq-weu at +50m, there +51m30s`.
    pub(crate) fn journeys(&self) -> Vec<String> {
        self.detail.journeys.iter().map(journey).collect()
    }

    /// When a stage of the first attempt ended.
    pub(crate) fn end_of(&self, stage: Stage) -> String {
        let end = self.detail.attempts[0].stage_ends[stage.index() - 1];
        end.expect("the attempt gets that far").to_string()
    }

    /// `+1m provisioning`, of one Cloud PC.
    pub(crate) fn statuses(&self, cloud_pc: &str) -> Vec<String> {
        let rows = self.detail.statuses.iter().filter(|row| row.cloud_pc == cloud_pc);
        rows.map(|row| format!("{} {}", row.at, row.status)).collect()
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
    [vec![result.as_str()], row.error_types()].concat().join(" ")
}

fn cycle(row: &CycleRow) -> String {
    let extent = if row.full { "full" } else { "delta" };
    let exported =
        if row.exports { format!("{} exported", row.exported) } else { "in staging".into() };
    format!("{} to {} {extent}, {exported}", row.started, row.ended)
}

fn journey(row: &Journey) -> String {
    let hops = row.hops.iter().map(|hop| format!(" over {} at {}", hop.link, hop.passed));
    let hops: String = hops.collect();
    let arrives = row.arrives.map_or("never there".into(), |at| format!("there {at}"));
    format!("{}/{} from {}{hops}, {arrives}", row.cloud_pc, row.attempt, row.written)
}
