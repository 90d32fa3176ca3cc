//! The order of day and month in the dates of a table, found from all of them.

use crate::exports::date::{self, Ordered};

use super::cell::{self, Moment};

/// Which of day and month a date writes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The day, as in Germany and Great Britain.
    DayFirst,
    /// The month, as in the United States.
    MonthFirst,
}

impl Order {
    fn first(self) -> &'static str {
        match self {
            Self::DayFirst => "day",
            Self::MonthFirst => "month",
        }
    }
}

/// Reads a date and time of ISO 8601, or else of some locale in this order.
pub(super) fn moment(text: &str, order: Order) -> Result<Moment, String> {
    let why = match cell::moment(text) {
        Ok(moment) => return Ok(moment),
        Err(why) => why,
    };
    let read = date::ordered(text).ok_or(why)??;
    let at = match order {
        Order::DayFirst => read.day_first,
        Order::MonthFirst => read.month_first,
    };
    at.map(Moment::Wall).ok_or_else(|| format!("no date if the {} is first", order.first()))
}

/// What the dates that were seen tell of their order, each with where it was seen first.
#[derive(Default)]
pub(super) struct Evidence {
    day_first: Option<String>,
    month_first: Option<String>,
    either: Option<String>,
}

impl Evidence {
    /// Takes in a cell, and where it stands.
    pub(super) fn see(&mut self, text: &str, place: impl Fn() -> String) {
        if cell::moment(text).is_ok() {
            return;
        }
        let Some(Ok(date)) = date::ordered(text) else { return };
        let seen = match date {
            Ordered { day_first, month_first, .. } if day_first == month_first => return,
            Ordered { day_first: None, .. } => &mut self.month_first,
            Ordered { month_first: None, .. } | Ordered { is_dotted: true, .. } => {
                &mut self.day_first
            }
            Ordered { .. } => &mut self.either,
        };
        seen.get_or_insert_with(place);
    }

    /// The order of all dates, with what is to be said about it.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) fn order(self) -> Result<(Order, Option<String>), String> {
        let found = |order: Order, place: &str| {
            let first = order.first();
            (order, Some(format!("dates are read with the {first} first, as {place} shows")))
        };
        match (self.day_first, self.month_first, self.either) {
            (Some(day), Some(month), _) => Err(format!(
                "the day is first at {day}, and the month at {month}; write all dates alike, or \
                 say what is first by --dates"
            )),
            (Some(place), None, _) => Ok(found(Order::DayFirst, &place)),
            (None, Some(place), _) => Ok(found(Order::MonthFirst, &place)),
            (None, None, Some(place)) => Err(format!(
                "{place}: day and month cannot be told apart, here or in any other row; say what \
                 is first by --dates day-first or --dates month-first"
            )),
            // Of such dates every order makes the same.
            (None, None, None) => Ok((Order::DayFirst, None)),
        }
    }
}
