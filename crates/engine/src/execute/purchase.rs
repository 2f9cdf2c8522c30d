//! The orders of one purchase, one after the other, until nothing more is due on any of them: what is done on one can make
//! something due on another.
//!
//! Every act is attempted once, however often its order is looked at. It must never look at orders that the command may
//! not touch.

use std::collections::{BTreeMap, BTreeSet};

use uniac_core::order::OrderId;
use uniac_system::error::Error;

use crate::result::StepResult;
use crate::run::Run;
use crate::scope::Scope;
use crate::task::{STEPS_MAX, Task};

impl Run<'_> {
    /// Works through the orders of one purchase. What became of one must be in the store before the next is looked at:
    /// they share a payment.
    pub(super) fn purchase(&self, orders: &[OrderId]) -> Vec<StepResult> {
        let mut results = Vec::new();
        let mut tasks: BTreeMap<OrderId, Task> = BTreeMap::new();
        let mut waiting: BTreeSet<OrderId> = orders.iter().copied().collect();
        for _ in 0..STEPS_MAX {
            for order in std::mem::take(&mut waiting) {
                waiting.remove(&order);
                if (orders.len() > 1 || !tasks.is_empty())
                    && let Err(error) = self.engine.store.flush()
                {
                    self.fail(error);
                }
                let before = tasks.remove(&order);
                let is_first = before.is_none();
                let Some((mut task, has_acted)) = self.order(order, before) else { continue };
                results.append(&mut task.results);
                if is_first && orders.contains(&order) {
                    (self.engine.tick)(&task.case.order.uni.number);
                }
                if has_acted {
                    let tied = task.case.ties.siblings.iter().map(|other| other.order.uni.id);
                    waiting.extend(tied.filter(|other| self.reaches(*other, orders)));
                }
                tasks.insert(order, task);
            }
            if waiting.is_empty() {
                return results;
            }
        }
        self.fail(Error::defect(format!("a purchase of {orders:?} does not come to rest")));
        results
    }

    /// Returns whether the run may come to an order that is tied to one of its own: the automation is for all, a command
    /// for those that it was given.
    pub(in super::super) fn reaches(&self, order: OrderId, own: &[OrderId]) -> bool {
        self.scope == Scope::Automatic || own.contains(&order)
    }
}
