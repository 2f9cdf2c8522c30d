//! Whether a store may be used: it is not half of a copy, and no other has taken its place.

use uniac_system::error::{Error, Result};
use uniac_texts::t;

use crate::db::{Connection, OptionalExtension, failure, params};

/// The name under which a store says that it is not whole yet, and whose copy it will be.
pub(crate) const COPYING: &str = "copying";

/// The name under which a store says that another has taken its place.
pub(crate) const MOVED: &str = "moved-to";

/// Refuses a store that is half of a copy, or that another has taken the place of.
pub(crate) fn check(connection: &Connection) -> Result<()> {
    if noted(connection, COPYING)?.is_some() {
        return Err(Error::failed("store-failed", t!("store-half-copied"))
            .hint(t!("store-half-copied-hint")));
    }
    match noted(connection, MOVED)? {
        Some(place) => Err(Error::failed("store-failed", t!("store-moved", place = place))
            .hint(t!("store-moved-hint"))),
        None => Ok(()),
    }
}

/// Returns what is noted under a name.
pub(crate) fn noted(connection: &Connection, name: &str) -> Result<Option<String>> {
    connection
        .query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0))
        .optional()
        .map_err(failure)
}

/// Notes something under a name, in place of what was noted.
pub(crate) fn note(transaction: &Connection, name: &str, value: &str) -> Result<()> {
    let keep = "INSERT INTO meta (name, value) VALUES (?1, ?2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    transaction.execute(keep, params![name, value]).map(|_| ()).map_err(failure)
}

/// Forgets what is noted under a name.
pub(crate) fn forget(transaction: &Connection, name: &str) -> Result<()> {
    let forget = "DELETE FROM meta WHERE name = ?1";
    transaction.execute(forget, [name]).map(|_| ()).map_err(failure)
}
