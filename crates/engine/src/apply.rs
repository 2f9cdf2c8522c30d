//! Doing a saved plan: what of it stands, and what is said of the steps that do not.
//!
//! A step that is not in the plan must never be done by it.

use std::collections::BTreeSet;

use uniac_core::code::Code;
use uniac_core::money::Money;
use uniac_core::purchase::Case;
use uniac_store::{Epoch, PlanMark};
use uniac_system::error::{Error, Kind, Result};
use uniac_texts::dates::minute;
use uniac_texts::t;

use super::applying::{Applying, Asked, Key, key};
use super::fingerprint::Own;
use super::result::{StepResult, Verdict};
use super::run::Run;
use super::saved::{SavedPlan, SavedStep};
use super::{Cause, Engine};

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

/// Tells the steps of a plan as it has them: what is stale has the plan's amount and not that of now, what it has not is not said,
/// and all stand in its sequence.
pub(super) fn as_planned(plan: &SavedPlan, steps: Vec<StepResult>) -> Result<Vec<StepResult>> {
    let place = |row: &StepResult| {
        plan.steps.iter().position(|step| {
            row.order == step.order && row.act == step.act && row.invoice == step.invoice
        })
    };
    let mut told = Vec::new();
    for mut result in steps {
        let at = place(&result);
        let (Some(at), Verdict::Skipped) = (at, result.verdict) else {
            // What was sent is said whatever the plan has.
            if result.verdict != Verdict::Skipped {
                told.push((at, result));
            }
            continue;
        };
        let step = &plan.steps[at];
        let same = plan.steps.iter().filter(|other| key(other) == key(step));
        let minor = same.map(|step| step.amount_minor).fold(0, i64::saturating_add);
        let planned = row(step, Code::Stale)?;
        result.money = Money::new(minor, planned.money.currency);
        result.payment = planned.payment;
        told.push((Some(at), result));
    }
    told.sort_by_key(|(at, _)| at.unwrap_or(usize::MAX));
    Ok(told.into_iter().map(|(_, row)| row).collect())
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
