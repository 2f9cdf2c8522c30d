//! Payments of an order: which of them is the live one, and what is left on each.
//!
//! Pure. A new reference that is not authorised replaces nothing; what was moved on a payment stays there.

use crate::act::{Act, Intent, Operation, payment_in};
use crate::order::{Payment, PaymentStatus, ShopOrder};
use crate::purchase::Case;

impl Case {
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
        let live = self.order.shop.as_ref().and_then(|shop| self.live_of(shop));
        if let Some(reference) = live.map(|payment| payment.reference.clone()) {
            self.turn_to(&reference);
        }
    }

    /// Returns the live payment of a shop order: the one that it names, and as long as that is not authorised the newest
    /// that is of those it has named.
    fn live_of(&self, shop: &ShopOrder) -> Option<&Payment> {
        let is_now = |p: &&Payment| shop.payment_reference.as_ref() == Some(&p.reference);
        let is_before =
            |p: &&Payment| self.is_named_by(shop, &p.reference) && !self.is_beside(&p.reference);
        let authorised = || self.payments().filter(|payment| is_authorised(payment));
        let newest = || authorised().filter(is_before).max_by_key(|p| p.authorised_at);
        authorised().find(is_now).or_else(newest)
    }

    /// Returns whether another payment is the live one of a shop order that has named this one.
    pub(super) fn is_replaced(&self, reference: &str) -> bool {
        let mut shops = self.shop_orders().filter(|shop| self.is_named_by(shop, reference));
        let is_other = |live: &Payment| live.reference != reference;
        !self.is_beside(reference) && shops.any(|shop| self.live_of(shop).is_some_and(is_other))
    }

    /// Makes a payment on which money is left the one in hand, where there is none on the one that is.
    fn turn_to_money_left(&mut self) {
        let is_left = |payment: &Payment| self.left_on(payment) > 0;
        if !self.is_merged() || self.order.payment.as_ref().is_some_and(is_left) {
            return;
        }
        let mut beside = self.earlier.iter().filter(|p| self.is_beside(&p.reference));
        let found = beside.find(|payment| is_left(payment)).map(|p| p.reference.clone());
        if let Some(reference) = found {
            self.turn_to(&reference);
        }
    }

    /// Returns what can still be captured on a payment, also where the reading lags behind what uniac has done.
    pub(super) fn left_on(&self, payment: &Payment) -> i64 {
        let all = std::iter::once(self).chain(&self.ties.siblings);
        let here = all
            .flat_map(|case| &case.intents)
            .filter(|intent| intent.is_done() && payment_in(&intent.target) == payment.reference);
        let (captures, others): (Vec<&Intent>, Vec<&Intent>) =
            here.partition(|intent| intent.act == Act::Capture);
        let ours = captures.iter().map(|i| i.money.minor).fold(0, i64::saturating_add);
        let is_released = others.iter().any(|intent| intent.act == Act::Cancel);
        match payment.status {
            PaymentStatus::Authorised | PaymentStatus::InReview if !is_released => {
                let captured = payment.captured_minor.max(ours);
                payment.authorised_minor - captured - payment.cancelled_minor
            }
            PaymentStatus::Authorised
            | PaymentStatus::InReview
            | PaymentStatus::NotAuthorised
            | PaymentStatus::Expired => 0,
        }
    }
}

fn is_authorised(payment: &Payment) -> bool {
    payment.status != PaymentStatus::NotAuthorised && payment.authorised_minor > 0
}
