//! A check as workflow commands of GitHub Actions, which become annotations at lines of files.

use super::{Checked, Point, points, summed};

/// An error for each miss, a warning for each point that is undecided, then the totals.
pub fn github(all: &[Checked]) -> String {
    let mut out = String::new();
    for checked in all {
        for point in points(checked).iter().filter(|point| !point.is_good) {
            out += &annotation(checked, point);
        }
    }
    out += &format!("{}\n", summed(all));
    out
}

fn annotation(checked: &Checked, point: &Point) -> String {
    let command = if point.verdict == "undecided" { "warning" } else { "error" };
    let at = point.position.map(|at| format!(",line={},col={}", at.line, at.column));
    let title = format!("{}: {}", point.verdict, point.what);
    format!(
        "::{command} file={}{},title={}::{}\n",
        property(&checked.file),
        at.unwrap_or_default(),
        property(&title),
        data(&format!("{}: {}", point.what, point.told))
    )
}

/// What stands after the `::`: no line feed may end the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property, which a comma or a colon would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("a%b\r\nc:d,e"), "a%25b%0D%0Ac:d,e");
        assert_eq!(property("a%b\r\nc:d,e"), "a%25b%0D%0Ac%3Ad%2Ce");
    }
}
