//! Where figures are drawn: plotters on a grid ten times finer than the pixels.

use super::text::FAMILY;
use super::{HEIGHT, WIDTH};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// A point in pixels from the top left corner.
pub(super) type Point = (f64, f64);

// Okabe and Ito's palette, which the color-blind can tell apart; its vermillion is kept for levels.
/// Colors of lines and bands, by position.
pub(super) const SERIES: [RGBColor; 5] = [
    RGBColor(0, 114, 178),
    RGBColor(230, 159, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
];
/// The color of levels: vermillion, darkened so that text in it is legible.
pub(super) const LEVEL: RGBColor = RGBColor(190, 76, 0);
/// The color of text that matters.
pub(super) const INK: RGBColor = RGBColor(32, 32, 32);
/// The color of text that explains.
pub(super) const GRAY: RGBColor = RGBColor(90, 90, 90);
/// The color of the edges of conditions and of diagonals.
pub(super) const EDGE: RGBColor = RGBColor(176, 176, 176);
/// How opaque a band is.
pub(super) const BAND: f64 = 0.22;
/// The color of grid lines.
pub(super) const PALE: RGBColor = RGBColor(224, 224, 224);

// Plotters has whole coordinates only; on whole pixels a smooth curve would be a staircase.
const GRID: u32 = 10;
// The SVG backend divides every font size by this.
const PLOTTERS_FONT_SCALE: f64 = 1.24;
const NEVER_FAILS: &str = "drawing into a string does not fail";

/// The side of a text that its point is at; always the middle of its height.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    Left,
    Center,
    Right,
    /// Centered and read upwards.
    Upwards,
}

/// Size, color and anchor of a text.
pub(super) type Style = (f64, RGBColor, Anchor);

/// A sheet of [`WIDTH`] by [`HEIGHT`] pixels.
pub(super) struct Canvas<'a>(DrawingArea<SVGBackend<'a>, plotters::coord::Shift>);

/// The SVG document of what `draw` draws on white.
pub(super) fn document(draw: impl FnOnce(&Canvas<'_>)) -> String {
    let (wide, high) = (WIDTH * GRID, HEIGHT * GRID);
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (wide, high)).into_drawing_area();
        area.fill(&WHITE).expect(NEVER_FAILS);
        draw(&Canvas(area));
    }
    let fine = format!("<svg width=\"{wide}\" height=\"{high}\"");
    assert!(svg.starts_with(&fine), "plotters opens with the size");
    svg.replacen(&fine, &format!("<svg width=\"{WIDTH}\" height=\"{HEIGHT}\""), 1)
}

impl Canvas<'_> {
    /// One line of clean text.
    pub(super) fn text(&self, (x, y): Point, (size, color, anchor): Style, text: &str) {
        // Plotters centers the small letters; digits and capitals look centered a little lower.
        let at = (x, y + 0.07 * size);
        let (h_pos, transform) = match anchor {
            Anchor::Left => (HPos::Left, FontTransform::None),
            Anchor::Center => (HPos::Center, FontTransform::None),
            Anchor::Right => (HPos::Right, FontTransform::None),
            Anchor::Upwards => (HPos::Center, FontTransform::Rotate270),
        };
        let style = TextStyle::from((FAMILY, size * f64::from(GRID) * PLOTTERS_FONT_SCALE))
            .color(&color)
            .transform(transform)
            .pos(Pos::new(h_pos, VPos::Center));
        self.0.draw(&Text::new(text, grid(at), style)).expect(NEVER_FAILS);
    }

    /// A line through these points.
    pub(super) fn line(&self, points: &[Point], width: u32, color: RGBColor) {
        let points: Vec<_> = points.iter().copied().map(grid).collect();
        let style = color.stroke_width(width * GRID);
        self.0.draw(&PathElement::new(points, style)).expect(NEVER_FAILS);
    }

    /// A line through these points, which may be many; a dot if they come to one.
    pub(super) fn curve(&self, points: &[Point], width: u32, color: RGBColor) {
        let mut points = points.to_vec();
        points.dedup_by_key(|point| grid(*point));
        if let [point] = points[..] {
            return self.dot(point, 2 * width, color);
        }
        self.line(&points, width, color);
    }

    /// A filled circle.
    pub(super) fn dot(&self, center: Point, radius: u32, color: RGBColor) {
        let dot = Circle::new(grid(center), radius * GRID, color.filled());
        self.0.draw(&dot).expect(NEVER_FAILS);
    }

    /// A dashed line to the right.
    pub(super) fn dashes(&self, from: Point, to_x: f64, width: u32, color: RGBColor) {
        let mut x = from.0;
        while x < to_x {
            self.line(&[(x, from.1), ((x + 9.0).min(to_x), from.1)], width, color);
            x += 15.0;
        }
    }

    /// A filled outline.
    pub(super) fn fill(&self, outline: &[Point], color: RGBColor, opacity: f64) {
        let mut outline: Vec<_> = outline.iter().copied().map(grid).collect();
        outline.dedup();
        let style = color.mix(opacity).filled();
        self.0.draw(&Polygon::new(outline, style)).expect(NEVER_FAILS);
    }

    /// A filled rectangle between two opposite corners.
    pub(super) fn rectangle(&self, from: Point, to: Point, color: RGBColor, opacity: f64) {
        let style = color.mix(opacity).filled();
        self.0.draw(&Rectangle::new([grid(from), grid(to)], style)).expect(NEVER_FAILS);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "figures are a few thousand units wide")]
fn grid((x, y): Point) -> (i32, i32) {
    let cell = |pixels: f64| (pixels * f64::from(GRID)).round() as i32;
    (cell(x), cell(y))
}
