//! Observed lengths of time from a column of a CSV file.

use super::duration;
use super::lines::Lines;
use super::problem::{did_you_mean, quoted};
use super::reader::{Reader, Why};
use super::tree::Spanned;
use crate::kernel::math;
use crate::kernel::time::SimDuration;

/// The lengths of a column: numbers of seconds, or lengths as a scenario writes them.
pub(super) fn lengths(
    reader: &mut Reader<'_>,
    csv: &Spanned<String>,
    column: &Spanned<String>,
) -> Option<Vec<SimDuration>> {
    let file = quoted(&csv.value);
    if let Some(why) = outside(&csv.value) {
        reader.refuse(&csv.place, "a distribution from a file beside the scenario", why);
        return None;
    }
    let text = match reader.files().text(&csv.value) {
        Ok(text) => text,
        Err(why) => {
            let why = Why::new(format!("{file}: {why}"));
            reader.refuse(&csv.place, "a distribution from a file that can be read", why);
            return None;
        }
    };
    let read = rows(&text, &column.value);
    let refuse = |why: Why| {
        let why = Why { label: format!("{file}: {}", why.label), ..why };
        reader.refuse(&column.place, "a distribution from a column of lengths", why);
    };
    read.map_err(refuse).ok()
}

/// Why a name may lead out of the scenario's folder, or mean something else on another system.
fn outside(name: &str) -> Option<Why> {
    let label = if name.is_empty() {
        "empty"
    } else if name.contains('\\') {
        return Some(Why::new("a \\ in a path").help("write / between folders"));
    } else if name.starts_with('/') || name.contains(':') {
        "an absolute path"
    } else if name.split('/').any(|folder| folder == "..") {
        "leads out of the scenario's folder"
    } else if name.chars().any(char::is_control) {
        "a control character in a path"
    } else {
        return None;
    };
    Some(Why::new(label).help("a path is relative to the scenario, without `..` or a drive"))
}

fn rows(text: &str, column: &str) -> Result<Vec<SimDuration>, Why> {
    let text = text.trim_start_matches('\u{feff}');
    let mut table = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header = table.headers().map_err(|error| Why::new(error.to_string()))?.clone();
    let known: Vec<_> = header.iter().collect();
    let at = known.iter().position(|name| *name == column).ok_or_else(|| {
        Why::new(format!("no column {}", quoted(column))).help(did_you_mean(column, &known))
    })?;
    let mut lengths = Vec::new();
    let mut lines = Lines::default();
    for row in table.records() {
        let row = row.map_err(|error| unread(&error, text, &mut lines))?;
        let line = lines.of(text, &row);
        let length = cell(row.get(at).unwrap_or_default());
        lengths.push(
            length.map_err(|why| Why { label: format!("line {line}: {}", why.label), ..why })?,
        );
    }
    if lengths.is_empty() { Err(Why::new("no rows")) } else { Ok(lengths) }
}

/// Why a row cannot be read.
fn unread(error: &csv::Error, text: &str, lines: &mut Lines) -> Why {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { pos: Some(at), expected_len, len } => {
            let line = lines.at(text, usize::try_from(at.byte()).unwrap_or(usize::MAX));
            Why::new(format!("line {line}: cells: {len}, in the header: {expected_len}"))
        }
        _ => Why::new(error.to_string()),
    }
}

fn cell(text: &str) -> Result<SimDuration, Why> {
    let Ok(seconds) = text.parse::<f64>() else { return duration::length(text) };
    let most = math::from_length(SimDuration::LONGEST);
    let ms = seconds * 1000.0;
    let outside = || Why::new(format!("{} seconds are no length of time", quoted(text)));
    (0.0..=most).contains(&ms).then(|| math::to_length(ms)).ok_or_else(outside)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{refusal, value};
    use super::*;
    use crate::kernel::variate::Distribution;

    #[test]
    fn a_column_holds_seconds_or_lengths() {
        let text = "{ dist = 'empirical', csv = 'data/a.csv', column = 'took' }";
        let lengths = [500, 60_000, 90_000, 1_800_000].map(SimDuration::from_ms);
        assert_eq!(value::<Distribution>(text), Distribution::Empirical(lengths.to_vec()));
    }

    #[test]
    fn a_column_that_cannot_be_read_is_refused() {
        for (csv, column, label) in [
            ("data/a.csv", "tok", "`data/a.csv`: no column `tok`"),
            ("b.csv", "took", "`b.csv`: line 3: `soon` is no length of time"),
            ("b.csv", "n", "`b.csv`: line 2: `-1` seconds are no length of time"),
            ("e.csv", "took", "`e.csv`: line 7: `soon` is no length of time"),
            ("f.csv", "took", "`f.csv`: line 6: cells: 3, in the header: 2"),
            ("c.csv", "took", "`c.csv`: no rows"),
            ("d.csv", "took", "`d.csv`: no such file"),
            ("../a.csv", "took", "leads out of the scenario's folder"),
            ("/etc/a.csv", "took", "an absolute path"),
            ("C:a.csv", "took", "an absolute path"),
            ("data\\\\a.csv", "took", "a \\ in a path"),
            ("", "took", "empty"),
        ] {
            let text = format!("{{ dist = 'empirical', csv = \"{csv}\", column = '{column}' }}");
            assert_eq!(refusal::<Distribution>(&text).0, label, "{text}");
        }
    }
}
