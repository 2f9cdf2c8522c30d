//! What is asked of a file before it is used as a store, and whose store it is.
//!
//! A file that is damaged, newer, another program's or another company's must never be written to:
//! it may be the only record of what was sent.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension};

use crate::error::{Error, Result};

use super::failure::{UNTOUCHED, failure};
use super::schema;

/// How every SQLite database begins (sqlite.org/fileformat2.html, "The Database Header").
const HEAD: &[u8] = b"SQLite format 3\0";

/// Refuses a file that does not begin as a database does. SQLite takes one of a few bytes, such as is
/// left of a store that was cut off, for an empty one, and would begin anew over it.
///
/// # Errors
/// `store-damaged`, or that the file cannot be read.
pub fn check_head(path: &Path) -> Result<()> {
    let mut head = Vec::new();
    let Ok(file) = File::open(path) else { return Ok(()) };
    file.take(HEAD.len() as u64).read_to_end(&mut head).map_err(|error| {
        Error::failed("store-failed", format!("cannot read `{}`: {error}", path.display()))
    })?;
    match head.is_empty() || head == HEAD {
        true => Ok(()),
        false => Err(Error::failed("store-damaged", "the store is damaged: it is no database")
            .hint(UNTOUCHED)),
    }
}

/// Makes commits survive power loss. A file that this, or the migration after it, would change is
/// read whole first.
///
/// # Errors
/// `store-newer` and `store-damaged`, with the file as it was; or that the disk refuses.
pub fn set_durable(connection: &Connection) -> Result<()> {
    let mode: String =
        connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).map_err(failure)?;
    if !schema::is_current(connection)? || mode != "wal" {
        check_integrity(connection)?;
    }
    connection.pragma_update(None, "journal_mode", "WAL").map_err(failure)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(failure)
}

/// Reads the whole file for damage.
///
/// # Errors
/// `store-damaged`.
pub fn check_integrity(connection: &Connection) -> Result<()> {
    let verdict: String =
        connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(failure)?;
    match verdict.as_str() {
        "ok" => Ok(()),
        _ => Err(Error::failed("store-damaged", "the store is damaged").hint(UNTOUCHED)),
    }
}

/// Refuses a store that this version must not open, or that is another company's; only reads.
///
/// # Errors
/// `store-newer`, `store-damaged` or `store-other-company`.
pub fn check(connection: &Connection, company: &str) -> Result<()> {
    schema::is_current(connection)?;
    let is_made = connection.table_exists(None, "meta").map_err(failure)?;
    match if is_made { owner(connection)? } else { None } {
        Some(owner) if owner != company => Err(other_company()),
        _ => Ok(()),
    }
}

/// Makes a new store the company's.
///
/// # Errors
/// `store-other-company` when another process was faster, or that the store cannot be written.
pub fn claim(connection: &Connection, company: &str) -> Result<()> {
    let mut owner = owner(connection)?;
    if owner.is_none() {
        connection
            .execute("INSERT OR IGNORE INTO meta (name, value) VALUES ('company', ?1)", [company])
            .map_err(failure)?;
        owner = self::owner(connection)?;
    }
    if owner.as_deref() == Some(company) { Ok(()) } else { Err(other_company()) }
}

fn owner(connection: &Connection) -> Result<Option<String>> {
    connection
        .query_row("SELECT value FROM meta WHERE name = 'company'", [], |row| row.get(0))
        .optional()
        .map_err(failure)
}

fn other_company() -> Error {
    Error::failed("store-other-company", "the store belongs to another company in Uni")
        .hint("Give the company another name in the configuration, or correct its company_key")
}
