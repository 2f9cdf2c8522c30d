//! What was paid of an invoice otherwise than by its payment: by bank, by gift card, in cash.
//!
//! Pure. A payment in Uni makes no refund due: no more may follow from it than what a credit note credits.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::act::{Act, Intent};
use crate::order::{Document, DocumentId, DocumentKind};
use crate::placing::Placing;
use crate::purchase::{OnInvoice, Sight};

use super::balance::Balance;

/// What is known of payments beside the provider's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paid {
    /// Whether what Uni shows as paid says nothing: the company's terms book a payment at invoicing.
    pub ignores_uni: bool,
    /// What persons have said to be paid otherwise, minor units, by invoice.
    pub by_word: BTreeMap<DocumentId, i64>,
    /// What of the invoices over several orders is explained, for all of these orders together.
    pub on_invoice: BTreeMap<DocumentId, OnInvoice>,
    /// What Uni showed as paid on invoices, and when so much was first seen.
    pub seen: BTreeMap<DocumentId, Vec<Sight>>,
    /// When credit notes were first seen.
    pub notes_seen: BTreeMap<DocumentId, Timestamp>,
}

/// So much may Uni's clock be behind ours.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(2);

/// Notes on each balance what was paid otherwise.
pub(super) fn count(
    balances: &mut [Balance],
    placing: &Placing,
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
        // A booking of ours without an answer, or one of others, looks the same in Uni: what they could all have booked is
        // what was ever captured.
        let in_uni = match paid.ignores_uni {
            true => 0,
            false => surely_in_uni(balance, invoice, placing, documents, intents, paid),
        };
        let not_captured = (balance.invoiced - balance.captured()).max(0);
        balance.paid_surely = in_uni.max(by_word).clamp(0, not_captured);
        balance.paid_otherwise = balance.paid_otherwise.max(balance.paid_surely);
    }
}

/// Returns what Uni shows as paid beyond our bookings, the credit notes, and what others captured. Up to one unit of the
/// currency is rounding, unless Uni shows nothing that is left to pay: then that little was paid too.
fn in_uni(balance: &Balance, invoice: &Document, intents: &[Intent], on_all: OnInvoice) -> i64 {
    let paid = match invoice.is_shared() {
        false => invoice.whole() - invoice.unpaid_minor,
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

/// Returns what Uni shows, or has shown, as paid beyond the credit notes and all that was ever captured. Of an invoice that
/// is paid a later credit takes nothing more off what is left to pay, so what was shown before the credit counts.
fn surely_in_uni(
    balance: &Balance,
    invoice: &Document,
    placing: &Placing,
    documents: &[Document],
    intents: &[Intent],
    paid: &Paid,
) -> i64 {
    if invoice.is_shared() {
        return 0;
    }
    let taken = balance.captured().max(done_minor(Act::Book, invoice.id, intents));
    let shown = invoice.whole() - invoice.unpaid_minor - balance.credited;
    let before =
        match (invoice.unpaid_minor > 0, uncredited_until(invoice.id, placing, documents, paid)) {
            (false, Some(until)) => shown_before(invoice.id, until, intents, paid),
            _ => None,
        };
    let otherwise = before.unwrap_or(shown).max(shown) - taken;
    if otherwise > invoice.currency.unit() { otherwise } else { 0 }
}

/// Returns until when a reading of an invoice surely had nothing of its credit notes: until the read that first saw one.
/// `None` where there is none, or one of which no sight is kept.
fn uncredited_until(
    invoice: DocumentId,
    placing: &Placing,
    documents: &[Document],
    paid: &Paid,
) -> Option<Timestamp> {
    let until = |id: DocumentId| {
        let note = documents.iter().find(|document| document.id == id)?;
        // One that was made long before it was first seen was not in a read that it should have been in.
        let made = note.created_at.and_then(|made| made.checked_add(CLOCKS_DIFFER).ok());
        paid.notes_seen.get(&id).map(|seen| made.map_or(*seen, |made| made.min(*seen)))
    };
    let until: Option<Vec<Timestamp>> = placing.notes_on(invoice).map(until).collect();
    until?.into_iter().min()
}

/// Returns what Uni showed as paid on an invoice before a moment, with what uniac has booked since it was seen.
fn shown_before(
    invoice: DocumentId,
    until: Timestamp,
    intents: &[Intent],
    paid: &Paid,
) -> Option<i64> {
    let since = |seen: Timestamp| -> i64 {
        let booked = intents.iter().filter(|intent| {
            intent.act == Act::Book && intent.document == Some(invoice) && intent.is_done()
        });
        let booked = booked.filter(|intent| intent.at > seen && intent.at < until);
        booked.map(|intent| intent.money.minor).sum()
    };
    let seen = paid.seen.get(&invoice).into_iter().flatten().filter(|seen| seen.at < until);
    seen.map(|seen| seen.minor + since(seen.at)).max()
}

/// Returns whether Uni shows on an invoice over several orders that a part was paid otherwise: nobody can know whose.
fn is_payer_unknown(invoice: &Document, on_all: OnInvoice) -> bool {
    invoice.is_shared()
        && invoice.unpaid_minor > 0
        && beyond(invoice, on_all) > invoice.currency.unit()
}

/// Returns what Uni shows as paid on an invoice over several orders, beyond what is explained for all of them.
fn beyond(invoice: &Document, on_all: OnInvoice) -> i64 {
    invoice.whole() - invoice.unpaid_minor - on_all.booked - on_all.credited
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
    if theirs <= 0 || invoice.is_shared() || balance.captured() - booked == invoice.unpaid_minor {
        return 0;
    }
    let shown = invoice.whole() - invoice.unpaid_minor - booked - balance.credited;
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
