//! What the last run left undone, order by order.
//!
//! It tells people what happened; no act may ever be sent because of it.

use std::collections::HashMap;

use uniac_core::act::Act;
use uniac_core::order::{DocumentId, OrderId};
use uniac_core::purchase::Skip;
use uniac_system::error::Result;

use crate::db::{Connection, failure, params};
use crate::failure::damaged;
use crate::range::Range;
use crate::text::timestamp;

/// Writes what a run left undone of an order in place of what the run before it did.
pub(crate) fn write(transaction: &Connection, order: OrderId, skips: &[Skip]) -> Result<()> {
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

/// Returns what is left undone of orders, by order.
pub(crate) fn by_order(
    connection: &Connection,
    between: Range,
) -> Result<HashMap<OrderId, Vec<Skip>>> {
    let mut by_order: HashMap<OrderId, Vec<Skip>> = HashMap::new();
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
        by_order.entry(OrderId(row.get(0).map_err(failure)?)).or_default().push(skip);
    }
    Ok(by_order)
}

/// Returns what is left undone of an order.
pub(crate) fn of_order(connection: &Connection, order: OrderId) -> Result<Vec<Skip>> {
    let itself = Range { first: order, last: order };
    Ok(by_order(connection, itself)?.remove(&order).unwrap_or_default())
}
