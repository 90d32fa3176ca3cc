//! The state of a replication in the shapes of Microsoft Graph: what dashboards read, and `import`.
//!
//! Only documented properties are written. Identifiers and user names are invented and look it;
//! what the simulation does not know is null or absent.

mod assigned;
mod cloud_pc;
mod connection;
mod detail;
mod id;
mod policy;
mod rows;
mod status;
mod usage;

use serde::Serialize;

use crate::kernel::time::SimTime;
use crate::provisioning::tenant::Tenant;
use crate::record::recorder::Detail;

use super::heading::Heading;
use super::json::pretty;
use assigned::Assigned;
use rows::Rows;

pub use status::{STATUSES, Standing};

/// A replication at an instant.
#[derive(Clone, Copy, Debug)]
pub struct Snapshot<'a> {
    /// Which run.
    pub heading: &'a Heading,
    /// What was simulated.
    pub tenant: &'a Tenant,
    /// The replication up to the instant.
    pub detail: &'a Detail,
    /// The instant.
    pub at: SimTime,
}

/// The files of a snapshot, each with its name.
pub fn files(snapshot: Snapshot<'_>) -> Vec<(&'static str, String)> {
    let state = State {
        snapshot,
        assigned: Assigned::at(snapshot.tenant, snapshot.at),
        rows: Rows::of(snapshot.detail),
    };
    let cloud_pcs = cloud_pc::list(&state);
    let statuses: Vec<&str> = cloud_pcs.iter().map(|pc| pc.status).collect();
    let summary = status::summary(&statuses);
    let counts = "Collection(microsoft.graph.cloudPcStatusSummary)";
    let mut files = vec![
        ("graph-cloudpcs.json", of_endpoint("cloudPCs", cloud_pcs)),
        ("graph-cloudpcs-status-summary.json", answer(counts, summary)),
        (
            "graph-provisioning-policies.json",
            of_endpoint("provisioningPolicies", policy::list(&state)),
        ),
        (
            "graph-on-premises-connections.json",
            of_endpoint("onPremisesConnections", connection::list(&state)),
        ),
    ];
    let usages = usage::list(&state);
    if !usages.is_empty() {
        files.push(("azure-vnet-usages.json", pretty(&Values { value: usages })));
    }
    files
}

/// What every file is made from.
struct State<'a> {
    snapshot: Snapshot<'a>,
    assigned: Assigned,
    rows: Rows<'a>,
}

impl State<'_> {
    /// An instant as Graph writes it; scenarios tell no time zone, so it is taken to be UTC.
    fn instant(&self, at: SimTime) -> String {
        format!("{}Z", self.snapshot.heading.civil(at))
    }
}

/// An answer of Graph.
#[derive(Serialize)]
struct Answer<T> {
    #[serde(rename = "@odata.context")]
    context: String,
    value: Vec<T>,
}

/// An answer of Azure.
#[derive(Serialize)]
struct Values<T> {
    value: Vec<T>,
}

fn of_endpoint<T: Serialize>(list: &str, value: Vec<T>) -> String {
    answer(&format!("deviceManagement/virtualEndpoint/{list}"), value)
}

fn answer<T: Serialize>(what: &str, value: Vec<T>) -> String {
    let context = format!("https://graph.microsoft.com/beta/$metadata#{what}");
    pretty(&Answer { context, value })
}
