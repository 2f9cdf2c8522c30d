//! Bookings: captured money that Uni's books do not show yet. Pure; all bookings together never exceed all that was
//! captured.

use crate::act::{Act, Intent};
use crate::ledger::Balance;
use crate::order::{Document, DocumentId, DocumentKind};
use crate::settings::Era;

use super::rules::Rules;
use super::step::Step;

impl Rules<'_> {
    /// Captured money that Uni's books do not show. What others captured is booked only on invoices
    /// of the auto era: older ones were somebody else's to book.
    ///
    /// What others captured can be another invoice's tomorrow, when a document changes: all bookings together never exceed
    /// all that was captured.
    pub(super) fn booking(&self) -> Vec<Step> {
        let is_booking = |i: &&Intent| i.act == Act::Book && (i.is_done() || i.is_open());
        let booked = self.case.intents.iter().filter(is_booking).map(|intent| intent.money.minor);
        let booked = booked.fold(0, i64::saturating_add).saturating_add(self.perhaps_booked());
        let mut room = (self.ledger.captured - booked).max(0);
        let step = |balance: &Balance| {
            let invoice = self.invoice(balance.invoice)?;
            let ours = match self.case.eras.get(&balance.invoice) {
                Some(Era::Auto) => balance.captured(),
                Some(Era::Predates) | None => balance.captured_by_us,
            };
            // What others captured on a payment of several orders could be booked on each of them.
            let is_shared = !self.case.ties.siblings.is_empty();
            let ours = if is_shared { balance.captured_by_us } else { ours };
            let booked = self.done_minor(Act::Book, Some(balance.invoice));
            // What is not ours to book explains first what others have booked.
            let of_others = balance.captured() - ours;
            let elsewhere = (balance.booked_elsewhere - of_others).max(0);
            // What is left to pay of an invoice over several orders is not this order's alone.
            let own = if invoice.is_shared() { balance.stands() - booked } else { i64::MAX };
            let minor = (ours - booked - elsewhere).min(invoice.unpaid_minor).min(room).min(own);
            room -= minor.max(0);
            let wanted = minor > 0 && invoice.inexact.is_none();
            // What waits for a person on an invoice waits as a whole.
            let era = self.era_reason(balance.invoice).filter(|_| !balance.is_settled());
            wanted.then(|| self.step(Act::Book, Some(balance.invoice), minor, era))
        };
        self.ledger.balances.iter().filter_map(step).collect()
    }

    /// Returns how much of what this journal did not capture whoever captured it may have booked on an invoice that was
    /// credited since: Uni shows it as paid there, and the money stands for another invoice now.
    fn perhaps_booked(&self) -> i64 {
        let credited = self.ledger.balances.iter().filter(|balance| balance.credited > 0);
        let paid = credited.map(|balance| balance.booked_elsewhere.max(balance.paid_surely));
        let known = |i: &&Intent| i.act == Act::Capture && i.is_done();
        let known = self.case.intents.iter().filter(known).map(|intent| intent.money.minor);
        let foreign = self.ledger.captured - known.fold(0, i64::saturating_add);
        paid.fold(0, i64::saturating_add).min(foreign).max(0)
    }

    fn invoice(&self, id: DocumentId) -> Option<&Document> {
        self.order()
            .documents
            .iter()
            .find(|document| document.id == id && document.kind == DocumentKind::Invoice)
    }
}
