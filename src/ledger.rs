//! Allotment and balance: which money belongs to which invoice, and what is owed and held.
//!
//! Pure arithmetic on facts, no I/O and no clock. It must never invent money: every captured or
//! refunded øre is allotted to exactly one invoice, or is left over and pointed out.

#![warn(clippy::wildcard_enum_match_arm)]

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::act::{Act, Intent, IntentId, derive_key};
use crate::order::{Document, DocumentId, DocumentKind, EventKind, Order, PaymentStatus};

/// How many ordinals are tried to recognise one of our own keys that the journal does not know
/// (a lost or restored journal). More refusals than this on one invoice need a person anyway.
const ORDINALS_TRIED: u32 = 16;

/// The balance of one invoice, minor units throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// The invoice.
    pub invoice: DocumentId,
    /// Its amount for this order.
    pub invoiced: i64,
    /// What its credit notes take off.
    pub credited: i64,
    /// Captures by uniac.
    pub captured_by_us: i64,
    /// Captures made elsewhere, as far as allotted here.
    pub captured_elsewhere: i64,
    /// Refunds by uniac.
    pub refunded_by_us: i64,
    /// Refunds made elsewhere, as far as allotted here.
    pub refunded_elsewhere: i64,
}

impl Balance {
    /// What the customer owes for the invoice: invoiced less credited, never below zero.
    pub fn owed(&self) -> i64 {
        (self.invoiced - self.credited).max(0)
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
        self.captured() - self.refunded()
    }

    /// What is to be captured; 0 when nothing.
    pub fn capture_due(&self) -> i64 {
        (self.owed() - self.held()).max(0)
    }

    /// What is to be refunded; 0 when nothing.
    pub fn refund_due(&self) -> i64 {
        (self.held() - self.owed()).max(0)
    }

    /// Returns whether owed and held are equal.
    pub fn is_settled(&self) -> bool {
        self.owed() == self.held()
    }
}

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
}

impl Ledger {
    /// Returns the balance of an invoice.
    pub fn balance(&self, invoice: DocumentId) -> Option<&Balance> {
        self.balances.iter().find(|balance| balance.invoice == invoice)
    }

    /// Returns the sum of what is owed.
    pub fn owed(&self) -> i64 {
        self.balances.iter().map(Balance::owed).sum()
    }

    /// Returns the sum of what is held for invoices.
    pub fn held(&self) -> i64 {
        self.balances.iter().map(Balance::held).sum()
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

/// An effect on the payment with its invoice, when it is one of ours.
struct Effect {
    kind: EventKind,
    minor: i64,
    ours: Option<DocumentId>,
    /// The intent that caused it, when the journal knows.
    intent: Option<IntentId>,
    /// When it happened, by the provider's clock; `None` when it does not show it (yet).
    at: Option<Timestamp>,
}

/// Allots the money of an order to its invoices.
///
/// `intents` are the order's own; `company` is the company's key in Uni, from which keys derive.
pub fn allot(order: &Order, intents: &[Intent], company: &str) -> Ledger {
    let mut ledger = Ledger { balances: balances(&order.documents), ..Ledger::default() };
    let effects = effects(order, intents, company);
    let mut captured_elsewhere = 0;
    let mut refunded_elsewhere = 0;
    for effect in &effects {
        let own = effect.ours.and_then(|id| ledger.balances.iter_mut().find(|b| b.invoice == id));
        match (effect.kind, own) {
            (EventKind::Capture, Some(balance)) => balance.captured_by_us += effect.minor,
            (EventKind::Capture, None) => captured_elsewhere += effect.minor,
            (EventKind::Refund, Some(balance)) => balance.refunded_by_us += effect.minor,
            (EventKind::Refund, None) => refunded_elsewhere += effect.minor,
            (EventKind::Cancel, _) => ledger.cancelled += effect.minor,
        }
    }
    let total = |kind| effects.iter().filter(|e| e.kind == kind).map(|e| e.minor).sum();
    ledger.captured = total(EventKind::Capture);
    ledger.refunded = total(EventKind::Refund);
    ledger.captured_left_over = allot_captures(&mut ledger.balances, &effects, captured_elsewhere);
    ledger.refunded_left_over =
        allot_refunds(&mut ledger.balances, &order.documents, refunded_elsewhere);
    settle_reservation(&mut ledger, order, intents);
    ledger
}

/// Returns what the credit notes of an order got back, oldest first, for showing: the refunds of
/// each invoice are laid on its credit notes in turn.
pub fn refunds_by_credit_note(order: &Order, ledger: &Ledger) -> BTreeMap<DocumentId, i64> {
    let mut left: BTreeMap<DocumentId, i64> =
        ledger.balances.iter().map(|b| (b.invoice, b.refunded())).collect();
    let mut shares = BTreeMap::new();
    for note in oldest_first(&order.documents) {
        let DocumentKind::CreditNote { credits: Some(invoice) } = note.kind else { continue };
        if let Some(left) = left.get_mut(&invoice) {
            let share = note.amount_minor.min(*left);
            *left -= share;
            shares.insert(note.id, share);
        }
    }
    shares
}

fn oldest_first(documents: &[Document]) -> Vec<&Document> {
    let mut sorted: Vec<&Document> = documents.iter().collect();
    sorted.sort_by_key(|document| (document.date, document.id));
    sorted
}

fn balances(documents: &[Document]) -> Vec<Balance> {
    let credited = |invoice: DocumentId| {
        documents
            .iter()
            .filter(|note| note.kind == DocumentKind::CreditNote { credits: Some(invoice) })
            .map(|note| note.amount_minor)
            .sum()
    };
    oldest_first(documents)
        .into_iter()
        .filter(|document| document.kind == DocumentKind::Invoice)
        .map(|invoice| Balance {
            invoice: invoice.id,
            invoiced: invoice.amount_minor,
            credited: credited(invoice.id),
            captured_by_us: 0,
            captured_elsewhere: 0,
            refunded_by_us: 0,
            refunded_elsewhere: 0,
        })
        .collect()
}

/// Collects what happened to the payment: what the provider lists, what we know to be done although
/// a lagging read does not show it, and what the provider's sums say beyond both.
fn effects(order: &Order, intents: &[Intent], company: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    let listed = order.payment.iter().flat_map(|payment| &payment.events);
    for event in listed.clone() {
        let ours = event.key.as_deref().and_then(|key| our_invoice(order, intents, company, key));
        let caused = |intent: &&Intent| event.key.as_deref() == Some(&intent.key);
        let intent = intents.iter().find(caused).map(|intent| intent.id);
        let (kind, minor) = (event.kind, event.amount_minor);
        effects.push(Effect { kind, minor, ours, intent, at: Some(event.at) });
    }
    let is_listed = |key: &str| listed.clone().any(|event| event.key.as_deref() == Some(key));
    for intent in intents.iter().filter(|intent| intent.is_done() && !is_listed(&intent.key)) {
        if let Some(kind @ (EventKind::Capture | EventKind::Refund)) = intent.act.effect() {
            let (minor, ours) = (intent.money.minor, intent.document);
            effects.push(Effect { kind, minor, ours, intent: Some(intent.id), at: None });
        }
    }
    if let Some(payment) = &order.payment {
        for kind in [EventKind::Capture, EventKind::Refund, EventKind::Cancel] {
            let sum = payment.sum_minor(kind);
            let known: i64 = effects.iter().filter(|e| e.kind == kind).map(|e| e.minor).sum();
            if sum > known {
                let minor = sum - known;
                effects.push(Effect { kind, minor, ours: None, intent: None, at: None });
            }
        }
    }
    effects
}

/// Returns the invoice that one of our keys was made for: by the journal, or, when the journal was
/// lost, by deriving the keys again.
fn our_invoice(order: &Order, intents: &[Intent], company: &str, key: &str) -> Option<DocumentId> {
    if let Some(intent) = intents.iter().find(|intent| intent.key == key) {
        return intent.document;
    }
    let act = [Act::Capture, Act::Refund]
        .into_iter()
        .find(|act| key.starts_with(&format!("ua-{}-", act.name())))?;
    order.documents.iter().map(|document| document.id).find(|document| {
        (1..=ORDINALS_TRIED)
            .any(|ordinal| derive_key(company, order.uni.id, Some(*document), act, ordinal) == key)
    })
}

/// Returns how much more uniac had paid back for an invoice at some time than it had captured until
/// then. That was somebody else's capture, and stays allotted whatever is captured afterwards: else
/// each new capture would set it free for another invoice, and be due once more.
fn overdrawn(effects: &[Effect], invoice: DocumentId) -> i64 {
    let mut own: Vec<&Effect> =
        effects.iter().filter(|effect| effect.ours == Some(invoice)).collect();
    if own.iter().all(|effect| effect.intent.is_some()) {
        own.sort_by_key(|effect| effect.intent);
    } else {
        // A part of the journal was lost. Which came first of two, of which the provider shows one
        // only, cannot be told: then a capture is taken for the earlier, so that no money of others is
        // taken for needed that was not.
        own.sort_by_key(|effect| {
            let is_refund = effect.kind == EventKind::Refund;
            let list = if effect.at.is_some() { 1 } else { 2 * u8::from(is_refund) };
            (list, effect.at, is_refund)
        });
    }
    let (mut held, mut overdrawn) = (0, 0);
    for effect in own {
        match effect.kind {
            EventKind::Capture => held += effect.minor,
            EventKind::Refund => held -= effect.minor,
            EventKind::Cancel => {}
        }
        overdrawn = overdrawn.max(-held);
    }
    overdrawn
}

/// Allots captures made elsewhere, oldest invoice first, and returns what is left over.
///
/// In three rounds: what was paid back must have been taken before; then invoices that are still
/// owed; then invoices whose credit notes have met their money's absence too early.
fn allot_captures(balances: &mut [Balance], effects: &[Effect], mut left: i64) -> i64 {
    let lacks: [fn(&Balance, &[Effect]) -> i64; 3] = [
        |balance, effects| overdrawn(effects, balance.invoice),
        |balance, _| balance.owed() - balance.held(),
        |balance, _| balance.invoiced - balance.captured(),
    ];
    for lack in lacks {
        for balance in balances.iter_mut() {
            let share = lack(balance, effects).clamp(0, left);
            balance.captured_elsewhere += share;
            left -= share;
        }
    }
    left
}

/// Allots refunds made elsewhere to credit notes that lack them, oldest first, and returns what is
/// left over.
fn allot_refunds(balances: &mut [Balance], documents: &[Document], mut left: i64) -> i64 {
    for note in oldest_first(documents) {
        let DocumentKind::CreditNote { credits: Some(invoice) } = note.kind else { continue };
        if let Some(balance) = balances.iter_mut().find(|balance| balance.invoice == invoice) {
            let share = balance.refund_due().min(note.amount_minor).clamp(0, left);
            balance.refunded_elsewhere += share;
            left -= share;
        }
    }
    left
}

fn settle_reservation(ledger: &mut Ledger, order: &Order, intents: &[Intent]) {
    let Some(payment) = &order.payment else { return };
    let rest = (payment.authorised_minor - ledger.captured).max(0);
    let cancelled_by_us =
        intents.iter().any(|intent| intent.act == Act::Cancel && intent.is_done());
    if cancelled_by_us {
        ledger.cancelled = ledger.cancelled.max(rest);
    }
    ledger.capturable = match payment.status {
        PaymentStatus::Authorised | PaymentStatus::InReview => (rest - ledger.cancelled).max(0),
        PaymentStatus::NotAuthorised | PaymentStatus::Expired => 0,
    };
}
