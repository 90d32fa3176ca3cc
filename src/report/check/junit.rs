//! A check as JUnit XML: a suite for each scenario, a case for each thing checked.
//!
//! Elements and attributes are those of Jenkins' `junit-10.xsd`, which the crates that write JUnit
//! go beyond.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Checked, Point, points};

type Xml = Writer<Vec<u8>>;

/// The whole file. What is undecided is a failure of that type, and nothing is skipped.
///
/// # Panics
/// Never: text in memory becomes XML.
pub fn junit(all: &[Checked]) -> String {
    let mut xml = Writer::new_with_indent(vec![], b' ', 2);
    document(&mut xml, all).expect("writing into memory does not fail");
    String::from_utf8(xml.into_inner()).expect("only UTF-8 was written") + "\n"
}

fn document(xml: &mut Xml, all: &[Checked]) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let every: Vec<Point> = all.iter().flat_map(points).collect();
    let counts = counts(&every);
    let root = xml.create_element("testsuites").with_attribute(("name", "cloudpc-sim check"));
    let root = root.with_attributes(counts.iter().map(|(key, n)| (*key, n.as_str())));
    root.write_inner_content(|xml| all.iter().try_for_each(|checked| suite(xml, checked)))?;
    Ok(())
}

fn suite(xml: &mut Xml, checked: &Checked) -> io::Result<()> {
    let (points, name) = (points(checked), clean(&checked.file));
    let counts = counts(&points);
    let suite = xml.create_element("testsuite").with_attribute(("name", name.as_str()));
    let suite = suite.with_attributes(counts.iter().map(|(key, n)| (*key, n.as_str())));
    suite.write_inner_content(|xml| points.iter().try_for_each(|p| case(xml, checked, p)))?;
    Ok(())
}

fn counts(points: &[Point]) -> [(&'static str, String); 3] {
    let failures = points.iter().filter(|point| !point.is_good).count();
    let (tests, failures) = (points.len().to_string(), failures.to_string());
    [("tests", tests), ("failures", failures), ("errors", "0".into())]
}

fn case(xml: &mut Xml, checked: &Checked, point: &Point) -> io::Result<()> {
    let (name, class) = (clean(&point.what), clean(&checked.heading.name));
    let told = clean(&point.told);
    let case = xml.create_element("testcase").with_attribute(("name", name.as_str()));
    case.with_attribute(("classname", class.as_str())).write_inner_content(|xml| {
        if point.is_good {
            xml.create_element("system-out").write_text_content(BytesText::new(&told))?;
            return Ok(());
        }
        let at = point.position.map(|at| format!(":{}:{}", at.line, at.column));
        let place = clean(&checked.file) + &at.unwrap_or_default();
        let text = format!("{place}: {name}: {told}");
        let failure = xml.create_element("failure").with_attribute(("type", point.verdict));
        let failure = failure.with_attribute(("message", told.as_str()));
        failure.write_text_content(BytesText::new(&text))?;
        Ok(())
    })?;
    Ok(())
}

/// A text without the characters that XML cannot hold.
fn clean(text: &str) -> String {
    let harmless = |c: char| match c {
        '\u{FFFE}' | '\u{FFFF}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => ' ',
        c => c,
    };
    text.chars().map(harmless).collect()
}
