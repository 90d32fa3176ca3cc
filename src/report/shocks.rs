//! Which rare shared shocks a run has, and what its replications can say of them.

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::number::{percent, plural, whole};
use super::table::{finished, plain_table};
use super::text::interval;
use crate::experiment::shocks::{Rare, Shocks};
use crate::experiment::{LEVEL, Outcome};
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
        let what = shocks.struck_in(i).map_or_else(|| "nothing rare strikes".into(), says);
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

/// What too few replications cannot see.
fn unseen(shocks: &Shocks, replications: &str) -> String {
    let rows = shocks.rare.iter();
    let rows = rows.map(|rare| format!("  {} ({})\n", says(rare), percent(rare.probability)));
    format!(
        "{RED}Not covered{RED:#}: {replications} cannot see what strikes many together this \
         seldom; no interval here\nincludes it. It needs at least -r {}:\n{}",
        shocks.wanted(),
        rows.collect::<String>()
    )
}

fn says(rare: &Rare) -> String {
    match &rare.source {
        Source::Condition(name) => format!("{name} arises"),
        Source::HealthCheck(connection) => format!("{connection} fails a health check"),
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
