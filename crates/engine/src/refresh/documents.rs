//! Reading Uni's invoices and credit notes, and splitting them by order.
//!
//! A document that nobody can place is counted, never dropped.

use std::collections::{BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};

use uniac_core::facts::{DocumentRow, Stage};
use uniac_core::order::{DocumentId, DocumentKind, OrderId};
use uniac_core::split::{self, Known};
use uniac_store::{DocumentPage, SeenDocument, Watermark};
use uniac_system::error::Result;
use uniac_system::seam;
use uniac_texts::{kept, t};

use super::{Unread, nobodys};
use crate::Engine;

impl Engine<'_> {
    /// Reads what changed of the documents, and returns the orders of credit notes that are new.
    pub(in super::super) fn read_documents(
        &self,
        overlap: SignedDuration,
    ) -> Result<(Option<Unread>, BTreeSet<OrderId>)> {
        let begun = self.clock.now();
        let since = self.since(Watermark::Documents, overlap)?;
        let mut unplaced = 0;
        let (mut read, mut new_notes) = (Vec::new(), Vec::new());
        let pass = self.erp.documents_since(since, &mut |rows| {
            new_notes.extend(self.new_notes(&rows)?);
            // All of one read was seen at its start: what it shows of an invoice was before what a later one finds.
            unplaced += self.keep_page(rows, &mut read, begun)?;
            Ok(())
        })?;
        self.place_strays()?;
        // Only now all credit notes of that moment are known.
        self.store.note_paid(&read, begun)?;
        self.advance(Watermark::Documents, begun, pass.clock)?;
        let mut credited = BTreeSet::new();
        for note in new_notes {
            let shares = self.store.shares_of_document(note)?;
            credited.extend(shares.iter().map(|share| share.order));
        }
        let nameless = pass.nameless + unplaced;
        let nameless = nobodys(nameless, |count| t!("refresh-uni-documents", count = count));
        Ok((nameless, credited))
    }

    /// Returns the final credit notes among the rows that are on no order yet, or were drafts.
    fn new_notes(&self, rows: &[DocumentRow]) -> Result<Vec<DocumentId>> {
        let notes = rows.iter().filter(|row| is_note(row) && row.stage == Stage::Final);
        let mut new = Vec::new();
        for note in notes {
            let known = self.store.shares_of_document(note.id)?;
            if known.iter().all(|share| share.is_draft) {
                new.push(note.id);
            }
        }
        Ok(new)
    }

    /// Keeps a page of documents, and adds its invoices to those that were read; returns how many nobody knows the place of.
    fn keep_page(
        &self,
        rows: Vec<DocumentRow>,
        read: &mut Vec<DocumentId>,
        begun: Timestamp,
    ) -> Result<u64> {
        self.read.add_documents(rows.len());
        // A credit note's order can be that of its invoice, so invoices come first.
        let (notes, invoices): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_note);
        read.extend(invoices.iter().map(|invoice| invoice.id));
        Ok(self.keep_documents(invoices, begun)? + self.keep_documents(notes, begun)?)
    }

    /// Keeps documents, split by order; returns how many of them could be anybody's.
    pub(in super::super) fn keep_documents(
        &self,
        mut rows: Vec<DocumentRow>,
        now: Timestamp,
    ) -> Result<u64> {
        if rows.is_empty() {
            return Ok(0);
        }
        let owners = self.owners(&mut rows)?;
        let mut page = DocumentPage::default();
        let mut unplaced = 0;
        for row in &rows {
            let before = match row.unreadable {
                Some(_) => self.store.shares_of_document(row.id)?,
                None => Vec::new(),
            };
            let before: Vec<OrderId> = before.iter().map(|share| share.order).collect();
            let credited = match row.kind {
                DocumentKind::CreditNote { credits: Some(invoice) } => {
                    self.store.shares_of_document(invoice)?
                }
                DocumentKind::Invoice
                | DocumentKind::CreditNote { credits: None }
                | DocumentKind::Unknown => Vec::new(),
            };
            let known = Known { before: &before, credited: &credited };
            let split = split::by_order(row, |item| owners.get(&item).copied(), &known);
            let is_lost = row.unreadable.is_some() && row.lines.is_empty();
            unplaced += u64::from(is_lost && split.shares.is_empty());
            page.seen.push(SeenDocument::of(row));
            page.shares.extend(split.shares);
            page.strays.extend(split.stray);
        }
        seam::point(seam::DURING_REFRESH);
        self.store.put_documents(&page, now)?;
        Ok(unplaced)
    }

    /// Returns the order of each order line that the documents name. A line whose order is not in
    /// the store is looked up in Uni, and its order read.
    fn owners(&self, rows: &mut [DocumentRow]) -> Result<HashMap<i64, OrderId>> {
        let items_of = |row: &DocumentRow| -> Vec<i64> {
            row.lines.iter().filter_map(|line| line.order_item).collect()
        };
        let all: Vec<i64> = rows.iter().flat_map(items_of).collect();
        let mut owners = self.store.orders_of_items(&all)?;
        for row in rows {
            for item in items_of(row) {
                if owners.contains_key(&item) {
                    continue;
                }
                // It may be of an order that was read for another line.
                let owner = match self.store.orders_of_items(&[item])?.remove(&item) {
                    Some(order) => Ok(Some(order)),
                    None => self.fetch_owner(item),
                };
                match owner {
                    Ok(owner) => owners.extend(owner.map(|order| (item, order))),
                    Err(error) if error.code == NOT_UNDERSTOOD => {
                        let doubt = kept!("doubt-order-of-line-unread");
                        row.unreadable.get_or_insert(doubt);
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(owners)
    }

    fn fetch_owner(&self, item: i64) -> Result<Option<OrderId>> {
        let Some(id) = self.erp.order_of_item(item)? else { return Ok(None) };
        if let Some(mut row) = self.erp.order(id)? {
            row.items.push(item);
            self.store.put_orders(&[row], self.clock.now())?;
        }
        Ok(Some(id))
    }
}

fn is_note(row: &DocumentRow) -> bool {
    matches!(row.kind, DocumentKind::CreditNote { .. })
}

/// The code of an answer about one thing that is not understood.
const NOT_UNDERSTOOD: &str = "not-understood";
