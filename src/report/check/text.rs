//! A check for people: a line each.

use anstyle::{AnsiColor, Style};

use super::{Checked, points, summed};
use crate::report::number::plural;

const BOLD: Style = Style::new().bold();

/// Every scenario with what was checked of it, then the totals.
pub fn text(all: &[Checked]) -> String {
    let mut out: String = all.iter().map(scenario).collect();
    out += &format!("{}\n", summed(all));
    out
}

fn scenario(checked: &Checked) -> String {
    let heading = &checked.heading;
    let mut out = format!(
        "{BOLD}{}{BOLD:#}: {}, seed {}, fingerprint {:032x}\n",
        checked.file,
        plural(heading.replications, "replication"),
        heading.seed,
        checked.fingerprint
    );
    for point in points(checked) {
        let color = match point.verdict {
            "met" => AnsiColor::Green,
            "missed" => AnsiColor::Red,
            _ => AnsiColor::Yellow,
        };
        let style = color.on_default();
        out += &format!("  {style}{:9}{style:#} {}: {}\n", point.verdict, point.what, point.told);
    }
    out
}
