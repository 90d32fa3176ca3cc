//! Figures as data, drawn to SVG and PNG: the same figure gives the same bytes.
//!
//! Nothing is cut from a figure but text that has no room: axes start at zero and reach every
//! value, and text is measured with the bundled font before it is placed. Coordinates that are
//! not finite are left out, negative ones are drawn at zero. Only an axis of [`Kind::Length`] may begin later. A PNG shows a box for a character that
//! the bundled font lacks; it has the Latin, Greek and Cyrillic ones.

mod axis;
mod bars;
mod canvas;
mod conditions;
mod frame;
mod header;
mod heat;
mod lines;
mod text;

pub use text::png;

/// Width of every figure in pixels.
pub const WIDTH: u32 = 1280;
/// Height of every figure in pixels.
pub const HEIGHT: u32 = 720;

/// Something to draw.
#[derive(Clone, Debug)]
pub enum Figure {
    /// Curves over an axis.
    Chart(Chart),
    /// Horizontal bars.
    Bars(Bars),
    /// Colored cells.
    Heat(HeatMap),
}

/// Curves, bands, levels and conditions over a common x axis.
///
/// The n-th line and the n-th band share the n-th color, stepped or not; points count as lines. A
/// [`Layer::Diagonal`] gives both axes, which are of one kind, the same ends and makes the plot square.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What the figure shows.
    pub title: String,
    /// Of what, and how it was measured.
    pub subtitle: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// What is drawn, in the order of the legend.
    pub layers: Vec<Layer>,
    /// What to say where no line and no band has a point.
    pub empty: String,
}

/// An axis, from zero on but for [`Kind::Length`].
#[derive(Clone, Debug)]
pub struct Axis {
    /// What it measures; a unit is added where [`Kind`] has one.
    pub label: String,
    /// How its values are written.
    pub kind: Kind,
    /// How far it reaches at least; a share reaches 1 unless told less.
    pub max: Option<f64>,
}

/// How values along an axis are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Seconds, written in the unit that suits the axis; the label says which.
    Duration,
    /// Seconds likewise, for which the axis begins at the least value if that is more than half of
    /// the greatest.
    Length,
    /// Parts of 1, written in percent.
    Share,
    /// Whole numbers.
    Count,
    /// Numbers that may have decimals.
    Mean,
}

/// One thing drawn in a [`Chart`].
#[derive(Clone, Debug)]
pub enum Layer {
    /// An area between two curves through (x, low, high).
    Band {
        /// Its name in the legend.
        label: String,
        /// By rising x.
        points: Vec<(f64, f64, f64)>,
    },
    /// An area between two curves that keep their values until the next point.
    StepBand {
        /// Its name in the legend.
        label: String,
        /// By rising x.
        points: Vec<(f64, f64, f64)>,
    },
    /// A curve through (x, y).
    Line {
        /// Its name in the legend.
        label: String,
        /// By rising x.
        points: Vec<(f64, f64)>,
    },
    /// A curve that keeps its value until the next point.
    StepLine {
        /// Its name in the legend.
        label: String,
        /// By rising x.
        points: Vec<(f64, f64)>,
    },
    /// Dots at (x, y).
    Points {
        /// Their name in the legend.
        label: String,
        /// In any order.
        points: Vec<(f64, f64)>,
    },
    /// A thin gray line where x and y are the same, behind lines and points.
    Diagonal {
        /// Its name in the legend.
        label: String,
        /// Where it begins on both axes.
        from: f64,
        /// Where it ends.
        to: f64,
    },
    /// A dashed horizontal line, named at its right end.
    Level {
        /// Its name.
        label: String,
        /// Its height.
        y: f64,
    },
    /// A condition that holds for a while: a gray span, named above the plot. It may outlast the
    /// axis, even lie beyond it; if it ends before it begins it is left out.
    Shade {
        /// Its name.
        label: String,
        /// Where it begins.
        from: f64,
        /// Where it ends.
        to: f64,
    },
}

/// Horizontal bars with intervals, in the caller's order.
#[derive(Clone, Debug)]
pub struct Bars {
    /// What the figure shows.
    pub title: String,
    /// Of what, and how it was measured.
    pub subtitle: String,
    /// What the bars measure.
    pub x_label: String,
    /// The bars from top to bottom; what exceeds the room is counted, not drawn.
    pub rows: Vec<Bar>,
    /// What to say where there are no bars.
    pub empty: String,
}

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// Its length.
    pub value: f64,
    /// Where its interval begins, if it has one.
    pub low: Option<f64>,
    /// Where its interval ends, if it has one.
    pub high: Option<f64>,
    /// What to write to its right.
    pub note: String,
}

/// Colored cells over the levels of two factors; the greatest value is darkest.
#[derive(Clone, Debug)]
pub struct HeatMap {
    /// What the figure shows.
    pub title: String,
    /// Of what, and how it was measured.
    pub subtitle: String,
    /// What varies from left to right.
    pub x_label: String,
    /// What varies from top to bottom.
    pub y_label: String,
    /// The levels from left to right.
    pub columns: Vec<String>,
    /// The levels from top to bottom.
    pub rows: Vec<String>,
    /// The cells of each row.
    pub cells: Vec<Vec<Cell>>,
    /// What to say where no cell has a value.
    pub empty: String,
}

/// A cell of a heat map.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// How dark it is; gray if absent.
    pub value: Option<f64>,
    /// What is written in it, if there is room.
    pub text: String,
}

/// The figure as an SVG document of [`WIDTH`] by [`HEIGHT`] pixels.
pub fn svg(figure: &Figure) -> String {
    canvas::document(|canvas| match figure {
        Figure::Chart(chart) => lines::draw(canvas, chart),
        Figure::Bars(bars) => bars::draw(canvas, bars),
        Figure::Heat(map) => heat::draw(canvas, map),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use resvg::usvg::roxmltree::{self, Document};

    const HOSTILE: &str =
        "<script>&\"'\u{0}\u{1b}[31m\u{202e}]]><!--\n\u{ffff}\u{fffe} \u{7f} ü ∞ 東京 🖥";

    fn axis(kind: Kind) -> Axis {
        Axis { label: HOSTILE.to_owned(), kind, max: None }
    }

    fn chart(layers: Vec<Layer>) -> Figure {
        let [title, subtitle, empty] = [HOSTILE; 3].map(str::to_owned);
        let (x, y) = (axis(Kind::Duration), axis(Kind::Count));
        Figure::Chart(Chart { title, subtitle, x, y, layers, empty })
    }

    fn every_layer() -> Vec<Layer> {
        let label = || HOSTILE.to_owned();
        let curve = vec![(0.0, 0.0), (f64::NAN, 1.0), (60.0, 7.0), (90.0, f64::INFINITY)];
        let area = vec![(0.0, 0.0, 1.0), (60.0, 6.0, 8.0)];
        vec![
            Layer::Band { label: label(), points: area.clone() },
            Layer::StepBand { label: label(), points: area },
            Layer::Line { label: label(), points: curve.clone() },
            Layer::StepLine { label: label(), points: curve.clone() },
            Layer::Points { label: label(), points: curve },
            Layer::Level { label: label(), y: 9.0 },
            Layer::Level { label: label(), y: f64::NAN },
            Layer::Shade { label: label(), from: 10.0, to: 1e18 },
            Layer::Shade { label: label(), from: f64::NAN, to: 1.0 },
            Layer::Shade { label: label(), from: 1e17, to: f64::INFINITY },
        ]
    }

    fn bars(count: u32) -> Figure {
        let bar = |i: u32| Bar {
            label: HOSTILE.repeat(3),
            value: f64::from(i),
            low: Some(f64::from(i) * 0.9),
            high: i.is_multiple_of(2).then_some(f64::NAN),
            note: HOSTILE.to_owned(),
        };
        let [title, subtitle, x_label, empty] = [HOSTILE; 4].map(str::to_owned);
        Figure::Bars(Bars { title, subtitle, x_label, rows: (0..count).map(bar).collect(), empty })
    }

    fn heat(rows: usize, columns: usize) -> Figure {
        let [title, subtitle, x_label, y_label, empty] = [HOSTILE; 5].map(str::to_owned);
        let values = [Some(0.0), None, Some(3.0), Some(f64::MIN_POSITIVE)];
        let cell = |i: usize| Cell { value: values[i % 4], text: HOSTILE.to_owned() };
        let names = |n: usize| vec![HOSTILE.repeat(2); n];
        Figure::Heat(HeatMap {
            title,
            subtitle,
            x_label,
            y_label,
            columns: names(columns),
            rows: names(rows),
            cells: (0..rows).map(|r| (0..columns).map(|c| cell(r + c)).collect()).collect(),
            empty,
        })
    }

    fn square(to: f64) -> Figure {
        let mut layers = every_layer();
        layers.push(Layer::Diagonal { label: HOSTILE.to_owned(), from: 0.0, to });
        chart(layers)
    }

    fn figures() -> Vec<Figure> {
        let charts = [chart(Vec::new()), chart(every_layer()), square(80.0), square(f64::NAN)];
        let others = [bars(0), bars(3), bars(50), heat(0, 0), heat(3, 4), heat(90, 90)];
        charts.into_iter().chain(others).collect()
    }

    #[test]
    fn hostile_text_stays_text_in_a_well_formed_document() {
        for figure in figures() {
            let svg = svg(&figure);
            let document = Document::parse(&svg).unwrap();
            let known = ["svg", "rect", "text", "line", "polyline", "polygon", "circle"];
            for node in document.descendants().filter(roxmltree::Node::is_element) {
                assert!(known.contains(&node.tag_name().name()), "{}", node.tag_name().name());
            }
            let titled = document.descendants().any(|node| {
                node.text().is_some_and(|text| text.trim().starts_with("<script>&\"' [31m]]>"))
            });
            assert!(titled, "the title is written as it is");
            assert!(!svg.contains(['\u{0}', '\u{1b}', '\u{202e}', '\u{ffff}']));
        }
    }

    #[test]
    fn a_diagonal_rises_at_45_degrees_over_axes_with_the_same_marks() {
        let points = vec![(20.0, 10.0), (30.0, 70.0), (5.0, 5.0)];
        let diagonal = Layer::Diagonal { label: "same".to_owned(), from: 0.0, to: 80.0 };
        let points = Layer::Points { label: "law".to_owned(), points };
        let axis = || Axis { label: "t".to_owned(), kind: Kind::Duration, max: None };
        let [title, subtitle, empty] = ["t"; 3].map(str::to_owned);
        let layers = vec![points, diagonal];
        let (x, y) = (axis(), axis());
        let svg = svg(&Figure::Chart(Chart { title, subtitle, x, y, layers, empty }));
        let document = Document::parse(&svg).unwrap();
        let named = |name| document.descendants().filter(move |node| node.has_tag_name(name));
        let rising = named("polyline").filter_map(|line| {
            let numbers = line.attribute("points")?.split([',', ' ']);
            let numbers: Vec<i32> = numbers.filter_map(|number| number.parse().ok()).collect();
            let [x1, y1, x2, y2] = numbers.try_into().ok()?;
            (x1 != x2 && y1 != y2).then_some((x2 - x1, y1 - y2))
        });
        let rising: Vec<_> = rising.collect();
        assert!(matches!(rising[..], [(wide, high)] if wide == high && wide > 4_000), "{rising:?}");
        assert_eq!(named("circle").count(), 3 + 1, "the points, and one in the legend");
        let marks = named("text").filter(|text| text.text().is_some_and(|t| t.trim() == "75"));
        assert_eq!(marks.count(), 2, "on either axis");
    }

    #[test]
    fn the_same_figure_gives_the_same_bytes() {
        for figure in figures() {
            let [first, second] = [svg(&figure), svg(&figure.clone())];
            assert_eq!(first, second);
            assert!(png(&first) == png(&second));
        }
    }

    #[test]
    fn a_png_has_twice_the_figures_size() {
        let png = png(&svg(&bars(3)));
        let image = resvg::tiny_skia::Pixmap::decode_png(&png).unwrap();
        assert_eq!((image.width(), image.height()), (2 * WIDTH, 2 * HEIGHT));
        let white = resvg::tiny_skia::PremultipliedColorU8::from_rgba(255, 255, 255, 255);
        assert_eq!(image.pixel(0, 0), white);
    }

    #[test]
    fn no_coordinate_leaves_the_figure() {
        for figure in figures() {
            let svg = svg(&figure);
            assert!(!svg.contains("NaN") && !svg.contains("inf"));
            let document = Document::parse(&svg).unwrap();
            let attributes = document.descendants().flat_map(|node| node.attributes());
            for attribute in attributes {
                let most = match attribute.name() {
                    "x" | "x1" | "x2" | "cx" => 10 * WIDTH,
                    "y" | "y1" | "y2" | "cy" => 10 * HEIGHT,
                    _ => continue,
                };
                let inside = attribute.value().parse::<u32>().is_ok_and(|v| v <= most);
                assert!(inside, "{attribute:?}");
            }
        }
    }
}
