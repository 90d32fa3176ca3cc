//! Horizontal bars with whiskers.

use super::axis::{Open, Scale, scale};
use super::canvas::{Anchor, Canvas, GRAY, INK, PALE, SERIES};
use super::frame::{BOTTOM, Frame, LEFT, RIGHT, SMALL};
use super::header::titles;
use super::{Axis, Bar, Bars, Kind, text};
use plotters::style::{RGBColor, WHITE};

const ROWS: usize = 20;
const ROW_HEIGHT: f64 = 84.0;
const BAR_HEIGHT: f64 = 40.0;
const NAME_ROOM: f64 = 540.0;
const NOTE_ROOM: f64 = 280.0;
const GAP: f64 = 12.0;
const TICK_ROOM: f64 = 110.0;
const FILL: RGBColor = SERIES[4];

/// Draws bars.
pub(super) fn draw(canvas: &Canvas<'_>, bars: &Bars) {
    let top = titles(canvas, &bars.title, &bars.subtitle) + 8.0;
    let shown: Vec<_> = bars.rows.iter().take(ROWS).map(Row::of).collect();
    let frame = frame(&shown, top);
    if shown.is_empty() {
        return frame.draw_empty(canvas, &bars.empty);
    }
    let scale = value_scale(&bars.x_label, &shown, &frame);
    for (value, _) in &scale.ticks {
        let x = frame.x(&scale, *value);
        canvas.line(&[(x, top), (x, BOTTOM)], 1, PALE);
    }
    draw_rows(canvas, &frame, &scale, &shown, bars.rows.len() - shown.len());
    frame.draw_x(canvas, &scale);
    canvas.line(&[(frame.left, top), (frame.left, BOTTOM)], 1, GRAY);
}

/// The rows from the top, and below them how many are hidden.
fn draw_rows(canvas: &Canvas<'_>, frame: &Frame, scale: &Scale, shown: &[Row], hidden: usize) {
    let lines = u32::try_from(shown.len() + hidden.min(1)).expect("twenty-one at most");
    let height = ((BOTTOM - frame.top) / f64::from(lines)).min(ROW_HEIGHT);
    let mut y = frame.top + height / 2.0;
    for row in shown {
        row.draw(canvas, frame, scale, (y, height));
        y += height;
    }
    if hidden > 0 {
        let more = format!("and {hidden} more");
        canvas.text((frame.left - GAP, y), (SMALL, GRAY, Anchor::Right), &more);
    }
}

/// A bar with its texts cut to the room they get.
struct Row {
    name: String,
    note: String,
    value: f64,
    interval: Option<(f64, f64)>,
}

impl Row {
    fn of(bar: &Bar) -> Self {
        let value = if bar.value.is_finite() { bar.value } else { 0.0 };
        let ends = (bar.low.unwrap_or(value), bar.high.unwrap_or(value));
        let known = bar.low.is_some() || bar.high.is_some();
        Self {
            name: text::fit(&text::clean(&bar.label), SMALL, NAME_ROOM),
            note: text::fit(&text::clean(&bar.note), SMALL, NOTE_ROOM),
            value,
            interval: (known && (ends.0 + ends.1).is_finite()).then_some(ends),
        }
    }

    fn end(&self) -> f64 {
        self.interval.map_or(self.value, |(_, high)| high.max(self.value))
    }

    fn draw(&self, canvas: &Canvas<'_>, frame: &Frame, scale: &Scale, (y, height): (f64, f64)) {
        canvas.text((frame.left - GAP, y), (SMALL, INK, Anchor::Right), &self.name);
        let half = (height * 0.62).min(BAR_HEIGHT) / 2.0;
        let value = frame.x(scale, self.value);
        canvas.rectangle((frame.left, y - half), (value, y + half), FILL, 1.0);
        if let Some((low, high)) = self.interval {
            let (low, high) = (frame.x(scale, low), frame.x(scale, high));
            let cap = half * 0.5;
            canvas.line(&[(low, y), (high, y)], 2, INK);
            canvas.line(&[(low, y - cap), (low, y + cap)], 2, INK);
            canvas.line(&[(high, y - cap), (high, y + cap)], 2, INK);
        }
        if !self.note.is_empty() {
            let x = frame.x(scale, self.end()) + GAP;
            let wide = text::width(&self.note, SMALL);
            canvas.rectangle((x - 4.0, y - 8.0), (x + wide, y + 8.0), WHITE, 1.0);
            canvas.text((x, y), (SMALL, GRAY, Anchor::Left), &self.note);
        }
    }
}

/// Between the widest name and room for the widest note.
fn frame(rows: &[Row], top: f64) -> Frame {
    let names = text::widest(rows.iter().map(|row| row.name.as_str()), SMALL);
    let notes = text::widest(rows.iter().map(|row| row.note.as_str()), SMALL);
    Frame { left: LEFT + names + GAP, right: RIGHT - notes - GAP, top }
}

fn value_scale(label: &str, rows: &[Row], frame: &Frame) -> Scale {
    let axis = Axis { label: label.to_owned(), kind: Kind::Mean, max: None };
    let end = rows.iter().map(Row::end).fold(0.0, f64::max);
    let most = (2..=8).rev().find(|&n| f64::from(n) * TICK_ROOM <= frame.right - frame.left);
    scale(&axis, (0.0, end), most.unwrap_or(2), Open::Yes)
}
