//! A statement that is prepared, and the rows that it gives.

use super::error::{DbError, DbResult};
#[cfg(feature = "postgres")]
use super::postgres::remote::Remote;
use super::sqlite;
use super::value::{Cell, FromCell, Params};

/// A statement that is prepared.
pub struct Statement<'c> {
    inner: InnerStatement<'c>,
}

enum InnerStatement<'c> {
    Sqlite(rusqlite::CachedStatement<'c>),
    #[cfg(feature = "postgres")]
    Postgres(&'c Remote, String),
}

impl<'c> From<rusqlite::CachedStatement<'c>> for Statement<'c> {
    fn from(statement: rusqlite::CachedStatement<'c>) -> Statement<'c> {
        Statement { inner: InnerStatement::Sqlite(statement) }
    }
}

#[cfg(feature = "postgres")]
impl<'c> Statement<'c> {
    /// Returns a statement that a server is to prepare when it is used.
    pub(super) fn of_server(remote: &'c Remote, sql: &str) -> Statement<'c> {
        Statement { inner: InnerStatement::Postgres(remote, sql.to_owned()) }
    }
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
            InnerRow::Sqlite(row) => sqlite::cell(row, place),
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
