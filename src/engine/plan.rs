//! The plan: which steps of which orders a command is about to do, before anything is sent.
//!
//! It selects from what `assess` lists and must never add to it.

use std::collections::BTreeSet;

use crate::act::{Act, Intent, Operation};
use crate::assess::{Assessment, Case, Step};
use crate::error::Result;
use crate::money::Money;
use crate::order::OrderId;

use super::{Engine, Scope, StepResult, Verdict};

/// A step that was found, with its order.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The order.
    pub order: OrderId,
    /// The order's number.
    pub number: String,
    /// The customer's name.
    pub customer: String,
    /// The invoice's number, for a step on an invoice.
    pub invoice: Option<String>,
    /// What is to be done.
    pub step: Step,
}

/// What a look at all orders found.
#[derive(Debug, Default)]
pub struct Plan {
    /// The steps within the command's scope.
    pub steps: Vec<Planned>,
    /// Orders with an act of unknown outcome, to be settled.
    pub open: BTreeSet<OrderId>,
    /// Named orders on which nothing of the kind is due, with the reason.
    pub idle: Vec<StepResult>,
}

impl Plan {
    /// Returns the orders to be worked through, each once.
    pub fn orders(&self) -> Vec<OrderId> {
        let orders = self.steps.iter().map(|planned| planned.order).chain(self.open.clone());
        orders.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

impl Engine<'_> {
    /// Looks through all orders, or those that are named, for what a command may do.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn plan(&self, scope: &Scope, named: Option<&[OrderId]>) -> Result<Plan> {
        let mut plan = Plan::default();
        self.assessed(&mut |case, assessment| {
            let id = case.order.uni.id;
            let named = named.map(|orders| orders.contains(&id));
            if named == Some(false) {
                return Ok(());
            }
            if case.intents.iter().any(Intent::is_open) {
                plan.open.insert(id);
            }
            let before = plan.steps.len();
            plan.steps.extend(planned(scope, &case, &assessment));
            if named == Some(true) && plan.steps.len() == before && !plan.open.contains(&id) {
                plan.idle.push(idle(scope, &case, &assessment));
            }
            Ok(())
        })?;
        Ok(plan)
    }
}

fn planned(scope: &Scope, case: &Case, assessment: &Assessment) -> Vec<Planned> {
    let begins = assessment.steps.iter().any(|step| scope.begins(step));
    // What an earlier run of the same kind began and could not finish.
    let began = case.intents.iter().any(|intent| intent.act.operation().moves_money());
    let in_scope = !matches!(scope, Scope::Predating(_)) || case.predates();
    let resumes = began && in_scope && assessment.steps.iter().any(|step| scope.allows(step));
    if !begins && !resumes {
        return Vec::new();
    }
    let invoice = |step: &Step| {
        let found = case.order.documents.iter().find(|d| Some(d.id) == step.document);
        found.map(|document| document.number.clone())
    };
    assessment
        .steps
        .iter()
        .filter(|step| scope.allows(step))
        .map(|step| Planned {
            order: case.order.uni.id,
            number: case.order.uni.number.clone(),
            customer: case.order.uni.customer.clone(),
            invoice: invoice(step),
            step: step.clone(),
        })
        .collect()
}

/// Says why nothing is done on an order that was named.
fn idle(scope: &Scope, case: &Case, assessment: &Assessment) -> StepResult {
    let act = match scope {
        Scope::Named(Operation::Refund) => Act::Refund,
        Scope::Named(Operation::Cancel) => Act::Cancel,
        Scope::Automatic | Scope::Predating(_) | Scope::Named(_) | Scope::Nothing => Act::Capture,
    };
    StepResult {
        order: case.order.uni.number.clone(),
        act,
        invoice: None,
        money: Money::new(0, case.order.uni.currency),
        verdict: Verdict::Skipped,
        code: Some(assessment.attention.map_or("nothing-due", |a| a.name()).to_owned()),
    }
}
