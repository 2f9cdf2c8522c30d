//! What keeps an act from being sent: a plan that does not fit any more, a brake, a person's word, a bound, a hold, a system
//! that lets nobody in.
//!
//! Every act passes here right before it is sent, also one that would be sent again.

use uniac_core::act::{Act, Operation, Reply, Retry};
use uniac_core::assess::{Attention, Step};
use uniac_core::code::Code;
use uniac_core::money::Money;
use uniac_core::order::OrderId;
use uniac_core::purchase::Case;
use uniac_system::error::Result;

use super::applying::Asked;
use super::doors::waits;
use super::run::Run;
use super::scope::Scope;
use super::task::Task;
use super::{Cause, brake};

impl Run<'_> {
    /// Returns what keeps an act from being sent, also one that would be sent again: a brake, that a person has
    /// confirmed less, or that the plan does not fit any more.
    pub(super) fn held_back(&self, task: &Task, asked: &Asked<'_>) -> Option<Cause> {
        let (order, Asked { act, document, money, .. }) = (task.case.order.uni.id, *asked);
        if let Some(stale) = self.stale(&task.case, asked) {
            return Some(stale);
        }
        if brake::holds_back(&self.guard.braked, act.operation(), money) {
            return Some(Attention::Braked.into());
        }
        let confirmed = self.guard.confirmed.as_ref();
        let covered = confirmed.is_none_or(|c| c.covers(order, act, document, money.minor));
        (!covered).then_some(Code::Changed.into())
    }

    /// Takes an act out of the run's bounds, right before it is sent; returns why it may not be.
    pub(super) fn spend(&self, task: &Task, act: Act, money: Money) -> Option<Cause> {
        let budget = self.guard.budget.as_ref()?;
        let fits = budget.take(task.case.order.uni.id, act.operation(), money);
        (!fits).then_some(Code::OverBounds.into())
    }

    /// Returns whether a hold that a person has set meanwhile stops the act. One that stood when a plan was made is known
    /// to who applies it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(super) fn is_held_now(&self, task: &Task) -> Result<bool> {
        let now = self.engine.clock.now();
        let all = std::iter::once(&task.case).chain(&task.case.ties.siblings);
        let known: Vec<OrderId> = match self.applying {
            Some(_) => {
                all.filter(|case| case.active_hold(now).is_some()).map(|c| c.order.uni.id).collect()
            }
            None => Vec::new(),
        };
        let mut is_held = false;
        for order in task.case.purchase() {
            let hold = self.engine.store.hold_of(order)?;
            is_held |= hold.is_some_and(|hold| hold.is_active(now)) && !known.contains(&order);
        }
        Ok(self.scope.obeys_holds() && is_held)
    }

    /// Returns whether the act's system has refused the sign-in in this run.
    pub(super) fn is_shut(&self, case: &Case, act: Act) -> bool {
        self.doors.is_shut(&self.system(case, act))
    }

    /// Returns whether a step is not to be sent now, because its system has let nobody in.
    pub(super) fn is_locked_out(&self, case: &Case, step: &Step) -> bool {
        let waits = self.scope == Scope::Automatic && waits(case, step, self.engine.clock.now());
        waits || self.is_shut(case, step.act)
    }

    /// Notes a reply that refuses the sign-in.
    pub(super) fn heed(&self, case: &Case, act: Act, reply: &Reply) {
        if matches!(reply, Reply::Refused(no) if no.retry == Retry::SignIn) {
            self.doors.shut(&self.system(case, act));
        }
    }

    fn system(&self, case: &Case, act: Act) -> String {
        match act.operation() {
            Operation::Capture | Operation::Refund | Operation::Cancel => {
                self.provider(case).map_or("provider", |provider| provider.name()).to_owned()
            }
            Operation::ShopUpdate | Operation::ShopCreate => "shop".to_owned(),
            Operation::BookPayment => "uni".to_owned(),
        }
    }
}
