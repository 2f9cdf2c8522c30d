//! A new file of a store: made only where there is none, whole under another name, and given its own name last.
//!
//! What stands in its place and is no store is refused, and left as it is.

use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use uniac_system::error::{Error, Result};
use uniac_system::files;
use uniac_system::os;
use uniac_system::stop::NEVER;
use uniac_texts::t;

use super::preparing::{BUSY_WAIT, claim};
use crate::db::{self, failure};
use crate::failure::{damaged_file, lock_failed, locked};
use crate::schema::sqlite as schema;

/// How every SQLite database begins (sqlite.org/fileformat2.html, "The Database Header").
const HEAD: &[u8] = b"SQLite format 3\0";

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
            return Err(damaged_file(t!("store-no-file", shown = shown.to_string())));
        }
        Ok(found) if found.len() == 0 => {
            return Err(damaged_file(t!("store-empty", shown = shown.to_string())));
        }
        Ok(_) => {}
    }
    let mut head = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(HEAD.len() as u64).read_to_end(&mut head).map_err(unreadable)?;
    match head == HEAD {
        true => Ok(true),
        false => Err(damaged_file(t!("store-no-database"))),
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
    Some(damaged_file(t!("store-gone", gone = gone.to_string(), left = left.to_string())))
}

/// Makes a new store under another name, whole and on the disk, and gives it its own name last: a crash
/// leaves no store or a whole one. The caller holds the lock.
///
/// # Errors
/// When the disk refuses.
fn create(path: &Path, company: &str) -> Result<()> {
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
pub(crate) fn make(path: &Path, company: &str, lock_file: &File) -> Result<()> {
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
