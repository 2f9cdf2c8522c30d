//! Reading the store: one order, or all of them in one pass, with all that the rules look at.
//!
//! Only reads. A row that cannot be understood stops the command; it must never be skipped, for the
//! order it belongs to would then look settled.

use std::collections::BTreeMap;

use uniac_core::order::{Document, Order, OrderId};
use uniac_core::purchase::{Case, Ties};
use uniac_system::error::Result;

use super::by_order::ByOrder;
use super::kept::{self, OfAll};
use super::neighbours::neighbours;
use super::ties::{self, Known};
use super::{beside, shared_invoices};
use crate::db::{Connection, Row, failure};
use crate::documents::{eras, shares};
use crate::failure::damaged;
use crate::journal::{intents, skips};
use crate::people::holds;
use crate::range::Range;
use crate::text::{parse, timestamp};

const ORDERS: &str = "
    SELECT u.id, u.fact, s.fact, p.fact, n.at FROM uni_order u
    LEFT JOIN shop_order s ON s.id = coalesce(
        u.shop_id, (SELECT x.id FROM shop_order x WHERE x.created_from = u.id LIMIT 1))
    LEFT JOIN payment p ON p.reference = s.payment_reference
    LEFT JOIN payment_not_found n ON n.reference = s.payment_reference";

/// So many orders are read at once: memory holds no more of them.
const PAGE: i64 = 1000;

/// Among so many times as many others, orders are read one by one.
const SPARSE: usize = 4;

/// Hands over every order, page by page.
pub(crate) fn all(connection: &Connection, each: &mut dyn FnMut(Case) -> Result<()>) -> Result<()> {
    let mut after = i64::MIN;
    loop {
        let page = "SELECT min(id), max(id) FROM
            (SELECT id FROM uni_order WHERE id > ?1 ORDER BY id LIMIT ?2) AS page";
        let ends: (Option<i64>, Option<i64>) = connection
            .prepare_cached(page)
            .and_then(|mut query| {
                query.query_row([after, PAGE], |row| Ok((row.get(0)?, row.get(1)?)))
            })
            .map_err(failure)?;
        let (Some(first), Some(last)) = ends else { return Ok(()) };
        range(connection, Range { first: OrderId(first), last: OrderId(last) }, None, each)?;
        after = last;
    }
}

/// Hands over these orders, which stand by id: those that lie close together at once, others one by one.
pub(crate) fn some(
    connection: &Connection,
    orders: &[OrderId],
    each: &mut dyn FnMut(Case) -> Result<()>,
) -> Result<()> {
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    for orders in orders.chunks(page) {
        let (Some(first), Some(last)) = (orders.first(), orders.last()) else { return Ok(()) };
        let between = Range { first: *first, last: *last };
        let there: i64 = connection
            .prepare_cached(
                "SELECT count(*) FROM (
                     SELECT 1 FROM uni_order WHERE id BETWEEN ?1 AND ?2 LIMIT ?3) AS between_ends",
            )
            .and_then(|mut query| {
                let most = i64::try_from(orders.len() * SPARSE + 1).unwrap_or(i64::MAX);
                query.query_row([between.first.0, between.last.0, most], |row| row.get(0))
            })
            .map_err(failure)?;
        let is_dense = usize::try_from(there).unwrap_or(0) <= orders.len() * SPARSE;
        if is_dense && orders.len() > SPARSE {
            range(connection, between, Some(orders), each)?;
            continue;
        }
        for order in orders {
            if let Some(case) = one(connection, *order)? {
                each(case)?;
            }
        }
    }
    Ok(())
}

/// Hands over the orders of a range, or those of them that are wanted; these stand by id.
fn range(
    connection: &Connection,
    between: Range,
    wanted: Option<&[OrderId]>,
    each: &mut dyn FnMut(Case) -> Result<()>,
) -> Result<()> {
    let mut by_order = ByOrder::read(connection, between)?;
    let known = Known::read(connection, between)?;
    let mut of_all = OfAll::read(connection, between)?;
    let mut query = connection
        .prepare_cached(&format!("{ORDERS} WHERE u.id BETWEEN ?1 AND ?2 ORDER BY u.id"))
        .map_err(failure)?;
    let mut rows = query.query(between.ends()).map_err(failure)?;
    while let Some(row) = rows.next().map_err(failure)? {
        let id = OrderId(row.get(0).map_err(failure)?);
        if wanted.is_some_and(|wanted| wanted.binary_search(&id).is_err()) {
            continue;
        }
        let documents = by_order.documents.remove(&id).unwrap_or_default();
        let eras = by_order.eras_of(&documents);
        let order = order(&row, documents)?;
        let ties = known.of(connection, &order)?;
        let mut kept = of_all.of(&order);
        kept.on_invoice = shared_invoices::of(connection, &order)?;
        let case = Case {
            order,
            intents: by_order.intents.remove(&id).unwrap_or_default(),
            eras,
            hold: by_order.holds.remove(&id),
            skips: by_order.skips.remove(&id).unwrap_or_default(),
            ties,
            earlier: Vec::new(),
            kept,
            chosen: None,
        };
        let case = with_payments(connection, case)?;
        let case = if known.is_shared(id) { with_siblings(connection, case)? } else { case };
        each(case)?;
    }
    Ok(())
}

/// Returns one order with those that it is tied to.
pub(crate) fn one(connection: &Connection, id: OrderId) -> Result<Option<Case>> {
    let alone = one_alone(connection, id)?;
    alone.map(|case| with_siblings(connection, case)).transpose()
}

/// Returns one order without those that it is tied to.
fn one_alone(connection: &Connection, id: OrderId) -> Result<Option<Case>> {
    let mut query =
        connection.prepare_cached(&format!("{ORDERS} WHERE u.id = ?1")).map_err(failure)?;
    let mut rows = query.query([id.0]).map_err(failure)?;
    let Some(row) = rows.next().map_err(failure)? else { return Ok(None) };
    let documents = shares::of_order(connection, id)?;
    let mut eras = BTreeMap::new();
    for document in &documents {
        if let Some(era) = eras::of(connection, document.id)? {
            eras.insert(document.id, era);
        }
    }
    let order = order(&row, documents)?;
    let ties = ties::of_one(connection, &order)?;
    let mut kept = kept::of_one(connection, &order)?;
    kept.on_invoice = shared_invoices::of(connection, &order)?;
    let case = Case {
        order,
        intents: intents::of_order(connection, id)?,
        eras,
        hold: holds::of(connection, id)?,
        skips: skips::of_order(connection, id)?,
        ties,
        earlier: Vec::new(),
        kept,
        chosen: None,
    };
    with_payments(connection, case).map(Some)
}

/// Adds what is found by the order's payments, which are known only when all else is.
fn with_payments(connection: &Connection, mut case: Case) -> Result<Case> {
    case.earlier = beside::earlier(connection, &case)?;
    beside::sights(connection, &mut case)?;
    Ok(case)
}

/// Adds the other orders that lead to the same shop order or payment. A link that was sure is judged anew because of them.
fn with_siblings(connection: &Connection, mut case: Case) -> Result<Case> {
    let id = case.order.uni.id;
    for other in neighbours(connection, id)?.into_iter().filter(|other| *other != id) {
        case.ties.siblings.extend(one_alone(connection, other)?);
    }
    case.ties.was_sure &= !has_claimant(&case.ties);
    Ok(case)
}

/// Returns whether another claimant is a reason to judge anew: not one that only has the digits where the order itself
/// carries the number.
fn has_claimant(ties: &Ties) -> bool {
    ties.siblings.iter().any(|other| ties.by_digits || !other.ties.by_digits)
}

fn order(row: &Row<'_>, documents: Vec<Document>) -> Result<Order> {
    let uni = row.text(1).map_err(failure)?.ok_or_else(|| damaged("order"))?;
    let (drafts, documents) = documents.into_iter().partition(|document| document.is_draft);
    Ok(Order {
        uni: parse(uni)?,
        documents,
        drafts,
        shop: row.text(2).map_err(failure)?.map(parse).transpose()?,
        payment: row.text(3).map_err(failure)?.map(parse).transpose()?,
        not_found_at: row.text(4).map_err(failure)?.map(timestamp).transpose()?,
    })
}
