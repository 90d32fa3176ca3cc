//! What stands above a plot: title, subtitle, legend.

use super::canvas::{Anchor, BAND, Canvas, GRAY, INK};
use super::frame::{LEFT, RIGHT};
use super::text;
use plotters::style::RGBColor;

/// Writes title and subtitle; returns where they end.
pub(super) fn titles(canvas: &Canvas<'_>, title: &str, subtitle: &str) -> f64 {
    let mut y = 24.0;
    for (text, size, color) in [(title, 26.0, INK), (subtitle, 16.0, GRAY)] {
        for line in text::wrap(&text::clean(text), size, RIGHT - LEFT, 2) {
            if !line.is_empty() {
                canvas.text((LEFT, y + size / 2.0), (size, color, Anchor::Left), &line);
                y += size * 1.4;
            }
        }
    }
    y + 10.0
}

/// How an entry of the legend looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Swatch {
    Band,
    Thin,
    Line,
    Points,
}

/// The width of a thin line.
pub(super) const THIN: u32 = 2;
/// The radius of a point.
pub(super) const DOT: u32 = 3;

const SIZE: f64 = 15.0;
const ROW: f64 = 24.0;
const ROWS: u32 = 3;
const SWATCH: f64 = 28.0;
const BESIDE: f64 = SWATCH + 8.0;
const BETWEEN: f64 = 28.0;

/// Writes the legend in a few rows below `top`; returns where it ends.
pub(super) fn legend(canvas: &Canvas<'_>, entries: &[(Swatch, RGBColor, &str)], top: f64) -> f64 {
    let middle = |row: u32| top + ROW * (f64::from(row) + 0.5);
    let (mut x, mut row) = (LEFT, 0);
    for (i, &(swatch, color, label)) in entries.iter().enumerate() {
        let label = text::fit(&text::clean(label), SIZE, RIGHT - LEFT - BESIDE);
        let wide = BESIDE + text::width(&label, SIZE);
        if x > LEFT && x + wide > RIGHT {
            (x, row) = (LEFT, row + 1);
        }
        if row == ROWS {
            let more = format!("and {} more", entries.len() - i);
            canvas.text((LEFT, middle(row)), (SIZE, GRAY, Anchor::Left), &more);
            break;
        }
        let y = middle(row);
        match swatch {
            Swatch::Line => canvas.line(&[(x, y), (x + SWATCH, y)], 3, color),
            Swatch::Thin => canvas.line(&[(x, y), (x + SWATCH, y)], THIN, color),
            Swatch::Points => canvas.dot((x + SWATCH / 2.0, y), DOT, color),
            Swatch::Band => canvas.rectangle((x, y - 7.0), (x + SWATCH, y + 7.0), color, BAND),
        }
        canvas.text((x + BESIDE, y), (SIZE, INK, Anchor::Left), &label);
        x += wide + BETWEEN;
    }
    if entries.is_empty() { top } else { middle(row) + ROW / 2.0 }
}
