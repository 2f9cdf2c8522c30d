//! What became of one payment: what was taken, paid back and released of it, and what is left.
//!
//! Pure. A reading can be older than our own release; what is left is then what the release leaves.

use std::collections::BTreeMap;

use crate::act::{Act, Intent, payment_in};
use crate::order::{DocumentId, EventKind, Payment, PaymentStatus};

use super::effects::Effect;

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

/// Returns what became of a payment.
pub(super) fn standing(payment: &Payment, effects: &[Effect], intents: &[Intent]) -> Standing {
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
