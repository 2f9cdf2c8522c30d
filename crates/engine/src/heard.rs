//! What follows of what a person says beside the orders of a command.
//!
//! A dry run and the question look at the orders as if it were kept; it is kept only when the run begins to work.
//! It must never make more due than a document asks for.

use uniac_core::act::Operation;
use uniac_core::assess::assess;
use uniac_core::ledger::Balance;
use uniac_core::order::{Document, DocumentId, OrderId};
use uniac_core::placing::standing;
use uniac_core::purchase::Case;
use uniac_store::{CreditWord, PaidWord};
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::run::Run;
use super::task::Task;

impl Run<'_> {
    /// Returns an order as it is with what the person says of it.
    pub(super) fn heard(&self, case: &Case) -> Option<Case> {
        if self.said.is_silent() {
            return None;
        }
        let mut heard = case.clone();
        let operation = self.scope.act().operation();
        heard.chosen = self.said.payment.clone().map(|reference| (operation, reference));
        if let Some((note, invoice)) = self.credit(case) {
            heard.kept.strays.retain(|stray| stray.id != note.id);
            heard.order.documents.retain(|document| document.id != note.id);
            heard.order.documents.push(note.placed(case.order.uni.id, invoice));
        }
        for (invoice, minor) in self.lacking(&heard) {
            let paid = heard.kept.paid_by_word.entry(invoice).or_default();
            *paid = paid.saturating_add(minor);
        }
        Some(heard)
    }

    /// Keeps what the person says of an order, before anything is done on it.
    pub(super) fn keep_word(&self, task: &mut Task) -> Result<()> {
        if self.said.is_silent() {
            return Ok(());
        }
        let (order, at) = (task.case.order.uni.id, self.engine.clock.now());
        let (by, reason) = (self.said.by.clone(), self.said.reason.clone());
        if let Some((note, invoice)) = self.credit(&task.case) {
            let (by, reason) = (by.clone(), reason.clone());
            let word = CreditWord { note: note.id, order, invoice, by, reason, at };
            self.engine.store.say_credit(&word)?;
        }
        for (invoice, minor) in self.lacking(&task.case) {
            let (by, reason) = (by.clone(), reason.clone());
            let word = PaidWord { order, invoice, minor, by, reason, at };
            self.engine.store.say_paid(&word)?;
        }
        if let Some(case) = self.engine.store.case(order)? {
            task.case = case;
        }
        Ok(())
    }

    /// Checks what the person says against the orders that are named.
    ///
    /// # Errors
    /// `usage`: it fits none of them, or fits no single one.
    pub(super) fn check_word(&self, named: Option<&[OrderId]>) -> Result<()> {
        if self.said.is_silent() {
            return Ok(());
        }
        let Some([order]) = named else {
            return Err(Error::usage("usage", t!("said-one-order")).hint(t!("said-one-order-hint")));
        };
        let Some(case) = self.engine.store.case(*order)? else { return Ok(()) };
        let number = &case.order.uni.number;
        let own = case.own_payments();
        if let Some(reference) = self.said.payment.as_ref().filter(|named| !own.contains(named)) {
            let is_strange = case.payments().any(|payment| payment.reference == *reference);
            let message = match is_strange {
                true => t!("said-strange-payment", reference = reference, number = number),
                false => t!("said-no-payment", number = number, reference = reference),
            };
            return Err(Error::usage("usage", message)
                .hint(t!("said-payments", references = own.join(", "))));
        }
        if let Some(credit) = &self.said.credit
            && self.credit(&case).is_none()
        {
            let message = t!("said-no-credit", credit = credit, number = number);
            return Err(
                Error::usage("usage", message).hint(t!("said-no-credit-hint", number = number))
            );
        }
        Ok(())
    }

    /// Returns the credit note that the person places, with the invoice that it then credits: the newest for which as much
    /// is held, else the newest.
    fn credit(&self, case: &Case) -> Option<(Document, DocumentId)> {
        let number = self.said.credit.as_deref()?;
        let ledger = assess(case, &self.company, self.engine.clock.now()).ledger;
        let is_unplaced = |note: &&Document| ledger.placing.unplaced.contains(&note.id);
        let unplaced = case.order.documents.iter().filter(is_unplaced);
        let shown = case.kept.strays.iter().chain(unplaced).find(|note| note.number == number);
        let note = shown.cloned().or_else(|| self.stray_of_customer(case, number))?;
        let balances = || ledger.balances.iter().filter(|balance| !balance.is_withdrawn);
        let enough = |balance: &&Balance| balance.held() >= note.amount_minor;
        let invoice = balances().rfind(enough).or(balances().next_back())?;
        Some((note, invoice.invoice))
    }

    /// Returns a credit note that is shown on no order, because it could be about too many or about none, when its customer
    /// in Uni is the order's.
    fn stray_of_customer(&self, case: &Case, number: &str) -> Option<Document> {
        let customer = case.order.uni.buyer.customer?;
        let strays = standing(self.engine.store.strays().ok()?).into_iter();
        let mut its = strays.filter(|stray| stray.customer == Some(customer));
        its.find(|stray| stray.note.number == number).map(|stray| stray.note)
    }

    /// Returns what of each invoice was paid otherwise, by the person's word: what is due beyond what there is, the newest
    /// invoices first.
    fn lacking(&self, case: &Case) -> Vec<(DocumentId, i64)> {
        if !self.said.up_to_reserved || self.scope.act().operation() != Operation::Capture {
            return Vec::new();
        }
        let ledger = assess(case, &self.company, self.engine.clock.now()).ledger;
        let is_begun = !case.kept.paid_by_word.is_empty();
        if ledger.capturable == 0 && !is_begun {
            return Vec::new();
        }
        let mut rest = (ledger.capture_due() - ledger.capturable).max(0);
        let mut lacking = Vec::new();
        for balance in ledger.balances.iter().rev() {
            let share = balance.capture_due().min(rest);
            rest -= share;
            if share > 0 {
                lacking.push((balance.invoice, share));
            }
        }
        lacking
    }
}
