//! A schedule of waves: when, how many, what limits it, and the tables to paste.

use serde::Serialize;
use serde_json::Value;

use super::heading::Heading;
use super::json::{Judged, judged, pretty};
use super::number::{length, level, plural, whole};
use super::shocks::{self, Part};
use super::table::{finished, plain_table};
use super::verdict;
use crate::experiment::expectation::{Judgment, Verdict};
use crate::experiment::shocks::Shocks;
use crate::experiment::wave_plan::{Found, Task, Tried};
use crate::kernel::math::from_length;
use crate::kernel::time::{SimDuration, SimTime};

/// A search to report on.
#[derive(Clone, Copy, Debug)]
pub struct Planned<'a> {
    /// Which scenario.
    pub heading: &'a Heading,
    /// The group that is scheduled.
    pub group: &'a str,
    /// What was asked for.
    pub task: &'a Task,
    /// What was found.
    pub found: &'a Found,
    /// The rare shocks of each schedule's replications, and their strata.
    pub shocks: &'a Shocks,
}

/// The whole screen.
pub fn screen(planned: Planned<'_>) -> String {
    let Some(best) = &planned.found.best else { return none_meets(planned) };
    [
        header(planned),
        table(planned, best),
        "\nExpected, by replications of their own\n".into(),
        lines(&best.judgments),
        shocks::told(planned.shocks, planned.heading.replications),
        limits(planned),
        format!("\nTo paste in place of the waves of {}:\n\n", planned.group),
        pasted(planned, best),
        sentence(planned, best),
    ]
    .concat()
}

fn header(planned: Planned<'_>) -> String {
    let heading = planned.heading;
    format!(
        "{}{}: {} tried, {} each and as many to confirm, seed {}\n",
        heading.opening(),
        heading.name,
        plural(planned.found.tried, "schedule"),
        plural(heading.replications, "replication"),
        heading.seed
    )
}

fn table(planned: Planned<'_>, best: &Tried) -> String {
    let mut table = plain_table();
    table.set_header(["wave", "begins", "users"]);
    for wave in &best.waves {
        table.add_row([wave.name.clone(), begins(planned, wave.at), whole(wave.users)]);
    }
    format!("\n{}\n", finished(table))
}

fn begins(planned: Planned<'_>, at: SimDuration) -> String {
    let civil = planned.heading.civil(SimTime::ZERO + at);
    civil.strftime("%a %Y-%m-%d %H:%M").to_string()
}

fn lines(judgments: &[Judgment]) -> String {
    let line = |judgment: &Judgment| {
        let expected = verdict::expected(&judgment.expectation);
        let found = verdict::found(judgment);
        format!("  {} {expected}: {found}\n", verdict::styled(judgment.verdict))
    };
    judgments.iter().map(line).collect()
}

/// What keeps faster schedules from being good.
fn limits(planned: Planned<'_>) -> String {
    let Some(faster) = &planned.found.faster else {
        return "\nNothing limits it: all at once is good.\n".into();
    };
    let bad: Vec<Judgment> = not_met(faster);
    let told = told(&faster.waves.iter().map(|w| w.users).collect::<Vec<_>>());
    let last = faster.waves.last().map_or(SimDuration::ZERO, |wave| wave.at);
    format!("\nWhat limits it: of {told} up to {}\n{}", begins(planned, last), lines(&bad))
}

fn not_met(tried: &Tried) -> Vec<Judgment> {
    let not_met = tried.judgments.iter().filter(|judgment| judgment.verdict != Verdict::Met);
    not_met.cloned().collect()
}

/// Waves in words: `4 waves of 50`.
fn told(users: &[u64]) -> String {
    let waves = plural(users.len() as u64, "wave");
    let first = users.first().copied().unwrap_or_default();
    let last = users.last().copied().unwrap_or_default();
    if first == last {
        format!("{waves} of {}", whole(first))
    } else {
        format!("{waves} of {}, the last of {}", whole(first), whole(last))
    }
}

/// The waves as a scenario writes them.
fn pasted(planned: Planned<'_>, best: &Tried) -> String {
    let mut text = String::new();
    for wave in &best.waves {
        let over = if wave.over == SimDuration::ZERO {
            String::new()
        } else {
            format!("over = \"{}\"\n", wave.over)
        };
        text += &format!(
            "[wave.{}]\ngroup = \"{}\"\nusers = {}\nat = \"+{}\"\n{over}\n",
            wave.name, planned.group, wave.users, wave.at
        );
    }
    text
}

fn sentence(planned: Planned<'_>, best: &Tried) -> String {
    let last = best.waves.last().map_or(SimDuration::ZERO, |wave| wave.at);
    let confidence = planned
        .found
        .best
        .iter()
        .flat_map(|tried| &tried.judgments)
        .map(|judgment| judgment.expectation.confidence)
        .fold(1.0, f64::min);
    let waves = told(&best.waves.iter().map(|w| w.users).collect::<Vec<_>>());
    let lasts = length(from_length(last) / 1_000.0);
    format!(
        "{} users in {waves} are the fastest of equal waves on this grid that meet every \
         expectation at\n{} confidence: the last wave begins {}, {lasts} after the start.\n",
        whole(planned.task.users),
        level(confidence),
        begins(planned, last),
    )
}

fn none_meets(planned: Planned<'_>) -> String {
    let Some(last) = &planned.found.faster else {
        return format!(
            "{}No instant of the grid lies before the horizon, so there is no schedule.\n",
            header(planned)
        );
    };
    let waves = told(&last.waves.iter().map(|w| w.users).collect::<Vec<_>>());
    let why = if last.judgments.iter().any(|judgment| judgment.verdict == Verdict::Missed) {
        "No schedule of equal waves on this grid meets every expectation. A longer horizon, \
         smaller\nwaves (--size-step) or more hours may.\n"
            .to_string()
    } else {
        not_shown(&last.judgments)
    };
    format!(
        "{}\nThe slowest, {waves}:\n{}{}\n{why}",
        header(planned),
        lines(&last.judgments),
        shocks::told(planned.shocks, planned.heading.replications)
    )
}

/// Where nothing is missed, but something is undecided: more replications may decide it.
fn not_shown(judgments: &[Judgment]) -> String {
    let open = judgments.iter().filter(|judgment| judgment.verdict == Verdict::Undecided);
    let wanted = open.filter_map(Judgment::would_decide).max();
    let wanted = wanted.map(|n| format!(": -r {n} would probably decide the slowest"));
    format!(
        "No schedule of equal waves on this grid is shown to meet every expectation, nor is it shown \
         that none\ndoes{}.\n",
        wanted.unwrap_or_default()
    )
}

#[derive(Serialize)]
struct Report<'a> {
    scenario: &'a str,
    group: &'a str,
    seed: u64,
    replications: u64,
    tried: u64,
    strata: Vec<Part>,
    rare_shocks_not_covered: Vec<String>,
    waves: Vec<WaveReport>,
    expectations: Vec<Judged<'a>>,
    limited_by: Vec<Judged<'a>>,
}

#[derive(Serialize)]
struct WaveReport {
    name: String,
    at: String,
    begins: String,
    users: u64,
    over_s: Value,
}

/// The search as one JSON value; no waves if none is good.
pub fn json(planned: Planned<'_>) -> String {
    let Planned { heading, group, found, .. } = planned;
    let waves = found.best.iter().flat_map(|best| &best.waves).map(|wave| WaveReport {
        name: wave.name.clone(),
        at: format!("+{}", wave.at),
        begins: heading.iso(SimTime::ZERO + wave.at),
        users: wave.users,
        over_s: super::json::number(Some(from_length(wave.over) / 1_000.0)),
    });
    let best = found.best.iter().flat_map(|best| &best.judgments);
    let faster = found.faster.iter().flat_map(|tried| &tried.judgments);
    pretty(&Report {
        scenario: &heading.name,
        group,
        seed: heading.seed,
        replications: heading.replications,
        tried: found.tried,
        strata: shocks::parts(planned.shocks),
        rare_shocks_not_covered: shocks::not_covered(planned.shocks),
        waves: waves.collect(),
        expectations: best.map(judged).collect(),
        limited_by: faster.filter(|j| j.verdict != Verdict::Met).map(judged).collect(),
    })
}
