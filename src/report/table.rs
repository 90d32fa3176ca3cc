//! Tables on the screen: a first column of names, then numbers set to the right.

use comfy_table::{CellAlignment, Table, presets};

/// A table without lines.
pub(super) fn plain_table() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table
}

/// The table with all but its first column set to the right.
pub(super) fn finished(mut table: Table) -> String {
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.trim_fmt()
}
