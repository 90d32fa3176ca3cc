//! One replication in the Chrome trace event format, which Perfetto opens: a lane for each Cloud
//! PC, connection, site link and condition, counters for addresses.
//!
//! The times of a trace are microseconds since the start of the scenario. Slices of one lane are
//! nested or apart.

mod cloud_pcs;
mod event;
mod surroundings;

use serde_json::json;

use crate::experiment::Told;
use crate::kernel::time::SimTime;
use crate::provisioning::tenant::Tenant;

use super::heading::Heading;
use super::json::RESULTS_VERSION;
use super::number::whole;
use event::{Event, Events};

/// More than this no viewer bears.
const MOST: u64 = 1_000_000;

/// Refuses a tenant whose trace is too large for certain, before it is simulated.
///
/// # Errors
/// If there are more events than a viewer bears.
pub fn fits(tenant: &Tenant) -> Result<(), String> {
    let least = tenant.cloud_pcs().saturating_mul(LEAST_OF_ONE);
    if least > MOST { Err(too_many(&format!("{} events or more", whole(least)))) } else { Ok(()) }
}

/// A Cloud PC has at least two names of its lane, a wait and an attempt with its stages.
const LEAST_OF_ONE: u64 = 10;

fn too_many(events: &str) -> String {
    format!(
        "the trace would have {events}, and viewers bear a million; take fewer users or a shorter \
         horizon, such as --set horizon=2d"
    )
}

/// The trace of a replication.
///
/// # Errors
/// If there are more events than a viewer bears.
///
/// # Panics
/// Never: plain data becomes JSON.
pub fn json(heading: &Heading, tenant: &Tenant, told: &Told) -> Result<String, String> {
    let mut events = Events::new(SimTime::ZERO + heading.horizon);
    surroundings::add(tenant, &told.detail, &mut events);
    cloud_pcs::add(tenant, &told.detail, &mut events);
    let events = events.into_sorted();
    let n = events.len() as u64;
    if n > MOST {
        return Err(too_many(&format!("{} events", whole(n))));
    }
    Ok(written(heading, told, &events))
}

/// One event per line.
fn written(heading: &Heading, told: &Told, events: &[Event]) -> String {
    let about = json!({
        "scenario": heading.name,
        "start": heading.start.to_string(),
        "seed": heading.seed,
        "replication": told.number,
        "fingerprint": format!("{:032x}", told.fingerprint),
        "version": env!("CARGO_PKG_VERSION"),
        "results_version": RESULTS_VERSION,
    });
    let mut out = format!("{{\"displayTimeUnit\":\"ms\",\"otherData\":{about},\"traceEvents\":[");
    for (i, event) in events.iter().enumerate() {
        out += if i == 0 { "\n" } else { ",\n" };
        out += &serde_json::to_string(event).expect("plain data becomes JSON");
    }
    out + "\n]}\n"
}
