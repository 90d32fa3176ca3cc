//! Graph's `provisioningPolicies`, of v1.0 and beta.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{id, is_of_windows_365, join, region};
use crate::exports::ids;
use crate::exports::item::{Entry, Item};
use crate::exports::log::Sourced;
use crate::scenario::file::{Join, LicenseKind};

/// A policy, as far as one file tells of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policy {
    /// Its identifier.
    pub(crate) id: String,
    /// Its display name.
    pub(crate) name: Option<String>,
    /// Where and how its Cloud PCs join, by priority; none if the file does not say.
    pub(crate) joins: Option<Vec<Place>>,
    /// Whether users become local administrators.
    pub(crate) local_admin: Option<Sourced<bool>>,
    /// Whether its image is a custom one.
    pub(crate) custom_image: Option<Sourced<bool>>,
    /// Whether a language pack is installed.
    pub(crate) language_pack: Option<Sourced<bool>>,
    /// Hours of grace.
    pub(crate) grace: Option<Sourced<i64>>,
    /// The kind of its licenses, where it is not the plain one.
    pub(crate) license: Option<Sourced<LicenseKind>>,
    /// The groups that it is assigned to; none if the file does not say.
    pub(crate) groups: Option<Vec<Sourced<String>>>,
}

/// Where and how Cloud PCs join.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The connection's identifier; none on the Microsoft-hosted network.
    pub(crate) connection: Option<Sourced<String>>,
    /// How they join.
    pub(crate) join: Option<Sourced<Join>>,
    /// The region of the Microsoft-hosted network.
    pub(crate) region: Option<Sourced<String>>,
}

/// An identifier that stands for none.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// Reads a policy; none if it is another product's.
pub(crate) fn read(item: &Item<'_>) -> Option<Policy> {
    if !is_of_windows_365(item) {
        return None;
    }
    let joins = item.items(&["domainJoinConfigurations", "domainJoinConfiguration"]);
    let old = item.guid(&["onPremisesConnectionId"]);
    let old = old.map(|id| vec![Place { connection: Some(id), join: None, region: None }]);
    Some(Policy {
        id: id(item),
        name: item.text(&["displayName"]).map(|name| name.value),
        joins: joins.map(|joins| joins.iter().map(place).collect()).or(old),
        local_admin: item.truth(&["localAdminEnabled"]),
        custom_image: image(item),
        language_pack: language(item),
        grace: item.number(&["gracePeriodInHours"]),
        license: license(item),
        groups: groups(item),
    })
}

fn place(item: &Item<'_>) -> Place {
    let connection = item.guid(&["onPremisesConnectionId"]).filter(|id| id.value != NOBODY);
    let automatic = |region: &Sourced<String>| region.value.eq_ignore_ascii_case("automatic");
    let name = region(item, &["regionName"]).filter(|region| !automatic(region));
    Place {
        connection,
        join: join(item, &["domainJoinType", "type", "managedType"]),
        region: name.or_else(|| region(item, &["regionGroup"])).filter(|r| r.value != "default"),
    }
}

fn image(item: &Item<'_>) -> Option<Sourced<bool>> {
    let image = item.word(&["imageType"])?;
    match image.value.to_ascii_lowercase().as_str() {
        "custom" => Some(image.map(|_| true)),
        "gallery" => Some(image.map(|_| false)),
        _ => {
            item.note("imageType", format!("`{}` is not known here; left out", image.value));
            None
        }
    }
}

fn language(item: &Item<'_>) -> Option<Sourced<bool>> {
    let settings = item.inner(&["windowsSetting", "windowsSettings"])?;
    let language = settings.text(&["locale", "language"])?;
    Some(language.map(|language| !language.eq_ignore_ascii_case("en-US")))
}

fn license(item: &Item<'_>) -> Option<Sourced<LicenseKind>> {
    let kind = item.word(&["provisioningType"])?;
    match kind.value.to_ascii_lowercase().as_str() {
        "dedicated" => None,
        "shared" | "sharedbyuser" => Some(kind.map(|_| LicenseKind::FrontlineDedicated)),
        "sharedbyentragroup" => Some(kind.map(|_| LicenseKind::FrontlineShared)),
        _ => {
            let reason = format!("`{}` is not known here; read as dedicated", kind.value);
            item.note("provisioningType", reason);
            None
        }
    }
}

/// The groups of assignments: objects with a target, or plain identifiers; each once.
fn groups(item: &Item<'_>) -> Option<Vec<Sourced<String>>> {
    let mut groups: Vec<Sourced<String>> = vec![];
    let mut known = BTreeSet::new();
    for entry in item.list(&["assignments"])? {
        let Some(group) = group(&entry) else { continue };
        if known.insert(group.value.clone()) {
            groups.push(group);
        } else {
            entry.note("the group is assigned twice; taken once");
        }
    }
    Some(groups)
}

fn group(entry: &Entry<'_>) -> Option<Sourced<String>> {
    if let Value::String(id) = entry.value {
        if let Some(flaw) = ids::flaw(id) {
            entry.note(flaw);
        }
        return Some(entry.given(id.to_lowercase()));
    }
    let assignment = entry.item()?;
    let target = assignment.inner(&["target"]);
    let group = target.as_ref().unwrap_or(&assignment).guid(&["groupId"]);
    if group.is_none() {
        entry.note("an assignment without a group; left out");
    }
    group
}

impl Policy {
    /// The same policy from another file: what either says.
    #[must_use]
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            id: self.id,
            name: self.name.or(other.name),
            joins: self.joins.or(other.joins),
            local_admin: self.local_admin.or(other.local_admin),
            custom_image: self.custom_image.or(other.custom_image),
            language_pack: self.language_pack.or(other.language_pack),
            grace: self.grace.or(other.grace),
            license: self.license.or(other.license),
            groups: self.groups.or(other.groups),
        }
    }
}
