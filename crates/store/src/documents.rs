//! Invoices and credit notes in the store: their shares by order, when each was first seen, and stray credit notes.
//!
//! Every writing function runs inside a transaction that its caller commits. A document that is not final must never get
//! an era: what it will be is not known yet.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use uniac_core::facts::Stage;
use uniac_core::order::{Document, DocumentId, DocumentKind, OrderId, Stray};
use uniac_system::error::Result;

use super::cases::{Range, orders_of_document, parse, read_rows, timestamp};
use super::db::{Connection, DbResult, OptionalExtension, failure, params};
use super::rows::{fact, read_settings, write_document};
use super::{CreditWord, DocumentPage, SeenDocument};

/// So much may Uni's clock be behind ours. What was made shortly before the activation was seen by its own read.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(2);

/// Keeps a page of documents in place of what was kept of them. What is as it was is not written: it marks no order.
pub(super) fn put(transaction: &Connection, page: &DocumentPage, now: Timestamp) -> Result<()> {
    let activation = read_settings(transaction)?.activation;
    let words = credit_words(transaction)?;
    let mut shares: BTreeMap<DocumentId, Vec<Document>> = BTreeMap::new();
    let mut strays: BTreeMap<DocumentId, &Stray> = BTreeMap::new();
    for share in &page.shares {
        let word = words.get(&share.id).filter(|word| word.order == share.order);
        let share =
            word.map_or_else(|| share.clone(), |word| share.placed(word.order, word.invoice));
        shares.entry(share.id).or_default().push(share);
    }
    for stray in &page.strays {
        match words.get(&stray.note.id) {
            Some(word) => {
                let share = stray.note.placed(word.order, word.invoice);
                shares.entry(share.id).or_default().push(share);
            }
            None => _ = strays.insert(stray.note.id, stray),
        }
    }
    for seen in &page.seen {
        match seen.stage {
            Stage::Draft => note(transaction, "draft_seen", seen.id, now)?,
            Stage::Final => note_final(transaction, seen, activation, now)?,
            Stage::Deleted => {}
        }
        forget_others(transaction, seen.id, shares.get(&seen.id).map_or(&[][..], Vec::as_slice))?;
        if !strays.contains_key(&seen.id) {
            transaction
                .prepare_cached("DELETE FROM stray WHERE id = ?1")
                .and_then(|mut delete| delete.execute([seen.id.0]))
                .map_err(failure)?;
        }
    }
    shares.values().flatten().try_for_each(|share| write_document(transaction, share))?;
    strays.values().try_for_each(|stray| write_stray(transaction, stray))
}

/// Forgets the shares of a document of orders that have none in it any more.
fn forget_others(transaction: &Connection, id: DocumentId, shares: &[Document]) -> Result<()> {
    for order in orders_of_document(transaction, id)? {
        if shares.iter().any(|share| share.order == order) {
            continue;
        }
        transaction
            .prepare_cached("DELETE FROM document WHERE order_id = ?1 AND id = ?2")
            .and_then(|mut delete| delete.execute([order.0, id.0]))
            .map_err(failure)?;
    }
    Ok(())
}

/// Notes when something was first seen of a document.
fn note(transaction: &Connection, table: &str, id: DocumentId, now: Timestamp) -> Result<()> {
    transaction
        .prepare_cached(&format!(
            "INSERT INTO {table} (id, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING"
        ))
        .and_then(|mut insert| insert.execute(params![id.0, now.to_string()]))
        .map_err(failure)?;
    Ok(())
}

/// Notes what Uni shows as paid on invoices of one order, as far as no credit note of it is known.
pub(super) fn note_paid(
    transaction: &Connection,
    invoices: &[DocumentId],
    begun: Timestamp,
) -> Result<()> {
    for invoice in invoices {
        for order in orders_of_document(transaction, *invoice)? {
            let beside = super::cases::documents(transaction, order)?;
            let paid = beside.iter().find(|d| d.id == *invoice).and_then(paid_of_whole);
            let is_note = |d: &Document| matches!(d.kind, DocumentKind::CreditNote { .. });
            let Some(minor) = paid.filter(|_| !beside.iter().any(is_note)) else { continue };
            transaction
                .prepare_cached(
                    "INSERT INTO paid_seen (document_id, minor, at) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO NOTHING",
                )
                .and_then(|mut insert| insert.execute(params![invoice.0, minor, begun.to_string()]))
                .map_err(failure)?;
        }
    }
    Ok(())
}

/// Returns what Uni shows as paid on an invoice, if it is one order's alone and something is.
fn paid_of_whole(document: &Document) -> Option<i64> {
    let is_invoice = document.kind == DocumentKind::Invoice && !document.is_draft;
    let whole = document.whole_minor.filter(|whole| is_invoice && *whole == document.amount_minor);
    whole.map(|whole| whole - document.unpaid_minor).filter(|paid| *paid > 0)
}

/// Notes that a final document was seen, and stamps it while auto-capture is active: what Uni made before the activation
/// predates it, unless it was still a draft then.
fn note_final(
    transaction: &Connection,
    seen: &SeenDocument,
    activation: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    note(transaction, "document_seen", seen.id, now)?;
    if seen.is_note {
        note(transaction, "note_seen", seen.id, now)?;
    }
    let Some(activation) = activation else { return Ok(()) };
    let was_draft = || -> Result<bool> {
        let found: Option<i64> = transaction
            .prepare_cached("SELECT id FROM draft_seen WHERE id = ?1")
            .and_then(|mut query| query.query_row([seen.id.0], |row| row.get(0)).optional())
            .map_err(failure)?;
        Ok(found.is_some())
    };
    // Uni's moments are whole seconds of a clock of its own.
    let is_older =
        seen.created_at.is_some_and(|created| activation.duration_since(created) > CLOCKS_DIFFER);
    let era = if is_older && !was_draft()? { "predates" } else { "auto" };
    transaction
        .prepare_cached(
            "INSERT INTO era (document_id, era, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )
        .and_then(|mut insert| insert.execute(params![seen.id.0, era, now.to_string()]))
        .map_err(failure)?;
    Ok(())
}

fn write_stray(transaction: &Connection, stray: &Stray) -> Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO stray (id, fact) VALUES (?1, ?2)
             ON CONFLICT (id) DO UPDATE SET fact = excluded.fact
             WHERE stray.fact IS DISTINCT FROM excluded.fact",
        )
        .map_err(failure)?
        .execute(params![stray.note.id.0, fact(stray)?])
        .map_err(failure)?;
    Ok(())
}

/// Returns the credit notes of which nothing tells the order.
pub(super) fn strays(connection: &Connection) -> Result<Vec<Stray>> {
    let mut query =
        connection.prepare_cached("SELECT fact FROM stray ORDER BY id").map_err(failure)?;
    let rows = query.query_map([], |row| row.get::<_, String>(0)).map_err(failure)?;
    rows.map(|json| parse(&json.map_err(failure)?)).collect()
}

/// Returns the orders that a stray note of a number may belong to.
pub(super) fn candidates(connection: &Connection, number: &str) -> Result<Vec<OrderId>> {
    let mut orders = BTreeSet::new();
    let named = strays(connection)?.into_iter().filter(|stray| stray.note.number == number);
    for stray in named {
        let of_note = "SELECT order_id FROM stray_order WHERE id = ?1";
        read_rows(connection, of_note, [stray.note.id.0], |row| {
            orders.insert(OrderId(row.get(0).map_err(failure)?));
            Ok(())
        })?;
    }
    Ok(orders.into_iter().collect())
}

/// Makes a stray note shares of orders.
pub(super) fn place(transaction: &Connection, note: DocumentId, shares: &[Document]) -> Result<()> {
    transaction.execute("DELETE FROM stray WHERE id = ?1", [note.0]).map_err(failure)?;
    transaction.execute("DELETE FROM stray_order WHERE id = ?1", [note.0]).map_err(failure)?;
    shares.iter().try_for_each(|share| write_document(transaction, share))
}

/// Keeps which orders stray notes may belong to, in place of what was kept.
pub(super) fn put_candidates(
    transaction: &Connection,
    candidates: &[(DocumentId, OrderId)],
) -> Result<()> {
    let mut known = BTreeSet::new();
    read_rows(transaction, "SELECT id, order_id FROM stray_order", [], |row| {
        let note = DocumentId(row.get(0).map_err(failure)?);
        known.insert((note, OrderId(row.get(1).map_err(failure)?)));
        Ok(())
    })?;
    if known == candidates.iter().copied().collect() {
        return Ok(());
    }
    transaction.execute("DELETE FROM stray_order", []).map_err(failure)?;
    for (note, order) in candidates {
        transaction
            .execute("INSERT INTO stray_order (id, order_id) VALUES (?1, ?2)", [note.0, order.0])
            .map_err(failure)?;
    }
    Ok(())
}

/// Returns the stray notes that may belong to orders.
pub(super) fn strays_by_order(
    connection: &Connection,
    between: Range,
) -> Result<BTreeMap<OrderId, Vec<Document>>> {
    let mut query = connection
        .prepare_cached(
            "SELECT o.order_id, s.fact FROM stray_order o JOIN stray s ON s.id = o.id
             WHERE o.order_id BETWEEN ?1 AND ?2 ORDER BY o.order_id, s.id",
        )
        .map_err(failure)?;
    let mut rows = query.query(between.ends()).map_err(failure)?;
    let mut strays: BTreeMap<OrderId, Vec<Document>> = BTreeMap::new();
    while let Some(row) = rows.next().map_err(failure)? {
        let stray: Stray = parse(&row.get::<_, String>(1).map_err(failure)?)?;
        let order = OrderId(row.get(0).map_err(failure)?);
        strays.entry(order).or_default().push(stray.note);
    }
    Ok(strays)
}

/// Keeps a person's word on where a credit note belongs, and places it there.
pub(super) fn say_credit(transaction: &Connection, word: &CreditWord) -> Result<()> {
    transaction
        .execute(
            "INSERT INTO credit_word (id, order_id, document_id, by, reason, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET order_id = excluded.order_id,
                 document_id = excluded.document_id, by = excluded.by,
                 reason = excluded.reason, at = excluded.at",
            params![
                word.note.0,
                word.order.0,
                word.invoice.0,
                word.by,
                word.reason,
                word.at.to_string()
            ],
        )
        .map_err(failure)?;
    let placed = |note: &Document| note.placed(word.order, word.invoice);
    let stray = strays(transaction)?.into_iter().find(|stray| stray.note.id == word.note);
    if let Some(stray) = stray {
        return place(transaction, word.note, &[placed(&stray.note)]);
    }
    let json: Option<String> = transaction
        .query_row(
            "SELECT fact FROM document WHERE id = ?1 AND order_id = ?2",
            [word.note.0, word.order.0],
            |row| row.get(0),
        )
        .optional()
        .map_err(failure)?;
    match json {
        Some(json) => write_document(transaction, &placed(&parse(&json)?)),
        None => Ok(()),
    }
}

/// Where a person has placed a credit note.
#[derive(Debug, Clone, Copy)]
struct Placed {
    order: OrderId,
    invoice: DocumentId,
}

fn credit_words(connection: &Connection) -> Result<BTreeMap<DocumentId, Placed>> {
    let mut query = connection
        .prepare_cached("SELECT id, order_id, document_id FROM credit_word")
        .map_err(failure)?;
    let rows = query
        .query_map([], |row| {
            let placed = Placed { order: OrderId(row.get(1)?), invoice: DocumentId(row.get(2)?) };
            Ok((DocumentId(row.get(0)?), placed))
        })
        .map_err(failure)?;
    rows.collect::<DbResult<_>>().map_err(failure)
}

/// What is noted of a document's first sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// When it was first seen as a draft.
    Draft,
    /// When it was first seen as a credit note.
    Note,
}

/// Returns which first sight of a document matters.
pub(super) fn first_seen_in(document: &Document) -> Option<Sight> {
    match (document.is_draft, document.kind) {
        (true, _) => Some(Sight::Draft),
        (false, DocumentKind::CreditNote { .. }) => Some(Sight::Note),
        (false, DocumentKind::Invoice | DocumentKind::Unknown) => None,
    }
}

/// Returns when the documents of orders were first seen, as one of the tables tells it.
pub(super) fn first_seen(
    connection: &Connection,
    table: &str,
    between: Range,
) -> Result<BTreeMap<DocumentId, Timestamp>> {
    let mut seen = BTreeMap::new();
    let sights = format!(
        "SELECT n.id, n.at FROM document d JOIN {table} n ON n.id = d.id
         WHERE d.order_id BETWEEN ?1 AND ?2"
    );
    read_rows(connection, &sights, between.ends(), |row| {
        let at: String = row.get(1).map_err(failure)?;
        seen.insert(DocumentId(row.get(0).map_err(failure)?), timestamp(&at)?);
        Ok(())
    })?;
    Ok(seen)
}

/// Returns when one document was first seen, as a draft or as a credit note.
pub(super) fn first_seen_of(
    connection: &Connection,
    document: &Document,
) -> Result<Option<Timestamp>> {
    let table = match first_seen_in(document) {
        Some(Sight::Draft) => "draft_seen",
        Some(Sight::Note) => "note_seen",
        None => return Ok(None),
    };
    let at: Option<String> = connection
        .prepare_cached(&format!("SELECT at FROM {table} WHERE id = ?1"))
        .and_then(|mut query| query.query_row([document.id.0], |row| row.get(0)).optional())
        .map_err(failure)?;
    at.as_deref().map(timestamp).transpose()
}
