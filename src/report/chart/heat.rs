//! A map of colored cells: one measure over the levels of two factors.

use super::canvas::{Anchor, Canvas, GRAY, INK, Point};
use super::frame::{BOTTOM, Frame, LEFT, RIGHT, SMALL};
use super::header::titles;
use super::{HeatMap, text};
use plotters::style::{RGBColor, WHITE};

/// From no color to full color.
const PALEST: RGBColor = RGBColor(236, 244, 249);
const FULLEST: RGBColor = RGBColor(0, 84, 140);
/// Cells without a number.
const BARE: RGBColor = RGBColor(232, 232, 232);
/// From here on a cell is dark enough for white text.
const DARK: f64 = 0.55;
const NAME_ROOM: f64 = 300.0;
const GAP: f64 = 12.0;
/// A cell below this size in pixels gets no text.
const LEAST: Point = (44.0, 18.0);

/// Draws a heat map.
pub(super) fn draw(canvas: &Canvas<'_>, map: &HeatMap) {
    let top = titles(canvas, &map.title, &map.subtitle) + 26.0;
    let names: Vec<String> = map.rows.iter().map(|name| cut(name, NAME_ROOM)).collect();
    let left = LEFT + 34.0 + text::widest(names.iter().map(String::as_str), SMALL) + GAP;
    let frame = Frame { left, right: RIGHT, top };
    if map.cells.iter().flatten().all(|cell| cell.value.is_none()) {
        return frame.draw_empty(canvas, &map.empty);
    }
    let size =
        ((RIGHT - left) / number(map.columns.len()), (BOTTOM - top) / number(map.rows.len()));
    let most = map.cells.iter().flatten().filter_map(|cell| cell.value).fold(0.0, f64::max);
    for (y, row) in map.cells.iter().enumerate() {
        for (x, cell) in row.iter().enumerate() {
            let from = (left + size.0 * number(x), top + size.1 * number(y));
            let share = cell.value.map(|value| if most > 0.0 { value / most } else { 0.0 });
            draw_cell(canvas, from, size, (share, &cell.text));
        }
    }
    for (name, y) in names.iter().zip(0..) {
        let middle = top + size.1 * (f64::from(y) + 0.5);
        canvas.text((left - GAP, middle), (SMALL, GRAY, Anchor::Right), name);
    }
    for (name, x) in map.columns.iter().zip(0..) {
        let middle = left + size.0 * (f64::from(x) + 0.5);
        let name = cut(name, size.0 - 4.0);
        canvas.text((middle, BOTTOM + 18.0), (SMALL, GRAY, Anchor::Center), &name);
    }
    let across = cut(&map.x_label, RIGHT - LEFT);
    let middle = f64::midpoint(left, RIGHT);
    canvas.text((middle, BOTTOM + 46.0), (15.0, INK, Anchor::Center), &across);
    let upwards = cut(&map.y_label, BOTTOM - top);
    let middle = f64::midpoint(top, BOTTOM);
    canvas.text((LEFT + 8.0, middle), (15.0, INK, Anchor::Upwards), &upwards);
}

fn draw_cell(canvas: &Canvas<'_>, from: Point, size: Point, (share, told): (Option<f64>, &str)) {
    let color = share.map_or(BARE, mixed);
    canvas.rectangle(from, (from.0 + size.0 - 2.0, from.1 + size.1 - 2.0), color, 1.0);
    if size.0 < LEAST.0 || size.1 < LEAST.1 {
        return;
    }
    let ink = if share.is_some_and(|share| share > DARK) { WHITE } else { INK };
    let middle = (from.0 + size.0 / 2.0 - 1.0, from.1 + size.1 / 2.0 - 1.0);
    canvas.text(middle, (SMALL, ink, Anchor::Center), &cut(told, size.0 - 8.0));
}

#[expect(clippy::cast_possible_truncation, reason = "between two bytes")]
#[expect(clippy::cast_sign_loss, reason = "between two bytes")]
fn mixed(share: f64) -> RGBColor {
    let between = |from: u8, to: u8| {
        (f64::from(from) + (f64::from(to) - f64::from(from)) * share.clamp(0.0, 1.0)).round() as u8
    };
    RGBColor(
        between(PALEST.0, FULLEST.0),
        between(PALEST.1, FULLEST.1),
        between(PALEST.2, FULLEST.2),
    )
}

fn cut(told: &str, room: f64) -> String {
    text::fit(&text::clean(told), SMALL, room)
}

fn number(n: usize) -> f64 {
    crate::kernel::math::count(n as u64)
}
