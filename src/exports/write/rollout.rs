//! Policies, groups, licenses and waves as tables, and today's Cloud PCs as comments.

use std::collections::BTreeMap;

use super::{Block, header, list, quoted};
use crate::exports::findings::Findings;
use crate::exports::findings::rollout::{Group, Initial, Network, Policy, Wave};
use crate::exports::findings::today::There;
use crate::exports::ids::Namer;
use crate::exports::log::Sourced;
use crate::kernel::time::SimDuration;
use crate::scenario::file::{InitialStatus, LicenseKind};

/// As many kinds of Cloud PCs are listed.
const MOST_LINES: usize = 200;
/// As many codes of one kind are listed.
const MOST_CODES: usize = 10;

pub(crate) fn blocks(findings: &Findings) -> Vec<Block> {
    let rollout = &findings.rollout;
    let mut blocks: Vec<Block> =
        rollout.policies.iter().map(|policy| self::policy(policy, findings)).collect();
    blocks.extend(rollout.groups.iter().map(group));
    blocks.extend(licenses(findings));
    blocks.extend(rollout.waves.iter().map(wave));
    blocks.extend(today(&rollout.initial, &findings.there));
    let mut names = Namer::new("there");
    blocks.extend(findings.there.iter().map(|there| initial(&mut names, there, findings)));
    blocks.extend(grace(findings));
    blocks
}

fn policy(policy: &Policy, findings: &Findings) -> Block {
    let block = Block::of(header("policy", &policy.name));
    let block = match &policy.network {
        Network::Hosted(region) => block
            .entry("network", quoted("microsoft-hosted"), &region.from)
            .given("region", Some(region).filter(|r| r.value.is_some()), |region| {
                quoted(region.as_deref().unwrap_or_default())
            }),
        Network::Connections(connections) => {
            let name = |index: usize| findings.networks.connections[index].name.as_str();
            let names = list(connections.iter().map(|connection| name(connection.value)));
            block.entry("connections", names, &sources(connections.iter().map(|c| &c.from)))
        }
    };
    let groups = list(policy.groups.iter().map(|group| group.value.as_str()));
    block
        .entry("groups", groups, &sources(policy.groups.iter().map(|group| &group.from)))
        .given("local_admin", policy.local_admin.as_ref(), bool::to_string)
        .given("image", policy.custom_image.as_ref(), |custom| {
            quoted(if *custom { "custom" } else { "gallery" })
        })
        .given("language_pack", policy.language_pack.as_ref(), bool::to_string)
}

/// The sources of a list: the first, and how many follow.
fn sources<'a>(mut all: impl Iterator<Item = &'a String>) -> String {
    let first = all.next().cloned().unwrap_or_default();
    match all.count() {
        0 => first,
        more => format!("{first}, and {more} more behind it"),
    }
}

fn group(group: &Group) -> Block {
    let block = Block::of(header("group", &group.name)).about(&group.from);
    let block = block.entry("licenses_per_user", "1", "default: not exported");
    block.given("license", group.license.as_ref(), |kind| quoted(&license_name(*kind)))
}

fn license_name(kind: LicenseKind) -> String {
    kind.as_str().replace('_', "-")
}

/// Each kind of license that some group needs, once; all of a kind are taken where somebody waits.
fn licenses(findings: &Findings) -> Vec<Block> {
    let all_taken = |block: Block, kind: Option<LicenseKind>| {
        block.given("available", findings.all_taken(kind).as_ref(), u64::to_string)
    };
    let plain = findings.all_taken(None).map(|_| all_taken(Block::of("licenses"), None));
    let needed = findings.rollout.groups.iter().filter_map(|group| group.license.as_ref());
    let kinds: BTreeMap<&str, _> =
        needed.rev().map(|license| (license.value.as_str(), license)).collect();
    let block = |license: &&Sourced<LicenseKind>| {
        let block = Block::of(header("license", &license_name(license.value)));
        let block = block.given("kind", Some(*license), |kind| quoted(kind.as_str()));
        all_taken(block, Some(license.value))
    };
    plain.into_iter().chain(kinds.values().map(block)).collect()
}

fn wave(wave: &Wave) -> Block {
    Block::of(header("wave", &wave.group))
        .entry("group", quoted(&wave.group), "the wave of this group")
        .given("users", Some(&wave.users), u64::to_string)
}

/// What stands when the exports were made.
fn today(initial: &[Initial], there: &[There]) -> Option<Block> {
    let none = "-".to_string();
    let line = |stand: &Initial| {
        let policy = stand.policy.as_ref().unwrap_or(&none);
        let connection = stand.connection.as_ref().unwrap_or(&none);
        let codes =
            stand.codes.iter().take(MOST_CODES).map(|(code, count)| format!("{count} {code}"));
        let codes: Vec<String> = codes.collect();
        let codes =
            if codes.is_empty() { String::new() } else { format!(": {}", codes.join(", ")) };
        format!("  {} {}, {policy}, {connection}{codes}", stand.count, stand.status)
    };
    let then = if there.is_empty() {
        "without them, as the import has said; users without any are in no export."
    } else {
        "with them as the tables below say; users without any are in no export: add waves."
    };
    let block = Block::default()
        .remark("Cloud PCs when exported: count, status, policy, connection. The simulation starts")
        .remark(then);
    let more = initial.len().saturating_sub(MOST_LINES);
    let more = (more > 0).then(|| format!("  and {more} other kinds"));
    let lines = initial.iter().take(MOST_LINES).map(line).chain(more);
    (!initial.is_empty()).then(|| block.remarks(lines))
}

fn initial(names: &mut Namer, there: &There, findings: &Findings) -> Block {
    let connection = there.connection.clone();
    let connection_name = |index: usize| findings.networks.connections[index].name.clone();
    let name = names.name(Some(called(there.status.value)));
    let block = Block::of(header("initial", &name))
        .given("group", Some(&there.group), |group| quoted(group))
        .given("policy", Some(&there.policy), |policy| quoted(policy))
        .given("cloud_pcs", Some(&there.count), u64::to_string)
        .given("status", Some(&there.status), |status| quoted(status.as_str()))
        .given("connection", connection.map(|c| c.map(connection_name)).as_ref(), |name| {
            quoted(name)
        })
        .given("addresses", there.addresses.as_ref(), u64::to_string);
    match there.status.value {
        InitialStatus::Failed => block.given("cleanup_due", there.due.as_ref(), |due| quoted(due)),
        InitialStatus::InGracePeriod => {
            let why = "no export tells what was lost";
            block.given("grace_ends", there.due.as_ref(), |due| quoted(due)).entry(
                "lost",
                quoted("license"),
                &format!("default: {why}"),
            )
        }
        InitialStatus::Provisioning => {
            let why = "default: no export tells the attempt, nor its stage, which is the first";
            block.entry("attempt", "1", why)
        }
        InitialStatus::Provisioned
        | InitialStatus::ProvisionedWithWarnings
        | InitialStatus::PendingProvision => block,
    }
}

/// What Cloud PCs of a status are called, the first of them.
fn called(status: InitialStatus) -> &'static str {
    match status {
        InitialStatus::Provisioned => "ready",
        InitialStatus::ProvisionedWithWarnings => "ready-with-warnings",
        InitialStatus::Failed => "failed",
        InitialStatus::InGracePeriod => "in-grace",
        InitialStatus::Provisioning => "under-way",
        InitialStatus::PendingProvision => "waiting",
    }
}

fn grace(findings: &Findings) -> Option<Block> {
    let grace = findings.rollout.grace.as_ref()?;
    let hours = u64::try_from(grace.value).ok()?;
    let length = SimDuration::from_hours(hours).to_string();
    Some(Block::of("loss").entry("grace_period", quoted(&length), &grace.from))
}
