//! Hostile tables: none panics, and each is answered with file, place and reason.

use crate::program::Desk;

const ASKED: &str = "calibrate t.csv --column took --unit m";

/// Ten good rows below this header, then these.
fn ten(header: &str, more: &str) -> Vec<u8> {
    let commas = ",".repeat(header.matches(',').count());
    let rows: Vec<String> = (10..20).map(|m| format!("{m}{commas}\n")).collect();
    format!("{header}\n{}{more}", rows.concat()).into_bytes()
}

/// Each is refused with this.
fn refused(cases: Vec<(Vec<u8>, &str)>) {
    for (bytes, told) in cases {
        let desk = Desk::new();
        desk.write("t.csv", &bytes);
        let (out, err) = desk.ends(ASKED, 2);
        let shown = String::from_utf8_lossy(&bytes);
        assert!(out.is_empty() && err.starts_with("error: t.csv: "), "{shown}: {err}");
        assert!(err.contains(told), "{shown}: {err}");
        assert!(!err.contains(|c: char| c.is_control() && c != '\n'), "{shown}: {err:?}");
        assert!(err.len() < 3_000, "{shown}: {err}");
    }
}

#[test]
fn a_cell_that_is_no_length_is_told_with_its_line_and_column() {
    let cell = |cell: &str| ten("took", &format!("{cell}\n"));
    refused(vec![
        (cell("=1+1"), "line 12, column `took`: a formula"),
        (cell("=cmd|' /C calc'!A0"), "line 12, column `took`: a formula"),
        (cell("\"@SUM(1,2)\""), "line 12, column `took`: a formula"),
        (cell("+5"), "line 12, column `took`: a formula"),
        (cell("1e308"), "line 12, column `took`: more than 36500d"),
        (cell("1e999999999999"), "line 12, column `took`: more than 36500d"),
        (cell("1e-320"), "line 12, column `took`: zero, or less than half a millisecond"),
        (cell("0"), "line 12, column `took`: zero"),
        (cell("-3"), "line 12, column `took`: negative"),
        (cell("∞"), "line 12, column `took`: no number and no length"),
        (cell("inf"), "line 12, column `took`: no number and no length"),
        (cell("-inf"), "line 12, column `took`: a formula"),
        (cell("NaN"), "line 12, column `took`: no number and no length"),
        (cell("#N/A"), "line 12, column `took`: an error of a spreadsheet"),
        (cell("\" \""), "line 12, column `took`: empty"),
        (cell("12 minutes"), "line 12, column `took`: no number and no length"),
        (cell("\"1,5\""), "line 12, column `took`: a comma or point"),
        (cell("1.234.567"), "line 12, column `took`: a comma or point"),
        (cell("\u{1b}[31m12"), "line 12, column `took`: no number and no length"),
        (cell(&"9".repeat(100_000)), "line 12, column `took`: more than 36500d"),
        (cell("12,5"), "line 12, the row has 2 cells where the header has 1; a decimal comma"),
    ]);
}

#[test]
fn a_table_that_is_damaged_is_told_where() {
    let text = |text: &str| text.as_bytes().to_vec();
    refused(vec![
        (vec![], "it is empty"),
        (text("\r\n \t\r\n"), "it is empty"),
        (text("took\n"), "no rows below the header"),
        (text("took"), "no rows below the header"),
        (text("took,took\n1,2\n"), "columns 1 and 2 are both named `took`"),
        (
            text("tok,other\n1,2\n"),
            "there is no column `took`; did you mean `tok`? known: other, tok",
        ),
        (text("1\n2\n3\n"), "there is no column `took`; known: 1"),
        (ten("took", "\"12\n13\n"), "line 12: a quotation mark is opened and never closed"),
        (ten("took,b", "5\n"), "line 12, the row has 1 cell where the header has 2"),
        (ten("took,b", "5,6,7\n"), "line 12, the row has 3 cells where the header has 2"),
        (text("took\n1\0\n"), "it contains zero bytes"),
        (text("PK\x03\x04"), "a ZIP archive or an Excel workbook"),
        (vec![0xFF, 0xFE, 0, 0, b't', 0, 0, 0], "it is UTF-32"),
        (b"took\n1\n\xFC\n".to_vec(), "line 3, column `took`: no number and no length"),
        (text("took\n12\n"), "1 of 1 had ended; 5 are the least to fit a law to"),
        (text("took\n7\n7\n7\n7\n7\n7\n"), "all that ended took 7m; write \"7m\" as the length"),
    ]);
}

#[test]
fn a_bad_row_is_told_with_its_own_line_whatever_lies_above_it() {
    let text = |text: &str| text.as_bytes().to_vec();
    refused(vec![
        (text("took,note\n10,\"a\nb\"\n\n\n11,c\nx,d\n"), "line 7, column `took`: no number"),
        (text("took,note\r\n10,\"a\r\nb\"\r\n\r\nx,d\r\n"), "line 5, column `took`: no number"),
        (text("\n\ntook,\"no\n\nte\"\n\nx,\"a\nb\"\n"), "line 7, column `took`: no number"),
        (text("sep=;\ntook;note\n10;\"a\n\nb\"\n\nx;d"), "line 7, column `took`: no number"),
        (text("took,note\n10,\"a\n\nb\"\n\n11\n"), "line 6, the row has 1 cell"),
    ]);
}

#[test]
fn a_hundred_thousand_columns_and_names_that_are_empty_are_no_harm() {
    let many = |cell: &str| vec![cell; 100_000].join(",");
    let told = "line 12, the row has 100000 cells where the header has 1";
    refused(vec![
        (ten("took", &many("5")), told),
        (
            many("column").into_bytes(),
            "there is no column `took`; none of the 100000 names is like it",
        ),
        (many("tok").into_bytes(), "did you mean `tok`? there are 100000"),
        (many("took").into_bytes(), "columns 1 and 2 are both named `took`"),
        (many("").into_bytes(), "there is no column `took`; no column has a name"),
        (b",,\n1,2,3\n".to_vec(), "there is no column `took`"),
        (b",took,\n1,x,3\n".to_vec(), "line 2, column `took`: no number"),
    ]);
}

#[test]
fn the_name_of_a_column_is_no_markup_in_the_figures() {
    let name = "=<script>alert(1)</script>&'A0";
    let desk = Desk::new();
    desk.write("t.csv", &ten(name, ""));
    desk.ends(&format!("calibrate t.csv --column {name} --unit m -o out"), 0);
    for figure in ["out/density.svg", "out/quantiles.svg"] {
        let svg = desk.read(figure);
        assert!(!svg.contains("<script") && !svg.contains("&'A0"), "{figure}");
        assert!(svg.contains("=&lt;script&gt;alert(1)&lt;/script&gt;&amp;"), "{figure}");
    }
}

#[test]
fn mixed_line_ends_blank_lines_and_quotes_are_no_harm() {
    let desk = Desk::new();
    desk.write("t.csv", b"\"took\"\r\n12\n\n13\r14\r\n\r\n\"15\"\n16 \n 17\n18x\n");
    let (_, err) = desk.ends(ASKED, 2);
    assert!(err.contains("line 10, column `took`: no number"), "{err}");
    let (out, _) = desk.ends(&format!("{ASKED} --skip-unusable"), 0);
    assert!(out.contains(": 6 lengths, 12m to 17m; 1 row left out"), "{out}");
}

#[test]
fn numbers_without_a_unit_are_not_guessed() {
    let desk = Desk::new();
    desk.write("t.csv", &ten("took", ""));
    let (_, err) = desk.ends("calibrate t.csv --column took", 2);
    assert!(err.contains("t.csv: line 2, column `took`: a number without a unit"), "{err}");
}

#[test]
fn a_command_line_that_asks_for_nothing_known_is_refused() {
    let desk = Desk::new();
    desk.write("t.csv", &ten("took", ""));
    for (arguments, told) in [
        ("calibrate t.csv", "--column"),
        ("calibrate t.csv --from a", "--to"),
        ("calibrate t.csv --from a --to b --column took", "cannot be used with"),
        ("calibrate t.csv --from a --to b --until soon", "no date and time of ISO 8601"),
        ("calibrate t.csv --column took --unit w", "invalid value 'w'"),
        ("calibrate t.csv --column took --unit m --confidence 1", "from 0.5 to 0.995"),
        ("calibrate t.csv --column took --unit m --confidence 99.9%", "from 0.5 to 0.995"),
        ("calibrate t.csv --column took --unit m --stage create_vn", "did you mean `create_vm`?"),
        ("calibrate t.csv --column took --unit m --censored ended", "there is no column `ended`"),
        ("calibrate gone.csv --column took", "gone.csv: "),
        ("calibrate . --column took", "this is a folder; name a table file in it"),
    ] {
        let (out, err) = desk.ends(arguments, 2);
        assert!(out.is_empty() && err.contains(told), "{arguments}: {err}");
    }
}

#[test]
fn a_large_table_is_read_up_to_a_limit() {
    let rows = |n: usize| {
        let rows: Vec<String> = (0..n).map(|i| format!("{}\n", 10 + i % 97)).collect();
        format!("took\n{}", rows.concat())
    };
    let desk = Desk::new();
    desk.write("t.csv", rows(100_001).as_bytes());
    let (_, err) = desk.ends(ASKED, 2);
    assert!(err.contains("t.csv: more than 100000 rows"), "{err}");
    desk.write("t.csv", rows(30_000).as_bytes());
    let (out, _) = desk.ends(ASKED, 0);
    assert!(out.contains("No chance is told of its distance"), "{out}");
}
