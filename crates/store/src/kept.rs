//! What is kept of an order beside today's facts: first sights, strays, persons' words, and its other payments.
//!
//! Only reads. It is read for a page of orders at once, or for one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;

use uniac_core::act::payment_in;
use uniac_core::order::{Document, DocumentId, DocumentKind, Order, OrderId, Payment};
use uniac_core::purchase::{Case, Kept, Sight};
use uniac_system::error::Result;

use super::cases::{Range, parse, read_rows, timestamp};
use super::database::DbStore;
use super::db::{Connection, OptionalExtension, Row, failure};
use super::documents;

/// What is kept of several orders.
#[derive(Default)]
pub(super) struct OfAll {
    drafts_seen: BTreeMap<DocumentId, Timestamp>,
    notes_seen: BTreeMap<DocumentId, Timestamp>,
    dropped: HashMap<OrderId, Timestamp>,
    strays: BTreeMap<OrderId, Vec<Document>>,
    paid: HashMap<OrderId, BTreeMap<DocumentId, i64>>,
    named: HashMap<String, Vec<String>>,
    gone: BTreeSet<OrderId>,
}

const PAID: &str = "SELECT order_id, document_id, cast(sum(minor) AS bigint) FROM paid_word
    WHERE order_id BETWEEN ?1 AND ?2 GROUP BY order_id, document_id";

impl OfAll {
    /// Reads it of these orders.
    pub(super) fn read(connection: &Connection, between: Range) -> Result<OfAll> {
        let mut of_all = OfAll {
            drafts_seen: documents::first_seen(connection, "draft_seen", between)?,
            notes_seen: documents::first_seen(connection, "note_seen", between)?,
            strays: documents::strays_by_order(connection, between)?,
            ..OfAll::default()
        };
        let dropped = "SELECT order_id, at FROM dropped WHERE order_id BETWEEN ?1 AND ?2";
        read_rows(connection, dropped, between.ends(), |row| {
            let at: String = row.get(1).map_err(failure)?;
            of_all.dropped.insert(OrderId(row.get(0).map_err(failure)?), timestamp(&at)?);
            Ok(())
        })?;
        read_rows(connection, PAID, between.ends(), |row| {
            let (order, document, minor) = paid_row(row)?;
            of_all.paid.entry(order).or_default().insert(document, minor);
            Ok(())
        })?;
        let named = "SELECT shop_id, reference FROM shop_payment WHERE shop_id IN (
                SELECT shop_id FROM order_of_shop WHERE order_id BETWEEN ?1 AND ?2)
            ORDER BY shop_id, reference";
        read_rows(connection, named, between.ends(), |row| {
            let shop: String = row.get(0).map_err(failure)?;
            of_all.named.entry(shop).or_default().push(row.get(1).map_err(failure)?);
            Ok(())
        })?;
        let gone = "SELECT order_id FROM gone WHERE order_id BETWEEN ?1 AND ?2";
        read_rows(connection, gone, between.ends(), |row| {
            of_all.gone.insert(OrderId(row.get(0).map_err(failure)?));
            Ok(())
        })?;
        Ok(of_all)
    }

    /// Hands over what is kept of one order.
    pub(super) fn of(&mut self, order: &Order) -> Kept {
        let id = order.uni.id;
        let first_seen = |document: &Document| match documents::first_seen_in(document)? {
            documents::Sight::Draft => self.drafts_seen.get(&document.id).copied(),
            documents::Sight::Note => self.notes_seen.get(&document.id).copied(),
        };
        let seen = order.documents.iter().chain(&order.drafts);
        let seen = seen.filter_map(|d| Some((d.id, first_seen(d)?))).collect();
        let shop = order.shop.as_ref().map(|shop| shop.id.as_str());
        Kept {
            seen,
            dropped_at: self.dropped.get(&id).copied(),
            strays: self.strays.remove(&id).unwrap_or_default(),
            paid_by_word: self.paid.remove(&id).unwrap_or_default(),
            named: shop.and_then(|shop| self.named.get(shop)).cloned().unwrap_or_default(),
            is_gone: self.gone.contains(&id),
            on_invoice: BTreeMap::new(),
            captured_seen: BTreeMap::new(),
            paid_seen: BTreeMap::new(),
        }
    }
}

/// Returns what is kept of one order.
pub(super) fn of_one(connection: &Connection, order: &Order) -> Result<Kept> {
    let id = order.uni.id;
    let mut kept = Kept::default();
    for document in order.documents.iter().chain(&order.drafts) {
        if let Some(at) = documents::first_seen_of(connection, document)? {
            kept.seen.insert(document.id, at);
        }
    }
    let dropped: Option<String> = connection
        .prepare_cached("SELECT at FROM dropped WHERE order_id = ?1")
        .and_then(|mut query| query.query_row([id.0], |row| row.get(0)).optional())
        .map_err(failure)?;
    kept.dropped_at = dropped.as_deref().map(timestamp).transpose()?;
    let itself = Range { first: id, last: id };
    kept.strays = documents::strays_by_order(connection, itself)?.remove(&id).unwrap_or_default();
    read_rows(connection, PAID, itself.ends(), |row| {
        let (_, document, minor) = paid_row(row)?;
        kept.paid_by_word.insert(document, minor);
        Ok(())
    })?;
    if let Some(shop) = &order.shop {
        let named = "SELECT reference FROM shop_payment WHERE shop_id = ?1 ORDER BY reference";
        read_rows(connection, named, [&shop.id], |row| {
            kept.named.push(row.get(0).map_err(failure)?);
            Ok(())
        })?;
    }
    read_rows(connection, "SELECT order_id FROM gone WHERE order_id = ?1", [id.0], |_| {
        kept.is_gone = true;
        Ok(())
    })?;
    Ok(kept)
}

/// What of a store knows a payment by its reference alone.
pub trait Payments: Send + Sync {
    /// Returns a payment as last read, by its provider's reference.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn payment(&self, reference: &str) -> Result<Option<Payment>>;
}

impl Payments for DbStore {
    fn payment(&self, reference: &str) -> Result<Option<Payment>> {
        self.look(|connection| payment(connection, reference))
    }
}

/// Returns the payments of an order beside the one that its shop order names, as last read.
pub(super) fn earlier(connection: &Connection, case: &Case) -> Result<Vec<Payment>> {
    let sent_to = case.intents.iter().filter(|intent| intent.act.operation().moves_money());
    let sent_to = sent_to.map(|intent| payment_in(&intent.target).to_owned());
    let beside = case.ties.also.iter().filter_map(|shop| shop.payment_reference.clone());
    let named = case.kept.named.iter().cloned();
    let mut references: Vec<String> = named.chain(beside).chain(sent_to).collect();
    references.sort();
    references.dedup();
    let now = case.order.payment.as_ref().map(|payment| payment.reference.as_str());
    references.retain(|reference| Some(reference.as_str()) != now);
    let mut earlier = Vec::new();
    for reference in references {
        earlier.extend(payment(connection, &reference)?);
    }
    Ok(earlier)
}

/// Returns a payment as last read.
fn payment(connection: &Connection, reference: &str) -> Result<Option<Payment>> {
    let fact: Option<String> = connection
        .prepare_cached("SELECT fact FROM payment WHERE reference = ?1")
        .and_then(|mut query| query.query_row([reference], |row| row.get(0)).optional())
        .map_err(failure)?;
    fact.as_deref().map(parse).transpose()
}

/// Reads what was first seen of an order's money: captures of which its provider lists nothing, and what Uni showed as paid.
pub(super) fn sights(connection: &Connection, case: &mut Case) -> Result<()> {
    case.kept.captured_seen = captured_seen(connection, case)?;
    let is_note = |document: &Document| matches!(document.kind, DocumentKind::CreditNote { .. });
    if case.order.documents.iter().any(is_note) {
        for invoice in case.order.documents.iter().filter(|d| d.kind == DocumentKind::Invoice) {
            let seen = "SELECT minor, at FROM paid_seen WHERE document_id = ?1 ORDER BY minor";
            read_rows(connection, seen, [invoice.id.0], |row| {
                let sights = case.kept.paid_seen.entry(invoice.id).or_default();
                sights.push(sight(row)?);
                Ok(())
            })?;
        }
    }
    Ok(())
}

fn sight(row: &Row<'_>) -> Result<Sight> {
    let at = timestamp(&row.get::<_, String>(1).map_err(failure)?)?;
    Ok(Sight { minor: row.get(0).map_err(failure)?, at })
}

/// Returns when which captured sum was first seen on the payments of an order whose provider does not list its captures.
fn captured_seen(connection: &Connection, case: &Case) -> Result<BTreeMap<String, Vec<Sight>>> {
    let mut seen: BTreeMap<String, Vec<Sight>> = BTreeMap::new();
    for payment in case.payments().filter(|payment| payment.has_unlisted_captures()) {
        let query = "SELECT minor, at FROM captured_seen WHERE reference = ?1 ORDER BY minor";
        read_rows(connection, query, [&payment.reference], |row| {
            seen.entry(payment.reference.clone()).or_default().push(sight(row)?);
            Ok(())
        })?;
    }
    Ok(seen)
}

fn paid_row(row: &Row<'_>) -> Result<(OrderId, DocumentId, i64)> {
    let order = OrderId(row.get(0).map_err(failure)?);
    let document = DocumentId(row.get(1).map_err(failure)?);
    Ok((order, document, row.get(2).map_err(failure)?))
}
