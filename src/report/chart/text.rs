//! The bundled font: text cleaned, measured, cut and wrapped; documents turned into pixels.

use super::{HEIGHT, WIDTH};
use resvg::{tiny_skia, usvg};
use std::sync::{Arc, LazyLock};

/// What every text asks for.
pub(super) const FAMILY: &str = "Noto Sans, sans-serif";

const FONT: &[u8] = include_bytes!("../font/NotoSans-Regular.ttf");

// Room for readers that lack the font and show the SVG in a wider one.
const SLACK: f64 = 1.05;

static OPTIONS: LazyLock<usvg::Options<'static>> = LazyLock::new(|| {
    let mut options = usvg::Options::default();
    options.fontdb_mut().load_font_source(usvg::fontdb::Source::Binary(Arc::new(FONT)));
    options
});

/// A document made by [`svg`](super::svg) as a PNG of twice its width and height.
///
/// # Panics
/// If `svg` is not such a document.
pub fn png(svg: &str) -> Vec<u8> {
    let tree = usvg::Tree::from_str(svg, &OPTIONS).expect("an SVG document of our own");
    let mut image = tiny_skia::Pixmap::new(2 * WIDTH, 2 * HEIGHT).expect("neither side is zero");
    resvg::render(&tree, tiny_skia::Transform::from_scale(2.0, 2.0), &mut image.as_mut());
    image.encode_png().expect("encoding to memory does not fail")
}

/// The text on one line, without what is not text: control characters, marks that turn the
/// direction of writing, noncharacters.
pub(super) fn clean(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|&c| visible(c))
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn visible(c: char) -> bool {
    !matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
        | '\u{fffe}'..='\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

/// How wide a clean text is at this size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let document = format!(
        "<svg xmlns='http://www.w3.org/2000/svg'><text xml:space='preserve' \
         font-family='{FAMILY}' font-size='100'>{escaped}</text></svg>"
    );
    let tree = usvg::Tree::from_str(&document, &OPTIONS).expect("a clean text is well-formed");
    let width: f32 = tree.root().children().iter().map(|text| text.bounding_box().width()).sum();
    f64::from(width) / 100.0 * size * SLACK
}

/// The widest of some texts.
pub(super) fn widest<'a>(texts: impl IntoIterator<Item = &'a str>, size: f64) -> f64 {
    texts.into_iter().map(|text| width(text, size)).fold(0.0, f64::max)
}

/// The text, cut with an ellipsis if it is wider than `room`.
pub(super) fn fit(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let kept = fitting(text, size, room - width("…", size));
    format!("{}…", text[..kept].trim_end())
}

/// The text on at most `lines` lines, broken between words if it can be, the last line cut.
pub(super) fn wrap(text: &str, size: f64, room: f64, lines: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = text;
    while out.len() + 1 < lines && width(rest, size) > room {
        let (line, tail) = rest.split_at(line_break(rest, size, room));
        out.push(line.trim_end().to_owned());
        rest = tail.trim_start();
    }
    out.push(fit(rest, size, room));
    out
}

fn line_break(text: &str, size: f64, room: f64) -> usize {
    let most = fitting(text, size, room);
    if text[most..].starts_with(' ') {
        return most;
    }
    text[..most].rfind(' ').unwrap_or(most)
}

/// How many bytes of the text fit, at least its first character.
fn fitting(text: &str, size: f64, room: f64) -> usize {
    let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let count = ends.partition_point(|&end| width(&text[..end], size) <= room);
    ends.get(count.saturating_sub(1)).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_text_is_taken_out() {
        for (text, clean_text) in [
            ("plain", "plain"),
            ("two\nlines\tand a tab", "two lines and a tab"),
            ("  \u{0}spaces\u{1b}  ", "spaces"),
            ("turn\u{202e}ed\u{ffff}\u{200b}", "turned"),
            ("Zürich 東京", "Zürich 東京"),
            ("\u{7}", ""),
        ] {
            assert_eq!(clean(text), clean_text);
        }
    }

    #[test]
    fn width_is_the_sum_of_the_fonts_advances() {
        // Noto Sans: a digit is 572 of 1,000 units wide, a space 260.
        for (text, units) in [("", 0.0), ("0", 572.0), ("1 000", 4.0 * 572.0 + 260.0)] {
            assert!((width(text, 1_000.0) - units * SLACK).abs() < 1.0, "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_cut_with_an_ellipsis() {
        for (text, room, fitted) in [
            ("0000", 50.0, "0000"),
            ("0000000000", 50.0, "00000…"),
            ("", 50.0, ""),
            ("00", 1.0, "0…"),
        ] {
            assert_eq!(fit(text, 13.0, room), fitted);
        }
    }

    #[test]
    fn lines_break_between_words_and_inside_words_that_are_too_long() {
        for (text, lines) in [
            ("00 00 00", &["00 00", "00"][..]),
            ("000000000", &["000000", "000"]),
            ("00 00 00 00 00 00", &["00 00", "00 00…"]),
        ] {
            assert_eq!(wrap(text, 13.0, 50.0, 2), lines);
        }
    }
}
