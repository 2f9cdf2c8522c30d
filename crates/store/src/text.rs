//! How facts and moments stand in the store: as texts, and as numbers where an index compares them.
//!
//! What this program wrote and cannot read back is damage; it is never skipped.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use uniac_system::error::{Error, Result};

use crate::failure::damaged;

/// Returns the JSON of a fact.
pub(crate) fn fact(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::defect(format!("a fact: {error}")))
}

/// Parses a fact that this program wrote.
pub(crate) fn parse<T: DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|_| damaged("fact"))
}

/// Parses a moment that this program wrote.
pub(crate) fn timestamp(text: &str) -> Result<Timestamp> {
    text.parse().map_err(|_| damaged("moment"))
}

/// Returns a moment so that texts sort as moments do.
pub(crate) fn moment(at: Timestamp) -> String {
    format!("{at:.9}")
}

/// Returns a moment as it is kept: nanoseconds of 1970. What is further away than they reach is as good as never.
pub(crate) fn nanoseconds(at: Timestamp) -> i64 {
    let (least, most) = (i128::from(i64::MIN), i128::from(i64::MAX));
    i64::try_from(at.as_nanosecond().clamp(least, most)).unwrap_or(i64::MAX)
}

/// Returns a moment that was kept as nanoseconds.
pub(crate) fn from_nanoseconds(nanoseconds: i64) -> Result<Timestamp> {
    Timestamp::from_nanosecond(i128::from(nanoseconds)).map_err(|_| damaged("moment"))
}
