//! Bookings on an invoice over several orders, one after the other: what is left to pay of it is read before each.
//!
//! The orders are seldom of one purchase, so they are in several hands, and each of them knows only its own share. Together
//! the shares can be more than the invoice, where its header was rounded down.

use std::sync::PoisonError;

use uniac_core::act::Act;
use uniac_core::assess::Step;
use uniac_core::code::Code;
use uniac_system::error::Result;

use crate::run::Run;
use crate::task::Task;

/// Returns whether a step books on an invoice over several orders.
pub(super) fn is_shared_booking(task: &Task, step: &Step) -> bool {
    let mut documents = task.case.order.documents.iter();
    step.act == Act::Book
        && documents.any(|document| Some(document.id) == step.document && document.is_shared())
}

impl Run<'_> {
    /// Books what is still due after the invoice was read. What was booked is in the store before the next one's turn.
    pub(super) fn book_shared(&self, task: &mut Task, step: &Step) -> Result<()> {
        let _turn = self.shared_booking.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.read_unpaid(task, step.document) {
            task.skip(step, Code::NoReply.into());
            return Ok(());
        }
        if let Some(known) = self.engine.store.case(task.case.order.uni.id)? {
            task.case.kept.on_invoice = known.kept.on_invoice;
        }
        let is_it = |due: &Step| (due.act, due.document) == (step.act, step.document);
        if let Some(due) = self.first_step(task).filter(is_it) {
            self.attempt(task, &due)?;
            self.flush(task)?;
        }
        Ok(())
    }
}
