//! The screen of a sweep.

use anstyle::Style;

use super::super::number::{level, people, percent, plural};
use super::super::table::{finished, plain_table};
use super::{Swept, cell};
use crate::experiment::precision::{LEAST_AFFECTED, is_thin};
use crate::experiment::shocks::Shocks;
use crate::experiment::sweep::CaseOutcome;

const BOLD: Style = Style::new().bold();
/// Cases that fit on a screen or two.
const SHOWN: usize = 60;

/// The whole screen.
pub fn screen(swept: Swept<'_>) -> String {
    [header(swept), table(swept), mattered(swept), best(swept)].concat()
}

fn header(swept: Swept<'_>) -> String {
    let heading = swept.heading;
    let skipped = match swept.skipped {
        0 => String::new(),
        n => format!(" ({} left out by `where`)", people(crate::kernel::math::count(n as u64))),
    };
    let replications: u64 = swept.cases.iter().map(|case| case.replications).sum();
    format!(
        "{}{}: {}{skipped}, {} in all, common random numbers, seed {}\n",
        heading.opening(),
        heading.name,
        plural(swept.cases.len() as u64, "case"),
        plural(replications, "replication"),
        heading.seed,
    )
}

/// A row for each case: its levels and its responses.
fn table(swept: Swept<'_>) -> String {
    let mut table = plain_table();
    let factors = swept.factors.iter().map(super::Factor::name);
    table.set_header(["case".into()].into_iter().chain(factors).chain(responses(swept)));
    for (number, case) in swept.cases.iter().enumerate().take(SHOWN) {
        let levels = swept.factors.iter().zip(&swept.levels[number]);
        let levels = levels.map(|(factor, &level)| factor.level(level));
        let cells = swept.responses.iter().map(|name| cell(case.summary(name)));
        table.add_row([number.to_string()].into_iter().chain(levels).chain(cells));
    }
    let more = match swept.cases.len().saturating_sub(SHOWN) {
        0 => String::new(),
        n => format!("\n and {n} more, in summary.csv and cases.csv"),
    };
    format!("\n{}{more}\n{}", finished(table), note(swept))
}

/// How a response stands at the head of its column: means over replications.
fn responses(swept: Swept<'_>) -> Vec<String> {
    swept.responses.iter().map(|name| format!("mean {name}")).collect()
}

fn note(swept: Swept<'_>) -> String {
    let each = if swept.level > crate::experiment::LEVEL {
        format!("the whole sweep: each interval at {}", level(swept.level))
    } else {
        "each case by itself".into()
    };
    let short = swept.cases.iter().filter(|case| !case.is_precise).count();
    let short = match short {
        0 => String::new(),
        n => format!(
            "{} at the cap and less precise than asked.\n{}",
            plural(n as u64, "case"),
            thin(swept)
        ),
    };
    format!(
        "\nMeans over replications, whose values are rollouts' own; intervals at 95 % for {each}.\n\
         {short}{}{}",
        rare(
            swept,
            "rare shocks have replications of their own, which count by their probability",
            |s| { s.are_stratified() }
        ),
        rare(swept, "too few replications for rare shocks, which the intervals cannot see", |s| {
            !s.rare.is_empty() && !s.are_stratified()
        }),
    )
}

/// Measures of which no relative precision is claimed.
fn thin(swept: Swept<'_>) -> String {
    let short = swept.cases.iter().filter(|case| !case.is_precise);
    let is_one = |name: &String| short.clone().filter_map(|case| case.summary(name)).any(is_thin);
    let names: Vec<&str> =
        swept.responses.iter().filter(|name| is_one(name)).map(String::as_str).collect();
    if names.is_empty() {
        return String::new();
    }
    format!(
        "Above zero in fewer than {LEAST_AFFECTED} replications of one, and so of no relative \
         precision: {}.\n",
        names.join(", ")
    )
}

/// In how many cases something is to be said of rare shocks, if in any.
fn rare(swept: Swept<'_>, says: &str, of: impl Fn(&Shocks) -> bool) -> String {
    match swept.cases.iter().filter(|case| of(&case.shocks)).count() {
        0 => String::new(),
        n => format!("In {}: {says}.\n", plural(n as u64, "case")),
    }
}

/// The ranking of factors, for each response.
fn mattered(swept: Swept<'_>) -> String {
    if swept.factors.len() < 2 {
        return String::new();
    }
    (0..swept.responses.len()).map(|response| ranking(swept, response)).collect()
}

fn ranking(swept: Swept<'_>, response: usize) -> String {
    let name = &swept.responses[response];
    let title = format!("\n{BOLD}What mattered for {name}{BOLD:#}");
    let Some(effects) = swept.effects(response) else {
        return format!("{title}: {}\n", why_none(swept, response));
    };
    let mut rows: Vec<_> = swept.factors.iter().zip(&effects).collect();
    rows.sort_by(|a, b| f64::total_cmp(&b.1.total.value, &a.1.total.value));
    let mut table = plain_table();
    table.set_header(["factor", "by itself", "in concert too"]);
    for (factor, effect) in rows {
        let part = |p: crate::statistics::effects::Part| {
            format!("{} [{}, {}]", percent(p.value), percent(p.low), percent(p.high))
        };
        table.add_row([factor.name(), part(effect.first), part(effect.total)]);
    }
    format!("{title}: share of the variance between cases\n{}\n", finished(table))
}

fn why_none(swept: Swept<'_>, response: usize) -> &'static str {
    let finite =
        |case: &CaseOutcome| case.responses[response].iter().all(|v| v.is_some_and(f64::is_finite));
    if swept.skipped > 0 {
        "not told, since `where` leaves cases out"
    } else if swept.cases.iter().any(|case| case.shocks.are_stratified()) {
        "not told, since rare shocks have replications of their own"
    } else if swept.cases.iter().all(finite) {
        "nothing beyond the noise of replications"
    } else {
        "not told, since it is not reached in some rollout"
    }
}

/// Where each response is least and greatest, in a sentence.
fn best(swept: Swept<'_>) -> String {
    let sentence = |name: &String| {
        let value = |case: &CaseOutcome| case.summary(name).and_then(|s| s.estimate.value);
        let known = swept.cases.iter().enumerate().filter_map(|(i, c)| Some((i, value(c)?)));
        let mut known: Vec<(usize, f64)> = known.collect();
        // Of equal ones the first case.
        known.sort_by(|a, b| f64::total_cmp(&a.1, &b.1).then(a.0.cmp(&b.0)));
        let least = known.first()?;
        let greatest = known.iter().find(|(_, v)| *v >= known[known.len() - 1].1)?;
        let told = |case: usize| cell(swept.cases[case].summary(name));
        if least.1 >= greatest.1 {
            return Some(format!("{name} is {} in every case.\n", told(least.0)));
        }
        Some(format!(
            "{name} is least, {}, with {};\n  greatest, {}, with {}.\n",
            told(least.0),
            swept.told(least.0),
            told(greatest.0),
            swept.told(greatest.0),
        ))
    };
    let sentences: String = swept.responses.iter().filter_map(sentence).collect();
    format!("\n{sentences}")
}
