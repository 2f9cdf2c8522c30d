//! What an order leads to: the shop's orders that its reference names, and its payments.
//!
//! Pure. Whether they surely are its own is not said here; that is the rules'.

use crate::act::{Act, Operation, payment_in};
use crate::order::{Payment, ShopOrder};

use super::Case;

impl Case {
    /// Returns whether the reference names several shop orders.
    pub fn is_merged(&self) -> bool {
        !self.ties.also.is_empty()
    }

    /// Returns whether an act may need a call on each of several payments, or orders of the shop: what a merged order asks
    /// for, and what is paid back of money that lies on more than one.
    pub fn needs_several_calls(&self, act: Act) -> bool {
        let is_spread = act == Act::Refund && self.payments().count() > 1;
        let is_of_each = act.operation().moves_money() || act.operation() == Operation::ShopUpdate;
        (is_of_each && self.is_merged()) || is_spread
    }

    /// Returns the shop orders that the reference names.
    pub fn shop_orders(&self) -> impl Iterator<Item = &ShopOrder> {
        self.order.shop.iter().chain(&self.ties.also)
    }

    /// Returns the shop order with this id, to note what an act has changed.
    pub fn shop_order_mut(&mut self, id: &str) -> Option<&mut ShopOrder> {
        self.order.shop.iter_mut().chain(&mut self.ties.also).find(|shop| shop.id == id)
    }

    /// Returns whether a payment is that of one of several shop orders.
    pub(crate) fn is_beside(&self, reference: &str) -> bool {
        let mut shops = self.shop_orders();
        self.is_merged() && shops.any(|s| s.payment_reference.as_deref() == Some(reference))
    }

    /// Returns whether one of its shop orders has no payment that is known.
    pub fn lacks_a_payment(&self) -> bool {
        let is_known = |reference: &String| self.payments().any(|p| p.reference == *reference);
        self.shop_orders().any(|s| !s.payment_reference.as_ref().is_some_and(is_known))
    }

    /// Returns the total of its shop orders together, minor units; `None` where it has none, or one of them tells none.
    pub fn shop_total_minor(&self) -> Option<i64> {
        let totals = self.shop_orders().map(|shop| shop.bought.total_minor);
        totals.reduce(|sum, total| Some(sum?.saturating_add(total?))).flatten()
    }

    /// Returns the payments that are known of the order.
    pub fn payments(&self) -> impl Iterator<Item = &Payment> {
        self.order.payment.iter().chain(&self.earlier)
    }

    /// Returns whether one of the order's shop orders names a payment, or has named it.
    pub fn is_named(&self, reference: &str) -> bool {
        self.shop_orders().any(|shop| self.is_named_by(shop, reference))
    }

    /// Returns whether a shop order names a payment, or has named it.
    pub(crate) fn is_named_by(&self, shop: &ShopOrder, reference: &str) -> bool {
        let before = self.kept.named.get(&shop.id).into_iter().flatten();
        shop.payment_reference.iter().chain(before).any(|named| named == reference)
    }

    /// Returns whether uniac has taken or paid back money of this order on a payment.
    pub fn moved_on(&self, reference: &str) -> bool {
        self.intents.iter().any(|intent| {
            let moves = matches!(intent.act, Act::Capture | Act::Refund);
            moves && intent.is_done() && payment_in(&intent.target) == reference
        })
    }

    /// Returns whether uniac has sent an act on money of this order to a payment, whatever became of it.
    pub(crate) fn sent_to(&self, reference: &str) -> bool {
        let mut sent = self.intents.iter().filter(|i| i.act.operation().moves_money());
        sent.any(|intent| payment_in(&intent.target) == reference)
    }

    /// Returns what was authorised, captured, refunded and released on each payment.
    pub(crate) fn sums(&self) -> Vec<[i64; 4]> {
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
}
