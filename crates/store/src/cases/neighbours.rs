//! Which orders lead to the same shop orders and payments.

use std::collections::BTreeSet;

use uniac_core::order::OrderId;
use uniac_system::error::Result;

use crate::db::{Connection, DbResult, failure, read_by_keys, read_rows};
use crate::range::Range;

/// The payments and shop orders that an order leads to, and all orders that lead to one of them. Written with `IN`, each
/// table is asked by its index; of joins SQLite takes some from the larger side, and reads it whole for each order.
const NEIGHBOURS: &str = "
    WITH shop (id, payment) AS (
        SELECT id, payment_reference FROM shop_order
        WHERE id IN (SELECT shop_id FROM leads WHERE order_id = ?1)
        UNION
        SELECT id, payment_reference FROM shop_order WHERE created_from = ?1),
    paid (reference) AS (
        SELECT payment FROM shop WHERE payment IS NOT NULL
        UNION
        SELECT reference FROM shop_payment WHERE shop_id IN (SELECT id FROM shop)
        UNION
        SELECT payment FROM intent WHERE order_id = ?1 AND payment IS NOT NULL),
    together (id) AS (
        SELECT id FROM shop
        UNION
        SELECT id FROM shop_order WHERE payment_reference IN (SELECT reference FROM paid)
        UNION
        SELECT shop_id FROM shop_payment WHERE reference IN (SELECT reference FROM paid))
    SELECT order_id FROM leads WHERE shop_id IN (SELECT id FROM together)
    UNION
    SELECT created_from FROM shop_order
    WHERE id IN (SELECT id FROM together) AND +created_from IS NOT NULL
    UNION
    SELECT order_id FROM intent WHERE payment IN (SELECT reference FROM paid)";

/// Returns the orders that lead to the same shop order or payment as this one, itself included where it leads to any.
pub(crate) fn neighbours(connection: &Connection, order: OrderId) -> Result<BTreeSet<OrderId>> {
    let mut query = connection.prepare_cached(NEIGHBOURS).map_err(failure)?;
    let rows = query.query_map([order.0], |row| row.get(0).map(OrderId)).map_err(failure)?;
    rows.collect::<DbResult<_>>().map_err(failure)
}

/// Orders that lead to a shop order or a payment to which another order leads too, of those that a condition names. An intent
/// of ours leads to the payment that it was sent to, for good.
fn tied_where(condition: &str) -> String {
    format!(
        "WITH own (id, shop) AS (
            SELECT order_id, shop_id FROM leads WHERE order_id {condition}
            UNION
            SELECT created_from, id FROM shop_order WHERE created_from {condition}),
        paid (id, payment) AS (
            SELECT own.id, s.payment_reference FROM own JOIN shop_order s ON s.id = own.shop
            WHERE s.payment_reference IS NOT NULL
            UNION
            SELECT own.id, p.reference FROM own JOIN shop_payment p ON p.shop_id = own.shop
            UNION
            SELECT order_id, payment FROM intent
            WHERE order_id {condition} AND payment IS NOT NULL)
        SELECT id FROM own WHERE EXISTS (
            SELECT 1 FROM order_of_shop o WHERE o.shop_id = own.shop AND o.order_id <> own.id)
        UNION
        SELECT id FROM paid WHERE EXISTS (
            SELECT 1 FROM order_of_payment o
            WHERE o.reference = paid.payment AND o.order_id <> paid.id)"
    )
}

/// Returns those of a range of orders that share a shop order or a payment with another.
pub(super) fn tied_between(connection: &Connection, between: Range) -> Result<BTreeSet<OrderId>> {
    let mut tied = BTreeSet::new();
    read_rows(connection, &tied_where("BETWEEN ?1 AND ?2"), between.ends(), |row| {
        tied.insert(OrderId(row.get(0).map_err(failure)?));
        Ok(())
    })?;
    Ok(tied)
}

/// Returns those of the orders that share a shop order or a payment with another: all others have no neighbours.
pub(crate) fn tied(connection: &Connection, orders: &[OrderId]) -> Result<BTreeSet<OrderId>> {
    let ids: Vec<i64> = orders.iter().map(|order| order.0).collect();
    let mut tied = BTreeSet::new();
    read_by_keys(connection, &tied_where("IN(KEYS)"), &ids, |row| {
        tied.insert(OrderId(row.get(0).map_err(failure)?));
        Ok(())
    })?;
    Ok(tied)
}

/// Returns the ids of the orders that are tied to this one, also by others, itself included.
pub(crate) fn together(connection: &Connection, order: OrderId) -> Result<BTreeSet<OrderId>> {
    let mut together = BTreeSet::from([order]);
    let mut next = vec![order];
    while let Some(order) = next.pop() {
        for other in neighbours(connection, order)? {
            if together.insert(other) {
                next.push(other);
            }
        }
    }
    Ok(together)
}
