//! A store in a database: how it is read, and how works that wait are committed together.
//!
//! Commits of many workers are gathered into one: whoever gets the connection commits for all that wait. A look before
//! each send must not wait for another worker's commit, so there are other connections for it.

use std::sync::{Arc, Mutex, PoisonError};

use uniac_core::purchase::Case;
use uniac_system::error::{Error, Result};

use super::readers::{Held, Readers};
use super::together::{Work, commit_together};
use crate::db::Connection;
use crate::failure::LOST;
use crate::medium::file::StoreFile;
#[cfg(feature = "postgres")]
use crate::medium::lease::Lease;

/// Is handed orders, one by one.
type Each<'a> = &'a mut dyn FnMut(Case) -> Result<()>;

/// Reads orders, and hands them over.
type Read<'a> = &'a dyn Fn(&Connection, Each<'_>) -> Result<()>;

/// A store in a database.
pub struct DbStore {
    connection: Mutex<Connection>,
    pub(crate) readers: Readers,
    pub(crate) medium: Medium,
    queue: Mutex<Vec<Queued>>,
    /// The results of what nothing waited for, until somebody asks.
    later: Mutex<Vec<ResultSlot>>,
}

/// Where the database lies, with what is to be known of that.
pub(crate) enum Medium {
    /// In memory, as long as the value.
    Memory,
    /// In a file.
    File(StoreFile),
    /// In a server.
    #[cfg(feature = "postgres")]
    Server(Lease),
}

struct Queued {
    work: Work,
    result: ResultSlot,
}

/// Where a commit leaves its result.
type ResultSlot = Arc<Mutex<Option<Result<()>>>>;

fn taken(slot: &ResultSlot) -> Result<()> {
    let result = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    result.unwrap_or_else(|| Err(Error::defect("a commit gave no result")))
}

impl DbStore {
    pub(crate) fn new(connection: Connection, medium: Medium) -> DbStore {
        DbStore {
            connection: Mutex::new(connection),
            readers: Readers::default(),
            medium,
            queue: Mutex::new(Vec::new()),
            later: Mutex::new(Vec::new()),
        }
    }

    /// Reads with the one connection.
    pub(crate) fn connection(&self) -> Held<'_> {
        Held(self.connection.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a connection in the place of the one in use.
    pub(crate) fn replace_connection(&mut self, with: Connection) {
        *self.connection.get_mut().unwrap_or_else(PoisonError::into_inner) = with;
    }

    /// Reads; once more when a server's connection was lost meanwhile. In a file that is done with the connection that
    /// writes, whose cache has most of it; a server is far away, and there many workers look at once.
    pub(crate) fn look<T>(&self, look: impl Fn(&Connection) -> Result<T>) -> Result<T> {
        match &self.medium {
            Medium::Memory | Medium::File(_) => again(|| look(&self.connection())),
            #[cfg(feature = "postgres")]
            Medium::Server(_) => self.look_aside(look),
        }
    }

    /// Reads without waiting for a worker that writes. What was committed before is seen.
    pub(crate) fn look_aside<T>(&self, look: impl Fn(&Connection) -> Result<T>) -> Result<T> {
        again(|| match self.readers.take() {
            Some(reader) => look(&reader),
            None => look(&self.connection()),
        })
    }

    /// Reads orders one by one; again when the connection was lost before the first of them was handed over.
    pub(crate) fn hand_over(&self, each: Each<'_>, read: Read<'_>) -> Result<()> {
        for _ in 1..LOOKS {
            let mut has_begun = false;
            let mut noting = |case| {
                has_begun = true;
                each(case)
            };
            match read(&self.connection(), &mut noting) {
                Err(error) if error.code == LOST && !has_begun => {}
                other => return other,
            }
        }
        read(&self.connection(), each)
    }

    /// Returns whether the store is a file that nobody else has written to.
    fn is_file_as_left(&self) -> bool {
        match &self.medium {
            Medium::File(file) => file.is_as_left(),
            Medium::Memory => false,
            #[cfg(feature = "postgres")]
            Medium::Server(_) => false,
        }
    }

    /// Does `work` in a transaction and returns when it is durable. Works that wait at the same
    /// time share one commit.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let value = Arc::new(Mutex::new(None));
        let slot = Arc::clone(&value);
        let work: Work = Box::new(move |transaction| {
            let made = work(transaction)?;
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
            Ok(())
        });
        let result = self.enqueue(work);
        self.commit_queue();
        taken(&result)?;
        let made = value.lock().unwrap_or_else(PoisonError::into_inner).take();
        made.ok_or_else(|| Error::defect("a commit gave no value"))
    }

    /// Hands over work that nothing waits for.
    pub(crate) fn write_later(&self, work: Work) {
        let result = self.enqueue(work);
        self.later.lock().unwrap_or_else(PoisonError::into_inner).push(result);
    }

    /// Commits what was handed over.
    pub(crate) fn commit_later_works(&self) -> Result<()> {
        let later = std::mem::take(&mut *self.later.lock().unwrap_or_else(PoisonError::into_inner));
        self.commit_queue(); // what another worker puts aside now may not be committed yet
        later.iter().try_for_each(taken)
    }

    fn enqueue(&self, work: Work) -> ResultSlot {
        let result = ResultSlot::default();
        self.queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Queued { work, result: Arc::clone(&result) });
        result
    }

    /// Commits everything that waits. Whoever comes second finds its own work already committed.
    pub(crate) fn commit_queue(&self) {
        let connection = self.connection();
        let queued =
            std::mem::take(&mut *self.queue.lock().unwrap_or_else(PoisonError::into_inner));
        if queued.is_empty() {
            return;
        }
        let (works, results): (Vec<_>, Vec<_>) =
            queued.into_iter().map(|queued| (queued.work, queued.result)).unzip();
        let outcomes = commit_together(&connection, &works);
        for (result, outcome) in results.iter().zip(outcomes) {
            *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
        }
        drop(connection);
        #[cfg(feature = "postgres")]
        if let Medium::Server(lease) = &self.medium {
            lease.note_commit();
        }
    }
}

/// So often something is looked for when the connection is lost each time. Behind a pooler each of several connections may
/// have to find out for itself that the names of its statements are no longer its own.
const LOOKS: usize = 5;

/// Looks again when the connection was lost: to look twice does no harm.
pub(crate) fn again<T>(look: impl Fn() -> Result<T>) -> Result<T> {
    for _ in 1..LOOKS {
        match look() {
            Err(error) if error.code == LOST => {}
            other => return other,
        }
    }
    look()
}

impl Drop for DbStore {
    /// Closes the database, and notes how a file is left.
    fn drop(&mut self) {
        self.readers = Readers::default();
        if self.is_file_as_left()
            && let Ok(closed) = rusqlite::Connection::open_in_memory()
        {
            self.replace_connection(closed.into());
            if let Medium::File(file) = &self.medium {
                file.note();
            }
        }
    }
}
