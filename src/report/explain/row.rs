//! Rows of a story: when, how long, what; wrapped into columns under headings of days.

use anstyle::{AnsiColor, Style};

use crate::kernel::math::from_length;
use crate::kernel::time::{SimDuration, SimTime};
use crate::report::heading::Heading;
use crate::report::number::length;

/// Lines are no wider than this.
const WIDTH: usize = 100;
/// Time, how long, and what stands between.
const MARGIN: usize = 8 + 2 + 7 + 2;

pub(super) const BOLD: Style = Style::new().bold();
const RED: Style = AnsiColor::Red.on_default();
const GREEN: Style = AnsiColor::Green.on_default();

/// How a row is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Head,
    Good,
    Bad,
}

/// One happening.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) at: SimTime,
    pub(super) took: Option<SimDuration>,
    pub(super) what: String,
    pub(super) tone: Tone,
}

impl Row {
    /// Something that takes no time.
    pub(super) fn at(at: SimTime, tone: Tone, what: impl Into<String>) -> Self {
        Self { at, took: None, what: what.into(), tone }
    }

    /// Something that lasts from one instant to another.
    pub(super) fn from_to(from: SimTime, to: SimTime, what: impl Into<String>) -> Self {
        Self { at: from, took: Some(to.since(from)), what: what.into(), tone: Tone::Plain }
    }
}

/// All rows, in order of time.
pub(super) fn table(rows: &[Row], heading: &Heading) -> String {
    let mut day = String::new();
    let mut out = String::new();
    for row in rows {
        let civil = heading.civil(row.at);
        let today = civil.strftime("%A %Y-%m-%d").to_string();
        if today != day {
            out += &format!("\n{BOLD}{today}{BOLD:#}\n");
            day = today;
        }
        let took = row.took.map(duration).unwrap_or_default();
        let time = civil.strftime("%H:%M:%S");
        let lines = wrapped(&row.what, WIDTH - MARGIN);
        let style = style(row.tone);
        for (i, line) in lines.iter().enumerate() {
            let left = if i == 0 { format!("{time}  {took:>7}") } else { String::new() };
            out += &format!("{left:<MARGIN$}{style}{line}{style:#}\n");
        }
    }
    out
}

/// A text in lines of the full width, all but the first of them indented.
pub(super) fn paragraph(text: &str, indent: usize) -> String {
    let lines = wrapped(text, WIDTH - indent);
    lines.join(&format!("\n{:indent$}", "")) + "\n"
}

fn style(tone: Tone) -> Style {
    match tone {
        Tone::Plain => Style::new(),
        Tone::Head => BOLD,
        Tone::Good => GREEN,
        Tone::Bad => RED,
    }
}

/// Words in lines of at most so many characters; a longer word has a line of its own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if visible(line) + 1 + visible(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_string()),
        }
    }
    lines
}

/// Characters of a text that are seen: not those of ANSI sequences, which end in `m`.
fn visible(text: &str) -> usize {
    let hidden = text.split('\u{1b}').skip(1);
    let hidden = hidden.map(|rest| rest.find('m').map_or(0, |end| end + 2));
    text.chars().count() - hidden.sum::<usize>()
}

/// A length for people.
pub(super) fn duration(duration: SimDuration) -> String {
    length(from_length(duration) / 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_and_none_is_lost() {
        let lines = wrapped("one two  three seventeen four", 9);
        assert_eq!(lines, ["one two", "three", "seventeen", "four"]);
        assert_eq!(wrapped("", 9), Vec::<String>::new());
        let bold = format!("{BOLD}one{BOLD:#} two five");
        assert_eq!(wrapped(&bold, 9), [format!("{BOLD}one{BOLD:#} two"), "five".into()]);
    }
}
