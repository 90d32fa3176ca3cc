//! The measures that differ, one a row, and what pairs were worth.

use super::change::{interval, shown, signed};
use crate::experiment::comparison::{Aspect, Comparison, Row};
use crate::report::number::{level, people, plural, whole};
use crate::report::table::{finished, plain_table};
use crate::statistics::direction::{Better, better};
use crate::statistics::paired::Basis;

/// A row for each measure that differs, those beyond noise first.
pub(super) fn told(comparison: &Comparison) -> String {
    let rows = ordered(comparison);
    if rows.is_empty() {
        return String::new();
    }
    let mut table = plain_table();
    table.set_header(["  measure", "A", "B", "B less A", "95 % confidence", "variance factor"]);
    for row in &rows {
        table.add_row(cells(row));
    }
    let moved = rows.iter().filter(|row| row.moved).count();
    format!("\n{}\n\n{}\n", finished(table), legend(comparison, moved, rows.len()))
}

fn ordered(comparison: &Comparison) -> Vec<&Row> {
    let mut rows: Vec<&Row> = comparison.differing().collect();
    rows.sort_by_key(|row| !row.moved);
    rows
}

fn cells(row: &Row) -> [String; 6] {
    let or_none = |value: Option<f64>| value.map_or("-".into(), |v| shown(v, row.unit));
    let d = &row.difference;
    [
        format!("{} {}", marker(row), name(row)),
        or_none(row.means[0]),
        or_none(row.means[1]),
        d.value.map_or("-".into(), |v| signed(v, row.unit)),
        ends(row),
        factor(row).map_or("-".into(), factor_told),
    ]
}

fn name(row: &Row) -> String {
    let aspect = if row.aspect == Aspect::NotReached { " not reached" } else { "" };
    let few = if row.left_out > 0 && row.aspect == Aspect::Value { " (where reached)" } else { "" };
    format!("{}{aspect}{few}", row.name)
}

/// Which way a row moved, if beyond noise.
fn marker(row: &Row) -> &'static str {
    let up = row.difference.value.is_some_and(|v| v > 0.0);
    match (row.moved, up) {
        (false, _) => "~",
        (true, true) => "+",
        (true, false) => "-",
    }
}

fn ends(row: &Row) -> String {
    match (row.difference.basis, row.difference.ends) {
        (Basis::Constant, _) => "the same always".into(),
        (_, Some(ends)) => interval(ends, row.unit) + side(row),
        (Basis::TooSkewed, None) => row.difference.pairs.map_or_else(
            || "too uneven to say".into(),
            |p| format!("in {} of {}", whole(p.higher + p.lower), whole(p.number)),
        ),
        (_, None) => "too few to say".into(),
    }
}

/// Whether what moved is better or worse.
fn side(row: &Row) -> &'static str {
    match is_better(row) {
        Some(true) => " better",
        Some(false) => " worse",
        None => "",
    }
}

/// Whether a measure that moved became better; nothing if it did not, or has no better way.
pub(super) fn is_better(row: &Row) -> Option<bool> {
    let value = row.difference.value.filter(|_| row.moved)?;
    // Not reached is what comes later than all, so that either aspect has the same better way.
    match better(&row.name) {
        Better::Lower => Some(value < 0.0),
        Better::Higher => Some(value > 0.0),
        Better::Neither => None,
    }
}

fn factor(row: &Row) -> Option<f64> {
    row.difference.pairs.and_then(|pairs| pairs.variance_factor)
}

fn factor_told(factor: f64) -> String {
    match factor {
        f if f.is_infinite() => "exact".into(),
        f if f < 10.0 => format!("{f:.1}"),
        f => people(f.round()),
    }
}

/// What the signs mean, how many measures agree, and how sure all of it is.
fn legend(comparison: &Comparison, moved: usize, differing: usize) -> String {
    let signs = if moved == 0 {
        "~ differs within noise.".to_string()
    } else {
        let sure = level(comparison.level);
        format!("+ - higher, lower in B: all at {sure} confidence together (Holm). ~ within noise.")
    };
    let agree = (comparison.rows.len() - differing) as u64;
    let verb = if agree == 1 { "differs" } else { "differ" };
    let agree = match agree {
        0 => String::new(),
        n => format!(" {} {verb} nowhere.", plural(n, "measure")),
    };
    format!("{signs}{agree}")
}

/// What common random numbers were worth: by how much independent runs would need to be more.
pub(super) fn variance_factors(comparison: &Comparison, pairs: u64) -> String {
    let mut factors: Vec<(f64, &str)> = comparison
        .differing()
        .filter(|row| row.aspect == Aspect::Value)
        .filter_map(|row| factor(row).map(|factor| (factor, row.name.as_str())))
        .collect();
    factors.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
    let start = format!("{} under common random numbers", plural(pairs, "pair"));
    let (Some(least), Some(most)) = (factors.first(), factors.last()) else {
        return format!("{start}.");
    };
    let below = factors.iter().filter(|f| f.0 < 1.0).count() as u64;
    let below = match below {
        0 => String::new(),
        n => format!("\nBelow 1 for {}: pairs gain nothing there.", plural(n, "measure")),
    };
    let (least, most) = (one_factor(*least), one_factor(*most));
    format!(
        "{start}, which are worth so many times as many independent runs:\n\
         from {least} to {most}.{below}"
    )
}

fn one_factor((factor, name): (f64, &str)) -> String {
    format!("{} ({name})", factor_told(factor))
}
