//! Merged orders: the reference of a Uni order holds several numbers of the shop, so it leads to several payments.
//!
//! Pure. Money is taken of itself only where that needs no choice: one of the payments alone has money left, or what is due
//! is exactly what is left on all. A number that turns out to be a stranger's must never open a way to his money.

use crate::act::{Act, payment_in};
use crate::ledger::Standing;
use crate::order::ShopOrder;
use crate::purchase::Case;

use super::link;
use super::rules::Rules;
use super::step::Step;

impl Case {
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
        let mut earlier = std::mem::take(&mut self.earlier);
        earlier.retain(|payment| {
            let reference = &payment.reference;
            let is_theirs = strangers.iter().any(|shop| self.is_named_by(shop, reference));
            !is_theirs || self.is_named(reference) || self.sent_to(reference)
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
