//! The database behind the store: statements and rows, whether they are SQLite's or PostgreSQL's.
//!
//! The store's SQL is written once, in what both understand: `ON CONFLICT`, `RETURNING`, `IS DISTINCT FROM`; a subquery has
//! a name, a sum is cast to `bigint`, and nothing of one of them alone (`INSERT OR ...`, `json_extract`, `rowid`) may
//! stand in it.

#[cfg(feature = "postgres")]
pub mod postgres;
mod value;

use std::fmt;
use std::ops::Deref;

use uniac_system::error;

use super::failure::failure;

pub(crate) use value::params;
pub use value::{Cell, FromCell, Params, ToValue, Value};

/// Why the database did not do what it was asked.
#[derive(Debug)]
pub enum DbError {
    /// SQLite refused.
    Sqlite(rusqlite::Error),
    /// PostgreSQL refused.
    #[cfg(feature = "postgres")]
    Postgres(::postgres::Error),
    /// The server cannot be reached, or lets nobody in.
    #[cfg(feature = "postgres")]
    Unreachable(::postgres::Error),
    /// The connection was lost, and with it what was not committed.
    #[cfg(feature = "postgres")]
    Lost,
    /// The connection was lost while a commit was under way, and nobody could be asked what became of it.
    #[cfg(feature = "postgres")]
    Unclear,
    /// One row was asked for, and there is none.
    NoRow,
    /// A column of a row holds another kind of value than is kept there.
    OddColumn(usize),
}

impl DbError {
    /// Returns whether the connection was lost, and with it all that was not committed.
    pub fn is_lost(&self) -> bool {
        #[cfg(feature = "postgres")]
        if let DbError::Lost = self {
            return true;
        }
        false
    }
}

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DbError::Sqlite(error) => error.fmt(f),
            #[cfg(feature = "postgres")]
            DbError::Postgres(error) | DbError::Unreachable(error) => postgres::told(error, f),
            #[cfg(feature = "postgres")]
            DbError::Lost | DbError::Unclear => f.write_str("the connection was lost"),
            DbError::NoRow => f.write_str("no row"),
            DbError::OddColumn(index) => write!(f, "an odd value in column {index}"),
        }
    }
}

impl std::error::Error for DbError {}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> DbError {
        DbError::Sqlite(error)
    }
}

#[cfg(feature = "postgres")]
impl From<::postgres::Error> for DbError {
    fn from(error: ::postgres::Error) -> DbError {
        if postgres::is_lost(&error) { DbError::Lost } else { DbError::Postgres(error) }
    }
}

/// What the database answers.
pub type DbResult<T> = Result<T, DbError>;

/// Tells "no row" from a failure.
pub trait OptionalExtension<T> {
    /// Returns `None` when there was no row.
    ///
    /// # Errors
    /// All others.
    fn optional(self) -> DbResult<Option<T>>;
}

impl<T> OptionalExtension<T> for DbResult<T> {
    fn optional(self) -> DbResult<Option<T>> {
        match self {
            Ok(value) => Ok(Some(value)),
            Err(DbError::NoRow) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// A connection to a database.
pub struct Connection {
    inner: Inner,
}

enum Inner {
    Sqlite(rusqlite::Connection),
    #[cfg(feature = "postgres")]
    Postgres(Box<postgres::Remote>),
}

impl From<rusqlite::Connection> for Connection {
    fn from(connection: rusqlite::Connection) -> Connection {
        Connection { inner: Inner::Sqlite(connection) }
    }
}

#[cfg(feature = "postgres")]
impl From<postgres::Remote> for Connection {
    fn from(remote: postgres::Remote) -> Connection {
        Connection { inner: Inner::Postgres(Box::new(remote)) }
    }
}

impl Connection {
    /// Returns SQLite's own connection, for what only a file needs.
    ///
    /// # Errors
    /// When the database is no file.
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
        let inner = match &self.inner {
            Inner::Sqlite(connection) => InnerStatement::Sqlite(connection.prepare_cached(sql)?),
            #[cfg(feature = "postgres")]
            Inner::Postgres(remote) => InnerStatement::Postgres(remote, sql.to_owned()),
        };
        Ok(Statement { inner })
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

/// A statement that is prepared.
pub struct Statement<'c> {
    inner: InnerStatement<'c>,
}

enum InnerStatement<'c> {
    Sqlite(rusqlite::CachedStatement<'c>),
    #[cfg(feature = "postgres")]
    Postgres(&'c postgres::Remote, String),
}

impl Statement<'_> {
    /// Executes it, and returns how many rows it has changed.
    pub fn execute(&mut self, params: impl Params) -> DbResult<usize> {
        match &mut self.inner {
            InnerStatement::Sqlite(statement) => {
                Ok(statement.execute(rusqlite::params_from_iter(params.values()))?)
            }
            #[cfg(feature = "postgres")]
            InnerStatement::Postgres(remote, sql) => remote.execute(sql, &params.values()),
        }
    }

    /// Returns its rows.
    pub fn query(&mut self, params: impl Params) -> DbResult<Rows<'_>> {
        let inner = match &mut self.inner {
            InnerStatement::Sqlite(statement) => {
                InnerRows::Sqlite(statement.query(rusqlite::params_from_iter(params.values()))?)
            }
            #[cfg(feature = "postgres")]
            InnerStatement::Postgres(remote, sql) => {
                InnerRows::Postgres(remote.query(sql, &params.values())?.into_iter())
            }
        };
        Ok(Rows { inner })
    }

    /// Returns what `read` makes of each row.
    pub fn query_map<T>(
        &mut self,
        params: impl Params,
        mut read: impl FnMut(&Row<'_>) -> DbResult<T>,
    ) -> DbResult<impl Iterator<Item = DbResult<T>>> {
        let mut rows = self.query(params)?;
        Ok(std::iter::from_fn(move || match rows.next() {
            Ok(row) => row.map(|row| read(&row)),
            Err(error) => Some(Err(error)),
        }))
    }

    /// Returns what `read` makes of the first row.
    pub fn query_row<T>(
        &mut self,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> DbResult<T>,
    ) -> DbResult<T> {
        match self.query(params)?.next()? {
            Some(row) => read(&row),
            None => Err(DbError::NoRow),
        }
    }
}

/// The rows that a statement gives.
pub struct Rows<'s> {
    inner: InnerRows<'s>,
}

enum InnerRows<'s> {
    Sqlite(rusqlite::Rows<'s>),
    /// A server's rows are all here, so that other statements can follow while they are looked at.
    #[cfg(feature = "postgres")]
    Postgres(std::vec::IntoIter<::postgres::Row>),
}

impl Rows<'_> {
    /// Returns the next row.
    pub fn next(&mut self) -> DbResult<Option<Row<'_>>> {
        Ok(match &mut self.inner {
            InnerRows::Sqlite(rows) => rows.next()?.map(|row| Row { inner: InnerRow::Sqlite(row) }),
            #[cfg(feature = "postgres")]
            InnerRows::Postgres(rows) => {
                rows.next().map(|row| Row { inner: InnerRow::Postgres(Box::new(row)) })
            }
        })
    }
}

/// A row.
pub struct Row<'r> {
    inner: InnerRow<'r>,
}

enum InnerRow<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    #[cfg(feature = "postgres")]
    Postgres(Box<::postgres::Row>),
}

/// The place of a column, from 0.
pub trait Place {
    /// Returns it.
    fn place(self) -> usize;
}

impl Place for usize {
    fn place(self) -> usize {
        self
    }
}

impl Row<'_> {
    /// Returns the value of a column.
    pub fn get<P: Place, T: FromCell>(&self, place: P) -> DbResult<T> {
        let place = place.place();
        T::read(self.cell(place)?).ok_or(DbError::OddColumn(place))
    }

    /// Returns what a column holds.
    pub fn cell(&self, place: usize) -> DbResult<Cell<'_>> {
        match &self.inner {
            InnerRow::Sqlite(row) => sqlite_cell(row, place),
            #[cfg(feature = "postgres")]
            InnerRow::Postgres(row) => row.try_get(place).map_err(|_| DbError::OddColumn(place)),
        }
    }

    /// Returns the text of a column, which may hold none.
    pub fn text(&self, place: usize) -> DbResult<Option<&str>> {
        match self.cell(place)? {
            Cell::Null => Ok(None),
            Cell::Text(text) => Ok(Some(text)),
            Cell::Integer(_) => Err(DbError::OddColumn(place)),
        }
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        use rusqlite::types::{ToSqlOutput, ValueRef};
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

fn sqlite_cell<'r>(row: &'r rusqlite::Row<'_>, place: usize) -> DbResult<Cell<'r>> {
    use rusqlite::types::ValueRef;
    match row.get_ref(place)? {
        ValueRef::Null => Ok(Cell::Null),
        ValueRef::Integer(number) => Ok(Cell::Integer(number)),
        ValueRef::Text(bytes) => {
            std::str::from_utf8(bytes).map(Cell::Text).map_err(|_| DbError::OddColumn(place))
        }
        ValueRef::Real(_) | ValueRef::Blob(_) => Err(DbError::OddColumn(place)),
    }
}

#[cfg(feature = "postgres")]
fn no_file() -> error::Error {
    error::Error::defect("a file was asked for, and the store is in a server")
}
