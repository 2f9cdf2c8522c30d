//! Holds: auto-capture disabled on one order by a person, until it is lifted or ends by itself.

use std::collections::HashMap;

use jiff::Timestamp;

use uniac_core::order::OrderId;
use uniac_core::settings::Hold;
use uniac_system::error::Result;

use crate::db::{Connection, Row, failure, params, read_rows};
use crate::range::Range;
use crate::text::timestamp;

const HOLDS: &str = "SELECT reason, by, at, until, order_id FROM hold WHERE lifted_at IS NULL";

/// Returns the hold of an order that was not lifted; it may have ended by itself.
pub(crate) fn of(connection: &Connection, order: OrderId) -> Result<Option<Hold>> {
    let mut query = connection
        .prepare_cached(&format!("{HOLDS} AND order_id = ?1 ORDER BY id DESC LIMIT 1"))
        .map_err(failure)?;
    let mut rows = query.query([order.0]).map_err(failure)?;
    rows.next().map_err(failure)?.map(|row| parse_hold(&row)).transpose()
}

/// Returns the holds of orders that were not lifted, the newest of each.
pub(crate) fn by_order(connection: &Connection, between: Range) -> Result<HashMap<OrderId, Hold>> {
    let mut holds = HashMap::new();
    let of_orders = format!("{HOLDS} AND order_id BETWEEN ?1 AND ?2 ORDER BY id");
    read_rows(connection, &of_orders, between.ends(), |row| {
        let order = OrderId(row.get(4).map_err(failure)?);
        holds.insert(order, parse_hold(row)?);
        Ok(())
    })?;
    Ok(holds)
}

fn parse_hold(row: &Row<'_>) -> Result<Hold> {
    let until: Option<String> = row.get(3).map_err(failure)?;
    Ok(Hold {
        reason: row.get(0).map_err(failure)?,
        by: row.get(1).map_err(failure)?,
        at: timestamp(&row.get::<_, String>(2).map_err(failure)?)?,
        until: until.as_deref().map(timestamp).transpose()?,
    })
}

/// Sets a hold in place of an earlier one.
pub(crate) fn set(transaction: &Connection, order: OrderId, hold: &Hold) -> Result<()> {
    lift(transaction, order, hold.at, &hold.by)?;
    transaction
        .execute(
            "INSERT INTO hold (order_id, reason, by, at, until) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                order.0,
                hold.reason,
                hold.by,
                hold.at.to_string(),
                hold.until.map(|until| until.to_string())
            ],
        )
        .map_err(failure)?;
    Ok(())
}

/// Lifts the hold of an order; returns whether there was one that still held.
pub(crate) fn lift_active(
    transaction: &Connection,
    order: OrderId,
    now: Timestamp,
    by: &str,
) -> Result<bool> {
    let held = of(transaction, order)?.is_some_and(|hold| hold.is_active(now));
    lift(transaction, order, now, by)?;
    Ok(held)
}

fn lift(transaction: &Connection, order: OrderId, now: Timestamp, by: &str) -> Result<()> {
    transaction
        .execute(
            "UPDATE hold SET lifted_at = ?2, lifted_by = ?3
             WHERE order_id = ?1 AND lifted_at IS NULL",
            params![order.0, now.to_string(), by],
        )
        .map_err(failure)?;
    Ok(())
}
