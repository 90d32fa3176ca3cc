//! The line on which a row of a CSV file begins.
//!
//! The reader tells where the row before ended: blank lines, which it skips, and the second half of a
//! line end lie between. So the lines are counted from the bytes, in one pass over the text.

use csv::StringRecord;

/// The lines of a text up to the row that was asked for last.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// The byte up to which line ends are counted.
    counted: usize,
    /// Line ends before it.
    ends: u64,
}

impl Lines {
    /// The line on which this row of the text begins, counted from one; rows in their order.
    pub(crate) fn of(&mut self, text: &str, row: &StringRecord) -> u64 {
        let before = row.position().map_or(0, csv::Position::byte);
        let before = usize::try_from(before).unwrap_or(usize::MAX);
        self.at(text, before)
    }

    /// The line on which the text behind this byte goes on.
    pub(crate) fn at(&mut self, text: &str, before: usize) -> u64 {
        let bytes = text.as_bytes();
        let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let behind = bytes.get(before..).unwrap_or_default();
        let start = before.min(bytes.len()) + behind.iter().take_while(|b| is_end(b)).count();
        let new = bytes.get(self.counted..start).unwrap_or_default();
        let pairs = new.windows(2).filter(|pair| pair == b"\r\n").count();
        self.ends += (new.iter().filter(|b| is_end(b)).count() - pairs) as u64;
        self.counted = self.counted.max(start);
        self.ends + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_begins_on_its_line_whatever_lies_before_it() {
        for (text, lines) in [
            ("a,b\n1,2\n3,4\n", [1, 2, 3]),
            ("\n\na,b\n1,2\n\n\n3,4", [3, 4, 7]),
            ("a,b\r\n\r\n1,2\r\n\r\n3,4\r\n", [1, 3, 5]),
            ("a,b\r1,2\r\r3,4\r", [1, 2, 4]),
            ("a,b\n\"1\n1\",2\n\n3,4\n", [1, 2, 5]),
            ("\"a\r\n\r\na\",b\r\n\"1\n1\",2\r\n3,4\r\n", [1, 4, 6]),
            ("\r\n\n\ra,b\n1,2\n\"3\",4", [4, 5, 6]),
        ] {
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let rows: Vec<StringRecord> = reader.records().map(Result::unwrap).collect();
            let mut counted = Lines::default();
            let found: Vec<u64> = rows.iter().map(|row| counted.of(text, row)).collect();
            assert_eq!(found, lines, "{text:?}");
        }
    }
}
