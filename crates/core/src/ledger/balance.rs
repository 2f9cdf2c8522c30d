//! The balance of an invoice: what is owed on it and held for it, and what of that is due.
//!
//! Pure sums of its own fields; whose money it is, is not asked here.

use std::collections::BTreeSet;

use crate::act::{Act, Intent};
use crate::order::{Document, DocumentId, DocumentKind};
use crate::placing::Placing;

/// The balance of one invoice, minor units throughout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Balance {
    /// The invoice.
    pub invoice: DocumentId,
    /// Its amount for this order.
    pub invoiced: i64,
    /// What its credit notes take off.
    pub credited: i64,
    /// What was paid of it otherwise than by the payment, at most: so much is not to be captured.
    pub paid_otherwise: i64,
    /// What of that was surely paid otherwise, whoever booked what: so much of a credit is not held for the invoice.
    pub paid_surely: i64,
    /// Captures by uniac.
    pub captured_by_us: i64,
    /// Captures made elsewhere, as far as allotted here.
    pub captured_elsewhere: i64,
    /// What of these was captured after all of its credit notes were made: no credit note is about that money.
    pub captured_late: i64,
    /// What Uni shows as booked of the captures that this journal does not know.
    pub booked_elsewhere: i64,
    /// Refunds by uniac.
    pub refunded_by_us: i64,
    /// Refunds made elsewhere, as far as allotted here.
    pub refunded_elsewhere: i64,
    /// What was captured for another invoice and is held for this one: it was credited and invoiced anew.
    pub passed_in: i64,
    /// What was captured for this invoice and is held for another one.
    pub passed_out: i64,
    /// What of it is not taken before a person has looked, because another invoice of the purchase is credited above what it
    /// is for: together no more may be held than is invoiced less credited.
    pub set_off: i64,
    /// What of it is not taken before a person has looked, because as much is held for invoices of the purchase that are not
    /// final any more.
    pub set_off_withdrawn: i64,
    /// What it has too much may be held for a later invoice, which Uni shows as paid by just so much: whether that was
    /// this money, matched there, or another payment, nobody can know.
    pub is_perhaps_matched: bool,
    /// Whether the invoice is a draft again or gone, and uniac has moved money for it.
    pub is_withdrawn: bool,
    /// Whether a part of the invoice, which is over several orders, was paid otherwise, and nobody can know whose.
    pub is_payer_unknown: bool,
}

impl Balance {
    /// What the invoice is for: invoiced less credited, never below zero.
    pub fn stands(&self) -> i64 {
        (self.invoiced - self.credited).max(0)
    }

    /// What the customer owes on the payment: what the invoice is for, less what was paid otherwise.
    pub fn owed(&self) -> i64 {
        (self.stands() - self.paid_otherwise).max(0)
    }

    /// What was captured for the invoice.
    pub fn captured(&self) -> i64 {
        self.captured_by_us + self.captured_elsewhere
    }

    /// What was refunded for the invoice.
    pub fn refunded(&self) -> i64 {
        self.refunded_by_us + self.refunded_elsewhere
    }

    /// What is held for the invoice: captured less refunded.
    pub fn held(&self) -> i64 {
        self.captured() - self.refunded() + self.passed_in - self.passed_out
    }

    /// What is owed and not held.
    pub fn missing(&self) -> i64 {
        (self.owed() - self.held()).max(0)
    }

    /// What is to be captured; 0 when nothing.
    pub fn capture_due(&self) -> i64 {
        (self.missing() - self.set_off - self.set_off_withdrawn).max(0)
    }

    /// By how much its credit notes are above what it is for.
    pub fn excess(&self) -> i64 {
        if self.is_withdrawn { 0 } else { (self.credited - self.invoiced).max(0) }
    }

    /// What is held for it although it is not final any more.
    pub fn withdrawn(&self) -> i64 {
        if self.is_withdrawn { self.held().max(0) } else { 0 }
    }

    /// What is to be refunded; 0 when nothing. What somebody paid otherwise never makes a refund due; but of what is
    /// credited it leaves less to be held.
    pub fn refund_due(&self) -> i64 {
        let to_hold = (self.stands() - self.paid_surely).max(0) + self.captured_late;
        (self.held() - to_hold).clamp(0, self.credited.max(self.held() - self.stands()).max(0))
    }

    /// Returns whether nothing is missing, and nothing is to be refunded.
    pub fn is_settled(&self) -> bool {
        self.missing() == 0 && self.refund_due() == 0
    }
}

/// Returns the balances of the invoices, oldest first, before any money is laid on them.
pub(super) fn balances(documents: &[Document], placing: &Placing) -> Vec<Balance> {
    oldest_first(documents)
        .into_iter()
        .filter(|document| document.kind == DocumentKind::Invoice)
        .map(|invoice| Balance {
            invoice: invoice.id,
            invoiced: invoice.amount_minor,
            credited: placing.credited(invoice.id),
            ..Balance::default()
        })
        .collect()
}

/// Returns empty balances of invoices that are not there any more, and for which uniac has moved money.
pub(super) fn withdrawn(balances: &[Balance], intents: &[Intent]) -> Vec<Balance> {
    let moved = intents
        .iter()
        .filter(|intent| matches!(intent.act, Act::Capture | Act::Refund) && intent.is_done());
    let gone: BTreeSet<DocumentId> = moved
        .filter_map(|intent| intent.document)
        .filter(|document| balances.iter().all(|balance| balance.invoice != *document))
        .collect();
    let empty = |invoice| Balance { invoice, is_withdrawn: true, ..Balance::default() };
    gone.into_iter().map(empty).collect()
}

fn oldest_first(documents: &[Document]) -> Vec<&Document> {
    let mut sorted: Vec<&Document> = documents.iter().collect();
    sorted.sort_by_key(|document| (document.date, document.id));
    sorted
}
