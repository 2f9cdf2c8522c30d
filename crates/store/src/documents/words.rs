//! What persons have said of documents: where a credit note belongs, and that a part of an invoice was paid otherwise.
//!
//! Each word is kept for good.

use std::collections::BTreeMap;

use jiff::Timestamp;

use uniac_core::order::{Document, DocumentId, OrderId};
use uniac_core::split::of_credited;
use uniac_system::error::Result;

use super::{shares, strays};
use crate::db::{Connection, DbResult, OptionalExtension, failure, params};
use crate::text::parse;

/// A person's word on where a credit note belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditWord {
    /// The credit note.
    pub note: DocumentId,
    /// The order of Uni.
    pub order: OrderId,
    /// The invoice that it credits.
    pub invoice: DocumentId,
    /// Who says so.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A person's word that a part of an invoice was paid otherwise than by the payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidWord {
    /// The order of Uni.
    pub order: OrderId,
    /// The invoice.
    pub invoice: DocumentId,
    /// How much, minor units.
    pub minor: i64,
    /// Who says so.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// Keeps a person's word on where a credit note belongs, and places it there.
pub(crate) fn say_credit(transaction: &Connection, word: &CreditWord) -> Result<()> {
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
    let placed = Placed { order: word.order, invoice: word.invoice };
    let stray = strays::all(transaction)?.into_iter().find(|stray| stray.note.id == word.note);
    if let Some(stray) = stray {
        return strays::place(transaction, word.note, &placed.shares(transaction, &stray.note)?);
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
        Some(json) => {
            let note: Document = parse(&json)?;
            shares::write(transaction, &note.placed(word.order, word.invoice))
        }
        None => Ok(()),
    }
}

/// Where a person has placed a credit note.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed {
    pub order: OrderId,
    pub invoice: DocumentId,
}

impl Placed {
    /// Returns the shares of a note that no order carries a line of: where it is over all of an invoice of several orders,
    /// each has its own. Of a part nobody can know what is the others': all of it is the order's that was named.
    pub(crate) fn shares(self, connection: &Connection, note: &Document) -> Result<Vec<Document>> {
        let placed = note.placed(self.order, self.invoice);
        let invoiced = shares::of_document(connection, self.invoice)?;
        match invoiced.len() {
            0 | 1 => Ok(vec![placed]),
            _ => match of_credited(&placed, &invoiced) {
                each if !each.is_empty() => Ok(each),
                _ => Ok(vec![placed]),
            },
        }
    }
}

/// Returns where persons have placed credit notes.
pub(crate) fn credit_words(connection: &Connection) -> Result<BTreeMap<DocumentId, Placed>> {
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

/// Keeps that a part of an invoice was paid otherwise, by a person's word.
pub(crate) fn say_paid(transaction: &Connection, word: &PaidWord) -> Result<()> {
    transaction
        .execute(
            "INSERT INTO paid_word (order_id, document_id, minor, by, reason, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                word.order.0,
                word.invoice.0,
                word.minor,
                word.by,
                word.reason,
                word.at.to_string()
            ],
        )
        .map_err(failure)?;
    Ok(())
}
