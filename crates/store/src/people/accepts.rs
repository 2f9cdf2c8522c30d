//! What people have seen: that somebody knows an order's attention, and takes it as it is.
//!
//! Nothing may ever be sent, or not be sent, because of it, so it is no part of what the rules look at. What was said
//! stays in the store when it is taken back.

use std::collections::HashMap;

use jiff::Timestamp;

use uniac_core::order::OrderId;
use uniac_system::error::Result;

use crate::db::{Connection, failure, params};
use crate::text::timestamp;

/// A person's word that an attention is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The attention's id.
    pub attention: String,
    /// The facts that the person has seen; with others the attention is back.
    pub fingerprint: String,
    /// Who said so.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Keeps a person's word in place of an earlier one.
pub(crate) fn write(transaction: &Connection, order: OrderId, word: &Acceptance) -> Result<()> {
    end(transaction, order, word.at, &word.by)?;
    transaction
        .execute(
            "INSERT INTO accepted (order_id, attention, fingerprint, reason, by, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                order.0,
                word.attention,
                word.fingerprint,
                word.reason,
                word.by,
                word.at.to_string()
            ],
        )
        .map_err(failure)?;
    Ok(())
}

/// Takes a person's word back; returns whether there was one.
pub(crate) fn end(
    transaction: &Connection,
    order: OrderId,
    now: Timestamp,
    by: &str,
) -> Result<bool> {
    let ended = transaction
        .execute(
            "UPDATE accepted SET ended_at = ?2, ended_by = ?3
             WHERE order_id = ?1 AND ended_at IS NULL",
            params![order.0, now.to_string(), by],
        )
        .map_err(failure)?;
    Ok(ended > 0)
}

/// Returns the words that were not taken back, by order; whether the case is still the same, who asks must see.
pub(crate) fn read(connection: &Connection) -> Result<HashMap<OrderId, Acceptance>> {
    let mut query = connection
        .prepare_cached(
            "SELECT order_id, attention, fingerprint, reason, by, at FROM accepted
             WHERE ended_at IS NULL",
        )
        .map_err(failure)?;
    let mut rows = query.query([]).map_err(failure)?;
    let mut words = HashMap::new();
    while let Some(row) = rows.next().map_err(failure)? {
        let word = Acceptance {
            attention: row.get(1).map_err(failure)?,
            fingerprint: row.get(2).map_err(failure)?,
            reason: row.get(3).map_err(failure)?,
            by: row.get(4).map_err(failure)?,
            at: timestamp(&row.get::<_, String>(5).map_err(failure)?)?,
        };
        words.insert(OrderId(row.get(0).map_err(failure)?), word);
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    fn word(attention: &str, at: &str) -> Acceptance {
        Acceptance {
            attention: attention.into(),
            fingerprint: "facts".into(),
            by: "kari".into(),
            reason: None,
            at: at.parse().unwrap(),
        }
    }

    #[test]
    fn a_later_word_replaces_an_earlier_one_and_none_is_lost() {
        let store = crate::tests::fresh("company-key");
        let (order, other) = (OrderId(1), OrderId(2));
        let (first, second) =
            (word("held", "2026-03-10T09:00:00Z"), word("inactive", "2026-03-11T09:00:00Z"));
        store.accept(order, &first).unwrap();
        store.accept(order, &second).unwrap();
        store.accept(other, &first).unwrap();
        let words = store.acceptances().unwrap();
        assert_eq!(words, HashMap::from([(order, second.clone()), (other, first.clone())]));
        assert!(store.end_acceptance(order, second.at, "ola").unwrap());
        assert!(!store.end_acceptance(order, second.at, "ola").unwrap());
        assert_eq!(store.acceptances().unwrap(), HashMap::from([(other, first)]));
        let kept: i64 = store
            .connection()
            .query_row("SELECT count(*) FROM accepted", [], |row| row.get(0))
            .unwrap();
        assert_eq!(kept, 3);
    }
}
