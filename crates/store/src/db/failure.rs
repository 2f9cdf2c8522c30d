//! What a failure of the database means for people.
//!
//! Nothing branches on the text, and the text must never hold a row's data.

use uniac_system::error::Error;
use uniac_texts::t;

use super::error::DbError;
#[cfg(feature = "postgres")]
use super::postgres::trust::refused;
use crate::failure::untouched;
#[cfg(feature = "postgres")]
use crate::failure::{LOST, lost};

/// Turns a database error into one that people read; its text names no data.
pub fn failure(error: impl Into<DbError>) -> Error {
    match error.into() {
        DbError::Sqlite(error) => of_sqlite(error),
        #[cfg(feature = "postgres")]
        DbError::Postgres(error) => of_postgres(error),
        #[cfg(feature = "postgres")]
        DbError::Unreachable(error) => of_no_server(error),
        #[cfg(feature = "postgres")]
        DbError::Lost => lost(),
        #[cfg(feature = "postgres")]
        DbError::Unclear => Error::failed(LOST, t!("store-unclear")).hint(t!("store-lost-hint")),
        error @ (DbError::NoRow | DbError::OddColumn(_)) => {
            Error::failed("store-failed", t!("store-failed", error = error.to_string()))
                .caused_by(error)
        }
    }
}

#[cfg(feature = "postgres")]
fn of_no_server(error: postgres::Error) -> Error {
    let refused = refused(&error);
    let error = DbError::Unreachable(error);
    let (what, hint) = refused.unwrap_or_else(|| {
        let told = t!("store-unreachable", error = uniac_system::os::why(&error));
        (told, t!("store-unreachable-hint"))
    });
    Error::failed("store-unreachable", what).hint(hint).caused_by(error)
}

#[cfg(feature = "postgres")]
fn of_postgres(error: postgres::Error) -> Error {
    use postgres::error::SqlState;
    let code = error.code().cloned();
    let told = match code {
        Some(SqlState::DISK_FULL) => {
            Error::failed("store-full", t!("store-full")).hint(t!("store-full-hint"))
        }
        Some(
            SqlState::LOCK_NOT_AVAILABLE
            | SqlState::QUERY_CANCELED
            | SqlState::T_R_DEADLOCK_DETECTED
            | SqlState::T_R_SERIALIZATION_FAILURE,
        ) => Error::failed("store-busy", t!("store-busy")),
        _ => {
            let error = DbError::Postgres(error);
            let text = error.to_string();
            return Error::failed("store-failed", t!("store-failed", error = text))
                .caused_by(error);
        }
    };
    told.caused_by(DbError::Postgres(error))
}

fn of_sqlite(error: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode;
    let told = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Error::failed("store-damaged", t!("store-is-damaged", error = error.to_string()))
                .hint(untouched())
        }
        Some(ErrorCode::DiskFull) => {
            Error::failed("store-full", t!("store-full")).hint(t!("store-full-hint"))
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::failed("store-busy", t!("store-busy"))
        }
        _ => Error::failed("store-failed", t!("store-failed", error = error.to_string())),
    };
    told.caused_by(error)
}
