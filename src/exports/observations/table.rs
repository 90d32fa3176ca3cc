//! A table as spreadsheets save it: cells between commas, semicolons or tabs, below a header.

use csv::{Reader, ReaderBuilder, StringRecord};

use crate::scenario::lines::Lines;
use crate::scenario::printable;
use crate::scenario::problem::{did_you_mean, nearest};

/// What parts cells. Of those that occur equally often in the header the first does.
const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// As many columns are named where one is not found.
const MOST_NAMED: usize = 40;

/// A table that is read row by row.
pub(super) struct Table {
    reader: Reader<std::io::Cursor<String>>,
    header: Vec<String>,
    /// What parts its cells.
    pub(super) delimiter: char,
    /// Lines above the first that the reader sees.
    above: u64,
    lines: Lines,
}

/// A row.
pub(super) struct Row {
    /// Its first line in the file.
    pub(super) line: u64,
    cells: StringRecord,
}

impl Row {
    /// How many cells it has.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// A cell without the spaces around it; empty if there is none.
    pub(super) fn cell(&self, at: usize) -> &str {
        self.cells.get(at).unwrap_or_default().trim()
    }
}

impl Table {
    /// Reads the header of a text.
    pub(super) fn open(text: String) -> Result<Self, String> {
        // Old spreadsheets end lines by a carriage return alone.
        let has_returns = text.contains('\r');
        let text = if has_returns { text.replace("\r\n", "\n").replace('\r', "\n") } else { text };
        if text.trim().is_empty() {
            return Err("it is empty".into());
        }
        // A spreadsheet may say in a line of its own what parts the cells.
        let first = text.lines().next().unwrap_or_default().to_string();
        let said = first.strip_prefix("sep=").and_then(|rest| rest.chars().next());
        let (above, body) = match said {
            Some(_) => (1, text[first.len()..].strip_prefix('\n').unwrap_or_default().to_string()),
            None => (0, text),
        };
        let delimiter = said.unwrap_or_else(|| delimiter_of(&body));
        let byte = u8::try_from(delimiter)
            .map_err(|_| format!("line 1: cells cannot be parted by `{}`", printable(&first)))?;
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(byte)
            .from_reader(std::io::Cursor::new(body));
        let mut table = Self { reader, header: vec![], delimiter, above, lines: Lines::default() };
        let header = table.next_row()?.ok_or_else(|| "it has no header".to_string())?;
        table.header = (0..header.len()).map(|at| header.cell(at).to_string()).collect();
        Ok(table)
    }

    /// The next row, blank lines left out.
    pub(super) fn next_row(&mut self) -> Result<Option<Row>, String> {
        let mut cells = StringRecord::new();
        let is_row = self.reader.read_record(&mut cells).map_err(|error| error.to_string())?;
        if !is_row {
            return Ok(None);
        }
        let line = self.above + self.lines.of(self.reader.get_ref().get_ref(), &cells);
        if self.is_last_and_open(&cells) {
            return Err(format!("line {line}: a quotation mark is opened and never closed"));
        }
        Ok(Some(Row { line, cells }))
    }

    /// The text from a row on.
    fn rest(&self, cells: &StringRecord) -> &str {
        let start = cells.position().and_then(|at| usize::try_from(at.byte()).ok());
        let body = self.reader.get_ref().get_ref();
        start.and_then(|start| body.get(start..)).unwrap_or_default()
    }

    /// Whether a row reaches to the end of the text because of a quotation mark in it.
    fn is_last_and_open(&self, cells: &StringRecord) -> bool {
        let all = self.reader.get_ref().get_ref().len() as u64;
        let is_last = self.reader.position().byte() == all;
        is_last && !self.rest(cells).matches('"').count().is_multiple_of(2)
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> usize {
        self.header.len()
    }

    /// Where a column is.
    pub(super) fn column(&self, name: &str) -> Result<usize, String> {
        let found = (0..).zip(&self.header).filter(|(_, known)| *known == name.trim());
        let found: Vec<usize> = found.map(|(at, _)| at).collect();
        match found[..] {
            [at] => Ok(at),
            [] => {
                let known: Vec<String> = self
                    .header
                    .iter()
                    .filter(|name| !name.is_empty())
                    .map(|n| printable(n))
                    .collect();
                Err(unknown(&printable(name), &known))
            }
            [first, second, ..] => Err(format!(
                "columns {} and {} are both named `{}`; rename one of them",
                first + 1,
                second + 1,
                printable(name)
            )),
        }
    }
}

/// Says that there is no such column, and which there are if they are not too many to read.
fn unknown(name: &str, known: &[String]) -> String {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let help = match known.len() {
        0 => "no column has a name".into(),
        1..=MOST_NAMED => did_you_mean(name, &known),
        many => match nearest(name, &known) {
            Some(near) => format!("did you mean `{near}`? there are {many}"),
            None => format!("none of the {many} names is like it"),
        },
    };
    format!("there is no column `{name}`; {help}")
}

/// What parts the cells of the header: whatever is most frequent in it outside of quotation marks.
fn delimiter_of(text: &str) -> char {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let plain: String = header.split('"').step_by(2).collect();
    let frequency = |delimiter: &char| plain.matches(*delimiter).count();
    let most = DELIMITERS.iter().map(frequency).max();
    DELIMITERS.into_iter().find(|one| Some(frequency(one)) == most).unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_parted_as_the_header_parts_them() {
        for (text, delimiter, line, cell) in [
            ("a,b\n1,2\n", ',', 2, "2"),
            ("a;b\n1;2,5\n", ';', 2, "2,5"),
            ("a\tb\r\n1\t 2 \r\n", '\t', 2, "2"),
            ("\"x,y,z\";b\r1;2", ';', 2, "2"),
            ("sep=;\na;b\n1;2\n", ';', 3, "2"),
            ("sep=|\r\na|b\r\n1|2\r\n", '|', 3, "2"),
            ("\n\na,b\n\n\n1,2\n", ',', 6, "2"),
            ("a,b\n\"1\n1\",2\n", ',', 2, "2"),
            ("a,b\n\"1\n1\",2\n\n3,4\n", ',', 2, "2"),
        ] {
            let mut table = Table::open(text.into()).unwrap();
            let row = table.next_row().unwrap().unwrap();
            assert_eq!((table.delimiter, row.line, row.cell(1)), (delimiter, line, cell), "{text}");
        }
    }

    #[test]
    fn a_table_that_is_none_is_refused() {
        for (text, told) in [
            ("", "it is empty"),
            (" \r\n\t", "it is empty"),
            ("sep=;", "it has no header"),
            ("sep=€\na€b", "line 1: cells cannot be parted"),
            ("a,\"b\n1,2\n", "line 1: a quotation mark is opened and never closed"),
        ] {
            let why = Table::open(text.into()).err().unwrap();
            assert!(why.contains(told), "{text}: {why}");
        }
    }
}
