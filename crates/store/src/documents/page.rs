//! A page of documents as it is read: each goes to the orders that it carries lines of, or is a stray one.
//!
//! Every function that writes runs inside a transaction that its caller commits.

use std::collections::BTreeMap;

use jiff::Timestamp;

use uniac_core::facts::{DocumentRow, Stage};
use uniac_core::order::{Document, DocumentId, DocumentKind, Stray};
use uniac_system::error::Result;

use super::sights::note;
use super::{eras, shares, strays, words};
use crate::db::{Connection, failure};
use crate::settings;

/// A page of documents as read, split by order.
#[derive(Debug, Clone, Default)]
pub struct DocumentPage {
    /// All documents of the page, also those that carry no order's line.
    pub seen: Vec<SeenDocument>,
    /// The orders' shares.
    pub shares: Vec<Document>,
    /// Credit notes of which nothing tells the order.
    pub strays: Vec<Stray>,
}

/// A document that was read.
#[derive(Debug, Clone)]
pub struct SeenDocument {
    /// Uni's id.
    pub id: DocumentId,
    /// How far it has come.
    pub stage: Stage,
    /// Whether it is a credit note.
    pub is_note: bool,
    /// When Uni made it.
    pub created_at: Option<Timestamp>,
}

impl SeenDocument {
    /// Returns what is kept of a document that was read.
    pub fn of(row: &DocumentRow) -> SeenDocument {
        let is_note = matches!(row.kind, DocumentKind::CreditNote { .. });
        SeenDocument { id: row.id, stage: row.stage, is_note, created_at: row.created_at }
    }
}

/// Keeps a page of documents in place of what was kept of them. What is as it was is not written: it marks no order.
pub(crate) fn put(transaction: &Connection, page: &DocumentPage, now: Timestamp) -> Result<()> {
    let activation = settings::read(transaction)?.activation;
    let placed = words::credit_words(transaction)?;
    let mut known: BTreeMap<DocumentId, Vec<Document>> = BTreeMap::new();
    let mut lost: BTreeMap<DocumentId, &Stray> = BTreeMap::new();
    for share in &page.shares {
        let word = placed.get(&share.id).filter(|word| word.order == share.order);
        let share =
            word.map_or_else(|| share.clone(), |word| share.placed(word.order, word.invoice));
        known.entry(share.id).or_default().push(share);
    }
    for stray in &page.strays {
        match placed.get(&stray.note.id) {
            Some(word) => {
                let shares = word.shares(transaction, &stray.note)?;
                known.entry(stray.note.id).or_default().extend(shares);
            }
            None => _ = lost.insert(stray.note.id, stray),
        }
    }
    for seen in &page.seen {
        match seen.stage {
            Stage::Draft => note(transaction, "draft_seen", seen.id, now)?,
            Stage::Final => note_final(transaction, seen, activation, now)?,
            Stage::Deleted => {}
        }
        shares::forget_others(
            transaction,
            seen.id,
            known.get(&seen.id).map_or(&[][..], Vec::as_slice),
        )?;
        if !lost.contains_key(&seen.id) {
            transaction
                .prepare_cached("DELETE FROM stray WHERE id = ?1")
                .and_then(|mut delete| delete.execute([seen.id.0]))
                .map_err(failure)?;
        }
    }
    known.values().flatten().try_for_each(|share| shares::write(transaction, share))?;
    lost.values().try_for_each(|stray| strays::write(transaction, stray))
}

/// Notes that a final document was seen, and stamps it while auto-capture is active.
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
    match activation {
        Some(activation) => eras::stamp(transaction, seen.id, seen.created_at, activation, now),
        None => Ok(()),
    }
}
