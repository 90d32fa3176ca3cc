//! A TOML parser's error in plain words.

use std::ops::Range;

use super::problem::{Place, Problem, quoted};

/// The problem that the parser's message tells about this part of the text.
pub(super) fn problem(message: &str, text: &str, span: &Range<usize>, place: &Place) -> Problem {
    let written = text.get(span.clone()).unwrap_or_default();
    let next = text.get(span.start..).and_then(|rest| rest.chars().next());
    let (what, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let say = |message: &str, label: &str| Problem::new(place, message, label);
    let no_value =
        |label| Problem::new(place, format!("{} is no TOML value", quoted(written)), label);
    match what {
        "string values must be quoted" if written.is_empty() => {
            say("a value is missing", "expected a value")
        }
        "string values must be quoted" => no_value("not in quotes").help(in_quotes(written)),
        "invalid boolean" | "invalid float" if written.starts_with(char::is_alphabetic) => {
            no_value("not known").help(word(written))
        }
        "duplicate key" => {
            Problem::new(place, format!("{} stands here twice", quoted(written)), "again")
        }
        "cannot recurse further; max recursion depth met" | "recursion limit" => {
            say("tables and lists nested too deep", "here")
        }
        "invalid basic string" | "invalid literal string" => match next {
            None | Some('\n' | '\r') => say("a text without its closing quote", "here"),
            Some(c) if c.is_control() => say("a control character in a text", "here")
                .help(format!("in double quotes it is written \\u{:04X}", u32::from(c))),
            Some(_) => plain(place, what, expected),
        },
        _ => {
            let help = help(what, next).map(Into::into);
            Problem { help, ..plain(place, what, expected) }
        }
    }
}

fn plain(place: &Place, what: &str, expected: &str) -> Problem {
    let label = match expected {
        "" | "nothing" => "here".into(),
        _ => format!("expected {expected}"),
    };
    Problem::new(place, what, label)
}

fn word(written: &str) -> String {
    match written.to_lowercase().as_str() {
        "true" => "write true".into(),
        "false" => "write false".into(),
        "null" | "none" | "nil" => "leave out a key that has no value".into(),
        _ => in_quotes(written),
    }
}

/// How a text is written whose quotes are missing, or are not those of a keyboard.
fn in_quotes(written: &str) -> String {
    let bare = written.trim_matches(['“', '”', '„', '‘', '’', '«', '»']);
    format!("a text stands in quotes: \"{bare}\"")
}

fn help(what: &str, next: Option<char>) -> Option<&'static str> {
    match what {
        "invalid mantissa" => Some("a number has a digit before its point: 0.5"),
        "too few unicode value digits" | "missing escaped value" => {
            Some("a text with a \\ stands in single quotes: 'C:\\Users'")
        }
        "unexpected key or value" if next == Some(',') => {
            Some("a number has a point and no comma: 0.5, 1000")
        }
        "invalid unquoted key" if next.is_some_and(char::is_alphabetic) => {
            Some("a name with other letters stands in quotes: [wave.\"büro\"]")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::scenario;

    #[test]
    fn a_syntax_error_says_in_plain_words_what_would_have_been_right() {
        for (text, message, help) in [
            ("a = 14d", "`14d` is no TOML value", "a text stands in quotes: \"14d\""),
            ("a = “14d”", "`“14d”` is no TOML value", "a text stands in quotes: \"14d\""),
            ("a = ", "a value is missing", ""),
            ("a = True", "`True` is no TOML value", "write true"),
            ("a = null", "`null` is no TOML value", "leave out a key that has no value"),
            ("a = 1\na = 2", "`a` stands here twice", ""),
            ("a = \"b", "a text without its closing quote", ""),
            ("a = 'b\n", "a text without its closing quote", ""),
            (
                "a = \"\0\"",
                "a control character in a text",
                "in double quotes it is written \\u0000",
            ),
            (
                "a = \"C:\\Users\"",
                "too few unicode value digits",
                "a text with a \\ stands in single quotes: 'C:\\Users'",
            ),
            ("a = 0,5", "unexpected key or value", "a number has a point and no comma: 0.5, 1000"),
            ("a = .5", "invalid mantissa", "a number has a digit before its point: 0.5"),
            (
                "[ü]",
                "invalid unquoted key",
                "a name with other letters stands in quotes: [wave.\"büro\"]",
            ),
        ] {
            let (_, problems) = scenario(text, &[]);
            let found = problems.list.iter().find(|problem| problem.message == message);
            let found = found.unwrap_or_else(|| panic!("{}", problems.render(false)));
            assert_eq!(found.help.clone().unwrap_or_default(), help, "{text}");
        }
    }
}
