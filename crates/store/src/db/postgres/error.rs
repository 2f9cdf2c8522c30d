//! What an error of PostgreSQL says: whether the connection is gone, and what may be told of it.

use std::fmt::Display;

use postgres::error::{DbError as ServerError, SqlState};

/// Returns whether the connection is gone, and with it what was not committed.
pub(crate) fn is_lost(error: &postgres::Error) -> bool {
    match error.as_db_error().map(ServerError::code) {
        Some(code) => {
            code.code().starts_with("08")
                || code.code().starts_with("57P")
                || *code == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
                || *code == SqlState::TOO_MANY_CONNECTIONS
        }
        None => {
            let source = std::error::Error::source(error);
            error.is_closed() || source.is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
        }
    }
}

/// Returns whether a name was another statement's, or is not known any more.
pub(super) fn is_mixed_up(error: &postgres::Error) -> bool {
    let codes = [SqlState::DUPLICATE_PSTATEMENT, SqlState::INVALID_SQL_STATEMENT_NAME];
    error.code().is_some_and(|code| codes.contains(code))
}

/// Tells an error without what rows hold: PostgreSQL's own texts may repeat it.
pub(crate) fn told(error: &postgres::Error, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    match error.as_db_error() {
        Some(told) => {
            write!(f, "PostgreSQL {}", told.code().code())?;
            for (what, name) in [("table", told.table()), ("constraint", told.constraint())] {
                if let Some(name) = name {
                    write!(f, ", {what} {name}")?;
                }
            }
            Ok(())
        }
        None => {
            error.fmt(f)?;
            // Why a connection was not made stands in no row.
            let cause = std::error::Error::source(error);
            match cause.and_then(|cause| cause.downcast_ref::<std::io::Error>()) {
                Some(cause) => write!(f, ": {cause}"),
                None => Ok(()),
            }
        }
    }
}
