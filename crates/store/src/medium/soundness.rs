//! When the file of a store is read for damage: daily, and when somebody else may have touched it since uniac closed it.
//!
//! Reading all of it takes seconds where there are a million orders. What is left of a run that was killed, a backup that
//! was put in its place, a disk that was repaired: each shows as a log that was left or as a file that is not as it was
//! when it was closed.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::UNIX_EPOCH;

use jiff::{SignedDuration, Timestamp};

use uniac_system::error::Result;
use uniac_texts::t;

use crate::db::{Connection, OptionalExtension, failure};
use crate::failure::damaged_file;
use crate::text::timestamp;

/// How long one reading of the whole file is good enough.
const PACE: SignedDuration = SignedDuration::from_hours(24);

/// The name under which it is kept when the file was read.
const READ_AT: &str = "checked-at";

/// The longest note that is read.
const NOTE_MAX: u64 = 100;

/// Returns whether the file is as uniac has left it: no log of an earlier process is left, and nobody has written to it
/// since it was closed. Asked before it is opened.
pub(crate) fn is_as_left(path: &Path, lock_file: &File) -> bool {
    let log = std::fs::metadata(path.with_extension("db-wal"));
    let is_left = log.is_ok_and(|log| log.len() > 0);
    !is_left && look(path).is_some_and(|look| noted(lock_file).is_some_and(|noted| noted == look))
}

/// Notes how the file is left, after it was closed. What cannot be noted is read once more the next time.
pub(crate) fn note(path: &Path, mut lock_file: &File) {
    let Some(look) = look(path) else { return };
    // What could not be noted is read once more.
    let _ = lock_file
        .seek(SeekFrom::Start(0))
        .and_then(|_| lock_file.write_all(look.as_bytes()))
        .and_then(|()| lock_file.set_len(look.len() as u64));
}

/// Returns the size of a file and when it was last written to.
fn look(path: &Path) -> Option<String> {
    let file = std::fs::metadata(path).ok()?;
    let written = file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{} {}", file.len(), written.as_nanos()))
}

fn noted(mut lock_file: &File) -> Option<String> {
    let mut text = String::new();
    lock_file.seek(SeekFrom::Start(0)).ok()?;
    lock_file.take(NOTE_MAX).read_to_string(&mut text).ok()?;
    Some(text)
}

/// Returns whether the file was read for damage within a day.
pub(crate) fn is_fresh(connection: &Connection, now: Timestamp) -> Result<bool> {
    let at: Option<String> = connection
        .query_row("SELECT value FROM meta WHERE name = ?1", [READ_AT], |row| row.get(0))
        .optional()
        .map_err(failure)?;
    let at = at.as_deref().map(timestamp).transpose()?;
    Ok(at.is_some_and(|at| at <= now && now.duration_since(at) < PACE))
}

/// Keeps that the file was read and is whole.
pub(crate) fn keep(transaction: &Connection, now: Timestamp) -> Result<()> {
    transaction
        .execute(
            "INSERT INTO meta (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [READ_AT, &now.to_string()],
        )
        .map_err(failure)?;
    Ok(())
}

/// Reads the whole file for damage, the indexes against their tables too: a row that an index hides would
/// be a silent miss.
///
/// # Errors
/// `store-damaged`.
pub fn check_integrity(connection: &rusqlite::Connection) -> Result<()> {
    let verdict: String =
        connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(failure)?;
    match verdict.as_str() {
        "ok" => Ok(()),
        _ => Err(damaged_file(t!("store-damaged"))),
    }
}
