//! Allotment and balance: which money belongs to which invoice, and what is owed and held.
//!
//! Pure arithmetic on facts, no I/O and no clock. It must never invent money: every captured or
//! refunded øre is allotted to exactly one invoice, or is left over and pointed out.

#![warn(clippy::wildcard_enum_match_arm)]

mod balance;
mod effects;
mod paid;
mod shared;
mod standing;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::act::Intent;
use crate::order::{Document, DocumentId, EventKind, Order, Payment};
use crate::placing::{self, Placing};

pub use balance::Balance;
use balance::{balances, withdrawn};
use effects::{Effect, effects, overdrawn};
pub use paid::Paid;
pub use shared::{Party, Portion, Portions, portions};
pub use standing::Standing;
use standing::standing;

/// The balances of an order and what is left over, minor units throughout.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// One balance an invoice, oldest first.
    pub balances: Vec<Balance>,
    /// Captured elsewhere for no invoice.
    pub captured_left_over: i64,
    /// Refunded elsewhere for no credit note.
    pub refunded_left_over: i64,
    /// All that was captured.
    pub captured: i64,
    /// All that was refunded.
    pub refunded: i64,
    /// All that was released.
    pub cancelled: i64,
    /// What can still be captured.
    pub capturable: i64,
    /// Which invoice each credit note credits.
    pub placing: Placing,
    /// What became of each payment, the live one first.
    pub payments: Vec<Standing>,
}

impl Ledger {
    /// Returns the balance of an invoice.
    pub fn balance(&self, invoice: DocumentId) -> Option<&Balance> {
        self.balances.iter().find(|balance| balance.invoice == invoice)
    }

    /// Returns what is still reserved on a payment.
    pub fn reserved_on(&self, reference: &str) -> i64 {
        let found = self.payments.iter().find(|payment| payment.reference == reference);
        found.map_or(0, |payment| payment.reserved)
    }

    /// Returns whether others have paid back so much that less is held than is to be refunded.
    pub fn is_refunded_beyond(&self) -> bool {
        self.refund_due() > self.captured - self.refunded
    }

    /// Returns the sum of what is owed.
    pub fn owed(&self) -> i64 {
        self.balances.iter().map(Balance::owed).sum()
    }

    /// Returns the sum of what is held for invoices.
    pub fn held(&self) -> i64 {
        self.balances.iter().map(Balance::held).sum()
    }

    /// Returns the sum of what is owed and not held.
    pub fn missing(&self) -> i64 {
        self.balances.iter().map(Balance::missing).sum()
    }

    /// Returns the sum of what is to be captured.
    pub fn capture_due(&self) -> i64 {
        self.balances.iter().map(Balance::capture_due).sum()
    }

    /// Returns the sum of what is to be refunded.
    pub fn refund_due(&self) -> i64 {
        self.balances.iter().map(Balance::refund_due).sum()
    }
}

/// Allots the money of an order to its invoices.
///
/// `earlier` are its payments beside the live one, `intents` its own; `company` is the company's key in Uni, from which
/// keys derive.
pub fn allot(
    order: &Order,
    earlier: &[Payment],
    intents: &[Intent],
    paid: &Paid,
    company: &str,
) -> Ledger {
    let placing = placing::place(&order.documents);
    let mut balances = balances(&order.documents, &placing);
    balances.extend(withdrawn(&balances, intents));
    let mut ledger = Ledger { balances, placing, ..Ledger::default() };
    let effects = effects(order, earlier, intents, company);
    let (mut refunded_elsewhere, mut paid_back) = (0, 0);
    for effect in &effects {
        let own = effect.ours.and_then(|id| ledger.balances.iter_mut().find(|b| b.invoice == id));
        match (effect.kind, own) {
            (EventKind::Capture, Some(balance)) => balance.captured_by_us += effect.minor,
            (EventKind::Capture, None) => {}
            (EventKind::Refund, Some(balance)) => balance.refunded_by_us += effect.minor,
            // A person's answer to what others took for no invoice: it is for no credit note.
            (EventKind::Refund, None) if effect.intent.is_some() => paid_back += effect.minor,
            (EventKind::Refund, None) => refunded_elsewhere += effect.minor,
            (EventKind::Cancel, _) => ledger.cancelled += effect.minor,
        }
    }
    let total = |kind| effects.iter().filter(|e| e.kind == kind).map(|e| e.minor).sum();
    ledger.captured = total(EventKind::Capture);
    ledger.refunded = total(EventKind::Refund);
    ledger.captured_left_over = allot_captures(&mut ledger, &effects, &order.documents, paid_back);
    paid::count(&mut ledger.balances, &ledger.placing, &order.documents, intents, paid);
    ledger.refunded_left_over =
        allot_refunds(&mut ledger.balances, &ledger.placing, refunded_elsewhere);
    let payments = order.payment.iter().chain(earlier);
    ledger.payments = payments.map(|payment| standing(payment, &effects, intents)).collect();
    if let Some(live) = order.payment.as_ref().and(ledger.payments.first()) {
        ledger.capturable = live.reserved;
        ledger.cancelled = ledger.cancelled.max(live.cancelled);
    }
    ledger
}

/// Returns what the credit notes of an order got back, oldest first, for showing: the refunds of
/// each invoice are laid on its credit notes in turn.
pub fn refunds_by_credit_note(ledger: &Ledger) -> BTreeMap<DocumentId, i64> {
    let mut left: BTreeMap<DocumentId, i64> =
        ledger.balances.iter().map(|b| (b.invoice, b.refunded())).collect();
    let mut shares = BTreeMap::new();
    for placed in &ledger.placing.placed {
        if let Some(left) = left.get_mut(&placed.invoice) {
            let share = placed.minor.min(*left);
            *left -= share;
            *shares.entry(placed.note).or_default() += share;
        }
    }
    shares
}

/// Allots captures made elsewhere, oldest invoice first, and returns what is left over.
///
/// In three rounds: what was paid back must have been taken before; then invoices that are still
/// owed; then invoices that are credited. To these belongs only what was taken before the credit note was made: what was
/// taken after it is left over. Of `paid_back`, what uniac has paid back for no invoice, nothing is there any more: it was
/// taken last.
fn allot_captures(
    ledger: &mut Ledger,
    effects: &[Effect],
    documents: &[Document],
    mut paid_back: i64,
) -> i64 {
    let is_foreign = |effect: &&Effect| {
        let invoices = ledger.balances.iter().map(|balance| balance.invoice);
        effect.kind == EventKind::Capture && invoices.clone().all(|id| effect.ours != Some(id))
    };
    let foreign = effects.iter().filter(is_foreign);
    let mut left: Vec<(Option<Timestamp>, i64)> = foreign.map(|e| (e.at, e.minor)).collect();
    // One without a moment was not shown yet, so it is the last.
    left.sort_by_key(|(at, _)| (at.is_none(), *at));
    for (_, minor) in left.iter_mut().rev() {
        let gone = paid_back.min(*minor);
        *minor -= gone;
        paid_back -= gone;
    }
    for balance in &mut ledger.balances {
        let lack = overdrawn(effects, balance.invoice);
        balance.captured_elsewhere += take(&mut left, lack, |_| true);
    }
    for balance in &mut ledger.balances {
        let made = notes_made(&ledger.placing, documents, balance.invoice);
        let lack = balance.owed() - balance.held();
        let early = take(&mut left, lack, |at| is_before(at, &made));
        let late = take(&mut left, lack - early, |_| true);
        balance.captured_elsewhere += early + late;
        balance.captured_late = if made.is_empty() { 0 } else { late };
    }
    for balance in &mut ledger.balances {
        let made = notes_made(&ledger.placing, documents, balance.invoice);
        let lack = balance.invoiced - balance.captured();
        balance.captured_elsewhere += take(&mut left, lack, |at| is_before(at, &made));
    }
    left.iter().map(|(_, minor)| minor).sum()
}

/// Returns when each credit note of an invoice was made; `None` where Uni does not tell it.
fn notes_made(
    placing: &Placing,
    documents: &[Document],
    invoice: DocumentId,
) -> Vec<Option<Timestamp>> {
    let notes: Vec<DocumentId> = placing.notes_on(invoice).collect();
    let made = documents.iter().filter(|note| notes.contains(&note.id));
    made.map(|note| note.created_at).collect()
}

/// Returns whether a capture was made before one of these credit notes.
fn is_before(at: Option<Timestamp>, made: &[Option<Timestamp>]) -> bool {
    made.iter().any(|made| made.is_none_or(|made| at.is_some_and(|at| at <= made)))
}

/// Takes up to `lack` out of what is left, the oldest first, and returns how much that was.
fn take(
    left: &mut [(Option<Timestamp>, i64)],
    lack: i64,
    may: impl Fn(Option<Timestamp>) -> bool,
) -> i64 {
    let mut taken = 0;
    for (_, minor) in left.iter_mut().filter(|(at, _)| may(*at)) {
        let share = (*minor).min(lack - taken).max(0);
        *minor -= share;
        taken += share;
    }
    taken
}

/// Allots refunds made elsewhere to credit notes that lack them, oldest first, then to invoices for which more was captured
/// than they are for, and returns what is left over.
fn allot_refunds(balances: &mut [Balance], placing: &Placing, mut left: i64) -> i64 {
    for placed in &placing.placed {
        if let Some(balance) = balances.iter_mut().find(|b| b.invoice == placed.invoice) {
            let share = balance.refund_due().min(placed.minor).clamp(0, left);
            balance.refunded_elsewhere += share;
            left -= share;
        }
    }
    for balance in balances {
        let share = balance.refund_due().min(left);
        balance.refunded_elsewhere += share;
        left -= share;
    }
    left
}
