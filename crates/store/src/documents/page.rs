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
use crate::db::{Connection, change_by_keys};
use crate::settings;
use crate::text::fact;

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
    note_sights(transaction, &page.seen, activation, now)?;
    let ids: Vec<i64> = page.seen.iter().map(|seen| seen.id.0).collect();
    let mut kept = shares::kept(transaction, &ids)?;
    let found = |id: DocumentId| known.get(&id).map_or(&[][..], Vec::as_slice);
    for (id, order) in kept.keys().copied() {
        if found(id).iter().all(|share| share.order != order) {
            shares::forget(transaction, id, order)?;
        }
    }
    let placed: Vec<i64> =
        ids.iter().copied().filter(|id| !lost.contains_key(&DocumentId(*id))).collect();
    change_by_keys(transaction, "DELETE FROM stray WHERE id IN (KEYS)", &placed)?;
    for share in known.values().flatten() {
        if kept.remove(&(share.id, share.order)) != Some(fact(share)?) {
            shares::write(transaction, share)?;
        }
    }
    lost.values().try_for_each(|stray| strays::write(transaction, stray))
}

/// Notes of documents what was never seen of them before, and stamps final ones while auto-capture is active.
fn note_sights(
    transaction: &Connection,
    all: &[SeenDocument],
    activation: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    let of = |which: &dyn Fn(&SeenDocument) -> bool| -> Vec<DocumentId> {
        all.iter().filter(|seen| which(seen)).map(|seen| seen.id).collect()
    };
    let is_final = |seen: &SeenDocument| seen.stage == Stage::Final;
    note(transaction, "draft_seen", &of(&|seen| seen.stage == Stage::Draft), now)?;
    note(transaction, "document_seen", &of(&is_final), now)?;
    note(transaction, "note_seen", &of(&|seen| is_final(seen) && seen.is_note), now)?;
    let Some(activation) = activation else { return Ok(()) };
    let stamped = eras::stamped(transaction, &of(&is_final))?;
    let new = all.iter().filter(|seen| is_final(seen) && !stamped.contains(&seen.id));
    for seen in new {
        eras::stamp(transaction, seen.id, seen.created_at, activation, now)?;
    }
    Ok(())
}
