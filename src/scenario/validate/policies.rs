//! Provisioning policies: their networks, what they install, and whom they target.

use super::networks::resolve;
use super::settings::Ledger;
use crate::provisioning::tenant::{Connection, Network, Policy};
use crate::scenario::file::{self, Image, ScenarioFile};
use crate::scenario::named::Item;
use crate::scenario::problem::{Place, Problem};
use crate::scenario::tree::Spanned;
use crate::scenario::value::Names;

/// Regions without Cloud PCs that have a GPU.
const WITHOUT_GPU: [&str; 3] = ["centralus", "norwayeast", "westeurope"];

pub(super) fn read(
    file: &ScenarioFile,
    connections: &[Connection],
    ledger: &mut Ledger,
) -> Vec<Policy> {
    let read = |item| {
        let policy = policy(item, file, ledger);
        let gpu = item.value.gpu.as_ref().map(|gpu| &gpu.place);
        fits(&policy, (item.value.connections.as_ref(), gpu), connections, ledger);
        policy
    };
    file.policy.iter().map(read).collect()
}

fn policy(item: &Item<file::Policy>, file: &ScenarioFile, ledger: &mut Ledger) -> Policy {
    let name = &item.name.value;
    let path = |key: &str| format!("policy.{name}.{key}");
    let table = &item.value;
    ledger.given(&path("connections"), table.connections.as_ref());
    ledger.given(&path("network"), table.network.as_ref());
    ledger.given(&path("region"), table.region.as_ref());
    ledger.given(&path("groups"), table.groups.as_ref());
    let image = ledger.or(&path("image"), table.image.as_ref(), Image::Gallery, "the plainest");
    Policy {
        name: name.clone(),
        network: network(item, file, ledger),
        local_admin: ledger.or(&path("local_admin"), table.local_admin.as_ref(), false, "POST-04"),
        custom_image: image == Image::Custom,
        language_pack: ledger.or(
            &path("language_pack"),
            table.language_pack.as_ref(),
            false,
            "images are in English",
        ),
        gpu: ledger.or(&path("gpu"), table.gpu.as_ref(), false, "CORE-08"),
    }
}

/// A policy's connections join alike (CORE-03, LIC-23), and a GPU is to be had in their regions.
/// What is wrong is shown at its connections or its GPU, as far as these are written.
pub(super) fn fits(
    policy: &Policy,
    (names, gpu): (Option<&Spanned<Names>>, Option<&Place>),
    connections: &[Connection],
    ledger: &mut Ledger,
) {
    if let Some(names) = names {
        join_alike(policy, &names.value, connections, ledger);
    }
    let Some(place) = gpu.or(names.map(|names| &names.place)).filter(|_| policy.gpu) else {
        return;
    };
    let without = regions(policy, connections).into_iter().find(|region| lacks_gpu(region));
    if let Some(region) = without {
        let message = format!("there are no Cloud PCs with a GPU in {region}");
        let label = format!("[policy.{}] provisions there", policy.name);
        let help = format!("choose another region: not {}", WITHOUT_GPU.join(", "));
        ledger.push(Problem::new(place, message, label).help(help));
    }
}

fn join_alike(policy: &Policy, names: &Names, connections: &[Connection], ledger: &mut Ledger) {
    let mut first: Option<&Connection> = None;
    for name in &names.0 {
        let Some(found) = connections.iter().find(|c| c.name == name.value) else { continue };
        let first = *first.get_or_insert(found);
        if first.join.is_hybrid() != found.join.is_hybrid() {
            let message = format!("the connections of [policy.{}] join differently", policy.name);
            let how = |c: &Connection| if c.join.is_hybrid() { "hybrid" } else { "entra" };
            let label = format!("\"{}\", but `{}` \"{}\"", how(found), first.name, how(first));
            let help = "one policy for Microsoft Entra join, another for hybrid join";
            ledger.push(Problem::new(&name.place, message, label).help(help));
            return;
        }
    }
}

/// The regions that a policy provisions in, as far as the scenario names them.
fn regions<'a>(policy: &'a Policy, connections: &'a [Connection]) -> Vec<&'a str> {
    match &policy.network {
        Network::MicrosoftHosted { region } => region.as_deref().into_iter().collect(),
        Network::Connections(list) => {
            let found = list.iter().map(|&index| &connections[usize::from(index)]);
            found.filter_map(|connection| connection.region.as_deref()).collect()
        }
    }
}

fn lacks_gpu(region: &str) -> bool {
    let plain = region.to_lowercase().replace(' ', "");
    WITHOUT_GPU.contains(&plain.as_str())
}

fn network(item: &Item<file::Policy>, file: &ScenarioFile, ledger: &mut Ledger) -> Network {
    let table = &item.value;
    let name = &item.name;
    let region = table.region.as_ref();
    match (&table.connections, &table.network) {
        (Some(list), None) => {
            if let Some(region) = region {
                let message = "a policy with `connections` has no `region` of its own";
                let label = "the region is that of each connection";
                ledger.push(Problem::new(&region.place, message, label));
            }
            Network::Connections(by_priority(list, file, ledger))
        }
        (None, None) if !ledger.is_partial() => {
            let message = format!("[policy.{}] has no network", name.value);
            let problem = Problem::new(&name.place, message, "which network?");
            let help = "write `connections = [\"NAME\"]`, or `network = \"microsoft-hosted\"`";
            ledger.push(problem.help(help));
            Network::Connections(vec![])
        }
        (Some(_), Some(written)) => {
            let message = format!("[policy.{}] has both `connections` and `network`", name.value);
            ledger.push(Problem::new(&written.place, message, "one of them"));
            Network::Connections(vec![])
        }
        (None, _) => Network::MicrosoftHosted { region: region.map(|r| r.value.clone()) },
    }
}

pub(super) fn by_priority(
    list: &Spanned<Names>,
    file: &ScenarioFile,
    ledger: &mut Ledger,
) -> Vec<u16> {
    let mut found = vec![];
    for name in &list.value.0 {
        let index = resolve(name, "connection", &file.connection, ledger);
        if index.is_some_and(|i| found.contains(&i)) {
            let message = format!("connection `{}` is named twice", name.value);
            ledger.push(Problem::new(&name.place, message, "once, by its priority"));
        }
        found.extend(index);
    }
    if list.value.0.is_empty() {
        let message = "a policy needs at least one connection";
        ledger.push(Problem::new(&list.place, message, "name one"));
    }
    found
}

/// Which policies target each group: the first assigned comes first (LIC-08).
pub(super) fn targets(file: &ScenarioFile, ledger: &mut Ledger) -> Vec<(String, u16)> {
    let mut targets: Vec<(String, u16)> = vec![];
    for (item, policy) in file.policy.iter().zip(0..) {
        for group in item.value.groups.iter().flat_map(|groups| &groups.value.0) {
            resolve(group, "group", &file.group, ledger);
            targets.push((group.value.clone(), policy));
        }
    }
    targets
}
