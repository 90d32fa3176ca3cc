//! Conditions: what exports say is wrong in the environment.

use super::identity::Identity;
use super::networks::{Connection, Networks};
use crate::exports::Collected;
use crate::exports::format::connections::Check;
use crate::exports::log::{Log, Sourced};
use crate::provisioning::condition::kind::{Key, Kind};
use crate::provisioning::condition::table::KINDS;
use crate::scenario::file::Join;

/// A state of the environment.
#[derive(Debug)]
pub(crate) struct Condition {
    /// The word of its kind, and what says so.
    pub(crate) what: Sourced<&'static str>,
    /// Its other keys with their values.
    pub(crate) keys: Vec<(&'static str, String)>,
}

/// The health checks that the error types with these beginnings belong to; the first that fits.
const FAMILIES: [(&str, &str); 21] = [
    ("dnsCheck", "dns"),
    ("adJoinCheck", "ad_domain_join"),
    ("endpointConnectivityCheckLocale", "language_pack"),
    ("endpointConnectivityCheck", "endpoint_connectivity"),
    ("azureAdDeviceSyncCheck", "device_sync"),
    ("resourceAvailabilityCheckNoSubnetIP", "subnet_ip_usage"),
    ("resourceAvailabilityCheckUnsupportedVNetRegion", VIRTUAL_NETWORK),
    ("resourceAvailabilityCheckVNet", VIRTUAL_NETWORK),
    ("resourceAvailabilityCheckSubnet", VIRTUAL_NETWORK),
    ("resourceAvailabilityCheckIntuneCustom", "intune_custom_restriction"),
    ("resourceAvailabilityCheckIntune", "intune_default_restriction"),
    ("resourceAvailabilityCheckNoIntune", "intune_default_restriction"),
    ("resourceAvailabilityCheck", "azure_tenant_readiness"),
    ("permissionCheck", "first_party_app_permissions"),
    ("internalServerError", "environment"),
    ("internalServerUnknownError", "environment"),
    ("udpConnectivityCheck", "udp_connection"),
    ("ssoCheck", "single_sign_on"),
    ("appServiceCheck", "environment"),
    ("environmentCheck", "environment"),
    ("localizationCheck", "language_pack"),
];
const VIRTUAL_NETWORK: &str = "virtual_network_readiness";
/// What stands in where nothing says which check failed.
const ANY_CHECK: &str = "environment";

pub(crate) fn find(
    collected: &Collected,
    networks: &Networks,
    identity: &Identity,
    log: &Log,
) -> Vec<Condition> {
    let mut all = vec![];
    for connection in &networks.connections {
        let of_it = of_connection(connection, networks, log);
        // What the scheduler itself says is nearer to the matter than what a check found.
        let told = |condition: &Condition| {
            condition.what.value.starts_with("connect_") && !collected.schedulers.is_empty()
        };
        all.extend(of_it.into_iter().filter(|condition| !told(condition)));
    }
    let stopped = identity.stopped.iter().cloned();
    all.extend(stopped.map(|what| Condition { what, keys: vec![] }));
    for down in identity.links.iter().filter_map(|link| link.down.as_ref()) {
        all.push(Condition {
            what: Sourced { value: "site_link_down", from: down.from.clone() },
            keys: vec![(Key::SiteLink.name(), down.value.clone())],
        });
    }
    all
}

fn of_connection(connection: &Connection, networks: &Networks, log: &Log) -> Vec<Condition> {
    let mut found: Vec<Condition> = vec![];
    for check in connection.checks.iter().filter(|check| check.status != "informational") {
        let condition = of_check(check, connection, networks, log);
        let again = |known: &Condition| {
            known.what.value == condition.what.value && known.keys == condition.keys
        };
        if !found.iter().any(again) {
            found.push(condition);
        }
    }
    let failed = connection.health.as_ref().filter(|health| health.value == "failed");
    if let Some(failed) = failed.filter(|_| found.is_empty()) {
        let from = format!("{}; which check failed is not exported", failed.from);
        let what = Sourced { value: "health_check_fails", from };
        found.push(check_fails(what, connection, ANY_CHECK));
    }
    found
}

fn of_check(check: &Check, connection: &Connection, networks: &Networks, log: &Log) -> Condition {
    let error_type = check.error_type.as_deref().unwrap_or_default();
    let named = if error_type.is_empty() { &check.status } else { error_type };
    let from = format!("{}, {named}", check.from);
    let hybrid = connection.join.value == Join::Hybrid;
    let finds = |kind: &&Kind| {
        let same = kind.finds.is_some_and(|finding| finding.error_type == error_type);
        same && (hybrid || !kind.hybrid)
    };
    let mut kinds = KINDS.iter().filter(finds);
    if let Some(kind) = kinds.next() {
        let others: Vec<&str> = kinds.map(|kind| kind.word).collect();
        let or = if others.is_empty() {
            String::new()
        } else {
            format!("; or one of {}", others.join(", "))
        };
        let what = Sourced { value: kind.word, from: from + &or };
        return Condition { what, keys: keys(kind, connection, networks) };
    }
    let family = FAMILIES.iter().find(|(beginning, _)| error_type.starts_with(beginning));
    if family.is_none() && !error_type.is_empty() {
        log.note(
            "scenario",
            "condition",
            format!("`{error_type}` is not known here; a check fails"),
        );
    }
    let what = Sourced { value: "health_check_fails", from };
    check_fails(what, connection, family.map_or(ANY_CHECK, |(_, check)| check))
}

fn check_fails(what: Sourced<&'static str>, connection: &Connection, check: &str) -> Condition {
    let keys = vec![
        (Key::Connection.name(), connection.name.clone()),
        (Key::Check.name(), check.to_string()),
    ];
    Condition { what, keys }
}

/// The keys that a kind takes, as far as a connection has them.
fn keys(kind: &Kind, connection: &Connection, networks: &Networks) -> Vec<(&'static str, String)> {
    let value = |key: Key| match key {
        Key::Connection => Some(connection.name.clone()),
        Key::Subnet => Some(networks.subnets[connection.subnet.value].name.clone()),
        Key::Region => connection.region.as_ref().map(|region| region.value.clone()),
        Key::Forest => connection.forest.as_ref().map(|forest| forest.value.clone()),
        Key::Endpoint | Key::Restriction | Key::Fault => {
            kind.choice.filter(|(chosen, _)| *chosen == key).map(|(_, value)| value.to_string())
        }
        Key::Policy | Key::SiteLink | Key::Check => None,
    };
    kind.keys.iter().filter_map(|&key| Some((key.name(), value(key)?))).collect()
}
