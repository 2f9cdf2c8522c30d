//! A part of the report: the same for the page, the workbook and the terminal.

use crate::ui::Table;

/// A part of the report: what it is about, and its table.
pub struct Section {
    /// A stable name, for the page's own links.
    pub id: &'static str,
    /// The heading.
    pub title: String,
    /// What the rows mean.
    pub lead: String,
    /// The rows.
    pub table: Table,
}
