//! Applying: a saved plan is done, and nothing else.
//!
//! It only narrows what the rules list: a step must be due, stand in the plan with just this amount, and rest on the facts
//! that it rested on when the plan was made. What is not so is *stale*, is not done, and is said.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use uniac_core::act::{Act, Intent, IntentId, Operation, payment_in};
use uniac_core::assess::Step;
use uniac_core::code::Code;
use uniac_core::money::Money;
use uniac_core::order::{DocumentId, OrderId};
use uniac_core::purchase::Case;
use uniac_store::{Epoch, PlanMark};
use uniac_system::error::{Error, Kind, Result};

use super::execute::Run;
use super::fingerprint::{FORESEEN, Fingerprint, Own};
use super::plan::Plan;
use super::saved::{Maker, SavedPlan, SavedStep};
use super::{Cause, Engine, Scope, StepResult, Verdict};
use uniac_texts::dates::minute;
use uniac_texts::t;

/// What of a plan tells its steps apart: on which order, which act, for which document, on which payment.
type Key = (OrderId, Act, Option<DocumentId>, Option<String>);

/// A plan while it is applied.
pub(super) struct Applying {
    own: Own,
    /// Minor units by step; several of one kind are one sum.
    steps: BTreeMap<Key, i64>,
    fingerprints: BTreeMap<OrderId, Option<Fingerprint>>,
}

impl Applying {
    fn new(plan: &SavedPlan, own: Own) -> Applying {
        let (mut steps, mut fingerprints) = (BTreeMap::new(), BTreeMap::new());
        for step in &plan.steps {
            let sum: &mut i64 = steps.entry(key(step)).or_default();
            *sum = sum.saturating_add(step.amount_minor);
            fingerprints
                .entry(step.order_id)
                .or_insert_with(|| Fingerprint::parse(&step.fingerprint));
        }
        Applying { own, steps, fingerprints }
    }

    /// Returns whether the facts of an order are still those that the plan rests on.
    fn stands(&self, case: &Case, in_shop: bool, now: Timestamp) -> bool {
        let planned = self.fingerprints.get(&case.order.uni.id).and_then(Option::as_ref);
        planned.is_some_and(|planned| planned.stands(case, &self.own, in_shop, now))
    }

    /// Returns whether a step stands in the plan, whatever of it is done.
    fn has(&self, case: &Case, asked: &Asked<'_>) -> bool {
        self.steps.contains_key(&key_of(case, asked.act, asked.document, asked.payment))
    }

    /// Returns whether the plan's own acts have done a step.
    fn is_done(&self, case: &Case, step: &SavedStep) -> bool {
        let is_its = |intent: &Intent| {
            (intent.act, intent.document) == (step.act, step.document_id)
                && self.own.is_own(intent)
                && intent.is_done()
        };
        case.intents.iter().any(is_its)
            && self.rest(case, step.act, step.document_id, step.payment.as_deref()) <= 0
    }

    /// Returns what of a step is still to be done: what the plan has, less what was done of it.
    fn rest(
        &self,
        case: &Case,
        act: Act,
        document: Option<DocumentId>,
        payment: Option<&str>,
    ) -> i64 {
        let payment = payment.filter(|_| act.operation().moves_money());
        let planned = self.steps.get(&key_of(case, act, document, payment)).copied().unwrap_or(0);
        let is_its = |intent: &&Intent| {
            (intent.act, intent.document) == (act, document)
                && payment.is_none_or(|reference| payment_in(&intent.target) == reference)
        };
        let done = case.intents.iter().filter(is_its);
        let done = done.filter(|intent| self.own.is_own(intent) && intent.is_done());
        planned - done.map(|intent| intent.money.minor).fold(0, i64::saturating_add)
    }
}

fn key_of(case: &Case, act: Act, document: Option<DocumentId>, payment: Option<&str>) -> Key {
    let payment = payment.filter(|_| act.operation().moves_money());
    (case.order.uni.id, act, document, payment.map(str::to_owned))
}

fn key(step: &SavedStep) -> Key {
    (step.order_id, step.act, step.document_id, step.payment.clone())
}

/// An act that a plan is asked about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub act: Act,
    pub document: Option<DocumentId>,
    pub payment: Option<&'a str>,
    pub money: Money,
    /// Whether it was sent before.
    pub again: bool,
}

/// Returns what a plan is asked about a step.
pub(super) fn asked(step: &Step, again: bool) -> Asked<'_> {
    let payment = step.payment.as_deref();
    Asked { act: step.act, document: step.document, payment, money: step.money, again }
}

impl Run<'_> {
    /// Returns why an act of a saved plan may not be sent; `None` also where no plan is applied.
    pub(super) fn stale(&self, case: &Case, asked: &Asked<'_>) -> Option<Cause> {
        let fits = self.fits(case, asked) && self.stands(case);
        (!fits).then_some(Code::Stale.into())
    }

    /// Returns whether an act stands in the plan that is applied, with just what of it is still to be done.
    pub(super) fn fits(&self, case: &Case, asked: &Asked<'_>) -> bool {
        let Some(applying) = &self.applying else { return true };
        let rest = applying.rest(case, asked.act, asked.document, asked.payment);
        match asked.again {
            true => asked.money.minor <= rest,
            false => asked.money.minor == rest && applying.has(case, asked),
        }
    }

    /// Returns whether the facts of an order are those that the plan which is applied rests on.
    pub(super) fn stands(&self, case: &Case) -> bool {
        let Some(applying) = &self.applying else { return true };
        let in_shop = self.provider(case).is_ok_and(|provider| provider.capabilities().in_shop);
        applying.stands(case, in_shop, self.engine.clock.now())
    }

    /// Returns what stands for the facts of an order in a plan that is being made; nothing else needs it.
    pub(super) fn fingerprint(&self, case: &Case) -> String {
        let Scope::All(_) = self.scope else { return String::new() };
        // What is foreseen is the plan's own.
        let own = Own { after: IntentId(FORESEEN - 1), before: BTreeSet::new() };
        Fingerprint::of(case, &own, self.engine.clock.now()).to_string()
    }

    /// Returns what is to be said of the steps of a plan of which the run has said nothing.
    pub(super) fn unsaid(&self, plan: &SavedPlan, said: &[StepResult]) -> Result<Vec<StepResult>> {
        let Some(applying) = &self.applying else { return Ok(Vec::new()) };
        let mut rows = Vec::new();
        let mut seen: BTreeSet<Key> = BTreeSet::new();
        for step in &plan.steps {
            let is_its = |row: &&StepResult| {
                row.order == step.order && row.act == step.act && row.invoice == step.invoice
            };
            if !seen.insert(key(step)) || said.iter().any(|row| is_its(&row)) {
                continue;
            }
            let case = self.engine.store.case(step.order_id)?;
            let cause = match case.is_some_and(|case| applying.is_done(&case, step)) {
                true => Code::DoneBefore,
                false if said.iter().any(|row| row.order == step.order && is_stopped(row)) => {
                    Code::NotReached
                }
                false => Code::Stale,
            };
            rows.push(row(step, cause)?);
        }
        Ok(rows)
    }
}

/// Returns whether an act went otherwise than planned, and not because the plan does not fit any more.
fn is_stopped(row: &StepResult) -> bool {
    !matches!(row.verdict, Verdict::Done | Verdict::Planned)
        && row.cause != Some(Code::Stale.into())
        && row.cause != Some(Code::DoneBefore.into())
}

fn row(step: &SavedStep, cause: Code) -> Result<StepResult> {
    let currency = step.currency.parse();
    let currency = currency.map_err(|_| Error::defect("a sealed plan names no currency"))?;
    Ok(StepResult {
        order: step.order.clone(),
        act: step.act,
        invoice: step.invoice.clone(),
        money: Money::new(step.amount_minor, currency),
        payment: step.payment.clone(),
        verdict: Verdict::Skipped,
        cause: Some(cause.into()),
    })
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
        Ok((SavedPlan::of(&plan, maker, self.store)?, plan))
    }

    /// Returns what is known of a plan's earlier application.
    ///
    /// # Errors
    /// `plan-applied`, or when the store cannot be read.
    pub(super) fn applying(&self, plan: &SavedPlan) -> Result<Applying> {
        let known = self.store.applied_plan(&plan.id)?;
        if let Some(applied) = known.as_ref().filter(|applied| applied.ended_at.is_some()) {
            let at = minute(self.clock.zone().to_datetime(applied.at));
            let message = t!("plan-applied-before", by = &applied.by, at = at);
            return Err(Error::new(Kind::Declined, "plan-applied", message)
                .hint(t!("plan-applied-before-hint")));
        }
        let mut before = known.map(|applied| applied.intents).unwrap_or_default();
        // What has no answer yet is settled on the way.
        for order in plan.orders() {
            let Some(case) = self.store.case(order)? else { continue };
            let open = case.intents.iter().filter(|intent| intent.is_open());
            before.extend(open.map(|intent| intent.id));
        }
        Ok(Applying::new(plan, Own { after: self.store.last_intent()?, before }))
    }

    /// Writes down that a plan is applied now, before its first act.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub(super) fn begin_plan(&self, plan: &SavedPlan, epoch: Epoch, by: &str) -> Result<()> {
        let mark = PlanMark {
            id: plan.id.clone(),
            made_by: plan.made_by.clone(),
            made_at: plan.made_at,
            by: by.to_owned(),
            at: self.clock.now(),
        };
        self.store.begin_plan(epoch, &mark)
    }
}

#[cfg(test)]
mod tests;
