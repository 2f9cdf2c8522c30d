//! Invoices and credit notes in the store: their shares by order, when each was first seen, and stray credit notes.
//!
//! Every writing function runs inside a transaction that its caller commits. A document that is not final must never get
//! an era: what it will be is not known yet.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use uniac_core::facts::Stage;
use uniac_core::order::{Document, DocumentId, DocumentKind, OrderId, Stray};
use uniac_system::error::Result;

use super::cases::{parse, timestamp};
use super::failure::failure;
use super::rows::{fact, read_settings, write_document};
use super::{CreditWord, DocumentPage, SeenDocument};

/// So much may Uni's clock be behind ours. What was made shortly before the activation was seen by its own read.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(2);

/// Keeps a page of documents in place of what was kept of them.
pub(super) fn put(transaction: &Connection, page: &DocumentPage, now: Timestamp) -> Result<()> {
    let activation = read_settings(transaction)?.activation;
    for seen in &page.seen {
        for forget in ["DELETE FROM document WHERE id = ?1", "DELETE FROM stray WHERE id = ?1"] {
            transaction
                .prepare_cached(forget)
                .and_then(|mut delete| delete.execute([seen.id.0]))
                .map_err(failure)?;
        }
        match seen.stage {
            Stage::Draft => note(transaction, "draft_seen", seen.id, now)?,
            Stage::Final => note_final(transaction, seen, activation, now)?,
            Stage::Deleted => {}
        }
    }
    let words = credit_words(transaction)?;
    let placed = |note: &Document| words.get(&note.id).copied();
    for share in &page.shares {
        let word = placed(share).filter(|word| word.order == share.order);
        let share =
            word.map_or_else(|| share.clone(), |word| share.placed(word.order, word.invoice));
        write_document(transaction, &share)?;
    }
    for stray in &page.strays {
        match placed(&stray.note) {
            Some(word) => {
                write_document(transaction, &stray.note.placed(word.order, word.invoice))?;
            }
            None => write_stray(transaction, stray)?,
        }
    }
    Ok(())
}

/// Notes when something was first seen of a document.
fn note(transaction: &Connection, table: &str, id: DocumentId, now: Timestamp) -> Result<()> {
    transaction
        .prepare_cached(&format!("INSERT OR IGNORE INTO {table} (id, at) VALUES (?1, ?2)"))
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
        transaction
            .prepare_cached(
                "INSERT OR IGNORE INTO paid_seen (document_id, minor, at)
                 SELECT d.id, json_extract(d.fact, '$.whole_minor')
                     - json_extract(d.fact, '$.unpaid_minor'), ?2
                 FROM document d
                 WHERE d.id = ?1 AND json_extract(d.fact, '$.kind') = 'invoice'
                     AND json_extract(d.fact, '$.is_draft') IS NULL
                     AND json_extract(d.fact, '$.whole_minor') = json_extract(d.fact, '$.amount_minor')
                     AND json_extract(d.fact, '$.whole_minor')
                         > json_extract(d.fact, '$.unpaid_minor')
                     AND NOT EXISTS (SELECT 1 FROM document n WHERE n.order_id = d.order_id
                         AND json_type(n.fact, '$.kind') = 'object')",
            )
            .and_then(|mut insert| insert.execute(params![invoice.0, begun.to_string()]))
            .map_err(failure)?;
    }
    Ok(())
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
        .prepare_cached("INSERT OR IGNORE INTO era (document_id, era, at) VALUES (?1, ?2, ?3)")
        .and_then(|mut insert| insert.execute(params![seen.id.0, era, now.to_string()]))
        .map_err(failure)?;
    Ok(())
}

fn write_stray(transaction: &Connection, stray: &Stray) -> Result<()> {
    transaction
        .prepare_cached("INSERT OR REPLACE INTO stray (id, fact) VALUES (?1, ?2)")
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
    transaction.execute("DELETE FROM stray_order", []).map_err(failure)?;
    for (note, order) in candidates {
        transaction
            .execute("INSERT INTO stray_order (id, order_id) VALUES (?1, ?2)", [note.0, order.0])
            .map_err(failure)?;
    }
    Ok(())
}

/// Returns the stray notes that may belong to an order, or those of all orders.
pub(super) fn strays_by_order(
    connection: &Connection,
    order: Option<OrderId>,
) -> Result<BTreeMap<OrderId, Vec<Document>>> {
    let mut query = connection
        .prepare_cached(
            "SELECT o.order_id, s.fact FROM stray_order o JOIN stray s ON s.id = o.id
             WHERE ?1 IS NULL OR o.order_id = ?1 ORDER BY o.order_id, s.id",
        )
        .map_err(failure)?;
    let mut rows = query.query([order.map(|order| order.0)]).map_err(failure)?;
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
            "INSERT OR REPLACE INTO credit_word (id, order_id, document_id, by, reason, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
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
    rows.collect::<rusqlite::Result<_>>().map_err(failure)
}

/// Returns when credit notes and drafts were first seen.
pub(super) fn first_seen(connection: &Connection) -> Result<BTreeMap<DocumentId, Timestamp>> {
    let mut query = connection
        .prepare_cached("SELECT id, at FROM draft_seen UNION ALL SELECT id, at FROM note_seen")
        .map_err(failure)?;
    let mut rows = query.query([]).map_err(failure)?;
    let mut seen = BTreeMap::new();
    while let Some(row) = rows.next().map_err(failure)? {
        let at: String = row.get(1).map_err(failure)?;
        seen.insert(DocumentId(row.get(0).map_err(failure)?), timestamp(&at)?);
    }
    Ok(seen)
}

/// Returns when one document was first seen, as a draft or as a credit note.
pub(super) fn first_seen_of(
    connection: &Connection,
    document: &Document,
) -> Result<Option<Timestamp>> {
    let table = match (document.is_draft, document.kind) {
        (true, _) => "draft_seen",
        (false, DocumentKind::CreditNote { .. }) => "note_seen",
        (false, DocumentKind::Invoice | DocumentKind::Unknown) => return Ok(None),
    };
    let at: Option<String> = connection
        .prepare_cached(&format!("SELECT at FROM {table} WHERE id = ?1"))
        .and_then(|mut query| query.query_row([document.id.0], |row| row.get(0)).optional())
        .map_err(failure)?;
    at.as_deref().map(timestamp).transpose()
}
