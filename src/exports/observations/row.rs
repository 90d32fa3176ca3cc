//! One row: its length, and whether that had ended.

use crate::kernel::time::SimDuration;
use crate::scenario::printable;

use super::cell::{self, Length, Moment, Unit};
use super::dates::{self, Evidence, Order};
use super::table::{Row, Table};
use super::{Censored, Lengths, Wanted};

/// Reads rows, and remembers what there is to say about all of them.
pub(super) struct Reader<'a> {
    lengths: Columns<'a>,
    censored: Option<(Column<'a>, &'a Censored)>,
    width: usize,
    delimiter: char,
    /// What parted decimals first, and in which line.
    decimals: Option<(char, u64)>,
    /// The first line with a date that says no offset.
    wall: Option<u64>,
    /// Which of day and month is first in dates.
    order: Order,
    /// How that was found.
    found: Option<String>,
    /// How many rows a word made censored.
    by_word: u64,
}

/// A column by its name and number.
#[derive(Clone, Copy)]
struct Column<'a> {
    name: &'a str,
    at: usize,
}

enum Columns<'a> {
    One(Column<'a>, Option<Unit>),
    Two(Span<'a>),
}

/// What lies between two columns.
#[derive(Clone, Copy)]
struct Span<'a> {
    from: Column<'a>,
    to: Column<'a>,
    until: Option<Moment>,
    order: Option<Order>,
}

/// A length and whether it is censored, or why the row cannot be used.
type Read = Result<(SimDuration, bool), String>;

impl<'a> Reader<'a> {
    /// Finds the columns.
    pub(super) fn new(table: &Table, wanted: &'a Wanted) -> Result<Self, String> {
        let column = |name: &'a str| table.column(name).map(|at| Column { name, at });
        let lengths = match &wanted.lengths {
            Lengths::Column { name, unit } => Columns::One(column(name)?, *unit),
            Lengths::Between { from, to, until, order } => {
                let (from, to) = (column(from)?, column(to)?);
                Columns::Two(Span { from, to, until: *until, order: *order })
            }
        };
        let censored = match &wanted.censored {
            Some(censored) => Some((column(&censored.column)?, censored)),
            None => None,
        };
        let (width, delimiter) = (table.width(), table.delimiter);
        Ok(Self {
            lengths,
            censored,
            width,
            delimiter,
            decimals: None,
            wall: None,
            order: Order::DayFirst,
            found: None,
            by_word: 0,
        })
    }

    /// Finds which of day and month is first in the dates of all rows.
    ///
    /// # Errors
    /// Why that is not certain.
    pub(super) fn find_order(&mut self, rows: &[Row]) -> Result<(), String> {
        let Columns::Two(span) = self.lengths else { return Ok(()) };
        if let Some(order) = span.order {
            self.order = order;
            return Ok(());
        }
        let mut evidence = Evidence::default();
        for row in rows.iter().filter(|row| row.len() == self.width) {
            for column in [span.from, span.to] {
                let place = || format!("line {}, column `{}`", row.line, column.shown());
                evidence.see(row.cell(column.at), place);
            }
        }
        (self.order, self.found) = evidence.order()?;
        Ok(())
    }

    /// The length of a row.
    ///
    /// # Errors
    /// Why no row can be read.
    pub(super) fn length(&mut self, row: &Row) -> Result<Read, String> {
        if row.len() != self.width {
            return Ok(Err(self.wrong_width(row)));
        }
        let censored = match self.is_censored(row) {
            Ok(censored) => censored,
            Err(why) => return Ok(Err(why)),
        };
        match self.lengths {
            Columns::One(column, unit) => {
                let read = self.one(row, column, unit)?;
                Ok(read.map(|length| (length, censored)).map_err(|why| column.says(&why)))
            }
            Columns::Two(span) => {
                let read = self.two(row, span);
                Ok(read.map(|(length, is_open)| (length, censored || is_open)))
            }
        }
    }

    fn wrong_width(&self, row: &Row) -> String {
        let cells = if row.len() == 1 { "cell" } else { "cells" };
        let help = if row.len() > self.width && self.delimiter == ',' {
            "; a decimal comma needs cells parted by semicolons"
        } else {
            ""
        };
        format!("the row has {} {cells} where the header has {}{help}", row.len(), self.width)
    }

    fn is_censored(&mut self, row: &Row) -> Result<bool, String> {
        let Some((column, censored)) = self.censored else { return Ok(false) };
        let cell = row.cell(column.at);
        if censored.words.is_empty() {
            return cell::truth(cell).map_err(|why| column.says(&why));
        }
        let plain = cell.to_lowercase();
        let is_one = censored.words.iter().any(|word| word.trim().to_lowercase() == plain);
        self.by_word += u64::from(is_one);
        Ok(is_one)
    }

    fn one(
        &mut self,
        row: &Row,
        column: Column<'_>,
        unit: Option<Unit>,
    ) -> Result<Result<SimDuration, String>, String> {
        let cell = row.cell(column.at);
        let (value, mark) = match cell::length(cell, self.delimiter) {
            Ok(Length::Written(length)) => return Ok(cell::positive(length)),
            Ok(Length::Number(value, mark)) => (value, mark),
            Err(why) => return Ok(Err(why)),
        };
        let Some(unit) = unit else {
            let help = "a number without a unit; add --unit s, m, h or d";
            return Err(format!("line {}, {}", row.line, column.says(help)));
        };
        Ok(self.consistent(mark, row.line).and_then(|()| {
            let length = cell::of_unit(value, unit)?;
            cell::positive(length)
        }))
    }

    /// Decimals are parted alike in all rows, or one of them means thousands.
    fn consistent(&mut self, mark: Option<char>, line: u64) -> Result<(), String> {
        let Some(mark) = mark else { return Ok(()) };
        match *self.decimals.get_or_insert((mark, line)) {
            (first, _) if first == mark => Ok(()),
            (first, at) => {
                Err(format!("decimals after `{mark}`, but after `{first}` in line {at}"))
            }
        }
    }

    fn two(&mut self, row: &Row, Span { from, to, until, .. }: Span<'_>) -> Read {
        let read = |text: &str| dates::moment(text, self.order);
        let start = read(row.cell(from.at)).map_err(|why| from.says(&why))?;
        let end = row.cell(to.at);
        let (end, is_open) = match until {
            Some(until) if end.is_empty() => (until, true),
            None if end.is_empty() => {
                let help = "empty; if it had not ended, say until when by --until";
                return Err(to.says(help));
            }
            Some(_) | None => (read(end).map_err(|why| to.says(&why))?, false),
        };
        if matches!(start, Moment::Wall(_)) {
            self.wall.get_or_insert(row.line);
        }
        let length = cell::between(start, end).map_err(|why| to.says(&why))?;
        Ok((length, is_open))
    }

    /// What there is to say about all rows.
    pub(super) fn notes(&self) -> Vec<String> {
        let decimals = self.decimals.filter(|(mark, _)| *mark == ',');
        let comma = decimals.map(|(_, line)| {
            format!("numbers are read with a decimal comma, first in line {line}")
        });
        let wall = self.wall.map(|line| {
            format!(
                "dates without an offset from UTC, first in line {line}, are taken as those of one \
                 clock that is never changed; across a change to or from daylight saving time a \
                 length would be an hour off"
            )
        });
        let word = self.censored.filter(|(_, censored)| !censored.words.is_empty());
        let none = word.filter(|_| self.by_word == 0).map(|(column, censored)| {
            let words = printable(&censored.words.join(", "));
            format!("no row has {words} in column `{}`: nothing is censored", column.shown())
        });
        comma.into_iter().chain(self.found.clone()).chain(wall).chain(none).collect()
    }
}

impl Column<'_> {
    fn shown(&self) -> String {
        printable(self.name.trim())
    }

    fn says(&self, why: &str) -> String {
        format!("column `{}`: {why}", self.shown())
    }
}
