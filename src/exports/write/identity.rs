//! Active Directory and Entra Connect as tables.

use jiff::civil::DateTime;

use super::{Block, header, list, quoted};
use crate::exports::findings::identity::{Identity, Link};
use crate::exports::findings::{Findings, USUAL_START};
use crate::exports::log::Sourced;
use crate::kernel::time::SimDuration;

const DAY: SimDuration = SimDuration::from_days(1);

pub(crate) fn blocks(findings: &Findings) -> Vec<Block> {
    let identity = &findings.identity;
    let mut blocks = vec![];
    blocks.extend(connect(findings));
    blocks.extend(directory(identity));
    blocks.extend(identity.links.iter().map(link));
    blocks
}

fn connect(findings: &Findings) -> Option<Block> {
    let identity = &findings.identity;
    let length = |length: &SimDuration| quoted(&length.to_string());
    let interval = interval(identity);
    let next = identity.next.as_ref();
    let allowed = identity.allowed.as_ref();
    if allowed.is_none() && next.is_none() && identity.interval.is_none() {
        return None;
    }
    let block = Block::of("connect").given("interval", Some(&interval), length).given(
        "allowed_interval",
        allowed,
        length,
    );
    let Some(next) = next else { return Some(block) };
    if let Some(phase) = phase(next.value, interval.value, findings) {
        return Some(block.entry("phase", length(&phase), &next.from));
    }
    let why = "default: cycles do not repeat daily, and no export says when it was made";
    Some(block.entry("phase", quoted("random"), why))
}

/// The interval in force, which is never shorter than the allowed one.
fn interval(identity: &Identity) -> Sourced<SimDuration> {
    let usual = || Sourced::default(SimDuration::from_minutes(30), "not exported");
    let interval = identity.interval.clone().unwrap_or_else(usual);
    match &identity.allowed {
        Some(allowed) if allowed.value > interval.value => allowed.clone(),
        Some(_) | None => interval,
    }
}

/// The time from the start to the next cycle; from day to day only if cycles repeat daily.
fn phase(next: DateTime, interval: SimDuration, findings: &Findings) -> Option<SimDuration> {
    let start = findings.start.as_ref().map(|start| start.value);
    if start.is_none() && !DAY.ms().is_multiple_of(interval.ms()) {
        return None;
    }
    let since = next.duration_since(start.unwrap_or(USUAL_START)).as_millis();
    let interval = i128::from(interval.ms());
    u64::try_from(since.rem_euclid(interval)).ok().map(SimDuration::from_ms)
}

fn directory(identity: &Identity) -> Option<Block> {
    if let Some(told) = &identity.too_many {
        return Some(Block::default().remark(format!(
            "Active Directory: {told}. Export only the links on the way from the Cloud PCs' sites \
             to Entra Connect's."
        )));
    }
    let site = identity.sites.first()?;
    let from = match identity.sites.len() {
        1 => format!("{}, the only site", site.from),
        n => format!("default: not exported; the first of {n} sites"),
    };
    let sites = identity.sites.iter().map(|site| match site.controllers {
        0 => format!("{}: {}", site.name, site.from),
        n => format!("{}: {}; domain controllers: {n}", site.name, site.from),
    });
    let block = Block::of("directory").remarks(sites).remarks(identity.failing.clone());
    Some(block.entry("connect_site", quoted(&site.name), &from))
}

fn link(link: &Link) -> Block {
    let mut block = Block::of(header("directory.site_link", &link.name));
    if let Some(place) = &link.schedule {
        block =
            block.remark(format!("A schedule, {place}, is not read: add `window` if it matters."));
    }
    block
        .remarks(link.failing.clone())
        .given("sites", Some(&link.sites), |sites| list(sites.iter().map(String::as_str)))
        .given("interval", Some(&link.interval), |length| quoted(&length.to_string()))
        .given("cost", link.cost.as_ref(), u64::to_string)
        .given("notify", link.notify.as_ref(), bool::to_string)
}
