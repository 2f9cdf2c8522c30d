//! Allotment and balance: which money belongs to which invoice, and what is owed and held.
//!
//! Pure arithmetic on facts, no I/O and no clock. It must never invent money: every captured or
//! refunded øre is allotted to exactly one invoice, or is left over and pointed out.

#![warn(clippy::wildcard_enum_match_arm)]

mod paid;
mod shared;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::act::{Act, Intent, IntentId, derive_key, payment_in};
use crate::order::{Document, DocumentId, DocumentKind, EventKind, Order, Payment, PaymentStatus};
use crate::placing::{self, Placing};

pub use paid::Paid;
pub use shared::{Party, Portion, Portions, portions};

/// How many ordinals are tried to recognise one of our own keys that the journal does not know
/// (a lost or restored journal). More refusals than this on one invoice need a person anyway.
const ORDINALS_TRIED: u32 = 16;

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

/// What became of one payment, minor units throughout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The provider's reference.
    pub reference: String,
    /// All that was captured on it.
    pub captured: i64,
    /// All that was refunded on it.
    pub refunded: i64,
    /// All that was released of it.
    pub cancelled: i64,
    /// What can still be captured on it.
    pub reserved: i64,
    /// What uniac has captured on it less refunded, by invoice.
    pub ours: BTreeMap<DocumentId, i64>,
}

impl Standing {
    /// Returns what is held on the payment.
    pub fn held(&self) -> i64 {
        self.captured - self.refunded
    }
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

/// An effect on a payment with its invoice, when it is one of ours.
struct Effect {
    kind: EventKind,
    minor: i64,
    ours: Option<DocumentId>,
    /// The intent that caused it, when the journal knows.
    intent: Option<IntentId>,
    /// When it happened, by the provider's clock; `None` when it does not show it (yet).
    at: Option<Timestamp>,
    /// The reference of the payment.
    on: String,
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

/// Returns empty balances of invoices that are not there any more, and for which uniac has moved money.
fn withdrawn(balances: &[Balance], intents: &[Intent]) -> Vec<Balance> {
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

fn oldest_first(documents: &[Document]) -> Vec<&Document> {
    let mut sorted: Vec<&Document> = documents.iter().collect();
    sorted.sort_by_key(|document| (document.date, document.id));
    sorted
}

fn balances(documents: &[Document], placing: &Placing) -> Vec<Balance> {
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

/// Collects what happened to the payments: what their provider lists, what we know to be done although
/// a lagging read does not show it, and what the provider's sums say beyond both.
fn effects(order: &Order, earlier: &[Payment], intents: &[Intent], company: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    let payments = || order.payment.iter().chain(earlier);
    let listed = || payments().flat_map(|payment| payment.events.iter().map(move |e| (payment, e)));
    for (payment, event) in listed() {
        let ours = event.key.as_deref().and_then(|key| our_invoice(order, intents, company, key));
        let caused = |intent: &&Intent| event.key.as_deref() == Some(&intent.key);
        let intent = intents.iter().find(caused).map(|intent| intent.id);
        let (kind, minor, on) = (event.kind, event.amount_minor, payment.reference.clone());
        effects.push(Effect { kind, minor, ours, intent, at: Some(event.at), on });
    }
    let is_listed = |key: &str| listed().any(|(_, event)| event.key.as_deref() == Some(key));
    for intent in intents.iter().filter(|intent| intent.is_done() && !is_listed(&intent.key)) {
        if let Some(kind @ (EventKind::Capture | EventKind::Refund)) = intent.act.effect() {
            let (minor, ours) = (intent.money.minor, intent.document);
            let on = payment_in(&intent.target).to_owned();
            effects.push(Effect { kind, minor, ours, intent: Some(intent.id), at: None, on });
        }
    }
    for payment in payments() {
        for kind in [EventKind::Capture, EventKind::Refund, EventKind::Cancel] {
            let is_here = |e: &&Effect| e.kind == kind && e.on == payment.reference;
            let known: i64 = effects.iter().filter(is_here).map(|effect| effect.minor).sum();
            let sum = payment.sum_minor(kind);
            if sum > known {
                let (minor, on) = (sum - known, payment.reference.clone());
                effects.push(Effect { kind, minor, ours: None, intent: None, at: None, on });
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

/// Returns what became of a payment.
fn standing(payment: &Payment, effects: &[Effect], intents: &[Intent]) -> Standing {
    let here = || effects.iter().filter(|effect| effect.on == payment.reference);
    let sum = |kind| here().filter(|e| e.kind == kind).map(|e| e.minor).sum();
    let mut ours: BTreeMap<DocumentId, i64> = BTreeMap::new();
    for effect in here() {
        let Some(invoice) = effect.ours else { continue };
        match effect.kind {
            EventKind::Capture => *ours.entry(invoice).or_default() += effect.minor,
            EventKind::Refund => *ours.entry(invoice).or_default() -= effect.minor,
            EventKind::Cancel => {}
        }
    }
    let mut standing = Standing {
        reference: payment.reference.clone(),
        captured: sum(EventKind::Capture),
        refunded: sum(EventKind::Refund),
        cancelled: sum(EventKind::Cancel),
        reserved: 0,
        ours,
    };
    let rest = (payment.authorised_minor - standing.captured).max(0);
    let cancelled_by_us = intents.iter().any(|intent| {
        let is_here = payment_in(&intent.target) == payment.reference;
        intent.act == Act::Cancel && intent.is_done() && is_here
    });
    if cancelled_by_us {
        standing.cancelled = standing.cancelled.max(rest);
    }
    standing.reserved = match payment.status {
        PaymentStatus::Authorised | PaymentStatus::InReview => (rest - standing.cancelled).max(0),
        PaymentStatus::NotAuthorised | PaymentStatus::Expired => 0,
    };
    standing
}
