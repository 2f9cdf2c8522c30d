//! Payments as their providers showed them last; a later reading is never replaced by an earlier one.

use jiff::{SignedDuration, Timestamp};

use uniac_core::order::Payment;
use uniac_system::error::Result;

use crate::db::{Connection, OptionalExtension, failure, params};
use crate::text::{fact, moment, parse};

/// A provider's word that it knows no such payment. A later read that finds it takes it back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    /// The reference that the shop names.
    pub reference: String,
    /// When it was looked for.
    pub at: Timestamp,
}

/// A reading that is kept right after it was made cannot be older than the one before by more than
/// this: then the one before was dated by a clock that was wrong, and must not be kept for ever.
const READING_LASTS: SignedDuration = SignedDuration::from_mins(5);

/// Keeps a payment unless a later reading is kept already: a list that was slow must not undo what
/// a run has learnt meanwhile.
pub(crate) fn write(transaction: &Connection, payment: &Payment) -> Result<()> {
    let too_late = payment.read_at.checked_add(READING_LASTS).unwrap_or(payment.read_at);
    transaction
        .prepare_cached(
            "INSERT INTO payment (reference, read_at, fact) VALUES (?1, ?2, ?3)
             ON CONFLICT (reference) DO UPDATE SET read_at = excluded.read_at, fact = excluded.fact
             WHERE excluded.read_at >= payment.read_at OR payment.read_at > ?4",
        )
        .map_err(failure)?
        .execute(params![
            payment.reference,
            moment(payment.read_at),
            fact(payment)?,
            moment(too_late)
        ])
        .map_err(failure)?;
    if payment.unreadable.is_none() && payment.has_unlisted_captures() {
        transaction
            .prepare_cached(
                "INSERT INTO captured_seen (reference, minor, at) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING",
            )
            .map_err(failure)?
            .execute(params![payment.reference, payment.captured_minor, moment(payment.read_at)])
            .map_err(failure)?;
    }
    transaction
        .prepare_cached("DELETE FROM payment_not_found WHERE reference = ?1 AND at <= ?2")
        .map_err(failure)?
        .execute(params![payment.reference, moment(payment.read_at)])
        .map_err(failure)?;
    Ok(())
}

/// Keeps that a provider does not know a payment, unless a later reading has found it.
pub(crate) fn write_not_found(transaction: &Connection, not_found: &NotFound) -> Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO payment_not_found (reference, at) SELECT ?1, ?2
             WHERE NOT EXISTS (SELECT 1 FROM payment WHERE reference = ?1 AND read_at > ?2)
             ON CONFLICT (reference) DO UPDATE SET at = excluded.at",
        )
        .map_err(failure)?
        .execute(params![not_found.reference, moment(not_found.at)])
        .map_err(failure)?;
    Ok(())
}

/// Returns a payment as last read.
pub(crate) fn read(connection: &Connection, reference: &str) -> Result<Option<Payment>> {
    let fact: Option<String> = connection
        .prepare_cached("SELECT fact FROM payment WHERE reference = ?1")
        .and_then(|mut query| query.query_row([reference], |row| row.get(0)).optional())
        .map_err(failure)?;
    fact.as_deref().map(parse).transpose()
}
