//! The store in one SQLite file: WAL with `synchronous=FULL`, so that what is committed survives
//! power loss (sqlite.org/pragma.html#pragma_synchronous).
//!
//! A damaged file is never written to.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;

use uniac_system::error::{Error, Result};
use uniac_system::files;
use uniac_texts::t;

pub use super::database::DbStore as SqliteStore;

use super::database::{DbStore, Medium};
use super::db::{Connection, failure};
use super::locking::take_lock;
use super::{copying, opening, schema, soundness};

/// The file of a store.
pub(super) struct StoreFile {
    path: PathBuf,
    lock_file: File,
    /// Whether nobody but uniac has written to the file since it was last found whole.
    is_as_left: AtomicBool,
    /// Whether the lock is this process's own.
    is_holder: AtomicBool,
}

impl StoreFile {
    /// Takes the lock, and reads the file for damage when that is to be done. Returns whether it was known to be whole.
    pub(super) fn take(&self, connection: &Connection, now: Timestamp) -> Result<bool> {
        take_lock(&self.lock_file)?;
        self.is_holder.store(true, Ordering::SeqCst);
        let is_known =
            self.is_as_left.load(Ordering::SeqCst) && soundness::is_fresh(connection, now)?;
        if !is_known {
            opening::check_integrity(connection.sqlite()?)?;
            self.is_as_left.store(true, Ordering::SeqCst);
        }
        Ok(is_known)
    }

    /// Returns whether a run is at work. Asked by who only looks: it takes the lock for a moment.
    pub(super) fn is_locked(&self) -> bool {
        self.is_holder.load(Ordering::SeqCst)
            || match self.lock_file.try_lock() {
                Ok(()) => self.lock_file.unlock().is_err(),
                Err(_) => true,
            }
    }

    /// Notes how the file is left, after it was closed.
    pub(super) fn note(&self) {
        soundness::note(&self.path, &self.lock_file);
    }
}

impl DbStore {
    /// Opens the store of the company with the given key in Uni, making it when there is none.
    ///
    /// # Errors
    /// `store-newer`, `store-damaged`, `store-other-company`, or that the file cannot be opened.
    pub fn open(path: &Path, company: &str) -> Result<DbStore> {
        let unreachable = |error: std::io::Error| {
            Error::failed(
                "store-failed",
                t!(
                    "store-cannot-open",
                    path = path.display().to_string(),
                    error = error.to_string()
                ),
            )
            .caused_by(error)
        };
        if let Some(folder) = path.parent() {
            files::make_folder(folder).map_err(unreachable)?;
        }
        let lock_path = path.with_extension("lock");
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true);
        let lock_file = files::open(&mut options, &lock_path).map_err(unreachable)?;
        if !opening::is_there(path)? {
            opening::make(path, company, &lock_file)?;
        }
        for own in ["db", "db-wal", "db-shm", "lock"] {
            files::tighten(&path.with_extension(own)).map_err(unreachable)?;
        }
        let is_as_left = soundness::is_as_left(path, &lock_file);
        let connection = opening::connect(path)?;
        opening::check(&connection, company)?;
        opening::set_durable(&connection)?;
        let connection = prepared(connection, company)?;
        let file = StoreFile {
            path: path.to_owned(),
            lock_file,
            is_as_left: AtomicBool::new(is_as_left),
            is_holder: AtomicBool::new(false),
        };
        let mut store = DbStore::new(connection, Medium::File(file));
        store.reader = Some(Mutex::new(opening::connect(path)?.into()));
        Ok(store)
    }

    /// Opens a store that lives as long as the value, for simulations.
    ///
    /// # Errors
    /// When SQLite cannot make it.
    pub fn in_memory(company: &str) -> Result<DbStore> {
        let connection = rusqlite::Connection::open_in_memory().map_err(failure)?;
        Ok(DbStore::new(prepared(connection, company)?, Medium::Memory))
    }

    /// Opens a store in memory that others of this process share by its name, and that lives as
    /// long as one of them does: a simulation's restart is a new value on the same store.
    ///
    /// # Errors
    /// When SQLite cannot open it, or it belongs to another company.
    pub fn in_shared_memory(name: &str, company: &str) -> Result<DbStore> {
        let address = format!("file:/{name}?vfs=memdb");
        let connection = rusqlite::Connection::open(address).map_err(failure)?;
        Ok(DbStore::new(prepared(connection, company)?, Medium::Memory))
    }

    /// Refuses to act on a damaged file.
    ///
    /// # Errors
    /// `store-damaged`.
    pub fn check_integrity(&self) -> Result<()> {
        match &self.medium {
            Medium::File(_) | Medium::Memory => {
                opening::check_integrity(self.connection().sqlite()?)
            }
            // A server looks after its own disk.
            #[cfg(feature = "postgres")]
            Medium::Server(_) => Ok(()),
        }
    }

    /// Returns the store if it may be used: it is not half of a copy, and no other has taken its place.
    ///
    /// # Errors
    /// `store-failed` when it may not.
    pub fn usable(self) -> Result<DbStore> {
        self.look(copying::check_whole)?;
        Ok(self)
    }

    /// Returns the address of the server, where the store is in one.
    pub fn server(&self) -> Option<String> {
        match &self.medium {
            Medium::File(_) | Medium::Memory => None,
            #[cfg(feature = "postgres")]
            Medium::Server(lease) => Some(lease.address()),
        }
    }

    /// Forgets all that a shared store has of the company. For the sandbox, whose world is made anew.
    ///
    /// # Errors
    /// When the server refuses, or the store is a file.
    pub fn forget_company(&self) -> Result<()> {
        match &self.medium {
            Medium::File(_) | Medium::Memory => {
                Err(Error::defect("a file is removed, not emptied"))
            }
            #[cfg(feature = "postgres")]
            Medium::Server(lease) => lease.forget_company(),
        }
    }

    /// Returns whether the store is a file that nobody else has written to.
    pub(super) fn is_file_as_left(&self) -> bool {
        match &self.medium {
            Medium::File(file) => file.is_as_left.load(Ordering::SeqCst),
            Medium::Memory => false,
            #[cfg(feature = "postgres")]
            Medium::Server(_) => false,
        }
    }
}

fn prepared(connection: rusqlite::Connection, company: &str) -> Result<Connection> {
    opening::keep_plans(&connection)?;
    connection.pragma_update(None, "foreign_keys", "ON").map_err(failure)?;
    let connection = Connection::from(connection);
    schema::migrate(&connection)?;
    opening::claim(connection.sqlite()?, company)?;
    Ok(connection)
}
