//! Events of a trace in the Chrome trace event format, and the lanes they lie on.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::kernel::time::SimTime;

/// A group of lanes; its number is also its place from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
pub(super) enum Group {
    Changes = 1,
    Conditions = 2,
    Connections = 3,
    Subnets = 4,
    EntraConnect = 5,
    SiteLinks = 6,
    Statuses = 7,
    CloudPcs = 8,
}

impl Group {
    fn name(self) -> &'static str {
        match self {
            Self::Changes => "Changes",
            Self::Conditions => "Conditions",
            Self::Connections => "Azure network connections",
            Self::Subnets => "Subnets: addresses in use",
            Self::EntraConnect => "Microsoft Entra Connect",
            Self::SiteLinks => "Site links",
            Self::Statuses => "Cloud PCs by status",
            Self::CloudPcs => "Cloud PCs",
        }
    }
}

/// A lane: its group and its number within it.
pub(super) type Lane = (Group, usize);

/// More about an event, by name.
pub(super) type More<'a> = &'a [(&'static str, String)];

/// One event. Times are microseconds.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Event {
    name: String,
    ph: &'static str,
    pid: u32,
    tid: usize,
    ts: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    dur: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s: Option<&'static str>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    args: Map<String, Value>,
}

/// All events up to the end of a replication.
#[derive(Debug)]
pub(super) struct Events {
    all: Vec<Event>,
    groups: BTreeSet<Group>,
    end: SimTime,
}

impl Events {
    pub(super) fn new(end: SimTime) -> Self {
        Self { all: vec![], groups: BTreeSet::new(), end }
    }

    pub(super) fn into_sorted(mut self) -> Vec<Event> {
        // On a lane, what surrounds comes before what it surrounds.
        let outer_first = |e: &Event| std::cmp::Reverse(e.dur.unwrap_or(0));
        self.all.sort_by_key(|e| (e.ph != META, e.pid, e.tid, e.ts, outer_first(e)));
        self.all
    }

    /// When the replication ends.
    pub(super) fn end(&self) -> SimTime {
        self.end
    }

    /// Names a group of lanes, once.
    pub(super) fn group(&mut self, group: Group) {
        let pid = group as u32;
        if !self.groups.insert(group) {
            return;
        }
        for (name, args) in [
            ("process_name", one("name", group.name().into())),
            ("process_sort_index", one("sort_index", pid.into())),
        ] {
            self.push((group, 0), (META, name), (0, None), args);
        }
    }

    /// Names a lane.
    pub(super) fn lane(&mut self, lane: Lane, name: &str) {
        for (key, args) in [
            ("thread_name", one("name", name.into())),
            ("thread_sort_index", one("sort_index", lane.1.into())),
        ] {
            self.push(lane, (META, key), (0, None), args);
        }
    }

    /// Something that lasts; cut at the end of the replication, or left out if it lies beyond.
    pub(super) fn slice(
        &mut self,
        lane: Lane,
        name: &str,
        (from, to): (SimTime, SimTime),
        more: More<'_>,
    ) {
        if from <= self.end {
            let dur = us(to.min(self.end)) - us(from);
            self.push(lane, ("X", name), (us(from), Some(dur)), args(more));
        }
    }

    /// Something that takes no time.
    pub(super) fn instant(&mut self, lane: Lane, name: &str, at: SimTime, more: More<'_>) {
        if at <= self.end {
            self.push(lane, ("i", name), (us(at), None), args(more));
        }
    }

    /// How many of something there are from an instant on.
    pub(super) fn counter(&mut self, lane: Lane, name: &str, at: SimTime, value: u64) {
        if at <= self.end {
            self.push(lane, ("C", name), (us(at), None), one("value", value.into()));
        }
    }

    fn push(
        &mut self,
        (group, tid): Lane,
        (ph, name): (&'static str, &str),
        (ts, dur): (u64, Option<u64>),
        args: Map<String, Value>,
    ) {
        // An instant is one of its lane, not of all.
        let s = (ph == "i").then_some("t");
        self.all.push(Event { name: name.into(), ph, pid: group as u32, tid, ts, dur, s, args });
    }
}

/// Names of groups and lanes.
const META: &str = "M";

fn us(at: SimTime) -> u64 {
    at.ms() * 1_000
}

fn one(key: &str, value: Value) -> Map<String, Value> {
    std::iter::once((key.to_string(), value)).collect()
}

fn args(more: More<'_>) -> Map<String, Value> {
    more.iter().map(|(key, value)| ((*key).to_string(), value.clone().into())).collect()
}
