//! What ties an order of Uni to shop orders, and what was said of it.
//!
//! Only reads; whether a tie is sure is a rule, and stands elsewhere.

use std::collections::{BTreeSet, HashMap};

use uniac_core::order::{Order, OrderId};
use uniac_core::purchase::Ties;
use uniac_system::error::Result;

use super::customers::is_collective;
use super::neighbours::tied_between;
use crate::db::{Connection, DbResult, OptionalExtension, failure};
use crate::facts::leading::{self, Lead};
use crate::facts::shop_orders;
use crate::range::Range;

/// What is remembered of a link: the shop's id of its order, the reference that led there, and how sure it is.
type Word = (String, String, String);

/// What is looked up once for several orders.
pub(crate) struct Known {
    shared: BTreeSet<OrderId>,
    collective: BTreeSet<i64>,
    dropped_before: BTreeSet<OrderId>,
    words: HashMap<OrderId, Word>,
    leads: HashMap<OrderId, Lead>,
}

impl Known {
    /// Looks everything up.
    pub(crate) fn read(connection: &Connection, between: Range) -> Result<Known> {
        let dropped_before = "SELECT order_id FROM dropped_before WHERE order_id BETWEEN ?1 AND ?2";
        let customers = "SELECT DISTINCT customer FROM uni_order
            WHERE id BETWEEN ?1 AND ?2 AND customer IS NOT NULL";
        let mut known = Known {
            shared: tied_between(connection, between)?,
            collective: BTreeSet::new(),
            dropped_before: orders(connection, dropped_before, between)?,
            words: words(connection, between)?,
            leads: leading::odd(connection, between)?,
        };
        for customer in ids(connection, customers, between)? {
            if is_collective(connection, customer)? {
                known.collective.insert(customer);
            }
        }
        Ok(known)
    }

    /// Returns whether another order leads to a shop order or a payment of this one.
    pub(crate) fn is_shared(&self, order: OrderId) -> bool {
        self.shared.contains(&order)
    }

    /// Returns the ties of an order without the orders that it is tied to.
    pub(crate) fn of(&self, connection: &Connection, order: &Order) -> Result<Ties> {
        let id = order.uni.id;
        let reference = order.uni.shop_reference.as_deref().unwrap_or_default();
        let shop = order.shop.as_ref().map_or("", |shop| shop.id.as_str());
        let word = self.words.get(&id).filter(|(to, _, _)| to == shop);
        let state = word.map(|(_, _, state)| state.as_str());
        let is_same = word.is_some_and(|(_, kept, _)| kept == reference);
        let lead = self.leads.get(&id);
        let beside = lead.into_iter().flat_map(|lead| lead.beside(shop));
        let also = beside.map(|shop| shop_orders::read(connection, shop));
        Ok(Ties {
            siblings: Vec::new(),
            also: also.filter_map(Result::transpose).collect::<Result<_>>()?,
            candidates: lead.map_or(1, Lead::candidates),
            by_digits: lead.is_some_and(|lead| lead.by_digits),
            is_collective: order.uni.buyer.customer.is_some_and(|c| self.collective.contains(&c)),
            was_sure: state == Some("sure") && is_same,
            said: match state {
                Some("by-person") => Some(true),
                Some("unlinked") => Some(false),
                _ => None,
            },
            dropped_before: self.dropped_before.contains(&id),
            held_elsewhere: 0,
            is_trusted: false,
        })
    }
}

fn orders(connection: &Connection, query: &str, between: Range) -> Result<BTreeSet<OrderId>> {
    Ok(ids(connection, query, between)?.into_iter().map(OrderId).collect())
}

fn ids(connection: &Connection, query: &str, between: Range) -> Result<BTreeSet<i64>> {
    let mut query = connection.prepare_cached(query).map_err(failure)?;
    let rows = query.query_map(between.ends(), |row| row.get(0)).map_err(failure)?;
    rows.collect::<DbResult<_>>().map_err(failure)
}

fn words(connection: &Connection, between: Range) -> Result<HashMap<OrderId, Word>> {
    let mut query = connection
        .prepare_cached(&format!("{WORDS} WHERE order_id BETWEEN ?1 AND ?2"))
        .map_err(failure)?;
    let rows = query
        .query_map(between.ends(), |row| {
            Ok((row.get(0).map(OrderId)?, (row.get(1)?, row.get(2)?, row.get(3)?)))
        })
        .map_err(failure)?;
    rows.collect::<DbResult<_>>().map_err(failure)
}

/// Returns the ties of one order, without the orders that it is tied to.
pub(crate) fn of_one(connection: &Connection, order: &Order) -> Result<Ties> {
    let id = order.uni.id;
    let mut known = Known {
        shared: BTreeSet::new(),
        collective: BTreeSet::new(),
        dropped_before: BTreeSet::new(),
        words: HashMap::new(),
        leads: leading::odd(connection, Range { first: id, last: id })?,
    };
    let dropped_before: i64 = connection
        .prepare_cached("SELECT count(*) FROM dropped_before WHERE order_id = ?1")
        .and_then(|mut query| query.query_row([id.0], |row| row.get(0)))
        .map_err(failure)?;
    if dropped_before > 0 {
        known.dropped_before.insert(id);
    }
    if let Some(customer) = order.uni.buyer.customer
        && is_collective(connection, customer)?
    {
        known.collective.insert(customer);
    }
    let word = connection
        .prepare_cached(&format!("{WORDS} WHERE order_id = ?1"))
        .and_then(|mut query| {
            query.query_row([id.0], |row| Ok((row.get(1)?, row.get(2)?, row.get(3)?))).optional()
        })
        .map_err(failure)?;
    known.words.extend(word.map(|word| (id, word)));
    known.of(connection, order)
}

const WORDS: &str = "SELECT order_id, shop_id, reference, state FROM link";
