//! The file of a store while it is open: its lock, and whether it is as uniac has left it.

use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;

use uniac_system::error::Result;

use super::locking::take_lock;
use super::soundness;
use crate::db::Connection;

/// The file of a store.
pub(crate) struct StoreFile {
    path: PathBuf,
    lock_file: File,
    /// Whether nobody but uniac has written to the file since it was last found whole.
    is_as_left: AtomicBool,
    /// Whether the lock is this process's own.
    is_holder: AtomicBool,
}

impl StoreFile {
    /// Returns the file of a store with the one that locks it.
    pub(crate) fn new(path: PathBuf, lock_file: File, is_as_left: bool) -> StoreFile {
        let (is_as_left, is_holder) = (AtomicBool::new(is_as_left), AtomicBool::new(false));
        StoreFile { path, lock_file, is_as_left, is_holder }
    }

    /// Returns whether nobody else has written to the file.
    pub(crate) fn is_as_left(&self) -> bool {
        self.is_as_left.load(Ordering::SeqCst)
    }

    /// Takes the lock, and reads the file for damage when that is to be done. Returns whether it was known to be whole.
    pub(crate) fn take(&self, connection: &Connection, now: Timestamp) -> Result<bool> {
        take_lock(&self.lock_file)?;
        self.is_holder.store(true, Ordering::SeqCst);
        let is_known =
            self.is_as_left.load(Ordering::SeqCst) && soundness::is_fresh(connection, now)?;
        if !is_known {
            soundness::check_integrity(connection.sqlite()?)?;
            self.is_as_left.store(true, Ordering::SeqCst);
        }
        Ok(is_known)
    }

    /// Returns whether a run is at work. Asked by who only looks: it takes the lock for a moment.
    pub(crate) fn is_locked(&self) -> bool {
        self.is_holder.load(Ordering::SeqCst)
            || match self.lock_file.try_lock() {
                Ok(()) => self.lock_file.unlock().is_err(),
                Err(_) => true,
            }
    }

    /// Notes how the file is left, after it was closed.
    pub(crate) fn note(&self) {
        soundness::note(&self.path, &self.lock_file);
    }
}
