//! What others took and no invoice asks for, as far as a person may answer it with a command: what was taken in the portal
//! after a credit note is paid back.
//!
//! Pure. Nothing of it is ever done by itself, and only where nothing else of the kind is due: a command that means
//! something else must not undo what a person did. What others paid back is never taken again: no more is captured for an
//! invoice than it is for, and that it was paid back on purpose is as likely as not.

use crate::act::Act;

use super::steps::Rules;
use super::{Attention, Mode, Step};

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
            false => self.paid_back(),
        }
    }

    /// What others took for invoices that were credited already.
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
            let step = self.step(Act::Refund, Some(balance.invoice), minor, why);
            let payment = payment.or(step.payment.clone());
            steps.push(Step { payment, mode: Mode::Manual, ..step });
        }
        steps
    }
}
