//! IPv4 prefixes as a scenario writes them.

use std::borrow::Cow;
use std::fmt::Display;
use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::provisioning::network::address_pool::PREFIX_LENGTHS;

use super::problem::quoted;
use super::reader::{FromNode, Reader, Why};
use super::tree::{Node, Spanned, Value};
use super::value;

/// The address ranges of a subnet, each with its place; none twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefixes(pub Vec<Spanned<Ipv4Net>>);

impl FromNode for Prefixes {
    const WHAT: &'static str = "an IPv4 prefix or a list of them";

    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let nodes = match &node.value {
            Value::Array(list) if list.is_empty() => {
                return reader.leaf(node, Err(Why::new("an empty list")));
            }
            Value::Array(list) => list.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let read: Vec<_> = nodes.iter().map(|node| one(node, reader)).collect();
        let read = read.into_iter().collect::<Option<Vec<_>>>()?;
        disjoint(&read, reader).then_some(Self(read))
    }
}

fn one(node: &Node, reader: &mut Reader<'_>) -> Option<Spanned<Ipv4Net>> {
    let read = value::text(&node.value).and_then(prefix);
    // The type names the message; a list of one stands for the element.
    let read = read.map(|value| Prefixes(vec![Spanned { value, place: node.place.clone() }]));
    reader.leaf(node, read)?.0.pop()
}

fn disjoint(prefixes: &[Spanned<Ipv4Net>], reader: &mut Reader<'_>) -> bool {
    let mut disjoint = true;
    for (at, later) in prefixes.iter().enumerate() {
        let shares = |earlier: &&Spanned<Ipv4Net>| {
            earlier.value.contains(&later.value) || later.value.contains(&earlier.value)
        };
        if let Some(earlier) = prefixes[..at].iter().find(shares) {
            let label = format!("shares addresses with {}", earlier.value);
            reader.refuse(&later.place, "prefixes without a common address", Why::new(label));
            disjoint = false;
        }
    }
    disjoint
}

fn prefix(text: &str) -> Result<Ipv4Net, Why> {
    let net = match text.parse() {
        Ok(IpNet::V4(net)) => net,
        Ok(IpNet::V6(_)) => return Err(Why::new("IPv6").help("Cloud PCs take IPv4 addresses")),
        Err(_) => return Err(strange(text)),
    };
    if net.trunc() != net {
        let why = Why::new("bits are set beyond the prefix length");
        return Err(why.help(format!("the network is \"{}\"", net.trunc())));
    }
    if !PREFIX_LENGTHS.contains(&net.prefix_len()) {
        return Err(no_size(net.prefix_len()));
    }
    Ok(net)
}

fn strange(text: &str) -> Why {
    let why = Why::new(format!("{} is no prefix", quoted(text)));
    match text.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(address)) => {
            Why::new("no prefix length").help(format!("such as \"{address}/24\""))
        }
        Ok(std::net::IpAddr::V6(_)) => why.help("Cloud PCs take IPv4 addresses"),
        Err(_) => match address_and_length(text) {
            Some((_, length)) => no_size(length),
            None => why.help("such as \"10.20.0.0/23\""),
        },
    }
}

/// An IPv4 address with a number after a slash, which need be no prefix length.
fn address_and_length(text: &str) -> Option<(Ipv4Addr, &str)> {
    let (address, length) = text.split_once('/')?;
    length.parse::<i32>().ok()?;
    Some((address.parse().ok()?, length))
}

fn no_size(length: impl Display) -> Why {
    let label = format!("/{length} is no size of a subnet");
    Why::new(label).help("an Azure subnet is from /8, the largest, to /29")
}

impl JsonSchema for Prefixes {
    fn schema_name() -> Cow<'static, str> {
        "Prefixes".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let prefix = json_schema!({
            "type": "string",
            "pattern": r"^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/(?:[89]|1\d|2\d)$",
        });
        json_schema!({
            "description": "An IPv4 prefix from /8 to /29, such as \"10.20.0.0/23\", or a list of \
                prefixes without a common address.",
            "anyOf": [prefix, { "type": "array", "items": prefix, "minItems": 1 }],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{refusal, value};
    use super::*;

    #[test]
    fn a_prefix_or_a_list_of_disjoint_ones_is_read() {
        for (text, count) in [
            ("'10.0.0.0/8'", 1),
            ("'10.20.0.0/29'", 1),
            ("['10.0.0.0/24', '10.0.1.0/24', '192.168.0.0/16']", 3),
        ] {
            assert_eq!(value::<Prefixes>(text).0.len(), count, "{text}");
        }
    }

    #[test]
    fn what_is_no_subnet_is_told_why() {
        for (text, label, help) in [
            (
                "'10.20.0.7/23'",
                "bits are set beyond the prefix length",
                "the network is \"10.20.0.0/23\"",
            ),
            (
                "'10.0.0.0/30'",
                "/30 is no size of a subnet",
                "an Azure subnet is from /8, the largest, to /29",
            ),
            (
                "'0.0.0.0/0'",
                "/0 is no size of a subnet",
                "an Azure subnet is from /8, the largest, to /29",
            ),
            ("'fd00::/64'", "IPv6", "Cloud PCs take IPv4 addresses"),
            ("'fd00::1'", "`fd00::1` is no prefix", "Cloud PCs take IPv4 addresses"),
            ("'10.0.0.0'", "no prefix length", "such as \"10.0.0.0/24\""),
            (
                "'10.0.0.0/33'",
                "/33 is no size of a subnet",
                "an Azure subnet is from /8, the largest, to /29",
            ),
            ("''", "`` is no prefix", "such as \"10.20.0.0/23\""),
            ("24", "a whole number", "write \"24\", in quotes"),
            ("[]", "an empty list", ""),
            ("['10.0.0.0/24', '10.0.0.0/24']", "shares addresses with 10.0.0.0/24", ""),
            ("['10.0.0.0/25', '10.0.0.0/24']", "shares addresses with 10.0.0.0/25", ""),
        ] {
            assert_eq!(refusal::<Prefixes>(text), (label.into(), help.into()), "{text}");
        }
    }
}
