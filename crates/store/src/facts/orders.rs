//! The orders of Uni: written as read, with what is noted of them on the way.
//!
//! Every function that writes runs inside a transaction that its caller commits.

use jiff::Timestamp;

use uniac_core::facts::OrderRow;
use uniac_core::order::{OrderId, UniOrder};
use uniac_system::error::Result;

use super::leads;
use crate::db::{Connection, DbResult, OptionalExtension, failure, params};
use crate::text::{fact, parse};

/// Keeps an order in place of what was kept of it, and when it was first seen that it was dropped.
pub(crate) fn write(transaction: &Connection, row: &OrderRow, now: Timestamp) -> Result<()> {
    let mut order = row.order.clone();
    if order.unreadable.is_some()
        && let Some(known) = read(transaction, order.id)?
    {
        order.keep_ties(&known);
    }
    let reference = order.shop_reference.as_deref().map(str::trim);
    let before: Option<Option<String>> = transaction
        .prepare_cached("SELECT shop_reference FROM uni_order WHERE id = ?1")
        .and_then(|mut query| query.query_row([order.id.0], |row| row.get(0)).optional())
        .map_err(failure)?;
    transaction
        .prepare_cached(
            "INSERT INTO uni_order (id, number, shop_reference, customer, fact)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET number = excluded.number,
                 shop_reference = excluded.shop_reference, customer = excluded.customer,
                 fact = excluded.fact",
        )
        .map_err(failure)?
        .execute(params![order.id.0, order.number, reference, order.buyer.customer, fact(&order)?])
        .map_err(failure)?;
    leads::of_order(transaction, order.id, before.flatten().as_deref(), reference)?;
    transaction
        .prepare_cached("DELETE FROM gone WHERE order_id = ?1")
        .and_then(|mut delete| delete.execute([order.id.0]))
        .map_err(failure)?;
    let sight = match order.progress.is_dropped() {
        true => "INSERT INTO dropped (order_id, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        false => "DELETE FROM dropped WHERE order_id = ?1 AND ?2 = ?2",
    };
    transaction
        .prepare_cached(sight)
        .and_then(|mut change| change.execute(params![order.id.0, now.to_string()]))
        .map_err(failure)?;
    let mut insert = transaction
        .prepare_cached(
            "INSERT INTO order_item (id, order_id) VALUES (?1, ?2)
             ON CONFLICT (id) DO UPDATE SET order_id = excluded.order_id",
        )
        .map_err(failure)?;
    for item in &row.items {
        insert.execute([*item, order.id.0]).map_err(failure)?;
    }
    Ok(())
}

/// Keeps that Uni no longer answers for an order.
pub(crate) fn note_gone(transaction: &Connection, order: OrderId, now: Timestamp) -> Result<()> {
    transaction
        .execute(
            "INSERT INTO gone (order_id, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![order.0, now.to_string()],
        )
        .map_err(failure)?;
    Ok(())
}

/// Returns what is kept of an order of Uni.
pub(crate) fn read(connection: &Connection, id: OrderId) -> Result<Option<UniOrder>> {
    let json: Option<String> = connection
        .prepare_cached("SELECT fact FROM uni_order WHERE id = ?1")
        .and_then(|mut query| query.query_row([id.0], |row| row.get(0)).optional())
        .map_err(failure)?;
    json.as_deref().map(parse).transpose()
}

/// Returns the order that an order line belongs to.
pub(crate) fn of_item(connection: &Connection, item: i64) -> Result<Option<OrderId>> {
    connection
        // A line of an order that is not there is damage; who asks looks at Uni then.
        .prepare_cached(
            "SELECT item.order_id FROM order_item item
             JOIN uni_order ON uni_order.id = item.order_id WHERE item.id = ?1",
        )
        .and_then(|mut query| query.query_row([item], |row| row.get(0).map(OrderId)).optional())
        .map_err(failure)
}

/// Returns the next orders by id, web orders or not.
pub(crate) fn after(connection: &Connection, after: Option<OrderId>) -> Result<Vec<OrderId>> {
    let after = after.map_or(i64::MIN, |order| order.0);
    let mut query = connection
        .prepare_cached("SELECT id FROM uni_order WHERE id > ?1 ORDER BY id LIMIT 1000")
        .map_err(failure)?;
    let rows = query.query_map([after], |row| row.get(0).map(OrderId)).map_err(failure)?;
    rows.collect::<DbResult<_>>().map_err(failure)
}
