//! How often a payment is looked at, where its provider answers only so many reads of one an hour.
//!
//! It counts over all runs, for it stands in the store. Nothing is said here of the readings before acts, which never wait.

use jiff::{SignedDuration, Timestamp};

use uniac_system::error::Result;

use crate::db::{Connection, OptionalExtension, failure, params};
use crate::text::timestamp;

/// What the looks are counted in.
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Counts a look at a payment, unless there were so many within the hour, and returns whether it may be made.
pub(crate) fn take(
    transaction: &Connection,
    reference: &str,
    most: u16,
    now: Timestamp,
) -> Result<bool> {
    let known: Option<(String, i64)> = transaction
        .prepare_cached("SELECT since, looks FROM payment_looks WHERE reference = ?1")
        .and_then(|mut query| {
            query.query_row([reference], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })
        .map_err(failure)?;
    let (since, looks) = match known {
        Some((since, looks)) => (timestamp(&since)?, looks),
        None => (now, 0),
    };
    let age = now.duration_since(since);
    let (since, looks) = match age < HOUR && !age.is_negative() {
        true if looks >= i64::from(most) => return Ok(false),
        true => (since, looks + 1),
        false => (now, 1),
    };
    transaction
        .execute(
            "INSERT INTO payment_looks (reference, since, looks) VALUES (?1, ?2, ?3)
             ON CONFLICT (reference) DO UPDATE SET since = excluded.since, looks = excluded.looks",
            params![reference, since.to_string(), looks],
        )
        .map_err(failure)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use crate::Store;

    #[test]
    fn so_many_looks_an_hour_and_no_more() {
        let store = crate::tests::fresh("company-key");
        let at = |time: &str| format!("2026-11-23T{time}Z").parse().unwrap();
        for (reference, time, admitted) in [
            ("a", "12:00:00", true),
            ("a", "12:30:00", true),
            ("a", "12:59:59", false),
            ("b", "12:59:59", true),
            ("a", "13:00:00", true),
            ("a", "13:10:00", true),
            ("a", "13:59:59", false),
            // A clock that was set back begins anew.
            ("a", "09:00:00", true),
        ] {
            let is_admitted = store.take_look(reference, 2, at(time)).unwrap();
            assert_eq!(is_admitted, admitted, "{reference} {time}");
        }
    }
}
