//! What is kept of an order beside today's facts: first sights, strays and persons' words.
//!
//! Only reads. It is read for a page of orders at once, or for one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;

use uniac_core::order::{Document, DocumentId, Order, OrderId};
use uniac_core::purchase::Kept;
use uniac_system::error::Result;

use crate::db::{Connection, OptionalExtension, Row, failure, read_rows};
use crate::documents::{sights, strays};
use crate::range::Range;
use crate::text::timestamp;

/// What is kept of several orders.
#[derive(Default)]
pub(crate) struct OfAll {
    drafts_seen: BTreeMap<DocumentId, Timestamp>,
    notes_seen: BTreeMap<DocumentId, Timestamp>,
    dropped: HashMap<OrderId, Timestamp>,
    strays: BTreeMap<OrderId, Vec<Document>>,
    paid: HashMap<OrderId, BTreeMap<DocumentId, i64>>,
    named: BTreeMap<OrderId, BTreeMap<String, Vec<String>>>,
    gone: BTreeSet<OrderId>,
}

const PAID: &str = "SELECT order_id, document_id, cast(sum(minor) AS bigint) FROM paid_word
    WHERE order_id BETWEEN ?1 AND ?2 GROUP BY order_id, document_id";

/// The payments that the shop orders of an order name, or have named.
const NAMED: &str = "SELECT DISTINCT o.order_id, o.shop_id, p.reference FROM order_of_shop o
    JOIN shop_payment p ON p.shop_id = o.shop_id WHERE o.order_id BETWEEN ?1 AND ?2
    ORDER BY o.order_id, o.shop_id, p.reference";

impl OfAll {
    /// Reads it of these orders.
    pub(crate) fn read(connection: &Connection, between: Range) -> Result<OfAll> {
        let mut of_all = OfAll {
            drafts_seen: sights::first_seen(connection, "draft_seen", between)?,
            notes_seen: sights::first_seen(connection, "note_seen", between)?,
            strays: strays::by_order(connection, between)?,
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
        read_rows(connection, NAMED, between.ends(), |row| {
            let order = OrderId(row.get(0).map_err(failure)?);
            let by_shop = of_all.named.entry(order).or_default();
            add_named(by_shop, row)
        })?;
        let gone = "SELECT order_id FROM gone WHERE order_id BETWEEN ?1 AND ?2";
        read_rows(connection, gone, between.ends(), |row| {
            of_all.gone.insert(OrderId(row.get(0).map_err(failure)?));
            Ok(())
        })?;
        Ok(of_all)
    }

    /// Hands over what is kept of one order.
    pub(crate) fn of(&mut self, order: &Order) -> Kept {
        let id = order.uni.id;
        let first_seen = |document: &Document| match sights::first_seen_in(document)? {
            sights::Sight::Draft => self.drafts_seen.get(&document.id).copied(),
            sights::Sight::Note => self.notes_seen.get(&document.id).copied(),
        };
        let seen = order.documents.iter().chain(&order.drafts);
        let seen = seen.filter_map(|d| Some((d.id, first_seen(d)?))).collect();
        Kept {
            seen,
            dropped_at: self.dropped.get(&id).copied(),
            strays: self.strays.remove(&id).unwrap_or_default(),
            paid_by_word: self.paid.remove(&id).unwrap_or_default(),
            named: self.named.remove(&id).unwrap_or_default(),
            is_gone: self.gone.contains(&id),
            on_invoice: BTreeMap::new(),
            captured_seen: BTreeMap::new(),
            paid_seen: BTreeMap::new(),
        }
    }
}

/// Returns what is kept of one order.
pub(crate) fn of_one(connection: &Connection, order: &Order) -> Result<Kept> {
    let id = order.uni.id;
    let mut kept = Kept::default();
    for document in order.documents.iter().chain(&order.drafts) {
        if let Some(at) = sights::first_seen_of(connection, document)? {
            kept.seen.insert(document.id, at);
        }
    }
    let dropped: Option<String> = connection
        .prepare_cached("SELECT at FROM dropped WHERE order_id = ?1")
        .and_then(|mut query| query.query_row([id.0], |row| row.get(0)).optional())
        .map_err(failure)?;
    kept.dropped_at = dropped.as_deref().map(timestamp).transpose()?;
    let itself = Range { first: id, last: id };
    kept.strays = strays::by_order(connection, itself)?.remove(&id).unwrap_or_default();
    read_rows(connection, PAID, itself.ends(), |row| {
        let (_, document, minor) = paid_row(row)?;
        kept.paid_by_word.insert(document, minor);
        Ok(())
    })?;
    read_rows(connection, NAMED, itself.ends(), |row| add_named(&mut kept.named, row))?;
    read_rows(connection, "SELECT order_id FROM gone WHERE order_id = ?1", [id.0], |_| {
        kept.is_gone = true;
        Ok(())
    })?;
    Ok(kept)
}

fn add_named(by_shop: &mut BTreeMap<String, Vec<String>>, row: &Row<'_>) -> Result<()> {
    let shop = row.get(1).map_err(failure)?;
    by_shop.entry(shop).or_default().push(row.get(2).map_err(failure)?);
    Ok(())
}

fn paid_row(row: &Row<'_>) -> Result<(OrderId, DocumentId, i64)> {
    let order = OrderId(row.get(0).map_err(failure)?);
    let document = DocumentId(row.get(1).map_err(failure)?);
    Ok((order, document, row.get(2).map_err(failure)?))
}
