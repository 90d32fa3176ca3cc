//! Azure's usage of a virtual network: how many addresses of each subnet are taken.

use crate::exports::ids::ResourceId;
use crate::exports::item::Item;
use crate::exports::log::Sourced;

/// The usage of a subnet.
#[derive(Clone, Debug)]
pub(crate) struct Usage {
    /// The subnet's path in Azure.
    pub(crate) id: ResourceId,
    /// Addresses that have an owner.
    pub(crate) in_use: Option<Sourced<u64>>,
    /// Addresses that can have one: without the five that Azure keeps.
    pub(crate) limit: Option<Sourced<u64>>,
}

/// Reads a usage; none if it is not that of a subnet, or not reported.
pub(crate) fn read(item: &Item<'_>) -> Option<Usage> {
    let Some(id) = item.text(&["id"]).map(|id| ResourceId::new(&id.value)) else {
        item.note("id", "missing; left out");
        return None;
    };
    if id.subnet().is_none() {
        item.note("id", "not the path of a subnet; left out");
        return None;
    }
    Some(Usage { in_use: count(item, "currentValue"), limit: count(item, "limit"), id })
}

/// Minus one is Azure's way to say that it does not say.
fn count(item: &Item<'_>, field: &str) -> Option<Sourced<u64>> {
    let number = item.number(&[field]).filter(|number| number.value != -1)?;
    let count = u64::try_from(number.value);
    if count.is_err() {
        item.note(field, "less than nothing; left out");
    }
    Some(Sourced { value: count.ok()?, from: number.from })
}
