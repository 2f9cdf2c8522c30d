//! What others took and no invoice asks for, or paid back and no credit note asks for, as far as a person may answer it
//! with a command: the one is paid back, the other is taken again where the reservation has it left.
//!
//! Pure. Nothing of it is ever done by itself, and only where nothing else of the kind is due: a command that means
//! something else must not undo what a person did.

use crate::act::Act;
use crate::ledger::Standing;
use crate::order::Progress;

use super::attention::Attention;
use super::rules::Rules;
use super::step::{Mode, Step};

impl Rules<'_> {
    /// Returns what a person may answer to what others moved, beside what is due.
    pub(super) fn of_others(&self, due: &[Step]) -> Vec<Step> {
        // On a payment of several orders nobody can know whose it is.
        if !self.case.ties.siblings.is_empty() || self.case.is_merged() {
            return Vec::new();
        }
        // A credit note that is not placed may be what it was paid back for.
        if !self.ledger.placing.unplaced.is_empty() || !self.case.kept.strays.is_empty() {
            return Vec::new();
        }
        let is_due = |act: Act| due.iter().any(|step| step.act == act);
        match is_due(Act::Capture) || is_due(Act::Refund) {
            true => Vec::new(),
            false => self.paid_back().into_iter().chain(self.taken_again()).collect(),
        }
    }

    /// What others paid back of invoices that still stand.
    fn taken_again(&self) -> Vec<Step> {
        let gone = self.ledger.refunded_left_over - self.ledger.captured_left_over;
        let mut left = gone.min(self.ledger.capturable);
        let mut steps = Vec::new();
        for balance in self.ledger.balances.iter().filter(|balance| !balance.is_withdrawn) {
            let minor = balance.held().min(balance.owed()).min(left);
            if minor > 0 {
                left -= minor;
                let step = self.step(Act::Capture, Some(balance.invoice), minor, None);
                let why = Some(Attention::RefundedElsewhere);
                steps.push(Step { mode: Mode::Manual, why, ..step });
            }
        }
        steps
    }

    /// What others took for invoices that were credited already, and for none.
    fn paid_back(&self) -> Vec<Step> {
        let mut left = self.ledger.captured_left_over - self.ledger.refunded_left_over;
        let mut steps = Vec::new();
        for balance in &self.ledger.balances {
            let is_over = balance.stands() == 0 && balance.held() == 0 && !balance.is_withdrawn;
            let credited = balance.credited.min(balance.invoiced);
            let asked = if is_over { credited - balance.refunded() } else { 0 };
            let (payment, minor) = self.captured_on(balance.invoice, asked.min(left).max(0));
            if minor == 0 {
                continue;
            }
            left -= minor;
            let why = Some(Attention::CapturedNotInvoiced);
            let step = self.step(Act::Refund, Some(balance.invoice), minor, None);
            let payment = payment.or(step.payment.clone());
            steps.push(Step { payment, mode: Mode::Manual, why, ..step });
        }
        steps.extend(self.paid_back_for_good(left));
        steps
    }

    /// What others took and no invoice can ask for any more.
    fn paid_back_for_good(&self, left: i64) -> Option<Step> {
        if !self.is_invoiced_out() {
            return None;
        }
        let of_others = |standing: &Standing| {
            let ours = standing.ours.values().fold(0, |sum: i64, minor| sum.saturating_add(*minor));
            standing.held().saturating_sub(ours.max(0))
        };
        let standing = self.ledger.payments.iter().max_by_key(|standing| of_others(standing))?;
        let minor = left.min(of_others(standing));
        (minor > 0).then(|| Step {
            payment: Some(standing.reference.clone()),
            mode: Mode::Manual,
            why: Some(Attention::CapturedNotInvoiced),
            ..self.step(Act::Refund, None, minor, None)
        })
    }

    /// Returns whether nothing of the order is left to be invoiced, as far as its documents can be traced.
    fn is_invoiced_out(&self) -> bool {
        let order = self.order();
        let is_exact = order.documents.iter().all(|document| document.inexact.is_none());
        let is_over = match order.uni.progress.is_dropped() {
            true => self.is_traceable(),
            false => order.uni.progress == Progress::Invoiced && !order.documents.is_empty(),
        };
        is_over && is_exact && !self.lines_left() && order.drafts.is_empty() && self.all_settled()
    }
}
