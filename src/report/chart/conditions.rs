//! Conditions: gray spans of a plot, named in lanes above it.

use super::Layer;
use super::axis::Scale;
use super::canvas::{Anchor, Canvas, EDGE, GRAY, INK};
use super::frame::{BOTTOM, Frame, SMALL};
use super::text;

const LANE: f64 = 27.0;
const LANES: usize = 5;
const GAP: f64 = 14.0;

/// The conditions of a chart, placed so that no two names or bars meet.
#[derive(Debug)]
pub(super) struct Conditions(Vec<Placed>);

#[derive(Debug)]
struct Placed {
    /// Counted upwards from the plot.
    lane: usize,
    name: String,
    name_x: f64,
    from: f64,
    to: f64,
    /// Whether it begins and ends within the axis.
    caps: (bool, bool),
}

impl Conditions {
    /// Places the conditions among `layers` over the plot's width.
    pub(super) fn of(layers: &[Layer], scale: &Scale, frame: &Frame) -> Self {
        let mut lanes: Vec<Vec<(f64, f64)>> = Vec::new();
        let mut all = Vec::new();
        for layer in layers {
            if let Layer::Shade { label, from, to } = layer
                && from <= to
            {
                let mut placed = placed(label, (*from, *to), scale, frame);
                placed.lane = take_lane(&mut lanes, placed.extent());
                all.push(placed);
            }
        }
        Self(all)
    }

    /// How much room the names need above the plot.
    pub(super) fn height(&self) -> f64 {
        let lanes = self.0.iter().map(|placed| placed.lane + 1).max().unwrap_or(0);
        let rows = if lanes > LANES { LANES + 1 } else { lanes };
        LANE * f64::from(u32::try_from(rows).expect("a handful"))
    }

    /// Draws the spans, and the names above the plot.
    pub(super) fn draw(&self, canvas: &Canvas<'_>, frame: &Frame) {
        let count = u32::try_from(self.0.len()).expect("conditions are written by people");
        // However many overlap, the curves stay legible.
        let opacity = 0.6 / f64::from(count + 4);
        for placed in &self.0 {
            placed.draw_span(canvas, frame, opacity);
        }
        let (named, rest): (Vec<_>, Vec<_>) = self.0.iter().partition(|p| p.lane < LANES);
        for placed in named {
            placed.draw_name(canvas, lane_bottom(frame, placed.lane));
        }
        if !rest.is_empty() {
            let at = (frame.left, lane_bottom(frame, LANES) - 12.0);
            let more = format!("and {} more conditions", rest.len());
            canvas.text(at, (SMALL, GRAY, Anchor::Left), &more);
        }
    }
}

impl Placed {
    fn extent(&self) -> (f64, f64) {
        (self.from.min(self.name_x), self.to.max(self.name_x + text::width(&self.name, SMALL)))
    }

    fn draw_span(&self, canvas: &Canvas<'_>, frame: &Frame, opacity: f64) {
        canvas.rectangle((self.from, frame.top), (self.to, BOTTOM), GRAY, opacity);
        for (x, cap) in [(self.from, self.caps.0), (self.to, self.caps.1)] {
            if cap {
                canvas.line(&[(x, frame.top), (x, BOTTOM)], 1, EDGE);
            }
        }
    }

    fn draw_name(&self, canvas: &Canvas<'_>, y: f64) {
        canvas.text((self.name_x, y - 13.0), (SMALL, INK, Anchor::Left), &self.name);
        canvas.rectangle((self.from, y - 3.0), (self.to, y), GRAY, 0.7);
        for (x, cap) in [(self.from, self.caps.0), (self.to, self.caps.1)] {
            if cap {
                canvas.line(&[(x, y - 5.0), (x, y + 2.0)], 1, GRAY);
            }
        }
    }
}

fn lane_bottom(frame: &Frame, lane: usize) -> f64 {
    frame.top - 4.0 - LANE * f64::from(u32::try_from(lane).expect("a handful"))
}

/// One condition, its name above its beginning or as far right as there is room.
fn placed(label: &str, (from, to): (f64, f64), scale: &Scale, frame: &Frame) -> Placed {
    let label = text::clean(label);
    let label = if from >= scale.end { format!("{label} (later)") } else { label };
    let name = text::fit(&label, SMALL, frame.right - frame.left);
    let start = frame.x(scale, from);
    let name_x = start.min(frame.right - text::width(&name, SMALL));
    let caps = ((scale.start..scale.end).contains(&from), to <= scale.end);
    Placed { lane: 0, name, name_x, from: start, to: frame.x(scale, to), caps }
}

/// The lowest lane where nothing meets `extent`, which is then taken.
fn take_lane(lanes: &mut Vec<Vec<(f64, f64)>>, extent: (f64, f64)) -> usize {
    let apart = |other: &(f64, f64)| extent.1 + GAP <= other.0 || other.1 + GAP <= extent.0;
    let lane = lanes.iter().position(|lane| lane.iter().all(apart)).unwrap_or(lanes.len());
    if lane == lanes.len() {
        lanes.push(Vec::new());
    }
    lanes[lane].push(extent);
    lane
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_meet_take_the_next_lane() {
        let mut lanes = Vec::new();
        let extents = [(0.0, 100.0), (90.0, 200.0), (120.0, 300.0), (350.0, 400.0), (0.0, 400.0)];
        assert_eq!(extents.map(|extent| take_lane(&mut lanes, extent)), [0, 1, 0, 0, 2]);
    }
}
