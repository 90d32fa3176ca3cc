//! The formats of exports, each in a file of its own: what one record of it says.

pub(crate) mod cloud_pcs;
pub(crate) mod connections;
pub(crate) mod policies;
pub(crate) mod scheduler;
pub(crate) mod showrepl;
pub(crate) mod site_links;
pub(crate) mod subnets;
pub(crate) mod usages;

/// A format that an import reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Format {
    /// Graph's Azure network connections.
    Connections,
    /// Graph's provisioning policies.
    Policies,
    /// Graph's Cloud PCs.
    CloudPcs,
    /// Graph's counts of Cloud PCs, which the Cloud PCs themselves tell.
    StatusSummary,
    /// Azure's virtual networks, with their subnets.
    VirtualNetworks,
    /// Azure's subnets.
    Subnets,
    /// Azure's usage of a virtual network's subnets.
    Usages,
    /// `Get-ADSyncScheduler`.
    Scheduler,
    /// `Get-ADReplicationSiteLink`.
    SiteLinks,
    /// `repadmin /showrepl * /csv`.
    Showrepl,
}

impl Format {
    /// What it is called.
    pub(crate) fn says(self) -> &'static str {
        match self {
            Self::Connections => "Azure network connections of Graph",
            Self::Policies => "provisioning policies of Graph",
            Self::CloudPcs => "Cloud PCs of Graph",
            Self::StatusSummary => "counts per status of Graph, which only Cloud PCs explain",
            Self::VirtualNetworks => "Azure virtual networks",
            Self::Subnets => "Azure subnets",
            Self::Usages => "the usage of Azure subnets",
            Self::Scheduler => "Get-ADSyncScheduler",
            Self::SiteLinks => "Get-ADReplicationSiteLink",
            Self::Showrepl => "repadmin /showrepl * /csv",
        }
    }
}

use super::ids;
use super::item::Item;
use super::log::Sourced;
use crate::scenario::file::Join;

/// How devices join, by Graph's word in one of these fields.
fn join(item: &Item<'_>, names: &[&str]) -> Option<Sourced<Join>> {
    let word = item.word(names)?;
    let join = match word.value.to_ascii_lowercase().as_str() {
        "hybridazureadjoin" | "hybridentrajoin" | "hybridmicrosoftentrajoin" => Join::Hybrid,
        "azureadjoin" | "entrajoin" | "microsoftentrajoin" => Join::Entra,
        _ => {
            let reason = format!("`{}` is no way to join that is known here; left out", word.value);
            item.note(names[0], reason);
            return None;
        }
    };
    Some(word.map(|_| join))
}

/// Whether an object belongs to Windows 365; another product's is noted and left out.
fn is_of_windows_365(item: &Item<'_>) -> bool {
    let Some(by) = item.word(&["managedBy"]) else { return true };
    let others = ["devbox", "rpabox"];
    let is_other = others.contains(&by.value.to_ascii_lowercase().as_str());
    if is_other {
        item.note("managedBy", format!("`{}`, not Windows 365; left out", by.value));
    }
    !is_other
}

/// A region, as far as it can be one.
fn region(item: &Item<'_>, names: &[&str]) -> Option<Sourced<String>> {
    let region = item.text(names)?;
    if ids::is_region(&region.value) {
        return Some(region);
    }
    item.note(names[0], "not the name of an Azure region; left out");
    None
}

/// The identifier of an object, or its place where it has none.
fn id(item: &Item<'_>) -> String {
    item.guid(&["id"]).map_or_else(
        || {
            item.note("id", "missing; the object is known by its place only");
            format!("{}#{}", item.file(), item.path())
        },
        |id| id.value,
    )
}
