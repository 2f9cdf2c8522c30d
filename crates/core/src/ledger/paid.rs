//! What was paid of an invoice otherwise than by its payment: by bank, by gift card, in cash.
//!
//! Pure. It only ever makes less due; no refund may follow from it.

use std::collections::BTreeMap;

use crate::act::{Act, Intent};
use crate::order::{Document, DocumentId, DocumentKind};
use crate::purchase::OnInvoice;

use super::Balance;

/// What is known of payments beside the provider's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paid {
    /// Whether what Uni shows as paid says nothing: the company's terms book a payment at invoicing.
    pub ignores_uni: bool,
    /// What persons have said to be paid otherwise, minor units, by invoice.
    pub by_word: BTreeMap<DocumentId, i64>,
    /// What of the invoices over several orders is explained, for all of these orders together.
    pub on_invoice: BTreeMap<DocumentId, OnInvoice>,
}

/// Notes on each balance what was paid otherwise.
pub(super) fn count(
    balances: &mut [Balance],
    documents: &[Document],
    intents: &[Intent],
    paid: &Paid,
) {
    for balance in balances {
        let is_it = |document: &&Document| {
            document.id == balance.invoice && document.kind == DocumentKind::Invoice
        };
        let Some(invoice) = documents.iter().find(is_it) else { continue };
        balance.booked_elsewhere = booked_elsewhere(balance, invoice, intents);
        let on_all = paid.on_invoice.get(&balance.invoice).copied().unwrap_or_default();
        balance.is_payer_unknown = !paid.ignores_uni && is_payer_unknown(invoice, on_all);
        let in_uni = match paid.ignores_uni {
            true => 0,
            false => in_uni(balance, invoice, intents, on_all),
        };
        let by_word = paid.by_word.get(&balance.invoice).copied().unwrap_or(0);
        // Never more than what of it was not captured at any time.
        let open = (balance.stands() - balance.captured()).max(0);
        balance.paid_otherwise = in_uni.max(by_word).clamp(0, open);
    }
}

/// Returns what Uni shows as paid beyond our bookings, the credit notes, and what others captured. Up to one unit of the
/// currency is rounding, unless Uni shows nothing that is left to pay: then that little was paid too.
fn in_uni(balance: &Balance, invoice: &Document, intents: &[Intent], on_all: OnInvoice) -> i64 {
    let paid = match is_shared(invoice) {
        false => whole(invoice) - invoice.unpaid_minor,
        // Of an invoice over several orders it can be known only when nothing is left to pay. What was booked for the one
        // and then credited pays nothing of the other's.
        true if invoice.unpaid_minor == 0 && beyond(invoice, on_all) > invoice.currency.unit() => {
            invoice.amount_minor
        }
        true => return 0,
    };
    let booked = done_minor(Act::Book, invoice.id, intents);
    let otherwise = paid - booked - balance.credited - booked_by_others(balance, invoice, booked);
    let is_more = otherwise > invoice.currency.unit() || invoice.unpaid_minor <= 0;
    if is_more { otherwise } else { 0 }
}

/// Returns whether Uni shows on an invoice over several orders that a part was paid otherwise: nobody can know whose.
fn is_payer_unknown(invoice: &Document, on_all: OnInvoice) -> bool {
    is_shared(invoice)
        && invoice.unpaid_minor > 0
        && beyond(invoice, on_all) > invoice.currency.unit()
}

/// Returns what Uni shows as paid on an invoice over several orders, beyond what is explained for all of them.
fn beyond(invoice: &Document, on_all: OnInvoice) -> i64 {
    whole(invoice) - invoice.unpaid_minor - on_all.booked - on_all.credited
}

fn whole(invoice: &Document) -> i64 {
    invoice.whole_minor.unwrap_or(invoice.amount_minor)
}

/// Returns whether the invoice is over several orders.
fn is_shared(invoice: &Document) -> bool {
    whole(invoice) - invoice.amount_minor > invoice.currency.unit()
}

/// Returns the sum of what the journal knows to be done for an invoice, minor units. An act whose answer was lost may not
/// have happened, and explains nothing.
fn done_minor(act: Act, invoice: DocumentId, intents: &[Intent]) -> i64 {
    let is_its = |intent: &&Intent| {
        intent.act == act && intent.document == Some(invoice) && intent.is_done()
    };
    intents.iter().filter(is_its).map(|intent| intent.money.minor).sum()
}

/// Returns how much of the captures that this journal does not know Uni shows as paid already: who took the money, people or
/// another of the company's stores, has booked it too.
fn booked_elsewhere(balance: &Balance, invoice: &Document, intents: &[Intent]) -> i64 {
    let known = done_minor(Act::Capture, invoice.id, intents);
    let theirs = balance.captured_elsewhere + (balance.captured_by_us - known).max(0);
    let unit = invoice.currency.unit();
    let booked = done_minor(Act::Book, invoice.id, intents);
    // Of an invoice over several orders nobody knows whose share was paid, and where just what was taken is left to pay,
    // none of it is booked.
    if theirs <= 0 || is_shared(invoice) || balance.captured() - booked == invoice.unpaid_minor {
        return 0;
    }
    let shown = whole(invoice) - invoice.unpaid_minor - booked - balance.credited;
    if shown > unit { shown.min(theirs) } else { 0 }
}

/// Returns how much of what others captured they may have booked themselves: what uniac has not booked of it, and none
/// where Uni shows just that as not yet paid.
fn booked_by_others(balance: &Balance, invoice: &Document, booked: i64) -> i64 {
    let not_booked = balance.captured() - booked;
    if not_booked > 0 && not_booked == invoice.unpaid_minor {
        return 0;
    }
    let booked_of_theirs = (booked - balance.captured_by_us).max(0);
    (balance.captured_elsewhere - booked_of_theirs).max(0)
}
