//! A row of one book while its counterpart in another is looked for, bit by bit.

use jiff::civil::Date;

use super::movement::{Movement, When};
use super::period::Within;

/// A row that is paired bit by bit.
pub(super) struct Piece<'a> {
    pub row: &'a Movement,
    pub within: Within,
    /// What of it has no counterpart yet, minor units.
    pub left: i64,
    /// What of it the other side has too.
    pub met: i64,
    /// Whether its order surely stems from the payment's shop order.
    pub is_firm: bool,
}

impl Piece<'_> {
    pub fn day(&self) -> Option<Date> {
        match self.row.when {
            When::On(day) => Some(day),
            When::Between(..) | When::Unknown => None,
        }
    }
}
