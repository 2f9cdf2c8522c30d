//! Payments of an order: which of them is the live one, and what the others are to it.
//!
//! Pure. A new reference that is not authorised replaces nothing; what was moved on a payment stays there.

use crate::act::{Act, Operation, payment_in};
use crate::order::{Payment, PaymentStatus};
use crate::purchase::Case;

impl Case {
    /// Returns the payments that are known of the order.
    pub fn payments(&self) -> impl Iterator<Item = &Payment> {
        self.order.payment.iter().chain(&self.earlier)
    }

    /// Returns whether the order's own shop order names a payment, or has named it.
    pub fn is_named(&self, reference: &str) -> bool {
        let shop = self.order.shop.as_ref();
        let now = shop.and_then(|shop| shop.payment_reference.as_deref());
        now == Some(reference)
            || self.kept.named.iter().any(|named| named == reference)
            || self.is_beside(reference)
    }

    /// Returns whether uniac has taken or paid back money of this order on a payment.
    pub fn moved_on(&self, reference: &str) -> bool {
        self.intents.iter().any(|intent| {
            let moves = matches!(intent.act, Act::Capture | Act::Refund);
            moves && intent.is_done() && payment_in(&intent.target) == reference
        })
    }

    /// Returns whether uniac has sent an act on money of this order to a payment, whatever became of it.
    pub(super) fn sent_to(&self, reference: &str) -> bool {
        let mut sent = self.intents.iter().filter(|i| i.act.operation().moves_money());
        sent.any(|intent| payment_in(&intent.target) == reference)
    }

    /// Returns what was authorised, captured, refunded and released on each payment.
    pub(super) fn sums(&self) -> Vec<[i64; 4]> {
        let sums = |p: &Payment| {
            [p.authorised_minor, p.captured_minor, p.refunded_minor, p.cancelled_minor]
        };
        self.payments().map(sums).collect()
    }

    /// Makes a known payment the one in hand; returns whether it is known.
    pub fn turn_to(&mut self, reference: &str) -> bool {
        let in_hand = self.order.payment.as_ref().map(|payment| payment.reference.as_str());
        if in_hand == Some(reference) {
            return true;
        }
        let is_it = |earlier: &Payment| earlier.reference == reference;
        let Some(at) = self.earlier.iter().position(is_it) else { return false };
        let turned = self.earlier.remove(at);
        self.earlier.extend(self.order.payment.replace(turned));
        true
    }

    /// Makes the live payment the one in hand: the one that a person has chosen, else the one that the shop names, and as
    /// long as that is not authorised the newest of the shop order's that is; of a merged order one with money left.
    pub(super) fn turn_to_live(&mut self) {
        if let Some((operation, chosen)) = self.chosen.clone()
            && (operation == Operation::Capture || self.is_beside(&chosen))
            && self.turn_to(&chosen)
        {
            return;
        }
        self.turn_to_named();
        self.turn_to_money_left();
    }

    fn turn_to_named(&mut self) {
        let shop = self.order.shop.as_ref();
        let Some(named) = shop.and_then(|shop| shop.payment_reference.clone()) else {
            // Without a shop order that names it no payment is live.
            self.earlier.extend(self.order.payment.take());
            return;
        };
        if !self.turn_to(&named) {
            self.earlier.extend(self.order.payment.take());
            if self.order.not_found_at.is_none() {
                // It was never read: nobody knows what is on it.
                return;
            }
        }
        if self.order.payment.as_ref().is_some_and(is_authorised) {
            return;
        }
        let is_own = |p: &&Payment| self.is_named(&p.reference) && !self.is_beside(&p.reference);
        let own = self.earlier.iter().filter(is_own).filter(|payment| is_authorised(payment));
        let newest = own.max_by_key(|payment| payment.authorised_at);
        if let Some(reference) = newest.map(|payment| payment.reference.clone()) {
            self.turn_to(&reference);
        }
    }
}

fn is_authorised(payment: &Payment) -> bool {
    payment.status != PaymentStatus::NotAuthorised && payment.authorised_minor > 0
}
