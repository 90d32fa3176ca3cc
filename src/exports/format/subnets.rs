//! Azure's subnets and virtual networks, as the Azure CLI and its siblings write them.

use ipnet::{IpNet, Ipv4Net};
use serde_json::Value;

use crate::exports::ids::ResourceId;
use crate::exports::item::{Item, kind};
use crate::exports::log::Sourced;

/// The largest and the smallest subnet that a scenario takes.
const LENGTHS: std::ops::RangeInclusive<u8> = 8..=29;

/// As many prefixes of a subnet are read; Azure allows fewer.
const MOST_PREFIXES: usize = 100;

/// A subnet.
#[derive(Clone, Debug)]
pub(crate) struct Subnet {
    /// Its path in Azure.
    pub(crate) id: ResourceId,
    /// Its name there, as written.
    pub(crate) name: Option<String>,
    /// Its IPv4 ranges.
    pub(crate) prefixes: Option<Sourced<Vec<Ipv4Net>>>,
    /// How many addresses have an owner.
    pub(crate) in_use: Option<Sourced<u64>>,
}

/// The subnets of a virtual network.
pub(crate) fn of_network(item: &Item<'_>) -> Vec<Subnet> {
    let subnets = item.items(&["subnets"]).unwrap_or_default();
    if subnets.is_empty() {
        item.note("subnets", "the virtual network has no subnet");
    }
    subnets.iter().filter_map(read).collect()
}

/// Reads a subnet; none without its path.
pub(crate) fn read(item: &Item<'_>) -> Option<Subnet> {
    let Some(id) = item.text(&["id"]) else {
        item.note("id", "missing; a subnet without its path serves nothing");
        return None;
    };
    let id = ResourceId::new(&id.value);
    if let Some(flaw) = id.flaw() {
        item.note("id", flaw);
    }
    Some(Subnet {
        id,
        name: item.text(&["name"]).map(|name| name.value),
        prefixes: prefixes(item),
        in_use: in_use(item),
    })
}

fn prefixes(item: &Item<'_>) -> Option<Sourced<Vec<Ipv4Net>>> {
    let some = |field: &&str| item.list(&[field]).is_some_and(|list| !list.is_empty());
    let field = ["addressPrefixes", "addressPrefix"].into_iter().find(some)?;
    let mut all: Vec<Ipv4Net> = vec![];
    let list = item.list(&[field])?;
    if list.len() > MOST_PREFIXES {
        item.note(field, format!("more than {MOST_PREFIXES} prefixes; the first count"));
    }
    for entry in list.into_iter().take(MOST_PREFIXES) {
        match prefix(entry.value) {
            Ok(net) if all.iter().any(|known| known.contains(&net) || net.contains(known)) => {
                entry.note("shares addresses with another prefix of the subnet; left out");
            }
            Ok(net) => all.push(net),
            Err(reason) => entry.note(reason),
        }
    }
    let (written, _) = item.field(&[field])?;
    (!all.is_empty()).then(|| item.given(&written, all))
}

fn prefix(value: &Value) -> Result<Ipv4Net, String> {
    let Value::String(text) = value else {
        return Err(format!("{} where a prefix was expected; left out", kind(value)));
    };
    match text.trim().parse::<IpNet>() {
        Ok(IpNet::V6(_)) => Err("IPv6; Cloud PCs take IPv4 addresses; left out".into()),
        Ok(IpNet::V4(net)) if !LENGTHS.contains(&net.prefix_len()) => {
            Err(format!("/{} is no size of a subnet with Cloud PCs; left out", net.prefix_len()))
        }
        Ok(IpNet::V4(net)) => Ok(net.trunc()),
        Err(_) => Err("no IPv4 prefix such as 10.20.0.0/23; left out".into()),
    }
}

/// Azure lists one entry for each address that has an owner, and null for none.
fn in_use(item: &Item<'_>) -> Option<Sourced<u64>> {
    let Some((field, _)) = item.field(&["ipConfigurations"]) else {
        return item.has("ipConfigurations").then(|| item.given("ipConfigurations", 0));
    };
    let list = item.list(&["ipConfigurations"])?;
    Some(item.given(&field, u64::try_from(list.len()).unwrap_or(u64::MAX)))
}
