//! The orders of the shop: written as read, with the payments that they have named. What is as it was is not written.

use std::collections::HashMap;

use uniac_core::facts::ShopRow;
use uniac_core::order::ShopOrder;
use uniac_core::reference;
use uniac_system::error::Result;

use super::leads;
use crate::db::{Connection, OptionalExtension, failure, params, read_by_keys};
use crate::text::{fact, parse};

/// Keeps a page of orders of the shop.
pub(crate) fn write_all(transaction: &Connection, rows: &[ShopRow]) -> Result<()> {
    let ids: Vec<&String> = rows.iter().map(|row| &row.order.id).collect();
    let mut known: HashMap<String, String> = HashMap::new();
    let facts = "SELECT id, fact FROM shop_order WHERE id IN (KEYS)";
    read_by_keys(transaction, facts, &ids, |row| {
        known.insert(row.get(0).map_err(failure)?, row.get(1).map_err(failure)?);
        Ok(())
    })?;
    for order in rows.iter().map(|row| &row.order) {
        let kept = known.remove(&order.id);
        if order.unreadable.is_some() || kept != Some(fact(order)?) {
            write(transaction, order)?;
        }
    }
    Ok(())
}

/// Keeps an order of the shop in place of what was kept of it.
pub(crate) fn write(transaction: &Connection, order: &ShopOrder) -> Result<()> {
    let mut order = order.clone();
    if order.unreadable.is_some()
        && let Some(known) = read(transaction, &order.id)?
    {
        order.keep_ties(&known);
    }
    let number = order.number.trim();
    let before: Option<(String, Option<String>)> = transaction
        .prepare_cached("SELECT number, payment_reference FROM shop_order WHERE id = ?1")
        .and_then(|mut query| {
            query.query_row([&order.id], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })
        .map_err(failure)?;
    let (before, named) = before.map_or((None, None), |(number, named)| (Some(number), named));
    // A payment that the shop names no more stays the order's.
    if named.is_some() && named != order.payment_reference {
        transaction
            .prepare_cached(
                "INSERT INTO shop_payment (shop_id, reference) VALUES (?1, ?2)
                 ON CONFLICT DO NOTHING",
            )
            .and_then(|mut insert| insert.execute(params![order.id, named]))
            .map_err(failure)?;
    }
    transaction
        .prepare_cached(
            "INSERT INTO shop_order
                 (id, number, created_from, payment_reference, buyer, fact, digits)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET number = excluded.number,
                 created_from = excluded.created_from,
                 payment_reference = excluded.payment_reference, buyer = excluded.buyer,
                 fact = excluded.fact, digits = excluded.digits",
        )
        .map_err(failure)?
        .execute(params![
            order.id,
            number,
            order.created_from.map(|id| id.0),
            order.payment_reference,
            order.bought.buyer.fingerprint(),
            fact(&order)?,
            reference::digits(number)
        ])
        .map_err(failure)?;
    leads::to_shop_order(transaction, before.as_deref(), number)
}

/// Returns what is kept of an order of the shop.
pub(crate) fn read(connection: &Connection, id: &str) -> Result<Option<ShopOrder>> {
    let json: Option<String> = connection
        .prepare_cached("SELECT fact FROM shop_order WHERE id = ?1")
        .and_then(|mut query| query.query_row([id], |row| row.get(0)).optional())
        .map_err(failure)?;
    json.as_deref().map(parse).transpose()
}
