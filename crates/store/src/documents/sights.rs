//! First sights of documents: of a draft, of a final one, of a credit note, and of what Uni showed as paid.
//!
//! A moment that was noted once is never replaced.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use uniac_core::order::{Document, DocumentId, DocumentKind};
use uniac_system::error::Result;

use super::shares;
use crate::db::{Connection, OptionalExtension, failure, params, read_by_keys, read_rows};
use crate::range::Range;
use crate::text::timestamp;

/// Notes when something was first seen of documents, of those of which it is not noted yet.
pub(crate) fn note(
    transaction: &Connection,
    table: &str,
    documents: &[DocumentId],
    now: Timestamp,
) -> Result<()> {
    let ids: Vec<i64> = documents.iter().map(|document| document.0).collect();
    let mut noted = BTreeSet::new();
    let known = format!("SELECT id FROM {table} WHERE id IN (KEYS)");
    read_by_keys(transaction, &known, &ids, |row| {
        noted.insert(row.get::<_, i64>(0).map_err(failure)?);
        Ok(())
    })?;
    for id in ids.into_iter().filter(|id| !noted.contains(id)) {
        transaction
            .prepare_cached(&format!(
                "INSERT INTO {table} (id, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING"
            ))
            .and_then(|mut insert| insert.execute(params![id, now.to_string()]))
            .map_err(failure)?;
    }
    Ok(())
}

/// Notes what Uni shows as paid on invoices of one order, as far as no credit note of it is known.
pub(crate) fn note_paid(
    transaction: &Connection,
    invoices: &[DocumentId],
    begun: Timestamp,
) -> Result<()> {
    let is_note = |d: &Document| matches!(d.kind, DocumentKind::CreditNote { .. });
    for ((invoice, _), beside) in shares::beside(transaction, invoices)? {
        let paid = beside.iter().find(|d| d.id == invoice).and_then(paid_of_whole);
        let Some(minor) = paid.filter(|_| !beside.iter().any(is_note)) else { continue };
        transaction
            .prepare_cached(
                "INSERT INTO paid_seen (document_id, minor, at) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING",
            )
            .and_then(|mut insert| insert.execute(params![invoice.0, minor, begun.to_string()]))
            .map_err(failure)?;
    }
    Ok(())
}

/// Returns what Uni shows as paid on an invoice, if it is one order's alone and something is.
fn paid_of_whole(document: &Document) -> Option<i64> {
    let is_invoice = document.kind == DocumentKind::Invoice && !document.is_draft;
    let whole = document.whole_minor.filter(|whole| is_invoice && *whole == document.amount_minor);
    whole.map(|whole| whole - document.unpaid_minor).filter(|paid| *paid > 0)
}

/// What is noted of a document's first sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// When it was first seen as a draft.
    Draft,
    /// When it was first seen as a credit note.
    Note,
}

/// Returns which first sight of a document matters.
pub(crate) fn first_seen_in(document: &Document) -> Option<Sight> {
    match (document.is_draft, document.kind) {
        (true, _) => Some(Sight::Draft),
        (false, DocumentKind::CreditNote { .. }) => Some(Sight::Note),
        (false, DocumentKind::Invoice | DocumentKind::Unknown) => None,
    }
}

/// Returns when the documents of orders were first seen, as one of the tables tells it.
pub(crate) fn first_seen(
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
pub(crate) fn first_seen_of(
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
