//! Curves, points, bands and levels of a chart.

use super::axis::{Open, Scale, scale};
use super::canvas::{Anchor, BAND, Canvas, EDGE, LEVEL, Point, SERIES};
use super::conditions::Conditions;
use super::frame::{BOTTOM, Frame, RIGHT, SMALL, left_of};
use super::header::{DOT, Swatch, THIN, legend, titles};
use super::{Chart, Layer, text};
use plotters::style::RGBColor;

const LEVEL_ROOM: f64 = 170.0;
const LEVEL_LINES: usize = 3;
const LINE_HEIGHT: f64 = 18.0;
const LEVEL_GAP: f64 = 6.0;

/// Draws a chart.
pub(super) fn draw(canvas: &Canvas<'_>, chart: &Chart) {
    let curves = curves(&chart.layers);
    let entries: Vec<_> = curves.iter().map(|c| (c.swatch, c.color, label(c.layer))).collect();
    let top = legend(canvas, &entries, titles(canvas, &chart.title, &chart.subtitle));
    let levels: Vec<_> = chart.layers.iter().filter_map(Level::of).collect();
    let (x, y) = scales(chart, &levels);
    let mut frame = Frame { left: left_of(&y), right: right_of(&levels), top: top + 16.0 };
    if is_square(chart) {
        frame = frame.square();
    }
    let conditions = Conditions::of(&chart.layers, &x, &frame);
    frame.top += conditions.height();
    frame.draw_y(canvas, &y);
    conditions.draw(canvas, &frame);
    let plot = Plot { canvas, frame, x, y };
    for kind in [Swatch::Band, Swatch::Thin, Swatch::Line] {
        curves.iter().filter(|curve| curve.swatch == kind).for_each(|curve| plot.draw(curve));
    }
    // Points hide each other, and the first matter most.
    let points = curves.iter().rev().filter(|curve| curve.swatch == Swatch::Points);
    points.for_each(|curve| plot.draw(curve));
    plot.draw_levels(&levels);
    // Without data and without a given end the axis has no scale.
    if !curves.is_empty() || chart.x.max.is_some() {
        frame.draw_x(canvas, &plot.x);
    }
    if curves.is_empty() {
        frame.draw_empty(canvas, &chart.empty);
    }
}

/// What has points, and its looks.
struct Curve<'a> {
    layer: &'a Layer,
    swatch: Swatch,
    color: RGBColor,
}

/// Each with the color of its position among its like, whether or not those have points.
fn curves(layers: &[Layer]) -> Vec<Curve<'_>> {
    let (mut lines, mut bands) = (SERIES.into_iter().cycle(), SERIES.into_iter().cycle());
    let look = |layer| {
        let swatch = swatch(layer)?;
        let color = match swatch {
            Swatch::Line | Swatch::Points => lines.next(),
            Swatch::Band => bands.next(),
            Swatch::Thin => Some(EDGE),
        };
        Some(Curve { layer, swatch, color: color.expect("a cycle does not end") })
    };
    let all = layers.iter().filter_map(look);
    all.filter(|curve| !points(curve.layer).is_empty()).collect()
}

fn swatch(layer: &Layer) -> Option<Swatch> {
    match layer {
        Layer::Band { .. } | Layer::StepBand { .. } => Some(Swatch::Band),
        Layer::Line { .. } | Layer::StepLine { .. } => Some(Swatch::Line),
        Layer::Points { .. } => Some(Swatch::Points),
        Layer::Diagonal { .. } => Some(Swatch::Thin),
        Layer::Level { .. } | Layer::Shade { .. } => None,
    }
}

fn label(layer: &Layer) -> &str {
    match layer {
        Layer::Band { label, .. }
        | Layer::StepBand { label, .. }
        | Layer::Line { label, .. }
        | Layer::StepLine { label, .. }
        | Layer::Points { label, .. }
        | Layer::Diagonal { label, .. }
        | Layer::Level { label, .. }
        | Layer::Shade { label, .. } => label,
    }
}

/// The outline of a layer over x: its low and high curves, which are one for a line.
fn points(layer: &Layer) -> Vec<(f64, f64, f64)> {
    let all = match layer {
        Layer::Band { points, .. } => points.clone(),
        Layer::StepBand { points, .. } => stairs(points),
        Layer::Line { points, .. } | Layer::Points { points, .. } => {
            points.iter().map(|&(x, y)| (x, y, y)).collect()
        }
        Layer::Diagonal { from, to, .. } => [*from, *to].map(|at| (at, at, at)).to_vec(),
        Layer::StepLine { points, .. } => {
            stairs(&points.iter().map(|&(x, y)| (x, y, y)).collect::<Vec<_>>())
        }
        Layer::Level { .. } | Layer::Shade { .. } => Vec::new(),
    };
    let finite = |(x, low, high): &(f64, f64, f64)| (x + low + high).is_finite();
    all.into_iter().filter(finite).collect()
}

/// Each value kept until the next point.
fn stairs(points: &[(f64, f64, f64)]) -> Vec<(f64, f64, f64)> {
    let corners = points.windows(2).flat_map(|w| [w[0], (w[1].0, w[0].1, w[0].2)]);
    corners.chain(points.last().copied()).collect()
}

fn scales(chart: &Chart, levels: &[Level]) -> (Scale, Scale) {
    let all: Vec<_> = chart.layers.iter().flat_map(points).collect();
    let levels = levels.iter().map(|level| level.y);
    let least = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::INFINITY, f64::min);
    let x = (
        least(&mut all.iter().map(|point| point.0)),
        all.iter().map(|point| point.0).fold(0.0, f64::max),
    );
    let y = (
        least(&mut all.iter().map(|point| point.1)),
        all.iter().map(|point| point.2).chain(levels).fold(0.0, f64::max),
    );
    if is_square(chart) {
        let both = (x.0.min(y.0), x.1.max(y.1));
        return (scale(&chart.x, both, 6, Open::Yes), scale(&chart.y, both, 6, Open::Yes));
    }
    (scale(&chart.x, x, 8, Open::Yes), scale(&chart.y, y, 6, Open::No))
}

fn is_square(chart: &Chart) -> bool {
    chart.layers.iter().any(|layer| swatch(layer) == Some(Swatch::Thin))
}

struct Level {
    y: f64,
    name: Vec<String>,
}

impl Level {
    fn of(layer: &Layer) -> Option<Self> {
        let Layer::Level { label, y } = layer else { return None };
        let name = text::wrap(&text::clean(label), SMALL, LEVEL_ROOM, LEVEL_LINES);
        y.is_finite().then_some(Self { y: *y, name })
    }

    fn height(&self) -> f64 {
        let lines = u32::try_from(self.name.len()).expect("three lines at most");
        LINE_HEIGHT * f64::from(lines) + LEVEL_GAP
    }
}

/// The right end of the plot: left of the widest name of a level, and of half a tick label.
fn right_of(levels: &[Level]) -> f64 {
    let names = levels.iter().flat_map(|level| &level.name).map(String::as_str);
    RIGHT - (text::widest(names, SMALL) + 8.0).max(16.0)
}

struct Plot<'a, 'b> {
    canvas: &'a Canvas<'b>,
    frame: Frame,
    x: Scale,
    y: Scale,
}

impl Plot<'_, '_> {
    fn draw(&self, curve: &Curve<'_>) {
        let points = points(curve.layer);
        let low = points.iter().map(|&(x, low, _)| self.at(x, low));
        let high = points.iter().map(|&(x, _, high)| self.at(x, high));
        match curve.swatch {
            Swatch::Band => {
                self.canvas.fill(&high.chain(low.rev()).collect::<Vec<_>>(), curve.color, BAND);
            }
            Swatch::Line => self.canvas.curve(&low.collect::<Vec<_>>(), 3, curve.color),
            Swatch::Thin => self.canvas.line(&low.collect::<Vec<_>>(), THIN, curve.color),
            Swatch::Points => low.for_each(|at| self.canvas.dot(at, DOT, curve.color)),
        }
    }

    fn at(&self, x: f64, y: f64) -> Point {
        (self.frame.x(&self.x, x), self.frame.y(&self.y, y))
    }

    /// Levels over everything, their names to the right from top to bottom, kept apart.
    fn draw_levels(&self, levels: &[Level]) {
        let mut sorted: Vec<_> = levels.iter().map(|l| (self.frame.y(&self.y, l.y), l)).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let wanted: Vec<_> = sorted.iter().map(|(y, level)| (*y, level.height())).collect();
        for ((y, level), mut text_y) in sorted.iter().zip(kept_apart(&wanted)) {
            self.canvas.dashes((self.frame.left, *y), self.frame.right, 2, LEVEL);
            for line in &level.name {
                let at = (self.frame.right + 8.0, text_y + LEVEL_GAP / 2.0 + LINE_HEIGHT / 2.0);
                self.canvas.text(at, (SMALL, LEVEL, Anchor::Left), line);
                text_y += LINE_HEIGHT;
            }
        }
    }
}

/// The tops of blocks (center, height) sorted by center: pushed down past each other, then up
/// from the bottom of the plot.
fn kept_apart(wanted: &[(f64, f64)]) -> Vec<f64> {
    let mut tops = Vec::new();
    let mut free = f64::NEG_INFINITY;
    for &(center, height) in wanted {
        let top = (center - height / 2.0).max(free);
        tops.push(top);
        free = top + height;
    }
    let mut limit = BOTTOM;
    for (top, &(_, height)) in tops.iter_mut().zip(wanted).rev() {
        *top = top.min(limit - height);
        limit = *top;
    }
    tops
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_levels_are_kept_apart_and_above_the_bottom() {
        let tops = kept_apart(&[(100.0, 20.0), (105.0, 40.0), (300.0, 20.0), (640.0, 20.0)]);
        assert_eq!(tops, [90.0, 110.0, 290.0, BOTTOM - 20.0]);
    }

    #[test]
    fn stairs_keep_a_value_until_the_next_point() {
        let stairs = stairs(&[(0.0, 1.0, 2.0), (5.0, 3.0, 4.0)]);
        assert_eq!(stairs, [(0.0, 1.0, 2.0), (5.0, 1.0, 2.0), (5.0, 3.0, 4.0)]);
    }
}
