//! The file of a store that is there: how it is opened, whether it may be used, and whose store it is.
//!
//! A file that is damaged, newer, another program's or another company's must never be written to:
//! it may be the only record of what was sent.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::soundness::check_integrity;
use crate::db::failure;
use crate::schema::sqlite as schema;

/// How long a reader waits for another process's short commit. Longer than any commit, and shorter
/// than a person's patience.
pub const BUSY_WAIT: Duration = Duration::from_secs(10);

/// So many statements are kept prepared: more than an order is read with, so that none is parsed anew for each.
const STATEMENTS_KEPT: usize = 128;

/// Opens the file of a store, which is there.
///
/// # Errors
/// When it cannot be opened.
pub fn connect(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::default() & !OpenFlags::SQLITE_OPEN_CREATE;
    let connection = Connection::open_with_flags(path, flags).map_err(failure)?;
    connection.busy_timeout(BUSY_WAIT).map_err(failure)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    keep_plans(&connection)?;
    Ok(connection)
}

/// Keeps the plan of a statement whatever values are bound to it: else SQLite makes many of them anew at each use, to see
/// whether another index fits the value (sqlite.org/c3ref/c_dbconfig_defensive.html, "QPSG").
///
/// # Errors
/// When SQLite refuses.
pub fn keep_plans(connection: &Connection) -> Result<()> {
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map(|_| ())
        .map_err(failure)
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
    if mode != "wal" {
        connection.pragma_update(None, "journal_mode", "WAL").map_err(failure)?;
    }
    connection.pragma_update(None, "synchronous", "FULL").map_err(failure)
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
    Error::failed("store-other-company", t!("store-other-company"))
        .hint(t!("store-other-company-hint"))
}
