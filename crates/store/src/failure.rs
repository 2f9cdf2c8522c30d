//! What a failure of the database means for people.
//!
//! Nothing branches on the text, and the text must never hold a row's data.

use uniac_system::error::Error;

/// What to do about a store that is damaged.
pub const UNTOUCHED: &str =
    "Nothing was written to it. Restore a backup, or move it away and enable again";

/// Turns a database error into one that people read; the text of SQLite names no data.
pub fn failure(error: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode;
    let told = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Error::failed("store-damaged", format!("the store is damaged: {error}")).hint(UNTOUCHED)
        }
        Some(ErrorCode::DiskFull) => Error::failed("store-full", "the disk of the store is full")
            .hint("Free some space and run the command again; what was sent is in the journal"),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::failed("store-busy", "another process keeps the store busy")
        }
        _ => Error::failed("store-failed", format!("the store failed: {error}")),
    };
    told.caused_by(error)
}
