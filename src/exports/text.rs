//! From bytes to text: UTF-8 and UTF-16, with and without a byte order mark.

use std::borrow::Cow;

use super::log::Log;

/// First bytes of files that are no text, and what they look like.
const BINARY: [(&[u8], &str); 8] = [
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook; export as JSON or CSV"),
    (b"\x1f\x8b", "a gzip archive; unpack it"),
    (b"%PDF", "a PDF document; export as JSON or CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word document; export as JSON or CSV"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"MZ", "a Windows program"),
];

/// The text of a file; broken characters are noted and replaced.
///
/// # Errors
/// What the bytes look like, if they are no text.
pub(crate) fn decode(bytes: Vec<u8>, file: &str, log: &Log) -> Result<String, String> {
    if let Some((_, what)) = BINARY.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(format!("it looks like {what}"));
    }
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Err("it is UTF-32; save it as UTF-8".into());
    }
    match order_of(&bytes) {
        Some((mark, read)) => Ok(utf16(&bytes[mark..], read, file, log)),
        None => utf8(bytes, file, log),
    }
}

/// How two bytes make a unit of UTF-16.
type Order = fn([u8; 2]) -> u16;

/// How long the byte order mark is and how units are read, if the bytes are UTF-16: by the mark,
/// or by the zero that every second byte of plain text is.
fn order_of(bytes: &[u8]) -> Option<(usize, Order)> {
    match bytes {
        [0xFF, 0xFE, ..] => Some((2, u16::from_le_bytes)),
        [0xFE, 0xFF, ..] => Some((2, u16::from_be_bytes)),
        [a, 0, b, 0, ..] if *a > 0 && *b > 0 => Some((0, u16::from_le_bytes)),
        [0, a, 0, b, ..] if *a > 0 && *b > 0 => Some((0, u16::from_be_bytes)),
        _ => None,
    }
}

fn utf16(bytes: &[u8], read: Order, file: &str, log: &Log) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut broken = None;
    let mut text = String::with_capacity(pairs.len());
    for decoded in char::decode_utf16(pairs.iter().map(|&pair| read(pair))) {
        if decoded.is_err() {
            broken = broken.or(Some(text.len()));
        }
        text.push(decoded.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if let Some(at) = broken {
        log.note(file, &place(&text, at), "half a character of UTF-16; read as \u{fffd}");
    }
    if !rest.is_empty() {
        log.note(file, &place(&text, text.len()), "the text ends in the middle of a character");
    }
    text
}

fn utf8(bytes: Vec<u8>, file: &str, log: &Log) -> Result<String, String> {
    let bytes = match bytes.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => rest.to_vec(),
        None => bytes,
    };
    if bytes.contains(&0) {
        return Err("it looks like no text: it contains zero bytes".into());
    }
    let error = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let at = error.utf8_error().valid_up_to();
    let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
    let reason = "not UTF-8, such as an old code page; other letters are read as \u{fffd}";
    log.note(file, &place(&text, at), reason);
    Ok(text)
}

/// The text with one line end for each line, so that all count lines alike.
pub(crate) fn plain_lines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").into() } else { text.into() }
}

/// `line 3, column 14`: where a byte of a text stands.
pub(crate) fn place(text: &str, at: usize) -> String {
    let before = &text[..text.floor_char_boundary(at)];
    let line = 1 + before.bytes().filter(|&byte| byte == b'\n').count();
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    format!("line {line}, column {}", 1 + before[start..].chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (Result<String, String>, Vec<String>) {
        let log = Log::default();
        let text = decode(bytes.to_vec(), "f", &log);
        (text, log.lines())
    }

    fn utf16_of(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn the_same_text_is_read_from_every_encoding() {
        let text = "{\"a\": \"é😀\"}\r\n";
        let mark = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            mark(b"\xEF\xBB\xBF", text.as_bytes().to_vec()),
            mark(b"\xFF\xFE", utf16_of(text, u16::to_le_bytes)),
            mark(b"\xFE\xFF", utf16_of(text, u16::to_be_bytes)),
            utf16_of(text, u16::to_le_bytes),
            utf16_of(text, u16::to_be_bytes),
        ] {
            assert_eq!(decoded(&bytes), (Ok(text.into()), vec![]), "{bytes:x?}");
        }
        assert_eq!(decoded(b""), (Ok(String::new()), vec![]));
    }

    #[test]
    fn broken_characters_are_replaced_and_told_with_their_place() {
        for (bytes, text, told) in [
            (
                &b"ab\nK\xf6ln"[..],
                "ab\nK\u{fffd}ln",
                "f: line 2, column 2: not UTF-8, such as an old code page; \
                 other letters are read as \u{fffd}",
            ),
            (
                b"\xFF\xFEa\0\0\xd8b\0",
                "a\u{fffd}b",
                "f: line 1, column 2: half a character of UTF-16; read as \u{fffd}",
            ),
            (
                b"\xFF\xFEa\0b",
                "a",
                "f: line 1, column 2: the text ends in the middle of a character",
            ),
        ] {
            assert_eq!(decoded(bytes), (Ok(text.into()), vec![told.into()]));
        }
    }

    #[test]
    fn what_is_no_text_is_told_what_it_looks_like() {
        for (bytes, told) in [
            (&b"PK\x03\x04rest"[..], "a ZIP archive or an Excel workbook"),
            (b"%PDF-1.7", "a PDF document"),
            (b"\xFF\xFE\0\0a\0\0\0", "UTF-32"),
            (b"a\0b", "zero bytes"),
        ] {
            let refusal = decoded(bytes).0.unwrap_err();
            assert!(refusal.contains(told), "{refusal}");
        }
    }
}
