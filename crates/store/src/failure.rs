//! The failures of a store that people read, whatever lies behind it. What the database says is told by `db/failure`.

use uniac_system::error::{Error, Kind};
use uniac_texts::t;

/// The code of a connection that was lost.
pub const LOST: &str = "store-lost";

/// What to do about a store that is damaged.
pub fn untouched() -> String {
    t!("store-untouched")
}

/// The error of a connection that was lost, and with it what was not committed.
pub fn lost() -> Error {
    Error::failed(LOST, t!("store-lost")).hint(t!("store-lost-hint"))
}

/// The error of a lock that the system refuses.
pub fn lock_failed(error: std::io::Error) -> Error {
    Error::failed("store-failed", t!("store-cannot-lock", error = uniac_system::os::why(&error)))
        .caused_by(error)
}

/// The error of a company that another run works on.
pub fn locked() -> Error {
    Error::new(Kind::Locked, "locked", t!("store-locked")).hint(t!("store-locked-hint"))
}

/// The error of a run whose right to send was taken by a later one.
pub fn taken_over() -> Error {
    Error::new(Kind::Locked, "locked", t!("store-taken-over")).hint(t!("store-taken-over-hint"))
}

/// The error of a row that cannot be understood.
pub fn damaged(what: &str) -> Error {
    Error::failed("store-damaged", t!("store-odd", what = what)).hint(t!("store-odd-hint"))
}

/// The error of a file that is damaged, or no store at all.
pub fn damaged_file(what: String) -> Error {
    Error::failed("store-damaged", what).hint(untouched())
}
