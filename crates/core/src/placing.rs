//! Placing: which invoice each credit note of an order credits, and with how much.
//!
//! Pure. A line goes to the invoice that carries its order line; what names no order line goes by the note's reference.
//! What cannot be placed for sure is never laid on any invoice.

use std::collections::BTreeMap;

use crate::order::{Document, DocumentId, DocumentKind, Stray};

/// A part of a credit note on an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// The credit note.
    pub note: DocumentId,
    /// The invoice that it credits.
    pub invoice: DocumentId,
    /// How much, minor units.
    pub minor: i64,
}

/// Where the credit notes of an order belong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placing {
    /// What is placed, oldest note first.
    pub placed: Vec<Placed>,
    /// The notes that are not placed, or not wholly.
    pub unplaced: Vec<DocumentId>,
}

impl Placing {
    /// Returns what an invoice is credited, minor units.
    pub fn credited(&self, invoice: DocumentId) -> i64 {
        self.on(invoice).fold(0, |sum, placed| sum.saturating_add(placed.minor))
    }

    /// Returns the notes on an invoice.
    pub fn notes_on(&self, invoice: DocumentId) -> impl Iterator<Item = DocumentId> {
        self.on(invoice).map(|placed| placed.note)
    }

    fn on(&self, invoice: DocumentId) -> impl Iterator<Item = &Placed> {
        self.placed.iter().filter(move |placed| placed.invoice == invoice)
    }
}

/// Places the credit notes among the documents of one order.
pub fn place(documents: &[Document]) -> Placing {
    let mut placing = Placing::default();
    let mut notes: Vec<&Document> = documents.iter().filter(|note| is_note(note)).collect();
    notes.sort_by_key(|note| (note.date, note.id));
    for note in notes {
        match taking_back(note, documents) {
            Some(true) => {}
            Some(false) => placing.unplaced.push(note.id),
            None => match of_note(note, documents, &placing) {
                Some(shares) => placing.placed.extend(shares),
                None => placing.unplaced.push(note.id),
            },
        }
    }
    placing
}

/// Returns whether a note and the one that takes it back are nothing together; `None` when there is no such pair.
fn taking_back(note: &Document, documents: &[Document]) -> Option<bool> {
    let names = |one: &Document, other: &Document| {
        is_note(other) && reference(one) == Some(other.id) && one.amount_minor < 0
    };
    let other = documents.iter().find(|other| names(note, other) || names(other, note));
    match other {
        Some(other) => Some(other.amount_minor == -note.amount_minor),
        // It takes back what is not there.
        None => (note.amount_minor < 0).then_some(false),
    }
}

/// Returns the stray notes that stand: without those that were taken back, and those that took them back.
pub fn standing(strays: Vec<Stray>) -> Vec<Stray> {
    let notes: Vec<Document> = strays.iter().map(|stray| stray.note.clone()).collect();
    let stands = |stray: &Stray| taking_back(&stray.note, &notes) != Some(true);
    strays.into_iter().filter(stands).collect()
}

fn is_note(document: &Document) -> bool {
    matches!(document.kind, DocumentKind::CreditNote { .. })
}

fn reference(note: &Document) -> Option<DocumentId> {
    match note.kind {
        DocumentKind::CreditNote { credits } => credits,
        DocumentKind::Invoice | DocumentKind::Unknown => None,
    }
}

/// Returns the shares of a note, or `None` when it cannot be placed wholly.
fn of_note(note: &Document, documents: &[Document], placing: &Placing) -> Option<Vec<Placed>> {
    let invoices: Vec<&Document> =
        documents.iter().filter(|document| document.kind == DocumentKind::Invoice).collect();
    let named = reference(note).filter(|named| invoices.iter().any(|i| i.id == *named));
    let mut sums: BTreeMap<DocumentId, i64> = BTreeMap::new();
    let mut rest = note.amount_minor;
    for part in &note.parts {
        let Some(invoice) = of_item(part.item, &invoices, named, placing) else { continue };
        *sums.entry(invoice).or_default() += part.minor;
        rest -= part.minor;
    }
    if rest != 0
        && let Some(whole) = all_that_is_left(note, &sums, &invoices, placing)
    {
        sums = whole;
    } else if rest != 0 {
        // Typed lines, lines that no invoice carries, and a header's rounding.
        let sole = match (sums.len(), invoices.as_slice()) {
            (1, _) => sums.keys().next().copied(),
            // One that names an invoice of others is not of this one.
            (_, [only]) if reference(note).is_none() => Some(only.id),
            _ => None,
        };
        // Up to one unit over several invoices is a rounding, and goes with the largest sum.
        let is_rounding = rest.abs() <= note.currency.unit();
        let largest = sums.iter().max_by_key(|(_, minor)| **minor).map(|(invoice, _)| *invoice);
        let home = named.or(sole).or(largest.filter(|_| is_rounding))?;
        *sums.entry(home).or_default() += rest;
    }
    if sums.values().any(|minor| *minor < 0) {
        return None;
    }
    let placed = |(invoice, minor)| Placed { note: note.id, invoice, minor };
    Some(sums.into_iter().map(placed).collect())
}

/// Returns what is left of the invoices that a note carries lines of, where that is just what it credits: what was typed on
/// the note is then what was typed on them, each on its own.
fn all_that_is_left(
    note: &Document,
    sums: &BTreeMap<DocumentId, i64>,
    invoices: &[&Document],
    placing: &Placing,
) -> Option<BTreeMap<DocumentId, i64>> {
    let named = invoices.iter().filter(|invoice| sums.contains_key(&invoice.id));
    let left = |invoice: &&Document| invoice.amount_minor - placing.credited(invoice.id);
    let left: BTreeMap<DocumentId, i64> =
        named.map(|invoice| (invoice.id, left(invoice))).collect();
    let is_all = left.len() > 1 && left.values().sum::<i64>() == note.amount_minor;
    is_all.then_some(left)
}

/// Returns the invoice that a credit line belongs to: the one that carries its order line; of several the one that the
/// note names, else the newest that is not fully credited.
fn of_item(
    item: Option<i64>,
    invoices: &[&Document],
    named: Option<DocumentId>,
    placing: &Placing,
) -> Option<DocumentId> {
    let item = item?;
    let carries = |invoice: &&&Document| invoice.parts.iter().any(|part| part.item == Some(item));
    let carriers: Vec<&&Document> = invoices.iter().filter(carries).collect();
    let by_name = carriers.iter().find(|invoice| Some(invoice.id) == named);
    let open = |invoice: &&&&Document| placing.credited(invoice.id) < invoice.amount_minor;
    let newest = |invoice: &&&&Document| (invoice.date, invoice.id);
    let found = by_name
        .or_else(|| carriers.iter().filter(open).max_by_key(newest))
        .or_else(|| carriers.iter().max_by_key(newest));
    found.map(|invoice| invoice.id)
}

#[cfg(test)]
mod tests;
