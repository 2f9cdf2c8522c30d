//! Where references lead: the shop orders whose numbers stand in the reference of a Uni order.
//!
//! It is resolved when either side is written, in the same transaction, so that it makes no difference which of them comes
//! first. An exact number goes first. Every function that writes runs inside a transaction that its caller commits.

use std::collections::{BTreeSet, HashMap};

use uniac_core::order::OrderId;
use uniac_core::reference::{self, Run};
use uniac_system::error::Result;

use super::leading::shop_orders;
use crate::db::{Connection, DbResult, FromCell, OptionalExtension, Params, failure, params};

/// Brings up to date where a Uni order leads. It is written already; `before` is its reference of before.
pub(crate) fn of_order(
    transaction: &Connection,
    order: OrderId,
    before: Option<&str>,
    reference: Option<&str>,
) -> Result<()> {
    if before == reference {
        return Ok(());
    }
    note_digits(transaction, order, reference.unwrap_or_default())?;
    resolve(transaction, order, reference.unwrap_or_default())
}

/// Brings up to date which Uni orders lead to a shop order. It is written already; `before` is its number of before.
pub(crate) fn to_shop_order(
    transaction: &Connection,
    before: Option<&str>,
    number: &str,
) -> Result<()> {
    if before == Some(number) {
        return Ok(());
    }
    let mut concerned = BTreeSet::new();
    for number in before.into_iter().chain([number]) {
        concerned.extend(naming(transaction, number)?);
    }
    for (order, reference) in concerned {
        resolve(transaction, order, &reference)?;
    }
    Ok(())
}

/// Resolves all that is in a store of before.
pub(crate) fn resolve_all(transaction: &Connection) -> Result<()> {
    for (id, number) in pairs::<String>(transaction, "SELECT id, number FROM shop_order", [])? {
        transaction
            .prepare_cached("UPDATE shop_order SET digits = ?2 WHERE id = ?1")
            .and_then(|mut update| update.execute(params![id, reference::digits(&number)]))
            .map_err(failure)?;
    }
    let referring = "SELECT id, shop_reference FROM uni_order WHERE shop_reference IS NOT NULL";
    for (id, reference) in pairs::<i64>(transaction, referring, [])? {
        of_order(transaction, OrderId(id), None, Some(&reference))?;
    }
    Ok(())
}

/// Keeps by which digits a Uni order is found.
fn note_digits(transaction: &Connection, order: OrderId, reference: &str) -> Result<()> {
    transaction
        .prepare_cached("DELETE FROM reference_digits WHERE order_id = ?1")
        .and_then(|mut delete| delete.execute([order.0]))
        .map_err(failure)?;
    for run in reference::runs(reference) {
        transaction
            .prepare_cached(
                "INSERT INTO reference_digits (digits, order_id) VALUES (?1, ?2)
                 ON CONFLICT DO NOTHING",
            )
            .and_then(|mut insert| insert.execute(params![run.digits, order.0]))
            .map_err(failure)?;
    }
    Ok(())
}

/// Returns the Uni orders that may name a number of the shop, with their references.
fn naming(connection: &Connection, number: &str) -> Result<Vec<(OrderId, String)>> {
    let named = "
        SELECT id, shop_reference FROM uni_order WHERE shop_reference = ?1
        UNION
        SELECT u.id, coalesce(u.shop_reference, '') FROM reference_digits r
        JOIN uni_order u ON u.id = r.order_id WHERE r.digits = ?2";
    let digits = reference::digits(number);
    let found = pairs::<i64>(connection, named, params![number, digits])?;
    Ok(found.into_iter().map(|(id, reference)| (OrderId(id), reference)).collect())
}

/// Finds where a Uni order leads, and keeps it in place of what was kept.
fn resolve(transaction: &Connection, order: OrderId, reference: &str) -> Result<()> {
    transaction
        .prepare_cached("DELETE FROM leads WHERE order_id = ?1")
        .and_then(|mut delete| delete.execute([order.0]))
        .map_err(failure)?;
    let named = named_by_person(transaction, order)?;
    let exact = match named {
        Some(shop) => vec![shop],
        None => shop_orders(transaction, "number", reference)?,
    };
    match exact.is_empty() {
        false => write(transaction, order, 0, &exact, false)?,
        true => {
            for (place, shops) in by_digits(transaction, reference)?.iter().enumerate() {
                write(transaction, order, place, shops, true)?;
            }
        }
    }
    take_in_hand(transaction, order, reference)
}

/// Finds anew where a Uni order leads, after a person's word.
pub(crate) fn anew(transaction: &Connection, order: OrderId) -> Result<()> {
    let reference: Option<String> = transaction
        .prepare_cached("SELECT coalesce(shop_reference, '') FROM uni_order WHERE id = ?1")
        .and_then(|mut query| query.query_row([order.0], |row| row.get(0)).optional())
        .map_err(failure)?;
    reference.map_or(Ok(()), |reference| resolve(transaction, order, &reference))
}

/// Returns the shop order that a person has named, whatever the reference says.
fn named_by_person(connection: &Connection, order: OrderId) -> Result<Option<String>> {
    connection
        .prepare_cached(
            "SELECT shop_id FROM link WHERE order_id = ?1 AND state = 'by-person' AND chosen = 1",
        )
        .and_then(|mut query| query.query_row([order.0], |row| row.get(0)).optional())
        .map_err(failure)
}

/// Returns the shop orders of each number whose digits stand in a reference.
fn by_digits(connection: &Connection, reference: &str) -> Result<Vec<Vec<String>>> {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    let mut known: Vec<Run> = Vec::new();
    for run in reference::runs(reference) {
        let shops = shop_orders(connection, "digits", &run.digits)?;
        if !shops.is_empty() {
            found.insert(run.digits.clone(), shops);
            known.push(run);
        }
    }
    let meant = reference::meant(known);
    Ok(meant.into_iter().filter_map(|run| found.remove(&run.digits)).collect())
}

fn write(
    transaction: &Connection,
    order: OrderId,
    place: usize,
    shops: &[String],
    by_digits: bool,
) -> Result<()> {
    let place = i64::try_from(place).unwrap_or(i64::MAX);
    for shop in shops {
        transaction
            .prepare_cached(
                "INSERT INTO leads (order_id, shop_id, place, by_digits)
                 VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            )
            .and_then(|mut insert| insert.execute(params![order.0, shop, place, by_digits]))
            .map_err(failure)?;
    }
    Ok(())
}

/// Chooses the shop order in hand: the one that a person has named, or that was found sure by the same reference, else the
/// first.
fn take_in_hand(transaction: &Connection, order: OrderId, reference: &str) -> Result<()> {
    let first: Option<String> = transaction
        .prepare_cached(
            "SELECT l.shop_id FROM leads l
             LEFT JOIN link w ON w.order_id = l.order_id AND w.shop_id = l.shop_id
                 AND (w.state = 'by-person' OR (w.state = 'sure' AND w.reference = ?2))
             WHERE l.order_id = ?1 ORDER BY w.order_id IS NULL, l.place, l.shop_id LIMIT 1",
        )
        .and_then(|mut query| {
            query.query_row(params![order.0, reference], |row| row.get(0)).optional()
        })
        .map_err(failure)?;
    transaction
        .prepare_cached(
            "UPDATE uni_order SET shop_id = ?2 WHERE id = ?1 AND shop_id IS DISTINCT FROM ?2",
        )
        .and_then(|mut update| update.execute(params![order.0, first]))
        .map_err(failure)?;
    Ok(())
}

fn pairs<A: FromCell>(
    connection: &Connection,
    query: &str,
    params: impl Params,
) -> Result<Vec<(A, String)>> {
    let mut query = connection.prepare_cached(query).map_err(failure)?;
    let rows = query.query_map(params, |row| Ok((row.get(0)?, row.get(1)?))).map_err(failure)?;
    rows.collect::<DbResult<_>>().map_err(failure)
}
