//! Drawing up a plan that is to be saved: all that is due, with what stands for the facts that each step rests on.
//!
//! Nothing is read from outside, and nothing is sent.

use std::collections::BTreeSet;

use uniac_core::act::{IntentId, Operation};
use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_store::Store;
use uniac_system::error::Result;

use super::Engine;
use super::fingerprint::{FORESEEN, Fingerprint, Own};
use super::plan::{Plan, Planned};
use super::run::Run;
use super::saved::{Maker, SavedPlan, SavedStep};
use super::scope::Scope;

impl Run<'_> {
    /// Returns what stands for the facts of an order in a plan that is being made; nothing else needs it.
    pub(super) fn fingerprint(&self, case: &Case) -> String {
        let Scope::All(_) = self.scope else { return String::new() };
        // What is foreseen is the plan's own.
        let own = Own { after: IntentId(FORESEEN - 1), before: BTreeSet::new() };
        Fingerprint::of(case, &own, self.engine.clock.now()).to_string()
    }
}

impl Engine<'_> {
    /// Makes a plan of all that is due on these orders, or on all, whoever is to do it; of one operation and what follows
    /// from it, or of all. Nothing is read from outside.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn draw_up(
        &self,
        orders: Option<&[OrderId]>,
        operation: Option<Operation>,
        maker: &Maker<'_>,
    ) -> Result<(SavedPlan, Plan)> {
        let run = Run::new(self, None, Scope::All(operation))?;
        let plan = run.plan(orders, &[], usize::MAX)?;
        Ok((saved(&plan, maker, self.store)?, plan))
    }
}

/// Returns what was planned as it is saved, sealed by the store.
fn saved(plan: &Plan, maker: &Maker<'_>, store: &dyn Store) -> Result<SavedPlan> {
    let steps = plan.sent().map(|planned| saved_step(planned, store)).collect::<Result<_>>()?;
    SavedPlan::sealed(maker, steps, store)
}

fn saved_step(planned: &Planned, store: &dyn Store) -> Result<SavedStep> {
    let step = &planned.step;
    let first = store.together(planned.order)?.into_iter().min().unwrap_or(planned.order);
    let purchase = match first == planned.order {
        true => None,
        false => store.case(first)?.map(|case| case.order.uni.number),
    };
    Ok(SavedStep {
        order: planned.number.clone(),
        order_id: planned.order,
        purchase: purchase.unwrap_or_else(|| planned.number.clone()),
        operation: step.operation().name().to_owned(),
        act: step.act,
        invoice: planned.invoice.clone(),
        document_id: step.document,
        payment: step.payment.clone(),
        amount_minor: step.money.minor,
        currency: step.money.currency.to_string(),
        mode: step.mode.name().to_owned(),
        why: step.why.map(|attention| attention.name().to_owned()),
        again: planned.again,
        fingerprint: planned.fingerprint.clone(),
    })
}
