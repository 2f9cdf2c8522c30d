//! Which shop orders the orders of Uni lead to, which orders lead nowhere, and to which nothing leads.
//!
//! Only reads.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use uniac_core::order::{OrderId, ShopOrder};
use uniac_system::error::Result;

use crate::db::{Connection, DbResult, failure, read_by_keys, read_rows};
use crate::range::Range;
use crate::text::parse;

/// Where an order leads, as far as it is more than one exact number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Lead {
    /// The shop orders that each of its numbers can mean.
    places: BTreeMap<i64, Vec<String>>,
    /// Whether it was found by its digits only.
    pub by_digits: bool,
}

impl Lead {
    /// Returns how many shop orders one of the numbers could mean, at most.
    pub fn candidates(&self) -> usize {
        self.places.values().map(Vec::len).max().unwrap_or(1)
    }

    /// Returns the shop orders of the numbers beside the one in hand, the first of each.
    pub fn beside(&self, in_hand: &str) -> impl Iterator<Item = &str> {
        let others = self.places.values().filter(move |shops| shops.iter().all(|s| s != in_hand));
        others.filter_map(|shops| shops.first()).map(String::as_str)
    }
}

/// Returns where orders lead that name more than one exact number.
pub(crate) fn odd(connection: &Connection, of: Range) -> Result<HashMap<OrderId, Lead>> {
    let mut query = connection
        .prepare_cached(
            "SELECT order_id, place, shop_id, by_digits FROM leads
             WHERE order_id BETWEEN ?1 AND ?2 ORDER BY order_id, place, shop_id",
        )
        .map_err(failure)?;
    let mut rows = query.query(of.ends()).map_err(failure)?;
    let mut odd: HashMap<OrderId, Lead> = HashMap::new();
    while let Some(row) = rows.next().map_err(failure)? {
        let lead = odd.entry(OrderId(row.get(0).map_err(failure)?)).or_default();
        let shops = lead.places.entry(row.get(1).map_err(failure)?).or_default();
        shops.push(row.get(2).map_err(failure)?);
        lead.by_digits |= row.get::<_, bool>(3).map_err(failure)?;
    }
    Ok(odd)
}

/// Orders of the shop to which no order of Uni leads, or only such of which a person has said that they do not belong.
const UNCLAIMED: &str = "
    SELECT s.fact FROM shop_order s WHERE s.created_from IS NULL AND NOT EXISTS (
        SELECT 1 FROM leads l LEFT JOIN link w
        ON w.order_id = l.order_id AND w.shop_id = l.shop_id AND w.state = 'unlinked'
        WHERE l.shop_id = s.id AND w.order_id IS NULL)
    ORDER BY s.id";

/// Returns the shop's orders to which no order of Uni leads.
pub(crate) fn unclaimed(connection: &Connection) -> Result<Vec<ShopOrder>> {
    let mut unclaimed = Vec::new();
    read_rows(connection, UNCLAIMED, [], |row| {
        unclaimed.push(parse(&row.get::<_, String>(0).map_err(failure)?)?);
        Ok(())
    })?;
    Ok(unclaimed)
}

/// Returns the references of those of the orders that lead to no order of the shop, the newest first.
pub(crate) fn nowhere(connection: &Connection, orders: &[OrderId]) -> Result<Vec<String>> {
    let ids: Vec<i64> = orders.iter().map(|order| order.0).collect();
    let mut newest: BTreeMap<Reverse<i64>, String> = BTreeMap::new();
    let nowhere = "SELECT id, shop_reference FROM uni_order
        WHERE id IN (KEYS) AND shop_id IS NULL AND shop_reference IS NOT NULL";
    read_by_keys(connection, nowhere, &ids, |row| {
        newest.insert(Reverse(row.get(0).map_err(failure)?), row.get(1).map_err(failure)?);
        Ok(())
    })?;
    Ok(newest.into_values().collect())
}

/// Returns the shop's ids of the orders with this value in a column.
pub(crate) fn shop_orders(
    connection: &Connection,
    column: &str,
    value: &str,
) -> Result<Vec<String>> {
    if value.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = connection
        .prepare_cached(&format!("SELECT id FROM shop_order WHERE {column} = ?1 ORDER BY id"))
        .map_err(failure)?;
    let shops = query.query_map([value], |row| row.get(0)).map_err(failure)?;
    shops.collect::<DbResult<_>>().map_err(failure)
}
