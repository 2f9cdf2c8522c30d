//! What was paid of an invoice otherwise than by its payment: by bank, by gift card, in cash.
//!
//! Pure. It only ever makes less due; no refund may follow from it.

use std::collections::BTreeMap;

use crate::act::{Act, Intent};
use crate::order::{Document, DocumentId, DocumentKind};

use super::Balance;

/// What is known of payments beside the provider's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paid {
    /// Whether what Uni shows as paid says nothing: the company's terms book a payment at invoicing.
    pub ignores_uni: bool,
    /// What persons have said to be paid otherwise, minor units, by invoice.
    pub by_word: BTreeMap<DocumentId, i64>,
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
        let in_uni = match paid.ignores_uni {
            true => 0,
            false => in_uni(balance, invoice, intents),
        };
        let by_word = paid.by_word.get(&balance.invoice).copied().unwrap_or(0);
        // Never more than what of it was not captured at any time.
        let open = (balance.stands() - balance.captured()).max(0);
        balance.paid_otherwise = in_uni.max(by_word).clamp(0, open);
    }
}

/// Returns what Uni shows as paid beyond our bookings, the credit notes, and what others captured. Up to one unit of the
/// currency is rounding.
fn in_uni(balance: &Balance, invoice: &Document, intents: &[Intent]) -> i64 {
    let whole = invoice.whole_minor.unwrap_or(invoice.amount_minor);
    let is_shared = whole - invoice.amount_minor > invoice.currency.unit();
    let paid = match is_shared {
        false => whole - invoice.unpaid_minor,
        // Of an invoice over several orders it can be known only when nothing is left to pay.
        true if invoice.unpaid_minor == 0 => invoice.amount_minor,
        true => return 0,
    };
    // One whose answer was lost may not have been booked, and explains nothing.
    let is_ours = |intent: &&Intent| {
        intent.act == Act::Book && intent.document == Some(invoice.id) && intent.is_done()
    };
    let booked: i64 = intents.iter().filter(is_ours).map(|intent| intent.money.minor).sum();
    let otherwise = paid - booked - balance.credited - booked_by_others(balance, invoice, booked);
    if otherwise > invoice.currency.unit() { otherwise } else { 0 }
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
