//! The right to send: which run has it. Whoever was overtaken writes nothing more.

use jiff::Timestamp;

use uniac_system::error::Result;

use crate::db::{Connection, failure};
use crate::failure::taken_over;

/// The right to send: given to one run at a time, counted up at each grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Epoch(pub i64);

/// Grants the right to send anew.
pub(crate) fn grant(transaction: &Connection, now: Timestamp) -> Result<Epoch> {
    let next = "INSERT INTO epoch (number, at)
        SELECT coalesce(max(number), 0) + 1, ?1 FROM epoch RETURNING number";
    let number = transaction.query_row(next, [now.to_string()], |row| row.get(0));
    number.map(Epoch).map_err(failure)
}

/// Returns the right that was granted last, whoever has it.
pub(crate) fn newest(connection: &Connection) -> Result<Epoch> {
    connection
        .prepare_cached("SELECT coalesce(max(number), 0) FROM epoch")
        .and_then(|mut query| query.query_row([], |row| row.get(0).map(Epoch)))
        .map_err(failure)
}

/// Refuses a run from which a later one has taken over.
pub(crate) fn check(transaction: &Connection, epoch: Epoch) -> Result<()> {
    if newest(transaction)? == epoch { Ok(()) } else { Err(taken_over()) }
}
