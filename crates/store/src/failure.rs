//! What a failure of the database means for people.
//!
//! Nothing branches on the text, and the text must never hold a row's data.

use uniac_system::error::Error;
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
