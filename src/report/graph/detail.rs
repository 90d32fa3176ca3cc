//! Graph's `cloudPcStatusDetail`: a code, a message of ours, and name/value pairs (FAIL-01).
//!
//! Pairs that Microsoft does not document begin with `sim`.

use serde::Serialize;

use crate::experiment::reasons::cause;
use crate::kernel::time::SimTime;
use crate::provisioning::cloud_pc::Status;
use crate::provisioning::stage::{Join, Stage, configure};
use crate::record::recorder::{AttemptRow, CloudPcRow};

use super::State;

/// What is the matter with a Cloud PC.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StatusDetail {
    code: Option<&'static str>,
    message: String,
    additional_information: Vec<Pair>,
}

/// Graph's `keyValuePair`.
#[derive(Debug, Serialize)]
struct Pair {
    name: &'static str,
    value: String,
}

fn pair(name: &'static str, value: impl Into<String>) -> Pair {
    Pair { name, value: value.into() }
}

/// What there is to say about a Cloud PC's status.
pub(super) fn of(state: &State<'_>, pc: &CloudPcRow, status: Status) -> Option<StatusDetail> {
    match status {
        Status::Failed => failed(state, pc),
        Status::Provisioning => {
            let running = state.rows.runs.get(pc.name.as_str()).map(|row| running(state, pc, row));
            running.or_else(|| failed(state, pc))
        }
        Status::ProvisionedWithWarnings => warned(pc),
        Status::NotProvisioned
        | Status::PendingProvision
        | Status::Provisioned
        | Status::InGracePeriod
        | Status::Deprovisioning
        | Status::Resizing
        | Status::ResizePendingLicense
        | Status::Restoring
        | Status::MovingRegion
        | Status::Deleted => None,
    }
}

/// By what its last attempt failed.
fn failed(state: &State<'_>, pc: &CloudPcRow) -> Option<StatusDetail> {
    let row = state.rows.ended.get(pc.name.as_str())?;
    let cause = cause(row.cause?)?;
    let place = row.failed_stage.unwrap_or_default();
    let raw = format!("Simulated: attempt {} failed in {place}.", row.attempt);
    let mut pairs = vec![
        pair("retriable", cause.retriable.to_string()),
        pair("failedAction", "Provision"),
        pair("rawError", raw),
        pair("simStage", place),
        pair("simAttempt", row.attempt.to_string()),
    ];
    pairs.extend(left(state, pc));
    let message = cause.says.into();
    Some(StatusDetail { code: Some(cause.code), message, additional_information: pairs })
}

/// Where its attempt is.
fn running(state: &State<'_>, pc: &CloudPcRow, row: &AttemptRow) -> StatusDetail {
    let connections = &state.snapshot.tenant.connections;
    let named = |name: &String| connections.iter().find(|known| known.name == *name);
    let join = row.connection.as_ref().and_then(named).map_or(Join::Entra, |found| found.join);
    let (place, since) = place_of(row, join);
    let sheet = place.sheet();
    let mut pairs = vec![
        pair("simStage", sheet.name),
        pair("simStageSince", state.instant(since)),
        pair("simAttempt", row.attempt.to_string()),
        pair("simAttemptSince", state.instant(row.started)),
    ];
    pairs.extend(left(state, pc));
    StatusDetail { code: None, message: sheet.says.into(), additional_information: pairs }
}

/// The stage that an attempt is in, and since when.
fn place_of(row: &AttemptRow, join: Join) -> (Stage, SimTime) {
    let route = &Stage::route(join)[1..];
    let ends = || route.iter().map(|stage| row.stage_ends[stage.index() - 1]);
    let done = ends().take_while(Option::is_some).count();
    let since = ends().flatten().last().unwrap_or(row.started);
    (route[done.min(route.len() - 1)], since)
}

/// Settings that failed: the user can work (POST-01).
fn warned(pc: &CloudPcRow) -> Option<StatusDetail> {
    let all = configure::WARNINGS.iter();
    let all: Vec<_> = all.filter(|warning| pc.warnings.contains(&warning.code)).collect();
    let messages: Vec<&str> = all.iter().map(|warning| warning.says).collect();
    let codes: Vec<&str> = all.iter().map(|warning| warning.code).collect();
    // Retry is offered for Failed only (CON-10).
    let pairs = vec![
        pair("retriable", "false"),
        pair("failedAction", "Provision"),
        pair("rawError", format!("Simulated: {} failed.", codes.join(", "))),
    ];
    let code = codes.first().copied()?;
    let message = messages.join(" ");
    Some(StatusDetail { code: Some(code), message, additional_information: pairs })
}

/// When the attempts failed whose addresses are still taken.
fn left(state: &State<'_>, pc: &CloudPcRow) -> Option<Pair> {
    let ends = state.rows.left.get(pc.name.as_str())?;
    let ends: Vec<String> = ends.iter().map(|at| state.instant(*at)).collect();
    Some(pair("simAwaitsCleanUpSince", ends.join(" ")))
}
