//! How far each system was read.

use jiff::Timestamp;

use uniac_system::error::Result;

use crate::db::{Connection, OptionalExtension, failure};
use crate::text::timestamp;

/// The places up to which a system was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watermark {
    /// Uni's orders.
    Orders,
    /// Uni's invoices and credit notes.
    Documents,
    /// The shop's orders.
    Shop,
    /// When all three were last read far back.
    Deep,
}

impl Watermark {
    /// Returns the name in the store.
    pub fn name(self) -> &'static str {
        match self {
            Watermark::Orders => "orders",
            Watermark::Documents => "documents",
            Watermark::Shop => "shop",
            Watermark::Deep => "deep",
        }
    }
}

/// Returns how far a system was read.
pub(crate) fn read(connection: &Connection, which: Watermark) -> Result<Option<Timestamp>> {
    let text: Option<String> = connection
        .query_row("SELECT at FROM watermark WHERE name = ?1", [which.name()], |row| row.get(0))
        .optional()
        .map_err(failure)?;
    text.map(|text| timestamp(&text)).transpose()
}

/// Keeps how far a system was read.
pub(crate) fn write(transaction: &Connection, which: Watermark, at: Timestamp) -> Result<()> {
    transaction
        .execute(
            "INSERT INTO watermark (name, at) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET at = excluded.at",
            [which.name(), &at.to_string()],
        )
        .map_err(failure)?;
    Ok(())
}
