//! Azure's usage of the subnets, which Graph does not tell: whose addresses are taken.

use serde::Serialize;

use crate::kernel::math::count;
use crate::provisioning::network::address_pool::usable;
use crate::provisioning::tenant::Subnet;

use super::State;
use super::connection::subnet;

/// A subnet's usage, as `az rest` prints that of a virtual network.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Usage {
    current_value: f64,
    id: String,
    limit: f64,
    name: Name,
    unit: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Name {
    localized_value: &'static str,
    value: &'static str,
}

/// All subnets as they are now.
pub(super) fn list(state: &State<'_>) -> Vec<Usage> {
    state.snapshot.tenant.subnets.iter().map(|subnet| told(state, subnet)).collect()
}

fn told(state: &State<'_>, sheet: &Subnet) -> Usage {
    let rows = state.snapshot.detail.resources.iter().rev();
    let mut rows = rows.filter(|row| row.kind == "subnet" && row.resource == sheet.name);
    let ours = rows.find_map(|row| row.in_use).unwrap_or(0);
    Usage {
        current_value: count(ours + sheet.in_use),
        id: subnet(&sheet.name),
        // Without the five of each prefix that Azure keeps (IP-08).
        limit: count(usable(sheet.prefix_lengths.iter().copied())),
        name: Name { localized_value: "Subnet size and usage", value: "SubnetSpace" },
        unit: "Count",
    }
}
