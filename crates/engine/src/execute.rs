//! Execute: does the due steps of orders, one order in one hand, and reports each.
//!
//! The only code that sends money. A payment is read afresh before each act that moves money, and
//! the act is assessed again on what was read; a step that is no longer due is not done.

use uniac_core::act::Intent;
use uniac_core::assess::Step;
use uniac_core::code::Code;
use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_store::Entry;
use uniac_system::error::{Error, Result};
use uniac_system::seam;

use super::Cause;
use super::applying::asked;
use super::look_ahead::reads_shop_before;
use super::result::{StepResult, Verdict};
use super::run::Run;
use super::task::{STEPS_MAX, Task};

mod purchase;
mod shared_booking;

use shared_booking::is_shared_booking;

impl Run<'_> {
    /// Works through the orders. A failure of the store stops all work; what was done until then is
    /// in the results.
    pub fn orders(&self, orders: &[OrderId]) -> (Vec<StepResult>, Option<Error>) {
        let purchases = match self.engine.purchases(orders) {
            Ok(purchases) => purchases,
            Err(error) => return (Vec::new(), Some(error)),
        };
        let results = self.engine.in_parallel(&purchases, |purchase| self.purchase(purchase));
        if let Err(error) = self.engine.store.flush() {
            self.fail(error);
        }
        seam::point(seam::OUTCOME_COMMITTED);
        (results.into_iter().flatten().collect(), self.take_failure())
    }

    /// Works on an order, or looks at it again with what was attempted on it before. Returns what has become of it, and
    /// whether what is known of its acts has changed.
    fn order(&self, order: OrderId, before: Option<Task>) -> Option<(Task, bool)> {
        if self.must_stop() {
            return None;
        }
        let mut task = match self.engine.store.case(order) {
            Ok(case) => Task::new(case?),
            Err(error) => {
                self.fail(error);
                return None;
            }
        };
        let is_first = before.is_none();
        if let Some(before) = before {
            (task.tried, task.left) = (before.tried, before.left);
            task.looked_for = before.looked_for;
        }
        let known = task.case.intents.clone();
        let worked = self.work(&mut task, is_first);
        if let Err(error) = worked.and_then(|()| self.finish_order(&mut task)) {
            if let Some(Intent { act, document, money, .. }) = task.in_flight.take() {
                let cause = Some(Cause::from(&error));
                task.report(act, document, money, Verdict::Unknown, cause);
            }
            self.fail(error);
        }
        let has_acted = task.case.intents != known;
        Some((task, has_acted))
    }

    /// Hands over what is known of the order last, and what is left undone of it.
    fn finish_order(&self, task: &mut Task) -> Result<()> {
        let left = self.left_undone(task);
        if left != task.case.skips {
            task.pending.push(Entry::Skips(task.case.order.uni.id, left));
        }
        // Nothing waits for the last outcome of an order: it goes with the next commit, at the
        // latest with the flush at the end of the run. Lost, it would be read back.
        let pending = std::mem::take(&mut task.pending);
        if !pending.is_empty() {
            self.engine.store.commit_later(self.epoch()?, pending);
        }
        Ok(())
    }

    /// Settles what is open when the order is first looked at, then does what is due, step by step, assessing anew after
    /// each.
    fn work(&self, task: &mut Task, is_first: bool) -> Result<()> {
        if is_first {
            self.keep_word(task)?;
            self.settle_open(task)?;
        }
        for _ in 0..STEPS_MAX {
            if self.must_stop() {
                return Ok(());
            }
            let Some(step) = self.next_step(task) else { return Ok(()) };
            task.turn_to(step.payment.as_deref());
            let is_shared = is_shared_booking(task, &step);
            if !is_shared && step.operation().moves_money() && !task.is_fresh {
                self.read_before(task, &step);
                continue;
            }
            if self.read_holds(task)? {
                continue; // what is due is found anew
            }
            if is_shared {
                self.book_shared(task, &step)?;
            } else {
                self.attempt(task, &step)?;
                seam::point(seam::BETWEEN_STEPS);
            }
        }
        Err(Error::defect(format!("order {} does not come to rest", task.case.order.uni.number)))
    }

    /// Reads the holds of the purchase anew before something is begun: a person can set one at any moment. Returns whether one
    /// is other than it was.
    fn read_holds(&self, task: &mut Task) -> Result<bool> {
        let anew = |case: &mut Case| -> Result<bool> {
            let known =
                std::mem::replace(&mut case.hold, self.engine.store.hold_of(case.order.uni.id)?);
            Ok(case.hold != known)
        };
        let mut is_other = anew(&mut task.case)?;
        for other in &mut task.case.ties.siblings {
            is_other |= anew(other)?;
        }
        Ok(is_other)
    }

    /// Returns the first step that the command may do and has not tried.
    pub(super) fn first_step(&self, task: &Task) -> Option<Step> {
        let mut steps = self.assess(&task.case).steps.into_iter();
        let order = task.case.order.uni.id;
        steps.find(|step| {
            self.scope.allows(order, step) && !task.tried.contains(&(step.act, step.document))
        })
    }

    /// Returns the next step that nothing holds back, and reports those before it that are.
    fn next_step(&self, task: &mut Task) -> Option<Step> {
        while let Some(step) = self.first_step(task) {
            match self.held_back(task, &asked(&step, false)) {
                None => return Some(step),
                Some(cause) => task.skip(&step, cause),
            }
        }
        None
    }

    /// Reads the payment before an act that moves money, and says so when the act is thereby gone.
    fn read_before(&self, task: &mut Task, step: &Step) {
        let looked = self.read_shop_before(task, step);
        match looked.and_then(|is_as_known| self.look_for_invoice(task, step).map(|()| is_as_known))
        {
            Ok(true) => {}
            Ok(false) => return, // what is due is found anew
            Err(error) => {
                task.skip(step, Cause::from(&error));
                return;
            }
        }
        match self.engine.read_payment(&task.case) {
            Ok(Some(payment)) => {
                task.pending.push(Entry::Payment(payment.clone()));
                task.case.order.payment = Some(payment);
                task.is_fresh = true;
                let assessment = self.assess(&task.case);
                let still_due = assessment
                    .steps
                    .iter()
                    .any(|due| (due.act, due.document) == (step.act, step.document));
                if !still_due {
                    let cause = assessment.why_gone().map_or(Code::Settled.into(), Cause::from);
                    task.skip(step, cause);
                }
            }
            Ok(None) => self.without_payment(task, step),
            Err(error) => task.skip(step, Cause::from(&error)),
        }
    }

    /// Reads the shop's orders before the first capture or release. Returns whether they still name the payments that are
    /// known; if not, the order is read anew from the store, with what they name now.
    fn read_shop_before(&self, task: &mut Task, step: &Step) -> Result<bool> {
        if !reads_shop_before(step.act) || task.is_shop_fresh {
            return Ok(true);
        }
        let mut is_as_known = true;
        for read in self.engine.shop_orders_now(&task.case)? {
            task.pending.push(Entry::Shop(read.clone()));
            if let Some(known) = task.case.shop_order_mut(&read.id) {
                is_as_known &= known.payment_reference == read.payment_reference;
                *known = read;
            }
        }
        task.is_shop_fresh = true;
        if !is_as_known {
            self.flush(task)?;
            let order = task.case.order.uni.id;
            self.engine.refresh_order(order)?;
            if let Some(case) = self.engine.store.case(order)? {
                task.case = case;
            }
        }
        Ok(is_as_known)
    }

    /// Asks Uni whether an invoice is still there before money is taken for it.
    fn look_for_invoice(&self, task: &mut Task, step: &Step) -> Result<()> {
        let Some(id) = self.engine.invoice_to_look_for(&task.case, step) else { return Ok(()) };
        if task.looked_for.insert(id) && self.engine.is_withdrawn(id)? {
            self.engine.forget(id)?;
            task.case.order.documents.retain(|document| document.id != id);
        }
        Ok(())
    }

    /// Commits what is pending.
    pub(super) fn flush(&self, task: &mut Task) -> Result<()> {
        if task.pending.is_empty() {
            return Ok(());
        }
        self.engine.store.commit(self.epoch()?, std::mem::take(&mut task.pending))?;
        seam::point(seam::OUTCOME_COMMITTED);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
