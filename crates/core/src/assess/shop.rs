//! What the shop's order lacks: records of refunds, notes of partial captures, its status. Pure; no status is due at
//! which a plug-in of the shop could move money.

use crate::act::{Act, payment_in};
use crate::hooks::Hook;
use crate::ledger::{Balance, Standing};
use crate::order::{DocumentId, ShopOrder, ShopStatus};

use super::rules::Rules;
use super::siblings;
use super::step::Step;

impl Rules<'_> {
    /// What the shop's order lacks: records of refunds, notes of partial captures, its status. Of a merged order each of
    /// the shop's orders gets its own: the status is that of the whole purchase.
    pub(super) fn shop(&self) -> Vec<Step> {
        if self.own_shop_order().is_none() {
            return Vec::new();
        }
        let mut steps = self.refund_records();
        if self.withholds_records(&steps) {
            steps.clear();
        }
        if self.lines_left() || self.ledger.missing() > 0 {
            steps.extend(self.notes());
        }
        for shop in self.case.shop_orders().filter(|_| self.is_ours_to_update()) {
            let wanted = self.status_wanted(shop);
            let wanted = wanted.filter(|(act, _)| !self.could_move_money(shop, *act));
            steps.extend(
                wanted.map(|(act, minor)| self.on(shop, self.step(act, None, minor, None))),
            );
        }
        steps
    }

    /// Returns a step as one on this order of the shop.
    fn on(&self, shop: &ShopOrder, step: Step) -> Step {
        Step { shop: self.case.is_merged().then(|| shop.id.clone()), ..step }
    }

    /// Returns the shop's order, unless uniac moved the order's money on a payment that was never that one's: then it
    /// is somebody else's.
    fn own_shop_order(&self) -> Option<&ShopOrder> {
        let is_strange =
            |reference: &String| self.case.moved_on(reference) && !self.case.is_named(reference);
        let mut payments = self.ledger.payments.iter().map(|standing| &standing.reference);
        let any_strange = payments.any(is_strange);
        self.order().shop.as_ref().filter(|_| !any_strange)
    }

    /// Returns the status that the shop's order should have and has not.
    fn status_wanted(&self, shop: &ShopOrder) -> Option<(Act, i64)> {
        // What is on a draft is not invoiced yet, although its order lines say so.
        let waits = !self.order().drafts.is_empty();
        if waits || siblings::others_need_it(self.case, self.company) {
            return None;
        }
        let uni = &self.order().uni;
        let balances = &self.ledger.balances;
        let finished = !self.lines_left() && self.all_settled();
        let stands: i64 = balances.iter().map(Balance::stands).sum();
        let credited = balances.iter().any(|b| b.credited > 0) && stands == 0;
        let released = self.ledger.capturable == 0;
        let act = if balances.is_empty() {
            let is_gone = released && self.ledger.captured == self.ledger.refunded;
            let cancelled = uni.progress.is_dropped() && is_gone;
            let stands = siblings::others_stand(self.case, self.company, shop);
            (cancelled && !stands).then_some(Act::ShopCancel)
        } else if finished && credited {
            (!siblings::others_stand(self.case, self.company, shop)).then_some(Act::ShopCredit)
        } else if finished && (!uni.progress.is_dropped() || released) {
            Some(Act::ShopComplete)
        } else {
            None
        }?;
        let may_follow = match act {
            Act::ShopCredit => shop.status == ShopStatus::Completed || shop.status.counts_as_open(),
            // A status that a person or plug-in chose on purpose is not fought over.
            _ => shop.status.counts_as_open(),
        };
        // What was set once is not set again: a lagging read looks like a person's change, and so
        // does a person's change.
        let was_set = match self.case.is_merged() {
            true => self.case.intents_of(act, None).any(|i| i.is_done() && i.target == shop.id),
            false => self.is_done(act, None),
        };
        (may_follow && !was_set).then_some((act, self.ledger.owed()))
    }

    /// Returns whether the shop's plug-in could move money when it gets this status: on *completed*
    /// what is still reserved, on *cancelled* what is reserved or held, on *refunded* what is held beyond
    /// the refunds that the shop has recorded, and what is reserved where the plug-in is known to
    /// release that.
    fn could_move_money(&self, shop: &ShopOrder, act: Act) -> bool {
        let hook = self.company.hooks.of(&shop.payment_method);
        // A plug-in sees the whole payment, also what is held on it for other orders.
        let others = siblings::held_for_others(self.case);
        let (reserved, captured, refunded) = self.moved_in(shop);
        let (deeds, held) = match act {
            Act::ShopComplete => (hook.completed, 0),
            Act::ShopCancel => (hook.cancelled, captured - refunded + others),
            Act::ShopCredit => {
                // What was paid back in the portal is gone, whether the shop knows of it or not.
                let unrecorded = captured - self.refunds_recorded(shop).max(refunded);
                (hook.refunded, unrecorded + others)
            }
            _ => return false,
        };
        // What is reserved may be other orders', too.
        let is_alone = self.case.ties.siblings.is_empty() && !self.case.is_merged();
        let is_guess = act == Act::ShopCredit && hook == Hook::UNKNOWN && is_alone;
        deeds.could_move(if is_guess { 0 } else { reserved }, held, captured)
    }

    /// Returns whether the shop's plug-in could move money when so much more is recorded as refunded: WooCommerce sets an
    /// order whose refunds reach its total to *refunded* by itself.
    fn record_could_move_money(&self, shop: &ShopOrder, minor: i64) -> bool {
        let recorded = self.refunds_recorded(shop).saturating_add(minor);
        let all = shop.refunded_minor.max(recorded);
        if all < shop.bought.total_minor.unwrap_or(self.order().uni.total_minor) {
            return false;
        }
        let (reserved, captured, refunded) = self.moved_in(shop);
        let held = captured - recorded.max(refunded) + siblings::held_for_others(self.case);
        let hook = self.company.hooks.of(&shop.payment_method);
        hook.refunded.could_move(reserved, held, captured)
    }

    /// Returns what is reserved, captured and refunded on the payment of an order of the shop; of one that is alone, on
    /// all.
    fn moved_in(&self, shop: &ShopOrder) -> (i64, i64, i64) {
        let ledger = self.ledger;
        if !self.case.is_merged() {
            return (ledger.capturable, ledger.captured, ledger.refunded);
        }
        let is_its =
            |standing: &&Standing| Some(&standing.reference) == shop.payment_reference.as_ref();
        let its = ledger.payments.iter().find(is_its);
        its.map_or((0, 0, 0), |its| (its.reserved, its.captured, its.refunded))
    }

    /// Returns the sum of the order's refunds in the shop's books, also of those that a lagging read lacks.
    fn refunds_recorded(&self, shop: &ShopOrder) -> i64 {
        let of_others = siblings::recorded_for_others(self.case, shop);
        let by_us = match self.case.is_merged() {
            true => self.recorded_in(shop, None),
            false => self.recorded_by_us(),
        };
        (shop.refunded_minor - of_others).max(by_us)
    }

    /// Returns the sum of the refunds that uniac has recorded in an order of the shop, for one invoice or all.
    fn recorded_in(&self, shop: &ShopOrder, invoice: Option<DocumentId>) -> i64 {
        let here = self.case.intents.iter().filter(|intent| {
            intent.act == Act::ShopRecordRefund && intent.is_done() && intent.target == shop.id
        });
        let here = here.filter(|intent| invoice.is_none() || intent.document == invoice);
        here.map(|intent| intent.money.minor).fold(0, i64::saturating_add)
    }

    /// Returns the sum of the refunds that uniac has recorded in the shop.
    pub(super) fn recorded_by_us(&self) -> i64 {
        let of = self.paid_back_by_us().map(|(of, _)| self.done_minor(Act::ShopRecordRefund, of));
        of.fold(0, i64::saturating_add)
    }

    /// What uniac has paid back for each invoice, and for none.
    fn paid_back_by_us(&self) -> impl Iterator<Item = (Option<DocumentId>, i64)> {
        let for_none = (None, self.done_minor(Act::Refund, None));
        let balances = self.ledger.balances.iter();
        let for_each = balances.map(|balance| (Some(balance.invoice), balance.refunded_by_us));
        for_each.chain(std::iter::once(for_none))
    }

    /// A note for each invoice that uniac captured while the order is not finished.
    fn notes(&self) -> Vec<Step> {
        self.ledger
            .balances
            .iter()
            .filter(|balance| balance.captured_by_us > 0 && balance.held() > 0)
            .filter(|balance| !self.is_done(Act::ShopNote, Some(balance.invoice)))
            .map(|b| self.step(Act::ShopNote, Some(b.invoice), b.captured_by_us, None))
            .collect()
    }

    /// Returns whether these records of refunds are not made because a plug-in of the shop could move money at them.
    fn withholds_records(&self, records: &[Step]) -> bool {
        self.case.shop_orders().any(|shop| {
            let is_its = |step: &&Step| step.shop.as_ref().is_none_or(|id| *id == shop.id);
            let its = records.iter().filter(is_its).map(|step| step.money.minor);
            let minor = its.fold(0, i64::saturating_add);
            minor > 0 && self.record_could_move_money(shop, minor)
        })
    }

    /// Refunds that uniac paid and the shop's books do not show.
    fn refund_records(&self) -> Vec<Step> {
        let Some(shop) = self.own_shop_order() else { return Vec::new() };
        if self.case.is_merged() {
            return self.case.shop_orders().flat_map(|shop| self.records_in(shop)).collect();
        }
        let recorded =
            (shop.refunded_minor - siblings::recorded_for_others(self.case, shop)).max(0);
        // No shop records more than its order is for.
        let room = shop.bought.total_minor.map_or(i64::MAX, |total| total - shop.refunded_minor);
        let mut missing = (self.ledger.refunded - recorded).min(room).max(0);
        let mut steps = Vec::new();
        for (invoice, paid_back) in self.paid_back_by_us() {
            let recorded = self.done_minor(Act::ShopRecordRefund, invoice);
            let share = (paid_back - recorded).clamp(0, missing);
            missing -= share;
            if share > 0 {
                steps.push(self.step(Act::ShopRecordRefund, invoice, share, None));
            }
        }
        steps
    }

    /// Refunds on the payment of one of several orders of the shop that its books do not show.
    fn records_in(&self, shop: &ShopOrder) -> Vec<Step> {
        let Some(payment) = &shop.payment_reference else { return Vec::new() };
        let of_others = siblings::recorded_for_others(self.case, shop);
        let (_, _, refunded) = self.moved_in(shop);
        let mut missing = (refunded - (shop.refunded_minor - of_others).max(0)).max(0);
        let mut steps = Vec::new();
        for balance in &self.ledger.balances {
            let invoice = Some(balance.invoice);
            let paid_back: i64 = self
                .case
                .intents_of(Act::Refund, invoice)
                .filter(|intent| intent.is_done() && payment_in(&intent.target) == payment)
                .map(|intent| intent.money.minor)
                .sum();
            let share = (paid_back - self.recorded_in(shop, invoice)).clamp(0, missing);
            missing -= share;
            if share > 0 {
                let step = self.step(Act::ShopRecordRefund, invoice, share, None);
                steps.push(self.on(shop, step));
            }
        }
        steps
    }

    /// Returns whether the shop's order lacks a status, or a record, that is not sent because a plug-in of the shop could
    /// move money at it. Where a release is due first, the status only waits.
    pub fn withholds_status(&self) -> bool {
        let is_withheld = |shop: &ShopOrder| {
            let wanted = self.status_wanted(shop).filter(|_| self.is_ours_to_update());
            wanted.is_some_and(|(act, _)| self.could_move_money(shop, act))
        };
        let any = self.case.shop_orders().any(is_withheld);
        (any && !self.is_releasing()) || self.withholds_records(&self.refund_records())
    }

    /// Returns whether the shop has given the order up, not by our own act, or shows more refunds than the
    /// provider: then a person looks before money is taken.
    pub fn is_cancelled_in_shop(&self) -> bool {
        if self.order().shop.is_none() {
            return false;
        }
        let shops = || self.case.shop_orders();
        let by_us = [Act::ShopCancel, Act::ShopCredit].iter().any(|act| self.is_done(*act, None));
        let refunded_by_us = self.ledger.balances.iter().any(|b| b.refunded_by_us > 0);
        let any_given_up = shops().any(|shop| shop.status.is_given_up());
        let given_up = any_given_up && !by_us && !refunded_by_us;
        let at_provider: i64 = self.case.payments().map(|payment| payment.refunded_minor).sum();
        let known =
            at_provider.max(self.ledger.refunded).max(self.recorded_by_us()).saturating_add(
                shops().map(|shop| siblings::recorded_for_others(self.case, shop)).sum(),
            );
        let by_another = self.ledger.refunded_left_over > 0;
        let in_shop: i64 = shops().map(|shop| shop.refunded_minor).sum();
        given_up || (in_shop > known && !by_another && !by_us)
    }
}
