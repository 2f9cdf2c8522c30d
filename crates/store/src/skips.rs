//! What the last run left undone, order by order, and what automatic runs have sent lately.
//!
//! It tells people and brakes what happened; no act may ever be sent because of it.

use jiff::Timestamp;

use uniac_core::act::Act;
use uniac_core::money::Money;
use uniac_core::order::{DocumentId, OrderId};
use uniac_core::purchase::Skip;
use uniac_system::error::Result;

use super::cases::{Range, damaged, timestamp};
use super::db::{Connection, failure, params};

/// Writes what a run left undone of an order in place of what the run before it did.
pub(super) fn write(transaction: &Connection, order: OrderId, skips: &[Skip]) -> Result<()> {
    transaction
        .prepare_cached("DELETE FROM skip WHERE order_id = ?1")
        .and_then(|mut delete| delete.execute([order.0]))
        .map_err(failure)?;
    let mut insert = transaction
        .prepare_cached(
            "INSERT INTO skip (order_id, act, document_id, minor, code, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (order_id, act, document_id) DO UPDATE SET minor = excluded.minor,
                 code = excluded.code, at = excluded.at",
        )
        .map_err(failure)?;
    for skip in skips {
        let document = skip.document.map_or(0, |document| document.0);
        insert
            .execute(params![
                order.0,
                skip.act.name(),
                document,
                skip.minor,
                skip.code,
                skip.at.to_string()
            ])
            .map_err(failure)?;
    }
    Ok(())
}

/// Hands over what is left undone of orders.
pub(super) fn read(
    connection: &Connection,
    between: Range,
    mut each: impl FnMut(OrderId, Skip),
) -> Result<()> {
    let mut query = connection
        .prepare_cached(
            "SELECT order_id, act, document_id, minor, code, at FROM skip
             WHERE order_id BETWEEN ?1 AND ?2 ORDER BY order_id, act, document_id",
        )
        .map_err(failure)?;
    let mut rows = query.query(between.ends()).map_err(failure)?;
    while let Some(row) = rows.next().map_err(failure)? {
        let act: String = row.get(1).map_err(failure)?;
        let document: i64 = row.get(2).map_err(failure)?;
        let skip = Skip {
            act: Act::from_name(&act).ok_or_else(|| damaged("act"))?,
            document: (document != 0).then_some(DocumentId(document)),
            minor: row.get(3).map_err(failure)?,
            code: row.get(4).map_err(failure)?,
            at: timestamp(&row.get::<_, String>(5).map_err(failure)?)?,
        };
        each(OrderId(row.get(0).map_err(failure)?), skip);
    }
    Ok(())
}

/// Notes of a run that it is the automation, so that brakes can count what it sends.
pub(super) fn note_automatic(transaction: &Connection, epoch: i64) -> Result<()> {
    transaction
        .execute("UPDATE epoch SET automatic = 1 WHERE number = ?1", [epoch])
        .map_err(failure)?;
    Ok(())
}

/// Returns the acts that automatic runs have sent since a moment and that were not refused.
pub(super) fn automatic_since(
    connection: &Connection,
    since: Timestamp,
) -> Result<Vec<(OrderId, Act, Money)>> {
    let mut query = connection
        .prepare_cached(
            "SELECT i.order_id, i.act, i.minor, i.currency, i.at FROM intent i
             JOIN epoch e ON e.number = i.epoch
             LEFT JOIN outcome o ON o.id = (SELECT max(id) FROM outcome WHERE intent_id = i.id)
             WHERE e.automatic = 1 AND i.epoch >= coalesce(
                     (SELECT min(number) FROM epoch WHERE at >= ?1), 0)
                 AND coalesce(o.kind, 'unknown') <> 'refused'",
        )
        .map_err(failure)?;
    // An epoch begins before its acts: the day before is looked at too, and each act by its own moment.
    let from = since.checked_sub(jiff::SignedDuration::from_hours(24)).unwrap_or(since);
    let mut rows = query.query([from.to_string()]).map_err(failure)?;
    let mut acts = Vec::new();
    while let Some(row) = rows.next().map_err(failure)? {
        if timestamp(&row.get::<_, String>(4).map_err(failure)?)? < since {
            continue;
        }
        let act: String = row.get(1).map_err(failure)?;
        let currency: String = row.get(3).map_err(failure)?;
        let currency = currency.parse().map_err(|_| damaged("currency"))?;
        acts.push((
            OrderId(row.get(0).map_err(failure)?),
            Act::from_name(&act).ok_or_else(|| damaged("act"))?,
            Money::new(row.get(2).map_err(failure)?, currency),
        ));
    }
    Ok(acts)
}
