//! Why the database did not do what it was asked, in its own terms; no text of these holds a row's data.

use std::fmt;

#[cfg(feature = "postgres")]
use super::postgres::error::{is_lost, told};

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
            DbError::Postgres(error) | DbError::Unreachable(error) => told(error, f),
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
        if is_lost(&error) { DbError::Lost } else { DbError::Postgres(error) }
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
