//! What climbing did and what it cannot see: as lines, as a table of worlds, and for machines.

use serde::Serialize;
use serde_json::Value;

use crate::experiment::rare::{Doubt, StageReport};
use crate::experiment::shocks::Rare;
use crate::experiment::sizing::climbing::{Climbed, ClimbedWorld};
use crate::report::number::{percent, plural, whole};
use crate::report::shocks;
use crate::report::table::{finished, plain_table};

use super::json::small;
use super::{Part, Report};

/// How an answer came about: so many replications, or climbs.
pub(super) fn sample(report: Report<'_>) -> String {
    let climbed = report.sized.iter().find_map(|sized| sized.sizing.climbed.as_ref());
    climbed.map_or_else(|| plural(report.heading.replications, "replication"), climbs)
}

/// So many climbs of so many replications.
pub(super) fn climbs(climbed: &Climbed) -> String {
    let effort = climbed.effort;
    let together = plural(effort.particles, "replication");
    format!("{} of {together}", plural(effort.runs, "independent climb"))
}

/// What was climbed, and what its bounds are good for.
pub(super) fn paragraph(part: &Part<'_>) -> String {
    let Some(climbed) = &part.sizing.climbed else { return String::new() };
    let all = format!(
        "{} replications in all, where counting needs {} without a miss.",
        whole(climbed.replications),
        whole(part.report.target.replications())
    );
    let doubts: String = climbed.worlds.iter().filter_map(|world| doubt(climbed, world)).collect();
    let climbs = format!("\nMultilevel splitting: {}", climbs(climbed));
    let together = if climbed.worlds.len() > 1 { ", and of all kinds together" } else { "" };
    let how = match climbed.worlds.as_slice() {
        [world] => format!("{climbs}, {};\n{all}\n", levels(world)),
        _ => format!(
            "{climbs} for each kind of rollout below, as no climb leads to\nwhat is rare and \
             strikes many together; {all}\n{}\n",
            worlds(climbed)
        ),
    };
    format!(
        "{how}Intervals are those of the mean of the climbs, each row by itself{together}.\n\
         What one draw decides for all, such as a random phase, cannot be climbed to: they include \
         what the first\nreplications of each climb met of it.\n{doubts}"
    )
}

/// How far up, and how well it went.
fn levels(world: &ClimbedWorld) -> String {
    let [Some(first), Some(last)] = [world.levels.first(), world.levels.last()] else {
        return "no level to climb to".into();
    };
    let accepted = least_accepted(&world.levels);
    let accepted = accepted.map(|share| format!(", {} of moves accepted or more", percent(share)));
    let range = if first.level == last.level {
        format!("at {}", whole(first.level))
    } else {
        format!("from {} to {}", whole(first.level), whole(last.level))
    };
    format!(
        "{} {range} addresses{}",
        plural(world.levels.len() as u64, "level"),
        accepted.unwrap_or_default()
    )
}

fn least_accepted(levels: &[StageReport]) -> Option<f64> {
    levels.iter().filter_map(|level| level.accepted).reduce(f64::min)
}

/// The worlds where there are several.
fn worlds(climbed: &Climbed) -> String {
    let mut table = plain_table();
    table.set_header(["rollouts in which", "of all", "climbed"]);
    for world in &climbed.worlds {
        table.add_row([says(world), percent(world.weight), levels(world)]);
    }
    finished(table)
}

fn says(world: &ClimbedWorld) -> String {
    world.what.as_ref().map_or_else(|| "nothing rare happens".into(), shocks::says)
}

/// What speaks against the estimate at the answer.
fn doubt(climbed: &Climbed, world: &ClimbedWorld) -> Option<String> {
    let here = match climbed.worlds.as_slice() {
        [_] => String::new(),
        _ => format!(" where {}", says(world)),
    };
    let what = if climbed.is_answered { "the answer" } else { "more addresses" };
    let why = match world.doubt? {
        Doubt::Extinct(share) => format!("{} of the climbs came to nothing", percent(share)),
        Doubt::Stuck(share) => format!("only {} of moves were accepted", percent(share)),
        Doubt::HalvesDiffer(errors) => {
            format!("two halves of the climbs differ by {errors:.1} standard errors")
        }
        Doubt::Uneven(means) => {
            return Some(format!(
                "At {what}{here} the climbs' standard deviation is {means:.1} times their mean: a \
                 longer tail is likely, which\nthe interval may miss. More --particles help.\n"
            ));
        }
    };
    Some(format!("At {what}{here} there is only a bound: {why}.\n"))
}

/// Why no number is shown to be enough.
pub(super) fn no_number(part: &Part<'_>, climbed: &Climbed) -> String {
    let last = part.sizing.risks.steps.last();
    let (from, at_most) = last.map_or((0, 1.0), |step| (step.from, step.at_most));
    let name = &part.subnet.name;
    if part.sizing.insatiable > 0 {
        return format!(
            "No size is shown to be enough for subnet {name}: in {} of the {} replications before \
             the first level\nan attempt finds no free address however many there are.",
            whole(part.sizing.insatiable),
            whole(climbed.first_replications())
        );
    }
    format!(
        "No size is shown to be enough for subnet {name}: beyond {} addresses the probability is \
         at most {},\nand no climb bounds it any lower. More --particles may.",
        whole(from),
        percent(at_most)
    )
}

/// A climb for machines.
#[derive(Serialize)]
pub(super) struct ClimbRow {
    method: &'static str,
    climbs: u64,
    particles: u64,
    moves: u64,
    replications: u64,
    worlds: Vec<WorldRow>,
}

#[derive(Serialize)]
struct WorldRow {
    world: String,
    probability: Value,
    levels: Vec<u64>,
    least_accepted: Value,
    doubt: Option<&'static str>,
}

/// What was climbed, for machines.
pub(super) fn row(climbed: &Climbed) -> ClimbRow {
    let nothing = if climbed.worlds.len() == 1 { "all" } else { "none" };
    let row = |world: &ClimbedWorld| WorldRow {
        world: world.what.as_ref().map_or_else(|| nothing.into(), Rare::name),
        probability: small(Some(world.weight)),
        levels: world.levels.iter().map(|level| level.level).collect(),
        least_accepted: small(least_accepted(&world.levels)),
        doubt: world.doubt.map(Doubt::name),
    };
    ClimbRow {
        method: "multilevel_splitting",
        climbs: climbed.effort.runs,
        particles: climbed.effort.particles,
        moves: climbed.effort.moves,
        replications: climbed.replications,
        worlds: climbed.worlds.iter().map(row).collect(),
    }
}
