//! What is wrong with the configuration, said with its place.
//!
//! Text of the file is cut short and cleaned; a value of it is never shown.

use std::path::Path;

use uniac_system::error::Error;
use uniac_texts::t;

/// Returns what is wrong with a file, in words.
pub(super) fn says(path: &Path, what: &str) -> String {
    t!("config-says", path = path.display(), what = what)
}

/// Returns what is wrong with a file, as an error.
pub(super) fn bad(path: &Path, what: &str) -> Error {
    Error::usage("bad-configuration", says(path, what)).hint(t!("config-correct"))
}

/// Returns a key of the file, short enough for a message.
pub(super) fn cleaned(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(64).collect()
}
