//! Subnets and connections as tables.

use super::{Block, header, list, quoted};
use crate::exports::findings::Findings;
use crate::exports::findings::networks::{Connection, Subnet};
use crate::exports::log::Sourced;
use crate::kernel::time::SimDuration;

/// The time from one health check to the next.
const INTERVAL: SimDuration = SimDuration::from_hours(6);

pub(crate) fn blocks(findings: &Findings) -> Vec<Block> {
    let networks = &findings.networks;
    let subnets = networks.subnets.iter().map(subnet);
    let connections = networks.connections.iter().map(|c| connection(c, findings));
    subnets.chain(connections).collect()
}

fn subnet(subnet: &Subnet) -> Block {
    let prefixes: Vec<String> = subnet.prefixes.value.iter().map(ToString::to_string).collect();
    let value = match prefixes.as_slice() {
        [one] => quoted(one),
        all => list(all.iter().map(String::as_str)),
    };
    Block::of(header("subnet", &subnet.name)).entry("prefix", value, &subnet.prefixes.from).given(
        "in_use",
        Some(&subnet.in_use),
        u64::to_string,
    )
}

fn connection(connection: &Connection, findings: &Findings) -> Block {
    let subnet = connection.subnet.clone();
    let subnet = subnet.map(|index| findings.networks.subnets[index].name.clone());
    let text = |text: &String| quoted(text);
    let block = Block::of(header("connection", &connection.name))
        .given("join", Some(&connection.join), |join| quoted(join.as_str()))
        .given("subnet", Some(&subnet), text)
        .given("region", connection.region.as_ref(), text)
        .given("forest", connection.forest.as_ref(), text)
        .given("ad_site", connection.site.as_ref(), text);
    let block = match phase(connection, findings) {
        Some(phase) => {
            let value = format!("{{ phase = {} }}", quoted(&phase.value.to_string()));
            block.entry("health_check", value, &phase.from)
        }
        None => block,
    };
    let block = if connection.is_called() {
        block.remark(
            "Policies name it by identifier, their Cloud PCs by name; taken to be the same one.",
        )
    } else {
        block
    };
    match &connection.health {
        Some(health) => {
            block.remark(format!("Health when exported: {} ({})", health.value, health.from))
        }
        None => block,
    }
}

/// When the next health check is due: at once where the last one failed, so that the simulation
/// knows it; or six hours after the last one began.
fn phase(connection: &Connection, findings: &Findings) -> Option<Sourced<SimDuration>> {
    let failed = connection.health.as_ref().filter(|health| health.value == "failed");
    if let Some(failed) = failed {
        let from = format!("{}; a check at the start finds it", failed.from);
        return Some(Sourced { value: SimDuration::ZERO, from });
    }
    let checked = connection.checked.as_ref()?;
    let start = findings.start.as_ref()?;
    let since = start.value.duration_since(checked.value).as_millis();
    let since = u64::try_from(since).ok()? % INTERVAL.ms();
    let value = SimDuration::from_ms((INTERVAL.ms() - since) % INTERVAL.ms());
    Some(Sourced { value, from: format!("{}, and every six hours", checked.from) })
}
