//! Applying: a saved plan is done, and nothing else.
//!
//! It only narrows what the rules list: a step must be due, stand in the plan with just this amount, and rest on the facts
//! that it rested on when the plan was made. What is not so is *stale*, is not done, and is said.

use std::collections::BTreeMap;

use jiff::Timestamp;

use uniac_core::act::{Act, Intent, payment_in};
use uniac_core::assess::Step;
use uniac_core::money::Money;
use uniac_core::order::{DocumentId, OrderId};
use uniac_core::purchase::Case;

use super::fingerprint::{Fingerprint, Own};
use super::saved::{SavedPlan, SavedStep};

/// What of a plan tells its steps apart: on which order, which act, for which document, on which payment.
pub(super) type Key = (OrderId, Act, Option<DocumentId>, Option<String>);

/// A plan while it is applied.
pub(super) struct Applying {
    own: Own,
    /// Minor units by step; several of one kind are one sum.
    steps: BTreeMap<Key, i64>,
    fingerprints: BTreeMap<OrderId, Option<Fingerprint>>,
}

impl Applying {
    /// Returns a plan of which the intents of `own` have done something already.
    pub(super) fn new(plan: &SavedPlan, own: Own) -> Applying {
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
    pub(super) fn stands(&self, case: &Case, in_shop: bool, now: Timestamp) -> bool {
        let planned = self.fingerprints.get(&case.order.uni.id).and_then(Option::as_ref);
        planned.is_some_and(|planned| planned.stands(case, &self.own, in_shop, now))
    }

    /// Returns whether a step stands in the plan, whatever of it is done.
    pub(super) fn has(&self, case: &Case, asked: &Asked<'_>) -> bool {
        self.steps.contains_key(&key_of(case, asked.act, asked.document, asked.payment))
    }

    /// Returns whether the plan's own acts have done a step.
    pub(super) fn is_done(&self, case: &Case, step: &SavedStep) -> bool {
        let is_its = |intent: &Intent| {
            (intent.act, intent.document) == (step.act, step.document_id)
                && self.own.is_own(intent)
                && intent.is_done()
        };
        case.intents.iter().any(is_its)
            && self.rest(case, step.act, step.document_id, step.payment.as_deref()) <= 0
    }

    /// Returns what of a step is still to be done: what the plan has, less what was done of it.
    pub(super) fn rest(
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

/// Returns what tells a step of a plan apart.
pub(super) fn key(step: &SavedStep) -> Key {
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

#[cfg(test)]
mod tests;
