//! Whether a document predates the activation. The stamp is given once, and for good.
//!
//! A document that is not final must never get one: what it will be is not known yet.

use std::collections::{BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};

use uniac_core::order::DocumentId;
use uniac_core::settings::Era;
use uniac_system::error::Result;

use crate::db::{Connection, OptionalExtension, failure, params, read_by_keys, read_rows};
use crate::failure::damaged;
use crate::range::Range;

/// So much may Uni's clock be behind ours. What was made shortly before the activation was seen by its own read.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(2);

/// Stamps a final document that is seen while auto-capture is active: what Uni made before the activation predates it,
/// unless it was still a draft then.
pub(crate) fn stamp(
    transaction: &Connection,
    document: DocumentId,
    created_at: Option<Timestamp>,
    activation: Timestamp,
    now: Timestamp,
) -> Result<()> {
    // Uni's moments are whole seconds of a clock of its own.
    let is_older =
        created_at.is_some_and(|created| activation.duration_since(created) > CLOCKS_DIFFER);
    let era = if is_older && !was_draft(transaction, document)? { "predates" } else { "auto" };
    transaction
        .prepare_cached(
            "INSERT INTO era (document_id, era, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )
        .and_then(|mut insert| insert.execute(params![document.0, era, now.to_string()]))
        .map_err(failure)?;
    Ok(())
}

fn was_draft(connection: &Connection, document: DocumentId) -> Result<bool> {
    let found: Option<i64> = connection
        .prepare_cached("SELECT id FROM draft_seen WHERE id = ?1")
        .and_then(|mut query| query.query_row([document.0], |row| row.get(0)).optional())
        .map_err(failure)?;
    Ok(found.is_some())
}

/// Returns those of the documents that are stamped.
pub(crate) fn stamped(
    connection: &Connection,
    documents: &[DocumentId],
) -> Result<BTreeSet<DocumentId>> {
    let ids: Vec<i64> = documents.iter().map(|document| document.0).collect();
    let mut stamped = BTreeSet::new();
    let eras = "SELECT document_id FROM era WHERE document_id IN (KEYS)";
    read_by_keys(connection, eras, &ids, |row| {
        stamped.insert(DocumentId(row.get(0).map_err(failure)?));
        Ok(())
    })?;
    Ok(stamped)
}

/// Returns the era of a document.
pub(crate) fn of(connection: &Connection, document: DocumentId) -> Result<Option<Era>> {
    let name: Option<String> = connection
        .prepare_cached("SELECT era FROM era WHERE document_id = ?1")
        .and_then(|mut query| query.query_row([document.0], |row| row.get(0)).optional())
        .map_err(failure)?;
    name.as_deref().map(parse_era).transpose()
}

/// Returns the eras of the documents of orders.
pub(crate) fn of_orders(
    connection: &Connection,
    between: Range,
) -> Result<HashMap<DocumentId, Era>> {
    let stamped = "SELECT e.document_id, e.era FROM document d JOIN era e ON e.document_id = d.id
        WHERE d.order_id BETWEEN ?1 AND ?2";
    let mut eras = HashMap::new();
    read_rows(connection, stamped, between.ends(), |row| {
        let document = DocumentId(row.get(0).map_err(failure)?);
        eras.insert(document, parse_era(&row.get::<_, String>(1).map_err(failure)?)?);
        Ok(())
    })?;
    Ok(eras)
}

fn parse_era(name: &str) -> Result<Era> {
    match name {
        "predates" => Ok(Era::Predates),
        "auto" => Ok(Era::Auto),
        _ => Err(damaged("era")),
    }
}
