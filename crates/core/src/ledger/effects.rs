//! What happened to the payments of an order: each capture, refund and release, and which of them are our own.
//!
//! Pure. Every øre that the provider's sums tell is one effect's, and none is told twice.

use jiff::Timestamp;

use crate::act::{Act, Intent, IntentId, derive_key, payment_in};
use crate::order::{DocumentId, EventKind, Order, Payment};

/// How many ordinals are tried to recognise one of our own keys that the journal does not know
/// (a lost or restored journal). More refusals than this on one invoice need a person anyway.
const ORDINALS_TRIED: u32 = 16;

/// An effect on a payment with its invoice, when it is one of ours.
pub(super) struct Effect {
    pub kind: EventKind,
    pub minor: i64,
    pub ours: Option<DocumentId>,
    /// The intent that caused it, when the journal knows.
    pub intent: Option<IntentId>,
    /// When it happened, by the provider's clock; `None` when it does not show it (yet).
    pub at: Option<Timestamp>,
    /// The reference of the payment.
    pub on: String,
}

/// Collects what happened to the payments: what their provider lists, what we know to be done although
/// a lagging read does not show it, and what the provider's sums say beyond both.
pub(super) fn effects(
    order: &Order,
    earlier: &[Payment],
    intents: &[Intent],
    company: &str,
) -> Vec<Effect> {
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
pub(super) fn overdrawn(effects: &[Effect], invoice: DocumentId) -> i64 {
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
