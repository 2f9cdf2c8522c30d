//! The orders of Uni: written as read, with what is noted of them on the way. What is as it was is not written.
//!
//! Every function that writes runs inside a transaction that its caller commits.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use uniac_core::facts::OrderRow;
use uniac_core::order::{OrderId, UniOrder};
use uniac_system::error::Result;

use super::leads;
use crate::db::{Connection, DbResult, OptionalExtension, failure, params, read_by_keys};
use crate::text::{fact, parse};

/// Keeps a page of orders.
pub(crate) fn write_all(transaction: &Connection, rows: &[OrderRow], now: Timestamp) -> Result<()> {
    let mut known = Known::read(transaction, rows)?;
    for row in rows {
        if !known.is_as_kept(row)? {
            write(transaction, row, now)?;
            known.facts.remove(&row.order.id);
        }
    }
    Ok(())
}

/// What is kept of the orders of a page.
struct Known {
    /// The facts and references of those of which nothing else is noted that a read takes back or adds to.
    facts: HashMap<OrderId, (String, Option<String>)>,
    /// The lines, with their orders.
    items: BTreeSet<(i64, OrderId)>,
}

impl Known {
    fn read(connection: &Connection, rows: &[OrderRow]) -> Result<Known> {
        let mut known = Known { facts: HashMap::new(), items: BTreeSet::new() };
        let orders: Vec<i64> = rows.iter().map(|row| row.order.id.0).collect();
        let facts = "SELECT id, fact, shop_reference FROM uni_order WHERE id IN (KEYS)
            AND NOT EXISTS (SELECT 1 FROM gone WHERE order_id = uni_order.id)
            AND NOT EXISTS (SELECT 1 FROM dropped WHERE order_id = uni_order.id)";
        read_by_keys(connection, facts, &orders, |row| {
            let id = OrderId(row.get(0).map_err(failure)?);
            let kept = (row.get(1).map_err(failure)?, row.get(2).map_err(failure)?);
            known.facts.insert(id, kept);
            Ok(())
        })?;
        let items: Vec<i64> = rows.iter().flat_map(|row| &row.items).copied().collect();
        let owners = "SELECT id, order_id FROM order_item WHERE id IN (KEYS)";
        read_by_keys(connection, owners, &items, |row| {
            let order = OrderId(row.get(1).map_err(failure)?);
            known.items.insert((row.get(0).map_err(failure)?, order));
            Ok(())
        })?;
        Ok(known)
    }

    /// Returns whether writing a row would change nothing.
    fn is_as_kept(&self, row: &OrderRow) -> Result<bool> {
        let order = &row.order;
        let Some((kept, reference)) = self.facts.get(&order.id) else { return Ok(false) };
        let is_plain = order.unreadable.is_none() && !order.progress.is_dropped();
        let is_led_alike = reference.as_deref() == order.shop_reference.as_deref().map(str::trim);
        let has_items = row.items.iter().all(|item| self.items.contains(&(*item, order.id)));
        Ok(is_plain && is_led_alike && has_items && *kept == fact(order)?)
    }
}

/// Keeps an order in place of what was kept of it, and when it was first seen that it was dropped.
fn write(transaction: &Connection, row: &OrderRow, now: Timestamp) -> Result<()> {
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

/// Returns the orders that order lines belong to, by line.
pub(crate) fn of_items(connection: &Connection, items: &[i64]) -> Result<HashMap<i64, OrderId>> {
    let mut owners = HashMap::new();
    // A line of an order that is not there is damage; who asks looks at Uni then.
    let of_items = "SELECT item.id, item.order_id FROM order_item item
        JOIN uni_order ON uni_order.id = item.order_id WHERE item.id IN (KEYS)";
    read_by_keys(connection, of_items, items, |row| {
        owners.insert(row.get(0).map_err(failure)?, OrderId(row.get(1).map_err(failure)?));
        Ok(())
    })?;
    Ok(owners)
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
