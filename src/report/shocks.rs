//! Which rare shared shocks a run has, and what its replications can say of them.

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::number::{people, percent, plural, whole};
use super::table::{finished, plain_table};
use super::text::interval;
use crate::experiment::shocks::{Rare, Shocks};
use crate::experiment::{LEVEL, Outcome};
use crate::kernel::math::count;
use crate::kernel::trial::Given;
use crate::provisioning::shock::Source;
use crate::statistics::interval::unseen_probability;
use crate::statistics::strata::Stratum;

const BOLD: Style = Style::new().bold();
const RED: Style = AnsiColor::Red.on_default();

/// How a run was stratified, or why not, and what it cannot exclude; empty where nothing is rare.
pub(super) fn paragraph(outcome: &Outcome) -> String {
    let shocks = &outcome.shocks;
    let replications = plural(outcome.replications.len() as u64, "replication");
    if shocks.rare.is_empty() {
        return String::new();
    }
    let told =
        if shocks.are_stratified() { stratified(outcome) } else { unseen(shocks, &replications) };
    let most = percent(unseen_probability(outcome.replications.len() as u64, LEVEL));
    format!(
        "\n{told}{replications} cannot exclude an undeclared event that happens in fewer than {most} \
         of rollouts.\n"
    )
}

/// The strata, each with what becomes of it.
fn stratified(outcome: &Outcome) -> String {
    let shocks = &outcome.shocks;
    let mut table = plain_table();
    table.set_header(["stratum", "of rollouts", "replications", "failed in it"]);
    for (i, stratum) in shocks.strata.iter().enumerate() {
        let what = shocks.struck_in(i).map_or_else(|| "nothing rare happens".into(), says);
        let failed = outcome.summary_in(i, "failure_rate");
        let failed = failed.map(|rate| interval(&rate, percent)).unwrap_or_default();
        table.add_row([what, percent(stratum.weight), whole(stratum.replications as u64), failed]);
    }
    format!(
        "{BOLD}Stratified{BOLD:#}: what is rare and strikes many together has replications of its \
         own, which count by\nits probability\n{}\n",
        finished(table)
    )
}

/// How replications are stratified, in a line each, or why not; empty where nothing is rare.
pub(super) fn told(shocks: &Shocks, replications: u64) -> String {
    if shocks.rare.is_empty() {
        return String::new();
    }
    if !shocks.are_stratified() {
        return format!("\n{}", unseen(shocks, &plural(replications, "replication")));
    }
    format!(
        "\n{BOLD}Stratified{BOLD:#}: what is rare and strikes many together has replications of its \
         own, which count by\nits probability:\n{}",
        rows(shocks, |rare| percent(rare.probability))
    )
}

/// What replications without strata meet too seldom for their intervals; empty where nothing is
/// rare.
pub(super) fn not_seen(shocks: &Shocks, replications: u64) -> String {
    if shocks.rare.is_empty() {
        return String::new();
    }
    format!(
        "\n{RED}Not covered{RED:#}: these replications are drawn as they come, and too few meet what \
         strikes many together\nthis seldom; no interval over them includes it:\n{}",
        rows(shocks, |rare| by_chance(rare, replications))
    )
}

/// What replications without strata meet by chance only, though their exact bounds include it;
/// empty where nothing is rare.
pub(super) fn left_to_chance(shocks: &Shocks, replications: u64) -> String {
    if shocks.rare.is_empty() {
        return String::new();
    }
    format!(
        "\n{BOLD}Left to chance{BOLD:#}: what strikes many together this seldom. The bounds include \
         it as often as it comes; what\nbecomes of a rollout with it may be in no replication:\n{}",
        rows(shocks, |rare| by_chance(rare, replications))
    )
}

fn by_chance(rare: &Rare, replications: u64) -> String {
    let expected = people(count(replications) * rare.probability);
    let all = plural(replications, "replication");
    format!("{} of rollouts, about {expected} of {all}", percent(rare.probability))
}

/// What is rare, a line each.
fn rows(shocks: &Shocks, often: impl Fn(&Rare) -> String) -> String {
    let row = |rare| format!("  {} ({})\n", says(rare), often(rare));
    shocks.rare.iter().map(row).collect()
}

/// The rare shocks that so few replications do not see, for machines.
pub(super) fn not_covered(shocks: &Shocks) -> Vec<String> {
    if shocks.are_stratified() { vec![] } else { names(shocks) }
}

/// The rare shocks, for machines.
pub(super) fn names(shocks: &Shocks) -> Vec<String> {
    shocks.rare.iter().map(Rare::name).collect()
}

/// What too few replications cannot see.
fn unseen(shocks: &Shocks, replications: &str) -> String {
    format!(
        "{RED}Not covered{RED:#}: {replications} cannot see what strikes many together this \
         seldom; no interval here\nincludes it. It needs at least -r {}:\n{}",
        shocks.wanted(),
        rows(shocks, |rare| percent(rare.probability))
    )
}

/// What is rare, in words.
pub(super) fn says(rare: &Rare) -> String {
    match (&rare.source, rare.rarely) {
        (Source::Condition(name), Given::SomeHit) => format!("{name} arises"),
        (Source::Condition(name), Given::NoHit) => format!("{name} does not arise"),
        (Source::HealthCheck(name), Given::SomeHit) => format!("{name} fails a health check"),
        (Source::HealthCheck(name), Given::NoHit) => format!("{name} fails no health check"),
    }
}

/// A stratum of a run, for machines.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// What strikes first in it, `none`, or `all` if it is the only one.
    pub stratum: String,
    /// Its probability.
    pub probability: f64,
    /// Its replications, which follow those of the part before.
    pub replications: usize,
}

/// The strata of a run in the order of their replications.
pub fn parts(shocks: &Shocks) -> Vec<Part> {
    let part = |(i, stratum): (usize, &Stratum)| Part {
        stratum: shocks.name_of(i),
        probability: stratum.weight,
        replications: stratum.replications,
    };
    shocks.strata.iter().enumerate().map(part).collect()
}
