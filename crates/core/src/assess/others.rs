//! What others moved and no document accounts for, as far as a person may answer it with a command: what was paid back in
//! the portal is taken again, what was taken there after a credit note is paid back.
//!
//! Pure. Nothing of it is ever done by itself, and only where nothing else of the kind is due: a command that means
//! something else must not undo what a person did.

use crate::act::Act;
use crate::ledger::Balance;

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
        let mut steps = Vec::new();
        if !is_due(Act::Capture) && !is_due(Act::Refund) {
            steps.extend(self.taken_again());
            steps.extend(self.paid_back());
        }
        steps
    }

    /// What others paid back for no credit note, of invoices that still ask for it.
    fn taken_again(&self) -> Vec<Step> {
        let whole_only = self.order().payment.as_ref().is_some_and(|payment| payment.whole_only);
        if whole_only || self.ledger.captured_left_over > 0 {
            return Vec::new();
        }
        let mut left = self.ledger.refunded_left_over.min(self.ledger.capturable);
        let step = |balance: &Balance| {
            let minor = balance.held().min(balance.owed()).clamp(0, left.max(0));
            left -= minor;
            let invoice = Some(balance.invoice);
            let step =
                || self.step(Act::Capture, invoice, minor, Some(Attention::RefundedElsewhere));
            (minor > 0 && !balance.is_withdrawn).then(step)
        };
        self.ledger.balances.iter().filter_map(step).map(by_a_person).collect()
    }

    /// What others took for invoices when they were credited.
    fn paid_back(&self) -> Vec<Step> {
        let mut left = self.ledger.captured_left_over - self.ledger.refunded_left_over;
        let step = |balance: &Balance| {
            let is_over = balance.stands() == 0 && balance.held() == 0 && !balance.is_withdrawn;
            let credited = balance.credited.min(balance.invoiced);
            let asked = if is_over { credited - balance.refunded() } else { 0 };
            let minor = asked.min(left).max(0);
            let why = Some(Attention::CapturedNotInvoiced);
            let step = self.step(Act::Refund, Some(balance.invoice), minor, why);
            let (payment, held) = self.captured_on(balance.invoice, minor);
            left -= held.min(minor);
            let money = crate::money::Money::new(held.min(minor), step.money.currency);
            (money.minor > 0).then(|| Step {
                payment: payment.or(step.payment.clone()),
                money,
                ..step
            })
        };
        self.ledger.balances.iter().filter_map(step).map(by_a_person).collect()
    }
}

fn by_a_person(step: Step) -> Step {
    Step { mode: Mode::Manual, ..step }
}
