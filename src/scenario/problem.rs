//! What is wrong with a scenario, where, and what would have been right.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// As many problems are shown; the rest is counted.
const SHOWN: usize = 50;
/// Characters of a message, label or help that are shown.
const LONGEST_TEXT: usize = 1_000;
/// Characters of a value that are quoted.
const LONGEST_QUOTE: usize = 60;
/// What some editors put before a text.
const BYTE_ORDER_MARK: char = '\u{feff}';
/// Characters of a line that are shown from a problem's first on.
const LONGEST_LINE: usize = 200;

/// A text that problems point into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The file's name, or `--set`.
    pub name: String,
    /// All of it, as read.
    pub text: String,
}

/// Where something stands: bytes of one of [`Problems::sources`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Index into [`Problems::sources`].
    pub source: usize,
    /// Bytes of its text.
    pub span: Range<usize>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What, as the headline.
    pub message: String,
    /// What, beside the caret.
    pub label: String,
    /// What would have been right.
    pub help: Option<String>,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Severity {
    /// The scenario cannot be simulated.
    #[default]
    Error,
    /// It can, but may not be what was meant.
    Warning,
}

/// Everything that is wrong with a scenario, and the texts it stands in.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    /// The scenario file first, then every `--set`.
    pub sources: Vec<Source>,
    /// In the order found.
    pub list: Vec<Problem>,
    /// How bad all of it is.
    pub severity: Severity,
    /// Whether a syntax error may have hidden parts of a text: what seems missing may be there.
    pub partial: bool,
}

impl Problem {
    /// A problem without help.
    pub fn new(place: &Place, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self { place: place.clone(), message: message.into(), label: label.into(), help: None }
    }

    /// The same, saying what would have been right.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    fn key(&self) -> (usize, usize, usize, &str) {
        (self.place.source, self.place.span.start, self.place.span.end, &self.message)
    }
}

impl Problems {
    /// No problem yet with this text.
    pub fn new(source: Source) -> Self {
        Self { sources: vec![source], ..Self::default() }
    }

    /// Adds a problem.
    pub fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// How many there are: what is found twice is one problem.
    pub fn count(&self) -> usize {
        self.sorted().len()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All problems by place, each once: file, line, column, caret, help.
    #[expect(
        clippy::fn_params_excessive_bools,
        reason = "whether the terminal takes colors is a yes or no that callers pass on"
    )]
    pub fn render(&self, styled: bool) -> String {
        let list = self.sorted();
        let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
        let mut text = String::new();
        for problem in list.iter().take(SHOWN) {
            text += &renderer.render(&[self.report(problem)]);
            text.push_str("\n\n");
        }
        if list.len() > SHOWN {
            writeln!(text, "and {} more", list.len() - SHOWN).expect("a String takes any text");
        }
        text
    }

    /// By place, each once.
    fn sorted(&self) -> Vec<&Problem> {
        let mut list: Vec<_> = self.list.iter().collect();
        list.sort_by_key(|problem| problem.key());
        list.dedup();
        list
    }

    fn report(&self, problem: &Problem) -> Group<'_> {
        let source = &self.sources[problem.place.source];
        let line = Line::of(&source.text, &problem.place.span);
        let caret = AnnotationKind::Primary.span(line.span).label(printable(&problem.label));
        let snippet = Snippet::source(line.text)
            .path(printable(&source.name))
            .line_start(line.number)
            .annotation(caret);
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(printable(&problem.message));
        let help = problem.help.iter().map(|help| Level::HELP.message(printable(help)));
        title.element(snippet).elements(help)
    }
}

/// The line a problem starts in, cut after it, without characters a terminal would obey.
struct Line {
    number: usize,
    text: String,
    span: Range<usize>,
}

impl Line {
    fn of(text: &str, span: &Range<usize>) -> Self {
        let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        let start = text.floor_char_boundary(span.start.clamp(mark, text.len()));
        let end = text.floor_char_boundary(span.end.clamp(start, text.len()));
        let begin = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let number = 1 + text[..start].bytes().filter(|&byte| byte == b'\n').count();
        let rest = &text[start..];
        let rest = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let rest = rest.strip_suffix('\r').unwrap_or(rest);
        let marked = tame(&rest[..rest.len().min(end - start)], LONGEST_LINE);
        let after = tame(&rest[rest.len().min(end - start)..], LONGEST_LINE);
        let before = tame(text[begin..start].trim_start_matches(BYTE_ORDER_MARK), usize::MAX);
        let span = before.len()..before.len() + marked.len();
        Self { number, text: before + &marked + &after, span }
    }
}

/// The first `most` characters; those a terminal would obey are replaced one by one.
fn tame(text: &str, most: usize) -> String {
    let tamed = |c: char| if c != '\t' && obeyed(c) { '\u{fffd}' } else { c };
    text.chars().take(most).map(tamed).collect()
}

/// Control characters, and those that turn the direction of writing.
fn obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// A text with every character that a terminal would obey written as an escape, and not too long.
pub fn printable(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars().take(LONGEST_TEXT) {
        if obeyed(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    if text.chars().nth(LONGEST_TEXT).is_some() {
        shown.push('…');
    }
    shown
}

/// A text between backticks, shortened where it is long.
pub fn quoted(text: &str) -> String {
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

/// The known name most like this one, if any is like it; case and `-` for `_` do not count.
pub fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let plain = |name: &str| name.to_lowercase().replace('-', "_");
    let length = name.chars().count();
    if length > LONGEST_QUOTE {
        return None;
    }
    let distance = |other: &str| strsim::osa_distance(&plain(name), &plain(other));
    let like = |other: &str| distance(other) <= (length.max(other.chars().count()) / 3).max(1);
    known.iter().copied().filter(|other| like(other)).min_by_key(|other| distance(other))
}

/// The help for a name that is not known: the nearest, then all.
pub fn did_you_mean(name: &str, known: &[&str]) -> String {
    let mut all = known.to_vec();
    all.sort_unstable();
    let all = all.join(", ");
    match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`? known: {all}"),
        None => format!("known: {all}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Problems {
        Problems::new(Source { name: "a.toml".into(), text: text.into() })
    }

    fn at(span: Range<usize>) -> Place {
        Place { source: 0, span }
    }

    #[test]
    fn problems_are_shown_by_place_and_each_once() {
        let mut found = problems("one = 1\r\ntwo = 2\r\n");
        found.push(Problem::new(&at(9..12), "second", "here").help("so"));
        found.push(Problem::new(&at(0..3), "first", "here"));
        found.push(Problem::new(&at(9..12), "second", "here").help("so"));
        assert_eq!(found.count(), 2);
        insta::assert_snapshot!(found.render(false), @r"
        error: first
         --> a.toml:1:1
          |
        1 | one = 1
          | ^^^ here

        error: second
         --> a.toml:2:1
          |
        2 | two = 2
          | ^^^ here
          |
          = help: so
        ");
    }

    #[test]
    fn fifty_problems_are_shown_and_the_rest_counted() {
        let mut found = problems("x");
        for i in 0..73 {
            found.push(Problem::new(&at(0..1), format!("{i}"), ""));
        }
        let text = found.render(false);
        assert_eq!(text.matches("error:").count(), 50);
        assert!(text.ends_with("and 23 more\n"));
    }

    #[test]
    fn a_line_of_a_megabyte_is_cropped_on_both_sides() {
        let line = "x".repeat(1 << 20);
        let mut found = problems(&line);
        for span in [0..1, 500_000..900_000, 1 << 20..1 << 20] {
            found.push(Problem::new(&at(span), quoted(&line), line.clone()).help(line.clone()));
        }
        let text = found.render(false);
        assert!(text.len() < 10_000, "{}", text.len());
        assert!(text.contains("a.toml:1:500001"));
    }

    #[test]
    fn what_a_terminal_would_obey_is_not_shown_raw() {
        let evil = "a\u{1b}[31m\u{9b}2J\u{202e}\u{7}\0\u{200b}";
        let mut found = Problems::new(Source { name: evil.into(), text: evil.into() });
        found.push(Problem::new(&at(0..3), evil, evil).help(evil));
        let text = found.render(false);
        assert!(!text.contains(|c: char| c != '\n' && obeyed(c)), "{text:?}");
    }

    #[test]
    fn places_beside_the_text_do_not_panic() {
        let mut found = problems("é\n");
        for span in [0..1, 1..9, 7..9, 3..3, 2..3] {
            found.push(Problem::new(&at(span), "m", "l"));
        }
        assert_eq!(found.render(true).matches("a.toml").count(), 5);
    }

    #[test]
    fn the_nearest_name_is_near() {
        let known = ["prefix", "in_use", "health_check", "hybrid"];
        for (name, near) in [
            ("prefx", Some("prefix")),
            ("In-Use", Some("in_use")),
            ("healthcheck", Some("health_check")),
            ("hybird", Some("hybrid")),
            ("", None),
            ("zzz", None),
        ] {
            assert_eq!(nearest(name, &known), near, "{name}");
        }
    }
}
