//! Which orders a person means: by a number in Uni or in the shop, by an invoice, by a payment.
//!
//! Only reads. All that fit are given back, lowest id first; the caller chooses among them.

use std::collections::BTreeSet;

use uniac_core::order::{Document, OrderId};
use uniac_system::error::Result;

use crate::db::{Connection, DbResult, failure, read_rows};
use crate::text::{fact, parse};

const IN_UNI: &str = "SELECT id FROM uni_order WHERE number = ?1 ORDER BY id";

const IN_SHOP: &str = "
    SELECT u.id FROM uni_order u WHERE u.shop_reference = ?1
    UNION SELECT l.order_id FROM shop_order s JOIN leads l ON l.shop_id = s.id WHERE s.number = ?1
    UNION SELECT s.created_from FROM shop_order s
    WHERE s.number = ?1 AND s.created_from IS NOT NULL ORDER BY 1";

/// The number stands in the fact only; who names an invoice waits for one look through them all. What the text of the
/// number is found in may be another field of it.
const OF_INVOICE: &str = "
    SELECT d.order_id, d.fact FROM document d JOIN uni_order u ON u.id = d.order_id
    WHERE instr(d.fact, ?1) > 0";

const OF_PAYMENT: &str = "
    WITH naming AS (
        SELECT id FROM shop_order WHERE payment_reference = ?1
        UNION
        SELECT shop_id FROM shop_payment WHERE reference = ?1),
    led AS (
        SELECT l.order_id AS id, l.shop_id AS shop FROM leads l JOIN naming n ON n.id = l.shop_id
        UNION
        SELECT s.created_from, s.id FROM shop_order s JOIN naming n ON n.id = s.id
        JOIN uni_order u ON u.id = s.created_from)
    SELECT id FROM led WHERE NOT EXISTS (
        SELECT 1 FROM link l
        WHERE l.order_id = led.id AND l.shop_id = led.shop AND l.state = 'unlinked')
    UNION
    SELECT i.order_id FROM intent i JOIN uni_order u ON u.id = i.order_id
    WHERE i.payment = ?1
    ORDER BY 1";

/// Returns the orders with this number in Uni, or in the shop.
pub(crate) fn numbered(
    connection: &Connection,
    number: &str,
    in_shop: bool,
) -> Result<Vec<OrderId>> {
    orders(connection, if in_shop { IN_SHOP } else { IN_UNI }, number)
}

/// Returns the orders that a document of this number carries lines of.
pub(crate) fn of_invoice(connection: &Connection, number: &str) -> Result<Vec<OrderId>> {
    let mut orders = BTreeSet::new();
    read_rows(connection, OF_INVOICE, [fact(&number)?], |row| {
        let document: Document = parse(&row.get::<_, String>(1).map_err(failure)?)?;
        if document.number == number {
            orders.insert(OrderId(row.get(0).map_err(failure)?));
        }
        Ok(())
    })?;
    Ok(orders.into_iter().collect())
}

/// Returns the orders that lead to a payment, or did before another replaced it, and those for which an act of ours on money was sent to it.
pub(crate) fn of_payment(connection: &Connection, reference: &str) -> Result<Vec<OrderId>> {
    orders(connection, OF_PAYMENT, reference)
}

fn orders(connection: &Connection, query: &str, name: &str) -> Result<Vec<OrderId>> {
    let mut query = connection.prepare_cached(query).map_err(failure)?;
    let ids = query.query_map([name], |row| row.get(0).map(OrderId)).map_err(failure)?;
    ids.collect::<DbResult<_>>().map_err(failure)
}

/// Returns all order numbers of Uni.
pub(crate) fn all(connection: &Connection) -> Result<Vec<String>> {
    let mut query = connection
        .prepare_cached("SELECT number FROM uni_order WHERE shop_reference IS NOT NULL ORDER BY id")
        .map_err(failure)?;
    let numbers = query.query_map([], |row| row.get(0)).map_err(failure)?;
    numbers.collect::<DbResult<_>>().map_err(failure)
}
