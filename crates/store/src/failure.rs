//! What a failure of the database means for people.
//!
//! Nothing branches on the text, and the text must never hold a row's data.

use uniac_system::error::{Error, Kind};
use uniac_texts::t;

/// What to do about a store that is damaged.
pub fn untouched() -> String {
    t!("store-untouched")
}

/// Turns a database error into one that people read; the text of SQLite names no data.
pub fn failure(error: rusqlite::Error) -> Error {
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

/// The error of a lock that the system refuses.
pub fn lock_failed(error: std::io::Error) -> Error {
    Error::failed("store-failed", t!("store-cannot-lock", error = error.to_string()))
        .caused_by(error)
}

/// The error of a company that another run works on.
pub fn locked() -> Error {
    Error::new(Kind::Locked, "locked", t!("store-locked")).hint(t!("store-locked-hint"))
}
