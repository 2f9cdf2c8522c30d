//! Reading the store: one order, or all of them in one pass, with all that the rules look at.
//!
//! Only reads. A row that cannot be understood stops the command; it must never be skipped, for the
//! order it belongs to would then look settled.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::de::DeserializeOwned;

use uniac_core::act::{Act, Intent, IntentId, Outcome, OutcomeKind, Retry, Told};
use uniac_core::money::Money;
use uniac_core::order::{Document, DocumentId, Order, OrderId, ShopOrder, UniOrder};
use uniac_core::purchase::{Case, Skip};
use uniac_core::settings::{Era, Hold};
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::collective;
use super::db::{Connection, DbResult, OptionalExtension, Params, Row, failure, params};
use super::kept::{self, OfAll};
use super::skips;
use super::ties::{self, Known};
use super::{SeenHooks, Watermark};

const ORDERS: &str = "
    SELECT u.id, u.fact, s.fact, p.fact, n.at FROM uni_order u
    LEFT JOIN shop_order s ON s.id = coalesce(
        u.shop_id, (SELECT x.id FROM shop_order x WHERE x.created_from = u.id LIMIT 1))
    LEFT JOIN payment p ON p.reference = s.payment_reference
    LEFT JOIN payment_not_found n ON n.reference = s.payment_reference";

pub(super) const INTENTS: &str = "
    SELECT i.id, i.order_id, i.document_id, i.act, i.ordinal, i.minor, i.currency, i.key, i.target,
           i.body, i.at, o.kind, o.code, o.receipt, o.passing, o.at, o.told_by, o.reason
    FROM intent i
    LEFT JOIN outcome o ON o.id = (SELECT max(id) FROM outcome WHERE intent_id = i.id)";

/// Parses a moment that this program wrote.
pub(super) fn timestamp(text: &str) -> Result<Timestamp> {
    text.parse().map_err(|_| damaged("moment"))
}

pub(super) fn damaged(what: &str) -> Error {
    Error::failed("store-damaged", t!("store-odd", what = what)).hint(t!("store-odd-hint"))
}

pub(super) fn parse<T: DeserializeOwned>(json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|_| damaged("fact"))
}

/// Everything that is kept beside the facts of an order, by order.
struct ByOrder {
    documents: HashMap<OrderId, Vec<Document>>,
    intents: HashMap<OrderId, Vec<Intent>>,
    eras: HashMap<DocumentId, Era>,
    holds: HashMap<OrderId, Hold>,
    skips: HashMap<OrderId, Vec<Skip>>,
}

/// So many orders are read at once: memory holds no more of them.
const PAGE: i64 = 1000;

/// Among so many times as many others, orders are read one by one.
const SPARSE: usize = 4;

/// Orders that are read at once: those with ids from the first to the last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    pub first: OrderId,
    pub last: OrderId,
}

impl Range {
    /// Returns the ends as they are bound.
    pub fn ends(self) -> [i64; 2] {
        [self.first.0, self.last.0]
    }
}

/// Hands over every order, page by page.
pub(super) fn all(connection: &Connection, each: &mut dyn FnMut(Case) -> Result<()>) -> Result<()> {
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
pub(super) fn some(
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
        let eras = documents
            .iter()
            .filter_map(|document| Some((document.id, *by_order.eras.get(&document.id)?)))
            .collect();
        let order = order(&row, documents)?;
        let ties = known.of(connection, &order)?;
        let mut kept = of_all.of(&order);
        kept.on_invoice = collective::of(connection, &order)?;
        let mut case = Case {
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
        case.earlier = kept::earlier(connection, &case)?;
        kept::sights(connection, &mut case)?;
        each(case)?;
    }
    Ok(())
}

/// Returns one order with those that it is tied to.
pub(super) fn one(connection: &Connection, id: OrderId) -> Result<Option<Case>> {
    read_one(connection, id, false)
}

/// Returns one order without those that it is tied to.
pub(super) fn one_alone(connection: &Connection, id: OrderId) -> Result<Option<Case>> {
    read_one(connection, id, true)
}

fn read_one(connection: &Connection, id: OrderId, alone: bool) -> Result<Option<Case>> {
    let mut query =
        connection.prepare_cached(&format!("{ORDERS} WHERE u.id = ?1")).map_err(failure)?;
    let mut rows = query.query([id.0]).map_err(failure)?;
    let Some(row) = rows.next().map_err(failure)? else { return Ok(None) };
    let documents = documents(connection, id)?;
    let mut eras = BTreeMap::new();
    for document in &documents {
        if let Some(era) = era(connection, document.id)? {
            eras.insert(document.id, era);
        }
    }
    let order = order(&row, documents)?;
    let ties = ties::of_one(connection, &order, alone)?;
    let mut kept = kept::of_one(connection, &order)?;
    kept.on_invoice = collective::of(connection, &order)?;
    let mut case = Case {
        order,
        intents: intents(connection, id)?,
        eras,
        hold: hold(connection, id)?,
        skips: skips_of(connection, id)?,
        ties,
        earlier: Vec::new(),
        kept,
        chosen: None,
    };
    case.earlier = kept::earlier(connection, &case)?;
    kept::sights(connection, &mut case)?;
    Ok(Some(case))
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

impl ByOrder {
    fn read(connection: &Connection, between: Range) -> Result<ByOrder> {
        let mut by_order = ByOrder {
            documents: HashMap::new(),
            intents: HashMap::new(),
            eras: HashMap::new(),
            holds: HashMap::new(),
            skips: HashMap::new(),
        };
        let of_orders = "WHERE order_id BETWEEN ?1 AND ?2";
        let documents =
            format!("SELECT order_id, fact FROM document {of_orders} ORDER BY order_id, id");
        read_rows(connection, &documents, between.ends(), |row| {
            let order = OrderId(row.get(0).map_err(failure)?);
            let json: String = row.get(1).map_err(failure)?;
            by_order.documents.entry(order).or_default().push(parse(&json)?);
            Ok(())
        })?;
        let intents = format!("{INTENTS} WHERE i.order_id BETWEEN ?1 AND ?2 ORDER BY i.id");
        read_rows(connection, &intents, between.ends(), |row| {
            let intent = intent(row)?;
            by_order.intents.entry(intent.order).or_default().push(intent);
            Ok(())
        })?;
        let eras = "SELECT e.document_id, e.era FROM document d JOIN era e ON e.document_id = d.id
            WHERE d.order_id BETWEEN ?1 AND ?2";
        read_rows(connection, eras, between.ends(), |row| {
            let document = DocumentId(row.get(0).map_err(failure)?);
            by_order.eras.insert(document, parse_era(&row.get::<_, String>(1).map_err(failure)?)?);
            Ok(())
        })?;
        let holds = format!("{HOLDS} AND order_id BETWEEN ?1 AND ?2 ORDER BY id");
        read_rows(connection, &holds, between.ends(), |row| {
            let order = OrderId(row.get(4).map_err(failure)?);
            by_order.holds.insert(order, parse_hold(row)?);
            Ok(())
        })?;
        skips::read(connection, between, |order, skip| {
            by_order.skips.entry(order).or_default().push(skip);
        })?;
        Ok(by_order)
    }
}

fn skips_of(connection: &Connection, order: OrderId) -> Result<Vec<Skip>> {
    let mut skips = Vec::new();
    skips::read(connection, Range { first: order, last: order }, |_, skip| skips.push(skip))?;
    Ok(skips)
}

/// Hands over each row of a query.
pub(super) fn read_rows<P: Params>(
    connection: &Connection,
    query: &str,
    params: P,
    mut each: impl FnMut(&Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut query = connection.prepare_cached(query).map_err(failure)?;
    let mut rows = query.query(params).map_err(failure)?;
    while let Some(row) = rows.next().map_err(failure)? {
        each(&row)?;
    }
    Ok(())
}

pub(super) fn documents(connection: &Connection, order: OrderId) -> Result<Vec<Document>> {
    let mut query = connection
        .prepare_cached("SELECT fact FROM document WHERE order_id = ?1 ORDER BY id")
        .map_err(failure)?;
    let rows = query.query_map([order.0], |row| row.get::<_, String>(0)).map_err(failure)?;
    rows.map(|json| parse(&json.map_err(failure)?)).collect()
}

/// Returns how far a system was read.
pub(super) fn watermark(connection: &Connection, which: Watermark) -> Result<Option<Timestamp>> {
    let text: Option<String> = connection
        .query_row("SELECT at FROM watermark WHERE name = ?1", [which.name()], |row| row.get(0))
        .optional()
        .map_err(failure)?;
    text.map(|text| timestamp(&text)).transpose()
}

/// Returns the order that an order line belongs to.
pub(super) fn order_of_item(connection: &Connection, item: i64) -> Result<Option<OrderId>> {
    connection
        // A line of an order that is not there is damage; who asks looks at Uni then.
        .prepare_cached(
            "SELECT item.order_id FROM order_item item
             JOIN uni_order ON uni_order.id = item.order_id WHERE item.id = ?1",
        )
        .and_then(|mut query| query.query_row([item], |row| row.get(0).map(OrderId)).optional())
        .map_err(failure)
}

/// Returns the orders that a document is known to carry lines of.
pub(super) fn orders_of_document(
    connection: &Connection,
    document: DocumentId,
) -> Result<Vec<OrderId>> {
    let mut query = connection
        .prepare_cached("SELECT order_id FROM document WHERE id = ?1 ORDER BY order_id")
        .map_err(failure)?;
    let orders = query.query_map([document.0], |row| row.get(0).map(OrderId)).map_err(failure)?;
    orders.collect::<DbResult<_>>().map_err(failure)
}

/// Returns what is kept of an order of Uni.
pub(super) fn uni_order(connection: &Connection, id: OrderId) -> Result<Option<UniOrder>> {
    let json: Option<String> = connection
        .prepare_cached("SELECT fact FROM uni_order WHERE id = ?1")
        .and_then(|mut query| query.query_row([id.0], |row| row.get(0)).optional())
        .map_err(failure)?;
    json.as_deref().map(parse).transpose()
}

/// Returns what is kept of an order of the shop.
pub(super) fn shop_order(connection: &Connection, id: &str) -> Result<Option<ShopOrder>> {
    let json: Option<String> = connection
        .prepare_cached("SELECT fact FROM shop_order WHERE id = ?1")
        .and_then(|mut query| query.query_row([id], |row| row.get(0)).optional())
        .map_err(failure)?;
    json.as_deref().map(parse).transpose()
}

fn era(connection: &Connection, document: DocumentId) -> Result<Option<Era>> {
    let name: Option<String> = connection
        .prepare_cached("SELECT era FROM era WHERE document_id = ?1")
        .and_then(|mut query| query.query_row([document.0], |row| row.get(0)).optional())
        .map_err(failure)?;
    name.as_deref().map(parse_era).transpose()
}

fn parse_era(name: &str) -> Result<Era> {
    match name {
        "predates" => Ok(Era::Predates),
        "auto" => Ok(Era::Auto),
        _ => Err(damaged("era")),
    }
}

const HOLDS: &str = "SELECT reason, by, at, until, order_id FROM hold WHERE lifted_at IS NULL";

/// Returns the hold of an order that was not lifted; it may have ended by itself.
pub(super) fn hold(connection: &Connection, order: OrderId) -> Result<Option<Hold>> {
    let mut query = connection
        .prepare_cached(&format!("{HOLDS} AND order_id = ?1 ORDER BY id DESC LIMIT 1"))
        .map_err(failure)?;
    let mut rows = query.query([order.0]).map_err(failure)?;
    rows.next().map_err(failure)?.map(|row| parse_hold(&row)).transpose()
}

fn parse_hold(row: &Row<'_>) -> Result<Hold> {
    let until: Option<String> = row.get(3).map_err(failure)?;
    Ok(Hold {
        reason: row.get(0).map_err(failure)?,
        by: row.get(1).map_err(failure)?,
        at: timestamp(&row.get::<_, String>(2).map_err(failure)?)?,
        until: until.as_deref().map(timestamp).transpose()?,
    })
}

/// Returns what the shop's plug-ins do, as last seen.
pub(super) fn hooks(connection: &Connection) -> Result<Option<SeenHooks>> {
    let row: Option<(String, String)> = connection
        .query_row("SELECT at, fact FROM shop_hooks", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
        .map_err(failure)?;
    row.map(|(at, fact)| Ok(SeenHooks { hooks: parse(&fact)?, at: timestamp(&at)? })).transpose()
}

/// Returns the intents of an order, oldest first.
pub(super) fn intents(connection: &Connection, order: OrderId) -> Result<Vec<Intent>> {
    let mut query = connection
        .prepare_cached(&format!("{INTENTS} WHERE i.order_id = ?1 ORDER BY i.id"))
        .map_err(failure)?;
    let mut rows = query.query(params![order.0]).map_err(failure)?;
    let mut intents = Vec::new();
    while let Some(row) = rows.next().map_err(failure)? {
        intents.push(intent(&row)?);
    }
    Ok(intents)
}

/// Returns the kind of the last outcome of an intent.
pub(super) fn outcome(connection: &Connection, intent: IntentId) -> Result<Option<String>> {
    connection
        .prepare_cached("SELECT kind FROM outcome WHERE intent_id = ?1 ORDER BY id DESC LIMIT 1")
        .and_then(|mut query| query.query_row([intent.0], |row| row.get(0)).optional())
        .map_err(failure)
}

pub(super) fn intent(row: &Row<'_>) -> Result<Intent> {
    let document: i64 = row.get(2).map_err(failure)?;
    let currency: String = row.get(6).map_err(failure)?;
    let currency = currency.parse().map_err(|_| damaged("currency"))?;
    let act: String = row.get(3).map_err(failure)?;
    let kind: Option<String> = row.get(11).map_err(failure)?;
    Ok(Intent {
        id: IntentId(row.get(0).map_err(failure)?),
        order: OrderId(row.get(1).map_err(failure)?),
        document: (document != 0).then_some(DocumentId(document)),
        act: Act::from_name(&act).ok_or_else(|| damaged("act"))?,
        ordinal: row.get(4).map_err(failure)?,
        money: Money::new(row.get(5).map_err(failure)?, currency),
        key: row.get(7).map_err(failure)?,
        target: row.get(8).map_err(failure)?,
        body: row.get(9).map_err(failure)?,
        at: timestamp(&row.get::<_, String>(10).map_err(failure)?)?,
        outcome: kind.map(|kind| parse_outcome(row, &kind)).transpose()?,
    })
}

fn parse_outcome(row: &Row<'_>, kind: &str) -> Result<Outcome> {
    let kind = OutcomeKind::from_name(kind).ok_or_else(|| damaged("outcome"))?;
    Ok(Outcome {
        kind,
        code: row.get(12).map_err(failure)?,
        receipt: row.get(13).map_err(failure)?,
        retry: Retry::from_number(row.get(14).map_err(failure)?)
            .ok_or_else(|| damaged("outcome"))?,
        at: timestamp(&row.get::<_, String>(15).map_err(failure)?)?,
        told: told(row)?,
    })
}

fn told(row: &Row<'_>) -> Result<Option<Told>> {
    let by: Option<String> = row.get(16).map_err(failure)?;
    let reason = row.get(17).map_err(failure)?;
    Ok(by.map(|by| Told { by, reason }))
}
