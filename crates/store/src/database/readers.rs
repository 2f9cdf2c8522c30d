//! The connections of a store that only read, beside the one that writes.
//!
//! Whoever looks must never wait for a commit; nothing is written with these.

use std::ops::Deref;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use crate::db::Connection;

/// A connection that is in one hand until it is let go.
pub(crate) struct Held<'a>(pub(super) MutexGuard<'a, Connection>);

impl Deref for Held<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.end_look();
    }
}

/// The connections that only read; none in memory.
#[derive(Default)]
pub(crate) struct Readers(Vec<Mutex<Connection>>);

impl Readers {
    /// Returns readers with these connections. The first is used while it is free, so that the others are made, in a server,
    /// only when many look at once.
    pub(crate) fn new(connections: impl IntoIterator<Item = Connection>) -> Readers {
        Readers(connections.into_iter().map(Mutex::new).collect())
    }

    /// Takes one that nobody uses, or waits for the last; `None` where there is none at all.
    pub(super) fn take(&self) -> Option<Held<'_>> {
        let free = self.0.iter().find_map(|reader| match reader.try_lock() {
            Ok(reader) => Some(reader),
            Err(TryLockError::Poisoned(reader)) => Some(reader.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        });
        let last = || Some(self.0.last()?.lock().unwrap_or_else(PoisonError::into_inner));
        free.or_else(last).map(Held)
    }
}
