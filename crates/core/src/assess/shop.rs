//! What the shop's order lacks: records of refunds, notes of partial captures, its status. Pure; no status is due at
//! which a plug-in of the shop could move money.

use crate::act::Act;
use crate::hooks::Hook;
use crate::ledger::Balance;
use crate::order::{ShopOrder, ShopStatus};
use crate::settings::Era;

use super::steps::Rules;
use super::{Step, share};

impl Rules<'_> {
    /// What the shop's order lacks: records of refunds, notes of partial captures, its status.
    pub(super) fn shop(&self) -> Vec<Step> {
        let Some(shop) = self.own_shop_order() else { return Vec::new() };
        let mut steps = self.refund_records();
        let status = self.status_wanted(shop);
        if self.lines_left() || self.ledger.capture_due() > 0 {
            steps.extend(self.notes());
        }
        steps.extend(
            status
                .filter(|_| self.is_ours_to_update())
                .filter(|(act, _)| !self.could_move_money(shop, *act))
                .map(|(act, minor)| self.step(act, None, minor, None)),
        );
        steps
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

    /// uniac touches the shop's order when it moved money for it, when an invoice is of its own
    /// era, or when the order was dropped without an invoice; never for what predates it.
    pub(super) fn is_ours_to_update(&self) -> bool {
        let moved = self
            .case
            .intents
            .iter()
            .any(|intent| intent.act.operation().moves_money() && intent.is_done());
        let recognised = self.ledger.balances.iter().any(|b| b.captured_by_us > 0);
        let auto = self.case.eras.values().any(|era| *era == Era::Auto);
        moved || recognised || auto || self.order().documents.is_empty()
    }

    /// Returns the status that the shop's order should have and has not.
    fn status_wanted(&self, shop: &ShopOrder) -> Option<(Act, i64)> {
        if share::others_need_it(self.case, self.company) {
            return None;
        }
        let uni = &self.order().uni;
        let balances = &self.ledger.balances;
        let finished = !self.lines_left() && self.all_settled();
        let stands: i64 = balances.iter().map(Balance::stands).sum();
        let credited = balances.iter().any(|b| b.credited > 0) && stands == 0;
        let released = self.ledger.capturable == 0;
        let act = if balances.is_empty() {
            let cancelled = uni.progress.is_dropped() && released && self.ledger.captured == 0;
            let stands = share::others_stand(self.case, self.company, shop);
            (cancelled && !stands).then_some(Act::ShopCancel)
        } else if finished && credited {
            (!share::others_stand(self.case, self.company, shop)).then_some(Act::ShopCredit)
        } else if finished && (!uni.progress.is_dropped() || released) {
            Some(Act::ShopComplete)
        } else {
            None
        }?;
        let may_follow = match act {
            Act::ShopCredit => matches!(shop.status, ShopStatus::Open | ShopStatus::Completed),
            // A status that a person or plug-in chose on purpose is not fought over.
            _ => shop.status == ShopStatus::Open,
        };
        // What was set once is not set again: a lagging read looks like a person's change, and so
        // does a person's change.
        (may_follow && !self.is_done(act, None)).then_some((act, self.ledger.owed()))
    }

    /// Returns whether the shop's plug-in could move money when it gets this status: on *completed*
    /// what is still reserved, on *cancelled* what is reserved or held, on *refunded* what is held beyond
    /// the refunds that the shop has recorded, and what is reserved where the plug-in is known to
    /// release that.
    fn could_move_money(&self, shop: &ShopOrder, act: Act) -> bool {
        let hook = self.company.hooks.of(&shop.payment_method);
        // A plug-in sees the whole payment, also what is held on it for other orders.
        let others = share::held_for_others(self.case);
        let (reserved, captured) = (self.ledger.capturable, self.ledger.captured);
        let (deeds, held) = match act {
            Act::ShopComplete => (hook.completed, 0),
            Act::ShopCancel => (hook.cancelled, captured - self.ledger.refunded + others),
            Act::ShopCredit => (hook.refunded, captured - self.refunds_recorded(shop) + others),
            _ => return false,
        };
        let is_guess = act == Act::ShopCredit && hook == Hook::UNKNOWN;
        deeds.could_move(if is_guess { 0 } else { reserved }, held, captured)
    }

    /// Returns the sum of the order's refunds in the shop's books, also of those that a lagging read lacks.
    fn refunds_recorded(&self, shop: &ShopOrder) -> i64 {
        let of_others = share::recorded_for_others(self.case, shop);
        (shop.refunded_minor - of_others).max(self.recorded_by_us())
    }

    /// Returns the sum of the refunds that uniac has recorded in the shop.
    pub(super) fn recorded_by_us(&self) -> i64 {
        let invoices = self.ledger.balances.iter().map(|balance| balance.invoice);
        invoices.map(|invoice| self.done_minor(Act::ShopRecordRefund, invoice)).sum()
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

    /// Refunds that uniac paid and the shop's books do not show.
    fn refund_records(&self) -> Vec<Step> {
        let Some(shop) = self.own_shop_order() else { return Vec::new() };
        if self.case.is_merged() {
            return Vec::new(); // which of the shop's orders it was paid back for, is not told
        }
        let recorded = (shop.refunded_minor - share::recorded_for_others(self.case, shop)).max(0);
        let mut missing = (self.ledger.refunded - recorded).max(0);
        let mut steps = Vec::new();
        for balance in &self.ledger.balances {
            let recorded = self.done_minor(Act::ShopRecordRefund, balance.invoice);
            let share = (balance.refunded_by_us - recorded).clamp(0, missing);
            missing -= share;
            if share > 0 {
                steps.push(self.step(Act::ShopRecordRefund, Some(balance.invoice), share, None));
            }
        }
        steps
    }

    /// Returns whether the shop's order lacks a status that is not sent because a plug-in of the shop could
    /// move money at it. Where a release is due first, the status only waits.
    pub fn withholds_status(&self) -> bool {
        let Some(shop) = &self.order().shop else { return false };
        let wanted = self.status_wanted(shop).filter(|_| self.is_ours_to_update());
        wanted.is_some_and(|(act, _)| self.could_move_money(shop, act)) && !self.is_releasing()
    }
}
