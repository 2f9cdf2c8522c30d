//! A connection to the database, and the transactions on it.

use std::ops::Deref;

use uniac_system::error;

use super::error::{DbError, DbResult};
use super::failure::failure;
#[cfg(feature = "postgres")]
use super::postgres::remote::Remote;
use super::statement::{Row, Statement};
use super::value::Params;

/// A connection to a database.
pub struct Connection {
    inner: Inner,
}

enum Inner {
    Sqlite(rusqlite::Connection),
    #[cfg(feature = "postgres")]
    Postgres(Box<Remote>),
}

impl From<rusqlite::Connection> for Connection {
    fn from(connection: rusqlite::Connection) -> Connection {
        Connection { inner: Inner::Sqlite(connection) }
    }
}

#[cfg(feature = "postgres")]
impl From<Remote> for Connection {
    fn from(remote: Remote) -> Connection {
        Connection { inner: Inner::Postgres(Box::new(remote)) }
    }
}

impl Connection {
    /// Returns SQLite's own connection, for what only a file needs.
    ///
    /// # Errors
    /// When the database is no file.
    #[cfg_attr(
        not(feature = "postgres"),
        expect(
            clippy::unnecessary_wraps,
            reason = "a program without PostgreSQL knows only files"
        )
    )]
    pub fn sqlite(&self) -> error::Result<&rusqlite::Connection> {
        match &self.inner {
            Inner::Sqlite(connection) => Ok(connection),
            #[cfg(feature = "postgres")]
            Inner::Postgres(_) => Err(no_file()),
        }
    }

    /// Hands over SQLite's own connection.
    ///
    /// # Errors
    /// When the database is no file.
    #[cfg_attr(
        not(feature = "postgres"),
        expect(
            clippy::unnecessary_wraps,
            reason = "a program without PostgreSQL knows only files"
        )
    )]
    pub fn into_sqlite(self) -> error::Result<rusqlite::Connection> {
        match self.inner {
            Inner::Sqlite(connection) => Ok(connection),
            #[cfg(feature = "postgres")]
            Inner::Postgres(_) => Err(no_file()),
        }
    }

    /// Returns a random text of 64 hexadecimal digits.
    pub fn random_hex(&self) -> DbResult<String> {
        let sql = match &self.inner {
            Inner::Sqlite(_) => "SELECT hex(randomblob(32))",
            #[cfg(feature = "postgres")]
            Inner::Postgres(_) => {
                "SELECT upper(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''))"
            }
        };
        self.query_row(sql, [], |row| row.get(0))
    }

    /// Prepares a statement, or takes the one that was prepared before.
    pub fn prepare_cached(&self, sql: &str) -> DbResult<Statement<'_>> {
        Ok(match &self.inner {
            Inner::Sqlite(connection) => Statement::from(connection.prepare_cached(sql)?),
            #[cfg(feature = "postgres")]
            Inner::Postgres(remote) => Statement::of_server(remote, sql),
        })
    }

    /// Executes a statement, and returns how many rows it has changed.
    pub fn execute(&self, sql: &str, params: impl Params) -> DbResult<usize> {
        self.prepare_cached(sql)?.execute(params)
    }

    /// Executes several statements, without values.
    pub fn execute_batch(&self, sql: &str) -> DbResult<()> {
        match &self.inner {
            Inner::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            #[cfg(feature = "postgres")]
            Inner::Postgres(remote) => remote.batch(sql),
        }
    }

    /// Ends what was begun to read. What is read next may be newer.
    pub fn end_look(&self) {
        match &self.inner {
            Inner::Sqlite(_) => {}
            #[cfg(feature = "postgres")]
            Inner::Postgres(remote) => remote.end_look(),
        }
    }

    /// Returns what `read` makes of the first row.
    pub fn query_row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> DbResult<T>,
    ) -> DbResult<T> {
        self.prepare_cached(sql)?.query_row(params, read)
    }

    /// Begins a transaction that no other writer of the company is in.
    pub fn begin(&self) -> DbResult<Transaction<'_>> {
        match &self.inner {
            Inner::Sqlite(connection) => connection.execute_batch("BEGIN IMMEDIATE")?,
            #[cfg(feature = "postgres")]
            Inner::Postgres(remote) => remote.begin()?,
        }
        Ok(Transaction { connection: self, is_open: true })
    }
}

/// A transaction, which is rolled back unless it is committed.
pub struct Transaction<'c> {
    connection: &'c Connection,
    is_open: bool,
}

impl Transaction<'_> {
    /// Makes what was done durable.
    pub fn commit(mut self) -> DbResult<()> {
        let committed = match &self.connection.inner {
            Inner::Sqlite(connection) => connection.execute_batch("COMMIT").map_err(DbError::from),
            #[cfg(feature = "postgres")]
            Inner::Postgres(remote) => remote.commit(),
        };
        // What could not be committed is rolled back when this is dropped.
        self.is_open = committed.is_err();
        committed
    }

    /// Does something of which nothing stays when it fails.
    pub fn apart<T>(&self, work: impl FnOnce(&Connection) -> error::Result<T>) -> error::Result<T> {
        self.execute_batch("SAVEPOINT apart").map_err(failure)?;
        let mut point = Savepoint { connection: self.connection, is_open: true };
        let done = work(self.connection)?;
        point.is_open = false;
        self.execute_batch("RELEASE apart").map_err(failure)?;
        Ok(done)
    }
}

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        match &self.connection.inner {
            _ if !self.is_open => {}
            // Where the rollback fails too, the connection is of no use, and what is asked of it next says so.
            Inner::Sqlite(connection) => _ = connection.execute_batch("ROLLBACK"),
            #[cfg(feature = "postgres")]
            Inner::Postgres(remote) => remote.roll_back(),
        }
    }
}

struct Savepoint<'c> {
    connection: &'c Connection,
    is_open: bool,
}

impl Drop for Savepoint<'_> {
    fn drop(&mut self) {
        if self.is_open {
            // As at the end of a transaction.
            let _ = self.connection.execute_batch("ROLLBACK TO apart; RELEASE apart");
        }
    }
}

#[cfg(feature = "postgres")]
fn no_file() -> error::Error {
    error::Error::defect("a file was asked for, and the store is in a server")
}
