//! A task: an order that a worker works on, and what has become of it so far.
//!
//! It is in one hand only. Nothing is read or sent here.

use std::collections::BTreeSet;

use uniac_core::act::{Act, Intent, payment_in};
use uniac_core::assess::{Attention, Mode, Step};
use uniac_core::code::{Class, Code};
use uniac_core::money::Money;
use uniac_core::order::{DocumentId, EventKind};
use uniac_core::purchase::{Case, Skip};
use uniac_store::Entry;

use super::Cause;
use super::result::{StepResult, Verdict};

/// No order needs more steps than this in one run; more means that the rules run in a circle.
pub(super) const STEPS_MAX: usize = 1000;

/// What was attempted on an order; nothing is attempted twice.
pub(super) type Tried = BTreeSet<(Act, Option<DocumentId>)>;

/// An order that a worker works on, and what has become of it so far.
pub(super) struct Task {
    /// The order as it is known at this moment.
    pub case: Case,
    /// Whether the payment was read since the last act that moved money.
    pub is_fresh: bool,
    /// Whether the shop's order was read for this task.
    pub is_shop_fresh: bool,
    /// The invoices that Uni was asked for in this task.
    pub looked_for: BTreeSet<DocumentId>,
    /// What is to be committed together with the next intent, or at the end.
    pub pending: Vec<Entry>,
    /// What was attempted in this run; nothing is attempted twice.
    pub tried: Tried,
    /// What became of the steps.
    pub results: Vec<StepResult>,
    /// What was due in mode auto and could not be done, with its code.
    pub left: Vec<Skip>,
    /// What was sent and of which nothing is reported yet: should the run break off now, nobody knows
    /// what became of it.
    pub in_flight: Option<Intent>,
}

impl Task {
    pub(super) fn new(mut case: Case) -> Task {
        // What the last run's brake held back is looked at anew.
        case.skips.retain(|skip| skip.attention() != Attention::Braked);
        Task {
            case,
            is_fresh: false,
            is_shop_fresh: false,
            looked_for: BTreeSet::new(),
            pending: Vec::new(),
            tried: BTreeSet::new(),
            results: Vec::new(),
            left: Vec::new(),
            in_flight: None,
        }
    }

    /// Makes the payment of an act the one that is looked at.
    pub(super) fn turn_to(&mut self, reference: Option<&str>) {
        let in_hand = self.case.order.payment.as_ref().map(|payment| payment.reference.as_str());
        let Some(reference) = reference else { return };
        if in_hand != Some(reference) && self.case.turn_to(reference) {
            self.is_fresh = false;
        }
    }

    /// Adds what an act has done to the sums of the payment in hand, where others have moved a part of them and the provider
    /// lists no event for it; returns whether that is so. The payment was read before the act: without it the part of the
    /// others would be taken for ours.
    pub(super) fn add_where_mixed(&mut self, intent: &Intent) -> bool {
        let Some(kind @ (EventKind::Capture | EventKind::Refund)) = intent.act.effect() else {
            return false;
        };
        let on = payment_in(&intent.target);
        let Some(payment) = self.case.order.payment.as_mut().filter(|p| p.reference == on) else {
            return false;
        };
        let is_listed = |key: &str| payment.events.iter().any(|e| e.key.as_deref() == Some(key));
        let ours = self.case.intents.iter().filter(|known| {
            let is_here = known.act == intent.act && payment_in(&known.target) == on;
            is_here && known.is_done() && !is_listed(&known.key)
        });
        let ours = ours.map(|known| known.money.minor).fold(0, i64::saturating_add);
        let is_mixed = payment.unlisted_minor(kind) > ours;
        if is_mixed {
            payment.add_minor(kind, intent.money.minor);
        }
        is_mixed
    }

    /// Reports a step that is not sent, and does not come back to it in this run.
    pub(super) fn skip(&mut self, step: &Step, cause: Cause) {
        self.tried.insert((step.act, step.document));
        let was_left = self.case.skip_of(step.act, step.document).is_some();
        // What is stale in a plan is as due as before, and the next run does it.
        let is_left = cause.class() != Class::Benign && cause != Cause::Ours(Code::Stale);
        if is_left && (step.mode == Mode::Auto || was_left) {
            self.leave(step.act, step.document, step.money, &cause);
        }
        self.report(step.act, step.document, step.money, Verdict::Skipped, Some(cause));
    }

    pub(super) fn report(
        &mut self,
        act: Act,
        document: Option<DocumentId>,
        money: Money,
        verdict: Verdict,
        cause: Option<Cause>,
    ) {
        let order = &self.case.order;
        let invoice = document.and_then(|id| {
            let found = order.documents.iter().find(|document| document.id == id);
            found.map(|document| document.number.clone())
        });
        let order = order.uni.number.clone();
        self.in_flight = None;
        let code = cause.as_ref().map(Cause::name);
        tracing::info!(?order, act = act.name(), minor = money.minor, ?verdict, code, "step");
        let payment = self.case.order.payment.as_ref().map(|payment| payment.reference.clone());
        let payment = payment.filter(|_| act.operation().moves_money());
        self.results.push(StepResult { order, act, invoice, money, payment, verdict, cause });
    }
}
