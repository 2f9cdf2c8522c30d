//! What is asked of a file before it is used as a store, and whose store it is.
//!
//! A file that is damaged, newer, another program's or another company's must never be written to:
//! it may be the only record of what was sent.

use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use uniac_system::error::{Error, Result};
use uniac_system::files;
use uniac_system::os;
use uniac_system::stop::NEVER;
use uniac_texts::t;

use super::db::failure;
use super::failure::{lock_failed, locked, untouched};
use super::{db, schema};

/// How every SQLite database begins (sqlite.org/fileformat2.html, "The Database Header").
const HEAD: &[u8] = b"SQLite format 3\0";

/// So many statements are kept prepared: more than an order is read with, so that none is parsed anew for each.
const STATEMENTS_KEPT: usize = 128;

/// How long a reader waits for another process's short commit. Longer than any commit, and shorter
/// than a person's patience.
pub const BUSY_WAIT: Duration = Duration::from_secs(10);

/// How often it is tried to be the one who makes a new store; together [`BUSY_WAIT`].
const MAKING_TRIES: u32 = 500;

/// Returns whether there is a file that begins as a database does; what else stands there is refused.
/// SQLite takes one of no or of a few bytes, such as is left of a store that was cut off, for an empty
/// one, and would begin anew over it.
///
/// # Errors
/// `store-damaged`, or that the file cannot be read.
pub fn is_there(path: &Path) -> Result<bool> {
    let shown = path.display();
    let unreadable = |error: std::io::Error| {
        Error::failed(
            "store-failed",
            t!("store-cannot-read", shown = shown.to_string(), error = error.to_string()),
        )
        .caused_by(error)
    };
    let is_absent = |error: &std::io::Error| error.kind() == ErrorKind::NotFound;
    match std::fs::symlink_metadata(path) {
        Err(error) if is_absent(&error) => return leftovers(path).map_or(Ok(false), Err),
        Err(error) => return Err(unreadable(error)),
        Ok(_) => {}
    }
    match std::fs::metadata(path) {
        Err(error) if is_absent(&error) => {
            let message = t!("store-dead-link", shown = shown.to_string());
            return Err(Error::failed("store-failed", message).hint(t!("store-dead-link-hint")));
        }
        Err(error) => return Err(unreadable(error)),
        Ok(found) if !found.is_file() => {
            return Err(damaged(t!("store-no-file", shown = shown.to_string())));
        }
        Ok(found) if found.len() == 0 => {
            return Err(damaged(t!("store-empty", shown = shown.to_string())));
        }
        Ok(_) => {}
    }
    let mut head = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(HEAD.len() as u64).read_to_end(&mut head).map_err(unreadable)?;
    match head == HEAD {
        true => Ok(true),
        false => Err(damaged(t!("store-no-database"))),
    }
}

/// Points out what stands beside a store that is gone: SQLite would take it for the new one's.
fn leftovers(path: &Path) -> Option<Error> {
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let left = ["-wal", "-journal"]
        .map(beside)
        .into_iter()
        .find(|left| std::fs::metadata(left).is_ok_and(|found| found.len() > 0))?;
    let (gone, left) = (path.display(), left.display());
    Some(damaged(t!("store-gone", gone = gone.to_string(), left = left.to_string())))
}

fn damaged(what: String) -> Error {
    Error::failed("store-damaged", what).hint(untouched())
}

/// Makes a new store under another name, whole and on the disk, and gives it its own name last: a crash
/// leaves no store or a whole one. The caller holds the lock.
///
/// # Errors
/// When the disk refuses.
pub fn create(path: &Path, company: &str) -> Result<()> {
    let refused = |error: std::io::Error| {
        Error::failed(
            "store-failed",
            t!("store-cannot-make", path = path.display().to_string(), error = os::why(&error)),
        )
        .caused_by(error)
    };
    let fresh = path.with_extension("new");
    // What a crash has left of an earlier attempt.
    for left in ["new", "new-journal", "new-wal", "new-shm"] {
        match std::fs::remove_file(path.with_extension(left)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(refused(error)),
            _ => {}
        }
    }
    files::touch(&fresh).map_err(refused)?;
    let store = db::Connection::from(Connection::open(&fresh).map_err(failure)?);
    schema::migrate(&store)?;
    claim(store.sqlite()?, company)?;
    let connection = store.into_sqlite()?;
    // Several who switch at once would refuse each other; SQLite does not let them wait.
    connection.pragma_update(None, "journal_mode", "WAL").map_err(failure)?;
    connection.close().map_err(|(_, error)| failure(error))?;
    std::fs::rename(&fresh, path).map_err(refused)?;
    files::sync_folder(path);
    Ok(())
}

/// Makes a new store, unless another process is faster; while it works it has the lock.
pub(super) fn make(path: &Path, company: &str, lock_file: &File) -> Result<()> {
    for _ in 0..MAKING_TRIES {
        match lock_file.try_lock() {
            Ok(()) => {
                let made = match is_there(path) {
                    Ok(false) => create(path, company),
                    other => other.map(|_| ()),
                };
                return lock_file.unlock().map_err(lock_failed).and(made);
            }
            Err(TryLockError::WouldBlock) if is_there(path)? => return Ok(()),
            Err(TryLockError::WouldBlock) => NEVER.sleep(BUSY_WAIT / MAKING_TRIES),
            Err(TryLockError::Error(error)) => return Err(lock_failed(error)),
        }
    }
    Err(locked())
}

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

/// Reads the whole file for damage, the indexes against their tables too: a row that an index hides would
/// be a silent miss.
///
/// # Errors
/// `store-damaged`.
pub fn check_integrity(connection: &Connection) -> Result<()> {
    let verdict: String =
        connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(failure)?;
    match verdict.as_str() {
        "ok" => Ok(()),
        _ => Err(damaged(t!("store-damaged"))),
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
    Error::failed("store-other-company", t!("store-other-company"))
        .hint(t!("store-other-company-hint"))
}
