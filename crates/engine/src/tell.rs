//! Tell: a person says how an act ended that no look can tell.
//!
//! A person's word must never stand against what the other side shows, never be taken while an effect
//! may still be invisible, and never be kept without the name of who gave it.

use jiff::{SignedDuration, Timestamp};

use uniac_core::act::{Intent, IntentId, Outcome, OutcomeKind, Retry, Told, payment_in};
use uniac_core::money::Money;
use uniac_core::order::{OrderId, Payment};
use uniac_core::purchase::Case;
use uniac_system::error::{Error, Result};
use uniac_texts::t;

use super::result::StepResult;
use super::run::Run;
use super::task::Task;

/// The code of an outcome that a person has told.
pub const TOLD: &str = "told";

/// What a person says of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Whether it took effect.
    pub happened: bool,
    /// Who says so, and why.
    pub told: Told,
}

impl Run<'_> {
    /// Keeps a person's word on an act that is open, for good. The payment in the store must have
    /// just been read.
    ///
    /// # Errors
    /// As [`Run::objection`]; or when the store refuses. Nothing was kept then.
    pub fn tell(&self, order: OrderId, intent: IntentId, word: &Statement) -> Result<StepResult> {
        let case = self.engine.store.case(order)?;
        let case = case.ok_or_else(|| Error::defect("a word on an order that is not there"))?;
        let open = case.intents.iter().find(|open| open.id == intent && open.is_open()).cloned();
        let open = open.ok_or_else(|| Error::defect("a word on an act that is not open"))?;
        if let Some(error) = self.objection(&case, &open, word.happened) {
            return Err(error);
        }
        let mut task = Task::new(case);
        task.turn_to(open.act.operation().moves_money().then(|| payment_in(&open.target)));
        self.finish(&mut task, &open, outcome(word, self.engine.clock.now()))?;
        self.flush(&mut task)?;
        task.results.pop().ok_or_else(|| Error::defect("a word without a result"))
    }

    /// Returns what speaks against a person's word: `no-payment` when there is none to look at, `pending` when the provider has accepted the act and
    /// may still do it, `too-soon` while the effect may be invisible yet,
    /// `not-shown` when it is said to have happened and the provider's sums hold less. A shop that is
    /// the provider shows its own book, which may lack what its plug-in has lost.
    pub fn objection(&self, case: &Case, open: &Intent, happened: bool) -> Option<Error> {
        if !open.act.operation().moves_money() {
            return None;
        }
        if open.outcome.as_ref().is_some_and(|outcome| outcome.kind == OutcomeKind::Pending) {
            return Some(pending(open));
        }
        let mut case = case.clone();
        case.turn_to(payment_in(&open.target));
        let case = &case;
        let (Ok(provider), Some(payment)) = (self.provider(case), &case.order.payment) else {
            return Some(unseen(open));
        };
        let capabilities = provider.capabilities();
        let age = self.engine.clock.now().duration_since(open.at);
        if age <= capabilities.lookup_delay {
            return Some(too_soon(open, capabilities.lookup_delay - age));
        }
        let is_against = happened && !capabilities.in_shop && !holds(case, payment, open);
        is_against.then(|| not_shown(open, payment))
    }
}

fn outcome(word: &Statement, at: Timestamp) -> Outcome {
    Outcome {
        kind: if word.happened { OutcomeKind::Done } else { OutcomeKind::Refused },
        code: Some(TOLD.to_owned()),
        receipt: None,
        // What never happened and is still due is done anew.
        retry: if word.happened { Retry::Never } else { Retry::NextRun },
        at,
        told: Some(word.told.clone()),
    }
}

/// Returns whether the payment's sum has room for the act beside those of the same kind that are known
/// to be done.
fn holds(case: &Case, payment: &Payment, open: &Intent) -> bool {
    open.act.effect().is_none_or(|kind| {
        let done = case.done_minor_on(kind, &payment.reference);
        payment.sum_minor(kind) >= done.saturating_add(open.money.minor)
    })
}

fn pending(open: &Intent) -> Error {
    let operation = open.act.operation();
    Error::failed("pending", t!("tell-pending", operation = operation.name()))
        .hint(t!("tell-pending-hint"))
}

fn unseen(open: &Intent) -> Error {
    let operation = open.act.operation();
    Error::failed("no-payment", t!("tell-unseen", operation = operation.name()))
        .hint(t!("tell-unseen-hint"))
}

fn too_soon(open: &Intent, left: SignedDuration) -> Error {
    let seconds = left.as_secs() + 1;
    Error::failed("too-soon", t!("tell-too-soon", operation = open.act.operation().name()))
        .hint(t!("tell-too-soon-hint", seconds = seconds))
}

fn not_shown(open: &Intent, payment: &Payment) -> Error {
    let shown = open.act.effect().map_or(0, |kind| payment.sum_minor(kind));
    let shown = Money::new(shown, payment.currency);
    let operation = open.act.operation();
    Error::failed(
        "not-shown",
        t!(
            "tell-not-shown",
            provider = &payment.provider,
            shown = shown,
            operation = operation.name()
        ),
    )
    .hint(t!("tell-not-shown-hint"))
}

#[cfg(test)]
mod tests;
