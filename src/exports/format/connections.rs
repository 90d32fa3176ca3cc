//! Graph's `onPremisesConnections`: Azure network connections and their health checks.

use jiff::civil::DateTime;

use super::{id, is_of_windows_365, join, region};
use crate::exports::ids::ResourceId;
use crate::exports::item::Item;
use crate::exports::log::Sourced;
use crate::scenario::file::Join;

/// A connection, as far as one file tells of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Connection {
    /// Its identifier.
    pub(crate) id: String,
    /// Its display name, by which Cloud PCs refer to it.
    pub(crate) name: Option<String>,
    /// How Cloud PCs on it join.
    pub(crate) join: Option<Sourced<Join>>,
    /// Its subnet.
    pub(crate) subnet: Option<Sourced<ResourceId>>,
    /// Its virtual network.
    pub(crate) network: Option<Sourced<ResourceId>>,
    /// Its region.
    pub(crate) region: Option<Sourced<String>>,
    /// Its Active Directory domain.
    pub(crate) domain: Option<Sourced<String>>,
    /// Graph's word for its health.
    pub(crate) health: Option<Sourced<String>>,
    /// Checks that did not pass.
    pub(crate) checks: Vec<Check>,
    /// When its health checks began.
    pub(crate) checked: Option<Sourced<DateTime>>,
    /// The latest instant that it tells of.
    pub(crate) latest: Option<Sourced<DateTime>>,
}

/// A health check that did not pass.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    /// Graph's word: `failed`, `warning`, or one that is not known.
    pub(crate) status: String,
    /// Graph's word for what it found.
    pub(crate) error_type: Option<String>,
    /// Where it stands.
    pub(crate) from: String,
}

/// Reads a connection; none if it is another product's.
pub(crate) fn read(item: &Item<'_>) -> Option<Connection> {
    if !is_of_windows_365(item) {
        return None;
    }
    let detail = item.inner(&["healthCheckStatusDetail", "healthCheckStatusDetails"]);
    let checked = detail.as_ref().and_then(|detail| detail.instant(&["startDateTime"]));
    let ended = detail.as_ref().and_then(|detail| detail.instant(&["endDateTime"]));
    Some(Connection {
        id: id(item),
        name: item.text(&["displayName"]).map(|name| name.value),
        join: way_to_join(item),
        subnet: resource(item, "subnetId"),
        network: resource(item, "virtualNetworkId"),
        region: region(item, &["virtualNetworkLocation"]),
        domain: item.text(&["adDomainName"]).map(|domain| domain.map(|d| d.to_lowercase())),
        health: item.word(&["healthCheckStatus"]),
        checks: detail.map(|detail| checks(&detail)).unwrap_or_default(),
        latest: ended.or_else(|| checked.clone()),
        checked,
    })
}

/// Under its new name or its old one; where both are there, they should agree.
fn way_to_join(item: &Item<'_>) -> Option<Sourced<Join>> {
    let new = item.has("connectionType").then(|| join(item, &["connectionType"])).flatten();
    let old = join(item, &["type"]);
    if let (Some(new), Some(old)) = (&new, &old)
        && new.value != old.value
    {
        item.note("type", "differs from connectionType, which counts");
    }
    new.or(old)
}

fn resource(item: &Item<'_>, field: &str) -> Option<Sourced<ResourceId>> {
    let id = item.text(&[field])?.map(|text| ResourceId::new(&text));
    if let Some(flaw) = id.value.flaw() {
        item.note(field, flaw);
    }
    Some(id)
}

fn checks(detail: &Item<'_>) -> Vec<Check> {
    let all = detail.items(&["healthChecks"]).unwrap_or_default();
    all.iter().filter_map(check).collect()
}

fn check(item: &Item<'_>) -> Option<Check> {
    let status = item.word(&["status"])?;
    let error_type = item.word(&["errorType"]);
    if ["passed", "pending", "running"].contains(&status.value.as_str()) {
        return None;
    }
    Some(Check {
        status: status.value,
        from: error_type.as_ref().map_or(status.from, |e| e.from.clone()),
        error_type: error_type.map(|e| e.value),
    })
}

impl Connection {
    /// The same connection from another file: what either says.
    #[must_use]
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            id: self.id,
            name: self.name.or(other.name),
            join: self.join.or(other.join),
            subnet: self.subnet.or(other.subnet),
            network: self.network.or(other.network),
            region: self.region.or(other.region),
            domain: self.domain.or(other.domain),
            health: self.health.or(other.health),
            checks: if self.checks.is_empty() { other.checks } else { self.checks },
            checked: self.checked.or(other.checked),
            latest: self.latest.or(other.latest),
        }
    }
}
