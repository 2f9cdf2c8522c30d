//! A look at a store's order numbers while somebody types one.
//!
//! It reads only: it makes no file, brings none up to date, takes no lock and waits for nobody. What it cannot read it
//! does not tell; nothing is decided by it.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, params};

use uniac_system::error::Result;

use crate::db::failure;

/// An order that a person may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peeked {
    /// Its number in Uni.
    pub number: String,
    /// Where its money is, when it was last assessed.
    pub state: String,
    /// Its worst attention.
    pub attention: Option<String>,
}

/// Returns the web orders whose numbers begin like this, the highest first, at most so many.
///
/// # Errors
/// When the file cannot be read, or is no store of this version.
pub fn order_numbers(path: &Path, beginning: &str, most: usize) -> Result<Vec<Peeked>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failure)?;
    // The numbers that begin so lie between it and it with the last of all letters behind it.
    let end = format!("{beginning}\u{10ffff}");
    let mut query = connection
        .prepare(
            "SELECT u.number, a.state, a.attention FROM uni_order u
             JOIN assessment a ON a.order_id = u.id
             WHERE u.number >= ?1 AND u.number < ?2 AND a.is_web = 1
             ORDER BY u.number DESC LIMIT ?3",
        )
        .map_err(failure)?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = query
        .query_map(params![beginning, end, most], |row| {
            Ok(Peeked { number: row.get(0)?, state: row.get(1)?, attention: row.get(2)? })
        })
        .map_err(failure)?;
    rows.collect::<rusqlite::Result<_>>().map_err(failure)
}
