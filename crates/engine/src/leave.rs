//! Leave: keeps of each order what a run left undone on it, so that a person sees it there.
//!
//! It only tells people. Nothing may ever be sent, or not be sent, because of it, but what a brake held back.

use std::collections::BTreeMap;

use jiff::Timestamp;

use uniac_core::act::Act;
use uniac_core::assess::Mode;
use uniac_core::code::{Class, Code};
use uniac_core::money::Money;
use uniac_core::order::{DocumentId, OrderId};
use uniac_core::purchase::Skip;
use uniac_store::Entry;
use uniac_system::error::Result;

use super::plan::{Plan, Planned};
use super::run::Run;
use super::task::Task;
use super::{Cause, Scope};

impl Run<'_> {
    /// Keeps of every order of a plan that is over its bounds that nothing of it was sent. A person who has
    /// typed the bounds of a manual command is told at once, and no order.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub(super) fn leave_all(&self, plan: &Plan) -> Result<()> {
        if self.scope != Scope::Automatic {
            return Ok(());
        }
        let mut by_order: BTreeMap<OrderId, Vec<&Planned>> = BTreeMap::new();
        for planned in plan.steps.iter().filter(|planned| planned.step.mode == Mode::Auto) {
            by_order.entry(planned.order).or_default().push(planned);
        }
        for (order, steps) in by_order {
            let Some(case) = self.engine.store.case(order)? else { continue };
            let mut task = Task::new(case);
            for planned in steps {
                let cause = planned.skip.clone().unwrap_or(Code::OverBounds.into());
                if cause.class() != Class::Benign {
                    let step = &planned.step;
                    task.leave(step.act, step.document, step.money, &cause);
                }
            }
            let left = self.left_undone(&task);
            if left == task.case.skips {
                continue;
            }
            self.engine.store.commit_later(self.epoch()?, vec![Entry::Skips(order, left)]);
        }
        self.engine.store.flush()
    }

    /// Returns what the run leaves undone of the order, and what the one before it left and this one
    /// had no reason to try. What is left again keeps its moment.
    pub(super) fn left_undone(&self, task: &Task) -> Vec<Skip> {
        let now = self.engine.clock.now();
        let known = |skip: &Skip| task.case.skip_of(skip.act, skip.document).cloned();
        let dated = |skip: &Skip| {
            let before = known(skip).filter(|before| before.code == skip.code);
            Skip { at: before.map_or(now, |before| before.at), ..skip.clone() }
        };
        let mut left: Vec<Skip> = task.left.iter().map(dated).collect();
        let due = self.assess(&task.case).steps;
        let untried = |skip: &&Skip| {
            !task.tried.contains(&(skip.act, skip.document))
                && due.iter().any(|step| (step.act, step.document) == (skip.act, skip.document))
        };
        left.extend(task.case.skips.iter().filter(untried).cloned());
        left.sort_by_key(|skip| (skip.act.name(), skip.document));
        left.dedup_by_key(|skip| (skip.act, skip.document));
        left
    }
}

impl Task {
    /// Notes what is due in mode auto and could not be done.
    pub(super) fn leave(
        &mut self,
        act: Act,
        document: Option<DocumentId>,
        money: Money,
        cause: &Cause,
    ) {
        let at = Timestamp::UNIX_EPOCH;
        let code = cause.name().to_owned();
        self.left.push(Skip { act, document, minor: money.minor, code, at });
    }
}

#[cfg(test)]
mod tests;
