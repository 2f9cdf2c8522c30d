//! What a row of any of Uni's lists has, whatever it is a row of.
//!
//! Nothing is concluded here.

use jiff::Timestamp;
use serde::Deserialize;

/// What every row of a list has.
pub(super) trait Row: for<'de> Deserialize<'de> {
    /// Returns the later of `UpdatedAt` and `CreatedAt`.
    fn changed_at(&self) -> Option<Timestamp> {
        None
    }

    /// Returns the id of the order or invoice that a line belongs to.
    fn parent(&self) -> Option<i64> {
        None
    }
}
