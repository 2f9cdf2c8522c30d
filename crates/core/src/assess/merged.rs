//! Merged orders: the reference of a Uni order holds several numbers of the shop, so it leads to several payments.
//!
//! Pure. Money is taken of itself only where that needs no choice: one of the payments alone has money left, or what is due
//! is exactly what is left on all. A number that turns out to be a stranger's must never open a way to his money.

use crate::act::{Act, Intent, Operation, payment_in};
use crate::ledger::Standing;
use crate::order::{Payment, PaymentStatus, ShopOrder};
use crate::purchase::Case;

use super::link;
use super::rules::Rules;
use super::step::Step;

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
    pub(super) fn is_beside(&self, reference: &str) -> bool {
        let mut shops = self.shop_orders();
        self.is_merged() && shops.any(|s| s.payment_reference.as_deref() == Some(reference))
    }

    /// Returns whether one of its shop orders has no payment that is known.
    pub fn lacks_a_payment(&self) -> bool {
        let is_known = |reference: &String| self.payments().any(|p| p.reference == *reference);
        self.shop_orders().any(|s| !s.payment_reference.as_ref().is_some_and(is_known))
    }

    /// Leaves out, of itself and of those that share its payments, the shop orders of strangers: where a person says that
    /// the order belongs to the one in hand, another number in its reference may be a date or a stranger's.
    pub(super) fn leave_strangers(&mut self) {
        let left_one = self.leave_own_strangers();
        let mut siblings = std::mem::take(&mut self.ties.siblings);
        siblings.retain_mut(|other| {
            let whole = other.clone();
            let left = other.leave_own_strangers() || left_one;
            if !left || self.leads_where(other) {
                return true;
            }
            // Whether the number that it leaves out was a stranger's nobody can know for sure: it takes nothing, and as
            // long as it asks for money nothing of that number is released, whatever a person said to be paid otherwise.
            *other = whole;
            other.ties.said = None;
            other.kept.paid_by_word.clear();
            self.leads_where(other)
        });
        self.ties.siblings = siblings;
    }

    /// Returns the payments that a person may choose for it: not that of a stranger, whose number its reference has, too.
    pub fn own_payments(&self) -> Vec<String> {
        let mut own = self.clone();
        own.leave_own_strangers();
        own.payments().map(|payment| payment.reference.clone()).collect()
    }

    /// Returns whether a stranger was left out.
    fn leave_own_strangers(&mut self) -> bool {
        if !self.is_merged() || self.ties.said != Some(true) {
            return false;
        }
        // What was sure without a person's word is no stranger's because of it.
        let is_sure_anyway = self.is_sure_unsaid();
        let shops: Vec<&ShopOrder> = self.shop_orders().collect();
        let uni = &self.order.uni;
        let agrees = link::agrees(uni, &shops) != Some(false) && link::totals_agree(uni, &shops);
        if agrees || is_sure_anyway {
            return false;
        }
        let is_friend = |shop: &ShopOrder| uni.buyer.agrees(&shop.bought.buyer) == Some(true);
        let (friends, strangers): (Vec<ShopOrder>, Vec<ShopOrder>) =
            std::mem::take(&mut self.ties.also).into_iter().partition(is_friend);
        self.ties.also = friends;
        let theirs: Vec<String> =
            strangers.iter().filter_map(|shop| shop.payment_reference.clone()).collect();
        let mut earlier = std::mem::take(&mut self.earlier);
        earlier.retain(|payment| {
            let reference = &payment.reference;
            !theirs.contains(reference) || self.is_named(reference) || self.sent_to(reference)
        });
        self.earlier = earlier;
        !strangers.is_empty()
    }

    fn is_sure_unsaid(&mut self) -> bool {
        let said = self.ties.said.take();
        let link = link::judge(&self.order.uni, self.order.shop.as_ref(), &self.ties);
        self.ties.said = said;
        link.is_firm()
    }

    /// Returns whether another order leads to a shop order or a payment of this one.
    fn leads_where(&self, other: &Case) -> bool {
        let same_payment = |one: &ShopOrder, other: &ShopOrder| {
            one.payment_reference.is_some() && one.payment_reference == other.payment_reference
        };
        let is_here = |shop: &ShopOrder| {
            self.shop_orders().any(|own| own.id == shop.id || same_payment(own, shop))
        };
        let sent_there = |one: &Case, other: &Case| {
            let sent = one.intents.iter().filter(|i| i.act.operation().moves_money());
            sent.map(|intent| payment_in(&intent.target))
                .any(|to| other.is_named(to) || other.moved_on(to))
        };
        other.shop_orders().any(is_here) || sent_there(self, other) || sent_there(other, self)
    }

    /// Makes a payment on which money is left the one in hand, where there is none on the one that is.
    pub(super) fn turn_to_money_left(&mut self) {
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

impl Rules<'_> {
    /// Returns whether nobody but a person can know which of several payments what is due is to be taken from.
    pub fn must_choose_payment(&self, due: i64) -> bool {
        let is_left = |standing: &&Standing| {
            standing.reserved > 0 && self.case.is_beside(&standing.reference)
        };
        let count = self.ledger.payments.iter().filter(is_left).count();
        let is_open = count > 1 || (count == 1 && self.case.lacks_a_payment());
        // What is exactly all that is left needs no choice; what is more waits for another reason.
        let is_less = due < self.ledger.capturable || self.case.lacks_a_payment();
        self.case.is_merged() && due > 0 && due <= self.ledger.capturable && is_open && is_less
    }

    /// Returns what is reserved on the payment in hand; of an order that was not merged that is all.
    pub fn reserved_in_hand(&self) -> i64 {
        let live = self.order().payment.as_ref().filter(|_| self.case.is_merged());
        live.map_or(self.ledger.capturable, |live| self.ledger.reserved_on(&live.reference))
    }

    /// Leaves of captures what the payment in hand can give; the rest follows from the next one.
    pub fn within_payment(&self, captures: Vec<Step>) -> Vec<Step> {
        if !self.case.is_merged() || self.ledger.capture_due() > self.ledger.capturable {
            return captures;
        }
        let mut left = self.reserved_in_hand();
        let mut within = Vec::new();
        for mut step in captures {
            if step.act == Act::Capture {
                step.money.minor = step.money.minor.min(left);
                left -= step.money.minor;
            }
            if step.money.minor > 0 {
                within.push(step);
            }
        }
        within
    }
}
