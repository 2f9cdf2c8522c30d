//! What ties orders of Uni to shop orders and to each other, and what a person has said of it.
//!
//! Only reads and keeps; whether a tie is sure is a rule, and stands elsewhere.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use uniac_core::order::{Order, OrderId};
use uniac_core::purchase::{Case, Ties};
use uniac_system::error::Result;

use super::LinkWord;
use super::cases::{Range, one_alone, read_rows, shop_order, timestamp};
use super::db::{Connection, DbResult, OptionalExtension, failure, params};
use super::leads::{self, Lead};

/// On the orders of so many different people a customer in Uni is a collective one.
const COLLECTIVE_FROM: i64 = 5;

/// What is looked up once for several orders.
pub(super) struct Known {
    shared: BTreeSet<OrderId>,
    collective: BTreeSet<i64>,
    dropped_before: BTreeSet<OrderId>,
    words: HashMap<OrderId, (String, String, String)>,
    leads: HashMap<OrderId, Lead>,
}

impl Known {
    /// Looks everything up.
    pub(super) fn read(connection: &Connection, between: Range) -> Result<Known> {
        let ids = |query: &str| -> Result<BTreeSet<i64>> {
            let mut query = connection.prepare_cached(query).map_err(failure)?;
            let rows = query.query_map(between.ends(), |row| row.get(0)).map_err(failure)?;
            rows.collect::<DbResult<_>>().map_err(failure)
        };
        let orders = |query: &str| -> Result<BTreeSet<OrderId>> {
            Ok(ids(query)?.into_iter().map(OrderId).collect())
        };
        let dropped_before = "SELECT order_id FROM dropped_before WHERE order_id BETWEEN ?1 AND ?2";
        let customers = "SELECT DISTINCT customer FROM uni_order
            WHERE id BETWEEN ?1 AND ?2 AND customer IS NOT NULL";
        let mut known = Known {
            shared: orders(SHARED)?,
            collective: BTreeSet::new(),
            dropped_before: orders(dropped_before)?,
            words: HashMap::new(),
            leads: leads::odd(connection, between)?,
        };
        for customer in ids(customers)? {
            if is_collective(connection, customer)? {
                known.collective.insert(customer);
            }
        }
        let words = format!("{WORDS} WHERE order_id BETWEEN ?1 AND ?2");
        read_rows(connection, &words, between.ends(), |row| {
            let word = (
                row.get(1).map_err(failure)?,
                row.get(2).map_err(failure)?,
                row.get(3).map_err(failure)?,
            );
            known.words.insert(OrderId(row.get(0).map_err(failure)?), word);
            Ok(())
        })?;
        Ok(known)
    }

    /// Returns the ties of an order.
    pub(super) fn of(&self, connection: &Connection, order: &Order) -> Result<Ties> {
        let id = order.uni.id;
        let siblings = match self.shared.contains(&id) {
            true => siblings(connection, order)?,
            false => Vec::new(),
        };
        let mut ties = self.alone(connection, order)?;
        ties.was_sure &= !any_claimant(&ties, &siblings);
        Ok(Ties { siblings, ..ties })
    }

    /// Returns the ties of an order without the orders that it is tied to.
    fn alone(&self, connection: &Connection, order: &Order) -> Result<Ties> {
        let id = order.uni.id;
        let reference = order.uni.shop_reference.as_deref().unwrap_or_default();
        let shop = order.shop.as_ref().map_or("", |shop| shop.id.as_str());
        let word = self.words.get(&id).filter(|(to, _, _)| to == shop);
        let state = word.map(|(_, _, state)| state.as_str());
        let is_same = word.is_some_and(|(_, kept, _)| kept == reference);
        let lead = self.leads.get(&id);
        let beside = lead.into_iter().flat_map(|lead| lead.beside(shop));
        let also = beside.map(|shop| shop_order(connection, shop));
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

/// Returns the ties of one order; `alone`: without the orders that it is tied to.
pub(super) fn of_one(connection: &Connection, order: &Order, alone: bool) -> Result<Ties> {
    let id = order.uni.id;
    let siblings = if alone { Vec::new() } else { siblings(connection, order)? };
    let mut known = Known {
        shared: BTreeSet::new(),
        collective: BTreeSet::new(),
        dropped_before: BTreeSet::new(),
        words: HashMap::new(),
        leads: leads::odd(connection, Range { first: id, last: id })?,
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
    let mut ties = known.alone(connection, order)?;
    ties.was_sure &= !any_claimant(&ties, &siblings);
    Ok(Ties { siblings, ..ties })
}

/// Returns whether a customer of Uni is a collective one. While none of its orders has changed, that is kept: who has
/// ordered a thousand times would else be looked through with each of these orders.
pub(super) fn is_collective(connection: &Connection, customer: i64) -> Result<bool> {
    let (is_touched, is_kept): (bool, bool) = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM touched_customer WHERE customer = ?1),
                 EXISTS (SELECT 1 FROM collective WHERE customer = ?1)",
        )
        .and_then(|mut query| query.query_row([customer], |row| Ok((row.get(0)?, row.get(1)?))))
        .map_err(failure)?;
    if is_touched { has_many_people(connection, customer) } else { Ok(is_kept) }
}

/// Returns whether so many people stand on the web orders of a customer of Uni that it is a collective one, by its orders.
pub(super) fn has_many_people(connection: &Connection, customer: i64) -> Result<bool> {
    let people: i64 = connection
        .prepare_cached(PEOPLE_OF_CUSTOMER)
        .and_then(|mut query| query.query_row([customer], |row| row.get(0)))
        .map_err(failure)?;
    Ok(people >= COLLECTIVE_FROM)
}

/// Returns whether another claimant is a reason to judge anew: not one that only has the digits where the order itself
/// carries the number.
fn any_claimant(ties: &Ties, siblings: &[Case]) -> bool {
    siblings.iter().any(|other| ties.by_digits || !other.ties.by_digits)
}

/// Orders that lead to a shop order or a payment to which another order leads too. An intent of ours leads to the payment
/// that it was sent to, for good.
const SHARED: &str = "
    WITH own (id, shop) AS (
        SELECT order_id, shop_id FROM leads WHERE order_id BETWEEN ?1 AND ?2
        UNION
        SELECT created_from, id FROM shop_order WHERE created_from BETWEEN ?1 AND ?2),
    paid (id, payment) AS (
        SELECT own.id, s.payment_reference FROM own JOIN shop_order s ON s.id = own.shop
        WHERE s.payment_reference IS NOT NULL
        UNION
        SELECT own.id, p.reference FROM own JOIN shop_payment p ON p.shop_id = own.shop
        UNION
        SELECT order_id, payment FROM intent
        WHERE order_id BETWEEN ?1 AND ?2 AND payment IS NOT NULL)
    SELECT id FROM own WHERE EXISTS (
        SELECT 1 FROM order_of_shop o WHERE o.shop_id = own.shop AND o.order_id <> own.id)
    UNION
    SELECT id FROM paid WHERE EXISTS (
        SELECT 1 FROM order_of_payment o
        WHERE o.reference = paid.payment AND o.order_id <> paid.id)";

/// How many people stand on the web orders of a customer of Uni; no more are counted than matter.
const PEOPLE_OF_CUSTOMER: &str = "
    SELECT count(*) FROM (
        SELECT DISTINCT s.buyer FROM uni_order u JOIN shop_order s ON s.id = u.shop_id
        WHERE u.customer = ?1 AND s.buyer IS NOT NULL LIMIT 5) AS people";

const WORDS: &str = "SELECT order_id, shop_id, reference, state FROM link";

/// Returns the other orders that lead to the same shop order or payment.
fn siblings(connection: &Connection, order: &Order) -> Result<Vec<Case>> {
    let others = neighbours(connection, order.uni.id)?.into_iter();
    let others = others.filter(|id| *id != order.uni.id);
    others.filter_map(|id| one_alone(connection, id).transpose()).collect()
}

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

pub(super) fn neighbours(connection: &Connection, order: OrderId) -> Result<BTreeSet<OrderId>> {
    let mut query = connection.prepare_cached(NEIGHBOURS).map_err(failure)?;
    let rows = query.query_map([order.0], |row| row.get(0).map(OrderId)).map_err(failure)?;
    rows.collect::<DbResult<_>>().map_err(failure)
}

/// Returns the ids of the orders that are tied to this one, also by others, itself included.
pub(super) fn together(connection: &Connection, order: OrderId) -> Result<BTreeSet<OrderId>> {
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

/// Keeps that ties were found sure, unless a person has said something of them.
pub(super) fn remember(
    transaction: &Connection,
    sure: &[(OrderId, String, String)],
    now: Timestamp,
) -> Result<()> {
    let mut insert = transaction
        .prepare_cached(
            "INSERT INTO link (order_id, shop_id, reference, state, at)
             VALUES (?1, ?2, ?3, 'sure', ?4)
             ON CONFLICT (order_id) DO UPDATE SET shop_id = excluded.shop_id,
                 reference = excluded.reference, state = 'sure', by = NULL, reason = NULL,
                 at = excluded.at
             WHERE link.shop_id <> excluded.shop_id OR link.state = 'sure'",
        )
        .map_err(failure)?;
    for (order, shop, reference) in sure {
        insert.execute(params![order.0, shop, reference, now.to_string()]).map_err(failure)?;
    }
    Ok(())
}

/// Keeps what a person has said of a tie.
pub(super) fn say(transaction: &Connection, word: &LinkWord) -> Result<()> {
    let state = if word.linked { "by-person" } else { "unlinked" };
    transaction
        .execute(
            "INSERT INTO link (order_id, shop_id, reference, state, by, reason, at, chosen)
             VALUES (?1, ?2, coalesce((SELECT shop_reference FROM uni_order WHERE id = ?1), ''),
                     ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (order_id) DO UPDATE SET shop_id = excluded.shop_id,
                 reference = excluded.reference, state = excluded.state, by = excluded.by,
                 reason = excluded.reason, at = excluded.at, chosen = excluded.chosen",
            params![
                word.order.0,
                word.shop,
                state,
                word.by,
                word.reason,
                word.at.to_string(),
                word.linked && word.chosen
            ],
        )
        .map_err(failure)?;
    transaction
        .execute(
            "INSERT INTO link_word (order_id, shop_id, linked, by, reason, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                word.order.0,
                word.shop,
                word.linked,
                word.by,
                word.reason,
                word.at.to_string()
            ],
        )
        .map_err(failure)?;
    leads::anew(transaction, word.order)
}

/// Returns what a person has said of a tie.
pub(super) fn said(connection: &Connection, order: OrderId) -> Result<Option<LinkWord>> {
    let mut query = connection
        .prepare_cached(
            "SELECT shop_id, state, coalesce(by, ''), reason, at, chosen FROM link
             WHERE order_id = ?1 AND state IN ('by-person', 'unlinked')",
        )
        .map_err(failure)?;
    let mut rows = query.query([order.0]).map_err(failure)?;
    let Some(row) = rows.next().map_err(failure)? else { return Ok(None) };
    Ok(Some(LinkWord {
        order,
        shop: row.get(0).map_err(failure)?,
        linked: row.get::<_, String>(1).map_err(failure)? == "by-person",
        by: row.get(2).map_err(failure)?,
        reason: row.get(3).map_err(failure)?,
        at: timestamp(&row.get::<_, String>(4).map_err(failure)?)?,
        chosen: row.get(5).map_err(failure)?,
    }))
}
