//! The plot's rectangle: from values to pixels, and its axes.

use super::axis::Scale;
use super::canvas::{Anchor, Canvas, GRAY, INK, PALE, Point};
use super::text;
use plotters::style::WHITE;

/// The left end of titles and legends.
pub(super) const LEFT: f64 = 40.0;
/// The right end of titles and legends.
pub(super) const RIGHT: f64 = 1_240.0;
/// The bottom of every plot.
pub(super) const BOTTOM: f64 = 642.0;
/// The size of names and numbers around a plot.
pub(super) const SMALL: f64 = 14.0;

const LABEL: f64 = 15.0;
// The room beside the y axis's numbers for its label.
const BESIDE: f64 = 30.0;

/// A plot's rectangle in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
}

impl Frame {
    /// As wide as it is high, in the middle of the room it has.
    pub(super) fn square(self) -> Self {
        let half = f64::midpoint(BOTTOM, -self.top);
        let middle = f64::midpoint(self.left, self.right);
        Self { left: middle - half, right: middle + half, ..self }
    }

    /// Where a value of the x axis is; what lies outside is drawn at the edge.
    pub(super) fn x(&self, scale: &Scale, value: f64) -> f64 {
        self.left + (self.right - self.left) * scale.part(value)
    }

    /// Where a value of the y axis is; what lies outside is drawn at the edge.
    pub(super) fn y(&self, scale: &Scale, value: f64) -> f64 {
        BOTTOM - (BOTTOM - self.top) * scale.part(value)
    }

    /// Draws the x axis, with grid lines upwards if `grid`.
    pub(super) fn draw_x(&self, canvas: &Canvas<'_>, scale: &Scale) {
        for (value, text) in &scale.ticks {
            let x = self.x(scale, *value);
            canvas.line(&[(x, BOTTOM), (x, BOTTOM + 6.0)], 1, GRAY);
            canvas.text((x, BOTTOM + 18.0), (SMALL, GRAY, Anchor::Center), text);
        }
        canvas.line(&[(self.left, BOTTOM), (self.right, BOTTOM)], 1, GRAY);
        let label = text::fit(&scale.label, LABEL, RIGHT - LEFT);
        let half = text::width(&label, LABEL) / 2.0;
        let center = f64::midpoint(self.left, self.right).clamp(LEFT + half, RIGHT - half);
        canvas.text((center, BOTTOM + 46.0), (LABEL, INK, Anchor::Center), &label);
    }

    /// Draws the y axis: numbers and grid lines to the right.
    pub(super) fn draw_y(&self, canvas: &Canvas<'_>, scale: &Scale) {
        for (value, text) in &scale.ticks {
            let y = self.y(scale, *value);
            canvas.line(&[(self.left, y), (self.right, y)], 1, PALE);
            canvas.text((self.left - 10.0, y), (SMALL, GRAY, Anchor::Right), text);
        }
        let label = text::fit(&scale.label, LABEL, BOTTOM - self.top + 40.0);
        let middle = f64::midpoint(self.top, BOTTOM);
        let beside = self.left - BESIDE - numbers(scale);
        canvas.text((beside + 8.0, middle), (LABEL, INK, Anchor::Upwards), &label);
    }

    /// Says in the middle of the plot why it is empty.
    pub(super) fn draw_empty(&self, canvas: &Canvas<'_>, empty: &str) {
        let line = text::fit(&text::clean(empty), 22.0, self.right - self.left - 40.0);
        let middle: Point = (f64::midpoint(self.left, self.right), f64::midpoint(self.top, BOTTOM));
        let half = text::width(&line, 22.0) / 2.0 + 12.0;
        let (from, to) = ((middle.0 - half, middle.1 - 20.0), (middle.0 + half, middle.1 + 20.0));
        canvas.rectangle(from, to, WHITE, 1.0);
        canvas.text(middle, (22.0, GRAY, Anchor::Center), &line);
    }
}

/// Where a plot begins so that the widest of the y axis's numbers stands left of it.
pub(super) fn left_of(scale: &Scale) -> f64 {
    LEFT + BESIDE + numbers(scale)
}

fn numbers(scale: &Scale) -> f64 {
    text::widest(scale.ticks.iter().map(|(_, text)| text.as_str()), SMALL)
}
