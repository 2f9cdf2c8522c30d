//! A long result, written while it is read: memory holds some hundred rows of it, however many there are.
//!
//! Nothing is written before the first row, so that a failure until then is still the one JSON object.

use serde::Serialize;

use uniac_system::error::Result;

use super::json;
use super::look::Format;
use super::page::{Cell, Page, Table};
use super::terminal::Ui;

/// How many rows are written at once. On a screen each such part is a table of its own.
const PART_ROWS: usize = 500;

/// A result of rows.
pub struct List<'a> {
    ui: &'a Ui,
    schema: &'static str,
    /// The columns, and the rows that are not written yet.
    part: Table,
    /// The rows as JSON that are not written yet.
    json: Vec<String>,
    parts: usize,
}

impl<'a> List<'a> {
    /// Begins a list of `schema` with the columns of an empty table.
    pub(super) fn new(ui: &'a Ui, schema: &'static str, columns: Table) -> List<'a> {
        List { ui, schema, part: columns, json: Vec::new(), parts: 0 }
    }

    /// Adds a row: as it is in JSON, and as cells.
    ///
    /// # Errors
    /// As [`Ui::result`].
    pub fn row(
        &mut self,
        value: &impl Serialize,
        cells: impl IntoIterator<Item = Cell>,
    ) -> Result<()> {
        match self.ui.look().format {
            Format::Json => self.json.push(json::value(value)?),
            Format::Table | Format::Plain | Format::Csv | Format::Xlsx => {
                self.part.row(cells);
            }
        }
        // A workbook is one whole.
        if self.ui.look().format == Format::Xlsx {
            return Ok(());
        }
        if self.part.len().max(self.json.len()) >= PART_ROWS { self.write() } else { Ok(()) }
    }

    /// Returns whether something is on stdout.
    pub fn has_begun(&self) -> bool {
        self.parts > 0
    }

    /// Writes what is left, and the end.
    ///
    /// # Errors
    /// As [`Ui::result`].
    pub fn end(mut self) -> Result<()> {
        let is_json = self.ui.look().format == Format::Json;
        if self.parts == 0 || self.part.len() + self.json.len() > 0 {
            self.write()?;
        }
        if is_json { self.ui.print("]}\n") } else { Ok(()) }
    }

    fn write(&mut self) -> Result<()> {
        let is_first = self.parts == 0;
        self.parts += 1;
        if self.ui.look().format == Format::Xlsx {
            let mut page = Page::new();
            page.table(std::mem::replace(&mut self.part, Table::new([])));
            return self.ui.workbook(&page);
        }
        let text = match self.ui.look().format {
            Format::Json => {
                let rows = std::mem::take(&mut self.json).join(",");
                match is_first {
                    true => self.ui.begin_json(self.schema)? + &rows,
                    false => format!(",{rows}"),
                }
            }
            Format::Table | Format::Plain | Format::Csv | Format::Xlsx => {
                let next = self.part.without_rows();
                let mut page = Page::new();
                page.table(std::mem::replace(&mut self.part, next));
                self.ui.part(&page, is_first)?
            }
        };
        self.ui.print(&text)
    }
}

impl Ui {
    /// Begins a result of very many rows, an array in JSON; `columns` is a table without rows.
    pub fn list(&self, schema: &'static str, columns: Table) -> List<'_> {
        List::new(self, schema, columns)
    }
}
