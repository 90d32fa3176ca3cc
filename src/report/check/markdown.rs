//! A check as Markdown, for the summary of a CI job.

use super::{Checked, Point, points, summed};
use crate::report::number::whole;

/// The most that GitHub takes as the summary of a step.
const MOST: usize = 1 << 20;
/// What the end needs.
const RESERVED: usize = 512;

/// A table with a row for each thing checked, what did not hold first; cut where it would be more
/// than GitHub takes, and then it says so.
pub fn markdown(all: &[Checked]) -> String {
    cut_at(all, MOST)
}

/// The same, of at most so many bytes, saying how much was left out.
pub fn cut_at(all: &[Checked], most: usize) -> String {
    let mut rows: Vec<(&Checked, Point)> = all
        .iter()
        .flat_map(|checked| points(checked).into_iter().map(move |point| (checked, point)))
        .collect();
    rows.sort_by_key(|(_, point)| (point.is_good, point.verdict));
    let good = if all.iter().all(Checked::is_good) { "Everything holds" } else { "Not all holds" };
    let mut out = format!("## cloudpc-sim check\n\n**{good}**: {}\n\n", summed(all));
    out += "| verdict | scenario | expected | found |\n| --- | --- | --- | --- |\n";
    for (written, (checked, point)) in rows.iter().enumerate() {
        let row = row(checked, point);
        if out.len() + row.len() + RESERVED > most {
            let left = (rows.len() - written) as u64;
            let (left, all) = (whole(left), whole(rows.len() as u64));
            out += &format!(
                "\n{left} of {all} rows are left out here, since GitHub takes at most 1 MiB; what \
                 did not hold stands first.\n"
            );
            break;
        }
        out += &row;
    }
    out
}

fn row(checked: &Checked, point: &Point) -> String {
    let at = point.position.map(|at| format!(":{}", at.line)).unwrap_or_default();
    let mark = match point.verdict {
        "met" => "✅",
        "missed" => "❌",
        _ => "❔",
    };
    let place = escaped(&format!("{}{at}", checked.file));
    let (what, told) = (escaped(&point.what), escaped(&point.told));
    format!("| {mark} {} | {place} | {what} | {told} |\n", point.verdict)
}

/// A text in which no character means anything to Markdown or HTML.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '$' | '!' => {
                out.extend(['\\', c]);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_would_obey_is_escaped() {
        assert_eq!(escaped("a_b*`[@<&"), "a\\_b\\*\\`\\[&#64;&lt;&amp;");
    }
}
