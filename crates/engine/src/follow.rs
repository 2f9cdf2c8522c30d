//! What follows, on other orders of a purchase, from what a run does on one: money that passes, a release or a status of
//! the shop that was waiting for it.
//!
//! The counterpart in the plan of how a purchase is worked through; it must find what that does, and nothing is sent here.

use std::collections::BTreeSet;

use uniac_core::act::Operation;
use uniac_core::assess::{Attention, assess};
use uniac_core::code::Class;
use uniac_core::order::OrderId;
use uniac_core::summary::is_web_order;
use uniac_system::error::{Error, Result};

use super::foresee::Before;
use super::plan::{Plan, Planned, planned};
use super::run::Run;
use super::scope::Scope;
use super::task::STEPS_MAX;

impl Run<'_> {
    /// Returns what is still to be expected after a look at each order, when brakes hold these operations back.
    pub(super) fn follow(
        &self,
        plan: &Plan,
        named: Option<&[OrderId]>,
        braked: &BTreeSet<Operation>,
        before: &mut Before,
    ) -> Result<Vec<Planned>> {
        let mut followed = Vec::new();
        let of_run = plan.orders();
        let is_reached = |order: OrderId| match (named, &self.scope) {
            (Some(named), _) => named.contains(&order),
            // A plan that is drawn up for all orders tells everything.
            (None, Scope::All(_)) => true,
            (None, _) => self.reaches(order, &of_run),
        };
        let mut nothing_due = BTreeSet::new();
        for _ in 0..STEPS_MAX {
            let mut behind = before.behind();
            behind.retain(|order| !nothing_due.contains(order) && is_reached(*order));
            if behind.is_empty() {
                return Ok(followed);
            }
            for order in behind {
                match self.look_again(order, braked, before)? {
                    Some(steps) => followed.extend(steps),
                    None => {
                        nothing_due.insert(order);
                    }
                }
            }
        }
        Err(Error::defect("a plan does not come to rest"))
    }

    /// Looks at an order once more; `None`: it can never have anything due.
    fn look_again(
        &self,
        order: OrderId,
        braked: &BTreeSet<Operation>,
        before: &mut Before,
    ) -> Result<Option<Vec<Planned>>> {
        if let Some((case, expected)) = self.foresee_again(order, braked, before)? {
            return Ok(Some(expected.into_iter().map(|e| planned(&case, e)).collect()));
        }
        let now = self.engine.clock.now();
        let Some(mut case) = self.engine.store.case(order)? else { return Ok(None) };
        if !is_web_order(&case, &assess(&case, &self.company, now)) {
            return Ok(None);
        }
        case.skips.retain(|skip| skip.attention() != Attention::Braked);
        let case = self.heard(&case).unwrap_or(case);
        let case = before.found(&case, now).unwrap_or(case);
        let expected = self.foresee(&case, braked, before)?;
        Ok(Some(expected.into_iter().map(|e| planned(&case, e)).collect()))
    }
}

impl Plan {
    /// Adds what follows; on an order of which it was said that nothing is due, something is.
    pub(super) fn add(&mut self, followed: Vec<Planned>) {
        for planned in &followed {
            let is_gone = |row: &super::StepResult| {
                row.order == planned.number && row.money.minor == 0 && row.class() == Class::Benign
            };
            self.idle.retain(|row| !is_gone(row));
        }
        self.steps.extend(followed);
    }
}
