//! Observed lengths of time from a table: how long something took, row by row.
//!
//! Nothing is repaired: a cell that is no length is told with its line, its column and the reason,
//! and either ends the reading or leaves its row out, as asked.

mod cell;
mod dates;
mod row;
mod table;

use crate::kernel::time::SimDuration;
use crate::scenario::printable;

use super::log::Log;
use super::text;

pub use cell::{Moment, Unit, moment};
pub use dates::Order;

use row::Reader;
use table::{Row, Table};

/// More rows than this are not read: so many lengths say no more than a tenth of them.
const MOST_ROWS: usize = 100_000;
/// As many unusable rows are told; the rest is counted.
const MOST_TOLD: usize = 10;

/// Which columns hold what.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Where the lengths are.
    pub lengths: Lengths,
    /// Where it stands that something had not ended.
    pub censored: Option<Censored>,
    /// What becomes of a row that cannot be used.
    pub unusable: Unusable,
}

/// Where the lengths are.
#[derive(Clone, Debug)]
pub enum Lengths {
    /// In one column.
    Column {
        /// Its name.
        name: String,
        /// What its numbers count, if they are plain numbers.
        unit: Option<Unit>,
    },
    /// Between the instants of two columns.
    Between {
        /// The column of starts.
        from: String,
        /// The column of ends.
        to: String,
        /// Until when something had not ended whose end is empty.
        until: Option<Moment>,
        /// Which of day and month is first; what the dates of both columns tell if nothing is given.
        order: Option<Order>,
    },
}

/// A column that says whether something had not ended when it was last seen.
#[derive(Clone, Debug)]
pub struct Censored {
    /// Its name.
    pub column: String,
    /// What stands there if it had not; yes or no if nothing is given.
    pub words: Vec<String>,
}

/// What becomes of a row that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// Nothing is read.
    Refused,
    /// It is left out and told.
    LeftOut,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observations {
    /// Lengths of what ended, in the order of rows.
    pub ended: Vec<SimDuration>,
    /// How long those had lasted that had not ended.
    pub censored: Vec<SimDuration>,
    /// How many rows were left out.
    pub left_out: u64,
    /// What there is to say, a line each.
    pub notes: Vec<String>,
}

/// Reads the observed lengths of a file.
///
/// # Errors
/// Where and why they cannot be read.
pub fn read(name: &str, bytes: Vec<u8>, wanted: &Wanted) -> Result<Observations, String> {
    let file = printable(name);
    let log = Log::default();
    let read = text::decode(bytes, &file, &log).and_then(|text| rows(text, &file, wanted));
    let mut found = read.map_err(|why| format!("{file}: {why}"))?;
    found.notes.extend(log.lines());
    Ok(found)
}

fn rows(text: String, file: &str, wanted: &Wanted) -> Result<Observations, String> {
    let mut table = Table::open(text)?;
    let mut reader = Reader::new(&table, wanted)?;
    let mut found = Observations::default();
    let mut unusable = Told::default();
    let all = all_rows(&mut table)?;
    reader.find_order(&all)?;
    for row in &all {
        match reader.length(row)? {
            Ok((length, false)) => found.ended.push(length),
            Ok((length, true)) => found.censored.push(length),
            Err(why) => unusable.tell(format!("line {}, {why}", row.line)),
        }
    }
    found.left_out = unusable.count;
    match wanted.unusable {
        Unusable::Refused if unusable.count > 0 => return Err(unusable.refusal(file)),
        Unusable::LeftOut if unusable.count == all.len() as u64 => {
            return Err(format!("none of its rows can be used: {}", unusable.refusal(file)));
        }
        Unusable::Refused | Unusable::LeftOut => {}
    }
    found.notes.extend(unusable.notes(file));
    found.notes.extend(reader.notes().into_iter().map(|note| format!("{file}: {note}")));
    Ok(found)
}

fn all_rows(table: &mut Table) -> Result<Vec<Row>, String> {
    let mut rows = vec![];
    while let Some(row) = table.next_row()? {
        if rows.len() == MOST_ROWS {
            return Err(format!("more than {MOST_ROWS} rows; a sample of them will do"));
        }
        rows.push(row);
    }
    if rows.is_empty() { Err("no rows below the header".into()) } else { Ok(rows) }
}

/// Rows that cannot be used: the first of them in words.
#[derive(Default)]
struct Told {
    first: Vec<String>,
    count: u64,
}

impl Told {
    fn tell(&mut self, why: String) {
        self.count += 1;
        if self.first.len() < MOST_TOLD {
            self.first.push(why);
        }
    }

    /// How many more there are than are told in words.
    fn others(&self) -> Option<u64> {
        let told = u64::try_from(self.first.len()).unwrap_or(u64::MAX);
        self.count.checked_sub(told).filter(|others| *others > 0)
    }

    fn refusal(&self, file: &str) -> String {
        let others = self.others().map(|n| format!("\n{file}: and {n} more")).unwrap_or_default();
        let help = "--skip-unusable leaves such rows out and says how many";
        format!("{}{others}\n{help}", self.first.join(&format!("\n{file}: ")))
    }

    fn notes(&self, file: &str) -> Vec<String> {
        let told = self.first.iter().map(|why| format!("{file}: {why}; left out"));
        told.chain(self.others().map(|n| format!("{file}: and {n} more left out"))).collect()
    }
}
