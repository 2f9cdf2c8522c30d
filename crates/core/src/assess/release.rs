//! The release of what is left reserved: when it is due, and whose it is to do. Pure; nothing is released that an
//! invoice, a draft or another order may still need.

use jiff::Timestamp;

use crate::act::{Act, Operation};
use crate::ledger::Standing;
use crate::order::Progress;

use super::attention::Attention;
use super::rules::Rules;
use super::siblings;
use super::step::{Mode, Step};

impl Rules<'_> {
    /// The release of what is left reserved, where nothing can need it any more.
    pub(super) fn release(&self) -> Option<Step> {
        if !self.order().drafts.is_empty() {
            return None;
        }
        let live = self.order().payment.as_ref().map(|payment| &payment.reference);
        match &self.case.chosen {
            Some((Operation::Cancel, chosen)) if live != Some(chosen) => self.release_of_replaced(),
            Some((Operation::Cancel, _)) => self.release_of_live(),
            Some(_) | None => self.release_of_live().or_else(|| self.release_of_replaced()),
        }
    }

    /// The release of what is left on the payment that the shop names.
    fn release_of_live(&self) -> Option<Step> {
        let is_needed = siblings::others_need_it(self.case, self.company);
        if is_needed || siblings::another_releases(self.case, self.company) {
            return None;
        }
        if self.case.kept.is_gone && self.ledger.capturable > 0 {
            let why = Some(Attention::OrderGone);
            return Some(self.step(Act::Cancel, None, self.reserved_in_hand(), why));
        }
        self.release_of_dropped().or_else(|| self.release_of_left_over())
    }

    /// The release of what is left on a payment that another has replaced: a person's. The others of the purchase draw on
    /// the new one, too; where no payment is chosen it is the first one's to do.
    fn release_of_replaced(&self) -> Option<Step> {
        if siblings::others_bar_release(self.case, self.company)
            || (self.case.chosen.is_none() && siblings::is_behind(self.case, self.company))
        {
            return None;
        }
        let standing = self.replaced()?;
        let why = Some(Attention::ReplacedPayment);
        let step = self.step(Act::Cancel, None, standing.reserved, why);
        Some(Step { payment: Some(standing.reference.clone()), ..step })
    }

    /// Returns a payment that another has replaced and on which money is still reserved.
    pub fn replaced(&self) -> Option<&Standing> {
        let live = self.order().payment.as_ref().map(|payment| payment.reference.as_str());
        let is_chosen = |reference: &str| match &self.case.chosen {
            Some((Operation::Cancel, chosen)) => chosen == reference,
            Some(_) | None => true,
        };
        self.ledger.payments.iter().find(|standing| {
            let reference = standing.reference.as_str();
            let is_left = standing.reserved > 0 && Some(reference) != live;
            is_left && self.case.is_replaced(reference) && is_chosen(reference)
        })
    }

    /// Returns whether `sync` will release what is left, so that what waits for it needs nobody. Where a brake keeps it from
    /// that, the brake is what a person has to look at.
    pub fn is_releasing(&self) -> bool {
        let is_its = |step: Step| step.mode == Mode::Auto || step.why == Some(Attention::Braked);
        self.release().is_some_and(is_its)
    }

    /// The release of what is left reserved on an order that is fully invoiced and settled. Up to one
    /// unit of the currency is rounding and is released; a person decides about more.
    fn release_of_left_over(&self) -> Option<Step> {
        let order = self.order();
        let shop = order.shop.as_ref()?;
        let capturable = self.ledger.capturable;
        let wanted = order.uni.progress == Progress::Invoiced
            && !self.lines_left()
            // Invoices that cannot be traced to the order may still need all of it.
            && !self.ledger.balances.is_empty()
            && self.all_settled()
            && capturable > 0;
        let possible =
            self.ledger.captured == 0 || self.company.releases_rest(&shop.payment_method);
        let paid = self.ledger.balances.iter().any(|balance| balance.paid_otherwise > 0);
        let is_rounding = capturable <= self.currency().unit() && self.is_ours_to_update() && !paid;
        let why = (!is_rounding).then_some(Attention::ReservationLeftOver);
        (wanted && possible).then(|| self.step(Act::Cancel, None, self.reserved_in_hand(), why))
    }

    /// The release of what is left reserved on an order that was deleted or closed.
    fn release_of_dropped(&self) -> Option<Step> {
        let uni = &self.order().uni;
        let wanted = uni.progress.is_dropped()
            && self.is_traceable()
            && self.ledger.capturable > 0
            && self.all_settled()
            && !siblings::another_left_some(self.case);
        wanted.then(|| {
            let why = match self.case.ties.dropped_before {
                true => Some(Attention::DroppedBefore),
                false => self.case.predates().then(|| self.predating_reason()),
            };
            let waits = self.release_waits_until().is_some();
            let why = why.or(waits.then_some(Attention::WaitsUntil));
            self.step(Act::Cancel, None, self.reserved_in_hand(), why)
        })
    }

    /// Returns whether it is known what a dropped order was invoiced for. A closed one whose lines all went to invoices that
    /// cannot be traced to it (old data has no `OrderItemId`) looks like one never invoiced; its money may be all there is.
    pub(super) fn is_traceable(&self) -> bool {
        let uni = &self.order().uni;
        let is_told = uni.uninvoiced_minor > 0 || uni.progress == Progress::Deleted;
        is_told || !self.order().documents.is_empty()
    }

    /// Returns until when an automatic release waits.
    pub(super) fn release_waits_until(&self) -> Option<Timestamp> {
        let until =
            self.case.kept.dropped_at?.checked_add(self.company.terms.release_after).ok()?;
        (until > self.now).then_some(until)
    }
}
